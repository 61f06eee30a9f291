//! One change to the text of a scenario: `--set PATH=VALUE`. Comments and layout stay.

use toml_edit::{DocumentMut, InlineTable, Item, TableLike, Value};

use super::grammar::{DISTRIBUTIONS, Kind, RANGE, UNKNOWN, at_path};
use super::place::{Place, split, unknown, walk};
use crate::lang::Lang;

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// The text is not TOML.
    NotToml,
    /// The path is empty, or has an empty part.
    EmptyPath,
    /// A part of the path does not exist.
    UnknownPath {
        /// The path up to and with that part.
        path: String,
        /// Names there that are like it.
        similar: Vec<String>,
        /// Names there.
        known: Vec<String>,
    },
    /// The path goes on inside a value that has no parts.
    NoParts {
        /// The path of that value.
        path: String,
    },
}

impl EditError {
    /// What is wrong, and the remedy.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            EditError::NotToml => {
                lang.pick("the scenario cannot be read as TOML", "het scenario is niet te lezen als TOML").to_owned()
            }
            EditError::EmptyPath => lang
                .pick("a path is needed, such as teams.desk.fte", "er is een pad nodig, zoals teams.desk.fte")
                .to_owned(),
            EditError::UnknownPath { path, similar, known } => {
                let found = lang.pick(format!("there is no `{path}`"), format!("er is geen `{path}`"));
                let row =
                    |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                match (similar.is_empty(), known.is_empty()) {
                    (false, _) => {
                        found
                            + &lang.pick(
                                format!("; did you mean {}?", row(similar)),
                                format!("; bedoelt u {}?", row(similar)),
                            )
                    }
                    (true, false) => {
                        found + &lang.pick(format!("; known: {}", row(known)), format!("; wel bekend: {}", row(known)))
                    }
                    (true, true) => found,
                }
            }
            EditError::NoParts { path } => lang.pick(
                format!("`{path}` is a single value and has no parts"),
                format!("`{path}` is één waarde en heeft geen delen"),
            ),
        }
    }
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for EditError {}

/// Sets one parameter in the text of a scenario.
///
/// * `path` – names separated by dots; entries of `next` by their `to`, of `attempts` by their `by`, of `dated`, `ramp` and
///   `surges` by their `from`, other entries of lists by their number from 1; `steps.1` is the stage itself where it has no `steps`
/// * `value` – read as TOML; what is not TOML is text, so that `28 days` needs no quotes
///
/// A note beside the value stays. A field that is absent is added where the language knows it.
///
/// # Errors
/// [`EditError`] when the text is not TOML or the path leads nowhere.
///
/// # Examples
/// ```
/// let text = "[teams.desk]\nfte = { value = 14, note = \"report\" } # for now\n";
/// let changed = sim_core::scenario::set(text, "teams.desk.fte", "16")?;
/// assert_eq!(changed, "[teams.desk]\nfte = { value = 16, note = \"report\" } # for now\n");
/// # Ok::<(), sim_core::scenario::EditError>(())
/// ```
pub fn set(text: &str, path: &str, value: &str) -> Result<String, EditError> {
    super::read::small_and_flat(text).map_err(|_| EditError::NotToml)?;
    super::read::small_and_flat(value).map_err(|_| EditError::NotToml)?;
    let mut document: DocumentMut = text.parse().map_err(|_| EditError::NotToml)?;
    let parts = split(path)?;
    let (last, before) = parts.split_last().ok_or(EditError::EmptyPath)?;
    let here = walk(&mut document, before)?;
    let value = value.trim().parse::<Value>().unwrap_or_else(|_| Value::from(value.trim()));
    here.put(last, value, &parts)?;
    Ok(document.to_string())
}

/// What the language knows at a path, as [`set`] takes it; `None` where it knows nothing of it.
pub fn kind_at(path: &str) -> Option<Kind> {
    at_path(split(path).ok()?.iter().map(String::as_str))
}

