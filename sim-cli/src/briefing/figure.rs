//! Numbers of results in sentences and tables: rounded as they deserve, with the exact value and where it stands.

use sim_core::estimate::Estimate;
use sim_core::experiment::{Difference, Row};
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Unit};
use sim_report::document::{Figure, Part, Text};

use crate::number::{self, decimals, fixed};
use crate::text;
use crate::text::briefing as words;
use crate::time_unit::TimeUnit;

/// The table of the measures of the base.
pub(super) const MEASURES: &str = "measures.csv";
/// The table of differences.
const DIFFERENCES: &str = "differences.csv";
/// What is in no table.
const COMPARISON: &str = "comparison.json";
/// Most decimals of a number in a sentence; the tables for programs hold all digits.
///
/// * `size` – of the number as it is shown
fn most_decimals(unit: Unit, size: f64) -> usize {
    let is_large = size >= 10.0;
    match unit {
        Unit::Share if is_large => 1,
        Unit::Share => 2,
        _ if is_large => 0,
        Unit::Days | Unit::Residents | Unit::ResidentsPerYear => 1,
        _ => 2,
    }
}

/// In what a kind of number is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Form {
    times: f64,
    unit: &'static str,
    /// The unit of exactly one.
    unit_of_one: &'static str,
    /// A share in percent, so a difference is in percentage points.
    points: bool,
    decimals: usize,
    /// Least and most that is possible, in the unit of the values: what an interval says beyond that is not shown.
    possible: (f64, f64),
    lang: Lang,
}

impl Form {
    /// * `unit` – of the values
    /// * `largest` – the largest that is shown in this form
    /// * `width` – half the interval of what is shown, where it has one
    pub(super) fn new(unit: Unit, largest: f64, width: Option<f64>, lang: Lang) -> Form {
        let largest = largest.abs();
        let (times, name) = match unit {
            Unit::Share => (100.0, "%"),
            Unit::Days => {
                let TimeUnit { name, per_day, .. } = TimeUnit::of(largest, lang);
                (per_day, name)
            }
            // A sentence says that it is of a year.
            Unit::Residents | Unit::ResidentsPerYear => (1.0, text::measures::unit(lang, Unit::Residents)),
            Unit::Euro | Unit::EuroPerYear => (1.0, "euro"),
            Unit::HoursPerYear => (1.0, text::hours(lang)),
            _ => (1.0, ""),
        };
        let digits =
            decimals(largest * times, width.map(|width| width * times)).min(most_decimals(unit, largest * times));
        let unit_of_one = match unit {
            Unit::Days if times == 1.0 => words::day(lang),
            Unit::Days if times == 24.0 => words::hour(lang),
            Unit::Days => words::minute(lang),
            Unit::Residents | Unit::ResidentsPerYear => words::resident(lang),
            Unit::HoursPerYear => words::hour(lang),
            _ => name,
        };
        Form {
            times,
            unit: name,
            unit_of_one,
            points: unit == Unit::Share,
            decimals: digits,
            possible: (f64::MIN, f64::MAX),
            lang,
        }
    }

    fn of_row(row: &Row, lang: Lang) -> Form {
        let width = row.lower.zip(row.upper).map(|(lower, upper)| (upper - lower) / 2.0);
        let form = Form::new(row.key.unit(), row.value.unwrap_or(0.0), width.filter(|width| *width > 0.0), lang);
        form.of_what_is_measured(row)
    }

    /// Nothing that is measured is below 0, and no share is above 1; but a team may work longer than it is on duty.
    fn of_what_is_measured(self, row: &Row) -> Form {
        let is_part = row.key.unit() == Unit::Share && row.key.measure != Measure::Utilisation;
        Form { possible: (0.0, if is_part { 1.0 } else { f64::MAX }), ..self }
    }

