//! Which parameters of a scenario a change is about: a path with `*`, narrowed by phase and class.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::scenario::grammar::{Kind, at_path};
use crate::scenario::intervention::Change;
use crate::scenario::place::{is_stage, split};
use crate::scenario::problem::similar;
use crate::scenario::units::clip;

use super::problem::ApplyProblemKind;

/// Fields of a table of which the names are those of the language: `*` stands for none of these.
const NOT_NAMES: [&str; 4] = ["class", "note", "title", "description"];

/// A parameter that a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// Its path, without `*`.
    pub(super) path: Vec<String>,
    /// Whether it stands in the text.
    pub(super) there: bool,
    /// Found by its own name, so that what does not fit it is told and not passed over.
    pub(super) exact: bool,
    /// The value for everybody that a new one for a class is a copy of.
    pub(super) copy_of: Option<Vec<String>>,
}

/// The parameters of a change, in the order of the text; none where the change may be passed over.
pub(super) fn targets(document: &DocumentMut, change: &Change) -> Result<Vec<Target>, ApplyProblemKind> {
    let mut found: Vec<Target> = Vec::new();
    let mut missing = None;
    for pattern in &change.paths {
        let parts = split(pattern).map_err(|_| ApplyProblemKind::BadPath { path: clip(pattern) })?;
        let mut search = Search { document, change, parts: &parts, found: Vec::new(), missing: None };
        search.at(Node::Item(document.as_item()), 0, &mut Vec::new());
        missing = missing.or(search.missing);
        for target in search.found {
            if !found.iter().any(|other| other.path == target.path) {
                found.push(target);
            }
        }
    }
    if found.is_empty() && !change.optional {
        let only = change.paths.len() == 1 && !change.paths[0].contains('*');
        return Err(match missing.filter(|_| only) {
            Some(missing) => missing,
            None => ApplyProblemKind::NothingMatches {
                paths: change.paths.iter().map(|path| clip(path)).collect(),
                phase: change.phase,
                class: change.class.clone(),
            },
        });
    }
    Ok(found)
}

/// Somewhere in the text.
#[derive(Clone, Copy)]
enum Node<'d> {
    Item(&'d Item),
    Value(&'d Value),
    Table(&'d dyn TableLike),
}

impl<'d> Node<'d> {
    fn table(self) -> Option<&'d dyn TableLike> {
        match self {
            Node::Item(item) => item.as_table_like(),
            Node::Value(value) => value.as_inline_table().map(|table| table as &dyn TableLike),
            Node::Table(table) => Some(table),
        }
    }

    /// The entries of a list, each with its name and number.
    fn entries(self, list: &str) -> Option<Vec<(String, Node<'d>)>> {
        let nodes: Vec<Node<'d>> = match self {
            Node::Item(Item::ArrayOfTables(tables)) => tables.iter().map(|table| Node::Table(table)).collect(),
            Node::Item(Item::Value(Value::Array(array))) | Node::Value(Value::Array(array)) => {
                array.iter().map(Node::Value).collect()
            }
            _ => return None,
        };
        let by = match list {
            "next" => "to",
            "attempts" => "by",
            "dated" | "ramp" | "surges" | "rerouted" => "from",
            _ => "",
        };
        let name = |node: Node<'d>| match node.table()?.get(by)? {
            Item::Value(Value::String(text)) => Some(text.value().clone()),
            Item::Value(Value::Datetime(date)) => Some(date.value().to_string()),
            item => item.get("value").and_then(Item::as_str).map(str::to_owned),
        };
        let names: Vec<Option<String>> = nodes.iter().map(|&node| name(node)).collect();
        let once = |wanted: &str| names.iter().filter(|name| name.as_deref() == Some(wanted)).count() == 1;
        let named = nodes.iter().zip(&names).enumerate().map(|(at, (&node, name))| {
            let number = (at + 1).to_string();
            (name.clone().filter(|name| once(name)).unwrap_or(number), node)
        });
        Some(named.collect())
    }
}

/// What stands at a path without `*`.
fn node_at<'d>(document: &'d DocumentMut, path: &[String]) -> Option<Node<'d>> {
    let mut node = Node::Item(document.as_item());
    for (at, part) in path.iter().enumerate() {
        let list = at.checked_sub(1).map_or("", |before| path[before].as_str());
        node = match node.entries(list) {
            Some(entries) => entries.into_iter().find(|(name, _)| name == part)?.1,
            None => {
                let table = node.table()?;
                let inner = || table.get("value")?.as_table_like()?.get(part);
                Node::Item(table.get(part).or_else(inner)?)
            }
        };
    }
    Some(node)
}

