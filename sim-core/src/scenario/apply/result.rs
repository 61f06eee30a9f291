//! The scenario that comes out, read as any other: what is wrong with it is told of the intervention that did it.

use super::problem::ApplyProblemKind;
use super::{Applied, ApplyProblem, Work};
use crate::scenario::place::split;
use crate::scenario::{Problem, Severity, read};

impl Work<'_> {
    /// Reads the result; an intervention that makes the scenario impossible is refused.
    pub(super) fn finish(mut self) -> Result<Applied, Vec<ApplyProblem>> {
        let text = self.document.to_string();
        if self.problems.is_empty() {
            let errors = read(&text).problems.into_iter().filter(|problem| problem.severity == Severity::Error);
            for problem in errors.collect::<Vec<Problem>>() {
                let (position, at) = self.source_of(&problem);
                let kind = ApplyProblemKind::Result { problem: Box::new(problem) };
                self.problem(position, at, kind);
            }
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        Ok(Applied { text, combined: self.ledger.combined(), changes: self.changes })
    }

    /// The change that a problem of the result comes from, as far as its place tells.
    fn source_of(&self, problem: &Problem) -> (usize, std::ops::Range<usize>) {
        let path = split(&problem.path).unwrap_or_default();
        let touch = (1..=path.len()).rev().find_map(|length| self.ledger.about(&path[..length]));
        match (touch, self.interventions.last()) {
            (Some(touch), _) => (touch.position, touch.at.clone()),
            (None, Some(last)) => (self.interventions.len() - 1, last.at.clone()),
            (None, None) => (0, 0..0),
        }
    }
}
