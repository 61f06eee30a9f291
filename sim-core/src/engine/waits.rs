//! Waiting and working: how a wait begins and ends, and who is next when somebody is free.

use super::{Engine, EventKind, Ran};
use crate::chain::{Doing, Op, Resident, Waiting, WorkModel};
use crate::observe::{Happening, Observer};
use crate::scenario::{Closing, Moment};
use crate::time::{SimTime, Span};

/// Numbers of draws between work and the same work drawn anew: more than there are rounds of rework.
const DRAWS_PER_TIME: u32 = 1024;

impl<'m, O: Observer, const RARE: bool> Engine<'m, O, RARE> {
    /// A resident needs a worker: work starts at once when somebody is free and nobody waits, else a wait begins.
    #[inline(never)]
    pub(super) fn wait_for(&mut self, slot: u32, work: u32) -> Ran {
        let model = &self.model.works[work as usize];
        let now = self.now;
        let resident = &mut self.residents[slot];
        (resident.since, resident.doing) = (now, Doing::Waiting);
        if RARE {
            resident.missed = 0;
        }
        self.observer.happened(now, resident, Happening::Waits { work });
        self.forget_hazards(slot);
        if !(RARE && model.clinic.is_some()) && self.is_free_for(slot, model.team) {
            return self.take(slot, work, model);
        }
        if RARE && let Some(how) = model.interrupts {
            let rank = model.ranks[usize::from(self.residents[slot].class)];
            if let Some(other) = self.less_urgent(model.team, rank)
                && self.first_in_line(model.team).is_none_or(|(first, _)| first > rank)
            {
                self.interrupt(other, model.team, how);
                return self.take(slot, work, model);
            }
        }
        self.wait_in_line(slot, work);
        Ok(())
    }

    /// A resident waits in line from now on, with what is left of their patience since the wait began.
    #[inline]
    pub(super) fn wait_in_line(&mut self, slot: u32, work: u32) {
        self.join_line(slot, work);
        let model = &self.model.works[work as usize];
        if self.model.remembers_hazards || model.patience.is_some() {
            self.plan_hazards(slot);
        }
    }

    /// Joins the line for a step of work.
    #[inline]
    pub(super) fn join_line(&mut self, slot: u32, work: u32) {
        let model = &self.model.works[work as usize];
        let Resident { class, stamp, .. } = self.residents[slot];
        let rank = model.ranks[usize::from(class)];
        let waiting = Waiting { slot, stamp };
        let due = || self.residents.earliest_due(slot);
        match model.clinic {
            Some(clinic) if RARE => self.clinics[clinic as usize].line.join(waiting, rank, due),
            _ => self.teams[model.team as usize].line.join(waiting, rank, due),
        }
        self.count_in_line(model, class, 1);
        self.count_waiting(model, 1);
    }

    /// Ends a wait: a worker starts on the resident. The only function that does.
    #[inline(always)]
    pub(super) fn start_work(&mut self, slot: u32, work: u32, model: &'m WorkModel) -> Ran {
        let now = self.now;
        let resident = &mut self.residents[slot];
        resident.again = 0;
        if resident.since > now || resident.arrived > now {
            return Err(self.broken(slot, "no work starts before the resident has joined"));
        }
        let wait = now - resident.since;
        let team = &self.teams[model.team as usize];
        let closed = if team.never_closes {
            Span::ZERO
        } else {
            // What went before the simulation counts as open.
            let since = resident.since.max(self.model.begin);
            (now - since) - Span(self.model.teams[model.team as usize].opening.open_between(since, now).0)
        };
        let organisation = team.organisation;
        let handed_over = resident.last_work.filter(|&(_, before)| before != organisation);
        if RARE && model.by_next.is_some() {
            self.residents[slot].chosen = self.choose(slot);
        }
        let length = self.length_of_work(slot, model);
        let ends = self.end_of_work(model.team, length);
        let leaves = if RARE { self.leaves_work_at(slot, model) } else { SimTime::NEVER };

        let in_hand = self.teams[model.team as usize].take_in_hand(slot);
        let resident = &mut self.residents[slot];
        resident.outdate();
        (resident.in_hand, resident.work_began, resident.work_ends) = (in_hand, now, ends);
        (resident.work_length, resident.leaves_at) = (length, leaves);
        resident.doing = Doing::Working;
        let (visit, stamp) = (resident.visit, resident.stamp);
        self.observer.happened(now, resident, Happening::Started { work, visit, wait, closed });
        if let Some((ended, from)) = handed_over {
            let over = Happening::HandedOver { from, to: organisation, time: now - ended };
            self.observer.happened(now, resident, over);
        }
        if model.is_first {
            self.turn_clocks(slot, Moment::Start(model.stage as usize));
        }
        match leaves < ends {
            true => self.plan_event(EventKind::WorkLeft, leaves, slot, stamp),
            false => self.plan_event(EventKind::WorkEnd, ends, slot, stamp),
        }
        Ok(())
    }

