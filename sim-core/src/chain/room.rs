//! Limited room of a stage as the engine knows it.

use super::Varying;
use crate::random::{Purpose, Sampler};
use crate::scenario::{Counts, Target};

/// Limited room of a stage.
#[derive(Debug, Clone)]
pub struct RoomModel {
    /// Who takes up room.
    pub counts: Counts,
    /// How many may already be there for one more of a class to come in.
    pub limit: Varying<u32>,
    /// What happens to who finds it full.
    pub when_full: WhenFullModel,
}

/// What happens to who finds a stage full.
#[derive(Debug, Clone)]
pub enum WhenFullModel {
    /// They go elsewhere.
    Goes(Target),
    /// They stay where they come from until there is room.
    Blocks {
        /// The worker who finished with them stays with them.
        keeps_worker: bool,
        /// Where those go who come by no referral.
        arrivals: Option<Target>,
    },
    /// They try again after a time, at its address.
    Retries(Varying<Sampler>, Purpose),
    /// The last of the lowest class that waits makes room, and goes here.
    Displaces(Target),
}

impl RoomModel {
    /// Where residents may go who find it full, or are displaced.
    pub fn elsewhere(&self) -> Option<Target> {
        match self.when_full {
            WhenFullModel::Goes(to) | WhenFullModel::Displaces(to) => Some(to),
            WhenFullModel::Blocks { arrivals, .. } => arrivals,
            WhenFullModel::Retries(..) => None,
        }
    }

    /// Whether it blocks.
    pub fn blocks(&self) -> bool {
        matches!(self.when_full, WhenFullModel::Blocks { .. })
    }
}
