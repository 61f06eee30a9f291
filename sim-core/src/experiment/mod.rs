//! Experiments: many replications of a scenario, and the table of measures they give.

mod against;
mod arms;
mod arms_goal;
mod arms_measuring;
mod bottlenecks;
mod bytes;
mod cell;
mod cells;
mod compare;
mod cost_per;
mod draws;
mod encode;
mod gains;
mod goal;
mod in_order;
mod measured;
mod measuring;
mod objective;
mod probe;
mod replicate;
mod round;
mod rounds;
mod side;
mod signs;
mod store;
mod table;
mod verdict;

pub use against::{Held, NotMeasured, Verdict, against, read_figures};
pub use arms::{
    Arm, Arms, ArmsRequest, PairedResidents, over_whole_horizon, replicate_arms, replicate_arms_and_keep,
    replicate_arms_apart,
};
pub use bottlenecks::{Candidate, Effort, Fate, Ranked, Step};
pub use cell::CellId;
pub use cells::{CellError, Prepared, replicate_cells};
pub use compare::{Comparison, Difference, compare};
pub use cost_per::{CostEffect, CostPer};
pub use gains::{Gains, ResidentGains, StageShift};
pub use objective::{Aim, Objective, ObjectiveError};
pub use replicate::{Experiment, ExperimentError, Request, Stopped, replicate, replicate_and_keep};
pub use round::{Among, Bottlenecks, BottlenecksError, BottlenecksRequest, Brought, QueueShift, Round, RoundsEnd};
pub use rounds::bottlenecks;
pub use signs::{Sign, SignKind, Signs};
pub use store::{Keep, Store};
pub use table::{Row, Series, SeriesPoint, table};
pub use verdict::{DifferenceVerdict, FEWEST_EVENTS};
