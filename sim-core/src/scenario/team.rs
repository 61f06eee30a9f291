//! Teams: how many people, when they are there, and what closing does to their work.

use super::Wording;
use super::caseload::Reserved;
use super::class::Dated;
use super::units::{Places, Price};
use crate::time::{OpeningHours, Span};

/// An opening calendar with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Name, as teams refer to it.
    pub name: String,
    /// When it is open.
    pub hours: OpeningHours,
}

/// A team: people of one organisation who do work.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Name, as stages refer to it.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// Organisation it belongs to; the team's own name unless said otherwise.
    pub organisation: String,
    /// How many people.
    pub staff: Staff,
    /// What its people cost.
    pub cost: Option<Dated<Price>>,
    /// Opening calendar (index into [`Scenario::calendars`](super::Scenario::calendars)).
    pub open: usize,
    /// What happens to work in hand when the team closes or has fewer people on duty.
    pub closing: Closing,
    /// Places for open cases, held while working hours are used only now and then.
    pub places: Option<Dated<Places>>,
    /// What is kept free for some classes.
    pub reserved: Option<Reserved>,
}

/// How many people a team has.
#[derive(Debug, Clone, PartialEq)]
pub enum Staff {
    /// Full-time equivalents, who do work with residents for a number of productive hours a year,
    /// spread evenly over the opening calendar.
    Fte {
        /// Full-time equivalents, at least 0.
        fte: Dated<f64>,
        /// Productive hours per fte per year.
        productive_hours: Dated<f64>,
    },
    /// So many people, all on duty whenever the calendar is open.
    Workers(Dated<u32>),
    /// Nobody ever waits for a worker while the calendar is open.
    Unlimited,
    /// A number of people that repeats: advanced section. The calendar is not used.
    Roster {
        /// Length of the cycle, counted from the beginning of the simulation.
        every: Span,
        /// Pieces in order, the first at 0: from this point of the cycle, so many (`None`: no limit).
        pieces: Vec<(Span, Option<u32>)>,
    },
}

/// What happens to work in hand at closing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Closing {
    /// It goes on at the next opening with what was left.
    #[default]
    Resume,
    /// It is finished first (overtime, reported apart).
    Finish,
    /// It begins again at the next opening, as long as it was.
    Restart,
    /// It begins again at the next opening, with a new draw.
    Resample,
}
