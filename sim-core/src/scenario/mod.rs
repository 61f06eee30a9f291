//! A scenario: what the file says, checked, in plain data.
//!
//! ```text
//! text ──read──► Scenario (here: names, dates, parameters by class and date) ──compile──► chain::Model (flat arrays)
//!       └──────► Problem, Problem, … (all of them, each with its place, the value found and what is accepted)
//! ```
//!
//! Everything that has a name stands in the order of names, never in the order of lines of the file, so a file
//! with its tables in another order is the same scenario.

pub mod figures;
pub mod grammar;
pub mod units;
mod wording;

mod advanced;
mod amount;
mod apply;
mod canonical;
mod caseload;
mod changed;
mod check;
mod class;
mod clinic;
mod clock;
mod edit;
mod intervention;
mod message;
mod need;
mod pairs;
mod place;
mod present;
mod problem;
mod read;
mod relief;
mod replies;
mod reporting;
mod rerouted;
mod room;
mod schema;
mod spending;
mod stage;
mod stream;
mod team;
mod toml_text;
mod unknown;

use jiff::civil::Date;

pub use crate::random::Distribution;
pub use advanced::{AdvancedWork, Gate, Interrupted};
pub use amount::{Amount, AmountChange, AmountUnit, Condition, NewValue, Relation, Test};
pub use apply::{Applied, AppliedChange, ApplyProblem, ApplyProblemKind, Combined, apply};
pub(crate) use apply::{apply_more, apply_to};
pub(crate) use canonical::canonical;
pub use caseload::{Becoming, Ddas, MOST_TEAMS_WITH_PLACES, NoShow, Place, Reserved, places_change_on, places_on};
pub use changed::{Changed, changed};
pub use class::{Axis, ClassPick, Dated, Level, LevelRef, Param};
pub use clinic::{Clinic, ClinicFrom};
pub use clock::{Clock, Moment, Term};
pub use edit::{EditError, kind_at, set};
pub use intervention::{
    Addition, Change, Effect, Evidence, Intervention, InterventionCost, Removal, Reroute, Spent, Start, Strength,
};
pub use need::{Apply, Attempt, Comeback, CountedAs, NaturalEnd, Pool, Signal, SignalBatch};
pub use present::{Present, PresentDoing, PresentRow, Since, add_present};
pub use problem::similar as similar_names;
pub use problem::{
    Bound, ConditionPart, Found, NameOf, Problem, ProblemKind, Severity, SyntaxError, Unit, line_and_column,
};
pub use read::{FiguresReading, InterventionsReading, Reading, is_library, read, read_figures, read_interventions};
pub use relief::{Ease, Relief, ReliefKind, ReliefOf, reliefs};
pub use replies::{Agree, Collective, Decides, HowMany, MOST_CREDITORS, Replies};
pub use reporting::Reporting;
pub use rerouted::{Closed, Rerouted};
pub use room::{Counts, Room, WhenFull};
pub use schema::{schema, schema_text};
pub use spending::Spending;
pub use stage::{
    Attempts, Contacts, Delay, End, Leaving, Phase, Queue, Referral, Returned, Share, Stage, Step, Target, Transfer,
    Work,
};
pub use stream::{BatchPeriod, Pattern, Stream, Surge};
pub use team::{Calendar, Closing, Staff, Team};
pub use units::{Places, Price};
pub use unknown::Unknowns;
pub use wording::Wording;

use crate::time::Span;

/// A chain, its residents and how long to simulate them: everything the engine needs, and nothing of how it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What the scenario is about, in one line.
    pub title: Wording,
    /// First measured day; the warm-up lies before it.
    pub start: Date,
    /// Simulated time before `start` that is not measured.
    pub warm_up: Span,
    /// Measured time, counted from `start`.
    pub horizon: Span,
    /// Seed of every draw; `None`: the program chooses a fresh one and says which.
    pub seed: Option<u64>,
    /// How many replications.
    pub runs: Runs,
    /// Replications come in antithetic pairs.
    pub antithetic: bool,
    /// Axes of classes; every resident has one level of each.
    pub axes: Vec<Axis>,
    /// Amounts that residents carry with them, by name.
    pub amounts: Vec<Amount>,
    /// Opening calendars, by name; `always` and `office` exist without being declared.
    pub calendars: Vec<Calendar>,
    /// Streams of arriving residents, by name.
    pub streams: Vec<Stream>,
    /// Pools of residents in need, by name.
    pub pools: Vec<Pool>,
    /// Residents who are there when the simulation begins, in the order of the file.
    pub present: Vec<Present>,
    /// A file that holds more of them, beside the scenario; whoever opens files reads it and adds them as text.
    pub present_file: Option<String>,
    /// Teams, by name.
    pub teams: Vec<Team>,
    /// Stages, by name.
    pub stages: Vec<Stage>,
    /// Ends: ways of leaving the chain, by name. Always holds `completed`.
    pub ends: Vec<End>,
    /// Clocks, by name.
    pub clocks: Vec<Clock>,
    /// Interventions that may be applied to it, by name; none of them is until somebody does.
    pub interventions: Vec<Intervention>,
    /// What is spent apart from teams and activities, by name.
    pub spending: Vec<Spending>,
    /// What to measure beyond the ordinary.
    pub report: Report,
    /// What it is for, as whoever made it says to readers.
    pub reporting: Reporting,
    /// The numbers that are not known, if any; the scenario itself has their likely values.
    pub unknowns: Option<Unknowns>,
    /// Every parameter as written, in the order of the file, for `keten show --parameters`.
    pub written: Vec<Written>,
}

