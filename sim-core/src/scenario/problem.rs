//! What can be wrong with a scenario: data only. The texts are in `message.rs`.

mod parts;

use std::ops::Range;

use jiff::civil::Date;

use super::grammar::Value;
use super::present::PresentDoing;
pub use parts::{Bound, ConditionPart, Found, NameOf, SyntaxError, Unit};

/// One problem of a scenario file: what, how bad, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What is wrong, with the data its message needs.
    pub kind: ProblemKind,
    /// Whether the scenario can be used all the same.
    pub severity: Severity,
    /// Byte range in the text.
    pub at: Range<usize>,
    /// Path of the parameter or table, as in `stages.first_talk.work`; empty for the file as a whole.
    pub path: String,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// The scenario can be used; something in it is probably not meant.
    Warning,
}

/// What is wrong with a scenario.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    // --- the text
    /// The text is larger than a scenario can be.
    TooLarge {
        /// Bytes found.
        bytes: usize,
        /// Bytes accepted.
        most: usize,
    },
    /// Lists and tables inside each other beyond any use.
    TooDeep {
        /// Levels accepted.
        most: usize,
    },
    /// Not TOML.
    Syntax(SyntaxError),
    /// Written for a later version of the language.
    VersionTooNew {
        /// Version found.
        found: u64,
        /// Latest version known.
        known: u64,
    },
    /// More problems than are listed.
    MoreProblems {
        /// How many are not listed.
        count: usize,
    },
    // --- fields and their types
    /// A field that the language does not have here.
    UnknownField {
        /// As written.
        field: String,
        /// Names that are like it.
        similar: Vec<String>,
        /// Names that are accepted here.
        known: Vec<String>,
    },
    /// A required field is not there.
    MissingField {
        /// Its name.
        field: String,
        /// What it takes.
        takes: Value,
    },
    /// A value of another type than the field takes.
    WrongType {
        /// Type found.
        found: Found,
        /// What is accepted.
        takes: Value,
    },
    /// A list without entries where there must be one.
    EmptyList,
    /// A list or table with more entries than are accepted.
    TooMany {
        /// Entries found.
        found: usize,
        /// Entries accepted.
        most: usize,
    },
    /// A text that is not one of the accepted words.
    UnknownChoice {
        /// As written.
        found: String,
        /// Words that are like it.
        similar: Vec<String>,
        /// Words accepted.
        known: Vec<String>,
    },
    /// A number of people that is text, and not the one word that is accepted.
    NotPeople {
        /// As written.
        found: String,
        /// Words that are like it.
        similar: Vec<String>,
    },
    /// A date in another order or form than the language has it.
    BadDate {
        /// As written.
        found: String,
        /// How to write it.
        meant: String,
    },
    /// Two fields that exclude each other.
    Together {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// None of several fields, of which one is needed.
    OneOf {
        /// The fields.
        fields: Vec<String>,
    },
    /// A field that means nothing without another one.
    Needs {
        /// The field.
        field: String,
        /// One of these must be beside it.
        other: Vec<String>,
    },
    // --- quantities
    /// Not a number, or infinite.
    NotFinite,
    /// Text that does not begin with a number.
    NotANumber {
        /// As written.
        found: String,
    },
    /// A thousands separator, or what may be one.
    ThousandsSeparator {
        /// As written.
        found: String,
        /// How to write it when a thousands separator was meant.
        whole: String,
        /// How to write it when decimals were meant, if that is possible.
        decimal: Option<String>,
    },
    /// A number without a unit.
    MissingUnit {
        /// The number as written.
        found: String,
        /// What is accepted.
        takes: Value,
    },
    /// A unit that is not known here.
    UnknownUnit {
        /// As written.
        unit: String,
        /// What is accepted.
        takes: Value,
        /// Units that are like it.
        similar: Vec<String>,
    },
    /// A negative number where only zero or more means something.
    Negative {
        /// As written.
        found: String,
    },
    /// Outside the accepted range.
    OutOfRange {
        /// The value found, as text.
        found: String,
        /// Lowest accepted.
        least: Bound,
        /// Highest accepted.
        most: Bound,
    },
    /// A share above 1 that was probably meant in percents.
    ShareAboveOne {
        /// As written.
        found: String,
    },
    /// Work in days or weeks.
    WorkInDays {
        /// Unit as written.
        unit: String,
    },
    /// A statutory term that is not a whole number of days.
    StatutoryPartDay,
    /// A working day as a unit where elapsed time is asked for.
    WorkingDaysAsTime,
    /// A rate per number of residents.
    RatePerHead,
    /// A time that must be more than nothing.
    MustBePositive,
    /// Values that must not be lower than the one before.
    NotAscending {
        /// The value before, as written.
        before: String,
        /// The value that should have been higher.
        found: String,
    },
    /// A period that ends before it begins.
    EndsBeforeBegin,
    /// Parameters of a distribution in a combination that is not known.
    DistributionParameters {
        /// Name of the distribution.
        distribution: String,
        /// Accepted combinations.
        accepted: &'static [&'static str],
    },
    /// Two lists that must be equally long.
    LengthsDiffer {
        /// Name and length of one.
        one: (String, usize),
        /// Name and length of the other.
        other: (String, usize),
    },
    /// A lowest value far above the distribution it cuts off.
    TruncatedAway,
    // --- figures that a run is held against
    /// A text that is no statistic of a measure.
    BadStatistic {
        /// As written.
        found: String,
    },
    /// A list of rows that is to have two entries.
    NotTwo {
        /// Entries found.
        found: usize,
        /// Whether there may be more.
        or_more: bool,
    },
    /// Rows of different units that are to be added or subtracted.
    UnitsDiffer {
        /// Unit of the first.
        one: String,
        /// Unit of the other.
        other: String,
    },
    // --- names
    /// A name that refers to nothing.
    UnknownName {
        /// What it should be.
        of: NameOf,
        /// As written.
        found: String,
        /// Names that are like it.
        similar: Vec<String>,
        /// Names that exist.
        known: Vec<String>,
    },
    /// A name with signs that names cannot have.
    BadName {
        /// As written.
        found: String,
    },
    /// One name for two things that must be told apart.
    NameTwice {
        /// The name.
        name: String,
        /// What it names.
        one: NameOf,
        /// What else it names.
        other: NameOf,
    },
    /// A name that the language already uses.
    BuiltInName {
        /// The name.
        name: String,
    },
    /// Two referrals of a stage to the same place.
    ReferralTwice {
        /// Where to.
        to: String,
    },
    /// A text that is no moment.
    BadMoment {
        /// As written.
        found: String,
    },
    /// A text that is no opening hours.
    BadHours {
        /// As written.
        found: String,
    },
    /// A text that is no clinic moment.
    BadClinicMoment {
        /// As written.
        found: String,
    },
    /// Opening hours that overlap.
    HoursOverlap,
    // --- by class and by date
    /// A field that cannot differ by date.
    NotByDate {
        /// The field.
        field: String,
    },
    /// A value that cannot change evenly between two dates.
    NotGradual {
        /// The field.
        field: String,
    },
    /// An even change during which another value begins.
    RampOverlaps {
        /// Where the change begins.
        from: Date,
        /// Where it is to be done.
        until: Date,
        /// Date of the other value, or on which the change before is done.
        other: Date,
    },
    /// A factor or an addition over a value that has no such thing.
    NoSuchChange {
        /// `times` or `plus`.
        how: String,
    },
    /// A factor or an addition that leads to a value that is not accepted.
    ChangeOutOfRange {
        /// What it leads to.
        found: Bound,
        /// From which date on.
        from: Date,
        /// Lowest accepted.
        least: Bound,
        /// Highest accepted.
        most: Bound,
    },
    /// A field that cannot differ by class.
    NotByClass {
        /// The field.
        field: String,
        /// Fields of this table that can.
        known: Vec<String>,
    },
    /// Two levels of one axis in one combination.
    SameAxis {
        /// One level.
        one: String,
        /// The other.
        other: String,
    },
    /// The same combination of levels twice.
    ClassTwice {
        /// The combination.
        class: String,
    },
    /// Two overrides of which neither is more specific.
    ClassAmbiguous {
        /// The parameter.
        field: String,
        /// One combination.
        one: String,
        /// The other.
        other: String,
        /// The combination that must be given.
        both: String,
    },
    /// More combinations of classes than can be handled.
    TooManyClasses {
        /// Combinations found.
        found: u64,
        /// Combinations accepted.
        most: u64,
    },
    /// Shares that do not add up to 1.
    SharesSum {
        /// Their sum.
        sum: f64,
        /// For which class, when not for everybody.
        class: Option<String>,
        /// From which date, when not always.
        from: Option<Date>,
        /// Whether there is a rest (the others then add up to more than 1).
        rest: bool,
    },
    /// Shares of the parts of a mixture that do not add up to 1.
    BranchesSum {
        /// Their sum.
        sum: f64,
    },
    /// More than one `rest`.
    RestTwice,
    /// A `rest` where only a share can be.
    RestNotHere,
    // --- amounts and cost
    /// A text that is no condition.
    BadCondition {
        /// What stands at the place where it cannot go on; empty at its end.
        found: String,
        /// What is expected there.
        expected: ConditionPart,
    },
    /// Referrals that all have a condition, so that who meets none has nowhere to go.
    NoOtherwise,
    /// A price per fte for people who are not counted in fte.
    PriceNeedsFte,
    // --- numbers that are not known
    /// An unknown number where it must be known.
    MustBeKnown {
        /// The field.
        field: String,
    },
    /// An unknown number with bounds in units that do not compare, such as days and working days.
    UnitsMixed,
    /// Unknown shares of which none is the rest.
    UnknownNeedsRest,
    /// What is wrong at the ends of ranges, though not with the likely values.
    AtTheEnds {
        /// What is wrong there.
        problem: Box<ProblemKind>,
    },
    /// Unknown shares that leave less than nothing for the rest when all are as high as they can be.
    HighestSharesSum {
        /// Their sum then.
        sum: f64,
    },
    // --- the chain
    /// A stage without work, delay or steps.
    NoSteps,
    /// Limited room at a stage that does not begin with work.
    RoomNeedsWork,
    /// A field of a room that only means something with another word in `when_full`.
    OnlyWhenFull {
        /// The field.
        field: String,
        /// The word.
        word: String,
    },
    /// Displacing where classes have no order, or where others than those who wait take up room.
    DisplacesNeedsPriority,
    /// Residents come to a stage that blocks who have nowhere to stay.
    BlocksFromOutside {
        /// The stage.
        stage: String,
        /// The stream or stage that they come from.
        from: String,
    },
    /// Work for those who go where nobody goes from the stage.
    NotNext {
        /// Where, as written.
        to: String,
        /// Where residents go.
        known: Vec<String>,
    },
    /// A worker is kept at a stage that does not end with work.
    KeepsNoWorker,
    /// Work that interrupts, in a queue that makes nobody more urgent.
    InterruptsNeedPriority,
    /// A field of the advanced section about work, at a stage where nobody works.
    AdvancedNeedsWork {
        /// The field.
        field: String,
    },
    /// Rework at a stage where nobody works.
    ReworkNeedsWork,
    /// Residents who are there, at a step that the stage has not or that is another kind of step.
    NoSuchStep {
        /// The stage.
        stage: String,
        /// What they are said to be doing there.
        doing: PresentDoing,
        /// The step, from 1, when it was given.
        step: Option<usize>,
    },
    /// More residents in work when the simulation begins than the team has people.
    MoreThanPeople {
        /// The team.
        team: String,
        /// In work.
        found: u64,
        /// People.
        most: u64,
    },
    /// More residents hold a place of a team when the simulation begins than it has places.
    MoreThanPlaces {
        /// The team.
        team: String,
        /// Holding a place.
        found: u64,
        /// Places.
        most: u64,
    },
    /// Work steps of one team with different kinds of queue.
    QueuesDiffer {
        /// The team.
        team: String,
        /// A stage with one kind of queue.
        one: String,
        /// The stage with the other.
        other: String,
    },
    /// A place of a team that has none.
    NoPlaces {
        /// The team.
        team: String,
    },
    /// A place that is taken and that no later step gives back.
    NeverGivenBack {
        /// The team.
        team: String,
    },
    /// A place that is given back where nobody can hold one.
    NothingToGiveBack {
        /// The team.
        team: String,
    },
    /// Place steps of one team with different kinds of queue.
    PlaceQueuesDiffer {
        /// The team.
        team: String,
        /// A stage with one kind of queue.
        one: String,
        /// The stage with the other.
        other: String,
    },
    /// More teams with places than can be handled.
    TooManyTeamsWithPlaces {
        /// Teams found.
        found: usize,
        /// Teams accepted.
        most: usize,
    },
    /// A stage that no resident can reach.
    Unreachable {
        /// The stage.
        stage: String,
    },
    /// A stage from which no end can be reached.
    NobodyLeaves {
        /// The stage.
        stage: String,
    },
    /// A loop in which no time passes.
    ZeroTimeLoop {
        /// Its stages, the first again at the end.
        stages: Vec<String>,
    },
    /// A clock whose last moment cannot follow its first.
    ClockNeverStops {
        /// First moment as written.
        from: String,
        /// Last moment as written.
        to: String,
    },
    /// More creditors must agree than there are.
    QuorumAbove {
        /// How many must agree.
        agree: u32,
        /// How many there are.
        creditors: u32,
    },
    /// A stage that stands side by side with others and is closed.
    ClosedBeside {
        /// The stage.
        stage: String,
        /// The stage that opens it.
        opened_by: String,
    },
    /// Side by side stand fewer than two stages.
    SideBySideAlone,
    /// A stage that stands side by side twice.
    SideBySideTwice {
        /// The stage.
        stage: String,
        /// The stage that opens it first.
        one: String,
        /// The stage that opens it as well, or the same.
        other: String,
    },
    /// A stage that stands side by side with others and refers on.
    SideBySideNext {
        /// The stage.
        stage: String,
        /// The stage that opens it.
        opened_by: String,
    },
    /// A stage that stands side by side with others and is also reached in another way.
    SideBySideReached {
        /// The stage.
        stage: String,
        /// The stage that opens it.
        opened_by: String,
        /// The stage or stream that leads there too.
        from: String,
    },
    /// A stage that contains itself.
    SideBySideLoop {
        /// Its stages, the first again at the end.
        stages: Vec<String>,
    },
    /// What only residents of a pool can do, in a scenario without one.
    NeedsPool {
        /// As written.
        what: String,
    },
    /// A threshold for arrears, and signals without an amount.
    ThresholdNeedsAmounts {
        /// Such a signal.
        signal: String,
    },
    /// Nobody ever arrives.
    NoArrivals,
    /// Warm-up and horizon together are too long.
    RunTooLong {
        /// Years found.
        years: f64,
        /// Years accepted.
        most: f64,
    },
    /// Draws of unknown numbers that do not hold whole antithetic pairs, at least two of them.
    DrawsOfPairs {
        /// Replications of each draw.
        found: u32,
        /// Fewest that do.
        least: u32,
    },
    // --- warnings
    /// The warm-up is longer than what is measured.
    WarmUpLong,
    /// A class that nobody has.
    NobodyInClass {
        /// The level.
        level: String,
    },
    /// A period that lies outside the run.
    OutsideRun {
        /// First day of the run.
        begin: Date,
        /// First day after it.
        end: Date,
    },
    /// A team without work.
    TeamUnused {
        /// The team.
        team: String,
    },
    /// Places that no step takes.
    PlacesUnused {
        /// The team.
        team: String,
    },
}

