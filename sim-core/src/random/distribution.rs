//! Distributions of times, and the samplers that draw from them.

/// A distribution of a time. All times are in days; `cv` is standard deviation over mean.
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
}
