//! Programs written by hand for exactly one model: the limit that a general simulator can approach on this machine.
//!
//! Nothing can be configured, randomness is drawn in the order in which it is needed, and a resident has no identity:
//! whatever an event must know fits into sixteen bytes. What they count is what is asked of every engine in
//! `benches/peers`: the number of events, of those who completed, gave up and returned, and the mean wait per stage.

pub mod chain;
pub mod event_list;
pub mod mm1;
pub mod pending;
mod random;

pub use random::Luck;
