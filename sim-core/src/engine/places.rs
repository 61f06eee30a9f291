//! Places of a caseload: waiting for one, taking it, holding it over stages, giving it back.
//!
//! ```text
//! Place ─► wait_for_place ──► take_place ──► … held … ──► give_back ──► next_for_places
//!               └─ give_up_place (patience)       └─ leave_chain gives back what is held
//! ```
//!
//! `take_place` is the only function that ends a wait for a place with a place. Of a resident who undergoes several stages
//! at once the whole holds the place: every branch goes on with it, any may give it back, and leaving gives it back once.

use super::{Engine, EventKind, Ran};
use crate::chain::{CaseloadModel, Doing, Model, Op, Waiting, WaitingLine};
use crate::observe::{Happening, Observer, WhyLeft};
use crate::scenario::Moment;
use crate::time::Span;

/// The state of the places of a team.
pub(super) struct CaseloadState {
    number: u32,
    held: u32,
    waiting: u32,
    /// Of those waiting, the ones for whom places are kept free.
    favoured_waiting: u32,
    /// How many places are kept free for them.
    reserved: u32,
    pub(super) line: WaitingLine,
    /// Places are being given out further up: who gives one back now leaves it to that.
    giving_out: bool,
}

impl CaseloadState {
    pub(super) fn new(caseload: &CaseloadModel, model: &Model) -> CaseloadState {
        let reserve = &model.teams[caseload.team as usize].reserve;
        CaseloadState {
            number: *caseload.number.at(0, model.begin),
            held: 0,
            waiting: 0,
            favoured_waiting: 0,
            reserved: reserve.as_ref().map_or(0, |reserve| reserve.places),
            line: WaitingLine::new(caseload.line),
            giving_out: false,
        }
    }

    pub(super) fn free(&self) -> u32 {
        self.number.saturating_sub(self.held)
    }
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// A resident needs a place: who already holds one goes on, else one is taken when it is free and nobody waits,
    /// else a wait begins.
    pub(super) fn wait_for_place(&mut self, slot: u32, place: u32) -> Ran {
        let model = &self.model.places[place as usize];
        let now = self.now;
        let resident = &mut self.residents[slot];
        (resident.since, resident.doing) = (now, Doing::Waiting);
        self.observer.happened(now, resident, Happening::WaitsForPlace { place });
        let (class, stamp) = (resident.class, resident.stamp);
        self.forget_hazards(slot);
        if self.holds(slot, model.caseload) {
            return self.take_place(slot, place);
        }
        if self.is_place_free_for(model.caseload, class) {
            return self.take_place(slot, place);
        }
        self.count_in_places_line(model.caseload, class, 1);
        let due = || self.residents.earliest_due(slot);
        self.caseloads[model.caseload as usize].line.join(
            Waiting { slot, stamp },
            model.ranks[usize::from(class)],
            due,
        );
        self.plan_hazards(slot);
        self.look_for_who_is_stuck();
        Ok(())
    }

    /// Ends a wait: the resident holds a place from now on. The only function that does.
    fn take_place(&mut self, slot: u32, place: u32) -> Ran {
        let model = &self.model.places[place as usize];
        let already = self.holds(slot, model.caseload);
        if !already {
            let root = self.residents[slot].token.root;
            self.residents[root].places |= 1 << model.caseload;
            let caseload = &mut self.caseloads[model.caseload as usize];
            caseload.held += 1;
            if caseload.held > caseload.number {
                return Err(self.broken(slot, "no place is taken that is not free"));
            }
        }
        let resident = &mut self.residents[slot];
        let wait = self.now - resident.since;
        resident.outdate();
        resident.doing = Doing::Other;
        let stamp = resident.stamp;
        resident.waited_for_places = Span(resident.waited_for_places.0 + wait.0);
        self.observer.happened(self.now, resident, Happening::TookPlace { place, wait, already });
        resident.op += 1;
        if self.model.stages[model.stage as usize].first_place == Some(place) {
            self.turn_clocks(slot, Moment::Start(model.stage as usize));
        }
        if !already && !self.residents[slot].is_whole() {
            self.share_place(slot, model.caseload)?;
            // The resident may have left from another branch.
            if self.residents[slot].stamp != stamp {
                return Ok(());
            }
        }
        self.proceed(slot)
    }

    /// The branches of a resident who wait for the place that one of them has just got, go on with it too.
    fn share_place(&mut self, slot: u32, caseload: u32) -> Ran {
        let mut waiting = Vec::new();
        for member in self.residents.family(self.residents[slot].token.root) {
            let resident = &self.residents[member];
            if let (Doing::Waiting, Op::Place(place)) = (resident.doing, self.model.ops[resident.op as usize])
                && self.model.places[place as usize].caseload == caseload
            {
                waiting.push((member, resident.stamp, place));
            }
        }
        for (member, stamp, place) in waiting {
            // One of them may have left with all, or have given the place back already.
            if self.residents[member].stamp == stamp && self.holds(member, caseload) {
                self.count_in_places_line(caseload, self.residents[member].class, -1);
                self.take_place(member, place)?;
            }
        }
        Ok(())
    }

    /// Whether a resident holds a place; all branches of one hold it together.
    fn holds(&self, slot: u32, caseload: u32) -> bool {
        self.residents[self.residents[slot].token.root].places & 1 << caseload != 0
    }

    /// Ends a wait without a place: the resident's patience has run out.
    pub(super) fn give_up_place(&mut self, slot: u32, place: u32) -> Ran {
        match &self.model.places[place as usize].patience {
            Some(patience) => self.break_off(slot, WhyLeft::Patience, patience.to),
            None => Err(self.broken(slot, "only residents with a patience give up")),
        }
    }

