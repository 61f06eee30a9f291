//! Drawing amounts that are no times: money, numbers of creditors or documents.

use super::distribution::Distribution;
use super::plain::Ready;
use super::shape::LONGEST;

/// A distribution of an amount made ready to draw from, in its own unit (euro, or just a number).
///
/// As with times, one unit gives one amount and a larger unit never a smaller amount, with functions that give the
/// same bits on every platform.
///
/// ```
/// use sim_core::random::{Distribution, Quantity};
///
/// let debt = Quantity::new(&Distribution::lognormal_from_mean_cv(43_000.0, 0.8));
/// assert!(debt.draw(0.2) < debt.draw(0.7));
/// let creditors = Quantity::new(&Distribution::Uniform { low: 0.0, high: 4.0 });
/// assert_eq!(creditors.whole(0.625, 1), 3); // 2.5, rounded up
/// assert_eq!(creditors.whole(0.01, 1), 1); // never fewer than one
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity(Ready);

impl Quantity {
    /// Makes a distribution ready to draw from; what [`Sampler::new`](super::Sampler::new) says of accuracy holds here.
    pub fn new(distribution: &Distribution) -> Quantity {
        Quantity(Ready::new(distribution, 1.0))
    }

    /// The amount that is exceeded with probability `1 − unit`: at least 0, at most 1e18.
    ///
    /// * `unit` – in the open interval (0, 1), as [`Draws::unit`](super::Draws::unit) gives it
    #[inline]
    pub fn draw(&self, unit: f64) -> f64 {
        let amount = self.0.at(unit);
        if amount.is_nan() { 0.0 } else { amount.clamp(0.0, LONGEST) }
    }

    /// The same as a whole number: drawn as a real number, rounded half up, and never below `least`.
    ///
    /// Rounding keeps the mean to within a fraction of one; `least` raises it where the distribution goes below.
    #[inline]
    pub fn whole(&self, unit: f64, least: u64) -> u64 {
        let amount = self.draw(unit);
        let below = amount as u64;
        (below + u64::from(amount - below as f64 >= 0.5)).max(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draws, Purpose, ResidentKey, Sampler, Stream};
    use crate::time::DAY;

    fn one_of_each() -> Vec<Distribution> {
        vec![
            Distribution::Constant(2.5),
            Distribution::Exponential { mean: 3.0 },
            Distribution::Gamma { mean: 4.0, cv: 0.5 },
            Distribution::Lognormal { mu: 1.0, sigma: 0.8 },
            Distribution::Weibull { shape: 0.7, scale: 5.0 },
            Distribution::Uniform { low: 1.0, high: 4.0 },
            Distribution::Triangular { low: 1.0, likely: 2.0, high: 9.0 },
            Distribution::Hyperexponential { branches: vec![(0.8, 1.0), (0.2, 20.0)] },
            Distribution::Normal { mean: 2.0, sd: 1.5, at_least: 0.5 },
            Distribution::Empirical { points: vec![(0.5, 0.2), (1.0, 0.5), (7.0, 0.3)] },
        ]
    }

    /// What a time is in days, an amount is in its unit: the same number, but for the rounding to microseconds.
    #[test]
    fn an_amount_is_drawn_as_a_time_is() {
        for distribution in one_of_each() {
            let (amount, time) = (Quantity::new(&distribution), Sampler::new(&distribution));
            for unit in (1..1000).map(|i| f64::from(i) / 1000.0) {
                let days = time.draw(unit) as f64 / DAY as f64;
                assert!((amount.draw(unit) - days).abs() < 1e-10, "{distribution:?} at {unit}");
            }
        }
    }

    /// Mean of 100 000 draws of a debt, seed 11, held to 4.9 standard errors: fails for one seed in a million.
    #[test]
    fn money_has_the_mean_of_its_distribution() {
        const SAMPLE: u64 = 100_000;
        let distribution = Distribution::lognormal_from_mean_cv(43_000.0, 0.8);
        let (debt, draws) = (Quantity::new(&distribution), Draws::new(11, 0));
        let unit = |i| draws.unit(ResidentKey::new(Stream::named("test"), i), Purpose::named("test.debt"), 0, 0);
        let mean = (0..SAMPLE).map(|i| debt.draw(unit(i))).sum::<f64>() / SAMPLE as f64;
        let tolerance = 4.9 * (distribution.variance() / SAMPLE as f64).sqrt();
        assert!((mean - 43_000.0).abs() < tolerance, "mean {mean} ± {tolerance}");
    }

    #[test]
    fn whole_numbers_are_rounded_half_up_and_have_a_least() {
        let constant = |value| Quantity::new(&Distribution::Constant(value));
        for (value, least, whole) in
            [(2.5, 0, 3), (2.499_999, 0, 2), (0.2, 0, 0), (0.2, 1, 1), (7.0, 1, 7), (-3.0, 0, 0)]
        {
            assert_eq!(constant(value).whole(0.5, least), whole, "{value}, at least {least}");
        }
        assert_eq!(constant(f64::NAN).draw(0.5), 0.0);
        assert_eq!(constant(1e30).whole(0.5, 0), 10u64.pow(18));
    }
}
