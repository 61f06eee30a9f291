//! Ratios: means, shares, rates and time averages, pooled over residents, with an interval from replications.

use super::{Estimate, student_t, wilson};

/// What one replication adds to a ratio: its part of the numerator and of the denominator.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ratio {
    /// Sum, number or area.
    pub above: f64,
    /// Count, number or time.
    pub below: f64,
}

/// A ratio of sums over replications, with a Student t interval.
///
/// The value is `Σ above / Σ below`, so residents are pooled. Its standard error comes from the residuals
/// `above − value · below` of the replications (the delta method for a ratio of means). `None` when nothing was
/// counted below.
///
/// # Source
/// Cochran (1977), *Sampling Techniques*, 3rd ed., §2.11; Law (2015), *Simulation Modeling and Analysis*, §9.5.
pub fn estimate_ratio(replications: &[Ratio]) -> Option<Estimate> {
    let below: f64 = replications.iter().map(|ratio| ratio.below).sum();
    if below <= 0.0 {
        return None;
    }
    let value = replications.iter().map(|ratio| ratio.above).sum::<f64>() / below;
    let squares = replications.iter().map(|ratio| (ratio.above - value * ratio.below).powi(2)).sum();
    Some(from_residuals(value, below, squares, replications.len()))
}

/// The estimate from the value, the sum of denominators and the sum of squared residuals of so many replications.
fn from_residuals(value: f64, below: f64, squares: f64, replications: usize) -> Estimate {
    let number = replications as f64;
    let half_width = student_t((replications as u32).saturating_sub(1))
        .map(|t| t * (squares / (number - 1.0) / number).sqrt() / (below / number));
    Estimate::symmetric(value, half_width, replications as u32)
}

/// The sums from which a ratio of replications so far is estimated, for a rule that looks after every one of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RatioSums {
    number: usize,
    above: f64,
    below: f64,
    above_squared: f64,
    below_squared: f64,
    product: f64,
}

impl RatioSums {
    pub(super) fn add(&mut self, ratio: Ratio) {
        self.number += 1;
        self.above += ratio.above;
        self.below += ratio.below;
        self.above_squared += ratio.above * ratio.above;
        self.below_squared += ratio.below * ratio.below;
        self.product += ratio.above * ratio.below;
    }

    /// Like [`estimate_ratio`], up to rounding.
    pub(super) fn estimate(&self) -> Option<Estimate> {
        if self.below <= 0.0 {
            return None;
        }
        let value = self.above / self.below;
        let squares = self.above_squared - 2.0 * value * self.product + value * value * self.below_squared;
        Some(from_residuals(value, self.below, squares.max(0.0), self.number))
    }
}

/// A share of residents: like [`estimate_ratio`], kept between 0 and 1; where no replication differs from the others,
/// Wilson's interval over all residents instead, so that "none of 20" does not pass for certainty.
pub fn estimate_share(replications: &[Ratio]) -> Option<Estimate> {
    let mut estimate = estimate_ratio(replications)?;
    let below: f64 = replications.iter().map(|ratio| ratio.below).sum();
    if estimate.half_width == Some(0.0) {
        estimate.interval = wilson(estimate.value * below, below);
        estimate.half_width = None;
    } else if let Some((low, high)) = &mut estimate.interval {
        (*low, *high) = (low.max(0.0), high.min(1.0));
    }
    Some(estimate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(above: f64, below: f64) -> Ratio {
        Ratio { above, below }
    }

    /// With equal denominators a ratio is an ordinary mean: 1, 2, 3 over one each has mean 2 and half-width
    /// 4.303 · 1 / √3 (Student t, 2 degrees of freedom).
    #[test]
    fn equal_counts_give_the_ordinary_interval() {
        let estimate = estimate_ratio(&[ratio(1.0, 1.0), ratio(2.0, 1.0), ratio(3.0, 1.0)]).expect("counted");
        assert_eq!(estimate.value, 2.0);
        let half_width = estimate.half_width.expect("three replications");
        assert!((half_width - 4.302_65 / 3f64.sqrt()).abs() < 1e-4, "{half_width}");
    }

    #[test]
    fn sums_give_the_same_estimate() {
        let all: Vec<Ratio> = (1..40).map(|n| ratio(f64::from(n % 7) * 10.0, 90.0 + f64::from(n % 3))).collect();
        let mut sums = RatioSums::default();
        all.iter().for_each(|&one| sums.add(one));
        let (expected, found) = (estimate_ratio(&all).expect("counted"), sums.estimate().expect("counted"));
        assert_eq!(expected.value, found.value);
        let (expected, found) = (expected.half_width.expect("many"), found.half_width.expect("many"));
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} against {expected}");
    }

    #[test]
    fn residents_are_pooled() {
        let estimate = estimate_ratio(&[ratio(10.0, 10.0), ratio(0.0, 90.0)]).expect("counted");
        assert_eq!(estimate.value, 0.1);
    }

    #[test]
    fn nothing_counted_is_absent() {
        assert_eq!(estimate_ratio(&[ratio(0.0, 0.0)]), None);
    }

    #[test]
    fn one_replication_has_no_interval() {
        assert_eq!(estimate_ratio(&[ratio(1.0, 2.0)]).expect("counted").half_width, None);
    }

    #[test]
    fn a_share_that_never_varied_is_not_certain() {
        let estimate = estimate_share(&[ratio(0.0, 10.0), ratio(0.0, 10.0)]).expect("counted");
        let (low, high) = estimate.interval.expect("Wilson");
        assert!(low == 0.0 && high > 0.1, "{low} to {high}");
    }
}
