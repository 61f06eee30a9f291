//! Sentences and tables of a document in cells.

use anyhow::Result;
use rust_xlsxwriter::{Format, IgnoreError, Worksheet};

use super::style::Styles;
use super::write;
use crate::document::{Block, Section, Table, Text};

/// A sentence is at least so many letters wide.
const WIDE: f64 = 112.0;
/// Widths of columns, in letters: at least, at most, and of those that no table uses.
const NARROWEST: usize = 12;
const WIDEST: usize = 64;
const UNUSED: f64 = 8.0;

/// Fills a sheet with what a section says, but for its charts.
pub(super) fn put(sheet: &mut Worksheet, section: &Section, styles: &Styles) -> Result<()> {
    let widths = widths(section);
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width as f64)?;
    }
    // As many columns as a sentence is wide.
    let width = |column: usize| widths.get(column).map_or(UNUSED, |&width| width as f64);
    let wide = |columns: usize| (0..columns).map(width).sum::<f64>();
    let columns = (1..).find(|&columns| wide(columns) >= WIDE).unwrap_or(1);
    for column in widths.len()..columns {
        sheet.set_column_width(column as u16, UNUSED)?;
    }
    let span = (columns as u16, wide(columns));
    write::words(sheet, (0, 0), &section.heading, &styles.title)?;
    let mut row = 3;
    for block in &section.blocks {
        row = match block {
            Block::Answer(texts) => lines(sheet, row, span, texts, ("", &styles.answer))? + 1,
            Block::List(texts) => lines(sheet, row, span, texts, ("• ", &styles.wrapped))? + 1,
            Block::Paragraph(text) => merged(sheet, row, span, &text.plain(), &styles.wrapped)? + 1,
            Block::Note(text) => merged(sheet, row, span, &text.plain(), &styles.note)? + 1,
            Block::Heading(heading) => {
                write::words(sheet, (row, 0), heading, &styles.heading)?;
                row + 1
            }
            Block::Table(of) => {
                write::words(sheet, (row, 0), &of.caption, &styles.words)?;
                table(sheet, row + 1, of, width, styles)? + 1
            }
            Block::Chart(_) | Block::Played(..) => row,
        };
    }
    Ok(())
}

/// Whether a section says anything besides its charts and how to read them, which stands beside each.
pub(super) fn says_anything(section: &Section) -> bool {
    section.blocks.iter().any(|block| !matches!(block, Block::Chart(_) | Block::Played(..) | Block::Note(_)))
}

fn lines(sheet: &mut Worksheet, row: u32, span: (u16, f64), texts: &[Text], look: (&str, &Format)) -> Result<u32> {
    let (begin, style) = look;
    texts.iter().try_fold(row, |row, text| merged(sheet, row, span, &format!("{begin}{}", text.plain()), style))
}

/// A text over several columns, in a row high enough for it; gives the next row.
///
/// * `span` – how many columns, and how many letters those are wide
pub(super) fn merged(
    sheet: &mut Worksheet,
    row: u32,
    (columns, width): (u16, f64),
    text: &str,
    style: &Format,
) -> Result<u32> {
    if text.is_empty() {
        return Ok(row);
    }
    write::height(sheet, row, std::iter::once((text, width)))?;
    if columns > 1 {
        sheet.merge_range(row, 0, row, columns - 1, "", style)?;
    }
    write::words(sheet, (row, 0), text, style)?;
    Ok(row + 1)
}

/// A table from a row on; gives the row below it.
///
/// * `width` – of each column, in letters
pub(super) fn table(
    sheet: &mut Worksheet,
    top: u32,
    table: &Table,
    width: impl Fn(usize) -> f64,
    styles: &Styles,
) -> Result<u32> {
    let heads: Vec<String> = table.columns.iter().map(|column| column.head.clone()).collect();
    write::row_of_words(sheet, top, &heads, &width, |_| &styles.head)?;
    let style = |column: usize| if table.columns[column].is_number { &styles.right } else { &styles.wrapped };
    let mut row = top;
    for cells in &table.rows {
        row += 1;
        let cells: Vec<String> = cells.iter().take(heads.len()).map(Text::plain).collect();
        write::row_of_words(sheet, row, &cells, &width, style)?;
    }
    if let (false, Some(last)) = (table.rows.is_empty(), table.columns.len().checked_sub(1)) {
        // These are words with a unit or an interval; the numbers stand in the tables of results.
        sheet.ignore_error_range(top + 1, 0, row, last as u16, IgnoreError::NumberStoredAsText)?;
    }
    Ok(row + 1)
}

/// Of each column the width that its longest cell asks for, in all tables of the section.
fn widths(section: &Section) -> Vec<usize> {
    let mut widths = vec![NARROWEST];
    for block in &section.blocks {
        let Block::Table(table) = block else { continue };
        widths.resize(widths.len().max(table.columns.len()), NARROWEST);
        for (column, width) in widths.iter_mut().enumerate().take(table.columns.len()) {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            let longest = cells.map(|cell| cell.plain().chars().count() + 2).max().unwrap_or(0);
            let head = table.columns[column].head.chars().count().min(18) + 2;
            *width = (*width).max(longest.max(head).min(WIDEST));
        }
    }
    widths
}
