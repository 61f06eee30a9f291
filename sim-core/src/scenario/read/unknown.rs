//! Numbers that are not known: `{ low, likely, high }`, or `{ unknown = { uniform = { low, high } } }` and the like.
//!
//! Every reader of a single number asks [`Reader::or_unknown`] first, so a range may stand wherever such a number may,
//! at any depth. What it is taken to be depends on what the file is read for: [`Values`].

use toml::de::{DeTable, DeValue};

use super::table::{entries, found, join};
use super::{Item, Reader};
use crate::random::Belief;
use crate::scenario::check::shares;
use crate::scenario::grammar::{BELIEFS, RANGE, UNKNOWN, Value};
use crate::scenario::problem::ProblemKind;
use crate::scenario::units::clip;
use crate::scenario::{Axis, Param};

/// What stands beside a range in the same table.
const BESIDE: [&str; 5] = ["note", "dated", "ramp", "reason", "to"];

/// What unknown numbers are taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario) enum Values {
    /// Their likely values.
    Likely,
    /// The values of one draw.
    Draw { seed: u64, draw: u32 },
    /// All as low as they can be, to see whether that is accepted.
    Lowest,
    /// All as high as they can be.
    Highest,
    /// Within each distribution the first, third, … as high as they can be and the others as low (or the other way
    /// round), so that parameters that must go together are held against each other.
    Crossed { first_high: bool },
}

/// Whether a value says what is believed of an unknown number.
pub(super) fn is_unknown(value: &DeValue<'_>) -> bool {
    let says = |table: &DeTable<'_>| RANGE.iter().chain([&UNKNOWN]).any(|name| table.contains_key(*name));
    value.as_table().is_some_and(says)
}

impl<'t> Reader<'t> {
    /// A number that may be unknown.
    ///
    /// * `range` – lowest and highest value accepted, where a belief without bounds is cut
    /// * `known` – reads one number
    pub(super) fn or_unknown(
        &mut self,
        item: &Item<'t>,
        takes: Value,
        range: (f64, f64),
        known: impl Fn(&mut Reader<'t>, &Item<'t>) -> Option<f64>,
    ) -> Option<f64> {
        if !self.addition {
            return self.known_or_believed(item, takes, range, known);
        }
        let number = self.known_or_believed(item, takes, (-range.1, range.1), |reader, item| {
            let size = known(reader, item)?;
            Some(if std::mem::take(&mut reader.taken_away) { -size } else { size })
        })?;
        self.taken_away = number < 0.0;
        Some(number.abs())
    }

    fn known_or_believed(
        &mut self,
        item: &Item<'t>,
        takes: Value,
        range: (f64, f64),
        known: impl Fn(&mut Reader<'t>, &Item<'t>) -> Option<f64>,
    ) -> Option<f64> {
        let table = match item.value {
            // A bound of a range is a number, not a range itself.
            DeValue::Table(table) if is_unknown(item.value) && !self.inside_unknown => table,
            _ => return known(self, item),
        };
        if !self.may_be_unknown {
            return self.must_be_known(item);
        }
        self.inside_unknown = true;
        let belief = self.belief(table, item, takes, known);
        self.inside_unknown = false;
        belief.map(|belief| self.taken_to_be(&item.path, belief, range))
    }

    /// Notes that a number must be known here.
    pub(super) fn must_be_known<T>(&mut self, item: &Item<'t>) -> Option<T> {
        // An entry of a list goes by the name of the list.
        let is_name = |part: &&str| !part.bytes().all(|byte| byte.is_ascii_digit());
        let field = item.path.rsplit('.').find(is_name).unwrap_or_default().to_owned();
        self.wrong(ProblemKind::MustBeKnown { field }, item);
        None
    }

