//! Single values: each from one item of the tree.

use std::cell::Cell;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::table::found;
use super::unknown::is_unknown;
use super::{Item, Reader, amounts, names};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, NameOf, ProblemKind, similar};
use crate::scenario::units::{self, TermText, clip};
use crate::scenario::{HalfWidth, Moment, Target, Term, Wording};
use crate::time::{Span, WorkingDays};

/// Most people in a team, and the like.
const MANY: f64 = 1e6;

/// Notes that a value has the wrong type.
pub(super) fn wrong_type<'t, T>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<T> {
    let found = found(item.value);
    reader.wrong(ProblemKind::WrongType { found, takes }, item);
    None
}

/// Keeps what was read, or notes why it was not.
pub(super) fn keep<'t, T>(reader: &mut Reader<'t>, item: &Item<'t>, read: Result<T, ProblemKind>) -> Option<T> {
    read.map_err(|kind| reader.wrong(kind, item)).ok()
}

/// A number of TOML itself, of either sign.
pub(super) fn plain(value: &DeValue<'_>) -> Option<Result<f64, ProblemKind>> {
    let number = match value {
        DeValue::Integer(whole) => match i128::from_str_radix(whole.as_str(), whole.radix()) {
            Ok(whole) => whole as f64,
            Err(_) => f64::INFINITY,
        },
        DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
        _ => return None,
    };
    Some(if number.is_finite() { Ok(number) } else { Err(ProblemKind::NotFinite) })
}

pub(super) fn as_written<'t>(reader: &Reader<'t>, item: &Item<'t>) -> String {
    clip(reader.text.get(item.at.clone()).unwrap_or_default())
}

/// A number of TOML itself, at least 0; of an addition its size.
fn plain_from_zero<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Result<f64, ProblemKind>> {
    let number = plain(item.value)?;
    Some(number.and_then(|number| {
        if number < 0.0 && reader.addition {
            reader.taken_away = true;
            return Ok(-number);
        }
        if number < 0.0 { Err(ProblemKind::Negative { found: as_written(reader, item) }) } else { Ok(number) }
    }))
}

/// A quantity without its sign, where it is an addition.
pub(super) fn without_sign<'x>(reader: &mut Reader<'_>, text: &'x str) -> &'x str {
    match text.trim_start().strip_prefix(['-', '−']) {
        Some(size) if reader.addition => {
            reader.taken_away = true;
            size
        }
        _ => text,
    }
}

/// A quantity that must be written with its unit.
pub(super) fn with_unit<'t, T>(
    reader: &mut Reader<'t>,
    item: &Item<'t>,
    takes: Value,
    read: fn(&str) -> Result<T, ProblemKind>,
) -> Option<T> {
    match item.value {
        // Growth has a sign of its own.
        DeValue::String(text) if takes != Value::Growth => {
            let read = read(without_sign(reader, text));
            keep(reader, item, read)
        }
        DeValue::String(text) => keep(reader, item, read(text)),
        DeValue::Integer(_) | DeValue::Float(_) => {
            let kind = match plain(item.value) {
                Some(Err(kind)) => kind,
                _ => ProblemKind::MissingUnit { found: as_written(reader, item), takes },
            };
            reader.wrong(kind, item);
            None
        }
        _ => wrong_type(reader, item, takes),
    }
}

pub(super) fn text<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<String> {
    match item.value {
        DeValue::String(text) => Some(text.to_string()),
        _ => wrong_type(reader, item, Value::Text),
    }
}

/// Text, or a text in each language.
pub(super) fn wording<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Wording> {
    let said = |name: &str, table: &DeTable<'t>| Some(table.get(name)?.get_ref().as_str()?.to_owned());
    match item.value {
        DeValue::String(text) => Some(Wording::from(text.to_string())),
        DeValue::Table(table) if table.len() == 2 => match (said("en", table), said("nl", table)) {
            (Some(en), Some(nl)) => Some(Wording::new(en, nl)),
            _ => wrong_type(reader, item, Value::Wording),
        },
        _ => wrong_type(reader, item, Value::Wording),
    }
}

pub(super) fn flag<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<bool> {
    item.value.as_bool().or_else(|| wrong_type(reader, item, Value::Flag))
}

/// A whole number between bounds; an unknown one is rounded.
pub(super) fn count<'t>(reader: &mut Reader<'t>, item: &Item<'t>, least: u64, most: u64) -> Option<u64> {
    let least = if reader.addition { 0 } else { least };
    if !is_unknown(item.value) {
        return known_count(reader, item, least, most);
    }
    let range = (least as f64, most as f64);
    let known = |reader: &mut Reader<'t>, item: &Item<'t>| known_count(reader, item, least, most).map(|n| n as f64);
    reader.or_unknown(item, Value::Count, range, known).map(|number| (number.round() as u64).clamp(least, most))
}

