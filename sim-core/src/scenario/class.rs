//! Parameters and classes: a value by class of resident and by date.

use jiff::civil::Date;

/// One way of telling residents apart, such as `kind`: private or business.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Name of the axis.
    pub name: String,
    /// Its levels in the order of names, each with the share of residents who have it (they sum to 1).
    /// Level names are unique over all axes.
    pub levels: Vec<Level>,
}

/// One level of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Name, as in `business`.
    pub name: String,
    /// Share of the arriving residents, unless their stream says otherwise.
    pub share: Dated<f64>,
}

/// Which residents an override is for: at most one level per axis, by index, in the order of axes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassPick(pub Vec<LevelRef>);

/// A level, by the index of its axis and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LevelRef {
    /// Index into [`Scenario::axes`](super::Scenario::axes).
    pub axis: usize,
    /// Index into [`Axis::levels`].
    pub level: usize,
}

impl ClassPick {
    /// Whether a resident with these levels (one per axis, by index) is meant.
    pub fn matches(&self, levels: &[usize]) -> bool {
        self.0.iter().all(|pick| levels[pick.axis] == pick.level)
    }
}

/// A value that may change by date: `first`, and from each date on another.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated<T> {
    /// Value before the first date.
    pub first: T,
    /// Later values, each with the date (00:00) from which it holds; dates ascend.
    pub later: Vec<(Date, T)>,
}

impl<T> Dated<T> {
    /// A value that never changes.
    pub fn always(value: T) -> Dated<T> {
        Dated { first: value, later: Vec::new() }
    }

    /// The value on a date.
    pub fn on(&self, date: Date) -> &T {
        self.later.iter().rev().find(|(from, _)| *from <= date).map_or(&self.first, |(_, value)| value)
    }

    /// All values, first to last.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.first).chain(self.later.iter().map(|(_, value)| value))
    }
}

/// A parameter: a value for everybody, and other values for some classes; each may change by date.
#[derive(Debug, Clone, PartialEq)]
pub struct Param<T> {
    /// For everybody not named below.
    pub base: Dated<T>,
    /// For some classes. Checked: for every resident one of the matching overrides names all levels that
    /// the other matching ones name (it is the most specific).
    pub by_class: Vec<(ClassPick, Dated<T>)>,
}

impl<T> Param<T> {
    /// The same value for everybody, always.
    pub fn always(value: T) -> Param<T> {
        Param { base: Dated::always(value), by_class: Vec::new() }
    }

    /// The value for a resident with these levels (one per axis, by index): the most specific override that matches.
    pub fn for_levels(&self, levels: &[usize]) -> &Dated<T> {
        self.by_class
            .iter()
            .filter(|(pick, _)| pick.matches(levels))
            .max_by_key(|(pick, _)| pick.0.len())
            .map_or(&self.base, |(_, value)| value)
    }

    /// Every value that anybody may meet at any date.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.base.values().chain(self.by_class.iter().flat_map(|(_, dated)| dated.values()))
    }
}
