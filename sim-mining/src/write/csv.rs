//! CSV: a row for everything that was done, with the names of columns that pm4py and our own reader know.

use std::io::{self, Write};

use super::moment;
use super::table::{Cell, Column, cell, columns, of_hundredths};
use super::{Counts, Form, Outline, WrittenCase};

/// Writes CSV.
pub struct Csv<'a> {
    outline: &'a Outline,
    to: &'a mut dyn Write,
    columns: Vec<Column>,
    text: String,
    counts: Counts,
}

impl<'a> Csv<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(outline: &'a Outline, to: &'a mut dyn Write) -> io::Result<Csv<'a>> {
        let columns = columns(outline);
        let mut text = String::new();
        for (number, column) in columns.iter().enumerate() {
            put(&mut text, number, &column.name);
        }
        text.push('\n');
        to.write_all(text.as_bytes())?;
        Ok(Csv { outline, to, columns, text, counts: Counts::default() })
    }
}

impl Form for Csv<'_> {
    fn case(&mut self, case: &WrittenCase<'_>) -> io::Result<()> {
        self.text.clear();
        for entry in &case.entries {
            for (number, column) in self.columns.iter().enumerate() {
                let text = &mut self.text;
                match cell(self.outline, column.of, case, entry) {
                    Cell::Empty => put(text, number, ""),
                    Cell::Text(cell) => put(text, number, cell),
                    Cell::Own(cell) => put(text, number, &cell),
                    Cell::Amount(amount) => put(text, number, &of_hundredths(amount)),
                    Cell::Moment(at) => {
                        put(text, number, "");
                        moment::put(text, at);
                        text.push_str("+00:00");
                    }
                }
            }
            self.text.push('\n');
            self.counts.events += 1;
        }
        self.counts.cases += 1;
        self.to.write_all(self.text.as_bytes())
    }

    fn finish(&mut self) -> io::Result<Counts> {
        Ok(self.counts)
    }
}

/// Adds a cell, in quotes where it needs them.
fn put(to: &mut String, number: usize, cell: &str) {
    if number > 0 {
        to.push(',');
    }
    if !cell.contains([',', '"', '\n', '\r', ';']) {
        to.push_str(cell);
        return;
    }
    to.push('"');
    to.push_str(&cell.replace('"', "\"\""));
    to.push('"');
}
