//! Life outside the chain: being in need, signals, applying, coming back.
//!
//! ```text
//! become_in_need ─► enter_pool ─► live_on ─┬─ apply ───────────► begin_trajectory ─► … ─► leave_chain ─► after_chain
//!                      ▲            ▲      ├─ urgent signal ───►      ▲                                     │
//!                      │            └──────┼─ signal (pending)        │                                     │
//!                      │                   ├─ natural end ─► gone     │                                     │
//!                      │                   └─ batch: a case ──────────┘                                     │
//!                      └───────────────── need stays, or came back ◄────────────────────────────────────────┘
//! ```
//!
//! A resident in the pool has one event planned at a time: the earliest of applying, the next signal of every type, and
//! the natural end. Each of these uses up unit exponentials of its own, and only while the resident is in the pool, so a
//! resident keeps their luck whatever happens in the chain.

use super::life::{Life, Listed, Luck, NeedState, NextSignal, Place, PoolState};
use super::{Engine, EventKind, Ran, RunError};
use crate::chain::{BatchModel, PoolModel, Resident};
use crate::observe::{Happening, NeedHappening, Observer, SignalFate};
use crate::random::{Purpose, ResidentKey, exponential};
use crate::scenario::Moment;
use crate::time::SimTime;

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Everything about need that is known before the run starts.
    pub(super) fn plan_need(&mut self) -> Ran {
        let model = self.model;
        self.need.pools = vec![PoolState::default(); model.need.pools.len()];
        for (index, pool) in model.need.pools.iter().enumerate() {
            for ordinal in 0..pool.stock {
                let key = ResidentKey::new(pool.key, u64::from(ordinal));
                let class = model.streams[pool.onset].class_of(key, self.now, &self.draws, &self.strides);
                let slot = self.residents.add(Resident::new(key, pool.source, class, ordinal, self.now));
                self.check_number()?;
                let (time, at) = &pool.in_need_for;
                let before = time.at(class, self.now).draw(self.draws.unit(key, *at, 0, 0));
                let onset = self.now - crate::time::Span(before);
                self.draw_amounts(slot, onset);
                self.become_in_need(slot, index as u16, onset, true);
            }
            self.plan_signal_batch(index as u32);
        }
        Ok(())
    }

    /// A resident who is new to the run gets into need.
    pub(super) fn become_in_need(&mut self, slot: u32, pool: u16, onset: SimTime, there_before: bool) {
        self.new_life(slot, Some(pool));
        // Not in the chain yet.
        self.residents[slot].trajectory = 0;
        self.draw_luck(slot, pool);
        self.begin_need(slot, onset);
        self.tell_need(slot, NeedHappening::Began { pool, there_before, in_help: false });
        self.enter_pool(slot, onset);
    }

    /// A resident is found in the chain when the simulation begins: in need, of the only pool if there is one.
    pub(super) fn found_in_need(&mut self, slot: u32) {
        let need = &self.model.need;
        if !need.is_there() {
            return;
        }
        let [only] = &need.pools[..] else { return self.new_life(slot, None) };
        self.new_life(slot, Some(0));
        self.residents[slot].stream = only.source;
        self.draw_luck(slot, 0);
        self.begin_need(slot, self.residents[slot].arrived);
        self.need.helped += 1;
        self.tell_need(slot, NeedHappening::Began { pool: 0, there_before: true, in_help: true });
    }

    /// The unit exponentials that a resident of a pool begins with.
    fn draw_luck(&mut self, slot: u32, pool: u16) {
        let model = &self.model.need.pools[usize::from(pool)];
        let key = self.residents[slot].key;
        self.need.luck[slot as usize].apply_left =
            model.apply.as_ref().map_or(0.0, |apply| exponential(self.draws.unit(key, apply.after_at, 0, 0)));
        for (number, signal) in model.signals.iter().enumerate() {
            let left = exponential(self.draws.unit(key, signal.rate_at, 0, 0));
            let next = NextSignal { left, ..NextSignal::default() };
            self.need.signals[slot as usize * self.model.need.most_signals + number] = next;
        }
    }

    /// Room for the life of whoever is in a slot now.
    pub(super) fn new_life(&mut self, slot: u32, pool: Option<u16>) {
        let (types, ends) = (self.model.need.most_signals, usize::from(self.model.need.counted_ends));
        let state = &mut self.need;
        let slots = self.residents.slots();
        if state.lives.len() < slots {
            state.lives.resize(slots, Life::default());
            state.luck.resize(slots, Luck::default());
            state.signals.resize(slots * types, NextSignal::default());
            state.leavings.resize(slots * ends, 0);
        }
        let life = &mut state.lives[slot as usize];
        *life = Life { pool, who: life.who.wrapping_add(1), ..Life::default() };
        state.luck[slot as usize] = Luck::default();
        state.leavings[slot as usize * ends..][..ends].fill(0);
    }

    /// Need begins, for the first time or once more.
    fn begin_need(&mut self, slot: u32, onset: SimTime) {
        let key = self.residents[slot].key;
        let pool = self.need.lives[slot as usize].pool;
        let model = &self.model.need.pools[usize::from(pool.unwrap_or(0))];
        let luck = &mut self.need.luck[slot as usize];
        luck.onset = onset;
        luck.end_left = model
            .natural_end
            .as_ref()
            .map_or(0.0, |&(_, at, _)| exponential(self.draws.unit(key, at, 0, luck.episodes)));
        luck.episodes += 1;
        self.need.came += 1;
    }

    /// A resident comes into the pool; the age of applying counts from `entered`.
    fn enter_pool(&mut self, slot: u32, entered: SimTime) {
        let life = &mut self.need.lives[slot as usize];
        (life.place, life.since) = (Place::Pool, self.now);
        self.need.luck[slot as usize].entered = entered;
        self.need.in_pools += 1;
        self.aim(slot);
        self.plan_next_of_life(slot);
    }

    /// Works out when everything will happen to a resident in the pool, from what is left of their luck.
    fn aim(&mut self, slot: u32) {
        let class = self.residents[slot].class;
        let state = &mut self.need;
        let life = &mut state.lives[slot as usize];
        let Some(pool) = life.pool else { return };
        let model = &self.model.need.pools[usize::from(pool)];
        let willing = &mut state.pools[usize::from(pool)].willing;
        let luck = &state.luck[slot as usize];
        life.applies = model.apply.as_ref().map_or(SimTime::NEVER, |apply| {
            let willingness = willing.of(*apply.again.at(class, life.since), luck.returns);
            if willingness <= 0.0 {
                return SimTime::NEVER;
            }
            apply.after.used_up_at(class, luck.entered, life.since, luck.apply_left / willingness)
        });
        life.ends = model
            .natural_end
            .as_ref()
            .map_or(SimTime::NEVER, |(after, ..)| after.used_up_at(class, luck.onset, life.since, luck.end_left));
        let next = &mut state.signals[slot as usize * self.model.need.most_signals..];
        for (signal, next) in model.signals.iter().zip(next) {
            next.at = signal.rate.adds_up_to(class, life.since, next.left);
        }
    }

    /// Plans the earliest of what awaits a resident in the pool.
    fn plan_next_of_life(&mut self, slot: u32) {
        let life = &self.need.lives[slot as usize];
        let earliest = self.signals_of(slot).iter().map(|next| next.at).fold(life.applies.min(life.ends), SimTime::min);
        self.plan(slot, EventKind::LivesOn, earliest);
    }

    fn signals_of(&self, slot: u32) -> &[NextSignal] {
        let types = self.pool_of(slot).map_or(0, |pool| pool.signals.len());
        &self.need.signals[slot as usize * self.model.need.most_signals..][..types]
    }

    fn pool_of(&self, slot: u32) -> Option<&PoolModel> {
        let pool = self.need.lives[slot as usize].pool?;
        Some(&self.model.need.pools[usize::from(pool)])
    }

    /// Uses up hazards until now.
    fn use_up(&mut self, slot: u32) {
        let (class, now) = (self.residents[slot].class, self.now);
        let state = &mut self.need;
        let life = &mut state.lives[slot as usize];
        let Some(pool) = life.pool else { return };
        let model = &self.model.need.pools[usize::from(pool)];
        let since = std::mem::replace(&mut life.since, now);
        let luck = &mut state.luck[slot as usize];
        if let Some(apply) = &model.apply {
            let willing = &mut state.pools[usize::from(pool)].willing;
            let willingness = willing.of(*apply.again.at(class, since), luck.returns);
            let used = willingness * apply.after.used_between(class, luck.entered, since, now);
            luck.apply_left = (luck.apply_left - used).max(0.0);
        }
        if let Some((after, ..)) = &model.natural_end {
            luck.end_left = (luck.end_left - after.used_between(class, luck.onset, since, now)).max(0.0);
        }
        let next = &mut state.signals[slot as usize * self.model.need.most_signals..];
        for (signal, next) in model.signals.iter().zip(next) {
            next.left = (next.left - signal.rate.sum_between(class, since, now)).max(0.0);
        }
    }

    /// Something happens to a resident in the pool.
    pub(super) fn live_on(&mut self, slot: u32) -> Ran {
        let life = &self.need.lives[slot as usize];
        if life.place != Place::Pool {
            return Err(self.broken(slot, "only residents in a pool apply or are signalled"));
        }
        let now = self.now;
        if life.applies <= now {
            return self.apply(slot);
        }
        if life.ends <= now {
            return self.end_naturally(slot);
        }
        match self.signals_of(slot).iter().position(|next| next.at <= now) {
            Some(signal) => self.signal(slot, signal),
            None => Err(self.broken(slot, "what is planned in a pool comes when it was planned")),
        }
    }

    /// A resident applies of their own accord.
    fn apply(&mut self, slot: u32) -> Ran {
        self.leave_pool(slot, SignalFate::LeftPool);
        let key = self.residents[slot].key;
        let pool = self.need.lives[slot as usize].pool;
        let model = pool.and_then(|pool| self.model.need.pools[usize::from(pool)].apply.as_ref());
        let Some(apply) = model else { return Err(self.broken(slot, "who applies can apply")) };
        let luck = &mut self.need.luck[slot as usize];
        luck.applications += 1;
        luck.apply_left = exponential(self.draws.unit(key, apply.after_at, 0, luck.applications));
        self.tell_need(slot, NeedHappening::Applied);
        self.enter_chain(slot, apply.to)
    }

    /// Need ends without help.
    fn end_naturally(&mut self, slot: u32) -> Ran {
        self.leave_pool(slot, SignalFate::LeftPool);
        let Some(end) = self.pool_of(slot).and_then(|pool| pool.natural_end.as_ref()).map(|natural| natural.2) else {
            return Err(self.broken(slot, "need that ends by itself has an end"));
        };
        self.need.ended += 1;
        self.tell_need(slot, NeedHappening::EndedNaturally { end });
        self.residents.remove(slot);
        self.check_need()
    }

    /// A creditor signals a resident.
    fn signal(&mut self, slot: u32, number: usize) -> Ran {
        let Resident { key, class, .. } = self.residents[slot];
        let Some(pool) = self.need.lives[slot as usize].pool else {
            return Err(self.broken(slot, "who is signalled belongs to a pool"));
        };
        let model = &self.model.need.pools[usize::from(pool)];
        let signal = &model.signals[number];
        let next = &mut self.need.signals[slot as usize * self.model.need.most_signals + number];
        let drawn = |at: Purpose, draw: u32| self.draws.unit(key, at, 0, draw);
        let euro =
            signal.amount.as_ref().map_or(0.0, |(amount, at)| amount.at(class, self.now).draw(drawn(*at, next.number)));
        next.number += 1;
        let life = &mut self.need.lives[slot as usize];
        // The unit counts from the moment up to which the others have been used up.
        next.left =
            signal.rate.sum_between(class, life.since, self.now) + exponential(drawn(signal.rate_at, next.number));
        next.at = signal.rate.adds_up_to(class, life.since, next.left).max(self.now);
        life.pending += 1;
        life.types |= 1 << number;
        life.euro += euro;
        let told =
            NeedHappening::Signalled { signal: model.first_signal + number as u32, cents: (100.0 * euro) as u64 };
        self.tell_need(slot, told);
        if let Some((axis, level)) = signal.becomes {
            self.change_level(slot, axis, level);
        }
        if signal.urgent {
            return self.open_case(slot);
        }
        let life = &mut self.need.lives[slot as usize];
        if !std::mem::replace(&mut life.listed, true) {
            let who = life.who;
            self.need.pools[usize::from(pool)].listed.push(Listed { slot, who });
        }
        self.plan_next_of_life(slot);
        Ok(())
    }

    /// A resident's class becomes another one.
    pub(super) fn change_level(&mut self, slot: u32, axis: usize, level: usize) {
        let from = self.residents[slot].class;
        let now_at = self.model.classes[usize::from(from)][axis];
        if now_at == level {
            return;
        }
        let in_pool = self.model.need.is_there() && self.need.lives[slot as usize].place == Place::Pool;
        if in_pool {
            self.use_up(slot);
        }
        self.settle_amounts(slot);
        let stride = self.strides[axis];
        let resident = &mut self.residents[slot];
        resident.class = (usize::from(from) + level * stride - now_at * stride) as u16;
        self.observer.happened(self.now, &self.residents[slot], Happening::Became { from, stage: None });
        if in_pool {
            self.aim(slot);
        }
    }

    pub(super) fn plan_signal_batch(&mut self, pool: u32) {
        let state = &mut self.need.pools[pool as usize];
        let Some(batch) = &self.model.need.pools[pool as usize].batch else { return };
        if let Some(&at) = batch.moments.get(state.next_batch) {
            state.next_batch += 1;
            self.plan_event(EventKind::SignalBatch, at, pool, 0);
        }
    }

    /// The signals since the last batch are looked at.
    ///
    /// What becomes of somebody's signals depends on nobody else, so of many it is decided before anything is done: their
    /// lives then come out of memory side by side instead of one after the other.
    pub(super) fn look_at_signals(&mut self, pool: u32) -> Ran {
        self.plan_signal_batch(pool);
        let Some(batch) = &self.model.need.pools[pool as usize].batch else { return Ok(()) };
        let listed = std::mem::take(&mut self.need.pools[pool as usize].listed);
        let mut fates = Vec::with_capacity(DECIDED_TOGETHER);
        for listed in listed.chunks(DECIDED_TOGETHER) {
            fates.extend(listed.iter().map(|&listed| self.fate_of(listed, batch)));
            for (listed, fate) in listed.iter().zip(fates.drain(..)) {
                match fate {
                    None => {}
                    Some(SignalFate::TakenUp) => self.open_case(listed.slot)?,
                    Some(fate) => self.drop_signals(listed.slot, fate),
                }
            }
        }
        Ok(())
    }

    /// What becomes of the signals of somebody in the list; `None` where there are none any more.
    fn fate_of(&mut self, listed: Listed, batch: &BatchModel) -> Option<SignalFate> {
        let life = &mut self.need.lives[listed.slot as usize];
        // Somebody else may live in the slot by now.
        if life.who != listed.who {
            return None;
        }
        life.listed = false;
        // Who left the pool since then has no signals any more.
        if life.pending == 0 {
            return None;
        }
        let Resident { key, class, .. } = self.residents[listed.slot];
        if life.euro < *batch.threshold.at(class, self.now) {
            return Some(SignalFate::BelowThreshold);
        }
        if life.types.count_ones() < batch.creditors {
            return Some(SignalFate::NoMatch);
        }
        let unit = self.draws.unit(key, batch.taken_up_at, 0, life.offered);
        life.offered += 1;
        let taken_up = unit < *batch.taken_up.at(class, self.now);
        Some(if taken_up { SignalFate::TakenUp } else { SignalFate::NotTakenUp })
    }

    /// Signals become a case: the resident is taken into the chain.
    fn open_case(&mut self, slot: u32) -> Ran {
        self.leave_pool(slot, SignalFate::TakenUp);
        let Some(to) = self.pool_of(slot).and_then(|pool| pool.batch.as_ref()).map(|batch| batch.to) else {
            return Err(self.broken(slot, "signals are taken up where there is a batch"));
        };
        self.tell_need(slot, NeedHappening::CaseOpened);
        self.enter_chain(slot, to)
    }

    /// Signals that were pending no longer are.
    fn drop_signals(&mut self, slot: u32, fate: SignalFate) {
        let life = &mut self.need.lives[slot as usize];
        let number = std::mem::take(&mut life.pending);
        (life.types, life.euro) = (0, 0.0);
        if number > 0 {
            self.tell_need(slot, NeedHappening::SignalsLookedAt { number, fate });
        }
    }

    /// A resident is no longer in the pool.
    fn leave_pool(&mut self, slot: u32, fate: SignalFate) {
        self.use_up(slot);
        self.drop_signals(slot, fate);
        self.need.lives[slot as usize].place = Place::Chain;
        self.need.in_pools -= 1;
        let resident = &mut self.residents[slot];
        resident.outdate();
    }

    /// A resident who lived outside the chain comes into it.
    fn enter_chain(&mut self, slot: u32, stage: u32) -> Ran {
        let life = &mut self.need.lives[slot as usize];
        life.place = Place::Chain;
        self.need.helped += u64::from(life.pool.is_some());
        self.residents.begin_again(slot, self.now);
        self.begin_trajectory(slot, stage)
    }

    /// A trajectory begins: a resident arrives in the chain.
    #[inline]
    pub(super) fn begin_trajectory(&mut self, slot: u32, stage: u32) -> Ran {
        self.arrived += 1;
        self.observer.happened(self.now, &self.residents[slot], Happening::Arrived);
        self.turn_clocks(slot, Moment::Arrive);
        self.join(slot, stage)
    }

    /// What becomes of a resident who has just left the chain.
    pub(super) fn after_chain(&mut self, slot: u32, end: u32) -> Ran {
        let Resident { key, class, .. } = self.residents[slot];
        let now = self.now;
        let resident = &mut self.residents[slot];
        resident.outdate();
        let model = &self.model.need.after[end as usize];
        self.change_amounts(slot, model.amounts.clone());
        let in_pool = self.need.lives[slot as usize].pool.is_some();
        let luck = &mut self.need.luck[slot as usize];
        luck.left = now;
        self.need.helped -= u64::from(in_pool);
        if in_pool && model.need_stays {
            luck.returns += 1;
            self.tell_need(slot, NeedHappening::BackInPool);
            self.enter_pool(slot, now);
            return self.check_need();
        }
        if in_pool {
            self.need.ended += 1;
            self.tell_need(slot, NeedHappening::EndedAfterHelp { end });
        }
        if let Some(returns) = &model.returns
            && (returns.to.is_some() || in_pool)
        {
            let ends = usize::from(self.model.need.counted_ends);
            let count = &mut self.need.leavings[slot as usize * ends + usize::from(returns.counted)];
            *count = count.saturating_add(1);
            let visit = u32::from(*count);
            let (share, share_at) = &returns.share;
            if self.draws.unit(key, *share_at, visit, 0) < *share.at(class, now) {
                let (after, after_at) = &returns.after;
                let time = after.at(class, now).draw(self.draws.unit(key, *after_at, visit, 0));
                let comes_back = now + crate::time::Span(time);
                // Who comes back after the run is no longer waited for.
                if comes_back < self.model.end {
                    self.need.lives[slot as usize].place = Place::Outside;
                    self.need.luck[slot as usize].left_by = end;
                    self.need.outside += 1;
                    self.plan(slot, EventKind::ComesBack, comes_back);
                    return self.check_need();
                }
                self.residents.remove(slot);
                return self.check_need();
            }
        }
        // Only who does not come back stays away as one of a population: nobody is there twice.
        self.stay_away(slot);
        self.residents.remove(slot);
        self.check_need()
    }
}

