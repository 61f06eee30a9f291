//! An arm beside the base: every row of both tables with its difference, and what may be claimed of it.
//!
//! ```text
//! row of the base ─┐ matched by names   linearised by part   Student t    Holm over the table
//!                  ├───────────────────► arm less base ──────► p ─────────► verdict
//! row of the arm ──┘
//! ```

use std::collections::BTreeMap;

use super::arms::{Arm, Arms};
use super::cost_per::{CostEffect, cost_effect};
use super::gains::{Gains, StageShift, gains, stage_shifts};
use super::side::{RowNames, Side};
use super::verdict::{DifferenceVerdict, FEWEST_EVENTS, Finding, claim, judge};
use crate::estimate::Estimate;
use crate::observe::{Measure, Period, RowKey};

/// An arm beside the base.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Every row of either table: those of the arm in their order, then those that only the base has.
    pub differences: Vec<Difference>,
    /// Where the queue went: every stage of either scenario, worst shift first.
    pub stages: Vec<StageShift>,
    /// Who gained.
    pub gains: Gains,
    /// What it costs; `None` where neither scenario says what anything costs.
    pub cost: Option<CostEffect>,
}

/// A row of both tables, and how far the arm is from the base.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The row, in indices of the arm; of the base, where only that has it.
    pub key: RowKey,
    /// Measure.
    pub measure: &'static str,
    /// What it is of.
    pub of: String,
    /// `all`, or the name of a level.
    pub class: String,
    /// `all`, or first day and first day after.
    pub period: String,
    /// What is said of the measure.
    pub statistic: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// In the base, as its own table has it.
    pub before: Option<Estimate>,
    /// In the arm, likewise.
    pub after: Option<Estimate>,
    /// Arm less base, with the 95 % interval of this row alone. There is no interval where no part differs from the others
    /// in a share of residents, which does not make it certain.
    pub difference: Option<Estimate>,
    /// The probability of a difference this large, if in truth there is none; `None` where nothing is tested.
    pub p: Option<f64>,
    /// The same, corrected for all tested rows of the table.
    pub adjusted_p: Option<f64>,
    /// What may be claimed of it.
    pub verdict: DifferenceVerdict,
}

