//! Units of time: the case's own, or another one in which the run fits into the language.
//!
//! A case is a set of numbers without a calendar: only ratios of its times count. So where a run would be longer than
//! the 200 years that a scenario may last, or a trace finer than a microsecond can show, another unit is written.

use serde_json::Value;

use super::super::case::{Model, Read, expected, number};
use super::calendar::Calendar;
use super::{Refusal, gap};

/// The longest run of a scenario, in days.
const LONGEST: f64 = 200.0 * 365.25;
/// Most changes of a roster or cycle in the longest run.
const MOST_CHANGES: f64 = 1e7;
/// Fewest steps in which a sinus is laid out.
const FEWEST_STEPS: f64 = 100.0;
/// Most steps in which a sinus is laid out.
const MOST_STEPS: f64 = 1000.0;

/// A unit of time.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::verify) struct Unit {
    /// Word of the case.
    pub(in crate::verify) of_case: String,
    /// Word for one.
    pub(in crate::verify) one: &'static str,
    /// Length in days.
    pub(in crate::verify) days: f64,
    /// Word and number of the unit in which work is written.
    work: (&'static str, f64),
}

const UNITS: [(&str, f64, (&str, f64)); 6] = [
    ("hour", 1.0 / 24.0, ("hours", 1.0)),
    ("day", 1.0, ("hours", 24.0)),
    ("week", 7.0, ("hours", 168.0)),
    ("minute", 1.0 / 1440.0, ("minutes", 1.0)),
    ("month", 365.25 / 12.0, ("hours", 730.5)),
    ("year", 365.25, ("hours", 8766.0)),
];

impl Unit {
    /// The case's own unit if the run fits, else the nearest in which it does. Traces take at least an hour.
    pub(super) fn choose(model: &Model, horizon: f64, trace: bool) -> Result<Unit, Refusal> {
        let word = model.time_unit.trim_end_matches('s');
        let own = UNITS.iter().position(|(name, ..)| *name == if word == "tick" { "hour" } else { word });
        let own = own.ok_or_else(|| {
            expected("model.time_unit", &model.time_unit, "minute, hour, day, week, month, year or tick")
        })?;
        let needs = Needs::of(model, horizon)?;
        let fits = |days: f64| needs.fit(days) && (!trace || days >= UNITS[0].1);
        let chosen = std::iter::once(&UNITS[own]).chain(&UNITS).find(|(_, days, _)| fits(*days));
        let &(one, days, work) = chosen.ok_or_else(|| gap(format!("{horizon} {word}s"), "run.horizon"))?;
        Ok(Unit { of_case: word.to_owned(), one, days, work })
    }

    /// A time of the case, in quotes.
    pub(in crate::verify) fn time(&self, value: f64, place: &str) -> Read<String> {
        Ok(format!("\"{} {}s\"", decimal(value, place)?, self.one))
    }

    /// The same as time worked, which the language writes in minutes or hours.
    pub(in crate::verify) fn work(&self, value: f64, place: &str) -> Read<String> {
        Ok(format!("\"{} {}\"", decimal(value * self.work.1, place)?, self.work.0))
    }

    /// A rate per unit of the case, in quotes.
    pub(super) fn rate(&self, value: f64, place: &str) -> Read<String> {
        Ok(format!("\"{} per {}\"", decimal(value, place)?, self.one))
    }

    /// The number of steps in which a sinus of this period is laid out.
    pub(super) fn steps(&self, period: f64) -> usize {
        steps(period * self.days).clamp(FEWEST_STEPS, MOST_STEPS) as usize
    }
}

fn steps(period_days: f64) -> f64 {
    (0.9 * MOST_CHANGES * period_days / LONGEST).floor()
}

/// The shortest decimals that read back as the number. Three decimals get a fourth, or they would be taken for
/// thousands.
fn decimal(value: f64, place: &str) -> Read<String> {
    let value = number(&Value::from(value), place)?;
    let text = format!("{value}");
    let three = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    Ok(if three { text + "0" } else { text })
}

/// What a unit must suit.
struct Needs {
    horizon: f64,
    /// Periods and numbers of pieces of calendars.
    calendars: Vec<(f64, f64)>,
    /// Periods of sinuses.
    sinuses: Vec<f64>,
}

impl Needs {
    fn of(model: &Model, horizon: f64) -> Read<Needs> {
        let mut needs = Needs { horizon, calendars: Vec::new(), sinuses: Vec::new() };
        for (name, stage) in &model.stages {
            if stage.servers.is_object() {
                needs.calendar(&stage.servers, &format!("model.stages.{name}.servers"))?;
            }
        }
        for (position, arrival) in model.arrivals.iter().enumerate() {
            let place = format!("model.arrivals.{position}.rate");
            match &arrival.rate {
                Some(rate) if rate.get("pieces").is_some() => needs.calendar(rate, &place)?,
                Some(rate) => needs.sinuses.extend(rate.pointer("/sinus/period").and_then(Value::as_f64)),
                None => {}
            }
        }
        Ok(needs)
    }

    fn calendar(&mut self, value: &Value, place: &str) -> Read<()> {
        let calendar = Calendar::read(value, place)?;
        self.calendars.push((calendar.period, calendar.pieces.len() as f64));
        Ok(())
    }

    fn fit(&self, days: f64) -> bool {
        self.horizon * days <= LONGEST
            && self.calendars.iter().all(|(period, pieces)| LONGEST / (period * days) * pieces <= MOST_CHANGES)
            && self.sinuses.iter().all(|period| steps(period * days) >= FEWEST_STEPS)
    }
}
