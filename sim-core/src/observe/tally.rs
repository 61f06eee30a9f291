//! The tally of one replication: whole numbers, counted by stage, class and period.
//!
//! [`Plan`] says what there is to count; [`Tally::walk`] gives every row of the table, always in the same order, so
//! that replications can be laid side by side.

use jiff::ToSpan;

use super::measure::{Group, Measure, Of, Period, RowKey, Statistic};
use super::plan_handovers;
use crate::chain::Model;
use crate::estimate::{Histogram, Ratio};
use crate::scenario::{Periods, Phase, Scenario, Target};
use crate::time::{DAY, DAYS_PER_YEAR, HOUR, SimTime, Span, UNLIMITED};

/// Number of fine steps over the whole run in which residents present are averaged, for advice on the warm-up.
pub(super) const FINE_STEPS: usize = 1000;

/// What there is to count in a scenario.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Start of the simulation.
    pub begin: SimTime,
    /// End of the run; measuring starts at moment 0.
    pub end: SimTime,
    /// Number of groups: everybody, and one for each level.
    pub groups: usize,
    /// The groups that each class combination belongs to.
    pub groups_of: Vec<Vec<u16>>,
    /// Beginnings of the periods, and the end of the last.
    pub period_edges: Vec<SimTime>,
    /// Edges of the months over the whole run, warm-up included.
    pub month_edges: Vec<SimTime>,
    /// Terms for the headline of waits.
    pub within: Vec<Span>,
    /// Quantiles.
    pub quantiles: Vec<f64>,
    /// How long residents are followed after arrival.
    pub follow_up: Span,
    /// Moments at which residents are counted.
    pub moments: Vec<SimTime>,
    /// Up to how many places occupancy is counted.
    pub occupancy_to: Option<u32>,
    /// Phases that some stage has.
    pub phases: Vec<Phase>,
    /// Possible handovers.
    pub handovers: Vec<(u16, u16)>,
    /// For each stage what can happen there.
    pub stages: Vec<StagePlan>,
    /// For each team: whether its number on duty has no limit, whether it ever closes.
    pub teams: Vec<(bool, bool)>,
    /// For each referral: where it goes, and what can happen on the way.
    pub referrals: Vec<ReferralPlan>,
    /// Number of streams, ends and clocks.
    pub streams: usize,
    /// Number of ends.
    pub ends: usize,
    /// Number of clocks.
    pub clocks: usize,
}

/// What can happen at a stage.
#[derive(Debug, Clone, Copy, Default)]
pub struct StagePlan {
    /// Somebody works there.
    pub has_work: bool,
    /// There is later work or rework.
    pub has_later_work: bool,
    /// The team of the first work closes.
    pub closes: bool,
    /// Residents may leave while waiting.
    pub may_renege: bool,
    /// Residents may leave during a delay.
    pub may_leave: bool,
    /// Room is limited.
    pub has_room: bool,
}

/// What can happen on a referral.
#[derive(Debug, Clone, Copy)]
pub struct ReferralPlan {
    of: Of,
    takes_time: bool,
    may_lose: bool,
    may_return: bool,
}

