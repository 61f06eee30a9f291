//! From a checked scenario to the model that the engine reads.

use super::clock::{ClockModel, TermCalendar, TermModel};
use super::duty::duty_of;
use super::error::CompileError;
use super::varying::Varying;
use super::{
    AmountsModel, CostModel, LeavingModel, LineKind, Model, NeedModel, Op, ReferralModel, ReturnedModel, StageModel,
    TeamModel, Trigger, WorkModel, moment_position,
};
use crate::random::{Purpose, Sampler};
use crate::scenario::{
    AdvancedWork, Distribution, Leaving, Param, Pattern, Queue, Referral, Returned, Scenario, Share, Staff, Step,
    Target, Term, Work,
};
use crate::time::{DAY, SimTime, Span};

mod amounts;
mod caseload;
mod clinics;
mod need;
mod present;
mod rare;
mod room;
mod routes;
mod stays;
mod streams;
mod visits;

use routes::Lists;

/// How long before the simulation a clock of a resident who is there may have started, in microseconds.
const LONGEST_AGO: i64 = 20 * 365 * DAY;

/// Compiles a scenario.
///
/// # Errors
/// [`CompileError`] for what only shows when calendars are laid out over the run.
pub fn compile(scenario: &Scenario) -> Result<Model, CompileError> {
    let begin = SimTime::default() - scenario.warm_up;
    let end = SimTime::default() + scenario.horizon;
    if begin.date(scenario.start).is_none() || (end + Span(2 * DAY)).date(scenario.start).is_none() {
        return Err(CompileError::RunTooLong);
    }
    let organisations = scenario.organisations();
    let mut compiler = Compiler {
        scenario,
        begin,
        end,
        opened_by: scenario.opened_by(),
        model: Model {
            begin,
            end,
            classes: combinations(scenario),
            strides: strides(scenario),
            streams: Vec::new(),
            present: Vec::new(),
            teams: Vec::new(),
            stages: Vec::new(),
            ops: Vec::new(),
            works: Vec::new(),
            clinics: Vec::new(),
            delays: Vec::new(),
            splits: Vec::new(),
            places: Vec::new(),
            caseloads: Vec::new(),
            remembers_hazards: false,
            referrals: Vec::new(),
            contacts: Vec::new(),
            need: NeedModel::default(),
            amounts: AmountsModel::default(),
            cost: CostModel::of(scenario, &combinations(scenario)),
            ends: scenario.ends.len(),
            clocks: Vec::new(),
            matters: Vec::new(),
            triggers: vec![Vec::new(); 1 + 3 * scenario.stages.len() + scenario.ends.len()],
            term_calendar: TermCalendar::new(begin, end, scenario.start, &[]),
            has_populations: scenario.streams.iter().any(|stream| matches!(stream.pattern, Pattern::Population { .. })),
            organisations: organisations.len(),
            comes_again: Vec::new(),
            keeps_workers: false,
            has_rare: true,
        },
    };
    compiler.amounts();
    compiler.caseloads();
    for stage in 0..scenario.stages.len() {
        compiler.stage(stage);
    }
    for team in &scenario.teams {
        let of_team = |(at, _): &(usize, &Queue)| scenario.teams[*at].name == team.name;
        let line = queues(scenario).find(of_team).map_or(LineKind::Ranked(1), |(_, queue)| match queue {
            Queue::EarliestDue => LineKind::EarliestDue,
            Queue::FirstCome => LineKind::Ranked(1),
            Queue::LastCome => LineKind::LastCome,
            Queue::Priority(_) => {
                let longest = queues(scenario).filter(of_team).map(|(_, queue)| ranks_of(queue));
                LineKind::Ranked(longest.max().unwrap_or(1))
            }
        });
        let opening = duty_of(team, scenario)?;
        compiler.check_reserve(team, &opening)?;
        compiler.model.teams.push(TeamModel {
            opening,
            closing: team.closing,
            organisation: organisations.binary_search(&team.organisation.as_str()).expect("every team's is listed")
                as u16,
            line,
            reserve: compiler.reserve(team),
            interrupts: scenario.stages.iter().flat_map(|stage| &stage.steps).any(|step| match step {
                Step::Work(work) => scenario.teams[work.team].name == team.name && work.advanced.interrupts.is_some(),
                _ => false,
            }),
        });
    }
    for (index, stream) in scenario.streams.iter().enumerate() {
        compiler.stream(index, stream)?;
    }
    compiler.need()?;
    compiler.clocks();
    compiler.present();
    let model = &mut compiler.model;
    let told = |moment: usize| model.amounts.told.get(moment).is_some_and(Option::is_some);
    let matters = |moment: usize| !model.triggers[moment].is_empty() || told(moment);
    let moments = 0..model.triggers.len();
    if moments.clone().any(matters) {
        model.matters = moments.map(matters).collect();
    }
    for first in model.stages.iter().filter_map(|stage| stage.first_work) {
        model.works[first as usize].is_first = true;
    }
    model.keeps_workers =
        model.stages.iter().any(|stage| stage.may_hold) || model.referrals.iter().any(|referral| referral.keeps.any());
    // Who comes back into the chain comes to every stage again.
    let comes_back = compiler.model.need.is_there();
    compiler.model.comes_again = visits::comes_again(scenario).into_iter().map(|again| again || comes_back).collect();
    compiler.model.has_rare = rare::has_rare(&compiler.model);
    Ok(compiler.model)
}

