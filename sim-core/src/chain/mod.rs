//! The chain as the engine knows it: a compiled model of flat arrays, and the state of its residents, teams and queues.
//!
//! ```text
//! Scenario ──compile──► Model   stages are programs of operations: Work, Delay, Place, GiveBack, Refer, Send,
//!                               SideBySide, Join
//!                               parameters are tables by class and date (Varying)
//! ```
//!
//! Indices into the model are those of the scenario (stages, teams, ends and clocks in the order of names); names
//! stay behind in the scenario.

mod amount;
mod arrivals;
mod caseload;
mod clock;
mod compile;
mod cost;
mod discipline;
mod duty;
mod error;
mod forecast;
mod hazard;
mod need;
mod present;
mod replies;
mod resident;
mod room;
mod token;
mod varying;

pub use amount::{AmountsModel, ChangeModel, ConditionalModel, ValueModel};
pub use arrivals::{ArrivalState, Arrivals, RateCurve, StreamModel, pick};
pub use caseload::{BecomesModel, CaseloadModel, NoShowModel, PlaceModel, ReserveModel};
pub use clock::{ClockModel, TermCalendar, TermModel};
pub use compile::{compile, mean_on_duty};
pub use cost::{CostModel, SpendingCost, TeamCost};
pub use discipline::{Waiting, WaitingLine};
pub use duty::{duty_of, productive_share};
pub use error::CompileError;
pub use forecast::{Forecast, TeamForecast, forecast};
pub use need::{AfterModel, ApplyModel, BatchModel, ContactModel, NeedModel, PoolModel, ReturnsModel, SignalModel};
pub use present::{PresentModel, SinceModel};
pub use replies::{Answer, CreditorsModel, RepliesModel, outcome_of};
pub use resident::{Doing, Resident, Residents};
pub use room::{RoomModel, WhenFullModel};
pub use token::{NOBODY, Token, TokenKind};
pub use varying::Varying;

use crate::random::{Purpose, Sampler};
use crate::scenario::{Closing, Gate, Interrupted, Moment, Phase, Target};
use crate::time::{Opening, SimTime, Span};

/// Everything the engine reads while it runs.
#[derive(Debug, Clone)]
pub struct Model {
    /// First simulated moment (the warm-up begins).
    pub begin: SimTime,
    /// End of the run.
    pub end: SimTime,
    /// Residents' classes: for each combination the level of every axis, by index.
    pub classes: Vec<Vec<usize>>,
    /// Weight of each axis in the number of a combination.
    pub strides: Vec<usize>,
    /// Streams of arrivals, surge layers included.
    pub streams: Vec<StreamModel>,
    /// Residents who are there when the simulation begins, in the order in which they joined their steps.
    pub present: Vec<PresentModel>,
    /// Teams.
    pub teams: Vec<TeamModel>,
    /// Stages.
    pub stages: Vec<StageModel>,
    /// The programs of all stages, one after another.
    pub ops: Vec<Op>,
    /// Steps of work, rework included.
    pub works: Vec<WorkModel>,
    /// Clinics.
    pub clinics: Vec<ClinicModel>,
    /// Delays.
    pub delays: Vec<DelayModel>,
    /// Steps that open stages side by side.
    pub splits: Vec<SplitModel>,
    /// Steps in which a place is taken.
    pub places: Vec<PlaceModel>,
    /// Places of teams that have them, in the order of teams.
    pub caseloads: Vec<CaseloadModel>,
    /// Whether somebody may become another class or miss an appointment, so that what is left of a patience must be
    /// known while it runs.
    pub remembers_hazards: bool,
    /// Referrals of all stages, one after another.
    pub referrals: Vec<ReferralModel>,
    /// Attempts to reach residents.
    pub contacts: Vec<ContactModel>,
    /// Need: pools, and what follows ends.
    pub need: NeedModel,
    /// Amounts that residents carry.
    pub amounts: AmountsModel,
    /// What teams and ends cost.
    pub cost: CostModel,
    /// Number of ends.
    pub ends: usize,
    /// Clocks.
    pub clocks: Vec<ClockModel>,
    /// Whether anything is done or told at a moment, by [`Model::moment`]; empty where nothing ever is.
    pub matters: Vec<bool>,
    /// What each moment does to clocks, by [`Model::moment`].
    pub triggers: Vec<Vec<Trigger>>,
    /// Working days over the run, for terms.
    pub term_calendar: TermCalendar,
    /// Whether a stream is a finite population.
    pub has_populations: bool,
    /// Whether some worker may stay with a resident after the work.
    pub keeps_workers: bool,
    /// Whether there is anything that few chains have (`compile/rare.rs`).
    pub has_rare: bool,
    /// For each stage whether a resident may come to it more than once.
    pub comes_again: Vec<bool>,
    /// Number of organisations; teams refer to them by index.
    pub organisations: usize,
}

