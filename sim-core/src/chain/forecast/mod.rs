//! What can be said of a chain without simulating it: how many come to each stage, and whether the teams can keep up.
//!
//! Traffic equations: the residents who join a stage are those from outside plus the shares of those who leave other
//! stages, return rounds and losses on the way included. Rates that change are averaged over each stretch of dates in
//! which the parameters stay the same, and the stretches over the measured horizon.
//!
//! ```text
//! inflow (streams, classes) ─► visit (one stage, one class: load, ways on) ─► forecast (all stages, teams, events)
//! ```
//!
//! Waiting is left out: nobody leaves a queue, every room is large enough, and everybody who comes within the run is
//! helped within it. So the figures are upper bounds when people give up waiting, and only then the offered load
//! differs from the work that is done.

mod condition;
mod inflow;
mod need;
mod stays;
mod traffic;
mod visit;

use super::Model;
use crate::scenario::{Dated, Param, Scenario, Share, Stage, Step, Target, Work};
use crate::time::SimTime;
use traffic::Traffic;
use visit::{Known, Visit};

/// Most stretches of dates that are looked at one by one; more changes than that are taken together.
const MOST_STRETCHES: usize = 60;
/// Most visits (of a class to a stage in a stretch) that are looked at one by one; with many classes there are fewer
/// stretches.
const MOST_VISITS: usize = 3_000_000;

/// Offered load per person on duty from which a queue has no end: 1, but for the rounding of rates and times.
const FULL: f64 = 1.0 - 1e-9;

/// What a chain will meet, by traffic equations.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Residents per day who join each stage, mean over the measured horizon; one entry per stage.
    pub joins: Vec<f64>,
    /// Residents per day who come into the chain, mean over the measured horizon.
    pub arrivals: f64,
    /// One entry per team.
    pub teams: Vec<TeamForecast>,
    /// Residents in the chain on average over the horizon, if nobody ever waited.
    pub present: f64,
    /// Residents who come into the chain in one replication, warm-up included.
    pub residents: f64,
    /// Events in one replication, warm-up included.
    pub events: f64,
}

/// The work that comes to a team and the people there are to do it, both at all hours: closed ones count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamForecast {
    /// Offered load, erlang: the mean number of people who would be at work if all work were done.
    pub offered_load: f64,
    /// Mean number on duty; `None` without limit.
    pub on_duty: Option<f64>,
    /// Whether residents may leave the team's queue or find no room in it.
    pub may_leave: bool,
    /// Whether less work may come, because on the way to the team residents may leave a queue, find no room, or are
    /// held up by a team that cannot keep up.
    pub upper_bound: bool,
}

impl TeamForecast {
    /// Offered load over the number on duty: what the utilisation would be if all work could be done. `None` for a
    /// team without limit, or with nobody on duty.
    pub fn load(&self) -> Option<f64> {
        let on_duty = self.on_duty.filter(|&number| number > 0.0)?;
        Some(self.offered_load / on_duty)
    }

    /// Whether as much work comes as the team can do, or more: a utilisation of 1, but for rounding, is too much.
    pub fn is_overloaded(&self) -> bool {
        self.on_duty.is_some_and(|on_duty| self.offered_load > 0.0 && self.offered_load >= FULL * on_duty)
    }
}

/// Forecasts the flows of a chain.
///
/// The traffic equations are solved per class combination by Gauss–Seidel sweeps along the chain, so long chains stay
/// quick; feedback converges geometrically.
///
/// # Source
/// Traffic equations: Jackson (1957), "Networks of waiting lines", *Operations Research* 5(4).
pub fn forecast(scenario: &Scenario, model: &Model) -> Forecast {
    let classes = classes_that_matter(scenario, model);
    let most = (MOST_VISITS / (classes.len() * scenario.stages.len()).max(1)).clamp(1, MOST_STRETCHES);
    let edges = stretches(scenario, model, most);
    let mut traffic = Traffic::new(scenario);
    let mut known = Known::default();
    let opened: Vec<bool> = scenario.opened_by().iter().map(Option::is_some).collect();
    let mut total = Totals::new(scenario);
    for stretch in edges.windows(2) {
        let (from, until) = (stretch[0], stretch[1]);
        let middle = SimTime(from.0 + (until - from).0 / 2);
        let Some(date) = middle.date(scenario.start) else { continue };
        let days = (until - from).as_days();
        let inflow = inflow::inflow(scenario, model, from, until, classes.len());
        for (class, levels) in classes.iter().enumerate() {
            let external: Vec<f64> = inflow.iter().map(|by_class| by_class[class] / days).collect();
            if external.iter().all(|&rate| rate == 0.0) {
                continue;
            }
            let visits: Vec<Visit> =
                scenario.stages.iter().map(|stage| Visit::of(stage, scenario, levels, date, &mut known)).collect();
            let joins = traffic.solve(&external, &visits);
            total.add(&external, &joins, &visits, &opened, days, from >= SimTime::default());
        }
    }
    total.finished(scenario, model)
}

