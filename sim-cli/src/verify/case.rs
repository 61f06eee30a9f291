//! A verification case as its file says it: a model in neutral terms, how to run it, and what must come out.
//!
//! The form is that of `cases/schema.json`; `cases/README.md` says what every part means. An unknown field is refused:
//! it may mean something that would have to be simulated.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Why a file is no case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CaseError {
    /// Path of the field, as in `model.stages.desk.queue`.
    pub(crate) place: String,
    /// What is wrong with it.
    pub(crate) wrong: Wrong,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// Not of the form that the schema asks for, in the words of the JSON reader.
    Form(String),
    /// Something else was expected there: what was found, and what is accepted.
    Expected(String, &'static str),
    /// It is not there.
    Missing,
    /// A name that stands for nothing.
    Unknown(String),
}

/// A result of reading a case.
pub(crate) type Read<T> = Result<T, CaseError>;

/// A case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Name, as in `T-S-01-mm1`.
    pub(crate) id: String,
    /// What it is about, in one line.
    pub(crate) title: String,
    /// Whether a miss is only a question, because the publication leaves rules open.
    pub(crate) soft: bool,
    /// The model.
    pub(crate) model: Model,
    /// Variants of the model, by name.
    pub(crate) variants: Vec<(String, Model)>,
    /// How to run it.
    pub(crate) run: Run,
    /// What must come out.
    pub(crate) expected: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    schema: String,
    id: String,
    #[serde(rename = "kind")]
    _kind: String,
    grade: Option<Grade>,
    title: String,
    #[serde(rename = "features")]
    _features: Vec<String>,
    #[serde(rename = "source")]
    _source: Value,
    #[serde(rename = "tolerance_method")]
    _tolerance_method: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
    model: Value,
    #[serde(default)]
    variants: Map<String, Value>,
    run: Value,
    expected: Vec<Value>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Grade {
    Hard,
    Soft,
}

/// How to run a case. Times are in the unit of the model.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Run {
    /// Statistics start here.
    pub(crate) warm_up: f64,
    /// End of the run, warm-up included.
    pub(crate) horizon: f64,
    /// Replications, at least.
    pub(crate) replications: u32,
    /// Reach and exits follow residents who arrive from the warm-up to here.
    pub(crate) cohort_end: Option<f64>,
}

/// One thing that must come out.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Expected {
    /// What is looked at, in the words of the README.
    pub(crate) metric: String,
    /// What it must be: a number, or the rows of a trace.
    pub(crate) value: Value,
    /// How the two must compare.
    pub(crate) relation: Relation,
    /// How far apart they may be.
    pub(crate) tolerance: Tolerance,
    /// Of which variant; of the base when absent (for differences: the only variant).
    pub(crate) variant: Option<String>,
}

/// How an estimate compares to what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Relation {
    /// Equal, within the tolerance.
    #[serde(rename = "=")]
    Equal,
    /// At most, with three standard errors.
    #[serde(rename = "<=")]
    AtMost,
    /// At least, with three standard errors.
    #[serde(rename = ">=")]
    AtLeast,
}

/// The larger of `rel` times the value, and `abs`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tolerance {
    rel: Option<f64>,
    abs: Option<f64>,
}

impl Tolerance {
    /// The tolerance around a value.
    pub(crate) fn around(self, value: f64) -> f64 {
        (self.rel.unwrap_or(0.0) * value.abs()).max(self.abs.unwrap_or(0.0))
    }
}

/// A model.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// Unit of every time.
    pub(crate) time_unit: String,
    /// Classes that are declared.
    pub(crate) classes: Vec<String>,
    /// Streams, in their order.
    pub(crate) arrivals: Vec<Arrival>,
    /// Stages, in their order.
    pub(crate) stages: Vec<(String, Stage)>,
    /// Residents present at the beginning, by stage.
    pub(crate) start: Vec<(String, Start)>,
}

