//! The future event list: everything planned, the next first.
//!
//! ```text
//! push ─┬─ before the horizon ─► near      (the few that come next, sorted)  ─► pop
//!       └─ later ──────────────► calendar  (buckets, each opened into `near` when its time comes)
//! ```
//!
//! While little is planned the horizon is infinite and they are all near. With more, the width of a bucket is chosen
//! so that some `PER_BUCKET` events come out of each, and chosen anew whenever the number planned has doubled or fallen to a
//! quarter, when buckets turn out much too full or too many come before the horizon, and when the last bucket has been opened. So an event costs the same
//! with a thousand planned as with a million, but for the caches.
//!
//! Events come out by moment, then class, then order of planning. An event that no longer holds is not looked for: it is left
//! out when its bucket is opened.

mod calendar;
mod near;

use super::event::Event;
use crate::time::SimTime;
use calendar::Calendar;
use near::Near;

/// Events that are kept in order; with more, a calendar is made, or laid out anew.
const MOST_NEAR: usize = 48;
/// Events that should come out of a bucket.
const PER_BUCKET: f64 = 8.0;
/// Buckets opened between two looks at how full they are.
const LOOK_EVERY: u32 = 1024;
/// Times the wanted number in a bucket that is much too full.
const MUCH_TOO_FULL: u64 = 8;

/// Everything that is planned.
#[derive(Debug, Clone)]
pub struct EventList {
    near: Near,
    calendar: Calendar,
    /// Events planned so far, those before the last renumbering not counted.
    planned: u32,
    /// Events before this moment are in `near`, the others in the calendar.
    horizon: SimTime,
    /// The moment of the event taken out last.
    now: SimTime,
    /// How the buckets were laid out.
    layout: Layout,
    /// Buckets opened, and events taken out before, at the last look.
    opened: u32,
    taken_before: u64,
}

/// For what buckets were laid out, and what has come of it.
#[derive(Debug, Clone, Default)]
struct Layout {
    /// How many were planned then.
    number: usize,
    /// When that was.
    since: SimTime,
    /// Number of the event planned last.
    planned: u32,
    /// Events taken out since.
    taken: u64,
}

impl Default for EventList {
    fn default() -> EventList {
        EventList {
            near: Near::default(),
            calendar: Calendar::default(),
            planned: 0,
            horizon: SimTime::NEVER,
            now: SimTime::default(),
            layout: Layout::default(),
            opened: 0,
            taken_before: 0,
        }
    }
}

impl EventList {
    /// Plans an event.
    #[inline]
    pub fn push(&mut self, event: Event) {
        self.planned = match self.planned.checked_add(1) {
            Some(number) => number,
            None => self.renumber(),
        };
        match event.at >= self.horizon {
            true => self.calendar.push(event, self.planned),
            false => self.push_near(event),
        }
    }

    /// Plans an event that comes before the horizon.
    #[inline(never)]
    fn push_near(&mut self, event: Event) {
        self.near.push(event, self.planned);
        if self.near.len() > MOST_NEAR && self.would_pay() {
            self.lay_out();
        }
    }

    /// Takes out the next event that `holds`; one that does not may be left out at any time before.
    #[inline]
    pub fn pop(&mut self, holds: impl Fn(&Event) -> bool) -> Option<Event> {
        loop {
            while let Some(event) = self.near.pop() {
                if holds(&event) {
                    self.layout.taken += 1;
                    self.now = event.at;
                    return Some(event);
                }
            }
            if !self.open_next(&holds) {
                return None;
            }
        }
    }

    /// Opens the next bucket into `near`; `false` when nothing is planned.
    fn open_next(&mut self, holds: &impl Fn(&Event) -> bool) -> bool {
        if self.horizon == SimTime::NEVER {
            return false;
        }
        if self.opened >= LOOK_EVERY && self.is_laid_out_badly() {
            self.lay_out();
            return true;
        }
        let (near, mut in_disorder) = (&mut self.near, false);
        let opened = self.calendar.open_next(|event, number| {
            if holds(&event) {
                in_disorder |= near.append(event, number);
            }
        });
        if in_disorder {
            self.near.sort();
        }
        self.opened += 1;
        self.horizon = SimTime(self.calendar.begins());
        if !opened {
            // The last bucket was opened: what lies beyond gets buckets of its own.
            self.lay_out();
        }
        opened || !self.is_empty()
    }

    /// Whether the buckets no longer fit what is planned: looked at every so many buckets.
    fn is_laid_out_badly(&mut self) -> bool {
        let (number, taken) = (self.len(), self.layout.taken - self.taken_before);
        let too_full = taken > MUCH_TOO_FULL * u64::from(self.opened) * PER_BUCKET as u64;
        (self.opened, self.taken_before) = (0, self.layout.taken);
        let other_number = number > 2 * self.layout.number || number < self.layout.number / 4;
        (too_full || other_number) && self.would_pay()
    }

    /// Laying out takes about as long as planning everything once: not sooner than that does it pay.
    #[inline]
    fn would_pay(&self) -> bool {
        (self.planned.wrapping_sub(self.layout.planned)) as usize > self.layout.number / 2
    }

    /// Everything planned, with its number.
    fn take_all(&mut self) -> Vec<(Event, u32)> {
        let mut all: Vec<(Event, u32)> = Vec::with_capacity(self.len());
        all.extend(self.near.drain());
        self.calendar.drain(|event, number| all.push((event, number)));
        all
    }

