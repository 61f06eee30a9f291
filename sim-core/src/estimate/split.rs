//! Chance and not knowing: a spread over replications split into what more replications shrink and what only data shrink.
//!
//! ```text
//! draw 1 of the unknown numbers ──► replication 1, 2, …   within a draw: chance
//! draw 2                        ──► replication 3, 4, …   between draws, beyond what chance makes of it: not knowing
//! ```

use super::{Ratio, student_t};

/// The spread of a measure over replications, by where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Half of a 95 % interval by chance alone, for the mean of all replications: this shrinks with more of them.
    pub chance_half_width: f64,
    /// Lower and upper end of the range that the measure may have because numbers are unknown.
    pub unknown: (f64, f64),
}

/// Variances of a balanced or unbalanced one-way random-effects model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Variance of one replication within a draw.
    pub chance: f64,
    /// Variance of the means of draws with endlessly many replications; never below 0.
    pub unknown: f64,
    /// Replications per draw (where they differ: the number that takes their place).
    pub each: f64,
    /// Degrees of freedom of the variance within draws.
    pub degrees: u32,
}

/// The variance within and between groups, by the method of moments: the mean squares within and between groups are set
/// equal to what is expected of them, `σ²_chance` and `σ²_chance + n σ²_unknown`.
///
/// * `groups` – the values of each draw; `None` with fewer than two draws, or no draw with two values
///
/// # Source
/// Searle, Casella & McCulloch (1992), *Variance Components*, ch. 3: ANOVA estimators of the 1-way classification, with
/// `n = (N − Σ nᵢ² / N) / (a − 1)` where groups differ in size.
pub fn components(groups: &[Vec<f64>]) -> Option<Components> {
    let groups: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let number: usize = groups.iter().map(|group| group.len()).sum();
    if groups.len() < 2 || number <= groups.len() {
        return None;
    }
    let total = number as f64;
    let grand = groups.iter().flat_map(|group| group.iter()).sum::<f64>() / total;
    let (mut within, mut between, mut sizes) = (0.0, 0.0, 0.0);
    for group in &groups {
        let size = group.len() as f64;
        let mean = group.iter().sum::<f64>() / size;
        within += group.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        between += size * (mean - grand).powi(2);
        sizes += size * size;
    }
    let draws = (groups.len() - 1) as f64;
    let each = (total - sizes / total) / draws;
    let degrees = number - groups.len();
    let chance = within / degrees as f64;
    let unknown = ((between / draws - chance) / each).max(0.0);
    Some(Components { chance, unknown, each, degrees: degrees as u32 })
}

impl Components {
    /// The part of the spread between means of draws that is not chance, between 0 and 1.
    pub fn reliability(&self) -> f64 {
        let all = self.unknown + self.chance / self.each;
        if all > 0.0 { self.unknown / all } else { 0.0 }
    }

    fn chance_half_width(&self, replications: usize) -> f64 {
        student_t(self.degrees).map_or(0.0, |t| t * (self.chance / replications as f64).sqrt())
    }
}

/// Splits the spread of a ratio of sums.
///
/// * `replications` – in order, `each` of them for every draw
///
/// Variances are those of the residuals `above − value · below` over the mean of `below`, as in
/// [`estimate_ratio`](super::estimate_ratio). The range is that of the ratios of the draws, drawn together around the
/// overall value (see `range`). `None` with fewer than two draws, or when nothing was counted below.
pub fn split_ratio(replications: &[Ratio], each: usize) -> Option<Split> {
    let sum = |of: &[Ratio]| of.iter().fold((0.0, 0.0), |(above, below), one| (above + one.above, below + one.below));
    let (above, below) = sum(replications);
    if below <= 0.0 {
        return None;
    }
    let (value, scale) = (above / below, below / replications.len() as f64);
    let draws = || replications.chunks(each.max(1));
    let residuals = |draw: &[Ratio]| draw.iter().map(|one| (one.above - value * one.below) / scale).collect();
    let components = components(&draws().map(residuals).collect::<Vec<Vec<f64>>>())?;
    let means = draws().map(sum).filter(|&(_, below)| below > 0.0).map(|(above, below)| above / below);
    let unknown = range(means.collect(), value, components.reliability())?;
    Some(Split { chance_half_width: components.chance_half_width(replications.len()), unknown })
}

