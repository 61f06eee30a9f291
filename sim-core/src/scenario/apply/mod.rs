//! Applying interventions: a scenario in, the scenario with the changes out, as text that a person can read.
//!
//! ```text
//! additions ──► values for a class ──► which parameters each change is about ──► conflicts ──► entries with `by`
//!                                                    routes, closed stages, spending ──► read: is it right?
//! ```
//!
//! Every change is written in the ordinary language: an entry `{ from, times | plus | value, by }` of `dated` or `ramp`, a list
//! `rerouted`, a date from which a stage is closed, a table of `spending`. Comments and layout stay. What holds from the very
//! beginning on and cannot be written as an entry is worked out in the text.

mod conflict;
mod find;
mod message;
mod parts;
mod problem;
mod result;
mod scale;
mod write;

use jiff::civil::Date;
use toml_edit::{DocumentMut, Value};

use super::grammar::{Kind, Varies, field_at};
use super::intervention::{Change, Effect, Intervention, Start};
use super::read;
use super::{Scenario, Span};
use crate::time::DAYS_PER_YEAR;
use conflict::{Ledger, Touch};
use find::Target;
pub use problem::{ApplyProblem, ApplyProblemKind};
use write::Entry;

/// A scenario with interventions applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The text of the scenario.
    pub text: String,
    /// What was changed, in the order in which it was.
    pub changes: Vec<AppliedChange>,
    /// Parameters that several interventions change together.
    pub combined: Vec<Combined>,
}

/// One change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedChange {
    /// The intervention.
    pub by: String,
    /// Path of the parameter or table.
    pub path: String,
    /// What stood there, if anything.
    pub before: Option<String>,
    /// What is done, as in `times = "60 %"`.
    pub after: String,
    /// First day; `None`: always.
    pub from: Option<Date>,
    /// Day on which it has its full effect, where it grows.
    pub until: Option<Date>,
}

/// A parameter that several interventions change, one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// Its path.
    pub path: String,
    /// The interventions.
    pub by: Vec<String>,
}

/// Applies interventions to the text of a scenario.
///
/// # Errors
/// Every reason why they cannot be: parameters that are not there, conflicts, and what is wrong with the scenario that comes out.
pub fn apply(text: &str, interventions: &[&Intervention]) -> Result<Applied, Vec<ApplyProblem>> {
    let scenario = read(text).scenario.ok_or_else(|| refused(interventions))?;
    apply_to(text, &scenario, interventions)
}

/// The same to a scenario that was read from that text before.
pub(crate) fn apply_to(
    text: &str,
    scenario: &Scenario,
    interventions: &[&Intervention],
) -> Result<Applied, Vec<ApplyProblem>> {
    let document: DocumentMut = text.parse().map_err(|_| refused(interventions))?;
    let mut work = Work::new(document, scenario, interventions);
    work.refuse_what_is_applied();
    if work.problems.is_empty() { work.all() } else { Err(work.problems) }
}

/// The same for what relieves a little more of what it may have relieved before.
pub(crate) fn apply_more(text: &str, scenario: &Scenario, relief: &Intervention) -> Result<Applied, Vec<ApplyProblem>> {
    let interventions = [relief];
    let document: DocumentMut = text.parse().map_err(|_| refused(&interventions))?;
    Work::new(document, scenario, &interventions).all()
}

impl Work<'_> {
    fn all(mut self) -> Result<Applied, Vec<ApplyProblem>> {
        self.add_tables();
        self.make_values_for_classes();
        for position in 0..self.interventions.len() {
            self.change_parameters(position);
        }
        self.reroute();
        self.remove();
        self.spend();
        self.clean_up();
        self.finish()
    }
}

/// The scenario itself has errors.
fn refused(interventions: &[&Intervention]) -> Vec<ApplyProblem> {
    let first = interventions.first();
    let (by, at) = first.map_or((String::new(), 0..0), |first| (first.name.clone(), first.at.clone()));
    vec![ApplyProblem { kind: ApplyProblemKind::ScenarioRefused, by, position: 0, at }]
}

/// The text that is changed, and what is known of the changes.
struct Work<'i> {
    document: DocumentMut,
    interventions: &'i [&'i Intervention],
    /// First measured day.
    start: Date,
    /// First day of the simulation.
    begin: Date,
    ledger: Ledger,
    changes: Vec<AppliedChange>,
    problems: Vec<ApplyProblem>,
}

