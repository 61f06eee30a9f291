//! Places, what is reserved, becoming another class, and missed appointments, compiled.

use super::{LeavingModel, LineKind, Varying};
use crate::random::{Purpose, Sampler};
use crate::scenario::{LevelRef, Target};

/// The places of a team.
#[derive(Debug, Clone)]
pub struct CaseloadModel {
    /// The team.
    pub team: u32,
    /// How many there are.
    pub number: Varying<u32>,
    /// Kind of waiting line, with the number of ranks.
    pub line: LineKind,
}

/// A step in which a place is taken.
#[derive(Debug, Clone)]
pub struct PlaceModel {
    /// Stage it belongs to.
    pub stage: u32,
    /// Which places (index into [`Model::caseloads`](super::Model::caseloads)).
    pub caseload: u32,
    /// Rank of each class in the waiting line, 0 first.
    pub ranks: Box<[u16]>,
    /// How long a resident is willing to wait.
    pub patience: Option<LeavingModel>,
    /// Becoming another class while waiting.
    pub becomes: Option<BecomesModel>,
}

/// Becoming another class after a time.
#[derive(Debug, Clone)]
pub struct BecomesModel {
    /// Time until then.
    pub after: Varying<Sampler>,
    /// Address of that time.
    pub after_at: Purpose,
    /// The level that a resident gets.
    pub level: LevelRef,
    /// For each class combination the one with that level.
    pub class: Box<[u16]>,
    /// Stage they go to at that moment.
    pub to: Option<u32>,
}

/// Missed appointments.
#[derive(Debug, Clone)]
pub struct NoShowModel {
    /// Share of appointments missed.
    pub share: Varying<f64>,
    /// Address of that draw; its number is that of the appointment, from 0.
    pub share_at: Purpose,
    /// Address of the work that is wasted.
    pub wasted_at: Purpose,
    /// From the end of the missed appointment until the resident waits again, and its address.
    pub rebook: Option<(Varying<Sampler>, Purpose)>,
    /// How often another appointment is made.
    pub at_most: u32,
    /// Where a resident goes for whom no other is made.
    pub to: Target,
}

/// What a team keeps free for some classes.
#[derive(Debug, Clone)]
pub struct ReserveModel {
    /// So many people.
    pub workers: u32,
    /// So many places.
    pub places: u32,
    /// For each class combination whether it is kept for them.
    pub classes: Box<[bool]>,
}
