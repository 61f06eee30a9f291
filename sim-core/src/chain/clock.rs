//! Clocks: when a term ends that starts at a given moment.
//!
//! A term of whole days counts days, not hours: the day on which it starts does not count and it ends at the end of
//! its last day (Algemene termijnenwet and custom). A statutory term that would end on a Saturday, Sunday or legal
//! holiday ends on the next working day (Algemene termijnenwet, art. 1). Any other length runs to the minute.

use jiff::civil::Date;

use super::Varying;
use crate::time::{DAY, SimTime, Span, is_legal_holiday};

/// A clock, compiled.
#[derive(Debug, Clone)]
pub struct ClockModel {
    /// How long may pass.
    pub within: Varying<TermModel>,
    /// Whether it rolls past weekends and legal holidays.
    pub statutory: bool,
}

/// Length of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermModel {
    /// To the minute.
    Exact(Span),
    /// So many whole calendar days.
    Days(i64),
    /// So many working days.
    WorkingDays(u32),
}

/// The working days over a run, numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCalendar {
    /// First day, in days since the first measured day.
    first: i64,
    /// For each day the number of working days before it.
    working_before: Vec<u32>,
    /// The working days, in days since the first measured day.
    working: Vec<i64>,
}

impl TermCalendar {
    /// The days from `begin` of a run to `end` and far enough beyond it for any of these terms, for a run whose first
    /// measured day is `start`.
    pub fn new<'t>(
        begin: SimTime,
        end: SimTime,
        start: Date,
        terms: impl IntoIterator<Item = &'t TermModel>,
    ) -> TermCalendar {
        let first = begin.0.div_euclid(DAY);
        let mut calendar = TermCalendar { first, working_before: Vec::new(), working: Vec::new() };
        // In the long run more than four of seven days are working days; two weeks make up for holidays and rolling.
        let longest = terms.into_iter().map(|term| match *term {
            TermModel::Exact(length) => length.0 / DAY,
            TermModel::Days(days) => days,
            TermModel::WorkingDays(days) => i64::from(days) * 7 / 4,
        });
        let last = end.0.div_euclid(DAY) + longest.max().unwrap_or(0) + 14;
        for day in first..=last {
            calendar.working_before.push(calendar.working.len() as u32);
            let Some(date) = SimTime(day * DAY).date(start) else { break };
            let weekend = date.weekday().to_monday_zero_offset() >= 5;
            if !weekend && !is_legal_holiday(date) {
                calendar.working.push(day);
            }
        }
        calendar
    }

    /// The first moment at which a term that starts now is over; [`SimTime::NEVER`] beyond the years a calendar can name.
    pub fn due(&self, now: SimTime, term: TermModel, statutory: bool) -> SimTime {
        // What started before all known days, counts from the first.
        let now = now.max(SimTime(self.first * DAY));
        let today = now.0.div_euclid(DAY);
        let last_day = match term {
            // A term in hours is kept when it stops at its very end.
            TermModel::Exact(length) => return now + length + Span(1),
            TermModel::Days(days) => today + days,
            TermModel::WorkingDays(0) => today,
            TermModel::WorkingDays(days) => match self.working.get((self.through(today) + days - 1) as usize) {
                Some(&day) => day,
                None => return SimTime::NEVER,
            },
        };
        let last_day = if statutory { self.working_day_from(last_day) } else { Some(last_day) };
        last_day.map_or(SimTime::NEVER, |day| SimTime((day + 1) * DAY))
    }

    /// Number of working days up to and including a day.
    fn through(&self, day: i64) -> u32 {
        let next = (day + 1 - self.first) as usize;
        self.working_before.get(next).copied().unwrap_or(self.working.len() as u32)
    }

    /// The first working day that is not before a day.
    fn working_day_from(&self, day: i64) -> Option<i64> {
        let before = *self.working_before.get((day - self.first) as usize)?;
        self.working.get(before as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;
    use jiff::civil::date;

    const START: Date = date(2027, 1, 4);

    fn calendar() -> TermCalendar {
        TermCalendar::new(SimTime(0), SimTime(365 * DAY), START, &[TermModel::WorkingDays(60)])
    }

    fn at(month: i8, day: i8, hour: i64) -> SimTime {
        SimTime::of_date(date(2027, month, day), START) + Span(hour * HOUR)
    }

    #[test]
    fn three_working_days_from_thursday_end_on_tuesday() {
        assert_eq!(
            calendar().due(at(1, 7, 15), TermModel::WorkingDays(3), false),
            at(1, 13, 0),
            "end of Tuesday 12 January"
        );
        assert_eq!(
            calendar().due(at(1, 9, 15), TermModel::WorkingDays(3), false),
            at(1, 14, 0),
            "from Saturday: end of Wednesday"
        );
    }

    #[test]
    fn a_statutory_term_rolls_past_easter_monday() {
        // 27 February + 28 days = 27 March 2027, a Saturday; Easter Monday is 29 March.
        assert_eq!(calendar().due(at(2, 27, 12), TermModel::Days(28), true), at(3, 31, 0), "end of Tuesday 30 March");
        assert_eq!(
            calendar().due(at(2, 27, 12), TermModel::Days(28), false),
            at(3, 28, 0),
            "an agreed term ends on the Saturday"
        );
    }

    #[test]
    fn a_term_in_hours_runs_to_the_minute() {
        let due = calendar().due(at(1, 9, 15), TermModel::Exact(Span(4 * HOUR)), false);
        assert_eq!(due, at(1, 9, 19) + Span(1), "kept at 19:00 itself, over right after it");
    }

    /// A queue by earliest due clock compares terms that end after the run with one another.
    #[test]
    fn a_term_that_ends_after_the_run_is_known() {
        assert_eq!(
            calendar().due(at(12, 30, 0), TermModel::WorkingDays(2), false),
            at(12, 31, 0) + Span(4 * DAY),
            "Monday 3 January"
        );
    }
}
