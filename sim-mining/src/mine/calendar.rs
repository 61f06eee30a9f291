//! When there is work: weekly calendars found in a log, and working time by them.
//!
//! An hour of the week is on duty when somebody worked in it in at least a tenth of the weeks that were looked at: the weeks between the
//! first and the last event of a resource. Who did too little for that has the calendar of all.

use jiff::civil::Date;
use sim_core::time::is_public_holiday;

use crate::log::{EventLog, Instance, Micros};
use crate::read::{civil, days_of};

/// Hours in a week.
pub const HOURS: usize = 168;
/// Microseconds in an hour.
const HOUR: Micros = 3_600_000_000;
const WEEK: Micros = HOURS as Micros * HOUR;
/// Least share of weeks in which an hour must be worked, for one resource and for all together.
const LEAST_WEEKS: f64 = 0.1;
/// Fewest moments from which a calendar of a single resource is found.
const FEWEST: usize = 50;
/// Longest piece of work of which every hour counts: what takes longer is not worked at all the time.
const LONGEST: Micros = 12 * HOUR;
/// Most moments on holidays, as a share of those on other days of the same kind, for holidays to be closed.
const OPEN_ON_HOLIDAYS: f64 = 0.2;

/// A weekly calendar by the clock on the wall.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Whether there is work in each hour of the week, from Monday 0:00.
    pub open: [bool; HOURS],
    /// Days without work though the week has some: holidays, as days since 1970, in order.
    pub closed: Vec<i32>,
    /// Hours on duty before each hour of the week.
    before: [u16; HOURS + 1],
    /// Hours on duty in the closed days before each of them.
    lost: Vec<i64>,
}

/// The calendars of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendars {
    /// That of all together.
    pub all: Calendar,
    /// That of each resource, where it did enough for one.
    pub resources: Vec<Option<Calendar>>,
    /// Whether Dutch holidays are kept.
    pub holidays: bool,
}

impl Calendar {
    /// A calendar with these hours.
    pub fn new(open: [bool; HOURS], closed: Vec<i32>) -> Calendar {
        let mut before = [0; HOURS + 1];
        for hour in 0..HOURS {
            before[hour + 1] = before[hour] + u16::from(open[hour]);
        }
        let mut lost = vec![0];
        for day in &closed {
            let from = weekday(*day) * 24;
            let hours = i64::from(before[from + 24] - before[from]);
            lost.push(lost[lost.len() - 1] + hours);
        }
        Calendar { open, closed, before, lost }
    }

    /// Hours on duty in an ordinary week.
    pub fn hours_a_week(&self) -> u32 {
        u32::from(self.before[HOURS])
    }

    /// Working time between two moments of the clock on the wall.
    pub fn between(&self, from: Micros, until: Micros) -> Micros {
        if until <= from { 0 } else { self.since(until) - self.since(from) }
    }

    /// Working time since an arbitrary moment.
    fn since(&self, wall: Micros) -> Micros {
        // 1 January 1970 was a Thursday: 72 hours after a Monday began.
        let shifted = wall + 72 * HOUR;
        let (weeks, of_week) = (shifted.div_euclid(WEEK), shifted.rem_euclid(WEEK));
        let hour = (of_week / HOUR) as usize;
        let part = if self.open[hour] { of_week % HOUR } else { 0 };
        let worked = (weeks * i64::from(self.before[HOURS]) + i64::from(self.before[hour])) * HOUR + part;
        let day = wall.div_euclid(24 * HOUR) as i32;
        let passed = self.closed.partition_point(|closed| *closed < day);
        let today = self.closed.get(passed) == Some(&day);
        let of_today = if today {
            let first = weekday(day) * 24;
            i64::from(self.before[hour] - self.before[first]) * HOUR + part
        } else {
            0
        };
        worked - self.lost[passed] * HOUR - of_today
    }
}

/// Monday is 0.
fn weekday(day: i32) -> usize {
    (day + 3).rem_euclid(7) as usize
}

/// Whether a day is a Dutch public holiday.
fn holiday(day: i32) -> bool {
    let (year, month, of_month) = civil(day);
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, of_month as i8).ok());
    date.is_some_and(is_public_holiday)
}

/// Finds when there is work, for each resource and for all.
pub fn calendars(log: &EventLog) -> Calendars {
    let mut of_all = Seen::default();
    let mut of_each: Vec<Seen> = vec![Seen::default(); log.resources.len()];
    let mut days: Vec<i32> = Vec::new();
    for instance in &log.instances {
        for hour in hours(instance) {
            of_all.see(hour);
            if let Some(resource) = instance.resource {
                of_each[resource as usize].see(hour);
            }
            days.push((hour.div_euclid(24)) as i32);
        }
    }
    let closed = closed_days(days);
    let holidays = !closed.is_empty();
    let all = of_all.calendar(closed.clone());
    let resources =
        of_each.into_iter().map(|seen| (seen.moments >= FEWEST).then(|| seen.calendar(closed.clone()))).collect();
    Calendars { all, resources, holidays }
}

impl Calendars {
    /// The calendar of a resource, or that of all.
    pub fn of(&self, resource: Option<u32>) -> &Calendar {
        resource.and_then(|resource| self.resources[resource as usize].as_ref()).unwrap_or(&self.all)
    }
}

