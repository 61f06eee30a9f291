//! Observers: who is told what happens, and what is measured from it.
//!
//! The engine tells its observer every [`Happening`]. An observer that does not look at one costs nothing: the engine
//! is compiled for each observer, and what it ignores falls away. `()` looks at nothing.

mod amounts;
mod better;
mod caseload;
mod cost;
mod edges;
mod extra_levels;
mod happening;
mod helped;
mod journeys;
mod leaving;
mod levels;
mod measure;
mod measures;
mod need;
mod plan;
mod plan_handovers;
mod records;
mod table;
mod tally;
mod tokens;
mod visits;
mod walk;
mod walk_cost;
mod walk_need;
mod walk_room;

pub use better::Better;
pub use happening::{ContactOutcome, NeedHappening, SignalFate};
pub use helped::{Helped, HelpedList, Moved, help_stages};
pub use journeys::{Journey, Journeys, Move, Whereabouts};
pub use measure::{Group, Measure, Of, Period, RowKey, Statistic, Unit};
pub use measures::Measures;
pub use plan::{Plan, StagePlan};
pub use records::{Outcome, Record, Records, Story, StoryLine};
pub use tally::{Sample, Tally};

use crate::chain::{Answer, Resident};
use crate::scenario::{Phase, Target};
use crate::time::{SimTime, Span};

