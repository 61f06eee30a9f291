//! A log as it is compared: every instance with its first and last moment by the clock on the wall.

use crate::log::{EventLog, Instance, Micros};

/// What is compared of a log.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The instances of each case, in the order in which they begin, and among equals end.
    pub cases: Vec<Vec<Row>>,
    /// Names of the activities.
    pub activities: Vec<String>,
    /// Instances that were not over, which are left out: how long they took in the end nobody knows.
    pub not_over: usize,
}

/// An instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Number of the activity.
    pub activity: u32,
    /// Number of who did it.
    pub resource: Option<u32>,
    /// When it began, by the clock on the wall.
    pub start: Micros,
    /// When it ended, by the clock on the wall.
    pub end: Micros,
}

impl Rows {
    /// Of a log: instances of which no end is known are left out, and so are cases that have no other.
    pub fn of(log: &EventLog) -> Rows {
        let is_going_on = |one: &&Instance| one.end.is_none() && one.span().is_some();
        let cases = log.each().filter_map(|(_, instances)| {
            let mut rows: Vec<Row> = instances.iter().filter_map(row).collect();
            rows.sort_by_key(|row| (row.start, row.end));
            (!rows.is_empty()).then_some(rows)
        });
        Rows {
            cases: cases.collect(),
            activities: log.activities.iter().map(str::to_owned).collect(),
            not_over: log.instances.iter().filter(is_going_on).count(),
        }
    }

    /// Every instance.
    pub fn each(&self) -> impl Iterator<Item = &Row> {
        self.cases.iter().flatten()
    }

    /// Every start and every end.
    pub fn moments(&self) -> impl Iterator<Item = Micros> {
        self.each().map(|row| row.start).chain(self.each().map(|row| row.end))
    }

    /// First moment and last moment of every case.
    pub fn spans(&self) -> impl Iterator<Item = (Micros, Micros)> {
        self.cases.iter().map(|rows| (rows[0].start, rows.iter().map(|row| row.end).max().unwrap_or(rows[0].end)))
    }

    /// The first moment of all.
    pub fn first(&self) -> Option<Micros> {
        self.cases.iter().map(|rows| rows[0].start).min()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }
}

fn row(instance: &Instance) -> Option<Row> {
    let (start, end) = instance.span().filter(|_| instance.end.is_some())?;
    let (start, end) = (instance.wall(start), instance.wall(end));
    Some(Row { activity: instance.activity, resource: instance.resource, start, end })
}
