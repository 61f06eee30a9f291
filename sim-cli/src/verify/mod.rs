//! Verification: cases with known answers, judged on runs of ordinary scenarios.
//!
//! ```text
//! case.json ──case──► Case ──translate──► scenario text ──read, compile, replicate──► table ──metrics──► verdicts
//!                                              └─ a trace: one run ──records──► rows laid side by side
//! ```
//!
//! Only [`judge`] decides. The rules are those of `cases/README.md`.

mod case;
mod compare;
mod distribution;
mod metrics;
mod records;
mod translate;

pub(crate) use case::{Case, CaseError, Relation, Wrong};
pub(crate) use records::TraceRow;
pub(crate) use translate::Gap;

use crate::errors::{experiment_error, run_error};
use serde_json::Value;
use sim_core::chain::{Model, compile};
use sim_core::engine::Limits;
use sim_core::experiment::{Experiment, Request, Row, replicate, table};
use sim_core::lang::Lang;
use sim_core::observe::Plan;
use sim_core::scenario::{Runs, Scenario, read};

use case::Expected;
use metrics::{About, Asked, Metric};
use translate::{Refusal, Translation, gap, translate};

/// A check says nothing while its standard error is more than this part of the tolerance.
const PRECISE: f64 = 1.0 / 6.0;
/// Never more than so many times the replications that a case asks for, unless they are short.
const MOST_TIMES: u32 = 40;
/// Residents that short replications may have together, and most replications of any case.
const SHORT: f64 = 2e7;
const MOST_REPLICATIONS: f64 = 50_000.0;
/// Fewest replications that have a standard error worth its name.
const FEWEST: u32 = 10;
/// Standard errors that a bound is given.
const ALLOWED: f64 = 3.0;
/// Apart from the seed: that of runs that share nothing with the others.
const INDEPENDENT: u64 = 0x9e37_79b9;

/// How to judge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// Seed of every draw.
    pub(crate) seed: u64,
    /// At least so many replications.
    pub(crate) at_least: u32,
    /// Language of reasons that come from the reader of scenarios.
    pub(crate) lang: Lang,
}

/// What is said of a check or a case; the worst of the checks is that of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Right.
    Pass,
    /// Not precise enough to say.
    Undecided,
    /// The language, or the table, has no word for it.
    CannotExpress,
    /// Wrong.
    Fail,
}

/// Why a check did not pass.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// Something that the language cannot express.
    Gap(Gap),
    /// The case is not well-formed.
    Malformed(CaseError),
    /// The run stopped.
    Stopped(String),
    /// A trace differs: row from 1, as expected, as it came.
    Trace(usize, Option<TraceRow>, Option<TraceRow>),
    /// Nothing was counted.
    Absent,
    /// A miss where the publication leaves rules open.
    Soft,
}

/// A check with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Check {
    /// Metric.
    pub(crate) metric: String,
    /// Variant it is of, if any.
    pub(crate) variant: Option<String>,
    /// Estimate, in units of the case.
    pub(crate) estimate: Option<f64>,
    /// Its standard error.
    pub(crate) standard_error: Option<f64>,
    /// What it must be; `None` for a trace.
    pub(crate) expected: Option<f64>,
    /// How the two must compare.
    pub(crate) relation: Relation,
    /// How far apart they may be.
    pub(crate) tolerance: f64,
    /// Verdict.
    pub(crate) verdict: Verdict,
    /// Why not.
    pub(crate) reason: Option<Reason>,
}

/// A case that was judged.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Name of the case.
    pub(crate) id: String,
    /// Replications used.
    pub(crate) replications: u32,
    /// The checks, in the order of the case.
    pub(crate) checks: Vec<Check>,
    /// The scenarios that were run: name of the file without `.toml`, and text.
    pub(crate) scenarios: Vec<(String, String)>,
}

impl Judged {
    /// The worst verdict.
    pub(crate) fn verdict(&self) -> Verdict {
        self.checks.iter().map(|check| check.verdict).max().unwrap_or(Verdict::Fail)
    }
}

