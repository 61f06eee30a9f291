//! A scenario: what the file says, checked, in plain data.
//!
//! ```text
//! text ──read──► Scenario (here: names, dates, parameters by class and date) ──compile──► chain::Model (flat arrays)
//!       └──────► Problem, Problem, … (all of them, each with its place, the value found and what is accepted)
//! ```
//!
//! Everything that has a name stands in the order of names, never in the order of lines of the file, so a file
//! with its tables in another order is the same scenario.

pub mod grammar;
pub mod units;

mod check;
mod edit;
mod message;
mod problem;
mod read;
mod schema;

use jiff::civil::Date;

pub use crate::random::Distribution;
pub use edit::{EditError, set};
pub use problem::{Bound, Found, NameOf, Problem, ProblemKind, Severity, SyntaxError, Unit, line_and_column};
pub use read::{Reading, read};
pub use schema::schema;

use crate::time::{OpeningHours, Span, WorkingDays};

/// A chain, its residents and how long to simulate them: everything the engine needs, and nothing of how it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What the scenario is about, in one line.
    pub title: String,
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
    /// Axes of classes; every resident has one level of each.
    pub axes: Vec<Axis>,
    /// Opening calendars, by name; `always` and `office` exist without being declared.
    pub calendars: Vec<Calendar>,
    /// Streams of arriving residents, by name.
    pub streams: Vec<Stream>,
    /// Teams, by name.
    pub teams: Vec<Team>,
    /// Stages, by name.
    pub stages: Vec<Stage>,
    /// Ends: ways of leaving the chain, by name. Always holds `completed`.
    pub ends: Vec<End>,
    /// Clocks, by name.
    pub clocks: Vec<Clock>,
    /// What to measure beyond the ordinary.
    pub report: Report,
    /// Every parameter as written, in the order of the file, for `keten show --parameters`.
    pub written: Vec<Written>,
}

impl Scenario {
    /// Names of all organisations, in their order.
    pub fn organisations(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.teams.iter().map(|team| team.organisation.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
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

/// A wanted precision: the half-width of the 95 % confidence interval of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// Measure and what it is of, as in `wait:first_talk`.
    pub measure: String,
    /// Wanted half-width.
    pub half_width: HalfWidth,
    /// Never more replications than this (default 1,000).
    pub at_most: u32,
}

/// A half-width, as a share of the mean or in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HalfWidth {
    /// Share of the mean, as 0.05 for "5 %".
    Relative(f64),
    /// In the measure's own unit: days for times, a fraction for shares.
    Absolute(f64),
}

/// One way of telling residents apart, such as `kind`: private or business.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Name of the axis.
    pub name: String,
    /// Its levels in the order of names, each with the share of residents who have it (they sum to 1).
    /// Level names are unique over all axes.
    pub levels: Vec<Level>,
}

/// One level of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Name, as in `business`.
    pub name: String,
    /// Share of the arriving residents, unless their stream says otherwise.
    pub share: Dated<f64>,
}

/// Which residents an override is for: at most one level per axis, by index, in the order of axes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassPick(pub Vec<LevelRef>);

/// A level, by the index of its axis and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LevelRef {
    /// Index into [`Scenario::axes`].
    pub axis: usize,
    /// Index into [`Axis::levels`].
    pub level: usize,
}

impl ClassPick {
    /// Whether a resident with these levels (one per axis, by index) is meant.
    pub fn matches(&self, levels: &[usize]) -> bool {
        self.0.iter().all(|pick| levels[pick.axis] == pick.level)
    }
}

/// A value that may change by date: `first`, and from each date on another.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated<T> {
    /// Value before the first date.
    pub first: T,
    /// Later values, each with the date (00:00) from which it holds; dates ascend.
    pub later: Vec<(Date, T)>,
}

impl<T> Dated<T> {
    /// A value that never changes.
    pub fn always(value: T) -> Dated<T> {
        Dated { first: value, later: Vec::new() }
    }

    /// The value on a date.
    pub fn on(&self, date: Date) -> &T {
        self.later.iter().rev().find(|(from, _)| *from <= date).map_or(&self.first, |(_, value)| value)
    }

    /// All values, first to last.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.first).chain(self.later.iter().map(|(_, value)| value))
    }
}

/// A parameter: a value for everybody, and other values for some classes; each may change by date.
#[derive(Debug, Clone, PartialEq)]
pub struct Param<T> {
    /// For everybody not named below.
    pub base: Dated<T>,
    /// For some classes. Checked: for every resident one of the matching overrides names all levels that
    /// the other matching ones name (it is the most specific).
    pub by_class: Vec<(ClassPick, Dated<T>)>,
}

impl<T> Param<T> {
    /// The same value for everybody, always.
    pub fn always(value: T) -> Param<T> {
        Param { base: Dated::always(value), by_class: Vec::new() }
    }

