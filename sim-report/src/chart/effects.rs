//! Differences between two states, each with its interval and what may be claimed of it.

use crate::document::Text;

/// Rows of differences on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Title of the axis, with the unit.
    pub axis: String,
    /// The ends of the axis where values may lie beyond it; those are drawn as an arrow at its end.
    pub limits: Option<(f64, f64)>,
    /// Name of the upright mark of what it was before, where that is drawn.
    pub before: Option<String>,
    /// Name of the line around a mark.
    pub interval: String,
    /// Each verdict that occurs, in words.
    pub verdicts: Vec<(Verdict, String)>,
    /// Heads of the columns of text at the right, that of the verdict included, which is the last.
    pub columns: Vec<String>,
    /// Groups of rows.
    pub groups: Vec<EffectGroup>,
}

/// Rows under one head.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectGroup {
    /// Head; `None` where the rows need none.
    pub head: Option<String>,
    /// Rows.
    pub rows: Vec<EffectRow>,
}

/// One row of [`Effects`], in the unit of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectRow {
    /// Name.
    pub label: String,
    /// What it was before.
    pub before: Option<f64>,
    /// The difference, or what it is after; `None` where that has no place on the axis.
    pub value: Option<f64>,
    /// 95 % confidence interval of it.
    pub interval: Option<(f64, f64)>,
    /// What may be claimed.
    pub verdict: Verdict,
    /// Text in each column but that of the verdict.
    pub cells: Vec<Text>,
    /// The verdict in words.
    pub word: String,
}

/// What may be claimed of a difference, as far as it decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Better.
    Better,
    /// Worse.
    Worse,
    /// More or less, of which neither is better by itself.
    Other,
    /// Cannot be told apart from chance.
    CannotTell,
    /// The same in every replication.
    Unchanged,
}
