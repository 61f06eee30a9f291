//! Blocking: residents who are ready for a stage that has no room, and stay where they are.
//!
//! Whoever is blocked waits in the line of the stage they want to join; when room comes free the longest blocked for
//! whom there is room goes in, before anybody who comes later.

use std::collections::VecDeque;

use super::{Engine, Ran};
use crate::chain::{Model, Resident, RoomModel, TokenKind, Waiting};
use crate::observe::{Happening, Observer};
use crate::scenario::Counts;

/// Who takes up room where, and who waits for it.
#[derive(Default)]
pub(super) struct Rooms {
    /// Residents at each stage, whoever has finished it and cannot leave included.
    pub(super) present: Vec<u32>,
    /// Those of them who are blocked.
    pub(super) blocked_here: Vec<u32>,
    /// By the stage that is full: who waits for room there.
    pub(super) lines: Vec<VecDeque<Waiting>>,
    /// Stages that block.
    pub(super) blocking: Vec<u32>,
    /// Of them, by team, those at which somebody who finds the team free starts at once.
    of_team: Vec<Vec<u32>>,
    /// Stages where room may have come free.
    pub(super) freed: VecDeque<u32>,
    /// Teams of workers who were let go.
    pub(super) released: VecDeque<u32>,
    /// Whether something of this has to be looked at when the present event is over.
    pub(super) unsettled: bool,
    /// Whether nobody may be able to go on.
    pub(super) look: bool,
    /// Residents blocked now.
    pub(super) number: u32,
    /// For each team and change of duty, the most who are on duty from then on.
    pub(super) most_on_duty: Vec<Vec<u32>>,
}

impl Rooms {
    pub(super) fn new(model: &Model) -> Rooms {
        let stages = model.stages.len();
        let mut rooms = Rooms {
            present: vec![0; stages],
            blocked_here: vec![0; stages],
            lines: vec![VecDeque::new(); stages],
            ..Rooms::default()
        };
        let blocks = |room: &Option<RoomModel>| room.as_ref().is_some_and(RoomModel::blocks);
        for (index, stage) in model.stages.iter().enumerate().filter(|(_, stage)| blocks(&stage.room)) {
            rooms.blocking.push(index as u32);
            rooms.of_team.resize(model.teams.len(), Vec::new());
            if let Some(work) = stage.first_work {
                rooms.of_team[model.works[work as usize].team as usize].push(index as u32);
            }
        }
        if !rooms.blocking.is_empty() {
            let most = |team: &crate::chain::TeamModel| {
                let mut most: Vec<u32> = team.opening.changes().map(|(_, number)| number).collect();
                for later in (1..most.len()).rev() {
                    most[later - 1] = most[later - 1].max(most[later]);
                }
                most
            };
            rooms.most_on_duty = model.teams.iter().map(most).collect();
        }
        rooms
    }
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// A resident is ready for a stage that is full, and stays where they are.
    pub(super) fn block(&mut self, slot: u32, at: u32) -> Ran {
        self.hold_place(slot);
        let now = self.now;
        let resident = &mut self.residents[slot];
        (resident.blocked_at, resident.blocked_since) = (at, now);
        let (inside, waiting) = (resident.inside, Waiting { slot, stamp: resident.stamp });
        let stage = self.stays_at(slot);
        self.observer.happened(now, &self.residents[slot], Happening::Blocked { stage, at });
        self.rooms.blocked_here[stage as usize] += u32::from(inside);
        self.rooms.lines[at as usize].push_back(waiting);
        self.rooms.number += 1;
        (self.rooms.look, self.rooms.unsettled) = (true, true);
        Ok(())
    }

    /// Somebody waits from now on: when the present event is over it is seen whether the blocked can still go on.
    #[inline]
    pub(super) fn look_for_who_is_stuck(&mut self) {
        if RARE && self.rooms.number > 0 {
            (self.rooms.look, self.rooms.unsettled) = (true, true);
        }
    }

