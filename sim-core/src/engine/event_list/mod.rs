//! The future event list: everything planned, the next first.
//!
//! ```text
//! push ─┬─ before the horizon ─► near      (the few that come next, sorted)  ─► pop
//!       └─ later ──────────────► calendar  (buckets, each opened into `near` when its time comes)
//! ```
//!
//! While little is planned the horizon is infinite and they are all near. With more, the width of a bucket is chosen
//! so that some `PER_BUCKET` events come out of each, and chosen anew whenever the number planned has doubled or fallen to a
//! quarter, when buckets turn out much too full, and when the last bucket has been opened. So an event costs the same
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

/// Events that are kept in order before a calendar is made.
const MOST_NEAR: usize = 48;
/// Events that should come out of a bucket.
const PER_BUCKET: f64 = 2.0;
/// Buckets opened between two looks at how full they are.
const LOOK_EVERY: u32 = 1024;
/// Times the wanted number in a bucket that is much too full.
const MUCH_TOO_FULL: u32 = 8;

/// Everything that is planned.
#[derive(Debug, Clone)]
pub struct EventList {
    near: Near,
    calendar: Calendar,
    /// Events planned so far, those before the last renumbering not counted.
    planned: u32,
    /// Events before this moment are in `near`, the others in the calendar.
    horizon: SimTime,
    /// How many were planned when the buckets were laid out.
    laid_out_for: usize,
    /// Buckets opened, and events that came out of them, since the last look.
    opened: u32,
    came: u32,
    /// When the buckets were laid out, and events that came out of them since then.
    since: SimTime,
    came_since: u64,
}

impl Default for EventList {
    fn default() -> EventList {
        EventList {
            near: Near::default(),
            calendar: Calendar::default(),
            planned: 0,
            horizon: SimTime::NEVER,
            laid_out_for: 0,
            opened: 0,
            came: 0,
            since: SimTime::default(),
            came_since: 0,
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
        if event.at >= self.horizon {
            return self.calendar.push(event, self.planned);
        }
        self.near.push(event, self.planned);
        if self.horizon == SimTime::NEVER && self.near.len() > MOST_NEAR {
            self.lay_out();
        }
    }

    /// Takes out the next event that `holds`; one that does not may be left out at any time before.
    #[inline]
    pub fn pop(&mut self, holds: impl Fn(&Event) -> bool) -> Option<Event> {
        loop {
            while let Some(event) = self.near.pop() {
                if holds(&event) {
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
        let (near, came) = (&mut self.near, &mut self.came);
        let before = *came;
        let opened = self.calendar.open_next(|event, number| {
            *came += 1;
            if holds(&event) {
                near.push(event, number);
            }
        });
        self.came_since += u64::from(self.came - before);
        self.opened += 1;
        self.horizon = SimTime(self.calendar.begins());
        if !opened {
            // The last bucket was opened: what lies beyond gets buckets of its own.
            self.lay_out();
        }
        opened || self.near.len() > 0 || !self.is_empty()
    }

    fn is_laid_out_badly(&mut self) -> bool {
        let planned = self.len();
        let too_full = self.came > MUCH_TOO_FULL * self.opened * PER_BUCKET as u32;
        // Laying out takes about as long as it takes to plan everything once: not sooner than that pays.
        let pays = self.came_since as usize > self.laid_out_for / 2;
        (self.opened, self.came) = (0, 0);
        planned > 2 * self.laid_out_for || pays && (too_full || planned < self.laid_out_for / 4)
    }

    /// Lays out buckets anew for what is planned now, or does without when that is little.
    #[cold]
    fn lay_out(&mut self) {
        let mut all: Vec<(Event, u32)> = Vec::with_capacity(self.len());
        all.extend(self.near.drain());
        self.calendar.drain(|event, number| all.push((event, number)));
        (self.opened, self.came, self.laid_out_for) = (0, 0, all.len());
        if all.len() <= MOST_NEAR / 2 {
            self.horizon = SimTime::NEVER;
            all.into_iter().for_each(|(event, number)| self.near.push(event, number));
            return;
        }
        let eighth = all.len() / 8;
        all.select_nth_unstable_by_key(eighth, |(event, _)| event.at);
        let begin = all[..eighth].iter().map(|(event, _)| event.at).min().unwrap_or_default();
        let width = self.width(begin, all[eighth].0.at, eighth);
        (self.since, self.came_since) = (begin, 0);
        let buckets = (2 * all.len()).next_power_of_two().max(64);
        self.calendar.lay_out(begin.0, width.ilog2(), buckets);
        self.horizon = begin;
        all.into_iter().for_each(|(event, number)| self.calendar.push(event, number));
    }

    /// Begins to number anew, after four thousand million plannings, and gives the next number.
    #[cold]
    fn renumber(&mut self) -> u32 {
        let mut all: Vec<(Event, u32)> = Vec::with_capacity(self.len());
        all.extend(self.near.drain());
        self.calendar.drain(|event, number| all.push((event, number)));
        all.sort_unstable_by_key(|&(_, number)| number);
        self.horizon = SimTime::NEVER;
        self.planned = 0;
        for (event, _) in all {
            self.push(event);
        }
        self.planned + 1
    }

    /// A width of buckets, in microseconds: by how close together the next events stand that are planned, a `number` of them
    /// between two moments, or by how often events came lately, if that was more often.
    fn width(&self, begin: SimTime, until: SimTime, number: usize) -> u64 {
        let stand_apart = (until - begin).0 as f64 / number as f64;
        let lately = (begin - self.since).0 as f64 / self.came_since as f64;
        let between = if self.came_since >= u64::from(LOOK_EVERY) { stand_apart.min(lately) } else { stand_apart };
        // Of the powers of two around it, the nearer.
        ((between * PER_BUCKET * std::f64::consts::SQRT_2) as u64).max(1)
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
