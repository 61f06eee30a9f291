//! Arms: scenarios that are compared, simulated on the same residents with the same luck.
//!
//! ```text
//! replication 0:  arm 0 │ arm 1 │ arm 2     the same seed and number, so the same address for every draw
//! replication 1:  arm 0 │ arm 1 │ arm 2     work is handed out in this order, and taken in in this order
//! ```
//!
//! Of every replication the residents who were helped are remembered until all arms are in, paired by who they are, and
//! let go; only counts remain.

use super::arms_goal::ArmsGoal;
use super::arms_measuring::{Made, Measuring};
use super::in_order::{Wanted, in_order};
use super::{Experiment, ExperimentError, Keep, Stopped};
use crate::chain::Model;
use crate::engine::Limits;
use crate::observe::{Moved, Plan};
use crate::scenario::{Periods, Runs, Scenario};

/// One of the scenarios that are compared; the first is the base, with which the others are compared.
#[derive(Debug, Clone)]
pub struct Arm<'a> {
    /// What it is called.
    pub name: String,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The same, compiled.
    pub model: &'a Model,
    /// What there is to count in it.
    pub plan: &'a Plan,
}

impl Arm<'_> {
    /// Says in which arm something failed.
    pub(super) fn failed(&self, cause: ExperimentError) -> ExperimentError {
        ExperimentError::Arm { name: self.name.clone(), cause: Box::new(cause) }
    }
}

/// What to run for a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmsRequest {
    /// Seed of every draw, in all arms.
    pub seed: u64,
    /// How many replications of every arm, or how precise the *difference* of every arm with the first is to be; a relative
    /// half-width is a share of the value in the first arm.
    pub runs: Runs,
    /// Bounds on one replication of one arm.
    pub limits: Limits,
}

/// What was measured in all arms.
#[derive(Debug, Clone)]
pub struct Arms {
    /// For each arm its replications, as many in all; number for number they meet the same draws.
    pub experiments: Vec<Experiment>,
    /// For each arm but the first: its residents beside those of the first.
    pub residents: Vec<PairedResidents>,
    /// How many replications in a row make an independent part, in all arms together: whole draws of unknown numbers, and
    /// whole antithetic pairs, of every arm.
    pub each_part: u32,
    /// Why it ended.
    pub stopped: Stopped,
}

/// Residents of an arm beside those of the first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PairedResidents {
    /// What became of them, for each replication.
    pub moved: Vec<Moved>,
}

/// The scenario as it is compared: over the whole horizon, not by period, which keeps memory small.
pub fn over_whole_horizon(mut scenario: Scenario) -> Scenario {
    scenario.report.periods = Periods::None;
    scenario
}

