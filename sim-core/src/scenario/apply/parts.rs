//! Tables that are added, routes, closed stages and spending.

use std::ops::Range;

use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use super::conflict::Touch;
use super::problem::ApplyProblemKind;
use super::write::{date, table_of};
use super::{AppliedChange, When, Work};
use crate::scenario::Wording;
use crate::scenario::place::walk;
use crate::scenario::problem::similar;
use crate::scenario::units::clip;

impl Work<'_> {
    /// An intervention whose entries stand in the scenario would count double.
    pub(super) fn refuse_what_is_applied(&mut self) {
        for (position, one) in self.interventions.iter().enumerate() {
            if self.document.iter().any(|(_, item)| says_by(item, &one.name)) {
                self.problem(position, one.at.clone(), ApplyProblemKind::AppliedAlready);
            } else if one.cost.is_some() && self.stands(&["spending", &one.name]) {
                let kind = ApplyProblemKind::IsThere { path: format!("spending.{}", one.name), other: None };
                self.problem(position, one.at.clone(), kind);
            }
        }
    }

    fn stands(&self, path: &[&str]) -> bool {
        let mut item = Some(self.document.as_item());
        for part in path {
            item = item.and_then(|item| item.get(part));
        }
        item.is_some()
    }

    /// Puts the tables that interventions add at the end of their kind.
    pub(super) fn add_tables(&mut self) {
        for (position, one) in self.interventions.iter().enumerate() {
            for added in &one.added {
                let path = vec![added.table.clone(), added.name.clone()];
                let there = self.document.get(&added.table).and_then(|table| table.get(&added.name)).is_some();
                if there {
                    let other = self.ledger.inside(&path).next().map(|touch| touch.by.clone());
                    let kind = ApplyProblemKind::IsThere { path: path.join("."), other };
                    self.problem(position, added.at.clone(), kind);
                    continue;
                }
                let Some(inline) = added.value.parse::<Value>().ok().and_then(|value| match value {
                    Value::InlineTable(table) => Some(table),
                    _ => None,
                }) else {
                    let kind = ApplyProblemKind::BadValue { found: clip(&added.value) };
                    self.problem(position, added.at.clone(), kind);
                    continue;
                };
                let mut table = table_of(inline);
                spread_lists(&mut table);
                table.decor_mut().set_prefix(format!("\n# {}: {}\n", one.name, one.title.replace('\n', " ")));
                let kind = self.document.entry(&added.table).or_insert_with(|| {
                    let mut new = Table::new();
                    new.set_implicit(true);
                    Item::Table(new)
                });
                let Some(kind) = kind.as_table_like_mut() else { continue };
                kind.insert(&added.name, Item::Table(table));
                self.note(
                    position,
                    path,
                    "add",
                    None,
                    added.value.clone(),
                    When { from: None, until: None },
                    &added.at,
                );
            }
        }
    }

    /// Gives stages another list of where residents go.
    pub(super) fn reroute(&mut self) {
        let mut done: Vec<(String, String)> = Vec::new();
        for (position, one) in self.interventions.iter().enumerate() {
            let Some(when) = self.when(position).filter(|_| !one.rerouted.is_empty()) else { continue };
            for route in &one.rerouted {
                let stage = vec!["stages".to_owned(), route.stage.clone()];
                if !self.is_stage(position, &route.stage, &route.at) {
                    continue;
                }
                let next = [stage.clone(), vec!["next".to_owned()]].concat();
                let other = done.iter().find(|(done, _)| *done == route.stage).map(|(_, by)| by.clone());
                let other = other.or_else(|| self.ledger.inside(&next).next().map(|touch| touch.by.clone()));
                if let Some(other) = other {
                    let kind = ApplyProblemKind::ReroutedToo { stage: route.stage.clone(), other };
                    self.problem(position, route.at.clone(), kind);
                    continue;
                }
                if when.from.is_none() && self.stands(&["stages", &route.stage, "rerouted"]) {
                    let path = format!("stages.{}.rerouted", route.stage);
                    self.problem(position, route.at.clone(), ApplyProblemKind::InTheWay { path });
                    continue;
                }
                let Ok(Value::Array(list)) = route.next.parse::<Value>() else {
                    self.problem(position, route.at.clone(), ApplyProblemKind::BadValue { found: clip(&route.next) });
                    continue;
                };
                let list = on_lines(list);
                let before = super::find::text_at(&self.document, &next);
                let field = match when.from {
                    None => "next",
                    Some(_) => "rerouted",
                };
                let Some(table) = walk(&mut self.document, &stage).ok().and_then(|place| place.into_table()) else {
                    continue;
                };
                match when.from {
                    None => match table.get_mut("next") {
                        Some(next) => *next = Item::Value(Value::Array(list)),
                        None => {
                            table.insert("next", Item::Value(Value::Array(list)));
                        }
                    },
                    Some(from) => {
                        let mut entry = InlineTable::new();
                        entry.insert("from", date(from));
                        entry.insert("next", Value::Array(list));
                        entry.insert("by", Value::from(one.name.as_str()));
                        entry.fmt();
                        let mut only = Value::InlineTable(entry);
                        match table.get_mut("rerouted").and_then(Item::as_array_mut) {
                            Some(array) => array.push(only),
                            None => {
                                *only.decor_mut() = toml_edit::Decor::new(" ", " ");
                                let mut array = Array::new();
                                array.push_formatted(only);
                                table.insert("rerouted", Item::Value(Value::Array(array)));
                            }
                        }
                    }
                }
                done.push((route.stage.clone(), one.name.clone()));
                let path = [stage, vec![field.to_owned()]].concat();
                self.note(position, path, "reroute", before, route.next.clone(), when, &route.at);
            }
        }
    }

    /// Closes stages.
    pub(super) fn remove(&mut self) {
        for (position, one) in self.interventions.iter().enumerate() {
            let Some(when) = self.when(position).filter(|_| !one.removed.is_empty()) else { continue };
            for removal in &one.removed {
                let stage = vec!["stages".to_owned(), removal.stage.clone()];
                if !self.is_stage(position, &removal.stage, &removal.at) {
                    continue;
                }
                let inside: Vec<Touch> = self.ledger.inside(&stage).cloned().collect();
                for touch in &inside {
                    let (path, stage) = (touch.path.join("."), removal.stage.clone());
                    let kind = match touch.effect {
                        "remove" => ApplyProblemKind::Conflict {
                            path,
                            effect: "remove",
                            other: touch.by.clone(),
                            other_effect: "remove",
                        },
                        _ => ApplyProblemKind::InsideRemoved { path, stage, other: touch.by.clone() },
                    };
                    self.problem(position, removal.at.clone(), kind);
                }
                if !inside.is_empty() {
                    continue;
                }
                if self.stands(&["stages", &removal.stage, "closed_from"]) {
                    let path = format!("stages.{}.closed_from", removal.stage);
                    self.problem(position, removal.at.clone(), ApplyProblemKind::InTheWay { path });
                    continue;
                }
                let mut closed = InlineTable::new();
                closed.insert("from", date(when.from.unwrap_or(self.begin)));
                closed.insert("instead", Value::from(removal.instead.as_str()));
                closed.insert("by", Value::from(one.name.as_str()));
                closed.fmt();
                let Some(table) = walk(&mut self.document, &stage).ok().and_then(|place| place.into_table()) else {
                    continue;
                };
                table.insert("closed_from", Item::Value(Value::InlineTable(closed)));
                let after = removal.instead.clone();
                self.note(position, stage, "remove", None, after, when, &removal.at);
            }
        }
    }

    /// Writes down what the interventions cost.
    pub(super) fn spend(&mut self) {
        for one in self.interventions {
            let Some(cost) = &one.cost else { continue };
            let mut table = Table::new();
            table.insert("title", Item::Value(wording(&one.title)));
            for (name, spent) in [("once", &cost.once), ("per_year", &cost.per_year)] {
                if let Some(value) = spent.as_ref().and_then(|spent| spent.text.parse::<Value>().ok()) {
                    table.insert(name, Item::Value(value));
                }
            }
            if let super::Start::Date(from) = one.from {
                table.insert("from", Item::Value(date(from)));
            }
            let spending = self.document.entry("spending").or_insert_with(|| {
                let mut new = Table::new();
                new.set_implicit(true);
                Item::Table(new)
            });
            if let Some(spending) = spending.as_table_like_mut() {
                spending.insert(&one.name, Item::Table(table));
            }
        }
    }

    /// Takes the applied interventions out of the scenario, and says on top which they were.
    pub(super) fn clean_up(&mut self) {
        let named = |name: &str| self.interventions.iter().any(|one| one.name == name);
        let table = self.document.get_mut("interventions").and_then(Item::as_table_like_mut);
        let empty = table.is_some_and(|table| {
            let applied: Vec<String> =
                table.iter().map(|(name, _)| name.to_owned()).filter(|name| named(name)).collect();
            applied.iter().for_each(|name| drop(table.remove(name)));
            table.is_empty()
        });
        if empty {
            self.document.remove("interventions");
        }
    }

    fn is_stage(&mut self, position: usize, stage: &str, at: &Range<usize>) -> bool {
        let stages = self.document.get("stages").and_then(Item::as_table_like);
        let known: Vec<String> =
            stages.map(|stages| stages.iter().map(|(name, _)| name.to_owned()).collect()).unwrap_or_default();
        let there = known.iter().any(|name| name == stage);
        if !there {
            let similar = similar(stage, known.iter().map(String::as_str));
            let known = known.into_iter().take(20).collect();
            self.problem(position, at.clone(), ApplyProblemKind::UnknownStage { stage: clip(stage), similar, known });
        }
        there
    }

    #[expect(clippy::too_many_arguments, reason = "one line of what was done")]
    fn note(
        &mut self,
        position: usize,
        path: Vec<String>,
        effect: &'static str,
        before: Option<String>,
        after: String,
        when: When,
        at: &Range<usize>,
    ) {
        let by = self.interventions[position].name.clone();
        self.changes.push(AppliedChange {
            by: by.clone(),
            path: path.join("."),
            before,
            after: format!("{effect}: {after}"),
            from: when.from,
            until: None,
        });
        self.ledger.enter(Touch { position, by, path, effect, at: at.clone() });
    }
}

