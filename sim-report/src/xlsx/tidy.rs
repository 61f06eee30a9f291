//! A table of results as programs read it: a row for each value, numbers as numbers.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::style::Styles;
use super::write;

/// A table for a sheet of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Tidy {
    /// Name of the sheet.
    pub name: String,
    /// What stands in it.
    pub title: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, which are never read as a formula.
    Words(String),
    /// A number, and what it is a number of.
    Number(f64, Kind),
    /// A day: year, month, day.
    Day(u16, u8, u8),
}

/// What a number is, as far as it decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A share between 0 and 1, shown in percent.
    Share,
    /// An amount, with as many decimals as its size asks for.
    Amount,
    /// A whole number.
    Whole,
}

/// Widths of columns, in letters.
const NARROWEST: usize = 9;
const WIDEST: usize = 60;
/// Width of a column of numbers, and of the button of a filter beside a head.
const NUMBERS: usize = 13;
const BUTTON: f64 = 3.0;
/// Of a longer table only its beginning is printed.
const MOST_PRINTED: usize = 200;
/// So many letters are read well on a page that lies.
const PAGE: usize = 180;

impl Tidy {
    pub(super) fn put(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<()> {
        let widths = self.widths();
        for (column, width) in widths.iter().enumerate() {
            sheet.set_column_width(column as u16, *width as f64)?;
        }
        write::row_of_words(sheet, 0, &self.heads, |column| widths[column] as f64 - BUTTON, |_| &styles.head)?;
        if widths.iter().sum::<usize>() > PAGE {
            // On one page the letters would be too small to read.
            sheet.set_print_fit_to_pages(0, 0);
        }
        for (row, cells) in self.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                write::cell(sheet, (row as u32 + 1, column as u16), cell, styles)?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        if !self.heads.is_empty() {
            // A filter of its own over the head alone would hide nothing and still be damaged.
            sheet.autofilter(0, 0, (self.rows.len() as u32).max(1), self.heads.len() as u16 - 1)?;
        }
        sheet.set_repeat_rows(0, 0)?;
        if let (MOST_PRINTED.., Some(last)) = (self.rows.len(), self.heads.len().checked_sub(1)) {
            // Nobody means to print thousands of rows; what is chosen can still be printed as a selection.
            sheet.set_print_area(0, 0, MOST_PRINTED as u32, last as u16)?;
        }
        Ok(())
    }

    fn widths(&self) -> Vec<usize> {
        let of_cell = |cell: &Cell| match cell {
            Cell::Words(words) => words.chars().count() + 1,
            _ => NARROWEST,
        };
        let of_column = |(column, head): (usize, &String)| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(of_cell).max().unwrap_or(0);
            // A head has room on several lines.
            let head = head.split(' ').map(|word| word.chars().count() + 4).max().unwrap_or(0).max(NUMBERS);
            cells.max(head).clamp(NARROWEST, WIDEST)
        };
        self.heads.iter().enumerate().map(of_column).collect()
    }
}
