//! Quantities with their units, in English and Dutch: text in, number in the unit of the model out.
//!
//! Decimals are written with a point or a comma. A thousands separator is refused, because nobody can tell whether
//! "1.350 uur" is 1,350 hours or an hour and twenty-one minutes.

mod growth;
mod money;
mod places;

pub(super) use growth::MOST_HAZARD;
pub use growth::{growth, hazard};
pub(super) use money::MOST_EURO;
pub use money::{Price, money, price};
pub(super) use places::MOST_PLACES;
pub use places::{Places, places};

use super::grammar::Value;
use super::problem::{Bound, ProblemKind, Unit, similar};
use crate::time::{DAYS_PER_YEAR, WorkingDays};

/// Longest time that is accepted, in days.
pub const LONGEST_TIME: f64 = 1000.0 * DAYS_PER_YEAR;
/// Highest rate that is accepted, per day.
pub const HIGHEST_RATE: f64 = 1e9;
/// Most productive hours of one fte a year: all of them.
pub const MOST_HOURS: f64 = 8_760.0;
/// Longest term in working days.
pub const MOST_WORKING_DAYS: f64 = 10_000.0;

/// Text and what it means, or why it means nothing.
type Parsed<T> = Result<T, ProblemKind>;

/// A unit of time: its words, and its length as a fraction of days.
struct Length {
    words: &'static [&'static str],
    days: (f64, f64),
}

const fn unit(words: &'static [&'static str], numerator: f64, denominator: f64) -> Length {
    Length { words, days: (numerator, denominator) }
}

/// Lengths are fractions, so that "36 hours" is one division, rounded once.
const UNITS: [Length; 7] = [
    unit(&["seconds", "second", "seconden", "seconde"], 1.0, 86_400.0),
    unit(&["minutes", "minute", "minuten", "minuut"], 1.0, 1_440.0),
    unit(&["hours", "hour", "uur", "uren"], 1.0, 24.0),
    unit(&["days", "day", "dagen", "dag"], 1.0, 1.0),
    unit(&["weeks", "week", "weken"], 7.0, 1.0),
    unit(&["months", "month", "maanden", "maand"], DAYS_PER_YEAR, 12.0),
    unit(&["years", "year", "jaar", "jaren"], DAYS_PER_YEAR, 1.0),
];

const WORKING_DAYS: [&str; 4] = ["working days", "working day", "werkdagen", "werkdag"];

fn find(word: &str) -> Option<&'static Length> {
    UNITS.iter().find(|unit| unit.words.contains(&word))
}

fn unknown_unit(unit: &str, takes: Value, words: &[&str]) -> ProblemKind {
    let similar = similar(unit, words.iter().copied());
    ProblemKind::UnknownUnit { unit: clip(unit), takes, similar }
}

fn time_words() -> Vec<&'static str> {
    UNITS.iter().flat_map(|unit| unit.words.iter().copied()).collect()
}

/// Text short enough for a message.
pub(super) fn clip(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST && line.len() == text.len() {
        return text.to_owned();
    }
    let head: String = line.chars().take(MOST).collect();
    format!("{head}…")
}

/// A number at the beginning of a text, and what follows it, in lower case with single spaces.
fn number_and_rest(text: &str) -> Parsed<(f64, String, String)> {
    let (value, digits, rest) = signed_and_rest(text)?;
    if value < 0.0 {
        return Err(ProblemKind::Negative { found: clip(text.trim()) });
    }
    Ok((value, digits, rest))
}

/// The same for a number of either sign.
fn signed_and_rest(text: &str) -> Parsed<(f64, String, String)> {
    let text = text.trim();
    if text.len() > 200 {
        return Err(ProblemKind::NotANumber { found: clip(text) });
    }
    let lower = text.to_lowercase();
    let unsigned = lower.trim_start_matches(['+', '-', '−']).trim_start();
    let negative = lower.starts_with(['-', '−']);
    if ["nan", "inf", "oneindig"].iter().any(|word| unsigned.starts_with(word)) || unsigned.starts_with('∞') {
        return Err(ProblemKind::NotFinite);
    }
    let end = unsigned.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(unsigned.len());
    let (digits, rest) = unsigned.split_at(end);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.ends_with(['.', ',']) {
        return Err(ProblemKind::NotANumber { found: clip(text) });
    }
    let (exponent, rest) = power_of_ten(rest);
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    refuse_thousands(digits, &rest)?;
    let decimal = format!("{}{exponent}", digits.replace(',', "."));
    let value: f64 = decimal.parse().map_err(|_| ProblemKind::NotANumber { found: clip(text) })?;
    if !value.is_finite() {
        return Err(ProblemKind::NotFinite);
    }
    // Never a negative zero.
    let value = if negative && value != 0.0 { -value } else { value };
    Ok((value, digits.to_owned(), rest))
}

