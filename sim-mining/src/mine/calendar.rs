//! When there is work: weekly calendars found in a log, and working time by them.
//!
//! Of who did much (2,000 moments or more, for one resource in 1,000 different hours or more) an hour of the week is on duty when they worked in it in at least a tenth of the weeks between
//! their first and last event, and at least a twentieth as often as in the busiest hour: with many people there is always one who
//! works at night. Of who did less, a weekday is on duty when they worked on it in at least a quarter as many weeks as on
//! the busiest weekday, and then in every hour of the day that has at least a tenth of what the busiest has. Who did too little
//! even for that (fewer than 50 moments) has the calendar of all.

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
/// Least work in an hour, as a share of that in the busiest.
const LEAST_OF_BUSIEST: f64 = 0.05;
/// Moments from which hours are looked at weekday by weekday.
const MANY: usize = 2000;
/// Different hours from which that is done of one resource: who writes down forty things at once was not there forty times.
const MANY_HOURS: usize = 1000;
/// Least weeks on a weekday, as a share of those on the busiest, for who did less.
const LEAST_OF_WEEKDAY: f64 = 0.25;
/// Least work in an hour of the day, as a share of that in the busiest, for who did less.
const LEAST_OF_HOUR: f64 = 0.1;
/// Fewest moments from which a calendar of a single resource is found.
const FEWEST: usize = 50;
/// Longest piece of work of which every hour counts: what takes longer is not worked at all the time.
const LONGEST: Micros = 12 * HOUR;
/// Share of moments at one exact time of day from which that is no time.
const OFTEN_EXACT: f64 = 0.1;
/// Share of moments that are dates from which only days are looked at.
const MOSTLY_DATES: f64 = 0.9;
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
    /// Share of moments that are dates without a time of day: they say nothing of hours.
    pub dates_only: f64,
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
pub(crate) fn is_holiday(day: i32) -> bool {
    let (year, month, of_month) = civil(day);
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, of_month as i8).ok());
    date.is_some_and(is_public_holiday)
}

