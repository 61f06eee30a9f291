//! Ramps: a value that changes evenly between two dates, `ramp = [ { from = …, until = …, value = … } ]`.
//!
//! ```text
//!                    ____ to           A ramp becomes steps, one a calendar month, each with the mean of the line
//!               ____/                  over its own days, so that what is summed over time stays the same.
//! before ______/
//!           from      until
//! ```
//!
//! A ramp with `times` or `plus` is a layer ([`layers`](super::layers)), with the same steps.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use toml::de::DeValue;

use super::gradual::Gradual;
use super::layers::{Entry, How};
use super::table::{found, join};
use super::{Item, Reader, values};
use crate::scenario::Dated;
use crate::scenario::grammar::{RAMP, Value};
use crate::scenario::problem::ProblemKind;
use crate::time::days_between;

/// Most ramps of one parameter.
const MOST_RAMPS: usize = 100;
/// Longest ramp: as long as the longest run, in months.
const MOST_MONTHS: i32 = 200 * 12;

/// One ramp as found.
pub(super) struct Ramp<'t> {
    pub(super) from: Date,
    pub(super) until: Date,
    /// The value at the end.
    pub(super) item: Item<'t>,
    /// Which intervention wrote it.
    pub(super) by: Option<String>,
    /// Where its dates stand.
    at: Range<usize>,
}

impl<'t> Reader<'t> {
    /// The ramps of a wrapper: those to a value, and those of a factor or an addition.
    pub(super) fn ramps(&mut self, item: &Item<'t>, takes: Value) -> (Vec<Ramp<'t>>, Vec<Entry<'t>>) {
        let nothing = (Vec::new(), Vec::new());
        let DeValue::Array(list) = item.value else {
            self.wrong(ProblemKind::WrongType { found: found(item.value), takes: Value::List }, item);
            return nothing;
        };
        if list.len() > MOST_RAMPS {
            self.problem(ProblemKind::TooMany { found: list.len(), most: MOST_RAMPS }, item.key.clone(), &item.path);
            return nothing;
        }
        let mut ramps: Vec<Ramp<'t>> = Vec::new();
        let mut entries: Vec<Entry<'t>> = Vec::new();
        let mut gradual = takes.is_gradual();
        for (number, entry) in list.iter().enumerate() {
            let value = entry.get_ref();
            let date =
                value.as_table().and_then(|table| table.get("from")).and_then(|from| from.get_ref().as_datetime());
            let name = self.name_of_entry(list, number, date);
            let entry = Item { value, at: entry.span(), key: entry.span(), path: join(&item.path, &name) };
            let Some(fields) = self.open(&RAMP, &entry) else {
                continue;
            };
            let from = fields.get("from").and_then(|item| Some((values::date(self, &item)?, item)));
            let until = fields.get("until").and_then(|item| Some((values::date(self, &item)?, item)));
            let said = self.said(&fields);
            let (Some((from, from_item)), Some((until, until_item)), Some((how, mut item_at_end, by))) =
                (from, until, said)
            else {
                continue;
            };
            if how == How::Value && !takes.is_gradual() {
                if !std::mem::replace(&mut gradual, true) {
                    self.not_gradual(item.key.clone(), &item.path);
                }
                continue;
            }
            if until <= from {
                self.wrong(ProblemKind::EndsBeforeBegin, &until_item);
                continue;
            }
            let months = days_between(from, until) / 30;
            if months > MOST_MONTHS {
                let (found, most) = (months as usize, MOST_MONTHS as usize);
                self.wrong(ProblemKind::TooMany { found, most }, &until_item);
                continue;
            }
            if how != How::Value {
                self.surge_outside_run(from, until, &fields);
                entries.push(Entry { from, until: Some(until), how, item: item_at_end, by });
                continue;
            }
            if let Some(before) = ramps.last()
                && before.from >= from
            {
                let kind = ProblemKind::NotAscending { before: before.from.to_string(), found: from.to_string() };
                self.wrong(kind, &from_item);
                continue;
            }
            self.surge_outside_run(from, until, &fields);
            item_at_end.path = entry.path;
            ramps.push(Ramp { from, until, item: item_at_end, by, at: from_item.at });
        }
        (ramps, entries)
    }

