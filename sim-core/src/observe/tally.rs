//! The tally of one replication: whole numbers, counted by stage, class and period.

use super::amounts::{self, AmountCell};
use super::caseload::CaseloadTally;
use super::cost::CostTally;
use super::extra_levels::ExtraLevels;
use super::need::NeedTally;
use super::plan::{FINE_STEPS, Plan};
use super::table::Sum;
pub(super) use super::table::Table;
use super::tokens::Tokens;
use crate::estimate::{Histogram, Ratio};
use crate::scenario::Phase;
use crate::time::{DAY, Span};

/// Number and total of times, in microseconds. Fewer than 2⁶³ times of less than 2⁶³ each are less than 2¹²⁶ together;
/// 64 bits would not do: a million residents who wait a year each are 3·10¹⁹ microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Times {
    pub(super) number: u64,
    pub(super) total: i128,
}

impl Sum for Times {
    fn add(&mut self, other: &Times) {
        *self = self.join(*other);
    }
}

impl Sum for VisitCell {
    fn add(&mut self, other: &VisitCell) {
        self.joined += other.joined;
        self.positive += other.positive;
        self.wait = self.wait.join(other.wait);
        self.time = self.time.join(other.time);
        self.later = self.later.join(other.later);
        self.not_for_worker += other.not_for_worker;
        self.closed += other.closed;
        self.for_place += other.for_place;
        self.reached.add(&other.reached);
    }
}

impl Sum for TermCell {
    fn add(&mut self, other: &TermCell) {
        self.over += other.over;
        self.asked += other.asked;
        self.within += other.within;
    }
}

impl Sum for ClockCell {
    fn add(&mut self, other: &ClockCell) {
        self.kept += other.kept;
        self.breached += other.breached;
        self.undecided += other.undecided;
        self.overrun = self.overrun.join(other.overrun);
    }
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

/// The moments of a stage that residents reach, by position.
pub(super) const ENTER: usize = 0;
pub(super) const START: usize = 1;
pub(super) const FINISH: usize = 2;

/// What is counted at every visit to a stage. In lines of the cache: each moment of a visit needs one or two.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(64))]
pub(super) struct VisitCell {
    /// Of the cohort: times from arrival to each moment of the stage.
    pub(super) reached: [Times; 3],
    pub(super) time: Times,
    /// First waits, by when they ended with the start.
    pub(super) wait: Times,
    pub(super) joined: u64,
    /// First waits that did not end at once.
    pub(super) positive: u64,
    /// Of the first waits, what was not for a worker. Most often that is nothing, and so are the next two.
    not_for_worker: i128,
    pub(super) closed: i128,
    pub(super) for_place: i128,
    /// Waits for later work and places.
    pub(super) later: Times,
}

impl VisitCell {
    /// A first wait ends with the start.
    #[inline]
    pub(super) fn start(&mut self, wait: Span, for_worker: Span, closed: Span, for_place: Span) {
        self.wait.add(wait);
        self.positive += u64::from(wait > Span::ZERO);
        if (wait, Span::ZERO, Span::ZERO) != (for_worker, closed, for_place) {
            self.not_for_worker += i128::from((wait - for_worker).0);
            self.closed += i128::from(closed.0);
            self.for_place += i128::from(for_place.0);
        }
    }

    /// Of the first waits, what was for a worker.
    pub(super) fn for_worker(&self) -> i128 {
        self.wait.total - self.not_for_worker
    }
}

/// What is counted of a referral.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct TransferCell {
    pub(super) sent: u64,
    pub(super) lost: u64,
    pub(super) returned: u64,
    /// Of those accepted at the other side.
    pub(super) times: Times,
}

/// What else is counted for a stage, a group and a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct StageCell {
    pub(super) left: Times,
    pub(super) left_positive: u64,
    /// Left while waiting for later work.
    pub(super) left_later: u64,
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
}

