//! When cases come: how many, at which hours of which weekdays, or at fixed times one after another.

use super::history::Past;
use super::season::{Season, weekdays_differ};
use super::streams::Every;
use super::week::{DAY, MINUTE, WEEK, Week};
use crate::log::Micros;
use crate::mine::calendar::closed_days;

/// Of the times between two arrivals of a session at least this share is the same when cases come at fixed times.
const REGULAR: f64 = 0.8;
/// So many days of a weekday tell what is usual on it.
const MANY: usize = 10;
/// A number of weeks after which what was seen counts half as much, at least; else an eighth of all of them.
const HALF_LIFE: f64 = 6.0;
/// But no more than this number: one case with a date of long ago must not make all weeks count.
const LONGEST_HALF_LIFE: f64 = 26.0;
/// If of late hardly any came, by this share of what came before, that is no rate: all weeks count alike.
const HARDLY: f64 = 0.1;
/// Fewer arrivals do not tell whether nobody comes on holidays.
const ENOUGH: usize = 150;
/// A month in which less than this share of a mean one comes says nothing of the rate.
const LEAST: f64 = 0.1;

/// How cases arrive.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrivals {
    /// How many, or how often.
    pub(super) pattern: Pattern,
    /// The hours in which they come.
    pub(super) week: Week,
    /// How many were seen.
    pub(super) seen: usize,
}

/// How often cases come.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pattern {
    /// One after another, with the same time in between, in the hours of the week.
    Interval(Micros),
    /// Many at once.
    Batches {
        /// How often.
        every: Every,
        /// How many at a time.
        mean: f64,
        /// The least and the most that this may be.
        range: (f64, f64),
        /// How often that was seen.
        moments: usize,
    },
    /// At random: a week, and how many times the mean there are on each weekday.
    Rate {
        /// A week.
        a_week: f64,
        /// The least and the most that this may be.
        range: (f64, f64),
        /// On each weekday, while open, as a multiple of a mean one; none where they differ by no more than chance.
        by_weekday: Option<[f64; 7]>,
        /// What months differ, if they do by more than chance.
        season: Option<Season>,
    },
}

impl Arrivals {
    /// Of the past.
    ///
    /// * `span` – first and last moment of the log
    /// * `only_finished` – the log has only cases that were over, so that of the latest the long ones are missing
    /// * `streams` – how many streams there are
    pub(super) fn of(cases: &[&Past], span: (Micros, Micros), only_finished: bool, streams: usize) -> Arrivals {
        let until = span.1;
        let mut moments: Vec<Micros> = cases.iter().map(|case| case.arrival()).collect();
        moments.sort_unstable();
        if let Some(regular) = regular(&moments) {
            return regular;
        }
        let mut week = Week::of(&moments);
        if !week.is_always() && moments.len() >= ENOUGH {
            let days = moments.iter().map(|at| at.div_euclid(DAY) as i32).collect();
            week.closed = closed_days(days).into_iter().map(i64::from).collect();
        }
        let weights = if only_finished { unseen(cases, until) } else { vec![1.0; cases.len()] };
        let mut counts = [0.0; 7];
        moments.iter().for_each(|at| counts[weekday(*at)] += 1.0);
        let open = |day: usize| {
            let day = day as Micros;
            week.open.iter().filter(|(from, _)| from / DAY == day).map(|(from, until)| until - from).sum::<Micros>()
                as f64
        };
        let mean = moments.len() as f64 / week.in_a_week().max(1) as f64;
        let mut by_weekday = [0.0; 7];
        for (day, times) in by_weekday.iter_mut().enumerate() {
            if open(day) > 0.0 {
                *times = (counts[day] / open(day) / mean * 100.0).round() / 100.0;
            }
        }
        let weighted: Vec<(Micros, f64)> =
            cases.iter().map(|case| case.arrival()).zip(weights.iter().copied()).collect();
        let season = Season::of(&weighted, span, &week, &by_weekday, streams);
        // A rate is that of a mean month.
        let usual =
            |&(at, weight): &(Micros, f64)| weight / season.as_ref().map_or(1.0, |season| season.at(at).max(LEAST));
        let (a_week, spread) = latest_rate(cases, until, &weighted.iter().map(usual).collect::<Vec<_>>());
        let range = ((a_week - spread).max(a_week * 0.05), a_week + spread);
        let by_weekday = weekdays_differ(&moments, &week).then_some(by_weekday);
        Arrivals { pattern: Pattern::Rate { a_week, range, by_weekday, season }, week, seen: moments.len() }
    }
}

