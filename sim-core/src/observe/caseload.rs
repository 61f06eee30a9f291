//! What is counted of places, of residents who become another class, and of missed appointments.

use super::Happening;
use super::measure::RowKey;
use super::measure::{Group, Measure, Of, Period, Statistic};
use super::plan::Plan;
use super::tally::{Sample, Times};
use super::walk::Walk;
use crate::chain::{Model, Op, Resident};
use crate::estimate::Ratio;
use crate::scenario::{Ddas, LevelRef, Scenario, Step};
use crate::time::{DAY, DAYS_PER_YEAR, HOUR, SimTime};

/// What there is to count.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CaseloadPlan {
    /// Teams with places, in the order of the model's caseloads.
    pub(super) caseloads: Vec<u32>,
    /// For each stage whether residents may wait for a place there.
    pub(super) has_place: Vec<bool>,
    /// For each stage whether appointments may be missed.
    pub(super) has_no_show: Vec<bool>,
    /// For each team whether its work may be wasted.
    pub(super) wastes: Vec<bool>,
    /// Groups that residents may join by becoming another class, by stage; outside the chain after the last.
    pub(super) becomes: Vec<Vec<u16>>,
    /// Official reasons for leaving, each with its ends.
    pub(super) reasons: Vec<(Ddas, Vec<usize>)>,
}

impl CaseloadPlan {
    pub(super) fn new(scenario: &Scenario, model: &Model) -> CaseloadPlan {
        let mut plan = CaseloadPlan {
            caseloads: model.caseloads.iter().map(|caseload| caseload.team).collect(),
            has_place: vec![false; model.stages.len()],
            has_no_show: vec![false; model.stages.len()],
            wastes: vec![false; model.teams.len()],
            becomes: vec![Vec::new(); model.stages.len() + 1],
            reasons: Vec::new(),
        };
        for place in &model.places {
            plan.has_place[place.stage as usize] = true;
        }
        for work in model.works.iter().filter(|work| work.no_show.is_some()) {
            plan.has_no_show[work.stage as usize] = true;
            plan.wastes[work.team as usize] = true;
        }
        let of_steps = scenario.stages.iter().map(|stage| {
            let becomes = stage.steps.iter().filter_map(Step::becomes);
            becomes.map(|becomes| becomes.level).collect::<Vec<LevelRef>>()
        });
        let signals = scenario.pools.iter().flat_map(|pool| &pool.signals);
        let outside = signals.filter_map(|signal| signal.becomes).collect();
        for (groups, levels) in plan.becomes.iter_mut().zip(of_steps.chain([outside])) {
            for level in levels {
                let before: usize = scenario.axes[..level.axis].iter().map(|axis| axis.levels.len()).sum();
                groups.push((1 + before + level.level) as u16);
            }
            groups.sort_unstable();
            groups.dedup();
        }
        for reason in Ddas::ALL {
            let ends = scenario.ends.iter().enumerate().filter(|(_, end)| end.ddas == Some(reason));
            let ends: Vec<usize> = ends.map(|(index, _)| index).collect();
            if !ends.is_empty() {
                plan.reasons.push((reason, ends));
            }
        }
        plan
    }

    /// Whether anything here is asked of what happens.
    fn is_empty(&self) -> bool {
        let any = |flags: &[bool]| flags.contains(&true);
        self.caseloads.is_empty() && !any(&self.has_no_show) && self.becomes.iter().all(Vec::is_empty)
    }
}

/// A number over time: its area in each period and after the last whole one.
#[derive(Debug, Clone)]
struct Level {
    value: u32,
    since: SimTime,
    areas: Vec<i128>,
}

impl Level {
    fn new(plan: &Plan) -> Level {
        Level { value: 0, since: SimTime::default(), areas: vec![0; plan.periods() + 1] }
    }

    /// Adds up to a moment, and goes on with another value.
    fn set(&mut self, plan: &Plan, now: SimTime, value: u32) {
        let now = now.min(plan.end);
        let mut from = self.since;
        while from < now {
            let period = plan.period_of(from);
            let until = plan.period_edges.get(period + 1).map_or(now, |&edge| edge.min(now));
            self.areas[period] += i128::from(self.value) * i128::from((until - from).0);
            from = until;
        }
        (self.value, self.since) = (value, self.since.max(now));
    }

    fn change(&mut self, plan: &Plan, now: SimTime, by: i32) {
        self.set(plan, now, self.value.wrapping_add_signed(by));
    }

    fn area(&self, period: Period) -> f64 {
        let total: i128 = match period {
            Period::All => self.areas.iter().sum(),
            Period::Number(number) => self.areas[usize::from(number)],
        };
        total as f64 / DAY as f64
    }
}

