//! The quantile tables of a mixture of exponential distributions: by the unit, and where branches are of very different
//! length, so that the quantile rises in steps, by the normal quantile.

use libm::{exp, expm1, log, log1p};

use super::normal::{normal_cdf, normal_density};
use super::quantile_table::{Node, QuantileTable};
use super::standard_tables::TOLERANCE;
use super::unit_table::{FINENESSES, Jet, Tail, UnitTable, borders};

/// Branches that differ by more than this factor make steps too steep for a table by the unit.
const WIDEST: f64 = 20.0;
/// Most steps of the search for one quantile; two or three are usual.
const MAX_STEPS: u32 = 100;

/// The table of a mixture of exponentials by the unit; `None` where it does not rise steadily. The relative error is
/// below 3e-8 in the middle of every cell, where it is largest: it is looked at.
///
/// * `branches` – probability (above 0; they sum to 1) and mean (above 0); at least one
pub(super) fn hyperexponential_unit_table(branches: &[(f64, f64)]) -> Option<UnitTable> {
    let (shortest, longest) = extremes(branches);
    if longest > WIDEST * shortest {
        return None;
    }
    let jets = |fineness: u32, tail: Tail| {
        let mut guess = f64::NAN;
        let next = |v: f64| f64::from_bits(v.to_bits() + (1 << (52 - fineness)));
        let jet = |v: f64| {
            let y = quantile(branches, tail, v, guess);
            let value = exp(y);
            let (density, falls) = density_and_fall(branches, value);
            let slope = if tail == Tail::Lower { 1.0 / density } else { -1.0 / density };
            // To where the next one will be, as the tangent of the logarithms has it.
            guess = y + slope / value * (next(v) - v);
            Jet { value, slope, curvature: falls / (density * density * density) }
        };
        borders(fineness).map(jet).collect()
    };
    let off = |tail: Tail, v: f64, x: f64| {
        let at = Mixture::at(branches, x);
        (if tail == Tail::Lower { at.below - v } else { v - at.above }) / at.density
    };
    FINENESSES.into_iter().find_map(|fineness| {
        let table = UnitTable::new(fineness, |tail| jets(fineness, tail))?;
        (table.largest_difference(off) < TOLERANCE).then_some(table)
    })
}

/// Means of the shortest and of the longest branch.
fn extremes(branches: &[(f64, f64)]) -> (f64, f64) {
    let means = || branches.iter().map(|branch| branch.1);
    (means().fold(f64::INFINITY, f64::min), means().fold(0.0, f64::max))
}

/// The density at one time, and how steeply it falls.
fn density_and_fall(branches: &[(f64, f64)], x: f64) -> (f64, f64) {
    branches.iter().fold((0.0, 0.0), |(density, falls), &(p, mean)| {
        let here = p / mean * exp(-(x / mean));
        (density + here, falls + here / mean)
    })
}

/// The table of `ln x` for a mixture of exponentials; the relative error of `x` is about 5e-8.
///
/// * `branches` – probability (above 0; they sum to 1) and mean (above 0); at least one
pub(super) fn hyperexponential_table(branches: &[(f64, f64)]) -> QuantileTable {
    QuantileTable::adaptive(|z, guess| {
        let tail = if z <= 0.0 { Tail::Lower } else { Tail::Upper };
        let y = quantile(branches, tail, normal_cdf(-z.abs()), guess);
        Node { z, y, slope: normal_density(z) / Mixture::at(branches, exp(y)).density }
    })
}

/// The logarithm of the quantile at a tail probability; each tail works with its own, where they are exact.
fn quantile(branches: &[(f64, f64)], tail: Tail, probability: f64, guess: f64) -> f64 {
    let (shortest, longest) = extremes(branches);
    let exponential = if tail == Tail::Lower { -log1p(-probability) } else { -log(probability) };
    // The mixture lies between its shortest and its longest branch.
    let bracket = (log(shortest * exponential), log(longest * exponential));
    solve(bracket, guess, |y| {
        let at = Mixture::at(branches, exp(y));
        match tail {
            Tail::Lower => (log(at.below / probability), at.density / at.below),
            Tail::Upper => (log(probability / at.above), at.density / at.above),
        }
    })
}

