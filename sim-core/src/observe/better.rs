//! Which way of a measure is better for residents, where that can be said of the measure alone.

use super::{Measure, Of, RowKey};
use crate::scenario::Scenario;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Less of it.
    Less,
    /// More of it.
    More,
}

impl Measure {
    /// Which way of this measure is better; `None` where that depends on what it is of, or on who is asked: work done,
    /// people on duty, residents who come. Time in the chain is of all who leave it, and rises when fewer give up early.
    pub fn better(self) -> Option<Better> {
        use Measure::*;
        match self {
            Wait | WaitForPlace | WaitForWorker | ClosedWait | WaitOfLeavers | WaitOfAll | LaterWait | LeftWaiting
            | LeftLater | DroppedOut | LeftDuring | TurnedAway | Retries | TryingAgain | Blocked | BlockedTime
            | Held | Stopped | RefusalsMet | ReplyTime | ContactsCancelled | WaitForContact | JoinWait
            | TimeInStage | TimeInPhase | Queue | Overtime | HeldHours | Inside | TimeToReach | TimeToOutcome
            | TransferTime | LostAtTransfer | ReturnsPerTransfer | HandoverTime | ClockOverrun | PlacesQueue
            | PlacesWait | NoShows | WastedHours | StillWaiting | InNeed | InPool | Returned | QueueAt | Cost
            | CostPerTrajectory | CostPerSuccess | CostPerLasting => Some(Better::Less),
            StartedWithin | RepliesAgreed | Reach | ClockKept | NeedReach | InView | ReachOfSignalling | Contacted
            | ReachStarted | ReachFinished | AttemptReached | AttemptAccepted | Lasting | Benefit => Some(Better::More),
            TimeInChain | Arrivals | ContactsHeld | Joined | Finished | Present | Occupied | InService
            | Utilisation | StaffedHours | WorkedHours | Outcome | ClockUndecided | Places | Caseload
            | CaseloadUtilisation | Became | ExitReason | Unfinished | Onset | NaturalEnds | NeedEnded
            | Applications | Signals | SignalFate | Cases | Attempts | InServiceAt | AllTaken | Amount
            | AmountGrowth => None,
        }
    }
}

impl RowKey {
    /// Which way of a row is better: that of its measure; more residents who leave through an end that is what the
    /// chain is for are better too, and how long it takes to leave through another end is neither.
    pub fn better(&self, scenario: &Scenario) -> Option<Better> {
        match (self.measure, self.of) {
            (Measure::Outcome | Measure::Finished, Of::End(end)) => {
                scenario.ends[end as usize].success.then_some(Better::More)
            }
            (Measure::TimeToOutcome | Measure::TimeInChain, Of::End(end)) => {
                self.measure.better().filter(|_| scenario.ends[end as usize].success)
            }
            (measure, _) => measure.better(),
        }
    }
}