    /// Of before, after and the difference alike, so that they can be laid side by side.
    fn of_difference(row: &Difference, lang: Lang) -> Form {
        let size = |estimate: Option<Estimate>| estimate.map_or(0.0, |known| known.value.abs());
        let width = row.difference.and_then(half_width);
        Form::new(row.key.unit(), size(row.before).max(size(row.after)), width, lang)
    }

    fn number(&self, value: f64) -> String {
        fixed(value * self.times, self.decimals, self.lang)
    }

    fn one(&self, value: f64) -> String {
        self.with_unit(self.number(value), self.unit)
    }

    /// A difference: of percentages in points.
    fn size(&self, value: f64) -> String {
        self.with_unit(self.number(value), self.unit_of_differences())
    }

    fn unit_of_differences(&self) -> &'static str {
        if self.points { text::compare::points(self.lang) } else { self.unit }
    }

    /// * `number` – or two, of which the last stands beside the unit
    fn with_unit(&self, number: String, unit: &str) -> String {
        let last = number.rsplit([' ', '\u{a0}', '–']).next().unwrap_or(&number);
        let is_one = last.trim_start_matches(['+', '−', '-']) == "1";
        let unit = match (is_one, self.points) {
            (true, false) => self.unit_of_one,
            (true, true) if unit == text::compare::points(self.lang) => words::point(self.lang),
            _ => unit,
        };
        // A number and its unit stay on one line.
        if unit.is_empty() { number } else { format!("{number}\u{a0}{}", unit.replace(' ', "\u{a0}")) }
    }

    /// A value and its bounds, as in `31 days (between 29 and 33)`.
    fn value_between(&self, [value, low, high]: [f64; 3], unit: &str) -> String {
        let (low, high) = self.outwards(low, high);
        words::value_between(self.lang, &self.with_unit(self.number(value), unit), &low, &high)
    }

    /// Two bounds, rounded outwards, as in `17 and 21 days`.
    fn both(&self, low: f64, high: f64, unit: &str) -> String {
        let (low, high) = self.outwards(low, high);
        self.with_unit(words::two(self.lang, &low, &high), unit)
    }

    fn outwards(&self, low: f64, high: f64) -> (String, String) {
        let (least, most) = self.possible;
        let (low, high) = (low.max(least) * self.times, high.min(most) * self.times);
        let down = -number::round_up(-low, self.decimals);
        (fixed(down, self.decimals, self.lang), fixed(number::round_up(high, self.decimals), self.decimals, self.lang))
    }
}

/// Half the interval of an estimate, also where it is not symmetric.
fn half_width(estimate: Estimate) -> Option<f64> {
    estimate.interval.map(|(low, high)| (high - low) / 2.0).filter(|width| *width > 0.0)
}

fn figure(shown: String, values: Vec<f64>, from: Vec<String>) -> Part {
    Part::Figure(Figure { shown, values, from })
}

/// Where a column of a row of the measures stands.
fn in_measures(row: &Row, column: &str) -> String {
    let names = [row.measure, &row.of, &row.class, &row.period, &row.statistic];
    format!("{MEASURES}:{}:{column}", names.join(":"))
}

fn in_differences(arm: &str, row: &Difference, column: &str) -> String {
    let names = [arm, row.measure, &row.of, &row.class, &row.period, &row.statistic];
    format!("{DIFFERENCES}:{}:{column}", names.join(":"))
}

/// The value of a row with its unit; `None` where it has none.
pub(super) fn value(row: &Row, lang: Lang) -> Option<Part> {
    let value = row.value?;
    Some(figure(Form::of_row(row, lang).one(value), vec![value], vec![in_measures(row, "value")]))
}

/// The value with its interval, as in `31 days (between 29 and 33)`; the value alone where it has none.
pub(super) fn value_between(row: &Row, lang: Lang) -> Option<Part> {
    let form = Form::of_row(row, lang);
    let Some(bounds) = row.lower.zip(row.upper).filter(|(low, high)| low < high) else { return value(row, lang) };
    let from = ["value", "lower", "upper"].map(|column| in_measures(row, column));
    let values = [row.value?, bounds.0, bounds.1];
    Some(figure(form.value_between(values, form.unit), values.to_vec(), from.to_vec()))
}