/// What is counted.
#[derive(Debug, Clone)]
pub(super) struct CaseloadTally {
    /// For each caseload: places there are, held, and residents waiting for one.
    number: Vec<Level>,
    held: Vec<Level>,
    waiting: Vec<Level>,
    /// Waits that ended with a place, by caseload and period.
    waits: Vec<Vec<Times>>,
    /// Missed appointments, by stage, group and period; they and the kept ones are all appointments.
    missed: Vec<Vec<Vec<u64>>>,
    kept: Vec<Vec<Vec<u64>>>,
    /// Work wasted on missed appointments, by team and period.
    wasted: Vec<Vec<Times>>,
    /// Residents who got each level, by stage, place of the group in the plan and period.
    became: Vec<Vec<Vec<u64>>>,
}

impl CaseloadTally {
    pub(super) fn new(plan: &Plan) -> CaseloadTally {
        let own = &plan.caseload;
        let levels = |number: usize| vec![Level::new(plan); number];
        let periods = plan.periods() + 1;
        let by_group = |has: &bool| if *has { vec![vec![0; periods]; plan.groups] } else { Vec::new() };
        CaseloadTally {
            number: levels(own.caseloads.len()),
            held: levels(own.caseloads.len()),
            waiting: levels(own.caseloads.len()),
            waits: vec![vec![Times::default(); periods]; own.caseloads.len()],
            missed: own.has_no_show.iter().map(by_group).collect(),
            kept: own.has_no_show.iter().map(by_group).collect(),
            wasted: own.wastes.iter().map(|&has| vec![Times::default(); if has { periods } else { 0 }]).collect(),
            became: own.becomes.iter().map(|groups| vec![vec![0; periods]; groups.len()]).collect(),
        }
    }

    /// Counts what happens; nothing in a scenario without any of it.
    #[inline]
    pub(super) fn count(&mut self, plan: &Plan, model: &Model, now: SimTime, resident: &Resident, what: Happening) {
        if plan.caseload.is_empty() {
            return;
        }
        self.count_places(plan, model, now, resident, what);
        self.count_appointments(plan, model, now, resident, what);
        if let Happening::Became { from, stage } = what
            && now >= SimTime::default()
        {
            let stage = stage.map_or(model.stages.len(), |stage| stage as usize);
            let before = &plan.groups_of[usize::from(from)];
            let new = plan.groups_of[usize::from(resident.class)].iter().filter(|group| !before.contains(group));
            for group in new {
                if let Some(place) = plan.caseload.becomes[stage].iter().position(|counted| counted == group) {
                    self.became[stage][place][plan.period_of(now)] += 1;
                }
            }
        }
    }

    fn count_places(&mut self, plan: &Plan, model: &Model, now: SimTime, resident: &Resident, what: Happening) {
        let caseload_of = |place: u32| model.places[place as usize].caseload as usize;
        match what {
            Happening::Found { .. } => {
                let held = (0..self.held.len()).filter(|caseload| resident.places & 1 << caseload != 0);
                held.for_each(|caseload| self.held[caseload].change(plan, now, 1));
            }
            Happening::WaitsForPlace { place } => self.waiting[caseload_of(place)].change(plan, now, 1),
            Happening::TookPlace { place, wait, already } => {
                let caseload = caseload_of(place);
                self.waiting[caseload].change(plan, now, -1);
                if already {
                    return;
                }
                self.held[caseload].change(plan, now, 1);
                if now >= SimTime::default() {
                    self.waits[caseload][plan.period_of(now)].add(wait);
                }
            }
            Happening::GaveBack { caseload } => self.held[caseload as usize].change(plan, now, -1),
            Happening::PlaceWaitStopped { place } => self.waiting[caseload_of(place)].change(plan, now, -1),
            Happening::LeftEarly { .. } => {
                if let Op::Place(place) = model.ops[resident.op as usize] {
                    self.waiting[caseload_of(place)].change(plan, now, -1);
                }
            }
            _ => {}
        }
    }

    fn count_appointments(&mut self, plan: &Plan, model: &Model, now: SimTime, resident: &Resident, what: Happening) {
        let (work, wasted) = match what {
            Happening::Missed { work, wasted, .. } => (work, Some(wasted)),
            Happening::Started { work, .. } if model.works[work as usize].no_show.is_some() => (work, None),
            _ => return,
        };
        let model = &model.works[work as usize];
        if now < SimTime::default() {
            return;
        }
        if let Some(wasted) = wasted {
            self.wasted[model.team as usize][plan.period_of(now)].add(wasted);
        }
        let counted = if wasted.is_some() { &mut self.missed } else { &mut self.kept };
        for &group in &plan.groups_of[usize::from(resident.class)] {
            counted[model.stage as usize][usize::from(group)][plan.period_of(now)] += 1;
        }
    }

