//! Opening: when a team is open and how many of its people are on duty.
//!
//! [`OpeningHours`] is the calendar as declared (weekly hours, holidays, closures). [`Opening`] is one team's number
//! of people on duty, moment by moment over a whole run, with the open time added up, so that the end of a piece of
//! work and the closed hours inside a wait are found without stepping through the days.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{DAY, SimTime, Span, WorkTime, holidays};

/// An opening calendar as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    /// Weekly hours: weekday (Monday = 0), from and until as time since midnight; in order, not overlapping.
    pub weekly: Vec<(u8, Span, Span)>,
    /// Closed on Dutch public holidays.
    pub holidays: bool,
    /// On which 5 Mays it is closed, when `holidays` is set.
    pub liberation_day: LiberationDay,
    /// Closures: first closed day and first open day after it.
    pub closed: Vec<(Date, Date)>,
}

/// When Liberation Day (5 May) is a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LiberationDay {
    /// In years divisible by five, as is the custom of many employers.
    #[default]
    EveryFiveYears,
    /// Every year.
    EveryYear,
    /// Never.
    Never,
}

impl OpeningHours {
    /// Never closed.
    pub fn always() -> OpeningHours {
        let weekly = (0..7).map(|day| (day, Span::ZERO, Span(DAY))).collect();
        OpeningHours { weekly, holidays: false, liberation_day: LiberationDay::Never, closed: Vec::new() }
    }

    /// Monday to Friday 9:00–17:00, closed on Dutch public holidays.
    pub fn office() -> OpeningHours {
        let weekly = (0..5).map(|day| (day, Span(9 * super::HOUR), Span(17 * super::HOUR))).collect();
        OpeningHours { weekly, holidays: true, liberation_day: LiberationDay::EveryFiveYears, closed: Vec::new() }
    }

    /// Whether the whole date is closed by a holiday or closure.
    pub fn is_day_off(&self, day: Date) -> bool {
        let liberation = (day.month(), day.day()) == (5, 5)
            && match self.liberation_day {
                LiberationDay::EveryFiveYears => day.year() % 5 == 0,
                LiberationDay::EveryYear => true,
                LiberationDay::Never => false,
            };
        (self.holidays && (liberation || holidays::is_public_holiday(day)))
            || self.closed.iter().any(|&(from, until)| from <= day && day < until)
    }

    /// The open intervals of the dates from `from` up to (not including) `until`, for a run that starts at `start`.
    pub fn intervals(&self, start: Date, from: Date, until: Date) -> Vec<(SimTime, SimTime)> {
        let mut intervals = Vec::new();
        for day in from.series(1.day()).take_while(|&day| day < until) {
            if self.is_day_off(day) {
                continue;
            }
            let midnight = SimTime::of_date(day, start);
            let weekday = day.weekday().to_monday_zero_offset() as u8;
            let hours = self.weekly.iter().filter(|&&(on, _, _)| on == weekday);
            intervals.extend(hours.map(|&(_, opens, closes)| (midnight + opens, midnight + closes)));
        }
        intervals
    }
}

/// So many people on duty, however many are needed.
pub const UNLIMITED: u32 = u32::MAX;

/// How many people of a team are on duty, moment by moment.
///
/// Built once per team for a whole run; times before the first change count as closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Moments at which the number changes, ascending.
    at: Vec<SimTime>,
    /// Number on duty from that moment on.
    on_duty: Vec<u32>,
    /// Open time (somebody on duty) before that moment.
    open_before: Vec<i64>,
}

impl Opening {
    /// From the moments at which the number on duty changes, ascending; equal successors are merged.
    pub fn new(changes: impl IntoIterator<Item = (SimTime, u32)>) -> Opening {
        let mut opening = Opening { at: Vec::new(), on_duty: Vec::new(), open_before: Vec::new() };
        for (at, number) in changes {
            let before = match (opening.at.last(), opening.on_duty.last()) {
                (Some(_), Some(&last)) if last == number => continue,
                (Some(&previous), Some(&last)) => {
                    assert!(previous < at, "changes of opening ascend in time");
                    let open = if last > 0 { (at - previous).0 } else { 0 };
                    opening.open_before.last().expect("as long as `at`") + open
                }
                _ => 0,
            };
            opening.at.push(at);
            opening.on_duty.push(number);
            opening.open_before.push(before);
        }
        opening
    }

    /// The same number at all times from `from` on.
    pub fn constant(from: SimTime, number: u32) -> Opening {
        Opening::new([(from, number)])
    }

