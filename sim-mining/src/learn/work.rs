//! How long work takes: by activity, and by what went before where that matters.

use super::contexts::States;
use super::fit::Times;
use super::history::{Course, History};
use super::people::People;
use crate::log::Micros;

/// Fewer times of a state than this are those of its activity.
const ENOUGH: usize = 20;
/// Spread of the logarithm below which times are as good as equal.
const SPREAD: f64 = 0.01;

/// A time worked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Worked {
    /// For which case.
    pub(super) case: u32,
    /// When it ended.
    pub(super) at: Micros,
    /// Seconds, in the hours of the team.
    pub(super) time: f64,
    /// Whether it was done; else it took at least so long.
    pub(super) done: bool,
}

/// How long work takes: kinds of work, of which every activity is one, and a state whose times differ from those of its activity by more
/// than chance is one of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Work {
    /// Every time of each kind; first those of the activities.
    pub(super) kinds: Vec<Vec<Worked>>,
    /// For each state its kind, if it has its own.
    of_state: Vec<Option<usize>>,
}

impl Work {
    /// Of the past: how long work takes is learned from all of it.
    pub(super) fn of(history: &History, people: &People, states: &States) -> Work {
        let mut all: Vec<Vec<(Option<usize>, Worked)>> = vec![Vec::new(); people.team_of.len()];
        let mut times = people.worked.iter();
        for (number, case) in history.cases.iter().enumerate() {
            for (position, visit) in case.visits.iter().enumerate() {
                let alone = visit.pieces.len() == 1;
                let state = states.paths[number].get(position).copied().filter(|_| alone);
                for (piece, time) in visit.pieces.iter().filter(|piece| piece.began()).zip(&mut times) {
                    let (time, done) = (*time as f64 / 1e6, piece.course == Course::Done);
                    all[piece.activity as usize]
                        .push((state, Worked { case: number as u32, at: piece.end, time, done }));
                }
            }
        }
        let of = |activity: usize, wanted: &dyn Fn(Option<usize>) -> bool| -> Vec<Worked> {
            all[activity].iter().filter(|(state, _)| wanted(*state)).map(|(_, worked)| *worked).collect()
        };
        let mut own = vec![false; states.states.len()];
        for (number, state) in states.states.iter().enumerate() {
            if let [only] = history.symbols[state.symbol][..] {
                let (its, rest) =
                    (of(only as usize, &|of| of == Some(number)), of(only as usize, &|of| of != Some(number)));
                own[number] = differs(&its, &rest);
            }
        }
        let is_own = |state: Option<usize>| state.is_some_and(|state| own[state]);
        let mut kinds: Vec<Vec<Worked>> =
            (0..all.len()).map(|activity| of(activity, &|state| !is_own(state))).collect();
        let mut of_state = vec![None; states.states.len()];
        for (number, state) in states.states.iter().enumerate().filter(|(number, _)| own[*number]) {
            let activity = history.symbols[state.symbol][0] as usize;
            of_state[number] = Some(kinds.len());
            kinds.push(of(activity, &|of| of == Some(number)));
        }
        Work { kinds, of_state }
    }

    /// The kind of an activity in a state.
    pub(super) fn kind(&self, activity: u32, state: usize) -> usize {
        self.of_state[state].unwrap_or(activity as usize)
    }

    /// Times of some cases only.
    pub(super) fn times(&self, kind: usize, wanted: impl Fn(u32, Micros) -> bool) -> Times {
        let mut times = Times::default();
        for worked in self.kinds[kind].iter().filter(|worked| wanted(worked.case, worked.at)) {
            if worked.done { times.over.push((worked.time, 1.0)) } else { times.open.push(worked.time) }
        }
        times
    }
}

/// Whether times differ from others by more than chance: by the likelihood of their logarithms under normal distributions, of
/// which the two numbers of their own cost the logarithm of the sample (Schwarz 1978, *Annals of Statistics* 6(2), 461–464).
fn differs(own: &[Worked], others: &[Worked]) -> bool {
    let logs = |times: &[Worked]| -> Vec<f64> {
        times.iter().filter(|worked| worked.done).map(|worked| worked.time.max(1.0).ln()).collect()
    };
    let (own, others) = (logs(own), logs(others));
    if own.len() < ENOUGH || others.len() < ENOUGH {
        return false;
    }
    let likelihood = |logs: &[f64]| -> f64 {
        let n = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / n;
        let variance = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / n;
        -n * variance.sqrt().max(SPREAD).ln()
    };
    let together: Vec<f64> = own.iter().chain(&others).copied().collect();
    likelihood(&own) + likelihood(&others) - likelihood(&together) > (together.len() as f64).ln()
}
