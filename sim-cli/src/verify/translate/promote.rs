//! Who has waited long enough changes class: `queue.promote` as `becomes`.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::case::{CaseError, Model, Read, Wrong, expected};
use super::super::distribution::{Dist, Of};
use super::{Refusal, Translator, gap, key, quoted};

/// What stands for a class that is never promoted.
const NEVER: &str = "\"900 years\"";

/// One change of class: who changes (`None`: everybody), after how long, and into what.
struct Change<'v> {
    from: Option<&'v str>,
    after: &'v Value,
    to: &'v str,
}

/// The changes of class at a stage: one, or one for each class by its name.
fn changes<'v>(promote: &'v Value, place: &str) -> Read<Vec<Change<'v>>> {
    let table = promote.as_object().ok_or_else(|| expected(place, promote, "a table"))?;
    let one = |value: &'v Value, from: Option<&'v str>, place: &str| {
        let missing = |field: &str| CaseError { place: format!("{place}.{field}"), wrong: Wrong::Missing };
        let after = value.get("after").ok_or_else(|| missing("after"))?;
        let to = value.get("to").or_else(|| value.get("class")).and_then(Value::as_str);
        let from = value.get("from").and_then(Value::as_str).or(from);
        Ok(Change { from, after, to: to.ok_or_else(|| missing("to"))? })
    };
    if table.contains_key("after") {
        return Ok(vec![one(promote, None, place)?]);
    }
    table.iter().map(|(class, value)| one(value, Some(class), &format!("{place}.{class}"))).collect()
}

/// The classes that residents may change into.
pub(super) fn classes_promoted_to(model: &Model) -> Vec<String> {
    let promotes = model.stages.iter().filter_map(|(_, stage)| stage.queue.promote.as_ref());
    let changes = promotes.filter_map(|promote| changes(promote, "").ok()).flatten();
    changes.map(|change| change.to.to_owned()).collect()
}

impl Translator<'_> {
    /// The change of class while waiting at a stage.
    pub(super) fn promote(&self, text: &mut String, name: &str, promote: &Value, place: &str) -> Result<(), Refusal> {
        let place = format!("{place}.queue.promote");
        let changes = changes(promote, &place)?;
        let Some(first) = changes.first() else { return Ok(()) };
        // Several classes with one rank are an axis of their own, which does not change with the class.
        if changes.iter().any(|change| change.to != first.to) || self.names.has_ranks(name) {
            return Err(gap("queue: promote into several classes, or at a stage where classes share a rank", &place));
        }
        let Some(level) = self.names.class(first.to) else {
            return Err(CaseError { place, wrong: Wrong::Unknown(first.to.to_owned()) }.into());
        };
        let mut base = NEVER.to_owned();
        let mut by_class = String::new();
        for change in &changes {
            let after = match change.after.as_f64() {
                Some(time) => self.unit.time(time, &place)?,
                None => Dist::read(change.after, &place)?.written(Of::Time, &self.unit, &place)?,
            };
            match change.from.and_then(|class| self.names.class(class)) {
                Some(class) => {
                    let _ = write!(by_class, ", class.{}.after = {after}", key(class));
                }
                None if change.from.is_none() => base = after,
                None => {}
            }
        }
        let _ = writeln!(text, "becomes = {{ level = {}, after = {base}{by_class} }}", quoted(level));
        Ok(())
    }
}
