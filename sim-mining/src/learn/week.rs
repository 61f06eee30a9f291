//! Weekly opening hours: found from when work is seen, and counted in.

use std::collections::BTreeMap;

use crate::log::Micros;
use crate::mine::calendar::is_holiday;

/// Microseconds of a minute.
pub(super) const MINUTE: Micros = 60_000_000;
/// Microseconds of an hour.
pub(super) const HOUR: Micros = 60 * MINUTE;
/// Microseconds of a day.
pub(super) const DAY: Micros = 24 * HOUR;
/// Microseconds of a week.
pub(super) const WEEK: Micros = 7 * DAY;
/// 5 January 1970, a Monday.
const MONDAY: Micros = 4 * DAY;

/// A weekday or hour in which less than this share of what a full one holds is seen is closed.
const LEAST_OF_DAY: f64 = 0.06;
const LEAST_OF_HOUR: f64 = 0.12;
/// Moments from which on a weekday is looked at by itself.
const ENOUGH_A_DAY: usize = 400;

/// Weekdays as the language writes them.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Opening hours of a week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Week {
    /// Open intervals as microseconds since Monday 0:00: in order, not overlapping, none across midnight.
    pub(super) open: Vec<(Micros, Micros)>,
    /// Holidays on which it stays closed, as days since 1970, in order.
    pub(super) closed: Vec<i64>,
}

impl Week {
    /// Never closed.
    pub(super) fn always() -> Week {
        Week { open: (0..7).map(|day| (day * DAY, (day + 1) * DAY)).collect(), closed: Vec::new() }
    }

    /// Whether it never closes.
    pub(super) fn is_always(&self) -> bool {
        self.in_a_week() == WEEK
    }

    /// Open time in a week.
    pub(super) fn in_a_week(&self) -> Micros {
        self.open.iter().map(|(from, until)| until - from).sum()
    }

    /// The hours in which work is seen to begin or end, of which these are the moments.
    ///
    /// Weekdays on which about as much is seen share their hours, so that few moments do not make holes. An hour is open in
    /// which at least an eighth is seen of what is in a full one; first and last hour are cut at what was seen.
    pub(super) fn of(moments: &[Micros]) -> Week {
        // Dates without a time of day say nothing of hours.
        if moments.len() < 20 || are_dates(moments) {
            return Week::always();
        }
        let mut by_day: [Vec<Micros>; 7] = Default::default();
        for &at in moments {
            let since = (at - MONDAY).rem_euclid(WEEK);
            by_day[(since / DAY) as usize].push(since % DAY);
        }
        let most = by_day.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let is_open = |day: &Vec<Micros>| day.len() as f64 >= LEAST_OF_DAY * most;
        let is_busy = |day: &Vec<Micros>| day.len() as f64 >= 0.6 * most;
        let busy: Vec<Micros> = by_day.iter().filter(|day| is_busy(day)).flatten().copied().collect();
        let quiet: Vec<Micros> = by_day.iter().filter(|day| is_open(day) && !is_busy(day)).flatten().copied().collect();
        let mut open = Vec::new();
        let full: Micros = hours_of(&busy).iter().map(|(from, until)| until - from).sum();
        for (day, moments) in by_day.iter().enumerate() {
            if !is_open(moments) {
                let share = moments.len() as f64 / most;
                let midnight = day as Micros * DAY;
                let hours = now_and_then(moments, (share * full as f64) as Micros);
                open.extend(hours.map(|(from, until)| (midnight + from, midnight + until)));
                continue;
            }
            let together = if is_busy(moments) { &busy } else { &quiet };
            let hours =
                if moments.len() >= ENOUGH_A_DAY && !is_busy(moments) { hours_of(moments) } else { hours_of(together) };
            open.extend(
                hours.into_iter().map(|(from, until)| (day as Micros * DAY + from, day as Micros * DAY + until)),
            );
        }
        Week { open, closed: Vec::new() }
    }

