//! Amounts that residents carry: drawn once, growing in closed form, changed by steps and ends.
//!
//! Nothing happens while an amount grows: its value at a moment is worked out when somebody asks, from the value at its
//! last change and the growth since then. Whatever alters the growth (a step, another class) settles the value first.

use super::{Engine, Ran};
use crate::chain::{Resident, ValueModel, pick};
use crate::observe::{Happening, Observer};
use crate::scenario::Moment;
use crate::time::SimTime;

/// The largest value; far beyond any debt.
const MOST: f64 = 1e15;

/// One amount of one resident.
#[derive(Clone, Copy)]
struct Held {
    /// Value at its last change.
    value: f64,
    /// When that was.
    since: SimTime,
    /// Curve by which it grows.
    growth: u32,
    /// Value when the present trajectory began.
    on_arrival: f64,
}

/// The amounts of everybody, by slot; empty where residents carry none.
#[derive(Default)]
pub(super) struct AmountState {
    held: Vec<Held>,
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// The amounts of a resident begin: as they are drawn, at a moment that may lie before the simulation.
    pub(super) fn draw_amounts(&mut self, slot: u32, at: SimTime) {
        let model = &self.model.amounts;
        let number = model.number();
        if number == 0 {
            return;
        }
        let nothing = Held { value: 0.0, since: at, growth: 0, on_arrival: 0.0 };
        let slots = self.residents.slots();
        if self.amounts.held.len() < slots * number {
            self.amounts.held.resize(slots * number, nothing);
        }
        let Resident { key, class, .. } = self.residents[slot];
        for (amount, (initial, address)) in model.initial.iter().enumerate() {
            let value = initial.at(class, at).draw(self.draws.unit(key, *address, 0, 0)).min(MOST);
            let held = Held { value, since: at, growth: amount as u32, on_arrival: value };
            self.amounts.held[slot as usize * number + amount] = held;
        }
    }

    /// Where an amount of a resident is kept; all branches of one carry the same.
    fn place_of(&self, slot: u32, amount: usize) -> usize {
        self.residents[slot].token.root as usize * self.model.amounts.number() + amount
    }

    /// The value of an amount now.
    pub(super) fn amount(&self, slot: u32, amount: usize) -> f64 {
        let held = &self.amounts.held[self.place_of(slot, amount)];
        if held.since >= self.now || held.value == 0.0 {
            return held.value;
        }
        let class = self.residents[slot].class;
        let growth = self.model.amounts.growths[held.growth as usize].sum_between(class, held.since, self.now);
        if growth == 0.0 {
            return held.value;
        }
        (held.value * libm::exp(growth)).min(MOST)
    }

    /// Works out all amounts of a resident, before something changes that their growth depends on.
    pub(super) fn settle_amounts(&mut self, slot: u32) {
        for amount in 0..self.model.amounts.number() {
            self.set_amount(slot, amount, self.amount(slot, amount));
        }
    }

    fn set_amount(&mut self, slot: u32, amount: usize, value: f64) {
        let place = self.place_of(slot, amount);
        let held = &mut self.amounts.held[place];
        (held.value, held.since) = (value, self.now);
    }

    /// A step that changes an amount.
    pub(super) fn change_step(&mut self, slot: u32, change: u32) -> Ran {
        let visit = self.residents[slot].visits;
        self.change_amount(slot, change, visit);
        self.residents[slot].op += 1;
        self.proceed(slot)
    }

    /// An amount changes.
    ///
    /// * `visit` – for the address of what is drawn
    pub(super) fn change_amount(&mut self, slot: u32, change: u32, visit: u32) {
        let model = &self.model.amounts.changes[change as usize];
        let amount = model.amount as usize;
        let Resident { key, class, .. } = self.residents[slot];
        let before = self.amount(slot, amount);
        let value = match &model.value {
            None => before,
            Some(ValueModel::Times(times)) => before * times.at(class, self.now),
            Some(ValueModel::Plus(more, at)) => {
                before + more.at(class, self.now).draw(self.draws.unit(key, *at, visit, 0))
            }
            Some(ValueModel::To(value, at)) => value.at(class, self.now).draw(self.draws.unit(key, *at, visit, 0)),
        };
        let value = value.clamp(0.0, MOST);
        self.set_amount(slot, amount, value);
        if let Some(growth) = model.growth {
            let place = self.place_of(slot, amount);
            self.amounts.held[place].growth = growth;
        }
        let what = Happening::AmountChanged { amount: amount as u16, hundredths: hundredths(value) };
        self.observer.happened(self.now, &self.residents[slot], what);
    }

    /// Several changes at once, at an end or on coming back.
    pub(super) fn change_amounts(&mut self, slot: u32, changes: std::ops::Range<u32>) {
        let visit = u32::from(self.residents[slot].trajectory);
        for change in changes {
            self.change_amount(slot, change, visit);
        }
    }

    /// Tells the amounts of a resident at a moment at which they are measured.
    #[inline]
    pub(super) fn tell_amounts(&mut self, slot: u32, moment: Moment) {
        if self.model.amounts.number() > 0 {
            self.tell_each_amount(slot, moment);
        }
    }

    fn tell_each_amount(&mut self, slot: u32, moment: Moment) {
        let Some(at) = self.model.amounts.told[self.model.moment(moment)] else { return };
        let number = self.model.amounts.number();
        for amount in 0..number {
            let value = self.amount(slot, amount);
            let place = self.place_of(slot, amount);
            let held = &mut self.amounts.held[place];
            if moment == Moment::Arrive {
                held.on_arrival = value;
            }
            let (hundredths, on_arrival) = (hundredths(value), hundredths(held.on_arrival));
            let what = Happening::AmountAt { at, amount: amount as u16, hundredths, grown: hundredths - on_arrival };
            self.observer.happened(self.now, &self.residents[slot], what);
        }
    }

    /// Where a resident goes who has finished a stage: by the first condition they meet, else by shares.
    pub(super) fn choose(&self, slot: u32) -> u32 {
        let Resident { key, class, stage, visits: visit, .. } = self.residents[slot];
        let model = &self.model.stages[stage as usize];
        let holds = |(from, until): (SimTime, SimTime)| from <= self.now && self.now < until;
        for conditional in model.conditions.iter().filter(|conditional| holds(conditional.holds)) {
            let levels = &self.model.classes[usize::from(class)];
            let meets = conditional.when.holds(levels, |amount| self.amount(slot, amount));
            let takes = |(share, at): &(crate::chain::Varying<f64>, _)| {
                self.draws.unit(key, *at, visit, 0) < *share.at(class, self.now)
            };
            if meets && conditional.share.as_ref().is_none_or(takes) {
                return conditional.referral;
            }
        }
        if let [only] = *model.plain {
            return only;
        }
        let shares = model.shares.at(class, self.now);
        model.plain[pick(shares, self.draws.unit(key, model.choice, visit, 0))]
    }
}

/// Cents, or hundredths of a number: what is told is whole.
fn hundredths(value: f64) -> i64 {
    libm::round(100.0 * value) as i64
}
