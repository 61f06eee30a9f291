//! Writes cells: whatever words begin with, they stay words.

use anyhow::Result;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};

use super::Cell;
use super::names::shortened;
use super::style::Styles;

/// Most that a cell holds, in the units in which a spreadsheet counts.
const LONGEST: usize = 32_767;
/// Signs with which a formula begins, or that a spreadsheet skips before one.
const BEGINS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Words in a place: row and column.
///
/// # Errors
/// When the place lies outside a sheet.
pub(super) fn words(sheet: &mut Worksheet, (row, column): (u32, u16), words: &str, style: &Format) -> Result<()> {
    let words = shortened(words, LONGEST);
    // Also when somebody edits the cell and leaves it again.
    let quoted = words.starts_with(BEGINS_FORMULA).then(|| style.clone().set_quote_prefix());
    sheet.write_string_with_format(row, column, words, quoted.as_ref().unwrap_or(style))?;
    Ok(())
}

/// A cell in a place: row and column.
///
/// # Errors
/// When the place lies outside a sheet, or there is no such day.
pub(super) fn cell(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, styles: &Styles) -> Result<()> {
    match cell {
        Cell::Empty => {}
        Cell::Words(text) => words(sheet, (row, column), text, &styles.words)?,
        Cell::Number(value, kind) if value.is_finite() => {
            sheet.write_number_with_format(row, column, *value, styles.number(*value, *kind))?;
        }
        Cell::Number(value, _) => words(sheet, (row, column), &value.to_string(), &styles.right)?,
        Cell::Day(year, month, day) => {
            let day = ExcelDateTime::from_ymd(*year, *month, *day)?;
            sheet.write_datetime_with_format(row, column, &day, &styles.day)?;
        }
    }
    Ok(())
}

/// Height of a line of text, in points, and what a row has beside its lines.
const LINE: f64 = 15.0;
const EDGE: f64 = 2.0;

/// Makes a row high enough for its words: not every program that opens a workbook does so by itself.
///
/// * `cells` – words, each with the width of its column in letters
///
/// # Errors
/// When the row lies outside a sheet.
pub(super) fn height<'w>(sheet: &mut Worksheet, row: u32, cells: impl Iterator<Item = (&'w str, f64)>) -> Result<()> {
    let lines = cells.map(|(words, width)| lines(words, width)).max().unwrap_or(1);
    if lines > 1 {
        sheet.set_row_height(row, lines as f64 * LINE + EDGE)?;
    }
    Ok(())
}

/// So many lines a text takes.
fn lines(text: &str, width: f64) -> usize {
    // A line breaks between words, so that on average it is not quite full.
    let fits = |line: &str| ((line.chars().count() as f64 * 1.08 / width).ceil() as usize).max(1);
    text.split('\n').map(fits).sum()
}

/// A row of words, high enough for all of them.
///
/// * `width` – of each column, in letters
/// * `style` – of each column
///
/// # Errors
/// When the row lies outside a sheet.
pub(super) fn row_of_words<'s>(
    sheet: &mut Worksheet,
    row: u32,
    all: &[String],
    width: impl Fn(usize) -> f64,
    style: impl Fn(usize) -> &'s Format,
) -> Result<()> {
    for (column, text) in all.iter().enumerate() {
        words(sheet, (row, column as u16), text, style(column))?;
    }
    height(sheet, row, all.iter().enumerate().map(|(column, text)| (text.as_str(), width(column))))
}
