//! Tables: which column gets how much of the width, and the cells.

use std::fmt::Write;

use super::block::content;
use super::literal::literal;
use crate::document::{Part, Table, Text};

/// A column whose longest cell has more letters than this gives way to the others.
const LONG: usize = 26;
/// A table of more columns than this is set smaller.
const MANY: usize = 7;
/// A word of more letters than this may be broken at its points.
const LONG_WORD: usize = 16;
/// A row of more letters than this may be broken over pages.
const HIGH: usize = 900;

/// Writes a table.
pub(super) fn put(out: &mut String, table: &Table, has: fn(char) -> bool) {
    let columns: Vec<String> = (0..table.columns.len()).map(|column| width(table, column)).collect();
    let numbers: Vec<String> = table.columns.iter().map(|column| column.is_number.to_string()).collect();
    let _ = writeln!(out, "\n#rows(\n  {},", literal(&table.caption, has));
    let _ = writeln!(out, "  columns: ({},),\n  numbers: ({},),", columns.join(", "), numbers.join(", "));
    if table.columns.len() > MANY {
        out.push_str("  size: 7.5pt,\n");
    }
    let heads: Vec<String> = table.columns.iter().map(|column| literal(&column.head, has)).collect();
    let _ = writeln!(out, "  head: ({},),", heads.join(", "));
    for row in &table.rows {
        let is_high = row.iter().map(letters).sum::<usize>() > HIGH;
        let cell = |cell: &Text| match is_high {
            true => format!("table.cell(breakable: true)[{}]", content(&breakable(cell), has)),
            false => format!("[{}]", content(&breakable(cell), has)),
        };
        let cells: Vec<String> = row.iter().map(cell).collect();
        let _ = writeln!(out, "  {},", cells.join(", "));
    }
    out.push_str(")\n");
}

fn letters(text: &Text) -> usize {
    text.plain().chars().count()
}

/// As wide as what stands in it; columns with much text share what is left, by how much they have.
fn width(table: &Table, column: usize) -> String {
    let each = || table.rows.iter().filter_map(|row| row.get(column)).map(letters);
    let longest = each().max().unwrap_or(0);
    if table.columns[column].is_number || longest <= LONG {
        return "auto".to_owned();
    }
    let mean = each().sum::<usize>() as f64 / each().count().max(1) as f64;
    format!("{:.1}fr", mean.sqrt().max(2.0))
}

/// Where a column would be as wide as its longest word, names of parameters may be broken at their points.
fn breakable(text: &Text) -> Text {
    let piece = |word: &str| match word.chars().count() > LONG_WORD {
        true => ['.', '_', '/', '+'].iter().fold(word.to_owned(), |word, &sign| word.replace(sign, &format!("{sign}\u{200B}"))),
        false => word.to_owned(),
    };
    let part = |part: &Part| match part {
        Part::Words(words) => Part::Words(words.split(' ').map(piece).collect::<Vec<_>>().join(" ")),
        other => other.clone(),
    };
    Text(text.0.iter().map(part).collect())
}
