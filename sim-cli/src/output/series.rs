//! Levels over time as CSV: month by month, and in fine steps for judging the warm-up.

use anyhow::Result;
use sim_core::estimate::welch;
use sim_core::experiment::Experiment;
use sim_core::observe::{Measure, Plan};
use sim_core::scenario::Scenario;
use sim_core::time::{DAY, SimTime, Span};

use super::folder::File;
use crate::run::Run;

/// Welch's moving average takes so many steps on both sides.
pub(crate) const WINDOW: usize = 25;

/// The monthly series: mean over replications, and the bounds between which 95 % of them lie.
///
/// `queue` and `present` are residents at a stage, `busy_people` are people of a team at work. `from` is the first
/// day of a piece, `until` the first day after it.
pub(crate) fn months(scenario: &Scenario, plan: &Plan, experiment: &Experiment) -> Result<Vec<u8>> {
    by(scenario, plan, experiment, 1)
}

/// The file with pieces of so many months: 1, 3 or 12.
pub(crate) fn file_name(months: usize) -> &'static str {
    match months {
        1 => "series.csv",
        3 => "series_quarters.csv",
        _ => "series_years.csv",
    }
}

/// The files with the same in pieces of quarters and years of the run, as pictures of a long run have them.
///
/// # Errors
/// When writing fails.
pub(crate) fn longer(scenario: &Scenario, plan: &Plan, experiment: &Experiment) -> Result<Vec<File>> {
    let file = |months| Ok((file_name(months).to_owned(), by(scenario, plan, experiment, months)?));
    [3, 12].into_iter().map(file).collect()
}

fn by(scenario: &Scenario, plan: &Plan, experiment: &Experiment, months: usize) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["measure", "of", "from", "until", "mean", "low", "high"])?;
    let date = |at: SimTime| at.date(scenario.start).map_or_else(String::new, |date| date.to_string());
    for series in experiment.series_by(plan, months) {
        let measure = match series.measure {
            Measure::Utilisation => "busy_people",
            other => other.name(),
        };
        for point in &series.points {
            // A piece that ends within a day is over on the next.
            let until = date(point.until + Span(DAY - 1));
            let numbers = [point.mean, point.low, point.high].map(|number| number.to_string());
            let names = [measure.to_owned(), series.of.name(scenario), date(point.from), until];
            writer.write_record(names.into_iter().chain(numbers))?;
        }
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// Residents in the chain in fine steps over the whole run, with Welch's moving average.
///
/// `day` is where a step begins, counted from the first measured day; negative in the warm-up.
pub(crate) fn welch_average(run: &Run) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["day", "residents_in_chain", "moving_average"])?;
    let (step, fine) = run.experiment.fine_steps(&run.plan);
    for (number, (level, average)) in fine.iter().zip(welch(fine, WINDOW)).enumerate() {
        let day = (run.plan.begin + Span(step.0 * number as i64)).as_days();
        writer.write_record([day, *level, average].map(|number| number.to_string()))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}
