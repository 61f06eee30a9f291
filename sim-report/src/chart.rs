//! What a picture says, apart from how it is drawn.
//!
//! A [`Chart`] holds every word and number of a picture, in one language, so that every back-end shows the same.

mod curves;
mod effects;
mod funnel;
mod map;
mod parts;
mod ranks;
mod sankey;
mod workload;

use std::sync::Arc;

use sim_core::lang::Lang;

use crate::document::{Figure, Text};
pub use curves::{CurvePanel, CurveTerm, Curves};
pub use effects::{EffectGroup, EffectRow, Effects, Verdict};
pub use funnel::{Funnel, FunnelGroup, FunnelLook, FunnelRow};
pub use map::{ChainMap, MapArrow, MapKind, MapNode};
pub use ranks::{RankLook, RankPlace, RankRound, Ranks};
pub use sankey::{Sankey, SankeyLoss};
pub use workload::{Workload, WorkloadGroup, WorkloadRow, Zone};

/// A picture in words and numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of the file, without extension; no other picture of the same results has it.
    pub name: String,
    /// The question that the picture answers.
    pub title: String,
    /// Title of the scenario.
    pub subtitle: String,
    /// What is drawn, in a sentence, for readers who cannot see it.
    pub description: String,
    /// What is shown.
    pub form: Form,
    /// What must be known to read it.
    pub notes: Vec<String>,
    /// Where it comes from: file, version, seed, replications, horizon.
    pub footer: String,
    /// Language of the numbers.
    pub lang: Lang,
}

/// One run, played over a map: where residents are, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Animation {
    /// Which run of how many it is, and what a dot means.
    pub run: String,
    /// What is said where nothing can be played.
    pub still: String,
    /// First day.
    pub begins: String,
    /// How many days.
    pub days: u32,
    /// The button while it stands still, and while it plays.
    pub play: [String; 2],
    /// What the slider is called.
    pub slider: String,
    /// The kinds of dots: who waits, who is helped, who is on the way, and who has left otherwise than intended.
    pub kinds: [String; 4],
    /// How many boxes the map has, drawn or not; who has left otherwise than intended is at none of them.
    pub boxes: usize,
    /// The journeys; the same in every language, and written once.
    pub journeys: Arc<str>,
}

/// The form of a picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// A row for each stage: two quantiles as bars, the mean with its interval as a dot.
    Spread(Spread),
    /// A small chart over time for each stage.
    Panels(Panels),
    /// A box for each stage, and arrows as thick as what flows.
    Map(ChainMap),
    /// A bar of parts for each stage, and for each end.
    Stacks(Stacks),
    /// A row for each difference: its place beside zero or beside what it was, its interval, and the verdict.
    Effects(Effects),
    /// A column for each round, a line for each thing that is ranked.
    Ranks(Ranks),
    /// Bars of who is reached and how far they come.
    Funnel(Funnel),
    /// A small chart of cumulative shares for each stage.
    Curves(Curves),
    /// Bands as wide as what flows, from where residents come in to where they leave.
    Sankey(Sankey),
    /// A row for each team: how much of what it can do it does.
    Workload(Workload),
}

/// What a mark of a picture says when somebody points at it. The marks of a picture are also its table: a row for each thing
/// that something is said of, a column for each thing that is said, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Tip {
    /// What it is about, such as a stage: the row of the table.
    pub of: String,
    /// What is said of it, such as the median wait with its unit: the column of the table.
    pub what: String,
    /// The number, with its unit or interval.
    pub figure: Figure,
}

/// Rows of quantiles and means on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Title of the axis, with the unit.
    pub axis: String,
    /// Name of the lower quantile, if one is shown.
    pub low_name: Option<String>,
    /// Name of the upper quantile, if one is shown.
    pub high_name: Option<String>,
    /// Name of the mean and its interval.
    pub mean_name: String,
    /// A term to hold the rows against: value and name.
    pub reference: Option<(f64, String)>,
    /// Heads of the columns of text at the right.
    pub columns: Vec<String>,
    /// The rows, top to bottom.
    pub rows: Vec<SpreadRow>,
}

/// One row of a [`Spread`], in the unit of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadRow {
    /// Name.
    pub label: String,
    /// Lower quantile.
    pub low: Option<f64>,
    /// Upper quantile.
    pub high: Option<f64>,
    /// Mean.
    pub mean: Option<f64>,
    /// 95 % confidence interval of the mean.
    pub interval: Option<(f64, f64)>,
    /// Text in each column; its first figure is what the picture says of it.
    pub cells: Vec<Text>,
    /// What the bar of the lower quantile says.
    pub low_tip: Option<Tip>,
    /// What the bar of the upper quantile says.
    pub high_tip: Option<Tip>,
    /// What the dot says.
    pub mean_tip: Option<Tip>,
}

/// Small charts over the same time, each on a scale of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// Title of the vertical axes, with the unit.
    pub axis: String,
    /// First and last day of the horizontal axes, counted from the first measured day.
    pub days: (f64, f64),
    /// Marks on the horizontal axes: day and date, most important first.
    pub dates: Vec<Vec<(f64, String)>>,
    /// The part that is not measured: until which day, and its name.
    pub warm_up: Option<(f64, String)>,
    /// Name of the line.
    pub line_name: String,
    /// Name of the band around it.
    pub band_name: String,
    /// The charts.
    pub panels: Vec<Panel>,
}

/// One small chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name.
    pub title: String,
    /// Points over time.
    pub points: Vec<PanelPoint>,
    /// What stretches of time say: of each its first and last day. They may be longer than those of the points.
    pub spans: Vec<((f64, f64), Tip)>,
}

/// A stretch of time in a small chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanelPoint {
    /// First and last day.
    pub days: (f64, f64),
    /// Mean.
    pub mean: f64,
    /// Band.
    pub band: (f64, f64),
}

/// Bars of parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacks {
    /// Title of the axis, with the unit.
    pub axis: String,
    /// The parts, in their order: name and what they mean, which decides how they look.
    pub parts: Vec<(String, Part)>,
    /// Groups of bars.
    pub groups: Vec<StackGroup>,
}

/// Bars under one head.
#[derive(Debug, Clone, PartialEq)]
pub struct StackGroup {
    /// Head.
    pub head: String,
    /// Head of its column of text at the right.
    pub column: String,
    /// Bars.
    pub rows: Vec<StackRow>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct StackRow {
    /// Name.
    pub label: String,
    /// Its parts, in the order in which they are stacked.
    pub pieces: Vec<Piece>,
    /// Text in the column.
    pub cell: String,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Which one, by its position in [`Stacks::parts`].
    pub part: usize,
    /// Its size, in the unit of the axis.
    pub size: f64,
    /// What it says.
    pub tip: Option<Tip>,
}

/// What a part of a bar means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Finish the stage and go on.
    GoOn,
    /// Finish it and get lost on the way.
    LostOnTheWay,
    /// Leave while waiting.
    LeftWaiting,
    /// Leave during the stay.
    LeftDuring,
    /// Refused, not reached or stopped: sent elsewhere before the end of the stage.
    SentElsewhere,
    /// Find no room.
    TurnedAway,
    /// Leave the chain as it is meant.
    Success,
    /// Leave the chain otherwise.
    OtherEnd,
}
