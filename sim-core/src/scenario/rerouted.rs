//! Where residents go from a date on: another list of referrals, or past a stage that is closed.

use jiff::civil::Date;

use super::stage::{Referral, Stage, Target};

/// Another list of referrals from a date on.
#[derive(Debug, Clone, PartialEq)]
pub struct Rerouted {
    /// Date (00:00) from which residents who finish the stage follow it.
    pub from: Date,
    /// Where they go, at least one.
    pub next: Vec<Referral>,
}

/// A stage that nobody joins any more from a date on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// Date (00:00) from which it is closed.
    pub from: Date,
    /// Where whoever comes to it goes at once.
    pub instead: Target,
}

impl Stage {
    /// All referrals of the stage, whenever they hold.
    pub fn referrals(&self) -> impl Iterator<Item = &Referral> {
        self.next.iter().chain(self.rerouted.iter().flat_map(|rerouted| &rerouted.next))
    }

    /// The referrals that hold on a date.
    pub fn next_on(&self, date: Date) -> &[Referral] {
        let rerouted = self.rerouted.iter().rev().find(|rerouted| rerouted.from <= date);
        rerouted.map_or(&self.next, |rerouted| &rerouted.next)
    }

    /// How many referrals stand before those that hold on a date, among all of them.
    pub(crate) fn first_of_list_on(&self, date: Date) -> usize {
        let holding = self.rerouted.iter().rposition(|rerouted| rerouted.from <= date);
        holding.map_or(0, |holding| {
            // Without `next` everybody goes to one end.
            self.next.len().max(1) + self.rerouted[..holding].iter().map(|rerouted| rerouted.next.len()).sum::<usize>()
        })
    }

    /// Where whoever comes to it on a date goes instead, if it is closed by then.
    pub fn closed_on(&self, date: Date) -> Option<Target> {
        self.closed.filter(|closed| closed.from <= date).map(|closed| closed.instead)
    }

    /// Whether where residents go changes on a date, as a whole.
    pub fn changes_route(&self) -> bool {
        !self.rerouted.is_empty() || self.closed.is_some()
    }

    /// The stage as it is when all has changed: one that is closed only sends residents on.
    pub(super) fn at_last(&self) -> Stage {
        let mut last = self.clone();
        if let Some(rerouted) = last.rerouted.pop() {
            last.next = rerouted.next;
        }
        last.rerouted.clear();
        last
    }
}
