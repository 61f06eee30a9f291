//! Many comparisons at once: probabilities corrected so that a whole table rarely holds a single false claim.

/// The probabilities of a table, corrected for how many there are by Holm's step-down; in the same order.
///
/// The smallest of m is multiplied by m, the next by m less 1, and so on; none becomes less than one before it, nor more
/// than 1. Claiming whatever is then at most 5 %, a table in which nothing differs holds a claim in at most 5 % of cases,
/// however the rows depend on each other.
///
/// # Source
/// Holm (1979), *Scandinavian Journal of Statistics* 6(2), 65–70.
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&one, &other| probabilities[one].total_cmp(&probabilities[other]).then(one.cmp(&other)));
    let mut corrected = vec![1.0; probabilities.len()];
    let mut least = 0.0f64;
    for (before, &place) in order.iter().enumerate() {
        let rest = (probabilities.len() - before) as f64;
        least = least.max((rest * probabilities[place]).min(1.0));
        corrected[place] = least;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Wright (1992), *Biometrics* 48(4), 1005–1013, in other order: 0.01, 0.02, 0.022, 0.09 give 0.04,
    /// 0.06, 0.06, 0.09.
    #[test]
    fn four_probabilities_by_hand() {
        let found = holm(&[0.022, 0.01, 0.09, 0.02]);
        for (found, expected) in found.iter().zip([0.06, 0.04, 0.09, 0.06]) {
            assert!((found - expected).abs() < 1e-12, "{found} against {expected}");
        }
        assert_eq!(holm(&[0.6, 0.7]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }
}
