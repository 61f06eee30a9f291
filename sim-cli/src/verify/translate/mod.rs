//! From a case to a scenario of the ordinary language: the text of a file that `keten run` takes.
//!
//! ```text
//! Model of a case ──scenario──► text ──sim_core::scenario::read──► Scenario    (no side path into the engine)
//!        └─ what the language has no word for ──► Gap
//! ```

mod arrivals;
mod calendar;
mod names;
mod promote;
mod room;
mod stages;
mod start;
mod unit;
mod work;

use std::fmt::Write as _;

pub(super) use names::Names;
pub(super) use unit::Unit;

use super::case::{Case, CaseError, Model};
use super::metrics::Asked;

/// First measured day of every case: a Monday.
const START: &str = "2001-01-01";

/// Something that the language cannot express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gap {
    /// What, in the words of the case.
    pub(crate) construct: String,
    /// Where it stands.
    pub(crate) place: String,
}

/// Why a case is not translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is not well-formed after all.
    Malformed(CaseError),
    /// The language has no word for it.
    Gap(Gap),
}

impl From<CaseError> for Refusal {
    fn from(error: CaseError) -> Refusal {
        Refusal::Malformed(error)
    }
}

/// The refusal of a construct at a place.
pub(super) fn gap(construct: impl Into<String>, place: &str) -> Refusal {
    Refusal::Gap(Gap { construct: construct.into(), place: place.to_owned() })
}

/// A case in the words of a scenario.
#[derive(Debug, Clone)]
pub(super) struct Translation {
    /// Title, run and everything else but the number of replications.
    head: String,
    body: String,
    /// What is called what.
    pub(super) names: Names,
    /// Unit of the times of the case.
    pub(super) unit: Unit,
}

impl Translation {
    /// The scenario, for so many replications with this seed.
    pub(super) fn text(&self, seed: u64, replications: u32) -> String {
        format!("{}seed = {seed}\nreplications = {replications}\n{}", self.head, self.body)
    }
}

/// A model on its way into the language.
pub(super) struct Translator<'c> {
    model: &'c Model,
    names: Names,
    unit: Unit,
    asked: &'c Asked,
    /// Simulated time before measuring, in units of the case.
    warm_up: f64,
    /// Simulated time, warm-up included.
    horizon: f64,
}

/// Translates a model of a case.
///
/// # Errors
/// [`Refusal`] when it is malformed or the language has no word for something in it.
pub(super) fn translate(
    case: &Case,
    model: &Model,
    variant: Option<&str>,
    asked: &Asked,
) -> Result<Translation, Refusal> {
    // A trace is cut at the horizon afterwards, so that what ends exactly there is seen.
    let beyond = if asked.records { 1.0 } else { 0.0 };
    let horizon = case.run.horizon + beyond;
    let unit = Unit::choose(model, horizon, asked.records)?;
    let names = Names::of(model)?;
    let translator = Translator { model, names, unit, asked, warm_up: case.run.warm_up, horizon };
    let head = translator.head(case, variant)?;
    let mut body = translator.report(case)?;
    body.push_str(&translator.classes());
    for (name, start) in &model.start {
        body.push_str(&translator.start(name, start)?);
    }
    for (number, arrival) in model.arrivals.iter().enumerate() {
        body.push_str(&translator.arrival(number, arrival)?);
    }
    for (name, stage) in &model.stages {
        body.push_str(&translator.stage(name, stage)?);
    }
    body.push_str(&translator.names.declared_ends());
    Ok(Translation { head, body, names: translator.names, unit: translator.unit })
}

impl Translator<'_> {
    fn head(&self, case: &Case, variant: Option<&str>) -> Result<String, Refusal> {
        let unit = &self.unit;
        let mut title = case.title.clone();
        if let Some(variant) = variant {
            let _ = write!(title, " [{variant}]");
        }
        let mut head =
            format!("# Verification case {}; one {} of the case is one {} here.\n", case.id, unit.of_case, unit.one);
        let _ = writeln!(head, "keten = 1\ntitle = {}\nstart = {START}", quoted(&title));
        let _ = writeln!(head, "warm_up = {}", unit.time(self.warm_up, "run.warm_up")?);
        let _ = writeln!(head, "horizon = {}", unit.time(self.horizon - self.warm_up, "run.horizon")?);
        Ok(head)
    }

    fn report(&self, case: &Case) -> Result<String, Refusal> {
        let mut report = "\n[report]\nperiods = \"none\"\n".to_owned();
        let times = |times: &[f64]| -> Result<String, Refusal> {
            let times = times.iter().map(|&time| self.unit.time(time, "expected")).collect::<Result<Vec<_>, _>>()?;
            Ok(times.join(", "))
        };
        let asked = self.asked;
        if !asked.within.is_empty() {
            let _ = writeln!(report, "within = [{}]", times(&asked.within)?);
        }
        if !asked.quantiles.is_empty() {
            let shares: Vec<String> = asked.quantiles.iter().map(|p| format!("{p:?}")).collect();
            let _ = writeln!(report, "quantiles = [{}]", shares.join(", "));
        }
        if !asked.moments.is_empty() {
            let _ = writeln!(report, "moments = [{}]", times(&asked.moments)?);
        }
        if let Some(places) = asked.occupancy_to {
            let _ = writeln!(report, "occupancy_to = {places}");
        }
        if !asked.together.is_empty() {
            let sets = asked.together.iter().map(|stages| {
                let names = stages.iter().filter_map(|stage| self.names.stage(stage)).collect::<Vec<_>>();
                quoted(&names.join("+"))
            });
            let _ = writeln!(report, "occupancy_of = [{}]", sets.collect::<Vec<_>>().join(", "));
        }
        if asked.by_class && !self.names.axes().is_empty() {
            report.push_str("averages_by_class = true\n");
        }
        if let Some(until) = case.run.cohort_end.filter(|until| *until < self.horizon) {
            let _ = writeln!(report, "follow_up = {}", self.unit.time(self.horizon - until, "run.cohort_end")?);
        }
        Ok(report)
    }

    fn classes(&self) -> String {
        let mut text = String::new();
        for (axis, levels) in self.names.axes() {
            let _ = writeln!(text, "\n[classes.{}]", key(axis));
            let (last, others) = levels.split_last().expect("an axis has levels");
            // Every stream says of which class its residents are; these shares are nobody's.
            for level in others {
                let _ = writeln!(text, "{} = {:?}", key(level), 1.0 / levels.len() as f64);
            }
            let _ = writeln!(text, "{} = \"rest\"", key(last));
        }
        text
    }
}

/// A text in quotes, as TOML wants it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A name as a key of TOML.
pub(super) fn key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if bare { name.to_owned() } else { quoted(name) }
}
