//! Closed-form theory beside the simulation: which stages have a known answer, and whether the run agrees with it.
//!
//! ```text
//! scenario, model ──arrivals──► rates into each stage, or why they are not Poisson
//!                └─recognise──► Form of each stage (M/M/c, Erlang A, …), or the reasons why there is none
//!                     Form ──predict──► figures ──compare──► theory, simulated, difference in standard errors
//! ```

mod compare;
mod flow;
mod form;
mod node;
mod predict;
mod recognise;

pub(crate) use compare::{Comparison, compare, predictions};
pub(crate) use form::{Form, Reason, StreamReason};
pub(crate) use recognise::recognise;

#[cfg(test)]
mod tests;