    /// Ends a wait without work: the resident's patience has run out.
    pub(super) fn renege(&mut self, slot: u32) -> Ran {
        if RARE && self.model.remembers_hazards && !self.strikes(self.remembered(slot).leave) {
            return Ok(());
        }
        if RARE && let Op::Place(place) = self.model.ops[self.residents[slot].op as usize] {
            return self.give_up_place(slot, place);
        }
        let work = self.work_of(slot);
        let model = &self.model.works[work as usize];
        self.stop_waiting(slot);
        let resident = &self.residents[slot];
        let wait = self.now - resident.since;
        self.observer.happened(self.now, resident, Happening::Reneged { work, wait });
        self.step_out(slot);
        match &model.patience {
            Some(patience) => self.go_to(slot, patience.to),
            None => Err(self.broken(slot, "only residents with a patience give up")),
        }
    }

    /// Work ends: first the resident goes on, then the worker chooses among all who wait.
    pub(super) fn end_work(&mut self, slot: u32) -> Ran {
        if RARE && self.residents[slot].doing == Doing::Missing {
            return self.end_missed(slot);
        }
        let work = self.work_of(slot);
        let model = &self.model.works[work as usize];
        let team = model.team;
        let organisation = self.teams[team as usize].organisation;
        self.put_down(slot, team);
        let now = self.now;
        let resident = &mut self.residents[slot];
        resident.last_work = Some((now, organisation));
        (resident.op, resident.doing) = (resident.op + 1, Doing::Other);
        self.observer.happened(now, resident, Happening::Ended { work });
        if RARE && !(self.model.keeps_workers && self.keep_worker(slot, team)) {
            self.turn_around(slot, model);
        }
        self.proceed(slot)?;
        self.next_for_team(team)
    }

    /// As long as somebody of the team is free: interrupted work first, then whoever is next in line.
    pub(super) fn next_for_team(&mut self, team: u32) -> Ran {
        loop {
            let state = &mut self.teams[team as usize];
            if state.taken() >= state.on_duty || state.nobody_waits() {
                break;
            }
            if !state.interrupted.is_empty() {
                let residents = &self.residents;
                let holds = |waiting: Waiting| residents[waiting.slot].stamp == waiting.stamp;
                let more_urgent = match self.model.teams[team as usize].interrupts {
                    true => state.line.first(holds),
                    false => None,
                };
                if let Some((position, rank)) = self.next_interrupted(team)
                    && more_urgent.is_none_or(|(waiting, _)| waiting >= rank)
                {
                    self.take_up(team, position);
                    continue;
                }
            }
            let Some(next) = self.next_in_line(team) else {
                // Who is more urgent may have to wait for what is kept free; work that rests need not.
                let Some((position, _)) = self.next_interrupted(team) else { break };
                self.take_up(team, position);
                continue;
            };
            let work = self.work_of(next.slot);
            let model = &self.model.works[work as usize];
            self.count_in_line(model, self.residents[next.slot].class, -1);
            self.count_waiting(model, -1);
            self.take(next.slot, work, model)?;
        }
        if RARE && self.model.teams[team as usize].interrupts {
            self.interrupt_for_waiting(team)?;
        }
        if self.teams[team as usize].could_help() {
            return Err(self.broken_team(team, "no idle worker beside a resident who waits"));
        }
        self.worker_comes_free(team);
        self.check_busy(team)
    }

    /// Takes a resident out of the team's work in hand.
    #[inline]
    pub(super) fn put_down(&mut self, slot: u32, team: u32) {
        let state = &mut self.teams[team as usize];
        state.busy -= 1;
        if !state.lists_in_hand {
            return;
        }
        let position = self.residents[slot].in_hand;
        state.in_hand.swap_remove(position as usize);
        if let Some(&moved) = state.in_hand.get(position as usize) {
            self.residents[moved].in_hand = position;
        }
    }

