//! Cumulative hazards, `−ln(1 − F)`: which value uses up so much of one, and how much a value uses up.

use libm::{exp, expm1, log, log1p, pow};

use super::normal::{normal_cdf, normal_quantile};
use super::shape::Shape;

/// The largest cumulative hazard that anybody lives through: a chance of 1e-304.
pub(super) const MOST_HAZARD: f64 = 700.0;

/// Steps in which a hazard is found that has no formula.
const MOST_STEPS: usize = 60;

impl Shape {
    /// The value up to which the cumulative hazard is this: exact far out in the tail, too, where `1 − unit` has no
    /// digits left.
    pub(super) fn after_hazard(&self, hazard: f64) -> f64 {
        match self {
            Shape::Exponential { mean } => mean * hazard,
            Shape::Weibull { exponent, scale } => scale * pow(hazard, *exponent),
            // Upper tail by symmetry: the quantile of `1 − p` is that of `p` with the other sign.
            Shape::Lognormal { mu, sigma } if hazard > 1.0 => {
                exp(mu - sigma * normal_quantile(exp(-hazard.min(MOST_HAZARD))))
            }
            _ => self.at((-expm1(-hazard)).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)),
        }
    }

    /// The cumulative hazard up to and including a value, at most [`MOST_HAZARD`].
    pub(super) fn hazard_up_to(&self, value: f64) -> f64 {
        let hazard = match self {
            Shape::Constant(whole) if value < *whole => 0.0,
            Shape::Constant(_) => MOST_HAZARD,
            _ if value <= 0.0 => 0.0,
            Shape::Exponential { mean } => value / mean,
            Shape::Weibull { exponent, scale } => pow(value / scale, 1.0 / exponent),
            Shape::Lognormal { mu, sigma } if *sigma > 0.0 => -log(normal_cdf((mu - log(value)) / sigma)),
            Shape::Uniform { low, width } if *width > 0.0 => -log1p(-((value - low) / width).clamp(0.0, 1.0)),
            _ => self.hazard_by_steps(value),
        };
        // Rounding of microseconds may leave a hair below nothing.
        hazard.clamp(0.0, MOST_HAZARD)
    }

    /// The same for a kind without a formula: false position (Illinois) on logarithms of both, in which most
    /// distributions are nearly straight, and halving where that does not help.
    fn hazard_by_steps(&self, value: f64) -> f64 {
        let off = |hazard: f64| log(self.after_hazard(exp(hazard)).max(f64::MIN_POSITIVE)) - log(value);
        let (mut low, mut high) = (log(1e-18), log(MOST_HAZARD));
        let (mut below, mut above) = (off(low), off(high));
        if below > 0.0 {
            return 0.0;
        }
        if above <= 0.0 {
            return MOST_HAZARD;
        }
        // A distribution in steps has many hazards at one value, of which the largest is used up.
        let smooth = matches!(
            self,
            Shape::Table { .. } | Shape::SteepTable { .. } | Shape::Normal(_) | Shape::Triangular { .. }
        );
        let mut side = 0;
        for step in 0..MOST_STEPS {
            let straight = (low * above - high * below) / (above - below);
            let inside = straight.is_finite() && low < straight && straight < high;
            let middle = if inside && step % 4 != 3 { straight } else { 0.5 * (low + high) };
            let found = off(middle);
            // What is at the value itself is used up.
            if found <= 0.0 {
                (low, below) = (middle, found);
                above = if side == -1 { 0.5 * above } else { above };
                side = -1;
            } else {
                (high, above) = (middle, found);
                below = if side == 1 { 0.5 * below } else { below };
                side = 1;
            }
            let hit = smooth && found.abs() < 1e-14;
            if hit || high - low < 1e-13 {
                return exp(if hit { middle } else { low });
            }
        }
        exp(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Distribution;

    fn one_of_each() -> Vec<Distribution> {
        vec![
            Distribution::Exponential { mean: 3.0 },
            Distribution::Gamma { mean: 4.0, cv: 0.5 },
            Distribution::Gamma { mean: 4.0, cv: 1.7 },
            Distribution::Lognormal { mu: 1.0, sigma: 0.8 },
            Distribution::Weibull { shape: 0.7, scale: 5.0 },
            Distribution::Uniform { low: 1.0, high: 4.0 },
            Distribution::Triangular { low: 1.0, likely: 2.0, high: 9.0 },
            Distribution::Hyperexponential { branches: vec![(0.8, 1.0), (0.2, 20.0)] },
            Distribution::Normal { mean: 2.0, sd: 1.5, at_least: 0.5 },
        ]
    }

    /// A hazard that is used up gives the value at which it is, and the other way round.
    #[test]
    fn hazards_and_values_belong_together() {
        for distribution in one_of_each() {
            let shape = Shape::new(&distribution, 1.0);
            for hazard in [1e-6, 0.01, 0.3, 1.0, 2.0, 8.0, 20.0] {
                let found = shape.hazard_up_to(shape.after_hazard(hazard));
                // Tables and `1 − F` near 1 keep some nine digits of the hazard, less far out.
                let tolerance = 1e-6 * hazard.max(1e-3) + if hazard > 10.0 { 1e-3 } else { 0.0 };
                assert!((found - hazard).abs() < tolerance, "{distribution:?} at {hazard}: {found}");
            }
            let unit: f64 = 0.8;
            let by_unit = shape.at(unit);
            assert!((shape.after_hazard(-log1p(-unit)) / by_unit - 1.0).abs() < 1e-12, "{distribution:?}");
        }
    }

    /// What always takes as long, or one of some times, is used up at the time itself.
    #[test]
    fn steps_are_used_up_where_they_are() {
        let constant = Shape::new(&Distribution::Constant(5.0), 1.0);
        assert_eq!((constant.hazard_up_to(4.999), constant.hazard_up_to(5.0)), (0.0, MOST_HAZARD));
        let points = vec![(2.0, 0.5), (4.0, 0.5)];
        let steps = Shape::new(&Distribution::Empirical { points }, 1.0);
        for (value, share) in [(1.0, 0.0), (2.0, 0.5), (3.9, 0.5)] {
            let hazard = steps.hazard_up_to(value);
            assert!((1.0 - exp(-hazard) - share).abs() < 1e-9, "{value}: {hazard}");
        }
        assert!(steps.hazard_up_to(4.0) > 30.0);
    }

    /// Twice as unwilling: half the hazard, also where no unit has enough digits to say so.
    #[test]
    fn far_out_in_the_tail_hazards_still_differ() {
        let shape = Shape::new(&Distribution::Lognormal { mu: 0.0, sigma: 1.0 }, 1.0);
        assert!(shape.after_hazard(400.0) > 1.3 * shape.after_hazard(200.0));
        assert!((shape.hazard_up_to(shape.after_hazard(400.0)) - 400.0).abs() < 1e-6);
    }
}
