//! Whether something depends on a trait by more than chance, and by more than its own values cost.
//!
//! What is looked at is a share (of cases that go somewhere) or times. Two things are asked of a trait before it gets values of its own:
//!
//! * the likelihood gains more than every free number costs: half the logarithm of the sample (Schwarz 1978, *Annals of
//!   Statistics* 6(2), 461–464);
//! * so large a gain would be seen by chance in fewer than one of twenty logs, all comparisons together (Bonferroni; every trait has an
//!   equal part, which the places at which numbers may be cut divide among them);
//! * times differ by a twentieth of their mean at least: in a large log next to nothing is more than chance.
//!
//! Shares by the likelihood ratio of the binomial, its probability with Yates' correction (1934, *Supplement to the Journal of the Royal
//! Statistical Society* 1(2), 217–235), for small groups. Times by their normal scores (van der Waerden 1952, *Indagationes
//! Mathematicae* 14, 453–458; Conover 1999, *Practical Nonparametric Statistics*, 3rd ed., §5.10), so that
//! a few very long ones decide nothing and no kind of distribution is assumed. Each case counts once at a place.
//!
//! Leaving by the likelihood of how many left, for how long they were there: an exponential time, on a clock on which those of all together are
//! exponential (the hazard of Nelson and Aalen), so that what is expected of a level is that of the log-rank test (Mantel 1966, *Cancer
//! Chemotherapy Reports* 50, 163–170) and no kind of distribution is assumed. The sample is then as large as the number who left (Volinsky & Raftery
//! 2000, *Biometrics* 56(1), 256–262).

use std::collections::BTreeMap;

use super::axis::Axis;
use super::leaving::During;
use crate::chance::{chi_square_above, divergence, nearer, normal_scores};
use crate::log::Micros;

/// Fewer cases of a level do not get a value of their own.
pub(super) const FEWEST: usize = 10;
/// Fewer cases tell nothing.
const ENOUGH: usize = 30;
/// Fewer who left tell nothing.
const ENOUGH_LEFT: usize = 10;
/// What may be claimed, all comparisons together.
const SIGNIFICANT: f64 = 0.05;

/// The least that times differ, as a share of their mean.
const LEAST: f64 = 0.05;

/// What may depend on a trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Which share goes from a state, or from the beginning, to another, or to the end.
    Next(Option<usize>, Option<usize>),
    /// How long a kind of work takes.
    Work(usize),
    /// How long is waited outside before an activity in a state.
    Delay(usize, u32),
    /// How soon a state is left, while what.
    Leave(usize, During),
}

/// What was seen at a place.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// Where.
    pub(super) place: Place,
    /// Of every case, and when.
    cases: Vec<(u32, Micros)>,
    /// What: 1 or 0 of a share or of leaving, scores of times.
    seen: Vec<f64>,
    /// The times themselves.
    times: Vec<f64>,
    /// How much each counts; of leaving, how often it is expected in the time that each was there.
    weights: Vec<f64>,
}

/// What values of its own for each level bring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gain {
    /// The logarithm of the likelihood above what they cost.
    pub(super) above: f64,
    /// The probability of as much by chance.
    pub(super) chance: f64,
    /// How much times differ, as a share of their mean.
    pub(super) differ: f64,
}

impl Gain {
    /// Whether that is worth it.
    ///
    /// * `comparisons` – how many there are in all
    pub(super) fn is_worth_it(&self, comparisons: usize) -> bool {
        self.above > 0.0 && self.chance * (comparisons.max(1) as f64) < SIGNIFICANT && self.differ >= LEAST
    }
}

impl Evidence {
    /// Of a share; none where too little is known.
    pub(super) fn of_share(place: Place, seen: &[(u32, Micros, bool, f64)]) -> Option<Evidence> {
        let mut once: BTreeMap<u32, (Micros, bool, f64)> = BTreeMap::new();
        for &(case, at, goes, weight) in seen.iter().filter(|(.., weight)| *weight > 0.0) {
            once.entry(case).or_insert((at, goes, weight));
        }
        let goes = once.values().filter(|(_, goes, _)| *goes).count();
        if once.len() < ENOUGH || goes < 5 || once.len() - goes < 5 {
            return None;
        }
        // What counts for several is no more than one.
        let (sum, squares) =
            once.values().fold((0.0, 0.0), |(sum, squares), (.., weight)| (sum + weight, squares + weight * weight));
        let factor = sum / squares;
        Some(Evidence {
            place,
            cases: once.iter().map(|(case, (at, ..))| (*case, *at)).collect(),
            seen: once.values().map(|(_, goes, _)| f64::from(u8::from(*goes))).collect(),
            times: vec![0.0; once.len()],
            weights: once.values().map(|(.., weight)| weight * factor).collect(),
        })
    }

    /// Of times; of several of one case their mean. None where too little is known.
    pub(super) fn of_times(place: Place, seen: &[(u32, Micros, f64)]) -> Option<Evidence> {
        let mut once: BTreeMap<u32, (Micros, f64, f64)> = BTreeMap::new();
        for &(case, at, time) in seen {
            let (_, sum, count) = once.entry(case).or_insert((at, 0.0, 0.0));
            (*sum, *count) = (*sum + time, *count + 1.0);
        }
        if once.len() < ENOUGH {
            return None;
        }
        let times: Vec<f64> = once.values().map(|(_, sum, count)| sum / count).collect();
        Some(Evidence {
            place,
            cases: once.iter().map(|(case, (at, ..))| (*case, *at)).collect(),
            seen: normal_scores(&times)?,
            weights: vec![1.0; times.len()],
            times,
        })
    }

