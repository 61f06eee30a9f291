//! Writing a change into the text of a scenario: an entry of `dated` or `ramp` beside a value, or another value.

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::scenario::edit::{is_value, replace};
use crate::scenario::place::{Place, walk};

/// An entry of `dated` or `ramp`.
pub(super) struct Entry {
    /// `value`, `times` or `plus`.
    pub(super) field: &'static str,
    /// What stands behind it.
    pub(super) value: Value,
    pub(super) from: Date,
    /// Where an even change is to be done; without it the entry is one of `dated`.
    pub(super) until: Option<Date>,
    /// The intervention.
    pub(super) by: String,
}

impl Entry {
    fn list(&self) -> &'static str {
        if self.until.is_some() { "ramp" } else { "dated" }
    }

    fn table(&self) -> InlineTable {
        let mut table = InlineTable::new();
        table.insert("from", date(self.from));
        if let Some(until) = self.until {
            table.insert("until", date(until));
        }
        table.insert(self.field, self.value.clone());
        table.insert("by", Value::from(self.by.as_str()));
        table.fmt();
        table
    }
}

/// A date of TOML.
pub(super) fn date(date: Date) -> Value {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or_default();
    Value::from(Datetime {
        date: Some(toml_edit::Date { year, month: part(date.month()), day: part(date.day()) }),
        time: None,
        offset: None,
    })
}

fn date_of(entry: &dyn TableLike) -> Option<Date> {
    let date = entry.get("from")?.as_datetime()?.date?;
    Date::new(i16::try_from(date.year).ok()?, date.month as i8, date.day as i8).ok()
}

/// Puts an entry beside a value. `None` where no value stands that can have one.
pub(super) fn add_entry(document: &mut DocumentMut, path: &[String], entry: &Entry) -> Option<()> {
    match walk(document, path).ok()? {
        Place::Item(Item::Value(value)) | Place::Value(value) => put_entry(wrapped(value)?, entry),
        Place::Item(item) => put_entry(item.as_table_like_mut().filter(|table| is_value(*table))?, entry),
        Place::Table(table) => put_entry(is_value(table).then_some(table)?, entry),
    }
}

/// The table form of a value; a single value becomes `{ value = … }`.
fn wrapped(value: &mut Value) -> Option<&mut InlineTable> {
    if matches!(value, Value::String(_) | Value::Integer(_) | Value::Float(_)) {
        let decor = value.decor().clone();
        let mut single = value.clone();
        *single.decor_mut() = toml_edit::Decor::default();
        let mut table = InlineTable::new();
        table.insert("value", single);
        table.fmt();
        *table.decor_mut() = decor;
        *value = Value::InlineTable(table);
    }
    value.as_inline_table_mut().filter(|table| is_value(*table))
}

fn put_entry(table: &mut dyn TableLike, entry: &Entry) -> Option<()> {
    let list = entry.list();
    match table.get_mut(list) {
        None => {
            let mut array = Array::new();
            let mut only = Value::InlineTable(entry.table());
            *only.decor_mut() = toml_edit::Decor::new(" ", " ");
            array.push_formatted(only);
            let inline = table.iter().all(|(_, item)| item.is_value());
            table.insert(list, Item::Value(Value::Array(array)));
            if inline {
                tidy_end(table, list);
            }
        }
        Some(Item::Value(Value::Array(array))) => {
            let entries = array.iter().map(|one| one.as_inline_table().map(|one| one as &dyn TableLike)).collect();
            match where_to(entries, entry) {
                Spot::Before(at) => insert_in_line(array, at, entry.table()),
                Spot::InsteadOf(at) => {
                    let old = array.get_mut(at)?;
                    let decor = old.decor().clone();
                    *old = Value::InlineTable(entry.table());
                    *old.decor_mut() = decor;
                }
            }
        }
        Some(Item::ArrayOfTables(tables)) => {
            let entries = tables.iter().map(|one| Some(one as &dyn TableLike)).collect();
            let spot = where_to(entries, entry);
            let new = table_of(entry.table());
            let mut all: Vec<Table> = tables.iter().cloned().collect();
            match spot {
                Spot::Before(at) => all.insert(at, new),
                Spot::InsteadOf(at) => *all.get_mut(at)? = new,
            }
            *tables = ArrayOfTables::from_iter(all);
        }
        Some(_) => return None,
    }
    Some(())
}

