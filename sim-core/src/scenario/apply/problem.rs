//! Why interventions cannot be applied to a scenario.

use std::ops::Range;

use jiff::civil::Date;

use crate::scenario::{Phase, Problem};

/// One reason why interventions cannot be applied.
#[derive(Debug, Clone, PartialEq)]
pub struct ApplyProblem {
    /// What is wrong, with the data its message needs.
    pub kind: ApplyProblemKind,
    /// The intervention.
    pub by: String,
    /// Which of the given interventions that is, counted from 0.
    pub position: usize,
    /// Byte range in the text that the intervention was read from.
    pub at: Range<usize>,
}

/// Why an intervention cannot be applied.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ApplyProblemKind {
    /// The scenario itself has errors.
    ScenarioRefused,
    /// Its entries stand in the scenario already: applied again it would count double.
    AppliedAlready,
    /// The scenario has what it would write, which would be lost or of no effect.
    InTheWay {
        /// Its path.
        path: String,
    },
    /// A path that is empty or has an empty part.
    BadPath {
        /// As written.
        path: String,
    },
    /// A part of the path does not exist.
    UnknownPath {
        /// The path up to and with that part.
        path: String,
        /// Names there that are like it.
        similar: Vec<String>,
        /// Names there.
        known: Vec<String>,
    },
    /// Paths that match nothing in this scenario.
    NothingMatches {
        /// As written.
        paths: Vec<String>,
        /// Looked for in this phase only.
        phase: Option<Phase>,
        /// Looked for this class only.
        class: Option<String>,
    },
    /// Everything in it is optional, and nothing of it is in this scenario.
    NothingChanges,
    /// A parameter without a value, which cannot be scaled.
    NoValue {
        /// Its path.
        path: String,
    },
    /// The rest of shares, which follows from the others.
    IsRest {
        /// Its path.
        path: String,
    },
    /// A table that is no value, or a part of the language that is not a parameter.
    NoParameter {
        /// Its path.
        path: String,
    },
    /// A parameter that cannot change by date.
    NotByDate {
        /// Its path.
        path: String,
        /// Whether it is a part of a distribution.
        part: bool,
    },
    /// A value that cannot be worked out in the text.
    CannotWorkOut {
        /// Its path.
        path: String,
        /// The value as written.
        found: String,
        /// What was to be done with it.
        effect: String,
    },
    /// A value that is not one of TOML.
    BadValue {
        /// As written.
        found: String,
    },
    /// It begins before the scenario does.
    BeforeStart {
        /// Its first day.
        from: Date,
        /// First measured day of the scenario.
        start: Date,
    },
    /// It is to grow, and has no changes of parameters: stages and routes change at once.
    NotGradual,
    /// Two interventions change one parameter in ways that do not go together.
    Conflict {
        /// The parameter.
        path: String,
        /// What this one does.
        effect: &'static str,
        /// The other intervention.
        other: String,
        /// What that one does.
        other_effect: &'static str,
    },
    /// A change inside a stage that is removed.
    InsideRemoved {
        /// What is changed.
        path: String,
        /// The stage.
        stage: String,
        /// The intervention that removes it.
        other: String,
    },
    /// A stage with two new lists of where residents go, or with a change of the list that is replaced.
    ReroutedToo {
        /// The stage.
        stage: String,
        /// The other intervention.
        other: String,
    },
    /// Something of that name is there already.
    IsThere {
        /// Its path.
        path: String,
        /// The intervention that adds it too; `None`: it stands in the scenario.
        other: Option<String>,
    },
    /// A stage that is not in the scenario.
    UnknownStage {
        /// As written.
        stage: String,
        /// Names that are like it.
        similar: Vec<String>,
        /// Names that exist.
        known: Vec<String>,
    },
    /// The scenario that comes out is not right.
    Result {
        /// What is wrong with it.
        problem: Box<Problem>,
    },
}
