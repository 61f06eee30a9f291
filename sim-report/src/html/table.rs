//! Tables: a caption, heads with their scope, and a region of their own that scrolls where the page is narrow.

use std::fmt::Write;

use super::block::text;
use super::escape::escaped;
use crate::document::{Table, Text};

/// Writes a table.
///
/// * `id` – an id that nothing else in the file begins with
pub(super) fn put(out: &mut String, table: &Table, id: &str) {
    let (caption, name) = (escaped(&table.caption), escaped(&table.name));
    let _ = writeln!(out, "<div class=\"table\" role=\"group\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">");
    let _ = writeln!(out, "<table data-name=\"{name}\">\n<caption id=\"{id}-caption\">{caption}</caption>");
    out.push_str("<thead>\n<tr>");
    for column in &table.columns {
        let class = if column.is_number { " class=\"number\"" } else { "" };
        let _ = match column.head.is_empty() {
            true => write!(out, "<td></td>"),
            false => write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(&column.head)),
        };
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        put_row(out, table, row);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// The first cell names the row.
fn put_row(out: &mut String, table: &Table, row: &[Text]) {
    out.push_str("<tr>");
    for (position, cell) in row.iter().enumerate() {
        let is_number = table.columns.get(position).is_some_and(|column| column.is_number);
        let _ = match (position, is_number) {
            (0, _) if !cell.plain().is_empty() => write!(out, "<th scope=\"row\">{}</th>", text(cell)),
            (_, true) => write!(out, "<td class=\"number\">{}</td>", text(cell)),
            (_, false) => write!(out, "<td>{}</td>", text(cell)),
        };
    }
    out.push_str("</tr>\n");
}