impl Scenario {
    /// Stages that residents join who come into the chain: from streams, from pools, or again after leaving.
    pub fn first_stages(&self) -> Vec<usize> {
        let pools = self.pools.iter();
        let pools = pools.flat_map(|pool| {
            pool.apply.as_ref().map(|apply| apply.to).into_iter().chain(pool.batch.as_ref().map(|batch| batch.to))
        });
        let returns = self.ends.iter().filter_map(|end| end.returns.as_ref()?.to);
        let mut stages: Vec<usize> = self.streams.iter().map(|stream| stream.to).chain(pools).chain(returns).collect();
        let mut seen = vec![false; self.stages.len()];
        stages.retain(|&stage| !std::mem::replace(&mut seen[stage], true));
        stages
    }

    /// All attempts to reach residents.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        let steps = self.stages.iter().flat_map(|stage| &stage.steps);
        let contacts = steps.filter_map(|step| match step {
            Step::Attempts(contact) => Some(&contact.attempts),
            _ => None,
        });
        contacts.flatten()
    }

    /// Channels of all attempts, in their order.
    pub fn channels(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.attempts().map(|attempt| attempt.by.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Names of all organisations, in their order.
    pub fn organisations(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.teams.iter().map(|team| team.organisation.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// For each stage the one that opens it, where it stands side by side with others.
    pub fn opened_by(&self) -> Vec<Option<usize>> {
        let mut by = vec![None; self.stages.len()];
        for (opener, stage) in self.stages.iter().enumerate() {
            for &opened in stage.steps.iter().flat_map(Step::opens) {
                by[opened].get_or_insert(opener);
            }
        }
        by
    }
}

/// How many replications to run.
#[derive(Debug, Clone, PartialEq)]
pub enum Runs {
    /// So many.
    Fixed(u32),
    /// Until the half-width of a measure is small enough.
    Precision(Precision),
}

/// A wanted precision, of one measure or of several at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// What is wanted of each measure, at least one.
    pub wanted: Vec<Wanted>,
    /// Never more replications than this (default 1,000).
    pub at_most: u32,
}

impl Precision {
    /// Replications after which a wanted precision is given up, unless said otherwise.
    pub const AT_MOST: u32 = 1_000;
}

/// The wanted half-width of the 95 % confidence interval of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Measure and what it is of, as in `wait:first_talk`.
    pub measure: String,
    /// Wanted half-width.
    pub half_width: HalfWidth,
}

/// A half-width, as a share of the mean or in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HalfWidth {
    /// Share of the mean, as 0.05 for "5 %".
    Relative(f64),
    /// In the measure's own unit: days for times, a fraction for shares.
    Absolute(f64),
}

/// What to measure beyond the ordinary.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Terms for the headline of waits: the share of all who joined that started within it (default 28 days).
    pub within: Vec<Span>,
    /// Quantiles of waits and times, between 0 and 1 (default 0.5 and 0.9).
    pub quantiles: Vec<f64>,
    /// Residents who arrived at least this long before the end are followed for reach and outcomes, each for this long.
    pub follow_up: Option<Span>,
    /// A success without return within this time is lasting.
    pub lasting: Span,
    /// Periods by which measures are split.
    pub periods: Periods,
    /// Moments after the beginning of the simulation at which queues and stages are counted.
    pub moments: Vec<Span>,
    /// Moments at which amounts are measured, beside the arrival.
    pub amounts_at: Vec<Moment>,
    /// Report how often each number of residents is present at a stage, up to this number.
    pub occupancy_to: Option<u32>,
    /// The same for these stages together, each by index.
    pub occupancy_of: Vec<Vec<usize>>,
    /// Averages over time by class as well.
    pub averages_by_class: bool,
}

/// Periods by which measures are split, counted from `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Periods {
    /// Only the whole horizon.
    None,
    /// Years.
    #[default]
    Year,
    /// Quarters.
    Quarter,
    /// Months.
    Month,
}

/// One parameter as written, for the list of parameters and their sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Path, as `--set` takes it.
    pub path: String,
    /// Value as in the file.
    pub value: String,
    /// Remark on its source.
    pub note: Option<String>,
    /// Line in the file, from 1.
    pub line: usize,
}
