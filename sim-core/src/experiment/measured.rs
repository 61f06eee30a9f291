//! What one replication measured, in the shape in which replications are added up: made by the thread that simulated it.

use super::Experiment;
use crate::estimate::{Histogram, Ratio};
use crate::observe::{Plan, RowKey, Sample, Tally};

/// What one replication measured.
pub(super) struct Measured {
    /// The rows, and for a quantile its histogram; only of the first replication, as all have the same.
    pub(super) rows: Vec<(RowKey, Option<(usize, f64)>)>,
    pub(super) kept: Kept,
    pub(super) histograms: Vec<Histogram>,
    pub(super) fine: Vec<f64>,
}

/// What is kept of every replication.
///
/// Room for it is made before the replication is simulated: what comes and goes meanwhile then leaves no holes between
/// what stays, which would make the memory of a program grow with every replication.
pub(super) struct Kept {
    pub(super) samples: Vec<Ratio>,
    pub(super) monthly: Vec<f64>,
}

impl Kept {
    /// * `rows` – number of rows, where it is known
    pub(super) fn new(plan: &Plan, rows: usize) -> Kept {
        let months = plan.month_edges.len() - 1;
        Kept { samples: Vec::with_capacity(rows), monthly: Vec::with_capacity(months * plan.monthly_levels()) }
    }
}

impl Measured {
    /// * `with_rows` – whether the rows are kept as well
    pub(super) fn of(plan: &Plan, tally: Tally, mut kept: Kept, with_rows: bool) -> Measured {
        let mut rows = Vec::new();
        tally.walk(plan, &mut |key, sample| {
            let (ratio, quantile) = match sample {
                Sample::Ratio(ratio) => (ratio, None),
                Sample::Quantile(histogram, p) => {
                    let value = tally.histograms()[histogram].quantile(p);
                    let ratio = value.map_or(Ratio::default(), |above| Ratio { above, below: 1.0 });
                    (ratio, Some((histogram, p)))
                }
            };
            if with_rows {
                rows.push((key, quantile));
            }
            kept.samples.push(ratio);
        });
        kept.samples.shrink_to_fit();
        kept.monthly.extend(tally.monthly(plan));
        Measured { rows, kept, fine: tally.fine_series(plan), histograms: tally.into_histograms() }
    }
}

impl Experiment {
    /// Adds a replication, the next in order.
    pub(super) fn add(&mut self, measured: Measured) {
        if self.samples.is_empty() {
            (self.keys, self.quantiles) = measured.rows.into_iter().unzip();
            self.histograms = measured.histograms;
            self.fine = measured.fine;
        } else {
            self.histograms.iter_mut().zip(&measured.histograms).for_each(|(all, one)| all.merge(one));
            self.fine.iter_mut().zip(measured.fine).for_each(|(sum, one)| *sum += one);
        }
        self.samples.push(measured.kept.samples);
        self.monthly.push(measured.kept.monthly);
    }
}
