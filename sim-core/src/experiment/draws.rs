//! The models of the draws of unknown numbers: each is read and compiled once, and let go when its replications are done.

use std::ops::Range;

use super::ExperimentError;
use crate::chain::{Model, compile};
use crate::observe::Plan;
use crate::scenario::Scenario;

/// The model of every replication of an experiment.
pub(super) struct Models<'e> {
    scenario: &'e Scenario,
    /// The model of the scenario itself: of all replications, where every number is known.
    likely: &'e Model,
    plan: &'e Plan,
    seed: u64,
    /// The draws that are in use, in order.
    drawn: Vec<(u32, Model)>,
}

impl<'e> Models<'e> {
    pub(super) fn new(scenario: &'e Scenario, likely: &'e Model, plan: &'e Plan, seed: u64) -> Models<'e> {
        Models { scenario, likely, plan, seed, drawn: Vec::new() }
    }

    /// Makes the models of these replications ready, and lets go of those before.
    pub(super) fn prepare(&mut self, replications: &Range<u32>) -> Result<(), ExperimentError> {
        let draws = (self.scenario.draw_of(replications.start)).zip(self.scenario.draw_of(replications.end - 1));
        let Some((first, last)) = draws else { return Ok(()) };
        self.drawn.retain(|(draw, _)| *draw >= first);
        let next = self.drawn.last().map_or(first, |(draw, _)| draw + 1);
        let (scenario, plan, seed) = (self.scenario, self.plan, self.seed);
        for model in in_order(next..last + 1, &|draw| model_of(scenario, plan, seed, draw)) {
            self.drawn.push(model?);
        }
        Ok(())
    }

    /// The model of a replication that was made ready.
    pub(super) fn of(&self, replication: u32) -> &Model {
        let Some(draw) = self.scenario.draw_of(replication) else { return self.likely };
        let position = self.drawn.iter().position(|(ready, _)| *ready == draw);
        &self.drawn[position.expect("the draws of a chunk are made ready before it")].1
    }
}

fn model_of(scenario: &Scenario, plan: &Plan, seed: u64, draw: u32) -> Result<(u32, Model), ExperimentError> {
    let drawn = scenario.draw(seed, draw).map_err(|problems| ExperimentError::Draw { draw, seed, problems })?;
    let model = compile(&drawn).map_err(|cause| ExperimentError::DrawCompiled { draw, seed, cause })?;
    // What is counted depends on what the chain is like, not on how large its numbers are.
    assert!(Plan::new(&drawn, &model) == *plan, "every draw of the unknown numbers counts the same things");
    Ok((draw, model))
}

/// Works for every number of a range, and gives the results in its order.
#[cfg(feature = "threads")]
pub(super) fn in_order<T: Send>(numbers: Range<u32>, work: &(impl Fn(u32) -> T + Sync)) -> Vec<T> {
    use rayon::prelude::*;
    numbers.into_par_iter().map(work).collect()
}

/// Works for every number of a range, and gives the results in its order.
#[cfg(not(feature = "threads"))]
pub(super) fn in_order<T>(numbers: Range<u32>, work: &impl Fn(u32) -> T) -> Vec<T> {
    numbers.map(work).collect()
}
