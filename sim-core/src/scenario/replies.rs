//! Replies: creditors who each answer a proposal after a time of their own, and may refuse.

use super::caseload::Becoming;
use super::class::{Dated, Param};
use super::stage::{Contacts, Leaving, Target};
use crate::random::Distribution;

/// Most creditors that one resident has.
pub const MOST_CREDITORS: u32 = 1_000;

/// A step in which a number of creditors are asked, and enough of them must agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Replies {
    /// How many creditors are asked.
    pub creditors: Param<HowMany>,
    /// Time until one of them answers, drawn for each.
    pub time: Param<Distribution>,
    /// Share of creditors who refuse, each independently.
    pub refuses: Param<f64>,
    /// How many must agree.
    pub agree: Dated<Agree>,
    /// When the outcome is known.
    pub decides: Decides,
    /// Consent given by all creditors at once.
    pub collective: Option<Collective>,
    /// Where residents go whose creditors refuse; there when anybody may refuse.
    pub refused: Option<Target>,
    /// Leaving while the replies are awaited.
    pub leave: Option<Leaving>,
    /// Becoming another class in the meantime.
    pub becomes: Option<Becoming>,
    /// Contacts in the meantime.
    pub contacts: Option<Contacts>,
}

/// How many creditors a resident has.
#[derive(Debug, Clone, PartialEq)]
pub enum HowMany {
    /// Drawn anew at each visit, rounded to a whole number of at least one.
    Drawn(Distribution),
}

impl HowMany {
    /// The number, where it is always the same.
    pub fn constant(&self) -> Option<u32> {
        match self {
            HowMany::Drawn(Distribution::Constant(number)) => Some(number.round() as u32),
            HowMany::Drawn(_) => None,
        }
    }

    /// The mean number, for a forecast.
    pub fn mean(&self) -> f64 {
        match self {
            HowMany::Drawn(number) => number.mean(),
        }
    }
}

/// How many creditors must agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Agree {
    /// This share of those who were asked, rounded up.
    Share(f64),
    /// So many; all of them where fewer were asked.
    Count(u32),
}

impl Agree {
    /// How many of so many must agree.
    ///
    /// # Examples
    /// ```
    /// use sim_core::scenario::Agree;
    /// assert_eq!(Agree::Share(0.9).of(13), 12);
    /// assert_eq!(Agree::Share(0.7).of(10), 7);
    /// assert_eq!(Agree::Count(12).of(4), 4);
    /// ```
    pub fn of(self, asked: u32) -> u32 {
        // A share of 70 % of 10 is 7, however 0.7 is rounded.
        const ROUNDING: f64 = 1e-9;
        match self {
            Agree::Share(share) => ((share * f64::from(asked) - ROUNDING).ceil().max(0.0) as u32).min(asked),
            Agree::Count(count) => count.min(asked),
        }
    }
}

/// When the outcome of replies is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decides {
    /// When the last creditor has answered.
    Slowest,
    /// As soon as enough agree, or so many have refused that enough cannot agree any more.
    Quorum,
}

/// Consent by all creditors at once, as by a covenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Collective {
    /// Share of residents for whom it holds.
    pub share: Param<f64>,
    /// Time until it is given.
    pub time: Param<Distribution>,
}
