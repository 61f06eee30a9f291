//! Leaving during work, when the time for that is shorter than the work.

use super::{Engine, EventKind, Ran};
use crate::chain::{Doing, WorkModel};
use crate::observe::{Happening, Observer};
use crate::time::SimTime;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// When a resident leaves who starts work now; [`SimTime::NEVER`] without a reason to.
    #[inline]
    pub(super) fn leaves_work_at(&mut self, slot: u32, model: &WorkModel) -> SimTime {
        model.leave.as_ref().map_or(SimTime::NEVER, |leave| {
            let (class, now) = (self.residents[slot].class, self.now);
            let (key, visit, draw) = self.address(slot, model);
            now + self.time_to_leave(&leave.after, class, key, leave.after_at, visit, draw)
        })
    }

    /// Plans how the work in hand comes to its end.
    #[inline]
    pub(super) fn plan_end_of_work(&mut self, slot: u32) {
        let resident = &self.residents[slot];
        let (ends, leaves) = (resident.work_ends, resident.leaves_at);
        match leaves < ends {
            true => self.plan(slot, EventKind::WorkLeft, leaves),
            false => self.plan(slot, EventKind::WorkEnd, ends),
        }
    }

    /// A resident leaves during work, or while it rests.
    pub(super) fn leave_work(&mut self, slot: u32) -> Ran {
        let work = self.work_of(slot);
        let model = &self.model.works[work as usize];
        let rests = self.put_down_for_good(slot, work);
        let organisation = self.model.teams[model.team as usize].organisation;
        let now = self.now;
        let resident = &mut self.residents[slot];
        resident.outdate();
        (resident.last_work, resident.doing) = (Some((now, organisation)), Doing::Other);
        self.observer.happened(now, resident, Happening::LeftWork { work, rests });
        if !rests {
            self.turn_around(slot, model);
        }
        self.step_out(slot);
        match &model.leave {
            Some(leave) => self.go_to(slot, leave.to)?,
            None => return Err(self.broken(slot, "only residents with a reason leave during work")),
        }
        self.next_for_team(model.team)
    }
}
