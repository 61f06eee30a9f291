//! Room that blocks: whoever finds it full must have somewhere to stay.

use crate::scenario::problem::ProblemKind;
use crate::scenario::read::Reader;
use crate::scenario::{Scenario, Stage, Step, Target, WhenFull};

/// Residents who come by no referral (from outside, or leaving elsewhere) cannot be blocked.
pub(super) fn blocked_from_outside(reader: &mut Reader<'_>, scenario: &Scenario) {
    for (index, stage) in scenario.stages.iter().enumerate() {
        let room = stage.room.as_ref().map(|room| &room.when_full);
        let Some(WhenFull::Blocks { arrivals: None, .. }) = room else {
            continue;
        };
        let stream = scenario.streams.iter().find(|stream| stream.to == index).map(|stream| stream.name.clone());
        let leaves = |from: &&Stage| ways_aside(from).any(|to| to == Target::Stage(index));
        // Whoever is of a pool, or returns, comes from outside too.
        let entered = scenario.first_stages().contains(&index);
        let pool = scenario.pools.first().filter(|_| entered).map(|pool| pool.name.clone());
        let from = stream.or(pool).or_else(|| scenario.stages.iter().find(leaves).map(|from| from.name.clone()));
        if let Some(from) = from {
            let path = format!("stages.{}.room", stage.name);
            let kind = ProblemKind::BlocksFromOutside { stage: stage.name.clone(), from };
            reader.problem(kind, reader.place(&path), &path);
        }
    }
}

/// Where residents go from a stage other than by its referrals.
fn ways_aside(stage: &Stage) -> impl Iterator<Item = Target> {
    let from_steps = stage.steps.iter().flat_map(Step::ways_out);
    let instead = stage.closed.map(|closed| closed.instead);
    from_steps.chain(stage.room.as_ref().and_then(|room| room.elsewhere())).chain(instead)
}
