//! Counting what takes residents off the ordinary way: giving up, leaving during work or a delay, finding no room.

use super::cost::Paid;
use super::tally::{FINISH, START, StageCell};
use super::{ContactOutcome, Measures};
use crate::chain::{Op, Resident};
use crate::scenario::Target;
use crate::time::{SimTime, Span};

impl Measures<'_> {
    /// Counts at a stage, for everybody and for each level of the resident's class.
    pub(super) fn at_stage(&mut self, now: SimTime, resident: &Resident, stage: u32, count: impl Fn(&mut StageCell)) {
        if now < SimTime::default() {
            return;
        }
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            count(self.tally.stages.cell(stage as usize, group, self.edges.period));
        }
    }

    /// A resident leaves a stage before its end, and goes to another: what this first visit did not reach, a later one may.
    pub(super) fn left_early(&mut self, resident: &Resident, stage: u32, started: bool, to: Option<Target>) {
        if resident.visit != 1 || !self.is_cohort(resident) || !matches!(to, Some(Target::Stage(_))) {
            return;
        }
        if !started {
            self.not_yet.insert((resident.key, stage, START));
        }
        self.not_yet.insert((resident.key, stage, FINISH));
    }

    /// Whether a resident who is at a stage has yet to come to its first work, or, without work, to its first place.
    pub(super) fn is_before_start(&self, resident: &Resident) -> bool {
        let stage = &self.model.stages[resident.stage as usize];
        let so_far = &self.model.ops[stage.first_op as usize..=resident.op as usize];
        match (stage.first_work, stage.first_place) {
            (Some(_), _) => !so_far.iter().any(|op| matches!(op, Op::Work(_))),
            (None, Some(place)) => !so_far.contains(&Op::Place(place)),
            (None, None) => false,
        }
    }

    /// Leaves during work.
    pub(super) fn left_work(&mut self, now: SimTime, resident: &Resident, work: u32, rests: bool) {
        let model = &self.model.works[work as usize];
        self.put_down(now, resident, work, rests);
        self.left_early(resident, model.stage, true, model.leave.as_ref().map(|leave| leave.to));
        self.change_at(model.stage, now, resident, 0, -1);
        self.at_stage(now, resident, model.stage, |cell| cell.left_during += 1);
    }

    /// Patience for work has run out.
    pub(super) fn reneged(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let model = &self.model.works[work as usize];
        let is_first = self.model.stages[model.stage as usize].first_work == Some(work);
        let to = model.patience.as_ref().map(|patience| patience.to);
        self.left_wait(now, resident, model.stage, is_first, to);
    }

    /// A wait ends without what was waited for.
    fn left_wait(&mut self, now: SimTime, resident: &Resident, stage: u32, is_first: bool, to: Option<Target>) {
        self.change_at(stage, now, resident, -1, -1);
        self.left_early(resident, stage, !is_first, to);
        if !is_first {
            self.at_stage(now, resident, stage, |cell| cell.left_later += 1);
            return;
        }
        self.judge_terms(resident, stage, None);
        let wait = now - resident.joined;
        self.at_stage(now, resident, stage, |cell| {
            cell.left.add(wait);
            cell.left_positive += u64::from(wait > Span::ZERO);
        });
    }

    /// Makes room for somebody of a higher class.
    pub(super) fn displaced(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let stage = self.model.works[work as usize].stage;
        self.change_at(stage, now, resident, -1, -1);
        let to = self.model.stages[stage as usize].room.as_ref().and_then(|room| room.elsewhere());
        self.left_early(resident, stage, false, to);
        self.judge_terms(resident, stage, None);
        self.at_stage(now, resident, stage, |cell| cell.displaced += 1);
    }

    /// A resident leaves during a delay.
    pub(super) fn left_delay(&mut self, now: SimTime, resident: &Resident, stage: u32, to: Option<Target>) {
        let started = !self.is_before_start(resident);
        self.left_early(resident, stage, started, to);
        if !started {
            self.judge_terms(resident, stage, None);
        }
        self.change_at(stage, now, resident, 0, -1);
        self.at_stage(now, resident, stage, |cell| cell.left_during += 1);
    }

    /// A resident leaves a stage before its end, at whatever they wait for or undergo.
    pub(super) fn left_at(&mut self, now: SimTime, resident: &Resident, to: Target) {
        let stage = &self.model.stages[resident.stage as usize];
        match self.model.ops[resident.op as usize] {
            Op::Work(work) => {
                let is_first = stage.first_work == Some(work);
                self.left_wait(now, resident, resident.stage, is_first, Some(to));
            }
            Op::Place(place) => {
                let is_first = stage.first_place == Some(place) || self.is_before_start(resident);
                self.left_wait(now, resident, resident.stage, is_first, Some(to));
            }
            _ => self.left_delay(now, resident, resident.stage, Some(to)),
        }
    }

    /// Who refuses, or is not reached by any attempt, leaves the stage before its end.
    pub(super) fn attempted(&mut self, now: SimTime, resident: &Resident, contact: u32, outcome: ContactOutcome) {
        let model = &self.model.contacts[contact as usize];
        if outcome != ContactOutcome::GivenUp {
            self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_ref());
        }
        let to = match outcome {
            ContactOutcome::Refused => model.refused,
            ContactOutcome::GivenUp => model.not_reached,
            ContactOutcome::Accepted | ContactOutcome::NotReached => return,
        };
        self.left_early(resident, model.stage, true, Some(to));
        self.change_at(model.stage, now, resident, 0, -1);
        self.at_stage(now, resident, model.stage, |cell| cell.not_helped += 1);
    }
}
