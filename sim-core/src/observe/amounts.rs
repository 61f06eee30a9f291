//! Amounts at the moments at which they are measured.

use super::measure::{Group, Measure, Of, Period, RowKey, Statistic};
use super::plan::Plan;
use super::tally::{Histograms, Sample, Table, Tally};
use super::walk::Walk;
use crate::chain::Resident;
use crate::estimate::Ratio;
use crate::scenario::{AmountUnit, Scenario};
use crate::time::{DAY, SimTime};

/// What there is to count about amounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AmountsPlan {
    /// Unit of each amount.
    pub units: Vec<AmountUnit>,
    /// Moments at which they are measured, the arrival first.
    pub moments: usize,
}

impl AmountsPlan {
    pub(super) fn of(scenario: &Scenario) -> AmountsPlan {
        let units: Vec<AmountUnit> = scenario.amounts.iter().map(|amount| amount.unit).collect();
        let moments = if units.is_empty() { 0 } else { 1 + scenario.report.amounts_at.len() };
        AmountsPlan { units, moments }
    }

    /// Number of pairs of a moment and an amount.
    pub(super) fn cells(&self) -> usize {
        self.units.len() * self.moments
    }
}

/// Number and totals of an amount and of what it has grown, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct AmountCell {
    number: u64,
    total: i128,
    grown: i128,
}

/// A resident comes to a moment at which amounts are measured.
pub(super) fn count(tally: &mut Tally, plan: &Plan, now: SimTime, resident: &Resident, at: [u16; 2], value: [i64; 2]) {
    let ([at, amount], [hundredths, grown]) = (at.map(usize::from), value);
    let thing = at * plan.amounts.units.len() + amount;
    let period = plan.period_of(now);
    let histograms = Histograms::of(plan);
    for &group in &plan.groups_of[usize::from(resident.class)] {
        let cell = tally.amounts.cell(thing, group, period);
        cell.number += 1;
        cell.total += i128::from(hundredths);
        cell.grown += i128::from(grown);
        // One euro counts as one day, which is what a quantile is given in.
        let days = i128::from(hundredths) * i128::from(DAY / 100);
        tally.histograms[histograms.amount(thing, group)].add_great(days);
    }
}

pub(super) fn table(plan: &Plan) -> Table<AmountCell> {
    Table::new(plan.amounts.cells(), plan)
}

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    /// Everything about amounts; nothing where residents carry none.
    pub(super) fn amounts(&mut self) {
        let amounts = self.plan.amounts.units.len();
        for thing in 0..self.plan.amounts.cells() {
            let (at, amount) = (thing / amounts, thing % amounts);
            let euro = self.plan.amounts.units[amount] == AmountUnit::Euro;
            let of = Of::Amount { amount: amount as u16, at: at as u16, euro };
            for (group, period) in self.cuts() {
                self.amount(of, thing, group, period, at > 0);
            }
        }
    }

    fn amount(&mut self, of: Of, thing: usize, group: Group, period: Period, later: bool) {
        let all = self.tally.amounts.of(thing, group, period).iter();
        let sum = all.fold(AmountCell::default(), |sum, cell| AmountCell {
            number: sum.number + cell.number,
            total: sum.total + cell.total,
            grown: sum.grown + cell.grown,
        });
        let mean = |total: i128| Ratio { above: total as f64 / 100.0, below: sum.number as f64 };
        self.ratio(Measure::Amount, of, group, period, Statistic::Mean, mean(sum.total));
        if period == Period::All {
            let histogram = Histograms::of(self.plan).amount(thing, group.0);
            self.quantiles(Measure::Amount, of, group, period, histogram);
        }
        if later {
            self.ratio(Measure::AmountGrowth, of, group, period, Statistic::Mean, mean(sum.grown));
        }
    }
}