/// Weight of each axis in a class combination (the first axis counts slowest).
fn strides(scenario: &Scenario) -> Vec<usize> {
    let mut strides = vec![1; scenario.axes.len()];
    for axis in (1..scenario.axes.len()).rev() {
        strides[axis - 1] = strides[axis] * scenario.axes[axis].levels.len();
    }
    strides
}

/// The levels of every class combination; a single one without axes.
fn combinations(scenario: &Scenario) -> Vec<Vec<usize>> {
    scenario.axes.iter().fold(vec![Vec::new()], |so_far, axis| {
        let longer = |levels: Vec<usize>| {
            (0..axis.levels.len()).map(move |level| levels.iter().copied().chain([level]).collect::<Vec<_>>())
        };
        so_far.into_iter().flat_map(longer).collect()
    })
}

/// The team and the queue of every step in which somebody works.
fn queues(scenario: &Scenario) -> impl Iterator<Item = (usize, &Queue)> {
    scenario.stages.iter().flat_map(|stage| &stage.steps).filter_map(Step::team_and_queue)
}

fn ranks_of(queue: &Queue) -> u16 {
    match queue {
        Queue::Priority(order) => order.len() as u16 + 1,
        Queue::FirstCome | Queue::EarliestDue | Queue::LastCome => 1,
    }
}

struct Compiler<'s> {
    scenario: &'s Scenario,
    begin: SimTime,
    end: SimTime,
    /// For each stage the one that opens it side by side with others.
    opened_by: Vec<Option<usize>>,
    model: Model,
}

