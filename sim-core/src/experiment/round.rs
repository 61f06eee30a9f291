//! What is asked of bottlenecks, and what all rounds found.

use super::bottlenecks::{Effort, Ranked};
use super::objective::{Objective, ObjectiveError};
use super::signs::Signs;
use super::{ExperimentError, Store};
use crate::chain::CompileError;
use crate::engine::Limits;
use crate::estimate::{Certainty, Estimate};
use crate::observe::{Better, Unit};
use crate::scenario::{ApplyProblem, Intervention, Problem};

/// What is asked.
pub struct BottlenecksRequest<'r> {
    /// Seed of every draw.
    pub seed: u64,
    /// Bounds on one replication.
    pub limits: Limits,
    /// What is to become better.
    pub objective: Objective,
    /// How many rounds, at least 1.
    pub rounds: u32,
    /// How far a bottleneck is relieved: 1 is wholly.
    pub degree: f64,
    /// A small step, as 0.1.
    pub step: f64,
    /// How much is simulated.
    pub effort: Effort,
    /// What is tried.
    pub among: Among,
    /// Unknown numbers are taken at their likely values.
    pub likely: bool,
    /// Where replications are kept, so that none is simulated twice.
    pub store: Option<&'r dyn Store>,
}

/// What is tried.
#[derive(Debug, Clone, PartialEq)]
pub enum Among {
    /// Every bottleneck that the program finds.
    Reliefs {
        /// Statutory delays too.
        legal: bool,
    },
    /// Interventions.
    Library {
        /// All that there are.
        interventions: Vec<Intervention>,
        /// What they may cost together over the horizon, in euro.
        budget: Option<f64>,
    },
}

/// What all rounds found.
#[derive(Debug, Clone, PartialEq)]
pub struct Bottlenecks {
    /// The objective, as in `reach_started:curative:share`.
    pub objective: String,
    /// Its unit.
    pub unit: Unit,
    /// Which way of it is better.
    pub better: Better,
    /// The rounds, one after another.
    pub rounds: Vec<Round>,
    /// Why there were no more.
    pub end: RoundsEnd,
    /// Interventions that cannot be applied to the scenario, with the reasons.
    pub left_out: Vec<(String, Vec<ApplyProblem>)>,
    /// How many replications there were in all.
    pub replications: u32,
    /// The scenario after the last round.
    pub text: String,
}

/// Why there were no more rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundsEnd {
    /// All that were asked for are done.
    AllDone,
    /// None of the winners of the last round can be told apart from nothing.
    NothingHelps,
    /// There is nothing left to try, or to pay.
    NothingLeft,
    /// Interrupted.
    Interrupted,
}

/// A round.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// The objective before anything of this round is applied.
    pub objective: Option<Estimate>,
    /// Days that a resident waits in all before.
    pub wait: Option<Estimate>,
    /// Everything, best first.
    pub ranking: Vec<Ranked>,
    /// How sure the order of the winners is.
    pub certainty: Option<Certainty>,
    /// The classical signs before.
    pub signs: Signs,
    /// What was applied, and what that brought; `None` where nothing was.
    pub brought: Option<Brought>,
    /// Fresh replications of the winners.
    pub fresh: u32,
}

/// What applying the best of a round brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Brought {
    /// What was applied.
    pub id: String,
    /// How much better the objective became.
    pub effect: Estimate,
    /// How many days less a resident waits in all.
    pub wait: Option<Estimate>,
    /// How much better the objective is than before the first round.
    pub effect_so_far: Option<Estimate>,
    /// How many days less a resident waits in all than before the first round.
    pub wait_so_far: Option<Estimate>,
    /// Residents waiting at each stage, worst shift first.
    pub queues: Vec<QueueShift>,
    /// What interventions applied so far cost over the horizon, in euro.
    pub spent: Option<f64>,
}

/// Residents waiting at a stage before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueShift {
    /// The stage.
    pub stage: String,
    /// Waiting on average before; `None` for a stage that was not there.
    pub before: Option<Estimate>,
    /// After.
    pub after: Option<Estimate>,
    /// After less before.
    pub shift: Option<Estimate>,
}

/// Why bottlenecks cannot be looked for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BottlenecksError {
    /// A replication failed.
    #[error("{name}")]
    Experiment {
        /// Of what: a candidate, or empty for the base.
        name: String,
        /// Why.
        #[source]
        cause: ExperimentError,
    },
    /// The scenario cannot be used.
    #[error("the scenario cannot be used")]
    Scenario(Vec<Problem>),
    /// The scenario cannot be laid out over the run.
    #[error("{name} cannot be simulated")]
    Compile {
        /// Of what.
        name: String,
        /// Why.
        #[source]
        cause: CompileError,
    },
    /// What is to become better cannot be found.
    #[error(transparent)]
    Objective(#[from] ObjectiveError),
    /// There is nothing to relieve, or nothing that fits.
    #[error("nothing to try")]
    NothingToTry,
}
