//! A quotient of two effects, such as euro per resident reached: an interval that knows that the lower one may be nothing.

use super::{Estimate, Linear, student_t};

/// The quotient of two estimates with Fieller's 95 % interval; `None` when the lower one cannot be told from 0, so that
/// no value of the quotient, however large, can be excluded.
///
/// The interval holds every ρ for which above − ρ · below cannot be told from 0 (Student t over the replications that
/// know both). Unlike an interval by linearising, it is right too where the lower one is not far from 0.
///
/// # Source
/// Fieller (1954), *Journal of the Royal Statistical Society B* 16(2), 175–185.
pub fn fieller(above: &Linear, below: &Linear) -> Option<Estimate> {
    let pairs: Vec<(f64, f64)> = above.errors().zip(below.errors()).filter_map(|(a, b)| Some((a?, b?))).collect();
    let number = pairs.len() as f64;
    let t = student_t((pairs.len() as u32).saturating_sub(1))?;
    let mean_product = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / (number - 1.0) / number;
    let of_above = mean_product(|(a, _)| a * a);
    let of_below = mean_product(|(_, b)| b * b);
    let of_both = mean_product(|(a, b)| a * b);
    let (a, b, t2) = (above.value(), below.value(), t * t);
    let rest = b * b - t2 * of_below;
    if b == 0.0 || rest <= 0.0 {
        return None;
    }
    let centre = (a * b - t2 * of_both) / rest;
    let spread = (centre * centre - (a * a - t2 * of_above) / rest).max(0.0).sqrt();
    let interval = Some((centre - spread, centre + spread));
    Some(Estimate { value: a / b, interval, half_width: None, replications: pairs.len() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Ratio;

    fn mean_of(values: &[f64]) -> Linear {
        let ratios: Vec<Ratio> = values.iter().map(|&above| Ratio { above, below: 1.0 }).collect();
        Linear::of_ratio(&ratios).expect("counted")
    }

    /// By hand: y = 9, 10, 11 and x = 4, 5, 6 move together, so the variances of both means and their covariance are 1/3;
    /// t² = 18.513 (2 degrees of freedom). (10 − 5ρ)² = 18.513/3 · (1 − ρ)² gives ρ = (10 ± 2.484) / (5 ± 2.484),
    /// with equal signs: 1.668 and 2.987.
    #[test]
    fn an_interval_by_hand() {
        let found = fieller(&mean_of(&[9.0, 10.0, 11.0]), &mean_of(&[4.0, 5.0, 6.0])).expect("5 is not 0");
        let (low, high) = found.interval.expect("three");
        assert_eq!(found.value, 2.0);
        assert!((low - 12.484 / 7.484).abs() < 1e-3 && (high - 7.516 / 2.516).abs() < 2e-3, "{low} to {high}");
    }

    #[test]
    fn what_may_be_nothing_divides_nothing() {
        assert_eq!(fieller(&mean_of(&[9.0, 10.0, 11.0]), &mean_of(&[-1.0, 0.5, 2.0])), None);
        assert_eq!(fieller(&mean_of(&[9.0, 10.0, 11.0]), &mean_of(&[0.0, 0.0, 0.0])), None);
        assert_eq!(fieller(&mean_of(&[9.0]), &mean_of(&[1.0])), None);
    }
}