    /// The first part of every opening.
    pub(super) fn first_part(&self, share: f64) -> Week {
        let part = |&(from, until): &(Micros, Micros)| (from, from + ((until - from) as f64 * share) as Micros);
        Week { open: self.open.iter().map(part).collect(), closed: self.closed.clone() }
    }

    /// The opening that a moment is in, from when to when.
    pub(super) fn opening(&self, at: Micros) -> Option<(Micros, Micros)> {
        let week = at - (at - MONDAY).rem_euclid(WEEK);
        let opening = self.open.iter().find(|(from, until)| week + from <= at && at < week + until)?;
        self.is_open(at).then_some((week + opening.0, week + opening.1))
    }

    /// Hours that it is open in a year, on average.
    pub(super) fn hours_a_year(&self) -> f64 {
        const YEARS: i64 = 28;
        let days = 0..YEARS * 1461 / 4;
        let is_closed = |day: &i64| !self.closed.is_empty() && is_holiday(*day as i32);
        let open: Micros = days
            .filter(|day| !is_closed(day))
            .map(|day| {
                let weekday = (day * DAY - MONDAY).rem_euclid(WEEK);
                let of_day = self.open.iter().filter(|(from, _)| (weekday..weekday + DAY).contains(from));
                of_day.map(|(from, until)| until - from).sum::<Micros>()
            })
            .sum();
        open as f64 / HOUR as f64 / YEARS as f64
    }

    /// Open time from a Monday long ago until a moment.
    fn until(&self, at: Micros) -> Micros {
        let (weeks, within) = ((at - MONDAY).div_euclid(WEEK), (at - MONDAY).rem_euclid(WEEK));
        let part: Micros = self.open.iter().map(|&(from, until)| (within.min(until) - from).max(0)).sum();
        weeks * self.in_a_week() + part - self.lost(at)
    }

    /// Open time that fell on closed days until a moment.
    fn lost(&self, at: Micros) -> Micros {
        let days = self.closed.iter().take_while(|&&day| day * DAY < at);
        let of_day = |&day: &i64| -> Micros {
            let (midnight, weekday) = (day * DAY, (day * DAY - MONDAY).rem_euclid(WEEK));
            let open = self.open.iter().filter(|(from, _)| (weekday..weekday + DAY).contains(from));
            open.map(|&(from, until)| (until.min(weekday + at - midnight) - from).max(0)).sum()
        };
        days.map(of_day).sum()
    }

    /// Open time between two moments.
    pub(super) fn between(&self, from: Micros, until: Micros) -> Micros {
        self.until(until) - self.until(from)
    }

    /// The moment at which so much open time has passed since another; nothing takes no time.
    pub(super) fn after(&self, from: Micros, time: Micros) -> Micros {
        if time <= 0 || self.open.is_empty() {
            return from;
        }
        // What falls on closed days is made up for after them.
        let mut at = self.after_in_any_week(from, time);
        loop {
            match time - self.between(from, at) {
                ..=0 => return at,
                missing => at = self.after_in_any_week(at, missing),
            }
        }
    }

    /// The same without closed days.
    fn after_in_any_week(&self, from: Micros, time: Micros) -> Micros {
        let target = self.until(from) + self.lost(from) + time;
        // An end at closing time is at the closing, not at the next opening.
        let week = (target - 1).div_euclid(self.in_a_week());
        let mut left = target - week * self.in_a_week();
        for &(opens, closes) in &self.open {
            if left <= closes - opens {
                return MONDAY + week * WEEK + opens + left;
            }
            left -= closes - opens;
        }
        from
    }

    /// Whether it is open at a moment.
    pub(super) fn is_open(&self, at: Micros) -> bool {
        let within = (at - MONDAY).rem_euclid(WEEK);
        let is_closed = self.closed.binary_search(&at.div_euclid(DAY)).is_ok();
        !is_closed && self.open.iter().any(|&(from, until)| from <= within && within < until)
    }

