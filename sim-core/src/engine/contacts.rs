//! Contacts: work that falls due every so often while a resident stays somewhere.
//!
//! ```text
//! begin_delay ─► plan_contact ─► contact_due ─► (wait, work: in waits.rs) ─► finish_contact
//!                     ▲               │
//!                     └───────────────┘      end_contacts: the stay is over; a wait is cancelled, work is finished
//! ```

use super::{Engine, EventKind, Ran};
use crate::chain::{ContactsModel, Doing, NOBODY, Op, Resident, TokenKind};
use crate::observe::{Happening, Observer};
use crate::time::{SimTime, Span};

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Plans the next contact. What ends the stay at the same moment was planned before, and so comes first.
    pub(super) fn plan_contact(&mut self, slot: u32, contacts: &ContactsModel) {
        let every = *contacts.every.at(self.residents[slot].class, self.now);
        self.plan_contact_at(slot, self.now + every);
    }

    /// Plans the next contact of somebody whose stay has lasted so long when the simulation begins.
    pub(super) fn resume_contacts(&mut self, slot: u32, contacts: &ContactsModel, passed: Span) {
        let every = *contacts.every.at(self.residents[slot].class, self.now);
        let held = passed.0.max(0) / every.0.max(1);
        self.residents[slot].contacts = u32::try_from(held).unwrap_or(u32::MAX / 2);
        self.plan_contact_at(slot, self.now + Span(every.0 - passed.0.max(0) % every.0.max(1)));
    }

    /// Plans the next contact at a moment.
    pub(super) fn plan_contact_at(&mut self, slot: u32, due: SimTime) {
        self.residents[slot].contact_due = due;
        self.plan(slot, EventKind::ContactDue, due);
    }

    /// A contact falls due: it waits for a worker, unless the one before is still open.
    pub(super) fn contact_due(&mut self, slot: u32) -> Ran {
        let Op::Delay(delay) = self.model.ops[self.residents[slot].op as usize] else {
            return Err(self.broken(slot, "contacts fall due during a stay"));
        };
        let Some(contacts) = &self.model.delays[delay as usize].contacts else {
            return Err(self.broken(slot, "contacts fall due where there are contacts"));
        };
        let resident = &mut self.residents[slot];
        let number = resident.contacts;
        resident.contacts += 1;
        let resident = *resident;
        self.plan_contact(slot, contacts);
        if resident.token.has_children() {
            self.observer.happened(self.now, &resident, Happening::ContactSkipped { work: contacts.work });
            return Ok(());
        }
        // The organisation of a contact takes nothing over, so it ends no handover and begins none.
        let contact =
            Resident { op: contacts.first_op, round: number, doing: Doing::Other, last_work: None, ..resident };
        let contact = self.residents.add_child(slot, TokenKind::Contact, contact);
        self.proceed(contact)
    }

    /// A contact is done.
    pub(super) fn finish_contact(&mut self, slot: u32) -> Ran {
        self.residents.remove_child(slot);
        Ok(())
    }

    /// A stay is over: nothing falls due any more, a contact that waits is cancelled, and one in hand is finished.
    pub(super) fn end_contacts(&mut self, slot: u32) {
        let resident = &mut self.residents[slot];
        resident.outdate();
        let contact = resident.token.first_child;
        if !RARE || contact == NOBODY || self.residents[contact].token.kind != TokenKind::Contact {
            return;
        }
        if self.residents[contact].doing == Doing::Working {
            self.residents.separate(contact);
        } else {
            self.stop_work(contact);
            self.residents.remove_child(contact);
        }
    }
}
