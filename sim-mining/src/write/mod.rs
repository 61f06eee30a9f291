//! Writes the log of a simulated replication, case by case as residents leave the chain.
//!
//! ```text
//! Happening ──► Recorder ──a case, as it ends──► Form: XES, CSV, OCEL, Parquet
//! ```
//!
//! Memory holds the residents who are present and what was done for them so far, never what is written. OCEL wants all
//! objects before the first event, while both come case by case: its events wait in a [`Spool`].

mod case;
mod csv;
mod moment;
mod ocel;
mod ocel_json;
mod ocel_xml;
mod outline;
#[cfg(feature = "parquet")]
mod parquet;
pub mod peer;

mod recorder;
mod table;
mod xes;
mod xml;

use std::io::{self, Read, Seek, Write};

pub use case::{Entry, Kind, Step, WrittenCase};
pub use csv::Csv;
pub use ocel::{Ocel, OcelFormat};
pub use outline::{Naming, Outline};
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
pub use recorder::{Privacy, Recorder, Summary, Which};
pub use xes::Xes;

/// A form in which a log is written.
pub trait Form {
    /// Writes a case.
    ///
    /// # Errors
    /// When it cannot be written.
    fn case(&mut self, case: &WrittenCase<'_>) -> io::Result<()>;

    /// Writes what stands at the end.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(&mut self) -> io::Result<Counts>;
}

/// Where something waits to be written later: a passing file, or memory.
pub trait Spool: Read + Write + Seek {}

impl<S: Read + Write + Seek> Spool for S {}

/// How much was written, as a reader of the file counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Cases.
    pub cases: u64,
    /// Events: of XES those of every step in the life of an activity, of tables the rows.
    pub events: u64,
    /// Objects, in forms that have them.
    pub objects: Option<u64>,
    /// Relations of events with objects, in forms that have them.
    pub relations: Option<u64>,
}
