//! Interruption: what opening and closing do to work in hand.

use super::{Engine, EventKind, RunError};
use crate::observe::{Happening, Observer};
use crate::scenario::Closing;
use crate::time::{SimTime, WorkTime};

impl<O: Observer> Engine<'_, O> {
    /// The number of people on duty changes: who is too many puts work down, who is new takes work up.
    pub(super) fn change_duty(&mut self, team: u32) -> Result<(), RunError> {
        let model = &self.model.teams[team as usize];
        let state = &mut self.teams[team as usize];
        let Some((_, number)) = model.opening.change(state.next_change) else { return Ok(()) };
        state.next_change += 1;
        state.on_duty = number;
        self.observer.on_duty(self.now, team, number);
        self.plan_next_change(team);
        // At closing time all work rests where it is: its end already lies after the closed hours.
        if number > 0 && model.closing == Closing::Resume {
            while self.teams[team as usize].busy > 0 && self.teams[team as usize].taken() > number {
                self.interrupt_latest(team);
            }
        }
        self.next_for_team(team)
    }

    pub(super) fn plan_next_change(&mut self, team: u32) {
        let next = self.teams[team as usize].next_change;
        if let Some((at, _)) = self.model.teams[team as usize].opening.change(next) {
            self.plan_event(EventKind::CalendarChange, at, team, 0);
        }
    }

    /// Interrupts the work that began last.
    fn interrupt_latest(&mut self, team: u32) {
        let residents = &self.residents;
        let began = |&&slot: &&u32| (residents[slot].work_began, residents[slot].key);
        let Some(&slot) = self.teams[team as usize].in_hand.iter().max_by_key(began) else { return };
        self.put_down(slot, team);
        let opening = &self.model.teams[team as usize].opening;
        let left = opening.open_between(self.now, self.residents[slot].work_ends.min(self.model.end));
        let work = self.work_of(slot);
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        // Until it is taken up again the end holds what is left of the work.
        resident.work_ends = SimTime(left.0);
        self.observer.happened(self.now, resident, Happening::Interrupted { work });
        self.teams[team as usize].interrupted.push_back(slot);
    }

    /// Takes up the interrupted work that began first.
    pub(super) fn resume_earliest(&mut self, team: u32) {
        let residents = &self.residents;
        let state = &mut self.teams[team as usize];
        let began = |(_, slot): &(usize, &u32)| (residents[**slot].work_began, residents[**slot].key);
        let Some((position, _)) = state.interrupted.iter().enumerate().min_by_key(began) else { return };
        let Some(slot) = state.interrupted.remove(position) else { return };
        state.busy += 1;
        let in_hand = state.in_hand.len() as u32;
        state.in_hand.push(slot);
        let left = WorkTime(self.residents[slot].work_ends.0);
        let ends = self.model.teams[team as usize].opening.end_of_work(self.now, left);
        let work = self.work_of(slot);
        let resident = &mut self.residents[slot];
        (resident.in_hand, resident.work_ends) = (in_hand, ends);
        self.observer.happened(self.now, resident, Happening::Resumed { work });
        self.plan(slot, EventKind::WorkEnd, ends);
    }
}