    /// Lays out buckets anew for what is planned now, or does without when that is little.
    #[cold]
    fn lay_out(&mut self) {
        let mut all = self.take_all();
        let begin = all.iter().map(|(event, _)| event.at).min().unwrap_or_default();
        let width = self.width(&mut all, begin);
        self.layout = Layout { number: all.len(), since: self.now, planned: self.planned, taken: 0 };
        (self.opened, self.taken_before) = (0, 0);
        if all.len() <= MOST_NEAR / 2 {
            self.horizon = SimTime::NEVER;
            all.into_iter().for_each(|(event, number)| self.near.push(event, number));
            return;
        }
        let buckets = (2 * all.len()).next_power_of_two().max(64);
        self.calendar.lay_out(begin.0, width.ilog2(), buckets);
        self.horizon = begin;
        all.into_iter().for_each(|(event, number)| self.calendar.push(event, number));
    }

    /// A width of buckets, in microseconds: by how close together the next eighth of what is planned stands, or by how
    /// often events were taken out lately, if that was more often. Changes the order of `all`.
    fn width(&self, all: &mut [(Event, u32)], begin: SimTime) -> u64 {
        let eighth = all.len() / 8;
        if eighth == 0 {
            return 1;
        }
        let (_, (last, _), _) = all.select_nth_unstable_by_key(eighth, |(event, _)| event.at);
        let stand_apart = (last.at - begin).0 as f64 / eighth as f64;
        let lately = (self.now - self.layout.since).0 as f64 / self.layout.taken as f64;
        let between = if self.layout.taken >= MOST_NEAR as u64 { stand_apart.min(lately) } else { stand_apart };
        // Of the powers of two around it, the nearer.
        ((between * PER_BUCKET * std::f64::consts::SQRT_2) as u64).max(1)
    }

    /// Begins to number anew, after four thousand million plannings, and gives the next number.
    #[cold]
    fn renumber(&mut self) -> u32 {
        let mut all = self.take_all();
        all.sort_unstable_by_key(|&(_, number)| number);
        (self.horizon, self.planned, self.layout) = (SimTime::NEVER, 0, Layout::default());
        for (event, _) in all {
            self.push(event);
        }
        self.planned + 1
    }

    /// Number of events planned, those that no longer hold included.
    pub fn len(&self) -> usize {
        self.near.len() + self.calendar.len()
    }

    /// Whether nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::*;
    use proptest::prelude::*;

    fn event(at: i64, kind: EventKind, whom: u32) -> Event {
        Event::new(SimTime(at), kind, whom, 0)
    }

    /// What must come out: by moment, class and order of planning.
    #[derive(Default)]
    struct Sorted(Vec<(SimTime, u64, u32, Event)>, u32);

    impl Sorted {
        fn push(&mut self, event: Event) {
            self.1 += 1;
            self.0.push((event.at, event.rank(0), self.1, event));
        }
        fn pop(&mut self) -> Option<Event> {
            let next = (0..self.0.len())
                .min_by_key(|&position| (self.0[position].0, self.0[position].1, self.0[position].2))?;
            Some(self.0.remove(next).3)
        }
    }

    proptest! {
        /// Whatever is planned, between whatever was taken out, comes out by moment, class and order of planning: with moments
        /// close together or far apart, many at one moment, few or many.
        #[test]
        fn events_come_out_in_order(
            first in prop::collection::vec(0i64..2000, 0..400),
            then in prop::collection::vec((prop::bool::ANY, 0i64..60, 0u32..3, 0u32..40), 0..600),
        ) {
            let mut list = EventList::default();
            let mut sorted = Sorted::default();
            let kinds = [EventKind::WorkEnd, EventKind::DelayEnd, EventKind::ClinicMoment];
            let mut number = 0;
            let mut plan = |list: &mut EventList, sorted: &mut Sorted, at, kind| {
                number += 1;
                let event = event(at, kind, number);
                list.push(event);
                sorted.push(event);
            };
            for &at in &first {
                plan(&mut list, &mut sorted, at * at, EventKind::Renege);
            }
            let mut now = 0;
            for (take, after, kind, scale) in then {
                if take {
                    let (next, expected) = (list.pop(|_| true), sorted.pop());
                    prop_assert_eq!(next, expected);
                    now = next.map_or(now, |event| event.at.0);
                } else {
                    plan(&mut list, &mut sorted, now + (after << scale), kinds[kind as usize]);
                }
            }
            while let Some(next) = list.pop(|_| true) {
                prop_assert_eq!(Some(next), sorted.pop());
            }
            prop_assert!(sorted.pop().is_none() && list.is_empty());
        }
    }

    /// A million at one moment, and then some at each of many moments, are no trap.
    #[test]
    fn many_at_one_moment_come_in_the_order_of_planning() {
        let mut list = EventList::default();
        for whom in 0..200_000 {
            list.push(event(5, EventKind::DelayEnd, whom));
        }
        for whom in 0..200_000 {
            let next = list.pop(|_| true).expect("as many are planned");
            assert_eq!((next.at, next.whom()), (SimTime(5), whom));
            list.push(event(5 + i64::from(whom % 7), EventKind::WorkEnd, whom));
            let at_once = whom % 7 == 0;
            if at_once {
                assert_eq!(list.pop(|_| true).map(|event| event.whom()), Some(whom), "ends of work go first");
            }
        }
    }

    #[test]
    fn what_no_longer_holds_does_not_come_out() {
        let mut list = EventList::default();
        (0..1000).for_each(|whom| list.push(event(i64::from(whom) * 1000, EventKind::Renege, whom)));
        let out: Vec<u32> =
            std::iter::from_fn(|| list.pop(|event| event.whom() % 10 == 3)).map(|event| event.whom()).collect();
        assert_eq!(out, (0..100).map(|tenth| tenth * 10 + 3).collect::<Vec<_>>());
    }
}
