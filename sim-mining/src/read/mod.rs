//! Reads event logs: XES, tables (CSV), OCEL and tables of cases such as DDAS, packed by gzip or not.
//!
//! ```text
//! bytes ──input──► characters ──xes, csv, ocel──► Gather ──► EventLog
//!                                  └────────── Told ◄──┘
//! ```
//!
//! Nothing is dropped without a word: [`Told`] has what was read, guessed, repaired and left out.

mod csv;
mod error;
mod gather;
mod input;
mod moment;
mod ocel;
mod roles;
mod told;
mod xes;

use std::io::Read;

pub use error::{Fault, ReadError};
pub use moment::{DateForm, Form, Order, Wall};
pub(crate) use moment::{civil, days_of};
pub use told::{Column, Format, How, Kind, Note, Place, Role, Told, What};

use crate::log::EventLog;
use input::Input;

/// How a log should be read, where it must not be guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// The column or attribute that is the case.
    pub case: Option<String>,
    /// The one that is the activity.
    pub activity: Option<String>,
    /// The one that is the start.
    pub start: Option<String>,
    /// The one that is the end.
    pub end: Option<String>,
    /// The one that is when it was put on the list.
    pub scheduled: Option<String>,
    /// The one that is the resource.
    pub resource: Option<String>,
    /// The one that is the team.
    pub group: Option<String>,
    /// The one that is the step of the life of an activity.
    pub lifecycle: Option<String>,
    /// What separates columns.
    pub separator: Option<char>,
    /// Which stands first, day or month.
    pub order: Option<Order>,
    /// What clock moments without an offset are of.
    pub wall: Option<Wall>,
    /// Which kind of object is the case, in an object-centric log.
    pub object_type: Option<String>,
    /// Leave out events that are the same in everything as one before.
    pub drop_duplicates: bool,
}

/// Reads a log, of whatever kind it is.
///
/// # Errors
/// [`ReadError`] when it cannot be read, or says too little to be an event log.
pub fn read(source: impl Read, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let input = Input::new(source)?;
    let noticed = std::rc::Rc::clone(&input.noticed);
    let head = input.head.clone();
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace());
    let result = match start.map(|start| &head[start..]) {
        None => Err(if noticed.cut.get() { ReadError::Nothing } else { ReadError::Empty }),
        Some([b'P', b'K', 3, 4, ..]) => Err(ReadError::Foreign("zip")),
        Some(rest) if rest.starts_with(b"PAR1") => Err(ReadError::Foreign("Parquet")),
        Some(rest) if rest.starts_with(input::SQLITE) => ocel::read_sqlite(input, options),
        Some([b'<', ..]) if ocel::is_xml(&head) => ocel::read_xml(input, options),
        Some([b'{', ..]) => ocel::read_json(input, options),
        Some([b'<', ..]) => xes::read(input, options),
        Some(_) => csv::read(input, options),
    };
    let (log, mut told) = result?;
    told.packed = noticed.packed.get();
    if noticed.utf16.get() {
        told.tell(What::Utf16, 1, "");
    }
    for (number, (row, found)) in noticed.first.borrow().iter().enumerate() {
        let count = if number == 0 { noticed.foreign.get() + 1 - noticed.first.borrow().len() as u64 } else { 1 };
        told.tell_many(What::Windows1252, count, *row, found);
    }
    told.cases = log.cases.len() as u64;
    told.instances = log.instances.len() as u64;
    if log.instances.is_empty() {
        return Err(ReadError::NoEvents { events: told.events });
    }
    Ok((log, told))
}