/// Sums over stretches and classes.
struct Totals {
    joins: Vec<f64>,
    loads: Vec<f64>,
    arrivals: f64,
    present: f64,
    residents: f64,
    events: f64,
}

impl Totals {
    fn new(scenario: &Scenario) -> Totals {
        let (joins, loads) = (vec![0.0; scenario.stages.len()], vec![0.0; scenario.teams.len()]);
        Totals { joins, loads, arrivals: 0.0, present: 0.0, residents: 0.0, events: 0.0 }
    }

    /// * `opened` – stages whose residents are counted at the stage that opens them
    fn add(&mut self, external: &[f64], joins: &[f64], visits: &[Visit], opened: &[bool], days: f64, measured: bool) {
        let arrivals = external.iter().sum::<f64>() * days;
        self.residents += arrivals;
        // Every arrival is an event of its own.
        self.events += arrivals;
        for (((&rate, visit), sum), opened) in joins.iter().zip(visits).zip(&mut self.joins).zip(opened) {
            let number = rate * days;
            self.events += number * visit.events;
            if measured {
                *sum += number;
                self.present += if *opened { 0.0 } else { number * visit.stay };
                visit.work.iter().for_each(|&(team, time)| self.loads[team] += number * time);
            }
        }
        if measured {
            self.arrivals += arrivals;
        }
    }

    fn finished(self, scenario: &Scenario, model: &Model) -> Forecast {
        let (from, until) = (SimTime::default(), model.end);
        let days = (until - from).as_days();
        let teams = self.loads.iter().enumerate().map(|(team, load)| TeamForecast {
            offered_load: load / days,
            on_duty: model.teams[team].opening.mean_on_duty(from, until),
            may_leave: scenario.stages.iter().any(|stage| works(stage, Some(team)).any(|work| may_leave(stage, work))),
            upper_bound: false,
        });
        let mut teams: Vec<TeamForecast> = teams.collect();
        let held_up = behind_hold_ups(scenario, &teams);
        for (stage, _) in scenario.stages.iter().zip(&held_up).filter(|(_, held_up)| **held_up) {
            works(stage, None).for_each(|work| teams[work.team].upper_bound = true);
        }
        let (in_pools, events_of_pools) = need::size(scenario, model);
        let changes: usize = model.teams.iter().map(|team| team.opening.changes().count()).sum();
        Forecast {
            joins: self.joins.iter().map(|number| number / days).collect(),
            arrivals: self.arrivals / days,
            teams,
            present: (self.present / days).min(self.residents),
            residents: self.residents + in_pools,
            events: self.events + events_of_pools + changes as f64,
        }
    }
}

/// The work of a stage, contacts included (of any team, or of this one).
fn works(stage: &Stage, team: Option<usize>) -> impl Iterator<Item = &Work> {
    stage.steps.iter().filter_map(Step::work).filter(move |work| team.is_none_or(|team| work.team == team))
}

/// Whether residents may leave the queue for a step of work, or find it full.
fn may_leave(stage: &Stage, work: &Work) -> bool {
    let may_go = work.becomes.as_ref().is_some_and(|becomes| becomes.to.is_some());
    let leaves = work.patience.is_some() || work.leave.is_some() || may_go;
    leaves || work.clinic.is_some() || stage.room.is_some()
}

/// The stages to which residents come only through a queue that they may leave, or that only grows.
fn behind_hold_ups(scenario: &Scenario, teams: &[TeamForecast]) -> Vec<bool> {
    let holds_up = |stage: &usize| {
        let stage = &scenario.stages[*stage];
        let own = stage.steps.iter().filter(|step| matches!(step, Step::Work(_))).filter_map(Step::work);
        own.into_iter().any(|work| may_leave(stage, work) || teams[work.team].is_overloaded())
    };
    let mut behind = vec![false; scenario.stages.len()];
    let mut ahead: Vec<usize> =
        (0..scenario.stages.len()).filter(holds_up).flat_map(|stage| ways_on(scenario, stage)).collect();
    while let Some(stage) = ahead.pop() {
        if !std::mem::replace(&mut behind[stage], true) {
            ahead.extend(ways_on(scenario, stage));
        }
    }
    behind
}

/// The levels of the class combinations that differ in a parameter of the flow; a single one when none does.
fn classes_that_matter<'m>(scenario: &Scenario, model: &'m Model) -> &'m [Vec<usize>] {
    let mut differs = false;
    each_parameter(scenario, &mut |by_class, _| differs |= by_class);
    if differs { &model.classes } else { &model.classes[..1] }
}

