//! Residents who are present: what the engine remembers of each while they are in the chain.

use super::replies::Answer;
use super::token::{NOBODY, Token, TokenKind};
use crate::random::ResidentKey;
use crate::scenario::Phase;
use crate::time::{SimTime, Span};

/// A resident who is in the chain.
///
/// In the order of use: what nearly every event needs stands in the first 64 bytes, what work needs in the second, and what a
/// short chain needs at all in the third.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C, align(64))]
pub struct Resident {
    /// Who: every draw of this resident is addressed by it.
    pub key: ResidentKey,
    /// Began to wait for the present work, or for replies. Of who waits for stages side by side: when the first of them
    /// was finished, [`SimTime::NEVER`] before.
    pub since: SimTime,
    /// Joined the present stage.
    pub joined: SimTime,
    /// Arrival in the chain.
    pub arrived: SimTime,
    /// Counts what has been planned for this resident; an event with an older stamp no longer holds.
    pub stamp: u32,
    /// Operation they are at (index into the model's programs).
    pub op: u32,
    /// Stage they are at (or have left last).
    pub stage: u32,
    /// So-manieth visit there in this trajectory, from 1.
    pub visit: u32,
    /// Visits there so far in all trajectories, the present one included.
    pub visits: u32,
    /// Returns so far in the present transfer.
    pub round: u32,
    /// Class combination.
    pub class: u16,
    /// Class combination at arrival.
    pub arrived_as: u16,
    /// Waiting, in work, or neither.
    pub doing: Doing,
    /// Whether they take up room at the present stage.
    pub inside: bool,
    /// Whether they have finished the present stage and still take up a place there.
    pub held: bool,
    /// Phase they are in.
    pub phase: Option<Phase>,
    /// Present work began.
    pub work_began: SimTime,
    /// Present work ends; what is left of it while it is interrupted ([`SimTime::NEVER`]: to be drawn anew).
    pub work_ends: SimTime,
    /// Left the stage that they are on the way from.
    pub left: SimTime,
    /// Since when they are in that phase.
    pub phase_since: SimTime,
    /// Last end of work anywhere and the organisation that did it; `None` before the first.
    pub last_work: Option<(SimTime, u16)>,
    /// Appointments missed so far for the present work.
    pub missed: u32,
    /// Times they have found the stage full that they try again at.
    pub tries: u32,
    /// Length of the present work.
    pub work_length: Span,
    /// Leaves the present work at this moment, if it has not ended by then.
    pub leaves_at: SimTime,
    /// Whether this is the resident, or one of several stages or a contact of theirs.
    pub token: Token,
    /// Where the resident stands in the team's list of work in hand, while in work.
    pub in_hand: u32,
    /// Referral they are on the way by.
    pub referral: u32,
    /// The referral chosen before the work; [`Resident::NOBODY`] when it is chosen afterwards.
    pub chosen: u32,
    /// The team of the worker who stays with them after the work; [`Resident::NOBODY`] when nobody does.
    pub kept: u32,
    /// The stage at which they wait for room; [`Resident::NOBODY`] when they do not.
    pub blocked_at: u32,
    /// How often the present work was drawn anew.
    pub again: u32,
    /// Stream they came from.
    pub stream: u16,
    /// So-manieth time in the chain, from 1.
    pub trajectory: u16,
    /// How much of the time since joining the stage went by waiting for places.
    pub waited_for_places: Span,
    /// Where the engine keeps them; another resident's once they have left for good.
    pub slot: u32,
    /// Rank in the stream's own sequence, from 0.
    pub ordinal: u32,
    /// Places of caseloads that they have, a bit for each of the model's caseloads; of a branch or contact see the
    /// resident.
    pub places: u64,
    /// Since when they wait for room.
    pub blocked_since: SimTime,
    /// When the next contact of the present stay falls due.
    pub contact_due: SimTime,
    /// Contacts that fell due so far during it.
    pub contacts: u32,
    /// What creditors answer, while that is awaited.
    pub answer: Answer,
}

/// Four lines of the cache.
const _: () = assert!(size_of::<Resident>() == 256);

/// Whether a resident waits or is in work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Waits for a worker or for a place, as the operation says.
    Waiting,
    /// A worker is taken and prepares.
    Preparing,
    /// Did not appear: a worker spends the appointment in vain.
    Missing,
    /// Missed an appointment and has yet to come for the next.
    Rebooked,
    /// In work, also while the work rests.
    Working,
    /// Neither: in a delay or on the way.
    Other,
}

impl Resident {
    /// Stands for no team, stage or referral.
    pub const NOBODY: u32 = u32::MAX;

    /// The largest stamp, after which they begin again at 0. (Nothing waits while a resident's plans change 10⁸ times.)
    pub const MOST_STAMP: u32 = u32::MAX >> 5;

