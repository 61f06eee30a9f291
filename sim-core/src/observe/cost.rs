//! What the chain costs: teams, activities of stages, ends; and social benefits, which are never taken off.

use super::plan::Plan;
use super::tally::{Table, Tally};
use crate::chain::{Model, Varying};
use crate::scenario::{Dated, Price, Scenario, Staff};
use crate::time::{DAYS_PER_YEAR, HOUR, SimTime};

/// What there is to count about cost.
#[derive(Debug, Clone, Default)]
pub struct CostPlan {
    /// For each team what it costs, if the scenario says so.
    pub teams: Vec<Option<TeamCost>>,
    /// Whether something at each stage has a cost of its own.
    pub stages: Vec<bool>,
    /// For each end the cost of leaving through it.
    pub ends: Vec<Option<Varying<f64>>>,
    /// For each end the social benefit.
    pub benefits: Vec<Option<Varying<f64>>>,
    /// Whether an end is what the chain is for.
    pub success: Vec<bool>,
}

/// What a team costs, by stretches of time that each begin at a moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamCost {
    /// Euro a day for the people on the payroll.
    payroll: Vec<(SimTime, f64)>,
    /// Cents for an hour worked.
    hourly: Vec<(SimTime, i64)>,
}

impl CostPlan {
    pub(super) fn of(scenario: &Scenario, model: &Model) -> CostPlan {
        let mut stages = vec![false; scenario.stages.len()];
        model.works.iter().for_each(|work| stages[work.stage as usize] |= work.cost.is_some());
        model.delays.iter().for_each(|delay| stages[delay.stage as usize] |= delay.cost.is_some());
        model.contacts.iter().for_each(|contact| stages[contact.stage as usize] |= contact.cost.is_some());
        let euro = |param: &_| Varying::of_param(param, &model.classes, scenario.start, |&euro: &f64| euro);
        CostPlan {
            teams: scenario
                .teams
                .iter()
                .map(|team| team.cost.as_ref().map(|cost| TeamCost::of(cost, &team.staff, scenario)))
                .collect(),
            stages,
            ends: scenario.ends.iter().map(|end| end.cost.as_ref().map(euro)).collect(),
            benefits: scenario.ends.iter().map(|end| end.benefit.as_ref().map(euro)).collect(),
            success: scenario.ends.iter().map(|end| end.success).collect(),
        }
    }

    /// Whether anything has a cost.
    pub fn is_there(&self) -> bool {
        self.teams.iter().any(Option::is_some) || self.stages.contains(&true) || self.ends.iter().any(Option::is_some)
    }
}

impl TeamCost {
    /// From the price and, for a price per fte, the number of fte.
    fn of(cost: &Dated<Price>, staff: &Staff, scenario: &Scenario) -> TeamCost {
        let none = Dated::always(0.0);
        let fte = match staff {
            Staff::Fte { fte, .. } => fte,
            _ => &none,
        };
        let mut dates: Vec<_> = cost.later.iter().map(|(from, _)| *from).collect();
        dates.extend(fte.later.iter().map(|(from, _)| *from));
        dates.sort_unstable();
        dates.dedup();
        let mut team = TeamCost::default();
        let first = (SimTime(i64::MIN / 2), &cost.first, fte.first);
        let later = dates.iter().map(|&date| (SimTime::of_date(date, scenario.start), cost.on(date), *fte.on(date)));
        for (from, price, fte) in std::iter::once(first).chain(later) {
            let (payroll, hourly) = match *price {
                Price::PerFteYear(euro) => (fte * euro / DAYS_PER_YEAR, 0),
                Price::PerHour(euro) => (0.0, cents(euro)),
            };
            team.payroll.push((from, payroll));
            team.hourly.push((from, hourly));
        }
        team
    }

    /// Euro for the payroll between two moments.
    pub(super) fn payroll(&self, from: SimTime, until: SimTime) -> f64 {
        parts(&self.payroll, from, until).map(|(days, euro)| days.as_days() * euro).sum()
    }