/// Whether an entry in it was written by this intervention.
fn says_by(item: &Item, name: &str) -> bool {
    let in_table = |table: &dyn TableLike| {
        table.get("by").and_then(Item::as_str) == Some(name) || table.iter().any(|(_, item)| says_by(item, name))
    };
    let in_value = |value: &Value| says_by(&Item::Value(value.clone()), name);
    match (item.as_table_like(), item.as_array(), item.as_array_of_tables()) {
        (Some(table), ..) => in_table(table),
        (_, Some(array), _) => array.iter().any(in_value),
        (.., Some(tables)) => tables.iter().any(|table| in_table(table)),
        _ => false,
    }
}

/// Lists of tables in a table that is added stand with an entry a line.
fn spread_lists(table: &mut Table) {
    for (_, item) in table.iter_mut() {
        if let Item::Value(Value::Array(array)) = item {
            *array = on_lines(array.clone());
        }
    }
}

fn on_lines(mut array: Array) -> Array {
    if array.len() > 1 && array.iter().all(Value::is_inline_table) {
        for entry in array.iter_mut() {
            entry.decor_mut().set_prefix("\n  ");
            entry.decor_mut().set_suffix("");
        }
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    } else {
        array.fmt();
        let last = array.len().saturating_sub(1);
        for (at, entry) in array.iter_mut().enumerate().filter(|(_, entry)| entry.is_inline_table()) {
            *entry.decor_mut() = toml_edit::Decor::new(" ", if at == last { " " } else { "" });
        }
    }
    array
}

/// Words for readers, as they are written in a scenario.
fn wording(words: &Wording) -> Value {
    match words.both() {
        None => Value::from(&**words),
        Some([en, nl]) => {
            let mut table = InlineTable::new();
            table.insert("en", en.into());
            table.insert("nl", nl.into());
            Value::InlineTable(table)
        }
    }
}
