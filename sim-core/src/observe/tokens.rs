//! Contacts, replies and stages side by side: what is counted of them, and their rows.

use super::measure::{Group, Measure, Of, Period, Statistic};
use super::measures::Measures;
use super::plan::Plan;
use super::tally::{Table, Times};
use super::walk::Walk;
use super::{Happening, RowKey, Sample};
use crate::chain::{Answer, Resident};
use crate::estimate::Ratio;
use crate::scenario::Target;
use crate::time::{SimTime, Span};

/// What is counted of replies at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ReplyCell {
    time: Times,
    agreed: u64,
    met: u64,
}

/// What is counted of contacts during a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ContactCell {
    wait: Times,
    cancelled: u64,
}

/// Counts by stage; empty where no stage has such a thing.
#[derive(Debug, Clone)]
pub(super) struct Tokens {
    replies: Table<ReplyCell>,
    contacts: Table<ContactCell>,
    joins: Table<Times>,
}

impl Tokens {
    pub(super) fn new(plan: &Plan) -> Tokens {
        let stages = |has: bool| if has { plan.stages.len() } else { 0 };
        Tokens {
            replies: Table::new(stages(plan.stages.iter().any(|stage| stage.has_replies)), plan),
            contacts: Table::new(stages(plan.stages.iter().any(|stage| stage.has_contacts)), plan),
            joins: Table::new(stages(plan.stages.iter().any(|stage| stage.splits)), plan),
        }
    }
}

impl Measures<'_> {
    /// Counts what only residents with several tokens, or replies, meet.
    #[cold]
    pub(super) fn happened_to_token(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        match what {
            Happening::Answered { delay, answer, time } => self.answered(now, resident, delay, answer, time),
            Happening::ContactSkipped { work } => self.contact(now, resident, work, None),
            Happening::WaitStopped { work } => {
                let model = &self.model.works[work as usize];
                if model.contact {
                    self.contact(now, resident, work, None);
                } else {
                    self.change_at(model.stage, now, resident, -1, 0);
                }
            }
            Happening::WorkStopped { work, rests } => self.put_down(now, resident, work, rests),
            Happening::PlaceWaitStopped { place } => {
                self.change_at(self.model.places[place as usize].stage, now, resident, -1, 0);
            }
            Happening::Stopped { stage, to, started } => {
                self.visit_ends_early(now, resident, stage, started, Some(to));
                self.at_stage(now, resident, stage, |cell| cell.stopped += 1);
            }
            Happening::LeftBeside { stage, to } => {
                let started = !self.is_before_start(resident);
                self.visit_ends_early(now, resident, stage, started, Some(to));
                self.at_stage(now, resident, stage, |cell| cell.left_during += 1);
            }
            Happening::Joint { stage, wait } if now >= SimTime::default() => {
                let period = self.plan.period_of(now);
                for &group in &self.plan.groups_of[usize::from(resident.class)] {
                    self.tally.tokens.joins.cell(stage as usize, group, period).add(wait);
                }
            }
            _ => {}
        }
    }

    /// A contact begins after a wait, or is not held.
    pub(super) fn contact(&mut self, now: SimTime, resident: &Resident, work: u32, began: Option<Span>) {
        if now < SimTime::default() {
            return;
        }
        let stage = self.model.works[work as usize].stage as usize;
        let period = self.plan.period_of(now);
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            let cell = self.tally.tokens.contacts.cell(stage, group, period);
            match began {
                Some(wait) => cell.wait.add(wait),
                None => cell.cancelled += 1,
            }
        }
    }

    fn answered(&mut self, now: SimTime, resident: &Resident, delay: u32, answer: Answer, time: Span) {
        let model = &self.model.delays[delay as usize];
        let refused = model.replies.as_ref().and_then(|replies| replies.refused).filter(|_| !answer.agreed);
        if refused.is_some() {
            let started = !self.is_before_start(resident);
            self.visit_ends_early(now, resident, model.stage, started, refused);
            self.at_stage(now, resident, model.stage, |cell| cell.refused += 1);
        }
        if now < SimTime::default() {
            return;
        }
        let period = self.plan.period_of(now);
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            let cell = self.tally.tokens.replies.cell(model.stage as usize, group, period);
            cell.time.add(time);
            cell.agreed += u64::from(answer.agreed);
            cell.met += u64::from(answer.refused > 0);
        }
    }

    /// A visit ends before the last step.
    pub(super) fn visit_ends_early(
        &mut self,
        now: SimTime,
        resident: &Resident,
        stage: u32,
        started: bool,
        to: Option<Target>,
    ) {
        self.left_early(resident, stage, started, to);
        if !started {
            self.judge_terms(resident, stage, None);
        }
        self.change_at(stage, now, resident, 0, -1);
    }
}

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    /// The rows of a stage, a group and a period.
    pub(super) fn tokens(&mut self, stage: usize, group: Group, period: Period) {
        let of = Of::Stage(stage as u32);
        let (can, tokens) = (self.plan.stages[stage], &self.tally.tokens);
        if can.has_replies {
            let cell = tokens.replies.sum(stage, group, period, ReplyCell::default(), |a, b| ReplyCell {
                time: a.time.join(b.time),
                agreed: a.agreed + b.agreed,
                met: a.met + b.met,
            });
            let share = |number: u64| Ratio { above: number as f64, below: cell.time.number as f64 };
            self.ratio(Measure::RepliesAgreed, of, group, period, Statistic::Share, share(cell.agreed));
            self.ratio(Measure::RefusalsMet, of, group, period, Statistic::Share, share(cell.met));
            self.ratio(Measure::ReplyTime, of, group, period, Statistic::Mean, cell.time.mean());
        }
        if can.has_contacts {
            let cell = tokens.contacts.sum(stage, group, period, ContactCell::default(), |a, b| ContactCell {
                wait: a.wait.join(b.wait),
                cancelled: a.cancelled + b.cancelled,
            });
            let (held, cancelled) = (cell.wait.number as f64, cell.cancelled as f64);
            let per_year = Ratio { above: held, below: self.years(period) };
            self.ratio(Measure::ContactsHeld, of, group, period, Statistic::PerYear, per_year);
            let share = Ratio { above: cancelled, below: held + cancelled };
            self.ratio(Measure::ContactsCancelled, of, group, period, Statistic::Share, share);
            self.ratio(Measure::WaitForContact, of, group, period, Statistic::Mean, cell.wait.mean());
        }
        if can.splits {
            let joins = tokens.joins.sum(stage, group, period, Times::default(), |a, b| a.join(*b));
            self.ratio(Measure::JoinWait, of, group, period, Statistic::Mean, joins.mean());
        }
    }
}
