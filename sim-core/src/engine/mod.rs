//! The engine: one replication of a compiled chain, event by event.
//!
//! ```text
//! arrive ─► join ─► proceed ─┬─ Work ──► wait_for ─► start_work ─► end_work ─┐
//!             ▲              ├─ Delay ─► begin_delay ────────► end_delay ────┤ next operation
//!             │              ├─ SideBySide ► split ─► join (each branch) … finish_branch (the last) ─┤
//!             │              ├─ Place ─► wait_for_place ─────► take_place ───┤
//!             │              ├─ GiveBack ────────────────────► give_back ────┤
//!             │              ├─ Refer ─► refer ─► send ─► end_transfer ─┬─► join (next stage)
//!             │              └─ Send  ─► send (again, after rework)     ├─► proceed (rework)
//!             └─────────────────────────────────────────────────────────┘─► leave_chain
//! ```
//!
//! `Engine::start_work` (in `waits.rs`) is the only function that ends a wait with work, `Engine::renege` the only
//! one that ends it without. If a wait looks wrong, read these two first. `take_place` (in `places.rs`) is the only one
//! that ends a wait for a place with a place.

mod amounts;
mod becoming;
mod blocking;
mod clinic;
mod contact;
mod contacts;
mod deadlock;
mod error;
mod event;
mod event_list;
mod hazards;
mod interrupt;
mod keeping;
mod leave;
mod life;
mod luck;
mod moves;
mod need;
mod no_show;
mod places;
mod population;
mod prepare;
mod present;
mod replies;
mod reserve;
mod room;
mod side_by_side;
mod waits;

use error::Ran;
pub use error::{Limits, RunError, Stuck};
pub use event::{Event, EventClass, EventKind};
pub use event_list::EventList;

use std::collections::VecDeque;

use blocking::Rooms;
use clinic::ClinicState;
use hazards::Hazards;
use places::CaseloadState;

use crate::chain::{ArrivalState, Model, Residents, TokenKind, WaitingLine};
use crate::observe::Observer;
use crate::random::Draws;
use crate::scenario::Closing;
use crate::time::SimTime;

/// Runs one replication and gives the observer back.
///
/// * `seed`, `replication` – with them every draw is fixed
///
/// # Errors
/// [`RunError`] when a limit is passed or an invariant does not hold; the run stops there.
pub fn simulate<O: Observer>(
    model: &Model,
    seed: u64,
    replication: u32,
    limits: Limits,
    observer: O,
) -> Result<O, RunError> {
    simulate_with(model, Draws::new(seed, replication), limits, observer)
}

/// Runs one replication with these draws, and gives the observer back.
///
/// # Errors
/// [`RunError`] when a limit is passed or an invariant does not hold; the run stops there.
pub fn simulate_with<O: Observer>(model: &Model, draws: Draws, limits: Limits, observer: O) -> Result<O, RunError> {
    if model.has_rare || !O::WORTH_TWO_ENGINES {
        Engine::<O, true>::new(model, draws, limits, observer).run_to_the_end()
    } else {
        Engine::<O, false>::new(model, draws, limits, observer).run_to_the_end()
    }
}

/// The state of a run.
///
/// * `RARE` – whether the model [has anything rare](Model::has_rare): compiled both ways, so that a chain that has not is not
///   asked for it at every move
pub struct Engine<'m, O, const RARE: bool> {
    model: &'m Model,
    draws: Draws,
    limits: Limits,
    observer: O,
    now: SimTime,
    events: EventList,
    handled: u64,
    handled_at_once: u64,
    /// Referrals without time that are going on inside one another.
    sent_at_once: u32,
    residents: Residents,
    teams: Vec<TeamState<RARE>>,
    clinics: Vec<ClinicState>,
    arrivals: Vec<StreamState>,
    caseloads: Vec<CaseloadState>,
    /// What runs for each resident while they wait, by slot; empty unless the model asks for it.
    hazards: Vec<Hazards>,
    taken: luck::Taken,
    /// Residents who wait for the first work of each stage.
    waiting_at: Vec<u32>,
    rooms: Rooms,
    strides: Vec<usize>,
    arrived: u64,
    gone: u64,
    need: life::NeedState,
    amounts: amounts::AmountState,
}

/// How far a stream of arrivals has come.
#[derive(Clone, Default)]
struct StreamState {
    state: ArrivalState,
    /// How many come at the planned moment.
    coming: u64,
}

