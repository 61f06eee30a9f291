//! Whether it depends on a trait of a case where it goes.
//!
//! Of the traits that are words, or yes or no, the one is taken that says most about where cases go next: by the likelihood, of which
//! every share of its own costs half the logarithm of the sample (Schwarz 1978, *Annals of Statistics* 6(2), 461–464). Where
//! none says more than that costs, there are no classes; and a stage at which it does not keeps the same shares for all.

use std::collections::{BTreeMap, BTreeSet};

use super::contexts::States;
use super::history::History;
use crate::log::{EventLog, Value};

/// The most levels of a trait.
const MOST_LEVELS: usize = 8;
/// The least share of a level; smaller ones are one level together.
const LEAST: f64 = 0.05;

/// Classes of cases.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    /// Name of the trait in the log.
    pub(super) name: String,
    /// Its levels.
    pub(super) levels: Vec<String>,
    /// How many cases are of each.
    pub(super) counts: Vec<usize>,
    /// For every case its level.
    pub(super) of_case: Vec<Option<usize>>,
    /// States after which it matters.
    pub(super) matters_at: BTreeSet<usize>,
}

impl Classes {
    /// The trait that says most about where cases go; `None` where none says anything.
    pub(super) fn of(log: &EventLog, history: &History, states: &States, weights: &[f64]) -> Option<Classes> {
        let all = (0..log.traits.len()).filter_map(|number| Classes::of_trait(log, history, number));
        let judged = all.filter_map(|classes| {
            let gains = classes.gains(states, weights);
            let total: f64 = gains.values().sum();
            (total > 0.0).then(|| (total, Classes { matters_at: gains.into_keys().collect(), ..classes }))
        });
        judged.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, classes)| classes)
    }

    fn of_trait(log: &EventLog, history: &History, number: usize) -> Option<Classes> {
        let known = &log.traits[number];
        let word = |case: usize| match log.cases[case].traits.get(number).copied().flatten()? {
            Value::Word(word) => Some(known.words.name(word).to_owned()),
            Value::Flag(flag) => Some(if flag { "yes" } else { "no" }.to_owned()),
            Value::Number(_) | Value::Moment(_) => None,
        };
        let words: Vec<Option<String>> = history.cases.iter().map(|case| word(case.number)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        words.iter().flatten().for_each(|word| *counts.entry(word).or_default() += 1);
        let total: usize = counts.values().sum();
        if total * 2 < words.len() {
            return None;
        }
        let is_large = |count: usize| count as f64 >= LEAST * total as f64;
        let mut levels: Vec<String> =
            counts.iter().filter(|(_, count)| is_large(**count)).map(|(word, _)| (*word).to_owned()).collect();
        let small: usize = counts.values().filter(|count| !is_large(**count)).sum();
        if !(1..=MOST_LEVELS).contains(&levels.len()) {
            return None;
        }
        if small > 0 {
            levels.push("other".to_owned());
        }
        if levels.len() < 2 {
            return None;
        }
        let level = |word: &String| levels.iter().position(|level| level == word).unwrap_or(levels.len() - 1);
        let of_case: Vec<Option<usize>> = words.iter().map(|word| word.as_ref().map(level)).collect();
        let mut counts = vec![0; levels.len()];
        of_case.iter().flatten().for_each(|&level| counts[level] += 1);
        Some(Classes { name: known.name.clone(), levels, counts, of_case, matters_at: BTreeSet::new() })
    }

    /// What a state's shares of its own for each level add to the logarithm of the likelihood, above what they cost; of the states where
    /// that is more than nothing.
    fn gains(&self, states: &States, weights: &[f64]) -> BTreeMap<usize, f64> {
        let all = states.states.iter().enumerate().filter(|(_, state)| state.next.len() > 1);
        let gain = |(number, _): (usize, _)| {
            let by_level = self.next_by_level(states, number, weights);
            let sum = |next: &BTreeMap<Option<usize>, f64>| next.values().sum::<f64>();
            let mut together: BTreeMap<Option<usize>, f64> = BTreeMap::new();
            for (to, count) in by_level.iter().flatten() {
                *together.entry(*to).or_default() += count;
            }
            let n = sum(&together);
            let own = |next: &BTreeMap<Option<usize>, f64>| -> f64 {
                let of = sum(next);
                next.iter().map(|(to, count)| count * (count / of / (together[to] / n)).ln()).sum()
            };
            let gained: f64 = by_level.iter().map(own).sum();
            let used = by_level.iter().filter(|next| !next.is_empty()).count();
            let free = used.saturating_sub(1) * together.len().saturating_sub(1);
            let above = gained - 0.5 * free as f64 * n.max(2.0).ln();
            (above > 0.0 && free > 0).then_some((number, above))
        };
        all.filter_map(gain).collect()
    }

    /// For each level where its cases go from a state, by weight.
    pub(super) fn next_by_level(
        &self,
        states: &States,
        state: usize,
        weights: &[f64],
    ) -> Vec<BTreeMap<Option<usize>, f64>> {
        let mut by_level = vec![BTreeMap::new(); self.levels.len()];
        for &(case, position) in &states.states[state].seen {
            let path = &states.paths[case as usize];
            let to = path.get(position as usize + 1).copied();
            if to.is_none() && !states.is_over[case as usize] {
                continue;
            }
            if let Some(level) = self.of_case[case as usize] {
                *by_level[level].entry(to).or_default() += weights[case as usize];
            }
        }
        by_level
    }
}
