//! What happens outside the chain, and what comes of attempts to reach a resident.

use crate::time::Span;

/// Something that happens to a resident outside the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedHappening {
    /// Gets into need.
    Began {
        /// Pool.
        pool: u16,
        /// Was in need already when the simulation began.
        there_before: bool,
        /// Is in the chain by then, and not in the pool.
        in_help: bool,
    },
    /// A creditor signals arrears.
    Signalled {
        /// Signal, by index among those of all pools.
        signal: u32,
        /// Arrears in cents.
        cents: u64,
    },
    /// Signals since the last batch are looked at, or no longer matter.
    SignalsLookedAt {
        /// How many.
        number: u32,
        /// What came of them.
        fate: SignalFate,
    },
    /// Applies of their own accord.
    Applied,
    /// Signals become a case.
    CaseOpened,
    /// Left the chain and is in need as before.
    BackInPool,
    /// Need ends without help.
    EndedNaturally {
        /// End that counts it.
        end: u32,
    },
    /// Need ends by leaving the chain.
    EndedAfterHelp {
        /// End.
        end: u32,
    },
    /// Comes back after having left the chain.
    CameBack {
        /// Time since leaving.
        after: Span,
        /// Into the pool, and not into the chain at once.
        to_pool: bool,
    },
}

/// What comes of signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalFate {
    /// They became a case.
    TakenUp,
    /// The arrears together are too small.
    BelowThreshold,
    /// They are of too few different creditors.
    NoMatch,
    /// They were left aside.
    NotTakenUp,
    /// The resident applied, or was no longer in need, before they were looked at.
    LeftPool,
}

impl SignalFate {
    /// Every fate.
    pub const ALL: [SignalFate; 5] = [
        SignalFate::TakenUp,
        SignalFate::BelowThreshold,
        SignalFate::NoMatch,
        SignalFate::NotTakenUp,
        SignalFate::LeftPool,
    ];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            SignalFate::TakenUp => "taken_up",
            SignalFate::BelowThreshold => "below_threshold",
            SignalFate::NoMatch => "no_match",
            SignalFate::NotTakenUp => "not_taken_up",
            SignalFate::LeftPool => "left_pool",
        }
    }
}

/// What came of an attempt to reach a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactOutcome {
    /// Nobody was reached.
    NotReached,
    /// Reached, and help is accepted.
    Accepted,
    /// Reached, and help is refused.
    Refused,
    /// No attempt is left.
    GivenUp,
}
