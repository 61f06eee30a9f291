//! The quantile function of a distribution, made ready: one number in (0, 1) gives one value.
//!
//! [`Sampler`](super::Sampler) draws times from it in microseconds, [`Quantity`](super::Quantity) amounts in the
//! distribution's own unit.

use std::sync::Arc;

use libm::{exp, log, pow};

use super::distribution::Distribution;
use super::gamma_table::{gamma_table, gamma_unit_table};
use super::hyperexponential_table::{hyperexponential_table, hyperexponential_unit_table};
use super::kept_tables::{Family, kept_or_made};
use super::luck::{Luck, OneUnit};
use super::normal::normal_quantile;
use super::plain::Plain;
use super::quantile_table::QuantileTable;
use super::standard_tables::{exponential_table, lognormal_table, weibull_table};
use super::truncated_normal::TruncatedNormal;
use super::unit_table::UnitTable;

/// The largest value that is drawn: in microseconds some 31 700 years.
pub(super) const LONGEST: f64 = 1e18;

/// A scale beyond which a table could overflow; far beyond [`LONGEST`].
const HUGE: f64 = 1e100;

/// One kind a distribution; everything in the unit that is drawn in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Constant(f64),
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
    /// `share`: probability below the mode; `rise`, `fall`: root of the width times the distance from the
    /// mode to either end; these before `scale`.
    Triangular {
        scale: f64,
        share: f64,
        low: f64,
        rise: f64,
        high: f64,
        fall: f64,
    },
    Normal(TruncatedNormal),
    Empirical {
        at_most: Vec<f64>,
        values: Vec<f64>,
    },
    Sequence(Vec<f64>),
    Residual(Box<Shape>),
    Whole {
        of: Box<Shape>,
        unit: f64,
    },
    AtLeast {
        of: Box<Shape>,
        least: f64,
    },
    /// Tabulated by the unit.
    Table {
        scale: f64,
        quantiles: Arc<UnitTable>,
    },
    /// Tabulated by the normal quantile: too steep for a table by the unit.
    SteepTable {
        scale: f64,
        quantiles: QuantileTable,
    },
}

impl Shape {
    /// Whether one unit is all that a draw takes.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        match self {
            Shape::Sequence(_) | Shape::Residual(_) => false,
            Shape::Whole { of, .. } | Shape::AtLeast { of, .. } => of.is_plain(),
            _ => true,
        }
    }

    /// The fastest way to draw, where one unit is all it takes.
    pub(super) fn plain(&self) -> Plain {
        let table = match self {
            Shape::Constant(value) => return Plain::Constant(*value),
            Shape::Exponential { mean } => Some((*mean, exponential_table())),
            Shape::Weibull { exponent, scale } => {
                let table = kept_or_made(Family::Weibull, [*exponent], || weibull_table(*exponent));
                table.map(|table| (*scale, table))
            }
            Shape::Lognormal { mu, sigma } => {
                let table = kept_or_made(Family::Lognormal, [*sigma], || lognormal_table(*sigma));
                table.map(|table| (exp(*mu), table))
            }
            Shape::Normal(normal) => {
                let table = kept_or_made(Family::Normal, normal.parameters(), || normal.table());
                table.map(|table| (1.0, table))
            }
            Shape::Table { scale, quantiles } => Some((*scale, quantiles.clone())),
            _ => None,
        };
        // A scale that is beyond a number leaves it to the formula.
        match table {
            Some((scale, table)) if scale > 0.0 && scale < HUGE => Plain::Table(scale, table),
            _ => Plain::Shape,
        }
    }

    /// The value at one unit that serves for all.
    #[inline]
    pub(super) fn at(&self, unit: f64) -> f64 {
        self.quantile(unit, &mut OneUnit(unit))
    }

    /// * `scale` – how many of the units that are drawn in go into one of the distribution's own
    pub(super) fn new(distribution: &Distribution, scale: f64) -> Shape {
        match distribution {
            Distribution::Constant(value) => Shape::Constant(value * scale),
            Distribution::Exponential { mean } => Shape::Exponential { mean: mean * scale },
            Distribution::Gamma { mean, cv } => gamma(1.0 / (cv * cv), mean * scale),
            Distribution::Lognormal { mu, sigma } => Shape::Lognormal { mu: mu + log(scale), sigma: *sigma },
            Distribution::Weibull { shape, scale: of } => Shape::Weibull { exponent: 1.0 / shape, scale: of * scale },
            Distribution::Uniform { low, high } => Shape::Uniform { low: low * scale, width: (high - low) * scale },
            Distribution::Triangular { low, likely, high } => triangular(*low, *likely, *high, scale),
            Distribution::Hyperexponential { branches } => hyperexponential(branches, scale),
            Distribution::Normal { mean, sd, at_least } => {
                Shape::Normal(TruncatedNormal::new(mean * scale, sd * scale, at_least * scale))
            }
            Distribution::Empirical { points } => empirical(points, scale),
            Distribution::Sequence { values } if values.is_empty() => Shape::Constant(0.0),
            Distribution::Sequence { values } => Shape::Sequence(values.iter().map(|value| value * scale).collect()),
            Distribution::Residual { of } => Shape::Residual(Box::new(Shape::new(of, scale))),
            Distribution::Whole { of, unit } => {
                Shape::Whole { of: Box::new(Shape::new(of, scale)), unit: unit * scale }
            }
            Distribution::AtLeast { of, least } => {
                Shape::AtLeast { of: Box::new(Shape::new(of, scale)), least: least * scale }
            }
        }
    }

    /// The value that is exceeded with probability `1 − unit`; not yet kept within bounds.
    #[inline]
    pub(super) fn quantile(&self, unit: f64, luck: &mut dyn Luck) -> f64 {
        match self {
            Shape::Constant(value) => *value,
            Shape::Exponential { mean } => -mean * log(1.0 - unit),
            Shape::Lognormal { mu, sigma } => exp(mu + sigma * normal_quantile(unit)),
            Shape::Weibull { exponent, scale } => scale * pow(-log(1.0 - unit), *exponent),
            Shape::Uniform { low, width } => low + width * unit,
            Shape::Triangular { scale, share, low, rise, high, fall } => {
                scale * if unit < *share { low + unit.sqrt() * rise } else { high - (1.0 - unit).sqrt() * fall }
            }
            Shape::Normal(normal) => normal.quantile(unit),
            Shape::Empirical { at_most, values } => {
                let seen = at_most.partition_point(|&probability| probability < unit);
                values[seen.min(values.len() - 1)]
            }
            Shape::Sequence(values) => values[luck.place(values.len())],
            Shape::Residual(of) => of.quantile(unit, luck) * luck.second(),
            Shape::Whole { of, unit: whole } => libm::floor(of.quantile(unit, luck) / whole) * whole,
            Shape::AtLeast { of, least } => of.quantile(unit, luck).max(*least),
            Shape::Table { scale, quantiles } => scale * quantiles.quantile(unit),
            Shape::SteepTable { scale, quantiles } => scale * quantiles.quantile(unit),
        }
    }
}

