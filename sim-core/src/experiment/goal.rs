//! How many replications are wanted: a number, or until measures are precise enough.

use super::in_order::{Wanted, threads};
use super::{Experiment, ExperimentError, Stopped};
use crate::estimate::{Ratio, StoppingRule, Watch};
use crate::observe::{Group, Measure, Period, RowKey, Statistic};
use crate::scenario::{self, HalfWidth, Precision, Runs, Scenario};

/// How many replications are wanted, as far as they are done.
pub(super) struct Goal<'e> {
    scenario: &'e Scenario,
    /// Replications in an independent part.
    each: u32,
    /// Never more replications than this.
    at_most: u32,
    /// What is to be precise, and the rules that read the parts in order.
    precise: Option<(&'e Precision, Watch)>,
}

impl<'e> Goal<'e> {
    /// Only whole parts count: a number is rounded up to them, and a cap down.
    pub(super) fn new(scenario: &'e Scenario, runs: &'e Runs) -> Goal<'e> {
        let each = scenario.each_part();
        let (at_most, precise) = match runs {
            Runs::Fixed(number) => (number.div_ceil(each).saturating_mul(each), None),
            Runs::Precision(precision) => {
                let parts = (precision.at_most / each).max(1);
                let rules: Vec<StoppingRule> = precision.wanted.iter().map(|one| rule(one, parts)).collect();
                (parts * each, Some((precision, Watch::new(&rules))))
            }
        };
        Goal { scenario, each, at_most, precise }
    }

    /// What is wanted before anything is done.
    pub(super) fn first(&self) -> Wanted {
        self.precise.as_ref().map_or(Wanted::exactly(self.at_most), |(_, watch)| self.of(watch, 0))
    }

    /// What is wanted when one more part is added to an experiment; tells it when that is enough.
    pub(super) fn add_part(&mut self, experiment: &mut Experiment) -> Result<Wanted, ExperimentError> {
        let Some((precision, watch)) = &mut self.precise else { return Ok(Wanted::exactly(self.at_most)) };
        if experiment.precision_rows.is_empty() {
            experiment.precision_rows = rows(experiment, self.scenario, precision)?;
        }
        let part: Vec<Ratio> = experiment.precision_rows.iter().map(|&row| experiment.last_part(row)).collect();
        if watch.add(&part) {
            experiment.stopped = if watch.is_precise() { Stopped::Precise } else { Stopped::AtCap };
            return Ok(Wanted::NO_MORE);
        }
        let done = experiment.replications();
        Ok(self.precise.as_ref().map_or(Wanted::NO_MORE, |(_, watch)| self.of(watch, done)))
    }

    /// What a watch wants when so many replications are done.
    fn of(&self, watch: &Watch, done: u32) -> Wanted {
        let surely = watch.at_least().saturating_mul(self.each).min(self.at_most);
        // While nothing is precise yet, more will be needed than is sure, so no thread has to be idle.
        let perhaps = if watch.is_confirming() { surely } else { surely.max(done.saturating_add(2 * threads())) };
        Wanted { surely, perhaps: perhaps.min(self.at_most) }
    }

    /// How many replications there will be, as far as can be said.
    pub(super) fn expected(&self, experiment: &Experiment) -> u32 {
        match (&self.precise, experiment.stopped) {
            (Some((_, watch)), Stopped::Done) => watch.expected().saturating_mul(self.each).min(self.at_most),
            (None, _) => self.at_most,
            _ => experiment.replications(),
        }
    }
}

pub(super) fn rule(wanted: &scenario::Wanted, at_most: u32) -> StoppingRule {
    let (relative, absolute) = match wanted.half_width {
        HalfWidth::Relative(share) => (Some(share), None),
        HalfWidth::Absolute(width) => (None, Some(width)),
    };
    let name = wanted.measure.split(':').next().unwrap_or_default();
    let counts = Measure::ALL.iter().any(|measure| measure.name() == name && measure.counts(Statistic::Mean));
    StoppingRule { relative, absolute, at_most, counts }
}

/// The rows that a precision is about, in the order in which it is asked for.
fn rows(experiment: &Experiment, scenario: &Scenario, precision: &Precision) -> Result<Vec<usize>, ExperimentError> {
    precision.wanted.iter().map(|wanted| row(experiment, scenario, &wanted.measure)).collect()
}

/// The row of a measure: a mean, share or number per year, of everybody over the whole horizon.
pub(super) fn row(experiment: &Experiment, scenario: &Scenario, measure: &str) -> Result<usize, ExperimentError> {
    let whole = |key: &RowKey| {
        let statistic = matches!(
            key.statistic,
            Statistic::Mean | Statistic::Share | Statistic::PerYear | Statistic::Within(0) | Statistic::Count
        );
        statistic && key.group == Group::ALL && key.period == Period::All
    };
    let name = |key: &RowKey| format!("{}:{}", key.measure.name(), key.of.name(scenario));
    let row = experiment.keys.iter().position(|key| whole(key) && name(key) == measure);
    row.ok_or_else(|| {
        let mut known: Vec<(f64, String)> = (experiment.keys.iter().filter(|key| whole(key)))
            .map(|key| (-strsim::jaro_winkler(&name(key), measure), name(key)))
            .collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let known: Vec<String> = known.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
        ExperimentError::UnknownMeasure { found: measure.to_owned(), known: known.join(", ") }
    })
}
