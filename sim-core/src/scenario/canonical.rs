//! What of a scenario's text decides what is simulated, in one form: comments, layout, titles, remarks and the order of
//! tables make no difference.

use std::fmt::Write;

use toml::{Table, Value};

use super::grammar::{Kind, at_path};

/// What says nothing of the chain: for readers, or about how often and with which luck it is simulated.
const ASIDE: [&str; 8] =
    ["title", "description", "reporting", "seed", "replications", "precision", "interventions", "keten"];

/// A text in one form: two texts with the same form simulate the same. `None` where the text is not TOML.
pub(crate) fn canonical(text: &str) -> Option<String> {
    super::read::small_and_flat(text).ok()?;
    let mut top: Table = text.parse().ok()?;
    top.retain(|name, _| !ASIDE.contains(&name));
    let mut form = String::new();
    put_table(&top, &mut Vec::new(), &mut form);
    Some(form)
}

/// Writes a value that stands at a path.
fn put<'v>(value: &'v Value, path: &mut Vec<&'v str>, form: &mut String) {
    match value {
        Value::Table(table) => put_table(table, path, form),
        Value::Array(list) => {
            form.push('[');
            for entry in list {
                // Entries of lists are one step of a path, whatever they are called.
                path.push("1");
                put(entry, path, form);
                path.pop();
                form.push(',');
            }
            form.push(']');
        }
        // Each kind is written so that no two are alike: text in quotes, fractions with a point.
        Value::String(text) => write_to(form, format_args!("{text:?}")),
        Value::Integer(number) => write_to(form, format_args!("{number}")),
        Value::Float(number) => write_to(form, format_args!("{number:?}")),
        Value::Boolean(flag) => write_to(form, format_args!("{flag}")),
        Value::Datetime(date) => write_to(form, format_args!("{date}")),
    }
}

/// Writes a table by the order of its names; a value with nothing left beside it is that value.
fn put_table<'v>(table: &'v Table, path: &mut Vec<&'v str>, form: &mut String) {
    let kind = at_path(path.iter().copied());
    let left = || table.iter().filter(|(name, value)| !is_remark(kind.as_ref(), name, value));
    let is_value = matches!(kind, Some(Kind::One(_) | Kind::Count(..) | Kind::Choice(_) | Kind::OneOrTable(..)));
    if let (true, Some(value), 1) = (is_value, table.get("value"), left().count()) {
        return put(value, path, form);
    }
    form.push('{');
    for (name, value) in left() {
        write_to(form, format_args!("{name:?}="));
        path.push(name);
        put(value, path, form);
        path.pop();
        form.push(',');
    }
    form.push('}');
}

/// Whether a field only says something to readers. Where names are the user's own, none does.
fn is_remark(kind: Option<&Kind>, name: &str, value: &Value) -> bool {
    match kind {
        Some(Kind::Table(_) | Kind::OneOrTable(..)) => match name {
            "title" => value.is_str() || is_wording(value),
            _ => value.is_str() && name == "note",
        },
        Some(Kind::One(_) | Kind::Count(..) | Kind::Choice(_)) => value.is_str() && name == "note",
        _ => false,
    }
}

/// Whether it is a text in each language, as a title may be.
fn is_wording(value: &Value) -> bool {
    let texts = |table: &toml::Table| {
        table.len() == 2 && ["en", "nl"].iter().all(|lang| table.get(*lang).is_some_and(Value::is_str))
    };
    value.as_table().is_some_and(texts)
}

/// Writing to a text cannot fail.
fn write_to(form: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = form.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        keten = 1
        title = "one desk"
        seed = 4
        [classes.kind]
        note = "10 %"
        title = "rest"
        [teams.desk]
        title = "The desk"
        fte = { value = 4, note = "report" }
        [stages.talk]
        team = "desk"
        work = { lognormal = { mean = "1 hour", cv = 0.5 }, note = "A: guess" }
        next = [ { to = "done", share = { value = "80 %", note = "A" } }, { to = "away", share = "rest" } ]
    "#;

    fn form(text: &str) -> String {
        canonical(text).expect("TOML")
    }

    #[test]
    fn what_only_readers_see_makes_no_difference() {
        let other = r#"
            # The same, told otherwise.
            title = { en = "another title", nl = "een andere titel" }
            keten = 1
            replications = 7
            description = "one desk, and nothing else"
            stages.talk.next = [ { share = "80 %", to = "done" }, { share = "rest", to = "away" } ]
            stages.talk.work = { note = "S: measured", lognormal = { cv = 0.5, mean = "1 hour" } }
            stages.talk.team = "desk"
            teams.desk.fte = 4
            teams.desk.title = { en = "The desk", nl = "Het loket" }
            classes = { kind = { title = "rest", note = "10 %" } }
        "#;
        assert_eq!(form(TEXT), form(other));
    }

    #[test]
    fn whatever_is_simulated_makes_a_difference() {
        let changed = [
            ("mean = \"1 hour\"", "mean = \"2 hours\""),
            ("value = 4", "value = 5"),
            ("note = \"10 %\"", "note = \"20 %\""),
            ("title = \"rest\"", "titles = \"rest\""),
            ("title = \"The desk\"", "title = { en = \"The desk\", de = \"Der Schalter\" }"),
            ("80 %", "70 %"),
            ("to = \"done\"", "to = \"doen\""),
            ("[teams.desk]", "[teams.desk]\norganisation = \"town\""),
            ("[stages.talk]", "[stages.talks]"),
        ];
        for (from, to) in changed {
            let other = TEXT.replacen(from, to, 1);
            assert_ne!(TEXT, other, "{from}");
            assert_ne!(form(TEXT), form(&other), "{to}");
        }
    }

    #[test]
    fn what_is_no_toml_has_no_form() {
        assert_eq!(canonical("a = ["), None);
    }
}
