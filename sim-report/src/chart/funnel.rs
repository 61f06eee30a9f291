//! How far people come: bars that get shorter, and what is left of each.

use crate::document::Text;

/// Groups of bars, each on a scale of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// Each look that occurs, in words.
    pub looks: Vec<(FunnelLook, String)>,
    /// Name of the line around the end of a bar.
    pub interval: String,
    /// Groups.
    pub groups: Vec<FunnelGroup>,
}

/// Bars of shares of the same whole.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelGroup {
    /// Head: of what they are shares.
    pub head: String,
    /// Heads of the columns of text.
    pub columns: Vec<String>,
    /// What the longest bar could be.
    pub whole: f64,
    /// Bars.
    pub rows: Vec<FunnelRow>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelRow {
    /// Name.
    pub label: String,
    /// Its length, each part from where the one before it ends.
    pub parts: Vec<(FunnelLook, f64)>,
    /// 95 % confidence interval of the end of the first part.
    pub interval: Option<(f64, f64)>,
    /// Text in each column; its first figure is what the picture says of it.
    pub cells: Vec<Text>,
}

/// What a part of a bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelLook {
    /// Reached.
    Reached,
    /// Came this far and was lost here.
    LostHere,
    /// Left as intended.
    Success,
    /// Left otherwise.
    Otherwise,
}
