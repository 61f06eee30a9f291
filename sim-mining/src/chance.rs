//! Probabilities of what is seen by chance alone: of shares, and of times whatever their distribution.

use crate::mine::survival::Watched;

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
pub(crate) fn wilson(share: f64, of: f64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let part = Z * Z / of;
    let middle = (share + part / 2.0) / (1.0 + part);
    let half = Z / (1.0 + part) * libm::sqrt(share * (1.0 - share) / of + part / (4.0 * of));
    (middle - half, middle + half)
}

/// A part of one for a number, such that numbers after another are spread evenly and neighbours are far apart: by the golden
/// section. What is taken by turns needs no chance.
pub(crate) fn turn(number: usize) -> f64 {
    (number as f64 * 0.618_033_988_749_895).fract()
}

/// Normal scores of ranks, those of equal values equal; none where all are equal.
pub(crate) fn normal_scores(values: &[f64]) -> Option<Vec<f64>> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut scores = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|&one, &other| values[one] == values[other]) {
        let rank = before as f64 + (same.len() as f64 + 1.0) / 2.0;
        let score = sim_core::random::normal_quantile(rank / (values.len() as f64 + 1.0));
        same.iter().for_each(|&place| scores[place] = score);
        before += same.len();
        if same.len() == values.len() {
            return None;
        }
    }
    Some(scores)
}

/// The probability that times of two groups differ so much by chance, by the normal scores of their ranks (van der Waerden 1952,
/// *Indagationes Mathematicae* 14, 453–458): a few very long ones decide nothing.
pub(crate) fn ranks_differ(one: &[f64], other: &[f64]) -> f64 {
    let all: Vec<f64> = one.iter().chain(other).copied().collect();
    let Some(scores) = normal_scores(&all) else { return 1.0 };
    let (group, n) = (one.len() as f64, all.len() as f64);
    let sum: f64 = scores[..one.len()].iter().sum();
    let squares: f64 = scores.iter().map(|score| score * score).sum();
    chi_square_above(sum * sum * n * (n - 1.0) / (group * (n - group) * squares), 1)
}

/// The probability that times watched of two groups differ so much by chance, by the order in which they end (Mantel 1966, *Cancer
/// Chemotherapy Reports* 50(3), 163–170: the log-rank test), with half an end less for small groups.
pub(crate) fn lives_differ(one: &[Watched], other: &[Watched]) -> f64 {
    let mut all: Vec<(f64, bool, bool)> = Vec::with_capacity(one.len() + other.len());
    for (group, watched) in [(true, one), (false, other)] {
        all.extend(watched.iter().map(|one| (one.time, one.event.is_some(), group)));
    }
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut at_risk, mut own) = (all.len() as f64, one.len() as f64);
    let (mut beyond, mut variance) = (0.0, 0.0);
    for same in all.chunk_by(|one, other| one.0 == other.0) {
        let ends = same.iter().filter(|(_, ends, _)| *ends).count() as f64;
        let of_group = same.iter().filter(|(_, ends, group)| *ends && *group).count() as f64;
        let share = own / at_risk;
        beyond += of_group - ends * share;
        if at_risk > 1.0 {
            variance += ends * share * (1.0 - share) * (at_risk - ends) / (at_risk - 1.0);
        }
        at_risk -= same.len() as f64;
        own -= same.iter().filter(|(.., group)| *group).count() as f64;
    }
    let beyond = (f64::abs(beyond) - 0.5).max(0.0);
    if variance > 0.0 { chi_square_above(beyond * beyond / variance, 1) } else { 1.0 }
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

    #[test]
    fn scores_of_equal_values_are_equal_and_those_of_larger_ones_larger() {
        let scores = normal_scores(&[3.0, 1.0, 1.0, 9.0]).expect("they differ");
        assert_eq!(scores[1], scores[2]);
        assert!(scores[3] > scores[0] && scores[0] > scores[1] && normal_scores(&[2.0; 5]).is_none());
    }

    /// Freireich et al. (1963): remission on 6-mercaptopurine against placebo; the log-rank statistic is 16.8 (Kalbfleisch & Prentice 2002,
    /// §1.4), O − E = 9 − 19.25 and V = 6.257, so (10.25 − 0.5)² / 6.257 = 15.2 with the correction.
    #[test]
    fn remission_of_leukaemia_differs_from_that_on_placebo() {
        let watched = |ended: &[f64], open: &[f64]| -> Vec<Watched> {
            let over = ended.iter().map(|&time| Watched { time, event: Some(0) });
            over.chain(open.iter().map(|&time| Watched { time, event: None })).collect()
        };
        let treated = watched(
            &[6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0],
            &[6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0],
        );
        let placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23].map(f64::from);
        let found = lives_differ(&treated, &watched(&placebo, &[]));
        let expected = chi_square_above((10.2505_f64 - 0.5).powi(2) / 6.2570, 1);
        assert!((found / expected - 1.0).abs() < 0.01, "{found} {expected}");
    }

    #[test]
    fn one_very_long_time_is_no_difference() {
        let usual: Vec<f64> = (0..50).map(f64::from).collect();
        let with_one: Vec<f64> = (0..20).map(|at| if at == 7 { 1e6 } else { f64::from(at) * 2.5 }).collect();
        assert!(ranks_differ(&with_one, &usual) > 0.3);
        assert!(ranks_differ(&usual.iter().map(|time| time + 40.0).collect::<Vec<_>>(), &usual) < 1e-6);
    }
}