    /// Of leaving; none where too little is known.
    ///
    /// * `stays` – which case, until when, how long, and whether it was left
    pub(super) fn of_leaving(place: Place, stays: &[(u32, Micros, Micros, bool)]) -> Option<Evidence> {
        let hazard = Hazard::of(stays);
        let mut once: BTreeMap<u32, (Micros, f64, f64)> = BTreeMap::new();
        for &(case, at, time, left) in stays {
            let (_, seen, expected) = once.entry(case).or_insert((at, 0.0, 0.0));
            *seen += f64::from(u8::from(left));
            *expected += hazard.until(time);
        }
        if once.len() < ENOUGH || stays.iter().filter(|(.., left)| *left).count() < ENOUGH_LEFT {
            return None;
        }
        Some(Evidence {
            place,
            cases: once.iter().map(|(case, (at, ..))| (*case, *at)).collect(),
            seen: once.values().map(|(_, seen, _)| *seen).collect(),
            times: vec![0.0; once.len()],
            weights: once.values().map(|(.., expected)| *expected).collect(),
        })
    }

    /// What values of its own for each level of another axis bring, beside those that there are for levels of some axes.
    pub(super) fn gain(&self, given: &[&Axis], other: &Axis) -> Option<Gain> {
        let is_share = matches!(self.place, Place::Next(..));
        let is_leaving = matches!(self.place, Place::Leave(..));
        // Of every cell of the axes that are given, of every level: how many, weight, sum, sum of squares, sum of times.
        let mut cells: BTreeMap<Vec<usize>, Vec<[f64; 5]>> = BTreeMap::new();
        'all: for (number, &(case, at)) in self.cases.iter().enumerate() {
            let (seen, weight, time) = (self.seen[number], self.weights[number], self.times[number]);
            let Some(level) = other.at(case, at) else { continue };
            let mut cell = Vec::with_capacity(given.len());
            for axis in given {
                let Some(level) = axis.at(case, at) else { continue 'all };
                cell.push(level);
            }
            let sums = &mut cells.entry(cell).or_insert_with(|| vec![[0.0; 5]; other.levels.len()])[level];
            let of = if is_leaving { seen } else { weight * seen };
            for (sum, add) in sums.iter_mut().zip([1.0, weight, of, of * seen, time]) {
                *sum += add;
            }
        }
        let (mut free, mut n) = (0, 0.0);
        let (mut likelihood, mut careful) = (0.0, 0.0);
        let (mut before, mut after, mut apart) = (0.0, 0.0, 0.0_f64);
        for levels in cells.into_values() {
            let levels: Vec<[f64; 5]> = levels.into_iter().filter(|level| level[0] >= FEWEST as f64).collect();
            let [count, weight, sum, squares, times] =
                levels.iter().fold([0.0; 5], |all, level| std::array::from_fn(|part| all[part] + level[part]));
            if count == 0.0 || (is_leaving && sum == 0.0) {
                continue;
            }
            n += if is_leaving { sum } else { weight };
            free += levels.len() - 1;
            let mean = sum / weight;
            for &[_, own, of, ..] in &levels {
                if is_share {
                    likelihood += 2.0 * divergence(of, own, mean);
                    careful += 2.0 * divergence(nearer(of, own, mean), own, mean);
                }
                if is_leaving {
                    likelihood += 2.0 * excess(of, own * mean);
                    careful += 2.0 * excess(nearer(of, own, mean), own * mean);
                    apart = apart.max((of / (own * mean).max(1e-9) - 1.0).abs());
                }
            }
            for &[of, .., time] in levels.iter().filter(|_| !is_leaving) {
                apart = apart.max((time / of / (times / count) - 1.0).abs());
            }
            before += squares - sum * mean;
            after += squares - levels.iter().map(|[_, own, of, ..]| of * of / own).sum::<f64>();
        }
        let is_times = !is_share && !is_leaving;
        let enough = if is_leaving { ENOUGH_LEFT } else { ENOUGH };
        if free == 0 || n < enough as f64 || (is_times && after <= 0.0) {
            return None;
        }
        if is_times {
            likelihood = n * libm::log(before / after);
            careful = (n - 1.0 - free as f64) * (before - after) / before;
        }
        let above = 0.5 * likelihood - 0.5 * free as f64 * libm::log(n);
        let differ = if is_share { 1.0 } else { apart };
        Some(Gain { above, chance: chi_square_above(careful, free), differ })
    }
}

/// How much likelier it is that so many leave when that is what is expected than when something else is.
fn excess(count: f64, expected: f64) -> f64 {
    let known = if count > 0.0 { count * libm::log(count / expected.max(1e-9)) } else { 0.0 };
    known - (count - expected)
}

/// How often leaving is expected until a time, of whoever stays (Nelson 1972, *Technometrics* 14(4), 945–966; Aalen 1978, *Annals of
/// Statistics* 6(4), 701–726).
struct Hazard(Vec<(Micros, f64)>);

impl Hazard {
    fn of(stays: &[(u32, Micros, Micros, bool)]) -> Hazard {
        let mut sorted: Vec<(Micros, bool)> = stays.iter().map(|(.., time, left)| (*time, *left)).collect();
        sorted.sort_unstable();
        let mut steps: Vec<(Micros, f64)> = Vec::new();
        let (mut sum, mut from) = (0.0, 0);
        while from < sorted.len() {
            let time = sorted[from].0;
            let until = sorted.partition_point(|(other, _)| *other <= time);
            let left = sorted[from..until].iter().filter(|(_, left)| *left).count();
            if left > 0 {
                sum += left as f64 / (sorted.len() - from) as f64;
                steps.push((time, sum));
            }
            from = until;
        }
        Hazard(steps)
    }

    fn until(&self, time: Micros) -> f64 {
        let passed = self.0.partition_point(|(at, _)| *at <= time);
        passed.checked_sub(1).map_or(0.0, |last| self.0[last].1)
    }
}