/// Finds when there is work, for each resource and for all.
pub fn calendars(log: &EventLog) -> Calendars {
    let dates = Dates::of(log);
    // Where nearly all are dates, days are all there is: then every hour of a day counts.
    let only_days = dates.share >= MOSTLY_DATES;
    let mut of_all = Seen { only_days, ..Seen::default() };
    let mut of_each: Vec<Seen> = vec![Seen { of_one: true, ..of_all.clone() }; log.resources.len()];
    let mut days: Vec<i32> = Vec::new();
    for instance in &log.instances {
        for hour in hours(instance, if only_days { None } else { Some(&dates) }) {
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
        of_each.into_iter().map(|seen| (seen.hours.len() >= FEWEST).then(|| seen.calendar(closed.clone()))).collect();
    Calendars { all, resources, holidays, dates_only: dates.share }
}

/// Times of day that stand for no time: on the hour, around midnight, and far more frequent than a true time would be. Around,
/// because a date becomes an hour or more later or earlier where its offset was changed.
struct Dates {
    times: Vec<Micros>,
    share: f64,
}

impl Dates {
    fn of(log: &EventLog) -> Dates {
        let mut counts = [0u64; 24];
        let mut all = 0u64;
        for instance in &log.instances {
            for moment in [instance.start, instance.end].into_iter().flatten() {
                all += 1;
                let time = instance.wall(moment).rem_euclid(24 * HOUR);
                if time % HOUR == 0 {
                    counts[(time / HOUR) as usize] += 1;
                }
            }
        }
        let near_midnight = [22, 23, 0, 1, 2, 3];
        let frequent = |hour: &usize| counts[*hour] as f64 > OFTEN_EXACT * all as f64;
        let hours: Vec<usize> = near_midnight.into_iter().filter(frequent).collect();
        let found: u64 = hours.iter().map(|hour| counts[*hour]).sum();
        Dates {
            times: hours.into_iter().map(|hour| hour as Micros * HOUR).collect(),
            share: if all == 0 { 0.0 } else { found as f64 / all as f64 },
        }
    }

    fn has(&self, wall: Micros) -> bool {
        self.times.contains(&wall.rem_euclid(24 * HOUR))
    }
}

impl Calendars {
    /// The calendar of a resource, or that of all.
    pub fn of(&self, resource: Option<u32>) -> &Calendar {
        resource.and_then(|resource| self.resources[resource as usize].as_ref()).unwrap_or(&self.all)
    }
}

/// The hours since 1970, on the wall, in which an instance was worked on: all of a short one, the first and the last of a long one;
/// but none of what is only a date.
fn hours(instance: &Instance, dates: Option<&Dates>) -> Vec<i64> {
    let known = |moment: Option<Micros>| {
        let wall = instance.wall(moment?);
        (!dates.is_some_and(|dates| dates.has(wall))).then_some(wall)
    };
    let hour = |wall: Micros| wall.div_euclid(HOUR);
    match (known(instance.start), known(instance.end)) {
        (Some(start), Some(end)) if end - start <= LONGEST => (hour(start)..=hour(end)).collect(),
        (Some(start), Some(end)) => vec![hour(start), hour(end)],
        (None, Some(moment)) | (Some(moment), None) => vec![hour(moment)],
        (None, None) => Vec::new(),
    }
}

/// The Dutch holidays of the period, if hardly anything happens on them.
pub(crate) fn closed_days(mut days: Vec<i32>) -> Vec<i32> {
    days.sort_unstable();
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Vec::new() };
    if last - first > 366 * 100 {
        return Vec::new();
    }
    let on =
        |day: i32| (days.partition_point(|other| *other <= day) - days.partition_point(|other| *other < day)) as f64;
    let closed: Vec<i32> = (first..=last).filter(|day| is_holiday(*day)).collect();
    // Beside each holiday the same day a week before and after.
    let (mut holidays, mut ordinary) = (0.0, 0.0);
    for &day in &closed {
        let beside = [day - 7, day + 7].map(|day| if is_holiday(day) { 0.0 } else { on(day) });
        holidays += on(day);
        ordinary += beside.iter().sum::<f64>() / 2.0;
    }
    if ordinary > 0.0 && holidays < OPEN_ON_HOLIDAYS * ordinary { closed } else { Vec::new() }
}

/// The hours since 1970, on the wall, in which there was work: one for each moment.
#[derive(Debug, Clone, Default)]
struct Seen {
    hours: Vec<i64>,
    /// Only the days are known.
    only_days: bool,
    /// They are those of one resource.
    of_one: bool,
}

impl Seen {
    fn see(&mut self, hour: i64) {
        self.hours.push(hour);
    }

    fn calendar(mut self, closed: Vec<i32>) -> Calendar {
        self.hours.sort_unstable();
        let different = self.hours.chunk_by(|one, other| one == other).count();
        let few = self.hours.len() < MANY || (self.of_one && different < MANY_HOURS);
        let open = if self.only_days || few { self.of_few() } else { self.of_many() };
        Calendar::new(open, closed)
    }

    /// Hours of the week that were worked often enough.
    fn of_many(&self) -> [bool; HOURS] {
        let week = |hour: i64| (hour + 72).div_euclid(HOURS as i64);
        let mut weeks = [(0u32, i64::MIN); HOURS];
        let mut moments = [0u32; HOURS];
        for &hour in &self.hours {
            let of_week = (hour + 72).rem_euclid(HOURS as i64) as usize;
            moments[of_week] += 1;
            let (count, last) = &mut weeks[of_week];
            if *last != week(hour) {
                (*count, *last) = (*count + 1, week(hour));
            }
        }
        let spanned =
            self.hours.first().zip(self.hours.last()).map_or(0, |(first, last)| week(*last) - week(*first) + 1);
        let least = (LEAST_WEEKS * spanned as f64).max(1.0);
        let busiest = f64::from(moments.iter().copied().max().unwrap_or(0));
        std::array::from_fn(|hour| {
            f64::from(weeks[hour].0) >= least && f64::from(moments[hour]) >= LEAST_OF_BUSIEST * busiest
        })
    }

    /// Weekdays that were worked often enough, and hours of the day that were.
    fn of_few(&self) -> [bool; HOURS] {
        let mut days = [(0u32, i64::MIN); 7];
        let mut moments = [0u32; 24];
        for &hour in &self.hours {
            let day = hour.div_euclid(24);
            moments[hour.rem_euclid(24) as usize] += 1;
            let (count, last) = &mut days[weekday(day as i32)];
            if *last != day {
                (*count, *last) = (*count + 1, day);
            }
        }
        let busiest_day = f64::from(days.iter().map(|(count, _)| *count).max().unwrap_or(0));
        let busiest = f64::from(moments.iter().copied().max().unwrap_or(0));
        std::array::from_fn(|hour| {
            let (of_day, of_hour) = (f64::from(days[hour / 24].0), f64::from(moments[hour % 24]));
            let on_day = of_day > 0.0 && of_day >= LEAST_OF_WEEKDAY * busiest_day;
            on_day && (self.only_days || (of_hour > 0.0 && of_hour >= LEAST_OF_HOUR * busiest))
        })
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

    /// Ten weeks of office hours, so many times each, and one Saturday.
    fn seen(times: usize) -> Seen {
        let monday = i64::from(day_number(2024, 1, 1)) * 24;
        let mut seen = Seen::default();
        for week in 0..11 {
            for hour in (0..HOURS as i64).filter(|hour| office()[*hour as usize]) {
                (0..times).for_each(|_| seen.see(monday + week * HOURS as i64 + hour));
            }
        }
        seen.see(monday + 5 * 24 + 10);
        seen
    }

    #[test]
    fn a_calendar_is_found_where_work_is_regular() {
        for times in [1, 10] {
            assert_eq!(seen(times).calendar(Vec::new()).open, office(), "{times} times");
        }
    }

    #[test]
    fn who_writes_down_much_at_once_is_on_duty_on_all_weekdays() {
        // One afternoon a week for a year, each week on another day, with fifty things at once.
        let monday = i64::from(day_number(2024, 1, 1)) * 24;
        let mut seen = Seen { of_one: true, ..Seen::default() };
        for week in 0..50 {
            for hour in [13, 14, 15] {
                (0..50).for_each(|_| seen.see(monday + week * HOURS as i64 + week % 5 * 24 + hour));
            }
        }
        assert_eq!(seen.calendar(Vec::new()).hours_a_week(), 15);
    }

    #[test]
    fn dates_without_a_time_say_nothing_of_hours() {
        use crate::read::{Options, read};
        let row = |number: usize| {
            let time = if number < 200 {
                "00:00:00".to_owned()
            } else {
                format!("{:02}:{:02}:07", 9 + number % 8, number % 60)
            };
            format!("{number},a,2024-03-{:02} {time}\n", 4 + number % 5)
        };
        let rows: String = (0..400).map(row).collect();
        let (log, _) = read(format!("case,activity,end\n{rows}").as_bytes(), &Options::default()).expect("a log");
        let found = calendars(&log);
        assert_eq!((found.dates_only, found.all.open[0], found.all.hours_a_week()), (0.5, false, 40));
        // Were there dates only, each weekday would be open all day.
        let rows: String = (0..100).map(|number| format!("{number},a,2024-03-{:02}\n", 4 + number % 5)).collect();
        let (log, _) = read(format!("case,activity,end\n{rows}").as_bytes(), &Options::default()).expect("a log");
        assert_eq!(calendars(&log).all.hours_a_week(), 120);
    }

    #[test]
    fn who_works_seldom_is_on_duty_all_the_same() {
        // Every ninth hour of those that others work.
        let mut sparse = seen(1);
        sparse.hours = sparse.hours.into_iter().step_by(9).collect();
        assert!(sparse.hours.len() < 60);
        assert_eq!(sparse.calendar(Vec::new()).open, office());
    }
}