/// Residents present at a stage at the beginning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    /// In service.
    #[serde(default)]
    pub(crate) in_service: u32,
    /// Waiting.
    #[serde(default)]
    pub(crate) waiting: u32,
    /// Class of those who wait, and of those in service unless that is said apart.
    pub(crate) class: Option<String>,
    /// Class of those in service.
    pub(crate) class_in_service: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelFile {
    time_unit: String,
    #[serde(default)]
    classes: Vec<String>,
    arrivals: Vec<Value>,
    stages: Map<String, Value>,
    #[serde(default)]
    start: Map<String, Value>,
}

/// A stream of arrivals.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arrival {
    /// Stage.
    pub(crate) to: String,
    /// Class; `all` when absent.
    pub(crate) class: Option<String>,
    /// Kind.
    pub(crate) process: Process,
    /// Number, calendar or sinus.
    pub(crate) rate: Option<Value>,
    /// Time between two.
    pub(crate) interval: Option<Value>,
    /// Moments.
    pub(crate) times: Option<Vec<f64>>,
    /// How many residents a finite source has.
    pub(crate) population: Option<u32>,
    /// Time until each comes (back).
    pub(crate) think: Option<Value>,
    /// How many at once.
    pub(crate) batch: Option<Value>,
    /// Nobody from this time on.
    pub(crate) until: Option<f64>,
    /// Length of the periods of `poisson-per-period`.
    pub(crate) period: Option<f64>,
    /// Mean number in each.
    pub(crate) mean: Option<Value>,
}

/// Kind of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Process {
    /// At random.
    Poisson,
    /// With independent times in between.
    Renewal,
    /// At these times.
    Times,
    /// From a source that runs dry.
    Finite,
    /// A Poisson number at the beginning of each period.
    PoissonPerPeriod,
}

/// A stage. What may take several forms is a value here and read where it is translated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stage {
    /// Number of places; no limit when absent or null; or a calendar.
    #[serde(default)]
    pub(crate) servers: Value,
    /// Length of stay.
    pub(crate) service: Option<Value>,
    /// Time in the queue after which a resident gives up.
    pub(crate) patience: Option<Value>,
    /// Where they go then.
    pub(crate) on_renege: Option<String>,
    /// Time in service after which they leave.
    pub(crate) dropout_in_service: Option<Value>,
    /// Time that a place stays out of use.
    pub(crate) turnaround: Option<Value>,
    /// Probabilities of the next stage or exit.
    #[serde(default)]
    pub(crate) route: Map<String, Value>,
    /// Transfer delays.
    #[serde(default)]
    pub(crate) delay_after: Map<String, Value>,
    /// Clinic moments.
    pub(crate) slots: Option<Value>,
    /// Preparation.
    pub(crate) prepare: Option<Value>,
    /// The queue.
    #[serde(default)]
    pub(crate) queue: Queue,
}

/// A queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Queue {
    /// Who is next.
    #[serde(default)]
    pub(crate) discipline: Discipline,
    /// Rank of each class, 0 first.
    #[serde(default)]
    pub(crate) priority: Map<String, Value>,
    /// Whether the urgent interrupt.
    pub(crate) preemptive: Option<Value>,
    /// Places for waiting.
    pub(crate) capacity: Option<u32>,
    /// The same by class.
    pub(crate) capacity_by_class: Option<Value>,
    /// What happens to who finds them taken.
    pub(crate) when_full: Option<WhenFull>,
    /// Time until the next try.
    pub(crate) retry: Option<Value>,
    /// Change of class while waiting.
    pub(crate) promote: Option<Value>,
}

/// Who is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Discipline {
    /// Who came first.
    #[default]
    Fifo,
    /// Who came last.
    Lifo,
    /// By class.
    Priority,
}

