//! A run held against figures: for each the simulated value with its interval, and a verdict.

use crate::estimate::{Estimate, Linear};
use crate::observe::{Measure, Plan, RowKey, Statistic, Unit};
use crate::scenario::figures::{
    Catalogue, Dimension, Figure, FigureUnit, Figures, Formula, RowName, WantedStatistic, row_name,
};
use crate::scenario::{FiguresReading, Scenario};

use super::Experiment;
use super::table::{period_name, statistic_name};

/// At most so many rows that do exist are named where one does not.
const MOST_NEAR: usize = 3;

/// What a run says of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The simulated value in the unit of the figure; `None` when it does not exist.
    pub simulated: Option<Estimate>,
    /// Lowest and highest value that are accepted.
    pub band: (f64, f64),
    /// Whether they agree.
    pub verdict: Verdict,
    /// Why there is no simulated value.
    pub why_not: Option<NotMeasured>,
}

/// Whether a simulated value agrees with a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies inside what is accepted.
    Agrees,
    /// The whole interval lies outside.
    Disagrees,
    /// An edge lies within the interval, or there is no interval.
    CannotTell,
    /// There is no simulated value.
    NotMeasured,
}

/// Why there is no simulated value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMeasured {
    /// A row that this scenario does not have.
    NoRow {
        /// The row asked for.
        asked: String,
        /// Rows of the same measure that it does have, the most like it first.
        near: Vec<String>,
    },
    /// The row is there, but nothing was counted.
    NothingCounted,
}

/// Reads a file of figures and reports every problem at once.
///
/// # Examples
/// ```
/// let reading = sim_core::experiment::read_figures("keten = 1\ntitle = \"none\"\nfigures = []");
/// assert!(reading.figures.is_none(), "a file without figures is refused");
/// ```
pub fn read_figures(text: &str) -> FiguresReading {
    let unit = |position: usize, statistic: WantedStatistic| unit_of(Measure::ALL[position], statistic);
    let names = Measure::ALL.iter().map(|measure| measure.name()).collect();
    crate::scenario::read_figures(text, &Catalogue { names, unit: &unit })
}

fn unit_of(measure: Measure, statistic: WantedStatistic) -> FigureUnit {
    let unit = match statistic {
        WantedStatistic::SharePositive | WantedStatistic::Within(_) | WantedStatistic::Over(_) => Unit::Share,
        WantedStatistic::PerYear => measure.unit_of(Statistic::PerYear),
        WantedStatistic::Share => Unit::Share,
        _ => measure.unit(),
    };
    let dimension = match unit {
        Unit::Days => Dimension::Time,
        Unit::Share => Dimension::Share,
        money if money.name().starts_with("euro") => Dimension::Money,
        _ => Dimension::Number,
    };
    FigureUnit { name: unit.name().to_owned(), dimension }
}

/// Holds an experiment against figures: one answer for each, in their order.
pub fn against(scenario: &Scenario, plan: &Plan, experiment: &Experiment, figures: &Figures) -> Vec<Held> {
    let table = Table { scenario, plan, experiment };
    figures.figures.iter().map(|figure| table.hold(figure)).collect()
}

/// The rows of an experiment, to be found by name.
struct Table<'e> {
    scenario: &'e Scenario,
    plan: &'e Plan,
    experiment: &'e Experiment,
}

