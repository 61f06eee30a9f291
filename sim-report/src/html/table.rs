//! Tables: a caption, heads with their scope, and a region of their own that scrolls where the page is narrow.

use std::fmt::Write;

use super::block::breakable;
use super::escape::escaped;
use crate::document::{Table, Text};

/// On paper the numbers of a table with more columns than this may be broken over lines.
const WIDE: usize = 7;

/// Writes a table.
///
/// * `id` – an id that nothing else in the file begins with
pub(super) fn put(out: &mut String, table: &Table, id: &str) {
    let (caption, name) = (escaped(&table.caption), escaped(&table.name));
    let _ = writeln!(out, "<div class=\"table\" role=\"group\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">");
    let numeric = is_numeric(table);
    let wide = match (table.columns.len() > WIDE, numeric) {
        (true, true) => " class=\"wide numeric\"",
        (true, false) => " class=\"wide\"",
        (false, true) => " class=\"numeric\"",
        (false, false) => "",
    };
    let _ = writeln!(
        out,
        "<table data-name=\"{name}\"{wide}>\n<caption id=\"{id}-caption\"><span>{caption}</span></caption>"
    );
    out.push_str("<thead>\n<tr>");
    for column in &table.columns {
        let class = if column.is_number && !numeric { " class=\"number\"" } else { "" };
        let _ = match column.head.is_empty() {
            true => write!(out, "<td></td>"),
            false => write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(&column.head)),
        };
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        put_row(out, table, numeric, row);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// Whether all but the first column hold numbers, which is then said once.
fn is_numeric(table: &Table) -> bool {
    table.columns.len() > 1 && table.columns.iter().skip(1).all(|column| column.is_number)
}

/// The first cell names the row.
fn put_row(out: &mut String, table: &Table, numeric: bool, row: &[Text]) {
    out.push_str("<tr>");
    for (position, cell) in row.iter().enumerate() {
        let is_number = table.columns.get(position).is_some_and(|column| column.is_number);
        let _ = match (position, is_number) {
            (0, _) if !cell.plain().is_empty() => write!(out, "<th scope=\"row\">{}</th>", breakable(cell)),
            (_, true) if !numeric => write!(out, "<td class=\"number\">{}</td>", breakable(cell)),
            _ => write!(out, "<td>{}</td>", breakable(cell)),
        };
    }
    out.push_str("</tr>\n");
}