/// What happens to who finds the queue full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WhenFull {
    /// Turned away.
    Lost,
    /// Keeps the place upstream.
    Block,
    /// Tries again.
    Retry,
    /// Takes the room of one of a lower class.
    Displace,
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// What is wrong with the first part that cannot be read.
    pub(crate) fn read(text: &str) -> Read<Case> {
        let file: CaseFile = serde_json::from_str(text).map_err(|error| form("", &error))?;
        if file.schema != "referral-case/1" {
            return Err(expected("schema", file.schema, "referral-case/1"));
        }
        let variants = file.variants.into_iter().map(|(name, patch)| {
            let place = format!("variants.{name}");
            let mut model = file.model.clone();
            merge(&mut model, patch);
            Ok((name, Model::read(model, &place)?))
        });
        let run: Run = part(file.run, "run")?;
        let sensible = run.warm_up >= 0.0 && run.horizon > run.warm_up && run.horizon.is_finite();
        if !sensible || run.replications == 0 {
            let found = format!("{} to {}, {} replications", run.warm_up, run.horizon, run.replications);
            return Err(expected("run", found, "0 <= warm_up < horizon, replications >= 1"));
        }
        let expected = file.expected.into_iter().enumerate();
        Ok(Case {
            variants: variants.collect::<Read<_>>()?,
            model: Model::read(file.model, "model")?,
            expected: expected.map(|(number, one)| part(one, &format!("expected.{number}"))).collect::<Read<_>>()?,
            id: file.id,
            title: file.title,
            soft: file.grade == Some(Grade::Soft),
            run,
        })
    }
}

impl Model {
    fn read(model: Value, place: &str) -> Read<Model> {
        let file: ModelFile = part(model, place)?;
        let arrivals = file.arrivals.into_iter().enumerate();
        let arrivals = arrivals.map(|(number, one)| part(one, &format!("{place}.arrivals.{number}")));
        let stages = file.stages.into_iter().map(|(name, stage)| {
            let stage = part(stage, &format!("{place}.stages.{name}"))?;
            Ok((name, stage))
        });
        let start = file.start.into_iter().map(|(name, start)| {
            let start = part(start, &format!("{place}.start.{name}"))?;
            Ok((name, start))
        });
        Ok(Model {
            time_unit: file.time_unit,
            classes: file.classes,
            arrivals: arrivals.collect::<Read<_>>()?,
            stages: stages.collect::<Read<_>>()?,
            start: start.collect::<Read<_>>()?,
        })
    }

    /// The stage of a name.
    pub(crate) fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|(known, _)| known == name).map(|(_, stage)| stage)
    }
}

/// A part of a case from its value.
pub(crate) fn part<T: DeserializeOwned>(value: Value, place: &str) -> Read<T> {
    serde_json::from_value(value).map_err(|error| form(place, &error))
}

fn form(place: &str, error: &serde_json::Error) -> CaseError {
    CaseError { place: place.to_owned(), wrong: Wrong::Form(error.to_string()) }
}

/// Something else was expected at a place.
pub(crate) fn expected(place: &str, found: impl ToString, accepted: &'static str) -> CaseError {
    CaseError { place: place.to_owned(), wrong: Wrong::Expected(found.to_string(), accepted) }
}

/// A number that must be there, at least 0.
pub(crate) fn number(value: &Value, place: &str) -> Read<f64> {
    let number = value.as_f64().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| expected(place, value, "a number, at least 0"))
}

/// A merge patch (RFC 7396), but lists and objects with `dist` are replaced whole.
fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch))
            if !target.contains_key("dist") && !patch.contains_key("dist") =>
        {
            for (key, value) in patch {
                match value {
                    // `null` is also how the form says "no limit", which is what an absent field means too.
                    Value::Null => drop(target.shift_remove(&key)),
                    value => merge(target.entry(key).or_insert(Value::Null), value),
                }
            }
        }
        (target, patch) => *target = patch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_replaces_distributions_whole_and_merges_the_rest() {
        let mut model = json!({"stages": {"desk": {"servers": 2, "service": {"dist": "exponential", "mean": 1.0}}}});
        let patch = json!({"stages": {"desk": {"servers": null, "service": {"dist": "deterministic", "value": 2.0}}}});
        merge(&mut model, patch);
        assert_eq!(model, json!({"stages": {"desk": {"service": {"dist": "deterministic", "value": 2.0}}}}));
    }
}
