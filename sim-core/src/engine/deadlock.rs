//! Deadlock: blocked residents of whom none can ever go on, because each waits for what another holds.
//!
//! A blocked resident goes on when the stage they wait for may get room. That may happen while somebody there, or a
//! worker of its team, is not held up by residents who cannot go on themselves. Places of a caseload that the blocked
//! have hold up whoever waits for one. Starting from those who certainly go
//! on, everybody who may is found step by step; who is left is stuck. What cannot be judged counts as going on, so a
//! run is never stopped that could continue.

use super::error::Stuck;
use super::places::caseloads_of;
use super::{Engine, Ran, RunError};
use crate::chain::{Doing, Op, Resident, RoomModel};
use crate::observe::Observer;
use crate::scenario::Counts;

/// What may still go on.
struct Alive {
    teams: Vec<bool>,
    stages: Vec<bool>,
    /// Whether places of a caseload may come free.
    caseloads: Vec<bool>,
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Stops the run when some blocked residents can never go on.
    pub(super) fn look_for_deadlock(&self) -> Ran {
        if self.rooms.number == 0 {
            return Ok(());
        }
        let mut alive = Alive {
            teams: (0..self.teams.len()).map(|team| self.team_goes_on(team)).collect(),
            stages: vec![false; self.model.stages.len()],
            caseloads: (0..self.caseloads.len()).map(|caseload| self.places_go_on(caseload)).collect(),
        };
        while self.spread(&mut alive) {}
        let waited_for = || self.rooms.blocking.iter().filter(|&&stage| !self.rooms.lines[stage as usize].is_empty());
        if waited_for().all(|&stage| alive.stages[stage as usize]) {
            return Ok(());
        }
        let dead = waited_for().filter(|&&stage| !alive.stages[stage as usize]);
        let stuck =
            dead.flat_map(|&stage| self.rooms.lines[stage as usize].iter().map(move |waiting| (waiting, stage)));
        let stuck = stuck.map(|(waiting, waits_for)| {
            let Resident { stream, ordinal, .. } = self.residents[waiting.slot];
            let stage = self.stays_at(waiting.slot);
            Stuck { stream, ordinal, stage, waits_for }
        });
        Err(Box::new(RunError::Deadlock { stuck: stuck.collect(), at: self.now }))
    }

    /// Whether somebody of a team works, is free, or will be on duty beyond those who are kept.
    fn team_goes_on(&self, team: usize) -> bool {
        let state = &self.teams[team];
        let later = self.rooms.most_on_duty[team].get(state.next_change).copied().unwrap_or(0);
        state.busy + state.out_of_use > 0 || state.on_duty.max(later) > state.kept
    }

    /// Whether a caseload has a place that is free, or gets more of them later.
    fn places_go_on(&self, caseload: usize) -> bool {
        let changes = self.model.caseloads[caseload].number.changes_after(self.now);
        self.caseloads[caseload].free() > 0 || !changes.is_empty()
    }

    /// Finds more that goes on; whether there was any.
    fn spread(&self, alive: &mut Alive) -> bool {
        let mut found = false;
        let mut by_blocked = vec![0_u32; self.teams.len()];
        for &stage in &self.rooms.blocking {
            let goes_on = alive.stages[stage as usize];
            for waiting in &self.rooms.lines[stage as usize] {
                let resident = &self.residents[waiting.slot];
                if resident.kept != Resident::NOBODY && !goes_on {
                    by_blocked[resident.kept as usize] += 1;
                }
            }
        }
        for (team, state) in self.teams.iter().enumerate() {
            // Who keeps a worker on the way arrives some time, and who is let in lets the worker go.
            if !alive.teams[team] && state.kept > by_blocked[team] {
                (alive.teams[team], found) = (true, true);
            }
        }
        for &stage in &self.rooms.blocking {
            let Some(room) = &self.model.stages[stage as usize].room else { continue };
            if !alive.stages[stage as usize] && self.may_get_room(stage, room, alive) {
                (alive.stages[stage as usize], found) = (true, true);
            }
        }
        if alive.caseloads.contains(&false) {
            for slot in self.residents.slots_present() {
                let held = self.residents[slot].places;
                if held != 0 && self.moves(slot, alive) {
                    for caseload in caseloads_of(held) {
                        found |= !std::mem::replace(&mut alive.caseloads[caseload as usize], true);
                    }
                }
            }
        }
        found
    }

