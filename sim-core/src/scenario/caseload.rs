//! Caseload places, what is reserved, becoming another class, and missed appointments.

use jiff::civil::Date;

use super::class::{ClassPick, Dated, LevelRef, Param};
use super::stage::{Leaving, Queue, Target};
use super::team::Staff;
use super::units::Places;
use crate::random::Distribution;

/// Most teams with places.
pub const MOST_TEAMS_WITH_PLACES: usize = 64;

/// The number of places of a team on a date; part of a place is none.
///
/// * `places` – a number, or so many for each full-time equivalent (somebody who is always there counts as one)
pub fn places_on(places: &Dated<Places>, staff: &Staff, date: Date) -> u32 {
    match *places.on(date) {
        Places::Count(number) => number,
        Places::PerFte(norm) => {
            let fte = match staff {
                Staff::Fte { fte, .. } => *fte.on(date),
                Staff::Workers(workers) => f64::from(*workers.on(date)),
                Staff::Unlimited | Staff::Roster { .. } => 0.0,
            };
            // 0.1 × 30 is a little less than 3 in binary, and is 3 places all the same.
            (fte * norm + 1e-9).floor() as u32
        }
    }
}

/// The dates on which the number of places of a team may change.
pub fn places_change_on(places: &Dated<Places>, staff: &Staff) -> Vec<Date> {
    let mut dates: Vec<Date> = places.later.iter().map(|&(from, _)| from).collect();
    match staff {
        Staff::Fte { fte, .. } => dates.extend(fte.later.iter().map(|&(from, _)| from)),
        Staff::Workers(workers) => dates.extend(workers.later.iter().map(|&(from, _)| from)),
        Staff::Unlimited | Staff::Roster { .. } => {}
    }
    dates
}

/// People and places that are kept free for some classes: others get one only while more than these are free.
#[derive(Debug, Clone, PartialEq)]
pub struct Reserved {
    /// For whom.
    pub classes: Vec<ClassPick>,
    /// So many people.
    pub workers: u32,
    /// So many places.
    pub places: u32,
}

/// A step in which a resident gets a place of a team and from then on holds it; who already holds one goes on at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Whose place (index into [`Scenario::teams`](super::Scenario::teams)).
    pub team: usize,
    /// Held until the resident leaves the chain; otherwise a later step gives it back.
    pub until_leaving: bool,
    /// Who is next. All place steps of one team have the same kind of queue.
    pub queue: Queue,
    /// How long a resident is willing to wait for it.
    pub patience: Option<Leaving>,
    /// Becoming another class while waiting.
    pub becomes: Option<Becoming>,
}

/// Becoming another class after a time, unless what was waited for comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Becoming {
    /// The level that a resident gets.
    pub level: LevelRef,
    /// Time until then.
    pub after: Param<Distribution>,
    /// Stage to which they go at that moment (index into [`Scenario::stages`](super::Scenario::stages)); otherwise
    /// they stay where they are.
    pub to: Option<usize>,
}

/// Not appearing: the appointment is lost, and another is made.
#[derive(Debug, Clone, PartialEq)]
pub struct NoShow {
    /// Share of appointments at which the resident does not appear.
    pub share: Param<f64>,
    /// From the end of the missed appointment until the resident waits again; `None`: no other is made.
    pub rebook: Option<Param<Distribution>>,
    /// How often another appointment is made.
    pub at_most: u32,
    /// Where a resident goes for whom no other is made.
    pub to: Target,
    /// Reason as reported.
    pub reason: String,
}

/// Reason for leaving in the official statistics (DDAS, `uitstroomreden`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ddas {
    /// Finished.
    Finished,
    /// Solved by the resident.
    SolvedAlone,
    /// Withdrawn.
    Withdrawn,
    /// Did not appear.
    NotAppeared,
    /// Obligations not met.
    ObligationsNotMet,
    /// Not suitable.
    NotSuitable,
    /// Moved away.
    Moved,
    /// Died.
    Died,
    /// Anything else.
    Other,
}

impl Ddas {
    /// Every reason, in the order of the official list.
    pub const ALL: [Ddas; 9] = [
        Ddas::Finished,
        Ddas::SolvedAlone,
        Ddas::Withdrawn,
        Ddas::NotAppeared,
        Ddas::ObligationsNotMet,
        Ddas::NotSuitable,
        Ddas::Moved,
        Ddas::Died,
        Ddas::Other,
    ];

    /// Names in files and tables, in the same order: those of the official list.
    pub const NAMES: [&str; 9] = [
        "Afgerond",
        "Zelf",
        "Ingetrokken",
        "Nietverschenen",
        "Voldoet niet",
        "Niet passend",
        "Verhuisd",
        "Overleden",
        "Overig",
    ];

    /// Name in files and tables.
    pub fn name(self) -> &'static str {
        Ddas::NAMES[self as usize]
    }
}