impl Place<'_> {
    /// Puts a value at the end of the path.
    fn put(self, last: &str, new: Value, path: &[String]) -> Result<(), EditError> {
        if self.is_list() {
            let entry = self.into_entry(last).ok_or_else(|| unknown(path, Vec::new()))?;
            match entry {
                Place::Value(value) => replace_value(value, new),
                Place::Table(table) => replace_table(table, new),
                Place::Item(item) => replace(item, new),
            }
            return Ok(());
        }
        let Some(mut table) = self.into_table() else {
            return Err(EditError::NoParts { path: path[..path.len() - 1].join(".") });
        };
        let inside = !table.contains_key(last) && table.get("value").is_some_and(|value| value.is_table_like());
        if inside && !["note", "dated", "ramp"].contains(&last) {
            let inner = table.get_mut("value").and_then(|value| value.as_table_like_mut());
            table = inner.ok_or_else(|| unknown(path, Vec::new()))?;
        }
        if let Some(item) = table.get_mut(last) {
            replace(item, new);
            return Ok(());
        }
        let parent = at_path(path[..path.len() - 1].iter().map(String::as_str));
        let by_grammar = match parent {
            Some(Kind::Table(grammar) | Kind::OneOrTable(_, grammar)) => grammar.field(last).is_some(),
            Some(Kind::One(_) | Kind::Count(..) | Kind::Choice(_)) => {
                at_path(path.iter().map(String::as_str)).is_some()
            }
            _ => false,
        };
        if by_grammar {
            table.insert(last, Item::Value(new));
            return Ok(());
        }
        let mut known: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
        if let Some(Kind::Table(grammar) | Kind::OneOrTable(_, grammar)) = parent {
            known.extend(grammar.names().map(str::to_owned));
            known.sort();
            known.dedup();
        }
        Err(unknown(path, known))
    }
}

pub(super) fn replace(item: &mut Item, new: Value) {
    if let Some(table) = item.as_table_like_mut()
        && is_value(table)
    {
        replace_table(table, new);
        return;
    }
    match item {
        Item::Value(value) => replace_value(value, new),
        other => *other = Item::Value(new),
    }
}

pub(super) fn replace_value(value: &mut Value, mut new: Value) {
    if let Some(table) = value.as_inline_table_mut()
        && is_value(table)
    {
        replace_table(table, new);
        return;
    }
    *new.decor_mut() = value.decor().clone();
    *value = new;
}

/// Whether a table is the table form of a value: a wrapper, a distribution or a range.
pub(super) fn is_value(table: &dyn TableLike) -> bool {
    table.contains_key("value") || table.iter().any(|(name, _)| is_form(name))
}

/// Whether a name in the table form of a value is the value itself: a distribution, or what an unknown number may be.
fn is_form(name: &str) -> bool {
    DISTRIBUTIONS.field(name).is_some() || RANGE.contains(&name) || name == UNKNOWN
}

/// Puts a value into the table form of one; what else stands in there (note, dates, reason) stays.
fn replace_table(table: &mut dyn TableLike, new: Value) {
    if let Some(Item::Value(value)) = table.get_mut("value") {
        return replace_value_as_is(value, new);
    }
    let kinds: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).filter(|name| is_form(name)).collect();
    let others: Vec<(String, Item)> = table
        .iter()
        .filter(|(name, _)| !kinds.iter().any(|kind| kind == name))
        .map(|(name, item)| (name.to_owned(), item.clone()))
        .collect();
    table.clear();
    match new {
        Value::InlineTable(fields) => put_all(table, &fields),
        single => {
            table.insert("value", Item::Value(single));
        }
    }
    for (name, item) in others {
        if !table.contains_key(&name) {
            table.insert(&name, item);
        }
    }
    table.fmt();
}

fn replace_value_as_is(value: &mut Value, mut new: Value) {
    *new.decor_mut() = value.decor().clone();
    *value = new;
}