    /// All changes: moment and number on duty from then on.
    pub fn changes(&self) -> impl Iterator<Item = (SimTime, u32)> + '_ {
        self.at.iter().copied().zip(self.on_duty.iter().copied())
    }

    /// The change with this position, if there is one.
    pub fn change(&self, position: usize) -> Option<(SimTime, u32)> {
        Some((*self.at.get(position)?, self.on_duty[position]))
    }

    /// Number on duty at a moment.
    pub fn on_duty(&self, now: SimTime) -> u32 {
        self.piece(now).map_or(0, |piece| self.on_duty[piece])
    }

    /// Mean number on duty between two moments, closed hours included; `None` when it is unlimited at some time
    /// between them.
    pub fn mean_on_duty(&self, from: SimTime, until: SimTime) -> Option<f64> {
        let mut area = 0.0;
        for (position, (at, number)) in self.changes().enumerate() {
            let next = self.at.get(position + 1).map_or(until, |&next| next.min(until));
            let length = next - at.max(from);
            if length <= Span::ZERO {
                continue;
            }
            if number == UNLIMITED {
                return None;
            }
            area += length.as_days() * f64::from(number);
        }
        Some(area / (until - from).as_days())
    }

    /// Whether it never closes once it has begun.
    pub fn never_closes(&self) -> bool {
        self.on_duty.iter().all(|&number| number > 0)
    }

    /// The end of a piece of work that begins now and rests while the team is closed.
    ///
    /// [`SimTime::NEVER`] when the openings that are known do not suffice.
    pub fn end_of_work(&self, now: SimTime, work: WorkTime) -> SimTime {
        let Some(piece) = self.piece(now) else {
            return SimTime::NEVER;
        };
        // It may begin in the last instant before closing.
        if work.0 == 0 {
            return now;
        }
        if self.on_duty[piece] > 0 && self.at.get(piece + 1).is_none_or(|&next| (next - now).0 >= work.0) {
            return now + Span(work.0);
        }
        let target = self.open_until(now) + work.0;
        // The last piece that begins with less open time than wanted is the one in which the work ends.
        let last = piece + self.open_before[piece..].partition_point(|&before| before < target);
        let last = last.saturating_sub(1).max(piece);
        let end = self.at[last] + Span(target - self.open_before[last]);
        let fits = self.at.get(last + 1).is_none_or(|&next| end <= next);
        if self.on_duty[last] > 0 && fits { end } else { SimTime::NEVER }
    }

    /// Open time between two moments.
    pub fn open_between(&self, from: SimTime, until: SimTime) -> WorkTime {
        WorkTime(self.open_until(until) - self.open_until(from))
    }

    /// Open time from the first change until a moment.
    fn open_until(&self, now: SimTime) -> i64 {
        let Some(piece) = self.piece(now) else {
            return 0;
        };
        self.open_before[piece] + if self.on_duty[piece] > 0 { (now - self.at[piece]).0 } else { 0 }
    }

    fn piece(&self, now: SimTime) -> Option<usize> {
        if let [only] = self.at[..] {
            return (only <= now).then_some(0);
        }
        self.at.partition_point(|&at| at <= now).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::HOUR;
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn at(hours: i64) -> SimTime {
        SimTime(hours * HOUR)
    }

    fn work(hours: i64) -> WorkTime {
        WorkTime(hours * HOUR)
    }

    /// Two office days, Monday and Tuesday, 9 to 17.
    fn two_days() -> Opening {
        Opening::new([(at(0), 0), (at(9), 2), (at(17), 0), (at(33), 2), (at(41), 0)])
    }

    #[test]
    fn work_rests_overnight() {
        let opening = two_days();
        assert_eq!(opening.end_of_work(at(16), work(1)), at(17), "work that ends at closing time ends then");
        assert_eq!(opening.end_of_work(at(16), work(2)), at(34));
        assert_eq!(opening.end_of_work(at(9), work(16)), at(41));
        assert_eq!(opening.end_of_work(at(33), work(9)), SimTime::NEVER);
        assert_eq!(opening.end_of_work(at(20), work(1)), at(34), "work handed over at night begins in the morning");
        assert_eq!(opening.end_of_work(at(17), work(0)), at(17), "no work that begins as the doors close is over");
        assert_eq!(opening.end_of_work(at(41), work(0)), at(41), "also when they do not open again");
    }

    #[test]
    fn the_mean_on_duty_counts_closed_hours_and_only_the_window() {
        assert_eq!(two_days().mean_on_duty(at(0), at(48)), Some(2.0 * 16.0 / 48.0));
        assert_eq!(two_days().mean_on_duty(at(13), at(21)), Some(1.0));
        assert_eq!(Opening::constant(at(0), UNLIMITED).mean_on_duty(at(1), at(2)), None);
    }

    #[test]
    fn closed_hours_inside_a_wait_are_known() {
        assert_eq!(two_days().open_between(at(16), at(34)), work(2));
        assert_eq!(two_days().open_between(at(17), at(33)), work(0));
    }

    #[test]
    fn office_is_closed_on_easter_monday() {
        let open = OpeningHours::office().intervals(date(2027, 1, 4), date(2027, 3, 27), date(2027, 3, 31));
        assert_eq!(open.len(), 1, "27 and 28 March 2027 are a weekend, 29 March is Easter Monday");
        assert_eq!(open[0].0.date(date(2027, 1, 4)), Some(date(2027, 3, 30)));
    }

    proptest! {
        /// The open time between the beginning and the end of a piece of work is the work itself.
        #[test]
        fn end_of_work_takes_exactly_the_work(begin in 0i64..41, minutes in 0i64..900) {
            let opening = two_days();
            let work = WorkTime(minutes * HOUR / 60);
            let end = opening.end_of_work(at(begin), work);
            prop_assume!(end != SimTime::NEVER);
            prop_assert_eq!(opening.open_between(at(begin), end), work);
            prop_assert!(end == at(begin) || opening.on_duty(SimTime(end.0 - 1)) > 0 || minutes == 0);
        }
    }
}
