//! A case as it is written: what is known of the resident, and all that was done.

use crate::log::Micros;

/// A case: a resident in one of their trajectories.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenCase<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Stream or pool the resident came by; `None` of who was there before the run began.
    pub stream: Option<&'a str>,
    /// When they came into the chain; `None` of who was there before the run began.
    pub arrived: Option<Micros>,
    /// Their class on arrival: for each axis the level, by index.
    pub levels: &'a [usize],
    /// Their amounts on arrival, in hundredths, where known.
    pub amounts: &'a [Option<i64>],
    /// What was done, in the order in which it ended; what is still going on stands last.
    pub entries: Vec<Entry>,
}

/// Something that was done for a case, or waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// How far it came.
    pub step: Step,
    /// Stage, or, of a way of leaving, end, by index.
    pub what: u32,
    /// Team, by index.
    pub team: Option<u32>,
    /// Which worker of it, from 0.
    pub worker: Option<u32>,
    /// Since when it was waited for, where somebody has to come or a place to be free.
    pub scheduled: Option<Micros>,
    /// When it began.
    pub start: Option<Micros>,
    /// When it ended.
    pub end: Option<Micros>,
    /// The class of the resident by then, by its number in the model.
    pub class: u16,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Work of a stage.
    Work,
    /// Work that is done again.
    Rework,
    /// A contact during a stay.
    Contact,
    /// A stay at a stage where nobody works.
    Stay,
    /// An appointment at which the resident did not appear.
    Missed,
    /// A way of leaving the chain.
    End,
}

impl Kind {
    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Work => "work",
            Kind::Rework => "rework",
            Kind::Contact => "contact",
            Kind::Stay => "stay",
            Kind::Missed => "missed",
            Kind::End => "end",
        }
    }
}

/// How far an entry came: the last step in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is waited for when the log ends.
    Waiting,
    /// It is going on when the log ends.
    Going,
    /// Done.
    Done,
    /// It began, and ended before it was done.
    BrokenOff,
    /// It was waited for in vain.
    GivenUp,
}

impl Step {
    /// Name of the transition in the standard life of an activity (XES, extension lifecycle).
    pub fn transition(self) -> &'static str {
        match self {
            Step::Waiting => "schedule",
            Step::Going => "start",
            Step::Done => "complete",
            Step::BrokenOff => "ate_abort",
            Step::GivenUp => "withdraw",
        }
    }
}

impl Entry {
    /// The moment of its last step.
    pub fn moment(&self) -> Micros {
        let moment = match self.step {
            Step::Waiting => self.scheduled,
            Step::Going => self.start,
            Step::Done | Step::BrokenOff | Step::GivenUp => self.end,
        };
        moment.unwrap_or_default()
    }
}
