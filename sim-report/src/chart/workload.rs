//! How busy each team is, and how full its caseload.

use crate::document::Text;

/// Groups of shares of what a team can do, over zones that say what a share means.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// Title of the axis.
    pub axis: String,
    /// The zones, from 0 up: where each ends, and what it means.
    pub zones: Vec<(f64, Zone, String)>,
    /// Name of the line around a mark.
    pub interval: String,
    /// Groups.
    pub groups: Vec<WorkloadGroup>,
}

/// Rows under one head.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkloadGroup {
    /// Head.
    pub head: String,
    /// Heads of the columns of text at the right.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<WorkloadRow>,
}

/// A team.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkloadRow {
    /// Name.
    pub label: String,
    /// Share.
    pub share: f64,
    /// 95 % confidence interval.
    pub interval: Option<(f64, f64)>,
    /// Zone it lies in.
    pub zone: Zone,
    /// Text in each column; its first figure is what the picture says of it.
    pub cells: Vec<Text>,
}

/// What a share means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// There is room.
    Room,
    /// Busy.
    Busy,
    /// As good as full.
    Full,
}