fn triangular(low: f64, likely: f64, high: f64, scale: f64) -> Shape {
    let width = high - low;
    if width <= 0.0 {
        return Shape::Constant(low * scale);
    }
    Shape::Triangular {
        scale,
        share: (likely - low) / width,
        low,
        rise: width.sqrt() * (likely - low).sqrt(),
        high,
        fall: width.sqrt() * (high - likely).sqrt(),
    }
}

fn gamma(shape: f64, scale: f64) -> Shape {
    match kept_or_made(Family::Gamma, [shape], || gamma_unit_table(shape)) {
        Some(quantiles) => Shape::Table { scale, quantiles },
        None => Shape::SteepTable { scale, quantiles: gamma_table(shape) },
    }
}

fn hyperexponential(branches: &[(f64, f64)], scale: f64) -> Shape {
    let used: Vec<(f64, f64)> = branches.iter().copied().filter(|&(p, mean)| p > 0.0 && mean > 0.0).collect();
    let total: f64 = used.iter().map(|branch| branch.0).sum();
    match used[..] {
        [] => Shape::Constant(0.0),
        [(_, mean)] => Shape::Exponential { mean: mean * scale },
        _ => {
            let shares: Vec<(f64, f64)> = used.iter().map(|&(p, mean)| (p / total, mean)).collect();
            let parameters = shares.iter().flat_map(|&(p, mean)| [p, mean]);
            match kept_or_made(Family::Hyperexponential, parameters, || hyperexponential_unit_table(&shares)) {
                Some(quantiles) => Shape::Table { scale, quantiles },
                None => Shape::SteepTable { scale, quantiles: hyperexponential_table(&shares) },
            }
        }
    }
}

fn empirical(points: &[(f64, f64)], scale: f64) -> Shape {
    let used = || points.iter().filter(|point| point.1 > 0.0);
    let total: f64 = used().map(|point| point.1).sum();
    let mut sum = 0.0;
    let at_most = used().map(|point| {
        sum += point.1;
        sum / total
    });
    let at_most: Vec<f64> = at_most.collect();
    let values: Vec<f64> = used().map(|point| point.0 * scale).collect();
    if values.is_empty() { Shape::Constant(0.0) } else { Shape::Empirical { at_most, values } }
}