/// One model of a case, ready to run.
struct Side {
    name: Option<String>,
    translation: Translation,
    scenario: Scenario,
    model: Model,
    plan: Plan,
}

/// One side after its replications.
struct Ran {
    experiment: Experiment,
    rows: Vec<Row>,
}

/// Judges a case.
pub(crate) fn judge(case: &Case, options: Options) -> Judged {
    let asked = Asked::by(case);
    let mut judged = Judged { id: case.id.clone(), replications: 0, checks: Vec::new(), scenarios: Vec::new() };
    let base = Side::new(case, &case.model, None, &asked, options.lang);
    let others = case.variants.iter().map(|(name, model)| Side::new(case, model, Some(name), &asked, options.lang));
    let sides = std::iter::once(base).chain(others).collect::<Result<Vec<Side>, Refusal>>();
    match sides {
        Ok(sides) => {
            judged.replications = run_and_check(case, &sides, &asked, options, &mut judged.checks);
            for side in &sides {
                let name = side.name.as_ref().map_or(case.id.clone(), |variant| format!("{}.{variant}", case.id));
                let replications = judged.replications.max(1);
                judged.scenarios.push((name, side.translation.text(options.seed, replications)));
            }
        }
        Err(refusal) => {
            let refused = |expected| Check::refused(expected, refusal.clone());
            judged.checks = case.expected.iter().map(refused).collect();
        }
    }
    if case.soft {
        for check in judged.checks.iter_mut().filter(|check| check.verdict == Verdict::Fail) {
            (check.verdict, check.reason) = (Verdict::Undecided, Some(Reason::Soft));
        }
    }
    judged
}

/// Replicates until every check is precise enough, then judges; gives the number of replications.
fn run_and_check(case: &Case, sides: &[Side], asked: &Asked, options: Options, checks: &mut Vec<Check>) -> u32 {
    let only_trace = case.expected.iter().all(|expected| expected.metric == "records");
    let mut most = case.run.replications.max(options.at_least).max(FEWEST).saturating_mul(MOST_TIMES);
    let mut replications = case.run.replications.max(options.at_least);
    loop {
        let runs = if only_trace { Ok(Vec::new()) } else { run_all(case, sides, options, replications) };
        *checks = match runs {
            Ok(runs) => {
                let residents = runs.first().and_then(|ran| residents_per_run(&sides[0], ran)).unwrap_or(SHORT);
                most = most.max((SHORT / residents.max(1.0)).min(MOST_REPLICATIONS) as u32);
                case.expected.iter().map(|one| check(case, one, sides, asked, &runs, options)).collect()
            }
            Err(stopped) => {
                let stop = |expected| Check::new(expected, Verdict::Fail, Some(Reason::Stopped(stopped.clone())));
                case.expected.iter().map(stop).collect()
            }
        };
        let wanted = checks.iter().filter_map(|check| check.wanted_replications(replications)).max();
        match wanted {
            Some(wanted) if replications < most => replications = wanted.clamp(replications + 1, most),
            _ => return replications,
        }
    }
}

/// Residents who arrive in one replication: how much work it is.
fn residents_per_run(side: &Side, ran: &Ran) -> Option<f64> {
    let row = ran.rows.iter().find(|row| row.measure == "arrivals" && row.of == "chain" && row.class == "all")?;
    Some(row.value? * (side.model.end - side.model.begin).as_days() / sim_core::time::DAYS_PER_YEAR)
}

/// The runs of every side with the same seed, then of every side with a seed of its own where that is asked for.
fn run_all(case: &Case, sides: &[Side], options: Options, replications: u32) -> Result<Vec<Ran>, String> {
    let mut runs = Vec::new();
    for side in sides {
        runs.push(side.run(options, options.seed, replications)?);
    }
    if case.expected.iter().any(|expected| expected.metric.starts_with("variance_reduction.")) {
        for (number, side) in sides.iter().enumerate() {
            runs.push(side.run(options, options.seed ^ (INDEPENDENT + number as u64), replications)?);
        }
    }
    Ok(runs)
}

