//! Waiting and working: how a wait begins and ends, and what opening and closing do to work in hand.

use super::{Engine, EventKind, RunError};
use crate::chain::{Doing, Op, Waiting};
use crate::observe::{Happening, Observer};
use crate::scenario::{Closing, Moment};
use crate::time::{SimTime, Span, WorkTime};

impl<O: Observer> Engine<'_, O> {
    /// A resident needs a worker: work starts at once when somebody is free and nobody waits, else a wait begins.
    pub(super) fn wait_for(&mut self, slot: u32, work: u32) -> Result<(), RunError> {
        let model = &self.model.works[work as usize];
        let now = self.now;
        let resident = &mut self.residents[slot];
        (resident.since, resident.doing) = (now, Doing::Waiting);
        self.observer.happened(now, resident, Happening::Waits { work });
        let team = &self.teams[model.team as usize];
        if team.is_free() {
            return self.start_work(slot, work);
        }
        let (class, stamp) = (resident.class, resident.stamp);
        let due = self.residents.earliest_due(slot);
        let team = &mut self.teams[model.team as usize];
        team.waiting += 1;
        team.line.join(Waiting { slot, stamp }, model.ranks[usize::from(class)], due);
        if let Some(patience) = &model.patience {
            let unit = self.unit(slot, model.stage, patience.after_at, work);
            let patience = patience.after.time_to_leave(class, now, unit);
            self.plan(slot, EventKind::Renege, now + patience);
        }
        self.count_waiting(work, 1);
        Ok(())
    }

    /// Ends a wait: a worker starts on the resident. The only function that does.
    fn start_work(&mut self, slot: u32, work: u32) -> Result<(), RunError> {
        let model = &self.model.works[work as usize];
        let team_model = &self.model.teams[model.team as usize];
        let now = self.now;
        let resident = &self.residents[slot];
        if resident.since > now || resident.arrived > now {
            return Err(self.broken(slot, "no work starts before the resident has joined"));
        }
        let wait = now - resident.since;
        let closed = if self.teams[model.team as usize].never_closes {
            Span::ZERO
        } else {
            wait - Span(team_model.opening.open_between(resident.since, now).0)
        };
        let handed_over = resident.last_work.filter(|&(_, organisation)| organisation != team_model.organisation);
        let unit = self.unit(slot, model.stage, model.service_at, work);
        let service = WorkTime(model.service.at(resident.class, now).draw(unit));
        let ends = match team_model.closing {
            Closing::Resume => team_model.opening.end_of_work(now, service),
            Closing::Finish => now + Span(service.0),
        };

        let team = &mut self.teams[model.team as usize];
        team.busy += 1;
        let in_hand = team.in_hand.len() as u32;
        team.in_hand.push(slot);
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        (resident.in_hand, resident.work_began, resident.work_ends) = (in_hand, now, ends);
        resident.doing = Doing::Working;

        let visit = self.residents.visits(slot, model.stage);
        let resident = &self.residents[slot];
        self.observer.happened(now, resident, Happening::Started { work, visit, wait, closed });
        if let Some((ended, from)) = handed_over {
            let to = team_model.organisation;
            self.observer.happened(now, resident, Happening::HandedOver { from, to, time: now - ended });
        }
        if self.model.stages[model.stage as usize].first_work == Some(work) {
            self.turn_clocks(slot, Moment::Start(model.stage as usize));
        }
        self.plan(slot, EventKind::WorkEnd, ends);
        self.check_busy(model.team)
    }

    /// Ends a wait without work: the resident's patience has run out.
    pub(super) fn renege(&mut self, slot: u32) -> Result<(), RunError> {
        let work = self.work_of(slot);
        let model = &self.model.works[work as usize];
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        resident.doing = Doing::Other;
        self.teams[model.team as usize].waiting -= 1;
        self.count_waiting(work, -1);
        let resident = &self.residents[slot];
        let wait = self.now - resident.since;
        self.observer.happened(self.now, resident, Happening::Reneged { work, wait });
        match &model.patience {
            Some(patience) => self.go_to(slot, patience.to),
            None => Err(self.broken(slot, "only residents with a patience give up")),
        }
    }

    /// Work ends: first the resident goes on, then the worker chooses among all who wait.
    pub(super) fn end_work(&mut self, slot: u32) -> Result<(), RunError> {
        let work = self.work_of(slot);
        let team = self.model.works[work as usize].team;
        self.put_down(slot, team);
        let organisation = self.model.teams[team as usize].organisation;
        let now = self.now;
        let resident = &mut self.residents[slot];
        resident.last_work = Some((now, organisation));
        (resident.op, resident.doing) = (resident.op + 1, Doing::Other);
        self.observer.happened(now, resident, Happening::Ended { work });
        self.proceed(slot)?;
        self.next_for_team(team)
    }

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
            while self.teams[team as usize].busy > number {
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

    /// As long as somebody of the team is free: interrupted work first, then whoever is next in line.
    pub(super) fn next_for_team(&mut self, team: u32) -> Result<(), RunError> {
        loop {
            let state = &mut self.teams[team as usize];
            if state.busy >= state.on_duty {
                break;
            }
            if !state.interrupted.is_empty() {
                self.resume_earliest(team);
                continue;
            }
            let residents = &self.residents;
            let holds = |waiting: Waiting| residents[waiting.slot].stamp == waiting.stamp;
            let Some(next) = state.line.next(holds) else { break };
            state.waiting -= 1;
            let work = self.work_of(next.slot);
            self.count_waiting(work, -1);
            self.start_work(next.slot, work)?;
        }
        let state = &self.teams[team as usize];
        if state.busy < state.on_duty && state.waiting > 0 {
            return Err(self.broken_team(team, "no idle worker beside a resident who waits"));
        }
        self.check_busy(team)
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
    fn resume_earliest(&mut self, team: u32) {
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

    /// Takes a resident out of the team's work in hand.
    fn put_down(&mut self, slot: u32, team: u32) {
        let state = &mut self.teams[team as usize];
        state.busy -= 1;
        let position = self.residents[slot].in_hand;
        state.in_hand.swap_remove(position as usize);
        if let Some(&moved) = state.in_hand.get(position as usize) {
            self.residents[moved].in_hand = position;
        }
    }

    /// Ends a wait, or work in hand, that nobody needs any more. Returns the team whose worker is free.
    pub(super) fn stop_work(&mut self, slot: u32) -> Option<u32> {
        let doing = std::mem::replace(&mut self.residents[slot].doing, Doing::Other);
        if doing == Doing::Other {
            return None;
        }
        let work = self.work_of(slot);
        let team = self.model.works[work as usize].team;
        let resident = &mut self.residents[slot];
        resident.stamp = resident.stamp.wrapping_add(1);
        if doing == Doing::Waiting {
            self.teams[team as usize].waiting -= 1;
            self.count_waiting(work, -1);
            self.observer.happened(self.now, &self.residents[slot], Happening::WaitStopped { work });
            return None;
        }
        let in_hand = self.residents[slot].in_hand as usize;
        if self.teams[team as usize].in_hand.get(in_hand) != Some(&slot) {
            // It was put down before, and nobody takes it up again.
            self.teams[team as usize].interrupted.retain(|&other| other != slot);
            return None;
        }
        self.put_down(slot, team);
        self.residents[slot].last_work = Some((self.now, self.model.teams[team as usize].organisation));
        self.observer.happened(self.now, &self.residents[slot], Happening::WorkStopped { work });
        Some(team)
    }

    /// Counts who waits for the first work of a stage: for them its room is.
    #[inline]
    fn count_waiting(&mut self, work: u32, by: i32) {
        let stage = self.model.works[work as usize].stage as usize;
        if self.model.stages[stage].first_work == Some(work) {
            self.waiting_at[stage] = self.waiting_at[stage].wrapping_add_signed(by);
        }
    }

    /// The step of work that a resident is at.
    fn work_of(&self, slot: u32) -> u32 {
        match self.model.ops[self.residents[slot].op as usize] {
            Op::Work(work) => work,
            other => unreachable!("a resident who waits or works is at a step of work, not at {other:?}"),
        }
    }

    /// Nobody is busy who is not on duty, but to finish or while the work rests.
    #[inline]
    fn check_busy(&self, team: u32) -> Result<(), RunError> {
        let state = &self.teams[team as usize];
        let may_exceed = state.on_duty == 0 || self.model.teams[team as usize].closing == Closing::Finish;
        if state.busy > state.on_duty && !may_exceed {
            return Err(self.broken_team(team, "nobody is busy who is not on duty"));
        }
        Ok(())
    }
}
