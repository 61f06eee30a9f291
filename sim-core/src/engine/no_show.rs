//! Missed appointments: the worker's time is lost, and the resident comes again later or leaves.
//!
//! The wait goes on: it began when the resident first joined the line, and ends with work or with leaving.

use super::{Engine, EventKind, Ran};
use crate::chain::{Doing, WorkModel};
use crate::observe::{Happening, Observer, WhyLeft};
use crate::time::{SimTime, Span};

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Whether a resident whose turn it is does not appear.
    #[inline]
    pub(super) fn misses_appointment(&self, slot: u32, model: &WorkModel) -> bool {
        let Some(no_show) = &model.no_show else { return false };
        let resident = &self.residents[slot];
        let visit = self.residents[slot].visits;
        let unit = self.draws.unit(resident.key, no_show.share_at, visit, resident.missed);
        unit < *no_show.share.at(resident.class, self.now)
    }

    /// A worker spends the time of a full draw of work on a resident who does not appear.
    pub(super) fn miss_appointment(&mut self, slot: u32, work: u32) -> Ran {
        let model = &self.model.works[work as usize];
        let Some(no_show) = &model.no_show else {
            return Err(self.broken(slot, "appointments are missed only where the step says so"));
        };
        let now = self.now;
        let resident = &self.residents[slot];
        let visit = self.residents[slot].visits;
        let (key, class, missed) = (resident.key, resident.class, resident.missed);
        let wasted = Span(self.time(model.service.at(class, now), key, no_show.wasted_at, visit, missed));
        let ends = self.end_of_work(model.team, wasted);
        let in_hand = self.teams[model.team as usize].take_in_hand(slot);
        let resident = &mut self.residents[slot];
        resident.outdate();
        (resident.in_hand, resident.work_began, resident.work_ends) = (in_hand, now, ends);
        (resident.work_length, resident.leaves_at) = (wasted, SimTime::NEVER);
        (resident.doing, resident.missed) = (Doing::Missing, resident.missed + 1);
        let missed = Happening::Missed { work, missed: resident.missed, wasted };
        self.observer.happened(now, resident, missed);
        self.plan(slot, EventKind::WorkEnd, ends);
        Ok(())
    }

    /// The time of a missed appointment is over: another is made, or the resident leaves.
    pub(super) fn end_missed(&mut self, slot: u32) -> Ran {
        let work = self.work_of(slot);
        let model = &self.model.works[work as usize];
        self.put_down(slot, model.team);
        let Some(no_show) = &model.no_show else {
            return Err(self.broken(slot, "appointments are missed only where the step says so"));
        };
        let now = self.now;
        self.residents[slot].doing = Doing::Rebooked;
        let resident = &self.residents[slot];
        let (missed, class, key) = (resident.missed, resident.class, resident.key);
        let at_once = resident.since == resident.work_began;
        self.observer.happened(now, resident, Happening::MissedOver { work });
        match &no_show.rebook {
            Some((time, at)) if missed <= no_show.at_most => {
                let visit = self.residents[slot].visits;
                let again = now + Span(self.time(time.at(class, now), key, *at, visit, missed - 1));
                self.plan(slot, EventKind::ComeAgain, again);
                // Whose turn it was at once had no patience running yet.
                if missed == 1 && at_once {
                    self.plan_hazards(slot);
                } else {
                    self.plan_remembered(slot, self.remembered(slot));
                }
            }
            _ => self.break_off(slot, WhyLeft::NotAppeared, no_show.to)?,
        }
        self.next_for_team(model.team)
    }

    /// A resident comes for the appointment after a missed one: back in line, with the first joining moment kept.
    pub(super) fn come_again(&mut self, slot: u32) -> Ran {
        let work = self.work_of(slot);
        self.residents[slot].doing = Doing::Waiting;
        self.observer.happened(self.now, &self.residents[slot], Happening::CameAgain { work });
        if self.starts_at_once(slot, Some(work)) {
            return self.take(slot, work, &self.model.works[work as usize]);
        }
        self.join_line(slot, work);
        Ok(())
    }
}
