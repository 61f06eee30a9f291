//! Attempts to reach a resident: what follows the work of each.

use super::{Engine, EventKind, Ran};
use crate::chain::{Resident, Varying};
use crate::observe::{ContactOutcome, Happening, Observer};
use crate::random::Purpose;
use crate::time::Span;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// The work of an attempt is done: was the resident reached, and do they accept?
    pub(super) fn contact(&mut self, slot: u32, contact: u32) -> Ran {
        let model = &self.model.contacts[contact as usize];
        let Resident { key, class, .. } = self.residents[slot];
        let (now, visit) = (self.now, self.residents[slot].visits);
        let unit = |at: Purpose| self.draws.unit(key, at, visit, 0);
        let holds = |share: &(Varying<f64>, Purpose)| unit(share.1) < *share.0.at(class, now);
        if !holds(&model.reached) {
            let wait = model.wait.0.at(class, now).draw(unit(model.wait.1));
            self.tell_contact(slot, contact, ContactOutcome::NotReached);
            if wait > 0 {
                // At its end the next attempt begins, as after a delay.
                self.plan(slot, EventKind::DelayEnd, now + Span(wait));
                return Ok(());
            }
            self.residents[slot].op += 1;
            return self.proceed(slot);
        }
        if holds(&model.accepts) {
            self.residents[slot].op = model.accepted_op;
            self.tell_contact(slot, contact, ContactOutcome::Accepted);
            return self.proceed(slot);
        }
        self.tell_contact(slot, contact, ContactOutcome::Refused);
        self.step_out(slot);
        self.go_to(slot, model.refused)
    }

    /// Nobody was reached by any attempt.
    pub(super) fn give_up_contact(&mut self, slot: u32, contact: u32) -> Ran {
        self.tell_contact(slot, contact, ContactOutcome::GivenUp);
        self.step_out(slot);
        self.go_to(slot, self.model.contacts[contact as usize].not_reached)
    }

    fn tell_contact(&mut self, slot: u32, contact: u32, outcome: ContactOutcome) {
        let what = Happening::Contact { contact, outcome };
        self.observer.happened(self.now, &self.residents[slot], what);
    }
}
