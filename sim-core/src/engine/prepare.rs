//! Preparation and turnaround: a worker is taken, and nobody is worked on.

use super::{Engine, EventKind, Ran};
use crate::chain::{Doing, WorkModel};
use crate::observe::{Happening, Observer};
use crate::time::Span;

impl<'m, O: Observer, const RARE: bool> Engine<'m, O, RARE> {
    /// A worker is taken for somebody who waits: the appointment is missed, or work starts, after preparation where there
    /// is any.
    #[inline]
    pub(super) fn take(&mut self, slot: u32, work: u32, model: &'m WorkModel) -> Ran {
        // Whoever does not appear is not prepared for.
        if RARE && self.misses_appointment(slot, model) {
            self.miss_appointment(slot, work)?;
            return self.check_busy(model.team);
        }
        let Some(prepare) = model.prepare.as_ref().filter(|_| RARE) else {
            self.start_work(slot, work, model)?;
            return self.check_busy(model.team);
        };
        let now = self.now;
        let gate = prepare.gate.as_ref().map_or(Span::ZERO, |gate| gate.wait(now - self.model.begin));
        let time = prepare.time.as_ref().map_or(0, |(time, at)| {
            let class = self.residents[slot].class;
            let (key, visit, draw) = self.address(slot, model);
            self.time(time.at(class, now), key, *at, visit, draw)
        });
        let resident = &mut self.residents[slot];
        // Whoever is taken no longer gives up.
        resident.outdate();
        resident.doing = Doing::Preparing;
        self.teams[model.team as usize].out_of_use += 1;
        self.observer.happened(now, resident, Happening::Prepares { work });
        self.plan(slot, EventKind::Prepared, now + gate + Span(time));
        Ok(())
    }

    /// Preparation ends and work starts.
    pub(super) fn prepared(&mut self, slot: u32) -> Ran {
        let work = self.work_of(slot);
        let model = &self.model.works[work as usize];
        let team = model.team;
        self.teams[team as usize].out_of_use -= 1;
        self.start_work(slot, work, model)?;
        // In the meantime fewer people may have come on duty.
        self.put_down_too_many(team);
        self.next_for_team(team)
    }

    /// Work has ended: the worker may stay out of use for a time.
    #[inline]
    pub(super) fn turn_around(&mut self, slot: u32, model: &WorkModel) {
        let Some((time, at)) = model.turnaround.as_deref() else { return };
        let class = self.residents[slot].class;
        let (key, visit, draw) = self.address(slot, model);
        let time = self.time(time.at(class, self.now), key, *at, visit, draw);
        if time > 0 {
            self.teams[model.team as usize].out_of_use += 1;
            self.plan_event(EventKind::TurnaroundEnd, self.now + Span(time), model.team, 0);
        }
    }

    /// A worker is of use again.
    pub(super) fn end_turnaround(&mut self, team: u32) -> Ran {
        self.teams[team as usize].out_of_use -= 1;
        self.next_for_team(team)
    }
}
