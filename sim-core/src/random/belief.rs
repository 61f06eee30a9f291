//! What is believed of a number that nobody knows: a range with likely values in it.

use super::beta::beta_quantile;
use super::normal::{normal_cdf, normal_quantile};

/// Standard normal quantile of 90 %.
const Z90: f64 = 1.281_551_565_544_600_4;
/// How far into the tails a belief without bounds is looked at: the units that a draw can have.
const NEAR_ZERO: f64 = 1.0 / (1u64 << 53) as f64;

/// What is believed of an unknown number, in the unit of that number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Belief {
    /// Lowest, most likely and highest value, as PERT with λ = 4; all three may be equal.
    Pert {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        likely: f64,
        /// Highest value.
        high: f64,
    },
    /// Anything between two bounds.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// A triangle.
    Triangular {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        likely: f64,
        /// Highest value.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Lognormal, by its median and the value that one in ten exceeds.
    Lognormal {
        /// Median, above 0.
        median: f64,
        /// Above the median.
        p90: f64,
    },
}

impl Belief {
    /// The value that a run of likely values takes: the most likely one where it is given, else the middle of
    /// `uniform`, the mean of `normal` and the median of `lognormal`.
    pub fn likely(&self) -> f64 {
        match *self {
            Belief::Pert { likely, .. } | Belief::Triangular { likely, .. } => likely,
            Belief::Uniform { low, high } => low + 0.5 * (high - low),
            Belief::Normal { mean, .. } => mean,
            Belief::Lognormal { median, .. } => median,
        }
    }

    /// The value below which the number is believed to be with probability `unit`, of the part between `least` and
    /// `most`: what lies outside is cut off, and the rest scaled.
    ///
    /// A PERT distribution is a beta distribution on `low` to `high` with shapes `1 + 4 (likely − low) / (high − low)`
    /// and `1 + 4 (high − likely) / (high − low)`.
    ///
    /// # Source
    /// Malcolm, Roseboom, Clark & Fazar (1959), *Operations Research* 7(5), 646–669, for the mean
    /// `(low + 4 likely + high) / 6`; Vose (2008), *Risk Analysis*, 3rd ed., for the shapes.
    pub fn quantile(&self, unit: f64, least: f64, most: f64) -> f64 {
        let value = match *self {
            Belief::Pert { low, likely, high } => {
                let width = high - low;
                if width <= 0.0 {
                    return likely;
                }
                let (a, b) = (1.0 + 4.0 * (likely - low) / width, 1.0 + 4.0 * (high - likely) / width);
                low + width * beta_quantile(unit, a, b)
            }
            Belief::Uniform { low, high } => low + (high - low) * unit,
            Belief::Triangular { low, likely, high } => triangular(unit, low, likely, high),
            Belief::Normal { mean, sd } => mean + sd * cut_normal(unit, (least - mean) / sd, (most - mean) / sd),
            Belief::Lognormal { median, p90 } => {
                let sigma = libm::log(p90 / median) / Z90;
                let at = |bound: f64| if bound > 0.0 { libm::log(bound / median) / sigma } else { f64::NEG_INFINITY };
                median * libm::exp(sigma * cut_normal(unit, at(least), at(most)))
            }
        };
        value.clamp(least, most)
    }

    /// The lowest and highest value that can be drawn between `least` and `most`.
    pub fn extremes(&self, least: f64, most: f64) -> (f64, f64) {
        match *self {
            Belief::Pert { low, high, .. } | Belief::Uniform { low, high } | Belief::Triangular { low, high, .. } => {
                (low, high)
            }
            Belief::Normal { .. } | Belief::Lognormal { .. } => {
                (self.quantile(NEAR_ZERO, least, most), self.quantile(1.0 - NEAR_ZERO, least, most))
            }
        }
    }
}

fn triangular(unit: f64, low: f64, likely: f64, high: f64) -> f64 {
    let (width, rise) = (high - low, likely - low);
    if width <= 0.0 {
        return likely;
    }
    if unit * width < rise {
        low + (unit * width * rise).sqrt()
    } else {
        high - ((1.0 - unit) * width * (high - likely)).sqrt()
    }
}