    /// The value for a resident with these levels (one per axis, by index): the most specific override that matches.
    pub fn for_levels(&self, levels: &[usize]) -> &Dated<T> {
        self.by_class
            .iter()
            .filter(|(pick, _)| pick.matches(levels))
            .max_by_key(|(pick, _)| pick.0.len())
            .map_or(&self.base, |(_, value)| value)
    }

    /// Every value that anybody may meet at any date.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.base.values().chain(self.by_class.iter().flat_map(|(_, dated)| dated.values()))
    }
}

/// An opening calendar with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Name, as teams refer to it.
    pub name: String,
    /// When it is open.
    pub hours: OpeningHours,
}

/// A stream of residents who come from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// Name; part of who a resident is.
    pub name: String,
    /// Name on screen.
    pub title: Option<String>,
    /// Stage they join (index into [`Scenario::stages`]).
    pub to: usize,
    /// When they come.
    pub pattern: Pattern,
    /// How many come at each moment.
    pub batch: u32,
    /// Levels' shares in this stream, where it differs: one entry per level named, `(axis, level, share)`;
    /// an axis that is mentioned is given in full.
    pub mix: Vec<(LevelRef, Dated<f64>)>,
    /// Proportions by month of the year, January first; only ratios count, the yearly total is kept.
    pub by_month: Option<[f64; 12]>,
    /// Proportions by weekday, Monday first; only ratios count, the weekly total is kept.
    pub by_weekday: Option<[f64; 7]>,
    /// Arrivals only when this calendar (index into [`Scenario::calendars`]) is open; the total is kept.
    pub calendar: Option<usize>,
    /// Periods with more or fewer arrivals.
    pub surges: Vec<Surge>,
    /// Nobody comes from this moment on, counted from the beginning of the simulation.
    pub until: Option<Span>,
}

/// When the residents of a stream come.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// At random moments (a Poisson process): so many per day.
    Rate(Dated<f64>),
    /// At random moments, with a rate that repeats: advanced section.
    Cycle {
        /// Length of the cycle, counted from the beginning of the simulation.
        every: Span,
        /// Pieces in order, the first at 0: from this point of the cycle, so many per day.
        pieces: Vec<(Span, f64)>,
    },
    /// One after another with these times in between; the first comes after one such time.
    Interval(Dated<Distribution>),
    /// At these moments after the beginning of the simulation, ascending.
    Moments(Vec<Span>),
    /// A Poisson number at once, at the beginning of every period.
    Batches {
        /// How often.
        every: BatchPeriod,
        /// Mean number of residents in one batch.
        mean: Dated<f64>,
    },
}

/// How often a batch comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchPeriod {
    /// On the first day of every calendar month.
    Month,
    /// On every Monday.
    Week,
    /// So often, counted from the beginning of the simulation.
    Every(Span),
}

/// More or fewer arrivals between two dates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surge {
    /// First day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
    /// Times as many: 1.5 is half as many again, 0.8 a fifth fewer.
    pub times: f64,
}

/// A team: people of one organisation who do work.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Name, as stages refer to it.
    pub name: String,
    /// Name on screen.
    pub title: Option<String>,
    /// Organisation it belongs to; the team's own name unless said otherwise.
    pub organisation: String,
    /// How many people.
    pub staff: Staff,
    /// Opening calendar (index into [`Scenario::calendars`]).
    pub open: usize,
    /// What happens to work in hand when the team closes or has fewer people on duty.
    pub closing: Closing,
}

/// How many people a team has.
#[derive(Debug, Clone, PartialEq)]
pub enum Staff {
    /// Full-time equivalents, who do work with residents for a number of productive hours a year,
    /// spread evenly over the opening calendar.
    Fte {
        /// Full-time equivalents, at least 0.
        fte: Dated<f64>,
        /// Productive hours per fte per year.
        productive_hours: Dated<f64>,
    },
    /// So many people, all on duty whenever the calendar is open.
    Workers(Dated<u32>),
    /// Nobody ever waits for a worker while the calendar is open.
    Unlimited,
    /// A number of people that repeats: advanced section. The calendar is not used.
    Roster {
        /// Length of the cycle, counted from the beginning of the simulation.
        every: Span,
        /// Pieces in order, the first at 0: from this point of the cycle, so many (`None`: no limit).
        pieces: Vec<(Span, Option<u32>)>,
    },
}

/// What happens to work in hand at closing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Closing {
    /// It goes on at the next opening with what was left.
    #[default]
    Resume,
    /// It is finished first (overtime, reported apart).
    Finish,
}

/// Reporting group of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// In need, nobody knows yet.
    Need,
    /// Prevention.
    Prevention,
    /// Early signalling.
    Signalling,
    /// From application to plan of action.
    Intake,
    /// Stabilisation, settlement, repayment.
    Curative,
    /// Aftercare.
    Aftercare,
}

impl Phase {
    /// Every phase, in the order of the chain.
    pub const ALL: [Phase; 6] =
        [Phase::Need, Phase::Prevention, Phase::Signalling, Phase::Intake, Phase::Curative, Phase::Aftercare];