/// Something that happens to a resident. Indices are those of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// Comes into the chain.
    Arrived,
    /// Is there when the simulation begins, at a step of a stage: waiting for its work, or else in work or a delay.
    Found {
        /// Stage.
        stage: u32,
        /// Whether they wait.
        waiting: bool,
        /// Since when they have been at that step, where the scenario says so.
        since: Option<SimTime>,
    },
    /// Joins a stage, for the so-manieth time (from 1).
    Joined {
        /// Stage.
        stage: u32,
        /// Visit.
        visit: u32,
    },
    /// Finds no room at a stage and goes elsewhere.
    TurnedAway {
        /// Stage.
        stage: u32,
    },
    /// Finds no room at a stage and stays away for some time.
    KeptAway {
        /// Stage.
        stage: u32,
    },
    /// Comes again to a stage that was full.
    TriesAgain {
        /// Stage.
        stage: u32,
    },
    /// Stays away from a stage that was full, and will not come again: has left from a stage beside it.
    TriesNoMore {
        /// Stage.
        stage: u32,
    },
    /// Waited, and makes room for somebody of a higher class.
    Displaced {
        /// Step of work.
        work: u32,
        /// How long the wait lasted.
        wait: Span,
    },
    /// Has finished a stage and stays there.
    Held {
        /// Stage.
        stage: u32,
        /// Team of the worker who stays too.
        team: Option<u32>,
    },
    /// Gives up the place at a finished stage.
    LetGo {
        /// Stage.
        stage: u32,
        /// Team of the worker who is free again.
        team: Option<u32>,
    },
    /// Is ready for a stage that has no room.
    Blocked {
        /// Stage that they stay at, or come from.
        stage: u32,
        /// Stage that is full.
        at: u32,
    },
    /// Waits no more for room: has left from a stage beside it.
    NotLetIn {
        /// Stage that they stayed at.
        stage: u32,
        /// Stage that is full.
        at: u32,
        /// How long they were blocked.
        time: Span,
    },
    /// Comes in where there was no room.
    LetIn {
        /// Stage that they stayed at, or came from.
        stage: u32,
        /// Stage that was full.
        at: u32,
        /// How long they were blocked.
        time: Span,
    },
    /// Begins to wait for a worker.
    Waits {
        /// Step of work.
        work: u32,
    },
    /// A worker is taken for the resident, and preparation begins.
    Prepares {
        /// Step of work.
        work: u32,
    },
    /// A wait ends with the start of work.
    Started {
        /// Step of work.
        work: u32,
        /// Visit at its stage.
        visit: u32,
        /// How long the wait lasted.
        wait: Span,
        /// How much of it the team was closed.
        closed: Span,
    },
    /// Work is interrupted, because fewer people are on duty or somebody is more urgent.
    Interrupted {
        /// Step of work.
        work: u32,
    },
    /// Interrupted work goes on.
    Resumed {
        /// Step of work.
        work: u32,
    },
    /// Work ends.
    Ended {
        /// Step of work.
        work: u32,
    },
    /// The resident leaves during work.
    LeftWork {
        /// Step of work.
        work: u32,
        /// Whether the work was resting at that moment.
        rests: bool,
    },
    /// A wait ends because the resident leaves.
    Reneged {
        /// Step of work.
        work: u32,
        /// How long the wait lasted.
        wait: Span,
    },
    /// A delay begins.
    DelayBegan {
        /// Delay.
        delay: u32,
    },
    /// A delay ends.
    DelayEnded {
        /// Delay.
        delay: u32,
    },
    /// The resident leaves during a delay.
    LeftDuring {
        /// Delay.
        delay: u32,
    },
    /// Creditors are asked.
    Asked {
        /// Delay.
        delay: u32,
        /// How many.
        creditors: u32,
    },
    /// The replies of creditors are known.
    Answered {
        /// Delay.
        delay: u32,
        /// What they answer.
        answer: Answer,
        /// Since they were asked.
        time: Span,
    },
    /// A contact falls due while the one before is still open, and is left out.
    ContactSkipped {
        /// Step of work.
        work: u32,
    },
    /// Undergoes stages side by side.
    Split {
        /// Which.
        split: u32,
    },
    /// All stages side by side are finished.
    Joint {
        /// Stage that opened them.
        stage: u32,
        /// Since the first of them was finished.
        wait: Span,
    },
    /// Leaves the stage that opened others, because of leaving from one of these.
    LeftBeside {
        /// Stage.
        stage: u32,
        /// Where to.
        to: Target,
    },
    /// A wait ends because the resident has left from a stage beside it, or, of a contact, because the stay is over.
    WaitStopped {
        /// Step of work.
        work: u32,
    },
    /// A wait for a place ends because the resident has left from a stage beside it.
    PlaceWaitStopped {
        /// Step in which a place is taken.
        place: u32,
    },
    /// Work in hand ends because the resident has left from a stage beside it.
    WorkStopped {
        /// Step of work.
        work: u32,
        /// Whether it rested.
        rests: bool,
    },
    /// A visit ends because the resident has left from a stage beside it.
    Stopped {
        /// Stage.
        stage: u32,
        /// Where to.
        to: Target,
        /// Whether it had started.
        started: bool,
    },
    /// All steps of a stage are done.
    Finished {
        /// Stage.
        stage: u32,
        /// Visit.
        visit: u32,
    },
    /// Is sent on to the next stage or end.
    Sent {
        /// Referral.
        referral: u32,
    },
    /// Gets lost on the way.
    Lost {
        /// Referral.
        referral: u32,
    },
    /// Is sent back as incomplete.
    Returned {
        /// Referral.
        referral: u32,
    },
    /// Is accepted at the other side.
    Transferred {
        /// Referral.
        referral: u32,
        /// Time since leaving the stage, returns included.
        time: Span,
    },
    /// Work begins at another organisation than the last work.
    HandedOver {
        /// Organisation of the last work.
        from: u16,
        /// Organisation of the work that begins.
        to: u16,
        /// Time between the two.
        time: Span,
    },
    /// A clock has stopped, or the resident has left it behind.
    ClockStopped {
        /// Clock.
        clock: u32,
        /// When it started.
        started: SimTime,
        /// When its term ends.
        due: SimTime,
        /// Kept, breached or neither.
        verdict: Verdict,
    },
    /// Leaves a phase: joins a stage of another, or leaves the chain.
    PhaseLeft {
        /// Phase.
        phase: Phase,
        /// Time since joining its first stage.
        time: Span,
    },
    /// An attempt to reach the resident has been made, or given up.
    Contact {
        /// Attempt.
        contact: u32,
        /// What came of it.
        outcome: ContactOutcome,
    },
    /// The resident's class becomes another one.
    Became {
        /// Class combination before.
        from: u16,
        /// Stage at which they are; `None` outside the chain.
        stage: Option<u32>,
    },
    /// An amount changes.
    AmountChanged {
        /// Amount.
        amount: u16,
        /// Its new value, in hundredths.
        hundredths: i64,
    },
    /// Comes to a moment at which amounts are measured.
    AmountAt {
        /// The moment: 0 is the arrival.
        at: u16,
        /// Amount.
        amount: u16,
        /// Its value, in hundredths.
        hundredths: i64,
        /// By how much that is more than on arrival.
        grown: i64,
    },
    /// Something happens outside the chain.
    Need(NeedHappening),
    /// Leaves the chain.
    Left {
        /// End.
        end: u32,
    },
    /// Begins to wait for a place.
    WaitsForPlace {
        /// Step in which a place is taken.
        place: u32,
    },
    /// A wait ends with a place, or the resident holds one already.
    TookPlace {
        /// Step in which it is taken.
        place: u32,
        /// How long the wait lasted.
        wait: Span,
        /// Whether it was held already.
        already: bool,
    },
    /// Gives a place back.
    GaveBack {
        /// Whose places.
        caseload: u32,
    },
    /// Does not appear at an appointment; a worker spends its time in vain.
    Missed {
        /// Step of work.
        work: u32,
        /// Appointments missed so far.
        missed: u32,
        /// Work that is wasted.
        wasted: Span,
    },
    /// The time of a missed appointment is over.
    MissedOver {
        /// Step of work.
        work: u32,
    },
    /// Comes again after a missed appointment: is back in line, or the turn is theirs at once.
    CameAgain {
        /// Step of work.
        work: u32,
    },
    /// Leaves a stage before its end, at the operation that the resident is at.
    LeftEarly {
        /// Why.
        why: WhyLeft,
        /// How long the wait or the delay lasted.
        time: Span,
        /// Where to.
        to: Target,
    },
}

