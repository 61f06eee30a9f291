//! The traffic equations `λ = γ + λ·P`, solved by sweeps along the chain.

use super::visit::Visit;
use super::ways_on;
use crate::scenario::Scenario;

/// The sweeps end when what is still under way is this share of what comes in.
const NEGLIGIBLE: f64 = 1e-10;
/// Most steps (stages times sweeps): enough for any feedback that leaves one resident in a thousand out each round.
const MOST_STEPS: usize = 20_000_000;

/// The order in which the stages are swept.
pub(super) struct Traffic {
    order: Vec<usize>,
}

impl Traffic {
    /// For a chain: every stage before those it refers to, as far as there is no feedback.
    pub(super) fn new(scenario: &Scenario) -> Traffic {
        let stages = scenario.stages.len();
        let ahead: Vec<Vec<usize>> = (0..scenario.stages.len()).map(|stage| ways_on(scenario, stage)).collect();
        let mut finished = Vec::with_capacity(stages);
        let mut seen = vec![false; stages];
        for root in 0..stages {
            // Depth first with a stack of its own: chains may be longer than the call stack is deep.
            let mut path = vec![(root, 0)];
            if std::mem::replace(&mut seen[root], true) {
                continue;
            }
            while let Some((stage, next)) = path.last_mut() {
                match ahead[*stage].get(*next) {
                    Some(&to) => {
                        *next += 1;
                        if !std::mem::replace(&mut seen[to], true) {
                            path.push((to, 0));
                        }
                    }
                    None => {
                        finished.push(*stage);
                        path.pop();
                    }
                }
            }
        }
        finished.reverse();
        Traffic { order: finished }
    }

    /// Residents per day who join each stage.
    ///
    /// * `external` – per day from outside, one entry per stage
    pub(super) fn solve(&mut self, external: &[f64], visits: &[Visit]) -> Vec<f64> {
        let mut joins = vec![0.0; external.len()];
        let mut under_way = external.to_vec();
        let enough = NEGLIGIBLE * external.iter().sum::<f64>();
        for _ in 0..MOST_STEPS / external.len().max(1) {
            for &stage in &self.order {
                let moved = std::mem::take(&mut under_way[stage]);
                if moved > 0.0 {
                    joins[stage] += moved;
                    visits[stage].on.iter().for_each(|&(to, share)| under_way[to] += moved * share);
                }
            }
            if under_way.iter().sum::<f64>() <= enough {
                break;
            }
        }
        joins
    }
}