impl Model {
    /// Position of a moment in [`Model::triggers`].
    #[inline]
    pub fn moment(&self, moment: Moment) -> usize {
        moment_position(moment, self.stages.len())
    }
}

/// Position of a moment among all moments of a chain with so many stages.
#[inline]
fn moment_position(moment: Moment, stages: usize) -> usize {
    match moment {
        Moment::Arrive => 0,
        Moment::Enter(stage) => 1 + 3 * stage,
        Moment::Start(stage) => 2 + 3 * stage,
        Moment::Finish(stage) => 3 + 3 * stage,
        Moment::Leave(end) => 1 + 3 * stages + end,
    }
}

/// What a moment does to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trigger {
    /// Stops it. At one moment clocks stop before they start.
    Stop(usize),
    /// Starts it, unless it runs.
    Start(usize),
}

/// One operation in the program of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Wait for a worker, then work (index into [`Model::works`]).
    Work(u32),
    /// Let time pass (index into [`Model::delays`]).
    Delay(u32),
    /// Wait for a place, then hold it (index into [`Model::places`]).
    Place(u32),
    /// Give a place back (index into [`Model::caseloads`]).
    GiveBack(u32),
    /// After the work of an attempt: is the resident reached, and do they accept (index into [`Model::contacts`])?
    Contact(u32),
    /// After the last attempt: nobody was reached (the same).
    NotReached(u32),
    /// An amount changes (index into [`AmountsModel::changes`]).
    Change(u32),
    /// All steps are done: choose a referral and go.
    Refer,
    /// Send again after rework (index into [`Model::referrals`]).
    Send(u32),
    /// Open stages side by side and wait until all are finished (index into [`Model::splits`]).
    SideBySide(u32),
    /// All steps of a stage that stands side by side with others are done: join them.
    Join,
    /// A contact is done.
    ContactDone,
}

/// A team.
#[derive(Debug, Clone)]
pub struct TeamModel {
    /// People on duty over the run.
    pub opening: Opening,
    /// What happens to work in hand when fewer are on duty.
    pub closing: Closing,
    /// Organisation, by index.
    pub organisation: u16,
    /// Kind of waiting line, with the number of ranks.
    pub line: LineKind,
    /// What is kept free for some classes.
    pub reserve: Option<ReserveModel>,
    /// Whether some of its work interrupts work for somebody less urgent.
    pub interrupts: bool,
}

/// Kind of waiting line of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// By joining, within so many ranks (one rank: first come, first served).
    Ranked(u16),
    /// By the end of the earliest running clock.
    EarliestDue,
    /// Last come, first served.
    LastCome,
}

/// A stage.
#[derive(Debug, Clone)]
pub struct StageModel {
    /// Phase it belongs to.
    pub phase: Option<Phase>,
    /// Position of its first operation in [`Model::ops`].
    pub first_op: u32,
    /// Position of the first operation of each of its steps.
    pub step_ops: Box<[u32]>,
    /// Its first step of work, if it has one.
    pub first_work: Option<u32>,
    /// Its first place, if it has one and no work: getting it is the start of the stage.
    pub first_place: Option<u32>,
    /// Limited room.
    pub room: Option<RoomModel>,
    /// From when whoever comes to it goes elsewhere instead.
    pub closed: Option<(SimTime, Target)>,
    /// Whether the worker who does its last work may stay with the resident afterwards.
    pub may_hold: bool,
    /// Position of its referrals in [`Model::referrals`].
    pub referrals: std::ops::Range<u32>,
    /// Referrals with a condition, tried first and in order.
    pub conditions: Box<[ConditionalModel]>,
    /// The other referrals.
    pub plain: Box<[u32]>,
    /// Running totals of the shares of these, in their order, of which the shares that do not hold on a date are 0; the last
    /// counts as 1.
    pub shares: Varying<Box<[f64]>>,
    /// Address of the choice of a referral.
    pub choice: Purpose,
}

