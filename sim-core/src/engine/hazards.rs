//! Hazards that run while a resident waits or stays: leaving, and becoming another class.
//!
//! What is left of a hazard is remembered only in models where it may be asked for: where somebody may become another
//! class, or misses an appointment and waits on.

use super::{Engine, EventKind};
use crate::chain::{BecomesModel, LeavingModel, Op, Resident, Varying};
use crate::observe::Observer;
use crate::random::{Purpose, Sampler};
use crate::time::SimTime;

/// A hazard that runs: the unit that was drawn for it, the moment for which that unit holds, and when it strikes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hazard {
    pub(super) unit: f64,
    pub(super) from: SimTime,
    pub(super) at: SimTime,
}

/// No hazard: it never strikes.
pub(super) const NONE: Hazard = Hazard { unit: 0.0, from: SimTime::NEVER, at: SimTime::NEVER };

/// The hazards of a resident.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hazards {
    pub(super) leave: Hazard,
    pub(super) becomes: Hazard,
}

impl<'m, O: Observer, const RARE: bool> Engine<'m, O, RARE> {
    /// The leaving and becoming of the operation that a resident is at.
    pub(super) fn hazards_at(&self, slot: u32) -> (Option<&'m LeavingModel>, Option<&'m BecomesModel>) {
        let model = self.model;
        match model.ops[self.residents[slot].op as usize] {
            Op::Work(work) => {
                let model = &model.works[work as usize];
                (model.patience.as_deref(), model.becomes.as_deref())
            }
            Op::Place(place) => {
                let model = &model.places[place as usize];
                (model.patience.as_ref(), model.becomes.as_ref())
            }
            Op::Delay(delay) => {
                let model = &model.delays[delay as usize];
                (model.leave.as_ref(), model.becomes.as_ref())
            }
            _ => (None, None),
        }
    }

    /// Plans what may happen to a resident who waits, counted from when the wait began.
    pub(super) fn plan_hazards(&mut self, slot: u32) {
        let hazards = self.hazards_from_now(slot);
        self.remember(slot, hazards);
        self.plan_remembered(slot, hazards);
    }

    /// The hazards of a resident who waits or stays, counted from when that began.
    pub(super) fn hazards_from_now(&mut self, slot: u32) -> Hazards {
        let (leaving, becoming) = self.hazards_at(slot);
        let class = self.residents[slot].class;
        let becoming = becoming.filter(|becomes| becomes.class[usize::from(class)] != class);
        Hazards {
            leave: leaving.map_or(NONE, |leaving| self.hazard(slot, &leaving.after, leaving.after_at)),
            becomes: becoming.map_or(NONE, |becomes| self.hazard(slot, &becomes.after, becomes.after_at)),
        }
    }

    fn hazard(&mut self, slot: u32, after: &Varying<Sampler>, at: Purpose) -> Hazard {
        let Resident { key, class, since, visits: visit, .. } = self.residents[slot];
        let draw = self.draw_of(slot);
        // Who was there before the simulation has stayed until now; who missed an appointment has waited all along.
        let from = if since < self.model.begin { self.now } else { since };
        let mut luck = self.luck(key, at, visit, draw);
        let unit = luck.unit();
        let unit = after.unit_at_age(class, since, from, unit, &mut luck);
        Hazard { unit, from, at: since + after.time_to_leave_from(class, since, from, unit, &mut luck) }
    }

    /// Plans hazards that run on, after what was planned for them no longer holds.
    pub(super) fn plan_remembered(&mut self, slot: u32, hazards: Hazards) {
        for (kind, hazard) in [(EventKind::Renege, hazards.leave), (EventKind::Become, hazards.becomes)] {
            if hazard.at != SimTime::NEVER {
                self.plan(slot, kind, hazard.at.max(self.now));
            }
        }
    }

    /// Whether a hazard that was planned strikes now, and was not planned anew for later.
    pub(super) fn strikes(&self, hazard: Hazard) -> bool {
        hazard.at <= self.now
    }

    pub(super) fn remember(&mut self, slot: u32, hazards: Hazards) {
        if !(RARE && self.model.remembers_hazards) {
            return;
        }
        if self.hazards.len() <= slot as usize {
            self.hazards.resize(slot as usize + 1, Hazards { leave: NONE, becomes: NONE });
        }
        self.hazards[slot as usize] = hazards;
    }

    /// Nothing runs for a resident who begins to wait or stay, until it is planned.
    #[inline]
    pub(super) fn forget_hazards(&mut self, slot: u32) {
        if RARE && let Some(hazards) = self.hazards.get_mut(slot as usize) {
            *hazards = Hazards { leave: NONE, becomes: NONE };
        }
    }

    /// The hazards that run for a resident.
    pub(super) fn remembered(&self, slot: u32) -> Hazards {
        self.hazards.get(slot as usize).copied().unwrap_or(Hazards { leave: NONE, becomes: NONE })
    }

    /// The number of the draws of a wait: that of the round, for rework.
    fn draw_of(&self, slot: u32) -> u32 {
        let resident = &self.residents[slot];
        match self.model.ops[resident.op as usize] {
            Op::Work(work) if self.model.works[work as usize].rework => resident.round,
            _ => 0,
        }
    }
}
