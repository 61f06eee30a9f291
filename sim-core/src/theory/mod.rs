//! Closed forms of queueing theory: an independent witness for the simulator.
//!
//! A simulator that is wrong in a plausible way is hard to catch by looking at its output. For the models below the
//! answer is known exactly, so a run of the same model must agree within its standard error. To stay independent,
//! this module knows neither residents nor events: plain numbers go in and come out. Rates are per day and times in
//! days; any other unit works too, as long as one call uses the same unit throughout.
//!
//! | Model | Function |
//! | --- | --- |
//! | M/G/c/c: no waiting, full means lost | [`erlang_b`] |
//! | M/M/c | [`erlang_c`], [`mmc`] |
//! | M/M/c/K: limited waiting room | [`mmck`] |
//! | M/M/c+M: impatient residents | [`erlang_a`] |
//! | M/G/1 and M/D/1 | [`mg1`], [`md1`] |
//! | GI/G/1, upper bound | [`kingman_bound`] |
//! | GI/G/c, approximation | [`approximate_wait_allen_cunneen`] |
//! | M/G/∞: nobody waits | [`mginf`] |
//! | Mt/M/∞: nobody waits, the arrival rate changes | [`mean_occupancy_at`] |
//! | M/G/1 and M/M/c with priority classes | [`mg1_priority`], [`mmc_priority`] |
//! | open network of M/M/c and M/M/∞ nodes with feedback | [`traffic`], [`jackson`] |
//! | chain without queues, with drop-out | [`reach`] |
//!
//! All results hold in steady state, except [`mean_occupancy_at`]. Functions refuse what they cannot answer with a
//! [`TheoryError`]; they never panic, and every number they return is finite.

mod general;
mod infinite;
mod limited;
mod markov;
mod network;
mod priority;
mod reach;
#[cfg(test)]
mod tests;

pub use general::{SingleServerQueue, approximate_wait_allen_cunneen, kingman_bound, md1, mg1};
pub use infinite::{Occupancy, RatePiece, mean_occupancy_at, mginf};
pub use limited::{ImpatientQueue, LossQueue, erlang_a, mmck};
pub use markov::{MarkovQueue, erlang_b, erlang_c, mmc};
pub use network::{JacksonNetwork, JacksonNode, NodeQueue, jackson, traffic};
pub use priority::{PriorityClass, mg1_priority, mmc_priority};
pub use reach::{Reach, ReachStage, reach};

/// Most servers, places or waiting residents that a formula follows one by one. Far beyond any organisation, and a
/// loop of this length still ends within a second.
const LIMIT: u32 = 10_000_000;

