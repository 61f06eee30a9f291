//! The tidy measures as JSON, without times or machine: the same results give the same bytes.

use serde_json::{Map, Value, json};
use sim_core::experiment::Row;

use super::unknown;
use crate::run::Run;

/// The whole answer of a run as text, as `--format json` prints it and `measures.json` holds it.
pub(crate) fn text(run: &Run) -> String {
    let answer = json!({
        "scenario": run.scenario.title.in_files(),
        "version": env!("CARGO_PKG_VERSION"),
        "changes": run.changes,
        "seed": run.seed,
        "replications": run.experiment.replications(),
        "antithetic": run.scenario.antithetic,
        "unknown": unknown::draws(run),
        // An absent value is `null`, never 0.
        "measures": run.rows.iter().map(measure).collect::<Vec<_>>(),
        "warnings": run.warnings,
    });
    format!("{answer:#}\n")
}

fn measure(row: &Row) -> Value {
    let mut object = Map::new();
    for (name, text) in [
        ("measure", row.measure),
        ("of", &row.of),
        ("class", &row.class),
        ("period", &row.period),
        ("statistic", &row.statistic),
        ("unit", row.unit),
    ] {
        object.insert(name.to_owned(), Value::from(text));
    }
    let numbers = [("value", row.value), ("lower", row.lower), ("upper", row.upper), ("half_width", row.half_width)];
    for (name, number) in numbers {
        object.insert(name.to_owned(), number.map_or(Value::Null, Value::from));
    }
    for (name, number) in unknown::split(row) {
        object.insert(name.to_owned(), number.map_or(Value::Null, Value::from));
    }
    object.insert("level".to_owned(), Value::from(row.level));
    object.insert("n".to_owned(), Value::from(row.n));
    Value::Object(object)
}
