//! Probabilities of what is seen by chance alone, for shares.

/// The probability that a chi-square variable with whole degrees of freedom is larger (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5).
pub(crate) fn chi_square_above(value: f64, freedom: usize) -> f64 {
    let half = 0.5 * value.max(0.0);
    let odd = freedom % 2 == 1;
    let (mut sum, mut at) = if odd { (libm::erfc(libm::sqrt(half)), 0.5) } else { (libm::exp(-half), 1.0) };
    // Each term is x^a e^(−x) / Γ(a + 1).
    while at < freedom as f64 / 2.0 - 0.25 {
        sum += libm::exp(at * libm::log(half.max(1e-300)) - half - libm::lgamma(at + 1.0));
        at += 1.0;
    }
    sum.min(1.0)
}

/// How much likelier it is that of so many as many go as did, when the share is theirs and not another.
pub(crate) fn divergence(go: f64, of: f64, share: f64) -> f64 {
    let part = |count: f64, share: f64| if count <= 0.0 { 0.0 } else { count * libm::log(count / of / share) };
    part(go, share) + part(of - go, 1.0 - share)
}

/// A count, half nearer to what is expected of it, against claims from small groups (Yates 1934, *Supplement to the Journal of the Royal
/// Statistical Society* 1(2), 217–235).
pub(crate) fn nearer(count: f64, of: f64, share: f64) -> f64 {
    let expected = of * share;
    if count > expected { (count - 0.5).max(expected) } else { (count + 0.5).min(expected) }
}

/// The probability that two shares differ so much by chance: the likelihood ratio of the binomial, with Yates' correction.
///
/// * `one`, `other` – how many of how many
pub(crate) fn shares_differ((go, of): (f64, f64), (other_go, other_of): (f64, f64)) -> f64 {
    let share = (go + other_go) / (of + other_of);
    let part = |go: f64, of: f64| divergence(nearer(go, of, share), of, share);
    chi_square_above(2.0 * (part(go, of) + part(other_go, other_of)), 1)
}

/// The 95 % interval of the difference between two shares (Newcombe 1998, *Statistics in Medicine* 17(8), 873–890, method 10).
///
/// * `one`, `other` – how many of how many
pub(crate) fn newcombe((go, of): (f64, f64), (other_go, other_of): (f64, f64)) -> (f64, f64) {
    let (one, other) = (go / of, other_go / other_of);
    let ((lower, upper), (other_lower, other_upper)) = (wilson(one, of), wilson(other, other_of));
    let width = |one: f64, other: f64| libm::sqrt(one * one + other * other);
    let difference = one - other;
    (difference - width(one - lower, other_upper - other), difference + width(upper - one, other - other_lower))
}

/// The 95 % interval of a share (Wilson 1927, *Journal of the American Statistical Association* 22, 209–212).
fn wilson(share: f64, of: f64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let part = Z * Z / of;
    let middle = (share + part / 2.0) / (1.0 + part);
    let half = Z / (1.0 + part) * libm::sqrt(share * (1.0 - share) / of + part / (4.0 * of));
    (middle - half, middle + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables: 3.841 with one degree of freedom, 5.991 with two, 7.815 with three, 18.307 with ten are exceeded by 5 %.
    #[test]
    fn chi_square_as_in_tables() {
        for (value, freedom) in [(3.841_459, 1), (5.991_465, 2), (7.814_728, 3), (11.070_498, 5), (18.307_038, 10)] {
            assert!((chi_square_above(value, freedom) - 0.05).abs() < 1e-6, "{value}, {freedom}");
        }
    }

    /// Newcombe's example (a): 56 of 70 against 48 of 80 gives 0.0524 to 0.3339.
    #[test]
    fn the_difference_of_shares_of_newcombe() {
        let (lower, upper) = newcombe((56.0, 70.0), (48.0, 80.0));
        assert!((lower - 0.0524).abs() < 5e-5 && (upper - 0.3339).abs() < 5e-5, "{lower} {upper}");
    }

    /// Where one of a hundred goes, two of ten are seen in 0.4 % of samples: the probability told is no smaller.
    #[test]
    fn few_in_a_small_group_are_no_proof() {
        assert!(shares_differ((2.0, 10.0), (10.0, 1000.0)) > 0.004);
        assert!(shares_differ((40.0, 100.0), (100.0, 1000.0)) < 1e-6);
    }
}
