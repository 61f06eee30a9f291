//! Comparing two runs replication by replication.

use sim_core::experiment::Experiment;
use sim_core::time::DAY;

/// An experiment and a row of it.
type RowOf<'e> = (&'e Experiment, usize);

/// Variant minus base, paired by replication, with its standard error.
pub(super) fn difference(base: RowOf<'_>, variant: RowOf<'_>) -> Option<(f64, Option<f64>)> {
    let differences = differences(base, variant);
    let number = differences.len() as f64;
    let mean = (!differences.is_empty()).then(|| differences.iter().sum::<f64>() / number)?;
    Some((mean, variance(&differences).map(|variance| (variance / number).sqrt())))
}

/// Variance of the difference with independent runs over that with common random numbers, with the standard error of
/// the delete-one jackknife (Efron & Stein 1981).
pub(super) fn variance_reduction(base: RowOf<'_>, paired: RowOf<'_>, apart: RowOf<'_>) -> Option<(f64, Option<f64>)> {
    let (paired, apart) = (differences(base, paired), differences(base, apart));
    let number = paired.len().min(apart.len());
    let ratio = |apart: &[f64], paired: &[f64]| {
        let (apart, paired) = (variance(apart)?, variance(paired)?);
        // Without any spread left the help is without bound.
        Some(if paired > 0.0 { apart / paired } else { f64::MAX })
    };
    let all = ratio(&apart, &paired)?;
    let without = |left_out: usize| {
        let keep = |values: &[f64]| {
            values.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, value)| *value).collect::<Vec<_>>()
        };
        ratio(&keep(&apart), &keep(&paired))
    };
    let each: Option<Vec<f64>> = (0..number).map(without).collect();
    let error = each.map(|each| {
        let mean = each.iter().sum::<f64>() / number as f64;
        let squares: f64 = each.iter().map(|one| (one - mean).powi(2)).sum();
        (squares * (number - 1) as f64 / number as f64).sqrt()
    });
    Some((all, error))
}

fn differences(base: RowOf<'_>, variant: RowOf<'_>) -> Vec<f64> {
    let (base, variant) = (values(base), values(variant));
    base.into_iter().zip(variant).filter_map(|(base, variant)| Some(variant? - base?)).collect()
}

/// The value of a row in each replication; quantiles are kept in microseconds.
fn values((experiment, row): RowOf<'_>) -> Vec<Option<f64>> {
    let unit = if experiment.quantiles[row].is_some() { DAY as f64 } else { 1.0 };
    let samples = experiment.samples.iter().map(|replication| replication[row]);
    samples.map(|ratio| (ratio.below > 0.0).then(|| ratio.above / ratio.below / unit)).collect()
}

fn variance(values: &[f64]) -> Option<f64> {
    let number = values.len() as f64;
    let mean = values.iter().sum::<f64>() / number;
    (values.len() > 1).then(|| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (number - 1.0))
}
