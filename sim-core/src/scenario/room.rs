//! Limited room of a stage, and what happens to who finds it full.

use super::{Distribution, Param, Target};

/// Limited room of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// Who takes up room.
    pub counts: Counts,
    /// How many may already be there for one more of a class to come in.
    pub limit: Param<u32>,
    /// What happens to who finds it full.
    pub when_full: WhenFull,
}

/// Who takes up the room of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Who waits for its first work. Whoever can start at once needs no room.
    Waiting,
    /// Everybody at the stage, and whoever has finished it but cannot leave.
    Present,
}

/// What happens to who finds a stage full.
#[derive(Debug, Clone, PartialEq)]
pub enum WhenFull {
    /// They go elsewhere.
    Goes(Target),
    /// They stay where they come from until there is room, the longest blocked first.
    Blocks {
        /// The worker who finished with them stays with them.
        keeps_worker: bool,
        /// Where those go who have nowhere to stay, for they come by no referral.
        arrivals: Option<Target>,
    },
    /// They stay away, and try again after this time.
    Retries(Param<Distribution>),
    /// The last of the lowest class that waits makes room for a higher one; who is displaced, or has nobody to
    /// displace, goes here.
    Displaces(Target),
}

impl Room {
    /// How many may wait, where everybody who finds as many goes elsewhere: the room of queueing theory.
    pub fn waiting_for_all(&self) -> Option<u32> {
        let same = self.limit.by_class.is_empty() && self.limit.base.later.is_empty();
        let plain = self.counts == Counts::Waiting && matches!(self.when_full, WhenFull::Goes(_));
        (same && plain).then_some(self.limit.base.first)
    }

    /// Where residents may go who find it full, or are displaced.
    pub fn elsewhere(&self) -> Option<Target> {
        match self.when_full {
            WhenFull::Goes(to) | WhenFull::Displaces(to) => Some(to),
            WhenFull::Blocks { arrivals, .. } => arrivals,
            WhenFull::Retries(_) => None,
        }
    }
}
