//! One side of a comparison: the rows of an arm by their names, how they move, and how many events are behind them.

use std::collections::BTreeMap;

use super::Experiment;
use super::arms::Arm;
use super::table::{period_name, statistic_name};
use crate::estimate::{Linear, Ratio};
use crate::observe::{Group, Measure, Of, Period, RowKey, Statistic, Unit};
use crate::scenario::Step;

/// A row by its names: measure, what it is of, class, period, statistic.
pub(super) type RowNames = (&'static str, String, String, String, String);

/// One side of a comparison.
pub(super) struct Side<'a> {
    pub(super) arm: &'a Arm<'a>,
    pub(super) experiment: &'a Experiment,
    /// Replications in an independent part of the comparison.
    each: u32,
    positions: BTreeMap<RowKey, usize>,
}

/// What the events of a row are.
enum Events {
    /// What is counted below: residents, visits, clocks.
    Below,
    /// What is counted above: a number.
    Above,
    /// The times that a quantile is of.
    Times(usize),
    /// Residents who come to what it is of: averages over time, hours and money.
    Comers,
}

impl<'a> Side<'a> {
    pub(super) fn new(arm: &'a Arm<'a>, experiment: &'a Experiment, each: u32) -> Side<'a> {
        let positions = experiment.keys.iter().enumerate().map(|(row, &key)| (key, row)).collect();
        Side { arm, experiment, each, positions }
    }

    /// The names of a row, which are the same in every scenario that has it.
    pub(super) fn names(&self, row: usize) -> RowNames {
        let (key, scenario, plan) = (self.experiment.keys[row], self.arm.scenario, self.arm.plan);
        (
            key.measure.name(),
            key.of.name(scenario),
            key.group.name(scenario),
            period_name(scenario, plan, key.period),
            statistic_name(plan, key),
        )
    }

    /// A row over the independent parts of the comparison; `None` when nothing was counted.
    pub(super) fn linear(&self, row: usize) -> Option<Linear> {
        match self.experiment.quantiles[row] {
            None => Linear::of_ratio(&self.experiment.sums(row, self.each)),
            Some((histogram, p)) => {
                let parts = self.experiment.means_of_quantiles(row, self.each);
                Linear::of_quantile(&self.experiment.histograms[histogram], p, &parts)
            }
        }
    }

    /// Whether a row is the same as that of another arm in every replication, to the last bit.
    pub(super) fn is_same(&self, row: usize, other: &Side<'_>, of_other: usize) -> bool {
        let pairs = || self.experiment.samples.iter().zip(&other.experiment.samples);
        let histogram = |side: &Side<'_>, row: usize| side.experiment.quantiles[row].map(|(histogram, _)| histogram);
        let pooled = match (histogram(self, row), histogram(other, of_other)) {
            (Some(one), Some(two)) => self.experiment.histograms[one] == other.experiment.histograms[two],
            (one, two) => one == two,
        };
        pooled && pairs().all(|(one, two)| one[row] == two[of_other])
    }

    /// How many events are behind a row, and whether they are counted below, so that few of them make it uncertain
    /// whatever they are.
    pub(super) fn events(&self, row: usize) -> (f64, bool) {
        let key = self.experiment.keys[row];
        match self.kind(row, key) {
            Events::Below => (self.sum(row, |ratio| ratio.below), true),
            Events::Times(histogram) => (self.experiment.histograms[histogram].total() as f64, true),
            Events::Above => (self.sum(row, |ratio| ratio.above), false),
            Events::Comers => (self.comers(key.of), false),
        }
    }

    /// Whether a row knows no chance: money, hours or an average over time that is the same in every replication, such as the
    /// pay of a team or the hours it is staffed.
    pub(super) fn is_certain(&self, row: usize) -> bool {
        let samples = &self.experiment.samples;
        let is_comers = matches!(self.kind(row, self.experiment.keys[row]), Events::Comers);
        // One part alone cannot show whether there is chance.
        is_comers
            && self.experiment.number_of_parts() > 1
            && samples.iter().all(|replication| replication[row] == samples[0][row])
    }

    fn kind(&self, row: usize, key: RowKey) -> Events {
        use Measure::{AllTaken, CaseloadUtilisation, InView, NeedReach, ReachFinished, ReachStarted, Utilisation};
        if let Some((histogram, _)) = self.experiment.quantiles[row] {
            return Events::Times(histogram);
        }
        match (key.measure, key.unit(), key.statistic) {
            (NeedReach | ReachStarted | ReachFinished, ..) => Events::Above,
            (Utilisation | CaseloadUtilisation | AllTaken | InView, ..) => Events::Comers,
            (_, Unit::EuroPerYear | Unit::HoursPerYear, _) => Events::Comers,
            (_, Unit::Residents | Unit::Places, Statistic::Mean) => Events::Comers,
            (_, _, Statistic::PerYear | Statistic::Count | Statistic::At(_)) => Events::Above,
            _ => Events::Below,
        }
    }

    /// Residents who come to a stage, to any stage of a team, through an end, or into the chain, over all replications.
    fn comers(&self, of: Of) -> f64 {
        let joined = |stage: usize| self.number(Measure::Joined, Of::Stage(stage as u32));
        match of {
            Of::Stage(stage) => joined(stage as usize),
            Of::Team(team) => self.stages_of(team as usize).into_iter().map(joined).sum(),
            Of::Together(place) => {
                self.arm.scenario.report.occupancy_of[place as usize].iter().map(|&stage| joined(stage)).sum()
            }
            Of::End(_) => self.number(Measure::Finished, of),
            _ => self.number(Measure::Arrivals, Of::Chain),
        }
    }

    fn number(&self, measure: Measure, of: Of) -> f64 {
        let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic: Statistic::PerYear };
        self.row(key).map_or(0.0, |row| self.sum(row, |ratio| ratio.above))
    }

    /// The position of a row.
    pub(super) fn row(&self, key: RowKey) -> Option<usize> {
        self.positions.get(&key).copied()
    }

    /// The stages at which a team works or has places.
    fn stages_of(&self, team: usize) -> Vec<usize> {
        let is_of = |step: &Step| match step {
            Step::Place(place) => place.team == team,
            step => step.team_and_queue().is_some_and(|(other, _)| other == team),
        };
        let stages = self.arm.scenario.stages.iter().enumerate();
        stages.filter(|(_, stage)| stage.steps.iter().any(is_of)).map(|(number, _)| number).collect()
    }

    fn sum(&self, row: usize, of: fn(&Ratio) -> f64) -> f64 {
        self.experiment.samples.iter().map(|replication| of(&replication[row])).sum()
    }
}
