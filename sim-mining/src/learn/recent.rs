//! How much of the past still tells what comes: where a chain changes, what was long ago misleads.
//!
//! Older cases are dropped only where the chain has changed by more than chance (`drift.rs`), or where the log holds only cases that were
//! over: of the latest of those the long ones are missing, and a later log of the same kind will lack them as well.
//!
//! Such a log is cut where four fifths of its events are over. Of the cases that were over before the cut some part, the latest, is
//! laid beside those that came after it, in the order of their activities, how far into the case they come and how long cases take;
//! the largest part that is about as near as any is what is learned from. Of cases that were under way at the cut
//! neither side knows. Each case may also count for those of its length that there must have been, if that brings the two sides nearer.

use std::collections::BTreeMap;

use super::How;
use super::drift::changed_at;
use super::history::{History, Past};
use super::week::HOUR;
use crate::log::Micros;
use crate::score::{Weighted, wasserstein};

/// Parts of the past that are tried.
const PARTS: [f64; 6] = [1.0, 0.7, 0.5, 0.35, 0.25, 0.15];
/// A larger part may be further away by this factor.
const ABOUT: f64 = 1.05;
/// A case counts for at most so many.
const MOST_FOR: f64 = 5.0;
/// No part of fewer cases is tried.
const ENOUGH: usize = 60;
/// Fewer cases on either side tell nothing.
const LEAST: usize = 30;

/// What is learned from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recent {
    /// The first case that counts.
    pub(super) first: usize,
    /// How much each case counts: nothing before the first, 1 on average after it.
    pub(super) weights: Vec<f64>,
    /// Whether cases count for others of their length that are not in the log.
    pub(super) made_whole: bool,
    /// Whether it went otherwise before, by more than chance.
    pub(super) has_changed: bool,
}

impl Recent {
    /// Of the past.
    ///
    /// * `only_finished` – the log has only cases that were over
    /// * `how` – how much of them is asked for
    pub(super) fn of(history: &History, only_finished: bool, how: How) -> Recent {
        let cases: Vec<&Past> = history.cases.iter().collect();
        let changed_at = changed_at(history, only_finished);
        let (first, made_whole) = match only_finished {
            _ if how == How::Whole => (0, only_finished),
            true => {
                let (part, made_whole) = best(history).unwrap_or((1.0, false));
                (cases.len() - count(cases.len(), part), made_whole)
            }
            false => (changed_at.unwrap_or(0), false),
        };
        let has_changed = changed_at.is_some();
        let mut weights = vec![0.0; first];
        weights.extend(weights_of(&cases[first..], history.span.1, made_whole));
        Recent { first, weights, made_whole, has_changed }
    }
}

/// Of so many cases a part, but at least one.
fn count(cases: usize, part: f64) -> usize {
    ((cases as f64 * part).round() as usize).clamp(1, cases)
}

/// Of a log of cases that were over, which part is about as near to what came later as any, and whether with weights.
fn best(history: &History) -> Option<(f64, bool)> {
    let mut ends: Vec<Micros> = history.pieces().map(|piece| piece.end).collect();
    ends.sort_unstable();
    let cut = *ends.get(ends.len() * 4 / 5)?;
    let early: Vec<&Past> = history.cases.iter().filter(|case| case.end() <= cut).collect();
    let late: Vec<&Past> = history.cases.iter().filter(|case| case.arrival() > cut).collect();
    if early.len() < LEAST || late.len() < LEAST {
        return None;
    }
    let late = Shape::of(&late, &vec![1.0; late.len()]);
    let mut tried: Vec<(f64, bool, [f64; 3])> = Vec::new();
    for part in PARTS.into_iter().filter(|part| *part == 1.0 || count(early.len(), *part) >= ENOUGH) {
        let some = &early[early.len() - count(early.len(), part)..];
        for way in [false, true] {
            tried.push((part, way, Shape::of(some, &weights_of(some, cut, way)).apart(&late)));
        }
    }
    // Each distance as a multiple of the least, so that none outweighs the others.
    let least: Vec<f64> =
        (0..3).map(|which| tried.iter().map(|(.., apart)| apart[which]).fold(f64::INFINITY, f64::min)).collect();
    let total =
        |apart: &[f64; 3]| apart.iter().zip(&least).map(|(apart, least)| (apart / least.max(1e-9)).ln()).sum::<f64>();
    let best = tried.iter().map(|(.., apart)| total(apart)).fold(f64::INFINITY, f64::min);
    let chosen = tried.iter().find(|(.., apart)| total(apart) <= best + 3.0 * ABOUT.ln())?;
    Some((chosen.0, chosen.1))
}

/// How much each case counts: one over the share of the moments since the first at which a case that takes as long could
/// have begun and still have been over at the end.
///
/// # Source
/// Horvitz & Thompson (1952), "A generalization of sampling without replacement from a finite universe", *Journal of the
/// American Statistical Association* 47, 663–685.
fn weights_of(cases: &[&Past], end: Micros, made_whole: bool) -> Vec<f64> {
    if !made_whole {
        return vec![1.0; cases.len()];
    }
    let room = (end - cases[0].arrival()).max(1) as f64;
    let weight = |case: &&Past| 1.0 / (1.0 - (case.end() - case.arrival()) as f64 / room).max(1.0 / MOST_FOR);
    let mut weights: Vec<f64> = cases.iter().map(weight).collect();
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    weights.iter_mut().for_each(|weight| *weight /= mean);
    weights
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
            let whole = (weight * 1000.0).round() as u64;
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
