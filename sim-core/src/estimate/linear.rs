//! Sums, differences, products and quotients of estimates, with an interval that knows how they move together.
//!
//! Two rows of one experiment come from the same replications, so half-widths can be neither added nor squared and
//! added: time at a stage and wait rise together, and their difference varies less than either. Each estimate therefore
//! carries what every replication adds to its error; combining estimates combines these, replication by replication.

use super::{Estimate, Histogram, Ratio, student_t, two_sided};

/// An estimate, to first order: its value over all replications, and what each replication adds to its error.
///
/// For a ratio `r = Σ above / Σ below` a replication adds `(above − r · below) / mean(below)`; for a quantile its own
/// quantile less the pooled one (sectioning). For a function of several estimates it adds the sum of these, each times
/// the derivative of the function (the delta method). The interval is Student t over the replications.
///
/// # Source
/// Asmussen & Glynn (2007), *Stochastic Simulation*, §III.3 (delta method) and §III.5 (sectioning).
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    value: f64,
    /// `None` where a replication knows nothing of it: a quantile of nobody.
    errors: Vec<Option<f64>>,
}

impl Linear {
    /// A ratio of sums over replications; `None` when nothing was counted below.
    pub fn of_ratio(replications: &[Ratio]) -> Option<Linear> {
        let below: f64 = replications.iter().map(|ratio| ratio.below).sum();
        if below <= 0.0 {
            return None;
        }
        let value = replications.iter().map(|ratio| ratio.above).sum::<f64>() / below;
        let mean = below / replications.len() as f64;
        let errors = replications.iter().map(|ratio| Some((ratio.above - value * ratio.below) / mean)).collect();
        Some(Linear { value, errors })
    }

    /// A quantile of all residents together, in days; arguments as of [`estimate_quantile`](super::estimate_quantile).
    pub fn of_quantile(pooled: &Histogram, p: f64, replications: &[Option<f64>]) -> Option<Linear> {
        const DAY: f64 = crate::time::DAY as f64;
        let value = pooled.quantile(p)?;
        let errors = replications.iter().map(|quantile| Some((quantile.as_ref()? - value) / DAY)).collect();
        Some(Linear { value: value / DAY, errors })
    }

    /// Its value.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// What each replication adds to its error; `None` where it knows nothing of it.
    pub(super) fn errors(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.errors.iter().copied()
    }

    /// The probability of a value at least as far from 0, on either side, if in truth it is 0; `None` where fewer than two
    /// replications know of it.
    ///
    /// Student t over the replications. Where none of m differs from the others there is no spread to hold the value against:
    /// then the sign test, 2 / 2ᵐ, the chance that all of m lie on the same side of 0.
    pub fn probability_of_nothing(&self) -> Option<f64> {
        let known: Vec<f64> = self.errors.iter().copied().flatten().collect();
        let degrees = (known.len() as u32).checked_sub(1).filter(|&degrees| degrees > 0)?;
        let squares: f64 = known.iter().map(|error| error * error).sum();
        match (self.value == 0.0, squares == 0.0) {
            (true, _) => Some(1.0),
            (false, true) => Some(libm::exp2(-f64::from(degrees))),
            (false, false) => {
                let error = (squares / f64::from(degrees) / known.len() as f64).sqrt();
                two_sided(self.value / error, degrees)
            }
        }
    }

    /// A multiple of it.
    pub fn times(&self, factor: f64) -> Linear {
        let errors = self.errors.iter().map(|error| error.map(|error| error * factor)).collect();
        Linear { value: self.value * factor, errors }
    }

    /// The sum of two.
    pub fn plus(&self, other: &Linear) -> Linear {
        self.with(other, self.value + other.value, 1.0, 1.0)
    }

    /// The first less the second.
    pub fn minus(&self, other: &Linear) -> Linear {
        self.with(other, self.value - other.value, 1.0, -1.0)
    }

    /// The first divided by the second; `None` when that is 0.
    pub fn over(&self, other: &Linear) -> Option<Linear> {
        if other.value == 0.0 {
            return None;
        }
        let value = self.value / other.value;
        Some(self.with(other, value, 1.0 / other.value, -value / other.value))
    }

    /// A function of two, with its derivative by each of them.
    fn with(&self, other: &Linear, value: f64, by_self: f64, by_other: f64) -> Linear {
        let pairs = self.errors.iter().zip(&other.errors);
        Linear { value, errors: pairs.map(|(one, two)| Some(by_self * (*one)? + by_other * (*two)?)).collect() }
    }

