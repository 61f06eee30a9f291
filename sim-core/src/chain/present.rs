//! Residents who are in the chain already when the simulation begins, laid out one by one.
//!
//! Each is known by what they are doing, where and of which class, and by their rank among those by how long they have
//! been there, so that lines of the file in another order are the same residents, and a group more changes no other.

use super::Varying;
use crate::random::{Purpose, Sampler, Stream};
use crate::scenario::PresentDoing;
use crate::time::SimTime;

/// Residents who are there when the simulation begins, all doing the same since the same moment.
#[derive(Debug, Clone)]
pub struct PresentModel {
    /// Name hash: with the ordinal it makes a resident's key.
    pub key: Stream,
    /// Ordinal of the first of them.
    pub first: u64,
    /// How many.
    pub number: u32,
    /// Stage they are at.
    pub stage: u32,
    /// Operation they are at.
    pub op: u32,
    /// What they are doing.
    pub doing: PresentDoing,
    /// For each axis its level when it is given; else running totals of the shares, with the address of the draw.
    pub mix: Vec<(Varying<Box<[f64]>>, Purpose)>,
    /// Levels that are given, by axis.
    pub levels: Vec<Option<usize>>,
    /// Since when they have been at it.
    pub since: SinceModel,
}

/// Since when somebody has been at their step.
#[derive(Debug, Clone)]
pub enum SinceModel {
    /// Not known.
    Unknown,
    /// Since a moment.
    Moment(SimTime),
    /// For a time that is drawn, with its address.
    For(Sampler, Purpose),
}
