//! How long work takes: by activity, and by what went before where that matters.

use super::contexts::States;
use super::fit::Times;
use super::history::{Course, History};
use super::people::People;

/// Fewer times of a state than this are those of its activity.
const ENOUGH: usize = 20;
/// Spread of the logarithm below which times are as good as equal.
const SPREAD: f64 = 0.01;

/// How long work takes.
#[derive(Debug, Clone, Default)]
pub(super) struct Work {
    /// For each activity all times worked.
    of_activity: Vec<Times>,
    /// For each state, where its times differ from those of its activity by more than chance.
    of_state: Vec<Option<Times>>,
}

impl Work {
    /// Of the past: who works how long is taken from all of it.
    pub(super) fn of(history: &History, people: &People, states: &States) -> Work {
        let mut work = Work {
            of_activity: vec![Times::default(); people.team_of.len()],
            of_state: vec![Some(Times::default()); states.states.len()],
        };
        for (number, case) in history.cases.iter().enumerate() {
            for (position, visit) in case.visits.iter().enumerate() {
                let state = states.paths[number].get(position);
                for piece in visit.pieces.iter().filter(|piece| piece.began()) {
                    let time = people.worked(piece) as f64 / 1e6;
                    let add = |times: &mut Times| match piece.course {
                        Course::Done => times.over.push((time, 1.0)),
                        _ => times.open.push(time),
                    };
                    add(&mut work.of_activity[piece.activity as usize]);
                    if let Some(own) =
                        state.filter(|_| visit.pieces.len() == 1).and_then(|&state| work.of_state[state].as_mut())
                    {
                        add(own);
                    }
                }
            }
        }
        for (state, own) in states.states.iter().zip(&mut work.of_state) {
            let all = match history.symbols[state.symbol][..] {
                [only] => Some(&work.of_activity[only as usize]),
                _ => None,
            };
            if !own.as_ref().zip(all).is_some_and(|(own, all)| differs(own, all)) {
                *own = None;
            }
        }
        work
    }

    /// Whether a state has times of its own.
    pub(super) fn has_own(&self, state: usize) -> bool {
        self.of_state[state].is_some()
    }

    /// Of an activity in a state.
    pub(super) fn times(&self, activity: u32, state: usize) -> &Times {
        self.of_state[state].as_ref().unwrap_or(&self.of_activity[activity as usize])
    }
}

/// Whether times differ from those of all by more than chance: by the likelihood of their logarithms under normal distributions, of
/// which the two numbers of their own cost the logarithm of the sample (Schwarz 1978, *Annals of Statistics* 6(2), 461–464).
fn differs(own: &Times, all: &Times) -> bool {
    let logs = |times: &Times| times.over.iter().map(|(time, _)| time.max(1.0).ln()).collect::<Vec<f64>>();
    let (own, all) = (logs(own), logs(all));
    if own.len() < ENOUGH || own.len() == all.len() {
        return false;
    }
    let moments = |logs: &[f64]| {
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        let squares = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>();
        (mean, (squares / logs.len() as f64).sqrt().max(SPREAD))
    };
    let likelihood = |(mean, spread): (f64, f64)| -> f64 {
        own.iter().map(|log| -0.5 * ((log - mean) / spread).powi(2) - spread.ln()).sum()
    };
    let n = own.len() as f64;
    likelihood(moments(&own)) - likelihood(moments(&all)) > n.ln()
}
