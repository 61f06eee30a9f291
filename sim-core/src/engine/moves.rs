//! Moving through the chain: arriving, joining, going on, being referred, leaving.

use super::{Engine, EventKind, Ran, RunError};
use crate::chain::{Arrivals, Doing, Op, Resident, Trigger, WorkModel};
use crate::observe::{Happening, Observer, Verdict};
use crate::random::{Purpose, ResidentKey};
use crate::scenario::{Moment, Phase, Target};
use crate::time::{Opening, SimTime, Span, WorkTime};

/// Referrals without time that follow one another inside one event; the next is an event of its own. A loop without end
/// then meets the limit of events at once.
const MOST_SENT_AT_ONCE: u32 = 64;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    pub(super) fn plan_next_arrival(&mut self, stream: u32) {
        let state = &mut self.arrivals[stream as usize];
        let Some((at, coming)) = state.state.next(&self.model.streams[stream as usize], &self.draws) else { return };
        state.coming = coming;
        let listed = matches!(self.model.streams[stream as usize].arrivals, Arrivals::Moments(_));
        let kind = if listed { EventKind::ListedArrival } else { EventKind::Arrival };
        self.plan_event(kind, at, stream, 0);
    }

    /// Residents of a stream arrive.
    pub(super) fn arrive(&mut self, stream: u32) -> Ran {
        let state = &mut self.arrivals[stream as usize];
        let (first, coming) = (state.state.ordinal, state.coming);
        state.state.ordinal += coming;
        self.plan_next_arrival(stream);
        for ordinal in first..first + coming {
            self.come(stream, ordinal)?;
        }
        Ok(())
    }

    /// A resident of a stream comes into the chain, unless a period with fewer arrivals keeps them away.
    pub(super) fn come(&mut self, stream: u32, ordinal: u64) -> Ran {
        let model = &self.model.streams[stream as usize];
        let key = ResidentKey::new(model.key, ordinal);
        if !model.comes(key, self.now, &self.draws) {
            return Ok(());
        }
        let class = model.class_of(key, self.now, &self.draws, &self.strides);
        let before = model.pool.filter(|_| RARE).map_or(0, |pool| self.model.need.pools[usize::from(pool)].stock);
        let number = before + ordinal as u32;
        let slot = self.residents.add(Resident::new(key, model.stream, class, number, self.now));
        self.check_number()?;
        if RARE {
            self.draw_amounts(slot, self.now);
        }
        if RARE && let Some(pool) = model.pool {
            self.become_in_need(slot, pool, self.now, false);
            return Ok(());
        }
        if RARE && self.model.need.is_there() {
            self.new_life(slot, None);
        }
        self.begin_trajectory(slot, model.to)
    }

    /// No more residents at once than there is room for.
    pub(super) fn check_number(&self) -> Ran {
        if self.residents.present() > self.limits.residents {
            return Err(Box::new(RunError::TooManyResidents { residents: self.limits.residents, at: self.now }));
        }
        Ok(())
    }

    /// A resident joins a stage.
    #[inline(always)]
    pub(super) fn enter(&mut self, slot: u32, stage: u32) -> Ran {
        let kept = self.leave_place(slot);
        let model = &self.model.stages[stage as usize];
        let now = self.now;
        let resident = self.residents.visit(slot, stage);
        let visit = resident.visit;
        (resident.joined, resident.op) = (now, model.first_op);
        if RARE {
            (resident.inside, resident.tries, resident.chosen) = (true, 0, Resident::NOBODY);
            resident.waited_for_places = Span::ZERO;
            self.rooms.present[stage as usize] += 1;
        }
        if resident.phase != model.phase {
            self.enter_phase(slot, model.phase);
        }
        let resident = &self.residents[slot];
        self.observer.happened(now, resident, Happening::Joined { stage, visit });
        self.turn_clocks(slot, Moment::Enter(stage as usize));
        if model.first_work.is_none() && model.first_place.is_none() {
            self.turn_clocks(slot, Moment::Start(stage as usize));
        }
        self.proceed(slot)?;
        if let Some(team) = kept {
            self.free_worker(team);
        }
        Ok(())
    }

    /// A resident joins a stage of another phase (`None`: of no phase, or leaves the chain).
    pub(super) fn enter_phase(&mut self, slot: u32, phase: Option<Phase>) {
        let now = self.now;
        let resident = &mut self.residents[slot];
        // Whoever undergoes several stages at once is in the phase of the stage that opens them.
        if RARE && !resident.is_whole() {
            return;
        }
        let since = std::mem::replace(&mut resident.phase_since, now);
        if let Some(phase) = std::mem::replace(&mut resident.phase, phase) {
            let left = Happening::PhaseLeft { phase, time: now - since };
            self.observer.happened(now, &self.residents[slot], left);
        }
    }

    /// Whether work would start at once for a resident who joins now.
    pub(super) fn starts_at_once(&self, slot: u32, work: Option<u32>) -> bool {
        work.is_some_and(|work| {
            let model = &self.model.works[work as usize];
            model.clinic.is_none() && self.is_free_for(slot, model.team)
        })
    }

    /// The next operation of the stage's program.
    #[inline(always)]
    pub(super) fn proceed(&mut self, slot: u32) -> Ran {
        match self.model.ops[self.residents[slot].op as usize] {
            Op::Work(work) => self.wait_for(slot, work),
            Op::Delay(delay) => self.begin_delay(slot, delay),
            Op::Refer => self.refer(slot),
            op => self.proceed_otherwise(slot, op),
        }
    }

    /// The next operation, of those that a program seldom has.
    #[inline(never)]
    fn proceed_otherwise(&mut self, slot: u32, op: Op) -> Ran {
        match op {
            Op::Send(referral) => self.send(slot, referral),
            Op::Work(_) | Op::Delay(_) | Op::Refer => unreachable!("{op:?} is an operation that most programs have"),
            _ if !RARE => unreachable!("{op:?} is compiled only where there is something rare"),
            Op::Place(place) => self.wait_for_place(slot, place),
            Op::GiveBack(caseload) => self.give_back(slot, caseload),
            Op::Contact(contact) => self.contact(slot, contact),
            Op::NotReached(contact) => self.give_up_contact(slot, contact),
            Op::Change(change) => self.change_step(slot, change),
            Op::SideBySide(split) => self.split(slot, split),
            Op::Join => self.finish_branch(slot),
            Op::ContactDone => self.finish_contact(slot),
        }
    }

    /// Time passes with nobody, unless the resident leaves sooner.
    #[inline(never)]
    fn begin_delay(&mut self, slot: u32, delay: u32) -> Ran {
        let model = &self.model.delays[delay as usize];
        self.forget_hazards(slot);
        let class = self.residents[slot].class;
        let visit = self.residents[slot].visits;
        let key = self.residents[slot].key;
        let time = match &model.replies {
            None => self.time(model.time.at(class, self.now), key, model.time_at, visit, 0),
            Some(replies) => self.ask(slot, model, replies),
        };
        let time = match &model.opening {
            Some(opening) if RARE => counted_in(opening, self.now, Span(time)).0,
            _ => time,
        };
        let leaves =
            model.leave.as_ref().map(|leave| self.time_to_leave(&leave.after, class, key, leave.after_at, visit, 0));
        self.observer.happened(self.now, &self.residents[slot], Happening::DelayBegan { delay });
        if RARE && model.replies.is_some() {
            let creditors = self.residents[slot].answer.asked;
            self.observer.happened(self.now, &self.residents[slot], Happening::Asked { delay, creditors });
        }
        match leaves {
            Some(leaves) if leaves < Span(time) => self.plan(slot, EventKind::Leave, self.now + leaves),
            _ => self.plan(slot, EventKind::DelayEnd, self.now + Span(time)),
        }
        if RARE && let Some(contacts) = &model.contacts {
            self.residents[slot].contacts = 0;
            self.plan_contact(slot, contacts);
        }
        if RARE && (model.becomes.is_some() || self.follows_another(slot)) {
            self.plan_becoming_during(slot, self.now, self.now + Span(time));
        }
        Ok(())
    }

    /// A delay ends.
    pub(super) fn end_delay(&mut self, slot: u32) -> Ran {
        if let Op::Delay(delay) = self.model.ops[self.residents[slot].op as usize] {
            self.observer.happened(self.now, &self.residents[slot], Happening::DelayEnded { delay });
            let model = &self.model.delays[delay as usize];
            if RARE && model.contacts.is_some() {
                self.end_contacts(slot);
            }
            if RARE
                && let Some(replies) = &model.replies
                && let Some(refused) = self.decide(slot, delay, replies)
            {
                self.step_out(slot);
                return self.go_to(slot, refused);
            }
        }
        self.residents[slot].op += 1;
        self.proceed(slot)
    }

    /// A resident leaves during a delay.
    pub(super) fn leave_delay(&mut self, slot: u32) -> Ran {
        let Op::Delay(delay) = self.model.ops[self.residents[slot].op as usize] else {
            return Err(self.broken(slot, "who leaves during a delay is at a delay"));
        };
        self.observer.happened(self.now, &self.residents[slot], Happening::LeftDuring { delay });
        self.step_out(slot);
        match &self.model.delays[delay as usize].leave {
            Some(leave) => self.go_to(slot, leave.to),
            None => Err(self.broken(slot, "only residents with a reason leave during a delay")),
        }
    }

    /// All steps are done: chooses a referral and sends the resident on.
    #[inline(never)]
    fn refer(&mut self, slot: u32) -> Ran {
        let stage = self.residents[slot].stage;
        self.turn_clocks(slot, Moment::Finish(stage as usize));
        let now = self.now;
        let resident = &self.residents[slot];
        self.observer.happened(now, resident, Happening::Finished { stage, visit: resident.visit });
        let referral = match resident.chosen {
            chosen if RARE && chosen != Resident::NOBODY => chosen,
            _ => self.choose(slot),
        };
        let resident = &mut self.residents[slot];
        (resident.round, resident.left) = (0, now);
        self.observer.happened(now, resident, Happening::Sent { referral });
        if RARE && resident.kept != Resident::NOBODY && !self.model.referrals[referral as usize].keeps.any() {
            self.let_worker_go(slot);
        }
        self.send(slot, referral)
    }

    /// Sends a resident to the other side; after a return once more.
    #[inline(always)]
    fn send(&mut self, slot: u32, referral: u32) -> Ran {
        let now = self.now;
        let model = &self.model.referrals[referral as usize];
        let resident = &mut self.residents[slot];
        resident.referral = referral;
        let time = match model.time.as_deref() {
            None => 0,
            Some((time, at)) => {
                let Resident { class, key, round, visits, .. } = *resident;
                self.time(time.at(class, now), key, *at, visits, round)
            }
        };
        if time == 0 && self.sent_at_once < MOST_SENT_AT_ONCE {
            self.sent_at_once += 1;
            let sent = self.arrive_by(slot, referral);
            self.sent_at_once -= 1;
            return sent;
        }
        if RARE && model.keeps.during {
            self.hold_place(slot);
        } else if let Some(team) = self.leave_place(slot) {
            self.free_worker(team);
        }
        self.plan(slot, EventKind::TransferEnd, now + Span(time));
        Ok(())
    }

    /// The transfer is over.
    pub(super) fn end_transfer(&mut self, slot: u32) -> Ran {
        self.arrive_by(slot, self.residents[slot].referral)
    }

    /// The other side: lost on the way, or returned as incomplete, or accepted.
    #[inline(always)]
    fn arrive_by(&mut self, slot: u32, referral: u32) -> Ran {
        let now = self.now;
        let model = &self.model.referrals[referral as usize];
        let resident = &self.residents[slot];
        let (class, round) = (resident.class, resident.round);
        let unit = |at: Purpose| self.draws.unit(resident.key, at, resident.visits, round);
        if let Some((share, at, end)) = model.lost.as_deref()
            && unit(*at) < *share.at(class, now)
        {
            self.observer.happened(now, &self.residents[slot], Happening::Lost { referral });
            return self.leave_chain(slot, *end);
        }
        if let Some(returned) = &model.returned
            && round < returned.at_most
            && unit(returned.share_at) < *returned.share.at(class, now)
        {
            let resident = &mut self.residents[slot];
            resident.op = returned.rework_op;
            self.observer.happened(now, resident, Happening::Returned { referral });
            self.residents[slot].round += 1;
            if let Some(team) = self.leave_place(slot) {
                self.free_worker(team);
            }
            return self.proceed(slot);
        }
        let resident = &self.residents[slot];
        self.observer.happened(now, resident, Happening::Transferred { referral, time: now - resident.left });
        match model.to {
            Target::Stage(stage) => self.come_to(slot, stage as u32, true),
            Target::End(end) => self.leave_chain(slot, end as u32),
        }
    }

    /// A resident goes to a stage or end. Nothing holds any more that was planned where they were; who leaves from one of
    /// several stages side by side leaves them all.
    pub(super) fn go_to(&mut self, slot: u32, to: Target) -> Ran {
        self.end_contacts(slot);
        if RARE && !self.residents[slot].is_whole() {
            return self.leave_together(slot, to);
        }
        match to {
            Target::Stage(stage) => self.join(slot, stage as u32),
            Target::End(end) => self.leave_chain(slot, end as u32),
        }
    }

    /// A resident leaves the chain.
    #[inline(never)]
    fn leave_chain(&mut self, slot: u32, end: u32) -> Ran {
        self.leave_line(slot);
        if let Some(team) = self.leave_place(slot) {
            self.free_worker(team);
        }
        self.turn_clocks(slot, Moment::Leave(end as usize));
        self.stop_all_clocks(slot, false);
        if self.residents[slot].phase.is_some() {
            self.enter_phase(slot, None);
        }
        let places = if RARE { self.release_all(slot) } else { 0 };
        self.observer.happened(self.now, &self.residents[slot], Happening::Left { end });
        self.gone += 1;
        if RARE && self.model.need.is_there() {
            self.after_chain(slot, end)?;
        } else {
            self.stay_away(slot);
            self.residents.remove(slot);
        }
        self.check_conservation()?;
        if RARE { self.next_for_all(places) } else { Ok(()) }
    }

    /// Stops and starts the clocks that a moment concerns, and tells the amounts that are measured then.
    #[inline(always)]
    pub(super) fn turn_clocks(&mut self, slot: u32, moment: Moment) {
        if self.model.matters.get(self.model.moment(moment)) == Some(&true) {
            self.turn_these_clocks(slot, moment);
        }
    }

    #[inline(never)]
    fn turn_these_clocks(&mut self, slot: u32, moment: Moment) {
        let model = self.model;
        self.tell_amounts(slot, moment);
        for trigger in &model.triggers[model.moment(moment)] {
            match *trigger {
                Trigger::Start(clock) => self.start_clock(slot, clock, self.now),
                Trigger::Stop(clock) => {
                    let in_time = |due: SimTime, now| if now < due { Verdict::Kept } else { Verdict::Breached };
                    self.stop_clock(slot, clock, in_time);
                }
            }
        }
    }

    /// Starts a clock that does not run, as of a moment.
    fn start_clock(&mut self, slot: u32, clock: usize, from: SimTime) {
        if self.residents.clock(slot, clock).is_none() {
            let term = &self.model.clocks[clock];
            let within = *term.within.at(self.residents[slot].class, from);
            let due = self.model.term_calendar.due(from, within, term.statutory);
            self.residents.start_clock(slot, clock, from, due);
        }
    }

    /// Starts the clocks that began at a moment before the simulation.
    pub(super) fn start_clocks(&mut self, slot: u32, moment: Moment, since: SimTime) {
        let model = self.model;
        for trigger in &model.triggers[model.moment(moment)] {
            if let Trigger::Start(clock) = *trigger {
                self.start_clock(slot, clock, since);
            }
        }
    }

    /// Gives a verdict on every clock that still runs: of a resident who leaves, or of one still inside at the end.
    pub(super) fn stop_all_clocks(&mut self, slot: u32, run_ends: bool) {
        let within = if run_ends { Verdict::Undecided } else { Verdict::None };
        for clock in 0..self.model.clocks.len() {
            self.stop_clock(slot, clock, |due, now| if now < due { within } else { Verdict::Breached });
        }
    }

    fn stop_clock(&mut self, slot: u32, clock: usize, verdict: impl Fn(SimTime, SimTime) -> Verdict) {
        if let Some((started, due)) = self.residents.stop_clock(slot, clock) {
            let verdict = verdict(due, self.now);
            let stopped = Happening::ClockStopped { clock: clock as u32, started, due, verdict };
            self.observer.happened(self.now, &self.residents[slot], stopped);
        }
    }

    /// The step of work that a resident waits for, if they wait.
    pub(super) fn waits_for(&self, slot: u32) -> Option<u32> {
        let resident = &self.residents[slot];
        match self.model.ops[resident.op as usize] {
            Op::Work(work) if !matches!(resident.doing, Doing::Preparing | Doing::Working | Doing::Other) => Some(work),
            _ => None,
        }
    }

    /// Resident, visit and draw of a step of work at the present visit; a rework has a draw for each round, and so has
    /// each contact.
    pub(super) fn address(&self, slot: u32, model: &WorkModel) -> (ResidentKey, u32, u32) {
        let resident = &self.residents[slot];
        let draw = if model.rework || model.contact { resident.round } else { 0 };
        (resident.key, self.residents[slot].visits, draw)
    }

    #[cold]
    pub(super) fn limit_passed(&self) -> Box<RunError> {
        if self.handled > self.limits.events {
            return Box::new(RunError::TooManyEvents { events: self.limits.events, at: self.now });
        }
        Box::new(RunError::NoProgress { events: self.limits.events_at_once, at: self.now })
    }

    #[cold]
    pub(super) fn broken(&self, slot: u32, promise: &'static str) -> Box<RunError> {
        let resident = &self.residents[slot];
        Box::new(RunError::Broken {
            promise,
            stream: resident.stream,
            ordinal: resident.ordinal,
            stage: resident.stage,
            at: self.now,
        })
    }

    #[cold]
    pub(super) fn broken_team(&self, team: u32, promise: &'static str) -> Box<RunError> {
        Box::new(RunError::BrokenTeam { promise, team, at: self.now })
    }
}

/// How long a time takes that begins now and is counted in the hours of an opening.
pub(super) fn counted_in(opening: &Opening, now: SimTime, time: Span) -> Span {
    if time <= Span::ZERO {
        return time;
    }
    match opening.end_of_work(now, WorkTime(time.0)) {
        // Later than the openings of the run reach: after its end.
        SimTime::NEVER => Span(SimTime::NEVER.0 / 4),
        end => end - now,
    }
}