impl ProblemKind {
    /// Whether the scenario can be used in spite of it.
    pub fn severity(&self) -> Severity {
        match self {
            ProblemKind::WarmUpLong
            | ProblemKind::NobodyInClass { .. }
            | ProblemKind::OutsideRun { .. }
            | ProblemKind::TeamUnused { .. }
            | ProblemKind::PlacesUnused { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether it leaves a hole in the chain, so that nothing can be said about who gets where.
    pub(super) fn breaks_structure(&self) -> bool {
        matches!(
            self,
            ProblemKind::Syntax(_)
                | ProblemKind::UnknownField { .. }
                | ProblemKind::MissingField { .. }
                | ProblemKind::WrongType { .. }
                | ProblemKind::NotPeople { .. }
                | ProblemKind::BadDate { .. }
                | ProblemKind::EmptyList
                | ProblemKind::TooMany { .. }
                | ProblemKind::Together { .. }
                | ProblemKind::OneOf { .. }
                | ProblemKind::UnknownName { .. }
                | ProblemKind::BadName { .. }
                | ProblemKind::NameTwice { .. }
                | ProblemKind::BadMoment { .. }
                | ProblemKind::NoSteps
        )
    }
}

/// Line and column of a place in a text, both from 1; the column counts characters.
///
/// # Examples
/// ```
/// assert_eq!(sim_core::scenario::line_and_column("één\ntwee", 8), (2, 3));
/// ```
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// At most three of the known names that are like a name, the most like it first.
pub fn similar<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let name: String = name.chars().take(100).flat_map(char::to_lowercase).collect();
    let mut found: Vec<(f64, &str)> = known
        .into_iter()
        .take(2_000)
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            let likeness =
                strsim::jaro_winkler(&name, &lower).max(strsim::normalized_damerau_levenshtein(&name, &lower));
            (likeness, candidate)
        })
        .filter(|&(likeness, _)| likeness > 0.8)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}
