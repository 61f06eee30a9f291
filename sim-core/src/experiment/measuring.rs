//! The replications of one scenario: simulated, or taken from where they are kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::draws::{DrawsInUse, Models};
use super::measured::{Kept, Measured};
use super::{ExperimentError, Keep};
use crate::chain::Model;
use crate::engine::{Limits, simulate_with};
use crate::observe::{Measures, Plan};
use crate::scenario::Scenario;

/// A scenario whose replications are measured, each by any thread.
pub(super) struct Measuring<'e> {
    scenario: &'e Scenario,
    plan: &'e Plan,
    /// The model of the scenario itself.
    likely: &'e Model,
    models: Models<'e>,
    seed: u64,
    limits: Limits,
    keep: Option<Keep<'e>>,
    facts: Arc<Facts>,
}

/// What is found out on the way.
#[derive(Default)]
struct Facts {
    /// How many rows there are, after the first replication.
    rows: AtomicUsize,
    /// What is measured when nobody comes: the same rows.
    blank: OnceLock<Measured>,
}

/// What all who measure the same scenario share.
#[derive(Clone, Default)]
pub(super) struct Shared {
    draws: DrawsInUse,
    facts: Arc<Facts>,
}

impl<'e> Measuring<'e> {
    /// * `keep` – where replications are kept; `None`: every one is simulated
    pub(super) fn new(
        three: (&'e Scenario, &'e Model, &'e Plan),
        seed: u64,
        limits: Limits,
        keep: Option<Keep<'e>>,
    ) -> Measuring<'e> {
        Measuring::sharing(three, seed, limits, keep, Shared::default())
    }

    /// With what others of the same scenario share.
    pub(super) fn sharing(
        (scenario, model, plan): (&'e Scenario, &'e Model, &'e Plan),
        seed: u64,
        limits: Limits,
        keep: Option<Keep<'e>>,
        shared: Shared,
    ) -> Measuring<'e> {
        let models = Models::sharing((scenario, model, plan), seed, shared.draws);
        Measuring { scenario, plan, likely: model, models, seed, limits, keep, facts: shared.facts }
    }

    /// What a replication measures. The rows come with the first one only, as all have the same.
    pub(super) fn measure(&self, replication: u32) -> Result<Measured, ExperimentError> {
        if let Some(measured) = self.load(replication) {
            return Ok(measured);
        }
        let kept = Kept::new(self.plan, self.facts.rows.load(Ordering::Relaxed));
        let run = |model: &Model| {
            let draws = self.scenario.draws(self.seed, replication);
            simulate_with(model, draws, self.limits, Measures::new(self.plan, model)).map(Measures::into_tally)
        };
        let tally = self.models.with(replication, run)?;
        let tally = tally.map_err(|cause| ExperimentError::Run { replication, seed: self.seed, cause })?;
        let measured = Measured::of(self.plan, tally, kept, replication == 0);
        self.facts.rows.store(measured.kept.samples.len(), Ordering::Relaxed);
        if let Some(Keep { store, cell }) = self.keep {
            store.keep(cell, replication, &measured.encode());
        }
        Ok(measured)
    }

    /// Lets go of what only replications up to this one need.
    pub(super) fn done(&self, replication: u32) {
        self.models.done(replication);
    }

    fn load(&self, replication: u32) -> Option<Measured> {
        let Keep { store, cell } = self.keep?;
        let bytes = store.load(cell, replication)?;
        let blank = self.facts.blank.get_or_init(|| {
            let tally = Measures::new(self.plan, self.likely).into_tally();
            Measured::of(self.plan, tally, Kept::new(self.plan, 0), true)
        });
        Measured::decode(&bytes, blank, replication == 0)
    }
}
