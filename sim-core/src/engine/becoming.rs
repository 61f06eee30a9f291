//! Becoming another class: the place in line, running clocks and hazards follow.

use super::hazards::{Hazard, Hazards, NONE};
use super::{Engine, EventKind, RunError};
use crate::chain::{BecomesModel, Doing, Op, Waiting};
use crate::observe::{Happening, Observer, WhyLeft};
use crate::scenario::{LevelRef, Target};
use crate::time::SimTime;

impl<O: Observer> Engine<'_, O> {
    /// A resident becomes another class while waiting or during a delay.
    pub(super) fn become_other(&mut self, slot: u32) -> Result<(), RunError> {
        if !self.strikes(self.remembered(slot).becomes) {
            return Ok(());
        }
        let (level, class, to) = match self.hazards_at(slot).1 {
            Some(becomes) => (becomes.level, becomes.class[usize::from(self.residents[slot].class)], becomes.to),
            None => return Err(self.broken(slot, "who becomes another class is at a step that says so")),
        };
        self.hazards[slot as usize].becomes = NONE;
        match to {
            Some(to) => {
                self.change_class(slot, level, class);
                self.break_off(slot, WhyLeft::Became, Target::Stage(to as usize))
            }
            None => self.become_class(slot, level, class),
        }
    }

    /// A resident becomes another class and stays where they are: in line they may have another place now.
    pub(super) fn become_class(&mut self, slot: u32, level: LevelRef, class: u16) -> Result<(), RunError> {
        let before = self.residents[slot].class;
        let due = self.residents.earliest_due(slot);
        self.change_class(slot, level, class);
        self.carry_hazard(slot, before);
        match (self.residents[slot].doing, self.model.ops[self.residents[slot].op as usize]) {
            (Doing::Waiting, Op::Work(work)) => {
                let model = &self.model.works[work as usize];
                let (was, is) = (model.ranks[usize::from(before)], model.ranks[usize::from(class)]);
                self.count_in_line(model.team, before, -1);
                self.count_in_line(model.team, class, 1);
                if was != is || due != self.residents.earliest_due(slot) {
                    let (waiting, due) = self.leave_place_in_line(slot);
                    self.teams[model.team as usize].line.join(waiting, is, due);
                }
                self.plan_remembered(slot, self.remembered(slot));
                self.next_for_team(model.team)
            }
            (Doing::Waiting, Op::Place(place)) => {
                let model = &self.model.places[place as usize];
                let (was, is) = (model.ranks[usize::from(before)], model.ranks[usize::from(class)]);
                self.count_in_places_line(model.pool, before, -1);
                self.count_in_places_line(model.pool, class, 1);
                if was != is || due != self.residents.earliest_due(slot) {
                    let (waiting, due) = self.leave_place_in_line(slot);
                    self.pools[model.pool as usize].line.join(waiting, is, due);
                }
                self.plan_remembered(slot, self.remembered(slot));
                self.next_for_places(model.pool)
            }
            (Doing::Rebooked, _) => {
                self.plan_remembered(slot, self.remembered(slot));
                Ok(())
            }
            (Doing::Other, Op::Delay(_)) => {
                self.plan_rest_of_delay(slot);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The class itself, and the clocks whose term is shorter for it: such a term runs from now, and whichever ends
    /// first counts.
    fn change_class(&mut self, slot: u32, level: LevelRef, class: u16) {
        let (model, now) = (self.model, self.now);
        let before = std::mem::replace(&mut self.residents[slot].class, class);
        for (clock, term) in model.clocks.iter().enumerate() {
            let within = *term.within.at(class, now);
            if self.residents.clock(slot, clock).is_some() && within != *term.within.at(before, now) {
                let due = model.term_calendar.due(now, within, term.statutory);
                self.residents.shorten_clock(slot, clock, due);
            }
        }
        self.observer.happened(now, &self.residents[slot], Happening::Became { level });
    }

    /// What is left of the hazard of leaving is used up at the new class's rate.
    fn carry_hazard(&mut self, slot: u32, before: u16) {
        let hazard = self.remembered(slot).leave;
        let (resident, now) = (&self.residents[slot], self.now);
        let Some(leaving) = self.hazards_at(slot).0.filter(|_| hazard.at != SimTime::NEVER) else { return };
        let begin = resident.since;
        let unit = leaving.after.unit_on_becoming([before, resident.class], begin, hazard.from, now, hazard.unit);
        let at = begin + leaving.after.time_to_leave_from(resident.class, begin, now, unit);
        // Who has stayed longer than the new class ever does leaves now.
        self.hazards[slot as usize].leave = Hazard { unit, from: now, at: at.max(now) };
    }

    /// What stood in line no longer holds; gives the new entry.
    fn leave_place_in_line(&mut self, slot: u32) -> (Waiting, SimTime) {
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        (Waiting { slot, stamp: resident.stamp }, self.residents.earliest_due(slot))
    }

    /// During a delay: plans becoming another class, when that comes before its end.
    pub(super) fn plan_becoming_during(&mut self, slot: u32, becomes: &BecomesModel, ends: SimTime) {
        let now = self.now;
        let (leaving, _) = self.hazards_at(slot);
        let resident = &self.residents[slot];
        let (class, visit) = (resident.class, self.residents.visits(slot, resident.stage));
        let unit = |at| self.draws.unit(resident.key, at, visit, 0);
        let leave = leaving.map_or(NONE, |leaving| {
            let unit = unit(leaving.after_at);
            Hazard { unit, from: now, at: now + leaving.after.time_to_leave(class, now, unit) }
        });
        let unit = unit(becomes.after_at);
        let at = now + becomes.after.time_to_leave(class, now, unit);
        let comes = becomes.class[usize::from(class)] != class && at < ends.min(leave.at);
        let becomes = if comes { Hazard { unit, from: now, at } } else { NONE };
        let resident = &mut self.residents[slot];
        (resident.since, resident.work_ends) = (now, ends);
        self.remember(slot, Hazards { leave, becomes });
        if comes {
            self.plan(slot, EventKind::Become, at);
        }
    }

    /// During a delay, after becoming another class: it ends when it would have, unless the resident now leaves sooner.
    fn plan_rest_of_delay(&mut self, slot: u32) {
        let leaves = self.remembered(slot).leave.at;
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        let ends = resident.work_ends;
        let kind = if leaves < ends { EventKind::Leave } else { EventKind::DelayEnd };
        self.plan(slot, kind, leaves.min(ends));
    }

    /// Ends a wait or a delay without what was waited for, and goes elsewhere.
    pub(super) fn break_off(&mut self, slot: u32, why: WhyLeft, to: Target) -> Result<(), RunError> {
        if self.residents[slot].doing == Doing::Other {
            let resident = &mut self.residents[slot];
            resident.stamp = resident.stamp.wrapping_add(1);
        } else {
            self.stop_waiting(slot);
        }
        let time = self.now - self.residents[slot].since;
        self.observer.happened(self.now, &self.residents[slot], Happening::LeftEarly { why, time, to });
        self.go_to(slot, to)
    }

    /// Takes a resident out of the line they are in, if they are in one; nothing planned for them holds any more.
    pub(super) fn stop_waiting(&mut self, slot: u32) {
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        let (class, op) = (resident.class, self.model.ops[resident.op as usize]);
        match (std::mem::replace(&mut resident.doing, Doing::Other), op) {
            (Doing::Waiting, Op::Work(work)) => {
                self.count_in_line(self.model.works[work as usize].team, class, -1);
                self.count_waiting(work, -1);
            }
            (Doing::Waiting, Op::Place(place)) => {
                self.count_in_places_line(self.model.places[place as usize].pool, class, -1);
            }
            _ => {}
        }
    }
}
