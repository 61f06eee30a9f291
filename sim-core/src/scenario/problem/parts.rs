//! What the data of problems is made of: kinds of names, types found, bounds of ranges.

use jiff::civil::Date;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameOf {
    /// A stage.
    Stage,
    /// A team.
    Team,
    /// An end.
    End,
    /// A stage or an end.
    StageOrEnd,
    /// An opening calendar.
    Calendar,
    /// A stream of arrivals.
    Stream,
    /// A pool of residents in need.
    Pool,
    /// An axis of classes.
    Axis,
    /// A level of an axis.
    Level,
    /// A clock.
    Clock,
    /// An amount.
    Amount,
    /// An amount or a level.
    AmountOrLevel,
    /// A measure.
    Measure,
    /// Whatever has measures: a stage, team, end, clock or stream.
    Measured,
}

/// What is expected at a place of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionPart {
    /// An amount, a level, `not` or `(`.
    Test,
    /// `<`, `<=`, `>`, `>=` or `=`.
    Relation,
    /// A value.
    Value,
    /// `and`, `or`, or the end.
    Joint,
    /// `)`.
    Closing,
}

/// An end of an accepted range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A plain number.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// A date.
    Date(Date),
    /// A share in percents.
    Percent(f64),
    /// More than this share in percents.
    AbovePercent(f64),
    /// Less than this share in percents.
    BelowPercent(f64),
    /// A standard deviation of so many times the mean.
    Cv(f64),
    /// A number with a unit.
    Of(f64, Unit),
    /// Less than the value of another field.
    BelowField(&'static str),
}

/// Unit of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Years.
    Years,
    /// Working days.
    WorkingDays,
    /// Residents per day.
    PerDay,
    /// Hours per fte per year.
    PerFtePerYear,
    /// Places per fte.
    PerFte,
    /// Euro.
    Euro,
}

/// Why TOML itself could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxError {
    /// The same name twice in one table.
    DuplicateKey,
    /// A string without its closing quote.
    UnclosedString,
    /// A list without `]`.
    UnclosedList,
    /// A table without `}`.
    UnclosedTable,
    /// A name that must stand in quotes, or that is empty.
    BadKey,
    /// A name without `=`, or without a value.
    MissingValue,
    /// A value that TOML does not know, most often text without quotes.
    UnknownValue,
    /// Something after the end of the line that does not belong there.
    TrailingText,
    /// Anything else.
    Other,
}

/// Type of a value as found in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Text in quotes.
    Text,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Number,
    /// `true` or `false`.
    Flag,
    /// A date.
    Date,
    /// A time of day, or a date with one.
    Moment,
    /// A list.
    List,
    /// A table.
    Table,
}
