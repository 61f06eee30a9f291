//! Experiments: many replications of a scenario, and the table of measures they give.

mod against;
mod draws;
mod goal;
mod in_order;
mod measured;
mod replicate;
mod table;

pub use against::{Held, NotMeasured, Verdict, against, read_figures};
pub use replicate::{Experiment, ExperimentError, Request, Stopped, replicate};
pub use table::{Row, Series, SeriesPoint, table};
