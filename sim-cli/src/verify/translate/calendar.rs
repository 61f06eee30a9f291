//! Calendars of a case: numbers of places, or rates, that repeat.

use serde::Deserialize;
use serde_json::Value;

use super::super::case::{Read, expected, part};

/// A pattern that repeats from the beginning of the simulation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calendar {
    /// Length of the pattern.
    pub(super) period: f64,
    /// From each point of it a value; the first from 0.
    pub(super) pieces: Vec<(f64, Value)>,
    /// What closing does to work in hand.
    pub(super) on_close: OnClose,
}

/// What closing does to work in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OnClose {
    #[default]
    Finish,
    Resume,
    Restart,
    Resample,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    period: f64,
    pieces: Vec<(f64, f64, Value)>,
    offset: Option<f64>,
    #[serde(default)]
    on_close: OnClose,
}

impl Calendar {
    /// Reads a calendar: what no piece covers is 0, and the pattern begins `offset` into itself.
    pub(super) fn read(value: &Value, place: &str) -> Read<Calendar> {
        let mut file: CalendarFile = part(value.clone(), place)?;
        file.pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
        let period = file.period;
        let fits = file.pieces.windows(2).all(|pair| pair[0].1 <= pair[1].0)
            && file.pieces.iter().all(|(from, until, _)| 0.0 <= *from && from < until && *until <= period);
        if !(fits && period > 0.0 && period.is_finite()) {
            return Err(expected(place, value, "pieces [from, to, value] that do not overlap, within the period"));
        }
        let mut pieces = Vec::new();
        let mut covered = 0.0;
        for (from, until, value) in file.pieces {
            if from > covered {
                pieces.push((covered, Value::from(0)));
            }
            pieces.push((from, value));
            covered = until;
        }
        if covered < period {
            pieces.push((covered, Value::from(0)));
        }
        shift(&mut pieces, period, file.offset.unwrap_or(0.0));
        pieces.dedup_by(|later, earlier| later.1 == earlier.1);
        Ok(Calendar { period, pieces, on_close: file.on_close })
    }
}

/// The value at time t becomes that of t + offset.
fn shift(pieces: &mut Vec<(f64, Value)>, period: f64, offset: f64) {
    let offset = offset.rem_euclid(period);
    if offset == 0.0 || offset >= period {
        return;
    }
    let first = pieces.partition_point(|(from, _)| *from <= offset).saturating_sub(1);
    let at_zero = pieces[first].1.clone();
    for (from, _) in pieces.iter_mut() {
        *from = (*from - offset).rem_euclid(period);
    }
    pieces.retain(|(from, _)| *from > 0.0 && *from < period);
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    pieces.insert(0, (0.0, at_zero));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_offset_begins_the_pattern_later_in_itself() {
        let calendar = json!({"period": 24, "pieces": [[8, 17, 3]], "offset": 10});
        let calendar = Calendar::read(&calendar, "here").expect("a calendar");
        assert_eq!(calendar.pieces, [(0.0, json!(3)), (7.0, json!(0)), (22.0, json!(3))]);
    }
}
