//! The replications of one arm: simulated, or taken from where they are kept. Of each also who was helped, and when.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::arms::Arm;
use super::bytes::{Reader, Writer};
use super::draws::Models;
use super::measured::{Kept, Measured};
use super::{CellId, ExperimentError, Keep, Store};
use crate::chain::Model;
use crate::engine::{Limits, simulate_with};
use crate::observe::{Helped, HelpedList, Measures, help_stages};

/// What one replication of one arm gives.
pub(super) struct Made {
    pub(super) measured: Measured,
    pub(super) helped: HelpedList,
}

impl Made {
    fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        let (doublings, entries) = self.helped.parts();
        out.whole(u64::from(doublings));
        out.size(entries.len());
        entries.iter().flatten().for_each(|&number| out.whole(u64::from(number)));
        out.rest(&self.measured.encode());
        out.into_bytes()
    }

    /// `None` where the bytes are not those of a replication that counted the same things.
    fn decode(bytes: &[u8], like: &Measured, with_rows: bool) -> Option<Made> {
        let mut from = Reader::new(bytes);
        let doublings = u32::try_from(from.whole()?).ok()?;
        let number = from.size()?;
        let mut whole = || from.whole().and_then(|number| u32::try_from(number).ok());
        let mut entries = Vec::with_capacity(number);
        for _ in 0..number {
            entries.push([whole()?, whole()?, whole()?]);
        }
        let helped = HelpedList::of_parts(doublings, entries)?;
        Some(Made { measured: Measured::decode(from.rest(), like, with_rows)?, helped })
    }
}

/// An arm whose replications are measured, each by any thread.
pub(super) struct Measuring<'a> {
    arm: &'a Arm<'a>,
    seed: u64,
    models: Models<'a>,
    help: Vec<usize>,
    /// How many rows there are, once that is known.
    rows: AtomicUsize,
    keep: Option<(&'a dyn Store, CellId)>,
    /// What is measured when nobody comes: the same rows.
    blank: OnceLock<Measured>,
}

impl<'a> Measuring<'a> {
    /// * `keep` – where replications are kept; `None`: every one is simulated
    pub(super) fn new(arm: &'a Arm<'a>, seed: u64, keep: Option<Keep<'a>>) -> Measuring<'a> {
        Measuring {
            arm,
            seed,
            models: Models::new(arm.scenario, arm.model, arm.plan, seed),
            help: help_stages(arm.scenario),
            rows: AtomicUsize::new(0),
            keep: keep.map(|keep| (keep.store, keep.cell.with("helped"))),
            blank: OnceLock::new(),
        }
    }

    /// What a replication gives. The rows come with the first one only, as all have the same.
    pub(super) fn measure(&self, replication: u32, limits: Limits) -> Result<Made, ExperimentError> {
        if let Some(made) = self.load(replication) {
            return Ok(made);
        }
        let Arm { scenario, plan, .. } = *self.arm;
        let kept = Kept::new(plan, self.rows.load(Ordering::Relaxed));
        let run = |model: &Model| {
            let observer = (Measures::new(plan, model), Helped::new(plan, model, &self.help));
            let done = simulate_with(model, scenario.draws(self.seed, replication), limits, observer);
            done.map(|(measures, helped)| (measures.into_tally(), helped.into_list()))
        };
        let done = self.models.with(replication, run).map_err(|cause| self.arm.failed(cause))?;
        let failed = |cause| self.arm.failed(ExperimentError::Run { replication, seed: self.seed, cause });
        let (tally, helped) = done.map_err(failed)?;
        let made = Made { measured: Measured::of(plan, tally, kept, replication == 0), helped };
        if let Some((store, cell)) = &self.keep {
            store.keep(cell, replication, &made.encode());
        }
        Ok(made)
    }

    /// Lets go of what only replications up to this one need.
    ///
    /// * `rows` – how many rows there are
    pub(super) fn done(&self, replication: u32, rows: usize) {
        self.models.done(replication);
        self.rows.store(rows, Ordering::Relaxed);
    }

    fn load(&self, replication: u32) -> Option<Made> {
        let (store, cell) = self.keep.as_ref()?;
        let bytes = store.load(cell, replication)?;
        let Arm { model, plan, .. } = *self.arm;
        let blank = self.blank.get_or_init(|| {
            let tally = Measures::new(plan, model).into_tally();
            Measured::of(plan, tally, Kept::new(plan, 0), true)
        });
        Made::decode(&bytes, blank, replication == 0)
    }
}