impl Plan {
    /// What there is to count.
    pub fn new(scenario: &Scenario, model: &Model) -> Plan {
        let report = &scenario.report;
        let mut stages = vec![StagePlan::default(); model.stages.len()];
        for (index, work) in model.works.iter().enumerate() {
            let stage = &mut stages[work.stage as usize];
            let is_first = model.stages[work.stage as usize].first_work == Some(index as u32);
            stage.has_work = true;
            stage.has_later_work |= !is_first;
            stage.closes |= is_first && !model.teams[work.team as usize].opening.never_closes();
            stage.may_renege |= work.patience.is_some();
        }
        for delay in &model.delays {
            stages[delay.stage as usize].may_leave |= delay.leave.is_some();
        }
        for (plan, stage) in stages.iter_mut().zip(&model.stages) {
            plan.has_room = stage.room.is_some();
        }
        let half = Span((model.end - SimTime::default()).0 / 2);
        Plan {
            begin: model.begin,
            end: model.end,
            groups: 1 + scenario.axes.iter().map(|axis| axis.levels.len()).sum::<usize>(),
            groups_of: model.classes.iter().map(|levels| groups_of(scenario, levels)).collect(),
            period_edges: period_edges(scenario, report.periods),
            month_edges: month_edges(scenario, model),
            within: report.within.clone(),
            quantiles: report.quantiles.clone(),
            follow_up: report.follow_up.unwrap_or(half),
            moments: report.moments.iter().map(|&after| model.begin + after).collect(),
            occupancy_to: report.occupancy_to,
            phases: Phase::ALL
                .into_iter()
                .filter(|&phase| scenario.stages.iter().any(|s| s.phase == Some(phase)))
                .collect(),
            handovers: plan_handovers::possible_handovers(model),
            stages,
            teams: model
                .teams
                .iter()
                .map(|team| {
                    let unlimited = team.opening.changes().any(|(_, number)| number == UNLIMITED);
                    (unlimited, !team.opening.never_closes())
                })
                .collect(),
            referrals: model
                .referrals
                .iter()
                .enumerate()
                .map(|(index, referral)| {
                    let to = match referral.to {
                        Target::Stage(stage) => stage,
                        Target::End(end) => model.stages.len() + end,
                    };
                    ReferralPlan {
                        of: Of::Referral(index as u32, referral.from, to as u32),
                        takes_time: referral.time.is_some(),
                        may_lose: referral.lost.is_some(),
                        may_return: referral.returned.is_some(),
                    }
                })
                .collect(),
            streams: scenario.streams.len(),
            ends: scenario.ends.len(),
            clocks: scenario.clocks.len(),
        }
    }

    /// Number of whole periods.
    pub fn periods(&self) -> usize {
        self.period_edges.len().saturating_sub(1)
    }

    /// The period in which a measured moment lies; what comes after the last whole one is counted apart.
    pub fn period_of(&self, at: SimTime) -> usize {
        if self.period_edges.len() < 2 {
            return 0;
        }
        self.period_edges[1..].partition_point(|&edge| edge <= at)
    }

    /// Measured years.
    fn years(&self) -> f64 {
        self.end.as_days() / DAYS_PER_YEAR
    }

    fn period_years(&self, period: usize) -> f64 {
        (self.period_edges[period + 1] - self.period_edges[period]).as_days() / DAYS_PER_YEAR
    }
}

fn groups_of(scenario: &Scenario, levels: &[usize]) -> Vec<u16> {
    let mut first = 1;
    let mut groups = vec![0];
    for (axis, level) in scenario.axes.iter().zip(levels) {
        groups.push((first + level) as u16);
        first += axis.levels.len();
    }
    groups
}

/// Beginnings of whole periods counted from the first measured day, and the end of the last.
fn period_edges(scenario: &Scenario, periods: Periods) -> Vec<SimTime> {
    let step = match periods {
        Periods::None => return Vec::new(),
        Periods::Year => 12,
        Periods::Quarter => 3,
        Periods::Month => 1,
    };
    let end = SimTime::default() + scenario.horizon;
    let edges = (0..).map_while(|count: i32| scenario.start.checked_add((count * step).months()).ok());
    let edges = edges.map(|date| SimTime::of_date(date, scenario.start));
    // A horizon of whole years has 365.25 days each, so the last year may lack part of a day; it still counts.
    edges.take_while(|&edge| edge < end + Span(DAY)).map(|edge| edge.min(end)).collect()
}

/// Edges of the months counted from the first measured day, over the whole run.
fn month_edges(scenario: &Scenario, model: &Model) -> Vec<SimTime> {
    let edge = |count: i32| {
        let date = scenario.start.checked_add(count.months()).ok()?;
        Some(SimTime::of_date(date, scenario.start))
    };
    let before = (1..).map_while(|count: i32| edge(-count)).take_while(|&at| at > model.begin);
    let mut edges: Vec<SimTime> = before.collect();
    edges.push(model.begin);
    edges.reverse();
    if model.begin < SimTime::default() {
        edges.push(SimTime::default());
    }
    edges.extend((1..).map_while(edge).take_while(|&at| at < model.end));
    edges.push(model.end);
    edges
}

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

    fn join(self, other: Times) -> Times {
        Times { number: self.number + other.number, total: self.total + other.total }
    }

    fn mean(self) -> Ratio {
        Ratio { above: self.total as f64 / DAY as f64, below: self.number as f64 }
    }
}

