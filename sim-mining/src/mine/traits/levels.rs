//! Traits of cases as levels.

use super::{Group, Skipped};
use crate::log::{EventLog, Value};
use crate::mine::quantile;

/// A trait of all cases as levels: what strata and associations are made of.
pub(super) struct Levels {
    pub(super) of: Vec<Option<u32>>,
    pub(super) groups: Vec<Group>,
}

/// The less frequent of two levels.
pub(super) fn shown_last(of: &[Option<u32>]) -> u32 {
    let mut known: Vec<u32> = of.iter().flatten().copied().collect();
    known.sort_unstable();
    let rarest = known.chunk_by(|one, other| one == other).min_by_key(|same| same.len());
    rarest.map_or(0, |same| same[0])
}

/// A trait as levels, where it can be compared.
pub(super) fn levels(log: &EventLog, attribute: usize) -> Result<Levels, Skipped> {
    let values: Vec<Option<Value>> =
        log.cases.iter().map(|case| case.traits.get(attribute).copied().flatten()).collect();
    let known = values.iter().flatten();
    if known.clone().any(|value| matches!(value, Value::Moment(_))) {
        return Err(Skipped::Moment);
    }
    let mut numbers: Vec<f64> = known
        .clone()
        .filter_map(|value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        })
        .collect();
    let levels = if numbers.is_empty() {
        let words = log.traits[attribute].words.len() as u32;
        let level = |value: Value| match value {
            Value::Word(word) => word,
            Value::Flag(flag) => words + u32::from(flag),
            _ => 0,
        };
        let of = values.iter().map(|value| value.map(level)).collect();
        let mut groups: Vec<Group> = (0..words).map(Group::Word).collect();
        groups.extend([Group::Yes, Group::Yes]);
        Levels { of, groups }
    } else {
        numbers.sort_by(f64::total_cmp);
        let middle = quantile(&numbers, 0.5).unwrap_or_default();
        // Where half have the smallest value, all above it are the group.
        let split = if numbers.iter().all(|number| *number <= middle) { below(&numbers, middle) } else { middle };
        let level = |value: Value| match value {
            Value::Number(number) => Some(u32::from(number > split)),
            _ => None,
        };
        Levels {
            of: values.iter().map(|value| value.and_then(level)).collect(),
            groups: vec![Group::MoreThan(split), Group::MoreThan(split)],
        }
    };
    let mut present: Vec<u32> = levels.of.iter().flatten().copied().collect();
    present.sort_unstable();
    present.dedup();
    if present.len() < 2 { Err(Skipped::Same) } else { Ok(levels) }
}

/// The largest number below another.
fn below(sorted: &[f64], limit: f64) -> f64 {
    sorted.iter().rev().find(|number| **number < limit).copied().unwrap_or(limit)
}

impl Levels {
    pub(super) fn is_word(&self) -> bool {
        matches!(self.groups[0], Group::Word(_))
    }
}
