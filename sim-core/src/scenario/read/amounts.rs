//! Values with money, growth and norms: each from one item of the tree.

#![allow(dead_code, reason = "each is used as soon as a field takes it")]

use std::cell::Cell;

use toml::de::DeValue;

use super::{Item, Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::ProblemKind;
use crate::scenario::units;
use crate::scenario::{Places, Price};

/// An amount of money, in euro.
pub(super) fn money<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    reader.or_unknown(item, takes, (0.0, units::MOST_EURO), |reader, item| {
        values::with_unit(reader, item, takes, units::money)
    })
}

/// Growth, continuous and per day.
pub(super) fn growth<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    let any = (f64::NEG_INFINITY, f64::INFINITY);
    reader.or_unknown(item, takes, any, |reader, item| values::with_unit(reader, item, takes, units::growth))
}

/// A hazard per day.
pub(super) fn hazard<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    reader.or_unknown(item, takes, (0.0, units::MOST_HAZARD), |reader, item| {
        values::with_unit(reader, item, takes, units::hazard)
    })
}

/// A price of work.
pub(super) fn price<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<Price> {
    let range = (0.0, units::MOST_EURO);
    let (euro, per_hour) = one_of_two(reader, item, takes, range, |reader, item| {
        Some(match values::with_unit(reader, item, takes, units::price)? {
            Price::PerFteYear(euro) => (euro, false),
            Price::PerHour(euro) => (euro, true),
        })
    })?;
    Some(if per_hour { Price::PerHour(euro) } else { Price::PerFteYear(euro) })
}

/// Places for open cases: a count, or a norm per fte.
pub(super) fn places<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<Places> {
    let range = (0.0, f64::from(units::MOST_PLACES));
    let (number, per_fte) = one_of_two(reader, item, takes, range, |reader, item| {
        let places = match item.value {
            DeValue::Integer(_) => values::small_count(reader, item, 0, units::MOST_PLACES).map(Places::Count),
            DeValue::String(text) => {
                let read = units::places(values::without_sign(reader, text));
                values::keep(reader, item, read)
            }
            _ => values::wrong_type(reader, item, takes),
        };
        Some(match places? {
            Places::Count(number) => (f64::from(number), false),
            Places::PerFte(number) => (number, true),
        })
    })?;
    Some(if per_fte { Places::PerFte(number) } else { Places::Count(number.round() as u32) })
}

