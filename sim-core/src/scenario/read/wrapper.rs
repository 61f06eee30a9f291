//! Wrappers: `{ value = …, note = …, dated = […], ramp = […] }` around a value.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::DeValue;

use super::layers::{Entry, How};
use super::ramp::Ramp;
use super::table::{entries, found, join};
use super::unknown::is_unknown;
use super::{Item, Reader, values};
use crate::scenario::grammar::{DATED, Value, WRAPPER};
use crate::scenario::problem::ProblemKind;

/// Most later values of one parameter.
const MOST_DATED: usize = 1_000;

/// A value taken out of its wrapper.
pub(super) struct Unwrapped<'t> {
    pub(super) item: Item<'t>,
    pub(super) note: Option<String>,
    pub(super) dated: Vec<Later<'t>>,
    pub(super) ramps: Vec<Ramp<'t>>,
    /// Factors and additions, in the order of the lists.
    pub(super) layers: Vec<Entry<'t>>,
    /// Where the list of dated values or of ramps stands.
    pub(super) dated_at: Option<Range<usize>>,
}

/// A later value, as found.
pub(super) struct Later<'t> {
    pub(super) from: Date,
    pub(super) item: Item<'t>,
    /// Which intervention wrote it.
    pub(super) by: Option<String>,
}

impl<'t> Reader<'t> {
    /// Takes a value out of its wrapper, with its note and its later values.
    pub(super) fn unwrap(&mut self, item: &Item<'t>, takes: Value) -> Option<Unwrapped<'t>> {
        let (dated, ramps, layers) = (Vec::new(), Vec::new(), Vec::new());
        let plain = Unwrapped { item: item.clone(), note: None, dated, ramps, layers, dated_at: None };
        let DeValue::Table(table) = item.value else {
            return Some(plain);
        };
        let direct = takes.is_distribution();
        let named = table.get("value").map_or(item.value, |value| value.get_ref());
        if is_unknown(named) && !self.may_be_unknown {
            return self.must_be_known(item);
        }
        let inner = match table.get("value") {
            Some(value) => {
                Item { value: value.get_ref(), at: value.span(), key: item.key.clone(), path: item.path.clone() }
            }
            None if direct || is_unknown(item.value) => item.clone(),
            None if ["note", "dated", "ramp"].iter().any(|&name| table.contains_key(name)) => {
                let kind = ProblemKind::MissingField { field: "value".to_owned(), takes };
                self.problem(kind, item.key.clone(), &item.path);
                return None;
            }
            None => return Some(plain),
        };
        let has_value = table.contains_key("value");
        let mut unwrapped = Unwrapped { item: inner, ..plain };
        for (name, field) in entries(table, &item.path) {
            match name.as_str() {
                "value" => {}
                "note" => unwrapped.note = values::text(self, &field),
                "dated" => {
                    unwrapped.dated_at = Some(field.key.clone());
                    let (later, layers) = self.later(&field);
                    unwrapped.dated = later;
                    // Those of ramps come after them.
                    unwrapped.layers.splice(0..0, layers);
                }
                "ramp" => {
                    let (ramps, layers) = self.ramps(&field, takes);
                    let changes = takes.is_gradual() || !layers.is_empty();
                    unwrapped.dated_at = changes.then(|| field.key.clone()).or(unwrapped.dated_at);
                    unwrapped.ramps = ramps;
                    unwrapped.layers.extend(layers);
                }
                "reason" | "to" if takes == Value::Leaving => {}
                // Beside a distribution or a range other names are looked at with those themselves.
                _ if !has_value => {}
                _ => {
                    let reasons = if takes == Value::Leaving { &["reason", "to"][..] } else { &[] };
                    self.unknown_field(&name, &field, WRAPPER.names().chain(reasons.iter().copied()));
                }
            }
        }
        Some(unwrapped)
    }

    /// The later values of a wrapper, each with its date, and its factors and additions.
    fn later(&mut self, item: &Item<'t>) -> (Vec<Later<'t>>, Vec<Entry<'t>>) {
        let (mut later, mut layers): (Vec<Later<'t>>, Vec<Entry<'t>>) = (Vec::new(), Vec::new());
        let DeValue::Array(list) = item.value else {
            self.wrong(ProblemKind::WrongType { found: found(item.value), takes: Value::List }, item);
            return (later, layers);
        };
        if list.len() > MOST_DATED {
            self.problem(ProblemKind::TooMany { found: list.len(), most: MOST_DATED }, item.key.clone(), &item.path);
            return (later, layers);
        }
        for (number, entry) in list.iter().enumerate() {
            let value = entry.get_ref();
            let date = value.as_table().and_then(|table| table.get("from")).map(|from| from.get_ref());
            let name = self.name_of_entry(list, number, date.and_then(|date| date.as_datetime()));
            let path = join(&item.path, &name);
            let entry = Item { value, at: entry.span(), key: entry.span(), path };
            let Some(fields) = self.open(&DATED, &entry) else {
                continue;
            };
            let from = fields.get("from").and_then(|from| Some((values::date(self, &from)?, from)));
            let said = self.said(&fields);
            let (Some((date, from)), Some((how, mut value, by))) = (from, said) else {
                continue;
            };
            self.change_outside_run(date, &from, by.is_some());
            if how != How::Value {
                layers.push(Entry { from: date, until: None, how, item: value, by });
                continue;
            }
            if let Some(before) = later.last()
                && before.from >= date
            {
                let kind = ProblemKind::NotAscending { before: before.from.to_string(), found: date.to_string() };
                self.wrong(kind, &from);
            }
            value.path = format!("{}.{date}", item.path);
            later.push(Later { from: date, item: value, by });
        }
        (later, layers)
    }
}
