//! Everything that a log shows, found in one go.

use super::calendar::{Calendars, calendars};
use super::cases::{CaseRow, rows};
use super::ending::{Ending, EndingRequest, ending};
use super::handovers::{Handovers, handovers};
use super::map::{ProcessMap, map};
use super::rework::{Rework, rework};
use super::throughput::{Throughput, between, of_cases};
use super::traits::{Scope, Traits, traits};
use super::variants::{Variant, variants};
use super::waits::{Listed, Wait, listed, waits};
use super::workload::{Workload, workload};
use crate::log::{EventLog, Micros};

/// Fewest cases of a group of which something is shown, unless asked otherwise: less could point at people.
pub const FEWEST_SHOWN: u64 = 10;

/// What is asked of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Which activities end a case.
    pub ending: EndingRequest,
    /// Between which two activities the time is wanted.
    pub between: Option<(u32, u32)>,
    /// Fewest cases of a group of which something is shown.
    pub smallest: u64,
}

impl Default for Request {
    fn default() -> Request {
        Request { ending: EndingRequest::default(), between: None, smallest: FEWEST_SHOWN }
    }
}

/// What a log shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Mined {
    /// First and last moment.
    pub period: (Micros, Micros),
    /// Whether only ends are known.
    pub only_ends: bool,
    /// Which cases are over.
    pub ending: Ending,
    /// When there is work.
    pub calendars: Calendars,
    /// How long cases take.
    pub throughput: Throughput,
    /// How long it takes between the two activities asked for.
    pub between: Option<Throughput>,
    /// What sequences there are.
    pub variants: Vec<Variant>,
    /// What follows what.
    pub map: ProcessMap,
    /// Every wait.
    pub waits: Vec<Wait>,
    /// How they stand to when steps were put on the list.
    pub listed: Listed,
    /// Handovers among them.
    pub handovers: Handovers,
    /// What is done again, and in how many cases.
    pub rework: (Vec<Rework>, u64),
    /// Who did how much.
    pub workload: Vec<Workload>,
    /// Every case.
    pub rows: Vec<CaseRow>,
    /// Which traits matter.
    pub traits: Traits,
}

/// Finds all of it.
pub fn mine(log: &EventLog, request: &Request) -> Mined {
    let calendars = calendars(log);
    let ending = ending(log, &request.ending);
    let waits = waits(log, &calendars);
    let handovers = handovers(log, &ending, &waits);
    let rows = rows(log, &ending, &calendars, &waits, &handovers.each);
    Mined {
        period: super::period(log).unwrap_or_default(),
        only_ends: super::only_ends(log),
        throughput: of_cases(log, &ending, &calendars),
        between: request.between.map(|(from, to)| between(log, &ending, &calendars, from, to)),
        variants: variants(log),
        map: map(log),
        rework: rework(log),
        workload: workload(log, &calendars),
        traits: traits(&Scope {
            log,
            ending: &ending,
            waits: &waits,
            handovers: &handovers.each,
            between: request.between,
            smallest: request.smallest as usize,
        }),
        ending,
        calendars,
        listed: listed(log, &waits),
        waits,
        handovers,
        rows,
    }
}
