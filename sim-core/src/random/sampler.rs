//! Drawing times by inversion: one number in (0, 1) gives one time, and a larger number never an earlier one.
//!
//! That is what lets two scenarios be compared with the same draws: the resident who needed much work in one also
//! does in the other, whatever the distribution there. Times come out in whole microseconds, and only functions
//! that give the same bits on every platform are used (`libm`; from the standard library, arithmetic and `sqrt`).

use libm::{exp, log, pow};

use super::distribution::Distribution;
use super::gamma_table::gamma_table;
use super::hyperexponential_table::hyperexponential_table;
use super::normal::normal_quantile;
use super::quantile_table::QuantileTable;
use super::truncated_normal::TruncatedNormal;
use crate::time::DAY;

/// Microseconds in a day.
const PER_DAY: f64 = DAY as f64;
/// The longest time that is drawn, in microseconds: some 31 700 years.
const LONGEST: f64 = 1e18;

/// A distribution made ready to draw from.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler(Kind);

/// One kind a distribution; times in microseconds.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Constant(i64),
    Exponential {
        mean: f64,
    },
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    Weibull {
        exponent: f64,
        scale: f64,
    },
    Uniform {
        low: f64,
        width: f64,
    },
    /// In days. `share`: probability below the mode; `rise`, `fall`: root of the width times the distance from the
    /// mode to either end.
    Triangular {
        share: f64,
        low: f64,
        rise: f64,
        high: f64,
        fall: f64,
    },
    Normal(TruncatedNormal),
    Empirical {
        at_most: Vec<f64>,
        values: Vec<i64>,
    },
    Table {
        scale: f64,
        quantiles: QuantileTable,
    },
}

impl Sampler {
    /// Makes a distribution ready to draw from. For a gamma or hyperexponential distribution this builds a table,
    /// in 0.2 to 0.3 milliseconds (up to 1.5 for branches of very different length).
    ///
    /// Any distribution is accepted whose parameters are finite and within the bounds of their documentation:
    ///
    /// * gamma: to a relative 5e-7 for coefficients of variation up to 31 (below 0.001 by the Wilson–Hilferty
    ///   approximation, which is that good there), to 5e-4 up to 1000; a larger one is drawn as 1000, with the
    ///   same mean
    /// * hyperexponential: to a relative 1e-7
    /// * weights and probabilities are divided by their sum; entries without weight are left out, and a
    ///   distribution without entries is the constant 0
    /// * times below 0 become 0, times above 1e18 microseconds become that
    pub fn new(distribution: &Distribution) -> Sampler {
        Sampler(match distribution {
            Distribution::Constant(value) => Kind::Constant(to_microseconds(value * PER_DAY)),
            Distribution::Exponential { mean } => Kind::Exponential { mean: mean * PER_DAY },
            Distribution::Gamma { mean, cv } => {
                Kind::Table { scale: mean * PER_DAY, quantiles: gamma_table(1.0 / (cv * cv)) }
            }
            Distribution::Lognormal { mu, sigma } => Kind::Lognormal { mu: mu + log(PER_DAY), sigma: *sigma },
            Distribution::Weibull { shape, scale } => Kind::Weibull { exponent: 1.0 / shape, scale: scale * PER_DAY },
            Distribution::Uniform { low, high } => Kind::Uniform { low: low * PER_DAY, width: (high - low) * PER_DAY },
            Distribution::Triangular { low, likely, high } => triangular(*low, *likely, *high),
            Distribution::Hyperexponential { branches } => hyperexponential(branches),
            Distribution::Normal { mean, sd, at_least } => {
                Kind::Normal(TruncatedNormal::new(mean * PER_DAY, sd * PER_DAY, at_least * PER_DAY))
            }
            Distribution::Empirical { points } => empirical(points),
        })
    }

    /// The time, in whole microseconds, that is exceeded with probability `1 − unit`.
    ///
    /// Rounded half up, never below 0. It rises with `unit`, up to the rounding of the last bits: of two units
    /// closer than about 1e-14, the larger may give a time a few parts in 1e15 shorter.
    ///
    /// * `unit` – in the open interval (0, 1), as [`Draws::unit`](super::Draws::unit) gives it
    #[inline]
    pub fn draw(&self, unit: f64) -> i64 {
        let time = match &self.0 {
            Kind::Constant(time) => return *time,
            Kind::Exponential { mean } => -mean * log(1.0 - unit),
            Kind::Lognormal { mu, sigma } => exp(mu + sigma * normal_quantile(unit)),
            Kind::Weibull { exponent, scale } => scale * pow(-log(1.0 - unit), *exponent),
            Kind::Uniform { low, width } => low + width * unit,
            Kind::Triangular { share, low, rise, high, fall } => {
                PER_DAY * if unit < *share { low + unit.sqrt() * rise } else { high - (1.0 - unit).sqrt() * fall }
            }
            Kind::Normal(normal) => normal.quantile(unit),
            Kind::Empirical { at_most, values } => {
                let seen = at_most.partition_point(|&probability| probability < unit);
                return values[seen.min(values.len() - 1)];
            }
            Kind::Table { scale, quantiles } => scale * quantiles.quantile(unit),
        };
        to_microseconds(time)
    }
}

/// Rounds to whole microseconds, between 0 and the longest time; what is not a number becomes 0.
#[inline]
fn to_microseconds(time: f64) -> i64 {
    let time = time.clamp(0.0, LONGEST);
    let whole = time as i64;
    // Not `(time + 0.5) as i64`: that sum is itself rounded.
    whole + i64::from(time - whole as f64 >= 0.5)
}

fn triangular(low: f64, likely: f64, high: f64) -> Kind {
    let width = high - low;
    if width <= 0.0 {
        return Kind::Constant(to_microseconds(low * PER_DAY));
    }
    Kind::Triangular {
        share: (likely - low) / width,
        low,
        rise: width.sqrt() * (likely - low).sqrt(),
        high,
        fall: width.sqrt() * (high - likely).sqrt(),
    }
}

fn hyperexponential(branches: &[(f64, f64)]) -> Kind {
    let used: Vec<(f64, f64)> = branches.iter().copied().filter(|&(p, mean)| p > 0.0 && mean > 0.0).collect();
    let total: f64 = used.iter().map(|branch| branch.0).sum();
    match used[..] {
        [] => Kind::Constant(0),
        [(_, mean)] => Kind::Exponential { mean: mean * PER_DAY },
        _ => {
            let shares: Vec<(f64, f64)> = used.iter().map(|&(p, mean)| (p / total, mean)).collect();
            Kind::Table { scale: PER_DAY, quantiles: hyperexponential_table(&shares) }
        }
    }
}

fn empirical(points: &[(f64, f64)]) -> Kind {
    let used = || points.iter().filter(|point| point.1 > 0.0);
    let total: f64 = used().map(|point| point.1).sum();
    let mut sum = 0.0;
    let at_most = used().map(|point| {
        sum += point.1;
        sum / total
    });
    let at_most: Vec<f64> = at_most.collect();
    let values: Vec<i64> = used().map(|point| to_microseconds(point.0 * PER_DAY)).collect();
    if values.is_empty() { Kind::Constant(0) } else { Kind::Empirical { at_most, values } }
}

#[cfg(test)]
mod tests;
