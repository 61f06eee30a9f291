//! Clinics: work that begins at some moments only. Residents wait in a line of their own.

use super::{Engine, EventKind, Ran};
use crate::chain::{ClinicModel, WaitingLine};
use crate::observe::Observer;

/// The state of a clinic.
pub(super) struct ClinicState {
    pub(super) line: WaitingLine,
    /// Position of the next moment.
    next: usize,
}

impl ClinicState {
    pub(super) fn new(model: &ClinicModel) -> ClinicState {
        ClinicState { line: WaitingLine::new(model.line), next: 0 }
    }
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    pub(super) fn plan_next_clinic(&mut self, clinic: u32) {
        let next = self.clinics[clinic as usize].next;
        if let Some(&(at, _)) = self.model.clinics[clinic as usize].moments.get(next) {
            self.plan_event(EventKind::ClinicMoment, at, clinic, 0);
        }
    }

    /// A clinic is held: so many start as it has places, as far as somebody of the team is free.
    pub(super) fn hold_clinic(&mut self, clinic: u32) -> Ran {
        let model = &self.model.clinics[clinic as usize];
        let state = &mut self.clinics[clinic as usize];
        let Some(&(_, places)) = model.moments.get(state.next) else { return Ok(()) };
        state.next += 1;
        self.plan_next_clinic(clinic);
        let team = self.model.works[model.work as usize].team as usize;
        for _ in 0..places {
            if self.teams[team].taken() >= self.teams[team].on_duty {
                break;
            }
            let Some(next) = self.next_at_clinic(clinic, team as u32) else { break };
            self.count_waiting(&self.model.works[model.work as usize], -1);
            self.take(next.slot, model.work, &self.model.works[model.work as usize])?;
        }
        Ok(())
    }
}