    /// Closes the books at the end of the run.
    pub(super) fn close(&mut self, plan: &Plan, model: &Model) {
        for (level, caseload) in self.number.iter_mut().zip(&model.caseloads) {
            let number = |at| *caseload.number.at(0, at);
            level.value = number(SimTime::default());
            for &change in caseload.number.changes_after(SimTime::default()) {
                level.set(plan, change, number(change));
            }
        }
        let levels = self.number.iter_mut().chain(&mut self.held).chain(&mut self.waiting);
        levels.for_each(|level| level.set(plan, plan.end, level.value));
    }
}

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    /// The rows of a team's places, and of its work that was wasted.
    pub(super) fn caseload_of_team(&mut self, team: usize) {
        let (plan, tally) = (self.plan, &self.tally.caseload);
        let of = Of::Team(team as u32);
        let caseload = plan.caseload.caseloads.iter().position(|&with_places| with_places as usize == team);
        let periods = (0..plan.periods()).map(|number| Period::Number(number as u16));
        for period in std::iter::once(Period::All).chain(periods) {
            if let Some(caseload) = caseload {
                let days = self.years(period) * DAYS_PER_YEAR;
                let [number, held, waiting] =
                    [&tally.number, &tally.held, &tally.waiting].map(|levels| levels[caseload].area(period));
                let mean = |above| Ratio { above, below: days };
                self.ratio(Measure::Places, of, Group::ALL, period, Statistic::Mean, mean(number));
                self.ratio(Measure::Caseload, of, Group::ALL, period, Statistic::Mean, mean(held));
                let share = Ratio { above: held, below: number };
                self.ratio(Measure::CaseloadUtilisation, of, Group::ALL, period, Statistic::Share, share);
                self.ratio(Measure::PlacesQueue, of, Group::ALL, period, Statistic::Mean, mean(waiting));
                let waits =
                    in_period(&tally.waits[caseload], period).fold(Times::default(), |sum, more| sum.join(*more));
                self.ratio(Measure::PlacesWait, of, Group::ALL, period, Statistic::Mean, waits.mean());
            }
            if plan.caseload.wastes[team] {
                let wasted = in_period(&tally.wasted[team], period).map(|times| times.total).sum::<i128>();
                let per_year = Ratio { above: wasted as f64 / HOUR as f64, below: self.years(period) };
                self.ratio(Measure::WastedHours, of, Group::ALL, period, Statistic::PerYear, per_year);
            }
        }
    }

    /// The rows of a stage's missed appointments, and of residents who became another class there.
    pub(super) fn caseload_of_stage(&mut self, stage: usize) {
        let (plan, tally) = (self.plan, &self.tally.caseload);
        let of = Of::Stage(stage as u32);
        if plan.caseload.has_no_show[stage] {
            for (group, period) in self.cuts() {
                let number = |counts: &[Vec<Vec<u64>>]| {
                    in_period(&counts[stage][usize::from(group.0)], period).sum::<u64>() as f64
                };
                let (missed, kept) = (number(&tally.missed), number(&tally.kept));
                let share = Ratio { above: missed, below: missed + kept };
                self.ratio(Measure::NoShows, of, group, period, Statistic::Share, share);
            }
        }
        for (place, &group) in plan.caseload.becomes[stage].iter().enumerate() {
            self.became(of, group, |period| in_period(&tally.became[stage][place], period).sum());
        }
    }

    /// The rows of the whole chain: who became another class anywhere, and official reasons for leaving.
    pub(super) fn caseload_of_chain(&mut self) {
        let (plan, tally) = (self.plan, &self.tally.caseload);
        let becomes = &plan.caseload.becomes;
        let mut groups: Vec<u16> = becomes.iter().flatten().copied().collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let number = |period| {
                let places = becomes.iter().enumerate().flat_map(|(stage, groups)| {
                    groups.iter().position(|&other| other == group).map(|place| (stage, place))
                });
                places.map(|(stage, place)| in_period(&tally.became[stage][place], period).sum::<u64>()).sum()
            };
            self.became(Of::Chain, group, number);
        }
        for (reason, ends) in &plan.caseload.reasons {
            let of = Of::Reason(*reason);
            for (group, period) in self.cuts() {
                let left = |end| self.tally.ends.sum(end, group, period, 0, |sum, times: &Times| sum + times.number);
                let number: u64 = ends.iter().map(|&end| left(end)).sum();
                let all: u64 = (0..plan.ends).map(left).sum();
                let share = Ratio { above: number as f64, below: all as f64 };
                let per_year = Ratio { above: number as f64, below: self.years(period) };
                self.ratio(Measure::ExitReason, of, group, period, Statistic::Share, share);
                self.ratio(Measure::ExitReason, of, group, period, Statistic::PerYear, per_year);
            }
        }
    }

    fn became(&mut self, of: Of, group: u16, number: impl Fn(Period) -> u64) {
        let periods = (0..self.plan.periods()).map(|number| Period::Number(number as u16));
        for period in std::iter::once(Period::All).chain(periods) {
            let per_year = Ratio { above: number(period) as f64, below: self.years(period) };
            self.ratio(Measure::Became, of, Group(group), period, Statistic::PerYear, per_year);
        }
    }
}

/// What was counted in a period, or in all of them.
fn in_period<T>(counts: &[T], period: Period) -> impl Iterator<Item = &T> {
    let range = match period {
        Period::All => 0..counts.len(),
        Period::Number(number) => usize::from(number)..usize::from(number) + 1,
    };
    counts[range].iter()
}
