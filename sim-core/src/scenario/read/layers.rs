//! Factors and additions over whatever would hold: `dated = [ { from = …, times = "80 %" } ]`, and the same in `ramp`.
//!
//! ```text
//! value(t) = (base(t) × the factors that hold at t, + the additions, in the order of the lists)
//!
//!   value   ────────┐            ┌────────     first, later values and ramps: the base
//!                   └────────────┘
//!   times   1 ─────────────┐                   one layer: a factor from a date on
//!                          └────────── 0.8
//!   plus    0 ──────╱‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾ 2      another: an addition that grows
//! ```
//!
//! They are worked out while the file is read, into later values ([`Dated`]), so that nothing behind it knows of them.

use jiff::civil::Date;
use toml::de::{DeArray, DeValue};
use toml::value::Datetime;

use super::gradual::Gradual;
use super::ramp;
use super::table::{Fields, join};
use super::{Item, Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ProblemKind, Unit};
use crate::scenario::{Dated, units};

/// What an entry of `dated` or `ramp` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Another value.
    Value,
    /// So many times what would hold otherwise.
    Times,
    /// So much more, or less.
    Plus,
}

/// The fields that say so, of which an entry has one.
const HOWS: [(&str, How); 3] = [("value", How::Value), ("times", How::Times), ("plus", How::Plus)];
/// Rounding that is forgiven at the ends of a range.
const TOLERANCE: f64 = 1e-9;
/// Most people, residents and places.
const MANY: f64 = 1e6;

/// An entry with a factor or an addition, as found.
pub(super) struct Entry<'t> {
    pub(super) from: Date,
    /// The end of a ramp.
    pub(super) until: Option<Date>,
    pub(super) how: How,
    pub(super) item: Item<'t>,
    /// Which intervention wrote it.
    pub(super) by: Option<String>,
}

/// A layer: an entry that was read.
pub(super) struct Layer<'t, T> {
    change: Change<T>,
    /// From each date on so much of it, between 0 and 1.
    strength: Vec<(Date, f64)>,
    item: Item<'t>,
}

enum Change<T> {
    Times(f64),
    Plus { size: T, taken_away: bool },
}

impl<T> Layer<'_, T> {
    /// How much of it holds on a date; `None` before it begins.
    fn on(&self, date: Option<Date>) -> Option<f64> {
        let date = date?;
        self.strength.iter().rev().find(|(from, _)| *from <= date).map(|&(_, strength)| strength)
    }
}

impl<'t> Reader<'t> {
    /// What an entry of `dated` or `ramp` says, and by which intervention.
    pub(super) fn said(&mut self, fields: &Fields<'t>) -> Option<(How, Item<'t>, Option<String>)> {
        let by = match fields.get("by") {
            Some(by) => Some(values::text(self, &by)?),
            None => None,
        };
        let given: Vec<(&str, How)> = HOWS.into_iter().filter(|(name, _)| fields.has(name)).collect();
        match given[..] {
            [(name, how)] => fields.get(name).map(|item| (how, item, by)),
            [(one, _), (other, _), ..] => {
                let kind = ProblemKind::Together { one: one.to_owned(), other: other.to_owned() };
                self.problem(kind, fields.key(other), &fields.child(other));
                None
            }
            [] => {
                let names = HOWS.map(|(name, _)| name.to_owned()).to_vec();
                self.problem(ProblemKind::OneOf { fields: names }, fields.at.clone(), &fields.path);
                None
            }
        }
    }

    /// The name of an entry in paths: its date, or where an earlier one has that date too its number.
    pub(super) fn name_of_entry(&self, list: &DeArray<'t>, number: usize, date: Option<&Datetime>) -> String {
        let date_of =
            |value: &DeValue<'t>| value.as_table()?.get("from")?.get_ref().as_datetime().map(ToString::to_string);
        let date = date.map(ToString::to_string);
        let earlier = list.iter().take(number).any(|entry| date.is_some() && date_of(entry.get_ref()) == date);
        date.filter(|_| !earlier).unwrap_or_else(|| (number + 1).to_string())
    }