    /// The value with its interval.
    pub fn estimate(&self) -> Estimate {
        let known: Vec<f64> = self.errors.iter().copied().flatten().collect();
        let number = known.len() as f64;
        let squares: f64 = known.iter().map(|error| error * error).sum();
        let half_width =
            student_t((known.len() as u32).saturating_sub(1)).map(|t| t * (squares / (number - 1.0) / number).sqrt());
        Estimate::symmetric(self.value, half_width, known.len() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{estimate_quantile, estimate_ratio};

    fn mean_of(values: [f64; 3]) -> Linear {
        Linear::of_ratio(&values.map(|above| Ratio { above, below: 1.0 })).expect("counted")
    }

    fn half_width(linear: &Linear) -> f64 {
        linear.estimate().half_width.expect("three replications")
    }

    /// Student t for 2 degrees of freedom, from the table of Law (2015), appendix T.1.
    const T: f64 = 4.302_65;

    /// By hand: x = 1, 2, 3 and y = 4, 2, 6 have means 2 and 4. x + y = 5, 4, 9: mean 6, deviations −1, −2, 3, variance
    /// 14 / 2 = 7, standard error √(7/3). y − x = 3, 0, 3: mean 2, deviations 1, −2, 1, variance 6 / 2 = 3, standard
    /// error 1. The half-widths of x and y, 4.303 · √(1/3) and 4.303 · √(4/3), would give neither.
    #[test]
    fn sums_and_differences_vary_as_their_parts_move_together() {
        let (x, y) = (mean_of([1.0, 2.0, 3.0]), mean_of([4.0, 2.0, 6.0]));
        let (sum, difference) = (x.plus(&y), y.minus(&x));
        assert_eq!((sum.value(), difference.value()), (6.0, 2.0));
        assert!((half_width(&sum) - T * (7.0f64 / 3.0).sqrt()).abs() < 1e-4, "{sum:?}");
        assert!((half_width(&difference) - T).abs() < 1e-4, "{difference:?}");
        assert_eq!(half_width(&x.minus(&x)), 0.0, "what is compared with itself does not vary");
    }

    /// By hand: y / x = 4 / 2 = 2; a replication adds (y − 4) / 2 − 2 · (x − 2) / 2: 1, −1, 0; variance 2 / 2 = 1,
    /// standard error √(1/3). It is the ratio of the pooled sums, 12 over 6, with its interval.
    #[test]
    fn a_quotient_of_means_is_the_ratio_of_their_sums() {
        let (x, y) = (mean_of([1.0, 2.0, 3.0]), mean_of([4.0, 2.0, 6.0]));
        let quotient = y.over(&x).expect("x is not 0");
        assert_eq!(quotient.value(), 2.0);
        assert!((half_width(&quotient) - T / 3f64.sqrt()).abs() < 1e-4, "{quotient:?}");
        let pooled = [(4.0, 1.0), (2.0, 2.0), (6.0, 3.0)].map(|(above, below)| Ratio { above, below });
        let pooled = estimate_ratio(&pooled).expect("counted").half_width.expect("three replications");
        assert!((half_width(&quotient) - pooled).abs() < 1e-12);
        assert_eq!(y.over(&x.minus(&x)), None, "nothing is divided by 0");
    }

    #[test]
    fn one_row_has_the_interval_it_has_in_the_table() {
        let ratios = [(3.0, 10.0), (5.0, 12.0), (1.0, 9.0), (4.0, 11.0)].map(|(above, below)| Ratio { above, below });
        let (linear, table) = (Linear::of_ratio(&ratios).expect("counted"), estimate_ratio(&ratios).expect("counted"));
        assert_eq!(linear.value(), table.value);
        assert!((half_width(&linear) / table.half_width.expect("four") - 1.0).abs() < 1e-12);
        let doubled = linear.times(2.0);
        assert!((half_width(&doubled) / half_width(&linear) - 2.0).abs() < 1e-12);

        let mut pooled = Histogram::default();
        for days in 1..=9 {
            pooled.add(days * crate::time::DAY);
        }
        let each = [4.0, 5.0, 7.0].map(|days| Some(days * crate::time::DAY as f64));
        let each = [&each[..], &[None]].concat();
        let linear = Linear::of_quantile(&pooled, 0.5, &each).expect("counted").estimate();
        let table = estimate_quantile(&pooled, 0.5, &each).expect("counted");
        assert_eq!((linear.value, linear.replications), (table.value, table.replications));
        let width = |estimate: Estimate| estimate.half_width.expect("three replications");
        assert!((width(linear) / width(table) - 1.0).abs() < 1e-12);
    }

    /// By hand: 1, 2, 3 has mean 2 and standard error 1/√3, so t = 3.4641 with 2 degrees of freedom, for which
    /// p = 1 − t / √(2 + t²) = 0.0742. Three times the same has 2 / 2³.
    #[test]
    fn the_probability_of_nothing_by_hand() {
        let p = |values| mean_of(values).probability_of_nothing().expect("three replications");
        assert!((p([1.0, 2.0, 3.0]) - (1.0 - 12f64.sqrt() / 14f64.sqrt())).abs() < 1e-9);
        assert_eq!(p([4.0, 4.0, 4.0]), 0.25);
        assert_eq!(p([-1.0, 0.0, 1.0]), 1.0);
        let one = Linear::of_ratio(&[Ratio { above: 1.0, below: 2.0 }]).expect("counted");
        assert_eq!(one.probability_of_nothing(), None);
    }

    #[test]
    fn one_replication_has_no_interval() {
        let one = Linear::of_ratio(&[Ratio { above: 1.0, below: 2.0 }]).expect("counted");
        assert_eq!(one.plus(&one).estimate().interval, None);
        assert_eq!(Linear::of_ratio(&[]), None);
    }
}
