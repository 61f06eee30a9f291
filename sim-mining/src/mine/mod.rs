//! What a log shows of the work: variants, the map, throughput, handovers and what they wait for, rework, workload, traits.
//!
//! ```text
//! EventLog ──► Ending (which cases are over, and how) ──► lives ──survival──► throughput, traits
//!          ├─► Calendar (when there is work) ──────────► working time, waits ──► handovers by cause
//!          └─► variants, map, rework
//! ```
//!
//! The rules behind every number stand in docs/event-logs.md.

pub mod calendar;
pub mod cases;
pub mod ending;
pub mod handovers;
mod hidden;
pub mod map;
mod mined;
pub mod nobody;
pub mod rework;
pub mod survival;
pub mod throughput;
pub mod traits;
pub mod variants;
pub mod waits;
pub mod workload;

pub use hidden::Hidden;
pub use mined::{FEWEST_SHOWN, Mined, Request, mine};

use crate::log::{EventLog, Instance, Micros};

/// Microseconds in a day.
pub const DAY: Micros = 86_400_000_000;

/// A length of time in days.
pub fn days(length: Micros) -> f64 {
    length as f64 / DAY as f64
}

/// The numbers of the instances of a case in the order in which they begin; those that begin at once by when they end, and then as
/// they stand in the log.
pub fn by_begin(log: &EventLog, case: &crate::log::Case) -> Vec<u32> {
    let mut order: Vec<u32> = case.instances.clone().collect();
    order.sort_by_key(|&at| log.instances[at as usize].span());
    order
}

/// First and last moment of the log; none for one without moments.
pub fn period(log: &EventLog) -> Option<(Micros, Micros)> {
    let spans = || log.instances.iter().filter_map(Instance::span);
    Some((spans().map(|(start, _)| start).min()?, spans().map(|(_, end)| end).max()?))
}

/// Whether no instance has a start: then time worked and time waited cannot be told apart.
pub fn only_ends(log: &EventLog) -> bool {
    log.instances.iter().all(|instance| instance.start.is_none() || instance.end.is_none())
}

/// The value below which a share of sorted values lies, by linear interpolation between them (type 7 of Hyndman & Fan 1996).
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)? as f64);
    let (below, part) = (place.floor() as usize, place.fract());
    let above = sorted.get(below + 1).copied().unwrap_or(sorted[below]);
    Some(sorted[below] + part * (above - sorted[below]))
}

/// The median of values in any order.
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    quantile(values, 0.5)
}
