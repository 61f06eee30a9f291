//! Why a run stopped before its end.

use crate::time::SimTime;

/// How much one replication may do before it is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Events in all.
    pub events: u64,
    /// Events at one and the same moment.
    pub events_at_once: u64,
    /// Residents present at one moment.
    pub residents: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { events: 2_000_000_000, events_at_once: 20_000_000, residents: 2_500_000 }
    }
}

/// Whether a run can go on. In a box the error costs what goes well nothing but a word.
pub(super) type Ran = Result<(), Box<RunError>>;

/// Why a run stopped before its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// Too many events in all.
    #[error("after {events} events the run had only come to {at}; the limit is {events} events per replication")]
    TooManyEvents {
        /// Limit.
        events: u64,
        /// How far the run came.
        at: SimTime,
    },
    /// Time does not go on.
    #[error("{events} events at one moment ({at}): residents go round without any time passing")]
    NoProgress {
        /// Limit.
        events: u64,
        /// The moment.
        at: SimTime,
    },
    /// Too many residents at once.
    #[error("more than {residents} residents in the chain at {at}; is the chain overloaded, or a rate too high?")]
    TooManyResidents {
        /// Limit.
        residents: usize,
        /// The moment.
        at: SimTime,
    },
    /// Who looked on had seen enough.
    #[error("stopped at {at}")]
    Stopped {
        /// The moment.
        at: SimTime,
    },
    /// Residents wait for each other's room.
    #[error("deadlock at {at}: {}", stuck_list(stuck))]
    Deadlock {
        /// Who waits for what, by the stage that is full, the longest blocked first.
        stuck: Vec<Stuck>,
        /// The moment.
        at: SimTime,
    },
    /// Somebody came or went without being counted.
    #[error(
        "broken promise: {arrived} residents arrived, {gone} left and {inside} are inside at {at}; please report this"
    )]
    NotConserved {
        /// Residents who arrived.
        arrived: u64,
        /// Residents who left.
        gone: u64,
        /// Residents inside.
        inside: u64,
        /// The moment.
        at: SimTime,
    },
    /// Somebody in need is neither in a pool nor in the chain.
    #[error(
        "broken promise: need began {came} times and ended {ended} times, {in_pools} residents are in a pool and \
         {helped} in the chain at {at}; please report this"
    )]
    NeedNotConserved {
        /// Times that need began.
        came: u64,
        /// Times that it ended.
        ended: u64,
        /// Residents in pools.
        in_pools: u64,
        /// Residents of pools in the chain.
        helped: u64,
        /// The moment.
        at: SimTime,
    },
    /// An invariant about one resident does not hold.
    #[error("broken promise: {promise} (stream {stream}, resident {ordinal}, stage {stage}, {at}); please report this")]
    Broken {
        /// What should hold.
        promise: &'static str,
        /// Stream of the resident, by index.
        stream: u16,
        /// Resident within the stream, from 0.
        ordinal: u32,
        /// Stage, by index.
        stage: u32,
        /// The moment.
        at: SimTime,
    },
    /// An invariant about a team does not hold.
    #[error("broken promise: {promise} (team {team}, {at}); please report this")]
    BrokenTeam {
        /// What should hold.
        promise: &'static str,
        /// Team, by index.
        team: u32,
        /// The moment.
        at: SimTime,
    },
}

/// A blocked resident who can never go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stuck {
    /// Stream of the resident, by index.
    pub stream: u16,
    /// Resident within the stream, from 0.
    pub ordinal: u32,
    /// Stage they are at, or come from, by index.
    pub stage: u32,
    /// Stage that they wait for, by index.
    pub waits_for: u32,
}

fn stuck_list(stuck: &[Stuck]) -> String {
    let one = |who: &Stuck| {
        let Stuck { stream, ordinal, stage, waits_for } = who;
        format!("stream {stream}, resident {ordinal}, at stage {stage} waits for room at stage {waits_for}")
    };
    stuck.iter().map(one).collect::<Vec<_>>().join("; ")
}
