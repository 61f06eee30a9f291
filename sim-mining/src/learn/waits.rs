//! Waits that neither a queue nor closing time explains: something outside the chain was waited for.

use super::history::Piece;
use super::people::Team;
use super::week::{DAY, HOUR, WEEK};
use crate::log::Micros;

/// Work that begins so soon after somebody was free began at once.
const ECLIPSE: Micros = 1_000_000;
/// Fewer waits of known length tell nothing of the others.
const ENOUGH: usize = 10;

/// A wait before a piece of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wait {
    /// When whatever went before was over.
    pub(super) ready: Micros,
    /// Until when it was for something outside: when work could have begun from then on.
    pub(super) until: Micros,
    /// When work began.
    pub(super) start: Micros,
    /// Whether it is known until when: it was written down, or work began at once.
    pub(super) is_known: bool,
}

/// In which hours the outside world counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// In all hours.
    Always,
    /// In the hours of the team that goes on afterwards.
    Open,
}

impl Wait {
    /// Of a piece of work of a team.
    pub(super) fn of(team: &Team, ready: Micros, piece: &Piece) -> Wait {
        let start = piece.start.max(ready);
        // Asked for before what went before was over: since when it has been waited for is not known.
        if let Some(scheduled) = piece.scheduled.filter(|scheduled| *scheduled >= ready) {
            return Wait { ready, until: scheduled.min(start), start, is_known: true };
        }
        let until = team.free_last(ready, piece.start);
        Wait { ready, until, start, is_known: start - until < ECLIPSE }
    }

    /// How long, counted so.
    pub(super) fn time(&self, team: &Team, counted: Counted) -> Micros {
        match counted {
            Counted::Always => self.until - self.ready,
            Counted::Open => team.week.between(self.ready, self.until),
        }
    }
}

/// How long each of many waits outside was, counted so.
///
/// Of a wait that was over while everybody had something else in hand, or the door was closed, it is only known that it ended
/// somewhere in that eclipse: it is given one of the lengths that fit in it, in turn, of those that are known; none fits: the
/// shortest that it can have been.
pub(super) fn lengths(waits: &[Wait], team: &Team, counted: Counted) -> Vec<Micros> {
    let mut known: Vec<Micros> =
        waits.iter().filter(|wait| wait.is_known).map(|wait| wait.time(team, counted)).collect();
    known.sort_unstable();
    let length = |(position, wait): (usize, &Wait)| {
        let least = wait.time(team, counted);
        if wait.is_known || known.len() < ENOUGH {
            return least;
        }
        let most = Wait { until: wait.start, ..*wait }.time(team, counted);
        let fit = &known[known.partition_point(|&time| time < least)..known.partition_point(|&time| time <= most)];
        fit.get((crate::chance::turn(position) * fit.len() as f64) as usize).copied().unwrap_or(least)
    };
    waits.iter().enumerate().map(length).collect()
}

/// How waits are best counted: the way in which the waits of others, begun at the moments of these, end at the hours
/// of the week at which work really began.
pub(super) fn counted(waits: &[Wait], team: &Team) -> Counted {
    if team.week.is_always() || waits.is_empty() {
        return Counted::Always;
    }
    let told: Vec<&Wait> = waits.iter().filter(|wait| wait.is_known && wait.start - wait.until >= ECLIPSE).collect();
    if told.len() * 4 > waits.len() {
        // It is known when they ended, not only when work began: those of the outside world end at any hour.
        let open = told.iter().filter(|wait| team.week.is_open(wait.until)).count();
        let spread = |way: Counted| spread(told.iter().map(|wait| wait.time(team, way) as f64));
        let as_well = spread(Counted::Open) > 0.9 * spread(Counted::Always);
        return if open * 10 < told.len() * 9 || as_well { Counted::Always } else { Counted::Open };
    }
    let hour = |at: Micros| at.rem_euclid(WEEK) / HOUR;
    let mut seen = [0_i64; 168];
    waits.iter().for_each(|wait| seen[hour(wait.start) as usize] += 1);
    let misfit = |counted: Counted| {
        let mut made = [0_i64; 168];
        // The waits of others: every wait is given to the case a fixed stride further on.
        let stride = waits.len() / 3 + 1;
        for (position, wait) in waits.iter().enumerate() {
            let other = &waits[(position + stride) % waits.len()];
            let time = other.time(team, counted);
            let end = match counted {
                Counted::Always => wait.ready + time,
                Counted::Open => team.week.after(wait.ready, time),
            };
            made[hour(team.week.opens(end)) as usize] += 1;
        }
        let days = |hours: &[i64; 168]| -> Vec<i64> { hours.chunks(24).map(|day| day.iter().sum()).collect() };
        let by_hour: i64 = seen.iter().zip(&made).map(|(a, b)| (a - b).abs()).sum();
        let by_day: i64 = days(&seen).iter().zip(days(&made)).map(|(a, b)| (a - b).abs()).sum();
        by_hour + by_day
    };
    // What is as well said in plain time is said so.
    if misfit(Counted::Open) * 10 < misfit(Counted::Always) * 9 { Counted::Open } else { Counted::Always }
}

/// How long a piece of work took, in the hours of its team. Work in one go that was not in those hours took what it took.
pub(super) fn worked(team: &Team, start: Micros, end: Micros) -> Micros {
    let (elapsed, open) = (end - start, team.week.between(start, end));
    if open == elapsed || elapsed == 0 {
        return elapsed;
    }
    let in_one_go = elapsed < 6 * HOUR || (elapsed < DAY / 2 && open * 2 < elapsed);
    if open == 0 || in_one_go { elapsed } else { open }
}

/// Coefficient of variation.
fn spread(times: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = times.clone().count().max(1) as f64;
    let mean = times.clone().sum::<f64>() / n;
    let squares: f64 = times.map(|time| (time - mean) * (time - mean)).sum();
    if mean > 0.0 { (squares / n).sqrt() / mean } else { 0.0 }
}
