//! What programs are told of numbers that are not known.

use serde_json::{Value, json};
use sim_core::experiment::Row;

use crate::run::Run;

/// Where the spread of a row comes from, by the names of its columns; absent where every number is known.
pub(super) fn split(row: &Row) -> [(&'static str, Option<f64>); 3] {
    [
        ("chance_half_width", row.split.map(|split| split.chance_half_width)),
        ("unknown_low", row.split.map(|split| split.unknown.0)),
        ("unknown_high", row.split.map(|split| split.unknown.1)),
    ]
}

/// The unknown numbers of a run and their draws; `null` where every number is known, or taken at its likely value.
pub(super) fn draws(run: &Run) -> Value {
    run.scenario.unknowns.as_ref().map_or(Value::Null, |unknowns| {
        json!({ "parameters": unknowns.paths, "draws": run.experiment.number_of_parts(), "each_draw": unknowns.each_draw })
    })
}
