//! What is done in a state, and what was waited for before: as it was seen every time.

use super::contexts::{State, States};
use super::fit::Times;
use super::history::{Course, History};
use super::people::People;
use super::waits::Wait;
use crate::log::Micros;

/// A piece of work of a state, as it was seen every time.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What is done.
    pub(super) activity: u32,
    /// The waits before it.
    pub(super) waits: Vec<Wait>,
    /// How much each counts.
    pub(super) weights: Vec<f64>,
    /// Of which case each was, and when it was over.
    pub(super) of: Vec<(u32, Micros)>,
}

impl Part {
    /// The pieces of a state.
    pub(super) fn of_state(history: &History, people: &People, state: &State, weights: &[f64]) -> Vec<Part> {
        let new = |&activity| Part { activity, waits: Vec::new(), weights: Vec::new(), of: Vec::new() };
        let mut parts: Vec<Part> = history.symbols[state.symbol].iter().map(new).collect();
        for &(case, position) in &state.seen {
            let visit = &history.cases[case as usize].visits[position as usize];
            for piece in &visit.pieces {
                let Some(part) = parts.iter_mut().find(|part| part.activity == piece.activity) else { continue };
                let team = &people.teams[people.team_of[piece.activity as usize]];
                part.waits.push(Wait::of(team, visit.ready, piece));
                part.weights.push(weights[case as usize]);
                part.of.push((case, piece.end));
            }
        }
        parts
    }

    /// Those of some cases only.
    pub(super) fn only(&self, wanted: impl Fn(u32, Micros) -> bool) -> Part {
        let chosen = || self.of.iter().enumerate().filter(|(_, (case, at))| wanted(*case, *at));
        Part {
            activity: self.activity,
            waits: chosen().map(|(number, _)| self.waits[number]).collect(),
            weights: chosen().map(|(number, _)| self.weights[number]).collect(),
            of: chosen().map(|(_, of)| *of).collect(),
        }
    }
}

/// How long an activity took once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worked {
    /// Of which case.
    pub(super) case: u32,
    /// Until when.
    pub(super) at: Micros,
    /// How long, in seconds in the hours of its team.
    pub(super) time: f64,
    /// Whether it was done.
    pub(super) over: bool,
    /// In which state, where nothing was done beside it.
    pub(super) state: Option<usize>,
}

impl Worked {
    /// For every activity how long it took each time.
    pub(super) fn of(history: &History, people: &People, states: &States) -> Vec<Vec<Worked>> {
        let mut all = vec![Vec::new(); people.team_of.len()];
        for (case, past) in history.cases.iter().enumerate() {
            for (position, visit) in past.visits.iter().enumerate() {
                let state = states.paths[case].get(position).copied().filter(|_| visit.pieces.len() == 1);
                for piece in visit.pieces.iter().filter(|piece| piece.began()) {
                    let time = people.worked(piece) as f64 / 1e6;
                    let over = piece.course == Course::Done;
                    let worked = Worked { case: case as u32, at: piece.end, time, over, state };
                    all[piece.activity as usize].push(worked);
                }
            }
        }
        all
    }

    /// Times of some cases only.
    ///
    /// * `state` – in this state only
    pub(super) fn times(seen: &[Worked], state: Option<usize>, wanted: impl Fn(u32, Micros) -> bool) -> Times {
        let mut times = Times::default();
        let is_there = |one: &&Worked| (state.is_none() || one.state == state) && wanted(one.case, one.at);
        for one in seen.iter().filter(is_there) {
            if one.over { times.over.push((one.time, 1.0)) } else { times.open.push(one.time) }
        }
        times
    }
}