impl Arrivals {
    /// Whether many come at a time.
    pub(super) fn are_batches(&self) -> bool {
        matches!(self.pattern, Pattern::Batches { .. })
    }

    /// Whether more come in some months than in others.
    pub(super) fn have_a_season(&self) -> bool {
        matches!(&self.pattern, Pattern::Rate { season: Some(_), .. })
    }
}

fn weekday(at: Micros) -> usize {
    (at.div_euclid(DAY) + 3).rem_euclid(7) as usize
}

/// One after another with the same time in between, if that is how they come.
fn regular(moments: &[Micros]) -> Option<Arrivals> {
    let mut gaps: Vec<Micros> = moments.windows(2).map(|two| two[1] - two[0]).collect();
    if gaps.len() < 20 {
        return None;
    }
    gaps.sort_unstable();
    let gap = gaps[gaps.len() / 2];
    if gap < MINUTE {
        return None;
    }
    let same = gaps.iter().filter(|&&other| (other - gap).abs() * 100 <= gap).count();
    if (same as f64) < REGULAR * gaps.len() as f64 {
        return None;
    }
    // Day and night, without a pause.
    let day_and_night = gaps.iter().all(|&other| (other - gap).abs() * 100 <= gap);
    if day_and_night {
        return Some(Arrivals { pattern: Pattern::Interval(gap), week: Week::always(), seen: moments.len() });
    }
    let mut clocks: [Vec<Micros>; 7] = Default::default();
    moments.iter().for_each(|&at| clocks[weekday(at)].push(at.rem_euclid(DAY)));
    let mut days: Vec<Micros> = moments.iter().map(|at| at.div_euclid(DAY)).collect();
    days.dedup();
    let open = clocks.iter_mut().enumerate().filter(|(_, clocks)| !clocks.is_empty()).map(|(day, clocks)| {
        clocks.sort_unstable();
        let of_weekday = days.iter().filter(|&&one| weekday(one * DAY) == day).count();
        // Who came on one of many days at an hour at which nobody else did is no opening.
        let enough = if of_weekday >= MANY { 2 } else { 1 };
        let around = |&at: &Micros| {
            clocks.partition_point(|&other| other < at + gap) - clocks.partition_point(|&other| other <= at - gap)
        };
        let usual = |at: &Micros| around(at) >= enough;
        let (first, last) = (clocks[0], clocks[clocks.len() - 1]);
        let from = clocks.iter().copied().find(usual).unwrap_or(first);
        let until = clocks.iter().copied().rev().find(usual).unwrap_or(last);
        // A session begins one gap before its first arrival.
        let midnight = day as Micros * DAY;
        (midnight + (from - gap).max(0), midnight + until)
    });
    let week = Week { open: open.collect(), closed: Vec::new() };
    Some(Arrivals { pattern: Pattern::Interval(gap), week, seen: moments.len() })
}

/// For each case how many came of which it is the one that was over in time to be seen: one over the share of cases that
/// take no longer than there was time.
///
/// # Source
/// Lynden-Bell (1971), "A method of allowing for known observational selection in small samples applied to 3CR quasars",
/// *Monthly Notices of the Royal Astronomical Society* 155(1), 95–118; Woodroofe (1985), *Annals of Statistics* 13(1), 163–177.
pub(super) fn unseen(cases: &[&Past], until: Micros) -> Vec<f64> {
    let cases: Vec<(Micros, Micros)> =
        cases.iter().map(|case| (case.end() - case.arrival(), until - case.arrival())).collect();
    let mut lengths: Vec<Micros> = cases.iter().map(|(length, _)| *length).collect();
    let mut rooms: Vec<Micros> = cases.iter().map(|(_, room)| *room).collect();
    lengths.sort_unstable();
    rooms.sort_unstable();
    // From the longest to the shortest: of those who were no longer and could have been as long, the share who were shorter.
    let mut share_below: Vec<(Micros, f64)> = Vec::new();
    let mut share = 1.0;
    let mut position = lengths.len();
    while position > 0 {
        let length = lengths[position - 1];
        let first = lengths.partition_point(|&other| other < length);
        let could = rooms.len() - rooms.partition_point(|&room| room < length);
        let longer = lengths.len() - position;
        // Whoever was longer had room for it too.
        let at_risk = could.saturating_sub(longer);
        share_below.push((length, share));
        if at_risk > position - first {
            share *= 1.0 - (position - first) as f64 / at_risk as f64;
        }
        position = first;
    }
    share_below.reverse();
    let of = |room: Micros| {
        let at = share_below.partition_point(|&(length, _)| length <= room);
        at.checked_sub(1).map_or(share_below[0].1, |at| share_below[at].1)
    };
    cases.iter().map(|&(_, room)| 1.0 / of(room).max(0.2)).collect()
}