/// Its interval, as in `29 and 33 days`; `None` where it has none.
pub(super) fn between(row: &Row, lang: Lang) -> Option<Part> {
    let (low, high) = row.lower.zip(row.upper)?;
    let form = Form::of_row(row, lang);
    let from = vec![in_measures(row, "lower"), in_measures(row, "upper")];
    Some(figure(form.both(low, high, form.unit), vec![low, high], from))
}

/// A cell of a table with its value; a dash where there is none.
pub(super) fn cell(row: Option<&Row>, lang: Lang) -> Text {
    row.and_then(|row| value(row, lang)).map_or_else(absent, |part| Text(vec![part]))
}

/// A cell with its interval: `29–33`.
pub(super) fn cell_of_interval(row: Option<&Row>, lang: Lang) -> Text {
    let range = row.and_then(|row| {
        let (low, high) = row.lower.zip(row.upper)?;
        let from = vec![in_measures(row, "lower"), in_measures(row, "upper")];
        Some(dash(Form::of_row(row, lang), low, high, from))
    });
    range.map_or_else(absent, |part| Text(vec![part]))
}

/// A cell with half the interval by chance alone, where numbers are unknown; else with the interval.
pub(super) fn cell_by_chance(row: Option<&Row>, lang: Lang) -> Text {
    let width = row.and_then(|row| {
        let width = row.split?.chance_half_width;
        let form = Form::new(row.key.unit(), row.value.unwrap_or(0.0), Some(width).filter(|width| *width > 0.0), lang);
        let shown = fixed(number::round_up(width * form.times, form.decimals), form.decimals, lang);
        let shown = form.with_unit(format!("±\u{a0}{shown}"), form.unit_of_differences());
        Some(figure(shown, vec![width], vec![in_measures(row, "chance_half_width")]))
    });
    width.map_or_else(|| cell_of_interval(row, lang), |part| Text(vec![part]))
}

/// A cell with the range because numbers are unknown.
pub(super) fn cell_of_unknown(row: Option<&Row>, lang: Lang) -> Text {
    let range = row.and_then(|row| {
        let (low, high) = row.split?.unknown;
        let form = Form::new(row.key.unit(), row.value.unwrap_or(0.0), Some((high - low) / 2.0), lang);
        let form = form.of_what_is_measured(row);
        let from = vec![in_measures(row, "unknown_low"), in_measures(row, "unknown_high")];
        Some(dash(form, low, high, from))
    });
    range.map_or_else(absent, |part| Text(vec![part]))
}

fn dash(form: Form, low: f64, high: f64, from: Vec<String>) -> Part {
    let (shown_low, shown_high) = form.outwards(low, high);
    figure(form.with_unit(format!("{shown_low}–{shown_high}"), form.unit), vec![low, high], from)
}

/// What stands for a number that does not exist.
pub(super) fn absent() -> Text {
    Text::from(number::ABSENT)
}

/// A difference with what it is between.
pub(super) struct Change<'c> {
    /// Name of the arm.
    pub(super) arm: &'c str,
    /// The row.
    pub(super) row: &'c Difference,
    /// Language.
    pub(super) lang: Lang,
}

