//! The distance between two samples of numbers on a line: how far the one has to be moved to become the other.

/// A value of a sample and how often it occurs.
pub type Weighted = (i64, u64);

/// The first Wasserstein distance (earth mover's distance on a line) between two samples, each taken as a whole: the area
/// between their distribution functions, `∫ |F(x) − G(x)| dx`.
///
/// `None` when one of them is empty.
///
/// # Source
/// Vallender (1974), "Calculation of the Wasserstein distance between probability distributions on the line",
/// *Theory of Probability & Its Applications* 18(4), 784–786.
pub fn wasserstein(mut one: Vec<Weighted>, mut other: Vec<Weighted>) -> Option<f64> {
    let total = |sample: &[Weighted]| sample.iter().map(|&(_, weight)| weight).sum::<u64>();
    let totals = (total(&one), total(&other));
    if totals.0 == 0 || totals.1 == 0 {
        return None;
    }
    one.sort_unstable();
    other.sort_unstable();
    let (mut below, mut at) = ((0, 0), (0, 0));
    let mut before: Option<i64> = None;
    let mut area = 0.0;
    while at.0 < one.len() || at.1 < other.len() {
        let next = |sample: &[Weighted], position: usize| sample.get(position).map_or(i64::MAX, |&(value, _)| value);
        let value = next(&one, at.0).min(next(&other, at.1));
        if let Some(before) = before {
            let (f, g) = (below.0 as f64 / totals.0 as f64, below.1 as f64 / totals.1 as f64);
            area += (f - g).abs() * (value - before) as f64;
        }
        let take = |sample: &[Weighted], position: &mut usize, below: &mut u64| {
            while let Some(&(_, weight)) = sample.get(*position).filter(|&&(at, _)| at == value) {
                *below += weight;
                *position += 1;
            }
        };
        take(&one, &mut at.0, &mut below.0);
        take(&other, &mut at.1, &mut below.1);
        before = Some(value);
    }
    Some(area)
}

/// The same of two samples in which every value counts once.
pub fn between(one: impl Iterator<Item = i64>, other: impl Iterator<Item = i64>) -> Option<f64> {
    wasserstein(one.map(|value| (value, 1)).collect(), other.map(|value| (value, 1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_everything_by_three_is_a_distance_of_three() {
        assert_eq!(between([1, 5, 9].into_iter(), [4, 8, 12].into_iter()), Some(3.0));
        assert_eq!(between([0, 10].into_iter(), [5].into_iter()), Some(5.0));
        assert_eq!(between([7, 7, 7].into_iter(), [7].into_iter()), Some(0.0));
        assert_eq!(between([].into_iter(), [7].into_iter()), None);
    }

    #[test]
    fn weights_count_as_repetition() {
        let weighted = wasserstein(vec![(0, 3), (4, 1)], vec![(1, 2)]);
        assert_eq!(weighted, between([0, 0, 0, 4].into_iter(), [1, 1].into_iter()));
    }
}
