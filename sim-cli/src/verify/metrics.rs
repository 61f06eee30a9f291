//! Metrics of a case: which row of the ordinary table each of them is.

use std::collections::BTreeSet;

use sim_core::experiment::{Experiment, Row};
use sim_core::observe::{Period, Statistic};
use sim_core::time::DAYS_PER_YEAR;

use super::case::{Case, Expected, Model, WhenFull};
use super::translate::{Names, Refusal, Unit, gap};

/// What a metric says about runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// One model.
    Model,
    /// Variant minus base, with common random numbers.
    Difference,
    /// How much common random numbers help.
    VarianceReduction,
}

/// A metric, as a row of the table in the words of the case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Metric {
    measure: &'static str,
    of: Of,
    class: Option<String>,
    statistic: Wanted,
    scale: Scale,
}

/// What a metric is of.
#[derive(Debug, Clone, PartialEq)]
enum Of {
    Chain,
    Stage(String),
    /// Stages together.
    Together(Vec<String>),
    /// A moment of a stage, as `finish`.
    Moment(&'static str, String),
    End(String),
}

/// A statistic, with its parameter in units of the case.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wanted {
    Mean,
    Share,
    SharePositive,
    PerYear,
    Quantile(f64),
    Over(f64),
    At(f64),
    Places(u32),
}

/// From the unit of the table to that of the case.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    /// The same number.
    Same,
    /// Days to units of the case.
    Time,
    /// Per year to per unit of the case.
    Rate,
    /// Per year to the number in the measured time.
    Number,
}

/// What the report of a scenario must hold so that every metric of a case is in the table.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// Whether a trace is asked for.
    pub(super) records: bool,
    /// Terms of waits, ascending.
    pub(super) within: Vec<f64>,
    /// Quantiles, ascending.
    pub(super) quantiles: Vec<f64>,
    /// Moments, ascending.
    pub(super) moments: Vec<f64>,
    /// Stages whose numbers are asked for together.
    pub(super) together: Vec<Vec<String>>,
    /// Whether averages over time are asked for by class.
    pub(super) by_class: bool,
    /// Most places.
    pub(super) occupancy_to: Option<u32>,
    /// Stages of which waits are asked for.
    pub(super) waits: BTreeSet<String>,
}

impl Asked {
    /// Collects what all metrics of a case ask for; those that cannot be read ask for nothing.
    pub(super) fn by(case: &Case) -> Asked {
        let mut asked = Asked::default();
        for expected in &case.expected {
            asked.records |= expected.metric == "records";
            if let Ok((_, metric)) = Metric::read(expected, &case.model) {
                asked.add(&metric);
            }
        }
        for list in [&mut asked.within, &mut asked.quantiles, &mut asked.moments] {
            list.sort_by(f64::total_cmp);
            list.dedup();
        }
        asked
    }

    fn add(&mut self, metric: &Metric) {
        let averages = ["queue", "in_service", "occupied", "present"];
        self.by_class |= metric.class.is_some() && averages.contains(&metric.measure);
        if let Of::Together(stages) = &metric.of
            && !self.together.contains(stages)
        {
            self.together.push(stages.clone());
        }
        match metric.statistic {
            Wanted::Quantile(p) => self.quantiles.push(p),
            Wanted::Over(time) => self.within.push(time),
            Wanted::At(time) => self.moments.push(time),
            Wanted::Places(places) => self.occupancy_to = self.occupancy_to.max(Some(places)),
            _ => {}
        }
        let waits = matches!(metric.measure, "wait" | "wait_of_all" | "queue" | "queue_at");
        if let (true, Of::Stage(stage)) = (waits, &metric.of) {
            self.waits.insert(stage.clone());
        }
    }

    fn position(list: &[f64], value: f64) -> Option<u16> {
        list.iter().position(|known| *known == value).map(|position| position as u16)
    }
}

impl Metric {
    /// Reads what is expected of a model.
    ///
    /// # Errors
    /// When it is not in the table.
    pub(super) fn read(expected: &Expected, model: &Model) -> Result<(About, Metric), Refusal> {
        let text = expected.metric.as_str();
        let (about, text) = match (text.strip_prefix("difference."), text.strip_prefix("variance_reduction.")) {
            (Some(rest), _) => (About::Difference, rest),
            (_, Some(rest)) => (About::VarianceReduction, rest),
            _ => (About::Model, text),
        };
        let metric = of_chain(text).or_else(|| of_stage(text, model)).or_else(|| of_stages(text, model));
        metric.map(|metric| (about, metric)).ok_or_else(|| gap(&expected.metric, "expected"))
    }

