//! Poisson counts by inversion.

use libm::exp;

/// Largest mean that is inverted in one piece; `exp(−500)` is far from underflow.
const MAX_CHUNK: f64 = 500.0;

/// A Poisson count with the given mean.
///
/// The smallest `n` with `P(N ≤ n) ≥ u`, searched from 0. A mean above 500 is split into equal parts, and the
/// count is the sum of the counts of the parts. The count never falls when any one unit rises.
///
/// * `mean` – finite; at most 0 gives 0. The time taken is proportional to it.
/// * `unit_of` – the number in (0, 1) for part 0, 1, … (one for every 500 of the mean)
///
/// # Source
/// Devroye (1986), *Non-Uniform Random Variate Generation*, §X.3.3 (sequential search).
pub fn poisson(mean: f64, unit_of: impl Fn(u32) -> f64) -> u64 {
    debug_assert!(mean.is_finite(), "the mean of a Poisson count is finite");
    if mean.is_nan() || mean <= 0.0 {
        return 0;
    }
    let chunks = (mean / MAX_CHUNK).ceil().min(f64::from(u32::MAX)) as u32;
    let chunk_mean = (mean / f64::from(chunks)).min(MAX_CHUNK);
    (0..chunks).map(|chunk| smallest_count_reaching(unit_of(chunk), chunk_mean)).sum()
}

fn smallest_count_reaching(unit: f64, mean: f64) -> u64 {
    let mut count = 0.0;
    let mut probability = exp(-mean);
    let mut at_most = probability;
    while at_most < unit {
        count += 1.0;
        probability *= mean / count;
        let next = at_most + probability;
        // Beyond the mode and too small to be added: rounding keeps the sum below the unit for ever.
        if next == at_most && count > mean {
            break;
        }
        at_most = next;
    }
    count as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_distr::Distribution as _;
    use statrs::distribution::{DiscreteCDF, Poisson};

    use super::*;
    use crate::random::{Draws, Purpose, ResidentKey, Stream};

    /// The count at `u` is the quantile: `P(N < n) < u ≤ P(N ≤ n)`, to within 1e-11 for the oracle's own error.
    #[test]
    fn counts_are_the_quantiles() {
        for mean in [0.01, 0.5, 1.0, 3.7, 40.0, 499.9] {
            let oracle = Poisson::new(mean).unwrap();
            for i in 1..1000 {
                let unit = f64::from(i) / 1000.0;
                let count = poisson(mean, |_| unit);
                assert!(oracle.cdf(count) > unit - 1e-11, "mean {mean}, unit {unit}: {count} is too low");
                assert!(count == 0 || oracle.cdf(count - 1) < unit + 1e-11, "mean {mean}, unit {unit}: {count}");
            }
        }
    }

    /// Mean and variance of split counts, and of the library's (rand_distr), both equal the mean asked for.
    ///
    /// Mean 1234.5, 20 000 counts, seed 11; each of four figures held to 4.9 standard errors, which a correct
    /// sampler exceeds for one seed in 250 000.
    #[test]
    fn split_counts_have_the_right_moments() {
        const SAMPLE: u64 = 20_000;
        const MEAN: f64 = 1234.5;
        let draws = Draws::new(11, 0);
        let purpose = Purpose::named("test.poisson");
        let resident = |i| ResidentKey::new(Stream::named("test"), i);
        let own = |i| poisson(MEAN, |chunk| draws.unit(resident(i), purpose, 0, chunk)) as f64;
        let library = rand_distr::Poisson::new(MEAN).unwrap();
        let other = |i| library.sample(&mut draws.rng(resident(i), purpose, 1));
        for count in [&own as &dyn Fn(u64) -> f64, &other] {
            let n = SAMPLE as f64;
            let mean = (0..SAMPLE).map(count).sum::<f64>() / n;
            let variance = (0..SAMPLE).map(|i| (count(i) - mean).powi(2)).sum::<f64>() / (n - 1.0);
            assert!((mean - MEAN).abs() < 4.9 * (MEAN / n).sqrt(), "mean {mean}");
            assert!((variance - MEAN).abs() < 4.9 * MEAN * (2.0 / n).sqrt(), "variance {variance}");
        }
    }

    #[test]
    fn the_edges_end() {
        assert_eq!(poisson(0.0, |_| 0.5), 0);
        assert_eq!(poisson(-1.0, |_| 0.5), 0);
        assert_eq!(poisson(1e-300, |_| 0.999), 0);
        assert!(poisson(500.0, |_| 1.0 - 0.5_f64.powi(53)) < 700);
        assert!(poisson(500.0, |_| 0.5_f64.powi(53)) > 300);
        assert!(poisson(1e-3, |_| 1.0) < 10);
    }

    proptest! {
        /// More in, more out: in each unit.
        #[test]
        fn counts_rise_with_each_unit(mean in 0.0..1500.0, u in 0.0..1.0, v in 0.0..1.0, raised in 0u32..3) {
            let (low, high) = if u < v { (u, v) } else { (v, u) };
            let unit_of = |chunk| if chunk == raised { high } else { low };
            let (fewer, more) = (poisson(mean, |_| low), poisson(mean, unit_of));
            prop_assert!(fewer <= more, "{} against {}", fewer, more);
        }
    }
}
