//! A parameter as the engine reads it: one value per class and per stretch of dates.

use jiff::civil::Date;

use crate::scenario::{Dated, Param};
use crate::time::SimTime;

/// A value by class and date, in a flat table; most have a single entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Varying<T> {
    /// By stretch, then by class (or one per stretch, when classes do not matter).
    values: Box<[T]>,
    /// Entries per stretch: 1 or the number of classes.
    per_stretch: usize,
    /// Moments at which the next stretch begins.
    changes: Box<[SimTime]>,
}

impl<T> Varying<T> {
    /// From a function of the class (its levels) and date, for a run whose first measured day is `start`.
    ///
    /// * `classes` – the levels of every class combination
    /// * `by_class` – whether the class matters
    /// * `dates` – dates on which something may change
    pub fn of(
        classes: &[Vec<usize>],
        by_class: bool,
        mut dates: Vec<Date>,
        start: Date,
        mut value: impl FnMut(&[usize], Date) -> T,
    ) -> Varying<T> {
        dates.sort_unstable();
        dates.dedup();
        let classes = if by_class { classes } else { &classes[..1] };
        let stretches = std::iter::once(Date::MIN).chain(dates.iter().copied());
        let values = stretches.flat_map(|from| classes.iter().map(move |levels| (levels, from)));
        let values = values.map(|(levels, from)| value(levels, from)).collect();
        let changes = dates.iter().map(|&date| SimTime::of_date(date, start)).collect();
        Varying { values, per_stretch: classes.len(), changes }
    }

    /// From a parameter of a scenario, each value put through `convert`.
    pub fn of_param<S>(param: &Param<S>, classes: &[Vec<usize>], start: Date, convert: impl Fn(&S) -> T) -> Varying<T> {
        Varying::of(classes, !param.by_class.is_empty(), dates_of(param), start, |levels, from| {
            convert(param.for_levels(levels).on(from))
        })
    }

    /// The value for a class at a moment.
    #[inline]
    pub fn at(&self, class: u16, now: SimTime) -> &T {
        match &*self.values {
            [always] => always,
            _ => self.among(class, now),
        }
    }

    fn among(&self, class: u16, now: SimTime) -> &T {
        let stretch = self.changes.partition_point(|&change| change <= now);
        let of_class = if self.per_stretch == 1 { 0 } else { usize::from(class) };
        &self.values[stretch * self.per_stretch + of_class]
    }

    /// Whether classes may have different values.
    pub fn differs_by_class(&self) -> bool {
        self.per_stretch > 1
    }

    /// The moments after `now` at which values change.
    pub fn changes_after(&self, now: SimTime) -> &[SimTime] {
        &self.changes[self.changes.partition_point(|&change| change <= now)..]
    }

    /// All values.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

/// The dates on which a value changes.
pub(super) fn dates_of_dated<T>(dated: &Dated<T>) -> impl Iterator<Item = Date> + '_ {
    dated.later.iter().map(|&(from, _)| from)
}

/// The dates on which a parameter changes for anybody.
pub(super) fn dates_of<T>(param: &Param<T>) -> Vec<Date> {
    let of_classes = param.by_class.iter().flat_map(|(_, dated)| dates_of_dated(dated));
    dates_of_dated(&param.base).chain(of_classes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{ClassPick, LevelRef};
    use jiff::civil::date;

    #[test]
    fn a_value_depends_on_class_and_date() {
        let start = date(2027, 1, 4);
        let business = ClassPick(vec![LevelRef { axis: 0, level: 0 }]);
        let param = Param {
            base: Dated { first: 1.0, later: vec![(date(2028, 1, 1), 2.0)] },
            by_class: vec![(business, Dated::always(7.0))],
        };
        let varying = Varying::of_param(&param, &[vec![0], vec![1]], start, |&value| value);
        let change = SimTime::of_date(date(2028, 1, 1), start);
        assert_eq!(*varying.at(1, SimTime(0)), 1.0);
        assert_eq!(*varying.at(1, SimTime(change.0 - 1)), 1.0, "the day before");
        assert_eq!(*varying.at(1, change), 2.0, "from 00:00 on the date");
        assert_eq!(*varying.at(0, change), 7.0, "the class has its own value");
    }
}
