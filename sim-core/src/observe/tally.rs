//! The tally of one replication: whole numbers, counted by stage, class and period.

use super::amounts::{self, AmountCell};
use super::caseload::CaseloadTally;
use super::cost::CostTally;
use super::extra_levels::ExtraLevels;
use super::measure::{Group, Period};
use super::need::NeedTally;
use super::plan::{FINE_STEPS, Plan};
use super::tokens::Tokens;
use crate::estimate::{Histogram, Ratio};
use crate::scenario::Phase;
use crate::time::{DAY, Span};

/// Number and total of times, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Times {
    pub(super) number: u64,
    pub(super) total: i128,
}

impl Times {
    #[inline]
    pub(super) fn add(&mut self, time: Span) {
        self.number += 1;
        self.total += i128::from(time.0);
    }

    pub(super) fn join(self, other: Times) -> Times {
        Times { number: self.number + other.number, total: self.total + other.total }
    }

    pub(super) fn mean(self) -> Ratio {
        Ratio { above: self.total as f64 / DAY as f64, below: self.number as f64 }
    }
}

/// What is counted for a stage, a group and a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct StageCell {
    pub(super) wait: Times,
    pub(super) closed: i128,
    pub(super) for_worker: i128,
    pub(super) for_place: i128,
    pub(super) positive: u64,
    pub(super) left: Times,
    pub(super) left_positive: u64,
    /// Left while waiting for later work.
    pub(super) left_later: u64,
    pub(super) later: Times,
    pub(super) time: Times,
    pub(super) left_during: u64,
    /// Refused by creditors.
    pub(super) refused: u64,
    /// Stopped because of leaving from a stage beside it.
    pub(super) stopped: u64,
    /// Refused, or not reached by any attempt.
    pub(super) not_helped: u64,
    pub(super) turned_away: u64,
    /// Made room for others.
    pub(super) displaced: u64,
    /// Found the stage full and came again later.
    pub(super) kept_away: u64,
    /// Blocked after this stage, of those let in where they wanted.
    pub(super) blocked: Times,
    pub(super) joined: u64,
}

/// What is counted of a clock, for a group and a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ClockCell {
    pub(super) kept: u64,
    pub(super) breached: u64,
    pub(super) undecided: u64,
    pub(super) overrun: Times,
}

/// Counts of one replication.
#[derive(Debug, Clone)]
pub struct Tally {
    pub(super) arrivals: Table<u64>,
    pub(super) stages: Table<StageCell>,
    pub(super) over: Vec<Table<u64>>,
    /// For each term: asked and started within it, by date of joining.
    pub(super) within: Vec<Table<(u64, u64)>>,
    pub(super) clocks: Table<ClockCell>,
    pub(super) ends: Table<Times>,
    pub(super) phases: Table<Times>,
    pub(super) transfers: Vec<[u64; 3]>,
    pub(super) transfer_times: Vec<Times>,
    pub(super) handovers: Vec<Times>,
    /// Residents of the cohort, by group.
    pub(super) cohort: Vec<u64>,
    /// Of the cohort, by moment of a stage (enter, start, finish) and group.
    pub(super) reached: Vec<[Times; 3]>,
    /// Of the cohort, by end and group: times from arrival.
    pub(super) outcomes: Vec<Times>,
    /// Replies, contacts, and stages side by side.
    pub(super) tokens: Tokens,
    /// Outside the chain; `None` where nobody lives there and nobody is contacted.
    pub(super) need: Option<NeedTally>,
    /// By moment and amount.
    pub(super) amounts: Table<AmountCell>,
    /// `None` where nothing costs anything.
    pub(super) cost: Option<CostTally>,
    pub(super) unfinished: u64,
    pub(super) still_waiting: Vec<u64>,
    /// Histograms: waits by stage and group, waits by stage and period, times by stage, group; ends; handovers.
    pub(super) histograms: Vec<Histogram>,
    /// Area of each level in each month, resident-microseconds.
    pub(super) months: Vec<Vec<i128>>,
    /// Residents present in fine steps over the run, resident-microseconds.
    pub(super) fine: Vec<i128>,
    pub(super) at_moments: Vec<Vec<(u32, u32)>>,
    /// Time with each number in service, by stage.
    pub(super) occupancy: Vec<Vec<i128>>,
    /// Places, becoming another class and missed appointments.
    pub(super) caseload: CaseloadTally,
    /// Averages over time that were asked for beside those of [`Levels`].
    pub(super) extra: ExtraLevels,
}