impl Change<'_> {
    fn form(&self) -> Form {
        Form::of_difference(self.row, self.lang)
    }

    /// The value in the base.
    pub(super) fn before(&self) -> Option<Part> {
        self.value_of(self.row.before, "before")
    }

    /// The value in the arm.
    pub(super) fn after(&self) -> Option<Part> {
        self.value_of(self.row.after, "after")
    }

    fn value_of(&self, estimate: Option<Estimate>, column: &str) -> Option<Part> {
        let value = estimate?.value;
        Some(figure(self.form().one(value), vec![value], vec![in_differences(self.arm, self.row, column)]))
    }

    /// By how much it changed, without its sign, as in `17 and 21 days`: the smaller bound first. `None` where the interval
    /// holds 0, or there is none.
    pub(super) fn between(&self) -> Option<Part> {
        let (low, high) = self.row.difference?.interval?;
        let form = self.form();
        let (first, last) = match (low > 0.0, high < 0.0) {
            (true, _) => ((low, "lower"), (high, "upper")),
            (_, true) => ((high, "upper"), (low, "lower")),
            _ => return None,
        };
        let shown = form.both(first.0.abs(), last.0.abs(), form.unit_of_differences());
        let from = [first, last].map(|(_, column)| in_differences(self.arm, self.row, column));
        Some(figure(shown, vec![first.0, last.0], from.to_vec()))
    }

    /// By how much it changed at most, without its sign; where there is no interval, by how much it changed.
    pub(super) fn at_most(&self) -> Option<Part> {
        let found = self.row.difference?;
        let (column, value) = match found.interval {
            Some((low, high)) if found.value > 0.0 => ("upper", high.max(low)),
            Some((low, _)) => ("lower", low),
            None => ("difference", found.value),
        };
        let form = self.form();
        let up = number::round_up(value.abs() * form.times, form.decimals);
        let shown = form.with_unit(fixed(up, form.decimals, self.lang), form.unit_of_differences());
        Some(figure(shown, vec![value], vec![in_differences(self.arm, self.row, column)]))
    }

    /// How much less and how much more it may be, where the interval holds 0.
    pub(super) fn either_way(&self) -> Option<[Part; 2]> {
        let (low, high) = self.row.difference?.interval?;
        if low > 0.0 || high < 0.0 {
            return None;
        }
        let form = self.form();
        let part = |value: f64, column: &str| {
            let up = number::round_up(value.abs() * form.times, form.decimals);
            let shown = form.with_unit(fixed(up, form.decimals, self.lang), form.unit_of_differences());
            figure(shown, vec![value], vec![in_differences(self.arm, self.row, column)])
        };
        Some([part(low, "lower"), part(high, "upper")])
    }

    /// The difference with its sign.
    pub(super) fn signed(&self) -> Option<Part> {
        let value = self.row.difference?.value;
        let shown = self.form().size(value);
        let shown = if value > 0.0 { format!("+{shown}") } else { shown };
        Some(figure(shown, vec![value], vec![in_differences(self.arm, self.row, "difference")]))
    }

    /// By how much it changed, without its sign, as in `19 days (between 17 and 21)`. `None` where the interval holds 0, or
    /// there is none.
    pub(super) fn size_between(&self) -> Option<Part> {
        let found = self.row.difference?;
        let (low, high) = found.interval?;
        let form = self.form();
        let (first, last) = match (low > 0.0, high < 0.0) {
            (true, _) => ((low, "lower"), (high, "upper")),
            (_, true) => ((high, "upper"), (low, "lower")),
            _ => return None,
        };
        let values = [found.value, first.0, last.0];
        let shown = form.value_between(values.map(f64::abs), form.unit_of_differences());
        let from = ["difference", first.1, last.1].map(|column| in_differences(self.arm, self.row, column));
        Some(figure(shown, values.to_vec(), from.to_vec()))
    }

    /// Its interval, with signs: `−21 to −17`.
    pub(super) fn interval(&self) -> Option<Part> {
        let (low, high) = self.row.difference?.interval?;
        let form = self.form();
        let sign = |shown: String| if shown.starts_with('−') { shown } else { format!("+{shown}") };
        let (shown_low, shown_high) = form.outwards(low, high);
        let shown = words::from_to(self.lang, &sign(shown_low), &sign(shown_high));
        let shown = form.with_unit(shown, form.unit_of_differences());
        let from = ["lower", "upper"].map(|column| in_differences(self.arm, self.row, column));
        Some(figure(shown, vec![low, high], from.to_vec()))
    }
}