    /// A step gives a place back: first the resident goes on, then the place goes to who is next.
    pub(super) fn give_back(&mut self, slot: u32, caseload: u32) -> Ran {
        self.residents[slot].op += 1;
        if !self.holds(slot, caseload) {
            return self.proceed(slot);
        }
        self.release(slot, caseload);
        self.proceed(slot)?;
        self.next_for_places(caseload)
    }

    /// Frees the place that a resident holds.
    pub(super) fn release(&mut self, slot: u32, caseload: u32) {
        let root = self.residents[slot].token.root;
        self.residents[root].places &= !(1 << caseload);
        self.caseloads[caseload as usize].held -= 1;
        self.observer.happened(self.now, &self.residents[slot], Happening::GaveBack { caseload });
    }

    /// Frees every place that a resident holds, and gives the bits of those.
    pub(super) fn release_all(&mut self, slot: u32) -> u64 {
        let held = self.residents[slot].places;
        for caseload in caseloads_of(held) {
            self.release(slot, caseload);
        }
        held
    }

    /// Counts the places whose bits are set as held by one resident more.
    pub(super) fn hold_all(&mut self, caseloads: u64) {
        caseloads_of(caseloads).for_each(|caseload| self.caseloads[caseload as usize].held += 1);
    }

    /// Gives out the places whose bits are set to who is next.
    pub(super) fn next_for_all(&mut self, caseloads: u64) -> Ran {
        caseloads_of(caseloads).try_for_each(|caseload| self.next_for_places(caseload))
    }

    /// As long as a place is free: whoever is next in line.
    pub(super) fn next_for_places(&mut self, caseload: u32) -> Ran {
        if std::mem::replace(&mut self.caseloads[caseload as usize].giving_out, true) {
            return Ok(());
        }
        while let Some(next) = self.next_in_places_line(caseload) {
            self.count_in_places_line(caseload, self.residents[next.slot].class, -1);
            let place = match self.model.ops[self.residents[next.slot].op as usize] {
                Op::Place(place) => place,
                _ => return Err(self.broken(next.slot, "who waits for a place is at a step that says so")),
            };
            self.take_place(next.slot, place)?;
        }
        let state = &mut self.caseloads[caseload as usize];
        state.giving_out = false;
        if state.free() > state.reserved && state.waiting > 0 || state.free() > 0 && state.favoured_waiting > 0 {
            let team = self.model.caseloads[caseload as usize].team;
            return Err(self.broken_team(team, "no free place beside a resident who waits for one"));
        }
        Ok(())
    }

    /// The number of places changes: nobody is put out, and new ones are given out at once.
    pub(super) fn change_places(&mut self, caseload: u32) -> Ran {
        self.caseloads[caseload as usize].number = *self.model.caseloads[caseload as usize].number.at(0, self.now);
        self.plan_next_places(caseload);
        self.next_for_places(caseload)
    }

    pub(super) fn plan_next_places(&mut self, caseload: u32) {
        if let Some(&at) = self.model.caseloads[caseload as usize].number.changes_after(self.now).first() {
            self.plan_event(EventKind::PlacesChange, at, caseload, 0);
        }
    }

    /// Counts who waits in the line for places.
    pub(super) fn count_in_places_line(&mut self, caseload: u32, class: u16, by: i32) {
        let favoured = self.is_favoured(self.model.caseloads[caseload as usize].team, class);
        let state = &mut self.caseloads[caseload as usize];
        state.waiting = state.waiting.wrapping_add_signed(by);
        if favoured && state.reserved > 0 {
            state.favoured_waiting = state.favoured_waiting.wrapping_add_signed(by);
        }
    }

    fn is_place_free_for(&self, caseload: u32, class: u16) -> bool {
        let state = &self.caseloads[caseload as usize];
        if state.free() > state.reserved {
            return state.waiting == 0;
        }
        let team = self.model.caseloads[caseload as usize].team;
        state.free() > 0 && state.favoured_waiting == 0 && self.is_favoured(team, class)
    }

    fn next_in_places_line(&mut self, caseload: u32) -> Option<Waiting> {
        let residents = &self.residents;
        let holds = |waiting: Waiting| residents[waiting.slot].stamp == waiting.stamp;
        let state = &mut self.caseloads[caseload as usize];
        if state.free() > state.reserved {
            return state.line.next(holds);
        }
        if state.free() == 0 || state.favoured_waiting == 0 {
            return None;
        }
        let reserve = self.model.teams[self.model.caseloads[caseload as usize].team as usize].reserve.as_ref()?;
        state
            .line
            .first_fitting(|waiting| holds(waiting) && reserve.classes[usize::from(residents[waiting.slot].class)])
    }

    /// Every place that is held, is held by somebody who is there.
    pub(super) fn check_places(&self) -> Ran {
        if self.caseloads.is_empty() {
            return Ok(());
        }
        let mut held = vec![0; self.caseloads.len()];
        for slot in self.residents.slots_present() {
            caseloads_of(self.residents[slot].places).for_each(|caseload| held[caseload as usize] += 1);
        }
        match self.caseloads.iter().zip(&held).position(|(caseload, &held)| caseload.held != held) {
            Some(caseload) => Err(self.broken_team(self.model.caseloads[caseload].team, "every place is given back")),
            None => Ok(()),
        }
    }
}

/// The caseloads whose bits are set.
#[inline]
pub(super) fn caseloads_of(held: u64) -> impl Iterator<Item = u32> {
    let without_lowest = |&left: &u64| Some(left & (left - 1)).filter(|&left| left != 0);
    std::iter::successors(Some(held).filter(|&held| held != 0), without_lowest).map(u64::trailing_zeros)
}
