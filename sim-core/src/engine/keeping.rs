//! What a resident keeps who has finished a stage: their place there, and the worker who finished with them.
//!
//! Most keep nothing. A worker is kept while a transfer lasts that says so (`keeps_worker`), and while the resident is
//! blocked by a room that says so. A kept worker is taken, not busy: they do no work and help nobody else.

use super::{Engine, Ran};
use crate::chain::{Op, Resident};
use crate::observe::{Happening, Observer};

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Work at a stage has ended; whether the worker may have to stay is only known for sure when the way on is.
    pub(super) fn keep_worker(&mut self, slot: u32, team: u32) -> bool {
        let resident = &mut self.residents[slot];
        let program = &self.model.ops[resident.op as usize..];
        let may = match *program.iter().find(|op| !takes_no_time(op)).unwrap_or(&Op::Refer) {
            Op::Refer => self.model.stages[resident.stage as usize].may_hold,
            Op::Send(referral) => self.model.referrals[referral as usize].keeps.any(),
            _ => false,
        };
        if may {
            resident.kept = team;
            self.teams[team as usize].kept += 1;
        }
        may
    }

    /// The resident stays at the finished stage for some time.
    pub(super) fn hold_place(&mut self, slot: u32) {
        let resident = &mut self.residents[slot];
        if resident.held || !(resident.inside || resident.kept != Resident::NOBODY) {
            return;
        }
        resident.held = true;
        let held = Happening::Held { stage: resident.stage, team: team_of(resident.kept) };
        self.observer.happened(self.now, resident, held);
    }

    /// The resident gives up their place at the stage; gives the team of the worker who was kept and is still taken.
    #[inline]
    pub(super) fn leave_place(&mut self, slot: u32) -> Option<u32> {
        if !RARE {
            return None;
        }
        let resident = &mut self.residents[slot];
        if resident.held {
            resident.held = false;
            let let_go = Happening::LetGo { stage: resident.stage, team: team_of(resident.kept) };
            self.observer.happened(self.now, resident, let_go);
        }
        self.step_out(slot);
        self.take_leave_of_worker(slot)
    }

    /// The worker no longer stays with the resident, but is still taken; a turnaround begins.
    #[inline]
    fn take_leave_of_worker(&mut self, slot: u32) -> Option<u32> {
        if !self.model.keeps_workers {
            return None;
        }
        let resident = &mut self.residents[slot];
        let team = team_of(std::mem::replace(&mut resident.kept, Resident::NOBODY))?;
        let done = self.model.ops[..resident.op as usize].iter().rev().find(|op| !takes_no_time(op));
        if let Some(&Op::Work(work)) = done {
            self.turn_around(slot, &self.model.works[work as usize]);
        }
        Some(team)
    }

    /// The resident no longer takes up room at the stage.
    #[inline]
    pub(super) fn step_out(&mut self, slot: u32) {
        if !RARE {
            return;
        }
        let resident = &mut self.residents[slot];
        if std::mem::replace(&mut resident.inside, false) {
            let stage = resident.stage;
            self.rooms.present[stage as usize] -= 1;
            self.room_comes_free(stage);
        }
    }

    /// A kept worker is free again, and chooses when the present event is over.
    pub(super) fn free_worker(&mut self, team: u32) {
        self.teams[team as usize].kept -= 1;
        self.rooms.released.push_back(team);
        self.rooms.unsettled = true;
    }

    /// The worker goes, because the way on keeps nobody.
    pub(super) fn let_worker_go(&mut self, slot: u32) {
        if let Some(team) = self.take_leave_of_worker(slot) {
            self.free_worker(team);
        }
    }

    /// The workers who were let go in an event choose, and whoever was blocked comes in; until nothing changes.
    pub(super) fn settle(&mut self) -> Ran {
        loop {
            if let Some(team) = self.rooms.released.pop_front() {
                self.next_for_team(team)?;
            } else if let Some(stage) = self.rooms.freed.pop_front() {
                self.let_in(stage)?;
            } else {
                break;
            }
        }
        self.rooms.unsettled = false;
        if std::mem::replace(&mut self.rooms.look, false) {
            self.look_for_deadlock()?;
        }
        Ok(())
    }
}

/// Operations that may stand between the last work and the way on.
fn takes_no_time(op: &Op) -> bool {
    matches!(op, Op::GiveBack(_) | Op::Change(_))
}

fn team_of(kept: u32) -> Option<u32> {
    (kept != Resident::NOBODY).then_some(kept)
}