    /// The stage at which somebody is who is blocked: of one of several stages side by side that is full, the stage that
    /// opens them.
    pub(super) fn stays_at(&self, slot: u32) -> u32 {
        let resident = &self.residents[slot];
        match resident.token.kind {
            TokenKind::Branch if resident.visit == 0 => self.residents[resident.token.parent].stage,
            _ => resident.stage,
        }
    }

    /// A resident who leaves, from the chain or from a stage beside, waits for no room any more and does not try again.
    #[inline]
    pub(super) fn leave_line(&mut self, slot: u32) {
        if !RARE {
            return;
        }
        let at = std::mem::replace(&mut self.residents[slot].blocked_at, Resident::NOBODY);
        if at == Resident::NOBODY {
            return;
        }
        let line = &mut self.rooms.lines[at as usize];
        let position = line.iter().position(|waiting| waiting.slot == slot);
        let stage = self.stays_at(slot);
        let resident = &self.residents[slot];
        let Some(position) = position else {
            self.observer.happened(self.now, resident, Happening::TriesNoMore { stage: at });
            return;
        };
        self.rooms.lines[at as usize].remove(position);
        self.rooms.number -= 1;
        self.rooms.blocked_here[stage as usize] -= u32::from(resident.inside);
        let time = self.now - resident.blocked_since;
        self.observer.happened(self.now, resident, Happening::NotLetIn { stage, at, time });
    }

    /// Room may have come free at a stage: whoever waits for it comes in when the present event is over.
    #[inline]
    pub(super) fn room_comes_free(&mut self, stage: u32) {
        if RARE && self.rooms.number > 0 && !self.rooms.lines[stage as usize].is_empty() {
            self.rooms.freed.push_back(stage);
            self.rooms.unsettled = true;
        }
    }

    /// Somebody of a team may be free: at some stages that is room.
    #[inline]
    pub(super) fn worker_comes_free(&mut self, team: u32) {
        if !RARE || self.rooms.number == 0 || !self.teams[team as usize].may_start_somebody() {
            return;
        }
        for position in 0..self.rooms.of_team[team as usize].len() {
            self.room_comes_free(self.rooms.of_team[team as usize][position]);
        }
    }

    /// Whether somebody who is blocked could come in now: nobody passes them.
    pub(super) fn others_go_first(&self, stage: u32, room: &RoomModel) -> bool {
        self.first_to_come_in(stage, room).is_some()
    }

    /// Position of the longest blocked for whom there is room.
    fn first_to_come_in(&self, stage: u32, room: &RoomModel) -> Option<usize> {
        let line = &self.rooms.lines[stage as usize];
        let fits = |waiting: &Waiting| self.has_room(waiting.slot, stage, room);
        // Where everybody has the same limit, the first tells for all, unless their own place is the room, or people
        // are kept free for some.
        if room.counts == Counts::Waiting && !room.limit.differs_by_class() && !self.keeps_free_at(stage) {
            return line.front().filter(|&first| fits(first)).map(|_| 0);
        }
        line.iter().position(fits)
    }

    /// Whether some start their first work at a stage where others would wait.
    fn keeps_free_at(&self, stage: u32) -> bool {
        let work = self.model.stages[stage as usize].first_work;
        work.is_some_and(|work| {
            let team = self.model.works[work as usize].team;
            self.model.teams[team as usize].reserve.is_some()
        })
    }

    /// Lets blocked residents in as long as there is room.
    pub(super) fn let_in(&mut self, stage: u32) -> Ran {
        let Some(room) = &self.model.stages[stage as usize].room else { return Ok(()) };
        while let Some(position) = self.first_to_come_in(stage, room) {
            let Some(Waiting { slot, .. }) = self.rooms.lines[stage as usize].remove(position) else { break };
            self.rooms.number -= 1;
            let from = self.stays_at(slot);
            let resident = &mut self.residents[slot];
            resident.blocked_at = Resident::NOBODY;
            let time = self.now - resident.blocked_since;
            self.rooms.blocked_here[from as usize] -= u32::from(resident.inside);
            self.observer.happened(self.now, resident, Happening::LetIn { stage: from, at: stage, time });
            self.enter(slot, stage)?;
        }
        Ok(())
    }
}