    /// The first moment from this one on at which it is open.
    pub(super) fn opens(&self, at: Micros) -> Micros {
        if self.open.is_empty() || self.is_open(at) {
            return at;
        }
        let week = at - (at - MONDAY).rem_euclid(WEEK);
        let opens = |&from: &Micros| from >= at && self.is_open(from);
        let next = |week: Micros| self.open.iter().map(move |&(from, _)| week + from).find(opens);
        (0..4).find_map(|later| next(week + later * WEEK)).unwrap_or(at)
    }

    /// The open intervals from one moment to another.
    pub(super) fn intervals(&self, from: Micros, until: Micros) -> Vec<(Micros, Micros)> {
        let first = from - (from - MONDAY).rem_euclid(WEEK);
        let weeks = (until - first).div_euclid(WEEK) + 1;
        let mut intervals: Vec<(Micros, Micros)> = Vec::new();
        for (opens, closes) in (0..weeks)
            .flat_map(|week| self.open.iter().map(move |open| (week, open)))
            .map(|(week, &(opens, closes))| (first + week * WEEK + opens, first + week * WEEK + closes))
            .filter(|(opens, _)| self.closed.binary_search(&opens.div_euclid(DAY)).is_err())
        {
            match intervals.last_mut() {
                Some((_, last)) if *last == opens => *last = closes,
                _ => intervals.push((opens, closes)),
            }
        }
        intervals
    }

    /// As the language writes it: `mon-fri 09:00-17:00`.
    pub(super) fn text(&self) -> Vec<String> {
        let of_day = |day: usize| -> Vec<(Micros, Micros)> {
            let midnight = day as Micros * DAY;
            let open = self.open.iter().filter(|(from, _)| from / DAY == day as Micros);
            open.map(|(from, until)| (from - midnight, until - midnight)).collect()
        };
        let days: Vec<Vec<(Micros, Micros)>> = (0..7).map(of_day).collect();
        let clock = |at: Micros| format!("{:02}:{:02}", at / HOUR, at % HOUR / MINUTE);
        let mut lines = Vec::new();
        let mut day = 0;
        while day < 7 {
            let last = (day..7).take_while(|&other| days[other] == days[day]).last().unwrap_or(day);
            let name = if last > day { format!("{}-{}", NAMES[day], NAMES[last]) } else { NAMES[day].to_owned() };
            lines.extend(days[day].iter().map(|&(from, until)| format!("{name} {}-{}", clock(from), clock(until))));
            day = last + 1;
        }
        lines
    }
}

/// Whether nearly all moments stand at one time of the day, or at two or three, as midnight does where clocks were changed.
fn are_dates(moments: &[Micros]) -> bool {
    const NEARLY_ALL: f64 = 0.9;
    let mut counts: BTreeMap<Micros, usize> = BTreeMap::new();
    moments.iter().for_each(|at| *counts.entry(at.rem_euclid(DAY) / MINUTE).or_default() += 1);
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    counts.iter().take(3).sum::<usize>() as f64 >= NEARLY_ALL * moments.len() as f64
}

/// Microseconds since Monday 0:00.
pub(super) fn since_monday(at: Micros) -> Micros {
    (at - MONDAY).rem_euclid(WEEK)
}

/// A weekday as the language writes it, from Monday on.
pub(super) fn weekday_name(day: usize) -> &'static str {
    NAMES[day % 7]
}

/// The hours of a weekday on which hardly anything is seen: those around the middle of what is, as long as what it holds asks.
fn now_and_then(moments: &[Micros], length: Micros) -> Option<(Micros, Micros)> {
    const QUARTER: Micros = 15 * MINUTE;
    if moments.len() < 5 {
        return None;
    }
    let mut sorted = moments.to_vec();
    sorted.sort_unstable();
    let half = ((length + QUARTER - 1) / QUARTER * QUARTER).max(QUARTER) / 2;
    let from = ((sorted[sorted.len() / 2] - half) / QUARTER * QUARTER).clamp(0, DAY - 2 * half);
    Some((from, from + 2 * half))
}