/// What is counted for a stage, a group and a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct StageCell {
    pub(super) wait: Times,
    pub(super) closed: i128,
    pub(super) positive: u64,
    pub(super) left: Times,
    pub(super) left_positive: u64,
    /// Left while waiting for later work.
    pub(super) left_later: u64,
    pub(super) later: Times,
    pub(super) time: Times,
    pub(super) left_during: u64,
    pub(super) turned_away: u64,
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
}

/// Cells by thing, group and period (one more for what comes after the last whole period).
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    cells: Vec<T>,
    groups: usize,
    periods: usize,
}

impl<T: Clone + Copy + Default> Table<T> {
    fn new(things: usize, plan: &Plan) -> Table<T> {
        let periods = plan.periods() + 1;
        Table { cells: vec![T::default(); things * plan.groups * periods], groups: plan.groups, periods }
    }

    #[inline]
    pub(super) fn cell(&mut self, thing: usize, group: u16, period: usize) -> &mut T {
        &mut self.cells[(thing * self.groups + usize::from(group)) * self.periods + period]
    }

    /// The cells of a period, or of all of them.
    fn of(&self, thing: usize, group: Group, period: Period) -> &[T] {
        let first = (thing * self.groups + usize::from(group.0)) * self.periods;
        match period {
            Period::All => &self.cells[first..first + self.periods],
            Period::Number(number) => &self.cells[first + usize::from(number)..][..1],
        }
    }

    fn sum<U>(&self, thing: usize, group: Group, period: Period, start: U, add: impl FnMut(U, &T) -> U) -> U {
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
}

impl Histograms {
    pub(super) fn of(plan: &Plan) -> Histograms {
        Histograms { groups: plan.groups, periods: plan.periods(), stages: plan.stages.len(), ends: plan.ends }
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
    pub(super) fn number(self) -> usize {
        1 + 2 * self.stages + 3 * self.teams
    }
}

impl Tally {
    pub(super) fn new(plan: &Plan) -> Tally {
        let stages = plan.stages.len();
        let months = plan.month_edges.len() - 1;
        let table = || Table::new(stages, plan);
        Tally {
            arrivals: Table::new(plan.streams, plan),
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
            unfinished: 0,
            still_waiting: vec![0; stages],
            histograms: vec![Histogram::default(); Histograms::of(plan).handover(plan.handovers.len())],
            months: vec![vec![0; Levels::of(plan).number()]; months],
            fine: vec![0; FINE_STEPS],
            at_moments: Vec::new(),
            occupancy: vec![Vec::new(); if plan.occupancy_to.is_some() { stages } else { 0 }],
        }
    }

    /// The histograms, by position.
    pub fn histograms(&self) -> &[Histogram] {
        &self.histograms
    }

    /// Mean number of residents in the chain in equal steps over the whole run, warm-up included.
    pub fn fine_series(&self, plan: &Plan) -> Vec<f64> {
        let step = (plan.end - plan.begin).0 as f64 / FINE_STEPS as f64;
        self.fine.iter().map(|&area| area as f64 / step).collect()
    }

    /// Mean queue of each stage, residents at each stage and busy share of each team, month by month over the run:
    /// first all queues of a month, then all residents present, then busy people.
    pub fn monthly(&self, plan: &Plan) -> Vec<Vec<f64>> {
        let (stages, teams) = (plan.stages.len(), plan.teams.len());
        let lengths = plan.month_edges.windows(2).map(|edges| (edges[1] - edges[0]).0 as f64);
        let months = self.months.iter().zip(lengths);
        months
            .map(|(areas, length)| areas[1..1 + 2 * stages + teams].iter().map(|&area| area as f64 / length).collect())
            .collect()
    }

