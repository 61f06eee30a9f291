//! Sums on a value in the text, for changes that hold from the beginning on where a value cannot change by date.

use toml_edit::{InlineTable, Value};

/// A value times a factor; both may be ranges, but not both at once.
pub(super) fn times(value: &Value, factor: &Value) -> Option<Value> {
    if let Some(range) = factor.as_inline_table() {
        let mut scaled = InlineTable::new();
        for name in ["low", "likely", "high"] {
            scaled.insert(name, scale(value, number_of_factor(range.get(name)?)?)?);
        }
        return (range.iter().all(|(name, _)| matches!(name, "low" | "likely" | "high" | "note")))
            .then_some(Value::InlineTable(scaled));
    }
    each(value, &|one| scale(one, number_of_factor(factor)?))
}

/// A value and another in the same unit.
pub(super) fn plus(value: &Value, more: &Value) -> Option<Value> {
    each(value, &|one| {
        let ((a, unit), (b, other)) = (quantity(one)?, quantity(more)?);
        (unit == other).then(|| with_unit(a + b, &unit, one))
    })
}

/// Works on a single value, or on each bound of a range.
fn each(value: &Value, work: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
    let Some(table) = value.as_inline_table() else { return work(value) };
    if table.contains_key("value") || !table.contains_key("likely") {
        return None;
    }
    let mut all = table.clone();
    for name in ["low", "likely", "high"] {
        let worked = work(table.get(name)?)?;
        *all.get_mut(name)? = worked;
    }
    Some(Value::InlineTable(all))
}

fn scale(value: &Value, factor: f64) -> Option<Value> {
    let (number, unit) = quantity(value)?;
    Some(with_unit(number * factor, &unit, value))
}

fn number_of_factor(factor: &Value) -> Option<f64> {
    let (number, unit) = quantity(factor)?;
    match unit.as_str() {
        "" => Some(number),
        "%" => Some(number / 100.0),
        _ => None,
    }
}

/// A number and the unit behind it.
fn quantity(value: &Value) -> Option<(f64, String)> {
    match value {
        Value::Integer(whole) => Some((*whole.value() as f64, String::new())),
        Value::Float(number) => Some((*number.value(), String::new())),
        Value::String(text) => {
            let text = text.value().trim();
            let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))).unwrap_or(text.len());
            let number = text[..end].replace(',', ".").parse::<f64>().ok()?;
            Some((number, text[end..].trim().to_owned()))
        }
        _ => None,
    }
}

/// The number with its unit; whole where the value was, and without the dust of binary fractions.
fn with_unit(number: f64, unit: &str, like: &Value) -> Value {
    let clean = format!("{number:.9}").parse::<f64>().unwrap_or(number);
    match (unit, like) {
        ("", Value::Integer(_)) => Value::from(clean.round() as i64),
        ("", Value::String(_)) => Value::from(clean.to_string()),
        ("", _) => Value::from(clean),
        _ => Value::from(format!("{clean} {unit}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        text.parse().expect("a value of TOML")
    }

    #[test]
    fn a_value_keeps_its_unit() {
        let product = |a: &str, b: &str| times(&value(a), &value(b)).map(|v| v.to_string().trim().to_owned());
        assert_eq!(product("\"2 hours\"", "\"60 %\"").as_deref(), Some("\"1.2 hours\""));
        assert_eq!(product("14", "0.5").as_deref(), Some("7"));
        assert_eq!(product("0.1", "3").as_deref(), Some("0.3"));
        assert_eq!(
            product("{ low = \"10 %\", likely = \"20 %\", high = \"30 %\" }", "0.5").as_deref(),
            Some("{ low = \"5 %\", likely = \"10 %\", high = \"15 %\" }")
        );
        assert_eq!(
            product("10", "{ low = 0.5, likely = 1, high = 2 }").as_deref(),
            Some("{ low = 5, likely = 10, high = 20 }")
        );
        assert_eq!(product("\"rest\"", "2"), None);
        assert_eq!(plus(&value("\"2 hours\""), &value("\"1 hour\"")).map(|v| v.to_string()), None);
        assert_eq!(plus(&value("4"), &value("2")).map(|v| v.to_string()).as_deref(), Some("6"));
    }
}
