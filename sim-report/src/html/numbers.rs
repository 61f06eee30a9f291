//! The numbers of a chart as a table, from what its marks say; so every form of chart has one.

use crate::chart::{Chart, Tip};
use crate::document::{Column, Part, Table, Text};

/// The table: a row for each thing that something is said of, a column for each thing that is said. `None` when no mark
/// says anything.
///
/// * `caption` – what the table is called
pub(crate) fn table(chart: &Chart, tips: &[&Tip], caption: String) -> Option<Table> {
    if tips.is_empty() {
        return None;
    }
    let (mut rows, mut columns): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for tip in tips {
        add(&mut rows, &tip.of);
        add(&mut columns, &tip.what);
    }
    let mut cells = vec![vec![Text::default(); columns.len()]; rows.len()];
    for tip in tips {
        let (Some(row), Some(column)) = (position(&rows, &tip.of), position(&columns, &tip.what)) else { continue };
        let cell = &mut cells[row][column].0;
        if !cell.is_empty() {
            cell.push(Part::Words("; ".to_owned()));
        }
        cell.push(Part::Figure(tip.figure.clone()));
    }
    let names = std::iter::once(Column { head: String::new(), is_number: false });
    let heads = columns.iter().map(|head| Column { head: (*head).to_owned(), is_number: true });
    let rows = rows.iter().zip(cells).map(|(name, cells)| {
        let cells = cells.into_iter().map(|cell| if cell.0.is_empty() { Text::from("–") } else { cell });
        std::iter::once(Text::from(*name)).chain(cells).collect()
    });
    Some(Table {
        name: format!("{}-numbers", chart.name),
        caption,
        columns: names.chain(heads).collect(),
        rows: rows.collect(),
    })
}

fn add<'a>(known: &mut Vec<&'a str>, name: &'a str) {
    if position(known, name).is_none() {
        known.push(name);
    }
}

fn position(known: &[&str], name: &str) -> Option<usize> {
    known.iter().position(|&one| one == name)
}
