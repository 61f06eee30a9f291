//! What one replication measured, in the shape in which replications are added up: made by the thread that simulated it.

use super::Experiment;
use crate::estimate::{Histogram, Ratio};
use crate::observe::{Plan, RowKey, Sample, Tally};

/// What one replication measured.
pub(super) struct Measured {
    /// The rows, and for a quantile its histogram; only of the first replication, as all have the same.
    rows: Vec<(RowKey, Option<(usize, f64)>)>,
    samples: Vec<Ratio>,
    histograms: Vec<Histogram>,
    fine: Vec<f64>,
    monthly: Vec<Vec<f64>>,
}

impl Measured {
    /// * `with_rows` – whether the rows are kept as well
    pub(super) fn of(plan: &Plan, tally: Tally, rows: usize, with_rows: bool) -> Measured {
        let mut of_rows = Vec::new();
        let mut samples = Vec::with_capacity(rows);
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
                of_rows.push((key, quantile));
            }
            samples.push(ratio);
        });
        samples.shrink_to_fit();
        let (fine, monthly) = (tally.fine_series(plan), tally.monthly(plan));
        Measured { rows: of_rows, samples, fine, monthly, histograms: tally.into_histograms() }
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
        self.samples.push(measured.samples);
        self.monthly.push(measured.monthly);
    }
}
