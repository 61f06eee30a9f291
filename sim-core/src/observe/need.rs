//! Counting what happens outside the chain: need, signals, contact, coming back; and distinct residents a year.

use super::plan::Plan;
use super::tally::{Table, Tally};
use super::{ContactOutcome, Happening, NeedHappening, SignalFate};
use crate::chain::{Model, Resident};
use crate::scenario::Phase;
use crate::time::{SimTime, Span};

/// What residents are counted for once a year: coming to a stage of help, a signal, being reached; then for every phase
/// having started and having finished it.
pub(super) const ENTERED: usize = 0;
pub(super) const SIGNALLED: usize = 1;
pub(super) const CONTACTED: usize = 2;
pub(super) const STARTED: usize = 3;
pub(super) const FINISHED: usize = STARTED + Phase::ALL.len();
const THINGS: usize = FINISHED + Phase::ALL.len();

/// Levels of a pool.
pub(super) const IN_NEED: usize = 0;
pub(super) const IN_POOL: usize = 1;
const LEVELS: usize = 2;

/// What is counted of a pool, for a group and a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct PoolCell {
    pub(super) onset: u64,
    pub(super) natural_ends: u64,
    pub(super) helped: u64,
    pub(super) applications: u64,
    pub(super) cases: u64,
    /// Cases of which it is known whether the resident was reached, by the date they were opened; and those reached.
    pub(super) known: u64,
    pub(super) reached: u64,
    /// Signals by what came of them.
    pub(super) fates: [u64; 5],
}

/// What is counted of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ContactCell {
    pub(super) attempts: u64,
    pub(super) reached: u64,
    pub(super) accepted: u64,
}

/// Trajectories that ended long enough before the end of the run to be followed, by date of leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FollowCell {
    pub(super) left: u64,
    pub(super) success: u64,
    pub(super) returned: u64,
}

/// Counts of one replication outside the chain.
#[derive(Debug, Clone)]
pub(super) struct NeedTally {
    /// Area of each level in each month, resident-microseconds: by pool, level and group.
    pub(super) months: Vec<Vec<i128>>,
    pub(super) pools: Table<PoolCell>,
    pub(super) signals: Table<u64>,
    pub(super) contacts: Table<ContactCell>,
    pub(super) follow: Table<FollowCell>,
    /// Distinct residents by pool, thing, group and year.
    distinct: Vec<u64>,
    groups: usize,
    years: usize,
}

impl NeedTally {
    pub(super) fn new(plan: &Plan) -> NeedTally {
        let levels = plan.pools * LEVELS * plan.groups;
        let years = plan.whole_years();
        NeedTally {
            months: vec![vec![0; levels]; plan.month_edges.len() - 1],
            pools: Table::new(plan.pools, plan),
            signals: Table::new(plan.signals, plan),
            contacts: Table::new(plan.channels, plan),
            follow: Table::new(usize::from(plan.may_return), plan),
            distinct: vec![0; plan.pools * THINGS * plan.groups * years],
            groups: plan.groups,
            years,
        }
    }

    /// Position of a level of a pool and group.
    pub(super) fn level(groups: usize, pool: usize, level: usize, group: usize) -> usize {
        (pool * LEVELS + level) * groups + group
    }

    /// Distinct residents of a pool and group in a year.
    pub(super) fn distinct(&self, pool: usize, thing: usize, group: usize, year: usize) -> u64 {
        self.distinct[((pool * THINGS + thing) * self.groups + group) * self.years + year]
    }
}

/// What is remembered of a resident, by slot.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    /// For each thing the last year (from 1) in which the resident was counted.
    counted: [u16; THINGS],
    in_need: bool,
    in_pool: bool,
    /// Class in which the resident is counted in the levels.
    class: u16,
    /// In the present trajectory the resident has come to a stage of help.
    helped: bool,
    /// The present trajectory began by signals.
    by_case: bool,
    /// When the case was opened of which it is not known yet whether the resident is reached.
    case: Option<SimTime>,
    phase: Option<Phase>,
    /// Finished the stage they were at last.
    finished: bool,
    /// Left the chain by an end that is what it is for.
    success: bool,
}

impl Mark {
    /// Of somebody of whom nothing is known yet.
    fn new(resident: &Resident) -> Mark {
        Mark { class: resident.class, ..Mark::default() }
    }
}

