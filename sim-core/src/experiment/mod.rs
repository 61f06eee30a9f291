//! Experiments: many replications of a scenario, and the table of measures they give.

mod against;
mod bytes;
mod cell;
mod draws;
mod encode;
mod goal;
mod in_order;
mod measured;
mod measuring;
mod replicate;
mod store;
mod table;

pub use against::{Held, NotMeasured, Verdict, against, read_figures};
pub use cell::CellId;
pub use replicate::{Experiment, ExperimentError, Request, Stopped, replicate, replicate_and_keep};
pub use store::{Keep, Store};
pub use table::{Row, Series, SeriesPoint, table};