    /// Whether room may come free at a stage, as far as is known.
    fn may_get_room(&self, stage: u32, room: &RoomModel, alive: &Alive) -> bool {
        if !room.limit.changes_after(self.now).is_empty() {
            return true;
        }
        let team_alive = |work: u32| alive.teams[self.model.works[work as usize].team as usize];
        let impatient = |work: u32| {
            let model = &self.model.works[work as usize];
            model.patience.is_some() || model.becomes.is_some()
        };
        let index = stage as usize;
        match room.counts {
            Counts::Waiting => self.model.stages[index]
                .first_work
                .is_none_or(|work| team_alive(work) || (self.waiting_at[index] > 0 && impatient(work))),
            Counts::Present => {
                self.rooms.present[index] > self.rooms.blocked_here[index] && self.somebody_moves(stage, alive)
                    || self.rooms.blocking.iter().filter(|&&at| alive.stages[at as usize]).any(|&at| {
                        let mut blocked =
                            self.rooms.lines[at as usize].iter().map(|waiting| &self.residents[waiting.slot]);
                        blocked.any(|resident| resident.inside && resident.stage == stage)
                    })
            }
        }
    }

    /// Whether somebody at a stage is not blocked, and waits for nobody who is held up.
    fn somebody_moves(&self, stage: u32, alive: &Alive) -> bool {
        let here = |slot: u32| {
            let resident = &self.residents[slot];
            resident.inside && resident.stage == stage && resident.blocked_at == Resident::NOBODY
        };
        // Looking at everybody takes long; where all teams and places go on, whoever is not blocked does.
        let mut works = self.model.works.iter().filter(|work| work.stage == stage);
        let mut places = self.model.places.iter().filter(|place| place.stage == stage);
        let mut splits = self.model.splits.iter().filter(|split| split.stage == stage);
        splits.next().is_none()
            && works.all(|work| alive.teams[work.team as usize])
            && places.all(|place| alive.caseloads[place.caseload as usize])
            || self.residents.slots_present().into_iter().any(|slot| here(slot) && self.moves(slot, alive))
    }

    /// Whether a resident is held up by nobody who cannot go on: somewhere, when they undergo several stages at once, for
    /// they may leave from there, and so from all.
    fn moves(&self, slot: u32, alive: &Alive) -> bool {
        let token = self.residents[slot].token;
        if token.root == Resident::NOBODY || token.root == slot && !token.has_children() {
            return self.moves_here(slot, alive);
        }
        self.residents.family(token.root).into_iter().any(|member| self.moves_here(member, alive))
    }

    /// The same of one of several stages. Who stays away from a full stage tries again.
    fn moves_here(&self, slot: u32, alive: &Alive) -> bool {
        let resident = &self.residents[slot];
        if let Some(&blocks) = alive.stages.get(resident.blocked_at as usize)
            && resident.tries == 0
        {
            return blocks;
        }
        match self.model.ops[resident.op as usize] {
            Op::Work(work) if resident.doing == Doing::Waiting => {
                let model = &self.model.works[work as usize];
                alive.teams[model.team as usize] || model.patience.is_some() || model.becomes.is_some()
            }
            Op::Place(place) if resident.doing == Doing::Waiting => {
                let model = &self.model.places[place as usize];
                alive.caseloads[model.caseload as usize] || model.patience.is_some() || model.becomes.is_some()
            }
            // They wait for the stages that they opened.
            Op::SideBySide(_) => false,
            _ => true,
        }
    }
}
