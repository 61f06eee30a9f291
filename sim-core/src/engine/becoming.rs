//! Becoming another class: the place in line, running clocks and hazards follow. Who undergoes several stages at once
//! becomes it in all of them.

use super::hazards::{Hazard, Hazards, NONE};
use super::{Engine, EventKind, Ran};
use crate::chain::{Doing, Op, Resident, Varying, Waiting};
use crate::observe::{Happening, Observer, WhyLeft};
use crate::random::{Purpose, Sampler};
use crate::scenario::Target;
use crate::time::SimTime;

/// A line in which somebody waits.
enum Line {
    /// For the workers of a team.
    Team(u32),
    /// For the places of a caseload.
    Places(u32),
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// A resident becomes another class while waiting or during a delay.
    pub(super) fn become_other(&mut self, slot: u32) -> Ran {
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
                // Out of the line first, which counts them as what they were.
                self.stop_waiting(slot);
                self.change_class(slot, class, false);
                self.break_off(slot, WhyLeft::Became, Target::Stage(to as usize))
            }
            None => self.become_class(slot, class),
        }
    }

    /// A resident becomes another class and stays where they are: in line they may have another place now.
    fn become_class(&mut self, slot: u32, class: u16) -> Ran {
        for line in self.change_class(slot, class, true) {
            match line {
                Line::Team(team) => self.next_for_team(team)?,
                Line::Places(caseload) => self.next_for_places(caseload)?,
            }
        }
        Ok(())
    }

    /// The class itself, of the resident with all branches and contacts, and the clocks whose term is shorter for it: such
    /// a term runs from now, and whichever ends first counts. Returns the lines in which somebody may be next now.
    ///
    /// * `stays` – whether what this one waits for or undergoes goes on
    fn change_class(&mut self, slot: u32, class: u16, stays: bool) -> Vec<Line> {
        let (model, now) = (self.model, self.now);
        let (before, root) = (self.residents[slot].class, self.residents[slot].token.root);
        let family = self.residents.family(root);
        self.settle_amounts(root);
        for &member in &family {
            self.residents[member].class = class;
            // Who is blocked may find room as that of another class.
            let blocked_at = self.residents[member].blocked_at;
            if blocked_at != Resident::NOBODY {
                self.room_comes_free(blocked_at);
            }
        }
        let due = self.residents.earliest_due(slot);
        for (clock, term) in model.clocks.iter().enumerate() {
            let within = *term.within.at(class, now);
            if self.residents.clock(slot, clock).is_some() && within != *term.within.at(before, now) {
                let due = model.term_calendar.due(now, within, term.statutory);
                self.residents.shorten_clock(slot, clock, due);
            }
        }
        let stage = Some(self.residents[slot].stage);
        self.observer.happened(now, &self.residents[slot], Happening::Became { from: before, stage });
        let follows = family.into_iter().filter(|&member| stays || member != slot);
        follows.filter_map(|member| self.follow_class(member, before, due)).collect()
    }

    /// What a slot waits for or undergoes goes on as that of another class. Returns the line in which it waits.
    ///
    /// * `due` – end of the earliest clock before
    fn follow_class(&mut self, slot: u32, before: u16, due: SimTime) -> Option<Line> {
        let class = self.residents[slot].class;
        // Who is not yet at the stage waits for nothing there.
        if self.residents[slot].visit == 0 {
            return None;
        }
        let dues = [due, self.residents.earliest_due(slot)];
        match (self.residents[slot].doing, self.model.ops[self.residents[slot].op as usize]) {
            (Doing::Waiting, Op::Work(work)) => {
                self.carry_hazards(slot, before);
                let model = &self.model.works[work as usize];
                let ranks = [before, class].map(|class| model.ranks[usize::from(class)]);
                self.count_in_line(&self.model.works[work as usize], before, -1);
                self.count_in_line(&self.model.works[work as usize], class, 1);
                let line = match model.clinic {
                    Some(clinic) => &mut self.clinics[clinic as usize].line,
                    None => &mut self.teams[model.team as usize].line,
                };
                if line.moves(ranks, dues) {
                    let resident = &mut self.residents[slot];
                    resident.outdate();
                    line.join(Waiting { slot, stamp: resident.stamp }, ranks[1], || dues[1]);
                }
                self.plan_remembered(slot, self.remembered(slot));
                Some(Line::Team(model.team))
            }
            (Doing::Waiting, Op::Place(place)) => {
                self.carry_hazards(slot, before);
                let model = &self.model.places[place as usize];
                let ranks = [before, class].map(|class| model.ranks[usize::from(class)]);
                self.count_in_places_line(model.caseload, before, -1);
                self.count_in_places_line(model.caseload, class, 1);
                let line = &mut self.caseloads[model.caseload as usize].line;
                if line.moves(ranks, dues) {
                    let resident = &mut self.residents[slot];
                    resident.outdate();
                    line.join(Waiting { slot, stamp: resident.stamp }, ranks[1], || dues[1]);
                }
                self.plan_remembered(slot, self.remembered(slot));
                Some(Line::Places(model.caseload))
            }
            (Doing::Rebooked, _) => {
                self.carry_hazards(slot, before);
                self.plan_remembered(slot, self.remembered(slot));
                None
            }
            // What is planned when the missed appointment is over goes by the new class.
            (Doing::Missing, _) => {
                self.carry_hazards(slot, before);
                None
            }
            (Doing::Other, Op::Delay(delay)) => {
                self.carry_hazards(slot, before);
                self.plan_rest_of_delay(slot, delay);
                None
            }
            _ => None,
        }
    }

    /// What is left of the hazards of leaving, and of becoming yet another class, is used up at the new class's rate.
    fn carry_hazards(&mut self, slot: u32, before: u16) {
        let (leaving, becoming) = self.hazards_at(slot);
        let class = self.residents[slot].class;
        let mut hazards = self.remembered(slot);
        if let Some(leaving) = leaving {
            hazards.leave = self.carried(slot, hazards.leave, &leaving.after, leaving.after_at, before);
        }
        if let Some(becoming) = becoming {
            hazards.becomes = match becoming.class[usize::from(class)] == class {
                true => NONE,
                false => self.carried(slot, hazards.becomes, &becoming.after, becoming.after_at, before),
            };
        }
        self.remember(slot, hazards);
    }

    fn carried(&mut self, slot: u32, hazard: Hazard, after: &Varying<Sampler>, at: Purpose, before: u16) -> Hazard {
        let (resident, now) = (&self.residents[slot], self.now);
        // What depends on more than one unit goes on as it was drawn.
        if hazard.at == SimTime::NEVER || !after.values().iter().all(Sampler::is_plain) {
            return hazard;
        }
        let (begin, class, key) = (resident.since, resident.class, resident.key);
        let mut luck = self.luck(key, at, 0, 0);
        let times = [begin, hazard.from, now];
        let unit = after.unit_on_becoming([before, class], times, hazard.unit, &mut luck);
        let at = begin + after.time_to_leave_from(class, begin, now, unit, &mut luck);
        // Who has stayed longer than the new class ever does leaves now.
        Hazard { unit, from: now, at: at.max(now) }
    }

    /// Whether somebody may become another class elsewhere while they stay here: in a stage beside this one.
    pub(super) fn follows_another(&self, slot: u32) -> bool {
        self.model.remembers_hazards && !self.residents[slot].is_whole()
    }

    /// During a delay that began at `since`: plans becoming another class, when that comes before its end.
    pub(super) fn plan_becoming_during(&mut self, slot: u32, since: SimTime, ends: SimTime) {
        let resident = &mut self.residents[slot];
        (resident.since, resident.work_ends) = (since, ends);
        let hazards = self.hazards_from_now(slot);
        self.remember(slot, hazards);
        if hazards.becomes.at < ends.min(hazards.leave.at) {
            self.plan(slot, EventKind::Become, hazards.becomes.at);
        }
    }

    /// During a delay, after becoming another class: it ends when it would have, unless the resident now leaves sooner;
    /// the next contact falls due when it would have.
    fn plan_rest_of_delay(&mut self, slot: u32, delay: u32) {
        let Hazards { leave, becomes } = self.remembered(slot);
        let resident = &mut self.residents[slot];
        resident.outdate();
        let (ends, contact_due) = (resident.work_ends, resident.contact_due);
        let kind = if leave.at < ends { EventKind::Leave } else { EventKind::DelayEnd };
        self.plan(slot, kind, leave.at.min(ends));
        if becomes.at < ends.min(leave.at) {
            self.plan(slot, EventKind::Become, becomes.at);
        }
        if self.model.delays[delay as usize].contacts.is_some() {
            self.plan_contact_at(slot, contact_due);
        }
    }

    /// Ends a wait or a delay without what was waited for, and goes elsewhere.
    pub(super) fn break_off(&mut self, slot: u32, why: WhyLeft, to: Target) -> Ran {
        if self.residents[slot].doing == Doing::Other {
            let resident = &mut self.residents[slot];
            resident.outdate();
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
        resident.outdate();
        let (class, op) = (resident.class, self.model.ops[resident.op as usize]);
        match (std::mem::replace(&mut resident.doing, Doing::Other), op) {
            (Doing::Waiting, Op::Work(work)) => {
                let model = &self.model.works[work as usize];
                self.count_in_line(model, class, -1);
                self.count_waiting(model, -1);
            }
            (Doing::Waiting, Op::Place(place)) => {
                self.count_in_places_line(self.model.places[place as usize].caseload, class, -1);
            }
            _ => {}
        }
    }
}