fn put_all(table: &mut dyn TableLike, fields: &InlineTable) {
    for (name, value) in fields.iter() {
        table.insert(name, Item::Value(value.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"keten = 1 # version

# The desk.
[teams.desk]
fte = { value = 14, note = "S: report", dated = [ { from = 2028-01-01, value = 15 } ] } # people
workers = 3

[stages.talk]
work = { lognormal = { mean = "1.5 hours", cv = 0.6 }, note = "A" }
patience = { exponential = { mean = "10 months" }, reason = "withdrawn" }
next = [
  { to = "plan", share = "80 %", transfer = { returned = { share = "30 %" } } }, # most
  { to = "advice", share = "rest" },
]

[[stages.plan.next]]
to = "done"
share = 0.5
"#;

    fn line(path: &str, value: &str) -> String {
        let changed = set(TEXT, path, value).expect("the path exists");
        let lines: Vec<&str> = changed.lines().filter(|line| !TEXT.lines().any(|old| old == *line)).collect();
        assert_eq!(changed.lines().count(), TEXT.lines().count() + usize::from(lines.len() > 1), "{changed}");
        lines.join("\n")
    }

    #[test]
    fn one_value_changes_and_all_else_stays() {
        assert_eq!(
            line("teams.desk.fte", "16"),
            r#"fte = { value = 16, note = "S: report", dated = [ { from = 2028-01-01, value = 15 } ] } # people"#
        );
        assert_eq!(
            line("teams.desk.fte.dated.2028-01-01", "9,5"),
            r#"fte = { value = 14, note = "S: report", dated = [ { from = 2028-01-01, value = "9,5" } ] } # people"#
        );
        let text = "fte = { value = 14, ramp = [ { from = 2028-01-01, until = 2028-07-01, value = 18 } ] }\n";
        let changed = set(&format!("[teams.desk]\n{text}"), "teams.desk.fte.ramp.2028-01-01", "20").expect("known");
        assert_eq!(changed, format!("[teams.desk]\n{}", text.replace("18", "20")));
        assert_eq!(line("teams.desk.workers", "unlimited"), r#"workers = "unlimited""#);
        assert_eq!(
            line("stages.talk.next.plan.transfer.returned.share", "18 %"),
            r#"  { to = "plan", share = "80 %", transfer = { returned = { share = "18 %" } } }, # most"#
        );
        assert_eq!(line("stages.plan.next.done.share", "0.7"), "share = 0.7");
        assert_eq!(
            line("stages.talk.work.lognormal.mean", "2 hours"),
            r#"work = { lognormal = { mean = "2 hours", cv = 0.6 }, note = "A" }"#
        );
    }

    #[test]
    fn a_distribution_is_replaced_beside_its_note_and_reason() {
        assert_eq!(line("stages.talk.work", "2 hours"), r#"work = { value = "2 hours", note = "A" }"#);
        assert_eq!(
            line("stages.talk.patience", r#"{ exponential = { mean = "5 months" } }"#),
            r#"patience = { exponential = { mean = "5 months" }, reason = "withdrawn" }"#
        );
    }

    #[test]
    fn a_field_the_language_knows_is_added() {
        let changed = set(TEXT, "stages.talk.next.advice.transfer", "{ time = \"9 days\" }").expect("known");
        assert!(
            changed.contains(r#"{ to = "advice", share = "rest" , transfer = { time = "9 days" } }"#)
                || changed.contains(r#"{ to = "advice", share = "rest", transfer = { time = "9 days" } }"#),
            "{changed}"
        );
        assert!(set(TEXT, "seed", "7").expect("known").contains("seed = 7"));
    }

    #[test]
    fn a_path_that_leads_nowhere_is_refused_with_the_nearest_names() {
        let message = |path: &str| set(TEXT, path, "1").expect_err("leads nowhere").message(Lang::En);
        assert_eq!(message("teams.dsek.fte"), "there is no `teams.dsek`; did you mean `desk`?");
        assert_eq!(message("teams.desk.ftes"), "there is no `teams.desk.ftes`; did you mean `fte`?");
        assert_eq!(message("teams.desk.workers.more"), "`teams.desk.workers` is a single value and has no parts");
        assert_eq!(message("teams..fte"), "a path is needed, such as teams.desk.fte");
        assert_eq!(set("a = [", "a", "1"), Err(EditError::NotToml));
    }
}
