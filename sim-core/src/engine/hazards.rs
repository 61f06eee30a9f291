//! Hazards that run while a resident waits or stays: leaving, and becoming another class.
//!
//! What is left of a hazard is remembered only in models where it may be asked for: where somebody may become another
//! class, or misses an appointment and waits on.

use super::{Engine, EventKind};
use crate::chain::{BecomesModel, LeavingModel, Op};
use crate::observe::Observer;
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

impl<'m, O: Observer> Engine<'m, O> {
    /// The leaving and becoming of the operation that a resident is at.
    pub(super) fn hazards_at(&self, slot: u32) -> (Option<&'m LeavingModel>, Option<&'m BecomesModel>) {
        let model = self.model;
        match model.ops[self.residents[slot].op as usize] {
            Op::Work(work) => {
                let model = &model.works[work as usize];
                (model.patience.as_ref(), model.becomes.as_ref())
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
        let (leaving, becoming) = self.hazards_at(slot);
        let resident = &self.residents[slot];
        let (class, since) = (resident.class, resident.since);
        let draw = self.draw_of(slot);
        let visit = self.residents.visits(slot, resident.stage);
        let unit = |at| self.draws.unit(resident.key, at, visit, draw);
        let leave = leaving.map_or(NONE, |leaving| {
            let unit = unit(leaving.after_at);
            Hazard { unit, from: since, at: since + leaving.after.time_to_leave(class, since, unit) }
        });
        let becomes = becoming.map_or(NONE, |becomes| {
            if becomes.class[usize::from(class)] == class {
                return NONE;
            }
            let unit = unit(becomes.after_at);
            Hazard { unit, from: since, at: since + becomes.after.time_to_leave(class, since, unit) }
        });
        self.remember(slot, Hazards { leave, becomes });
        self.plan_remembered(slot, Hazards { leave, becomes });
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
        if !self.model.remembers_hazards {
            return;
        }
        if self.hazards.len() <= slot as usize {
            self.hazards.resize(slot as usize + 1, Hazards { leave: NONE, becomes: NONE });
        }
        self.hazards[slot as usize] = hazards;
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