    /// The position of its row in the table.
    pub(super) fn row(&self, rows: &[Row], asked: &Asked, names: &Names) -> Option<usize> {
        let of = match &self.of {
            Of::Chain => "chain".to_owned(),
            Of::Stage(stage) => names.stage(stage)?.to_owned(),
            Of::Together(stages) => {
                let stages = stages.iter().map(|stage| names.stage(stage).map(str::to_owned));
                stages.collect::<Option<Vec<_>>>()?.join("+")
            }
            Of::Moment(moment, stage) => format!("{moment}:{}", names.stage(stage)?),
            Of::End(exit) => named_end(exit, names)?,
        };
        let class = match &self.class {
            // Without classes everybody is of the class `all`.
            Some(class) if class == "all" && names.axes().is_empty() => "all",
            Some(class) => names.class(class)?,
            None => "all",
        };
        let statistic = match self.statistic {
            Wanted::Mean => Statistic::Mean,
            Wanted::Share => Statistic::Share,
            Wanted::SharePositive => Statistic::SharePositive,
            Wanted::PerYear => Statistic::PerYear,
            Wanted::Places(places) => Statistic::Places(places),
            Wanted::Quantile(p) => Statistic::Quantile(Asked::position(&asked.quantiles, p)?),
            Wanted::Over(time) => Statistic::Over(Asked::position(&asked.within, time)?),
            Wanted::At(time) => Statistic::At(Asked::position(&asked.moments, time)?),
        };
        // Without anybody who may give up, the wait of all is the wait of those who started.
        let measures = match self.measure {
            "wait_of_all" => vec!["wait_of_all", "wait"],
            // Where nobody stays after the service, all who take up a place are in service.
            "occupied" => vec!["occupied", "in_service"],
            measure => vec![measure],
        };
        measures.into_iter().find_map(|measure| {
            rows.iter().position(|row| {
                row.measure == measure
                    && row.of == of
                    && row.class == class
                    && row.key.period == Period::All
                    && row.key.statistic == statistic
            })
        })
    }

    /// What a value of the table is multiplied by.
    pub(super) fn factor(&self, unit: &Unit, measured: f64) -> f64 {
        match self.scale {
            Scale::Same => 1.0,
            Scale::Time => 1.0 / unit.days,
            Scale::Rate => unit.days / DAYS_PER_YEAR,
            Scale::Number => measured * unit.days / DAYS_PER_YEAR,
        }
    }
}

/// Estimate and standard error of a row of the table, in its unit.
pub(super) fn estimate(rows: &[Row], experiment: &Experiment, row: usize) -> Option<(f64, Option<f64>)> {
    /// Standard normal quantile of the bounds of a 95 % interval.
    const Z: f64 = 1.959_963_984_540_054;
    let row = rows.get(row)?;
    let estimate = experiment.estimate(experiment.row_of(row.key)?)?;
    // A share that never varied has the bounds of Wilson instead of a half-width.
    let by_bounds = || estimate.interval.map(|(lower, upper)| (upper - lower) / (2.0 * Z));
    Some((row.value?, estimate.standard_error().or_else(by_bounds)))
}

/// An exit by the name the case gives it; who leaves without being sent has an exit named after the stage.
fn named_end(exit: &str, names: &Names) -> Option<String> {
    let other = [("renege:", "reneged:"), ("lost_", "lost:")];
    let alias = other.iter().find_map(|(from, to)| exit.strip_prefix(from).map(|stage| format!("{to}{stage}")));
    names.end(exit).or_else(|| names.end(&alias?)).map(str::to_owned)
}

/// `name(argument)` or `name[argument]`: the name, and the argument between these brackets.
fn argument(text: &str, [open, close]: [char; 2]) -> Option<(&str, &str)> {
    text.strip_suffix(close)?.split_once(open)
}

fn metric(measure: &'static str, of: Of, statistic: Wanted, scale: Scale) -> Metric {
    Metric { measure, of, class: None, statistic, scale }
}

fn of_chain(text: &str) -> Option<Metric> {
    if let Some((name, of)) = argument(text, ['[', ']']) {
        let moment = || {
            let (moment, stage) = of.split_once(':')?;
            let moment = ["enter", "start", "end"].into_iter().find(|known| *known == moment)?;
            Some(Of::Moment(if moment == "end" { "finish" } else { moment }, stage.to_owned()))
        };
        return match name {
            "reach.fraction" => Some(metric("reached", moment()?, Wanted::Share, Scale::Same)),
            "reach.time.mean" => Some(metric("time_to_reach", moment()?, Wanted::Mean, Scale::Time)),
            "exit.fraction" => Some(metric("outcome", Of::End(of.to_owned()), Wanted::Share, Scale::Same)),
            "exit.time.mean" => Some(metric("time_to_outcome", Of::End(of.to_owned()), Wanted::Mean, Scale::Time)),
            _ => Some(Metric { class: Some(of.to_owned()), ..of_chain(name)? }),
        };
    }
    match text {
        "system.mean" => Some(metric("present", Of::Chain, Wanted::Mean, Scale::Same)),
        "arrivals.count" => Some(metric("arrivals", Of::Chain, Wanted::PerYear, Scale::Number)),
        _ => {
            let statistic = mean_or_quantile(text.strip_prefix("system.sojourn.")?)?;
            Some(metric("time_in_chain", Of::Chain, statistic, Scale::Time))
        }
    }
}

