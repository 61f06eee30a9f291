//! Prices as the engine's observers read them: of teams, ends, and the social benefit of ends.

use jiff::civil::Date;

use super::Varying;
use crate::scenario::{Dated, Price, Scenario, Spending, Staff};
use crate::time::{DAYS_PER_YEAR, SimTime, Span};

/// What teams and ends cost; activities have theirs with their step.
#[derive(Debug, Clone, Default)]
pub struct CostModel {
    /// For each team what it costs, if the scenario says so.
    pub teams: Vec<Option<TeamCost>>,
    /// For each end euro for each resident who leaves through it.
    pub ends: Vec<Option<Varying<f64>>>,
    /// For each end the social benefit.
    pub benefits: Vec<Option<Varying<f64>>>,
    /// What is spent apart from them.
    pub spending: Vec<SpendingCost>,
}

impl CostModel {
    pub(super) fn of(scenario: &Scenario, classes: &[Vec<usize>]) -> CostModel {
        let euro = |param: &_| Varying::of_param(param, classes, scenario.start, |&euro: &f64| euro);
        let team =
            |team: &crate::scenario::Team| team.cost.as_ref().map(|cost| TeamCost::of(cost, &team.staff, scenario));
        CostModel {
            teams: scenario.teams.iter().map(team).collect(),
            ends: scenario.ends.iter().map(|end| end.cost.as_ref().map(euro)).collect(),
            benefits: scenario.ends.iter().map(|end| end.benefit.as_ref().map(euro)).collect(),
            spending: scenario.spending.iter().map(|one| SpendingCost::of(one, scenario.start)).collect(),
        }
    }
}

/// What a team costs, by stretches of time that each begin at a moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamCost {
    /// Euro a day for the people on the payroll.
    payroll: Vec<(SimTime, f64)>,
    /// Cents for an hour worked.
    hourly: Vec<(SimTime, i64)>,
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
                Price::PerHour(euro) => (0.0, libm::round(100.0 * euro) as i64),
            };
            team.payroll.push((from, payroll));
            team.hourly.push((from, hourly));
        }
        team
    }

    /// Euro for the payroll between two moments.
    pub fn payroll(&self, from: SimTime, until: SimTime) -> f64 {
        parts(&self.payroll, from, until).map(|(days, euro)| days.as_days() * euro).sum()
    }

    /// Cents times microseconds for one who works between two moments.
    pub fn worked(&self, from: SimTime, until: SimTime) -> i128 {
        parts(&self.hourly, from, until).map(|(time, cents)| i128::from(time.0) * i128::from(cents)).sum()
    }
}

/// What is spent on something: once, and by stretches of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SpendingCost {
    /// When it begins, and euro at that moment.
    once: (SimTime, f64),
    /// Euro a day.
    daily: Vec<(SimTime, f64)>,
}

impl SpendingCost {
    fn of(spending: &Spending, start: Date) -> SpendingCost {
        let at = |date| SimTime::of_date(date, start);
        let daily = |date| *spending.per_year.on(date) / DAYS_PER_YEAR;
        let from = at(spending.from);
        let ends = |date: Date| spending.until.is_some_and(|until| until <= date);
        let later = spending.per_year.later.iter().map(|&(date, _)| date);
        let later = later.filter(|&date| date > spending.from && !ends(date)).map(|date| (at(date), daily(date)));
        let first = (from, daily(spending.from));
        let last = spending.until.map(|until| (at(until), 0.0));
        SpendingCost { once: (from, spending.once), daily: std::iter::once(first).chain(later).chain(last).collect() }
    }

    /// Euro spent between two moments.
    pub fn spent(&self, from: SimTime, until: SimTime) -> f64 {
        let (when, once) = self.once;
        let once = if from <= when && when < until { once } else { 0.0 };
        once + parts(&self.daily, from, until).map(|(days, euro)| days.as_days() * euro).sum::<f64>()
    }
}

/// The parts of a stretch of time, each with what holds in it.
fn parts<T: Copy>(stretches: &[(SimTime, T)], from: SimTime, until: SimTime) -> impl Iterator<Item = (Span, T)> + '_ {
    stretches.iter().enumerate().filter_map(move |(index, &(begin, value))| {
        let end = stretches.get(index + 1).map_or(until, |&(next, _)| next).min(until);
        let begin = begin.max(from);
        (begin < end).then(|| (end - begin, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    /// 365.25 euro a year is one a day: ten days at one euro, ten at two and 40 at once, from day 5 to day 25.
    #[test]
    fn spending_has_its_days() {
        let date = |day: i8| jiff::civil::date(2027, 1, day);
        let spending = Spending {
            name: String::new(),
            title: None,
            once: 40.0,
            per_year: Dated { first: DAYS_PER_YEAR, later: vec![(date(16), 2.0 * DAYS_PER_YEAR)] },
            from: date(6),
            until: Some(date(26)),
        };
        let cost = SpendingCost::of(&spending, date(1));
        let day = |number: i64| SimTime(number * DAY);
        for (from, until, euro) in [(0, 5, 0.0), (0, 100, 70.0), (5, 15, 50.0), (6, 16, 11.0), (20, 30, 10.0)] {
            assert!((cost.spent(day(from), day(until)) - euro).abs() < 1e-9, "{from} to {until}");
        }
    }

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