/// A power of ten right behind the digits, as in `1e12`, and what follows it.
fn power_of_ten(rest: &str) -> (&str, &str) {
    let digits = rest.strip_prefix('e').map(|power| power.trim_start_matches(['+', '-']));
    let Some(digits) = digits.filter(|digits| digits.starts_with(|c: char| c.is_ascii_digit())) else {
        return ("", rest);
    };
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.split_at(rest.len() - after.len())
}

/// Refuses what is, or may be, a thousands separator: "1.350", "1,350.50", "1 350", "1'350".
fn refuse_thousands(digits: &str, rest: &str) -> Parsed<()> {
    let follows = rest.trim_start_matches(['\'', '’', '_']);
    let group: String = follows.chars().take_while(char::is_ascii_digit).collect();
    let parts: Vec<&str> = digits.split(['.', ',']).collect();
    let split = parts.len() > 2 || !group.is_empty();
    let three =
        parts.len() == 2 && parts[1].len() == 3 && parts[0].len() <= 3 && !parts[0].trim_matches('0').is_empty();
    if !split && !three {
        return Ok(());
    }
    let found = clip(format!("{digits} {}", &rest[..rest.len() - follows.len() + group.len()]).trim());
    let last_is_decimal = parts.len() > 2 && digits.contains('.') && digits.contains(',');
    let whole = match (last_is_decimal, parts.split_last()) {
        (true, Some((decimals, whole))) => format!("{}.{decimals}", whole.concat()),
        _ => parts.concat() + &group,
    };
    let decimal = three.then(|| {
        let shorter = parts[1].trim_end_matches('0');
        match shorter.len() {
            0 => parts[0].to_owned(),
            3 => format!("{}.{shorter}0", parts[0]),
            _ => format!("{}.{shorter}", parts[0]),
        }
    });
    Err(ProblemKind::ThousandsSeparator { found, whole, decimal })
}

/// A plain number, as in `9,5`; with a unit that may stand behind it, as in `14 fte`.
///
/// # Errors
/// What is wrong with the text.
pub fn number(text: &str, unit: Option<&str>) -> Parsed<f64> {
    let (value, _, rest) = number_and_rest(text)?;
    if rest.is_empty() || unit == Some(&rest) {
        return Ok(value);
    }
    let words: Vec<&str> = unit.into_iter().collect();
    Err(unknown_unit(&rest, Value::Number, &words))
}

/// A time in days, as in `28 days` or `7,5 uur`.
///
/// # Errors
/// What is wrong with the text.
///
/// # Examples
/// ```
/// assert_eq!(sim_core::scenario::units::time("6 weken").unwrap(), 42.0);
/// assert!(sim_core::scenario::units::time("1.350 uur").is_err());
/// ```
pub fn time(text: &str) -> Parsed<f64> {
    let (value, digits, rest) = number_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes: Value::Time });
    }
    if WORKING_DAYS.contains(&rest.as_str()) {
        return Err(ProblemKind::WorkingDaysAsTime);
    }
    let unit = find(&rest).ok_or_else(|| unknown_unit(&rest, Value::Time, &time_words()))?;
    in_days(value, unit, text)
}

fn in_days(value: f64, unit: &Length, text: &str) -> Parsed<f64> {
    let days = value * unit.days.0 / unit.days.1;
    if days > LONGEST_TIME {
        return Err(ProblemKind::OutOfRange {
            found: clip(text),
            least: Bound::Number(0.0),
            most: Bound::Of(1000.0, Unit::Years),
        });
    }
    Ok(days)
}

/// An amount of work in days of 24 hours, as in `90 minutes`: minutes or hours only.
///
/// # Errors
/// What is wrong with the text.
pub fn work(text: &str) -> Parsed<f64> {
    let (value, digits, rest) = number_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes: Value::Work });
    }
    if WORKING_DAYS.contains(&rest.as_str()) {
        return Err(ProblemKind::WorkInDays { unit: rest });
    }
    let position = UNITS.iter().position(|unit| unit.words.contains(&rest.as_str()));
    match position {
        Some(1 | 2) => in_days(value, &UNITS[position.unwrap_or(2)], text),
        Some(0) => Err(unknown_unit(&rest, Value::Work, &["minutes", "minuten"])),
        Some(_) => Err(ProblemKind::WorkInDays { unit: rest }),
        None => {
            let words: Vec<&str> = UNITS[1].words.iter().chain(UNITS[2].words).copied().collect();
            Err(unknown_unit(&rest, Value::Work, &words))
        }
    }
}

