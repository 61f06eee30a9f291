//! Times drawn at their address, also of distributions that take a second unit or count their draws.

use std::collections::BTreeMap;

use super::Engine;
use crate::chain::Varying;
use crate::observe::Observer;
use crate::random::{AtAddress, Luck, Purpose, ResidentKey, Sampler};
use crate::time::{SimTime, Span};

/// Draws taken so far at each address that holds a sequence.
pub(super) type Taken = BTreeMap<Purpose, u64>;

/// One more draw is taken at an address: how many there were before.
fn take(taken: &mut Taken, at: Purpose) -> u64 {
    let number = taken.entry(at).or_default();
    *number += 1;
    *number - 1
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// A time of a resident, in microseconds.
    #[inline(always)]
    pub(super) fn time(&mut self, of: &Sampler, key: ResidentKey, at: Purpose, visit: u32, draw: u32) -> i64 {
        match of.table() {
            Some(table) => table.draw(self.draws.unit(key, at, visit, draw)),
            None => self.time_without_table(of, key, at, visit, draw),
        }
    }

    fn time_without_table(&mut self, of: &Sampler, key: ResidentKey, at: Purpose, visit: u32, draw: u32) -> i64 {
        if let Some(always) = of.constant() {
            return always;
        }
        if of.is_plain() {
            return of.draw(self.draws.unit(key, at, visit, draw));
        }
        let mut luck = AtAddress::new(self.draws, key, at, visit, draw, || take(&mut self.taken, at));
        of.draw_with(luck.unit(), &mut luck)
    }

    /// What a resident is dealt at an address.
    pub(super) fn luck(
        &mut self,
        key: ResidentKey,
        at: Purpose,
        visit: u32,
        draw: u32,
    ) -> AtAddress<impl FnMut() -> u64> {
        let (draws, taken) = (self.draws, &mut self.taken);
        AtAddress::new(draws, key, at, visit, draw, move || take(taken, at))
    }

    /// The time until a resident of a class leaves who begins now.
    pub(super) fn time_to_leave(
        &mut self,
        after: &Varying<Sampler>,
        class: u16,
        key: ResidentKey,
        at: Purpose,
        visit: u32,
        draw: u32,
    ) -> Span {
        self.time_left(after, class, self.now, key, at, visit, draw)
    }

    /// The same for a resident who began at `since` and has stayed until now: how long they stay on.
    #[expect(clippy::too_many_arguments, reason = "an address has four parts")]
    pub(super) fn time_left(
        &mut self,
        after: &Varying<Sampler>,
        class: u16,
        since: SimTime,
        key: ResidentKey,
        at: Purpose,
        visit: u32,
        draw: u32,
    ) -> Span {
        let now = self.now;
        let sampler = after.at(class, now);
        if since >= now && sampler.is_plain() && after.changes_after(now).is_empty() {
            return Span(sampler.draw(self.draws.unit(key, at, visit, draw)));
        }
        let mut luck = AtAddress::new(self.draws, key, at, visit, draw, || take(&mut self.taken, at));
        after.time_left(class, since, now, luck.unit(), &mut luck as &mut dyn Luck)
    }
}
