//! What was found of every cell: for each row its names once, and for each cell only numbers.

use std::collections::BTreeMap;

use sim_core::estimate::{LEVEL, Split};
use sim_core::experiment::Row;
use sim_core::observe::RowKey;

/// The names of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    /// In indices of the cell in which it came first.
    pub(crate) key: RowKey,
    /// Measure.
    pub(crate) measure: &'static str,
    /// What it is of.
    pub(crate) of: String,
    /// `all`, or the name of a level.
    pub(crate) class: String,
    /// What is said of the measure.
    pub(crate) statistic: String,
    /// Unit of its values.
    pub(crate) unit: &'static str,
}

/// What was found of a row in a cell.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Position of its names.
    pub(crate) name: u32,
    /// Value.
    pub(crate) value: Option<f64>,
    /// Lower and upper bound of the interval.
    pub(crate) bounds: Option<(f64, f64)>,
    /// Half-width of the interval, where it is symmetric.
    pub(crate) half_width: Option<f64>,
    /// Number of replications.
    pub(crate) n: u32,
    /// Where the spread comes from.
    pub(crate) split: Option<Split>,
}

/// The rows of all cells that are done.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// All names that occur.
    pub(crate) names: Vec<Name>,
    /// For each cell its rows.
    pub(crate) cells: Vec<Vec<Found>>,
    positions: BTreeMap<(&'static str, String, String, String), u32>,
}

impl Rows {
    /// Adds the rows of the next cell.
    pub(crate) fn add<'r>(&mut self, rows: impl Iterator<Item = &'r Row>) {
        let cell = rows.map(|row| Found {
            name: self.position(row),
            value: row.value,
            bounds: row.lower.zip(row.upper),
            half_width: row.half_width,
            n: row.n,
            split: row.split,
        });
        let cell = cell.collect();
        self.cells.push(cell);
    }

    fn position(&mut self, row: &Row) -> u32 {
        let names = (row.measure, row.of.clone(), row.class.clone(), row.statistic.clone());
        *self.positions.entry(names).or_insert_with(|| {
            self.names.push(Name {
                key: row.key,
                measure: row.measure,
                of: row.of.clone(),
                class: row.class.clone(),
                statistic: row.statistic.clone(),
                unit: row.unit,
            });
            self.names.len() as u32 - 1
        })
    }

    /// A row of a cell, as a table of one scenario has it.
    pub(crate) fn row(&self, cell: usize, name: u32) -> Option<Row> {
        let found = self.cells.get(cell)?.iter().find(|found| found.name == name)?;
        let names = &self.names[name as usize];
        Some(Row {
            key: names.key,
            measure: names.measure,
            of: names.of.clone(),
            class: names.class.clone(),
            period: "all".to_owned(),
            statistic: names.statistic.clone(),
            unit: names.unit,
            value: found.value,
            lower: found.bounds.map(|(lower, _)| lower),
            upper: found.bounds.map(|(_, upper)| upper),
            half_width: found.half_width,
            level: LEVEL,
            n: found.n,
            split: found.split,
        })
    }
}