    /// Gives every row of the table to `emit`, always in the same order.
    pub fn walk(&self, plan: &Plan, emit: &mut impl FnMut(RowKey, Sample)) {
        let mut walk = Walk { tally: self, plan, emit };
        walk.chain();
        for stage in 0..plan.stages.len() {
            walk.stage(stage);
        }
        for &phase in &plan.phases {
            walk.phase(phase);
        }
        for team in 0..plan.teams.len() {
            walk.team(team);
        }
        for referral in 0..plan.referrals.len() {
            walk.referral(referral);
        }
        walk.handovers();
        for clock in 0..plan.clocks {
            walk.clock(clock);
        }
        for end in 0..plan.ends {
            walk.end(end);
        }
        walk.moments();
    }
}

/// A walk over all rows.
struct Walk<'t, F> {
    tally: &'t Tally,
    plan: &'t Plan,
    emit: &'t mut F,
}

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    fn ratio(&mut self, measure: Measure, of: Of, group: Group, period: Period, statistic: Statistic, ratio: Ratio) {
        (self.emit)(RowKey { measure, of, group, period, statistic }, Sample::Ratio(ratio));
    }

    fn quantiles(&mut self, measure: Measure, of: Of, group: Group, period: Period, histogram: usize) {
        for (index, &p) in self.plan.quantiles.iter().enumerate() {
            let statistic = Statistic::Quantile(index as u16);
            (self.emit)(RowKey { measure, of, group, period, statistic }, Sample::Quantile(histogram, p));
        }
    }

    /// Everybody and every level; the whole horizon and every period.
    fn cuts(&self) -> Vec<(Group, Period)> {
        let plan = self.plan;
        let periods =
            || std::iter::once(Period::All).chain((0..plan.periods()).map(|number| Period::Number(number as u16)));
        (0..plan.groups).flat_map(|group| periods().map(move |period| (Group(group as u16), period))).collect()
    }

    fn years(&self, period: Period) -> f64 {
        match period {
            Period::All => self.plan.years(),
            Period::Number(number) => self.plan.period_years(usize::from(number)),
        }
    }

    fn chain(&mut self) {
        for (group, period) in self.cuts() {
            let arrivals = |stream| self.tally.arrivals.sum(stream, group, period, 0, |sum, n| sum + n);
            let each: Vec<u64> = (0..self.plan.streams).map(arrivals).collect();
            let below = self.years(period);
            let per_year = |number: u64| Ratio { above: number as f64, below };
            self.ratio(Measure::Arrivals, Of::Chain, group, period, Statistic::PerYear, per_year(each.iter().sum()));
            for (stream, &number) in each.iter().enumerate().filter(|_| self.plan.streams > 1) {
                let of = Of::Stream(stream as u32);
                self.ratio(Measure::Arrivals, of, group, period, Statistic::PerYear, per_year(number));
            }
            let times = (0..self.plan.ends)
                .map(|end| self.tally.ends.sum(end, group, period, Times::default(), |a, b| a.join(*b)));
            let all = times.fold(Times::default(), Times::join);
            self.ratio(Measure::TimeInChain, Of::Chain, group, period, Statistic::Mean, all.mean());
            if period == Period::All {
                let histogram = Histograms::of(self.plan).end(self.plan.ends, group.0);
                self.quantiles(Measure::TimeInChain, Of::Chain, group, period, histogram);
            }
        }
        self.level(Measure::Present, Of::Chain, |areas| areas[Levels::CHAIN]);
        let unfinished = Ratio { above: self.tally.unfinished as f64, below: 1.0 };
        self.ratio(Measure::Unfinished, Of::Chain, Group::ALL, Period::All, Statistic::Count, unfinished);
    }

    /// A time average, for the whole horizon and every period.
    fn level(&mut self, measure: Measure, of: Of, area: impl Fn(&[i128]) -> i128) {
        let periods = (0..self.plan.periods()).map(|number| Period::Number(number as u16));
        for period in std::iter::once(Period::All).chain(periods) {
            let (above, below) = self.area(period, &area);
            self.ratio(measure, of, Group::ALL, period, Statistic::Mean, Ratio { above, below });
        }
    }

    /// Area in resident-days and length in days of a period.
    fn area(&self, period: Period, area: impl Fn(&[i128]) -> i128) -> (f64, f64) {
        let (from, until) = match period {
            Period::All => (SimTime::default(), self.plan.end),
            Period::Number(number) => {
                let number = usize::from(number);
                (self.plan.period_edges[number], self.plan.period_edges[number + 1])
            }
        };
        let months = self.plan.month_edges.windows(2).zip(&self.tally.months);
        let inside = months.filter(|(edges, _)| from <= edges[0] && edges[0] < until);
        let total: i128 = inside.map(|(_, areas)| area(areas)).sum();
        (total as f64 / DAY as f64, (until - from).as_days())
    }

