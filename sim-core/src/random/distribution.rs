//! Distributions of times and other amounts: their parameters, mean and variance.
//!
//! Drawing from them is the work of [`Sampler`](super::Sampler) for times, of [`Quantity`](super::Quantity) for the rest.

use libm::{exp, expm1, lgamma, log, log1p};

use super::derived::{at_least_moments, residual_moments, whole_moments};
use super::normal::normal_quantile;
use super::truncated_normal::TruncatedNormal;

/// A distribution of a time, in days; or of another amount in its own unit, such as euro, wherever "days" stands
/// below. `cv` is standard deviation over mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Constant(f64),
    /// Exponential, by its mean.
    Exponential {
        /// Mean, above 0.
        mean: f64,
    },
    /// Gamma (Erlang when `1 / cv²` is whole), by mean and coefficient of variation.
    Gamma {
        /// Mean, above 0.
        mean: f64,
        /// Coefficient of variation, above 0.
        cv: f64,
    },
    /// Lognormal, by the mean and standard deviation of its logarithm (of days).
    Lognormal {
        /// Mean of the natural logarithm of the time in days.
        mu: f64,
        /// Standard deviation of that logarithm, above 0.
        sigma: f64,
    },
    /// Weibull: `P(X > x) = exp(−(x / scale)^shape)`.
    Weibull {
        /// Shape, above 0.
        shape: f64,
        /// Scale in days, above 0.
        scale: f64,
    },
    /// Uniform between two bounds.
    Uniform {
        /// Lower bound, at least 0.
        low: f64,
        /// Upper bound, at least `low`.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower bound, at least 0.
        low: f64,
        /// Most likely value.
        likely: f64,
        /// Upper bound.
        high: f64,
    },
    /// A mixture of exponentials.
    Hyperexponential {
        /// For each branch its probability (they sum to 1) and mean.
        branches: Vec<(f64, f64)>,
    },
    /// Normal, redrawn until it is at least `at_least`.
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation, above 0.
        sd: f64,
        /// Lowest value, at least 0.
        at_least: f64,
    },
    /// One of the values seen, each with its weight (they sum to 1); values ascend.
    Empirical {
        /// Value and weight.
        points: Vec<(f64, f64)>,
    },
    /// These values one after another, and then again from the first: the only kind whose draws depend on their order.
    Sequence {
        /// The values, at least one.
        values: Vec<f64>,
    },
    /// What is left of a draw at a random moment of it: `x − uniform(0, x)`; made by [`Distribution::residual`].
    Residual {
        /// The distribution of the whole.
        of: Box<Distribution>,
    },
    /// A draw in whole units, rounded down; made by [`Distribution::whole`].
    Whole {
        /// What is rounded.
        of: Box<Distribution>,
        /// The unit, above 0.
        unit: f64,
    },
    /// A draw, but never below a least value; made by [`Distribution::at_least`].
    AtLeast {
        /// What is drawn.
        of: Box<Distribution>,
        /// The least value.
        least: f64,
    },
}

impl Distribution {
    /// The lognormal distribution with this mean (days) and coefficient of variation, both above 0.
    ///
    /// `sigma² = ln(1 + cv²)`, `mu = ln(mean) − sigma² / 2`.
    ///
    /// ```
    /// let work = sim_core::random::Distribution::lognormal_from_mean_cv(3.0, 0.5);
    /// assert!((work.mean() - 3.0).abs() < 1e-12 && (work.variance() - 2.25).abs() < 1e-12);
    /// ```
    pub fn lognormal_from_mean_cv(mean: f64, cv: f64) -> Distribution {
        let variance = log1p(cv * cv);
        Distribution::Lognormal { mu: log(mean) - 0.5 * variance, sigma: variance.sqrt() }
    }

    /// The lognormal distribution with this median and with probability `p` of being at most `value`.
    ///
    /// * `median`, `value` – days, above 0
    /// * `p` – between 0 and 1; above ½ when `value` is above the median, below ½ when it is below
    ///
    /// `None` when no lognormal distribution is like that.
    ///
    /// ```
    /// # use sim_core::random::Distribution;
    /// assert!(Distribution::lognormal_from_median_quantile(5.0, 0.9, 14.0).is_some());
    /// assert!(Distribution::lognormal_from_median_quantile(5.0, 0.9, 3.0).is_none());
    /// ```
    pub fn lognormal_from_median_quantile(median: f64, p: f64, value: f64) -> Option<Distribution> {
        let sigma = log(value / median) / normal_quantile(p);
        let mu = log(median);
        (mu.is_finite() && sigma.is_finite() && sigma > 0.0).then_some(Distribution::Lognormal { mu, sigma })
    }

