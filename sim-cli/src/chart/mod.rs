//! Charts: what a picture says, apart from how it is drawn.
//!
//! ```text
//! Run ──waits, queues, flow──► Chart (plain data, words in the language) ──draw──► Canvas ──► SVG, PNG
//! ```
//!
//! A [`Chart`] holds every word and number of a picture, so that another back-end shows the same.

mod data;
pub(crate) mod draw;
mod flow;
mod queues;
mod waits;

use sim_core::lang::Lang;

use crate::run::Run;
use crate::text;
use crate::text::title;

/// At most so many stages in one picture.
const MOST_STAGES: usize = 20;

/// A picture in words and numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    /// Name of the file, without extension.
    pub(crate) name: &'static str,
    /// The question that the picture answers.
    pub(crate) title: String,
    /// Title of the scenario.
    pub(crate) subtitle: String,
    /// What is drawn, in a sentence, for readers who cannot see it.
    pub(crate) description: String,
    /// What is shown.
    pub(crate) form: Form,
    /// What must be known to read it.
    pub(crate) notes: Vec<String>,
    /// Where it comes from: file, version, seed, replications, horizon.
    pub(crate) footer: String,
    /// Language of the numbers.
    pub(crate) lang: Lang,
}

/// The form of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// A row for each stage: two quantiles as bars, the mean with its interval as a dot.
    Spread(Spread),
    /// A small chart over time for each stage.
    Panels(Panels),
    /// A bar of parts for each stage, and for each end.
    Stacks(Stacks),
}

/// Rows of quantiles and means on one axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spread {
    /// Title of the axis, with the unit.
    pub(crate) axis: String,
    /// Name of the lower quantile, if one is shown.
    pub(crate) low_name: Option<String>,
    /// Name of the upper quantile, if one is shown.
    pub(crate) high_name: Option<String>,
    /// Name of the mean and its interval.
    pub(crate) mean_name: String,
    /// A term to hold the rows against: value and name.
    pub(crate) reference: Option<(f64, String)>,
    /// Heads of the columns of text at the right.
    pub(crate) columns: Vec<String>,
    /// The rows, top to bottom.
    pub(crate) rows: Vec<SpreadRow>,
}

/// One row of a [`Spread`], in the unit of the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SpreadRow {
    /// Name.
    pub(crate) label: String,
    /// Lower quantile.
    pub(crate) low: Option<f64>,
    /// Upper quantile.
    pub(crate) high: Option<f64>,
    /// Mean.
    pub(crate) mean: Option<f64>,
    /// 95 % confidence interval of the mean.
    pub(crate) interval: Option<(f64, f64)>,
    /// Text in each column.
    pub(crate) cells: Vec<String>,
}

/// Small charts over the same time, each on a scale of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panels {
    /// Title of the vertical axes, with the unit.
    pub(crate) axis: String,
    /// First and last day of the horizontal axes, counted from the first measured day.
    pub(crate) days: (f64, f64),
    /// Marks on the horizontal axes: day and date, most important first.
    pub(crate) dates: Vec<Vec<(f64, String)>>,
    /// The part that is not measured: until which day, and its name.
    pub(crate) warm_up: Option<(f64, String)>,
    /// Name of the line.
    pub(crate) line_name: String,
    /// Name of the band around it.
    pub(crate) band_name: String,
    /// The charts.
    pub(crate) panels: Vec<Panel>,
}

/// One small chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel {
    /// Name.
    pub(crate) title: String,
    /// Points over time.
    pub(crate) points: Vec<PanelPoint>,
}

/// A stretch of time in a small chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PanelPoint {
    /// First and last day.
    pub(crate) days: (f64, f64),
    /// Mean.
    pub(crate) mean: f64,
    /// Band.
    pub(crate) band: (f64, f64),
}

/// Bars of parts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stacks {
    /// Title of the axis, with the unit.
    pub(crate) axis: String,
    /// The parts, in their order: name and what they mean, which decides how they look.
    pub(crate) parts: Vec<(String, Part)>,
    /// Groups of bars.
    pub(crate) groups: Vec<StackGroup>,
}

/// Bars under one head.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StackGroup {
    /// Head.
    pub(crate) head: String,
    /// Head of its column of text at the right.
    pub(crate) column: String,
    /// Bars.
    pub(crate) rows: Vec<StackRow>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StackRow {
    /// Name.
    pub(crate) label: String,
    /// Size of each part, by its position in [`Stacks::parts`].
    pub(crate) sizes: Vec<(usize, f64)>,
    /// Text in the column.
    pub(crate) cell: String,
}

/// What a part of a bar means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
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

/// The pictures of a run. One that would show nothing is left out.
///
/// * `file` – name of the scenario file, for the footer
pub(crate) fn charts(run: &Run, file: &str, lang: Lang) -> Vec<Chart> {
    [waits::chart(run, lang), queues::chart(run, lang), flow::chart(run, lang)]
        .into_iter()
        .flatten()
        .map(|mut chart| {
            chart.subtitle.clone_from(&run.scenario.title);
            chart.footer = footer(run, file, lang);
            chart
        })
        .collect()
}

fn footer(run: &Run, file: &str, lang: Lang) -> String {
    let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
    let (horizon, warm_up) = (span(run.scenario.horizon), span(run.scenario.warm_up));
    let line = text::run_line(lang, file, run.seed, run.experiment.replications(), &horizon, &warm_up);
    let line = line.replace("   ", " · ");
    let changed = match run.changes.is_empty() {
        true => String::new(),
        false => format!(" · {}", text::notes::changed(lang, &run.changes)),
    };
    format!("{} · {line} · keten {}{changed}", run.scenario.title, env!("CARGO_PKG_VERSION"))
}

/// Name of a stage on screen.
fn stage_title(run: &Run, stage: u32) -> String {
    let stage = &run.scenario.stages[stage as usize];
    title(&stage.title, &stage.name)
}

/// The stages for which a number is largest, in the order they had; and how many there were.
fn worst(stages: Vec<u32>, size: impl Fn(u32) -> f64) -> (Vec<u32>, usize) {
    let number = stages.len();
    let mut by_size: Vec<(f64, u32)> = stages.iter().map(|&stage| (size(stage), stage)).collect();
    // A stable sort: among equals the first of the chain.
    by_size.sort_by(|a, b| b.0.total_cmp(&a.0));
    let kept: Vec<u32> = by_size.into_iter().take(MOST_STAGES).map(|(_, stage)| stage).collect();
    (stages.into_iter().filter(|stage| kept.contains(stage)).collect(), number)
}
