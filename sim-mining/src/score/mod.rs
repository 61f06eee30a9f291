//! How far two logs are apart, and how far that is.
//!
//! [`Distance`] holds the distances of the field; [`Scores`] what they are to be held against: the distance between two
//! halves of one log, and that of the past put in the place of the future.

mod distance;
mod rows;
mod runs;
mod wasserstein;
mod yardsticks;

pub use distance::{Distance, distances};
pub use rows::{Row, Rows};
pub use runs::{SimulateError, Simulated, Wanted, simulate_log, simulate_log_with_ends};
pub use wasserstein::{Weighted, between, wasserstein};
pub(crate) use yardsticks::scramble;
pub use yardsticks::{Scores, Summary, Verdict, noise_floor, replay, summary};