/// The state of a team.
struct TeamState<const RARE: bool> {
    on_duty: u32,
    busy: u32,
    /// Workers who stay with a resident after the work.
    kept: u32,
    waiting: u32,
    /// Of those waiting, the ones for whom people are kept free.
    favoured_waiting: u32,
    /// How many people are kept free for them.
    reserved: u32,
    never_closes: bool,
    line: WaitingLine,
    /// Workers who are taken but not at work: preparation, turnaround.
    out_of_use: u32,
    /// Residents in work, in no meaningful order; empty where no work is ever put down before its end.
    in_hand: Vec<u32>,
    lists_in_hand: bool,
    /// Residents whose work was interrupted.
    interrupted: VecDeque<u32>,
    /// Position of the next change of duty.
    next_change: usize,
    organisation: u16,
    closing: Closing,
}

impl<const RARE: bool> TeamState<RARE> {
    /// Whether nobody waits and no work rests.
    #[inline]
    fn nobody_waits(&self) -> bool {
        self.waiting == 0 && self.interrupted.is_empty()
    }

    /// A worker begins or goes on with a resident. Gives their place in the list of work in hand.
    #[inline]
    fn take_in_hand(&mut self, slot: u32) -> u32 {
        self.busy += 1;
        let place = self.in_hand.len() as u32;
        if self.lists_in_hand {
            self.in_hand.push(slot);
        }
        place
    }

    /// Workers who can take nobody on: busy, kept by residents after the work, or out of use.
    #[inline]
    fn taken(&self) -> u32 {
        self.busy + if RARE { self.kept + self.out_of_use } else { 0 }
    }
}

