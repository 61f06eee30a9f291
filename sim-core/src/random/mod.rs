//! Randomness: every draw has an address, and every time is drawn by inversion.

mod distribution;

pub use distribution::Distribution;