    /// Ends a wait, or work in hand, that nobody needs any more. Returns the team whose worker is free.
    pub(super) fn stop_work(&mut self, slot: u32) -> Option<u32> {
        let resident = &self.residents[slot];
        let doing = resident.doing;
        if let (Doing::Waiting, Op::Place(place)) = (doing, self.model.ops[resident.op as usize]) {
            self.stop_waiting(slot);
            self.observer.happened(self.now, &self.residents[slot], Happening::PlaceWaitStopped { place });
            return None;
        }
        if doing == Doing::Other {
            return None;
        }
        let work = self.work_of(slot);
        let team = self.model.works[work as usize].team;
        let rests = match doing {
            Doing::Waiting | Doing::Rebooked | Doing::Other => {
                self.stop_waiting(slot);
                self.observer.happened(self.now, &self.residents[slot], Happening::WaitStopped { work });
                return None;
            }
            Doing::Preparing => {
                self.teams[team as usize].out_of_use -= 1;
                false
            }
            Doing::Missing | Doing::Working => self.put_down_for_good(slot, work),
        };
        if doing == Doing::Working {
            self.residents[slot].last_work = Some((self.now, self.model.teams[team as usize].organisation));
        }
        self.stop_waiting(slot);
        let resident = &self.residents[slot];
        match (doing, rests) {
            // The worker had gone to others already.
            (Doing::Missing, true) => {}
            (Doing::Missing, false) => self.observer.happened(self.now, resident, Happening::MissedOver { work }),
            _ => self.observer.happened(self.now, resident, Happening::WorkStopped { work, rests }),
        }
        // Who missed an appointment was waiting still.
        if doing == Doing::Missing {
            self.observer.happened(self.now, resident, Happening::WaitStopped { work });
        }
        (!rests).then_some(team)
    }

    /// Takes a resident out of the work in hand, or of that which rests, never to be taken up again. Whether it rested.
    pub(super) fn put_down_for_good(&mut self, slot: u32, work: u32) -> bool {
        let team = self.model.works[work as usize].team;
        let resting = &mut self.teams[team as usize].interrupted;
        let Some(position) = resting.iter().position(|&resting| resting == slot) else {
            self.put_down(slot, team);
            return false;
        };
        resting.remove(position);
        if self.model.teams[team as usize].interrupts {
            self.count_waiting(&self.model.works[work as usize], -1);
        }
        true
    }

    /// How long the work on a resident takes; work that is drawn anew has a draw for each time.
    #[inline(always)]
    pub(super) fn length_of_work(&mut self, slot: u32, model: &WorkModel) -> Span {
        let Resident { class, again, chosen, .. } = self.residents[slot];
        let by_next = model.by_next.as_ref().filter(|_| RARE).and_then(|by_next| {
            let position = chosen.wrapping_sub(self.model.stages[model.stage as usize].referrals.start) as usize;
            by_next.get(position)?.as_ref()
        });
        let service = by_next.unwrap_or(&model.service);
        let (key, visit, draw) = self.address(slot, model);
        Span(self.time(service.at(class, self.now), key, model.service_at, visit, draw + again * DRAWS_PER_TIME))
    }

    /// Counts who waits for the first work of a stage: for them its room is.
    #[inline]
    pub(super) fn count_waiting(&mut self, model: &WorkModel, by: i32) {
        if RARE && model.is_first {
            let stage = model.stage as usize;
            self.waiting_at[stage] = self.waiting_at[stage].wrapping_add_signed(by);
            if by < 0 {
                self.room_comes_free(stage as u32);
            } else {
                self.look_for_who_is_stuck();
            }
        }
    }

    /// The step of work that a resident is at.
    #[inline]
    pub(super) fn work_of(&self, slot: u32) -> u32 {
        match self.model.ops[self.residents[slot].op as usize] {
            Op::Work(work) => work,
            other => unreachable!("a resident who waits or works is at a step of work, not at {other:?}"),
        }
    }

    /// Nobody is busy who is not on duty, but to finish or while the work rests.
    #[inline]
    pub(super) fn check_busy(&self, team: u32) -> Ran {
        let state = &self.teams[team as usize];
        let kept = if RARE { state.kept } else { 0 };
        // Who is kept stays so after closing; nobody may work beside them beyond those on duty.
        if state.busy + kept <= state.on_duty || state.busy == 0 {
            return Ok(());
        }
        let may_exceed = state.closing == Closing::Finish || (state.closing == Closing::Resume && state.on_duty == 0);
        if may_exceed { Ok(()) } else { Err(self.broken_team(team, "nobody is busy who is not on duty")) }
    }
}
