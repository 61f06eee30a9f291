//! Traits of cases as axes of classes: words, yes or no, and numbers cut in two.

use std::collections::BTreeMap;

use super::history::History;
use crate::log::{EventLog, Micros, Value};

/// The most levels of a trait.
const MOST_LEVELS: usize = 8;
/// The least share of a level; smaller ones are one level together.
const LEAST: f64 = 0.05;
/// Where numbers may be cut: shares of cases below.
const CUTS: [f64; 11] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// Attributes of events that tell what a trait is by then begin with it.
const NOW: &str = "now:";

/// A trait as an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    /// The trait, by its place in the log.
    pub(super) attribute: usize,
    /// Its name in the log.
    pub(super) name: String,
    /// Its levels, in the words of the log.
    pub(super) levels: Vec<Level>,
    /// For every case its level at the beginning.
    pub(super) of_case: Vec<Option<u8>>,
    /// For every case until when, by the clock on the wall, that is not contradicted by an event that names another value.
    holds_until: Vec<Micros>,
    /// How many axes of this trait there are to choose from.
    pub(super) choices: usize,
}

/// A level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    /// The trait and its value, as the log says it.
    pub(super) title: String,
    /// What a name in the language is made of.
    pub(super) name: String,
}

impl Axis {
    /// The level of a case at a moment; `None` where it is not known, or has become another.
    pub(super) fn at(&self, case: u32, moment: Micros) -> Option<usize> {
        let level = self.of_case[case as usize]?;
        (moment < self.holds_until[case as usize]).then_some(usize::from(level))
    }

    /// Of known levels that hold for good.
    #[cfg(test)]
    pub(super) fn of_words_known(name: &str, levels: Vec<Level>, of_case: Vec<Option<u8>>) -> Axis {
        let holds_until = vec![Micros::MAX; of_case.len()];
        Axis { attribute: 0, name: name.to_owned(), levels, of_case, holds_until, choices: 1 }
    }

    /// Every way in which a trait can be an axis: one for words, one for every cut of numbers.
    pub(super) fn candidates(log: &EventLog, history: &History) -> Vec<Axis> {
        // What says how it is now, at some event, is not known when a case begins.
        let is_known = |attribute: &usize| !log.traits[*attribute].name.starts_with(NOW);
        (0..log.traits.len()).filter(is_known).flat_map(|attribute| of_trait(log, history, attribute)).collect()
    }
}

fn of_trait(log: &EventLog, history: &History, attribute: usize) -> Vec<Axis> {
    let values: Vec<Option<Value>> =
        history.cases.iter().map(|case| log.cases[case.number].traits.get(attribute).copied().flatten()).collect();
    let known = values.iter().flatten().count();
    if known * 2 < values.len() || known == 0 {
        return Vec::new();
    }
    let is_number = values.iter().flatten().all(|value| matches!(value, Value::Number(_)));
    let axes = if is_number { of_numbers(log, attribute, &values) } else { of_words(log, attribute, &values) };
    if axes.is_empty() {
        return axes;
    }
    let holds_until = holds_until(log, history, attribute, &values);
    let choices = axes.len();
    axes.into_iter().map(|axis| Axis { holds_until: holds_until.clone(), choices, ..axis }).collect()
}

