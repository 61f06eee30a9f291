//! An intervention: named changes of a scenario, with start, growth, cost and strength of evidence. Plain data; values
//! stand as they are written and mean something only where they are applied (see [`apply`](super::apply())).

use std::ops::Range;

use jiff::civil::Date;

use super::Phase;
use super::Wording;
use super::figures::Mark;
use crate::time::Span;

/// A named set of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervention {
    /// Name.
    pub name: String,
    /// Name on screen.
    pub title: Wording,
    /// What is done, for readers.
    pub description: Option<Wording>,
    /// Phase it belongs to.
    pub phase: Option<Phase>,
    /// Changes of parameters.
    pub changes: Vec<Change>,
    /// Tables that are added.
    pub added: Vec<Addition>,
    /// Stages from which residents go elsewhere.
    pub rerouted: Vec<Reroute>,
    /// Stages that nobody joins any more.
    pub removed: Vec<Removal>,
    /// When it begins.
    pub from: Start,
    /// Time in which it grows evenly to its full effect.
    pub over: Option<Span>,
    /// What it costs.
    pub cost: Option<InterventionCost>,
    /// How well its effect is known.
    pub evidence: Option<Evidence>,
    /// Where its name stands in the text it was read from.
    pub at: Range<usize>,
}

/// When an intervention begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At the first measured day of the scenario.
    OfScenario,
    /// On a date.
    Date(Date),
    /// Always: in the warm-up too.
    Always,
}

/// A change of a parameter, or of all that a path matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Paths with `*` for any name; one of them has to match.
    pub paths: Vec<String>,
    /// What becomes of the parameter.
    pub effect: Effect,
    /// Only at stages of this phase.
    pub phase: Option<Phase>,
    /// Only for this class.
    pub class: Option<String>,
    /// Passed over where nothing matches.
    pub optional: bool,
    /// Where it stands in the text it was read from.
    pub at: Range<usize>,
}

/// What becomes of a parameter; the value as it is written in TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It gets this value.
    To(String),
    /// It is multiplied.
    Times(String),
    /// Something is added.
    Plus(String),
}

impl Effect {
    /// Field of the language.
    pub fn field(&self) -> &'static str {
        match self {
            Effect::To(_) => "to",
            Effect::Times(_) => "times",
            Effect::Plus(_) => "plus",
        }
    }

    /// The value as written.
    pub fn value(&self) -> &str {
        match self {
            Effect::To(value) | Effect::Times(value) | Effect::Plus(value) => value,
        }
    }
}

/// A table that is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// In which table of the scenario, as `stages`.
    pub table: String,
    /// Its name there.
    pub name: String,
    /// What stands in it, as an inline table of TOML.
    pub value: String,
    /// Where it stands in the text it was read from.
    pub at: Range<usize>,
}

/// A stage from which residents go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reroute {
    /// The stage.
    pub stage: String,
    /// Where to, as a list of TOML.
    pub next: String,
    /// Where it stands in the text it was read from.
    pub at: Range<usize>,
}

/// A stage that nobody joins any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The stage.
    pub stage: String,
    /// Stage or end that is joined instead.
    pub instead: String,
    /// Where it stands in the text it was read from.
    pub at: Range<usize>,
}

/// What an intervention costs, apart from teams and activities.
#[derive(Debug, Clone, PartialEq)]
pub struct InterventionCost {
    /// Once, when it begins.
    pub once: Option<Spent>,
    /// Each year.
    pub per_year: Option<Spent>,
}

/// An amount of money, which may be a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Spent {
    /// As written in TOML.
    pub text: String,
    /// Euro, the likely value.
    pub likely: f64,
}

/// How well the effect of an intervention is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What kind of evidence there is.
    pub strength: Strength,
    /// How far its source is to be trusted.
    pub mark: Option<Mark>,
    /// Key of its source in `docs/sources.md`.
    pub source: Option<String>,
    /// What was found.
    pub note: Option<String>,
}

/// What kind of evidence there is, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Residents were assigned by chance.
    Experiment,
    /// Residents or municipalities with and without it.
    Comparison,
    /// The same place before and after.
    BeforeAfter,
    /// Tried in one place.
    Pilot,
    /// Told of one place.
    Case,
    /// Somebody who knows expects it.
    Expectation,
    /// Nobody knows.
    Assumption,
}

impl Strength {
    /// All of them, strongest first.
    pub const ALL: [Strength; 7] = [
        Strength::Experiment,
        Strength::Comparison,
        Strength::BeforeAfter,
        Strength::Pilot,
        Strength::Case,
        Strength::Expectation,
        Strength::Assumption,
    ];
    /// The words, in the same order.
    pub const WORDS: &[&str] =
        &["experiment", "comparison", "before-after", "pilot", "case", "expectation", "assumption"];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Experiment => "experiment",
            Strength::Comparison => "comparison",
            Strength::BeforeAfter => "before-after",
            Strength::Pilot => "pilot",
            Strength::Case => "case",
            Strength::Expectation => "expectation",
            Strength::Assumption => "assumption",
        }
    }
}
