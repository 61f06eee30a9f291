//! Intervals: Student t for means, Wilson for shares that never varied, order statistics for one more year.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Confidence level of every interval.
pub const LEVEL: f64 = 0.95;
/// Probability of either side of an interval.
const TAIL: f64 = 0.025;

/// Two-sided 95 % critical value of Student's t; `None` without degrees of freedom.
pub fn student_t(degrees_of_freedom: u32) -> Option<f64> {
    student_t_at(LEVEL, degrees_of_freedom)
}

/// Two-sided critical value of Student's t at a level between 0 and 1; `None` without degrees of freedom.
pub fn student_t_at(level: f64, degrees_of_freedom: u32) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, f64::from(degrees_of_freedom)).ok()?;
    Some(t.inverse_cdf(0.5 + level / 2.0))
}

/// Probability that Student's t is at least as far from 0 as this, on either side; `None` without degrees of freedom.
pub fn two_sided(statistic: f64, degrees_of_freedom: u32) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, f64::from(degrees_of_freedom)).ok()?;
    Some((2.0 * t.sf(statistic.abs())).min(1.0))
}

/// Wilson's 95 % interval for a share of `successes` out of `trials`.
///
/// # Source
/// Wilson (1927), *Journal of the American Statistical Association* 22(158), 209–212.
pub fn wilson(successes: f64, trials: f64) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if trials <= 0.0 {
        return None;
    }
    let share = successes / trials;
    let centre = share + Z * Z / (2.0 * trials);
    let spread = Z * (share * (1.0 - share) / trials + Z * Z / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + Z * Z / trials;
    // Exact where the formula would leave a rounding error.
    let lower = if successes <= 0.0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
    let upper = if successes >= trials { 1.0 } else { ((centre + spread) / scale).min(1.0) };
    Some((lower, upper))
}

/// Fewest values from which [`prediction_interval`] gives a range.
pub const FEWEST_FOR_PREDICTION: usize = 39;

/// The range in which one more value of the same kind lies with a probability of 95 %, from values already seen.
///
/// Distribution-free: of `n` exchangeable values the next lies between the k-th lowest and k-th highest with
/// probability `(n + 1 − 2k) / (n + 1)`; the bounds are interpolated between order statistics. `None` for fewer than
/// 39 values, for which the range would be wider than all of them.
///
/// # Source
/// David & Nagaraja (2003), *Order Statistics*, 3rd ed., §7.3.
pub fn prediction_interval(values: &[f64]) -> Option<(f64, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = (sorted.len() + 1) as f64 * TAIL;
    if rank < 1.0 {
        return None;
    }
    let at = |rank: f64| {
        let (below, part) = (rank.floor(), rank - rank.floor());
        let low = sorted[(below as usize).max(1) - 1];
        let high = sorted[(below as usize).min(sorted.len() - 1)];
        low + part * (high - low)
    };
    Some((at(rank), at((sorted.len() + 1) as f64 - rank)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Critical values from the table in Law (2015), *Simulation Modeling and Analysis*, 5th ed., appendix T.1.
    #[test]
    fn student_t_agrees_with_the_table() {
        for (degrees, expected) in [(1, 12.706), (9, 2.262), (29, 2.045), (100, 1.984)] {
            let found = student_t(degrees).expect("degrees of freedom");
            assert!((found - expected).abs() < 5e-4, "{degrees}: {found}");
        }
        assert_eq!(student_t(0), None);
    }

    /// What the critical value cuts off on both sides is 5 %, and far out it is small rather than nothing.
    #[test]
    fn both_sides_together_have_the_probability_of_the_table() {
        for degrees in [1, 9, 29, 100] {
            let found = two_sided(-student_t(degrees).expect("degrees"), degrees).expect("degrees");
            assert!((found - 0.05).abs() < 1e-9, "{degrees}: {found}");
        }
        assert!(two_sided(50.0, 29).is_some_and(|p| 0.0 < p && p < 1e-25));
        assert_eq!(two_sided(1.0, 0), None);
    }

    #[test]
    fn wilson_never_says_certain() {
        let (low, high) = wilson(0.0, 20.0).expect("trials");
        assert_eq!(low, 0.0);
        assert!((high - 0.1611).abs() < 5e-4, "none of twenty still allows {high}");
    }

    #[test]
    fn thirty_nine_values_predict_by_their_extremes() {
        let values: Vec<f64> = (1..=39).map(f64::from).collect();
        assert_eq!(prediction_interval(&values), Some((1.0, 39.0)));
        assert_eq!(prediction_interval(&values[1..]), None);
    }
}