fn mean_or_quantile(text: &str) -> Option<Wanted> {
    if text == "mean" {
        return Some(Wanted::Mean);
    }
    let percent: f64 = text.strip_prefix('p')?.parse().ok()?;
    (0.0 < percent && percent < 100.0).then_some(Wanted::Quantile(percent / 100.0))
}

/// `A+B.delay_prob[n]`: the same for the summed occupancy.
fn of_stages(text: &str, model: &Model) -> Option<Metric> {
    let (what, places) = argument(text, ['[', ']'])?;
    let stages: Vec<String> = what.strip_suffix(".delay_prob")?.split('+').map(|name| name.trim().to_owned()).collect();
    let known = stages.len() > 1 && stages.iter().all(|stage| model.stage(stage).is_some());
    let statistic = Wanted::Places(places.parse().ok()?);
    known.then(|| metric("all_taken", Of::Together(stages), statistic, Scale::Same))
}

fn of_stage(text: &str, model: &Model) -> Option<Metric> {
    let fits = |name: &&String| text.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let name = model.stages.iter().map(|(name, _)| name).filter(fits).max_by_key(|name| name.len())?;
    let stage = model.stage(name)?;
    let text = &text[name.len() + 1..];
    let of = || Of::Stage(name.clone());
    if let Some((what, argument)) = argument(text, ['[', ']']) {
        if what == "delay_prob" {
            return Some(metric("all_taken", of(), Wanted::Places(argument.parse().ok()?), Scale::Same));
        }
        let everybody = of_stage(&format!("{name}.{what}"), model)?;
        return Some(Metric { class: Some(argument.to_owned()), ..everybody });
    }
    if let Some((what, argument)) = argument(text, ['(', ')']) {
        let argument: f64 = argument.trim().parse().ok()?;
        return match what {
            "wait.prob_gt" if argument == 0.0 => Some(metric("wait", of(), Wanted::SharePositive, Scale::Same)),
            "wait.prob_gt" => Some(metric("wait", of(), Wanted::Over(argument), Scale::Same)),
            "occupancy.at" => Some(metric("in_service_at", of(), Wanted::At(argument), Scale::Same)),
            "queue.at" => Some(metric("queue_at", of(), Wanted::At(argument), Scale::Same)),
            _ => None,
        };
    }
    // Who tries again is not lost.
    let loses = stage.queue.when_full != Some(WhenFull::Retry);
    match text {
        "wait.all.mean" => Some(metric("wait_of_all", of(), Wanted::Mean, Scale::Time)),
        "wait.all.prob_positive" => Some(metric("wait_of_all", of(), Wanted::SharePositive, Scale::Same)),
        "wait.prob_positive" => Some(metric("wait", of(), Wanted::SharePositive, Scale::Same)),
        "renege.fraction" => Some(metric("left_waiting", of(), Wanted::Share, Scale::Same)),
        "lost.fraction" if loses => Some(metric("turned_away", of(), Wanted::Share, Scale::Same)),
        "lost.count" if loses => Some(metric("turned_away", of(), Wanted::PerYear, Scale::Number)),
        "queue.mean" => Some(metric("queue", of(), Wanted::Mean, Scale::Same)),
        "busy.mean" => Some(metric("in_service", of(), Wanted::Mean, Scale::Same)),
        "occupancy.mean" => Some(metric("occupied", of(), Wanted::Mean, Scale::Same)),
        "held.mean" => Some(metric("held", of(), Wanted::Mean, Scale::Same)),
        "system.mean" => Some(metric("present", of(), Wanted::Mean, Scale::Same)),
        "utilisation" => Some(metric("utilisation", of(), Wanted::Share, Scale::Same)),
        "throughput.rate" => Some(metric("finished", of(), Wanted::PerYear, Scale::Rate)),
        _ => {
            let statistic = mean_or_quantile(text.strip_prefix("wait.")?)?;
            Some(metric("wait", of(), statistic, Scale::Time))
        }
    }
}
