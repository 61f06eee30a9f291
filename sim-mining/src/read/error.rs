//! Why a log was refused.

use std::io;

/// Why a log was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It could not be read at all.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is packed, and broken from its beginning.
    #[error("the file is packed by gzip, and nothing of it can be unpacked")]
    Nothing,
    /// It is of a kind that is not read.
    #[error("this is a {0} file, which is not read")]
    Foreign(&'static str),
    /// It is of a kind that is read only by a program that was built for it.
    #[error("this is a {kind} file, which is read only with the feature `{feature}`")]
    NotBuilt {
        /// What it is.
        kind: &'static str,
        /// The feature of the program.
        feature: &'static str,
    },
    /// A database that is no object-centric log, or broken.
    #[error("table `{table}`: {fault}")]
    Database {
        /// The table; empty where it is the database as a whole.
        table: String,
        /// What is wrong.
        fault: Fault,
    },
    /// No column can be the case, the activity, or a moment.
    #[error("no column is taken for the {role:?}; the columns are {columns:?}")]
    NoColumn {
        /// What no column can be.
        role: super::Role,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// The column that was asked for is not there.
    #[error("there is no column `{name}`; the columns are {columns:?}")]
    UnknownColumn {
        /// What it should have been.
        role: super::Role,
        /// The name asked for.
        name: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// Some moments can only be read with the day first, others only with the month first.
    #[error("row {day_row} has `{day}`, row {month_row} has `{month}`: day and month stand in two orders")]
    TwoOrders {
        /// A row that has the day first.
        day_row: u64,
        /// What stands there.
        day: String,
        /// A row that has the month first.
        month_row: u64,
        /// What stands there.
        month: String,
        /// How many could be either.
        either: u64,
    },
    /// More different names than can be meant.
    #[error("row {row}: more than {most} different values as {role:?}")]
    TooMany {
        /// As what.
        role: super::Role,
        /// The row at which it was too much.
        row: u64,
        /// How many there may be.
        most: usize,
        /// The column or attribute.
        column: String,
    },
    /// XML or JSON that is none.
    #[error("place {at}: {why}")]
    Malformed {
        /// Bytes from the beginning, or the line of JSON.
        at: u64,
        /// What is wrong.
        why: String,
    },
    /// No kind of object was asked for that is in the log.
    #[error("there is no object type `{name}`; there are {types:?}")]
    UnknownObjectType {
        /// The name asked for.
        name: String,
        /// Those that there are.
        types: Vec<String>,
    },
    /// Nothing in it could be used.
    #[error("none of {events} events can be used")]
    NoEvents {
        /// How many there are.
        events: u64,
    },
}

/// What is wrong with a database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It has no such table.
    #[error("is not there; there are {tables:?}")]
    NoTable {
        /// Those that there are.
        tables: Vec<String>,
    },
    /// The table misses a column.
    #[error("has no column `{column}`; there are {columns:?}")]
    NoColumn {
        /// The column.
        column: String,
        /// Those that there are.
        columns: Vec<String>,
    },
    /// The file was cut off.
    #[error("the file has {found} bytes of {expected}")]
    Short {
        /// How many bytes there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// It does not fit in memory.
    #[error("more than {most} bytes")]
    TooLarge {
        /// How many bytes there may be.
        most: u64,
    },
    /// It is broken.
    #[error("{0}")]
    Unreadable(String),
}
