//! Whether a chain has changed by more than chance, so that what was long ago misleads.
//!
//! The cases, in the order in which they began, are cut into blocks. Between any two of those it is looked how far what came before is from
//! what came after, in the order of activities, how far into a case they come and how long cases take; where that is
//! most, the chain may have changed. The same is worked out with the blocks in an order drawn by lot, many times: where nothing
//! changed, no order is special. After a change it is looked again in what came since.
//!
//! All cases are followed equally far: those that began so late that less is known of them are left out, and of the others only what
//! came within that time counts. Without that the latest cases would look short, because of the long ones the end is not known.
//! Blocks are moved whole, since cases that came together met the same queue.
//!
//! # Source
//! Antoch & Hušková (2001), "Permutation tests in change point analysis", *Statistics & Probability Letters* 53(1), 37–46; with
//! blocks: Kirch (2007), "Block permutation principles for the change analysis of dependent data", *Journal of
//! Statistical Planning and Inference* 137(7), 2453–2474.

use std::collections::BTreeMap;

use super::history::{History, Past};
use crate::log::Micros;
use crate::score::scramble;

/// Blocks into which the cases are cut.
const BLOCKS: usize = 20;
/// So many of them at least stand on each side of a change.
const SIDE: usize = 3;
/// Orders drawn by lot.
const ORDERS: u64 = 399;
/// A change is believed if so large a gain comes of at most this share of orders drawn by lot. Queues outlast blocks, so in logs in
/// which nothing changed it is believed somewhat more often, but not in more than one of twenty.
const CHANCE: f64 = 0.02;
/// Fewer cases tell nothing.
const LEAST: usize = 150;
/// Values that times are rounded to.
const VALUES: usize = 256;

/// The first case since which the chain is as it is of late, if it went otherwise before by more than chance.
pub(super) fn changed_at(history: &History) -> Option<usize> {
    let follow = follow_up(history);
    let last = history.span.1 - follow;
    let known: Vec<usize> = (0..history.cases.len()).filter(|&case| history.cases[case].arrival() <= last).collect();
    if known.len() < LEAST {
        return None;
    }
    let mut since = None;
    while known.len() - since.unwrap_or(0) >= LEAST {
        let cases: Vec<&Past> = known[since.unwrap_or(0)..].iter().map(|&case| &history.cases[case]).collect();
        let Some(block) = Blocks::of(&cases, follow).change() else { break };
        // The first case of that block.
        since = Some(since.unwrap_or(0) + (block * cases.len()).div_ceil(BLOCKS));
    }
    since.map(|since| known[since])
}

/// How far every case is followed: as long as nine in ten take, but no longer than a fifth of the log.
fn follow_up(history: &History) -> Micros {
    let mut lengths: Vec<Micros> = history.cases.iter().map(|case| case.end() - case.arrival()).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
    usual.min((history.span.1 - history.span.0) / 5)
}

/// What the cases of every block are like together.
struct Blocks {
    /// How often every three visits in a row: number of the three, and how often.
    threes: Vec<Vec<(u32, f64)>>,
    /// Numbers of threes.
    kinds: usize,
    /// Times into the case of every start and end.
    within: Times,
    /// Times that cases take.
    lengths: Times,
}

/// Times by block, in seconds: how many of each value.
struct Times {
    values: Vec<f64>,
    counts: Vec<Vec<f64>>,
}

