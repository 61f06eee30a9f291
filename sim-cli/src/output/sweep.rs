//! The answer of a sweep: a row for each cell to read, tidy rows for programs, and a folder.

use anyhow::Result;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Map, Value, json};
use sim_core::experiment::Row;
use sim_core::lang::Lang;

use super::folder::File;
use super::results::{self, Circumstances, sha256};
use crate::number::{estimate, percentage};
use crate::sweep::{Found, Name, Sweep, headline, legend};
use crate::text::{self, sweep as words};
use crate::time_unit::TimeUnit;

/// Most cells on the screen.
const MOST_CELLS: usize = 60;
/// Most measures on the screen.
const MOST_COLUMNS: usize = 8;
/// A path longer than this is shown by its end.
const MOST_PATH: usize = 26;

/// Everything that is said of a sweep.
pub(crate) struct Answer<'s> {
    /// The sweep.
    pub(crate) sweep: &'s Sweep,
    /// The scenario file.
    pub(crate) file: &'s str,
    /// Language.
    pub(crate) lang: Lang,
}

impl Answer<'_> {
    /// What a reader sees: title, what is varied, a row for each cell, and how to read it.
    pub(crate) fn text(&self) -> String {
        let (sweep, lang) = (self.sweep, self.lang);
        let span = |span: sim_core::time::Span| text::span(lang, span.as_days());
        let (horizon, warm_up) = (span(sweep.scenario.horizon), span(sweep.scenario.warm_up));
        let most = sweep.replications.iter().copied().max().unwrap_or(0);
        let mut lines = vec![
            sweep.scenario.title.to_string(),
            text::run_line(lang, self.file, sweep.seed, most, &horizon, &warm_up),
        ];
        if !sweep.changes.is_empty() {
            lines.push(text::notes::changed(lang, &sweep.changes));
        }
        lines.push(words::cells(lang, sweep.rows.cells.len()));
        lines.push(String::new());
        let (columns, left_out) = self.columns();
        lines.push(self.table(&columns));
        lines.push(String::new());
        if sweep.rows.cells.len() > MOST_CELLS {
            lines.push(words::more_cells(lang, sweep.rows.cells.len() - MOST_CELLS));
        }
        if left_out > 0 {
            lines.push(words::more_measures(lang, left_out));
        }
        lines.push(legend(sweep, lang));
        if !sweep.chosen.is_asked() {
            lines.push(words::choose(lang).to_owned());
        }
        lines.join("\n") + "\n"
    }

    /// The rows that are columns on the screen, and how many more were asked for.
    fn columns(&self) -> (Vec<u32>, usize) {
        let sweep = self.sweep;
        let mut columns =
            if sweep.chosen.is_asked() { sweep.chosen.columns(&sweep.rows.names) } else { headline(sweep) };
        let left_out = columns.len().saturating_sub(MOST_COLUMNS);
        columns.truncate(MOST_COLUMNS);
        (columns, left_out)
    }

    fn table(&self, columns: &[u32]) -> String {
        let sweep = self.sweep;
        let shown = sweep.rows.cells.len().min(MOST_CELLS);
        let of_column = |&name: &u32| -> Vec<Option<Row>> {
            (0..sweep.rows.cells.len()).map(|cell| sweep.rows.row(cell, name)).collect()
        };
        let columns: Vec<Column> = columns
            .iter()
            .map(|name| Column::of(&sweep.rows.names[*name as usize], &of_column(name), shown, self.lang))
            .collect();
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Disabled);
        let paths = sweep.vary.iter().map(|vary| end_of(&vary.path));
        table.set_header(paths.chain(columns.iter().map(|column| column.head.clone())));
        for (cell, values) in sweep.cells.iter().enumerate().take(shown) {
            table.add_row(values.iter().cloned().chain(columns.iter().map(|column| column.cells[cell].clone())));
        }
        table.column_iter_mut().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        let text = table.to_string();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// Tidy rows: the varied parameters, then names and numbers; an absent value is an empty field.
    pub(crate) fn csv(&self) -> Result<Vec<u8>> {
        let sweep = self.sweep;
        let mut writer = csv::Writer::from_writer(Vec::new());
        let paths = sweep.vary.iter().map(|vary| vary.path.as_str());
        let names = ["measure", "of", "class", "statistic", "unit", "value", "lower", "upper", "n"];
        writer.write_record(paths.chain(names))?;
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        for (values, rows) in sweep.cells.iter().zip(&sweep.rows.cells) {
            for found in rows {
                let Name { measure, of, class, statistic, unit, .. } = &sweep.rows.names[found.name as usize];
                for text in values.iter().map(String::as_str).chain([measure, of.as_str(), class, statistic, unit]) {
                    writer.write_field(text)?;
                }
                let (lower, upper) = (found.bounds.map(|(lower, _)| lower), found.bounds.map(|(_, upper)| upper));
                writer.write_record([number(found.value), number(lower), number(upper), found.n.to_string()])?;
            }
        }
        Ok(writer.into_inner().map_err(|error| error.into_error())?)
    }

    /// The same as JSON, by cell.
    pub(crate) fn json(&self) -> String {
        let sweep = self.sweep;
        let cells = sweep.cells.iter().zip(&sweep.rows.cells).zip(&sweep.replications);
        let cells = cells.map(|((values, rows), replications)| {
            let paths = sweep.vary.iter().map(|vary| vary.path.clone());
            let parameters: Map<String, Value> = paths.zip(values.iter().map(|value| value.as_str().into())).collect();
            let measures: Vec<Value> = rows.iter().map(|found| self.measure(found)).collect();
            json!({ "parameters": parameters, "replications": replications, "measures": measures })
        });
        let answer = json!({
            "scenario": sweep.scenario.title.in_files(),
            "version": env!("CARGO_PKG_VERSION"),
            "changes": sweep.changes,
            "seed": sweep.seed,
            "likely": sweep.likely.is_some(),
            "cells": cells.collect::<Vec<Value>>(),
        });
        format!("{answer:#}\n")
    }

    fn measure(&self, found: &Found) -> Value {
        let name = &self.sweep.rows.names[found.name as usize];
        let number = |value: Option<f64>| value.map_or(Value::Null, Value::from);
        json!({
            "measure": name.measure,
            "of": name.of,
            "class": name.class,
            "statistic": name.statistic,
            "unit": name.unit,
            "value": number(found.value),
            "lower": number(found.bounds.map(|(lower, _)| lower)),
            "upper": number(found.bounds.map(|(_, upper)| upper)),
            "n": found.n,
        })
    }
}

