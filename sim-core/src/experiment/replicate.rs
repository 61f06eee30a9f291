//! Replications: in parallel, gathered in order, until enough.
//!
//! Results do not depend on the number of threads: every replication has its own address in the random numbers, the
//! stopping rule reads them in order, and what was simulated beyond its verdict is put aside.

use super::draws::{Models, in_order};
use crate::chain::{CompileError, Model};
use crate::engine::{Limits, RunError, simulate};
use crate::estimate::{Histogram, Ratio, StoppingRule, Watch};
use crate::observe::{Measure, Measures, Plan, RowKey, Sample, Statistic, Tally};
use crate::scenario::{HalfWidth, Precision, Problem, Runs, Scenario};

/// What to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Seed of every draw.
    pub seed: u64,
    /// How many replications, or how precise.
    pub runs: Runs,
    /// Bounds on one replication.
    pub limits: Limits,
}

/// Why an experiment ended where it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// All replications asked for are done.
    Done,
    /// The wanted precision is reached.
    Precise,
    /// The cap on replications is reached before the wanted precision.
    AtCap,
    /// Interrupted; the unbroken first part of the replications is kept.
    Interrupted,
}

/// What all replications measured.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// The rows of the table.
    pub keys: Vec<RowKey>,
    /// For each replication its part of every row; for a quantile its value in microseconds over 1 (over 0: absent).
    pub samples: Vec<Vec<Ratio>>,
    /// For each row the pooled histogram and the quantile, where it is one.
    pub quantiles: Vec<Option<(usize, f64)>>,
    /// Histograms of all replications together.
    pub histograms: Vec<Histogram>,
    /// Residents in the chain in equal steps over the run, mean over replications.
    pub fine: Vec<f64>,
    /// For each replication the monthly levels (see [`Tally::monthly`]).
    pub monthly: Vec<Vec<Vec<f64>>>,
    /// Why it ended.
    pub stopped: Stopped,
    /// The row that the wanted precision is about, if one was wanted.
    pub precision_row: Option<usize>,
    /// How many replications in a row share one draw of the unknown numbers, where numbers are unknown.
    pub each_draw: Option<u32>,
}

impl Experiment {
    /// Number of replications.
    pub fn replications(&self) -> u32 {
        self.samples.len() as u32
    }

    /// Number of independent parts: draws of the unknown numbers, or replications where every number is known.
    pub fn draws(&self) -> u32 {
        self.replications() / self.each_draw.unwrap_or(1)
    }

    /// What each independent part adds to a row: a draw of the unknown numbers, or a replication where every number is
    /// known.
    pub fn parts(&self, row: usize) -> Vec<Ratio> {
        let sum = |draw: &[Vec<Ratio>]| {
            draw.iter().fold(Ratio::default(), |sum, replication| Ratio {
                above: sum.above + replication[row].above,
                below: sum.below + replication[row].below,
            })
        };
        self.samples.chunks(self.each_draw.unwrap_or(1) as usize).map(sum).collect()
    }
}

/// Why an experiment failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// A replication stopped.
    #[error("replication {replication} (seed {seed}) stopped")]
    Run {
        /// Which, from 0.
        replication: u32,
        /// Seed.
        seed: u64,
        /// Why.
        #[source]
        cause: RunError,
    },
    /// A draw of the unknown numbers whose values do not go together.
    #[error("draw {draw} of the unknown numbers (seed {seed}) gives a scenario that cannot be used")]
    Draw {
        /// Which, from 0.
        draw: u32,
        /// Seed.
        seed: u64,
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
    /// A draw of the unknown numbers that cannot be laid out over the run.
    #[error("draw {draw} of the unknown numbers (seed {seed}) cannot be simulated")]
    DrawCompiled {
        /// Which, from 0.
        draw: u32,
        /// Seed.
        seed: u64,
        /// Why.
        #[source]
        cause: CompileError,
    },
    /// Interrupted before the first replication was done.
    #[error("interrupted before the first replication was done")]
    NothingDone,
    /// The measure that a precision is wanted of does not exist.
    #[error("precision: there is no measure `{found}`; known are for instance {known}")]
    UnknownMeasure {
        /// As written.
        found: String,
        /// Some that exist.
        known: String,
    },
}

