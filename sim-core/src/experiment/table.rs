//! The tidy table: one row per measure, what it is of, class, period and statistic.

use std::ops::Range;

use std::collections::BTreeMap;

use super::Experiment;
use crate::estimate::{
    Estimate, LEVEL, Ratio, Split, estimate_quantile, estimate_ratio, estimate_share, prediction_interval,
    split_quantile, split_ratio,
};
use crate::observe::{Group, Measure, Of, Period, Plan, RowKey, Statistic};
use crate::scenario::{Periods, Scenario};
use crate::time::{DAY, SimTime, Span};

/// A row of the table, in words and numbers. A value that does not exist is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The same, in indices.
    pub key: RowKey,
    /// Measure.
    pub measure: &'static str,
    /// What it is of.
    pub of: String,
    /// `all`, or the name of a level.
    pub class: String,
    /// `all`, or first day and first day after, as `2027-01-04/2028-01-04`.
    pub period: String,
    /// What is said of the measure.
    pub statistic: String,
    /// Unit of value and bounds.
    pub unit: &'static str,
    /// Value.
    pub value: Option<f64>,
    /// Lower bound of the interval.
    pub lower: Option<f64>,
    /// Upper bound of the interval.
    pub upper: Option<f64>,
    /// Half-width of the interval, where it is symmetric.
    pub half_width: Option<f64>,
    /// Confidence level of the interval (for `one_year`: probability of the range).
    pub level: f64,
    /// Number of replications (for a quantile, of those that have it).
    pub n: u32,
    /// Where the spread comes from; `None` where every number is known.
    pub split: Option<Split>,
}

/// The table of an experiment.
pub fn table(scenario: &Scenario, plan: &Plan, experiment: &Experiment) -> Vec<Row> {
    let positions = experiment.keys.iter().enumerate().map(|(index, &key)| (key, index)).collect();
    let mut rows = Vec::with_capacity(experiment.keys.len());
    for (index, key) in experiment.keys.iter().enumerate() {
        let mut of_row = row(scenario, plan, *key, experiment.estimate(index), experiment.replications());
        if experiment.each_part() > 1 {
            (of_row.n, of_row.split) = (experiment.counted(index), experiment.split(index));
        }
        rows.push(of_row);
        let Some(statistic) = key.measure.in_one_year(key.statistic) else { continue };
        if let Some(range) = one_year(scenario, plan, experiment, &positions, index) {
            let key = RowKey { statistic, ..*key };
            rows.push(row(scenario, plan, key, Some(range), experiment.replications()));
        }
    }
    rows
}

impl Experiment {
    /// The estimate of a row; `None` when nothing was counted. Where numbers are unknown, its interval is of the mean
    /// over chance and not knowing together, from the spread between draws; in antithetic pairs, from that between pairs.
    pub fn estimate(&self, row: usize) -> Option<Estimate> {
        match self.quantiles[row] {
            Some((histogram, p)) => estimate_quantile(&self.histograms[histogram], p, &self.quantile_parts(row)),
            None if self.counts(row) => estimate_share(&self.parts(row)),
            None => estimate_ratio(&self.parts(row)),
        }
    }

    /// Where the spread of a row comes from; `None` where every number is known, or there are fewer than two draws.
    pub fn split(&self, row: usize) -> Option<Split> {
        let each = (self.each_draw? / self.each_history) as usize;
        if self.quantiles[row].is_some() {
            let days = |quantile: Option<f64>| quantile.map(|microseconds| microseconds / DAY as f64);
            let histories = self.means_of_quantiles(row, self.each_history).into_iter();
            return split_quantile(&histories.map(days).collect::<Vec<_>>(), each);
        }
        split_ratio(&self.histories(row), each)
    }

    /// The quantile of each independent part, in microseconds: of each replication, or the mean of those of a draw or pair.
    pub(super) fn quantile_parts(&self, row: usize) -> Vec<Option<f64>> {
        self.means_of_quantiles(row, self.each_part())
    }

    /// The mean of the quantiles of so many replications in a row, in microseconds.
    pub(super) fn means_of_quantiles(&self, row: usize, each: u32) -> Vec<Option<f64>> {
        self.quantiles_of(row).chunks(each as usize).map(mean_of_known).collect()
    }

    /// The quantile of each replication, in microseconds; `None` where nothing was counted.
    fn quantiles_of(&self, row: usize) -> Vec<Option<f64>> {
        let quantile = |ratio: Ratio| (ratio.below > 0.0).then_some(ratio.above);
        self.samples.iter().map(|replication| quantile(replication[row])).collect()
    }

    /// Number of replications of a row; for a quantile, of those that have it.
    fn counted(&self, row: usize) -> u32 {
        match self.quantiles[row] {
            Some(_) => self.quantiles_of(row).into_iter().flatten().count() as u32,
            None => self.replications(),
        }
    }

    fn counts(&self, row: usize) -> bool {
        self.keys[row].measure.counts(self.keys[row].statistic)
    }