    /// Whether this is the resident, and not one of several stages or a contact of theirs.
    #[inline]
    pub fn is_whole(&self) -> bool {
        self.token.kind == TokenKind::Whole
    }

    /// From now on nothing holds that was planned for the resident so far.
    #[inline]
    pub fn outdate(&mut self) {
        self.stamp = (self.stamp + 1) & Resident::MOST_STAMP;
    }

    /// Somebody who arrives now.
    #[inline(always)]
    pub fn new(key: ResidentKey, stream: u16, class: u16, ordinal: u32, now: SimTime) -> Resident {
        Resident {
            key,
            stream,
            class,
            ordinal,
            slot: 0,
            trajectory: 1,
            stamp: 0,
            stage: 0,
            visit: 0,
            visits: 0,
            op: 0,
            round: 0,
            referral: 0,
            doing: Doing::Other,
            arrived_as: class,
            places: 0,
            missed: 0,
            waited_for_places: Span::ZERO,
            in_hand: 0,
            arrived: now,
            joined: now,
            left: now,
            since: now,
            work_began: now,
            work_ends: now,
            chosen: Resident::NOBODY,
            inside: false,
            kept: Resident::NOBODY,
            held: false,
            blocked_at: Resident::NOBODY,
            blocked_since: now,
            tries: 0,
            work_length: Span::ZERO,
            again: 0,
            leaves_at: SimTime::NEVER,
            phase: None,
            phase_since: now,
            last_work: None,
            token: Token::WHOLE,
            contacts: 0,
            contact_due: SimTime::NEVER,
            answer: Answer::default(),
        }
    }
}

/// All residents who are present, with room that is used again after they leave.
#[derive(Debug, Clone)]
pub struct Residents {
    slots: Vec<Resident>,
    free: Vec<u32>,
    /// Slots in use that are branches or contacts.
    children: usize,
    clocks: usize,
    /// Column of each stage in `visits`; [`NOBODY`] where nobody comes twice, so that nothing need be remembered.
    columns: Vec<u32>,
    /// Number of columns.
    stages: usize,
    /// Visits so far, by slot and column.
    visits: Vec<u16>,
    /// Of these, visits in earlier trajectories; empty while nobody has had more than one.
    earlier: Vec<u16>,
    /// Start and end of each clock, by slot and clock; start [`SimTime::NEVER`] when it does not run.
    running: Vec<(SimTime, SimTime)>,
}

impl Residents {
    /// Nobody yet.
    ///
    /// * `comes_again` – for each stage, whether somebody may come to it more than once
    /// * `clocks` – number of clocks
    pub fn new(comes_again: &[bool], clocks: usize) -> Residents {
        let mut stages = 0;
        let columns = comes_again.iter().map(|&again| {
            let column = if again { stages } else { NOBODY };
            stages += u32::from(again);
            column
        });
        let columns = columns.collect();
        Residents {
            slots: Vec::new(),
            free: Vec::new(),
            children: 0,
            clocks,
            columns,
            stages: stages as usize,
            visits: Vec::new(),
            earlier: Vec::new(),
            running: Vec::new(),
        }
    }

    /// Takes a resident, or a branch or contact of one, in and returns the slot.
    ///
    /// To be compiled into who asks: a resident is then written where they are kept, and not copied there.
    #[inline(always)]
    pub fn add(&mut self, resident: Resident) -> u32 {
        self.children += usize::from(!resident.is_whole());
        let slot = match self.free.pop() {
            Some(slot) => {
                self.clear(slot as usize);
                slot
            }
            None => self.another_slot(resident.key),
        };
        let added = &mut self.slots[slot as usize];
        *added = Resident { stamp: added.stamp, ..resident };
        if added.token.kind == TokenKind::Whole {
            (added.slot, added.token.root) = (slot, slot);
        }
        slot
    }

    /// Forgets visits and clocks of whoever had a slot before.
    #[inline]
    fn clear(&mut self, slot: usize) {
        // Filling nothing is not free: `memset` of an empty vector takes a hundred nanoseconds on some processors.
        if self.stages > 0 {
            self.visits[slot * self.stages..][..self.stages].fill(0);
            if let Some(earlier) = self.earlier.get_mut(slot * self.stages..(slot + 1) * self.stages) {
                earlier.fill(0);
            }
        }
        self.running[slot * self.clocks..][..self.clocks].fill((SimTime::NEVER, SimTime::NEVER));
    }

    /// One more slot, with anybody in it.
    #[cold]
    #[inline(never)]
    fn another_slot(&mut self, key: ResidentKey) -> u32 {
        self.slots.push(Resident::new(key, 0, 0, 0, SimTime::default()));
        self.visits.resize(self.slots.len() * self.stages, 0);
        self.running.resize(self.slots.len() * self.clocks, (SimTime::NEVER, SimTime::NEVER));
        (self.slots.len() - 1) as u32
    }

