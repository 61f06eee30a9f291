//! Becoming another class: the place in line, running clocks and hazards follow.

use super::hazards::{Hazard, NONE};
use super::{Engine, EventKind, RunError};
use crate::chain::{Doing, Op, Waiting};
use crate::observe::{Happening, Observer, WhyLeft};
use crate::random::Sampler;
use crate::scenario::Target;
use crate::time::SimTime;

impl<O: Observer> Engine<'_, O> {
    /// A resident becomes another class while waiting or during a delay.
    pub(super) fn become_other(&mut self, slot: u32) -> Result<(), RunError> {
        if !self.strikes(self.remembered(slot).becomes) {
            return Ok(());
        }
        let (class, to) = match self.hazards_at(slot).1 {
            Some(becomes) => (becomes.class[usize::from(self.residents[slot].class)], becomes.to),
            None => return Err(self.broken(slot, "who becomes another class is at a step that says so")),
        };
        self.hazards[slot as usize].becomes = NONE;
        match to {
            Some(to) => {
                self.change_class(slot, class);
                self.break_off(slot, WhyLeft::Became, Target::Stage(to as usize))
            }
            None => self.become_class(slot, class),
        }
    }

    /// A resident becomes another class and stays where they are: in line they may have another place now.
    pub(super) fn become_class(&mut self, slot: u32, class: u16) -> Result<(), RunError> {
        let before = self.residents[slot].class;
        let due = self.residents.earliest_due(slot);
        self.change_class(slot, class);
        self.carry_hazard(slot, before);
        match (self.residents[slot].doing, self.model.ops[self.residents[slot].op as usize]) {
            (Doing::Waiting, Op::Work(work)) => {
                let model = &self.model.works[work as usize];
                let ranks = [before, class].map(|class| model.ranks[usize::from(class)]);
                let dues = [due, self.residents.earliest_due(slot)];
                self.count_in_line(work, before, -1);
                self.count_in_line(work, class, 1);
                let line = match model.clinic {
                    Some(clinic) => &mut self.clinics[clinic as usize].line,
                    None => &mut self.teams[model.team as usize].line,
                };
                if line.moves(ranks, dues) {
                    let resident = &mut self.residents[slot];
                    resident.stamp = resident.stamp.wrapping_add(1);
                    line.join(Waiting { slot, stamp: resident.stamp }, ranks[1], dues[1]);
                }
                self.plan_remembered(slot, self.remembered(slot));
                self.next_for_team(model.team)
            }
            (Doing::Waiting, Op::Place(place)) => {
                let model = &self.model.places[place as usize];
                let ranks = [before, class].map(|class| model.ranks[usize::from(class)]);
                let dues = [due, self.residents.earliest_due(slot)];
                self.count_in_places_line(model.caseload, before, -1);
                self.count_in_places_line(model.caseload, class, 1);
                let line = &mut self.caseloads[model.caseload as usize].line;
                if line.moves(ranks, dues) {
                    let resident = &mut self.residents[slot];
                    resident.stamp = resident.stamp.wrapping_add(1);
                    line.join(Waiting { slot, stamp: resident.stamp }, ranks[1], dues[1]);
                }
                self.plan_remembered(slot, self.remembered(slot));
                self.next_for_places(model.caseload)
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
    fn change_class(&mut self, slot: u32, class: u16) {
        let (model, now) = (self.model, self.now);
        self.settle_amounts(slot);
        let before = std::mem::replace(&mut self.residents[slot].class, class);
        for (clock, term) in model.clocks.iter().enumerate() {
            let within = *term.within.at(class, now);
            if self.residents.clock(slot, clock).is_some() && within != *term.within.at(before, now) {
                let due = model.term_calendar.due(now, within, term.statutory);
                self.residents.shorten_clock(slot, clock, due);
            }
        }
        let stage = Some(self.residents[slot].stage);
        self.observer.happened(now, &self.residents[slot], Happening::Became { from: before, stage });
    }

    /// What is left of the hazard of leaving is used up at the new class's rate.
    fn carry_hazard(&mut self, slot: u32, before: u16) {
        let hazard = self.remembered(slot).leave;
        let (resident, now) = (&self.residents[slot], self.now);
        let Some(leaving) = self.hazards_at(slot).0.filter(|_| hazard.at != SimTime::NEVER) else { return };
        // What depends on more than one unit goes on as it was drawn.
        if !leaving.after.values().iter().all(Sampler::is_plain) {
            return;
        }
        let (begin, class, key, at) = (resident.since, resident.class, resident.key, leaving.after_at);
        let (unit, at) = {
            let mut luck = self.luck(key, at, 0, 0);
            let times = [begin, hazard.from, now];
            let unit = leaving.after.unit_on_becoming([before, class], times, hazard.unit, &mut luck);
            (unit, begin + leaving.after.time_to_leave_from(class, begin, now, unit, &mut luck))
        };
        // Who has stayed longer than the new class ever does leaves now.
        self.hazards[slot as usize].leave = Hazard { unit, from: now, at: at.max(now) };
    }

    /// During a delay that began at `since`: plans becoming another class, when that comes before its end.
    pub(super) fn plan_becoming_during(&mut self, slot: u32, since: SimTime, ends: SimTime) {
        let resident = &mut self.residents[slot];
        (resident.since, resident.work_ends) = (since, ends);
        let mut hazards = self.hazards_from_now(slot);
        if hazards.becomes.at >= ends.min(hazards.leave.at) {
            hazards.becomes = NONE;
        }
        self.remember(slot, hazards);
        if hazards.becomes.at != SimTime::NEVER {
            self.plan(slot, EventKind::Become, hazards.becomes.at);
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
        self.step_out(slot);
        self.go_to(slot, to)
    }

    /// Takes a resident out of the line they are in, if they are in one; nothing planned for them holds any more.
    pub(super) fn stop_waiting(&mut self, slot: u32) {
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        let (class, op) = (resident.class, self.model.ops[resident.op as usize]);
        match (std::mem::replace(&mut resident.doing, Doing::Other), op) {
            (Doing::Waiting, Op::Work(work)) => {
                self.count_in_line(work, class, -1);
                self.count_waiting(work, -1);
            }
            (Doing::Waiting, Op::Place(place)) => {
                self.count_in_places_line(self.model.places[place as usize].caseload, class, -1);
            }
            _ => {}
        }
    }
}
