//! Finite populations: who leaves the chain comes back after a time.
//!
//! Of a population of `n` the first `n` ordinals are its first arrivals; every later arrival of the same resident is
//! `n` further on, so that it has luck of its own.

use super::{Engine, EventKind};
use crate::chain::Arrivals;
use crate::observe::Observer;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Plans the first arrival of everybody in a population.
    pub(super) fn plan_population(&mut self, stream: u32) {
        if let Arrivals::Population(number, _) = self.model.streams[stream as usize].arrivals {
            (0..number).for_each(|ordinal| self.plan_return(stream, ordinal));
        }
    }

    /// A resident leaves the chain: whoever is of a finite population begins to stay away.
    #[inline]
    pub(super) fn stay_away(&mut self, slot: u32) {
        if !(RARE && self.model.has_populations) {
            return;
        }
        let resident = &self.residents[slot];
        let Some(stream) = self.model.streams.iter().position(|model| model.stream == resident.stream) else { return };
        if let Arrivals::Population(number, _) = self.model.streams[stream].arrivals {
            let next = resident.ordinal.wrapping_add(number);
            self.plan_return(stream as u32, next);
        }
    }

    fn plan_return(&mut self, stream: u32, ordinal: u32) {
        // Of a population nobody comes at planned moments: the number counts the times that were drawn.
        let place = self.arrivals[stream as usize].coming;
        self.arrivals[stream as usize].coming += 1;
        let at = self.model.streams[stream as usize].comes_back(ordinal, self.now, &self.draws, place);
        if let Some(at) = at {
            self.plan_event(EventKind::Return, at, stream, ordinal);
        }
    }
}
