//! Filled start: residents who are in the chain already when the simulation begins take their places.

use super::{Engine, EventKind, Ran, RunError};
use crate::chain::{Doing, Op, PresentModel, Resident, SinceModel, pick};
use crate::observe::{Happening, Observer};
use crate::random::{Purpose, ResidentKey, Sampler};
use crate::scenario::{Moment, PresentDoing};
use crate::time::{SimTime, Span};

/// Stands for the stream of a resident who came before the simulation began.
pub(super) const FOUND: u16 = u16::MAX;

/// Number of the draw of what is left of a time: beyond those of the time itself.
const LEFT: u32 = 255;

/// Somebody who is there.
struct Found<'m> {
    model: &'m PresentModel,
    key: ResidentKey,
    ordinal: u64,
    since: Option<SimTime>,
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Everybody who is there takes their place, who has been there longest first.
    pub(super) fn place_present(&mut self) -> Ran {
        let mut all = Vec::new();
        for model in &self.model.present {
            for ordinal in model.first..model.first + u64::from(model.number) {
                let key = ResidentKey::new(model.key, ordinal);
                let since = match &model.since {
                    SinceModel::Unknown => None,
                    SinceModel::Moment(moment) => Some(*moment),
                    SinceModel::For(time, at) => Some(self.now - Span(self.time(time, key, *at, 0, 0))),
                };
                all.push(Found { model, key, ordinal, since });
            }
        }
        all.sort_by_key(|found| found.since.unwrap_or(self.now));
        for found in all {
            let slot = self.add_found(&found)?;
            match found.model.doing {
                PresentDoing::Waiting => self.found_waiting(slot),
                PresentDoing::InWork => self.found_in_work(slot, found.since),
                PresentDoing::Staying => self.found_staying(slot, found.since)?,
            }
        }
        Ok(())
    }

    fn add_found(&mut self, found: &Found<'_>) -> Result<u32, Box<RunError>> {
        let (model, now) = (found.model, self.now);
        let axes = model.mix.iter().zip(&model.levels).zip(&self.strides);
        let class: usize = axes
            .map(|(((shares, at), level), stride)| {
                let drawn = || pick(shares.at(0, now), self.draws.unit(found.key, *at, 0, 0));
                stride * level.unwrap_or_else(drawn)
            })
            .sum();
        let since = found.since.unwrap_or(now);
        // They came before anybody whose arrival is seen.
        let arrived = since.min(SimTime(now.0 - 1));
        let slot = self.residents.add(Resident::new(found.key, FOUND, class as u16, found.ordinal as u32, arrived));
        self.draw_amounts(slot, arrived);
        if self.residents.present() > self.limits.residents {
            return Err(Box::new(RunError::TooManyResidents { residents: self.limits.residents, at: now }));
        }
        self.arrived += 1;
        self.found_in_need(slot);
        let stage = model.stage;
        self.residents.visit(slot, stage);
        let resident = &mut self.residents[slot];
        resident.op = model.op;
        (resident.joined, resident.since, resident.inside) = (since, since, true);
        self.rooms.present[stage as usize] += 1;
        let resident = &mut self.residents[slot];
        (resident.phase, resident.phase_since) = (self.model.stages[stage as usize].phase, since);
        self.found_with_places(slot);
        let waiting = model.doing == PresentDoing::Waiting;
        self.observer.happened(now, &self.residents[slot], Happening::Found { stage, waiting, since: found.since });
        if found.since.is_some() {
            self.start_clocks(slot, Moment::Enter(stage as usize), since);
        }
        Ok(slot)
    }

    /// Who is at a step after one that takes a place, and before one that gives it back, holds it.
    fn found_with_places(&mut self, slot: u32) {
        let Resident { stage, op, .. } = self.residents[slot];
        let first = self.model.stages[stage as usize].first_op;
        let mut held = 0_u64;
        for step in &self.model.ops[first as usize..op as usize] {
            match step {
                Op::Place(place) => held |= 1 << self.model.places[*place as usize].caseload,
                Op::GiveBack(caseload) => held &= !(1 << caseload),
                _ => {}
            }
        }
        self.residents[slot].places = held;
        self.hold_all(held);
    }

    fn found_waiting(&mut self, slot: u32) {
        if let Op::Work(work) = self.model.ops[self.residents[slot].op as usize] {
            self.residents[slot].doing = Doing::Waiting;
            self.wait_in_line(slot, work);
        }
    }

    /// The work rests until the team opens. Of work of which nothing is known every part is as likely to be done.
    fn found_in_work(&mut self, slot: u32, since: Option<SimTime>) {
        let Op::Work(work) = self.model.ops[self.residents[slot].op as usize] else { return };
        let model = &self.model.works[work as usize];
        let (class, now) = (self.residents[slot].class, self.now);
        let (key, visit, draw) = self.address(slot, model);
        let left = match since {
            Some(since) => self.time_left(&model.service, class, since, key, model.service_at, visit, draw),
            None => self.part_left(model.service.at(class, now), key, model.service_at, visit),
        };
        let resident = &mut self.residents[slot];
        (resident.work_began, resident.work_ends, resident.work_length) = (since.unwrap_or(now), SimTime(left.0), left);
        resident.doing = Doing::Working;
        self.found_leaving(slot, work);
        if self.model.teams[model.team as usize].interrupts {
            self.count_waiting(&self.model.works[work as usize], 1);
        }
        self.teams[model.team as usize].interrupted.push_back(slot);
    }

    /// Whoever is in work may leave during it.
    fn found_leaving(&mut self, slot: u32, work: u32) {
        let model = &self.model.works[work as usize];
        let Some(leave) = &model.leave else { return };
        let Resident { class, work_began, .. } = self.residents[slot];
        let (key, visit, draw) = self.address(slot, model);
        let left = self.time_left(&leave.after, class, work_began, key, leave.after_at, visit, draw);
        let leaves = self.now + left;
        self.residents[slot].leaves_at = leaves;
        self.plan(slot, EventKind::WorkLeft, leaves);
    }

    fn found_staying(&mut self, slot: u32, since: Option<SimTime>) -> Ran {
        let Op::Delay(delay) = self.model.ops[self.residents[slot].op as usize] else {
            return Err(self.broken(slot, "who is found staying is at a delay"));
        };
        let model = &self.model.delays[delay as usize];
        let (class, now) = (self.residents[slot].class, self.now);
        let visit = self.residents[slot].visits;
        let key = self.residents[slot].key;
        let left = match since {
            Some(since) => self.time_left(&model.time, class, since, key, model.time_at, visit, 0),
            None => self.part_left(model.time.at(class, now), key, model.time_at, visit),
        };
        let left = model.opening.as_ref().map_or(left, |opening| super::moves::counted_in(opening, now, left));
        let leaves = model
            .leave
            .as_ref()
            .map(|leave| self.time_left(&leave.after, class, since.unwrap_or(now), key, leave.after_at, visit, 0));
        match leaves {
            Some(leaves) if leaves < left => self.plan(slot, EventKind::Leave, now + leaves),
            _ => self.plan(slot, EventKind::DelayEnd, now + left),
        }
        if let Some(contacts) = &model.contacts {
            // Of a stay of which the share u is left, left × (1 − u) ÷ u has passed.
            let share = self.draws.unit(key, model.time_at, visit, LEFT);
            let passed = || Span(libm::round(left.0 as f64 * (1.0 - share) / share) as i64);
            self.resume_contacts(slot, contacts, since.map_or_else(passed, |since| now - since));
        }
        if model.becomes.is_some() {
            self.plan_becoming_during(slot, since.unwrap_or(now), now + left);
        }
        Ok(())
    }

    /// What is left of a time of which any part may have passed.
    fn part_left(&mut self, whole: &Sampler, key: ResidentKey, at: Purpose, visit: u32) -> Span {
        let whole = self.time(whole, key, at, visit, 0);
        Span(libm::round(whole as f64 * self.draws.unit(key, at, visit, LEFT)) as i64)
    }
}