impl Side {
    fn new(
        case: &Case,
        model: &case::Model,
        variant: Option<&String>,
        asked: &Asked,
        lang: Lang,
    ) -> Result<Side, Refusal> {
        let place = variant.map_or("model".to_owned(), |variant| format!("variants.{variant}"));
        let translation = translate(case, model, variant.map(String::as_str), asked)?;
        let reading = read(&translation.text(0, 1));
        let Some(scenario) = reading.scenario else {
            let error = reading.problems.iter().find(|problem| problem.severity == sim_core::scenario::Severity::Error);
            return Err(gap(error.map_or_else(String::new, |error| error.message(lang)), &place));
        };
        let model = compile(&scenario).map_err(|error| gap(error.to_string(), &place))?;
        let plan = Plan::new(&scenario, &model);
        Ok(Side { name: variant.cloned(), translation, scenario, model, plan })
    }

    fn run(&self, options: Options, seed: u64, replications: u32) -> Result<Ran, String> {
        let request = Request { seed, runs: Runs::Fixed(replications), limits: Limits::default() };
        let experiment = replicate(&self.scenario, &self.model, &self.plan, &request, &|_, _| (), &|| false);
        let experiment = experiment.map_err(|error| experiment_error(&error, &self.scenario, options.lang))?;
        let rows = table(&self.scenario, &self.plan, &experiment);
        Ok(Ran { experiment, rows })
    }
}

/// Judges one check on the runs that were made.
fn check(case: &Case, expected: &Expected, sides: &[Side], asked: &Asked, runs: &[Ran], options: Options) -> Check {
    let result = if expected.metric == "records" {
        check_trace(case, expected, sides, options)
    } else {
        check_number(case, expected, sides, asked, runs)
    };
    result.unwrap_or_else(|refusal| Check::refused(expected, refusal))
}

fn check_trace(case: &Case, expected: &Expected, sides: &[Side], options: Options) -> Result<Check, Refusal> {
    let side = &sides[side_of(case, expected)?];
    let wanted = records::expected(&expected.value, "expected.records")?;
    let open = records::has_open(&wanted);
    let tolerance = expected.tolerance.around(0.0);
    let found = records::simulated(case, &side.translation, &side.scenario, &side.model, options.seed, open);
    let mut check = Check::new(expected, Verdict::Pass, None);
    check.tolerance = tolerance;
    match found {
        Err(error) => {
            (check.verdict, check.reason) =
                (Verdict::Fail, Some(Reason::Stopped(run_error(&error, &side.scenario, options.lang))))
        }
        Ok(found) => {
            if let Some((row, wanted, came)) = records::first_difference(&wanted, &found, tolerance) {
                (check.verdict, check.reason) = (Verdict::Fail, Some(Reason::Trace(row + 1, wanted, came)));
            }
        }
    }
    Ok(check)
}

fn check_number(
    case: &Case,
    expected: &Expected,
    sides: &[Side],
    asked: &Asked,
    runs: &[Ran],
) -> Result<Check, Refusal> {
    let value = expected.value.as_f64().filter(|value| value.is_finite());
    let value =
        value.ok_or_else(|| case::expected("expected.value", &expected.value, "a number, or rows of a trace"))?;
    let (about, metric) = Metric::read(expected, &case.model)?;
    let number = match about {
        About::Model => side_of(case, expected)?,
        About::Difference | About::VarianceReduction => other_side(case, expected)?,
    };
    let row = |run: usize| {
        let row = metric.row(&runs[run].rows, asked, &sides[run % sides.len()].translation.names);
        row.ok_or_else(|| gap(&expected.metric, "expected"))
    };
    let measured = case.run.horizon - case.run.warm_up;
    let factor = metric.factor(&sides[0].translation.unit, measured);
    let experiment = |run: usize| &runs[run].experiment;
    let found = match about {
        About::Model => {
            let ran = &runs[number];
            metrics::estimate(&ran.rows, &ran.experiment, row(number)?)
        }
        About::Difference => compare::difference((experiment(0), row(0)?), (experiment(number), row(number)?)),
        About::VarianceReduction => {
            let apart = sides.len() + number;
            let base = (experiment(0), row(0)?);
            compare::variance_reduction(base, (experiment(number), row(number)?), (experiment(apart), row(apart)?))
        }
    };
    let scale = if about == About::VarianceReduction { 1.0 } else { factor };
    let mut check = Check::new(expected, Verdict::Pass, None);
    (check.expected, check.tolerance) = (Some(value), expected.tolerance.around(value));
    match found {
        Some((estimate, error)) => {
            (check.estimate, check.standard_error) = (Some(estimate * scale), error.map(|error| error * scale.abs()));
            check.verdict = check.judged(estimate * scale, value);
        }
        None => (check.verdict, check.reason) = (Verdict::Fail, Some(Reason::Absent)),
    }
    Ok(check)
}

