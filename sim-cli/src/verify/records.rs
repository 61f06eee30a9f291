//! Traces: one row a visit, compared with the rows that another simulator gave.

use serde::Deserialize;
use serde_json::Value;
use sim_core::chain::Model;
use sim_core::engine::{Limits, RunError, simulate};
use sim_core::observe::{Outcome, Record, Records};
use sim_core::scenario::Scenario;
use sim_core::time::{DAY, SimTime};

use super::case::{Case, Read, part};
use super::translate::Translation;

/// Outcome of a visit that goes on beyond the horizon.
const IN_SERVICE: &str = "in-service";

/// A row of a trace, in units of the case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceRow {
    /// Came to the stage.
    pub(crate) arrival: f64,
    /// Service began.
    pub(crate) start: Option<f64>,
    /// Left.
    pub(crate) end: Option<f64>,
    /// How.
    pub(crate) outcome: String,
    /// Of which class, where it matters.
    pub(crate) class: Option<String>,
    /// At which stage, where there are several.
    pub(crate) stage: Option<String>,
}

/// The rows that a case expects.
///
/// # Errors
/// When they are not rows.
pub(super) fn expected(value: &Value, place: &str) -> Read<Vec<TraceRow>> {
    part(value.clone(), place)
}

/// Simulates once and gives what was finished by the horizon; what is still in service only if `with_open`.
///
/// # Errors
/// When the run stops.
pub(super) fn simulated(
    case: &Case,
    translation: &Translation,
    scenario: &Scenario,
    model: &Model,
    seed: u64,
    with_open: bool,
) -> Result<Vec<TraceRow>, RunError> {
    let records = simulate(model, seed, 0, Limits::default(), Records::new(model))?.into_records();
    // Whole microseconds over whole microseconds: 2.5 comes out as 2.5.
    let unit = (translation.unit.days * DAY as f64).round();
    let time = |at: SimTime| (at - model.begin).0 as f64 / unit;
    let until = case.run.horizon + 1e-9;
    let row = |record: Record| {
        let class = scenario.axes.iter().zip(model.classes[usize::from(record.class)].iter());
        let class = class.filter_map(|(axis, &level)| translation.names.class_of(&axis.levels[level].name)).next();
        let stage = translation.names.stage_of(&scenario.stages[record.stage as usize].name)?;
        let (arrival, start, end) = (time(record.joined), record.started.map(time), record.ended.map(time));
        let finished = end.is_some_and(|end| end <= until);
        let outcome = match record.outcome {
            Outcome::Served if finished => "served",
            Outcome::Reneged if finished => "reneged",
            Outcome::TurnedAway if finished => "lost",
            _ if with_open && !finished && start.is_some_and(|start| start <= until) => IN_SERVICE,
            _ => return None,
        };
        let end = end.filter(|_| outcome != IN_SERVICE);
        let (class, stage) = (Some(class.unwrap_or("all").to_owned()), Some(stage.to_owned()));
        Some(TraceRow { arrival, start, end, outcome: outcome.to_owned(), class, stage })
    };
    Ok(records.into_iter().filter_map(row).collect())
}

/// Whether open visits are expected.
pub(super) fn has_open(rows: &[TraceRow]) -> bool {
    rows.iter().any(|row| row.outcome == IN_SERVICE)
}

/// The first difference of two traces: position, the expected row and the one that came. Rows are laid side by side in
/// the order of arrival, start and end.
pub(super) fn first_difference(
    expected: &[TraceRow],
    found: &[TraceRow],
    tolerance: f64,
) -> Option<(usize, Option<TraceRow>, Option<TraceRow>)> {
    let (expected, found) = (in_order(expected), in_order(found));
    (0..expected.len().max(found.len())).find_map(|position| {
        let (wanted, came) = (expected.get(position), found.get(position));
        let same = wanted.zip(came).is_some_and(|(wanted, came)| agrees(wanted, came, tolerance));
        (!same).then(|| (position, wanted.cloned(), came.cloned()))
    })
}

fn in_order(rows: &[TraceRow]) -> Vec<TraceRow> {
    // Moments that differ only by rounding are the same moment.
    let rounded = |time: Option<f64>| time.map_or(i128::MAX, |time| (time * 1e6).round() as i128);
    let mut rows = rows.to_vec();
    rows.sort_by_cached_key(|row| {
        let outcome = row.outcome.clone();
        (rounded(Some(row.arrival)), rounded(row.start), rounded(row.end), outcome, row.class.clone())
    });
    rows
}

fn agrees(wanted: &TraceRow, came: &TraceRow, tolerance: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= tolerance;
    let both = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => near(a, b),
        (None, None) => true,
        _ => false,
    };
    let open = wanted.outcome == IN_SERVICE;
    near(wanted.arrival, came.arrival)
        && both(wanted.start, came.start)
        && (open || both(wanted.end, came.end))
        && wanted.outcome == came.outcome
        && (wanted.class.is_none() || wanted.class == came.class)
        && (wanted.stage.is_none() || wanted.stage == came.stage)
}
