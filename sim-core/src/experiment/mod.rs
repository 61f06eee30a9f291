//! Experiments: many replications of a scenario, and the table of measures they give.

mod draws;
mod replicate;
mod table;

pub use replicate::{Experiment, ExperimentError, Request, Stopped, replicate};
pub use table::{Row, Series, SeriesPoint, table};