    /// A dated value with its ramps put in as steps.
    pub(super) fn with_ramps<T: Gradual + Clone>(
        &mut self,
        mut dated: Dated<T>,
        ramps: Vec<(Ramp<'t>, T)>,
    ) -> Option<Dated<T>> {
        let mut over: Option<Date> = None;
        for (ramp, to) in ramps {
            let inside = |date: &Date| ramp.from < *date && *date < ramp.until;
            let other = dated.later.iter().map(|(date, _)| *date).find(inside);
            // Steps of the ramp before end with its last day.
            if let Some(other) = over.filter(|over| ramp.from < *over).or(other) {
                let kind = ProblemKind::RampOverlaps { from: ramp.from, until: ramp.until, other };
                self.problem(kind, ramp.at.clone(), &ramp.item.path);
                return None;
            }
            over = Some(ramp.until);
            let Some(steps) = towards(dated.on(ramp.from), &to, ramp.from, ramp.until) else {
                self.not_gradual(ramp.item.at.clone(), &ramp.item.path);
                return None;
            };
            // A value that is given for the very date of the beginning is where the ramp begins; one that is given for
            // its end takes over there.
            let given = dated.later.iter().any(|(date, _)| *date == ramp.until);
            dated.later.retain(|(date, _)| *date != ramp.from);
            let steps = steps.into_iter().filter(|(date, _)| !(given && *date == ramp.until));
            dated.later.extend(steps);
            dated.later.sort_by_key(|(date, _)| *date);
        }
        Some(dated)
    }

    fn not_gradual(&mut self, at: Range<usize>, path: &str) {
        let mut parts = path.split('.').rev().skip_while(|part| *part != "ramp").skip(1);
        let field = parts.next().unwrap_or(path).to_owned();
        self.problem(ProblemKind::NotGradual { field }, at, path);
    }
}

/// The values of a ramp on its way, and the new one at its end.
fn towards<T: Gradual + Clone>(before: &T, to: &T, from: Date, until: Date) -> Option<Vec<(Date, T)>> {
    let between = |(date, share): (Date, f64)| Some((date, before.towards(to, share)?));
    let mut values: Vec<(Date, T)> = steps(from, until).into_iter().map(between).collect::<Option<_>>()?;
    values.push((until, to.clone()));
    Some(values)
}

/// The steps of a ramp: at its beginning and at the first of every month how far it is, on average until the next step.
pub(super) fn steps(from: Date, until: Date) -> Vec<(Date, f64)> {
    let length = f64::from(days_between(from, until));
    let mut steps = Vec::new();
    let mut begin = from;
    while begin < until {
        let end = begin.first_of_month().saturating_add(1.month()).min(until);
        if end <= begin {
            break;
        }
        let middle = f64::from(days_between(from, begin) + days_between(from, end)) / 2.0;
        steps.push((begin, middle / length));
        begin = end;
    }
    steps
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::Price;

    #[test]
    fn a_ramp_has_a_step_a_month_with_the_mean_of_the_line() {
        let steps = towards(&14.0, &18.0, date(2028, 1, 11), date(2028, 4, 1)).expect("numbers");
        let dates: Vec<Date> = steps.iter().map(|(date, _)| *date).collect();
        assert_eq!(dates, [date(2028, 1, 11), date(2028, 2, 1), date(2028, 3, 1), date(2028, 4, 1)]);
        // 81 days: 21 of January, 29 of February, 31 of March.
        let means = [10.5, 35.5, 65.5].map(|day| 14.0 + 4.0 * day / 81.0);
        for (step, mean) in steps.iter().zip(means) {
            assert!((step.1 - mean).abs() < 1e-12, "{step:?}, not {mean}");
        }
        assert_eq!(steps[3].1, 18.0);
        // The integral is that of the line: 81 days at 16 on average.
        let sum: f64 = steps.windows(2).map(|pair| pair[0].1 * f64::from(days_between(pair[0].0, pair[1].0))).sum();
        assert!((sum - 81.0 * 16.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn a_ramp_within_a_month_is_one_step() {
        let steps = towards(&0.2, &0.4, date(2028, 2, 10), date(2028, 2, 20)).expect("numbers");
        assert_eq!(steps.len(), 2);
        assert!((steps[0].1 - 0.3).abs() < 1e-15);
    }

    #[test]
    fn prices_of_two_kinds_have_nothing_between() {
        assert_eq!(towards(&Price::PerHour(80.0), &Price::PerFteYear(8e4), date(2028, 1, 1), date(2028, 2, 1)), None);
    }
}