    /// Mean, in days.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } | Self::Gamma { mean, .. } => *mean,
            Self::Lognormal { mu, sigma } => exp(mu + 0.5 * sigma * sigma),
            Self::Weibull { shape, scale } => scale * exp(lgamma(1.0 + 1.0 / shape)),
            Self::Uniform { low, high } => 0.5 * (low + high),
            Self::Triangular { low, likely, high } => (low + likely + high) / 3.0,
            Self::Hyperexponential { branches } => weighted_mean(branches.iter().copied(), |mean| mean),
            Self::Normal { mean, sd, at_least } => TruncatedNormal::new(*mean, *sd, *at_least).mean(),
            Self::Empirical { points } => weighted_mean(points.iter().map(weight_first), |value| value),
            Self::Sequence { values } => weighted_mean(values.iter().map(|&value| (1.0, value)), |value| value),
            Self::Residual { .. } | Self::Whole { .. } | Self::AtLeast { .. } => self.derived_moments().0,
        }
    }

    /// Variance, in days squared.
    pub fn variance(&self) -> f64 {
        match self {
            Self::Constant(_) => 0.0,
            Self::Exponential { mean } => mean * mean,
            Self::Gamma { mean, cv } => (mean * cv) * (mean * cv),
            Self::Lognormal { mu, sigma } => expm1(sigma * sigma) * exp(2.0 * mu + sigma * sigma),
            Self::Weibull { shape, .. } => self.mean() * self.mean() * weibull_squared_cv(*shape),
            Self::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Self::Triangular { low, likely, high } => {
                let (width, rise) = (high - low, likely - low);
                (width * width - rise * (width - rise)) / 18.0
            }
            Self::Hyperexponential { branches } => {
                // Within the branches, and between them.
                let overall = self.mean();
                weighted_mean(branches.iter().copied(), |mean| mean * mean + (mean - overall) * (mean - overall))
            }
            Self::Normal { mean, sd, at_least } => TruncatedNormal::new(*mean, *sd, *at_least).variance(),
            Self::Empirical { points } => {
                let mean = self.mean();
                weighted_mean(points.iter().map(weight_first), |value| (value - mean) * (value - mean))
            }
            Self::Sequence { values } => {
                let mean = self.mean();
                weighted_mean(values.iter().map(|&value| (1.0, value)), |value| (value - mean) * (value - mean))
            }
            Self::Residual { .. } | Self::Whole { .. } | Self::AtLeast { .. } => {
                let (mean, second) = self.derived_moments();
                (second - mean * mean).max(0.0)
            }
        }
    }

    /// Mean and second moment of what is made from another distribution.
    fn derived_moments(&self) -> (f64, f64) {
        match self {
            Self::Residual { of } => residual_moments(of),
            Self::Whole { of, unit } => whole_moments(of, *unit),
            Self::AtLeast { of, least } => at_least_moments(of, *least),
            other => (other.mean(), other.variance() + other.mean() * other.mean()),
        }
    }
}

/// Mean of `of(value)` over pairs of weight and value; 0 when there are none.
fn weighted_mean(parts: impl Iterator<Item = (f64, f64)>, of: impl Fn(f64) -> f64) -> f64 {
    let (sum, total) = parts.fold((0.0, 0.0), |(sum, total), (w, value)| (sum + w * of(value), total + w));
    if total > 0.0 { sum / total } else { 0.0 }
}

fn weight_first(&(value, weight): &(f64, f64)) -> (f64, f64) {
    (weight, value)
}

