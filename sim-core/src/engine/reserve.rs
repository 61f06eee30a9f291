//! Who is next for a team that keeps people free for some classes.
//!
//! Others start only while more than the kept number are free. A line then has residents who may start and residents
//! who may not, so who is next is the first who may.

use super::{Engine, TeamState};
use crate::chain::{Waiting, WorkModel};
use crate::observe::Observer;

impl<const RARE: bool> TeamState<RARE> {
    pub(super) fn free(&self) -> u32 {
        self.on_duty.saturating_sub(self.taken())
    }

    /// Whether somebody who comes now may start at once, perhaps only of those for whom people are kept free.
    #[inline]
    pub(super) fn may_start_somebody(&self) -> bool {
        self.free() > 0 && self.interrupted.is_empty() && self.favoured_waiting == 0
    }

    /// How many people are kept free for those who are favoured.
    #[inline]
    pub(super) fn reserved(&self) -> u32 {
        if RARE { self.reserved } else { 0 }
    }

    /// Whether somebody waits whom a free worker could help; work that rests is not looked at.
    pub(super) fn could_help(&self) -> bool {
        self.free() > self.reserved() && self.waiting > 0 || RARE && self.free() > 0 && self.favoured_waiting > 0
    }
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Whether a team keeps people or places free for a class.
    pub(super) fn is_favoured(&self, team: u32, class: u16) -> bool {
        let reserve = &self.model.teams[team as usize].reserve;
        reserve.as_ref().is_some_and(|reserve| reserve.classes[usize::from(class)])
    }

    /// Whether work of a team that comes now starts at once for a resident: somebody is free for them, nobody waits
    /// before them and no work rests.
    #[inline]
    pub(super) fn is_free_for(&self, slot: u32, team: u32) -> bool {
        let state = &self.teams[team as usize];
        if !state.interrupted.is_empty() {
            return false;
        }
        if state.free() > state.reserved() {
            return state.waiting == 0;
        }
        RARE && state.free() > 0 && state.favoured_waiting == 0 && self.is_favoured(team, self.residents[slot].class)
    }

    /// Counts who waits in the line of a team; a clinic has a line of its own.
    #[inline]
    pub(super) fn count_in_line(&mut self, model: &WorkModel, class: u16, by: i32) {
        if RARE && model.clinic.is_some() {
            return;
        }
        let team = model.team;
        let favoured = RARE && self.teams[team as usize].reserved > 0 && self.is_favoured(team, class);
        let state = &mut self.teams[team as usize];
        state.waiting = state.waiting.wrapping_add_signed(by);
        if favoured {
            state.favoured_waiting = state.favoured_waiting.wrapping_add_signed(by);
        }
    }

    /// Who is next at a clinic, of those who may start now.
    pub(super) fn next_at_clinic(&mut self, clinic: u32, team: u32) -> Option<Waiting> {
        let (residents, state) = (&self.residents, &self.teams[team as usize]);
        let holds = |waiting: Waiting| residents[waiting.slot].stamp == waiting.stamp;
        let line = &mut self.clinics[clinic as usize].line;
        if state.free() > state.reserved {
            return line.next(holds);
        }
        let reserve = self.model.teams[team as usize].reserve.as_ref()?;
        line.first_fitting(|waiting| holds(waiting) && reserve.classes[usize::from(residents[waiting.slot].class)])
    }

    /// Who is next in line of those who may start now.
    #[inline]
    pub(super) fn next_in_line(&mut self, team: u32) -> Option<Waiting> {
        let residents = &self.residents;
        let holds = |waiting: Waiting| residents[waiting.slot].stamp == waiting.stamp;
        let state = &mut self.teams[team as usize];
        if state.free() > state.reserved() {
            return state.line.next(holds);
        }
        if !RARE || state.favoured_waiting == 0 {
            return None;
        }
        let reserve = self.model.teams[team as usize].reserve.as_ref()?;
        state
            .line
            .first_fitting(|waiting| holds(waiting) && reserve.classes[usize::from(residents[waiting.slot].class)])
    }
}
