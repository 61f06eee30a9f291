//! Clocks: terms between two moments.

use super::Scenario;
use super::Wording;
use super::class::Param;
use crate::time::{Span, WorkingDays};

/// A term between two moments, kept or breached, never fatal.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Option<Wording>,
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

impl Moment {
    /// As it is written, with the names of the scenario.
    pub fn name(self, scenario: &Scenario) -> String {
        let stage = |stage: usize| scenario.stages[stage].name.as_str();
        match self {
            Moment::Arrive => "arrive".to_owned(),
            Moment::Enter(at) => format!("enter:{}", stage(at)),
            Moment::Start(at) => format!("start:{}", stage(at)),
            Moment::Finish(at) => format!("finish:{}", stage(at)),
            Moment::Leave(end) => format!("leave:{}", scenario.ends[end].name),
        }
    }
}
