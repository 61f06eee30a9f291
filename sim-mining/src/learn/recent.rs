//! How much of the past still tells what comes: where a chain changes, what was long ago misleads.
//!
//! Where a log also has the cases that were open, older ones are dropped if the chain has changed by more than chance (`drift.rs`).
//!
//! Where it has only cases that were over, those that take long are missing among the latest, and the latest cannot be followed as far
//! as others. Every case counts for those of its length that must be missing, and, if that is asked for, less the longer ago it came. How much less is found
//! by telling the log's own past: it is cut, what was over before the cut is laid beside what came after it and was
//! over at the end, in the order of activities, how far into the case they come and how long cases take. Before they are laid beside each other, cases count for as much as a list of
//! the cases that are over would have of their length.

use std::collections::BTreeMap;

use super::How;
use super::arrivals::unseen;
use super::drift::changed_at;
use super::history::{History, Past};
use super::week::HOUR;
use crate::log::Micros;
use crate::score::{Weighted, wasserstein};

/// After which share of the time that the log covers a case counts half as much.
const HALF_LIVES: [f64; 4] = [f64::INFINITY, 0.5, 0.25, 0.125];
/// Where the log is cut: after these shares of its events.
const CUTS: [f64; 3] = [0.7, 0.8, 0.9];
/// A longer half-life may be further away by this factor.
const ABOUT: f64 = 1.05;
/// A case counts for at most so many.
const MOST_FOR: f64 = 5.0;
/// Fewer cases on either side of a cut tell nothing.
const LEAST: usize = 30;

/// What is learned from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recent {
    /// The first case that counts.
    pub(super) first: usize,
    /// How much each case counts: nothing before the first. Together they count for as many cases alike as would tell as much.
    pub(super) weights: Vec<f64>,
    /// Time after which a case counts half as much, if it does.
    pub(super) half_life: Option<Micros>,
}

impl Recent {
    /// Of the past.
    ///
    /// * `only_finished` – the log has only cases that were over
    /// * `how` – whether of those older ones may count less
    pub(super) fn of(history: &History, only_finished: bool, how: How) -> Recent {
        let cases: Vec<&Past> = history.cases.iter().collect();
        if !only_finished {
            let first = changed_at(history).unwrap_or(0);
            let weights = (0..cases.len()).map(|case| if case < first { 0.0 } else { 1.0 }).collect();
            return Recent { first, weights, half_life: None };
        }
        let half_life = if how == How::Latest { best(history) } else { f64::INFINITY };
        let mut weights = weights_of(&cases, history.span.1, half_life);
        let (sum, squares) =
            weights.iter().fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
        // Kish (1965), "Survey sampling", section 11.7.
        weights.iter_mut().for_each(|weight| *weight *= sum / squares);
        let time = half_life * (history.span.1 - history.span.0) as f64;
        Recent { first: 0, weights, half_life: half_life.is_finite().then_some(time as Micros) }
    }
}

/// The half-life with which cases before a cut are about as near as with any to those after it, over all cuts.
fn best(history: &History) -> f64 {
    let mut ends: Vec<Micros> = history.pieces().map(|piece| piece.end).collect();
    ends.sort_unstable();
    let mut total = [0.0; HALF_LIVES.len()];
    for share in CUTS {
        let Some(&cut) = ends.get((ends.len() as f64 * share) as usize) else { continue };
        let early: Vec<&Past> = history.cases.iter().filter(|case| case.end() <= cut).collect();
        let late: Vec<&Past> = history.cases.iter().filter(|case| case.arrival() > cut).collect();
        if early.len() < LEAST || late.len() < LEAST {
            continue;
        }
        let room = Room::of(&late, history.span.1, f64::INFINITY);
        let shown = Shape::of(&late, &vec![1.0; late.len()]);
        let apart = HALF_LIVES.map(|half_life| {
            let mut weights = weights_of(&early, cut, half_life);
            weights.iter_mut().zip(&early).for_each(|(weight, case)| *weight *= room.share(length(case)));
            Shape::of(&early, &weights).apart(&shown)
        });
        for (total, apart) in total.iter_mut().zip(apart) {
            *total += apart.iter().map(|apart| apart.max(1e-9).ln()).sum::<f64>() / 3.0;
        }
    }
    let least = total.into_iter().fold(f64::INFINITY, f64::min);
    let about = HALF_LIVES.into_iter().zip(total).find(|(_, total)| *total <= least + CUTS.len() as f64 * ABOUT.ln());
    about.map_or(f64::INFINITY, |(half_life, _)| half_life)
}

