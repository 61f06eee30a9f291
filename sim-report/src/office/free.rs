//! Numbers that a file does not use yet.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Context;

use super::refused::Refused;

/// Numbers that are free, each given once.
#[derive(Debug, Clone)]
pub(super) struct Free {
    taken: BTreeSet<u32>,
    left: Range<u32>,
}

impl Free {
    /// Of a range, but for those that are taken.
    pub(super) fn of(left: Range<u32>, taken: impl Iterator<Item = u32>) -> Free {
        Free { taken: taken.collect(), left }
    }

    /// The lowest that is left.
    pub(super) fn next(&mut self) -> Result<u32, Refused> {
        let taken = &self.taken;
        self.left.find(|number| !taken.contains(number)).context("no number is free").map_err(Refused::Failed)
    }
}
