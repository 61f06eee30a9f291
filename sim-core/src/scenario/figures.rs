//! Figures that a run is held against: published ones or one's own, each with one definition and one source.

use std::fmt;

use crate::time::Span;

/// What a file of figures says.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// What the figures are, in one line.
    pub title: String,
    /// The scenario they are meant for, for readers.
    pub scenario: Option<String>,
    /// The figures, in the order of the file.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name on screen.
    pub title: String,
    /// What exactly is counted.
    pub definition: String,
    /// What of a run it is held against.
    pub formula: Formula,
    /// The simulated value is multiplied by this before it is compared.
    pub times: f64,
    /// Unit of the figure and of the simulated value.
    pub unit: FigureUnit,
    /// Name of the unit on screen, where `times` has changed it.
    pub shown_unit: Option<String>,
    /// What was published, in that unit.
    pub published: Published,
    /// Key of its source.
    pub source: String,
    /// How far the source is to be trusted.
    pub mark: Mark,
    /// Year it is about.
    pub year: Option<u32>,
    /// Whether it tests the model.
    pub role: Role,
    /// A remark.
    pub note: Option<String>,
}

/// A row of the table of measures, or what is made of several.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// One row.
    Row(RowName),
    /// A multiple.
    Times(f64, Box<Formula>),
    /// A sum.
    Sum(Vec<Formula>),
    /// The first less the second.
    Difference(Box<[Formula; 2]>),
    /// The first divided by the second.
    Ratio(Box<[Formula; 2]>),
}

/// A row of the table of measures, by its names.
#[derive(Debug, Clone, PartialEq)]
pub struct RowName {
    /// Measure.
    pub measure: String,
    /// What it is of.
    pub of: String,
    /// `all`, or the name of a level.
    pub class: String,
    /// `all`, or as in the table.
    pub period: String,
    /// What is said of it.
    pub statistic: WantedStatistic,
}

impl fmt::Display for RowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statistic = self.statistic.name().map_or(String::new(), |statistic| format!(" {statistic}"));
        f.write_str(&row_name(&format!("{}:{}{statistic}", self.measure, self.of), &self.class, &self.period))
    }
}

/// The name of a row with its class and period where they are not all.
pub(crate) fn row_name(name: &str, class: &str, period: &str) -> String {
    let cuts = [class, period].into_iter().filter(|cut| *cut != "all");
    cuts.fold(name.to_owned(), |name, cut| format!("{name}, {cut}"))
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = |formula: &Formula| match formula {
            Formula::Row(_) | Formula::Times(..) => formula.to_string(),
            _ => format!("({formula})"),
        };
        match self {
            Formula::Row(row) => row.fmt(f),
            Formula::Times(factor, formula) => write!(f, "{} × {}", crate::text::shortest(*factor), inside(formula)),
            Formula::Sum(parts) => f.write_str(&parts.iter().map(inside).collect::<Vec<_>>().join(" + ")),
            Formula::Difference(parts) => write!(f, "{} − {}", inside(&parts[0]), inside(&parts[1])),
            Formula::Ratio(parts) => write!(f, "{} / {}", inside(&parts[0]), inside(&parts[1])),
        }
    }
}

/// What is said of a measure, as a file of figures asks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WantedStatistic {
    /// The main one of the measure.
    Main,
    /// Mean.
    Mean,
    /// Number per year.
    PerYear,
    /// Share of residents.
    Share,
    /// Share of waits longer than nothing.
    SharePositive,
    /// A quantile, between 0 and 1.
    Quantile(f64),
    /// Share within a term.
    Within(Span),
    /// Share over a term.
    Over(Span),
    /// Number per replication.
    Count,
    /// At a moment after the beginning of the simulation.
    After(Span),
    /// With so many places.
    Places(u32),
}

impl WantedStatistic {
    /// Name, as in the table of measures; the main one goes without.
    fn name(self) -> Option<String> {
        use crate::text::span;
        Some(match self {
            WantedStatistic::Main => return None,
            WantedStatistic::Mean => "mean".to_owned(),
            WantedStatistic::PerYear => "per_year".to_owned(),
            WantedStatistic::Share => "share".to_owned(),
            WantedStatistic::SharePositive => "share_positive".to_owned(),
            WantedStatistic::Quantile(p) => format!("p{}", crate::text::shortest(p * 100.0)),
            WantedStatistic::Within(term) => format!("within {}", span(term)),
            WantedStatistic::Over(term) => format!("over {}", span(term)),
            WantedStatistic::Count => "count".to_owned(),
            WantedStatistic::After(time) => format!("after {}", span(time)),
            WantedStatistic::Places(places) => format!("with {places} places"),
        })
    }
}

/// Unit of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureUnit {
    /// Name, as in the table of measures.
    pub name: String,
    /// How it is written.
    pub dimension: Dimension,
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// A time, as in `11 days`.
    Time,
    /// Between 0 and 1, as in `8 %`.
    Share,
    /// A quotient of two values of one unit, as in `150 %` or `1.5`.
    Fraction,
    /// An amount of money, as in `41000 euro`.
    Money,
    /// A plain number.
    Number,
}

/// A published value or range: times in days, shares as fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Published {
    /// A value, and how far from it is accepted.
    Value(f64, Tolerance),
    /// From and up to; an end that is absent is open.
    Range(Option<f64>, Option<f64>),
}

impl Published {
    /// The lowest and the highest value that are accepted.
    pub fn band(&self) -> (f64, f64) {
        match *self {
            Published::Value(value, Tolerance::Relative(share)) => (value - share * value, value + share * value),
            Published::Value(value, Tolerance::Absolute(width)) => (value - width, value + width),
            Published::Range(low, high) => (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)),
        }
    }
}

/// How far from a published value is accepted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tolerance {
    /// Share of the value.
    Relative(f64),
    /// In the unit of the value.
    Absolute(f64),
}

/// Declares words of the language: for each the word as it is written.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$each])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),*];
            /// The words, in the same order.
            pub const WORDS: &[&str] = &[$($word),*];

            /// As it is written.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// How far a source is to be trusted; explained in `docs/sources.md`.
    Mark {
        /// In the named source.
        Sourced = "S",
        /// The same, but old.
        Old = "S-old",
        /// Known through a second-hand account.
        SecondHand = "S-2nd",
        /// Derived from sourced figures.
        Derived = "D",
        /// Derived, with an assumption in it.
        DerivedAssumption = "D/A",
        /// An assumption.
        Assumption = "A",
    }
}

words! {
    /// What agreement with a figure says.
    Role {
        /// Put in directly: agreement says nothing.
        Given = "given",
        /// An assumption was chosen so that it comes out: agreement confirms nothing.
        Set = "set",
        /// Follows from the rest: it tests the model.
        Free = "free",
    }
}

/// The measures that figures can name; which there are is known where they are counted.
pub struct Catalogue<'c> {
    /// Their names.
    pub names: Vec<&'static str>,
    /// The unit of a statistic of the measure at a position of that list.
    pub unit: &'c dyn Fn(usize, WantedStatistic) -> FigureUnit,
}
