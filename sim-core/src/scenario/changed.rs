//! What differs between two scenario files, by path and value: the answer to "what did you change?".

use toml::de::{DeTable, DeValue};

use super::read::small_and_flat;
use super::units::clip;

/// What says nothing of how the chain is: remarks and names on the screen.
const REMARKS: [&str; 3] = ["note", "title", "description"];
/// Fields by which entries of a list are known, as in the paths of `set`.
const NAMES: [&str; 3] = ["to", "from", "by"];

/// One difference: a value that is another, or that only one of the two has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Path, as [`set`](super::set) takes it.
    pub path: String,
    /// The value in the first; `None` where it has none.
    pub before: Option<String>,
    /// The value in the second; `None` where it has none.
    pub after: Option<String>,
}

/// What differs between two scenarios, in the order of paths. Remarks, titles, comments and layout do not count, nor
/// does the order of tables.
///
/// A table or list entry that only one of the two has is one difference. Texts that are not TOML have none.
///
/// # Examples
/// ```
/// let before = "[teams.desk]\nworkers = 3 # for now\n";
/// let after = "teams.desk = { workers = { value = 4, note = \"report\" } }\n";
/// let changed = sim_core::scenario::changed(before, after);
/// assert_eq!(changed[0].path, "teams.desk.workers");
/// assert_eq!((changed[0].before.as_deref(), changed[0].after.as_deref()), (Some("3"), Some("4")));
/// ```
pub fn changed(before: &str, after: &str) -> Vec<Changed> {
    let mut all = Vec::new();
    if [before, after].iter().all(|text| small_and_flat(text).is_ok())
        && let (Ok(before), Ok(after)) = (DeTable::parse(before), DeTable::parse(after))
    {
        tables("", before.get_ref(), after.get_ref(), &mut all);
    }
    all
}

fn tables(path: &str, before: &DeTable<'_>, after: &DeTable<'_>, all: &mut Vec<Changed>) {
    let mut names: Vec<&str> = before.keys().chain(after.keys()).map(|name| name.get_ref().as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    // What is said to readers of a briefing stands at the top only.
    let for_readers = |name: &str| REMARKS.contains(&name) || path.is_empty() && name == "reporting";
    for name in names.into_iter().filter(|name| !for_readers(name)) {
        values(&join(path, name), field(before, name), field(after, name), all);
    }
}

fn values(path: &str, before: Option<&DeValue<'_>>, after: Option<&DeValue<'_>>, all: &mut Vec<Changed>) {
    match (before.map(bare), after.map(bare)) {
        (Some(DeValue::Table(before)), Some(DeValue::Table(after))) => tables(path, before, after, all),
        (Some(DeValue::Array(before)), Some(DeValue::Array(after))) => {
            let (names_before, names_after) = (names_of(before), names_of(after));
            let at = |list: &'_ [String], name: &String| list.iter().position(|other| other == name);
            for (number, name) in names_before.iter().enumerate() {
                let other = at(&names_after, name).map(|other| after[other].get_ref());
                values(&join(path, name), Some(before[number].get_ref()), other, all);
            }
            for (number, name) in names_after.iter().enumerate() {
                if at(&names_before, name).is_none() {
                    values(&join(path, name), None, Some(after[number].get_ref()), all);
                }
            }
        }
        (before, after) => {
            let (before, after) = (before.map(plain), after.map(plain));
            if before != after {
                all.push(Changed { path: path.to_owned(), before, after });
            }
        }
    }
}

/// The names of the entries of a list: where they lead or from when they hold; their numbers where not all have one of their own.
fn names_of(list: &[toml::Spanned<DeValue<'_>>]) -> Vec<String> {
    let name = |entry: &DeValue<'_>| NAMES.iter().find_map(|name| Some(plain(field(entry.as_table()?, name)?)));
    let names: Option<Vec<String>> = list.iter().map(|entry| name(entry.get_ref())).collect();
    let distinct = |names: &Vec<String>| names.iter().collect::<std::collections::BTreeSet<_>>().len() == names.len();
    names.filter(distinct).unwrap_or_else(|| (1..=list.len()).map(|number| number.to_string()).collect())
}

/// A value without the wrapper that only adds a remark.
fn bare<'v, 'i>(value: &'v DeValue<'i>) -> &'v DeValue<'i> {
    match value.as_table() {
        Some(table) if table.keys().all(|name| ["value", "note"].contains(&name.get_ref().as_ref())) => {
            field(table, "value").unwrap_or(value)
        }
        _ => value,
    }
}

fn field<'v, 'i>(table: &'v DeTable<'i>, name: &str) -> Option<&'v DeValue<'i>> {
    table.get(name).map(toml::Spanned::get_ref)
}

/// A value on one line, without remarks.
fn plain(value: &DeValue<'_>) -> String {
    let text = match bare(value) {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(list) => {
            let entries: Vec<String> = list.iter().map(|entry| plain(entry.get_ref())).collect();
            format!("[{}]", entries.join(", "))
        }
        DeValue::Table(table) => {
            let says = table.iter().filter(|(name, _)| !REMARKS.contains(&name.get_ref().as_ref()));
            let entries: Vec<String> =
                says.map(|(name, value)| format!("{} = {}", name.get_ref(), plain(value.get_ref()))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    };
    clip(&text)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(before: &str, after: &str) -> Vec<String> {
        let of = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        changed(before, after)
            .into_iter()
            .map(|one| format!("{}: {} → {}", one.path, of(one.before), of(one.after)))
            .collect()
    }

    #[test]
    fn only_what_says_how_the_chain_is_counts() {
        let before = "title = \"a\"\n[teams.desk]\nworkers = 3\n[stages.talk]\nwork = \"1 hour\"\n";
        let after = "[stages.talk]\nwork = { value = \"1 hour\", note = \"A\" } # remark\n[teams.desk]\nworkers = 3\n";
        assert_eq!(lines(before, after), [""; 0]);
    }

    #[test]
    fn entries_of_lists_are_known_by_name() {
        let before = r#"stages.talk.next = [ { to = "plan", share = "80 %" }, { to = "advice", share = "rest" } ]"#;
        let after = r#"stages.talk.next = [ { to = "advice", share = "rest" }, { to = "plan", share = "70 %" }, { to = "home" } ]"#;
        assert_eq!(
            lines(before, after),
            ["stages.talk.next.plan.share: 80 % → 70 %", "stages.talk.next.home: – → { to = home }"]
        );
    }

    #[test]
    fn what_one_of_the_two_lacks_is_one_difference() {
        let before = "[stages.talk]\nteam = \"desk\"\n[stages.talk.patience]\nexponential = { mean = \"3 days\" }\n";
        let after = "[stages.talk]\nteam = \"desk\"\n";
        assert_eq!(lines(before, after), ["stages.talk.patience: { exponential = { mean = 3 days } } → –"]);
    }
}
