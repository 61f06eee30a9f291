//! What the advanced section says about the work of a stage: constructs of queueing theory.

use super::class::Param;
use crate::random::Distribution;
use crate::time::Span;

/// What the advanced section says about the work of a stage; usually nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AdvancedWork {
    /// Who needs this work interrupts work of the team for somebody less urgent, and what becomes of that.
    pub interrupts: Option<Interrupted>,
    /// Time for which the worker stays out of use after each work.
    pub turnaround: Option<Param<Distribution>>,
    /// When preparation may begin, once a worker is taken.
    pub gate: Option<Gate>,
    /// Preparation, once a worker is taken and the gate is open.
    pub prepare: Option<Param<Distribution>>,
    /// Other work for those who go on by a referral of the stage, by its position: it is chosen when the work begins.
    pub by_next: Vec<(usize, Param<Distribution>)>,
}

/// What becomes of work that is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interrupted {
    /// It goes on with what was left.
    Resume,
    /// It begins again, as long as it was.
    Restart,
    /// It begins again with a new draw.
    Resample,
}

/// A gate that is open at times that repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Length of the pattern, counted from the beginning of the simulation.
    pub every: Span,
    /// When it is open: from, until.
    pub open: Vec<(Span, Span)>,
    /// Who finds it closed goes on at the next of these moments, ascending.
    pub resume_at: Vec<Span>,
}

impl Gate {
    /// How long somebody waits who comes so long after the beginning of the simulation.
    pub fn wait(&self, since: Span) -> Span {
        let point = Span(since.0.rem_euclid(self.every.0));
        if self.open.iter().any(|&(from, until)| from <= point && point < until) {
            return Span::ZERO;
        }
        let next = self.resume_at.iter().find(|&&moment| moment >= point);
        match (next, self.resume_at.first()) {
            (Some(&moment), _) => moment - point,
            (None, Some(&first)) => first + self.every - point,
            (None, None) => Span::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_the_gate_closed_waits_for_the_next_moment() {
        let gate = Gate { every: Span(24), open: vec![(Span(8), Span(17))], resume_at: vec![Span(8), Span(20)] };
        let waits = [0, 8, 16, 17, 20, 21, 24 + 3].map(|since| gate.wait(Span(since)).0);
        assert_eq!(waits, [8, 0, 0, 3, 0, 11, 5]);
    }
}