/// The mixture at one time: probabilities below and above it, and the density of `ln x`.
#[derive(Debug, Clone, Copy, Default)]
struct Mixture {
    below: f64,
    above: f64,
    density: f64,
}

impl Mixture {
    fn at(branches: &[(f64, f64)], x: f64) -> Mixture {
        branches.iter().fold(Mixture::default(), |sum, &(p, mean)| {
            // Beyond 1000 the exponential is 0 anyway; an infinite `t` would make the density not a number.
            let t = (x / mean).min(1000.0);
            // Both probabilities keep their relative accuracy.
            let (below, above) = if t < 0.5 {
                let negative = expm1(-t);
                (-negative, 1.0 + negative)
            } else {
                let above = exp(-t);
                (1.0 - above, above)
            };
            Mixture { below: sum.below + p * below, above: sum.above + p * above, density: sum.density + p * t * above }
        })
    }
}

/// The root of a rising function given as (value, slope): Newton's method, halving the bracket where it leaves it.
fn solve((mut low, mut high): (f64, f64), guess: f64, rising: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut y = if low < guess && guess < high { guess } else { 0.5 * (low + high) };
    for _ in 0..MAX_STEPS {
        let (value, slope) = rising(y);
        if value < 0.0 {
            low = y;
        } else {
            high = y;
        }
        let step = value / slope;
        // Convergence is quadratic: what is left after so small a step is below the rounding of `y`.
        if step.abs() < 1e-8 || high - low < 1e-15 {
            return (y - step).clamp(low, high);
        }
        y = if low < y - step && y - step < high { y - step } else { 0.5 * (low + high) };
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::quantile_table::{CELLS, CELLS_PER_UNIT, RANGE};

    /// Branches up to a factor ten apart are tabulated by the unit; what is too steep is refused, and quickly.
    #[test]
    fn branches_of_like_length_have_a_table_by_the_unit() {
        let table = |a: f64, b: f64| hyperexponential_unit_table(&[(0.3, a), (0.7, b)]);
        assert!(table(1.0, 4.0).is_some() && table(1.0, 1.0).is_some());
        assert!(table(1.0, 1e4).is_none());
    }

    /// The distribution function at the tabulated quantile, ten places in every cell, near the steps and far.
    #[test]
    fn quantiles_are_within_a_ten_millionth() {
        let mixtures: [&[(f64, f64)]; 5] = [
            &[(0.3, 1.0), (0.7, 4.0)],
            &[(0.99, 1.0), (0.01, 1000.0)],
            &[(0.5, 1e-6), (0.5, 1e6)],
            &[(1e-9, 1e5), (1.0 - 1e-9, 1e-3)],
            &[(0.2, 0.01), (0.2, 0.1), (0.2, 1.0), (0.2, 10.0), (0.2, 100.0)],
        ];
        for branches in mixtures {
            let table = hyperexponential_table(branches);
            let mut largest: f64 = 0.0;
            for i in 0..10 * CELLS {
                let z = i as f64 / (10.0 * CELLS_PER_UNIT) - RANGE;
                let x = exp(table.ln_quantile_at(z));
                let at = Mixture::at(branches, x);
                let excess = if z < 0.0 { at.below - normal_cdf(z) } else { normal_cdf(-z) - at.above };
                // Where the curve is so steep that rounding of the probability alone moves x, that is allowed.
                let rounding = 1e-15 * normal_cdf(-z.abs()) / at.density;
                largest = largest.max((excess / at.density).abs() - rounding);
            }
            assert!(largest < 1e-7, "{branches:?}: relative error {largest:e}");
        }
    }
}