    /// The position of a row.
    pub fn row_of(&self, key: RowKey) -> Option<usize> {
        self.keys.iter().position(|&known| known == key)
    }
}

/// The mean of those that are there; of a single one it is that one, to the last bit.
fn mean_of_known(values: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = values.iter().copied().flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// The range in which one year will lie, from the years of all replications (of all draws, where numbers are unknown, so
/// that it holds both chance and not knowing).
fn one_year(
    scenario: &Scenario,
    plan: &Plan,
    experiment: &Experiment,
    positions: &BTreeMap<RowKey, usize>,
    index: usize,
) -> Option<Estimate> {
    let key = experiment.keys[index];
    if scenario.report.periods != Periods::Year || key.period != Period::All || key.group != Group::ALL {
        return None;
    }
    let years = (0..plan.periods()).map(|number| RowKey { period: Period::Number(number as u16), ..key });
    let years: Vec<usize> = years.filter_map(|key| positions.get(&key).copied()).collect();
    let of_years = |replication: &Vec<Ratio>| years.iter().map(|&year| replication[year]).collect::<Vec<_>>();
    let all = experiment.samples.iter().flat_map(of_years);
    let values: Vec<f64> = all.filter(|ratio| ratio.below > 0.0).map(|ratio| ratio.above / ratio.below).collect();
    let range = prediction_interval(&values)?;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Some(Estimate { value: mean, interval: Some(range), half_width: None, replications: experiment.replications() })
}

fn row(scenario: &Scenario, plan: &Plan, key: RowKey, estimate: Option<Estimate>, n: u32) -> Row {
    let interval = estimate.and_then(|estimate| estimate.interval);
    let mut half_width = estimate.and_then(|estimate| estimate.half_width);
    let (lower, upper) = (interval.map(|(lower, _)| lower), interval.map(|(_, upper)| upper));
    // A half-width is only given where the interval really is symmetric.
    if let (Some(width), Some(estimate), Some((lower, upper))) = (half_width, estimate, interval)
        && (lower != estimate.value - width || upper != estimate.value + width)
    {
        half_width = None;
    }
    Row {
        key,
        measure: key.measure.name(),
        of: key.of.name(scenario),
        class: key.group.name(scenario),
        period: period_name(scenario, plan, key.period),
        statistic: statistic_name(plan, key),
        unit: key.unit().name(),
        value: estimate.map(|estimate| estimate.value),
        lower,
        upper,
        half_width,
        level: LEVEL,
        n: estimate.map_or(n, |estimate| estimate.replications),
        split: None,
    }
}

pub(super) fn period_name(scenario: &Scenario, plan: &Plan, period: Period) -> String {
    let Period::Number(number) = period else { return "all".to_owned() };
    // The first day after the period, also where the horizon ends within a day.
    let edge = |index: usize| {
        let midnight = plan.period_edges[index] + Span(DAY - 1);
        midnight.date(scenario.start).map_or_else(String::new, |date| date.to_string())
    };
    format!("{}/{}", edge(usize::from(number)), edge(usize::from(number) + 1))
}

pub(super) fn statistic_name(plan: &Plan, key: RowKey) -> String {
    match key.statistic {
        Statistic::Mean => "mean".to_owned(),
        Statistic::PerYear => "per_year".to_owned(),
        Statistic::Share => "share".to_owned(),
        Statistic::SharePositive => "share_positive".to_owned(),
        Statistic::Quantile(index) => {
            let percent = plan.quantiles[usize::from(index)] * 100.0;
            format!("p{}", crate::text::shortest(percent))
        }
        Statistic::Within(index) => format!("within {}", crate::text::span(plan.within[usize::from(index)])),
        Statistic::Over(index) => format!("over {}", crate::text::span(plan.within[usize::from(index)])),
        Statistic::Count => "count".to_owned(),
        Statistic::At(index) => {
            format!("after {}", crate::text::span(plan.moments[usize::from(index)] - plan.begin))
        }
        Statistic::Places(places) => format!("with {places} places"),
        Statistic::OneYear => "one_year".to_owned(),
        Statistic::OneYearNumber => "one_year per_year".to_owned(),
        Statistic::OneYearWithin(index) => {
            format!("one_year within {}", crate::text::span(plan.within[usize::from(index)]))
        }
    }
}

/// Ranges of so many months, such that one of them begins with the first measured day.
fn pieces(plan: &Plan, months: usize) -> Vec<Range<usize>> {
    let last = plan.month_edges.len() - 1;
    let start = plan.month_edges.iter().position(|&edge| edge >= SimTime::default()).unwrap_or(0);
    let mut edges: Vec<usize> =
        std::iter::once(0).chain((start % months..last).step_by(months)).chain([last]).collect();
    edges.dedup();
    edges.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// A level over the months of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What: [`Measure::Queue`], [`Measure::Present`] or [`Measure::Utilisation`] (busy people).
    pub measure: Measure,
    /// Of which stage or team.
    pub of: Of,
    /// One point per month.
    pub points: Vec<SeriesPoint>,
}

/// A month of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// First moment of the month.
    pub from: SimTime,
    /// End of the month.
    pub until: SimTime,
    /// Mean over replications.
    pub mean: f64,
    /// The band in which 95 % of replications lie (from the 2.5 % to the 97.5 % quantile).
    pub low: f64,
    /// Upper end of that band.
    pub high: f64,
}