/// What stands at a path, in one line.
pub(super) fn text_at(document: &DocumentMut, path: &[String]) -> Option<String> {
    let text = match node_at(document, path)? {
        Node::Item(Item::Value(value)) | Node::Value(value) => value.to_string(),
        node => {
            let table = node.table()?;
            let fields: Vec<String> =
                table.iter().map(|(name, item)| format!("{name} = {}", item.to_string().trim())).collect();
            format!("{{ {} }}", fields.join(", "))
        }
    };
    Some(text.split_whitespace().collect::<Vec<&str>>().join(" "))
}

/// What stands at a path as a value of its own, wherever it stands.
pub(super) fn value_at(document: &DocumentMut, path: &[String]) -> Option<Value> {
    match node_at(document, path)? {
        Node::Item(item) => item.clone().into_value().ok(),
        Node::Value(value) => Some(value.clone()),
        Node::Table(table) => {
            let mut inline = toml_edit::InlineTable::new();
            for (name, item) in table.iter() {
                inline.insert(name, item.clone().into_value().ok()?);
            }
            Some(Value::InlineTable(inline))
        }
    }
}

struct Search<'d> {
    document: &'d DocumentMut,
    change: &'d Change,
    parts: &'d [String],
    found: Vec<Target>,
    /// Where a path without `*` first leads nowhere.
    missing: Option<ApplyProblemKind>,
}

