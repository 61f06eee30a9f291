//! What is done in a state, and what was waited for before: as it was seen every time.

use super::clinic::Clinic;
use super::contexts::State;
use super::history::History;
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
    ///
    /// * `clinics` – for every activity its sessions: who waits for the next one waits for nothing outside
    pub(super) fn of_state(
        history: &History,
        people: &People,
        state: &State,
        weights: &[f64],
        clinics: &[Option<Clinic>],
    ) -> Vec<Part> {
        let new = |&activity| Part { activity, waits: Vec::new(), weights: Vec::new(), of: Vec::new() };
        let mut parts: Vec<Part> = history.symbols[state.symbol].iter().map(new).collect();
        for &(case, position) in &state.seen {
            let visit = &history.cases[case as usize].visits[position as usize];
            for piece in &visit.pieces {
                let Some(part) = parts.iter_mut().find(|part| part.activity == piece.activity) else { continue };
                let team = &people.teams[people.team_of[piece.activity as usize]];
                let wait = Wait::of(team, visit.ready, piece);
                let is_session = clinics[piece.activity as usize].is_some() && piece.scheduled.is_none();
                part.waits.push(if is_session { Wait { until: wait.ready, is_known: true, ..wait } } else { wait });
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