/// A term: calendar time in days, or working days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TermText {
    /// Calendar time, in days.
    Calendar(f64),
    /// Working days.
    Working(WorkingDays),
}

/// A term, as in `28 days` or `3 werkdagen`.
///
/// # Errors
/// What is wrong with the text.
pub fn term(text: &str) -> Parsed<TermText> {
    let (value, digits, rest) = number_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes: Value::Term });
    }
    if !WORKING_DAYS.contains(&rest.as_str()) {
        let words: Vec<&str> = time_words().into_iter().chain(WORKING_DAYS).collect();
        let unit = find(&rest).ok_or_else(|| unknown_unit(&rest, Value::Term, &words))?;
        return in_days(value, unit, text).map(TermText::Calendar);
    }
    let most = MOST_WORKING_DAYS;
    if value > most || value.fract() != 0.0 {
        let [least, most] = [0.0, most].map(|days| Bound::Of(days, Unit::WorkingDays));
        return Err(ProblemKind::OutOfRange { found: clip(text), least, most });
    }
    Ok(TermText::Working(WorkingDays(value as u32)))
}

/// A rate per day, as in `457 per year` or `20 per dag`.
///
/// # Errors
/// What is wrong with the text.
pub fn rate(text: &str) -> Parsed<f64> {
    let (value, digits, rest) = number_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes: Value::Rate });
    }
    let Some(word) = rest.strip_prefix("per ") else {
        return Err(unknown_unit(&rest, Value::Rate, &["per year", "per month", "per week", "per day", "per jaar"]));
    };
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(ProblemKind::RatePerHead);
    }
    let unit = find(word).filter(|unit| unit.words[0] != "seconds");
    let unit = unit.ok_or_else(|| unknown_unit(word, Value::Rate, &time_words()))?;
    let per_day = value * unit.days.1 / unit.days.0;
    if per_day > HIGHEST_RATE {
        return Err(ProblemKind::OutOfRange {
            found: clip(text),
            least: Bound::Number(0.0),
            most: Bound::Of(HIGHEST_RATE, Unit::PerDay),
        });
    }
    Ok(per_day)
}

/// Productive hours per fte per year, as in `1350 per fte per year`.
///
/// # Errors
/// What is wrong with the text.
pub fn productive_hours(text: &str) -> Parsed<f64> {
    let (value, digits, rest) = number_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes: Value::Hours });
    }
    let hours = ["hours ", "uur ", "uren "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(&rest);
    if !matches!(hours, "per fte per year" | "per fte per jaar") {
        return Err(unknown_unit(&rest, Value::Hours, &["per fte per year", "per fte per jaar"]));
    }
    if !(1.0..=MOST_HOURS).contains(&value) {
        let [least, most] = [1.0, MOST_HOURS].map(|hours| Bound::Of(hours, Unit::PerFtePerYear));
        return Err(ProblemKind::OutOfRange { found: clip(text), least, most });
    }
    Ok(value)
}

/// A fraction, as in `7,5 %` or `0.075`; not bounded above.
///
/// # Errors
/// What is wrong with the text.
pub fn fraction(text: &str, takes: Value) -> Parsed<f64> {
    let (value, _, rest) = number_and_rest(text)?;
    match rest.as_str() {
        "" => Ok(value),
        "%" | "percent" | "procent" => Ok(value / 100.0),
        _ => Err(unknown_unit(&rest, takes, &["%", "percent", "procent"])),
    }
}

