//! A chain as a map: what flows from where to where.

use crate::document::{Figure, Text};

/// Boxes and the arrows between them.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainMap {
    /// The boxes, in the order of the chain.
    pub nodes: Vec<MapNode>,
    /// The arrows.
    pub arrows: Vec<MapArrow>,
    /// What the thickness of an arrow means.
    pub arrow_name: String,
    /// What is said of an arrow: its number, with the unit.
    pub arrow_what: String,
    /// Name of an arrow that goes back.
    pub back_name: String,
    /// What a short arrow at the side of a box means.
    pub lost_name: String,
    /// What is said where small stages are left out, with `{}` for how many.
    pub folded: String,
}

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub struct MapNode {
    /// What it is.
    pub kind: MapKind,
    /// Name.
    pub label: String,
    /// Name of its phase, and which colour that has.
    pub phase: Option<(String, usize)>,
    /// What is known of it, line by line: what each says, and the line.
    pub facts: Vec<(String, Text)>,
    /// How many pass it; decides which are left out where there are too many.
    pub flow: f64,
    /// How many leave the chain here otherwise than intended.
    pub lost: Option<Figure>,
    /// The box that opens it beside others, or of which it is what comes after; the two are left out together.
    pub inside: Option<usize>,
}

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// Where residents come in.
    Inflow,
    /// A stage.
    Stage,
    /// Where they leave as intended.
    End,
}

/// An arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArrow {
    /// The box it leaves.
    pub from: usize,
    /// The box it goes to.
    pub to: usize,
    /// How many go along it.
    pub flow: f64,
    /// Which figure of the results that is; `None` where it was worked out of several for the picture.
    pub source: Option<String>,
}