/// The last field of an inline table has the space before the brace; what was last before has none.
fn tidy_end(table: &mut dyn TableLike, last: &str) {
    let spaced = |value: &mut Value, suffix: &str| {
        if value.decor().suffix().and_then(|raw| raw.as_str()).is_none_or(|raw| raw.trim().is_empty()) {
            value.decor_mut().set_suffix(suffix);
        }
    };
    for (name, item) in table.iter_mut() {
        if let Item::Value(value) = item {
            let prefix = value.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or(" ").to_owned();
            value.decor_mut().set_prefix(prefix);
            spaced(value, if name.get() == last { " " } else { "" });
        }
    }
}

fn insert_in_line(array: &mut Array, at: usize, entry: InlineTable) {
    let mut new = Value::InlineTable(entry);
    let old = array.get(at.min(array.len().saturating_sub(1))).map(|one| one.decor().clone());
    if at >= array.len() {
        // The last one has the space before the bracket.
        let end = old.as_ref().and_then(|old| old.suffix()).and_then(|raw| raw.as_str()).unwrap_or(" ").to_owned();
        if let Some(last) = array.get_mut(at.saturating_sub(1)) {
            last.decor_mut().set_suffix("");
        }
        *new.decor_mut() = toml_edit::Decor::new(" ", end);
    } else if let Some(old) = old {
        let prefix = old.prefix().and_then(|raw| raw.as_str()).unwrap_or(" ").to_owned();
        *new.decor_mut() = toml_edit::Decor::new(prefix, "");
        if let Some(next) = array.get_mut(at) {
            next.decor_mut().set_prefix(" ");
        }
    }
    array.insert_formatted(at, new);
}

enum Spot {
    Before(usize),
    InsteadOf(usize),
}

/// Where an entry belongs among others, which stand in the order of dates. A new value takes the place of one of the same date.
fn where_to(entries: Vec<Option<&dyn TableLike>>, new: &Entry) -> Spot {
    let from = |at: usize| entries.get(at).copied().flatten().and_then(date_of);
    let same = |at: &usize| {
        let one = entries.get(*at).copied().flatten();
        from(*at) == Some(new.from) && one.is_some_and(|one| one.contains_key("value"))
    };
    if let Some(at) = (0..entries.len()).find(same).filter(|_| new.field == "value" && new.until.is_none()) {
        return Spot::InsteadOf(at);
    }
    let later = (0..entries.len()).find(|&at| from(at).is_some_and(|from| from > new.from));
    Spot::Before(later.unwrap_or(entries.len()))
}

/// An inline table as one with a line for each field.
pub(super) fn table_of(inline: InlineTable) -> Table {
    let mut table = inline.into_table();
    for (mut key, item) in table.iter_mut() {
        key.leaf_decor_mut().clear();
        if let Item::Value(value) = item {
            value.decor_mut().clear();
        }
    }
    table
}

/// Gives a parameter another value; its note stays.
pub(super) fn put_value(document: &mut DocumentMut, path: &[String], new: Value) -> Option<()> {
    let (last, parent) = path.split_last()?;
    match walk(document, path) {
        Ok(Place::Item(item)) => replace(item, new),
        Ok(Place::Value(value)) => *value = new,
        Ok(Place::Table(_)) => return None,
        Err(_) => {
            let table = table_at(document, parent)?;
            table.insert(last, Item::Value(new));
        }
    }
    Some(())
}

/// What was said of the source of a value does not hold of the one in its place: that comes from an intervention.
pub(super) fn put_note(document: &mut DocumentMut, path: &[String], by: &str) {
    let table = walk(document, path).ok().and_then(Place::into_table);
    if let Some(Item::Value(note)) = table.and_then(|table| table.get_mut("note")) {
        let decor = note.decor().clone();
        *note = Value::from(by);
        *note.decor_mut() = decor;
    }
}

/// The table at a path; those of `class.LEVEL` that are not there are made.
pub(super) fn table_at<'d>(document: &'d mut DocumentMut, path: &[String]) -> Option<&'d mut dyn TableLike> {
    let class = path.iter().position(|part| part == "class");
    let before = class.map_or(path, |class| &path[..class]);
    let place = walk(document, before).ok()?;
    let inline = matches!(place, Place::Value(_) | Place::Item(Item::Value(_)));
    let mut table = place.into_table()?;
    for part in &path[before.len()..] {
        let new = || {
            if inline {
                let mut dotted = InlineTable::new();
                dotted.set_dotted(true);
                return Item::Value(Value::InlineTable(dotted));
            }
            let mut dotted = Table::new();
            dotted.set_dotted(true);
            Item::Table(dotted)
        };
        if !table.contains_key(part) {
            table.insert(part, new());
        }
        table = table.get_mut(part)?.as_table_like_mut()?;
    }
    Some(table)
}
