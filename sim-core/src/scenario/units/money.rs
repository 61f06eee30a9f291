//! Money, and prices of work.

use super::{Parsed, clip, number_and_rest, unknown_unit};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ProblemKind, Unit};

/// Most money that is accepted, in euro.
pub(in crate::scenario) const MOST_EURO: f64 = 1e12;
const EURO: [&str; 5] = ["euro", "euros", "eur", "euro's", "€"];

/// What work costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Price {
    /// Euro a year for one full-time equivalent, whatever it does.
    PerFteYear(f64),
    /// Euro for an hour of work.
    PerHour(f64),
}

/// An amount of money in euro, as in `43000 euro`, `€ 43000` or `12,50 euro`.
///
/// # Errors
/// What is wrong with the text.
///
/// # Examples
/// ```
/// assert_eq!(sim_core::scenario::units::money("€ 12,50").unwrap(), 12.5);
/// assert!(sim_core::scenario::units::money("€ 43.000").is_err());
/// ```
pub fn money(text: &str) -> Parsed<f64> {
    let (value, rest) = euro_and_rest(text, Value::Money)?;
    match rest.as_str() {
        "" => Ok(value),
        _ => Err(unknown_unit(&rest, Value::Money, &EURO)),
    }
}

/// A price of work, as in `85000 euro per fte per year` or `84 euro per uur`.
///
/// # Errors
/// What is wrong with the text.
pub fn price(text: &str) -> Parsed<Price> {
    const KNOWN: [&str; 4] = ["per fte per year", "per fte per month", "per hour", "per uur"];
    let (value, rest) = euro_and_rest(text, Value::Price)?;
    match rest.as_str() {
        "" => Err(ProblemKind::MissingUnit { found: clip(text.trim()), takes: Value::Price }),
        "per fte per year" | "per fte per jaar" => Ok(Price::PerFteYear(value)),
        "per fte per month" | "per fte per maand" => Ok(Price::PerFteYear(12.0 * value)),
        "per hour" | "per uur" => Ok(Price::PerHour(value)),
        _ => Err(unknown_unit(&rest, Value::Price, &KNOWN)),
    }
}

/// An amount of money, and what follows it.
fn euro_and_rest(text: &str, takes: Value) -> Parsed<(f64, String)> {
    let unsigned = text.trim().trim_start_matches(['+', '-', '−']).trim_start();
    let (number, before) = match unsigned.starts_with('€') {
        true => (text.replacen('€', "", 1), true),
        false => (text.to_owned(), false),
    };
    let (value, digits, rest) = number_and_rest(&number).map_err(|kind| match kind {
        ProblemKind::NotANumber { .. } => ProblemKind::NotANumber { found: clip(text.trim()) },
        ProblemKind::Negative { .. } => ProblemKind::Negative { found: clip(text.trim()) },
        other => other,
    })?;
    if value > MOST_EURO {
        let [least, most] = [0.0, MOST_EURO].map(|euro| Bound::Of(euro, Unit::Euro));
        return Err(ProblemKind::OutOfRange { found: clip(text.trim()), least, most });
    }
    if before {
        return Ok((value, rest));
    }
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes });
    }
    let (first, others) = rest.split_once(' ').unwrap_or((&rest, ""));
    if EURO.contains(&first) {
        return Ok((value, others.to_owned()));
    }
    Err(unknown_unit(&rest, takes, &EURO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_in_every_form() {
        for (text, euro) in [
            ("43000 euro", 43_000.0),
            ("€ 43000", 43_000.0),
            ("€43000", 43_000.0),
            ("12,50 euro", 12.5),
            ("12.50 €", 12.5),
            (" 7 EUR ", 7.0),
            ("0 euro", 0.0),
            ("1e6 euro", 1e6),
        ] {
            assert_eq!(money(text), Ok(euro), "{text}");
        }
    }

    #[test]
    fn each_mistake_with_money_has_its_own_problem() {
        assert!(matches!(money("43000"), Err(ProblemKind::MissingUnit { takes: Value::Money, .. })));
        for text in ["-5 euro", "€ -5", "-€ 5", "− 5 euro"] {
            assert!(matches!(money(text), Err(ProblemKind::Negative { .. })), "{text}: {:?}", money(text));
        }
        assert!(matches!(money("43.000 euro"), Err(ProblemKind::ThousandsSeparator { .. })));
        assert!(matches!(money("€ 43.000"), Err(ProblemKind::ThousandsSeparator { .. })));
        assert!(matches!(money("43000 dollar"), Err(ProblemKind::UnknownUnit { takes: Value::Money, .. })));
        assert!(matches!(money("€ 5 per uur"), Err(ProblemKind::UnknownUnit { takes: Value::Money, .. })));
        assert!(matches!(money("2e12 euro"), Err(ProblemKind::OutOfRange { .. })));
        assert!(matches!(money("a lot"), Err(ProblemKind::NotANumber { .. })));
        assert!(matches!(money("€"), Err(ProblemKind::NotANumber { .. })));
    }

    #[test]
    fn prices_are_read_in_both_languages() {
        for (text, expected) in [
            ("85000 euro per fte per year", Price::PerFteYear(85_000.0)),
            ("€ 85000 per fte per jaar", Price::PerFteYear(85_000.0)),
            ("7000 euro per fte per maand", Price::PerFteYear(84_000.0)),
            ("84 euro per hour", Price::PerHour(84.0)),
            ("€ 84,50 per uur", Price::PerHour(84.5)),
        ] {
            assert_eq!(price(text), Ok(expected), "{text}");
        }
        assert!(matches!(price("84 euro"), Err(ProblemKind::MissingUnit { takes: Value::Price, .. })));
        assert!(matches!(price("84 per hour"), Err(ProblemKind::UnknownUnit { takes: Value::Price, .. })));
        assert!(matches!(price("84 euro per day"), Err(ProblemKind::UnknownUnit { takes: Value::Price, .. })));
    }
}