/// The open hours of a day of which these are the moments, since midnight.
fn hours_of(moments: &[Micros]) -> Vec<(Micros, Micros)> {
    let mut counts = [0_usize; 24];
    moments.iter().for_each(|at| counts[(at / HOUR) as usize] += 1);
    let mut sorted = counts;
    sorted.sort_unstable();
    // A full hour is one of the upper third of those in which anything is seen.
    let seen = sorted.iter().filter(|&&count| count > 0).count();
    let full = sorted[23 - seen / 6] as f64;
    let open: Vec<bool> = counts.iter().map(|&count| count as f64 >= LEAST_OF_HOUR * full).collect();
    let mut intervals = Vec::new();
    let mut hour = 0;
    while hour < 24 {
        if !open[hour] {
            hour += 1;
            continue;
        }
        let first = hour;
        while hour < 24 && open[hour] {
            hour += 1;
        }
        intervals.push(edges(moments, first as Micros * HOUR, hour as Micros * HOUR));
    }
    intervals
}

/// The first and last moment seen between two whole hours, to quarters of an hour outwards; the few outermost ones are left out.
fn edges(moments: &[Micros], from: Micros, until: Micros) -> (Micros, Micros) {
    const QUARTER: Micros = 15 * MINUTE;
    if (from, until) == (0, DAY) {
        return (from, until);
    }
    let mut inside: Vec<Micros> = moments.iter().copied().filter(|&at| from <= at && at < until).collect();
    inside.sort_unstable();
    let few = inside.len() / 200;
    let (first, last) = (inside[few], inside[inside.len() - 1 - few]);
    let opens = if from == 0 { 0 } else { first / QUARTER * QUARTER };
    let closes = if until == DAY { DAY } else { ((last + QUARTER - 1) / QUARTER * QUARTER).min(until) };
    // Work that begins at the very moment of closing, or within the minute after it, begins before it.
    let at_closing = moments.iter().filter(|&&at| at >= closes && at - closes < MINUTE).count();
    let late = if closes < DAY && at_closing > 2 + few { MINUTE } else { 0 };
    (opens, closes.max(opens + QUARTER) + late)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Week {
        let open = (0..5).map(|day| (day * DAY + 9 * HOUR, day * DAY + 17 * HOUR)).collect();
        Week { open, closed: Vec::new() }
    }

    #[test]
    fn time_is_counted_in_open_hours() {
        let (week, friday) = (office(), MONDAY + 4 * DAY + 16 * HOUR);
        assert_eq!(week.between(friday, friday + 3 * DAY), 8 * HOUR);
        assert_eq!(week.after(friday, HOUR), friday + HOUR);
        assert_eq!(week.after(friday, 2 * HOUR), MONDAY + WEEK + 10 * HOUR);
        assert_eq!(week.opens(friday + 2 * HOUR), MONDAY + WEEK + 9 * HOUR);
        assert_eq!(week.after(friday - 2 * WEEK, 2 * HOUR), MONDAY - WEEK + 10 * HOUR);
    }

    #[test]
    fn closed_days_are_passed_over() {
        // 12 January 1970 was a Monday.
        let week = Week { closed: vec![11], ..office() };
        let friday = MONDAY + 4 * DAY + 16 * HOUR;
        assert_eq!(week.between(friday, friday + 4 * DAY), 8 * HOUR);
        assert_eq!(week.after(friday, 2 * HOUR), MONDAY + WEEK + DAY + 10 * HOUR);
        assert_eq!(week.opens(friday + 2 * HOUR), MONDAY + WEEK + DAY + 9 * HOUR);
        assert_eq!(week.first_part(0.25).between(MONDAY, MONDAY + DAY), 2 * HOUR);
    }

    #[test]
    fn hours_are_found_again_from_moments() {
        let moments: Vec<Micros> = (0..4000)
            .map(|number| {
                let day = number % 5 + 7 * (number / 100);
                MONDAY + day * DAY + 9 * HOUR + (number * 7919 % 480) * MINUTE
            })
            .collect();
        assert_eq!(Week::of(&moments), office());
        assert_eq!(office().text(), ["mon-fri 09:00-17:00"]);
    }
}