    fn stage(&mut self, stage: usize) {
        let of = Of::Stage(stage as u32);
        let can = self.plan.stages[stage];
        let histograms = Histograms::of(self.plan);
        for (group, period) in self.cuts() {
            let cells = self.tally.stages.of(stage, group, period).to_vec();
            let times = |pick: fn(&StageCell) -> Times| cells.iter().map(pick).fold(Times::default(), Times::join);
            let number = |pick: fn(&StageCell) -> u64| cells.iter().map(pick).sum::<u64>() as f64;
            let (wait, left) = (times(|cell| cell.wait), times(|cell| cell.left));
            if can.has_work {
                self.waits(stage, group, period, wait, number(|cell| cell.positive));
                if can.closes {
                    let closed: i128 = cells.iter().map(|cell| cell.closed).sum();
                    let closed = Times { number: wait.number, total: closed };
                    self.ratio(Measure::ClosedWait, of, group, period, Statistic::Mean, closed.mean());
                }
            }
            if can.may_renege {
                self.ratio(Measure::WaitOfLeavers, of, group, period, Statistic::Mean, left.mean());
                let all = wait.join(left);
                self.ratio(Measure::WaitOfAll, of, group, period, Statistic::Mean, all.mean());
                let positive = number(|cell| cell.positive) + number(|cell| cell.left_positive);
                let share = Ratio { above: positive, below: all.number as f64 };
                self.ratio(Measure::WaitOfAll, of, group, period, Statistic::SharePositive, share);
                let later = number(|cell| cell.left_later);
                let share = Ratio { above: left.number as f64 + later, below: all.number as f64 + later };
                self.ratio(Measure::LeftWaiting, of, group, period, Statistic::Share, share);
            }
            if can.has_later_work {
                let later = times(|cell| cell.later);
                self.ratio(Measure::LaterWait, of, group, period, Statistic::Mean, later.mean());
            }
            if can.may_leave {
                // Per resident, not per delay: a stage may have several delays.
                let left = number(|cell| cell.left_during);
                let ended = left + number(|cell| cell.left.number + cell.left_later + cell.time.number);
                let share = Ratio { above: left, below: ended };
                self.ratio(Measure::LeftDuring, of, group, period, Statistic::Share, share);
            }
            if can.has_room {
                let away = number(|cell| cell.turned_away);
                let share = Ratio { above: away, below: away + number(|cell| cell.joined) };
                self.ratio(Measure::TurnedAway, of, group, period, Statistic::Share, share);
                let per_year = Ratio { above: away, below: self.years(period) };
                self.ratio(Measure::TurnedAway, of, group, period, Statistic::PerYear, per_year);
            }
            let time = times(|cell| cell.time);
            self.ratio(Measure::TimeInStage, of, group, period, Statistic::Mean, time.mean());
            if period == Period::All {
                self.quantiles(Measure::TimeInStage, of, group, period, histograms.time(stage, group.0));
            }
            let finished = Ratio { above: time.number as f64, below: self.years(period) };
            self.ratio(Measure::Finished, of, group, period, Statistic::PerYear, finished);
            let joined = Ratio { above: number(|cell| cell.joined), below: self.years(period) };
            self.ratio(Measure::Joined, of, group, period, Statistic::PerYear, joined);
        }
        self.reach(stage);
        let levels = Levels::of(self.plan);
        if can.has_work {
            self.level(Measure::Queue, of, |areas| areas[levels.waiting(stage)]);
            let waiting = Ratio { above: self.tally.still_waiting[stage] as f64, below: 1.0 };
            self.ratio(Measure::Unfinished, of, Group::ALL, Period::All, Statistic::Count, waiting);
        }
        self.level(Measure::Present, of, |areas| areas[levels.present(stage)]);
        self.level(Measure::InService, of, |areas| areas[levels.present(stage)] - areas[levels.waiting(stage)]);
        if let Some(times) = self.tally.occupancy.get(stage).cloned() {
            let mut up_to = 0.0;
            for (places, &time) in times.iter().enumerate() {
                up_to += time as f64;
                let ratio = Ratio { above: time as f64, below: up_to };
                self.ratio(Measure::AllTaken, of, Group::ALL, Period::All, Statistic::Places(places as u32), ratio);
            }
        }
    }