/// Cells by thing, group and period (one more for what comes after the last whole period).
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    cells: Vec<T>,
    groups: usize,
    periods: usize,
}

impl<T: Clone + Copy + Default> Table<T> {
    pub(super) fn new(things: usize, plan: &Plan) -> Table<T> {
        let periods = plan.periods() + 1;
        Table { cells: vec![T::default(); things * plan.groups * periods], groups: plan.groups, periods }
    }

    #[inline]
    pub(super) fn cell(&mut self, thing: usize, group: u16, period: usize) -> &mut T {
        &mut self.cells[(thing * self.groups + usize::from(group)) * self.periods + period]
    }

    /// The cells of a period, or of all of them.
    pub(super) fn of(&self, thing: usize, group: Group, period: Period) -> &[T] {
        let first = (thing * self.groups + usize::from(group.0)) * self.periods;
        match period {
            Period::All => &self.cells[first..first + self.periods],
            Period::Number(number) => &self.cells[first + usize::from(number)..][..1],
        }
    }

    pub(super) fn sum<U>(
        &self,
        thing: usize,
        group: Group,
        period: Period,
        start: U,
        add: impl FnMut(U, &T) -> U,
    ) -> U {
        self.of(thing, group, period).iter().fold(start, add)
    }
}

/// What one replication adds to a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// A ratio.
    Ratio(Ratio),
    /// A quantile of a histogram, by index.
    Quantile(usize, f64),
}

/// Positions of histograms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Histograms {
    groups: usize,
    periods: usize,
    stages: usize,
    ends: usize,
    handovers: usize,
}

impl Histograms {
    pub(super) fn of(plan: &Plan) -> Histograms {
        Histograms {
            groups: plan.groups,
            periods: plan.periods(),
            stages: plan.stages.len(),
            ends: plan.ends,
            handovers: plan.handovers.len(),
        }
    }
    pub(super) fn wait(&self, stage: usize, group: u16) -> usize {
        stage * self.groups + usize::from(group)
    }
    pub(super) fn wait_in(&self, stage: usize, period: usize) -> usize {
        self.stages * self.groups + stage * (self.periods + 1) + period
    }
    pub(super) fn time(&self, stage: usize, group: u16) -> usize {
        self.wait_in(self.stages, 0) + stage * self.groups + usize::from(group)
    }
    /// By end; the last is the whole chain.
    pub(super) fn end(&self, end: usize, group: u16) -> usize {
        self.time(self.stages, 0) + end * self.groups + usize::from(group)
    }
    pub(super) fn handover(&self, handover: usize) -> usize {
        self.end(self.ends + 1, 0) + handover
    }
    /// By moment and amount.
    pub(super) fn amount(&self, thing: usize, group: u16) -> usize {
        self.handover(self.handovers) + thing * self.groups + usize::from(group)
    }
}

/// Levels whose time average is taken: positions in [`Tally::months`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels {
    pub(super) stages: usize,
    pub(super) teams: usize,
}

