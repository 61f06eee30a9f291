//! Which handovers between organisations a chain can have: from work at one to the next work at another.

use crate::chain::{BecomesModel, Model};
use crate::scenario::Target;

/// Pairs of organisations, in order, between which a resident may be handed over.
pub(super) fn possible_handovers(model: &Model) -> Vec<(u16, u16)> {
    let organisation = |work: u32| model.teams[model.works[work as usize].team as usize].organisation;
    let mut pairs: Vec<(u16, u16)> = Vec::new();
    for work in (0..model.works.len() as u32).filter(|&work| !model.works[work as usize].contact) {
        let stage = model.works[work as usize].stage;
        for next in next_works(model, stage, work) {
            pairs.push((organisation(work), organisation(next)));
        }
    }
    pairs.retain(|(from, to)| from != to);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Where the pairs with each first organisation begin and end among pairs in order.
pub(super) fn by_first(pairs: &[(u16, u16)]) -> Vec<(usize, usize)> {
    let firsts = 0..pairs.last().map_or(0, |&(last, _)| usize::from(last) + 1);
    let before = |organisation: usize| pairs.partition_point(|&(from, _)| usize::from(from) < organisation);
    firsts.map(|from| (before(from), before(from + 1))).collect()
}

/// The works that may come next after a work of a stage: later ones at the stage, or the first ones met on any way on.
fn next_works(model: &Model, stage: u32, work: u32) -> Vec<u32> {
    let mut found: Vec<u32> = works_of(model, stage).into_iter().filter(|&other| other != work).collect();
    // After a stage that stands side by side with others, the one that opens it goes on with its own work.
    let openers = model.splits.iter().filter(|split| split.stages.contains(&stage));
    found.extend(openers.flat_map(|split| works_of(model, split.stage)));
    let mut seen = vec![false; model.stages.len()];
    let mut ahead = ways_on(model, stage);
    while let Some(stage) = ahead.pop() {
        if std::mem::replace(&mut seen[stage as usize], true) {
            continue;
        }
        match model.stages[stage as usize].first_work {
            Some(first) => found.push(first),
            None => ahead.extend(ways_on(model, stage)),
        }
        // Whoever leaves while waiting there, or in a delay before it, goes on without that work.
        ahead.extend(ways_out_of_delays(model, stage));
        ahead.extend(ways_out_of_waits(model, stage));
    }
    found
}

fn works_of(model: &Model, stage: u32) -> Vec<u32> {
    let works = model.works.iter().enumerate().filter(|(_, work)| work.stage == stage && !work.contact);
    works.map(|(index, _)| index as u32).collect()
}

/// Stages that a resident may join after a stage.
fn ways_on(model: &Model, stage: u32) -> Vec<u32> {
    let referrals = model.stages[stage as usize].referrals.clone();
    let referred = referrals.map(|referral| model.referrals[referral as usize].to);
    let instead = model.stages[stage as usize].closed.map(|(_, instead)| instead);
    let ways = stages_of(referred.chain(instead))
        .chain(ways_out_of_delays(model, stage))
        .chain(ways_out_of_waits(model, stage));
    ways.chain(beside(model, stage)).collect()
}

/// Stages that a stage opens side by side; of one that is opened so, those beside it and the one that goes on after it.
fn beside(model: &Model, stage: u32) -> Vec<u32> {
    let splits = model.splits.iter().filter(|split| split.stage == stage || split.stages.contains(&stage));
    let stages = splits.flat_map(|split| split.stages.iter().copied().chain([split.stage]));
    stages.filter(|&other| other != stage).collect()
}

/// Stages that a resident may join who leaves during a delay, or is refused by creditors.
fn ways_out_of_delays(model: &Model, stage: u32) -> impl Iterator<Item = u32> {
    let delays = model.delays.iter().filter(move |delay| delay.stage == stage);
    let leaves = delays.clone().filter_map(|delay| delay.leave.as_ref()).map(|leave| leave.to);
    let refused = delays.clone().filter_map(|delay| delay.replies.as_ref()).filter_map(|replies| replies.refused);
    stages_of(leaves.chain(refused).chain(delays.filter_map(|delay| on_becoming(delay.becomes.as_ref()))))
}

/// Where a resident goes on becoming another class.
fn on_becoming(becomes: Option<&BecomesModel>) -> Option<Target> {
    becomes.and_then(|becomes| becomes.to).map(|to| Target::Stage(to as usize))
}

/// Stages that a resident may join who gives up waiting, or finds no room.
fn ways_out_of_waits(model: &Model, stage: u32) -> Vec<u32> {
    let works = model.works.iter().filter(|work| work.stage == stage);
    let places = model.places.iter().filter(|place| place.stage == stage);
    let patiences =
        works.clone().map(|work| work.patience.as_deref()).chain(places.clone().map(|place| place.patience.as_ref()));
    let reneges = patiences.flatten().map(|patience| patience.to);
    let missed = works.clone().filter_map(|work| work.no_show.as_ref()).map(|no_show| no_show.to);
    let becoming = works.map(|work| work.becomes.as_deref()).chain(places.map(|place| place.becomes.as_ref()));
    let became = becoming.filter_map(on_becoming);
    let full = model.stages[stage as usize].room.as_ref().and_then(|room| room.elsewhere());
    stages_of(reneges.chain(missed).chain(became).chain(full)).collect()
}

fn stages_of(targets: impl Iterator<Item = Target>) -> impl Iterator<Item = u32> {
    targets.filter_map(|target| match target {
        Target::Stage(stage) => Some(stage as u32),
        Target::End(_) => None,
    })
}