/// What is counted of a term for first waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TermCell {
    /// Waited longer, by when the wait ended.
    pub(super) over: u64,
    /// Known to have started within it or not, by date of joining; and those who had.
    pub(super) asked: u64,
    pub(super) within: u64,
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
    pub(super) visits: Table<VisitCell>,
    /// By stage and term.
    pub(super) terms: Table<TermCell>,
    pub(super) stages: Table<StageCell>,
    pub(super) clocks: Table<ClockCell>,
    pub(super) ends: Table<Times>,
    pub(super) phases: Table<Times>,
    pub(super) transfers: Vec<TransferCell>,
    pub(super) handovers: Vec<Times>,
    /// Residents of the cohort.
    pub(super) cohort: Table<u64>,
    /// Of the cohort, by end: times from arrival.
    pub(super) outcomes: Table<Times>,
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
    /// Places, becoming another class and missed appointments.
    pub(super) caseload: CaseloadTally,
    /// Averages over time that were asked for beside those of [`Levels`].
    pub(super) extra: ExtraLevels,
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

impl Plan {
    /// Which histogram has the waits of everybody who started at a stage over the whole horizon.
    pub fn waits_of(&self, stage: u32) -> usize {
        Histograms::of(self).wait(stage as usize, 0)
    }
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
        Tally {
            arrivals: Table::staged(plan.sources() + 1, plan),
            visits: Table::staged(stages, plan),
            terms: Table::staged(stages * plan.within.len(), plan),
            stages: Table::new(stages, plan),
            clocks: Table::staged(plan.clocks, plan),
            ends: Table::staged(plan.ends, plan),
            phases: Table::staged(Phase::ALL.len(), plan),
            transfers: vec![TransferCell::default(); plan.referrals.len()],
            handovers: vec![Times::default(); plan.handovers.len()],
            cohort: Table::whole(1, plan),
            outcomes: Table::whole(plan.ends, plan),
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
            caseload: CaseloadTally::new(plan),
        }
    }

    /// Adds up to groups what was counted by class combination in a period, at its end.
    pub(super) fn end_period(&mut self, plan: &Plan, period: usize) {
        self.arrivals.end_period(plan, period);
        self.visits.end_period(plan, period);
        self.terms.end_period(plan, period);
        self.clocks.end_period(plan, period);
        self.ends.end_period(plan, period);
        self.phases.end_period(plan, period);
    }

    /// The same, at the end of the run, of what is not divided into periods.
    pub(super) fn end(&mut self, plan: &Plan) {
        self.cohort.end_period(plan, 0);
        self.outcomes.end_period(plan, 0);
    }

    /// Times in the chain of everybody are those of all ends.
    pub(super) fn add_up_ends(&mut self, plan: &Plan) {
        let at = Histograms::of(plan);
        for group in 0..plan.groups as u16 {
            let (of_ends, of_chain) = self.histograms.split_at_mut(at.end(plan.ends, group));
            (0..plan.ends).for_each(|end| of_chain[0].merge(&of_ends[at.end(end, group)]));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A million residents who wait a hundred years each: more than 64 bits hold.
    #[test]
    fn totals_of_the_longest_waits_fit() {
        let century = Span(36_525 * DAY);
        let mut times = Times::default();
        (0..1_000).for_each(|_| times.add(century));
        let thousand = times;
        (1..1_000).for_each(|_| Sum::add(&mut times, &thousand));
        assert_eq!((times.number, times.total), (1_000_000, 1_000_000 * i128::from(century.0)));
        assert!(times.total > i128::from(u64::MAX));
        assert_eq!(times.mean().above / times.mean().below, 36_525.0);
    }

    /// What of a first wait was for a worker is the wait less what was not.
    #[test]
    fn waits_are_for_workers_unless_said_otherwise() {
        let mut cell = VisitCell::default();
        cell.start(Span(10), Span(10), Span::ZERO, Span::ZERO);
        cell.start(Span(10), Span(4), Span(5), Span(1));
        cell.start(Span::ZERO, Span::ZERO, Span::ZERO, Span::ZERO);
        let parts = (cell.for_worker(), cell.closed, cell.for_place);
        assert_eq!((cell.wait.number, cell.wait.total, cell.positive, parts), (3, 20, 2, (14, 5, 1)));
    }
}
