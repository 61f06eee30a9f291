//! Estimates: from what replications measured to a value and how far it may be from the long-run one.
//!
//! Knows numbers, not residents. A measure of one replication is a ratio (sum over count, area over time, number over
//! number) or a quantile; replications are independent, so the spread between them gives the interval.

mod fieller;
mod histogram;
mod holm;
mod interval;
mod linear;
mod quantile;
mod ranking;
mod ratio;
mod split;
mod stopping;
mod warm_up;

pub use fieller::fieller;
pub use histogram::Histogram;
pub use holm::holm;
pub use interval::{FEWEST_FOR_PREDICTION, LEVEL, prediction_interval, student_t, student_t_at, two_sided, wilson};
pub use linear::Linear;
pub use quantile::estimate_quantile;
pub use ranking::{Certainty, Race, certainty};
pub use ratio::{Ratio, estimate_ratio, estimate_share};
pub use split::{Components, Split, components, split_quantile, split_ratio};
pub use stopping::{Confirmation, StoppingRule, Watch};
pub use warm_up::{WarmUpAdvice, mser5, welch};

/// A simulated value and how far it may be from the long-run one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Estimate over all replications, in the unit of the measure.
    pub value: f64,
    /// Lower and upper bound of the 95 % confidence interval; `None` for fewer than two replications.
    pub interval: Option<(f64, f64)>,
    /// Half of the 95 % confidence interval, where it is symmetric.
    pub half_width: Option<f64>,
    /// Number of independent replications (of draws, where several replications share one of the unknown numbers).
    pub replications: u32,
}

impl Estimate {
    /// A value with a symmetric interval.
    pub fn symmetric(value: f64, half_width: Option<f64>, replications: u32) -> Estimate {
        let interval = half_width.map(|half_width| (value - half_width, value + half_width));
        Estimate { value, interval, half_width, replications }
    }

    /// Standard error, from the half-width of a Student t interval.
    pub fn standard_error(&self) -> Option<f64> {
        let t = student_t(self.replications.checked_sub(1)?)?;
        Some(self.half_width? / t)
    }
}