impl Experiment {
    /// The monthly series: queue and residents present of every stage, busy people of every team.
    pub fn series(&self, plan: &Plan) -> Vec<Series> {
        self.series_by(plan, 1)
    }

    /// The same over several months at a time, counted from the first measured day; what is left over at both ends
    /// makes shorter pieces. Each replication is averaged over a piece before its band is taken.
    ///
    /// * `months` – length of a piece, at least 1
    pub fn series_by(&self, plan: &Plan, months: usize) -> Vec<Series> {
        let (stages, teams) = (plan.stages.len(), plan.teams.len());
        let queues = (0..stages).map(|stage| (Measure::Queue, Of::Stage(stage as u32)));
        let present = (0..stages).map(|stage| (Measure::Present, Of::Stage(stage as u32)));
        let busy = (0..teams).map(|team| (Measure::Utilisation, Of::Team(team as u32)));
        let pieces = pieces(plan, months.max(1));
        let all = queues.chain(present).chain(busy).enumerate();
        all.map(|(level, (measure, of))| {
            let points = pieces.iter().map(|piece| self.point(plan, level, piece.clone()));
            Series { measure, of, points: points.collect() }
        })
        .collect()
    }

    fn point(&self, plan: &Plan, level: usize, months: Range<usize>) -> SeriesPoint {
        let (from, until) = (plan.month_edges[months.start], plan.month_edges[months.end]);
        let length = |month: usize| (plan.month_edges[month + 1] - plan.month_edges[month]).as_days();
        let in_month = |replication: &[f64], month: usize| replication[month * plan.monthly_levels() + level];
        let average = |replication: &Vec<f64>| match months.len() {
            1 => in_month(replication, months.start),
            _ => {
                let areas = months.clone().map(|month| in_month(replication, month) * length(month));
                areas.sum::<f64>() / (until - from).as_days()
            }
        };
        let mut values: Vec<f64> = self.monthly.iter().map(average).collect();
        values.sort_unstable_by(f64::total_cmp);
        let at = |p: f64| {
            let place = p * (values.len() - 1) as f64;
            let (low, part) = (place.floor() as usize, place.fract());
            values[low] + part * (values[(low + 1).min(values.len() - 1)] - values[low])
        };
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        SeriesPoint { from, until, mean, low: at(0.025), high: at(0.975) }
    }

    /// The steps of the fine series: their length, and the residents in the chain in each, mean over replications.
    pub fn fine_steps(&self, plan: &Plan) -> (Span, &[f64]) {
        (Span((plan.end - plan.begin).0 / self.fine.len().max(1) as i64), &self.fine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::compile;
    use crate::engine::Limits;
    use crate::experiment::{Request, replicate};
    use crate::scenario::{Runs, read};

    const DESK: &str = r#"
        keten = 1
        title = "one desk"
        start = 2027-01-04
        warm_up = "5 months"
        horizon = "11 months"
        arrivals.walk_in = { to = "talk", rate = "5 per day" }
        teams.desk = { workers = 1, open = "always" }
        stages.talk = { team = "desk", work = { exponential = { mean = "4 hours" } } }
    "#;

    /// A quarter is the average of its months, each weighed by its days, and one begins with the first measured day.
    #[test]
    fn quarters_average_their_months() {
        let scenario = read(DESK).scenario.expect("a right scenario");
        let model = compile(&scenario).expect("it compiles");
        let plan = Plan::new(&scenario, &model);
        let request = Request { seed: 1, runs: Runs::Fixed(3), limits: Limits::default() };
        let experiment = replicate(&scenario, &model, &plan, &request, &|_, _| {}, &|| false).expect("it runs");
        let (months, quarters) = (experiment.series(&plan), experiment.series_by(&plan, 3));
        assert_eq!(months.len(), quarters.len());
        assert!(quarters[0].points.iter().any(|point| point.from == SimTime::default()));
        let days = |point: &SeriesPoint| (point.until - point.from).as_days();
        for (months, quarters) in months.iter().zip(&quarters) {
            for quarter in &quarters.points {
                let inside = |month: &&SeriesPoint| quarter.from <= month.from && month.until <= quarter.until;
                let inside: Vec<&SeriesPoint> = months.points.iter().filter(inside).collect();
                assert!((inside.iter().map(|month| days(month)).sum::<f64>() - days(quarter)).abs() < 1e-9);
                let mean = inside.iter().map(|month| month.mean * days(month)).sum::<f64>() / days(quarter);
                assert!((mean - quarter.mean).abs() < 1e-9, "{mean} against {}", quarter.mean);
            }
        }
    }
}
