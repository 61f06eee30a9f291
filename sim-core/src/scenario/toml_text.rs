//! A value of TOML as text in one piece: what is written in one line stays as it is; tables with headers become inline ones.

use std::ops::Range;

use toml::de::DeValue;
use toml_edit::{Array, InlineTable, Key, Value};

/// The value as one piece of TOML.
pub(super) fn of(value: &DeValue<'_>, at: Range<usize>, text: &str) -> String {
    edit_value(value, at, text).to_string().trim().to_owned()
}

fn edit_value(value: &DeValue<'_>, at: Range<usize>, text: &str) -> Value {
    match value {
        DeValue::Array(entries) => {
            let mut array = Array::new();
            for entry in entries.iter() {
                array.push(edit_value(entry.get_ref(), entry.span(), text));
            }
            Value::Array(array)
        }
        DeValue::Table(fields) => {
            let mut table = InlineTable::new();
            for (key, field) in in_order(fields) {
                table.insert_formatted(&Key::new(key), edit_value(field.get_ref(), field.span(), text));
            }
            table.fmt();
            Value::InlineTable(table)
        }
        // A number keeps the form in which it is written.
        _ => match text.get(at).and_then(|text| text.parse::<Value>().ok()) {
            Some(value) => value,
            None => Value::from(value.as_str().unwrap_or_default()),
        },
    }
}

/// Fields in the order of the text.
fn in_order<'a, 't>(table: &'a toml::de::DeTable<'t>) -> Vec<(&'a str, &'a toml::Spanned<DeValue<'t>>)> {
    let mut fields: Vec<_> =
        table.iter().map(|(key, field)| (key.span().start, key.get_ref().as_ref(), field)).collect();
    fields.sort_by_key(|&(at, _, _)| at);
    fields.into_iter().map(|(_, key, field)| (key, field)).collect()
}
