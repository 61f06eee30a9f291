//! A stage by itself: what kind of node it would be if residents came to it in a Poisson stream.

use sim_core::chain::Model;
use sim_core::random::Distribution;
use sim_core::scenario::{Delay, Param, Queue, Room, Scenario, Stage, Step, Target, Transfer, WhenFull, Work};

use super::form::Reason;
use crate::text::title;

/// A stage by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Exponential work for everybody alike, first come first served, nobody leaves: a node of a Jackson network.
    Markov { servers: u32, service: f64 },
    /// Nobody waits, class does not matter: fits into a Jackson network with any distribution.
    Unlimited { stay: f64, leaves: Option<f64> },
    /// Limited room.
    Limited { servers: u32, waiting: u32, service: f64 },
    /// Exponential patience.
    Impatient { servers: u32, service: f64, patience: f64 },
    /// One worker, any work, first come first served.
    Single,
    /// By priority.
    Priority { servers: u32 },
}

impl Node {
    /// Whether what leaves it is Poisson, also with feedback.
    pub(super) fn passes_poisson_on(&self) -> bool {
        matches!(self, Node::Markov { .. } | Node::Unlimited { .. })
    }

    /// Whether classes bear on it, so that the mix of those who come must be known.
    pub(super) fn needs_classes(&self) -> bool {
        matches!(self, Node::Single | Node::Priority { .. })
    }
}

/// The kind of node that a stage is, or every assumption that fails.
pub(super) fn node_of(scenario: &Scenario, model: &Model, stage: usize) -> Result<Node, Vec<Reason>> {
    let of = &scenario.stages[stage];
    if of.changes_route() {
        let field = if of.closed.is_some() { "closed_from" } else { "rerouted" };
        return Err(vec![Reason::Field(field)]);
    }
    if holds(scenario, of) {
        return Err(vec![Reason::Holds]);
    }
    if of.room.as_ref().is_some_and(|room| room.waiting_for_all().is_none()) {
        return Err(vec![Reason::RoomOfAnotherKind]);
    }
    match &of.steps[..] {
        // Becoming another class, missed appointments and what is kept free are in no formula.
        steps if steps.iter().any(beyond_theory) || keeps_free(scenario, steps) => Err(vec![Reason::Caseload]),
        [Step::Delay(Delay { open: Some(_), .. })] => Err(vec![Reason::Field("open")]),
        [Step::Delay(delay)] if delay.contacts.is_none() => delay_node(delay).map_err(|reason| vec![reason]),
        [Step::Work(work)] => work_node(scenario, model, of, work),
        [Step::Attempts(contact)] => Err(vec![Reason::Steps(contact.attempts.len())]),
        [Step::Change(_)] => Err(vec![Reason::Field("change")]),
        [_] => Err(vec![Reason::Beside]),
        steps => Err(vec![Reason::Steps(steps.len())]),
    }
}

/// Whether residents may stay at a stage after finishing it.
fn holds(scenario: &Scenario, stage: &Stage) -> bool {
    let blocks = |to: Target| match to {
        Target::Stage(to) => {
            let room = scenario.stages[to].room.as_ref();
            room.is_some_and(|room| matches!(room.when_full, WhenFull::Blocks { .. }))
        }
        Target::End(_) => false,
    };
    let keeps = |transfer: &Transfer| transfer.keeps_worker;
    stage.next.iter().any(|referral| blocks(referral.to) || referral.transfer.as_ref().is_some_and(keeps))
}

fn beyond_theory(step: &Step) -> bool {
    let missed = matches!(step, Step::Work(work) if work.no_show.is_some());
    missed || step.becomes().is_some() || matches!(step, Step::Place(_) | Step::GiveBack(_))
}

fn keeps_free(scenario: &Scenario, steps: &[Step]) -> bool {
    let reserved = |team: usize| scenario.teams[team].reserved.is_some();
    steps.iter().any(|step| matches!(step, Step::Work(work) if reserved(work.team)))
}

fn delay_node(delay: &Delay) -> Result<Node, Reason> {
    let time = constant(&delay.time, "delay")?;
    let Some(leave) = &delay.leave else { return Ok(Node::Unlimited { stay: time.mean(), leaves: None }) };
    let leave = constant(&leave.after, "leave")?;
    let (time, leave) = exponential(time).zip(exponential(leave)).ok_or(Reason::LeaveNotExponential)?;
    // Of two exponential clocks the one with rate 1/leave rings first with that share of both rates.
    Ok(Node::Unlimited { stay: time * leave / (time + leave), leaves: Some(time / (time + leave)) })
}