/// Whether a text is a percentage, as in `5 %`.
pub(super) fn is_percentage(text: &str) -> bool {
    let lower = text.trim_end().to_lowercase();
    ["%", "percent", "procent"].iter().any(|word| lower.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_in_both_languages() {
        for (text, days) in [
            ("28 days", 28.0),
            ("7,5 uur", 0.3125),
            ("1.5 hours", 0.0625),
            ("6 weken", 42.0),
            ("1 maand", 30.4375),
            ("2 jaar", 730.5),
            (" 90  minuten ", 0.0625),
            ("1 SECONDE", 1.0 / 86_400.0),
            ("0 days", 0.0),
            ("0,125 dagen", 0.125),
        ] {
            assert_eq!(time(text), Ok(days), "{text}");
        }
    }

    #[test]
    fn thousands_separators_are_refused_with_both_readings() {
        let refused = |text: &str| match time(text) {
            Err(ProblemKind::ThousandsSeparator { whole, decimal, .. }) => (whole, decimal),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(refused("1.350 uur"), ("1350".into(), Some("1.35".into())));
        assert_eq!(refused("1,125 hours"), ("1125".into(), Some("1.1250".into())));
        assert_eq!(refused("2.000 uur"), ("2000".into(), Some("2".into())));
        assert_eq!(refused("1.350,5 uur"), ("1350.5".into(), None));
        assert_eq!(refused("1,350,000 hours"), ("1350000".into(), None));
        assert_eq!(refused("1 350 uur"), ("1350".into(), None));
        assert_eq!(refused("1'350 uur"), ("1350".into(), None));
    }

    #[test]
    fn each_mistake_has_its_own_problem() {
        assert!(matches!(time("28"), Err(ProblemKind::MissingUnit { .. })));
        assert!(matches!(time("28 fortnights"), Err(ProblemKind::UnknownUnit { .. })));
        assert!(matches!(time("-1 day"), Err(ProblemKind::Negative { .. })));
        assert!(matches!(time("NaN days"), Err(ProblemKind::NotFinite)));
        assert!(matches!(time("-inf days"), Err(ProblemKind::NotFinite)));
        assert!(matches!(time("soon"), Err(ProblemKind::NotANumber { .. })));
        assert_eq!(time("1e3 days"), Ok(1000.0));
        assert!(matches!(time("3 werkdagen"), Err(ProblemKind::WorkingDaysAsTime)));
        assert!(matches!(time("1001 years"), Err(ProblemKind::OutOfRange { .. })));
        assert!(matches!(work("2 days"), Err(ProblemKind::WorkInDays { .. })));
        assert!(matches!(work("2 weken"), Err(ProblemKind::WorkInDays { .. })));
        assert!(matches!(rate("2 per 1000 per week"), Err(ProblemKind::RatePerHead)));
        assert!(matches!(rate("20"), Err(ProblemKind::MissingUnit { .. })));
        assert!(matches!(productive_hours("1350 per year"), Err(ProblemKind::UnknownUnit { .. })));
        assert!(matches!(term("1,5 werkdag"), Err(ProblemKind::OutOfRange { .. })));
    }

    #[test]
    fn rates_terms_and_hours_are_read() {
        assert_eq!(rate("24 per hour"), Ok(576.0));
        assert_eq!(rate("20 per dag"), Ok(20.0));
        assert_eq!(rate("365,25 per jaar"), Ok(1.0));
        assert_eq!(term("3 werkdagen"), Ok(TermText::Working(WorkingDays(3))));
        assert_eq!(term("8 weken"), Ok(TermText::Calendar(56.0)));
        for text in [
            "1350 per fte per year",
            "1350 per fte per jaar",
            "1350 hours per fte per year",
            "1350 uur per fte per jaar",
        ] {
            assert_eq!(productive_hours(text), Ok(1350.0), "{text}");
        }
        assert_eq!(fraction("7,5 %", Value::Share), Ok(0.075));
        assert_eq!(fraction("150%", Value::Factor), Ok(1.5));
        assert_eq!(number("14 fte", Some("fte")), Ok(14.0));
        assert_eq!(number("9,5", None), Ok(9.5));
    }

    proptest! {
        /// A number written with one or two decimals, in either form and any unit, comes back as it was.
        #[test]
        fn what_is_written_is_read(hundredths in 0u32..3_000_000, place in 0usize..UNITS.len(), word in 0usize..8, comma: bool) {
            let unit = &UNITS[place];
            let word = unit.words[word % unit.words.len()];
            let mut written = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            if comma {
                written = written.replace('.', ",");
            }
            let value = f64::from(hundredths) / 100.0;
            let expected = value * unit.days.0 / unit.days.1;
            prop_assume!(expected <= LONGEST_TIME);
            prop_assert_eq!(time(&format!("{written} {word}")), Ok(expected));
        }

        /// No text makes a reader of quantities panic.
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}") {
            let _ = (time(&text), work(&text), term(&text), rate(&text), productive_hours(&text));
            let _ = (fraction(&text, Value::Share), number(&text, Some("fte")));
            let _ = (money(&text), price(&text), growth(&text), hazard(&text), places(&text));
        }

        /// The same for texts that are almost quantities.
        #[test]
        fn any_near_quantity_is_read_or_refused(text in "€?[-+−]?[0-9.,' _e]{0,8} ?(per|uur|days|fte|€|euro|%|é| ){0,3}") {
            let _ = (time(&text), work(&text), term(&text), rate(&text), productive_hours(&text));
            let _ = (money(&text), price(&text), growth(&text), hazard(&text), places(&text));
            let _ = (fraction(&text, Value::Share), number(&text, Some("fte")));
        }
    }
}