/// From when a change holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct When {
    /// First day; `None`: the first day of the simulation, or before.
    from: Option<Date>,
    until: Option<Date>,
}

impl<'i> Work<'i> {
    fn new(document: DocumentMut, scenario: &Scenario, interventions: &'i [&'i Intervention]) -> Work<'i> {
        let days = i64::try_from(scenario.warm_up.as_days().ceil() as i128).unwrap_or(i64::MAX);
        let warm_up = jiff::Span::new().try_days(days).unwrap_or_default();
        let begin = scenario.start.checked_sub(warm_up).unwrap_or(scenario.start);
        Work {
            document,
            interventions,
            start: scenario.start,
            begin,
            ledger: Ledger::default(),
            changes: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn problem(&mut self, position: usize, at: std::ops::Range<usize>, kind: ApplyProblemKind) {
        let by = self.interventions[position].name.clone();
        self.problems.push(ApplyProblem { kind, by, position, at });
    }

    /// From when an intervention holds; `None` where it begins too early, which is told once.
    fn when(&mut self, position: usize) -> Option<When> {
        let one = self.interventions[position];
        let from = match one.from {
            Start::Always => return Some(When { from: None, until: None }),
            Start::OfScenario => self.start,
            Start::Date(from) if from < self.start => {
                let kind = ApplyProblemKind::BeforeStart { from, start: self.start };
                if !self.problems.iter().any(|told| told.position == position && told.kind == kind) {
                    self.problem(position, one.at.clone(), kind);
                }
                return None;
            }
            Start::Date(from) => from,
        };
        let until = one.over.map(|over| after(from, over));
        Some(When { from: Some(from).filter(|&from| from > self.begin || until.is_some()), until })
    }

    /// Values for a class that a change is about and that stood there for everybody only.
    fn make_values_for_classes(&mut self) {
        for one in self.interventions {
            for change in &one.changes {
                for target in find::targets(&self.document, change).unwrap_or_default() {
                    let Some(original) = &target.copy_of else { continue };
                    let copy = find::value_at(&self.document, original).map(without_reason);
                    copy.and_then(|copy| write::put_value(&mut self.document, &target.path, copy));
                }
            }
        }
    }

    fn change_parameters(&mut self, position: usize) {
        let one = self.interventions[position];
        let Some(when) = self.when(position) else { return };
        let mut changed = false;
        if one.over.is_some() && one.changes.is_empty() {
            self.problem(position, one.at.clone(), ApplyProblemKind::NotGradual);
        }
        for change in &one.changes {
            let targets = match find::targets(&self.document, change) {
                Ok(targets) => targets,
                Err(kind) => {
                    self.problem(position, change.at.clone(), kind);
                    changed = true;
                    continue;
                }
            };
            for target in targets {
                let touch = Touch {
                    position,
                    by: one.name.clone(),
                    path: target.path.clone(),
                    effect: change.effect.field(),
                    at: change.at.clone(),
                };
                match self.one(&one.name, when, change, &target) {
                    Ok(false) => {}
                    Ok(true) => {
                        changed = true;
                        let conflict = self.ledger.enter(touch);
                        conflict.into_iter().for_each(|kind| self.problem(position, change.at.clone(), kind));
                    }
                    Err(kind) => {
                        changed = true;
                        self.problem(position, change.at.clone(), kind);
                    }
                }
            }
        }
        let others = one.added.is_empty() && one.rerouted.is_empty() && one.removed.is_empty();
        if !changed && others {
            self.problem(position, one.at.clone(), ApplyProblemKind::NothingChanges);
        }
    }

    /// Makes one change of one parameter. `false` where a path with `*` matched something that it cannot be about.
    fn one(&mut self, by: &str, when: When, change: &Change, target: &Target) -> Result<bool, ApplyProblemKind> {
        let path = target.path.join(".");
        let parsed = change.effect.value().parse::<Value>();
        let value = parsed.map_err(|_| ApplyProblemKind::BadValue { found: change.effect.value().to_owned() })?;
        let before = find::text_at(&self.document, &target.path);
        let relative = !matches!(change.effect, Effect::To(_));
        let rest = before.as_deref().is_some_and(is_rest);
        if relative && rest {
            return if target.exact { Err(ApplyProblemKind::IsRest { path }) } else { Ok(false) };
        }
        if relative && !target.there && before.is_none() {
            return if target.exact { Err(ApplyProblemKind::NoValue { path }) } else { Ok(false) };
        }
        let (field, part) = field_at(target.path.iter().map(String::as_str))
            .ok_or_else(|| ApplyProblemKind::NoParameter { path: path.clone() })?;
        let single = part
            || match field.kind {
                Kind::One(_) | Kind::OneOrTable(..) | Kind::Count(..) | Kind::Choice(_) => true,
                // A level of an axis, or a value under a name.
                Kind::EachAxis => target.path.len() > 2,
                Kind::Each(_) => target.path.last().is_some_and(|last| last != field.name),
                Kind::List(_) | Kind::Table(_) | Kind::Named(_) => false,
            };
        if !single && (relative || when.from.is_some()) {
            return Err(ApplyProblemKind::NoParameter { path });
        }
        let by_date = !part && field.varies != Varies::Never;
        let field_name = match change.effect {
            Effect::To(_) => "value",
            Effect::Times(_) => "times",
            Effect::Plus(_) => "plus",
        };
        let entry_from = when.from.or((relative && by_date).then_some(self.begin));
        match entry_from {
            Some(_) if !by_date => return Err(ApplyProblemKind::NotByDate { path, part }),
            Some(_) if before.is_none() => return Err(ApplyProblemKind::NoValue { path }),
            Some(from) => {
                let entry = Entry { field: field_name, value, from, until: when.until, by: by.to_owned() };
                write::add_entry(&mut self.document, &target.path, &entry)
                    .ok_or_else(|| ApplyProblemKind::NoParameter { path: path.clone() })?;
            }
            None => {
                let new = self.worked_out(&change.effect, value, target, before.as_deref())?;
                write::put_value(&mut self.document, &target.path, new)
                    .ok_or_else(|| ApplyProblemKind::NoParameter { path: path.clone() })?;
                write::put_note(&mut self.document, &target.path, by);
            }
        }
        let after = format!("{} = {}", change.effect.field(), change.effect.value());
        self.changes.push(AppliedChange { by: by.to_owned(), path, before, after, from: when.from, until: when.until });
        Ok(true)
    }

    /// The value that holds from the very beginning on.
    fn worked_out(
        &self,
        effect: &Effect,
        value: Value,
        target: &Target,
        before: Option<&str>,
    ) -> Result<Value, ApplyProblemKind> {
        let old = find::value_at(&self.document, &target.path);
        let old = old.map(|old| match old.as_inline_table().and_then(|table| table.get("value")) {
            Some(inner) => inner.clone(),
            None => old,
        });
        let new = match effect {
            Effect::To(_) => Some(value),
            Effect::Times(_) => old.and_then(|old| scale::times(&old, &value)),
            Effect::Plus(_) => old.and_then(|old| scale::plus(&old, &value)),
        };
        new.ok_or_else(|| ApplyProblemKind::CannotWorkOut {
            path: target.path.join("."),
            found: before.unwrap_or_default().to_owned(),
            effect: format!("{} = {}", effect.field(), effect.value()),
        })
    }
}

/// A share that is what the others leave.
fn is_rest(text: &str) -> bool {
    let text = text.trim_start_matches("{ value = ").trim();
    text == "\"rest\"" || text.starts_with("\"rest\",") || text.starts_with("\"rest\" }")
}

/// A reason for leaving is given once, for everybody.
fn without_reason(mut value: Value) -> Value {
    if let Some(table) = value.as_inline_table_mut() {
        for name in ["reason", "to", "note", "class"] {
            table.remove(name);
        }
        table.fmt();
    }
    *value.decor_mut() = toml_edit::Decor::default();
    value
}

/// A date so much later; whole months and years are those of the calendar.
fn after(from: Date, over: Span) -> Date {
    let months = over.as_days() / (DAYS_PER_YEAR / 12.0);
    let span = if (months - months.round()).abs() < 1e-9 {
        jiff::Span::new().try_months(months.round() as i64)
    } else {
        jiff::Span::new().try_days(over.as_days().ceil() as i64)
    };
    let later = span.ok().and_then(|span| from.checked_add(span).ok());
    later.unwrap_or(Date::MAX)
}