fn work_node(scenario: &Scenario, model: &Model, stage: &Stage, work: &Work) -> Result<Node, Vec<Reason>> {
    if let Some(field) = unknown_field(work) {
        return Err(vec![Reason::Field(field)]);
    }
    let opening = &model.teams[work.team].opening;
    let servers = opening.changes().next().map_or(0, |(_, number)| number);
    if servers == sim_core::time::UNLIMITED && opening.changes().count() == 1 && !reworks(stage, work.team) {
        // Nobody ever waits, whatever else the team does.
        let work = constant(&work.work, "work").map_err(|reason| vec![reason])?;
        return Ok(Node::Unlimited { stay: work.mean(), leaves: None });
    }
    let mut reasons = team_reasons(scenario, model, stage, work);
    let priority = match &work.queue {
        Queue::FirstCome | Queue::LastCome => false,
        Queue::Priority(_) => true,
        Queue::EarliestDue if scenario.clocks.is_empty() => false,
        Queue::EarliestDue => {
            reasons.push(Reason::EarliestDue);
            false
        }
    };
    if work.work.values().count() > 1 + work.work.by_class.len() {
        reasons.push(Reason::Dated("work"));
    }
    let by_class = !work.work.by_class.is_empty();
    let same = exponential(&work.work.base.first).filter(|_| !by_class);
    let not_exponential = || {
        if by_class { Reason::ByClass("work") } else { Reason::WorkNotExponential(name_of(&work.work.base.first)) }
    };
    let room = stage.room.as_ref().and_then(Room::waiting_for_all);
    let node = match (room, &work.patience, priority) {
        (Some(_), Some(_), _) => Err(Reason::RoomAndPatience),
        (Some(_), _, true) | (_, Some(_), true) => Err(Reason::PriorityAnd),
        // Without waiting room only the mean of the work matters (Erlang B holds for any distribution).
        (Some(0), None, false) if !by_class => {
            Ok(Node::Limited { servers, waiting: 0, service: work.work.base.first.mean() })
        }
        (Some(waiting), None, false) => {
            same.map(|service| Node::Limited { servers, waiting, service }).ok_or_else(not_exponential)
        }
        (None, Some(patience), false) => constant(&patience.after, "patience").and_then(|after| {
            let patience = exponential(after).ok_or(Reason::PatienceNotExponential(name_of(after)))?;
            let service = same.ok_or_else(not_exponential)?;
            Ok(Node::Impatient { servers, service, patience })
        }),
        // A single worker takes any distribution, but of times that do not depend on each other.
        (None, None, _) if servers == 1 && work.work.values().any(Distribution::is_in_order) => {
            Err(Reason::WorkNotExponential("sequence"))
        }
        (None, None, true) if servers == 1 || same.is_some() => Ok(Node::Priority { servers }),
        (None, None, false) => match same {
            Some(service) => Ok(Node::Markov { servers, service }),
            None if servers == 1 => Ok(Node::Single),
            None => Err(not_exponential()),
        },
        (None, None, true) => Err(not_exponential()),
    };
    match node {
        Ok(node) if reasons.is_empty() => Ok(node),
        Ok(_) => Err(reasons),
        Err(reason) => {
            reasons.push(reason);
            Err(reasons)
        }
    }
}

/// The first field of a step of work that no formula here knows.
fn unknown_field(work: &Work) -> Option<&'static str> {
    let advanced = &work.advanced;
    let fields = [
        ("leave", work.leave.is_some()),
        ("clinic", work.clinic.is_some()),
        ("interrupts", advanced.interrupts.is_some()),
        ("turnaround", advanced.turnaround.is_some()),
        ("gate", advanced.gate.is_some()),
        ("prepare", advanced.prepare.is_some()),
        ("work_by_next", !advanced.by_next.is_empty()),
        ("last come first", work.queue == Queue::LastCome),
    ];
    fields.into_iter().find(|(_, there)| *there).map(|(field, _)| field)
}

/// What is wrong with the team, for theory: other work, closing, changing numbers.
fn team_reasons(scenario: &Scenario, model: &Model, stage: &Stage, work: &Work) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let team = &scenario.teams[work.team];
    let others = |other: &&Stage| {
        let works = other.steps.iter().any(|step| step.team_and_queue().is_some_and(|(team, _)| team == work.team));
        other.name != stage.name && (works || reworks(other, work.team))
    };
    let stages: Vec<String> =
        scenario.stages.iter().filter(others).map(|stage| title(&stage.title, &stage.name)).collect();
    if !stages.is_empty() {
        reasons.push(Reason::SharedTeam { team: title(&team.title, &team.name), stages });
    }
    if reworks(stage, work.team) {
        reasons.push(Reason::Returns);
    }
    let numbers: Vec<u32> = model.teams[work.team].opening.changes().map(|(_, number)| number).collect();
    if numbers.contains(&0) || numbers.is_empty() {
        reasons.push(Reason::Closes { team: title(&team.title, &team.name) });
    } else if numbers.len() > 1 {
        reasons.push(Reason::DutyChanges { team: title(&team.title, &team.name) });
    }
    reasons
}

/// Whether files that come back to a stage are worked on by this team.
fn reworks(stage: &Stage, team: usize) -> bool {
    let returned = stage.next.iter().filter_map(|referral| referral.transfer.as_ref()?.returned.as_ref());
    returned.into_iter().any(|returned| returned.team == team)
}

/// The value of a parameter that is the same for everybody at all dates.
fn constant<'s>(param: &'s Param<Distribution>, name: &'static str) -> Result<&'s Distribution, Reason> {
    if !param.by_class.is_empty() {
        return Err(Reason::ByClass(name));
    }
    if !param.base.later.is_empty() {
        return Err(Reason::Dated(name));
    }
    Ok(&param.base.first)
}

/// The mean of an exponential distribution, also one under another name.
pub(super) fn exponential(distribution: &Distribution) -> Option<f64> {
    match distribution {
        Distribution::Exponential { mean } => Some(*mean),
        Distribution::Gamma { mean, cv: 1.0 } => Some(*mean),
        Distribution::Weibull { shape: 1.0, scale } => Some(*scale),
        Distribution::Hyperexponential { branches } => match branches[..] {
            [(_, mean)] => Some(mean),
            _ => None,
        },
        _ => None,
    }
}

/// Name of a distribution in scenario files.
fn name_of(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Constant(_) => "constant",
        Distribution::Exponential { .. } => "exponential",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Lognormal { .. } => "lognormal",
        Distribution::Weibull { .. } => "weibull",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Hyperexponential { .. } => "hyperexponential",
        Distribution::Normal { .. } => "normal",
        Distribution::Empirical { .. } => "empirical",
        Distribution::Sequence { .. } => "sequence",
        Distribution::Residual { .. } => "residual",
        Distribution::Whole { .. } => "whole",
        Distribution::AtLeast { .. } => "at_least",
    }
}