fn known_count<'t>(reader: &mut Reader<'t>, item: &Item<'t>, least: u64, most: u64) -> Option<u64> {
    let DeValue::Integer(whole) = item.value else {
        return wrong_type(reader, item, Value::Count);
    };
    let value = i128::from_str_radix(whole.as_str(), whole.radix()).ok();
    let taken_away = reader.addition && value.is_some_and(|value| value < 0);
    reader.taken_away |= taken_away;
    let value = if taken_away { value.and_then(i128::checked_neg) } else { value };
    if let Some(value) = value.and_then(|value| u64::try_from(value).ok())
        && (least..=most).contains(&value)
    {
        return Some(value);
    }
    let found = as_written(reader, item);
    let kind = match value {
        Some(value) if value < 0 => ProblemKind::Negative { found },
        _ => ProblemKind::OutOfRange { found, least: Bound::Count(least), most: Bound::Count(most) },
    };
    reader.wrong(kind, item);
    None
}

/// A whole number between bounds that fit.
pub(super) fn small_count<'t>(reader: &mut Reader<'t>, item: &Item<'t>, least: u32, most: u32) -> Option<u32> {
    count(reader, item, u64::from(least), u64::from(most)).and_then(|value| u32::try_from(value).ok())
}

/// A number of at least 0, with the unit that may stand behind it.
pub(super) fn number<'t>(reader: &mut Reader<'t>, item: &Item<'t>, unit: Option<&str>) -> Option<f64> {
    number_between(reader, item, unit, (0.0, f64::INFINITY))
}

/// The same, of which an unknown one stays between bounds.
pub(super) fn number_between<'t>(
    reader: &mut Reader<'t>,
    item: &Item<'t>,
    unit: Option<&str>,
    range: (f64, f64),
) -> Option<f64> {
    reader.or_unknown(item, Value::Number, range, |reader, item| known_number(reader, item, unit))
}

fn known_number<'t>(reader: &mut Reader<'t>, item: &Item<'t>, unit: Option<&str>) -> Option<f64> {
    let read = match item.value {
        DeValue::String(text) => units::number(without_sign(reader, text), unit),
        _ => match plain_from_zero(reader, item) {
            Some(read) => read,
            None => return wrong_type(reader, item, Value::Number),
        },
    };
    keep(reader, item, read)
}

/// A number of either sign, which TOML writes without quotes.
pub(super) fn signed<'t>(reader: &mut Reader<'t>, item: &Item<'t>, range: (f64, f64)) -> Option<f64> {
    reader.or_unknown(item, Value::Signed, range, |reader, item| match plain(item.value) {
        Some(read) => keep(reader, item, read),
        None => wrong_type(reader, item, Value::Signed),
    })
}

/// Full-time equivalents.
pub(super) fn fte<'t>(reader: &mut Reader<'t>, item: &Item<'t>, _: Value) -> Option<f64> {
    let value = number_between(reader, item, Some("fte"), (0.0, MANY))?;
    within(reader, item, value, MANY)
}

pub(super) fn within<'t>(reader: &mut Reader<'t>, item: &Item<'t>, value: f64, most: f64) -> Option<f64> {
    if value <= most {
        return Some(value);
    }
    let found = as_written(reader, item);
    reader.wrong(ProblemKind::OutOfRange { found, least: Bound::Number(0.0), most: Bound::Number(most) }, item);
    None
}

/// A number of people; `None` inside for `"unlimited"`.
pub(super) fn workers<'t>(reader: &mut Reader<'t>, item: &Item<'t>, _: Value) -> Option<Option<u32>> {
    match item.value {
        DeValue::String(text) if text == "unlimited" => Some(None),
        DeValue::Integer(_) => small_count(reader, item, 0, MANY as u32).map(Some),
        _ if is_unknown(item.value) => small_count(reader, item, 0, MANY as u32).map(Some),
        DeValue::String(text) => {
            let similar = similar(text, ["unlimited"]);
            reader.wrong(ProblemKind::NotPeople { found: clip(text), similar }, item);
            None
        }
        _ => wrong_type(reader, item, Value::Workers),
    }
}

/// A share between 0 and 1.
pub(super) fn share<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    reader.or_unknown(item, takes, (0.0, 1.0), |reader, item| known_share(reader, item, takes))
}