impl Compiler<'_> {
    fn sampler(&self, param: &Param<Distribution>) -> Varying<Sampler> {
        Varying::of_param(param, &self.model.classes, self.scenario.start, Sampler::new)
    }

    fn share(&self, param: &Param<f64>) -> Varying<f64> {
        Varying::of_param(param, &self.model.classes, self.scenario.start, |&share| share)
    }

    fn leaving(&self, leaving: &Leaving, path: &str) -> LeavingModel {
        LeavingModel { after: self.sampler(&leaving.after), after_at: Purpose::named(path), to: leaving.to }
    }

    /// The end `completed`, which every scenario has.
    fn completed(&self) -> Target {
        let position = self.scenario.ends.iter().position(|end| end.name == "completed");
        Target::End(position.expect("the reader adds `completed`"))
    }

    fn stage(&mut self, index: usize) {
        let stage = &self.scenario.stages[index];
        let path = format!("stages.{}", stage.name);
        let first_op = self.model.ops.len() as u32;
        let mut first_work = None;
        let (mut works, mut delays, mut places, mut contacts, mut changes, mut replies) = (0, 0, 0, 0, 0, 0);
        let mut first_place = None;
        let mut step_ops = Vec::new();
        for step in &stage.steps {
            step_ops.push(self.model.ops.len() as u32);
            // Addressed by its kind and rank within the kind, so that a delay more leaves the draws of work alone.
            let rank = match step {
                Step::Work(_) => &mut works,
                Step::Delay(_) => &mut delays,
                Step::Place(_) | Step::GiveBack(_) => &mut places,
                Step::Attempts(_) => &mut contacts,
                Step::Change(_) => &mut changes,
                Step::Replies(_) => &mut replies,
                Step::SideBySide(opened) => {
                    self.split(index, opened);
                    continue;
                }
            };
            *rank += 1;
            let path = if *rank == 1 { path.clone() } else { format!("{path}.{rank}") };
            match step {
                Step::Work(work) => {
                    let number = self.model.works.len() as u32;
                    first_work.get_or_insert(number);
                    self.work(index, work, &path);
                    self.model.ops.push(Op::Work(number));
                }
                Step::Attempts(attempts) => self.attempts(index, attempts, &path, &mut first_work),
                Step::Change(change) => {
                    let change = self.amount_change(change, &format!("{path}.change"));
                    self.model.ops.push(Op::Change(change));
                }
                Step::Delay(delay) => self.delay(index, delay, &path),
                Step::Replies(replies) => self.replies(index, replies, &path),
                Step::SideBySide(_) => {}
                Step::Place(place) => {
                    first_place.get_or_insert(self.model.places.len() as u32);
                    self.place(index, place, &path);
                }
                Step::GiveBack(team) => self.model.ops.push(Op::GiveBack(self.caseload_of(*team))),
            }
        }
        let joins = self.opened_by[index].is_some();
        self.model.ops.push(if joins { Op::Join } else { Op::Refer });
        let first_referral = self.model.referrals.len() as u32;
        let everybody_completes =
            vec![Referral { to: self.completed(), share: Share::Rest, when: None, transfer: None }];
        let first = if stage.next.is_empty() && !joins { &everybody_completes } else { &stage.next };
        let lists = Lists::of(first, &stage.rerouted);
        for referral in lists.all() {
            self.referral(index, referral, &path);
        }
        let (conditions, plain) = self.conditions(&lists, first_referral, &path);
        let model = StageModel {
            conditions,
            plain,
            phase: stage.phase,
            first_op,
            step_ops: step_ops.into(),
            first_work,
            first_place: first_place.filter(|_| first_work.is_none()),
            room: stage.room.as_ref().map(|room| self.room(room, &path)),
            closed: stage.closed.map(|closed| (SimTime::of_date(closed.from, self.scenario.start), closed.instead)),
            may_hold: lists.all().any(|referral| self.keeps(referral).any()),
            referrals: first_referral..self.model.referrals.len() as u32,
            shares: self.shares_of(&lists),
            choice: Purpose::named(&format!("{path}.next")),
        };
        self.model.stages.push(model);
        self.contact_programs(index);
    }

    fn work(&mut self, stage: usize, work: &Work, path: &str) {
        let model = WorkModel {
            stage: stage as u32,
            team: work.team as u32,
            is_first: false,
            rework: false,
            contact: false,
            service: self.sampler(&work.work),
            service_at: Purpose::named(&format!("{path}.work")),
            ranks: self.ranks(&work.queue),
            patience: work
                .patience
                .as_ref()
                .map(|patience| Box::new(self.leaving(patience, &format!("{path}.patience")))),
            becomes: work.becomes.as_ref().map(|becomes| Box::new(self.becomes(becomes, &format!("{path}.becomes")))),
            no_show: work.no_show.as_ref().map(|no_show| Box::new(self.no_show(no_show, &format!("{path}.no_show")))),
            leave: work.leave.as_ref().map(|leave| Box::new(self.leaving(leave, &format!("{path}.leave")))),
            clinic: self.clinic(work),
            cost: self.euro(work.cost.as_ref()).map(Box::new),
            interrupts: work.advanced.interrupts,
            turnaround: self.time_of(work.advanced.turnaround.as_ref(), &format!("{path}.turnaround")).map(Box::new),
            prepare: self.preparation(&work.advanced, path).map(Box::new),
            by_next: self.by_next(&work.advanced),
        };
        self.model.remembers_hazards |= model.becomes.is_some() || model.no_show.is_some();
        self.model.works.push(model);
    }

    fn referral(&mut self, stage: usize, referral: &Referral, path: &str) {
        let to = match referral.to {
            Target::Stage(to) => &self.scenario.stages[to].name,
            Target::End(to) => &self.scenario.ends[to].name,
        };
        let path = format!("{path}.next.{to}.transfer");
        let transfer = referral.transfer.as_ref();
        let number = self.model.referrals.len() as u32;
        let returned = transfer.and_then(|transfer| transfer.returned.as_ref());
        let returned = returned.map(|returned| self.returned(stage, number, returned, &path));
        self.model.referrals.push(ReferralModel {
            from: stage as u32,
            to: referral.to,
            time: transfer
                .map(|transfer| Box::new((self.sampler(&transfer.time), Purpose::named(&format!("{path}.time"))))),
            lost: transfer.and_then(|transfer| transfer.lost.as_ref()).map(|(share, end)| {
                Box::new((self.share(share), Purpose::named(&format!("{path}.lost")), *end as u32))
            }),
            returned: returned.map(Box::new),
            keeps: self.keeps(referral),
        });
    }

    /// Return as incomplete: adds the rework to the programs.
    fn returned(&mut self, stage: usize, referral: u32, returned: &Returned, path: &str) -> ReturnedModel {
        let rework_op = self.model.ops.len() as u32;
        self.model.ops.push(Op::Work(self.model.works.len() as u32));
        self.model.ops.push(Op::Send(referral));
        // Rework waits in the team's line with the rank that the class has in the stage's own work.
        let own = self.scenario.stages[stage]
            .steps
            .iter()
            .rev()
            .filter(|step| step.needs_worker())
            .filter_map(Step::team_and_queue);
        let own = own.filter(|&(team, _)| team == returned.team).map(|(_, queue)| queue.clone()).next();
        let work = Work {
            team: returned.team,
            work: returned.rework.clone(),
            queue: own.unwrap_or(Queue::FirstCome),
            patience: None,
            becomes: None,
            no_show: None,
            leave: None,
            clinic: None,
            cost: None,
            advanced: AdvancedWork::default(),
        };
        self.work(stage, &work, &format!("{path}.returned.re"));
        let rework = self.model.works.last_mut().expect("just added");
        rework.rework = true;
        ReturnedModel {
            share: self.share(&returned.share),
            share_at: Purpose::named(&format!("{path}.returned")),
            rework_op,
            at_most: returned.at_most,
        }
    }

    fn clocks(&mut self) {
        let stages = self.scenario.stages.len();
        for (index, clock) in self.scenario.clocks.iter().enumerate() {
            let term = |term: &Term| match *term {
                Term::Working(days) => TermModel::WorkingDays(days.0),
                Term::Calendar(length) if length.0 % DAY == 0 => TermModel::Days(length.0 / DAY),
                Term::Calendar(length) => TermModel::Exact(length),
            };
            self.model.clocks.push(ClockModel {
                within: Varying::of_param(&clock.within, &self.model.classes, self.scenario.start, term),
                statutory: clock.statutory,
            });
            self.model.triggers[moment_position(clock.from, stages)].push(Trigger::Start(index));
            self.model.triggers[moment_position(clock.to, stages)].push(Trigger::Stop(index));
        }
        let terms = self.model.clocks.iter().flat_map(|clock| clock.within.values());
        // Clocks of residents who are there already may have started long before.
        let first = if self.scenario.present.is_empty() { self.begin } else { self.begin - Span(LONGEST_AGO) };
        self.model.term_calendar = TermCalendar::new(first, self.end, self.scenario.start, terms);
        for triggers in &mut self.model.triggers {
            triggers.sort_unstable();
        }
    }
}

/// Running totals of shares.
fn running_totals(shares: impl Iterator<Item = f64>) -> Box<[f64]> {
    let totals = shares.scan(0.0, |total, share| {
        *total += share;
        Some(*total)
    });
    totals.collect()
}

/// Mean number of people on duty of a team over the whole run, closed hours included; `None` without limit.
pub fn mean_on_duty(scenario: &Scenario, team: usize, model: &Model) -> Option<f64> {
    if matches!(scenario.teams[team].staff, Staff::Unlimited) {
        return None;
    }
    model.teams[team].opening.mean_on_duty(model.begin, model.end)
}
