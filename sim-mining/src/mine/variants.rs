//! Variants: which sequences of activities cases went through, and how many each.

use std::collections::BTreeMap;

use crate::log::EventLog;
use crate::mine::by_begin;

/// A sequence of activities, and the cases that went through it.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The activities, by number, in the order in which they begin.
    pub activities: Vec<u32>,
    /// The cases, by their place in the log.
    pub cases: Vec<u32>,
}

/// The variants, the most frequent first; among equals the one met first.
pub fn variants(log: &EventLog) -> Vec<Variant> {
    let mut found: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for (number, case) in log.cases.iter().enumerate() {
        let activities = by_begin(log, case).into_iter().map(|at| log.instances[at as usize].activity).collect();
        found.entry(activities).or_default().push(number as u32);
    }
    let mut variants: Vec<Variant> =
        found.into_iter().map(|(activities, cases)| Variant { activities, cases }).collect();
    variants.sort_by_key(|variant| (std::cmp::Reverse(variant.cases.len()), variant.cases[0]));
    variants
}