/// What is remembered of whoever is in a slot.
fn mark_of<'m>(marks: &'m mut Vec<Mark>, resident: &Resident) -> &'m mut Mark {
    let slot = resident.slot as usize;
    if slot >= marks.len() {
        marks.resize(slot + 1, Mark::default());
    }
    &mut marks[slot]
}

/// Watches residents outside the chain; costs nothing where there are none.
#[derive(Debug, Clone)]
pub(super) struct NeedWatch {
    marks: Vec<Mark>,
    /// Present value of each level and since when it has not been added up.
    value: Vec<(i64, SimTime)>,
    stretch: Stretch,
}

/// Which period and year it is, and until when.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    period: usize,
    year: Option<usize>,
    until: SimTime,
}

impl Stretch {
    fn at(plan: &Plan, now: SimTime) -> Stretch {
        let next = |edges: &[SimTime]| edges.iter().copied().find(|&edge| edge > now).unwrap_or(SimTime::NEVER);
        let until = next(&plan.period_edges).min(next(&plan.year_edges));
        Stretch { period: plan.period_of(now), year: plan.year_of(now), until }
    }
}

impl NeedWatch {
    pub(super) fn new(plan: &Plan) -> NeedWatch {
        let value = vec![(0, plan.begin); plan.pools * LEVELS * plan.groups];
        NeedWatch { marks: Vec::new(), value, stretch: Stretch::at(plan, plan.begin) }
    }

    /// Adds up all levels.
    pub(super) fn add_up_all(&mut self, tally: &mut Tally, month: usize, now: SimTime) {
        let Some(need) = &mut tally.need else { return };
        for (level, (value, since)) in self.value.iter_mut().enumerate() {
            need.months[month][level] += i128::from(*value) * i128::from((now - *since).0);
            *since = now;
        }
    }

    /// Whatever happens to anybody. Most of it is no concern of need, which has to be seen at once: this comes before
    /// everything else that is counted.
    #[inline]
    pub(super) fn happened(&mut self, at: At, resident: &Resident, what: Happening, tally: &mut Tally) {
        match what {
            Happening::Arrived => self.arrived(&at, resident),
            Happening::Need(_)
            | Happening::Found { .. }
            | Happening::Joined { .. }
            | Happening::Finished { .. }
            | Happening::Lost { .. }
            | Happening::PhaseLeft { .. }
            | Happening::Contact { .. }
            | Happening::Became { .. }
            | Happening::Left { .. } => self.look_at(&at, resident, what, tally),
            _ => {}
        }
    }

    /// Who is of no pool is new at the first arrival; who is of one, when their need begins.
    fn arrived(&mut self, at: &At, resident: &Resident) {
        if resident.trajectory == 1 && at.pool_of(resident).is_none() {
            *mark_of(&mut self.marks, resident) = Mark::new(resident);
        }
    }

    fn look_at(&mut self, at: &At, resident: &Resident, what: Happening, tally: &mut Tally) {
        let Some(need) = &mut tally.need else { return };
        if at.now >= self.stretch.until {
            self.stretch = Stretch::at(at.plan, at.now);
        }
        let mark = mark_of(&mut self.marks, resident);
        if let Happening::Need(NeedHappening::Began { .. }) = what {
            *mark = Mark::new(resident);
        }
        let mut watched = Watched { at, stretch: self.stretch, resident, mark, value: &mut self.value, need };
        match what {
            Happening::Need(what) => watched.outside(what),
            Happening::Found { stage, .. } => watched.found(stage),
            Happening::Joined { stage, .. } => watched.joined(stage),
            Happening::Finished { .. } => watched.mark.finished = true,
            Happening::Lost { .. } => watched.mark.finished = false,
            Happening::PhaseLeft { phase, .. } => watched.phase_left(phase),
            Happening::Contact { contact, outcome } => watched.contact(contact, outcome),
            Happening::Became { .. } => watched.became(),
            Happening::Left { end } => watched.left(end),
            _ => {}
        }
    }
}

/// Where and when.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    pub(super) plan: &'p Plan,
    pub(super) model: &'p Model,
    pub(super) month: usize,
    pub(super) now: SimTime,
}