fn known_share<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    let read = match item.value {
        DeValue::String(text) if text == "rest" => Err(ProblemKind::RestNotHere),
        DeValue::String(text) => units::fraction(without_sign(reader, text), takes),
        _ => match plain_from_zero(reader, item) {
            Some(read) => read,
            None => return wrong_type(reader, item, takes),
        },
    };
    let value = keep(reader, item, read)?;
    if value <= 1.0 {
        return Some(value);
    }
    let found = as_written(reader, item);
    let in_percents = item.value.as_str().is_some_and(units::is_percentage) || value > 100.0;
    let range =
        ProblemKind::OutOfRange { found: found.clone(), least: Bound::Percent(0.0), most: Bound::Percent(100.0) };
    let kind =
        if in_percents { range } else { ProblemKind::ShareAboveOne { found: found.trim_matches('"').to_owned() } };
    reader.wrong(kind, item);
    None
}

/// Whether a value is the word `rest`, with or without a wrapper.
pub(super) fn is_rest(value: &DeValue<'_>) -> bool {
    let inner = value.as_table().and_then(|table| table.get("value")).map_or(value, |inner| inner.get_ref());
    inner.as_str() == Some("rest")
}

/// A factor of at least 0, as a number or in percents.
pub(super) fn factor<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    reader.or_unknown(item, takes, (0.0, MANY), |reader, item| known_factor(reader, item, takes))
}

fn known_factor<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    let read = match item.value {
        DeValue::String(text) => units::fraction(without_sign(reader, text), takes),
        _ => match plain_from_zero(reader, item) {
            Some(read) => read,
            None => return wrong_type(reader, item, takes),
        },
    };
    let value = keep(reader, item, read)?;
    within(reader, item, value, MANY)
}

/// A time in days.
pub(super) fn days<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<f64> {
    let known = |reader: &mut Reader<'t>, item: &Item<'t>| with_unit(reader, item, Value::Time, units::time);
    reader.or_unknown(item, Value::Time, (0.0, units::LONGEST_TIME), known)
}

/// A parameter of a distribution: a time or an amount of work in days of 24 hours, money in euro, or a plain number.
pub(super) fn amount<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    match takes {
        Value::WorkDistribution => {
            let known = |reader: &mut Reader<'t>, item: &Item<'t>| with_unit(reader, item, Value::Work, units::work);
            reader.or_unknown(item, Value::Work, (0.0, units::LONGEST_TIME), known)
        }
        Value::MoneyDistribution => amounts::money(reader, item, Value::Money),
        Value::NumberDistribution => number(reader, item, None),
        _ => days(reader, item),
    }
}

pub(super) fn time<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Span> {
    days(reader, item).map(Span::from_days)
}

/// A time that is more than nothing.
pub(super) fn positive_time<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Span> {
    let time = time(reader, item)?;
    if time > Span::ZERO {
        return Some(time);
    }
    reader.wrong(ProblemKind::MustBePositive, item);
    None
}

pub(super) fn rate<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    let known = |reader: &mut Reader<'t>, item: &Item<'t>| with_unit(reader, item, takes, units::rate);
    reader.or_unknown(item, takes, (0.0, units::HIGHEST_RATE), known)
}

pub(super) fn productive_hours<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<f64> {
    let known = |reader: &mut Reader<'t>, item: &Item<'t>| with_unit(reader, item, takes, units::productive_hours);
    reader.or_unknown(item, takes, (1.0, units::MOST_HOURS), known)
}

/// A term. An unknown one is in working days, or in calendar time; whole days stay whole days.
pub(super) fn term<'t>(reader: &mut Reader<'t>, item: &Item<'t>, takes: Value) -> Option<Term> {
    let (working, calendar, part_days) = (Cell::new(false), Cell::new(false), Cell::new(false));
    let days = reader.or_unknown(item, takes, (0.0, units::LONGEST_TIME), |reader, item| {
        let (kind, days) = match with_unit(reader, item, takes, units::term)? {
            TermText::Calendar(days) => (&calendar, days),
            TermText::Working(days) => (&working, f64::from(days.0)),
        };
        kind.set(true);
        part_days.set(part_days.get() || days.fract() != 0.0);
        Some(days)
    })?;
    match (working.get(), calendar.get()) {
        (true, true) => {
            reader.wrong(ProblemKind::UnitsMixed, item);
            None
        }
        (true, false) => Some(Term::Working(WorkingDays(days.round().min(units::MOST_WORKING_DAYS) as u32))),
        _ if is_unknown(item.value) && !part_days.get() => Some(Term::Calendar(Span::from_days(days.round()))),
        _ => Some(Term::Calendar(Span::from_days(days))),
    }
}