/// Splits the spread of a quantile, from the quantiles of the replications; `None` where a replication has none.
pub fn split_quantile(replications: &[Option<f64>], each: usize) -> Option<Split> {
    let draws = replications.chunks(each.max(1)).map(|draw| draw.iter().copied().flatten().collect());
    let draws: Vec<Vec<f64>> = draws.collect();
    let components = components(&draws)?;
    let counted = draws.iter().map(Vec::len).sum();
    let draws = draws.iter().filter(|draw| !draw.is_empty());
    let means: Vec<f64> = draws.map(|draw| draw.iter().sum::<f64>() / draw.len() as f64).collect();
    let centre = means.iter().sum::<f64>() / means.len() as f64;
    let unknown = range(means, centre, components.reliability())?;
    Some(Split { chance_half_width: components.chance_half_width(counted), unknown })
}

/// The range from 2.5 to 97.5 % of the means of draws, freed of the chance in them.
///
/// Means of few replications are spread wider than what not knowing does to them. Each is drawn towards the centre by
/// the square root of the reliability, after which their variance is the estimated one of not knowing. (By the
/// reliability itself, the best guess of each single mean, the whole of them would lie too close together.) Bounds are
/// interpolated between order statistics of rank `0.025 (n + 1)`; with fewer than 39 draws they are the lowest and the
/// highest, between which one more draw lies with probability `(n − 1) / (n + 1)`.
///
/// # Source
/// Louis (1984), *Journal of the American Statistical Association* 79(386), 393–398.
fn range(mut means: Vec<f64>, centre: f64, reliability: f64) -> Option<(f64, f64)> {
    const TAIL: f64 = 0.025;
    means.sort_unstable_by(f64::total_cmp);
    let last = means.len().checked_sub(1)? as f64;
    let at = |rank: f64| {
        let place = (rank - 1.0).clamp(0.0, last);
        let (below, part) = (place.floor() as usize, place.fract());
        let mean = means[below] + part * (means[(below + 1).min(means.len() - 1)] - means[below]);
        centre + reliability.sqrt() * (mean - centre)
    };
    let rank = TAIL * (means.len() + 1) as f64;
    Some((at(rank), at((means.len() + 1) as f64 - rank)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searle-style by hand: draws (1, 3), (5, 7), (9, 11) have mean squares 2 within and 32 between.
    #[test]
    fn mean_squares_are_split_as_on_paper() {
        let found = components(&[vec![1.0, 3.0], vec![5.0, 7.0], vec![9.0, 11.0]]).expect("three draws");
        assert_eq!(found, Components { chance: 2.0, unknown: 15.0, each: 2.0, degrees: 3 });
        assert_eq!(found.reliability(), 15.0 / 16.0);
    }

    /// Two draws of three and one value: n = (4 − 10 / 4) / 1 = 1.5.
    #[test]
    fn draws_of_different_size_are_weighed() {
        let found = components(&[vec![0.0, 1.0, 2.0], vec![5.0]]).expect("two draws");
        assert_eq!((found.each, found.chance, found.degrees), (1.5, 1.0, 2));
        assert!((found.unknown - (12.0 - 1.0) / 1.5).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn not_knowing_is_never_less_than_nothing() {
        let found = components(&[vec![0.0, 10.0], vec![10.0, 0.0]]).expect("two draws");
        assert_eq!((found.unknown, found.reliability()), (0.0, 0.0));
        assert_eq!(components(&[vec![1.0, 2.0]]), None);
        assert_eq!(components(&[vec![1.0], vec![2.0]]), None);
    }

    #[test]
    fn without_chance_the_range_is_that_of_the_draws() {
        let ratio = |value: f64| Ratio { above: value * 7.0, below: 7.0 };
        let all: Vec<Ratio> = (0..39).flat_map(|draw| [ratio(f64::from(draw)); 2]).collect();
        let split = split_ratio(&all, 2).expect("counted");
        assert!(split.chance_half_width < 1e-9);
        assert!(split.unknown.0.abs() < 1e-9 && (split.unknown.1 - 38.0).abs() < 1e-9, "{split:?}");
    }

    #[test]
    fn without_not_knowing_the_range_is_a_point() {
        let values = [Some(1.0), Some(9.0), Some(9.0), Some(1.0)];
        let split = split_quantile(&values, 2).expect("two draws");
        assert_eq!(split.unknown, (5.0, 5.0));
        assert!(split.chance_half_width > 4.0);
    }
}