/// Runs replications until enough.
///
/// Where numbers are unknown, each draw of them serves as many replications in a row as the scenario says, with a model
/// of its own; only whole draws count, so a number of replications is rounded up to whole draws, and a cap down.
///
/// * `progress` – told how many replications are done and how many are expected, after every chunk
/// * `interrupted` – asked before every replication; once true, no further one begins
///
/// # Errors
/// [`ExperimentError`] when a replication fails or nothing was done.
pub fn replicate(
    scenario: &Scenario,
    model: &Model,
    plan: &Plan,
    request: &Request,
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<Experiment, ExperimentError> {
    let mut experiment = Experiment {
        keys: Vec::new(),
        samples: Vec::new(),
        quantiles: Vec::new(),
        histograms: Vec::new(),
        fine: Vec::new(),
        monthly: Vec::new(),
        stopped: Stopped::Done,
        precision_row: None,
        each_draw: scenario.unknowns.as_ref().map(|unknowns| unknowns.each_draw),
    };
    let each = scenario.unknowns.as_ref().map_or(1, |unknowns| unknowns.each_draw);
    let (at_most, mut watch) = match &request.runs {
        Runs::Fixed(number) => (number.div_ceil(each).saturating_mul(each), None),
        Runs::Precision(precision) => {
            let draws = (precision.at_most / each).max(1);
            let rule = StoppingRule { at_most: draws, ..rule_of(precision) };
            (draws * each, Some((precision, Watch::new(rule))))
        }
    };
    let mut models = Models::new(scenario, model, plan, request.seed);
    // The replications of a draw that is not yet whole.
    let mut unfinished: Vec<Tally> = Vec::new();
    let mut begun = 0;
    while begun < at_most && experiment.stopped == Stopped::Done {
        let chunk = begun..begun + chunk_size(begun, at_most, watch.is_some());
        models.prepare(&chunk)?;
        let run = |replication: u32| {
            if interrupted() {
                return None;
            }
            let model = models.of(replication);
            let observer = Measures::new(plan, model);
            Some(simulate(model, request.seed, replication, request.limits, observer).map(Measures::into_tally))
        };
        begun = chunk.end;
        for (tally, replication) in in_order(chunk.clone(), &run).into_iter().zip(chunk) {
            let Some(tally) = tally else {
                experiment.stopped = Stopped::Interrupted;
                break;
            };
            unfinished.push(tally.map_err(|cause| ExperimentError::Run { replication, seed: request.seed, cause })?);
            if unfinished.len() < each as usize {
                continue;
            }
            unfinished.drain(..).for_each(|tally| experiment.add(plan, &tally));
            if let Some((precision, watch)) = &mut watch {
                let row = experiment.find_precision_row(scenario, precision)?;
                if watch.add(experiment.last_part(row)) {
                    experiment.stopped = if watch.is_precise() { Stopped::Precise } else { Stopped::AtCap };
                    break;
                }
            }
        }
        let done = experiment.replications();
        let expected = match (&watch, experiment.stopped) {
            (Some((_, watch)), Stopped::Done) => watch.expected().saturating_mul(each).min(at_most),
            (None, _) => at_most,
            _ => done,
        };
        progress(done, expected);
    }
    experiment.finished()
}

fn rule_of(precision: &Precision) -> StoppingRule {
    let (relative, absolute) = match precision.half_width {
        HalfWidth::Relative(share) => (Some(share), None),
        HalfWidth::Absolute(width) => (None, Some(width)),
    };
    let name = precision.measure.split(':').next().unwrap_or_default();
    let counts = Measure::ALL.iter().any(|measure| measure.name() == name && measure.counts(Statistic::Mean));
    StoppingRule { relative, absolute, at_most: precision.at_most, counts }
}

/// Replications begun together. The size bears on nothing but the work that may be put aside at the end.
fn chunk_size(done: u32, at_most: u32, sequential: bool) -> u32 {
    let wanted = if sequential && done == 0 { StoppingRule::FIRST as u32 + 6 } else { 8 };
    wanted.min(at_most - done)
}

impl Experiment {
    /// Adds a replication.
    fn add(&mut self, plan: &Plan, tally: &Tally) {
        let first = self.samples.is_empty();
        let mut samples = Vec::with_capacity(self.keys.len());
        tally.walk(plan, &mut |key, sample| {
            let (ratio, quantile) = match sample {
                Sample::Ratio(ratio) => (ratio, None),
                Sample::Quantile(histogram, p) => {
                    let value = tally.histograms()[histogram].quantile(p);
                    let ratio = value.map_or(Ratio::default(), |above| Ratio { above, below: 1.0 });
                    (ratio, Some((histogram, p)))
                }
            };
            if first {
                self.keys.push(key);
                self.quantiles.push(quantile);
            }
            samples.push(ratio);
        });
        self.samples.push(samples);
        if first {
            self.histograms = tally.histograms().to_vec();
            self.fine = tally.fine_series(plan);
        } else {
            self.histograms.iter_mut().zip(tally.histograms()).for_each(|(all, one)| all.merge(one));
            self.fine.iter_mut().zip(tally.fine_series(plan)).for_each(|(sum, one)| *sum += one);
        }
        self.monthly.push(tally.monthly(plan));
    }

    /// What the last independent part adds to a row.
    fn last_part(&self, row: usize) -> Ratio {
        let each = self.each_draw.unwrap_or(1) as usize;
        let draw = self.samples.iter().rev().take(each).map(|replication| replication[row]);
        draw.fold(Ratio::default(), |sum, one| Ratio { above: sum.above + one.above, below: sum.below + one.below })
    }

    fn finished(mut self) -> Result<Experiment, ExperimentError> {
        if self.samples.is_empty() {
            return Err(ExperimentError::NothingDone);
        }
        let number = f64::from(self.replications());
        self.fine.iter_mut().for_each(|sum| *sum /= number);
        Ok(self)
    }

    /// The row that a precision is about: a mean, share or number per year, of everybody over the whole horizon.
    fn find_precision_row(&mut self, scenario: &Scenario, precision: &Precision) -> Result<usize, ExperimentError> {
        if let Some(row) = self.precision_row {
            return Ok(row);
        }
        use crate::observe::{Group, Period};
        let whole = |key: &RowKey| {
            let statistic = matches!(
                key.statistic,
                Statistic::Mean | Statistic::Share | Statistic::PerYear | Statistic::Within(0) | Statistic::Count
            );
            statistic && key.group == Group::ALL && key.period == Period::All
        };
        let name = |key: &RowKey| format!("{}:{}", key.measure.name(), key.of.name(scenario));
        let row = self.keys.iter().position(|key| whole(key) && name(key) == precision.measure);
        self.precision_row = row;
        row.ok_or_else(|| {
            let mut known: Vec<(f64, String)> = self
                .keys
                .iter()
                .filter(|key| whole(key))
                .map(|key| (-strsim::jaro_winkler(&name(key), &precision.measure), name(key)))
                .collect();
            known.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
            let known: Vec<String> = known.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
            ExperimentError::UnknownMeasure { found: precision.measure.clone(), known: known.join(", ") }
        })
    }
}
