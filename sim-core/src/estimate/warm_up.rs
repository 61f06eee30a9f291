//! Warm-up advice: how much of the beginning of a run still shows how it began.

/// What the run's own beginning says about its warm-up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WarmUpAdvice {
    /// From this share of the run on, its course no longer shows the beginning.
    SettledAt(f64),
    /// No point in the first half of the run at which it has settled: it grows, falls or follows a trend.
    NotSettled,
}

/// MSER-5: the beginning to leave out for which the rest has the smallest standard error of its mean.
///
/// * `series` – a level over the run in equal steps (mean over replications), at least 50
///
/// The series is averaged by fives; the rule looks only at the first half.
///
/// # Source
/// White, Cobb & Spratt (2000), *Proceedings of the Winter Simulation Conference*, 755–761.
pub fn mser5(series: &[f64]) -> Option<WarmUpAdvice> {
    let batches: Vec<f64> = series.chunks_exact(5).map(|five| five.iter().sum::<f64>() / 5.0).collect();
    if batches.len() < 10 {
        return None;
    }
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut best = (f64::INFINITY, 0);
    for left_out in (0..batches.len()).rev() {
        sum += batches[left_out];
        squares += batches[left_out] * batches[left_out];
        let kept = (batches.len() - left_out) as f64;
        if kept < 5.0 {
            continue;
        }
        let statistic = (squares - sum * sum / kept).max(0.0) / (kept * kept);
        if statistic <= best.0 {
            best = (statistic, left_out);
        }
    }
    if best.1 * 2 >= batches.len() {
        return Some(WarmUpAdvice::NotSettled);
    }
    Some(WarmUpAdvice::SettledAt(best.1 as f64 / batches.len() as f64))
}

/// Welch's moving average of a series: each point with up to `window` neighbours on both sides.
///
/// # Source
/// Welch (1983), in Lavenberg (ed.), *The Computer Performance Modeling Handbook*, 268–328.
pub fn welch(series: &[f64], window: usize) -> Vec<f64> {
    let around = |index: usize| {
        let reach = window.min(index).min(series.len() - 1 - index);
        let part = &series[index - reach..=index + reach];
        part.iter().sum::<f64>() / part.len() as f64
    };
    (0..series.len()).map(around).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A level that rises to 100 with a time constant of 20 steps, with a small ripple.
    fn filling(steps: usize) -> Vec<f64> {
        (0..steps).map(|step| 100.0 * (1.0 - (-(step as f64) / 20.0).exp()) + f64::from(step as u32 % 7)).collect()
    }

    #[test]
    fn a_chain_that_fills_settles_after_a_few_time_constants() {
        match mser5(&filling(1000)) {
            Some(WarmUpAdvice::SettledAt(share)) => assert!((0.04..0.2).contains(&share), "settled at {share}"),
            other => panic!("a level that settles is found to: {other:?}"),
        }
    }

    #[test]
    fn a_chain_that_grows_does_not_settle() {
        let growing: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(mser5(&growing), Some(WarmUpAdvice::NotSettled));
    }

    #[test]
    fn a_short_series_gives_no_advice() {
        assert_eq!(mser5(&[1.0; 49]), None);
    }

    #[test]
    fn welch_averages_neighbours() {
        assert_eq!(welch(&[0.0, 3.0, 6.0, 3.0, 0.0], 1), [0.0, 3.0, 4.0, 3.0, 0.0]);
    }
}
