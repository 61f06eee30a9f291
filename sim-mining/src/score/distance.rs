//! The distances of the field between two logs.
//!
//! The definitions are those of Chapela-Campa, Benchekroun, Baron, Dumas, Krass & Senderovich (2023), "Can I trust my
//! simulation model? Measuring the quality of business process simulation models", *BPM 2023*; in the form in which the package `log-distance-measures` 2.2.0 computes them by default, so that figures
//! can be laid beside published ones. Work in progress is given in hours, not divided by the length of the logs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rows::{Row, Rows};
use super::wasserstein::{Weighted, between, wasserstein};
use crate::log::Micros;

const HOUR: Micros = 3_600_000_000;
const DAY: Micros = 24 * HOUR;
/// What a weekday counts on which only one of both logs has anything: the largest distance between two hours.
const ONLY_ONE: f64 = 23.0;

/// A distance between two logs. Nothing is 0; of all but the n-grams the unit is an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// Order of the work: how often every three activities follow each other. From 0 to 1.
    ThreeGram,
    /// The same of every two.
    TwoGram,
    /// When on the calendar work begins and ends.
    AbsoluteEvent,
    /// At which hour of each weekday work begins and ends.
    CircadianEvent,
    /// How long after the beginning of its case work begins and ends.
    RelativeEvent,
    /// How long cases take.
    CycleTime,
    /// When cases begin.
    CaseArrival,
    /// How many people are at work at which hour of each weekday.
    CircadianWorkforce,
    /// How many cases are under way, over time.
    WorkInProgress,
}

impl Distance {
    /// All, in the order in which they are told.
    pub const ALL: [Distance; 9] = [
        Distance::ThreeGram,
        Distance::TwoGram,
        Distance::AbsoluteEvent,
        Distance::CircadianEvent,
        Distance::RelativeEvent,
        Distance::CycleTime,
        Distance::CaseArrival,
        Distance::CircadianWorkforce,
        Distance::WorkInProgress,
    ];

    /// Its name in tables for machines.
    pub fn name(self) -> &'static str {
        match self {
            Distance::ThreeGram => "three_gram",
            Distance::TwoGram => "two_gram",
            Distance::AbsoluteEvent => "absolute_event",
            Distance::CircadianEvent => "circadian_event",
            Distance::RelativeEvent => "relative_event",
            Distance::CycleTime => "cycle_time",
            Distance::CaseArrival => "case_arrival",
            Distance::CircadianWorkforce => "circadian_workforce",
            Distance::WorkInProgress => "work_in_progress",
        }
    }

    /// Its unit.
    pub fn unit(self) -> &'static str {
        if matches!(self, Distance::ThreeGram | Distance::TwoGram) { "share" } else { "hours" }
    }

    /// Between two logs; `None` when one of them is empty.
    pub fn between(self, one: &Rows, other: &Rows) -> Option<f64> {
        if one.is_empty() || other.is_empty() {
            return None;
        }
        match self {
            Distance::ThreeGram => Some(n_gram(one, other, 3)),
            Distance::TwoGram => Some(n_gram(one, other, 2)),
            Distance::AbsoluteEvent => {
                let from = hours(one.first()?.min(other.first()?)) * HOUR;
                let binned = |rows: &Rows| rows.moments().map(|at| hours(at - from)).collect::<Vec<_>>();
                between(binned(one).into_iter(), binned(other).into_iter())
            }
            Distance::CircadianEvent => by_weekday(&hours_of_events(one), &hours_of_events(other)),
            Distance::RelativeEvent => between(relative(one), relative(other)),
            Distance::CycleTime => {
                let least = cycle_times(one).chain(cycle_times(other)).min()?;
                let binned = |rows| cycle_times(rows).map(move |time| hours(time - least));
                between(binned(one), binned(other))
            }
            Distance::CaseArrival => {
                let arrivals = |rows: &Rows| rows.spans().map(|(start, _)| start).collect::<Vec<_>>();
                let from = hours(one.first()?.min(other.first()?)) * HOUR;
                let binned = |rows| arrivals(rows).into_iter().map(move |at| hours(at - from));
                between(binned(one), binned(other))
            }
            Distance::CircadianWorkforce => by_weekday(&workforce(one), &workforce(other)),
            Distance::WorkInProgress => work_in_progress(one, other),
        }
    }
}

/// All distances between two logs, in the order of [`Distance::ALL`].
pub fn distances(one: &Rows, other: &Rows) -> Vec<Option<f64>> {
    Distance::ALL.iter().map(|distance| distance.between(one, other)).collect()
}

/// Whole hours, rounded down.
fn hours(time: Micros) -> i64 {
    time.div_euclid(HOUR)
}

/// Half the difference between the numbers of times that every row of `n` activities occurs, over their total: with `n − 1`
/// empty places before and after each case, so that its beginning and end count.
fn n_gram(one: &Rows, other: &Rows, n: usize) -> f64 {
    let mut names: HashMap<&str, u32> = HashMap::new();
    let mut counts: BTreeMap<Vec<u32>, [i64; 2]> = BTreeMap::new();
    for (which, rows) in [one, other].into_iter().enumerate() {
        let known: Vec<u32> = rows
            .activities
            .iter()
            .map(|name| {
                let new = names.len() as u32 + 1;
                *names.entry(name).or_insert(new)
            })
            .collect();
        let mut grams: HashMap<Vec<u32>, i64> = HashMap::new();
        for case in &rows.cases {
            let around = std::iter::repeat_n(0, n - 1);
            let inside = case.iter().map(|row| known[row.activity as usize]);
            let symbols: Vec<u32> = around.clone().chain(inside).chain(around).collect();
            for gram in symbols.windows(n) {
                match grams.get_mut(gram) {
                    Some(count) => *count += 1,
                    None => drop(grams.insert(gram.to_vec(), 1)),
                }
            }
        }
        let mut grams: Vec<(Vec<u32>, i64)> = grams.into_iter().collect();
        grams.sort_unstable();
        for (gram, count) in grams {
            counts.entry(gram).or_default()[which] = count;
        }
    }
    let differ: i64 = counts.values().map(|[one, other]| (one - other).abs()).sum();
    let total: i64 = counts.values().map(|[one, other]| one + other).sum();
    differ as f64 / total as f64
}

