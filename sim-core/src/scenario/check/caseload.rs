//! Places of a caseload: whoever takes one can give it back, and whoever gives one back can hold one.

use super::graph::Graph;
use crate::scenario::problem::ProblemKind;
use crate::scenario::read::Reader;
use crate::scenario::{MOST_TEAMS_WITH_PLACES, Queue, Scenario, Step, Target};

/// Checks places, give-backs and their queues.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario, graph: &Graph) {
    let with_places = scenario.teams.iter().filter(|team| team.places.is_some()).count();
    if with_places > MOST_TEAMS_WITH_PLACES {
        let kind = ProblemKind::TooManyTeamsWithPlaces { found: with_places, most: MOST_TEAMS_WITH_PLACES };
        reader.problem(kind, reader.place("teams"), "teams");
    }
    queues(reader, scenario);
    let mut used = vec![false; scenario.teams.len()];
    for (stage, model) in scenario.stages.iter().enumerate() {
        for (number, step) in model.steps.iter().enumerate() {
            let (team, kind) = match step {
                Step::Place(place) => {
                    used[place.team] = true;
                    let given_back = place.until_leaving || gives_back(scenario, graph, stage, number, place.team);
                    (place.team, (!given_back).then_some(Fault::NeverGivenBack))
                }
                Step::GiveBack(team) => {
                    let held = may_hold(scenario, graph, stage, number, *team);
                    (*team, (!held).then_some(Fault::NothingToGiveBack))
                }
                _ => continue,
            };
            let kind = if scenario.teams[team].places.is_none() { Some(Fault::NoPlaces) } else { kind };
            let Some(kind) = kind else { continue };
            let team = scenario.teams[team].name.clone();
            let problem = match kind {
                Fault::NoPlaces => ProblemKind::NoPlaces { team },
                Fault::NeverGivenBack => ProblemKind::NeverGivenBack { team },
                Fault::NothingToGiveBack => ProblemKind::NothingToGiveBack { team },
            };
            let (at, path) = step_place(reader, &model.name, number);
            reader.problem(problem, at, &path);
        }
    }
    for (team, _) in scenario.teams.iter().zip(used).filter(|(team, used)| team.places.is_some() && !used) {
        let path = format!("teams.{}.places", team.name);
        reader.problem(ProblemKind::PlacesUnused { team: team.name.clone() }, reader.place(&path), &path);
    }
}

enum Fault {
    NoPlaces,
    NeverGivenBack,
    NothingToGiveBack,
}

/// Where a step stands: in the list of steps, or in the stage itself.
fn step_place(reader: &Reader<'_>, stage: &str, number: usize) -> (std::ops::Range<usize>, String) {
    let step = format!("stages.{stage}.steps.{}", number + 1);
    let at = reader.place(&step);
    if !at.is_empty() {
        return (at, step);
    }
    let path = format!("stages.{stage}");
    (reader.place(&path), path)
}

/// Whether somebody who takes a place at a step can come to a step that gives it back.
fn gives_back(scenario: &Scenario, graph: &Graph, stage: usize, number: usize, team: usize) -> bool {
    let gives = |step: &Step| matches!(step, Step::GiveBack(of) if *of == team);
    scenario.stages[stage].steps[number..].iter().any(gives)
        || after(graph, stage).iter().any(|&later| scenario.stages[later].steps.iter().any(gives))
}

/// Whether somebody who comes to a step can have taken a place before.
fn may_hold(scenario: &Scenario, graph: &Graph, stage: usize, number: usize, team: usize) -> bool {
    let takes = |step: &Step| matches!(step, Step::Place(place) if place.team == team);
    scenario.stages[stage].steps[..number].iter().any(takes)
        || scenario
            .stages
            .iter()
            .enumerate()
            .any(|(earlier, model)| model.steps.iter().any(takes) && after(graph, earlier).contains(&stage))
}

/// The stages to which residents can get after a stage.
fn after(graph: &Graph, stage: usize) -> Vec<usize> {
    let next = graph.targets(stage).filter_map(|target| match target {
        Target::Stage(next) => Some(next),
        Target::End(_) => None,
    });
    let reached = graph.reached_from(next);
    reached.into_iter().enumerate().filter_map(|(stage, reached)| reached.then_some(stage)).collect()
}

/// All places of one team go by the same kind of queue.
fn queues(reader: &mut Reader<'_>, scenario: &Scenario) {
    let mut first: Vec<Option<(std::mem::Discriminant<Queue>, &str)>> = vec![None; scenario.teams.len()];
    for stage in &scenario.stages {
        let places = stage.steps.iter().filter_map(|step| match step {
            Step::Place(place) => Some(place),
            _ => None,
        });
        for place in places {
            let kind = std::mem::discriminant(&place.queue);
            let (known, one) = *first[place.team].get_or_insert((kind, stage.name.as_str()));
            if known != kind {
                let path = format!("stages.{}", stage.name);
                let team = scenario.teams[place.team].name.clone();
                let problem = ProblemKind::PlaceQueuesDiffer { team, one: one.to_owned(), other: stage.name.clone() };
                reader.problem(problem, reader.place(&path), &path);
                break;
            }
        }
    }
}
