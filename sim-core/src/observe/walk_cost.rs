//! The rows about cost.

use super::cost::{CostTally, PARTS};
use super::measure::{Group, Measure, Of, Period, RowKey, Statistic};
use super::tally::{Sample, Table, Times};
use super::walk::Walk;
use crate::estimate::Ratio;
use crate::time::DAY;

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    /// Everything about cost; nothing where the scenario says nothing of it.
    pub(super) fn cost(&mut self) {
        let Some(cost) = &self.tally.cost else { return };
        for (group, period) in self.cuts() {
            let below = self.years(period);
            let per_year = |above| Ratio { above, below };
            let euro = |table: &Table<i128>, thing| table.sum(thing, group, period, 0, |sum, n| sum + n) as f64 / PARTS;
            let mut whole = 0.0;
            for stage in 0..self.plan.stages.len() {
                if self.plan.cost.stages[stage] {
                    let paid = euro(&cost.stages, stage);
                    whole += paid;
                    let of = Of::Stage(stage as u32);
                    self.ratio(Measure::Cost, of, group, period, Statistic::PerYear, per_year(paid));
                }
            }
            for end in 0..self.plan.ends {
                let of = Of::End(end as u32);
                if self.plan.cost.ends[end] {
                    let paid = euro(&cost.ends, end);
                    whole += paid;
                    self.ratio(Measure::Cost, of, group, period, Statistic::PerYear, per_year(paid));
                }
                if self.plan.cost.benefits[end] {
                    let benefit = per_year(euro(&cost.benefits, end));
                    self.ratio(Measure::Benefit, of, group, period, Statistic::PerYear, benefit);
                }
            }
            if self.plan.cost.benefits.contains(&true) {
                let all = (0..self.plan.ends).map(|end| euro(&cost.benefits, end)).sum();
                self.ratio(Measure::Benefit, Of::Chain, group, period, Statistic::PerYear, per_year(all));
            }
            // The time of a team is not divided among the classes.
            if group == Group::ALL && self.plan.cost.is_there() {
                whole += self.teams_cost(cost, period);
                for thing in 0..self.plan.cost.spending {
                    let paid = cost.spending(thing, period);
                    whole += paid;
                    let of = Of::Spending(thing as u32);
                    self.ratio(Measure::Cost, of, group, period, Statistic::PerYear, per_year(paid));
                }
                self.ratio(Measure::Cost, Of::Chain, group, period, Statistic::PerYear, per_year(whole));
                self.cost_per_resident(whole, period);
            }
        }
    }

    /// The cost of each team in a period; gives their sum.
    fn teams_cost(&mut self, cost: &CostTally, period: Period) -> f64 {
        let edges = self.edges(period);
        let below = self.years(period);
        let mut sum = 0.0;
        for number in (0..self.plan.cost.teams.len()).filter(|&team| self.plan.cost.teams[team]) {
            // Areas are kept per day.
            let worked = self.area_between(edges, &cost.worked, |areas| areas[number]) * DAY as f64;
            let paid = cost.payroll(number, period) + CostTally::euro(worked);
            sum += paid;
            let of = Of::Team(number as u32);
            self.ratio(Measure::Cost, of, Group::ALL, period, Statistic::PerYear, Ratio { above: paid, below });
        }
        sum
    }

    /// The cost of the whole chain over those who came, those for whom it succeeded, and those for whom that lasted.
    fn cost_per_resident(&mut self, whole: f64, period: Period) {
        let came = |source| self.tally.arrivals.sum(source, Group::ALL, period, 0, |sum, n| sum + n);
        let came: u64 = (0..=self.plan.sources()).map(came).sum();
        let left = |end| self.tally.ends.sum(end, Group::ALL, period, Times::default(), |a, b| a.join(*b)).number;
        let success: u64 = (0..self.plan.ends).filter(|&end| self.plan.cost.success[end]).map(left).sum();
        let mut per = |measure, below: f64| {
            let ratio = Ratio { above: whole, below };
            self.ratio(measure, Of::Chain, Group::ALL, period, Statistic::Mean, ratio);
        };
        per(Measure::CostPerTrajectory, came as f64);
        per(Measure::CostPerSuccess, success as f64);
        // Of each success the share that lasts is known from those who could be followed long enough.
        if let Some((followed, returned)) = self.followed_successes(period) {
            let lasts = if followed > 0 { (followed - returned) as f64 / followed as f64 } else { 0.0 };
            let ratio = Ratio { above: whole, below: success as f64 * lasts };
            self.ratio(Measure::CostPerLasting, Of::Chain, Group::ALL, period, Statistic::Mean, ratio);
        }
    }
}