/// A step of work.
///
/// What few steps have stands in boxes, so that a chain of many stages stays small enough for the caches.
#[derive(Debug, Clone)]
pub struct WorkModel {
    /// Stage it belongs to.
    pub stage: u32,
    /// Team that does it.
    pub team: u32,
    /// Whether it is the first work of its stage, with which the stage starts.
    pub is_first: bool,
    /// Whether this is rework after a return, which is part of no ordinary wait.
    pub rework: bool,
    /// Whether this is a contact during a stay: the resident waits for nothing.
    pub contact: bool,
    /// Time worked.
    pub service: Varying<Sampler>,
    /// Address of that time.
    pub service_at: Purpose,
    /// Rank of each class in the waiting line, 0 first.
    pub ranks: Box<[u16]>,
    /// How long a resident is willing to wait.
    pub patience: Option<Box<LeavingModel>>,
    /// Becoming another class while waiting.
    pub becomes: Option<Box<BecomesModel>>,
    /// Missed appointments.
    pub no_show: Option<Box<NoShowModel>>,
    /// Leaving during the work.
    pub leave: Option<Box<LeavingModel>>,
    /// The clinic at which it begins (index into [`Model::clinics`]).
    pub clinic: Option<u32>,
    /// Whether it interrupts work for somebody less urgent, and what becomes of that.
    pub interrupts: Option<Interrupted>,
    /// Time for which the worker stays out of use afterwards, and its address.
    pub turnaround: Option<Box<(Varying<Sampler>, Purpose)>>,
    /// Euro each time it begins.
    pub cost: Option<Box<Varying<f64>>>,
    /// Preparation between taking a worker and the start of the work.
    pub prepare: Option<Box<PrepareModel>>,
    /// Other times by the referral that is taken afterwards, by its position in the stage.
    pub by_next: Option<Box<[Option<Varying<Sampler>>]>>,
}

/// Preparation: a worker is taken, the work has not begun.
#[derive(Debug, Clone)]
pub struct PrepareModel {
    /// Wait for this gate first.
    pub gate: Option<Gate>,
    /// Then for this time, with its address.
    pub time: Option<(Varying<Sampler>, Purpose)>,
}

/// A clinic: moments at which work begins.
#[derive(Debug, Clone)]
pub struct ClinicModel {
    /// The step of work.
    pub work: u32,
    /// Its moments over the run, ascending, with the places of each.
    pub moments: Vec<(SimTime, u32)>,
    /// Kind of waiting line.
    pub line: LineKind,
}

/// A delay.
#[derive(Debug, Clone)]
pub struct DelayModel {
    /// Stage it belongs to.
    pub stage: u32,
    /// Elapsed time; of replies, that of one creditor.
    pub time: Varying<Sampler>,
    /// Opening in whose hours it is counted; `None`: in all hours.
    pub opening: Option<Box<Opening>>,
    /// Address of that time; of replies, draw i is creditor i.
    pub time_at: Purpose,
    /// Replies that are awaited, instead of one time.
    pub replies: Option<Box<RepliesModel>>,
    /// Leaving during it.
    pub leave: Option<LeavingModel>,
    /// Euro each time it begins.
    pub cost: Option<Varying<f64>>,
    /// Becoming another class during it.
    pub becomes: Option<BecomesModel>,
    /// Contacts while it lasts.
    pub contacts: Option<ContactsModel>,
}

/// Contacts during a stay.
#[derive(Debug, Clone)]
pub struct ContactsModel {
    /// Time until the first, and between two.
    pub every: Varying<Span>,
    /// Step of work, index into [`Model::works`].
    pub work: u32,
    /// Position in [`Model::ops`] of that work, which is followed by [`Op::ContactDone`].
    pub first_op: u32,
}

/// Stages side by side.
#[derive(Debug, Clone)]
pub struct SplitModel {
    /// Stage that opens them.
    pub stage: u32,
    /// The stages, in the order of the file.
    pub stages: Vec<u32>,
}

/// Leaving after a time.
#[derive(Debug, Clone)]
pub struct LeavingModel {
    /// Time until the resident leaves.
    pub after: Varying<Sampler>,
    /// Address of that time.
    pub after_at: Purpose,
    /// Where they go.
    pub to: Target,
}

/// A referral.
#[derive(Debug, Clone)]
pub struct ReferralModel {
    /// Stage it leaves from.
    pub from: u32,
    /// Where to.
    pub to: Target,
    /// Leaving the stage until joining the next.
    pub time: Option<Box<(Varying<Sampler>, Purpose)>>,
    /// Share lost each round, its address, and the end that counts them.
    pub lost: Option<Box<(Varying<f64>, Purpose, u32)>>,
    /// Return as incomplete.
    pub returned: Option<Box<ReturnedModel>>,
    /// What stays taken on the way.
    pub keeps: Keeps,
}

/// What a resident keeps on the way to the next stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keeps {
    /// The worker and the room while the transfer lasts.
    pub during: bool,
    /// The worker while blocked, when the transfer took no time.
    pub blocked: bool,
}

impl Keeps {
    /// Whether a worker may be kept at all.
    pub fn any(self) -> bool {
        self.during || self.blocked
    }
}

/// Return as incomplete.
#[derive(Debug, Clone)]
pub struct ReturnedModel {
    /// Share returned each round, of those not lost.
    pub share: Varying<f64>,
    /// Address of that draw.
    pub share_at: Purpose,
    /// Position in [`Model::ops`] of the rework, which is followed by [`Op::Send`].
    pub rework_op: u32,
    /// After so many returns the file is accepted as it is.
    pub at_most: u32,
}
