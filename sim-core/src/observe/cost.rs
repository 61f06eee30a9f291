//! What the chain costs: teams, activities of stages, ends; and social benefits, which are never taken off.

use super::measure::Period;
use super::plan::Plan;
use super::tally::{Table, Tally};
use crate::chain::{Model, SpendingCost, Varying};
use crate::scenario::Scenario;
use crate::time::{HOUR, SimTime};

/// What there is to count about cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostPlan {
    /// Whether each team has a price.
    pub teams: Vec<bool>,
    /// Whether something at each stage has a cost of its own.
    pub stages: Vec<bool>,
    /// Whether leaving through each end has a cost.
    pub ends: Vec<bool>,
    /// Whether it has a social benefit.
    pub benefits: Vec<bool>,
    /// Whether it is what the chain is for.
    pub success: Vec<bool>,
    /// How many things are spent on apart from those.
    pub spending: usize,
}

impl CostPlan {
    pub(super) fn of(scenario: &Scenario, model: &Model) -> CostPlan {
        let mut stages = vec![false; scenario.stages.len()];
        model.works.iter().for_each(|work| stages[work.stage as usize] |= work.cost.is_some());
        model.delays.iter().for_each(|delay| stages[delay.stage as usize] |= delay.cost.is_some());
        model.contacts.iter().for_each(|contact| stages[contact.stage as usize] |= contact.cost.is_some());
        CostPlan {
            teams: model.cost.teams.iter().map(Option::is_some).collect(),
            stages,
            ends: model.cost.ends.iter().map(Option::is_some).collect(),
            benefits: model.cost.benefits.iter().map(Option::is_some).collect(),
            success: scenario.ends.iter().map(|end| end.success).collect(),
            spending: scenario.spending.len(),
        }
    }

    /// Whether anything has a cost.
    pub fn is_there(&self) -> bool {
        self.teams.contains(&true) || self.stages.contains(&true) || self.ends.contains(&true) || self.spending > 0
    }
}

/// Parts of a euro in which activities, ends and benefits are counted: whole ones add up to the same in any order.
pub(super) const PARTS: f64 = 10_000.0;

/// Counts of cost: of teams in cents, of the rest in ten-thousandths of a euro.
#[derive(Debug, Clone)]
pub(super) struct CostTally {
    /// By month and team: cents times microseconds worked, divided by the microseconds of an hour only at the end.
    pub(super) worked: Vec<Vec<i128>>,
    /// By team and period (the whole horizon first): euro for the people on the payroll.
    payroll: Vec<Vec<f64>>,
    /// The same for what else is spent.
    spending: Vec<Vec<f64>>,
    pub(super) stages: Table<i128>,
    pub(super) ends: Table<i128>,
    pub(super) benefits: Table<i128>,
}

impl CostTally {
    pub(super) fn new(plan: &Plan) -> CostTally {
        CostTally {
            worked: vec![vec![0; plan.cost.teams.len()]; plan.month_edges.len() - 1],
            payroll: Vec::new(),
            spending: Vec::new(),
            stages: Table::new(plan.stages.len(), plan),
            ends: Table::new(plan.ends, plan),
            benefits: Table::new(plan.ends, plan),
        }
    }

    /// The payroll, and what is spent, are known before anything happens.
    pub(super) fn pay_payroll(&mut self, plan: &Plan, model: &Model) {
        let edges = std::iter::once((SimTime::default(), plan.end));
        let edges: Vec<_> = edges.chain(plan.period_edges.windows(2).map(|edges| (edges[0], edges[1]))).collect();
        let of_team = |team: &Option<crate::chain::TeamCost>| {
            let euro =
                |&(from, until): &(SimTime, SimTime)| team.as_ref().map_or(0.0, |team| team.payroll(from, until));
            edges.iter().map(euro).collect()
        };
        self.payroll = model.cost.teams.iter().map(of_team).collect();
        let spent = |one: &SpendingCost| edges.iter().map(|&(from, until)| one.spent(from, until)).collect();
        self.spending = model.cost.spending.iter().map(spent).collect();
    }

    /// Euro spent on something in a period.
    pub(super) fn spending(&self, thing: usize, period: Period) -> f64 {
        self.spending[thing][position(period)]
    }

    /// Euro for the payroll of a team in a period.
    pub(super) fn payroll(&self, team: usize, period: Period) -> f64 {
        self.payroll[team][position(period)]
    }

    /// What a sum of cents times microseconds is in euro.
    pub(super) fn euro(area: f64) -> f64 {
        area / (100.0 * HOUR as f64)
    }
}

/// Where the sums of a period stand: the whole horizon comes first.
fn position(period: Period) -> usize {
    match period {
        Period::All => 0,
        Period::Number(number) => 1 + usize::from(number),
    }
}

/// Watches the hours that teams work.
#[derive(Debug, Clone)]
pub(super) struct CostWatch {
    /// At work, and since when that has not been added up.
    busy: Vec<(u32, SimTime)>,
}

impl CostWatch {
    pub(super) fn new(plan: &Plan) -> CostWatch {
        CostWatch { busy: vec![(0, plan.begin); plan.cost.teams.len()] }
    }

    /// The number at work of a team changes.
    pub(super) fn set(&mut self, model: &Model, tally: &mut Tally, month: usize, team: usize, now: SimTime, busy: u32) {
        self.add_up(model, tally, month, team, now);
        self.busy[team].0 = busy;
    }

    pub(super) fn add_up_all(&mut self, model: &Model, tally: &mut Tally, month: usize, now: SimTime) {
        for team in 0..self.busy.len() {
            self.add_up(model, tally, month, team, now);
        }
    }

    fn add_up(&mut self, model: &Model, tally: &mut Tally, month: usize, team: usize, now: SimTime) {
        let (busy, since) = self.busy[team];
        self.busy[team].1 = now;
        if let (Some(cost), Some(counted)) = (&model.cost.teams[team], &mut tally.cost)
            && busy > 0
        {
            counted.worked[month][team] += i128::from(busy) * cost.worked(since, now);
        }
    }
}

impl Tally {
    /// Counts euro for everybody and for each level of a resident's class.
    pub(super) fn pay(&mut self, plan: &Plan, class: u16, now: SimTime, what: Paid, euro: Option<&Varying<f64>>) {
        let (Some(euro), Some(counted)) = (euro, &mut self.cost) else { return };
        if now < SimTime::default() {
            return;
        }
        let parts = libm::round(PARTS * *euro.at(class, now)) as i128;
        let period = plan.period_of(now);
        let (table, thing) = match what {
            Paid::Stage(stage) => (&mut counted.stages, stage),
            Paid::End(end) => (&mut counted.ends, end),
            Paid::Benefit(end) => (&mut counted.benefits, end),
        };
        for &group in &plan.groups_of[usize::from(class)] {
            *table.cell(thing as usize, group, period) += parts;
        }
    }
}

/// What is paid for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paid {
    /// An activity at a stage.
    Stage(u32),
    /// Leaving through an end.
    End(u32),
    /// The benefit of that.
    Benefit(u32),
}
