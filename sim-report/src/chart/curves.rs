//! What share of residents has come so far after so long: a small chart for each stage.

use super::Tip;
use crate::document::Figure;

/// Small charts of cumulative shares, each on a time axis of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// Title of the upright axes.
    pub axis: String,
    /// Name of the part in time.
    pub in_time: String,
    /// Name of the part that comes later.
    pub late: String,
    /// Name of the part that never comes, where there is one.
    pub never: Option<String>,
    /// Name of the dot and its interval on the line of the term, where there is one.
    pub dot: Option<String>,
    /// Name of the small dots on the curves.
    pub quantiles: String,
    /// The charts.
    pub panels: Vec<CurvePanel>,
}

/// One small chart.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePanel {
    /// Name.
    pub title: String,
    /// Unit of the time axis.
    pub unit: String,
    /// Unit beside a 1.
    pub unit_of_one: String,
    /// End of the time axis.
    pub most: f64,
    /// Times and shares, both ascending.
    pub points: Vec<(f64, f64)>,
    /// What the shares come to in the end; the rest never comes.
    pub end: f64,
    /// The term.
    pub term: Option<CurveTerm>,
    /// Quantiles: time and share, and what is said of each.
    pub quantiles: Vec<((f64, f64), Tip)>,
}

/// A term beside a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveTerm {
    /// When; beyond the end of the axis it is only told.
    pub at: f64,
    /// Its name.
    pub name: String,
    /// What of all was in time: the share, its interval, and how it is told.
    pub share: f64,
    /// 95 % confidence interval of the share.
    pub interval: Option<(f64, f64)>,
    /// What the figure is called, and as it is told.
    pub told: (String, Figure),
}
