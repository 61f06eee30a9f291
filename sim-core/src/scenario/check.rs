//! What only shows when the whole scenario is known: who gets where, and whether time passes on the way.

mod caseload;
mod graph;
mod room;
pub(super) mod shares;
mod side_by_side;

use super::problem::ProblemKind;
use super::read::Reader;
use super::{Clock, Dated, Pattern, Queue, Scenario, Stage, Step};
use graph::Graph;

/// Moments looked at for all clocks together, about a second's worth.
const MOST_MOMENTS: usize = 20_000_000;

/// Checks a scenario as a whole; what depends on the chain only when the chain is `whole`, without holes.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario, whole: bool) {
    classes(reader, scenario);
    if !whole {
        return;
    }
    arrivals(reader, scenario);
    queues(reader, scenario);
    unused_teams(reader, scenario);
    room::blocked_from_outside(reader, scenario);
    if !side_by_side::lists(reader, scenario) {
        return;
    }
    let graph = Graph::of(scenario);
    side_by_side::joins(reader, scenario, &graph);
    ways(reader, scenario, &graph);
    caseload::check(reader, scenario, &graph);
    let mut budget = MOST_MOMENTS;
    for clock in &scenario.clocks {
        stops(reader, scenario, &graph, clock, &mut budget);
    }
}

/// Warns of levels that nobody has, in the classes as in every stream.
fn classes(reader: &mut Reader<'_>, scenario: &Scenario) {
    let nobody = |share: &Dated<f64>| share.values().all(|&share| share == 0.0);
    let steps = || scenario.stages.iter().flat_map(|stage| &stage.steps);
    let become_it =
        |axis, level| steps().filter_map(Step::becomes).any(|becomes| becomes.level == super::LevelRef { axis, level });
    for (axis, levels) in scenario.axes.iter().enumerate() {
        for (level, given) in levels.levels.iter().enumerate() {
            let mixed =
                |(at, share): &(super::LevelRef, Dated<f64>)| (at.axis, at.level) == (axis, level) && !nobody(share);
            let pools = scenario.pools.iter().map(|pool| &pool.onset);
            let becomes = |signal: &super::Signal| {
                signal.becomes.is_some_and(|becomes| (becomes.axis, becomes.level) == (axis, level))
            };
            let later = scenario.pools.iter().flat_map(|pool| &pool.signals).any(becomes) || become_it(axis, level);
            let comes = scenario.streams.iter().chain(pools).any(|stream| stream.mix.iter().any(mixed)) || later;
            if nobody(&given.share) && !comes {
                let path = format!("classes.{}.{}", levels.name, given.name);
                reader.problem(ProblemKind::NobodyInClass { level: given.name.clone() }, reader.place(&path), &path);
            }
        }
    }
}

/// Somebody must arrive.
fn arrivals(reader: &mut Reader<'_>, scenario: &Scenario) {
    let arrives = |pattern: &Pattern| match pattern {
        Pattern::Rate(rate) => rate.values().any(|&rate| rate > 0.0),
        Pattern::Cycle { pieces, .. } => pieces.iter().any(|&(_, rate)| rate > 0.0),
        Pattern::Interval(_) => true,
        Pattern::Moments(moments) => !moments.is_empty(),
        Pattern::BatchCycle { means, .. } => means.iter().any(|&mean| mean > 0.0),
        Pattern::Population { number, .. } => *number > 0,
        Pattern::Batches { mean, .. } => mean.values().any(|&mean| mean > 0.0),
    };
    let pools = scenario.pools.iter().any(|pool| pool.stock > 0 || arrives(&pool.onset.pattern));
    if !pools && !scenario.streams.iter().any(|stream| arrives(&stream.pattern)) {
        reader.problem(ProblemKind::NoArrivals, reader.place("arrivals"), "arrivals");
    }
}

/// All work of one team is taken by the same kind of queue.
fn queues(reader: &mut Reader<'_>, scenario: &Scenario) {
    let kind = |queue: &Queue| std::mem::discriminant(queue);
    let mut first: Vec<Option<(_, &str)>> = vec![None; scenario.teams.len()];
    for stage in &scenario.stages {
        for step in &stage.steps {
            let Some((team, queue)) = step.team_and_queue() else {
                continue;
            };
            let Some(known) = first.get_mut(team) else {
                continue;
            };
            let (known, one) = *known.get_or_insert((kind(queue), stage.name.as_str()));
            if known != kind(queue) {
                let path = format!("stages.{}", stage.name);
                let team = scenario.teams[team].name.clone();
                let problem = ProblemKind::QueuesDiffer { team, one: one.to_owned(), other: stage.name.clone() };
                reader.problem(problem, reader.place(&path), &path);
                break;
            }
        }
    }
}

/// Warns of teams without work.
fn unused_teams(reader: &mut Reader<'_>, scenario: &Scenario) {
    let mut used = vec![false; scenario.teams.len()];
    for step in scenario.stages.iter().flat_map(|stage| &stage.steps) {
        let of_place = match step {
            Step::Place(place) => Some(place.team),
            _ => None,
        };
        if let Some(team) = step.team_and_queue().map(|(team, _)| team).or(of_place)
            && let Some(used) = used.get_mut(team)
        {
            *used = true;
        }
    }
    for (team, _) in scenario.teams.iter().zip(used).filter(|(_, used)| !used) {
        let path = format!("teams.{}", team.name);
        reader.problem(ProblemKind::TeamUnused { team: team.name.clone() }, reader.place(&path), &path);
    }
}

/// Every stage can be reached and left, and no way leads round without time.
fn ways(reader: &mut Reader<'_>, scenario: &Scenario, graph: &Graph) {
    let reached = graph.reached_from(scenario.first_stages().into_iter());
    // Neither at first nor when all routes have changed.
    let at_last = scenario.stages.iter().any(Stage::changes_route).then(|| {
        let stages = scenario.stages.iter().map(Stage::at_last).collect();
        Graph::of(&Scenario { stages, ..scenario.clone() }).reach_an_end()
    });
    let mut leaves = graph.reach_an_end();
    if let Some(at_last) = at_last {
        leaves.iter_mut().zip(at_last).for_each(|(leaves, at_last)| *leaves &= at_last);
    }
    for (position, stage) in scenario.stages.iter().enumerate() {
        let path = format!("stages.{}", stage.name);
        if !reached[position] {
            reader.problem(ProblemKind::Unreachable { stage: stage.name.clone() }, reader.place(&path), &path);
        } else if !leaves[position] {
            reader.problem(ProblemKind::NobodyLeaves { stage: stage.name.clone() }, reader.place(&path), &path);
        }
    }
    for cycle in graph.zero_time_cycles() {
        let mut names: Vec<String> = cycle.iter().map(|&stage| scenario.stages[stage].name.clone()).collect();
        names.extend(names.first().cloned());
        let path = format!("stages.{}", names.first().map_or("", String::as_str));
        reader.problem(ProblemKind::ZeroTimeLoop { stages: names }, reader.place(&path), &path);
    }
}

/// The last moment of a clock can follow its first.
fn stops(reader: &mut Reader<'_>, scenario: &Scenario, graph: &Graph, clock: &Clock, budget: &mut usize) {
    if !graph.follows(scenario, clock.from, clock.to, budget) {
        let (from, to) = (clock.from.name(scenario), clock.to.name(scenario));
        let path = format!("clocks.{}.to", clock.name);
        reader.problem(ProblemKind::ClockNeverStops { from, to }, reader.place(&path), &path);
    }
}
