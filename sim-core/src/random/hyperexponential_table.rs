//! The quantile table of a mixture of exponential distributions.

use libm::{exp, expm1, log, log1p};

use super::normal::{normal_cdf, normal_density};
use super::quantile_table::{Node, QuantileTable};

/// Most steps of the search for one quantile; two or three are usual.
const MAX_STEPS: u32 = 100;

/// The table of `ln x` for a mixture of exponentials; the relative error of `x` is about 5e-8.
///
/// * `branches` – probability (above 0; they sum to 1) and mean (above 0); at least one
pub(super) fn hyperexponential_table(branches: &[(f64, f64)]) -> QuantileTable {
    let shortest = branches.iter().map(|branch| branch.1).fold(f64::INFINITY, f64::min);
    let longest = branches.iter().map(|branch| branch.1).fold(0.0, f64::max);
    QuantileTable::adaptive(|z, guess| {
        // Work with the smaller of the two tails, where probabilities are exact.
        let tail = normal_cdf(-z.abs());
        let exponential = if z <= 0.0 { -log1p(-tail) } else { -log(tail) };
        // The mixture lies between its shortest and its longest branch.
        let bracket = (log(shortest * exponential), log(longest * exponential));
        let y = solve(bracket, guess, |y| {
            let at = Mixture::at(branches, exp(y));
            if z <= 0.0 {
                (log(at.below / tail), at.density / at.below)
            } else {
                (log(tail / at.above), at.density / at.above)
            }
        });
        Node { z, y, slope: normal_density(z) / Mixture::at(branches, exp(y)).density }
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
