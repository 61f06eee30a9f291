//! By which streams cases come: one, unless many come at once at regular moments.
//!
//! Where, say, signals are handed in on the first of every month, those who come so are a stream of batches, and the others a stream for
//! each of the stages at which they begin. Else all are one stream.

use std::collections::BTreeMap;

use super::arrivals::{Arrivals, Pattern};
use super::contexts::States;
use super::history::{History, Past};
use super::week::{DAY, Week};
use crate::log::Micros;

/// So many who come at one moment come together.
const TOGETHER: usize = 3;
/// Of those who begin at one stage at least this share must come so.
const LEAST: f64 = 0.3;
/// Moments from which it can be said that they are regular.
const ENOUGH: usize = 6;
/// Share of these moments that must be regular.
const REGULAR: f64 = 0.9;
/// With more stages at which cases begin all are one stream.
const MOST: usize = 8;

/// Cases that come in one way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    /// The state at which they begin; `None`: at several.
    pub(super) to: Option<usize>,
    /// How they come.
    pub(super) arrivals: Arrivals,
    /// Which cases.
    pub(super) cases: Vec<usize>,
}

/// How often a batch comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Every {
    /// On the first of every month.
    Month,
    /// On every Monday.
    Week,
    /// Always after the same time.
    Time(Micros),
}

/// The streams of the past.
///
/// * `only_finished` – the log has only cases that were over
pub(super) fn streams(history: &History, states: &States, only_finished: bool) -> Vec<Stream> {
    let mut by_first: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (case, past) in history.cases.iter().enumerate() {
        by_first.entry(past.visits[0].symbol).or_default().push(case);
    }
    let batches: BTreeMap<usize, (Every, Vec<usize>)> = match by_first.len() <= MOST {
        true => by_first.iter().filter_map(|(first, cases)| Some((*first, batches(history, cases)?))).collect(),
        false => BTreeMap::new(),
    };
    let first = history.cases.iter().map(Past::arrival).min().unwrap_or(history.span.0);
    let number = if batches.is_empty() { 1 } else { by_first.len() };
    let arrivals = |cases: &[usize]| {
        let pasts: Vec<&Past> = cases.iter().map(|&case| &history.cases[case]).collect();
        Arrivals::of(&pasts, (first, history.span.1), only_finished, number)
    };
    let begin = |symbol: usize| {
        let firsts = states.first.keys().filter(|state| states.states[**state].symbol == symbol);
        firsts.max_by(|a, b| states.first[*a].weight.total_cmp(&states.first[*b].weight)).copied()
    };
    if batches.is_empty() {
        let cases: Vec<usize> = (0..history.cases.len()).collect();
        // Who only ended begins at no stage.
        let only = (states.first.len() == 1).then(|| states.first.keys().next().copied()).flatten();
        let to = only.filter(|state| !history.says_how(states.states[*state].symbol));
        return vec![Stream { to, arrivals: arrivals(&cases), cases }];
    }
    let mut streams = Vec::new();
    for (first, cases) in by_first {
        // What is looked at no longer has no stage.
        let Some(to) = begin(first).filter(|_| !history.says_how(first)) else { continue };
        let together = batches.get(&first);
        if let Some((every, those)) = together {
            let arrivals = of_batches(history, *every, those);
            streams.push(Stream { to: Some(to), arrivals, cases: those.clone() });
        }
        let others: Vec<usize> = match together {
            Some((_, those)) => cases.into_iter().filter(|case| those.binary_search(case).is_err()).collect(),
            None => cases,
        };
        if !others.is_empty() {
            streams.push(Stream { to: Some(to), arrivals: arrivals(&others), cases: others });
        }
    }
    streams
}

/// Who of these cases came together with others, at regular moments.
fn batches(history: &History, cases: &[usize]) -> Option<(Every, Vec<usize>)> {
    let mut at: BTreeMap<Micros, Vec<usize>> = BTreeMap::new();
    cases.iter().for_each(|&case| at.entry(history.cases[case].arrival()).or_default().push(case));
    at.retain(|_, cases| cases.len() >= TOGETHER);
    let mut together: Vec<usize> = at.values().flatten().copied().collect();
    together.sort_unstable();
    if at.len() < ENOUGH || (together.len() as f64) < LEAST * cases.len() as f64 {
        return None;
    }
    let mostly = |regular: usize, all: usize| regular as f64 >= REGULAR * all as f64;
    let moments: Vec<Micros> = at.keys().copied().collect();
    if mostly(moments.iter().filter(|at| day_of_month(**at) == 1).count(), moments.len()) {
        return Some((Every::Month, together));
    }
    let mut gaps: Vec<Micros> = moments.windows(2).map(|two| two[1] - two[0]).collect();
    gaps.sort_unstable();
    let gap = gaps[gaps.len() / 2];
    if !mostly(gaps.iter().filter(|other| (**other - gap).abs() * 100 <= gap).count(), gaps.len()) {
        return None;
    }
    let on_monday = |at: &Micros| (at.div_euclid(DAY) + 3).rem_euclid(7) == 0;
    let every = if gap == 7 * DAY && moments.iter().all(on_monday) { Every::Week } else { Every::Time(gap) };
    Some((every, together))
}

fn day_of_month(at: Micros) -> i8 {
    let first = jiff::civil::date(1970, 1, 1);
    first.checked_add(jiff::Span::new().days(at.div_euclid(DAY))).map_or(0, jiff::civil::Date::day)
}

/// So many at a time, of late: moments count the less the longer ago they were, half as much after an eighth of them or six.
fn of_batches(history: &History, every: Every, cases: &[usize]) -> Arrivals {
    let mut at: BTreeMap<Micros, f64> = BTreeMap::new();
    cases.iter().for_each(|&case| *at.entry(history.cases[case].arrival()).or_default() += 1.0);
    let half_life = (at.len() as f64 / 8.0).max(6.0);
    let weighted: Vec<(f64, f64)> =
        at.values().rev().enumerate().map(|(ago, number)| (libm::exp2(-(ago as f64) / half_life), *number)).collect();
    let total: f64 = weighted.iter().map(|(weight, _)| weight).sum();
    let mean = weighted.iter().map(|(weight, number)| weight * number).sum::<f64>() / total;
    let squares =
        weighted.iter().map(|(weight, number)| weight * (number - mean) * (number - mean)).sum::<f64>() / total;
    let effective = total * total / weighted.iter().map(|(weight, _)| weight * weight).sum::<f64>();
    let spread = 1.96 * (squares.max(mean) / effective).sqrt();
    let range = ((mean - spread).max(mean * 0.05), mean + spread);
    let pattern = Pattern::Batches { every, mean, range, moments: at.len() };
    Arrivals { pattern, week: Week::always(), seen: cases.len() }
}