impl Blocks {
    fn of(cases: &[&Past], follow: Micros) -> Blocks {
        const NOTHING: usize = usize::MAX;
        let mut numbers: BTreeMap<[usize; 3], u32> = BTreeMap::new();
        let mut threes: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); BLOCKS];
        let (mut within, mut lengths) = (vec![Vec::new(); BLOCKS], vec![Vec::new(); BLOCKS]);
        for (place, case) in cases.iter().enumerate() {
            let block = place * BLOCKS / cases.len();
            let (from, until) = (case.arrival(), case.arrival() + follow);
            let visits = case.visits.iter().filter(|visit| visit.pieces[0].start <= until).map(|visit| visit.symbol);
            let mut row: Vec<usize> = [NOTHING; 2].into_iter().chain(visits).collect();
            // What comes after that time is neither an end nor known.
            if case.end() <= until {
                row.extend([NOTHING; 2]);
            }
            for three in row.windows(3) {
                let new = numbers.len() as u32;
                let number = *numbers.entry([three[0], three[1], three[2]]).or_insert(new);
                *threes[block].entry(number).or_default() += 1.0;
            }
            let moments = case.visits.iter().flat_map(|visit| &visit.pieces).flat_map(|piece| [piece.start, piece.end]);
            within[block].extend(moments.filter(|at| *at <= until).map(|at| at - from));
            lengths[block].push(case.end().min(until) - from);
        }
        Blocks {
            threes: threes.into_iter().map(|block| block.into_iter().collect()).collect(),
            kinds: numbers.len(),
            within: Times::of(&within),
            lengths: Times::of(&lengths),
        }
    }

    /// The block with which a change begins, if there was one.
    fn change(&self) -> Option<usize> {
        let order: Vec<usize> = (0..BLOCKS).collect();
        let by_lot = |turn: u64| {
            let mut order = order.clone();
            order.sort_by_key(|&block| (scramble(turn, block as u64), block));
            self.apart(&order)
        };
        let own = self.apart(&order);
        let by_lot: Vec<Vec<[f64; 3]>> = (0..ORDERS).map(by_lot).collect();
        // Each distance as a multiple of what it is by lot, so that none outweighs the others.
        let usual = [0, 1, 2].map(|which| {
            let all = by_lot.iter().flatten().map(|apart| apart[which]);
            (all.sum::<f64>() / (ORDERS as usize * own.len()) as f64).max(1e-12)
        });
        let total = |apart: &[f64; 3]| apart.iter().zip(usual).map(|(apart, usual)| apart / usual).sum::<f64>();
        let furthest = |apart: &[[f64; 3]]| apart.iter().map(total).fold(0.0, f64::max);
        let most = furthest(&own);
        let as_far = by_lot.iter().filter(|apart| furthest(apart) >= most).count();
        let is_chance = (as_far + 1) as f64 > CHANCE * (ORDERS + 1) as f64;
        let place = own.iter().position(|apart| total(apart) >= most)?;
        (!is_chance).then_some(place + SIDE)
    }

    /// For every place where an order of blocks can be cut, how far the two sides are apart: the order of activities, how far
    /// into a case they come, how long cases take. Weighted, so that chance alone makes it about as much everywhere.
    fn apart(&self, order: &[usize]) -> Vec<[f64; 3]> {
        let cut = |place: usize| {
            let (before, after) = order.split_at(place);
            let weight = ((before.len() * after.len()) as f64).sqrt();
            let (before, after) = (self.together(before), self.together(after));
            let threes = before.0.iter().zip(&after.0).map(|(one, other)| (one - other).abs()).sum::<f64>();
            let times = [self.within.apart(&before.1, &after.1), self.lengths.apart(&before.2, &after.2)];
            [weight * threes, weight * times[0], weight * times[1]]
        };
        (SIDE..=BLOCKS - SIDE).map(cut).collect()
    }

    /// Shares of some blocks together.
    fn together(&self, blocks: &[usize]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let mut threes = vec![0.0; self.kinds];
        for &(number, count) in blocks.iter().flat_map(|&block| &self.threes[block]) {
            threes[number as usize] += count;
        }
        let total: f64 = threes.iter().sum();
        threes.iter_mut().for_each(|share| *share /= total.max(1.0));
        (threes, self.within.together(blocks), self.lengths.together(blocks))
    }
}

impl Times {
    fn of(blocks: &[Vec<i64>]) -> Times {
        let mut all: Vec<i64> = blocks.iter().flatten().copied().collect();
        all.sort_unstable();
        let mut values: Vec<i64> = match all.len() {
            0 => vec![0],
            n => (0..VALUES).map(|value| all[(n - 1) * value / (VALUES - 1)]).collect(),
        };
        values.dedup();
        let counts = |block: &Vec<i64>| {
            let mut counts = vec![0.0; values.len()];
            block.iter().for_each(|time| counts[values.partition_point(|value| value < time)] += 1.0);
            counts
        };
        Times {
            counts: blocks.iter().map(counts).collect(),
            values: values.iter().map(|&time| time as f64 / 1e6).collect(),
        }
    }

    fn together(&self, blocks: &[usize]) -> Vec<f64> {
        let mut shares = vec![0.0; self.values.len()];
        for &block in blocks {
            shares.iter_mut().zip(&self.counts[block]).for_each(|(share, count)| *share += count);
        }
        let total: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= total.max(1.0));
        shares
    }

    /// How far one has to be moved to become the other, on average.
    fn apart(&self, one: &[f64], other: &[f64]) -> f64 {
        let mut below = 0.0;
        let steps = self.values.windows(2).zip(one.iter().zip(other));
        steps
            .map(|(value, (one, other))| {
                below += one - other;
                below.abs() * (value[1] - value[0])
            })
            .sum()
    }
}
