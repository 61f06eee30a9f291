//! Counting the ordinary way of a resident: arriving, joining a stage, the start of its work, finishing it, leaving the chain.

use super::cost::Paid;
use super::measures::{Work, WorkKind};
use super::tally::{ClockCell, ENTER, FINISH, START, TermCell, VisitCell};
use super::{Measures, Verdict};
use crate::chain::Resident;
use crate::scenario::Phase;
use crate::time::{SimTime, Span};

impl Measures<'_> {
    /// Comes into the chain.
    #[inline(always)]
    pub(super) fn arrived(&mut self, now: SimTime, resident: &Resident) {
        self.change_chain(now, resident, 1);
        let is_cohort = self.is_cohort(resident);
        let source = usize::from(resident.stream).min(self.plan.sources());
        if now >= SimTime::default() {
            self.tally.arrivals.count(self.plan, source, resident.class, self.edges.period, |number| *number += 1);
        }
        if is_cohort {
            self.tally.cohort.count(self.plan, 0, resident.class, 0, |number| *number += 1);
        }
    }

    /// Whether a resident is one of those who are followed: all who arrived long enough before the end.
    #[inline]
    pub(super) fn is_cohort(&self, resident: &Resident) -> bool {
        // What lies before the first measured moment is more than any moment, read without its sign.
        (resident.arrived.0 as u64) < self.followed_until
    }

    /// Whether a resident of the cohort comes to a moment of a stage for the first time, and how long after arrival.
    #[inline(always)]
    fn reaches(&mut self, now: SimTime, resident: &Resident, stage: u32, moment: usize, visit: u32) -> Option<Span> {
        if visit != 1 && !self.reaches_later(resident, stage, moment) {
            return None;
        }
        let time = now - resident.arrived;
        (time <= self.plan.follow_up && self.is_cohort(resident)).then_some(time)
    }

    /// Counts a visit that comes to a moment of its stage.
    #[inline(always)]
    fn at_moment(
        &mut self,
        now: SimTime,
        resident: &Resident,
        (stage, visit): (u32, u32),
        moment: usize,
        count: impl Fn(&mut VisitCell),
    ) {
        let reached = self.reaches(now, resident, stage, moment, visit);
        if now < SimTime::default() {
            return;
        }
        let Some(time) = reached else { return self.at_visit(resident.class, stage, count) };
        // The cohort is of the class that they arrived as.
        if resident.arrived_as != resident.class {
            self.at_visit(resident.class, stage, count);
            return self.at_visit(resident.arrived_as, stage, move |cell| cell.reached[moment].add(time));
        }
        self.at_visit(resident.class, stage, move |cell| {
            count(cell);
            cell.reached[moment].add(time);
        });
    }

    /// Whether a later visit comes to a moment that the visits before did not come to.
    fn reaches_later(&mut self, resident: &Resident, stage: u32, moment: usize) -> bool {
        !self.not_yet.is_empty() && self.not_yet.remove(&(resident.key, stage, moment))
    }

    /// Joins a stage.
    #[inline(always)]
    pub(super) fn joined(&mut self, now: SimTime, resident: &Resident, stage: u32, visit: u32) {
        self.change_at(stage, now, resident, 0, 1);
        self.at_moment(now, resident, (stage, visit), ENTER, move |cell| cell.joined += 1);
        let model = &self.model.stages[stage as usize];
        if model.first_work.is_none() && model.first_place.is_none() {
            self.at_moment(now, resident, (stage, visit), START, move |_| {});
        }
    }

    /// A wait ends with the start of work.
    #[inline(always)]
    pub(super) fn started(
        &mut self,
        now: SimTime,
        resident: &Resident,
        work: u32,
        visit: u32,
        wait: Span,
        closed: Span,
    ) {
        let Work { stage, team, kind, has_more } = self.works[work as usize];
        if has_more {
            self.started_more(now, resident, work);
        } else {
            if kind != WorkKind::Contact {
                self.change_at(stage, now, resident, -1, 0);
            }
            self.change_busy(team, now, 1);
        }
        match kind {
            WorkKind::First => self.first_start(now, resident, (stage, visit), wait - closed, closed),
            WorkKind::Later | WorkKind::Rework => self.later_wait(now, resident, stage, wait),
            WorkKind::Contact => self.contact(now, resident, work, Some(wait)),
        }
    }

    /// Work starts that costs something, or for which a worker may have been taken before.
    #[cold]
    fn started_more(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let model = &self.model.works[work as usize];
        self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_deref());
        if model.prepare.is_none() {
            self.taken(now, resident, work);
        }
    }

    /// A wait for later work, or for a later place, ends with it.
    fn later_wait(&mut self, now: SimTime, resident: &Resident, stage: u32, wait: Span) {
        if now >= SimTime::default() {
            self.at_visit(resident.class, stage, move |cell| cell.later.add(wait));
        }
    }

    /// The first wait at a stage ends with its start.
    #[inline(always)]
    fn first_start(
        &mut self,
        now: SimTime,
        resident: &Resident,
        (stage, visit): (u32, u32),
        for_worker: Span,
        closed: Span,
    ) {
        let wait = now - resident.joined;
        self.start_terms(now, resident, stage, wait);
        let for_place = resident.waited_for_places;
        let count = move |cell: &mut VisitCell| cell.start(wait, for_worker, closed, for_place);
        self.at_moment(now, resident, (stage, visit), START, count);
        if now < SimTime::default() {
            return;
        }
        let (class, period) = (resident.class, self.edges.period);
        if !self.waits.count(self.plan, &mut self.tally.histograms, stage as usize, class, wait.0) {
            self.tally.histograms[self.histograms_at.wait_in(stage as usize, period)].add(wait.0);
        }
    }

    /// The first wait at a stage ends with its start: was it within each term?
    #[inline(always)]
    fn start_terms(&mut self, now: SimTime, resident: &Resident, stage: u32, wait: Span) {
        let (plan, class, joined) = (self.plan, resident.class, resident.joined);
        if !self.edges.is_in_period(joined) {
            return self.start_terms_from_before(now, resident, stage, wait);
        }
        let known_until = plan.end - joined;
        for (term, &within) in plan.within.iter().enumerate() {
            let (is_known, in_time) = (within <= known_until, wait <= within);
            let term = self.term(stage, term);
            self.tally.terms.count(plan, term, class, self.edges.period, move |cell| {
                cell.over += u64::from(!in_time);
                cell.asked += u64::from(is_known);
                cell.within += u64::from(is_known & in_time);
            });
        }
    }

    /// The same of a resident who joined in an earlier period, where terms are asked for: waits count where they end.
    #[inline(never)]
    fn start_terms_from_before(&mut self, now: SimTime, resident: &Resident, stage: u32, wait: Span) {
        self.judge_terms(resident, stage, Some(wait));
        if now < SimTime::default() {
            return;
        }
        let (plan, period) = (self.plan, self.edges.period);
        for (term, _) in plan.within.iter().enumerate().filter(|&(_, &within)| wait > within) {
            let term = self.term(stage, term);
            self.tally.terms.count(plan, term, resident.class, period, |cell| cell.over += 1);
        }
    }

    /// The first wait at a stage has ended, or is still going on: was it within each term that can be judged?
    pub(super) fn judge_terms(&mut self, resident: &Resident, stage: u32, started_after: Option<Span>) {
        let joined = resident.joined;
        if joined < SimTime::default() {
            return;
        }
        let (plan, class) = (self.plan, resident.class);
        let known_until = plan.end - joined;
        for (term, &within) in plan.within.iter().enumerate().filter(|&(_, &within)| within <= known_until) {
            let (term, in_time) = (self.term(stage, term), started_after.is_some_and(|wait| wait <= within));
            let count = move |cell: &mut TermCell| {
                cell.asked += 1;
                cell.within += u64::from(in_time);
            };
            match self.edges.is_in_period(joined) {
                true => self.tally.terms.count(plan, term, class, self.edges.period, count),
                false => self.tally.terms.count_in(plan, term, class, plan.period_of(joined), count),
            }
        }
    }

    /// Position of a term at a stage.
    #[inline]
    fn term(&self, stage: u32, term: usize) -> usize {
        stage as usize * self.plan.within.len() + term
    }

    /// Counts at a stage what happens at every visit.
    #[inline(always)]
    fn at_visit(&mut self, class: u16, stage: u32, count: impl Fn(&mut VisitCell)) {
        self.tally.visits.count(self.plan, stage as usize, class, self.edges.period, count);
    }

    /// A wait for a place ends with one.
    pub(super) fn took_place(&mut self, now: SimTime, resident: &Resident, place: u32, wait: Span, already: bool) {
        let stage = self.model.places[place as usize].stage;
        self.change_at(stage, now, resident, -1, 0);
        if self.model.stages[stage as usize].first_place == Some(place) {
            self.first_start(now, resident, (stage, resident.visit), Span::ZERO, Span::ZERO);
        } else if !already && !self.is_before_start(resident) {
            self.later_wait(now, resident, stage, wait);
        }
    }

    /// All steps of a stage are done.
    #[inline(always)]
    pub(super) fn finished(&mut self, now: SimTime, resident: &Resident, stage: u32, visit: u32) {
        self.change_at(stage, now, resident, 0, -1);
        let time = now - resident.joined;
        self.at_moment(now, resident, (stage, visit), FINISH, move |cell| cell.time.add(time));
        if now < SimTime::default() {
            return;
        }
        self.times.count(self.plan, &mut self.tally.histograms, stage as usize, resident.class, time.0);
    }

    /// Leaves a phase.
    #[inline]
    pub(super) fn phase_left(&mut self, now: SimTime, resident: &Resident, phase: Phase, time: Span) {
        if now >= SimTime::default() {
            let phases = &mut self.tally.phases;
            phases.count(self.plan, phase as usize, resident.class, self.edges.period, move |times| times.add(time));
        }
    }

    /// Work begins at another organisation than the last work.
    #[inline]
    pub(super) fn handed_over(&mut self, from: u16, to: u16, time: Span) {
        if let Some(index) = self.plan.handover(from, to) {
            self.tally.handovers[index].add(time);
            self.tally.histograms[self.first_handover + index].add(time.0);
        }
    }

    /// Leaves the chain.
    #[inline(always)]
    pub(super) fn left(&mut self, now: SimTime, resident: &Resident, end: u32) {
        self.change_chain(now, resident, -1);
        if !self.not_yet.is_empty() {
            self.forget_not_yet(resident);
        }
        let time = now - resident.arrived;
        if self.is_cohort(resident) && time <= self.plan.follow_up {
            let outcomes = &mut self.tally.outcomes;
            outcomes.count(self.plan, end as usize, resident.arrived_as, 0, move |times| times.add(time));
        }
        if now < SimTime::default() {
            return;
        }
        if self.tally.cost.is_some() {
            let costs = &self.model.cost;
            let (cost, benefit) = (costs.ends[end as usize].as_ref(), costs.benefits[end as usize].as_ref());
            self.tally.pay(self.plan, resident.class, now, Paid::End(end), cost);
            self.tally.pay(self.plan, resident.class, now, Paid::Benefit(end), benefit);
        }
        let class = resident.class;
        self.tally.ends.count(self.plan, end as usize, class, self.edges.period, move |times| times.add(time));
        self.times_in_chain.count(self.plan, &mut self.tally.histograms, end as usize, class, time.0);
    }

    /// Who has left the chain comes to no moment any more.
    fn forget_not_yet(&mut self, resident: &Resident) {
        let of_resident = (resident.key, 0, 0)..=(resident.key, u32::MAX, usize::MAX);
        for missed in self.not_yet.range(of_resident).copied().collect::<Vec<_>>() {
            self.not_yet.remove(&missed);
        }
    }

    /// A clock has stopped, or the resident has left it behind.
    pub(super) fn clock_stopped(
        &mut self,
        now: SimTime,
        resident: &Resident,
        clock: u32,
        (started, due): (SimTime, SimTime),
        verdict: Verdict,
    ) {
        if started < SimTime::default() {
            return;
        }
        let running_on = now >= self.plan.end;
        // Of clocks whose term ends after the run only those that were quick would be known; none of them is judged.
        if verdict == Verdict::Kept && due > self.plan.end {
            return;
        }
        let (plan, class, clock) = (self.plan, resident.class, clock as usize);
        let count = move |cell: &mut ClockCell| match verdict {
            Verdict::Kept => cell.kept += 1,
            Verdict::Breached => {
                cell.breached += 1;
                if !running_on {
                    cell.overrun.add(now - due);
                }
            }
            Verdict::Undecided => cell.undecided += 1,
            Verdict::None => {}
        };
        match self.edges.is_in_period(started) {
            true => self.tally.clocks.count(plan, clock, class, self.edges.period, count),
            false => self.tally.clocks.count_in(plan, clock, class, plan.period_of(started), count),
        }
    }
}
