//! Every parameter of a scenario as written, with the remark on its source.

use anyhow::Result;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde_json::{Value, json};
use sim_core::lang::Lang;
use sim_core::scenario::Written;

use crate::number::ABSENT;
use crate::text::parameters as words;

/// Widest table: so much fits on a screen and on a printed page. The environment may say otherwise.
const WIDTH: u16 = 100;

/// Widest path.
const PATH: usize = 36;

/// A table to read, and below it how many parameters have no source and how many are assumptions.
pub(crate) fn table(written: &[Written], lang: Lang) -> String {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(WIDTH);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns.clamp(60, 200));
    table.set_header([words::line(lang), words::path(lang), words::value(lang), words::note(lang)]);
    for parameter in written {
        let note = parameter.note.as_deref().unwrap_or(ABSENT);
        table.add_row([&parameter.line.to_string(), &broken_at_dots(&parameter.path), &parameter.value, note]);
    }
    if let Some(lines) = table.column_mut(0) {
        lines.set_constraint(ColumnConstraint::ContentWidth).set_cell_alignment(comfy_table::CellAlignment::Right);
    }
    if let Some(paths) = table.column_mut(1) {
        paths.set_constraint(ColumnConstraint::ContentWidth);
    }
    if let Some(values) = table.column_mut(2) {
        values.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(30)));
    }
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    let without = written.iter().filter(|parameter| parameter.note.is_none()).count();
    let assumed = written.iter().filter(|parameter| is_assumption(parameter)).count();
    format!("{}\n\n{}\n", lines.join("\n"), words::count(lang, written.len(), without, assumed))
}

/// A path in lines that end at a dot, so that its names stay whole.
fn broken_at_dots(path: &str) -> String {
    let mut lines = vec![String::new()];
    for name in path.split_inclusive('.') {
        let line = lines.last_mut().expect("starts with one line");
        if !line.is_empty() && line.chars().count() + name.chars().count() > PATH {
            lines.push(format!("  {name}"));
        } else {
            line.push_str(name);
        }
    }
    lines.join("\n")
}

/// The same for a spreadsheet; names of columns do not depend on the language.
pub(crate) fn csv(written: &[Written]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["path", "value", "note", "line"])?;
    for parameter in written {
        let note = parameter.note.as_deref().unwrap_or("");
        writer.write_record([&parameter.path, &parameter.value, note, &parameter.line.to_string()])?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// The same for programs; a note that is not there is `null`.
pub(crate) fn json(written: &[Written]) -> String {
    let parameters: Vec<Value> = written
        .iter()
        .map(|parameter| {
            json!({
                "path": parameter.path,
                "value": parameter.value,
                "note": parameter.note,
                "line": parameter.line,
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(parameters))
}

/// Whether a note says that the value is an assumption: `A`, or `A:` and why.
pub(crate) fn is_assumption(parameter: &Written) -> bool {
    let note = parameter.note.as_deref().unwrap_or("").trim_start();
    note.strip_prefix('A').is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_alphanumeric))
}

/// Whether a value is a number of the chain, of which a reader asks where it comes from: not how the chain is simulated, nor
/// names, orders and what is left over.
pub(crate) fn is_number(parameter: &Written) -> bool {
    parameter.path.contains('.')
        && !parameter.path.starts_with("report.")
        && parameter.value.contains(|sign: char| sign.is_ascii_digit())
}