pub(super) fn half_width<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<HalfWidth> {
    let DeValue::String(text) = item.value else {
        return match plain(item.value) {
            Some(Ok(_)) => {
                let found = as_written(reader, item);
                reader.wrong(ProblemKind::MissingUnit { found, takes: Value::HalfWidth }, item);
                None
            }
            Some(Err(kind)) => keep(reader, item, Err(kind)),
            None => wrong_type(reader, item, Value::HalfWidth),
        };
    };
    let read = if units::is_percentage(text) {
        units::fraction(text, Value::HalfWidth).map(HalfWidth::Relative)
    } else {
        units::time(text).map(HalfWidth::Absolute).map_err(|kind| match kind {
            ProblemKind::MissingUnit { found, .. } => ProblemKind::MissingUnit { found, takes: Value::HalfWidth },
            other => other,
        })
    };
    let half_width = keep(reader, item, read)?;
    let (HalfWidth::Relative(size) | HalfWidth::Absolute(size)) = half_width;
    if size > 0.0 {
        return Some(half_width);
    }
    reader.wrong(ProblemKind::MustBePositive, item);
    None
}

pub(super) fn date<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Date> {
    let date = match item.value {
        // What TOML cannot read as a date has been told as such.
        DeValue::Datetime(moment) if moment.date.is_none() && moment.time.is_none() => return None,
        DeValue::Datetime(moment) if moment.time.is_none() => moment.date,
        DeValue::String(text) => {
            if let Some(problem) = misread_date(text) {
                reader.wrong(problem, item);
                return None;
            }
            None
        }
        _ => None,
    };
    let date = date.and_then(|date| Date::new(i16::try_from(date.year).ok()?, date.month as i8, date.day as i8).ok());
    date.or_else(|| wrong_type(reader, item, Value::Date))
}

/// The problem with a text that is a date in another form: `4-1-2027`, `4/1/2027`, `2027-1-4`. Of two numbers that may
/// both be a month the first is the day, as in Dutch.
pub(super) fn misread_date(text: &str) -> Option<ProblemKind> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok())?;
    let (one, two, three) = (number(first)?, number(second)?, number(third)?);
    let date = |year: i16, month: i16, day: i16| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
    let meant = match (first.len(), third.len()) {
        (4, 1 | 2) if second.len() == 2 && third.len() == 2 && text.contains('-') => return None,
        (4, 1 | 2) => date(one, two, three)?,
        (1 | 2, 4) => date(three, two, one).or_else(|| date(three, one, two))?,
        _ => return None,
    };
    Some(ProblemKind::BadDate { found: clip(text.trim()), meant: meant.to_string() })
}

/// One of some words, by its position.
pub(super) fn choice<'t>(reader: &mut Reader<'t>, item: &Item<'t>, words: &[&str]) -> Option<usize> {
    let DeValue::String(text) = item.value else {
        return wrong_type(reader, item, Value::Choice);
    };
    if let Some(position) = words.iter().position(|word| *word == text) {
        return Some(position);
    }
    let similar = similar(text, words.iter().copied());
    let known = words.iter().map(|&word| word.to_owned()).collect();
    reader.wrong(ProblemKind::UnknownChoice { found: clip(text), similar, known }, item);
    None
}

/// A name from elsewhere in the file, by its position.
pub(super) fn reference<'t>(reader: &mut Reader<'t>, item: &Item<'t>, of: NameOf) -> Option<usize> {
    match item.value {
        DeValue::String(text) => reader.lookup(of, text, item),
        _ => wrong_type(reader, item, Value::Name),
    }
}

/// A stage or an end.
pub(super) fn target<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Target> {
    let DeValue::String(text) = item.value else {
        return wrong_type(reader, item, Value::Name);
    };
    if let Some(stage) = reader.names.position(NameOf::Stage, text) {
        return Some(Target::Stage(stage));
    }
    if let Some(end) = reader.names.position(NameOf::End, text) {
        return Some(Target::End(end));
    }
    let known = reader.names.of(NameOf::Stage).iter().chain(reader.names.of(NameOf::End)).map(String::as_str);
    let kind = names::unknown(NameOf::StageOrEnd, text, known, reader.compares());
    reader.wrong(kind, item);
    None
}

/// A moment such as `enter:intake`.
pub(super) fn moment<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<Moment> {
    let DeValue::String(text) = item.value else {
        return wrong_type(reader, item, Value::Moment);
    };
    if text == "arrive" {
        return Some(Moment::Arrive);
    }
    let parts = text.split_once(':').map(|(what, name)| (what.trim(), name.trim()));
    match parts {
        Some(("enter", stage)) => reader.lookup(NameOf::Stage, stage, item).map(Moment::Enter),
        Some(("start", stage)) => reader.lookup(NameOf::Stage, stage, item).map(Moment::Start),
        Some(("finish", stage)) => reader.lookup(NameOf::Stage, stage, item).map(Moment::Finish),
        Some(("leave", end)) => reader.lookup(NameOf::End, end, item).map(Moment::Leave),
        _ => {
            reader.wrong(ProblemKind::BadMoment { found: clip(text) }, item);
            None
        }
    }
}