/// Why a formula gave no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TheoryError {
    /// As much work arrives as the servers can do, or more: the queue grows without bound, so no steady state exists.
    #[error("the offered load is {offered_load} erlang, but must be below the number of servers, {servers}")]
    Overloaded {
        /// Work arriving per unit of time, erlang.
        offered_load: f64,
        /// Servers that would have to do it.
        servers: u32,
    },
    /// A number that must be above 0 is not, or is not finite.
    #[error("the {what} is {found}, but must be finite and above 0")]
    NotPositive {
        /// Which argument.
        what: &'static str,
        /// Its value.
        found: f64,
    },
    /// A number that must be at least 0 is not, or is not finite.
    #[error("the {what} is {found}, but must be finite and at least 0")]
    Negative {
        /// Which argument.
        what: &'static str,
        /// Its value.
        found: f64,
    },
    /// A probability or share lies outside 0 to 1.
    #[error("the {what} is {found}, but must be from 0 to 1")]
    NotAProbability {
        /// Which argument.
        what: &'static str,
        /// Its value.
        found: f64,
    },
    /// More servers or places than the formulas follow one by one.
    #[error("the {what} is {found}, but must be at most {limit}")]
    TooMany {
        /// Which argument.
        what: &'static str,
        /// Its value.
        found: u32,
        /// The most that is accepted.
        limit: u32,
    },
    /// Fewer places in the system than servers.
    #[error("the number of places is {places}, but must be at least the number of servers, {servers}")]
    TooFewPlaces {
        /// Places in the system, waiting or in service.
        places: u32,
        /// Servers.
        servers: u32,
    },
    /// Patience is so long and the load so high that the queue would have to be followed beyond `limit`.
    #[error("queues of more than {limit} residents are likely, more than can be followed")]
    QueueTooLong {
        /// The longest queue that is followed.
        limit: u32,
    },
    /// A period ends before it starts.
    #[error("a period starts at {from} days, but ends at {until} days")]
    EndsBeforeStart {
        /// Start of the period, days.
        from: f64,
        /// End of the period, days.
        until: f64,
    },
    /// A list has the wrong number of entries.
    #[error("the {what} has {found} entries, but must have {expected}, one per node")]
    WrongLength {
        /// Which list.
        what: &'static str,
        /// How many entries it must have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// The shares that leave one node for the others add up to more than 1.
    #[error("the shares that leave node {node} add up to {sum}, but must add up to at most 1")]
    SharesAboveOne {
        /// The node, counted from 0.
        node: usize,
        /// What its shares add up to.
        sum: f64,
    },
    /// From this node no route leads out of the network, so residents would pile up in it.
    #[error("from node {node} no route leads out of the network")]
    NobodyLeaves {
        /// The node, counted from 0.
        node: usize,
    },
    /// The answer is infinite, or too large for a floating-point number.
    #[error("the {what} is infinite or too large for a number")]
    NotFinite {
        /// Which quantity.
        what: &'static str,
    },
    /// Something is wrong with one entry of a list.
    #[error("{part} {index}: {cause}")]
    At {
        /// What the list holds: "node", "class" or "stage".
        part: &'static str,
        /// Which entry, counted from 0.
        index: usize,
        /// What is wrong with it.
        cause: Box<TheoryError>,
    },
}

impl TheoryError {
    /// The same error, with the entry of the list in which it was found.
    fn at(self, part: &'static str, index: usize) -> Self {
        Self::At { part, index, cause: Box::new(self) }
    }
}

/// Passes on a number above 0.
fn positive(what: &'static str, found: f64) -> Result<f64, TheoryError> {
    if found.is_finite() && found > 0.0 { Ok(found) } else { Err(TheoryError::NotPositive { what, found }) }
}

/// Passes on a number of at least 0.
fn not_negative(what: &'static str, found: f64) -> Result<f64, TheoryError> {
    if found.is_finite() && found >= 0.0 { Ok(found) } else { Err(TheoryError::Negative { what, found }) }
}

/// Passes on a number from 0 to 1.
fn probability(what: &'static str, found: f64) -> Result<f64, TheoryError> {
    if (0.0..=1.0).contains(&found) { Ok(found) } else { Err(TheoryError::NotAProbability { what, found }) }
}

/// Passes on a result that did not overflow.
fn finite(what: &'static str, result: f64) -> Result<f64, TheoryError> {
    if result.is_finite() { Ok(result) } else { Err(TheoryError::NotFinite { what }) }
}

/// A count as a number, if it is small enough to be followed one by one.
fn countable(what: &'static str, found: u32) -> Result<f64, TheoryError> {
    if found <= LIMIT { Ok(f64::from(found)) } else { Err(TheoryError::TooMany { what, found, limit: LIMIT }) }
}

/// The number of servers `c`, at least 1.
fn at_least_one_server(servers: u32) -> Result<f64, TheoryError> {
    positive("number of servers", countable("number of servers", servers)?)
}

/// Offered load `a = λ·E[S]`, erlang, with both factors checked.
fn offered_load(arrival_rate: f64, mean_service: f64) -> Result<f64, TheoryError> {
    let load = not_negative("arrival rate", arrival_rate)? * positive("mean service time", mean_service)?;
    finite("offered load", load)
}

/// Utilisation from which there is no long run: 1, but for the rounding of rates and times.
const FULL: f64 = 1.0 - 1e-9;

/// Refuses a load that the servers cannot do.
fn not_overloaded(offered_load: f64, servers: u32) -> Result<(), TheoryError> {
    if offered_load < FULL * f64::from(servers) {
        Ok(())
    } else {
        Err(TheoryError::Overloaded { offered_load, servers })
    }
}
