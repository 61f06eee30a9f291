//! The queueing models that theory knows, and the reasons why a stage is none of them.

/// A stage in the form of a queueing model. Rates per day, times in days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// M/M/c, on its own or as a node of a Jackson network.
    Markov { servers: u32, rate: f64, service: f64 },
    /// M/M/c/K, or with no room to wait M/G/c/c.
    Limited { servers: u32, waiting: u32, rate: f64, service: f64 },
    /// M/M/c+M (Erlang A).
    Impatient { servers: u32, rate: f64, service: f64, patience: f64 },
    /// M/G/1.
    General { rate: f64, service: f64, cv: f64 },
    /// M/G/∞: nobody waits. `leaves`: share that leaves before the time is over.
    Unlimited { rate: f64, stay: f64, leaves: Option<f64> },
    /// Non-preemptive priority, M/M/c with one service time or M/G/1.
    Priority { servers: u32, ranks: Vec<Rank>, by_level: Vec<LevelMix> },
}

/// The residents of one rank at a team that goes by priority.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rank {
    /// Residents per day.
    pub(crate) rate: f64,
    /// Mean time worked, days.
    pub(crate) service: f64,
    /// Its coefficient of variation.
    pub(crate) cv: f64,
}

/// How the residents of one level are spread over the ranks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LevelMix {
    /// Number of the level over all axes, from 0.
    pub(crate) level: u16,
    /// Share of each rank.
    pub(crate) shares: Vec<f64>,
}

/// An assumption that fails.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// Places, missed appointments, becoming another class, or people kept free.
    Caseload,
    /// Several steps, theory wants one.
    Steps(usize),
    /// Its step is no work or plain delay: contacts, replies, or stages side by side.
    Beside,
    /// A parameter changes by date.
    Dated(&'static str),
    /// A parameter differs by class.
    ByClass(&'static str),
    /// The distribution of work must be exponential with more than one worker, a room or a patience.
    WorkNotExponential(&'static str),
    /// The patience must be exponential.
    PatienceNotExponential(&'static str),
    /// Delay and leaving must both be exponential.
    LeaveNotExponential,
    /// Files are returned and worked on again.
    Returns,
    /// Both a room and a patience.
    RoomAndPatience,
    /// A room that is not: so many may wait, and who finds as many goes elsewhere.
    RoomOfAnotherKind,
    /// Residents, and perhaps workers, may stay at the stage after the work: blocked, or until a transfer is over.
    Holds,
    /// Priority together with a room or a patience.
    PriorityAnd,
    /// A field that no formula here knows.
    Field(&'static str),
    /// Queue by earliest clock.
    EarliestDue,
    /// The team does other work too.
    SharedTeam { team: String, stages: Vec<String> },
    /// The team closes.
    Closes { team: String },
    /// The number on duty changes.
    DutyChanges { team: String },
    /// Streams into the stage are not Poisson with a constant rate.
    Streams { streams: Vec<String>, why: StreamReason },
    /// Residents come out of need, where they are a limited number, or come back after leaving.
    FromNeed,
    /// What comes from earlier stages is not Poisson.
    FedBy { stages: Vec<String> },
    /// Residents come back to a stage whose form does not allow that.
    ComesBack,
    /// Residents come back to the stage by shares that change by date or differ by class.
    SharesVary,
    /// Nobody comes.
    Nobody,
    /// More work than the team can do.
    Overloaded { offered_load: f64, servers: u32 },
    /// The formula has no answer for these numbers.
    NoAnswer(String),
}

/// Why a stream is not Poisson with a constant rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StreamReason {
    /// The rate changes by date.
    Dated,
    /// By month, weekday or opening hours.
    Profile,
    /// Surges.
    Surges,
    /// A cycle.
    Cycle,
    /// Given moments.
    Moments,
    /// Batches.
    Batches,
    /// A finite population.
    Population,
    /// Times in between that are not exponential.
    Interval,
    /// It stops before the end.
    Until,
    /// Its mix of classes changes by date.
    Mix,
}