/// Runs replications of all arms until enough.
///
/// The same as [`replicate`](super::replicate) of every arm with the same seed and number of replications; beside that,
/// residents are paired. Numbers of replications are rounded to whole parts of all arms together.
///
/// * `progress` – told how many replications of all arms are done and how many are expected, whenever one is added
/// * `interrupted` – asked before every replication of an arm; once true, no further one begins
///
/// # Errors
/// [`ExperimentError`] when a replication fails or nothing was done, with the arm where there is one to blame.
pub fn replicate_arms(
    arms: &[Arm<'_>],
    request: &ArmsRequest,
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<Arms, ExperimentError> {
    replicate_arms_and_keep(arms, request, &[], progress, interrupted)
}

/// Like [`replicate_arms`], with replications that were kept earlier instead of simulating them again.
///
/// * `keeps` – for each arm where its replications are kept; `None`, or fewer than there are arms: every one is simulated
///
/// # Errors
/// As of [`replicate_arms`].
pub fn replicate_arms_and_keep(
    arms: &[Arm<'_>],
    request: &ArmsRequest,
    keeps: &[Option<Keep<'_>>],
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<Arms, ExperimentError> {
    let keep = |number: usize| keeps.get(number).copied().flatten();
    let sides = arms.iter().enumerate().map(|(number, arm)| Measuring::new(arm, request.seed, keep(number)));
    run(arms, &sides.collect::<Vec<_>>(), request, progress, interrupted)
}

/// The same with a seed of its own for every arm (that of the request, the next, …): what comparing would be without common
/// random numbers. For studies of the method; who is who is then a coincidence.
///
/// # Errors
/// As of [`replicate_arms`].
pub fn replicate_arms_apart(arms: &[Arm<'_>], request: &ArmsRequest) -> Result<Arms, ExperimentError> {
    let sides = (0..).zip(arms).map(|(number, arm)| Measuring::new(arm, request.seed.wrapping_add(number), None));
    run(arms, &sides.collect::<Vec<_>>(), request, &|_, _| {}, &|| false)
}

fn run(
    arms: &[Arm<'_>],
    sides: &[Measuring<'_>],
    request: &ArmsRequest,
    progress: &(dyn Fn(u32, u32) + Sync),
    interrupted: &(dyn Fn() -> bool + Sync),
) -> Result<Arms, ExperimentError> {
    if arms.is_empty() {
        return Err(ExperimentError::NothingDone);
    }
    let each = each_part(arms);
    let mut goal = ArmsGoal::new(arms.len(), each, &request.runs);
    let at_first = goal.first();
    let make = |number: u32| {
        let number = number as usize;
        sides[number % arms.len()].measure((number / arms.len()) as u32, request.limits)
    };
    let mut gathered = Gathered::new(arms);
    // What belongs to a part that is not yet whole.
    let mut unfinished: Vec<Made> = Vec::new();
    let (mut failed, mut stopped) = (None, Stopped::Done);
    let whole = each as usize * arms.len();
    let mut add = |made: Result<Made, ExperimentError>| -> Result<Option<Wanted>, ExperimentError> {
        unfinished.push(made?);
        pair(arms.len(), &mut unfinished, &mut gathered.moved);
        if unfinished.len() < whole {
            return Ok(None);
        }
        gathered.add_part(unfinished.drain(..));
        let done = gathered.experiments[0].replications();
        for (side, experiment) in sides.iter().zip(&gathered.experiments) {
            side.done(done - 1, experiment.keys.len());
        }
        let (wanted, why) = goal.add_part(arms, &mut gathered.experiments)?;
        stopped = why.unwrap_or(stopped);
        progress(done, if why.is_some() { done } else { goal.expected() });
        Ok(Some(wanted))
    };
    let mut take_in = |made| {
        add(made).unwrap_or_else(|error| {
            failed = Some(error);
            Some(Wanted::NO_MORE)
        })
    };
    let is_interrupted = in_order(at_first, &make, &mut take_in, interrupted);
    match failed {
        Some(error) => return Err(error),
        None if is_interrupted => stopped = Stopped::Interrupted,
        None => {}
    }
    gathered.finished(each, stopped)
}

/// The smallest number of replications in a row that is a whole number of independent parts in every arm.
fn each_part(arms: &[Arm<'_>]) -> u32 {
    fn divisor(one: u32, other: u32) -> u32 {
        if other == 0 { one } else { divisor(other, one % other) }
    }
    arms.iter().map(|arm| arm.scenario.each_part()).fold(1, |all, one| all / divisor(all, one) * one)
}

/// Pairs the residents of the last replication, as soon as the last arm of it is in, and lets go of them.
fn pair(arms: usize, made: &mut [Made], moved: &mut [Vec<Moved>]) {
    if !made.len().is_multiple_of(arms) {
        return;
    }
    let last = made.len() - arms;
    let base = std::mem::take(&mut made[last].helped);
    for (made, moved) in made[last + 1..].iter_mut().zip(moved) {
        moved.push(Moved::between(&base, &std::mem::take(&mut made.helped)));
    }
}

/// What is gathered of all arms.
struct Gathered {
    experiments: Vec<Experiment>,
    moved: Vec<Vec<Moved>>,
}

impl Gathered {
    fn new(arms: &[Arm<'_>]) -> Gathered {
        let experiments = arms.iter().map(|arm| Experiment::nothing_yet(arm.scenario)).collect();
        Gathered { experiments, moved: vec![Vec::new(); arms.len() - 1] }
    }

    fn add_part(&mut self, made: impl Iterator<Item = Made>) {
        let arms = self.experiments.len();
        made.enumerate().for_each(|(number, made)| self.experiments[number % arms].add(made.measured));
    }

    fn finished(self, each_part: u32, stopped: Stopped) -> Result<Arms, ExperimentError> {
        let finished = self.experiments.into_iter().map(|experiment| Experiment { stopped, ..experiment }.finished());
        let experiments = finished.collect::<Result<Vec<Experiment>, ExperimentError>>()?;
        let done = experiments[0].samples.len();
        // Of a part that was not finished before an interruption nothing is kept.
        let whole = |mut moved: Vec<Moved>| {
            moved.truncate(done);
            PairedResidents { moved }
        };
        Ok(Arms { experiments, residents: self.moved.into_iter().map(whole).collect(), each_part, stopped })
    }
}
