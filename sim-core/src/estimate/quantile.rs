//! Quantiles: pooled over residents, with an interval from the quantiles of the replications.

use super::{Estimate, Histogram, student_t};

/// A quantile of all residents together, with a Student t interval by sectioning.
///
/// * `pooled` – times of all replications
/// * `replications` – the same quantile of each replication, in microseconds; `None` where nothing was counted
///
/// The value is in days. The spread of the replications' quantiles is taken around the pooled one (sectioning), which
/// is less biased than their mean.
///
/// # Source
/// Asmussen & Glynn (2007), *Stochastic Simulation*, §III.5.
pub fn estimate_quantile(pooled: &Histogram, p: f64, replications: &[Option<f64>]) -> Option<Estimate> {
    const DAY: f64 = crate::time::DAY as f64;
    let value = pooled.quantile(p)?;
    let counted: Vec<f64> = replications.iter().copied().flatten().collect();
    let number = counted.len() as f64;
    let half_width = student_t((counted.len() as u32).saturating_sub(1)).map(|t| {
        let squares: f64 = counted.iter().map(|quantile| (quantile - value).powi(2)).sum();
        t * (squares / (number - 1.0) / number).sqrt()
    });
    Some(Estimate::symmetric(value / DAY, half_width.map(|width| width / DAY), counted.len() as u32))
}
