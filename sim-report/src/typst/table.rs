//! Tables: the columns with their widths, and the cells.

use std::fmt::Write;

use super::block::content;
use super::literal::literal;
use crate::columns::{Page, breakable, columns};
use crate::document::{Table, Text};

/// Sizes of letters, in points; the first at which the words fit is taken.
const SIZES: [f64; 4] = [8.5, 8.0, 7.5, 7.0];
/// A table of more rows than this begins with smaller letters.
const MANY: usize = 60;
/// Width of the text on the page, in points.
const PAGE: f64 = 170.0 / 25.4 * 72.0;
/// Free space of a cell at both sides together, in points, and a little that rounding may take.
const EDGES: f64 = 3.2 / 25.4 * 72.0 + 1.0;
/// A row of more letters than this may be broken over pages.
const HIGH: usize = 900;

/// Writes a table.
pub(super) fn put(out: &mut String, table: &Table, has: fn(char) -> bool) {
    let sizes = &SIZES[if table.rows.len() > MANY { 2 } else { 0 }..];
    let columns = columns(table, &Page { width: PAGE, edges: EDGES, sizes });
    let widths: Vec<String> = columns.widths.iter().map(|width| format!("{width:.1}pt")).collect();
    let numbers: Vec<String> = table.columns.iter().map(|column| column.is_number.to_string()).collect();
    let _ = writeln!(out, "\n#rows(\n  {},", literal(&table.caption, has));
    let _ = writeln!(out, "  columns: ({},),\n  numbers: ({},),", widths.join(", "), numbers.join(", "));
    let _ = writeln!(out, "  size: {}pt,", columns.size);
    let heads: Vec<String> = table.columns.iter().map(|column| literal(&column.head, has)).collect();
    let _ = writeln!(out, "  head: ({},),", heads.join(", "));
    for row in &table.rows {
        let is_high = row.iter().map(|cell| cell.plain().chars().count()).sum::<usize>() > HIGH;
        let cell = |cell: &Text| {
            let words = content(&breakable(cell, columns.breaks_figures), has);
            if is_high { format!("table.cell(breakable: true)[{words}]") } else { format!("[{words}]") }
        };
        let cells: Vec<String> = row.iter().map(cell).collect();
        let _ = writeln!(out, "  {},", cells.join(", "));
    }
    out.push_str(")\n");
}