/// The hours since 1970, on the wall, in which an instance was worked on: all of a short one, the first and the last of a long one.
fn hours(instance: &Instance) -> Vec<i64> {
    let hour = |moment: Micros| instance.wall(moment).div_euclid(HOUR);
    match (instance.start, instance.end) {
        (Some(start), Some(end)) if end - start <= LONGEST => (hour(start)..=hour(end)).collect(),
        (Some(start), Some(end)) => vec![hour(start), hour(end)],
        (None, Some(moment)) | (Some(moment), None) => vec![hour(moment)],
        (None, None) => Vec::new(),
    }
}

/// The Dutch holidays of the period, if hardly anything happens on them.
fn closed_days(mut days: Vec<i32>) -> Vec<i32> {
    days.sort_unstable();
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Vec::new() };
    if last - first > 366 * 100 {
        return Vec::new();
    }
    let on =
        |day: i32| (days.partition_point(|other| *other <= day) - days.partition_point(|other| *other < day)) as f64;
    let closed: Vec<i32> = (first..=last).filter(|day| holiday(*day)).collect();
    // Beside each holiday the same day a week before and after.
    let (mut holidays, mut ordinary) = (0.0, 0.0);
    for &day in &closed {
        let beside = [day - 7, day + 7].map(|day| if holiday(day) { 0.0 } else { on(day) });
        holidays += on(day);
        ordinary += beside.iter().sum::<f64>() / 2.0;
    }
    if ordinary > 0.0 && holidays < OPEN_ON_HOLIDAYS * ordinary { closed } else { Vec::new() }
}

/// In which weeks each hour of the week was worked.
#[derive(Debug, Clone)]
struct Seen {
    moments: usize,
    /// Of each hour of the week, in how many weeks, and the last of them.
    weeks: Vec<(u32, i64)>,
    hours: Vec<i64>,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen { moments: 0, weeks: vec![(0, i64::MIN); HOURS], hours: Vec::new() }
    }
}

impl Seen {
    fn see(&mut self, hour: i64) {
        self.moments += 1;
        self.hours.push(hour);
    }

    fn calendar(mut self, closed: Vec<i32>) -> Calendar {
        self.hours.sort_unstable();
        let week = |hour: i64| (hour + 72).div_euclid(HOURS as i64);
        for &hour in &self.hours {
            let (count, last) = &mut self.weeks[(hour + 72).rem_euclid(HOURS as i64) as usize];
            if *last != week(hour) {
                (*count, *last) = (*count + 1, week(hour));
            }
        }
        let spanned = match (self.hours.first(), self.hours.last()) {
            (Some(&first), Some(&last)) => week(last) - week(first) + 1,
            _ => 0,
        };
        let least = (LEAST_WEEKS * spanned as f64).max(1.0);
        let mut open = [false; HOURS];
        for (open, (count, _)) in open.iter_mut().zip(&self.weeks) {
            *open = f64::from(*count) >= least;
        }
        Calendar::new(open, closed)
    }
}

/// The days since 1970 of a date, for whoever has one.
pub fn day_number(year: i32, month: u32, day: u32) -> i32 {
    days_of(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> [bool; HOURS] {
        std::array::from_fn(|hour| hour / 24 < 5 && (9..17).contains(&(hour % 24)))
    }

    fn at(day: i32, hour: i64) -> Micros {
        i64::from(day) * 24 * HOUR + hour * HOUR
    }

    #[test]
    fn working_time_leaves_out_nights_weekends_and_holidays() {
        // Monday 1 April 2024 was Easter Monday.
        let monday = day_number(2024, 4, 1);
        let plain = Calendar::new(office(), Vec::new());
        assert_eq!(plain.hours_a_week(), 40);
        assert_eq!(plain.between(at(monday, 0), at(monday + 7, 0)), 40 * HOUR);
        assert_eq!(plain.between(at(monday + 4, 16), at(monday + 7, 10)), 2 * HOUR);
        assert_eq!(plain.between(at(monday, 12) + HOUR / 2, at(monday, 13)), HOUR / 2);
        let closed = Calendar::new(office(), vec![monday]);
        assert_eq!(closed.between(at(monday - 3, 9), at(monday + 1, 10)), 9 * HOUR);
        assert_eq!(closed.between(at(monday, 9), at(monday, 17)), 0);
        assert_eq!(closed.between(at(monday - 70, 0), at(monday + 70, 0)), (20 * 40 - 8) * HOUR);
        assert_eq!(closed.between(5, 5), 0);
    }

    #[test]
    fn a_calendar_is_found_where_work_is_regular() {
        // Ten weeks of office hours, and one Saturday.
        let monday = i64::from(day_number(2024, 1, 1)) * 24;
        let mut seen = Seen::default();
        for week in 0..11 {
            for hour in (0..HOURS as i64).filter(|hour| office()[*hour as usize]) {
                seen.see(monday + week * HOURS as i64 + hour);
            }
        }
        seen.see(monday + 5 * 24 + 10);
        assert_eq!(seen.calendar(Vec::new()).open, office());
    }
}
