//! A path through the text of a scenario: where `--set` and interventions find a parameter.
//!
//! Entries of lists go by where they lead (`next`), how they try (`attempts`), from when they hold (`dated`, `ramp`, `surges`), or
//! their number from 1. A stage of one step may be written without `steps`, and is then its own `steps.1`.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::edit::EditError;
use super::problem::similar;
use super::units::clip;

/// What names an entry of a list, first that is there.
const NAMED_BY: [&str; 3] = ["to", "from", "by"];

/// Walks along a path that is there.
pub(super) fn walk<'d>(document: &'d mut DocumentMut, parts: &[String]) -> Result<Place<'d>, EditError> {
    let mut here = Place::Item(document.as_item_mut());
    let mut position = 0;
    while let Some(part) = parts.get(position) {
        let alone = is_stage(&parts[..position]) && part == "steps" && !here.has("steps");
        if alone && parts.get(position + 1).is_some_and(|number| number == "1") {
            position += 2;
            continue;
        }
        here = here.step(part, &parts[..=position])?;
        position += 1;
    }
    Ok(here)
}

/// Whether a path is that of a stage.
pub(super) fn is_stage(path: &[String]) -> bool {
    path.len() == 2 && path[0] == "stages"
}

/// The name of an entry of a list, where it has one.
pub(super) fn name_of_entry(table: &dyn TableLike) -> Option<String> {
    NAMED_BY.iter().find_map(|field| match table.get(field)? {
        Item::Value(Value::String(text)) => Some(text.value().clone()),
        Item::Value(Value::Datetime(date)) => Some(date.value().to_string()),
        item => item.get("value").and_then(Item::as_str).map(str::to_owned),
    })
}

/// Whether an entry of a list bears this name.
fn is_named(table: &dyn TableLike, name: &str) -> bool {
    name_of_entry(table).is_some_and(|own| own == name)
}

/// Parts of a path; a part in quotes may have dots.
pub(super) fn split(path: &str) -> Result<Vec<String>, EditError> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in path.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            _ => parts.last_mut().ok_or(EditError::EmptyPath)?.push(c),
        }
    }
    if parts.len() > 40 || parts.iter().any(|part| part.trim().is_empty()) {
        return Err(EditError::EmptyPath);
    }
    Ok(parts)
}

/// Somewhere in the document: an item with a header or key of its own, or a value inside a list or inline table.
pub(super) enum Place<'d> {
    Item(&'d mut Item),
    Value(&'d mut Value),
    Table(&'d mut dyn TableLike),
}

impl<'d> Place<'d> {
    pub(super) fn is_list(&self) -> bool {
        match self {
            Place::Item(item) => item.is_array() || item.is_array_of_tables(),
            Place::Value(value) => value.is_array(),
            Place::Table(_) => false,
        }
    }

    pub(super) fn into_table(self) -> Option<&'d mut dyn TableLike> {
        match self {
            Place::Item(item) => item.as_table_like_mut(),
            Place::Value(value) => value.as_inline_table_mut().map(|table| table as &mut dyn TableLike),
            Place::Table(table) => Some(table),
        }
    }

    /// Whether it is a table with this field.
    fn has(&self, name: &str) -> bool {
        match self {
            Place::Item(item) => item.as_table_like().is_some_and(|table| table.contains_key(name)),
            Place::Value(value) => value.as_inline_table().is_some_and(|table| table.contains_key(name)),
            Place::Table(table) => table.contains_key(name),
        }
    }

    /// The entry of a list with this name or number.
    pub(super) fn into_entry(self, part: &str) -> Option<Place<'d>> {
        let number = part.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match self {
            Place::Item(Item::ArrayOfTables(tables)) => {
                let named = tables.iter().position(|table| is_named(table, part)).or(number)?;
                tables.get_mut(named).map(|table| Place::Table(table))
            }
            Place::Item(Item::Value(Value::Array(list))) | Place::Value(Value::Array(list)) => {
                let is = |entry: &Value| entry.as_inline_table().is_some_and(|table| is_named(table, part));
                let named = list.iter().position(is).or(number)?;
                list.get_mut(named).map(Place::Value)
            }
            _ => None,
        }
    }

    /// One part further along the path.
    pub(super) fn step(self, part: &str, path: &[String]) -> Result<Place<'d>, EditError> {
        if self.is_list() {
            return self.into_entry(part).ok_or_else(|| unknown(path, Vec::new()));
        }
        let Some(table) = self.into_table() else {
            return Err(EditError::NoParts { path: path[..path.len() - 1].join(".") });
        };
        // What is inside a value is inside its wrapper too.
        let inside = !table.contains_key(part) && table.contains_key("value");
        let known: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
        let step =
            if inside { table.get_mut("value").and_then(|value| value.as_table_like_mut()) } else { Some(table) };
        let Some(item) = step.and_then(|table| table.get_mut(part)) else {
            return Err(unknown(path, known));
        };
        Ok(Place::Item(item))
    }
}

pub(super) fn unknown(path: &[String], known: Vec<String>) -> EditError {
    let last = path.last().map_or("", String::as_str);
    let similar = similar(last, known.iter().map(String::as_str));
    EditError::UnknownPath { path: clip(&path.join(".")), similar, known: known.into_iter().take(20).collect() }
}