/// The moments between which parameters stay the same: begin, first measured moment, end, and changes by date (at
/// most so many).
fn stretches(scenario: &Scenario, model: &Model, most: usize) -> Vec<SimTime> {
    let mut dates = Vec::new();
    each_parameter(scenario, &mut |_, changes| dates.extend_from_slice(changes));
    for (_, share) in scenario.streams.iter().flat_map(|stream| &stream.mix) {
        dates.extend(share.later.iter().map(|&(from, _)| from));
    }
    for level in scenario.axes.iter().flat_map(|axis| &axis.levels) {
        dates.extend(level.share.later.iter().map(|&(from, _)| from));
    }
    let mut edges: Vec<SimTime> = dates.into_iter().map(|date| SimTime::of_date(date, scenario.start)).collect();
    edges.retain(|&at| model.begin < at && at < model.end);
    edges.sort_unstable();
    edges.dedup();
    if edges.len() > most {
        let step = edges.len().div_ceil(most);
        edges = edges.into_iter().step_by(step).collect();
    }
    edges.extend([model.begin, SimTime::default(), model.end]);
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Every parameter that bears on the flow: whether it differs by class, and the dates on which it changes.
fn each_parameter(scenario: &Scenario, tell: &mut impl FnMut(bool, &[jiff::civil::Date])) {
    fn of<T>(param: &Param<T>, tell: &mut impl FnMut(bool, &[jiff::civil::Date])) {
        let dated = |dated: &Dated<T>| dated.later.iter().map(|&(from, _)| from).collect::<Vec<_>>();
        tell(!param.by_class.is_empty(), &dated(&param.base));
        param.by_class.iter().for_each(|(_, changes)| tell(true, &dated(changes)));
    }
    for stage in &scenario.stages {
        for step in &stage.steps {
            match step {
                Step::Work(work) => {
                    of(&work.work, tell);
                    if let Some(no_show) = &work.no_show {
                        of(&no_show.share, tell);
                    }
                }
                Step::Place(_) | Step::GiveBack(_) | Step::Change(_) => {}
                Step::Attempts(contact) => {
                    for attempt in &contact.attempts {
                        of(&attempt.work, tell);
                        of(&attempt.wait, tell);
                        of(&attempt.reached, tell);
                        of(&attempt.accepts, tell);
                    }
                }
                Step::Delay(delay) => of(&delay.time, tell),
                Step::Replies(replies) => {
                    of(&replies.creditors, tell);
                    of(&replies.time, tell);
                    of(&replies.refuses, tell);
                    replies.agree.later.iter().for_each(|&(from, _)| tell(false, &[from]));
                    if let Some(collective) = &replies.collective {
                        of(&collective.share, tell);
                        of(&collective.time, tell);
                    }
                }
                Step::SideBySide(_) => {}
            }
            if let Some(leave) = step.leaving().filter(|_| !matches!(step, Step::Work(_))) {
                of(&leave.after, tell);
            }
            if let Some(contacts) = step.contacts() {
                of(&contacts.every, tell);
                of(&contacts.work.work, tell);
            }
        }
        stage.rerouted.iter().for_each(|rerouted| tell(false, &[rerouted.from]));
        stage.closed.iter().for_each(|closed| tell(false, &[closed.from]));
        for referral in stage.referrals() {
            if let Some(when) = &referral.when {
                tell(when.axes().next().is_some(), &[]);
                when.amounts().for_each(|amount| of(&scenario.amounts[amount].initial, tell));
            }
            if let Share::Given(share) = &referral.share {
                of(share, tell);
            }
            let Some(transfer) = &referral.transfer else { continue };
            of(&transfer.time, tell);
            if let Some((lost, _)) = &transfer.lost {
                of(lost, tell);
            }
            if let Some(returned) = &transfer.returned {
                of(&returned.share, tell);
                of(&returned.rework, tell);
            }
        }
    }
}

/// The stages to which a stage refers, which it opens, or to which it lets residents go; of one that is opened side by
/// side with others, the one that goes on after it.
fn ways_on(scenario: &Scenario, stage: usize) -> Vec<usize> {
    let of = &scenario.stages[stage];
    // Who gives up waiting is not counted on: how many do depends on the queue.
    let leaving = of.steps.iter().flat_map(|step| match step {
        Step::Delay(_) => vec![step.leaving().map(|leave| leave.to)],
        Step::Replies(replies) => vec![step.leaving().map(|leave| leave.to), replies.refused],
        Step::Attempts(contact) => vec![Some(contact.refused), Some(contact.not_reached)],
        Step::Work(work) => vec![work.leave.as_ref().map(|leave| leave.to)],
        Step::Place(_) | Step::GiveBack(_) | Step::Change(_) | Step::SideBySide(_) => Vec::new(),
    });
    let instead = of.closed.map(|closed| closed.instead);
    let targets = of.referrals().map(|referral| referral.to).chain(leaving.flatten()).chain(instead);
    let stages = targets.filter_map(|to| match to {
        Target::Stage(to) => Some(to),
        Target::End(_) => None,
    });
    let opened = of.steps.iter().flat_map(Step::opens).copied();
    stages.chain(opened).chain(scenario.opened_by()[stage]).collect()
}

#[cfg(test)]
mod tests;
