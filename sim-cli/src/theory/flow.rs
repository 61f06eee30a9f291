//! How residents come to the stages: streams from outside, and the shares by which they are referred.

use sim_core::chain::Model;
use sim_core::scenario::{Pattern, Scenario, Share, Stage, Step, Stream, Target};
use sim_core::theory::{TheoryError, traffic};

use super::form::{Reason, StreamReason};
use super::node::{Node, exponential};

/// The rate per day of a stream that is Poisson with a constant rate, or why it is not.
pub(super) fn poisson_rate(scenario: &Scenario, stream: &Stream) -> Result<f64, StreamReason> {
    let run = scenario.warm_up + scenario.horizon;
    if stream.until.is_some_and(|until| until < run) {
        return Err(StreamReason::Until);
    }
    if stream.batch != 1 {
        return Err(StreamReason::Batches);
    }
    if !stream.surges.is_empty() {
        return Err(StreamReason::Surges);
    }
    if stream.by_month.is_some() || stream.by_weekday.is_some() || stream.calendar.is_some() {
        return Err(StreamReason::Profile);
    }
    match &stream.pattern {
        Pattern::Rate(rate) if rate.later.is_empty() => Ok(rate.first),
        Pattern::Interval(interval) if interval.later.is_empty() => {
            exponential(&interval.first).map(|mean| 1.0 / mean).ok_or(StreamReason::Interval)
        }
        Pattern::Rate(_) | Pattern::Interval(_) => Err(StreamReason::Dated),
        Pattern::Cycle { .. } => Err(StreamReason::Cycle),
        Pattern::Moments(_) => Err(StreamReason::Moments),
        Pattern::Batches { .. } | Pattern::BatchCycle { .. } => Err(StreamReason::Batches),
        Pattern::Population { .. } => Err(StreamReason::Population),
    }
}

/// The stages to which residents may go from a stage, for whatever reason.
fn ways_on(stage: &Stage) -> Vec<usize> {
    let from_steps = stage.steps.iter().flat_map(Step::ways_out);
    let from_room = stage.room.as_ref().and_then(|room| room.elsewhere());
    let instead = stage.closed.map(|closed| closed.instead);
    let targets = stage.referrals().map(|referral| referral.to).chain(from_steps).chain(from_room).chain(instead);
    targets.filter_map(|to| if let Target::Stage(to) = to { Some(to) } else { None }).collect()
}

/// For each stage those from which residents may come to it, along however many stages; itself when they may return.
pub(super) fn before(scenario: &Scenario) -> Vec<Vec<usize>> {
    let stages = scenario.stages.len();
    let mut comes_from = vec![Vec::new(); stages];
    for (from, stage) in scenario.stages.iter().enumerate() {
        ways_on(stage).into_iter().for_each(|to| comes_from[to].push(from));
    }
    let closure = |stage: usize| {
        let mut found = vec![false; stages];
        let mut ahead: Vec<usize> = comes_from[stage].clone();
        while let Some(earlier) = ahead.pop() {
            if !std::mem::replace(&mut found[earlier], true) {
                ahead.extend(&comes_from[earlier]);
            }
        }
        (0..stages).filter(|&earlier| found[earlier]).collect()
    };
    (0..stages).map(closure).collect()
}

/// Whether the shares of a stage's referrals, losses included, are the same for everybody at all dates, and nothing
/// comes back to be done again.
pub(super) fn routes_are_constant(stage: &Stage) -> bool {
    let constant = |param: &sim_core::scenario::Param<f64>| param.values().count() == 1;
    !stage.changes_route()
        && stage.next.iter().all(|referral| {
            let share = match &referral.share {
                Share::Given(share) => constant(share),
                Share::Rest => true,
            };
            let transfer = referral.transfer.as_ref();
            let lost = transfer.and_then(|transfer| transfer.lost.as_ref()).is_none_or(|(share, _)| constant(share));
            share && lost && referral.when.is_none() && transfer.is_none_or(|transfer| transfer.returned.is_none())
        })
}

/// Share of those who join each stage that goes on to each other, by the values for everybody.
///
/// * `nodes` – for the shares that leave during delays
pub(super) fn routing(scenario: &Scenario, nodes: &[Result<Node, Vec<Reason>>]) -> Vec<Vec<f64>> {
    let row = |(stage, node): (&Stage, &Result<Node, Vec<Reason>>)| {
        let mut row = vec![0.0; scenario.stages.len()];
        let leaves = match node {
            Ok(Node::Unlimited { leaves, .. }) => leaves.unwrap_or(0.0),
            _ => 0.0,
        };
        if let [Step::Delay(delay)] = &stage.steps[..]
            && let Some(Target::Stage(to)) = delay.leave.as_ref().map(|leave| leave.to)
        {
            row[to] += leaves;
        }
        let given = |share: &Share| if let Share::Given(share) = share { Some(share.base.first) } else { None };
        let rest = (1.0 - stage.next.iter().filter_map(|referral| given(&referral.share)).sum::<f64>()).max(0.0);
        for referral in &stage.next {
            let lost = referral.transfer.as_ref().and_then(|transfer| transfer.lost.as_ref());
            let kept = 1.0 - lost.map_or(0.0, |(share, _)| share.base.first);
            if let Target::Stage(to) = referral.to {
                row[to] += (1.0 - leaves) * given(&referral.share).unwrap_or(rest) * kept;
            }
        }
        row
    };
    scenario.stages.iter().zip(nodes).map(row).collect()
}

/// Residents per day who join a stage, by class combination (or one entry for everybody), from the stages before it.
///
/// * `sources` – the stage itself and those before it
pub(super) fn rates(
    scenario: &Scenario,
    model: &Model,
    stage: usize,
    sources: &[usize],
    routing: &[Vec<f64>],
    by_class: bool,
) -> Result<Vec<f64>, TheoryError> {
    let routing: Vec<Vec<f64>> =
        sources.iter().map(|&from| sources.iter().map(|&to| routing[from][to]).collect()).collect();
    let own = sources.iter().position(|&source| source == stage).unwrap_or(0);
    let mut rates = vec![0.0; if by_class { model.classes.len() } else { 1 }];
    for (index, stream) in scenario.streams.iter().enumerate() {
        let Some(entry) = sources.iter().position(|&source| source == stream.to) else { continue };
        let mut external = vec![0.0; sources.len()];
        external[entry] = poisson_rate(scenario, stream).unwrap_or(0.0);
        let rate = traffic(&external, &routing)?[own];
        if !by_class {
            rates[0] += rate;
            continue;
        }
        let Some(layer) = model.streams.iter().find(|layer| usize::from(layer.stream) == index) else { continue };
        for (sum, levels) in rates.iter_mut().zip(&model.classes) {
            let shares = layer.mix.iter().zip(levels).map(|((totals, _), &level)| {
                let totals = totals.at(0, model.begin);
                totals[level] - level.checked_sub(1).map_or(0.0, |before| totals[before])
            });
            *sum += rate * shares.product::<f64>();
        }
    }
    Ok(rates)
}
