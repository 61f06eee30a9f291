//! Interruption: work that is put down at closing, or for somebody more urgent, and taken up again.

use super::{Engine, EventKind, Ran, TeamState};
use crate::chain::Waiting;
use crate::observe::{Happening, Observer};
use crate::scenario::{Closing, Interrupted};
use crate::time::{SimTime, Span, WorkTime};

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// The number of people on duty changes: who is too many puts work down, who is new takes work up.
    pub(super) fn change_duty(&mut self, team: u32) -> Ran {
        let model = &self.model.teams[team as usize];
        let state = &mut self.teams[team as usize];
        let Some((_, number)) = model.opening.change(state.next_change) else { return Ok(()) };
        state.next_change += 1;
        state.on_duty = number;
        self.observer.on_duty(self.now, team, number);
        self.plan_next_change(team);
        self.put_down_too_many(team);
        self.next_for_team(team)
    }

    pub(super) fn plan_next_change(&mut self, team: u32) {
        let next = self.teams[team as usize].next_change;
        if let Some((at, _)) = self.model.teams[team as usize].opening.change(next) {
            self.plan_event(EventKind::CalendarChange, at, team, 0);
        }
    }

    /// Work is put down for which nobody is on duty, unless it is finished first.
    pub(super) fn put_down_too_many(&mut self, team: u32) {
        let on_duty = self.teams[team as usize].on_duty;
        let how = match self.model.teams[team as usize].closing {
            Closing::Finish => return,
            // At closing time all work rests where it is: its end already lies after the closed hours.
            Closing::Resume if on_duty == 0 => return,
            Closing::Resume => Interrupted::Resume,
            Closing::Restart => Interrupted::Restart,
            Closing::Resample => Interrupted::Resample,
        };
        let too_many = |state: &TeamState<RARE>| state.busy > 0 && state.busy + state.kept > on_duty;
        while too_many(&self.teams[team as usize]) {
            let Some(slot) = self.first_to_put_down(team) else { return };
            self.interrupt(slot, team, how);
        }
    }

    /// Whom somebody of this rank would interrupt: the least urgent in work, and of those whose work began last.
    pub(super) fn less_urgent(&self, team: u32, rank: u16) -> Option<u32> {
        let state = &self.teams[team as usize];
        // Where work is finished after closing, putting it down makes nobody free.
        if state.taken() > state.on_duty {
            return None;
        }
        self.first_to_put_down(team).filter(|&slot| self.rank_of(slot) > rank)
    }

    /// The work that began last; where the urgent interrupt, of what is least urgent.
    fn first_to_put_down(&self, team: u32) -> Option<u32> {
        let by_rank = self.model.teams[team as usize].interrupts;
        let rank = |slot: u32| if by_rank { self.rank_of(slot) } else { 0 };
        let began = |&slot: &u32| (rank(slot), self.residents[slot].work_began, self.residents[slot].key);
        self.teams[team as usize].in_hand.iter().copied().max_by_key(began)
    }

    /// Who is next in line, with their rank.
    pub(super) fn first_in_line(&mut self, team: u32) -> Option<(u16, Waiting)> {
        let residents = &self.residents;
        let holds = |waiting: Waiting| residents[waiting.slot].stamp == waiting.stamp;
        self.teams[team as usize].line.first(holds)
    }

    /// Those who wait and could not interrupt when they came (the team was closed, or finished work) do so now.
    pub(super) fn interrupt_for_waiting(&mut self, team: u32) -> Ran {
        while let Some((rank, first)) = self.first_in_line(team) {
            let work = self.work_of(first.slot);
            let Some(how) = self.model.works[work as usize].interrupts else { break };
            let Some(other) = self.less_urgent(team, rank) else { break };
            self.interrupt(other, team, how);
            let model = &self.model.works[work as usize];
            self.count_in_line(model, self.residents[first.slot].class, -1);
            let (state, residents) = (&mut self.teams[team as usize], &self.residents);
            state.line.next(|waiting| residents[waiting.slot].stamp == waiting.stamp);
            self.count_waiting(model, -1);
            self.take(first.slot, work, model)?;
        }
        Ok(())
    }

    /// Rank of a resident in work, or whose work rests.
    fn rank_of(&self, slot: u32) -> u16 {
        self.model.works[self.work_of(slot) as usize].ranks[usize::from(self.residents[slot].class)]
    }

    /// Puts the work on a resident down.
    pub(super) fn interrupt(&mut self, slot: u32, team: u32, how: Interrupted) {
        self.put_down(slot, team);
        let model = &self.model.teams[team as usize];
        let resident = &self.residents[slot];
        // Until the work is taken up again its end holds what is left of it.
        let left = match (how, model.closing) {
            (Interrupted::Resume, Closing::Resume) => {
                SimTime(model.opening.open_between(self.now, resident.work_ends.min(self.model.end)).0)
            }
            (Interrupted::Resume, _) => SimTime((resident.work_ends - self.now).0),
            (Interrupted::Restart, _) => SimTime(resident.work_length.0),
            (Interrupted::Resample, _) => SimTime::NEVER,
        };
        let work = self.work_of(slot);
        let resident = &mut self.residents[slot];
        resident.outdate();
        resident.work_ends = left;
        let leaves = resident.leaves_at;
        self.observer.happened(self.now, resident, Happening::Interrupted { work });
        if leaves != SimTime::NEVER {
            self.plan(slot, EventKind::WorkLeft, leaves);
        }
        if model.interrupts {
            self.count_waiting(&self.model.works[work as usize], 1);
        }
        self.teams[team as usize].interrupted.push_back(slot);
    }

    /// Which of the interrupted work is taken up next, and its rank: what began first; where the urgent interrupt,
    /// of what is most urgent.
    pub(super) fn next_interrupted(&self, team: u32) -> Option<(usize, u16)> {
        let state = &self.teams[team as usize];
        let by_rank = self.model.teams[team as usize].interrupts;
        let rank = |slot: u32| if by_rank { self.rank_of(slot) } else { 0 };
        let began =
            |(_, slot): &(usize, &u32)| (rank(**slot), self.residents[**slot].work_began, self.residents[**slot].key);
        let (position, &slot) = state.interrupted.iter().enumerate().min_by_key(began)?;
        Some((position, rank(slot)))
    }

    /// Takes up interrupted work.
    pub(super) fn take_up(&mut self, team: u32, position: usize) {
        let state = &mut self.teams[team as usize];
        let Some(slot) = state.interrupted.remove(position) else { return };
        let in_hand = state.take_in_hand(slot);
        let work = self.work_of(slot);
        if self.residents[slot].work_ends == SimTime::NEVER {
            self.residents[slot].again += 1;
            self.residents[slot].work_length = self.length_of_work(slot, &self.model.works[work as usize]);
            self.residents[slot].work_ends = SimTime(self.residents[slot].work_length.0);
        }
        let ends = self.end_of_work(team, Span(self.residents[slot].work_ends.0));
        let resident = &mut self.residents[slot];
        resident.outdate();
        (resident.in_hand, resident.work_ends) = (in_hand, ends);
        self.observer.happened(self.now, resident, Happening::Resumed { work });
        if self.model.teams[team as usize].interrupts {
            self.count_waiting(&self.model.works[work as usize], -1);
        }
        self.plan_end_of_work(slot);
    }

    /// When work ends that begins, or goes on, now.
    #[inline]
    pub(super) fn end_of_work(&self, team: u32, work: Span) -> SimTime {
        if self.teams[team as usize].never_closes {
            return self.now + work;
        }
        let model = &self.model.teams[team as usize];
        match model.closing {
            Closing::Resume => model.opening.end_of_work(self.now, WorkTime(work.0)),
            Closing::Finish | Closing::Restart | Closing::Resample => self.now + work,
        }
    }
}
