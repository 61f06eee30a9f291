//! The distribution of waits as CSV: percentiles at each stage.

use anyhow::Result;
use sim_core::estimate::Histogram;
use sim_core::observe::{Group, Measure, Of, Period, RowKey, Statistic};
use sim_core::time::DAY;

use crate::run::Run;

/// The percentiles of the table.
pub(crate) const PERCENTILES: std::ops::RangeInclusive<u32> = 1..=99;

/// For each stage that begins with a wait the days that so many percent of those who started waited at most, and which
/// share of all whose first wait ended had started by then. From the integer counts of all replications together
/// ([`Histogram`]): off by less than 0.8 %.
///
/// # Errors
/// When writing fails.
pub(crate) fn waits(run: &Run) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["of", "percentile", "days", "share_started"])?;
    for stage in 0..run.plan.stages.len() as u32 {
        let histogram = &run.experiment.histograms[run.plan.waits_of(stage)];
        if !run.plan.stages[stage as usize].begins_with_work || histogram.total() == 0 {
            continue;
        }
        let starts = share_that_starts(run, stage);
        for percent in PERCENTILES {
            let share = starts * f64::from(percent) / 100.0;
            let names = [Of::Stage(stage).name(&run.scenario), format!("p{percent}")];
            let numbers = [days(histogram, percent), share].map(|number| number.to_string());
            writer.write_record(names.into_iter().chain(numbers))?;
        }
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// A percentile in days; 0 where nothing was counted.
pub(crate) fn days(histogram: &Histogram, percent: u32) -> f64 {
    histogram.quantile(f64::from(percent) / 100.0).unwrap_or(0.0) / DAY as f64
}

/// Of all whose first wait at a stage ended, the share whose help started; the others left.
pub(crate) fn share_that_starts(run: &Run, stage: u32) -> f64 {
    let of = Of::Stage(stage);
    let (group, period) = (Group::ALL, Period::All);
    let key = RowKey { measure: Measure::LeftWaiting, of, group, period, statistic: Statistic::Share };
    let left = run.rows.iter().find(|row| row.key == key).and_then(|row| row.value);
    1.0 - left.unwrap_or(0.0)
}