    fn waits(&mut self, stage: usize, group: Group, period: Period, wait: Times, positive: f64) {
        let of = Of::Stage(stage as u32);
        let histograms = Histograms::of(self.plan);
        for term in 0..self.plan.within.len() {
            let (asked, within) =
                self.tally.within[term].sum(stage, group, period, (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
            let share = Ratio { above: within as f64, below: asked as f64 };
            self.ratio(Measure::StartedWithin, of, group, period, Statistic::Within(term as u16), share);
        }
        self.ratio(Measure::Wait, of, group, period, Statistic::Mean, wait.mean());
        match (group, period) {
            (_, Period::All) => self.quantiles(Measure::Wait, of, group, period, histograms.wait(stage, group.0)),
            (Group::ALL, Period::Number(number)) => {
                self.quantiles(Measure::Wait, of, group, period, histograms.wait_in(stage, usize::from(number)));
            }
            _ => {}
        }
        let number = wait.number as f64;
        let share = Ratio { above: positive, below: number };
        self.ratio(Measure::Wait, of, group, period, Statistic::SharePositive, share);
        for term in 0..self.plan.within.len() {
            let over = self.tally.over[term].sum(stage, group, period, 0, |a, b| a + b);
            let share = Ratio { above: over as f64, below: number };
            self.ratio(Measure::Wait, of, group, period, Statistic::Over(term as u16), share);
        }
    }

    fn reach(&mut self, stage: usize) {
        let of: [fn(u32) -> Of; 3] = [Of::Enter, Of::Start, Of::Finish];
        for group in 0..self.plan.groups {
            let reached = self.tally.reached[stage * self.plan.groups + group];
            for (of, times) in of.into_iter().zip(reached) {
                let (of, group_key) = (of(stage as u32), Group(group as u16));
                let share = Ratio { above: times.number as f64, below: self.tally.cohort[group] as f64 };
                self.ratio(Measure::Reach, of, group_key, Period::All, Statistic::Share, share);
                self.ratio(Measure::TimeToReach, of, group_key, Period::All, Statistic::Mean, times.mean());
            }
        }
    }

    fn phase(&mut self, phase: Phase) {
        for (group, period) in self.cuts() {
            let times = self.tally.phases.sum(phase as usize, group, period, Times::default(), |a, b| a.join(*b));
            self.ratio(Measure::TimeInPhase, Of::Phase(phase), group, period, Statistic::Mean, times.mean());
        }
    }

    fn team(&mut self, team: usize) {
        let (unlimited, closes) = self.plan.teams[team];
        let levels = Levels::of(self.plan);
        let (busy, on_duty, overtime) = (levels.busy(team), levels.on_duty(team), levels.overtime(team));
        let of = Of::Team(team as u32);
        let periods = (0..self.plan.periods()).map(|number| Period::Number(number as u16));
        for period in std::iter::once(Period::All).chain(periods) {
            let hours = (DAY / HOUR) as f64;
            let (worked, days) = self.area(period, |areas| areas[busy]);
            let years = days / DAYS_PER_YEAR;
            if !unlimited {
                let (staffed, _) = self.area(period, |areas| areas[on_duty]);
                let share = Ratio { above: worked, below: staffed };
                self.ratio(Measure::Utilisation, of, Group::ALL, period, Statistic::Share, share);
                let staffed = Ratio { above: staffed * hours, below: years };
                self.ratio(Measure::StaffedHours, of, Group::ALL, period, Statistic::PerYear, staffed);
            }
            let (over, _) = self.area(period, |areas| areas[overtime]);
            let all = Ratio { above: (worked + over) * hours, below: years };
            self.ratio(Measure::WorkedHours, of, Group::ALL, period, Statistic::PerYear, all);
            if closes {
                let over = Ratio { above: over * hours, below: years };
                self.ratio(Measure::Overtime, of, Group::ALL, period, Statistic::PerYear, over);
            }
        }
    }

    fn referral(&mut self, referral: usize) {
        let plan = self.plan.referrals[referral];
        let [sent, lost, returned] = self.tally.transfers[referral].map(|number| number as f64);
        let per_resident = |above| Ratio { above, below: sent };
        let (group, period) = (Group::ALL, Period::All);
        if plan.takes_time {
            let times = self.tally.transfer_times[referral];
            self.ratio(Measure::TransferTime, plan.of, group, period, Statistic::Mean, times.mean());
        }
        if plan.may_lose {
            // Of the transfers that ended: of those begun, some in a small sample began before it or end after it.
            let arrived = self.tally.transfer_times[referral].number as f64;
            let share = Ratio { above: lost, below: lost + arrived };
            self.ratio(Measure::LostAtTransfer, plan.of, group, period, Statistic::Share, share);
        }
        if plan.may_return {
            self.ratio(Measure::ReturnsPerTransfer, plan.of, group, period, Statistic::Mean, per_resident(returned));
        }
    }

    fn handovers(&mut self) {
        for (index, &(from, to)) in self.plan.handovers.iter().enumerate() {
            let of = Of::Handover(from, to);
            let times = self.tally.handovers[index];
            self.ratio(Measure::HandoverTime, of, Group::ALL, Period::All, Statistic::Mean, times.mean());
            let histogram = Histograms::of(self.plan).handover(index);
            self.quantiles(Measure::HandoverTime, of, Group::ALL, Period::All, histogram);
        }
    }

    fn clock(&mut self, clock: usize) {
        let of = Of::Clock(clock as u32);
        for (group, period) in self.cuts() {
            let cells = self.tally.clocks.of(clock, group, period).to_vec();
            let number = |pick: fn(&ClockCell) -> u64| cells.iter().map(pick).sum::<u64>() as f64;
            let (kept, breached) = (number(|cell| cell.kept), number(|cell| cell.breached));
            let share = Ratio { above: kept, below: kept + breached };
            self.ratio(Measure::ClockKept, of, group, period, Statistic::Share, share);
            let overrun = cells.iter().fold(Times::default(), |sum, cell| sum.join(cell.overrun));
            self.ratio(Measure::ClockOverrun, of, group, period, Statistic::Mean, overrun.mean());
            let undecided = Ratio { above: number(|cell| cell.undecided), below: 1.0 };
            self.ratio(Measure::ClockUndecided, of, group, period, Statistic::Count, undecided);
        }
    }

    fn end(&mut self, end: usize) {
        let of = Of::End(end as u32);
        let histograms = Histograms::of(self.plan);
        for group in 0..self.plan.groups {
            let times = self.tally.outcomes[end * self.plan.groups + group];
            let share = Ratio { above: times.number as f64, below: self.tally.cohort[group] as f64 };
            let group = Group(group as u16);
            self.ratio(Measure::Outcome, of, group, Period::All, Statistic::Share, share);
            self.ratio(Measure::TimeToOutcome, of, group, Period::All, Statistic::Mean, times.mean());
        }
        for (group, period) in self.cuts() {
            let times = self.tally.ends.sum(end, group, period, Times::default(), |a, b| a.join(*b));
            let per_year = Ratio { above: times.number as f64, below: self.years(period) };
            self.ratio(Measure::Finished, of, group, period, Statistic::PerYear, per_year);
            self.ratio(Measure::TimeInChain, of, group, period, Statistic::Mean, times.mean());
            if period == Period::All {
                self.quantiles(Measure::TimeInChain, of, group, period, histograms.end(end, group.0));
            }
        }
    }

    fn moments(&mut self) {
        for (moment, counts) in self.tally.at_moments.clone().into_iter().enumerate() {
            for (stage, (waiting, in_service)) in counts.into_iter().enumerate() {
                let (of, at) = (Of::Stage(stage as u32), Statistic::At(moment as u16));
                let one = |number: u32| Ratio { above: f64::from(number), below: 1.0 };
                self.ratio(Measure::QueueAt, of, Group::ALL, Period::All, at, one(waiting));
                self.ratio(Measure::InServiceAt, of, Group::ALL, Period::All, at, one(in_service));
            }
        }
    }
}