/// A number that stands only in `comparison.json`.
pub(super) struct InJson<'c> {
    /// Position of the arm among those that are compared with the base.
    pub(super) arm: usize,
    /// Where in the arm, as `cost/extra_per_year`.
    pub(super) path: &'c str,
    /// The number.
    pub(super) estimate: Estimate,
    /// Its unit.
    pub(super) unit: Unit,
    /// Language.
    pub(super) lang: Lang,
}

impl InJson<'_> {
    fn form(&self) -> Form {
        Form::new(self.unit, self.estimate.value, half_width(self.estimate), self.lang)
    }

    fn at(&self, name: &str) -> String {
        format!("{COMPARISON}:/arms/{}/{}/{name}", self.arm, self.path)
    }

    /// Its size with the unit, without its sign; with its interval where it has one.
    pub(super) fn size(&self) -> Part {
        let (value, form) = (self.estimate.value, self.form());
        let Some((low, high)) = self.estimate.interval.filter(|(low, high)| low < high) else {
            return figure(form.one(value.abs()), vec![value], vec![self.at("value")]);
        };
        let (first, last) =
            if value < 0.0 { ((high, "upper"), (low, "lower")) } else { ((low, "lower"), (high, "upper")) };
        let values = [value, first.0, last.0];
        let shown = form.value_between(values.map(|value| value.abs()), form.unit);
        figure(shown, values.to_vec(), ["value", first.1, last.1].map(|name| self.at(name)).to_vec())
    }

    /// How much less and how much more it may be, where the interval holds 0.
    pub(super) fn either_way(&self) -> Option<[Part; 2]> {
        let (low, high) = self.estimate.interval.filter(|(low, high)| *low <= 0.0 && *high >= 0.0 && low < high)?;
        let form = self.form();
        let part = |value: f64, name: &str| {
            let up = number::round_up(value.abs() * form.times, form.decimals);
            figure(form.with_unit(fixed(up, form.decimals, self.lang), form.unit), vec![value], vec![self.at(name)])
        };
        Some([part(low, "lower"), part(high, "upper")])
    }

    /// The value with its unit and sign.
    pub(super) fn value(&self) -> Part {
        figure(self.form().one(self.estimate.value), vec![self.estimate.value], vec![self.at("value")])
    }

    /// Its interval, as in `17 and 21`; `None` where it has none.
    pub(super) fn between(&self) -> Option<Part> {
        let (low, high) = self.estimate.interval?;
        let form = self.form();
        Some(figure(form.both(low, high, form.unit), vec![low, high], vec![self.at("lower"), self.at("upper")]))
    }
}

#[cfg(test)]
mod tests {
    use sim_core::lang::Lang::{En, Nl};

    use super::*;

    #[test]
    fn exactly_one_has_its_unit_in_the_singular() {
        let one = |unit, value: f64, width, lang| Form::new(unit, value, Some(width), lang).one(value);
        let told = [En, Nl].map(|lang| {
            let told = [
                one(Unit::Days, 1.0, 3.0, lang),
                one(Unit::Days, 1.0 / 24.0, 3.0 / 24.0, lang),
                one(Unit::Days, 1.0 / 1440.0, 3.0 / 1440.0, lang),
                one(Unit::Residents, -1.0, 3.0, lang),
                one(Unit::ResidentsPerYear, 1.0, 0.3, lang),
                one(Unit::Days, 21.0, 3.0, lang),
                Form::new(Unit::Share, 0.01, Some(0.3), lang).size(0.01),
            ];
            told.map(|shown| shown.replace('\u{a0}', " ")).join(", ")
        });
        assert_eq!(told[0], "1 day, 1 hour, 1 minute, −1 resident, 1.0 residents, 21 days, 1 point");
        assert_eq!(told[1], "1 dag, 1 uur, 1 minuut, −1 inwoner, 1,0 inwoners, 21 dagen, 1 procentpunt");
    }
}