/// A measure on the screen.
struct Column {
    head: String,
    cells: Vec<String>,
}

impl Column {
    /// All its numbers in one unit: times in the one that suits the largest.
    fn of(name: &Name, rows: &[Option<Row>], shown: usize, lang: Lang) -> Column {
        let values = || rows.iter().flatten().filter_map(|row| row.value);
        let largest = values().fold(0.0, f64::max);
        let (unit, scale) = match name.unit {
            "days" => {
                let TimeUnit { name, per_day, .. } = TimeUnit::of(largest, lang);
                (name, per_day)
            }
            "share" => ("", 1.0),
            unit => (unit, 1.0),
        };
        let shown = rows.iter().take(shown).map(|row| match name.unit {
            "share" => percentage(row.as_ref(), lang),
            _ => estimate(row.as_ref(), scale, lang),
        });
        let ordinary = ["mean", "share", "per_year", "count"].contains(&name.statistic.as_str());
        let of = if name.of == "chain" { String::new() } else { format!("\n{}", name.of) };
        let said = if ordinary { String::new() } else { format!("\n{}", name.statistic) };
        let unit = if unit.is_empty() { String::new() } else { format!("\n({unit})") };
        Column { head: format!("{}{of}{said}{unit}", name.measure), cells: shown.collect() }
    }
}

/// The end of a path, where it is long.
fn end_of(path: &str) -> String {
    if path.chars().count() <= MOST_PATH {
        return path.to_owned();
    }
    let parts: Vec<&str> = path.split('.').collect();
    let fits = |from: &usize| parts[*from..].join(".").chars().count() < MOST_PATH;
    let from = (1..parts.len()).find(fits).unwrap_or(parts.len() - 1);
    format!("…{}", parts[from..].join("."))
}

/// The files of the folder of results.
pub(crate) fn files(answer: &Answer, circumstances: &Circumstances) -> Result<Vec<File>> {
    let sweep = answer.sweep;
    let files = vec![
        ("scenario.toml".to_owned(), sweep.text.clone().into_bytes()),
        ("sweep.csv".to_owned(), answer.csv()?),
        ("sweep.json".to_owned(), answer.json().into_bytes()),
    ];
    let about = json!({
        "scenario": {
            "file": circumstances.file,
            "title": sweep.scenario.title.in_files(),
            "changes": sweep.changes,
            "sha256": sha256(sweep.text.as_bytes()),
        },
        "seed": sweep.seed,
        "cells": sweep.cells.len(),
        "likely": sweep.likely.is_some(),
        "stopped": "done",
    });
    results::with_manifest(about, files, circumstances, answer.lang)
}