/// Lays an arm beside the first.
///
/// * `results` – what [`replicate_arms`](super::replicate_arms) measured in these arms
/// * `arm` – which of them, from 1
pub fn compare(arms: &[Arm<'_>], results: &Arms, arm: usize) -> Comparison {
    let base = Side::new(&arms[0], &results.experiments[0], results.each_part);
    let changed = Side::new(&arms[arm], &results.experiments[arm], results.each_part);
    let differences = differences(&base, &changed);
    let tested = differences.iter().filter(|row| row.p.is_some()).count();
    let moved = arm.checked_sub(1).and_then(|place| results.residents.get(place));
    Comparison {
        stages: stage_shifts(&base, &changed, &differences),
        gains: gains(&base, &changed, &differences, moved, results.each_part),
        cost: cost_effect(&base, &changed, moved, results.each_part, tested),
        differences,
    }
}

fn differences(base: &Side<'_>, changed: &Side<'_>) -> Vec<Difference> {
    // The base may be measured by period too, for what is said of it alone.
    let rows = (0..base.experiment.keys.len()).filter(|&row| base.experiment.keys[row].period == Period::All);
    let mut only_base: BTreeMap<RowNames, usize> = rows.map(|row| (base.names(row), row)).collect();
    let mut found = Vec::with_capacity(changed.experiment.keys.len());
    for row in 0..changed.experiment.keys.len() {
        let names = changed.names(row);
        let of_base = only_base.remove(&names);
        found.push(match of_base {
            Some(of_base) => both(base, of_base, changed, row, names),
            None => one_only(changed, row, names, true),
        });
    }
    let mut rest: Vec<(usize, RowNames)> = only_base.into_iter().map(|(names, row)| (row, names)).collect();
    rest.sort_unstable_by_key(|(row, _)| *row);
    found.extend(rest.into_iter().map(|(row, names)| one_only(base, row, names, false)));
    let (mut differences, findings): (Vec<Difference>, Vec<Finding>) = found.into_iter().unzip();
    for (difference, (verdict, p)) in differences.iter_mut().zip(judge(&findings)) {
        (difference.verdict, difference.adjusted_p) = (verdict, p);
    }
    differences
}

/// A row that both have.
fn both(base: &Side<'_>, of_base: usize, changed: &Side<'_>, row: usize, names: RowNames) -> (Difference, Finding) {
    let key = changed.experiment.keys[row];
    let before = base.experiment.estimate(of_base);
    let after = changed.experiment.estimate(row);
    let mut found = Difference { before, after, ..nothing_yet(key, names) };
    if changed.is_same(row, base, of_base) {
        let parts = changed.linear(row).map(|linear| linear.minus(&linear).estimate());
        found.difference = parts.map(|same| Estimate::symmetric(0.0, Some(0.0), same.replications));
        return (found, Finding::Settled(DifferenceVerdict::Unchanged));
    }
    let (Some(one), Some(other)) = (base.linear(of_base), changed.linear(row)) else {
        return (found, Finding::Settled(DifferenceVerdict::TooFew));
    };
    let difference = other.minus(&one);
    let mut estimate = difference.estimate();
    if estimate.half_width == Some(0.0) && key.measure.counts(key.statistic) {
        (estimate.interval, estimate.half_width) = (None, None);
    }
    found.difference = Some(estimate);
    if too_few(base.events(of_base), changed.events(row)) {
        return (found, Finding::Settled(DifferenceVerdict::TooFew));
    }
    if changed.is_certain(row) && base.is_certain(of_base) {
        let verdict = claim(estimate.value, key.better(changed.arm.scenario), true);
        return (found, Finding::Settled(verdict));
    }
    found.p = difference.probability_of_nothing().filter(|_| !is_rounding(one.value(), other.value()));
    let finding = match found.p {
        None => Finding::Settled(DifferenceVerdict::CannotTell),
        Some(p) => {
            let better = key.better(changed.arm.scenario);
            Finding::Tested { difference: estimate.value, better, p }
        }
    };
    (found, finding)
}

/// Whether two values differ by no more than the order of a sum may do: nothing is claimed of that, however often it comes.
fn is_rounding(before: f64, after: f64) -> bool {
    (after - before).abs() <= 1e-12 * before.abs().max(after.abs())
}

/// Whether there are too few events for a claim. Where something is averaged over them, both arms must have enough; where
/// they are themselves numbered, one must, as having none is then a result too.
fn too_few((before, below): (f64, bool), (after, _): (f64, bool)) -> bool {
    let enough = if below { before.min(after) } else { before.max(after) };
    enough < FEWEST_EVENTS
}

/// A row that only one of the two has.
fn one_only(side: &Side<'_>, row: usize, names: RowNames, is_arm: bool) -> (Difference, Finding) {
    let estimate = side.experiment.estimate(row);
    let (before, after) = if is_arm { (None, estimate) } else { (estimate, None) };
    let found = Difference { before, after, ..nothing_yet(side.experiment.keys[row], names) };
    (found, Finding::Settled(DifferenceVerdict::OnlyHere))
}

fn nothing_yet(key: RowKey, (measure, of, class, period, statistic): RowNames) -> Difference {
    Difference {
        key,
        measure,
        of,
        class,
        period,
        statistic,
        unit: key.unit().name(),
        before: None,
        after: None,
        difference: None,
        p: None,
        adjusted_p: None,
        verdict: DifferenceVerdict::CannotTell,
    }
}

impl Comparison {
    /// The first difference of a measure of something, of everybody over the whole horizon.
    pub fn find(&self, measure: Measure, of: &str, statistic: &str) -> Option<&Difference> {
        self.differences.iter().find(|row| row.is(measure, of, statistic))
    }
}

impl Difference {
    /// Whether it is of everybody over the whole horizon, and of this.
    pub(super) fn is(&self, measure: Measure, of: &str, statistic: &str) -> bool {
        self.key.measure == measure && self.of == of && self.statistic == statistic && self.is_whole()
    }

    /// Whether it is of everybody over the whole horizon.
    pub fn is_whole(&self) -> bool {
        self.class == "all" && self.period == "all"
    }
}