    /// Reads what an intervention wrote: its unknown numbers share one draw.
    pub(super) fn by_intervention<R>(&mut self, by: Option<String>, read: impl FnOnce(&mut Reader<'t>) -> R) -> R {
        let outside = std::mem::replace(&mut self.draw_as, by.map(|name| join("interventions", &name)));
        let result = read(self);
        self.draw_as = outside;
        result
    }

    /// The entries with their factors and additions.
    pub(super) fn layers<T>(
        &mut self,
        entries: Vec<Entry<'t>>,
        takes: Value,
        parse: &impl Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> Option<Vec<Layer<'t, T>>> {
        let mut layers = Some(Vec::new());
        for Entry { from, until, how, item, by } in entries {
            self.write(&item, if how == How::Times { Value::Factor } else { takes }, None);
            let change = self.by_intervention(by, |reader| match how {
                How::Times => values::factor(reader, &item, Value::Factor).map(Change::Times),
                How::Plus | How::Value => reader.size_of_addition(&item, takes, parse),
            });
            let strength = match until {
                Some(until) => {
                    let mut steps = ramp::steps(from, until);
                    steps.push((until, 1.0));
                    steps
                }
                None => vec![(from, 1.0)],
            };
            match (change, &mut layers) {
                (Some(change), Some(layers)) => layers.push(Layer { change, strength, item }),
                (None, _) => layers = None,
                _ => {}
            }
        }
        layers
    }

    fn size_of_addition<T>(
        &mut self,
        item: &Item<'t>,
        takes: Value,
        parse: &impl Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> Option<Change<T>> {
        (self.addition, self.taken_away) = (true, false);
        let size = parse(self, item, takes);
        let taken_away = std::mem::take(&mut self.taken_away);
        self.addition = false;
        Some(Change::Plus { size: size?, taken_away })
    }

    /// A dated value with its layers put over it.
    pub(super) fn with_layers<T: Gradual + Clone>(
        &mut self,
        dated: Dated<T>,
        layers: &[Layer<'t, T>],
        takes: Value,
    ) -> Option<Dated<T>> {
        if layers.is_empty() {
            return Some(dated);
        }
        let of_layers = layers.iter().flat_map(|layer| layer.strength.iter().map(|&(from, _)| from));
        let mut dates: Vec<Date> = dated.later.iter().map(|&(from, _)| from).chain(of_layers).collect();
        dates.sort_unstable();
        dates.dedup();
        let mut later = Vec::with_capacity(dates.len());
        for date in dates {
            later.push((date, self.changed(dated.on(date), layers, date, takes)?));
        }
        Some(Dated { first: dated.first, later })
    }

    /// A value with all that holds over it on a date.
    fn changed<T: Gradual + Clone>(
        &mut self,
        base: &T,
        layers: &[Layer<'t, T>],
        date: Date,
        takes: Value,
    ) -> Option<T> {
        let holding: Vec<(&Layer<'t, T>, f64)> =
            layers.iter().filter_map(|layer| Some((layer, layer.on(Some(date))?))).collect();
        let Some((last, _)) = holding.last() else {
            return Some(base.clone());
        };
        let mut number = base.number();
        let mut factor = 1.0;
        for (layer, strength) in &holding {
            match &layer.change {
                Change::Times(times) => {
                    // At full strength the factor itself, without rounding.
                    let times = if *strength == 1.0 { *times } else { 1.0 + (times - 1.0) * strength };
                    number = number.map(|number| number * times);
                    factor *= times;
                }
                Change::Plus { size, taken_away } => {
                    let size = size.number().filter(|_| base.is_like(size));
                    let (Some(sum), Some(size)) = (number, size) else {
                        return self.no_such_change(layer, "plus");
                    };
                    number = Some(sum + if *taken_away { -size } else { size } * strength);
                }
            }
        }
        let changed = match number {
            Some(number) => base.with_number(self.in_range(number, last, date, takes)?),
            None => base.scaled(factor),
        };
        changed.or_else(|| self.no_such_change(last, "times"))
    }

    /// Refuses changes that leave nothing of what must be more than that.
    pub(super) fn stays_positive(&mut self, positive: bool, fields: &Fields<'t>, name: &str) {
        if !positive {
            self.problem(ProblemKind::MustBePositive, fields.key(name), &fields.child(name));
        }
    }

    fn no_such_change<T, R>(&mut self, layer: &Layer<'t, T>, how: &str) -> Option<R> {
        self.wrong(ProblemKind::NoSuchChange { how: how.to_owned() }, &layer.item);
        None
    }

    /// The number, where it can be accepted of such a value.
    fn in_range<T>(&mut self, number: f64, layer: &Layer<'t, T>, from: Date, takes: Value) -> Option<f64> {
        let (least, most, bound) = range(takes);
        if number >= least - TOLERANCE && number <= most * (1.0 + TOLERANCE) {
            return Some(number.clamp(least, most));
        }
        let kind = ProblemKind::ChangeOutOfRange { found: bound(number), from, least: bound(least), most: bound(most) };
        self.wrong(kind, &layer.item);
        None
    }
}

/// Lowest and highest number that is accepted of such a value, and how it is told.
fn range(takes: Value) -> (f64, f64, fn(f64) -> Bound) {
    let days: fn(f64) -> Bound = |days| Bound::Of(days, Unit::Days);
    let euro: fn(f64) -> Bound = |euro| Bound::Of(euro, Unit::Euro);
    match takes {
        Value::Share | Value::ShareOrRest => (0.0, 1.0, |share| Bound::Percent(100.0 * share)),
        Value::Rate => (0.0, units::HIGHEST_RATE, |rate| Bound::Of(rate, Unit::PerDay)),
        Value::Hazard => (0.0, units::MOST_HAZARD, |rate| Bound::Of(rate, Unit::PerDay)),
        Value::Hours => (1.0, units::MOST_HOURS, |hours| Bound::Of(hours, Unit::PerFtePerYear)),
        Value::Money | Value::Price | Value::MoneyDistribution => (0.0, units::MOST_EURO, euro),
        Value::Time
        | Value::Work
        | Value::Term
        | Value::TimeDistribution
        | Value::WorkDistribution
        | Value::Leaving => (0.0, units::LONGEST_TIME, days),
        Value::Growth => (f64::NEG_INFINITY, f64::INFINITY, Bound::Number),
        _ => (0.0, MANY, Bound::Number),
    }
}