/// The side that a check is about: the base, or the variant it names.
fn side_of(case: &Case, expected: &Expected) -> Result<usize, CaseError> {
    let Some(variant) = expected.variant.as_deref().filter(|variant| *variant != "base") else { return Ok(0) };
    let position = case.variants.iter().position(|(name, _)| name == variant);
    let unknown = || CaseError { place: "expected.variant".to_owned(), wrong: Wrong::Unknown(variant.to_owned()) };
    position.map(|position| position + 1).ok_or_else(unknown)
}

/// The side that a difference is to: the variant it names, or the only one there is.
fn other_side(case: &Case, expected: &Expected) -> Result<usize, CaseError> {
    match (side_of(case, expected)?, case.variants.len()) {
        (0, 1) => Ok(1),
        (0, _) => Err(CaseError { place: "expected.variant".to_owned(), wrong: Wrong::Missing }),
        (side, _) => Ok(side),
    }
}

impl Check {
    fn new(expected: &Expected, verdict: Verdict, reason: Option<Reason>) -> Check {
        let value = expected.value.as_f64();
        Check {
            metric: expected.metric.clone(),
            variant: expected.variant.clone(),
            estimate: None,
            standard_error: None,
            expected: value,
            relation: expected.relation,
            tolerance: expected.tolerance.around(value.unwrap_or(0.0)),
            verdict,
            reason,
        }
    }

    fn refused(expected: &Expected, refusal: Refusal) -> Check {
        match refusal {
            Refusal::Gap(gap) => Check::new(expected, Verdict::CannotExpress, Some(Reason::Gap(gap))),
            Refusal::Malformed(error) => Check::new(expected, Verdict::Fail, Some(Reason::Malformed(error))),
        }
    }

    fn is_precise(&self) -> bool {
        self.relation != Relation::Equal
            || self.standard_error.is_some_and(|error| error <= PRECISE * self.tolerance || error == 0.0)
    }

    fn judged(&self, estimate: f64, value: f64) -> Verdict {
        // Nothing but the value itself will do, and it came.
        if self.relation == Relation::Equal && self.tolerance == 0.0 && estimate == value {
            return Verdict::Pass;
        }
        let allowed = ALLOWED * self.standard_error.unwrap_or(f64::INFINITY);
        let holds = match self.relation {
            Relation::Equal => (estimate - value).abs() <= self.tolerance,
            Relation::AtMost => estimate <= value + allowed,
            Relation::AtLeast => estimate >= value - allowed,
        };
        match (self.is_precise() && allowed.is_finite(), holds) {
            (false, _) => Verdict::Undecided,
            (true, true) => Verdict::Pass,
            (true, false) => Verdict::Fail,
        }
    }

    /// Replications that would probably make the check precise enough; `None` when it is, or never will be.
    fn wanted_replications(&self, done: u32) -> Option<u32> {
        if self.estimate.is_none() || self.verdict != Verdict::Undecided {
            return None;
        }
        let Some(error) = self.standard_error else { return Some(FEWEST.max(2 * done)) };
        let times = (error / (PRECISE * self.tolerance)).powi(2);
        Some((f64::from(done) * times * 1.1).ceil().min(f64::from(u32::MAX)) as u32)
    }
}

/// The relation as it is written in a case.
pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::AtMost => "<=",
        Relation::AtLeast => ">=",
    }
}

/// A number, or nothing.
pub(crate) fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Null, Value::from)
}