impl Table<'_> {
    fn hold(&self, figure: &Figure) -> Held {
        let band = figure.published.band();
        match self.simulated(figure) {
            Ok(simulated) => {
                Held { simulated: Some(simulated), band, verdict: verdict(simulated.interval, band), why_not: None }
            }
            Err(why) => Held { simulated: None, band, verdict: Verdict::NotMeasured, why_not: Some(why) },
        }
    }

    fn simulated(&self, figure: &Figure) -> Result<Estimate, NotMeasured> {
        let estimate = match &figure.formula {
            // A row of its own has the interval that it has in the table.
            Formula::Row(name) => self.experiment.estimate(self.find(name)?).ok_or(NotMeasured::NothingCounted)?,
            formula => {
                let mut estimate = self.linear(formula)?.estimate();
                // Shares of residents that never varied are not certain; of several together no interval is known.
                if estimate.half_width == Some(0.0) && self.counts(formula) {
                    (estimate.interval, estimate.half_width) = (None, None);
                }
                estimate
            }
        };
        let times = figure.times;
        Ok(Estimate {
            value: estimate.value * times,
            interval: estimate.interval.map(|(lower, upper)| (lower * times, upper * times)),
            half_width: estimate.half_width.map(|width| width * times),
            replications: estimate.replications,
        })
    }

    /// A formula over the replications, or over the draws where numbers are unknown.
    fn linear(&self, formula: &Formula) -> Result<Linear, NotMeasured> {
        match formula {
            Formula::Row(name) => self.row(self.find(name)?).ok_or(NotMeasured::NothingCounted),
            Formula::Times(factor, formula) => Ok(self.linear(formula)?.times(*factor)),
            Formula::Sum(parts) => {
                let mut parts = parts.iter().map(|part| self.linear(part));
                let first = parts.next().ok_or(NotMeasured::NothingCounted)??;
                parts.try_fold(first, |sum, part| Ok(sum.plus(&part?)))
            }
            Formula::Difference(parts) => {
                let [one, other] = &**parts;
                Ok(self.linear(one)?.minus(&self.linear(other)?))
            }
            Formula::Ratio(parts) => {
                let [above, below] = &**parts;
                self.linear(above)?.over(&self.linear(below)?).ok_or(NotMeasured::NothingCounted)
            }
        }
    }

    fn row(&self, row: usize) -> Option<Linear> {
        match self.experiment.quantiles[row] {
            None => Linear::of_ratio(&self.experiment.parts(row)),
            Some((histogram, p)) => {
                let parts = self.experiment.quantile_parts(row);
                Linear::of_quantile(&self.experiment.histograms[histogram], p, &parts)
            }
        }
    }

    /// Whether a formula holds a share of residents, each counted once.
    fn counts(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Row(name) => self.find(name).is_ok_and(|row| {
                let key = self.experiment.keys[row];
                key.measure.counts(key.statistic)
            }),
            Formula::Times(_, part) => self.counts(part),
            Formula::Sum(parts) => parts.iter().any(|part| self.counts(part)),
            Formula::Difference(parts) | Formula::Ratio(parts) => parts.iter().any(|part| self.counts(part)),
        }
    }

    /// The position of a row.
    fn find(&self, name: &RowName) -> Result<usize, NotMeasured> {
        let rows = self.experiment.keys.iter().enumerate().filter(|(_, key)| key.measure.name() == name.measure);
        let rows: Vec<(usize, &RowKey)> = rows.collect();
        let fits = rows.iter().filter(|(_, key)| self.is_of(key, name) && self.is_cut(key, name));
        match fits.filter_map(|(row, key)| Some((self.fit(key, name)?, *row))).min() {
            Some((_, row)) => Ok(row),
            None => Err(self.no_row(name, &rows)),
        }
    }

    fn is_of(&self, key: &RowKey, name: &RowName) -> bool {
        key.of.name(self.scenario) == name.of
    }

    /// Whether class and period of a row are those asked for.
    fn is_cut(&self, key: &RowKey, name: &RowName) -> bool {
        key.group.name(self.scenario) == name.class && period_name(self.scenario, self.plan, key.period) == name.period
    }

    /// A row that is not there, with those of the same measure that differ from it in one thing, else any.
    fn no_row(&self, name: &RowName, rows: &[(usize, &RowKey)]) -> NotMeasured {
        let asked = name.to_string();
        let fits = |key: &RowKey| self.fit(key, name).is_some();
        let ways: [&dyn Fn(&RowKey) -> bool; 4] = [
            &|key| self.is_of(key, name) && self.is_cut(key, name),
            &|key| self.is_cut(key, name) && fits(key),
            &|key| self.is_of(key, name) && fits(key),
            &|_| true,
        ];
        let alike = ways.into_iter().map(|way| rows.iter().filter(|(_, key)| way(key)).collect::<Vec<_>>());
        let alike = alike.into_iter().find(|alike| !alike.is_empty()).unwrap_or_default();
        let likeness = |known: String| (-strsim::jaro_winkler(&known, &asked), known);
        let mut near: Vec<(f64, String)> = alike.into_iter().map(|(_, key)| likeness(self.name(key))).collect();
        near.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        NotMeasured::NoRow { asked, near: near.into_iter().take(MOST_NEAR).map(|(_, name)| name).collect() }
    }

    /// How well the statistic of a row is the one asked for, 0 best; `None` when it is another.
    fn fit(&self, key: &RowKey, name: &RowName) -> Option<usize> {
        let plan = self.plan;
        let fits = match (name.statistic, key.statistic) {
            (WantedStatistic::Main, statistic) => return main(statistic),
            (WantedStatistic::Mean, Statistic::Mean)
            | (WantedStatistic::PerYear, Statistic::PerYear)
            | (WantedStatistic::Share, Statistic::Share)
            | (WantedStatistic::SharePositive, Statistic::SharePositive)
            | (WantedStatistic::Count, Statistic::Count) => true,
            (WantedStatistic::Quantile(p), Statistic::Quantile(index)) => {
                (plan.quantiles[usize::from(index)] - p).abs() < 1e-9
            }
            (WantedStatistic::Within(term), Statistic::Within(index))
            | (WantedStatistic::Over(term), Statistic::Over(index)) => plan.within[usize::from(index)] == term,
            (WantedStatistic::After(time), Statistic::At(index)) => {
                plan.moments[usize::from(index)] - plan.begin == time
            }
            (WantedStatistic::Places(places), Statistic::Places(number)) => places == number,
            _ => false,
        };
        fits.then_some(0)
    }

    /// A row that exists, by its names.
    fn name(&self, key: &RowKey) -> String {
        let statistic = statistic_name(self.plan, *key);
        let name = format!("{}:{} {statistic}", key.measure.name(), key.of.name(self.scenario));
        row_name(&name, &key.group.name(self.scenario), &period_name(self.scenario, self.plan, key.period))
    }
}

