//! Replications: in parallel, gathered in order, until enough.
//!
//! Results do not depend on the number of threads: every replication has its own address in the random numbers, the
//! stopping rule reads them in order, and what was simulated beyond its verdict is put aside.

use super::Keep;
use super::goal::Goal;
use super::in_order::{Wanted, in_order};
use super::measured::Measured;
use super::measuring::Measuring;
use crate::chain::{CompileError, Model};
use crate::engine::{Limits, RunError};
use crate::estimate::{Histogram, Ratio};
use crate::observe::{Plan, RowKey};
use crate::scenario::{Problem, Runs, Scenario};

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
    /// For each replication the monthly levels (see [`crate::observe::Tally::monthly`]).
    pub monthly: Vec<Vec<f64>>,
    /// Why it ended.
    pub stopped: Stopped,
    /// The rows that the wanted precision is about, in the order in which it was asked for.
    pub precision_rows: Vec<usize>,
    /// How many replications in a row share one draw of the unknown numbers, where numbers are unknown.
    pub each_draw: Option<u32>,
    /// How many replications in a row make a history that is independent of the others, the unknown numbers given: 2 in
    /// antithetic pairs, else 1.
    pub each_history: u32,
}

impl Experiment {
    /// Number of replications.
    pub fn replications(&self) -> u32 {
        self.samples.len() as u32
    }

    /// How many replications in a row make an independent part: those of a draw of the unknown numbers, else those of an
    /// antithetic pair, else one.
    pub fn each_part(&self) -> u32 {
        self.each_draw.unwrap_or(self.each_history)
    }

    /// Number of independent parts.
    pub fn number_of_parts(&self) -> u32 {
        self.replications() / self.each_part()
    }

    /// What each independent part adds to a row.
    pub fn parts(&self, row: usize) -> Vec<Ratio> {
        self.sums(row, self.each_part())
    }

    /// What each history adds to a row that is independent of the others, the unknown numbers given.
    pub(super) fn histories(&self, row: usize) -> Vec<Ratio> {
        self.sums(row, self.each_history)
    }

    /// What the last independent part adds to a row.
    pub(super) fn last_part(&self, row: usize) -> Ratio {
        sum(&self.samples[self.samples.len() - self.each_part() as usize..], row)
    }

    /// What so many replications in a row add to a row of the table.
    pub(super) fn sums(&self, row: usize, each: u32) -> Vec<Ratio> {
        self.samples.chunks(each as usize).map(|some| sum(some, row)).collect()
    }
}

fn sum(replications: &[Vec<Ratio>], row: usize) -> Ratio {
    replications.iter().fold(Ratio::default(), |sum, replication| Ratio {
        above: sum.above + replication[row].above,
        below: sum.below + replication[row].below,
    })
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
    /// It failed in one of several arms that are compared.
    #[error("arm `{name}` failed")]
    Arm {
        /// What the arm is called.
        name: String,
        /// Why.
        #[source]
        cause: Box<ExperimentError>,
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
/// of its own; in antithetic pairs two replications belong together. Only whole draws or pairs count, so a number of
/// replications is rounded up to them, and a cap down.
///
/// * `progress` – told how many replications are done and how many are expected, whenever one is added
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
    replicate_and_keep((scenario, model, plan), request, None, progress, interrupted)
}

/// Like [`replicate`], with replications that were kept earlier instead of simulating them again.
///
/// * `keep` – where replications are kept; `None`: every one is simulated
///
/// # Errors
/// [`ExperimentError`] when a replication fails or nothing was done.
pub fn replicate_and_keep(
    (scenario, model, plan): (&Scenario, &Model, &Plan),
    request: &Request,
    keep: Option<Keep>,
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<Experiment, ExperimentError> {
    let mut experiment = Experiment::nothing_yet(scenario);
    let mut goal = Goal::new(scenario, &request.runs);
    let at_first = goal.first();
    let measuring = Measuring::new((scenario, model, plan), request.seed, request.limits, keep);
    let each = scenario.each_part() as usize;
    let measure = |replication: u32| measuring.measure(replication);
    // The replications of a part that is not yet whole.
    let mut unfinished: Vec<Measured> = Vec::new();
    let mut failed = None;
    let mut add = |measured: Result<Measured, ExperimentError>| -> Result<Option<Wanted>, ExperimentError> {
        unfinished.push(measured?);
        if unfinished.len() < each {
            return Ok(None);
        }
        unfinished.drain(..).for_each(|measured| experiment.add(measured));
        measuring.done(experiment.replications() - 1);
        let wanted = goal.add_part(&mut experiment)?;
        progress(experiment.replications(), goal.expected(&experiment));
        Ok(Some(wanted))
    };
    let mut take_in = |measured| {
        add(measured).unwrap_or_else(|error| {
            failed = Some(error);
            Some(Wanted::NO_MORE)
        })
    };
    let stopped = in_order(at_first, &measure, &mut take_in, interrupted);
    match failed {
        Some(error) => return Err(error),
        None if stopped => experiment.stopped = Stopped::Interrupted,
        None => {}
    }
    experiment.finished()
}

impl Experiment {
    pub(super) fn nothing_yet(scenario: &Scenario) -> Experiment {
        Experiment {
            keys: Vec::new(),
            samples: Vec::new(),
            quantiles: Vec::new(),
            histograms: Vec::new(),
            fine: Vec::new(),
            monthly: Vec::new(),
            stopped: Stopped::Done,
            precision_rows: Vec::new(),
            each_draw: scenario.unknowns.as_ref().map(|unknowns| unknowns.each_draw),
            each_history: scenario.each_history(),
        }
    }

    pub(super) fn finished(mut self) -> Result<Experiment, ExperimentError> {
        if self.samples.is_empty() {
            return Err(ExperimentError::NothingDone);
        }
        let number = f64::from(self.replications());
        self.fine.iter_mut().for_each(|sum| *sum /= number);
        Ok(self)
    }
}