    /// Reads with unknown numbers accepted or refused.
    pub(super) fn with_unknown<R>(&mut self, accepted: bool, read: impl FnOnce(&mut Reader<'t>) -> R) -> R {
        let outside = std::mem::replace(&mut self.may_be_unknown, accepted);
        let result = read(self);
        self.may_be_unknown = outside;
        result
    }

    /// Where shares do not add up. Shares that are unknown leave what is over to a `rest`, also where all are highest.
    pub(super) fn sum_of_shares(
        &self,
        given: &[&Param<f64>],
        rest: bool,
        unknown: bool,
        axes: &[Axis],
    ) -> Option<ProblemKind> {
        if unknown && !rest {
            return Some(ProblemKind::UnknownNeedsRest);
        }
        match shares::off(given, rest, axes)? {
            ProblemKind::SharesSum { sum, .. } if self.values == Values::Highest => {
                Some(ProblemKind::HighestSharesSum { sum })
            }
            other => Some(other),
        }
    }

    fn taken_to_be(&mut self, path: &str, belief: Belief, (least, most): (f64, f64)) -> f64 {
        let path = self.draw_as.clone().unwrap_or_else(|| path.to_owned());
        self.unknown_paths.push(path.clone());
        let (lowest, highest) = belief.extremes(least, most);
        match self.values {
            Values::Likely => belief.likely(),
            Values::Draw { seed, draw } => {
                belief.quantile(crate::scenario::unknown::unit(seed, draw, &path), least, most)
            }
            Values::Lowest => lowest,
            Values::Highest => highest,
            Values::Crossed { first_high } => {
                self.crossed = !self.crossed;
                if self.crossed == first_high { highest } else { lowest }
            }
        }
    }

    fn belief(
        &mut self,
        table: &'t DeTable<'t>,
        item: &Item<'t>,
        takes: Value,
        known: impl Fn(&mut Reader<'t>, &Item<'t>) -> Option<f64>,
    ) -> Option<Belief> {
        let Some((key, named)) = table.get_key_value(UNKNOWN) else {
            let [low, likely, high] = self.numbers(RANGE, (table, item), &BESIDE, takes, known)?;
            return Some(Belief::Pert { low, likely, high });
        };
        if let Some(other) = RANGE.into_iter().find(|name| table.contains_key(*name)) {
            let kind = ProblemKind::Together { one: other.to_owned(), other: UNKNOWN.to_owned() };
            self.problem(kind, key.span(), &item.path);
            return None;
        }
        let path = join(&item.path, UNKNOWN);
        let named = Item { value: named.get_ref(), at: named.span(), key: key.span(), path };
        let DeValue::Table(kinds) = named.value else {
            self.wrong(ProblemKind::WrongType { found: found(named.value), takes: Value::Table }, &named);
            return None;
        };
        let mut kinds = entries(kinds, &named.path).into_iter();
        let (Some((name, inner)), None) = (kinds.next(), kinds.next()) else {
            let fields = BELIEFS.names().map(str::to_owned).collect();
            self.problem(ProblemKind::OneOf { fields }, named.key, &named.path);
            return None;
        };
        let DeValue::Table(parts) = inner.value else {
            self.wrong(ProblemKind::WrongType { found: found(inner.value), takes: Value::Table }, &inner);
            return None;
        };
        let parts = (parts, &inner);
        match name.as_str() {
            "uniform" => {
                let [low, high] = self.numbers(["low", "high"], parts, &[], takes, known)?;
                Some(Belief::Uniform { low, high })
            }
            "triangular" => {
                let [low, likely, high] = self.numbers(RANGE, parts, &[], takes, known)?;
                Some(Belief::Triangular { low, likely, high })
            }
            "pert" => {
                let [low, likely, high] = self.numbers(RANGE, parts, &[], takes, known)?;
                Some(Belief::Pert { low, likely, high })
            }
            "normal" => {
                let [mean, sd] = self.numbers(["mean", "sd"], parts, &[], takes, known)?;
                self.positive_part(sd, "sd", parts)?;
                Some(Belief::Normal { mean, sd })
            }
            "lognormal" => {
                let [median, p90] = self.numbers(["median", "p90"], parts, &[], takes, known)?;
                self.positive_part(median, "median", parts)?;
                if p90 > median {
                    return Some(Belief::Lognormal { median, p90 });
                }
                self.not_after("median", "p90", parts)
            }
            _ => {
                self.unknown_field(&name, &inner, BELIEFS.names());
                None
            }
        }
    }

    /// The numbers of a belief under these names, of which those of a range may not descend.
    fn numbers<const N: usize>(
        &mut self,
        names: [&'static str; N],
        (table, item): (&'t DeTable<'t>, &Item<'t>),
        beside: &[&'static str],
        takes: Value,
        known: impl Fn(&mut Reader<'t>, &Item<'t>) -> Option<f64>,
    ) -> Option<[f64; N]> {
        for (name, field) in entries(table, &item.path) {
            if !names.contains(&name.as_str()) && !beside.contains(&name.as_str()) {
                let accepted = names.iter().chain(beside.iter().take(3)).copied();
                self.unknown_field(&name, &field, accepted);
            }
        }
        let numbers = names.map(|name| {
            let Some((key, value)) = table.get_key_value(name) else {
                let kind = ProblemKind::MissingField { field: name.to_owned(), takes: of_one(takes) };
                self.problem(kind, item.key.clone(), &item.path);
                return None;
            };
            let path = join(&item.path, name);
            known(self, &Item { value: value.get_ref(), at: value.span(), key: key.span(), path })
        });
        let mut read = [0.0; N];
        for (place, number) in read.iter_mut().zip(numbers) {
            *place = number?;
        }
        let in_order = RANGE.contains(&names[0]);
        match (1..N).find(|&at| in_order && read[at] < read[at - 1]) {
            Some(at) => self.not_after(names[at - 1], names[at], (table, item)),
            None => Some(read),
        }
    }

    fn positive_part(&mut self, value: f64, name: &str, (table, item): (&'t DeTable<'t>, &Item<'t>)) -> Option<()> {
        if value > 0.0 {
            return Some(());
        }
        let at = table.get(name).map_or(item.at.clone(), toml::Spanned::span);
        self.problem(ProblemKind::MustBePositive, at, &join(&item.path, name));
        None
    }

    fn not_after<T>(&mut self, before: &str, name: &str, (table, item): (&'t DeTable<'t>, &Item<'t>)) -> Option<T> {
        let kind = ProblemKind::NotAscending { before: before.to_owned(), found: clip(name) };
        let at = table.get_key_value(name).map_or(item.at.clone(), |(key, _)| key.span());
        self.problem(kind, at, &join(&item.path, name));
        None
    }
}

/// What one bound takes, where a distribution or the rest may stand as well.
fn of_one(takes: Value) -> Value {
    match takes {
        Value::ShareOrRest => Value::Share,
        Value::Workers => Value::Count,
        other => other.amount().unwrap_or(other),
    }
}
