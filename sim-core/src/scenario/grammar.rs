//! The grammar of the language: for every table its fields, what they take, and what they are for.
//!
//! The only list of fields there is: unknown and missing fields, the accepted types in messages, the JSON Schema and
//! the fields that `set` may add all come from here. To add a field, add it here and read it in `read/`.

mod advanced;
mod amounts;
mod caseload;
mod chain;
mod distributions;
mod fields;
mod figures;
mod interventions;
mod more;
mod need;
mod reporting;
mod rerouted;
mod room;
mod spending;
mod tables;
mod tokens;
mod unknown;

pub use caseload::PLACE;
pub use distributions::DISTRIBUTIONS;
pub use figures::{COMBINED, FIGURES};
pub(super) use interventions::MAY_BE_ADDED;
pub use interventions::{INTERVENTION, LIBRARY};
pub use more::{DATED, RAMP, WRAPPER};
pub use room::RETRY;
pub use tables::{CLOSURE, TOP};
pub use unknown::{BELIEFS, RANGE, UNKNOWN};

/// What a field takes, as a reader of messages knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Text in quotes.
    Text,
    /// Text in quotes, or one in each language.
    Wording,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// A number of either sign.
    Signed,
    /// A whole number, or `"unlimited"`.
    Workers,
    /// A share between 0 and 1.
    Share,
    /// A share, or `"rest"`.
    ShareOrRest,
    /// A share, or a whole number of at least 1.
    ShareOrCount,
    /// A factor of at least 0.
    Factor,
    /// Elapsed time.
    Time,
    /// An amount of work.
    Work,
    /// A term, in time or working days.
    Term,
    /// A number per unit of time.
    Rate,
    /// Productive hours per fte per year.
    Hours,
    /// A date.
    Date,
    /// A distribution of elapsed time.
    TimeDistribution,
    /// A distribution of work.
    WorkDistribution,
    /// A distribution of time with a reason for leaving.
    Leaving,
    /// A stage or an end, a word, or a table with the time until the next try.
    WhenFull,
    /// An amount of money, in euro.
    Money,
    /// A distribution of an amount of money.
    MoneyDistribution,
    /// A distribution of a plain number, such as a number of documents.
    NumberDistribution,
    /// A distribution of an amount, of money or a plain number as its unit says.
    AmountDistribution,
    /// The value of such an amount.
    Amount,
    /// A condition on amounts and levels.
    Condition,
    /// Growth per unit of time, of either sign.
    Growth,
    /// A price of work.
    Price,
    /// A hazard: so many events per unit of time for one resident.
    Hazard,
    /// Places for open cases: so many, or so many per fte.
    Places,
    /// A half-width, as a percentage or a time.
    HalfWidth,
    /// A measure, or what is made of several rows.
    Measured,
    /// A value in the unit of a measure.
    Quantity,
    /// How far from a value is accepted.
    Tolerance,
    /// A kind of queue.
    Queue,
    /// A moment such as `enter:STAGE`.
    Moment,
    /// `"month"`, `"week"` or a time.
    Period,
    /// A date, or `"always"`.
    DateOrAlways,
    /// A path of a parameter, or a list of paths.
    Paths,
    /// Any value: what it must be is known where it is applied.
    Anything,
    /// A date, or a period between two.
    Closure,
    /// Weekly opening hours.
    OpeningHours,
    /// A number of places at a clinic, or one for each of its moments.
    ClinicPlaces,
    /// A name from elsewhere in the file.
    Name,
    /// One of some words.
    Choice,
    /// A list.
    List,
    /// A table.
    Table,
}

impl Value {
    /// Whether it is a distribution, which takes its note and later values directly.
    pub fn is_distribution(self) -> bool {
        self.amount().is_some()
    }

    /// Whether it can change evenly between two dates.
    pub fn is_gradual(self) -> bool {
        matches!(
            self,
            Value::Number
                | Value::Share
                | Value::ShareOrRest
                | Value::Factor
                | Value::Rate
                | Value::Hours
                | Value::Money
                | Value::Growth
                | Value::Price
                | Value::Hazard
                | Value::Places
        )
    }

