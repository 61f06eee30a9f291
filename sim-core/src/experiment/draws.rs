//! The models of the draws of unknown numbers: each is read and compiled once, and let go when its replications are done.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::ExperimentError;
use crate::chain::{Model, compile};
use crate::observe::Plan;
use crate::scenario::Scenario;

/// The model of a draw, once somebody has made it.
pub(super) type Drawn = Arc<OnceLock<Result<Model, ExperimentError>>>;

/// The model of every replication of an experiment.
pub(super) struct Models<'e> {
    scenario: &'e Scenario,
    /// The model of the scenario itself: of all replications, where every number is known.
    likely: &'e Model,
    plan: &'e Plan,
    seed: u64,
    drawn: DrawsInUse,
}

/// The draws that are in use.
pub(super) type DrawsInUse = Arc<Mutex<BTreeMap<u32, Drawn>>>;

impl<'e> Models<'e> {
    pub(super) fn new(scenario: &'e Scenario, likely: &'e Model, plan: &'e Plan, seed: u64) -> Models<'e> {
        Models::sharing((scenario, likely, plan), seed, DrawsInUse::default())
    }

    /// With draws that others of the same scenario use as well.
    pub(super) fn sharing(
        (scenario, likely, plan): (&'e Scenario, &'e Model, &'e Plan),
        seed: u64,
        drawn: DrawsInUse,
    ) -> Models<'e> {
        Models { scenario, likely, plan, seed, drawn }
    }

    /// Works with the model of a replication. The first that needs the model of a draw makes it; others wait for that.
    pub(super) fn with<T>(&self, replication: u32, work: impl FnOnce(&Model) -> T) -> Result<T, ExperimentError> {
        let Some(draw) = self.scenario.draw_of(replication) else { return Ok(work(self.likely)) };
        let drawn = Arc::clone(self.drawn().entry(draw).or_default());
        match drawn.get_or_init(|| model_of(self.scenario, self.plan, self.seed, draw)) {
            Ok(model) => Ok(work(model)),
            Err(error) => Err(error.clone()),
        }
    }

    /// Lets go of the models that only replications up to this one need.
    pub(super) fn done(&self, replication: u32) {
        if let Some(draw) = self.scenario.draw_of(replication + 1) {
            self.drawn().retain(|&known, _| known >= draw);
        }
    }

    fn drawn(&self) -> MutexGuard<'_, BTreeMap<u32, Drawn>> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn model_of(scenario: &Scenario, plan: &Plan, seed: u64, draw: u32) -> Result<Model, ExperimentError> {
    let drawn = scenario.draw(seed, draw).map_err(|problems| ExperimentError::Draw { draw, seed, problems })?;
    let model = compile(&drawn).map_err(|cause| ExperimentError::DrawCompiled { draw, seed, cause })?;
    // What is counted depends on what the chain is like, not on how large its numbers are.
    assert!(Plan::new(&drawn, &model) == *plan, "every draw of the unknown numbers counts the same things");
    Ok(model)
}