fn of_words(log: &EventLog, attribute: usize, values: &[Option<Value>]) -> Vec<Axis> {
    let known = &log.traits[attribute];
    let word = |value: &Value| match *value {
        Value::Word(word) => Some((known.words.name(word).to_owned(), String::new())),
        Value::Flag(flag) => Some((if flag { "yes" } else { "no" }.to_owned(), format!("{} ", known.name))),
        Value::Number(_) | Value::Moment(_) => None,
    };
    let words: Vec<Option<(String, String)>> = values.iter().map(|value| value.as_ref().and_then(word)).collect();
    let mut counts: BTreeMap<&(String, String), usize> = BTreeMap::new();
    words.iter().flatten().for_each(|word| *counts.entry(word).or_default() += 1);
    let total: usize = counts.values().sum();
    let is_large = |count: usize| count as f64 >= LEAST * total as f64;
    let large = counts.iter().filter(|(_, count)| is_large(**count)).map(|(word, _)| (*word).clone());
    let large: Vec<(String, String)> = large.collect();
    let small: usize = counts.values().filter(|count| !is_large(**count)).sum();
    if !(1..=MOST_LEVELS).contains(&large.len()) || total * 2 < values.len() {
        return Vec::new();
    }
    let named = |(word, before): &(String, String)| Level {
        title: format!("{} = {word}", known.name),
        name: format!("{before}{word}"),
    };
    let mut levels: Vec<Level> = large.iter().map(named).collect();
    if small > 0 {
        levels.push(Level { title: format!("{} = any other", known.name), name: format!("{} other", known.name) });
    }
    if levels.len() < 2 {
        return Vec::new();
    }
    let level = |word: &(String, String)| large.iter().position(|other| other == word).unwrap_or(large.len()) as u8;
    let of_case = words.iter().map(|word| word.as_ref().map(level)).collect();
    vec![Axis { attribute, name: known.name.clone(), levels, of_case, holds_until: Vec::new(), choices: 1 }]
}

fn of_numbers(log: &EventLog, attribute: usize, values: &[Option<Value>]) -> Vec<Axis> {
    let name = &log.traits[attribute].name;
    let number = |value: &Option<Value>| match value {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let mut sorted: Vec<f64> = values.iter().filter_map(number).collect();
    sorted.sort_by(f64::total_cmp);
    let mut cuts: Vec<f64> = CUTS.iter().map(|share| sorted[(share * (sorted.len() - 1) as f64) as usize]).collect();
    cuts.dedup();
    let least = LEAST * 0.9 * sorted.len() as f64;
    let is_fair = |cut: &f64| {
        let below = sorted.partition_point(|number| number <= cut);
        below as f64 >= least && (sorted.len() - below) as f64 >= least
    };
    let axis = |cut: f64| {
        let level =
            |word: &str, what: &str| Level { title: format!("{name} {what} {cut}"), name: format!("{name} {word}") };
        Axis {
            attribute,
            name: name.clone(),
            levels: vec![level("up to", "up to"), level("above", "above")],
            of_case: values.iter().map(|value| number(value).map(|number| u8::from(number > cut))).collect(),
            holds_until: Vec::new(),
            choices: 1,
        }
    };
    cuts.into_iter().filter(is_fair).map(axis).collect()
}

/// Until when the value that a case began with is not contradicted: by an attribute of events that is named like the trait, or
/// `now:` and its name.
fn holds_until(log: &EventLog, history: &History, attribute: usize, values: &[Option<Value>]) -> Vec<Micros> {
    let own = &log.traits[attribute];
    let later = log.details.iter().position(|detail| {
        detail.name == own.name || detail.name.strip_prefix(NOW).is_some_and(|name| name == own.name)
    });
    let Some(later) = later else { return vec![Micros::MAX; values.len()] };
    let differs = |first: &Value, now: &Value| match (first, now) {
        (Value::Word(first), Value::Word(now)) => own.words.name(*first) != log.details[later].words.name(*now),
        (first, now) => first != now,
    };
    let until = |(case, value): (&super::history::Past, &Option<Value>)| {
        let Some(first) = value else { return Micros::MAX };
        let instances = log.of(&log.cases[case.number]).iter();
        let changed = instances.filter(|instance| {
            instance.details.iter().any(|(detail, now)| *detail as usize == later && differs(first, now))
        });
        changed.filter_map(|instance| Some(instance.wall(instance.span()?.1))).min().unwrap_or(Micros::MAX)
    };
    history.cases.iter().zip(values).map(until).collect()
}