impl Levels {
    pub(super) fn of(plan: &Plan) -> Levels {
        Levels { stages: plan.stages.len(), teams: plan.teams.len() }
    }
    pub(super) const CHAIN: usize = 0;
    pub(super) fn waiting(self, stage: usize) -> usize {
        1 + stage
    }
    pub(super) fn present(self, stage: usize) -> usize {
        1 + self.stages + stage
    }
    pub(super) fn busy(self, team: usize) -> usize {
        1 + 2 * self.stages + team
    }
    pub(super) fn on_duty(self, team: usize) -> usize {
        1 + 2 * self.stages + self.teams + team
    }
    pub(super) fn overtime(self, team: usize) -> usize {
        1 + 2 * self.stages + 2 * self.teams + team
    }
    /// Finished the stage, and still take up a place there.
    pub(super) fn held(self, stage: usize) -> usize {
        1 + 2 * self.stages + 3 * self.teams + stage
    }
    /// Ready to leave the stage for one that is full.
    pub(super) fn blocked(self, stage: usize) -> usize {
        self.held(self.stages) + stage
    }
    /// Stay away from the stage until they try again.
    pub(super) fn away(self, stage: usize) -> usize {
        self.blocked(self.stages) + stage
    }
    /// Workers who stay with residents after the work.
    pub(super) fn kept(self, team: usize) -> usize {
        self.away(self.stages) + team
    }
    pub(super) fn number(self) -> usize {
        self.kept(self.teams)
    }
}

impl Tally {
    pub(super) fn new(plan: &Plan) -> Tally {
        let stages = plan.stages.len();
        let months = plan.month_edges.len() - 1;
        let table = || Table::new(stages, plan);
        Tally {
            arrivals: Table::new(plan.sources() + 1, plan),
            stages: Table::new(stages, plan),
            over: plan.within.iter().map(|_| table()).collect(),
            within: plan.within.iter().map(|_| Table::new(stages, plan)).collect(),
            clocks: Table::new(plan.clocks, plan),
            ends: Table::new(plan.ends, plan),
            phases: Table::new(Phase::ALL.len(), plan),
            transfers: vec![[0; 3]; plan.referrals.len()],
            transfer_times: vec![Times::default(); plan.referrals.len()],
            handovers: vec![Times::default(); plan.handovers.len()],
            cohort: vec![0; plan.groups],
            reached: vec![[Times::default(); 3]; stages * plan.groups],
            outcomes: vec![Times::default(); plan.ends * plan.groups],
            tokens: Tokens::new(plan),
            need: plan.watches_need().then(|| NeedTally::new(plan)),
            amounts: amounts::table(plan),
            cost: plan.counts_cost().then(|| CostTally::new(plan)),
            unfinished: 0,
            still_waiting: vec![0; stages],
            histograms: vec![Histogram::default(); Histograms::of(plan).amount(plan.amounts.cells(), 0)],
            months: vec![vec![0; Levels::of(plan).number()]; months],
            fine: vec![0; FINE_STEPS],
            at_moments: Vec::new(),
            extra: ExtraLevels::of(plan),
            occupancy: vec![Vec::new(); if plan.occupancy_to.is_some() { stages } else { 0 }],
            caseload: CaseloadTally::new(plan),
        }
    }

    /// The histograms, by position.
    pub fn histograms(&self) -> &[Histogram] {
        &self.histograms
    }

    /// The histograms, by position, to keep.
    pub fn into_histograms(self) -> Vec<Histogram> {
        self.histograms
    }

    /// Mean number of residents in the chain in equal steps over the whole run, warm-up included.
    pub fn fine_series(&self, plan: &Plan) -> Vec<f64> {
        let step = (plan.end - plan.begin).0 as f64 / FINE_STEPS as f64;
        self.fine.iter().map(|&area| area as f64 / step).collect()
    }

    /// Mean queue of each stage, residents at each stage and busy share of each team, month by month over the run:
    /// first all queues of a month, then all residents present, then busy people; [`Plan::monthly_levels`] a month.
    pub fn monthly(&self, plan: &Plan) -> impl Iterator<Item = f64> {
        let levels = plan.monthly_levels();
        let lengths = plan.month_edges.windows(2).map(|edges| (edges[1] - edges[0]).0 as f64);
        let months = self.months.iter().zip(lengths);
        months.flat_map(move |(areas, length)| areas[1..1 + levels].iter().map(move |&area| area as f64 / length))
    }
}