/// Squared coefficient of variation of a Weibull distribution: `Γ(1 + 2/k) / Γ(1 + 1/k)² − 1`.
fn weibull_squared_cv(shape: f64) -> f64 {
    let e = 1.0 / shape;
    let ln_ratio = if shape > 1e3 {
        // The two logarithms cancel; their difference is the sum of ζ(n) (−e)ⁿ (2ⁿ − 2) / n over n from 2.
        const TERMS: [f64; 4] =
            [1.644_934_066_848_226_4, 2.404_113_806_319_188_6, 3.788_131_317_988_983_7, 6.221_566_530_860_22];
        e * e * (TERMS[0] - e * (TERMS[1] - e * (TERMS[2] - e * TERMS[3])))
    } else {
        lgamma(1.0 + 2.0 * e) - 2.0 * lgamma(1.0 + e)
    };
    expm1(ln_ratio)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statrs::distribution::ContinuousCDF;
    use statrs::statistics::Distribution as _;

    use super::*;

    #[test]
    fn moments_agree_with_statrs() {
        let same = |ours: Distribution, mean: f64, variance: f64| {
            assert!((ours.mean() / mean - 1.0).abs() < 1e-10, "{ours:?}: mean {} or {mean}", ours.mean());
            assert!((ours.variance() / variance - 1.0).abs() < 1e-9, "{ours:?}: {} or {variance}", ours.variance());
        };
        let lognormal = statrs::distribution::LogNormal::new(0.7, 1.2).unwrap();
        let (mean, variance) = (lognormal.mean().unwrap(), lognormal.variance().unwrap());
        same(Distribution::Lognormal { mu: 0.7, sigma: 1.2 }, mean, variance);
        for shape in [0.4, 1.0, 2.5] {
            let weibull = statrs::distribution::Weibull::new(shape, 3.0).unwrap();
            let (mean, variance) = (weibull.mean().unwrap(), weibull.variance().unwrap());
            same(Distribution::Weibull { shape, scale: 3.0 }, mean, variance);
        }
        let triangular = statrs::distribution::Triangular::new(1.0, 9.0, 2.0).unwrap();
        let (mean, variance) = (triangular.mean().unwrap(), triangular.variance().unwrap());
        same(Distribution::Triangular { low: 1.0, likely: 2.0, high: 9.0 }, mean, variance);
    }

    /// Worked out on paper.
    #[test]
    fn moments_of_mixtures_are_these() {
        let hyper = Distribution::Hyperexponential { branches: vec![(0.25, 8.0), (0.75, 4.0)] };
        assert_eq!((hyper.mean(), hyper.variance()), (5.0, 31.0)); // E[X²] = 2 (16 + 12) = 56
        let seen = Distribution::Empirical { points: vec![(1.0, 0.5), (2.0, 0.25), (6.0, 0.25)] };
        assert_eq!((seen.mean(), seen.variance()), (2.5, 4.25)); // E[X²] = 10.5
        assert_eq!(Distribution::Constant(3.0).variance(), 0.0);
        let half = Distribution::Normal { mean: 0.0, sd: 2.0, at_least: 0.0 };
        assert!((half.mean() - (8.0 / std::f64::consts::PI).sqrt()).abs() < 1e-14);
        assert!((half.variance() - 4.0 * (1.0 - 2.0 / std::f64::consts::PI)).abs() < 1e-14);
    }

    /// The series for a nearly constant Weibull time joins the formula for the others.
    #[test]
    fn weibull_series_joins_the_formula() {
        let ratio = weibull_squared_cv(1000.0) / weibull_squared_cv(1000.0 * (1.0 + 1e-14));
        assert!((ratio - 1.0).abs() < 1e-9, "{ratio}");
    }

    proptest! {
        #[test]
        fn lognormal_meets_what_it_is_made_from(mean in 0.01..1e3, cv in 0.01..5.0, p in 0.51..0.999, factor in 1.01..50.0) {
            let by_mean = Distribution::lognormal_from_mean_cv(mean, cv);
            prop_assert!((by_mean.mean() / mean - 1.0).abs() < 1e-12);
            prop_assert!((by_mean.variance().sqrt() / mean / cv - 1.0).abs() < 1e-9);
            for (p, factor) in [(p, factor), (1.0 - p, 1.0 / factor)] {
                let by_median = Distribution::lognormal_from_median_quantile(mean, p, mean * factor);
                let Some(Distribution::Lognormal { mu, sigma }) = by_median else { panic!("{by_median:?}") };
                let oracle = statrs::distribution::LogNormal::new(mu, sigma).unwrap();
                prop_assert!((oracle.cdf(mean * factor) - p).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn impossible_quantiles_are_refused() {
        for (median, p, value) in [
            (5.0, 0.9, 5.0),
            (5.0, 0.9, 4.0),
            (5.0, 0.1, 6.0),
            (5.0, 0.5, 6.0),
            (5.0, 1.0, 9.0),
            (0.0, 0.9, 3.0),
            (5.0, 1.5, 9.0),
        ] {
            let refused = Distribution::lognormal_from_median_quantile(median, p, value);
            assert_eq!(refused, None, "median {median}, {p} at {value}");
        }
    }
}
