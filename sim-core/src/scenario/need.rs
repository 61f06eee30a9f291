//! Need: the residents who have not come into the chain yet, or have left it without being helped.

use super::Wording;
use super::amount::AmountChange;
use super::class::{LevelRef, Param};
use super::stream::{BatchPeriod, Stream};
use crate::random::Distribution;

/// A pool of residents in need.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Name; part of who a resident is.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// Whether its residents are households or persons; said beside reach.
    pub counted_as: CountedAs,
    /// In need when the simulation begins.
    pub stock: u32,
    /// How long the stock has been in need by then.
    pub in_need_for: Param<Distribution>,
    /// Who comes into need later on: always at a rate, which is 0 where the file says nothing; its name and `to` mean
    /// nothing. The class mix is that of the stock, too.
    pub onset: Stream,
    /// Need that ends without help.
    pub natural_end: Option<NaturalEnd>,
    /// Own applications.
    pub apply: Option<Apply>,
    /// Signals by type of creditor, by name.
    pub signals: Vec<Signal>,
    /// When signals become cases.
    pub batch: Option<SignalBatch>,
}

/// What the residents of a pool are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountedAs {
    /// Households.
    #[default]
    Households,
    /// Persons.
    Persons,
}

/// Need that ends without help.
#[derive(Debug, Clone, PartialEq)]
pub struct NaturalEnd {
    /// Time from onset, of which only what is spent in the pool uses up the hazard.
    pub after: Param<Distribution>,
    /// End (index into [`Scenario::ends`](super::Scenario::ends)).
    pub to: usize,
}

/// Applying of one's own accord.
#[derive(Debug, Clone, PartialEq)]
pub struct Apply {
    /// Time since coming into the pool, the last time.
    pub after: Param<Distribution>,
    /// Stage that is joined.
    pub to: usize,
    /// Factor of the hazard for every return to the pool.
    pub again: Param<f64>,
}

/// Signals of one type of creditor.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
    /// So many per day for one resident.
    pub rate: Param<f64>,
    /// Arrears that are reported, in euro.
    pub amount: Option<Param<Distribution>>,
    /// Taken up at once, outside the batch, whatever the amount.
    pub urgent: bool,
    /// Level that the resident gets.
    pub becomes: Option<LevelRef>,
}

/// Signals are looked at together, every so often.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalBatch {
    /// How often.
    pub every: BatchPeriod,
    /// Signals of so many different creditors are needed.
    pub creditors: u32,
    /// Arrears together, in euro, from which signals are taken up.
    pub threshold: Param<f64>,
    /// Share of those that is taken up.
    pub taken_up: Param<f64>,
    /// Stage that the residents of cases join.
    pub to: usize,
}

/// Coming back after leaving the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Comeback {
    /// Share of those who leave through the end.
    pub share: Param<f64>,
    /// How long after leaving.
    pub after: Param<Distribution>,
    /// Stage that is joined; `None`: into need again, in the pool they came from.
    pub to: Option<usize>,
    /// What becomes of the amounts of who comes back.
    pub amounts: Vec<AmountChange>,
}

/// A way of trying to reach a resident, within a step of contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Channel: letter, phone, visit.
    pub by: String,
    /// Time worked.
    pub work: Param<Distribution>,
    /// Time that passes when nobody was reached.
    pub wait: Param<Distribution>,
    /// Share reached.
    pub reached: Param<f64>,
    /// Share of those who accept the offer of help.
    pub accepts: Param<f64>,
    /// Euro for each attempt, beside the work.
    pub cost: Option<Param<f64>>,
}