    /// What the parameters of a distribution are; `None` when it is no distribution.
    pub fn amount(self) -> Option<Value> {
        match self {
            Value::TimeDistribution | Value::Leaving => Some(Value::Time),
            Value::WorkDistribution => Some(Value::Work),
            Value::MoneyDistribution => Some(Value::Money),
            Value::NumberDistribution => Some(Value::Number),
            Value::AmountDistribution => Some(Value::Amount),
            _ => None,
        }
    }
}

/// What a field takes, in full.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A single value.
    One(Value),
    /// A whole number between bounds.
    Count(u64, u64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of these.
    List(&'static Kind),
    /// A table with these fields.
    Table(&'static Table),
    /// A single value, or a table with these fields that says more.
    OneOrTable(Value, &'static Table),
    /// A table of tables, each under a name of the user's own.
    Named(&'static Table),
    /// A table of values, each under a name.
    Each(&'static Kind),
    /// A table of such tables: `classes.AXIS.LEVEL`.
    EachAxis,
}

impl Kind {
    /// What it takes, for messages.
    pub fn value(&self) -> Value {
        match self {
            Kind::One(value) | Kind::OneOrTable(value, _) => *value,
            Kind::Count(..) => Value::Count,
            Kind::Choice(_) => Value::Choice,
            Kind::List(_) => Value::List,
            Kind::Table(_) | Kind::Named(_) | Kind::Each(_) | Kind::EachAxis => Value::Table,
        }
    }
}

/// Whether a value may be different for some residents or later on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Varies {
    /// Always the same for everybody.
    Never,
    /// It may change by date.
    ByDate,
    /// It may change by date and differ by class.
    ByClass,
}

/// Whether a field must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may be left out.
    Optional,
    /// It may be left out, and then has this value.
    Default(&'static str),
}

/// One field of a table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// Whether it may differ by date or class.
    pub varies: Varies,
    /// Whether it may be a number that is not known.
    pub unknown: bool,
    /// What it is for, in English.
    pub en: &'static str,
    /// What it is for, in Dutch.
    pub nl: &'static str,
}

impl Kind {
    /// Whether it is a quantity, which may then be unknown.
    const fn is_quantity(&self) -> bool {
        match self {
            Kind::One(value) => value.is_quantity(),
            Kind::Count(..) => true,
            Kind::List(of) => of.is_quantity(),
            Kind::OneOrTable(value, _) => value.is_quantity(),
            Kind::Choice(_) | Kind::Table(_) | Kind::Named(_) | Kind::Each(_) | Kind::EachAxis => false,
        }
    }
}

impl Value {
    /// Whether it is a quantity: something with a number in it that may be unknown.
    pub const fn is_quantity(self) -> bool {
        use Value::{
            Count, Factor, Hours, Number, Places, Rate, Share, ShareOrRest, Signed, Term, Time, Work, Workers,
        };
        use Value::{
            Growth, Hazard, Leaving, Money, MoneyDistribution, NumberDistribution, Price, TimeDistribution,
            WorkDistribution,
        };
        let counts = matches!(self, Count | Factor | Number | Places | Share | ShareOrRest | Signed | Workers);
        let has_unit = matches!(self, Growth | Hazard | Hours | Money | Price | Rate | Term | Time | Work);
        let spread =
            matches!(self, Leaving | MoneyDistribution | NumberDistribution | TimeDistribution | WorkDistribution);
        counts || has_unit || spread
    }
}

impl Field {
    /// The same field, whose number must be known: it says how the model is built or looked at, not how it is.
    pub(super) const fn known(self) -> Field {
        Field { unknown: false, ..self }
    }
}

/// The fields of a table.
#[derive(Debug)]
pub struct Table {
    /// What such a table is, in English.
    pub en: &'static str,
    /// What such a table is, in Dutch.
    pub nl: &'static str,
    /// Its fields, in the order in which they are explained.
    pub fields: &'static [Field],
}

impl Table {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether any of its fields may differ by class.
    pub fn has_classes(&self) -> bool {
        self.fields.iter().any(|field| field.varies == Varies::ByClass)
    }

    /// Names of its fields.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }
}

/// An entry of `dated`.
static LATER: Kind = Kind::Table(&DATED);
/// An entry of `ramp`.
static GRADUAL: Kind = Kind::Table(&RAMP);

/// Steps through the grammar along a path of names, such as `stages`, `intake`, `work`: what stands there.
///
/// Returns `None` where the grammar knows nothing of that name. Entries of lists count as one step of the path.
pub fn at_path<'a>(path: impl IntoIterator<Item = &'a str>) -> Option<Kind> {
    let mut here = Kind::Table(&TOP);
    let mut path = path.into_iter().peekable();
    while let Some(part) = path.next() {
        here = match here {
            Kind::Table(table) | Kind::OneOrTable(_, table) => match table.field(part) {
                Some(field) => field.kind,
                None if part == "class" && table.has_classes() && path.next().is_some() => here,
                None => return None,
            },
            Kind::Named(table) => Kind::Table(table),
            Kind::Each(kind) => *kind,
            Kind::EachAxis => Kind::Each(&Kind::One(Value::ShareOrRest)),
            Kind::List(kind) => *kind,
            Kind::One(_) | Kind::Count(..) | Kind::Choice(_) if part == "value" => here,
            Kind::One(_) | Kind::Count(..) | Kind::Choice(_) if part == "note" => Kind::One(Value::Text),
            Kind::One(_) | Kind::Count(..) if part == "dated" => Kind::List(&LATER),
            Kind::One(_) | Kind::Count(..) if RANGE.contains(&part) => here,
            Kind::One(_) | Kind::Count(..) if part == "unknown" => Kind::Table(&BELIEFS),
            Kind::One(Value::WhenFull) => RETRY.field(part)?.kind,
            Kind::One(_) | Kind::Count(..) if part == "ramp" && here.is_quantity() => Kind::List(&GRADUAL),
            Kind::One(Value::Leaving) if part == "reason" || part == "to" => Kind::One(Value::Name),
            Kind::One(value) if value.is_distribution() => DISTRIBUTIONS.field(part)?.kind,
            Kind::One(_) | Kind::Count(..) | Kind::Choice(_) => return None,
        };
    }
    Some(here)
}

/// The field that a path leads to, and whether it goes on inside the value of that field, as into a distribution.
pub fn field_at<'a>(path: impl IntoIterator<Item = &'a str>) -> Option<(&'static Field, bool)> {
    let mut here = Kind::Table(&TOP);
    let mut found = None;
    let mut path = path.into_iter();
    while let Some(part) = path.next() {
        here = match here {
            Kind::Table(table) | Kind::OneOrTable(_, table) => match table.field(part) {
                Some(field) => {
                    found = Some(field);
                    field.kind
                }
                None if part == "class" && table.has_classes() && path.next().is_some() => here,
                None => return None,
            },
            Kind::Named(table) => Kind::Table(table),
            Kind::Each(kind) | Kind::List(kind) => *kind,
            Kind::EachAxis => Kind::Each(&Kind::One(Value::ShareOrRest)),
            Kind::One(_) | Kind::Count(..) | Kind::Choice(_) => return found.map(|field| (field, true)),
        };
    }
    found.map(|field| (field, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_through_names_lists_and_classes() {
        let value = |path: &str| at_path(path.split('.')).map(|kind| kind.value());
        assert_eq!(value("stages.intake.work"), Some(Value::WorkDistribution));
        assert_eq!(value("stages.intake.class.business.work"), Some(Value::WorkDistribution));
        assert_eq!(value("stages.intake.next.plan.transfer.returned.share"), Some(Value::Share));
        assert_eq!(value("classes.kind.private"), Some(Value::ShareOrRest));
        assert_eq!(value("stages.intake.work.value.lognormal.mean"), Some(Value::Time));
        assert_eq!(value("stages.intake.work.low"), Some(Value::WorkDistribution));
        assert_eq!(value("stages.intake.work.unknown.uniform.high"), Some(Value::Number));
        assert_eq!(value("stages.intake.wrok"), None);
        assert_eq!(value("stages.intake.work.lognormaal"), None);
    }
}