/// The place of a statistic among those that may be the main one of a measure.
fn main(statistic: Statistic) -> Option<usize> {
    match statistic {
        Statistic::Mean => Some(0),
        Statistic::Share => Some(1),
        Statistic::PerYear => Some(2),
        Statistic::Count => Some(3),
        Statistic::Within(0) | Statistic::At(0) => Some(4),
        _ => None,
    }
}

/// Whether an interval lies inside what is accepted, outside it, or neither.
fn verdict(interval: Option<(f64, f64)>, (low, high): (f64, f64)) -> Verdict {
    match interval {
        Some((lower, upper)) if low <= lower && upper <= high => Verdict::Agrees,
        Some((lower, upper)) if upper < low || lower > high => Verdict::Disagrees,
        _ => Verdict::CannotTell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::compile;
    use crate::engine::Limits;
    use crate::experiment::{Request, replicate};
    use crate::scenario::{Runs, read};

    #[test]
    fn an_interval_agrees_inside_disagrees_outside_and_tells_nothing_on_an_edge() {
        let band = (2.0, 4.0);
        for (interval, expected) in [
            (Some((2.0, 4.0)), Verdict::Agrees),
            (Some((2.5, 3.0)), Verdict::Agrees),
            (Some((1.0, 1.9)), Verdict::Disagrees),
            (Some((4.1, 9.0)), Verdict::Disagrees),
            (Some((1.0, 2.5)), Verdict::CannotTell),
            (Some((3.0, 4.1)), Verdict::CannotTell),
            (Some((1.0, 5.0)), Verdict::CannotTell),
            (None, Verdict::CannotTell),
        ] {
            assert_eq!(verdict(interval, band), expected, "{interval:?}");
        }
        assert_eq!(verdict(Some((0.3, 0.4)), (f64::NEG_INFINITY, 0.5)), Verdict::Agrees);
    }

    const CHAIN: &str = r#"
        keten = 1
        title = "two ways"
        start = 2027-01-04
        horizon = "2 years"
        arrivals.walk_in = { to = "talk", rate = "3 per day" }
        teams.desk = { workers = 2, open = "always" }
        stages.talk = { team = "desk", work = { exponential = { mean = "4 hours" } }, next = [
            { to = "completed", share = "70 %" }, { to = "advice", share = "20 %" }, { to = "never", share = "0 %" },
            { to = "elsewhere", share = "rest" } ] }
        ends = { advice = {}, never = {}, elsewhere = {} }
    "#;

    fn held(figures: &str) -> Vec<Held> {
        let scenario = read(CHAIN).scenario.expect("a right scenario");
        let model = compile(&scenario).expect("it compiles");
        let plan = Plan::new(&scenario, &model);
        let request = Request { seed: 4, runs: Runs::Fixed(8), limits: Limits::default() };
        let experiment = replicate(&scenario, &model, &plan, &request, &|_, _| {}, &|| false).expect("it runs");
        let head = "keten = 1\ntitle = \"figures\"\n";
        let reading = read_figures(&format!("{head}{figures}"));
        let figures = reading.figures.unwrap_or_else(|| panic!("{:#?}", reading.problems));
        against(&scenario, &plan, &experiment, &figures)
    }

    fn figure(measure: &str, published: &str) -> String {
        format!(
            "[[figures]]\ntitle = \"x\"\ndefinition = \"x\"\nsource = \"x\"\nmark = \"A\"\nrole = \"free\"\n{measure}\n{published}\n"
        )
    }

    fn estimate(held: &Held) -> Estimate {
        held.simulated.unwrap_or_else(|| panic!("{held:?}"))
    }

    /// Everybody ends somewhere, so the shares of all ends and of those still inside add up to exactly everybody,
    /// although each of them varies.
    #[test]
    fn shares_that_must_add_up_do_so_without_any_error() {
        let ends = ["completed", "advice", "never", "elsewhere"]
            .map(|end| format!("{{ measure = \"outcome\", of = \"{end}\" }}"));
        let all = format!("measure = {{ sum = [{}, {{ measure = \"inside\" }}] }}", ends.join(", "));
        let part = format!("measure = {{ sum = [{}, {}] }}", ends[0], ends[1]);
        let less = format!("measure = {{ difference = [{{ measure = \"inside\", times = 0 }}, {}] }}", ends[0]);
        let held = held(&[figure(&all, "value = 1\nwithin = 0.01"), figure(&part, "low = \"80 %\"")].concat());
        assert!((estimate(&held[0]).value - 1.0).abs() < 1e-12, "{held:?}");
        assert!(estimate(&held[0]).half_width.unwrap_or(0.0) < 1e-12, "{held:?}");
        let width = estimate(&held[1]).half_width.expect("eight replications");
        assert!((0.001..0.05).contains(&width), "{width}");
        assert!(!read_figures(&figure(&less, "low = 0")).problems.is_empty(), "nothing is multiplied by 0");
    }

    /// Little's law, counted two ways: those waiting are the arrivals times the wait. The wait is of those who started
    /// and the queue of all, so they differ by the ends of the run only: less than 1 % here.
    #[test]
    fn a_ratio_of_rows_has_the_unit_and_value_of_their_quotient() {
        let ratio = "measure = { ratio = [{ measure = \"queue\", of = \"talk\" }, { measure = \"arrivals\" }] }";
        let wait = "measure = \"wait\"\nof = \"talk\"";
        let held =
            held(&[figure(ratio, "value = \"1 day\"\nwithin = \"9 days\""), figure(wait, "low = \"0 days\"")].concat());
        let (ratio, wait) = (estimate(&held[0]).value, estimate(&held[1]).value);
        assert!((ratio / wait - 1.0).abs() < 0.01, "{ratio} against {wait}");
    }

    #[test]
    fn what_does_not_exist_is_said_and_not_skipped() {
        let held = held(
            &[
                figure("measure = \"wait\"\nof = \"tolk\"", "low = \"0 days\""),
                figure("measure = \"wait\"\nof = \"talk\"\nstatistic = \"p75\"", "low = \"0 days\""),
                figure("measure = \"clock_kept\"\nof = \"talk\"", "low = \"50 %\""),
                figure("measure = \"time_to_outcome\"\nof = \"never\"", "low = \"0 days\""),
                figure("measure = \"outcome\"\nof = \"never\"", "high = \"1 %\""),
            ]
            .concat(),
        );
        let why = |position: usize| held[position].why_not.clone();
        let Some(NotMeasured::NoRow { asked, near }) = why(0) else { panic!("{held:?}") };
        assert_eq!((asked.as_str(), near[0].as_str()), ("wait:tolk", "wait:talk mean"));
        let Some(NotMeasured::NoRow { asked, near }) = why(1) else { panic!("{held:?}") };
        assert_eq!(asked, "wait:talk p75");
        assert!(near.contains(&"wait:talk p50".to_owned()), "{near:?}");
        assert_eq!(why(2), Some(NotMeasured::NoRow { asked: "clock_kept:talk".to_owned(), near: Vec::new() }));
        assert_eq!(why(3), Some(NotMeasured::NothingCounted));
        assert!(held[..4].iter().all(|held| held.verdict == Verdict::NotMeasured), "{held:?}");
        let none = estimate(&held[4]);
        assert_eq!(none.value, 0.0);
        assert!(none.interval.is_some_and(|(_, upper)| upper > 0.0), "none of many is not certainly none: {none:?}");
    }
}
