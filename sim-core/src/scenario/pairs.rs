//! Which draws a replication meets, and how many replications together are independent of the others.

use super::Scenario;
use crate::random::Draws;

impl Scenario {
    /// The draws of a replication. In antithetic pairs the second of two replications meets the draws of the first,
    /// each mirrored: where that one had luck, this one has none.
    pub fn draws(&self, seed: u64, replication: u32) -> Draws {
        match self.antithetic && !replication.is_multiple_of(2) {
            true => Draws::mirrored(seed, replication - 1),
            false => Draws::new(seed, replication),
        }
    }

    /// How many replications in a row make a history that is independent of the others, the unknown numbers given.
    pub fn each_history(&self) -> u32 {
        if self.antithetic { 2 } else { 1 }
    }

    /// How many replications in a row make an independent part of an experiment: those of a draw of the unknown numbers,
    /// else those of a pair, else one.
    pub fn each_part(&self) -> u32 {
        self.unknowns.as_ref().map_or(self.each_history(), |unknowns| unknowns.each_draw)
    }
}
