//! Stages side by side: a resident undergoes several at once, and goes on when all are finished.
//!
//! ```text
//! split ─► join (each branch, an ordinary stage) ─┬─► finish_branch ─ the last ─► the resident goes on
//!                                                 └─► leave_together: the others are stopped, the resident goes
//! ```

use super::{Engine, Ran};
use crate::chain::{Doing, Op, Resident, TokenKind};
use crate::observe::{Happening, Observer};
use crate::scenario::{Moment, Target};
use crate::time::SimTime;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Opens stages side by side.
    pub(super) fn split(&mut self, slot: u32, split: u32) -> Ran {
        self.residents[slot].since = SimTime::NEVER;
        let resident = self.residents[slot];
        self.observer.happened(self.now, &resident, Happening::Split { split });
        let mut branches = Vec::new();
        for &stage in &self.model.splits[split as usize].stages {
            // Not yet anywhere: a visit of 0 says so.
            let branch = Resident { stage, visit: 0, op: 0, doing: Doing::Other, ..resident };
            let branch = self.residents.add_child(slot, TokenKind::Branch, branch);
            branches.push((branch, self.residents[branch].stamp, stage));
        }
        for (branch, stamp, stage) in branches {
            // If the resident has left from an earlier branch at once, this one is gone.
            if self.residents[branch].stamp == stamp {
                self.join(branch, stage)?;
            }
        }
        Ok(())
    }

    /// All steps of a stage that stands side by side with others are done.
    pub(super) fn finish_branch(&mut self, slot: u32) -> Ran {
        let stage = self.residents[slot].stage;
        let visit = self.residents[slot].visits;
        self.turn_clocks(slot, Moment::Finish(stage as usize));
        self.observer.happened(self.now, &self.residents[slot], Happening::Finished { stage, visit });
        let now = self.now;
        let parent = self.remove_branch(slot);
        let resident = &mut self.residents[parent];
        resident.since = resident.since.min(now);
        if resident.token.has_children() {
            // The others may all be blocked.
            self.look_for_who_is_stuck();
            return Ok(());
        }
        let (stage, wait) = (resident.stage, now - resident.since);
        self.observer.happened(now, resident, Happening::Joint { stage, wait });
        self.residents[parent].op += 1;
        self.proceed(parent)
    }

    /// The resident leaves from one of several stages side by side: the others are stopped, and all go together.
    pub(super) fn leave_together(&mut self, slot: u32, to: Target) -> Ran {
        let parent = self.remove_branch(slot);
        let mut freed = Vec::new();
        for branch in self.residents.children(parent) {
            self.stop(branch, to, &mut freed);
        }
        let resident = &self.residents[parent];
        let stage = resident.stage;
        self.observer.happened(self.now, resident, Happening::LeftBeside { stage, to });
        self.step_out(parent);
        self.go_to(parent, to)?;
        freed.into_iter().try_for_each(|team| self.next_for_team(team))
    }

    /// Stops a branch and everything below it; work in hand stops at once, but a contact's is finished.
    fn stop(&mut self, slot: u32, to: Target, freed: &mut Vec<u32>) {
        self.end_contacts(slot);
        for branch in self.residents.children(slot) {
            self.stop(branch, to, freed);
        }
        // Who never joined has nothing to stop.
        if self.residents[slot].visit > 0 {
            let started = self.has_started(slot);
            freed.extend(self.stop_work(slot));
            let resident = &self.residents[slot];
            self.observer.happened(self.now, resident, Happening::Stopped { stage: resident.stage, to, started });
        }
        self.remove_branch(slot);
    }

    /// Whether a resident has started at the stage they are at: with the first work there, or without work with the first
    /// place.
    fn has_started(&self, slot: u32) -> bool {
        let resident = &self.residents[slot];
        let stage = &self.model.stages[resident.stage as usize];
        let start = match (stage.first_work, stage.first_place) {
            (Some(work), _) => Op::Work(work),
            (None, Some(place)) => Op::Place(place),
            (None, None) => return true,
        };
        let before = &self.model.ops[stage.first_op as usize..resident.op as usize];
        let works = resident.doing == Doing::Working && self.model.ops[resident.op as usize] == start;
        works || before.contains(&start)
    }

    /// Removes a branch, which takes up room no more and waits for none; the resident remembers the last work of any.
    /// Returns the slot that it was a branch of.
    fn remove_branch(&mut self, slot: u32) -> u32 {
        self.leave_line(slot);
        self.step_out(slot);
        let branch = &self.residents[slot];
        let (parent, last_work) = (branch.token.parent, branch.last_work);
        self.residents.remove_child(slot);
        let resident = &mut self.residents[parent];
        resident.last_work = resident.last_work.max(last_work);
        parent
    }
}
