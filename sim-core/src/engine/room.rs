//! Limited room: who may come in, and what becomes of who finds a stage full.
//!
//! ```text
//! come_to ─┬─ is closed ─► goes elsewhere
//!          ├─ has_room ─► enter ─► proceed
//!          └─ find_full ─┬─ goes elsewhere
//!                        ├─ blocks    (`blocking.rs`)
//!                        ├─ stays away and tries again
//!                        └─ displaces the last of the lowest class
//! ```

use super::{Engine, EventKind, Ran};
use crate::chain::{Resident, RoomModel, Waiting, WhenFullModel};
use crate::observe::{Happening, Observer};
use crate::scenario::{Counts, Target};
use crate::time::Span;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// A resident comes to a stage from outside, or after leaving another: they have nowhere to stay until there is room.
    #[inline(never)]
    pub(super) fn join(&mut self, slot: u32, stage: u32) -> Ran {
        self.come_to(slot, stage, false)
    }

    /// A resident comes to a stage, and joins it if there is room.
    #[inline(always)]
    pub(super) fn come_to(&mut self, slot: u32, stage: u32, by_referral: bool) -> Ran {
        let model = &self.model.stages[stage as usize];
        if RARE
            && let Some((from, instead)) = model.closed
            && from <= self.now
        {
            return self.pass_closed(slot, instead);
        }
        match &model.room {
            Some(room) if RARE && (!self.has_room(slot, stage, room) || self.others_go_first(stage, room)) => {
                self.find_full(slot, stage, room, by_referral)
            }
            _ => self.enter(slot, stage),
        }
    }

    /// A resident comes to a stage that is closed, and goes elsewhere at once.
    #[inline(never)]
    fn pass_closed(&mut self, slot: u32, instead: Target) -> Ran {
        self.go_to(slot, instead)
    }

    /// Whether there is room for one more of the resident's class.
    pub(super) fn has_room(&self, slot: u32, stage: u32, room: &RoomModel) -> bool {
        let resident = &self.residents[slot];
        let limit = *room.limit.at(resident.class, self.now);
        match room.counts {
            Counts::Waiting => {
                self.waiting_at[stage as usize] < limit
                    || self.starts_at_once(slot, self.model.stages[stage as usize].first_work)
            }
            // Who comes back to where they are takes their own place.
            Counts::Present => {
                self.rooms.present[stage as usize] < limit || (resident.inside && resident.stage == stage)
            }
        }
    }

    fn find_full(&mut self, slot: u32, stage: u32, room: &RoomModel, by_referral: bool) -> Ran {
        let elsewhere = match &room.when_full {
            WhenFullModel::Goes(to) => *to,
            WhenFullModel::Retries(time, at) => {
                let Resident { key, class, tries, .. } = self.residents[slot];
                let visit = self.residents.visits_to(slot, stage) + 1;
                let time = self.time(time.at(class, self.now), key, *at, visit, tries);
                return self.come_again_after(slot, stage, Span(time));
            }
            WhenFullModel::Displaces(to) => match self.whom_to_displace(slot, stage) {
                Some(other) => return self.displace(other, *to, slot, stage),
                None => *to,
            },
            // Who cannot get into one of several stages side by side stays at the one that opens them.
            WhenFullModel::Blocks { .. } if by_referral || !self.residents[slot].is_whole() => {
                return self.block(slot, stage);
            }
            WhenFullModel::Blocks { arrivals: Some(to), .. } => *to,
            WhenFullModel::Blocks { .. } => {
                return Err(self.broken(slot, "only residents who come by a referral are blocked"));
            }
        };
        self.observer.happened(self.now, &self.residents[slot], Happening::TurnedAway { stage });
        self.go_to(slot, elsewhere)
    }

    /// A resident stays away for some time and then tries again.
    fn come_again_after(&mut self, slot: u32, stage: u32, time: Span) -> Ran {
        if let Some(team) = self.leave_place(slot) {
            self.free_worker(team);
        }
        let resident = &mut self.residents[slot];
        (resident.blocked_at, resident.tries) = (stage, resident.tries.wrapping_add(1));
        self.observer.happened(self.now, resident, Happening::KeptAway { stage });
        self.plan(slot, EventKind::Retry, self.now + time);
        Ok(())
    }

    /// A resident who found a stage full comes there again.
    pub(super) fn try_again(&mut self, slot: u32) -> Ran {
        let stage = std::mem::replace(&mut self.residents[slot].blocked_at, Resident::NOBODY);
        self.observer.happened(self.now, &self.residents[slot], Happening::TriesAgain { stage });
        self.come_to(slot, stage, false)
    }

    /// The last of the lowest class that waits at a stage, if a resident who comes is of a higher one.
    fn whom_to_displace(&self, slot: u32, stage: u32) -> Option<u32> {
        let work = self.model.stages[stage as usize].first_work?;
        let model = &self.model.works[work as usize];
        let rank = model.ranks[usize::from(self.residents[slot].class)];
        let waits_here = |waiting: Waiting| {
            let other = &self.residents[waiting.slot];
            other.stamp == waiting.stamp && self.waits_for(waiting.slot) == Some(work)
        };
        let line = match model.clinic {
            Some(clinic) => &self.clinics[clinic as usize].line,
            None => &self.teams[model.team as usize].line,
        };
        let (last, lowest) = line.last_of_lowest(waits_here)?;
        (lowest > rank).then_some(last.slot)
    }

    /// A resident takes the room of another, who goes elsewhere.
    fn displace(&mut self, other: u32, to: Target, slot: u32, stage: u32) -> Ran {
        let work = self.work_of(other);
        self.stop_waiting(other);
        let resident = &self.residents[other];
        let wait = self.now - resident.since;
        self.observer.happened(self.now, resident, Happening::Displaced { work, wait });
        self.step_out(other);
        let stamp = self.residents[other].stamp;
        self.enter(slot, stage)?;
        // Both may be branches of one resident, who may have left already.
        if self.residents[other].stamp == stamp { self.go_to(other, to) } else { Ok(()) }
    }
}