/// Cases a week of late, and half of a 95 % interval of that, from numbers by week that count the less the longer ago they were.
fn latest_rate(cases: &[&Past], last: Micros, weights: &[f64]) -> (f64, f64) {
    let first = cases.iter().map(|case| case.arrival()).min().unwrap_or(last);
    let weeks = ((last - first) / WEEK).max(1);
    // Weeks are counted back from the end; what is left over at the beginning belongs to none.
    let mut numbers = vec![0.0; weeks as usize];
    for (case, weight) in cases.iter().zip(weights) {
        let ago = (last - case.arrival()).max(0) / WEEK;
        if let Some(number) = numbers.get_mut(ago as usize) {
            *number += weight;
        }
    }
    if last - first < WEEK {
        // What came within a day tells of no shorter time than a week.
        let days = if last - first < DAY { 1.0 } else { (last - first) as f64 / WEEK as f64 };
        let total: f64 = weights.iter().sum();
        return (total / days, 1.96 * total.sqrt() / days);
    }
    // The very last week is known least: most of its cases are yet to end.
    let skip = usize::from(weeks > 4);
    let weighted = |half_life: f64| -> Vec<(f64, f64)> {
        let each = numbers.iter().enumerate().skip(skip);
        each.map(|(ago, number)| (libm::exp2(-(ago as f64) / half_life), *number)).collect()
    };
    let mean_of = |known: &[(f64, f64)]| {
        known.iter().map(|(weight, number)| weight * number).sum::<f64>()
            / known.iter().map(|(weight, _)| weight).sum::<f64>()
    };
    let half_life = (weeks as f64 / 8.0).clamp(HALF_LIFE, LONGEST_HALF_LIFE);
    let (late, all) = (weighted(half_life), weighted(f64::INFINITY));
    let known = if mean_of(&late) < HARDLY * mean_of(&all) { all } else { late };
    let total: f64 = known.iter().map(|(weight, _)| weight).sum();
    let mean = match mean_of(&known) {
        mean if mean > 0.0 => mean,
        // All came in what is left over at the beginning.
        _ => weights.iter().sum::<f64>() * WEEK as f64 / (last - first) as f64,
    };
    let squares: f64 =
        known.iter().map(|(weight, number)| weight * (number - mean) * (number - mean)).sum::<f64>() / total;
    let effective = total * total / known.iter().map(|(weight, _)| weight * weight).sum::<f64>();
    (mean, 1.96 * (squares.max(mean) / effective).sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::week::HOUR;
    use super::*;

    /// Fifty days on which somebody comes every so many minutes from nine to five, and once at night.
    fn sessions(minutes: Micros) -> Vec<Micros> {
        let monday = |day: Micros| 4 * DAY + (day / 5 * 7 + day % 5) * DAY;
        let of_day = |day| (1..=8 * 60 / minutes).map(move |number| monday(day) + 9 * HOUR + number * minutes * MINUTE);
        let mut moments: Vec<Micros> = (0..50).flat_map(of_day).chain([monday(20)]).collect();
        moments.sort_unstable();
        moments
    }

    #[test]
    fn an_arrival_at_an_odd_hour_does_not_open_the_day() {
        for minutes in [2, 10, 30, 60] {
            let found = regular(&sessions(minutes)).expect("at fixed times");
            assert_eq!(found.pattern, Pattern::Interval(minutes * MINUTE));
            assert_eq!(found.week.text(), ["mon-fri 09:00-17:00"], "every {minutes} minutes");
        }
    }
}
