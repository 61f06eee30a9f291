//! Streams: who comes from outside, and when.

use jiff::civil::Date;

use super::Wording;
use super::class::{Dated, LevelRef};
use crate::random::Distribution;
use crate::time::Span;

/// A stream of residents who come from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// Name; part of who a resident is.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// Stage they join (index into [`Scenario::stages`](super::Scenario::stages)).
    pub to: usize,
    /// When they come.
    pub pattern: Pattern,
    /// How many come at each moment.
    pub batch: u32,
    /// Levels' shares in this stream, where it differs: one entry per level named, `(axis, level, share)`;
    /// an axis that is mentioned is given in full.
    pub mix: Vec<(LevelRef, Dated<f64>)>,
    /// Proportions by month of the year, January first; only ratios count, the yearly total is kept.
    pub by_month: Option<[f64; 12]>,
    /// Proportions by weekday, Monday first; only ratios count, the weekly total is kept.
    pub by_weekday: Option<[f64; 7]>,
    /// Arrivals only when this calendar (index into [`Scenario::calendars`](super::Scenario::calendars)) is open; the total is kept.
    pub calendar: Option<usize>,
    /// Periods with more or fewer arrivals.
    pub surges: Vec<Surge>,
    /// Nobody comes from this moment on, counted from the beginning of the simulation.
    pub until: Option<Span>,
}

/// When the residents of a stream come.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// At random moments (a Poisson process): so many per day.
    Rate(Dated<f64>),
    /// At random moments, with a rate that repeats: advanced section.
    Cycle {
        /// Length of the cycle, counted from the beginning of the simulation.
        every: Span,
        /// Pieces in order, the first at 0: from this point of the cycle, so many per day.
        pieces: Vec<(Span, f64)>,
    },
    /// One after another with these times in between; the first comes after one such time.
    Interval(Dated<Distribution>),
    /// At these moments after the beginning of the simulation, ascending.
    Moments(Vec<Span>),
    /// A Poisson number at once, at the beginning of every period.
    Batches {
        /// How often.
        every: BatchPeriod,
        /// Mean number of residents in one batch.
        mean: Dated<f64>,
    },
    /// A Poisson number at once, at the beginning of every period, with means that repeat: advanced section.
    BatchCycle {
        /// Length of a period, counted from the beginning of the simulation.
        every: Span,
        /// Mean number of residents in each batch, one after another.
        means: Vec<f64>,
    },
    /// So many residents, each of whom comes back some time after leaving the chain: advanced section.
    Population {
        /// How many.
        number: u32,
        /// From the beginning, or from leaving the chain, until coming (again).
        think: Dated<Distribution>,
    },
}

/// How often a batch comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchPeriod {
    /// On the first day of every calendar month.
    Month,
    /// On every Monday.
    Week,
    /// So often, counted from the beginning of the simulation.
    Every(Span),
}

/// More or fewer arrivals between two dates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surge {
    /// First day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
    /// Times as many: 1.5 is half as many again, 0.8 a fifth fewer.
    pub times: f64,
}
