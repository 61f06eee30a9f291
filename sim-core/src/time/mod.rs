//! Time: moments, lengths of calendar time, and time worked, as three types that do not mix.
//!
//! All are whole microseconds, so sums do not depend on their order, two things planned for the same
//! moment really happen at the same moment, and the same run gives the same bits everywhere.

mod holidays;
mod opening;

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

use jiff::civil::Date;

pub use holidays::{easter_sunday, is_legal_holiday, is_public_holiday};
pub use opening::{LiberationDay, Opening, OpeningHours, UNLIMITED};

/// Microseconds in an hour.
pub const HOUR: i64 = 3_600_000_000;
/// Microseconds in a day of 24 hours; the model knows no daylight saving.
pub const DAY: i64 = 24 * HOUR;
/// Days in a year as a duration; a month is a twelfth of it.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// A moment: microseconds since 00:00 on the first measured day (`start`); negative during the warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SimTime(pub i64);

/// A length of calendar time, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(pub i64);

/// An amount of work: time that somebody works, in microseconds. It becomes calendar time only through an
/// opening calendar ([`Opening::end_of_work`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WorkTime(pub i64);

/// A number of working days: weekdays that are no legal holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkingDays(pub u32);

impl SimTime {
    /// Later than anything that is simulated.
    pub const NEVER: SimTime = SimTime(i64::MAX);

    /// Days since the first measured day.
    pub fn as_days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// The moment a date begins, for a run whose first measured day is `start`.
    pub fn of_date(date: Date, start: Date) -> SimTime {
        SimTime(i64::from(days_between(start, date)) * DAY)
    }

    /// The date on which this moment falls, for a run whose first measured day is `start`.
    ///
    /// `None` beyond the years that a calendar can name (−9999 to 9999).
    pub fn date(self, start: Date) -> Option<Date> {
        let days = self.0.div_euclid(DAY);
        start.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    }

    /// Time since midnight.
    pub fn time_of_day(self) -> Span {
        Span(self.0.rem_euclid(DAY))
    }
}

/// Calendar days from one date to another (negative when `to` is earlier).
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// A length of so many days, rounded to the microsecond.
    pub fn from_days(days: f64) -> Span {
        Span(libm::round(days * DAY as f64) as i64)
    }

    /// This length in days.
    pub fn as_days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }
}

impl Add<Span> for SimTime {
    type Output = SimTime;
    fn add(self, length: Span) -> SimTime {
        SimTime(self.0.saturating_add(length.0))
    }
}

impl Sub for SimTime {
    type Output = Span;
    fn sub(self, earlier: SimTime) -> Span {
        Span(self.0 - earlier.0)
    }
}

impl Sub<Span> for SimTime {
    type Output = SimTime;
    fn sub(self, length: Span) -> SimTime {
        SimTime(self.0 - length.0)
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0 - other.0)
    }
}

impl Neg for Span {
    type Output = Span;
    fn neg(self) -> Span {
        Span(-self.0)
    }
}

impl fmt::Display for SimTime {
    /// Days since the first measured day and the time of day, as in `day 12, 09:30:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.time_of_day().0 / 1_000_000;
        write!(f, "day {}, {:02}:{:02}:{:02}", self.0.div_euclid(DAY), seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
