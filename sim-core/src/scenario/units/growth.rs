//! Growth and hazards: numbers per unit of time that may be written in percents.

use super::{Length, Parsed, UNITS, clip, find, signed_and_rest, unknown_unit};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ProblemKind};

/// Most growth that is accepted in one unit of time, as a fraction.
const MOST_GROWTH: f64 = 100.0;
/// Highest hazard that is accepted, per day.
pub(in crate::scenario) const MOST_HAZARD: f64 = 1e6;
const KNOWN: [&str; 6] = ["% per year", "% per month", "% per week", "% per jaar", "% per maand", "per year"];

/// Continuous growth per day, as in `10 % per year` or `-0,5 % per maand`: `ln(1 + g) / days`, so that after one such
/// unit of time there is exactly `g` more.
///
/// # Errors
/// What is wrong with the text.
///
/// # Examples
/// ```
/// let per_day = sim_core::scenario::units::growth("10 % per jaar").unwrap();
/// assert!((libm::exp(per_day * 365.25) - 1.1).abs() < 1e-12);
/// ```
pub fn growth(text: &str) -> Parsed<f64> {
    let (value, unit) = per_time(text, Value::Growth)?;
    if !(value > -1.0 && value <= MOST_GROWTH) {
        let (least, most) = (Bound::AbovePercent(-100.0), Bound::Percent(100.0 * MOST_GROWTH));
        return Err(ProblemKind::OutOfRange { found: clip(text.trim()), least, most });
    }
    Ok(libm::log1p(value) * unit.days.1 / unit.days.0)
}

/// A hazard per day, as in `8 % per year`, which is 0.08 per year, or `0,3 per jaar`.
///
/// With a hazard of `h` per year the share that nothing has happened to after a year is `exp(−h)`.
///
/// # Errors
/// What is wrong with the text.
///
/// # Examples
/// ```
/// use sim_core::scenario::units::hazard;
/// assert_eq!(hazard("8 % per year"), hazard("0,08 per jaar"));
/// ```
pub fn hazard(text: &str) -> Parsed<f64> {
    let (value, unit) = per_time(text, Value::Hazard)?;
    if value < 0.0 {
        return Err(ProblemKind::Negative { found: clip(text.trim()) });
    }
    let per_day = value * unit.days.1 / unit.days.0;
    if per_day > MOST_HAZARD {
        let (least, most) = (Bound::Number(0.0), Bound::Of(MOST_HAZARD, crate::scenario::problem::Unit::PerDay));
        return Err(ProblemKind::OutOfRange { found: clip(text.trim()), least, most });
    }
    Ok(per_day)
}

/// A fraction of either sign, and the unit of time that it is per.
fn per_time(text: &str, takes: Value) -> Parsed<(f64, &'static Length)> {
    let (value, digits, rest) = signed_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes });
    }
    let percents = ["percent", "procent", "%"].iter().find_map(|word| rest.strip_prefix(word));
    // A hundredth by division: "8 %" is the same number as "0.08".
    let (value, per) = match percents {
        Some(per) => (value / 100.0, per.trim_start()),
        None => (value, rest.as_str()),
    };
    if per.is_empty() {
        return Err(ProblemKind::MissingUnit { found: clip(text.trim()), takes });
    }
    let unit = per.strip_prefix("per ").and_then(find).filter(|unit| unit.days.0 >= unit.days.1);
    unit.map(|unit| (value, unit)).ok_or_else(|| {
        let words: Vec<&str> =
            KNOWN.into_iter().chain(UNITS[3..].iter().flat_map(|unit| unit.words).copied()).collect();
        unknown_unit(per.strip_prefix("per ").unwrap_or(per), takes, &words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_over_its_own_unit_is_what_was_written() {
        for (text, days, factor) in [
            ("10 % per year", 365.25, 1.1),
            ("0,5 % per maand", 30.4375, 1.005),
            ("-2 % per jaar", 365.25, 0.98),
            ("− 2 procent per jaar", 365.25, 0.98),
            ("0.1 per year", 365.25, 1.1),
            ("1 % per week", 7.0, 1.01),
            ("0 % per dag", 1.0, 1.0),
        ] {
            let per_day = growth(text).unwrap_or_else(|kind| panic!("{text}: {kind:?}"));
            assert!((libm::exp(per_day * days) - factor).abs() < 1e-12, "{text}");
        }
    }

    #[test]
    fn hazards_are_plain_or_in_percents() {
        assert_eq!(hazard("8 % per year"), Ok(0.08 / 365.25));
        assert_eq!(hazard("0,3 per jaar"), Ok(0.3 / 365.25));
        assert_eq!(hazard("2 per week"), Ok(2.0 / 7.0));
        assert_eq!(hazard("0 per year"), Ok(0.0));
    }

    #[test]
    fn each_mistake_has_its_own_problem() {
        assert!(matches!(growth("10 %"), Err(ProblemKind::MissingUnit { takes: Value::Growth, .. })));
        assert!(matches!(growth("10"), Err(ProblemKind::MissingUnit { takes: Value::Growth, .. })));
        assert!(matches!(growth("-100 % per year"), Err(ProblemKind::OutOfRange { .. })));
        assert!(matches!(growth("10 % per hour"), Err(ProblemKind::UnknownUnit { .. })));
        assert!(matches!(growth("10 % a year"), Err(ProblemKind::UnknownUnit { .. })));
        assert!(matches!(hazard("-1 % per year"), Err(ProblemKind::Negative { .. })));
        assert!(matches!(hazard("8 %"), Err(ProblemKind::MissingUnit { takes: Value::Hazard, .. })));
    }
}
