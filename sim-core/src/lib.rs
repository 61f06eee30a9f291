//! Discrete-event simulation of referral chains: opens no file, reads no clock, prints nothing.
#![doc = include_str!("front_page.md")]

pub mod chain;
pub mod engine;
pub mod estimate;
pub mod experiment;
pub mod lang;
pub mod observe;
pub mod random;
pub mod scenario;
pub mod text;
pub mod theory;
pub mod time;