    /// Cents times microseconds for one who works between two moments.
    fn worked(&self, from: SimTime, until: SimTime) -> i128 {
        parts(&self.hourly, from, until).map(|(time, cents)| i128::from(time.0) * i128::from(cents)).sum()
    }
}

/// The parts of a stretch of time, each with what holds in it.
fn parts<T: Copy>(
    stretches: &[(SimTime, T)],
    from: SimTime,
    until: SimTime,
) -> impl Iterator<Item = (crate::time::Span, T)> + '_ {
    stretches.iter().enumerate().filter_map(move |(index, &(begin, value))| {
        let end = stretches.get(index + 1).map_or(until, |&(next, _)| next).min(until);
        let begin = begin.max(from);
        (begin < end).then(|| (end - begin, value))
    })
}

/// Whole cents.
fn cents(euro: f64) -> i64 {
    libm::round(100.0 * euro) as i64
}

/// Counts of cost, in cents.
#[derive(Debug, Clone)]
pub(super) struct CostTally {
    /// By month and team: cents times microseconds worked, divided by the microseconds of an hour only at the end.
    pub(super) worked: Vec<Vec<i128>>,
    pub(super) stages: Table<u64>,
    pub(super) ends: Table<u64>,
    pub(super) benefits: Table<u64>,
}

impl CostTally {
    pub(super) fn new(plan: &Plan) -> CostTally {
        CostTally {
            worked: vec![vec![0; plan.cost.teams.len()]; plan.month_edges.len() - 1],
            stages: Table::new(plan.stages.len(), plan),
            ends: Table::new(plan.ends, plan),
            benefits: Table::new(plan.ends, plan),
        }
    }

    /// What a sum of cents times microseconds is in euro.
    pub(super) fn euro(area: f64) -> f64 {
        area / (100.0 * HOUR as f64)
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
    pub(super) fn set(&mut self, plan: &Plan, tally: &mut Tally, month: usize, team: usize, now: SimTime, busy: u32) {
        self.add_up(plan, tally, month, team, now);
        self.busy[team].0 = busy;
    }

    pub(super) fn add_up_all(&mut self, plan: &Plan, tally: &mut Tally, month: usize, now: SimTime) {
        for team in 0..self.busy.len() {
            self.add_up(plan, tally, month, team, now);
        }
    }

    fn add_up(&mut self, plan: &Plan, tally: &mut Tally, month: usize, team: usize, now: SimTime) {
        let (busy, since) = self.busy[team];
        self.busy[team].1 = now;
        if let (Some(cost), Some(counted)) = (&plan.cost.teams[team], &mut tally.cost)
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
        let cents = cents(*euro.at(class, now)) as u64;
        let period = plan.period_of(now);
        let (table, thing) = match what {
            Paid::Stage(stage) => (&mut counted.stages, stage),
            Paid::End(end) => (&mut counted.ends, end),
            Paid::Benefit(end) => (&mut counted.benefits, end),
        };
        for &group in &plan.groups_of[usize::from(class)] {
            *table.cell(thing as usize, group, period) += cents;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY, Span};

    #[test]
    fn a_stretch_is_paid_at_the_prices_that_hold_in_it() {
        let day = |number: i64| SimTime(number * DAY);
        let hourly = vec![(SimTime(i64::MIN / 2), 100), (day(10), 250)];
        let team = TeamCost { payroll: vec![(SimTime(i64::MIN / 2), 5.0)], hourly };
        assert_eq!(team.worked(day(8), day(12)), 2 * i128::from(DAY) * 100 + 2 * i128::from(DAY) * 250);
        assert_eq!(team.worked(day(11), day(12)), i128::from(DAY) * 250);
        assert_eq!(team.payroll(day(0), day(3)), 15.0);
        assert_eq!(parts(&team.hourly, day(3), day(3)).next(), None::<(Span, i64)>);
    }
}
