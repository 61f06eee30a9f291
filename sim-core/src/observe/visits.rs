//! Counting the ordinary way of a resident: arriving, joining a stage, the start of its work, finishing it, leaving the chain.

use super::by_class::{ENTER, FINISH, START};
use super::cost::Paid;
use super::{Measures, Verdict};
use crate::chain::Resident;
use crate::scenario::Phase;
use crate::time::{SimTime, Span};

impl Measures<'_> {
    /// Comes into the chain.
    #[inline]
    pub(super) fn arrived(&mut self, now: SimTime, resident: &Resident) {
        self.change_chain(now, resident, 1);
        let is_cohort = self.is_cohort(resident);
        let (source, period) = (usize::from(resident.stream).min(self.plan.sources()), self.edges.period);
        let counts = &mut self.counts;
        self.plan.columns.each(resident.class, |column| {
            if now >= SimTime::default() {
                *counts.arrivals.at(source, column, period) += 1;
            }
            counts.cohort[column] += u64::from(is_cohort);
        });
    }

    /// Whether a resident is one of those who are followed: all who arrived long enough before the end.
    #[inline]
    pub(super) fn is_cohort(&self, resident: &Resident) -> bool {
        SimTime::default() <= resident.arrived && resident.arrived <= self.last_followed
    }

    /// A resident of the cohort comes to a moment of a stage for the first time.
    #[inline]
    fn reach(&mut self, now: SimTime, resident: &Resident, stage: u32, moment: usize, visit: u32) {
        if visit != 1 && !self.reaches_later(resident, stage, moment) {
            return;
        }
        let time = now - resident.arrived;
        if time > self.plan.follow_up || !self.is_cohort(resident) {
            return;
        }
        let counts = &mut self.counts;
        let columns = &self.plan.columns;
        columns.each(resident.arrived_as, |column| counts.reached(stage, column)[moment].add(time));
    }

    /// Whether a later visit comes to a moment that the visits before did not come to.
    fn reaches_later(&mut self, resident: &Resident, stage: u32, moment: usize) -> bool {
        !self.not_yet.is_empty() && self.not_yet.remove(&(resident.key, stage, moment))
    }

    /// Joins a stage.
    #[inline]
    pub(super) fn joined(&mut self, now: SimTime, resident: &Resident, stage: u32, visit: u32) {
        self.change_at(stage, now, resident, 0, 1);
        self.reach(now, resident, stage, ENTER, visit);
        let model = &self.model.stages[stage as usize];
        if model.first_work.is_none() && model.first_place.is_none() {
            self.reach(now, resident, stage, START, visit);
        }
        if now >= SimTime::default() {
            let (counts, period) = (&mut self.counts, self.edges.period);
            let columns = &self.plan.columns;
            columns.each(resident.class, |column| counts.visits.at(stage as usize, column, period).joined += 1);
        }
    }

    /// A wait ends with the start of work.
    #[inline]
    pub(super) fn started(
        &mut self,
        now: SimTime,
        resident: &Resident,
        work: u32,
        visit: u32,
        wait: Span,
        closed: Span,
    ) {
        let model = &self.model.works[work as usize];
        if model.cost.is_some() {
            self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_ref());
        }
        if model.prepare.is_none() {
            self.taken(now, resident, work);
        }
        if model.contact {
            self.contact(now, resident, work, Some(wait));
        } else if self.model.stages[model.stage as usize].first_work == Some(work) {
            self.first_start(now, resident, model.stage, visit, wait - closed, closed);
        } else {
            self.later_wait(now, resident, model.stage, wait);
        }
    }

    /// A wait for later work, or for a later place, ends with it.
    fn later_wait(&mut self, now: SimTime, resident: &Resident, stage: u32, wait: Span) {
        if now >= SimTime::default() {
            let (counts, period) = (&mut self.counts, self.edges.period);
            let columns = &self.plan.columns;
            columns.each(resident.class, |column| counts.visits.at(stage as usize, column, period).later.add(wait));
        }
    }

    /// The first wait at a stage ends with its start.
    #[inline]
    fn first_start(
        &mut self,
        now: SimTime,
        resident: &Resident,
        stage: u32,
        visit: u32,
        for_worker: Span,
        closed: Span,
    ) {
        let wait = now - resident.joined;
        self.judge_terms(resident, stage, Some(wait));
        self.reach(now, resident, stage, START, visit);
        if now < SimTime::default() {
            return;
        }
        let (counts, period) = (&mut self.counts, self.edges.period);
        self.plan.columns.each(resident.class, |column| {
            let cell = counts.visits.at(stage as usize, column, period);
            cell.start(wait, for_worker, closed, resident.waited_for_places);
            for (term, &within) in counts.terms(stage, column, period).iter_mut().zip(&self.plan.within) {
                term.over += u64::from(wait > within);
            }
            counts.waits(stage, column).add(wait.0);
        });
        self.tally.histograms[self.histograms_at.wait_in(stage as usize, period)].add(wait.0);
    }

    /// The first wait at a stage has ended, or is still going on: was it within each term that can be judged?
    #[inline]
    pub(super) fn judge_terms(&mut self, resident: &Resident, stage: u32, started_after: Option<Span>) {
        let joined = resident.joined;
        if joined < SimTime::default() {
            return;
        }
        let period = self.edges.period_of(self.plan, joined);
        let known_until = self.plan.end - joined;
        let counts = &mut self.counts;
        self.plan.columns.each(resident.class, |column| {
            for (term, &within) in counts.terms(stage, column, period).iter_mut().zip(&self.plan.within) {
                if within <= known_until {
                    term.asked += 1;
                    term.within += u64::from(started_after.is_some_and(|wait| wait <= within));
                }
            }
        });
    }

    /// A wait for a place ends with one.
    pub(super) fn took_place(&mut self, now: SimTime, resident: &Resident, place: u32, wait: Span, already: bool) {
        let stage = self.model.places[place as usize].stage;
        self.change_at(stage, now, resident, -1, 0);
        if self.model.stages[stage as usize].first_place == Some(place) {
            self.first_start(now, resident, stage, resident.visit, Span::ZERO, Span::ZERO);
        } else if !already && !self.is_before_start(resident) {
            self.later_wait(now, resident, stage, wait);
        }
    }

    /// All steps of a stage are done.
    #[inline]
    pub(super) fn finished(&mut self, now: SimTime, resident: &Resident, stage: u32, visit: u32) {
        self.change_at(stage, now, resident, 0, -1);
        self.reach(now, resident, stage, FINISH, visit);
        if now < SimTime::default() {
            return;
        }
        let time = now - resident.joined;
        let (counts, period) = (&mut self.counts, self.edges.period);
        self.plan.columns.each(resident.class, |column| {
            counts.visits.at(stage as usize, column, period).time.add(time);
            counts.times(stage, column).add(time.0);
        });
    }

    /// Leaves a phase.
    #[inline]
    pub(super) fn phase_left(&mut self, now: SimTime, resident: &Resident, phase: Phase, time: Span) {
        if now >= SimTime::default() {
            let (counts, period) = (&mut self.counts, self.edges.period);
            let columns = &self.plan.columns;
            columns.each(resident.class, |column| counts.phases.at(phase as usize, column, period).add(time));
        }
    }

    /// Work begins at another organisation than the last work.
    #[inline]
    pub(super) fn handed_over(&mut self, from: u16, to: u16, time: Span) {
        if let Some(index) = self.plan.handover(from, to) {
            self.tally.handovers[index].add(time);
            self.tally.histograms[self.histograms_at.handover(index)].add(time.0);
        }
    }

    /// Leaves the chain.
    #[inline]
    pub(super) fn left(&mut self, now: SimTime, resident: &Resident, end: u32) {
        self.change_chain(now, resident, -1);
        if !self.not_yet.is_empty() {
            self.forget_not_yet(resident);
        }
        let time = now - resident.arrived;
        if self.is_cohort(resident) && time <= self.plan.follow_up {
            let counts = &mut self.counts;
            self.plan.columns.each(resident.arrived_as, |column| counts.outcome(end, column).add(time));
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
        let (counts, period) = (&mut self.counts, self.edges.period);
        self.plan.columns.each(resident.class, |column| {
            counts.exits.at(end as usize, column, period).add(time);
            counts.in_chain(end, column).add(time.0);
        });
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
        let period = self.edges.period_of(self.plan, started);
        let running_on = now >= self.plan.end;
        // Of clocks whose term ends after the run only those that were quick would be known; none of them is judged.
        if verdict == Verdict::Kept && due > self.plan.end {
            return;
        }
        let counts = &mut self.counts;
        self.plan.columns.each(resident.class, |column| {
            let cell = counts.clocks.at(clock as usize, column, period);
            match verdict {
                Verdict::Kept => cell.kept += 1,
                Verdict::Breached => {
                    cell.breached += 1;
                    if !running_on {
                        cell.overrun.add(now - due);
                    }
                }
                Verdict::Undecided => cell.undecided += 1,
                Verdict::None => {}
            }
        });
    }
}