/// A number in one of two units, and whether it is the second; of an unknown one all bounds have the same.
fn one_of_two<'t>(
    reader: &mut Reader<'t>,
    item: &Item<'t>,
    takes: Value,
    range: (f64, f64),
    read: impl Fn(&mut Reader<'t>, &Item<'t>) -> Option<(f64, bool)>,
) -> Option<(f64, bool)> {
    let (first, second) = (Cell::new(false), Cell::new(false));
    let number = reader.or_unknown(item, takes, range, |reader, item| {
        let (number, is_second) = read(reader, item)?;
        if is_second { &second } else { &first }.set(true);
        Some(number)
    })?;
    if first.get() && second.get() {
        reader.wrong(ProblemKind::UnitsMixed, item);
        return None;
    }
    Some((number, second.get()))
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::super::gradual::Gradual;
    use super::*;
    use crate::scenario::{Dated, Distribution};

    /// What is read of `x = …` as a field that takes this, and the first problem.
    fn read<T: Gradual + Clone>(
        text: &str,
        takes: Value,
        parse: impl for<'t> Fn(&mut Reader<'t>, &Item<'t>, Value) -> Option<T>,
    ) -> (Option<Dated<T>>, Option<ProblemKind>) {
        let document = DeTable::parse(text).expect("TOML");
        let tree = document.get_ref();
        let mut reader = Reader::new(text, tree, super::super::Values::Likely);
        let (key, value) = tree.get_key_value("x").expect("x is there");
        let item = Item { value: value.get_ref(), at: value.span(), key: key.span(), path: "x".to_owned() };
        let read = reader.with_unknown(true, |reader| reader.dated_item(&item, takes, parse));
        (read, reader.problems.into_iter().next().map(|problem| problem.kind))
    }

    fn distribution(text: &str, takes: Value) -> (Option<Dated<Distribution>>, Option<ProblemKind>) {
        read(text, takes, |reader, item, takes| reader.distribution(item, takes))
    }

    #[test]
    fn money_and_numbers_have_the_distributions_that_times_have() {
        let money = |text: &str| match distribution(text, Value::MoneyDistribution) {
            (Some(read), None) => read.first,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(money(r#"x = "€ 43000""#), Distribution::Constant(43_000.0));
        assert_eq!(
            money(r#"x = { gamma = { mean = "43000 euro", cv = 0.8 }, note = "A" }"#),
            Distribution::Gamma { mean: 43_000.0, cv: 0.8 }
        );
        let low_high = r#"x = { value = { uniform = { low = "100 euro", high = "€ 250,50" } } }"#;
        assert_eq!(money(low_high), Distribution::Uniform { low: 100.0, high: 250.5 });
        let at_least =
            r#"x = { at_least = { of = { normal = { mean = "300 euro", sd = "200 euro" } }, least = "50 euro" } }"#;
        let of = Box::new(Distribution::Normal { mean: 300.0, sd: 200.0, at_least: f64::NEG_INFINITY });
        assert_eq!(money(at_least), Distribution::AtLeast { of, least: 50.0 });
        let (creditors, problem) =
            distribution(r#"x = { empirical = { values = [ 3, "8,5", 13 ] } }"#, Value::NumberDistribution);
        let points = [3.0, 8.5, 13.0].map(|value| (value, 1.0 / 3.0)).to_vec();
        assert_eq!((creditors.map(|read| read.first), problem), (Some(Distribution::Empirical { points }), None));
        let later = r#"x = { value = 13, dated = [ { from = 2028-01-01, value = { exponential = { mean = 9 } } } ] }"#;
        let (read, _) = distribution(later, Value::NumberDistribution);
        assert_eq!(read.map(|read| read.later[0].1.clone()), Some(Distribution::Exponential { mean: 9.0 }));
    }

    #[test]
    fn mistakes_in_distributions_of_money_name_money() {
        let problem = |text: &str, takes| distribution(text, takes).1;
        assert!(matches!(
            problem("x = { exponential = { mean = 43000 } }", Value::MoneyDistribution),
            Some(ProblemKind::MissingUnit { takes: Value::Money, .. })
        ));
        assert!(matches!(
            problem(r#"x = { exponential = { mean = "3 days" } }"#, Value::MoneyDistribution),
            Some(ProblemKind::UnknownUnit { takes: Value::Money, .. })
        ));
        assert!(matches!(
            problem("x = { exponential = {} }", Value::MoneyDistribution),
            Some(ProblemKind::MissingField { takes: Value::Money, .. })
        ));
        assert!(matches!(
            problem(r#"x = { exponential = { mean = "3 days" } }"#, Value::NumberDistribution),
            Some(ProblemKind::UnknownUnit { takes: Value::Number, .. })
        ));
        for text in
            ["x = { sequence = { values = [1, 2] } }", "x = { residual = { of = { exponential = { mean = 2 } } } }"]
        {
            let found = problem(text, Value::NumberDistribution);
            assert!(
                matches!(found, Some(ProblemKind::UnknownField { .. })),
                "an order of draws is for times: {found:?}"
            );
        }
    }

    #[test]
    fn places_are_a_count_or_a_norm() {
        assert_eq!(read("x = 40", Value::Places, places).0, Some(Dated::always(Places::Count(40))));
        assert_eq!(read(r#"x = "50 per fte""#, Value::Places, places).0, Some(Dated::always(Places::PerFte(50.0))));
        assert!(matches!(read("x = -1", Value::Places, places).1, Some(ProblemKind::Negative { .. })));
        assert!(matches!(
            read("x = 4.5", Value::Places, places).1,
            Some(ProblemKind::WrongType { takes: Value::Places, .. })
        ));
    }

    #[test]
    fn money_prices_and_norms_may_be_unknown() {
        let range = r#"x = { low = "80 euro per uur", likely = "84 euro per uur", high = "90 euro per uur" }"#;
        assert_eq!(read(range, Value::Price, price).0, Some(Dated::always(Price::PerHour(84.0))));
        let mixed = r#"x = { low = 40, likely = 45, high = "50 per fte" }"#;
        assert_eq!(read(mixed, Value::Places, places).1, Some(ProblemKind::UnitsMixed));
        let falls = r#"x = { low = "-5 % per jaar", likely = "-2 % per jaar", high = "1 % per jaar" }"#;
        assert!(read(falls, Value::Growth, growth).0.is_some_and(|read| read.first < 0.0));
        let money = r#"x = { unknown = { lognormal = { median = "€ 100", p90 = "€ 300" } } }"#;
        assert_eq!(distribution(money, Value::MoneyDistribution).0, Some(Dated::always(Distribution::Constant(100.0))));
    }

    #[test]
    fn prices_growth_and_hazards_need_their_unit() {
        assert_eq!(read(r#"x = "84 euro per uur""#, Value::Price, price).0, Some(Dated::always(Price::PerHour(84.0))));
        assert!(read(r#"x = "-2 % per jaar""#, Value::Growth, growth).0.is_some_and(|read| read.first < 0.0));
        assert!(read(r#"x = "8 % per year""#, Value::Hazard, hazard).0.is_some_and(|read| read.first > 0.0));
        for (takes, found) in [
            (Value::Growth, read("x = 0.1", Value::Growth, growth).1),
            (Value::Hazard, read("x = 0.1", Value::Hazard, hazard).1),
            (Value::Price, read("x = 84", Value::Price, price).1),
        ] {
            assert!(
                matches!(found, Some(ProblemKind::MissingUnit { takes: named, .. }) if named == takes),
                "{takes:?}"
            );
        }
    }
}
