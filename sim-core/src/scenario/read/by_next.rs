//! Work that depends on where a resident goes next.

use toml::de::DeValue;

use super::table::{self, Fields};
use super::{Item, Reader};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{NameOf, ProblemKind};
use crate::scenario::units::clip;
use crate::scenario::{Distribution, Param, Referral, Step, Target};

const FIELD: &str = "work_by_next";

impl<'t> Reader<'t> {
    /// Puts work by the next stop into the last step of work of a stage.
    pub(super) fn work_by_next(&mut self, advanced: &Fields<'t>, steps: &mut [Step], next: &[Referral]) {
        let Some(item) = advanced.get(FIELD) else {
            return;
        };
        let DeValue::Table(table) = item.value else {
            let found = table::found(item.value);
            self.wrong(ProblemKind::WrongType { found, takes: Value::Table }, &item);
            return;
        };
        let entries = table::entries(table, &item.path);
        let by_next = entries.into_iter().flat_map(|(name, entry)| self.one_by_next(&name, &entry, next)).collect();
        let any_step = !steps.is_empty();
        let last = steps.iter_mut().rev().find_map(|step| match step {
            Step::Work(work) => Some(work),
            _ => None,
        });
        match last {
            Some(work) => work.advanced.by_next = by_next,
            None if !any_step => {}
            None => {
                let kind = ProblemKind::AdvancedNeedsWork { field: FIELD.to_owned() };
                self.problem(kind, item.key.clone(), &item.path);
            }
        }
    }

    /// The work for those who go to one stage or end, with the position of each referral there.
    fn one_by_next(&mut self, name: &str, item: &Item<'t>, next: &[Referral]) -> Vec<(usize, Param<Distribution>)> {
        let work = self.dated_item(item, Value::WorkDistribution, Reader::distribution);
        let stage = self.names.position(NameOf::Stage, name).map(Target::Stage);
        let target = stage.or_else(|| self.names.position(NameOf::End, name).map(Target::End));
        let goes_there = |(_, referral): &(usize, &Referral)| Some(referral.to) == target;
        let there: Vec<usize> = next.iter().enumerate().filter(goes_there).map(|(position, _)| position).collect();
        if there.is_empty() {
            let to = |referral: &Referral| match referral.to {
                Target::Stage(stage) => self.names.of(NameOf::Stage).get(stage),
                Target::End(end) => self.names.of(NameOf::End).get(end),
            };
            let known = next.iter().filter_map(to).take(10).cloned().collect();
            self.problem(ProblemKind::NotNext { to: clip(name), known }, item.key.clone(), &item.path);
        }
        let Some(work) = work else { return Vec::new() };
        let of = |position| (position, Param { base: work.clone(), by_class: Vec::new() });
        there.into_iter().map(of).collect()
    }
}