/// Hours since the beginning of the case, of every start and every end.
fn relative(rows: &Rows) -> impl Iterator<Item = i64> {
    rows.cases.iter().flat_map(|case| {
        let from = case[0].start;
        case.iter().flat_map(move |row| [hours(row.start - from), hours(row.end - from)])
    })
}

fn cycle_times(rows: &Rows) -> impl Iterator<Item = Micros> {
    rows.spans().map(|(start, end)| end - start)
}

/// Weekday (Monday is 0) and hour of a moment.
fn weekday_and_hour(at: Micros) -> (usize, i64) {
    // 1 January 1970 was a Thursday.
    ((at.div_euclid(DAY) + 3).rem_euclid(7) as usize, hours(at.rem_euclid(DAY)))
}

/// For each weekday the hours at which something begins or ends.
fn hours_of_events(rows: &Rows) -> [Vec<Weighted>; 7] {
    let mut counts = [[0_u64; 24]; 7];
    for at in rows.moments() {
        let (weekday, hour) = weekday_and_hour(at);
        counts[weekday][hour as usize] += 1;
    }
    counts.map(|hours| hours.iter().enumerate().filter(|(_, n)| **n > 0).map(|(hour, &n)| (hour as i64, n)).collect())
}

/// For each weekday and hour a hundred times the mean number of different people of whom something begins or ends then, over
/// the days of that weekday on which anything does.
fn workforce(rows: &Rows) -> [Vec<Weighted>; 7] {
    let mut present: BTreeSet<(i64, Option<u32>)> = BTreeSet::new();
    let mut days: [BTreeSet<i64>; 7] = Default::default();
    let ends = |row: &Row| [(row.start, row.resource), (row.end, row.resource)];
    for (at, resource) in rows.each().flat_map(ends) {
        present.insert((hours(at), resource));
        days[weekday_and_hour(at).0].insert(at.div_euclid(DAY));
    }
    let mut counts = [[0_u64; 24]; 7];
    for &(hour, _) in &present {
        let (weekday, hour) = weekday_and_hour(hour * HOUR);
        counts[weekday][hour as usize] += 1;
    }
    let mut weights: [Vec<Weighted>; 7] = Default::default();
    for (weekday, hours) in counts.iter().enumerate() {
        let on = days[weekday].len() as f64;
        let each = hours.iter().enumerate().filter(|(_, count)| **count > 0);
        weights[weekday] =
            each.map(|(hour, &count)| (hour as i64, (count as f64 / on * 100.0).floor() as u64)).collect();
    }
    weights
}

/// The mean over the weekdays of the distance between the hours of that day.
fn by_weekday(one: &[Vec<Weighted>; 7], other: &[Vec<Weighted>; 7]) -> Option<f64> {
    let days = one.iter().zip(other).map(|(one, other)| match (one.is_empty(), other.is_empty()) {
        (true, true) => 0.0,
        (false, false) => wasserstein(one.clone(), other.clone()).unwrap_or(ONLY_ONE),
        _ => ONLY_ONE,
    });
    Some(days.sum::<f64>() / 7.0)
}

/// The distance between the numbers of cases under way in every hour, from the first day of both logs on.
fn work_in_progress(one: &Rows, other: &Rows) -> Option<f64> {
    let from = one.first()?.min(other.first()?).div_euclid(DAY) * DAY;
    wasserstein(under_way(one, from), under_way(other, from))
}

/// For every hour since `from` a hundred times the mean number of cases under way.
fn under_way(rows: &Rows, from: Micros) -> Vec<Weighted> {
    // Only the first and last hour of a case can be less than full: the rest goes into running differences.
    let mut parts: BTreeMap<i64, i64> = BTreeMap::new();
    let mut steps: BTreeMap<i64, i64> = BTreeMap::new();
    for (start, end) in rows.spans().filter(|(start, end)| end > start) {
        let (first, last) = (hours(start - from), hours(end - from));
        if first == last {
            *parts.entry(first).or_default() += end - start;
            continue;
        }
        *parts.entry(first).or_default() += from + (first + 1) * HOUR - start;
        *parts.entry(last).or_default() += end - (from + last * HOUR);
        *steps.entry(first + 1).or_default() += 1;
        *steps.entry(last).or_default() -= 1;
    }
    let weight = |time: i64| (time as f64 / HOUR as f64 * 100.0).floor() as u64;
    let last = parts.keys().chain(steps.keys()).max().copied().unwrap_or(0);
    let mut full = 0;
    let mut weights = Vec::new();
    for hour in 0..=last {
        full += steps.get(&hour).copied().unwrap_or(0);
        let time = full * HOUR + parts.get(&hour).copied().unwrap_or(0);
        if time > 0 {
            weights.push((hour, weight(time)));
        }
    }
    weights
}
