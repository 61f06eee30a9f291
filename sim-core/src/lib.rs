//! Discrete-event simulation of referral chains.
#![doc = include_str!("front_page.md")]

pub mod lang;
pub mod random;
pub mod scenario;
pub mod theory;
pub mod time;