impl<'m, O: Observer, const RARE: bool> Engine<'m, O, RARE> {
    fn new(model: &'m Model, draws: Draws, limits: Limits, observer: O) -> Engine<'m, O, RARE> {
        let teams = model.teams.iter().map(|team| TeamState {
            on_duty: 0,
            busy: 0,
            kept: 0,
            waiting: 0,
            favoured_waiting: 0,
            reserved: team.reserve.as_ref().map_or(0, |reserve| reserve.workers),
            out_of_use: 0,
            never_closes: team.opening.never_closes(),
            line: WaitingLine::new(team.line),
            in_hand: Vec::new(),
            // Work is put down when fewer come on duty: after the change at the beginning there is another.
            lists_in_hand: team.interrupts || team.opening.changes().nth(1).is_some(),
            interrupted: VecDeque::new(),
            next_change: 0,
            organisation: team.organisation,
            closing: team.closing,
        });
        Engine {
            model,
            draws,
            limits,
            observer,
            now: model.begin,
            events: EventList::default(),
            handled: 0,
            handled_at_once: 0,
            sent_at_once: 0,
            residents: Residents::new(&model.comes_again, model.clocks.len()),
            teams: teams.collect(),
            clinics: model.clinics.iter().map(ClinicState::new).collect(),
            arrivals: vec![StreamState::default(); model.streams.len()],
            caseloads: model.caseloads.iter().map(|caseload| CaseloadState::new(caseload, model)).collect(),
            hazards: Vec::new(),
            taken: luck::Taken::new(),
            waiting_at: vec![0; model.stages.len()],
            rooms: Rooms::new(model),
            strides: model.strides.clone(),
            arrived: 0,
            gone: 0,
            need: life::NeedState::default(),
            amounts: amounts::AmountState::default(),
        }
    }

    /// Plans what is known before the run starts, in the order of names.
    fn plan_begin(&mut self) {
        for team in 0..self.teams.len() {
            self.plan_next_change(team as u32);
        }
        for caseload in 0..self.caseloads.len() {
            self.plan_next_places(caseload as u32);
        }
        for position in 0..self.rooms.blocking.len() {
            let stage = self.rooms.blocking[position];
            let room = self.model.stages[stage as usize].room.as_ref();
            for &at in room.map_or(&[][..], |room| room.limit.changes_after(self.now)) {
                self.plan_event(EventKind::RoomChange, at, stage, 0);
            }
        }
        for index in 0..self.model.streams.len() {
            self.plan_next_arrival(index as u32);
            self.plan_population(index as u32);
        }
        for clinic in 0..self.clinics.len() {
            self.plan_next_clinic(clinic as u32);
        }
    }

    fn run_to_the_end(mut self) -> Result<O, RunError> {
        self.run().map_err(|error| *error)?;
        Ok(self.observer)
    }

    fn run(&mut self) -> Ran {
        self.observer.comes_to(self.now);
        self.plan_begin();
        self.place_present()?;
        if RARE {
            self.plan_need()?;
        }
        self.handle_events()?;
        self.finish()
    }

    /// The event loop.
    fn handle_events(&mut self) -> Ran {
        while let Some(event) = self.next_event() {
            if event.at >= self.model.end {
                break;
            }
            if self.observer.has_enough() {
                return Err(Box::new(RunError::Stopped { at: self.now }));
            }
            self.count_event(event.at)?;
            self.now = event.at;
            self.observer.comes_to(self.now);
            match event.kind() {
                EventKind::Arrival | EventKind::ListedArrival => self.arrive(event.whom())?,
                EventKind::CalendarChange => self.change_duty(event.whom())?,
                EventKind::WorkEnd => self.end_work(event.whom())?,
                EventKind::Renege => self.renege(event.whom())?,
                EventKind::DelayEnd => self.end_delay(event.whom())?,
                EventKind::Leave => self.leave_delay(event.whom())?,
                EventKind::TransferEnd => self.end_transfer(event.whom())?,
                _ if RARE => self.handle_rare(event)?,
                kind => unreachable!("{kind:?} is planned only where there is something rare"),
            }
            if RARE && self.rooms.unsettled {
                self.settle()?;
            }
        }
        Ok(())
    }

    /// What happens only where there is something rare.
    fn handle_rare(&mut self, event: Event) -> Ran {
        let whom = event.whom();
        match event.kind() {
            EventKind::PlacesChange => self.change_places(whom),
            EventKind::RoomChange => {
                self.room_comes_free(whom);
                Ok(())
            }
            EventKind::SignalBatch => self.look_at_signals(whom),
            EventKind::Return => self.come(whom, u64::from(event.stamp())),
            EventKind::TurnaroundEnd => self.end_turnaround(whom),
            EventKind::ClinicMoment => self.hold_clinic(whom),
            EventKind::WorkLeft => self.leave_work(whom),
            EventKind::Prepared => self.prepared(whom),
            EventKind::ContactDue => self.contact_due(whom),
            EventKind::Become => self.become_other(whom),
            EventKind::ComeAgain => self.come_again(whom),
            EventKind::Retry => self.try_again(whom),
            EventKind::LivesOn => self.live_on(whom),
            EventKind::ComesBack => self.come_back(whom),
            EventKind::Arrival
            | EventKind::ListedArrival
            | EventKind::CalendarChange
            | EventKind::WorkEnd
            | EventKind::Renege
            | EventKind::DelayEnd
            | EventKind::Leave
            | EventKind::TransferEnd => unreachable!("the loop itself handles what happens everywhere"),
        }
    }

    /// Takes out the next event; of a resident only if nothing has changed for them since it was planned.
    #[inline]
    fn next_event(&mut self) -> Option<Event> {
        let residents = &self.residents;
        self.events.pop(|event| !event.is_of_resident() || residents[event.whom()].stamp == event.stamp())
    }

    /// Counts an event against the limits, so that no scenario runs on without end.
    #[inline]
    fn count_event(&mut self, at: SimTime) -> Ran {
        self.handled += 1;
        self.handled_at_once = if at == self.now { self.handled_at_once + 1 } else { 1 };
        if self.handled > self.limits.events || self.handled_at_once > self.limits.events_at_once {
            return Err(self.limit_passed());
        }
        Ok(())
    }

    /// Tells of those still inside, and checks that nobody is missing.
    fn finish(&mut self) -> Ran {
        self.now = self.model.end;
        self.observer.comes_to(self.now);
        self.check_conservation()?;
        self.check_places()?;
        for slot in self.residents.slots_present() {
            if !self.residents.belongs(slot) {
                return Err(self.broken(slot, "every branch and contact belongs to a resident who is present"));
            }
            if self.residents[slot].is_whole() && self.is_apart(slot) {
                continue;
            }
            match self.residents[slot].token.kind {
                TokenKind::Whole => self.stop_all_clocks(slot, true),
                // Of one that has joined no stage yet there is nothing to tell.
                TokenKind::Branch if self.residents[slot].visit == 0 => continue,
                TokenKind::Branch => {}
                TokenKind::Contact => continue,
            }
            let resident = self.residents[slot];
            self.observer.unfinished(self.now, &resident, self.waits_for(slot));
        }
        Ok(())
    }

    /// Plans an event for a resident; it holds until the resident's stamp changes.
    fn plan(&mut self, slot: u32, kind: EventKind, at: SimTime) {
        let stamp = self.residents[slot].stamp;
        self.plan_event(kind, at, slot, stamp);
    }

    fn plan_event(&mut self, kind: EventKind, at: SimTime, whom: u32, stamp: u32) {
        if at < self.model.end {
            self.events.push(Event::new(at, kind, whom, stamp));
        }
    }

    /// Every resident who arrived is inside or has left.
    fn check_conservation(&self) -> Ran {
        let apart = if RARE { self.need.apart() } else { 0 };
        let inside = self.residents.present() as u64 - apart;
        if self.arrived == self.gone + inside {
            return Ok(());
        }
        Err(Box::new(RunError::NotConserved { arrived: self.arrived, gone: self.gone, inside, at: self.now }))
    }
}
