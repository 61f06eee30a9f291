//! A chart as a spreadsheet has it: cells, and what is drawn of which of their columns.

use super::{Cell, Kind};
use crate::draw::Colour;

/// Cells, and charts that are fed by them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Picture {
    /// The tables of cells.
    pub(super) grids: Vec<Grid>,
    /// The charts.
    pub(super) plots: Vec<Plot>,
    /// What must be known to read them as the spreadsheet draws them.
    pub(super) notes: Vec<String>,
}

/// A table of cells; the first column names the rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Grid {
    /// What stands above it.
    pub(super) title: Option<String>,
    /// Heads of the columns.
    pub(super) heads: Vec<String>,
    /// Rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A chart of the columns of a grid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plot {
    /// Of which grid.
    pub(super) grid: usize,
    /// Its title; without one it has that of the sheet.
    pub(super) title: Option<String>,
    /// How it is drawn.
    pub(super) look: Look,
    /// Title of the axis of values, with the unit.
    pub(super) axis: String,
    /// Title of the axis of what it is drawn against, where that is a scale.
    pub(super) scale: Option<String>,
    /// The ends of that axis, where values may lie beyond it.
    pub(super) limits: Option<(f64, f64)>,
    /// What its numbers are.
    pub(super) kind: Kind,
    /// What is drawn.
    pub(super) series: Vec<Series>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Bars beside each other in each row.
    Bars,
    /// One bar in each row, in the colour of its series.
    OneBar,
    /// Bars of parts.
    Stacked,
    /// Lines from row to row.
    Lines,
    /// Lines of ranks, the first at the top.
    Ranks,
    /// Lines over a scale instead of rows.
    Curves,
}

/// A column that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// Which column.
    pub(super) column: usize,
    /// The column against which it is drawn; else the names of the rows.
    pub(super) against: usize,
    /// The columns that say how far the interval reaches: down and up.
    pub(super) interval: Option<(usize, usize)>,
    /// Colour.
    pub(super) colour: Colour,
    /// Told apart without colour.
    pub(super) mark: Mark,
    /// How its bars look, where each has a look of its own.
    pub(super) points: Vec<(Colour, Mark)>,
}

/// What tells series apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Filled.
    Full,
    /// Filled with lines.
    Hatched,
    /// An outline.
    Hollow,
    /// A broken line.
    Dashed,
}

impl Grid {
    /// A column more; gives which one it is.
    pub(super) fn column(&mut self, head: &str, cells: Vec<Cell>) -> usize {
        self.heads.push(head.to_owned());
        self.rows.resize(self.rows.len().max(cells.len()), Vec::new());
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.resize(self.heads.len() - 1, Cell::Empty);
            row.push(cell);
        }
        self.heads.len() - 1
    }

    /// The largest number of a column, sign aside.
    pub(super) fn largest(&self, column: usize) -> Option<f64> {
        let sizes = self.rows.iter().filter_map(|row| match row.get(column) {
            Some(Cell::Number(value, _)) => Some(value.abs()),
            _ => None,
        });
        sizes.fold(None, |most: Option<f64>, size| Some(most.map_or(size, |most| most.max(size))))
    }

    /// How many rows a column fills.
    pub(super) fn filled(&self, column: usize) -> usize {
        let is_there = |row: &Vec<Cell>| row.get(column).is_some_and(|cell| *cell != Cell::Empty);
        self.rows.iter().rposition(is_there).map_or(0, |last| last + 1)
    }

    /// Columns for an interval around a value: from where to where, and how far that reaches down and up, of which the lines
    /// around a mark are drawn; gives the last two.
    ///
    /// * `heads` – of these four columns
    /// * `values` – in each row the value and its interval
    pub(super) fn interval(
        &mut self,
        heads: [&str; 4],
        values: &[Option<(f64, (f64, f64))>],
        kind: Kind,
    ) -> (usize, usize) {
        let of = |number: fn(f64, (f64, f64)) -> f64| {
            values
                .iter()
                .map(|one| one.map_or(Cell::Empty, |(value, interval)| Cell::Number(number(value, interval), kind)))
                .collect()
        };
        let [lower, upper, down, up] = heads;
        self.column(lower, of(|_, (low, _)| low));
        self.column(upper, of(|_, (_, high)| high));
        let down = self.column(down, of(|value, (low, _)| (value - low).max(0.0)));
        let up = self.column(up, of(|value, (_, high)| (high - value).max(0.0)));
        (down, up)
    }
}

impl Series {
    /// A filled series without intervals.
    pub(super) fn of(column: usize, colour: Colour) -> Series {
        Series { column, against: 0, interval: None, colour, mark: Mark::Full, points: Vec::new() }
    }

    pub(super) fn with(self, interval: Option<(usize, usize)>, mark: Mark) -> Series {
        Series { interval, mark, ..self }
    }
}
