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
