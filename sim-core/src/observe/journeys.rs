//! An observer that writes down where residents are over time, of one in so many: what a moving picture of a run needs.

use std::collections::BTreeMap;

use super::{Happening, Observer};
use crate::chain::{Model, Resident, TokenKind};
use crate::random::ResidentKey;
use crate::time::SimTime;

/// Where one resident is over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// Stream they came from; pools stand behind the streams.
    pub stream: u16,
    /// Each change, in the order in which they happened.
    pub moves: Vec<Move>,
}

/// A change of where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// When.
    pub at: SimTime,
    /// Where they are from then on.
    pub to: Whereabouts,
}

/// Where somebody is. Stages and ends by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// Has come into the chain.
    Came,
    /// Waits at a stage, for a worker or a place.
    Waits(u32),
    /// Is helped at a stage, or there without waiting.
    Helped(u32),
    /// Has finished a stage, and is at no other.
    Between(u32),
    /// Has left the chain through an end.
    Left(u32),
}

/// Writes down the journeys of residents whose number in their stream is a multiple of a number. While stages side by side
/// go on, the resident is at the stage that opened them.
#[derive(Debug, Clone)]
pub struct Journeys<'m> {
    model: &'m Model,
    every: u32,
    known: BTreeMap<ResidentKey, usize>,
    journeys: Vec<Journey>,
}

impl<'m> Journeys<'m> {
    /// Nothing written yet.
    ///
    /// * `every` – one in so many residents is written down, at least 1
    pub fn new(model: &'m Model, every: u32) -> Journeys<'m> {
        Journeys { model, every: every.max(1), known: BTreeMap::new(), journeys: Vec::new() }
    }

    /// All journeys, in the order in which they began.
    pub fn into_journeys(self) -> Vec<Journey> {
        self.journeys
    }

    fn go(&mut self, now: SimTime, resident: &Resident, to: Whereabouts) {
        let number = *self.known.entry(resident.key).or_insert_with(|| {
            self.journeys.push(Journey { stream: resident.stream, moves: Vec::new() });
            self.journeys.len() - 1
        });
        let moves = &mut self.journeys[number].moves;
        if moves.last().is_none_or(|last| last.to != to) {
            moves.push(Move { at: now, to });
        }
    }
}

impl Observer for Journeys<'_> {
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        use Whereabouts::{Between, Came, Helped, Left, Waits};
        if resident.token.kind != TokenKind::Whole || !resident.ordinal.is_multiple_of(self.every) {
            return;
        }
        let to = match what {
            Happening::Arrived => Came,
            Happening::Found { stage, waiting: true, .. } => Waits(stage),
            Happening::Found { stage, waiting: false, .. } => Helped(stage),
            Happening::Joined { stage, .. } => {
                let model = &self.model.stages[stage as usize];
                let is_helped = model.first_work.is_none() && model.first_place.is_none();
                if is_helped { Helped(stage) } else { Waits(stage) }
            }
            Happening::Waits { work } if !self.model.works[work as usize].contact => Waits(resident.stage),
            Happening::Started { work, .. } if !self.model.works[work as usize].contact => Helped(resident.stage),
            Happening::WaitsForPlace { .. } => Waits(resident.stage),
            Happening::TookPlace { .. } => Helped(resident.stage),
            Happening::Finished { stage, .. } => Between(stage),
            Happening::Left { end } => Left(end),
            _ => return,
        };
        self.go(now, resident, to);
    }
}