/// The quantile of a standard normal distribution kept between two bounds.
fn cut_normal(unit: f64, least: f64, most: f64) -> f64 {
    // In the tail where probabilities are small and exact.
    if least > 0.0 {
        return -cut_normal(1.0 - unit, -most, -least);
    }
    let (below, up_to) = (normal_cdf(least), normal_cdf(most));
    let p = below + unit * (up_to - below);
    normal_quantile(p).clamp(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: (f64, f64) = (0.0, f64::INFINITY);

    fn mean_and_variance(belief: Belief, (least, most): (f64, f64)) -> (f64, f64) {
        const STEPS: u32 = 20_000;
        let values = (0..STEPS).map(|step| belief.quantile((f64::from(step) + 0.5) / f64::from(STEPS), least, most));
        let values: Vec<f64> = values.collect();
        let mean = values.iter().sum::<f64>() / f64::from(STEPS);
        (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / f64::from(STEPS))
    }

    /// Mean `(low + 4 likely + high) / 6`, variance `(mean − low) (high − mean) / 7`; midpoint rule, 1e-5 and 1e-4 relative.
    #[test]
    fn pert_has_its_moments() {
        for (low, likely, high) in [(1.0, 2.0, 5.0), (0.0, 0.0, 1.0), (3.0, 9.0, 9.0), (38.0, 42.0, 45.0)] {
            let (mean, variance) = mean_and_variance(Belief::Pert { low, likely, high }, ANY);
            let expected = (low + 4.0 * likely + high) / 6.0;
            assert!((mean / expected - 1.0).abs() < 1e-5, "{low} {likely} {high}: mean {mean}");
            let expected = (expected - low) * (high - expected) / 7.0;
            assert!((variance / expected - 1.0).abs() < 1e-4, "{low} {likely} {high}: variance {variance}");
        }
    }

    #[test]
    fn one_value_three_times_is_that_value() {
        assert_eq!(Belief::Pert { low: 2.0, likely: 2.0, high: 2.0 }.quantile(0.3, 0.0, 9.0), 2.0);
        assert_eq!(Belief::Triangular { low: 2.0, likely: 2.0, high: 2.0 }.quantile(0.3, 0.0, 9.0), 2.0);
    }

    #[test]
    fn a_triangle_has_its_moments() {
        let (mean, variance) = mean_and_variance(Belief::Triangular { low: 1.0, likely: 2.0, high: 6.0 }, ANY);
        assert!((mean - 3.0).abs() < 1e-4 && (variance / (21.0 / 18.0) - 1.0).abs() < 1e-3, "{mean} {variance}");
    }

    #[test]
    fn quantiles_of_a_lognormal_are_the_ones_given() {
        let belief = Belief::Lognormal { median: 2.0, p90: 5.0 };
        assert!((belief.quantile(0.5, ANY.0, ANY.1) - 2.0).abs() < 1e-12);
        assert!((belief.quantile(0.9, ANY.0, ANY.1) - 5.0).abs() < 1e-12);
    }

    /// A share believed to be 0.5 ± 0.5 stays between 0 and 1, symmetrically, without heaps at the ends.
    #[test]
    fn what_lies_outside_is_cut_off_not_heaped_up() {
        let belief = Belief::Normal { mean: 0.5, sd: 0.5 };
        let (mean, _) = mean_and_variance(belief, (0.0, 1.0));
        assert!((mean - 0.5).abs() < 1e-9, "{mean}");
        let (low, high) = (belief.quantile(0.01, 0.0, 1.0), belief.quantile(0.99, 0.0, 1.0));
        assert!(low > 0.005 && high < 0.995, "{low} to {high}");
        let far = Belief::Normal { mean: 0.0, sd: 0.1 };
        assert!((0..100).all(|step| (1.0..=2.0).contains(&far.quantile(f64::from(step) / 100.0, 1.0, 2.0))));
    }
}