impl At<'_> {
    fn pool_of(&self, resident: &Resident) -> Option<usize> {
        // Whoever is found in the chain when the simulation begins may be of no pool.
        let pool = usize::from(resident.stream).checked_sub(self.plan.streams);
        pool.filter(|&pool| pool < self.plan.pools)
    }
}

/// One resident to whom something happens.
struct Watched<'w> {
    at: &'w At<'w>,
    stretch: Stretch,
    resident: &'w Resident,
    mark: &'w mut Mark,
    value: &'w mut [(i64, SimTime)],
    need: &'w mut NeedTally,
}

impl Watched<'_> {
    fn pool(&self) -> Option<usize> {
        self.at.pool_of(self.resident)
    }

    fn outside(&mut self, what: NeedHappening) {
        match what {
            NeedHappening::Began { there_before, in_help, .. } => {
                self.be(true, !in_help);
                if !there_before {
                    self.in_cell(|cell| cell.onset += 1);
                }
            }
            NeedHappening::Signalled { signal, .. } => {
                self.count(SIGNALLED);
                let (now, class) = (self.at.now, self.resident.class);
                if now >= SimTime::default() {
                    let period = self.stretch.period;
                    for &group in &self.at.plan.groups_of[usize::from(class)] {
                        *self.need.signals.cell(signal as usize, group, period) += 1;
                    }
                }
            }
            NeedHappening::SignalsLookedAt { number, fate } => {
                let place = SignalFate::ALL.iter().position(|&other| other == fate).unwrap_or(0);
                self.in_cell(|cell| cell.fates[place] += u64::from(number));
            }
            NeedHappening::Applied => {
                self.be(true, false);
                self.in_cell(|cell| cell.applications += 1);
            }
            NeedHappening::CaseOpened => {
                self.be(true, false);
                (self.mark.by_case, self.mark.case) = (true, Some(self.at.now));
                self.in_cell(|cell| cell.cases += 1);
            }
            NeedHappening::BackInPool => {
                self.be(true, true);
                if self.mark.success {
                    self.returned(Span::ZERO);
                }
            }
            NeedHappening::EndedNaturally { .. } => {
                self.be(false, false);
                self.in_cell(|cell| cell.natural_ends += 1);
            }
            NeedHappening::EndedAfterHelp { .. } => {
                self.be(false, false);
                self.in_cell(|cell| cell.helped += 1);
            }
            NeedHappening::CameBack { after, to_pool } => {
                if self.pool().is_some() {
                    self.be(true, to_pool);
                    self.in_cell(|cell| cell.onset += 1);
                }
                if self.mark.success {
                    self.returned(after);
                }
            }
        }
    }

    /// Whether the resident is in need, and in the pool, from now on.
    fn be(&mut self, in_need: bool, in_pool: bool) {
        let class = self.resident.class;
        self.add(class, IN_NEED, i64::from(in_need) - i64::from(self.mark.in_need));
        self.add(class, IN_POOL, i64::from(in_pool) - i64::from(self.mark.in_pool));
        (self.mark.in_need, self.mark.in_pool) = (in_need, in_pool);
    }

    fn became(&mut self) {
        let from = std::mem::replace(&mut self.mark.class, self.resident.class);
        let (in_need, in_pool) = (i64::from(self.mark.in_need), i64::from(self.mark.in_pool));
        for (class, sign) in [(from, -1), (self.resident.class, 1)] {
            self.add(class, IN_NEED, sign * in_need);
            self.add(class, IN_POOL, sign * in_pool);
        }
    }

    /// A level changes for the groups of a class.
    fn add(&mut self, class: u16, level: usize, by: i64) {
        let Some(pool) = self.pool().filter(|_| by != 0) else { return };
        for &group in &self.at.plan.groups_of[usize::from(class)] {
            let place = NeedTally::level(self.at.plan.groups, pool, level, usize::from(group));
            let (value, since) = &mut self.value[place];
            self.need.months[self.at.month][place] += i128::from(*value) * i128::from((self.at.now - *since).0);
            (*value, *since) = (*value + by, self.at.now);
        }
    }

    fn in_cell(&mut self, count: impl Fn(&mut PoolCell)) {
        self.in_cell_of(self.at.now, self.stretch.period, count);
    }

    fn in_cell_at(&mut self, at: SimTime, count: impl Fn(&mut PoolCell)) {
        self.in_cell_of(at, self.at.plan.period_of(at), count);
    }

    fn in_cell_of(&mut self, at: SimTime, period: usize, count: impl Fn(&mut PoolCell)) {
        let Some(pool) = self.pool().filter(|_| at >= SimTime::default()) else { return };
        for &group in &self.at.plan.groups_of[usize::from(self.resident.class)] {
            count(self.need.pools.cell(pool, group, period));
        }
    }

    /// Counts a resident of a pool, once a year.
    fn count(&mut self, thing: usize) {
        let Some((pool, year)) = self.pool().zip(self.stretch.year) else { return };
        let counted = &mut self.mark.counted[thing];
        if usize::from(*counted) == year + 1 {
            return;
        }
        *counted = year as u16 + 1;
        let (groups, years) = (self.need.groups, self.need.years);
        for &group in &self.at.plan.groups_of[usize::from(self.resident.class)] {
            self.need.distinct[((pool * THINGS + thing) * groups + usize::from(group)) * years + year] += 1;
        }
    }

    /// Who is there when the simulation begins came to help, and began their phase, before it.
    fn found(&mut self, stage: u32) {
        let phase = self.at.model.stages[stage as usize].phase;
        (self.mark.phase, self.mark.helped) = (phase, helps(phase));
    }

    fn joined(&mut self, stage: u32) {
        let phase = self.at.model.stages[stage as usize].phase;
        let before = std::mem::replace(&mut self.mark.phase, phase);
        self.mark.finished = false;
        if helps(phase) && !std::mem::replace(&mut self.mark.helped, true) {
            self.count(ENTERED);
        }
        if let Some(phase) = phase.filter(|_| phase != before) {
            self.count(STARTED + phase as usize);
        }
    }

    fn phase_left(&mut self, phase: Phase) {
        if self.mark.finished {
            self.count(FINISHED + phase as usize);
        }
    }

    fn contact(&mut self, contact: u32, outcome: ContactOutcome) {
        let reached = matches!(outcome, ContactOutcome::Accepted | ContactOutcome::Refused);
        if reached && self.mark.by_case {
            self.count(CONTACTED);
        }
        if let Some(opened) = self.mark.case.filter(|_| reached) {
            self.mark.case = None;
            self.in_cell_at(opened, |cell| {
                cell.known += 1;
                cell.reached += 1;
            });
        }
        if outcome != ContactOutcome::Accepted {
            self.mark.finished = false;
        }
        if outcome == ContactOutcome::GivenUp || self.at.now < SimTime::default() {
            return;
        }
        let channel = usize::from(self.at.model.contacts[contact as usize].channel);
        let period = self.stretch.period;
        for &group in &self.at.plan.groups_of[usize::from(self.resident.class)] {
            let cell = self.need.contacts.cell(channel, group, period);
            cell.attempts += 1;
            cell.reached += u64::from(reached);
            cell.accepted += u64::from(outcome == ContactOutcome::Accepted);
        }
    }

    fn left(&mut self, end: u32) {
        let success = self.at.model.need.after[end as usize].success;
        (self.mark.phase, self.mark.finished, self.mark.success) = (None, false, success);
        (self.mark.by_case, self.mark.helped) = (false, false);
        if let Some(opened) = self.mark.case.take() {
            self.in_cell_at(opened, |cell| cell.known += 1);
        }
        self.follow(self.at.now, |cell| {
            cell.left += 1;
            cell.success += u64::from(success);
        });
    }

    /// A resident who left with success is back after so long.
    fn returned(&mut self, after: Span) {
        self.mark.success = false;
        if after <= self.at.plan.lasting {
            self.follow(self.at.now - after, |cell| cell.returned += 1);
        }
    }

    /// Counts a trajectory that ended at a moment, if it can be followed.
    fn follow(&mut self, left: SimTime, count: impl Fn(&mut FollowCell)) {
        let plan = self.at.plan;
        if !plan.may_return || left < SimTime::default() || left + plan.lasting > plan.end {
            return;
        }
        let period = plan.period_of(left);
        for &group in &plan.groups_of[usize::from(self.resident.class)] {
            count(self.need.follow.cell(0, group, period));
        }
    }
}

/// Whether a stage of a phase is one of help: who is only written to, called or visited has not asked for help yet.
fn helps(phase: Option<Phase>) -> bool {
    !matches!(phase, Some(Phase::Need | Phase::Prevention | Phase::Signalling))
}
