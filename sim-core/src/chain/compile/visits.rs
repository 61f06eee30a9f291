//! Which stages somebody may come to more than once.

use crate::scenario::{Scenario, Step, Target};

/// For each stage whether a resident may come to it more than once in one time in the chain: whether it stands on a loop, or
/// (which does no harm) between two loops.
pub(super) fn comes_again(scenario: &Scenario) -> Vec<bool> {
    let ways: Vec<Vec<usize>> = scenario.stages.iter().map(|stage| ways_on(stage).collect()).collect();
    let mut back = vec![Vec::new(); ways.len()];
    for (from, to) in ways.iter().enumerate().flat_map(|(from, ways)| ways.iter().map(move |&to| (from, to))) {
        back[to].push(from);
    }
    let mut comes_again = vec![true; ways.len()];
    // Whoever cannot be come to from a stage that is left, or go on to one, stands on no loop.
    for (on, back) in [(&ways, &back), (&back, &ways)] {
        let mut from: Vec<usize> =
            back.iter().map(|back| back.iter().filter(|&&from| comes_again[from]).count()).collect();
        let mut out: Vec<usize> = (0..ways.len()).filter(|&stage| comes_again[stage] && from[stage] == 0).collect();
        while let Some(stage) = out.pop() {
            comes_again[stage] = false;
            for &to in &on[stage] {
                from[to] -= usize::from(from[to] > 0);
                if from[to] == 0 && comes_again[to] {
                    out.push(to);
                }
            }
        }
    }
    comes_again
}

/// The stages to which somebody may go from a stage.
fn ways_on(stage: &crate::scenario::Stage) -> impl Iterator<Item = usize> {
    let by_referral = stage.referrals().map(|referral| referral.to);
    let instead = stage.closed.map(|closed| closed.instead);
    let aside = stage.steps.iter().flat_map(Step::ways_out);
    let full = stage.room.as_ref().and_then(|room| room.elsewhere());
    let stages = by_referral.chain(aside).chain(full).chain(instead).filter_map(|to| match to {
        Target::Stage(stage) => Some(stage),
        Target::End(_) => None,
    });
    stages.chain(stage.steps.iter().flat_map(Step::opens).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_on_a_loop_are_come_to_again_and_others_are_not() {
        let text = r#"
            keten = 1
            title = "a to b and c, b and c in a loop, then d"
            start = 2027-01-04
            horizon = "1 year"
            [arrivals.come]
            to = "a"
            rate = "1 per day"
            [stages.a]
            delay = "1 day"
            next = [ { to = "b" } ]
            [stages.b]
            delay = "1 day"
            next = [ { to = "c" } ]
            [stages.c]
            delay = { exponential = { mean = "1 day" } }
            leave = { exponential = { mean = "9 days" }, reason = "missing papers", to = "b" }
            next = [ { to = "d" } ]
            [stages.d]
            delay = "1 day"
        "#;
        let reading = crate::scenario::read(text);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let scenario = reading.scenario.expect("there are no problems");
        assert_eq!(comes_again(&scenario), [false, true, true, false]);
    }
}