/// Why a resident leaves a stage before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeft {
    /// Patience ran out while waiting for a place.
    Patience,
    /// Missed as many appointments as are made.
    NotAppeared,
    /// Became another class, which goes elsewhere.
    Became,
}

/// What became of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Stopped within its term.
    Kept,
    /// Stopped after its term, or left running past it.
    Breached,
    /// The resident left the chain within the term.
    None,
    /// Still running within its term when the run ends.
    Undecided,
}

/// Who is told.
pub trait Observer {
    /// Whether the engine is compiled for it a second time, without the rules that few chains need: faster for those that do
    /// not, and as much again to compile.
    const WORTH_TWO_ENGINES: bool = false;

    /// Time goes on to a moment at which something may happen; also told when the run begins and ends.
    #[inline]
    fn comes_to(&mut self, _now: SimTime) {}

    /// Something happens to a resident.
    #[inline]
    fn happened(&mut self, _now: SimTime, _resident: &Resident, _what: Happening) {}

    /// The number of people on duty of a team changes.
    #[inline]
    fn on_duty(&mut self, _now: SimTime, _team: u32, _number: u32) {}

    /// Whether the run need not go on: nobody looks any more.
    #[inline]
    fn has_enough(&self) -> bool {
        false
    }

    /// The run is over and this resident is still inside; `waits` is the step of work they wait for, if any.
    fn unfinished(&mut self, _end: SimTime, _resident: &Resident, _waits: Option<u32>) {}
}

impl Observer for () {
    const WORTH_TWO_ENGINES: bool = true;
}

impl<O: Observer> Observer for &mut O {
    #[inline]
    fn comes_to(&mut self, now: SimTime) {
        (**self).comes_to(now);
    }

    #[inline]
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        (**self).happened(now, resident, what);
    }

    #[inline]
    fn on_duty(&mut self, now: SimTime, team: u32, number: u32) {
        (**self).on_duty(now, team, number);
    }

    #[inline]
    fn has_enough(&self) -> bool {
        (**self).has_enough()
    }

    fn unfinished(&mut self, end: SimTime, resident: &Resident, waits: Option<u32>) {
        (**self).unfinished(end, resident, waits);
    }
}

impl<A: Observer, B: Observer> Observer for (A, B) {
    #[inline]
    fn comes_to(&mut self, now: SimTime) {
        self.0.comes_to(now);
        self.1.comes_to(now);
    }

    #[inline]
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        self.0.happened(now, resident, what);
        self.1.happened(now, resident, what);
    }

    #[inline]
    fn on_duty(&mut self, now: SimTime, team: u32, number: u32) {
        self.0.on_duty(now, team, number);
        self.1.on_duty(now, team, number);
    }

    #[inline]
    fn has_enough(&self) -> bool {
        self.0.has_enough() || self.1.has_enough()
    }

    fn unfinished(&mut self, end: SimTime, resident: &Resident, waits: Option<u32>) {
        self.0.unfinished(end, resident, waits);
        self.1.unfinished(end, resident, waits);
    }
}