fn length(case: &Past) -> Micros {
    case.end() - case.arrival()
}

/// How much each case counts: the less the longer ago it came, and for those of its length that were not over in time.
///
/// * `half_life` – as a share of the time that the cases cover
fn weights_of(cases: &[&Past], end: Micros, half_life: f64) -> Vec<f64> {
    let room = Room::of(cases, end, half_life);
    let time = half_life * (end - cases[0].arrival()).max(1) as f64;
    let weight = |case: &&Past| {
        let all = (1.0 / room.share(length(case)).max(1e-9)).min(MOST_FOR);
        libm::exp2(-((end - case.arrival()) as f64) / time) * all
    };
    cases.iter().map(weight).collect()
}

/// How much time there was for the cases that came, those included that are not in the log because it was too little.
///
/// # Source
/// Of two times of which only pairs are seen in which the one is no longer than the other, either is told by the product over those
/// that are seen: Woodroofe (1985), "Estimating a distribution function with truncated data", *Annals of Statistics* 13(1), 163–177.
struct Room {
    /// Times from arrival to the end of the log, in order, each with how much all cases count for which there was as much or more.
    times: Vec<(Micros, f64)>,
}

impl Room {
    /// * `half_life` – after which a case counts half as much, as a share of the time that they cover
    fn of(cases: &[&Past], end: Micros, half_life: f64) -> Room {
        let time = half_life * cases.first().map_or(1, |first| (end - first.arrival()).max(1)) as f64;
        let ago = |case: &&Past| end - case.arrival();
        let of = |(case, many): (&&Past, f64)| (ago(case), many * libm::exp2(-(ago(case) as f64) / time));
        let mut times: Vec<(Micros, f64)> = cases.iter().zip(unseen(cases, end)).map(of).collect();
        times.sort_by_key(|(time, _)| *time);
        let mut above = 0.0;
        for (_, weight) in times.iter_mut().rev() {
            above += *weight;
            *weight = above;
        }
        Room { times }
    }

    /// For which share of cases there was so much time.
    fn share(&self, length: Micros) -> f64 {
        let all = self.times.first().map_or(1.0, |(_, above)| *above);
        let at = self.times.partition_point(|(time, _)| *time < length);
        self.times.get(at).map_or(0.0, |(_, above)| above / all.max(1e-12))
    }
}

/// What cases are like together.
struct Shape {
    /// Share of every three visits in a row.
    threes: BTreeMap<[usize; 3], f64>,
    /// Hours into the case of every start and end.
    within: Vec<Weighted>,
    /// Hours that cases take.
    lengths: Vec<Weighted>,
}

impl Shape {
    fn of(cases: &[&Past], weights: &[f64]) -> Shape {
        const NOTHING: usize = usize::MAX;
        let mut shape = Shape { threes: BTreeMap::new(), within: Vec::new(), lengths: Vec::new() };
        let mut total = 0.0;
        for (case, weight) in cases.iter().zip(weights) {
            let whole = (weight * 10_000.0).round() as u64;
            let symbols = case.visits.iter().map(|visit| visit.symbol);
            let row: Vec<usize> = [NOTHING; 2].into_iter().chain(symbols).chain([NOTHING; 2]).collect();
            for three in row.windows(3) {
                *shape.threes.entry([three[0], three[1], three[2]]).or_default() += weight;
                total += weight;
            }
            let from = case.arrival();
            let pieces = case.visits.iter().flat_map(|visit| &visit.pieces);
            shape.within.extend(
                pieces.flat_map(|piece| [piece.start, piece.end]).map(|at| ((at - from).div_euclid(HOUR), whole)),
            );
            shape.lengths.push(((case.end() - from).div_euclid(HOUR), whole));
        }
        shape.threes.values_mut().for_each(|share| *share /= total);
        shape
    }

    /// How far it is from another: the order of activities, how far into the case they come, how long cases take.
    fn apart(&self, other: &Shape) -> [f64; 3] {
        let of = |shape: &Shape, three: &[usize; 3]| shape.threes.get(three).copied().unwrap_or(0.0);
        let own: f64 = self.threes.iter().map(|(three, share)| (share - of(other, three)).abs()).sum();
        let rest: f64 =
            other.threes.iter().filter(|(three, _)| !self.threes.contains_key(*three)).map(|(_, share)| share).sum();
        let between = |one: &[Weighted], other: &[Weighted]| wasserstein(one.to_vec(), other.to_vec()).unwrap_or(0.0);
        [0.5 * (own + rest), between(&self.within, &other.within), between(&self.lengths, &other.lengths)]
    }
}