    /// Lets a resident go; the slot may be used again and nothing planned for it holds.
    pub fn remove(&mut self, slot: u32) {
        let resident = &mut self.slots[slot as usize];
        self.children -= usize::from(!resident.is_whole());
        resident.outdate();
        self.free.push(slot);
    }

    /// Begins a new trajectory of somebody who is here already: whatever belongs to the present one is as new.
    pub fn begin_again(&mut self, slot: u32, now: SimTime) {
        let known = &mut self.slots[slot as usize];
        let trajectory = known.trajectory.saturating_add(1);
        let Resident { key, stream, class, ordinal, stamp, .. } = *known;
        if trajectory > 1 && self.stages > 0 {
            let visits = slot as usize * self.stages..(slot as usize + 1) * self.stages;
            if self.earlier.len() < visits.end {
                self.earlier.resize(self.visits.len(), 0);
            }
            self.earlier[visits.clone()].copy_from_slice(&self.visits[visits]);
        }
        let known = &mut self.slots[slot as usize];
        let token = Token { root: slot, ..Token::WHOLE };
        *known = Resident { slot, trajectory, stamp, token, ..Resident::new(key, stream, class, ordinal, now) };
    }

    /// Number of slots, used or free: memory grows with it.
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Number of residents present; their branches and contacts do not count.
    pub fn present(&self) -> usize {
        self.slots.len() - self.free.len() - self.children
    }

    /// Slots of all residents present, and of their branches and contacts, in no meaningful order.
    pub fn slots_present(&self) -> Vec<u32> {
        let mut free = vec![false; self.slots.len()];
        for &slot in &self.free {
            free[slot as usize] = true;
        }
        (0..self.slots.len() as u32).filter(|&slot| !free[slot as usize]).collect()
    }

    /// The slot of the resident whose branch or contact a slot is: visits and clocks are theirs.
    #[inline]
    fn root(&self, slot: u32) -> usize {
        self.slots[slot as usize].token.root as usize
    }

    /// A visit to a stage begins: it is counted.
    #[inline]
    pub fn visit(&mut self, slot: u32, stage: u32) -> &mut Resident {
        let column = self.columns[stage as usize];
        let (visits, visit) = if column == NOBODY {
            (1, 1)
        } else {
            let at = self.root(slot) * self.stages + column as usize;
            let visits = &mut self.visits[at];
            *visits = visits.saturating_add(1);
            let visits = u32::from(*visits);
            (visits, visits - u32::from(self.earlier.get(at).copied().unwrap_or(0)))
        };
        let resident = &mut self.slots[slot as usize];
        (resident.stage, resident.visits, resident.visit) = (stage, visits, visit);
        resident
    }

    /// Visits so far at a stage that the resident is not at.
    pub fn visits_to(&self, slot: u32, stage: u32) -> u32 {
        match self.columns[stage as usize] {
            NOBODY => 0,
            column => u32::from(self.visits[self.root(slot) * self.stages + column as usize]),
        }
    }

    /// Start and end of a clock, if it runs.
    pub fn clock(&self, slot: u32, clock: usize) -> Option<(SimTime, SimTime)> {
        let running = self.running[self.root(slot) * self.clocks + clock];
        (running.0 != SimTime::NEVER).then_some(running)
    }

    /// Starts a clock.
    pub fn start_clock(&mut self, slot: u32, clock: usize, now: SimTime, due: SimTime) {
        let root = self.root(slot);
        self.running[root * self.clocks + clock] = (now, due);
    }

    /// Stops a clock and returns its start and end, if it ran.
    pub fn stop_clock(&mut self, slot: u32, clock: usize) -> Option<(SimTime, SimTime)> {
        let stopped = self.clock(slot, clock);
        let root = self.root(slot);
        self.running[root * self.clocks + clock] = (SimTime::NEVER, SimTime::NEVER);
        stopped
    }

    /// Lets a running clock end sooner, at a moment that may have come from another term.
    pub fn shorten_clock(&mut self, slot: u32, clock: usize, due: SimTime) {
        let root = self.root(slot);
        let running = &mut self.running[root * self.clocks + clock];
        if running.0 != SimTime::NEVER {
            running.1 = running.1.min(due);
        }
    }

    /// End of the earliest running clock; [`SimTime::NEVER`] when none runs.
    pub fn earliest_due(&self, slot: u32) -> SimTime {
        let clocks = &self.running[self.root(slot) * self.clocks..][..self.clocks];
        let due = clocks.iter().filter(|running| running.0 != SimTime::NEVER).map(|running| running.1);
        due.min().unwrap_or(SimTime::NEVER)
    }
}

impl std::ops::Index<u32> for Residents {
    type Output = Resident;
    #[inline]
    fn index(&self, slot: u32) -> &Resident {
        &self.slots[slot as usize]
    }
}

impl std::ops::IndexMut<u32> for Residents {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut Resident {
        &mut self.slots[slot as usize]
    }
}