impl<O: Observer, const RARE: bool> Engine<'_, O, RARE> {
    /// Somebody comes back who had left the chain.
    pub(super) fn come_back(&mut self, slot: u32) -> Ran {
        let in_pool = self.need.lives[slot as usize].pool.is_some();
        let Luck { left, left_by, .. } = self.need.luck[slot as usize];
        let Some(returns) = &self.model.need.after[left_by as usize].returns else {
            return Err(self.broken(slot, "who comes back left through an end that lets them"));
        };
        let amounts = returns.amounts.clone();
        self.need.outside -= 1;
        self.change_amounts(slot, amounts);
        if in_pool {
            self.begin_need(slot, self.now);
        }
        let to_pool = returns.to.is_none();
        self.tell_need(slot, NeedHappening::CameBack { after: self.now - left, to_pool });
        if let Some(stage) = returns.to {
            return self.enter_chain(slot, stage);
        }
        self.need.luck[slot as usize].returns += 1;
        self.enter_pool(slot, self.now);
        self.check_need()
    }

    /// Whether a resident is in memory but not in the chain.
    pub(super) fn is_apart(&self, slot: u32) -> bool {
        self.model.need.is_there() && self.need.lives[slot as usize].place != Place::Chain
    }

    fn tell_need(&mut self, slot: u32, what: NeedHappening) {
        self.observer.happened(self.now, &self.residents[slot], Happening::Need(what));
    }

    /// Everybody in need is in a pool or in the chain.
    fn check_need(&self) -> Ran {
        let NeedState { came, ended, in_pools, helped, .. } = self.need;
        if came == ended + in_pools + helped {
            return Ok(());
        }
        Err(Box::new(RunError::NeedNotConserved { came, ended, in_pools, helped, at: self.now }))
    }
}

/// So many lives are looked at before anything is done about them.
const DECIDED_TOGETHER: usize = 64;
