//! Stages side by side: what would keep them from ever joining.

use super::graph::Graph;
use crate::scenario::Scenario;
use crate::scenario::problem::ProblemKind;
use crate::scenario::read::Reader;

/// Checks the lists themselves, and that no stage contains itself; `false` when one does, so that nothing that follows
/// from stage to stage may be asked.
pub(super) fn lists(reader: &mut Reader<'_>, scenario: &Scenario) -> bool {
    let mut opened_by: Vec<Option<usize>> = vec![None; scenario.stages.len()];
    for (opener, stage) in scenario.stages.iter().enumerate() {
        for (number, step) in stage.steps.iter().enumerate().filter(|(_, step)| !step.opens().is_empty()) {
            let path = place_of(reader, &stage.name, number);
            if step.opens().len() < 2 {
                reader.problem(ProblemKind::SideBySideAlone, reader.place(&path), &path);
            }
            for &opened in step.opens() {
                if let Some(first) = opened_by[opened].replace(opener) {
                    let name = |stage: usize| scenario.stages[stage].name.clone();
                    let (stage, one, other) = (name(opened), name(first), name(opener));
                    let kind = ProblemKind::SideBySideTwice { stage, one, other };
                    reader.problem(kind, reader.place(&path), &path);
                }
            }
        }
    }
    let loops = loops(scenario);
    for stages in &loops {
        let path = format!("stages.{}", stages[0]);
        reader.problem(ProblemKind::SideBySideLoop { stages: stages.clone() }, reader.place(&path), &path);
    }
    loops.is_empty()
}

/// A stage that stands side by side with others has no way on of its own, and no other way leads to it.
pub(super) fn joins(reader: &mut Reader<'_>, scenario: &Scenario, graph: &Graph) {
    let name = |stage: usize| scenario.stages[stage].name.clone();
    let opened_by = scenario.opened_by();
    for (index, stage) in scenario.stages.iter().enumerate() {
        if let Some(opener) = opened_by[index].filter(|_| stage.referrals().next().is_some()) {
            let field = if stage.next.is_empty() { "rerouted" } else { "next" };
            let path = format!("stages.{}.{field}", stage.name);
            let kind = ProblemKind::SideBySideNext { stage: stage.name.clone(), opened_by: name(opener) };
            reader.problem(kind, reader.place(&path), &path);
        }
        if let Some(opener) = opened_by[index].filter(|_| stage.closed.is_some()) {
            let path = format!("stages.{}.closed_from", stage.name);
            let kind = ProblemKind::ClosedBeside { stage: stage.name.clone(), opened_by: name(opener) };
            reader.problem(kind, reader.place(&path), &path);
        }
    }
    let reached = graph.reached_beside().into_iter().map(|(stage, opener, from)| (stage, opener, name(from)));
    let arriving = scenario.streams.iter().filter_map(|stream| {
        let opener = opened_by[stream.to]?;
        Some((stream.to, opener, stream.name.clone()))
    });
    let present = scenario.present.iter().filter_map(|present| {
        let opener = opened_by[present.stage]?;
        Some((present.stage, opener, "present".to_owned()))
    });
    for (stage, opener, from) in reached.chain(arriving).chain(present).collect::<Vec<_>>() {
        let path = format!("stages.{}", name(stage));
        let kind = ProblemKind::SideBySideReached { stage: name(stage), opened_by: name(opener), from };
        reader.problem(kind, reader.place(&path), &path);
    }
}

/// Path of the list of a step: in the stage itself, or in one of its steps.
fn place_of(reader: &Reader<'_>, stage: &str, number: usize) -> String {
    let own = format!("stages.{stage}.side_by_side");
    if reader.place(&own) != (0..0) { own } else { format!("stages.{stage}.steps.{}.side_by_side", number + 1) }
}

/// Stages that contain themselves, directly or through others: each loop by its names, the first again at the end.
fn loops(scenario: &Scenario) -> Vec<Vec<String>> {
    // 0 unseen, 1 being looked at, 2 done.
    let mut state = vec![0_u8; scenario.stages.len()];
    let mut found = Vec::new();
    for root in 0..scenario.stages.len() {
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        if std::mem::replace(&mut state[root], 1) == 2 {
            state[root] = 2;
            continue;
        }
        while let Some((stage, next)) = path.last_mut() {
            let from = *stage;
            let opened = scenario.stages[from].steps.iter().flat_map(|step| step.opens()).nth(*next).copied();
            *next += 1;
            let Some(to) = opened else {
                state[from] = 2;
                path.pop();
                continue;
            };
            match state[to] {
                0 => {
                    state[to] = 1;
                    path.push((to, 0));
                }
                1 => {
                    let begin = path.iter().position(|&(stage, _)| stage == to).unwrap_or(0);
                    let stages = path[begin..].iter().map(|&(stage, _)| stage).chain([to]);
                    found.push(stages.map(|stage| scenario.stages[stage].name.clone()).collect());
                }
                _ => {}
            }
        }
    }
    found
}