    /// Name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Need => "need",
            Phase::Prevention => "prevention",
            Phase::Signalling => "signalling",
            Phase::Intake => "intake",
            Phase::Curative => "curative",
            Phase::Aftercare => "aftercare",
        }
    }
}

/// One point of the chain: an ordered list of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<String>,
    /// Reporting group.
    pub phase: Option<Phase>,
    /// What a resident undergoes here, in order.
    pub steps: Vec<Step>,
    /// Limited room for waiting at the first step (which is then work).
    pub room: Option<Room>,
    /// Where residents go afterwards. Empty: to the end `completed`.
    pub next: Vec<Referral>,
}

/// One step of a stage.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Wait for a worker of a team, then time worked.
    Work(Work),
    /// Elapsed time with nobody: repayment, reflection, court.
    Delay(Delay),
}

/// A step in which a worker is busy with the resident.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Team that does it (index into [`Scenario::teams`]).
    pub team: usize,
    /// Time worked.
    pub work: Param<Distribution>,
    /// Who is next. All work steps of one team have the same kind of queue.
    pub queue: Queue,
    /// How long a resident is willing to wait.
    pub patience: Option<Leaving>,
}

/// A step in which time passes and nobody works.
#[derive(Debug, Clone, PartialEq)]
pub struct Delay {
    /// Elapsed time.
    pub time: Param<Distribution>,
    /// Leaving during it, when that time is shorter.
    pub leave: Option<Leaving>,
}

/// Leaving after a time, unless what was waited for comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// Time until the resident leaves.
    pub after: Param<Distribution>,
    /// Reason, as reported: the end through which they leave the chain (index into [`Scenario::ends`]), or a stage they go to.
    pub to: Target,
    /// Reason as reported.
    pub reason: String,
}

/// Who is next when a worker is free.
#[derive(Debug, Clone, PartialEq)]
pub enum Queue {
    /// Who joined first.
    FirstCome,
    /// By class: the first entry that matches gives the rank, whoever matches none comes last; among equals who joined first.
    Priority(Vec<ClassPick>),
    /// Whose running clock ends first; those without one come last; among equals who joined first.
    EarliestDue,
}

/// Limited room for waiting.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// How many may wait; those in work do not count.
    pub waiting: u32,
    /// Where a resident goes who finds it full.
    pub when_full: Target,
}

/// Where a resident goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A stage (index into [`Scenario::stages`]).
    Stage(usize),
    /// An end (index into [`Scenario::ends`]).
    End(usize),
}

/// A way of leaving the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct End {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<String>,
    /// Whether this end is what the chain is for.
    pub success: bool,
}

/// The move to the next stage or end.
#[derive(Debug, Clone, PartialEq)]
pub struct Referral {
    /// Where to.
    pub to: Target,
    /// Share of the residents who finish the stage.
    pub share: Share,
    /// What happens on the way.
    pub transfer: Option<Transfer>,
}

/// Share of residents who take a referral.
#[derive(Debug, Clone, PartialEq)]
pub enum Share {
    /// This share.
    Given(Param<f64>),
    /// Whoever the others leave over. At most one referral of a stage.
    Rest,
}

/// What happens between leaving a stage and joining the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Leaving one stage until joining the next; paid again after every return.
    pub time: Param<Distribution>,
    /// Share that gets lost on the way, each round, and the end they are counted under.
    pub lost: Option<(Param<f64>, usize)>,
    /// Return as incomplete.
    pub returned: Option<Returned>,
}

/// Files that are sent back as incomplete.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// Share of those not lost, independently each round.
    pub share: Param<f64>,
    /// Work of the sending team for each return.
    pub rework: Param<Distribution>,
    /// Team that does the rework (that of the stage's last work step).
    pub team: usize,
    /// After so many returns the file is accepted as it is.
    pub at_most: u32,
}

/// A term between two moments, kept or breached, never fatal.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<String>,
    /// Starts it, unless it is running already.
    pub from: Moment,
    /// Stops it.
    pub to: Moment,
    /// How long may pass.
    pub within: Param<Term>,
    /// A term in law: one that ends on a weekend or legal holiday ends on the next working day.
    pub statutory: bool,
}

/// Something that happens to a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Arrives in the chain.
    Arrive,
    /// Joins a stage.
    Enter(usize),
    /// First work of a stage starts (for a stage without work: same as joining it).
    Start(usize),
    /// Last step of a stage ends.
    Finish(usize),
    /// Leaves the chain through an end.
    Leave(usize),
}

/// Length of a clock. The day on which it starts does not count; it ends at the end of its last day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Term {
    /// Calendar time: whole days count as days, anything else to the minute.
    Calendar(Span),
    /// Working days: weekdays that are no legal holiday.
    Working(WorkingDays),
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
    /// Periods by which measures are split.
    pub periods: Periods,
    /// Moments after the beginning of the simulation at which queues and stages are counted.
    pub moments: Vec<Span>,
    /// Report how often each number of residents is present at a stage, up to this number.
    pub occupancy_to: Option<u32>,
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
