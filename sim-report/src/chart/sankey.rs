//! Residents as bands: as wide as how many go from where to where, and where they leave.

use super::{ChainMap, Part};
use crate::document::Figure;

/// Bands between bars, and those that end at a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Sankey {
    /// The bars, and the bands between them.
    pub map: ChainMap,
    /// Of each bar what leaves the chain there otherwise than intended, by how.
    pub losses: Vec<Vec<SankeyLoss>>,
    /// The ways of leaving that occur, in their order: how they look, and what they are called.
    pub parts: Vec<(Part, String)>,
    /// Name of a band.
    pub band: String,
    /// Head of the list of bands that go back.
    pub back: String,
    /// What is said where not all of these are listed, with `{}` for how many more.
    pub more_back: String,
}

/// A band that ends.
#[derive(Debug, Clone, PartialEq)]
pub struct SankeyLoss {
    /// How they leave.
    pub part: Part,
    /// How many a year.
    pub figure: Figure,
}
