//! Who leaves while waiting: how long it takes until they have had enough.
//!
//! A case that was left says only that its patience was at most so long, one that went on that it was longer than its wait: the
//! one keeps the other from being seen, so both count (Kalbfleisch & Prentice 2002, *The Statistical Analysis of Failure Time Data*,
//! 2nd ed., ch. 8: cause-specific hazards).

use std::collections::BTreeMap;

use super::contexts::States;
use super::history::{Course, History};
use crate::log::Micros;

/// Who left where.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Leaving {
    /// For each state, who left before its work was asked for.
    pub(super) delay: Vec<Left>,
    /// For each state, who left while its work was waited for.
    pub(super) queue: Vec<Left>,
    /// For each state, who left while it lasted.
    pub(super) inside: Vec<Left>,
}

/// Who left at one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Left {
    /// After how long, and how much each counts.
    pub(super) times: Vec<(Micros, f64)>,
    /// Which case each was, and when.
    of: Vec<(u32, Micros)>,
    /// How often by each end; `None`: nothing says so.
    ends: BTreeMap<Option<u32>, usize>,
}

impl Left {
    fn add(&mut self, (case, at): (usize, Micros), time: Micros, weight: f64, end: Option<u32>) {
        self.times.push((time.max(1), weight));
        self.of.push((case as u32, at));
        *self.ends.entry(end).or_default() += 1;
    }

    /// Together with others.
    pub(super) fn and(&self, others: &Left) -> Left {
        let mut all = self.clone();
        all.times.extend(&others.times);
        all.of.extend(&others.of);
        others.ends.iter().for_each(|(end, count)| *all.ends.entry(*end).or_default() += count);
        all
    }

    /// After how long some cases left, in seconds.
    pub(super) fn times_of(&self, wanted: impl Fn(u32, Micros) -> bool) -> Vec<f64> {
        let those = self.times.iter().zip(&self.of).filter(|(_, (case, at))| wanted(*case, *at));
        those.map(|((time, _), _)| *time as f64 / 1e6).collect()
    }

    /// The end by which most of them left.
    pub(super) fn end(&self) -> Option<u32> {
        self.ends.iter().max_by_key(|(_, count)| **count).and_then(|(end, _)| *end)
    }
}

impl Leaving {
    /// Of the past.
    ///
    /// * `weights` – how much each case counts
    pub(super) fn of(history: &History, states: &States, weights: &[f64]) -> Leaving {
        let none = || vec![Left::default(); states.states.len()];
        let mut leaving = Leaving { delay: none(), queue: none(), inside: none() };
        let mut turns = vec![0_usize; states.states.len()];
        for (number, case) in history.cases.iter().enumerate() {
            let Some(left) = case.left.filter(|_| weights[number] > 0.0) else { continue };
            let (Some(&state), Some(visit)) = (states.paths[number].last(), case.visits.last()) else { continue };
            let piece = visit.pieces[visit.pieces.len() - 1];
            let weight = weights[number];
            match piece.course {
                Course::GivenUp => {
                    leaving.queue[state].add((number, left.at), left.at - piece.begin(), weight, left.end)
                }
                Course::BrokenOff => {
                    leaving.inside[state].add((number, left.at), left.at - piece.start, weight, left.end)
                }
                // It is not known what they would have gone on to: by turns, as often as others went there.
                _ => {
                    let turn = (turns[state] as f64 * 0.618_033_988_749_895).fract();
                    turns[state] += 1;
                    if let Some(next) = next_by_turn(history, states, state, turn) {
                        leaving.delay[next].add((number, left.at), left.at - visit.end(), weight, left.end);
                    }
                }
            }
        }
        leaving
    }
}

/// The state that follows at this place of all that follow, the ends left out.
fn next_by_turn(history: &History, states: &States, state: usize, turn: f64) -> Option<usize> {
    let on = || {
        let next = states.states[state].next.iter().filter_map(|(to, count)| Some((to.as_ref()?, count.weight)));
        next.filter(|(to, _)| !history.says_how(states.states[**to].symbol))
    };
    let mut rest = turn * on().map(|(_, weight)| weight).sum::<f64>();
    let chosen = on().find(|(_, weight)| {
        rest -= weight;
        rest < 0.0
    });
    chosen.or_else(|| on().next_back()).map(|(to, _)| *to)
}