impl<'d> Search<'d> {
    fn at(&mut self, node: Node<'d>, depth: usize, path: &mut Vec<String>) {
        if is_stage(path) && !self.in_phase(node) {
            return;
        }
        let Some(part) = self.parts.get(depth) else {
            return self.take(path);
        };
        if let Some(entries) = node.entries(path.last().map_or("", String::as_str)) {
            let fits = |at: usize, name: &str| matches(part, name) || part.parse() == Ok(at + 1);
            let fitting: Vec<(String, Node<'d>)> = entries
                .into_iter()
                .enumerate()
                .filter(|(at, (name, _))| fits(*at, name))
                .map(|(_, entry)| entry)
                .collect();
            if fitting.is_empty() {
                self.nothing_there(path, part, Vec::new());
            }
            for (name, entry) in fitting {
                self.down(entry, depth + 1, path, name);
            }
            return;
        }
        let Some(table) = node.table() else {
            return self.nothing_there(path, part, Vec::new());
        };
        if is_stage(path) && part == "steps" && !table.contains_key("steps") {
            // A stage of one step that is written without `steps`.
            if self.parts.get(depth + 1).is_some_and(|number| matches(number, "1")) {
                self.at(node, depth + 2, path);
            }
            return;
        }
        let inside = !part.contains('*') && !table.contains_key(part);
        let inner = table.get("value").filter(|value| inside && value.is_table_like());
        if let Some(inner) = inner {
            return self.at(Node::Item(inner), depth, path);
        }
        let fitting: Vec<(String, &'d Item)> = table
            .iter()
            .filter(|(name, _)| *name == part || (matches(part, name) && !NOT_NAMES.contains(name)))
            .map(|(name, item)| (name.to_owned(), item))
            .collect();
        if fitting.is_empty() {
            let mut known: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
            let parent = at_path(path.iter().map(String::as_str));
            let last = depth + 1 == self.parts.len();
            if last && matches!(parent, Some(Kind::Named(_))) && !part.contains('*') {
                // A table under a name of its own, such as one more signal.
                let own = path.iter().chain([part]).cloned().collect();
                self.found.push(Target { path: own, there: false, exact: self.is_exact(), copy_of: None });
            }
            if let Some(Kind::Table(grammar) | Kind::OneOrTable(_, grammar)) = parent {
                if last && grammar.field(part).is_some() {
                    path.push(part.clone());
                    self.take_absent(path);
                    path.pop();
                }
                known.extend(grammar.names().map(str::to_owned));
                known.sort();
                known.dedup();
            }
            self.nothing_there(path, part, known);
        }
        for (name, item) in fitting {
            self.down(Node::Item(item), depth + 1, path, name);
        }
    }

    fn down(&mut self, node: Node<'d>, depth: usize, path: &mut Vec<String>, name: String) {
        path.push(name);
        self.at(node, depth, path);
        path.pop();
    }

    fn in_phase(&self, stage: Node<'d>) -> bool {
        let Some(phase) = self.change.phase else { return true };
        let own = stage.table().and_then(|table| table.get("phase"));
        own.and_then(|own| own.as_str().or_else(|| own.get("value")?.as_str())) == Some(phase.name())
    }

    fn is_exact(&self) -> bool {
        self.change.paths.len() == 1 && !self.parts.iter().any(|part| part.contains('*'))
    }

    fn nothing_there(&mut self, path: &[String], part: &str, known: Vec<String>) {
        let full = path.iter().map(String::as_str).chain([part]).collect::<Vec<&str>>().join(".");
        let similar = similar(part, known.iter().map(String::as_str));
        let known = known.into_iter().take(20).collect();
        self.missing.get_or_insert(ApplyProblemKind::UnknownPath { path: clip(&full), similar, known });
    }

    /// A parameter that is there: its value for everybody, and those for classes.
    fn take(&mut self, path: &[String]) {
        if self.change.phase.is_some() && path.first().is_none_or(|first| first != "stages") {
            return;
        }
        let exact = self.is_exact();
        let classes = self.classes(path);
        let target = |path: Vec<String>, there, copy_of| Target { path, there, exact, copy_of };
        match &self.change.class {
            None => {
                self.found.push(target(path.to_vec(), true, None));
                self.found.extend(classes.into_iter().map(|(_, path)| target(path, true, None)));
            }
            Some(class) => {
                let has = |level: &str, class: &str| level.split('+').any(|part| part == class);
                if let Some(axis) = self.axis_of(class).filter(|_| !classes.iter().any(|(level, _)| level == class)) {
                    let copy_of = Some(path.to_vec());
                    self.found.push(target(of_class(path, class), false, copy_of));
                    // Who is of another class too, with a value of its own, gets that value, changed.
                    for (level, own) in &classes {
                        let both = format!("{level}+{class}");
                        let known = classes
                            .iter()
                            .any(|(other, _)| has(other, class) && level.split('+').all(|part| has(other, part)));
                        if !known && !level.split('+').any(|part| axis.contains_key(part)) {
                            self.found.push(target(of_class(path, &both), false, Some(own.clone())));
                        }
                    }
                }
                let of_it = classes.into_iter().filter(|(level, _)| has(level, class));
                self.found.extend(of_it.map(|(_, path)| target(path, true, None)));
            }
        }
    }

    /// A parameter that is not there itself; it may be there for classes.
    fn take_absent(&mut self, path: &[String]) {
        let exact = self.is_exact();
        let by_class = self.classes(path);
        let class = self.change.class.as_deref();
        let named = |level: &str| class.is_none_or(|class| level.split('+').any(|part| part == class));
        let of_it: Vec<Vec<String>> =
            by_class.into_iter().filter(|(level, _)| named(level)).map(|(_, path)| path).collect();
        if exact && of_it.is_empty() {
            let path = class.map_or(path.to_vec(), |class| of_class(path, class));
            self.found.push(Target { path, there: false, exact, copy_of: None });
        }
        self.found.extend(of_it.into_iter().map(|path| Target { path, there: true, exact, copy_of: None }));
    }

    /// The axis of which a class is a level.
    fn axis_of(&self, class: &str) -> Option<&'d dyn TableLike> {
        let axes = self.document.get("classes").and_then(Item::as_table_like)?;
        axes.iter().filter_map(|(_, levels)| levels.as_table_like()).find(|levels| levels.contains_key(class))
    }

    /// The values for classes beside a parameter: level and path.
    fn classes(&self, path: &[String]) -> Vec<(String, Vec<String>)> {
        let Some((field, parent)) = path.split_last() else { return Vec::new() };
        if parent.iter().any(|part| part == "class") {
            return Vec::new();
        }
        let Some(table) = node_at(self.document, parent).and_then(Node::table) else { return Vec::new() };
        let Some(levels) = table.get("class").and_then(Item::as_table_like) else { return Vec::new() };
        let with_it = levels.iter().filter(|(_, own)| own.as_table_like().is_some_and(|own| own.contains_key(field)));
        with_it.map(|(level, _)| (level.to_owned(), of_class(path, level))).collect()
    }
}

/// The path of the same parameter for a class.
fn of_class(path: &[String], level: &str) -> Vec<String> {
    let mut own = path.to_vec();
    let at = own.len().saturating_sub(1);
    own.splice(at..at, ["class".to_owned(), level.to_owned()]);
    own
}

/// Whether a name fits a part of a path, in which `*` stands for any signs.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == name };
    let Some(rest) = name.strip_prefix(before) else { return false };
    let starts = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    starts.into_iter().any(|at| matches(after, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_signs() {
        assert!(matches("*", "talk") && matches("*", ""));
        assert!(matches("*talk", "first_talk") && matches("first_*", "first_talk") && matches("f*t*k", "first_talk"));
        assert!(!matches("*talk", "talks") && !matches("talk", "first_talk"));
    }
}
