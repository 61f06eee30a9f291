//! The names of a scenario, collected before anything else is read, so that tables may stand in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::scenario::LevelRef;
use crate::scenario::problem::{NameOf, ProblemKind, similar};
use crate::scenario::units::clip;

/// Longest name, in characters.
const LONGEST_NAME: usize = 100;

/// All names, each list in the order of names.
#[derive(Debug, Default)]
pub(super) struct Names {
    stages: Vec<String>,
    teams: Vec<String>,
    ends: Vec<String>,
    calendars: Vec<String>,
    streams: Vec<String>,
    pools: Vec<String>,
    axes: Vec<String>,
    clocks: Vec<String>,
    amounts: Vec<String>,
    levels: Vec<String>,
    level_refs: BTreeMap<String, LevelRef>,
}

fn keys(tree: &DeTable<'_>, table: &str) -> Vec<String> {
    let table = tree.get(table).and_then(|value| value.get_ref().as_table());
    table.map(|table| table.keys().map(|key| key.get_ref().to_string()).collect()).unwrap_or_default()
}

impl Names {
    pub(super) fn collect(tree: &DeTable<'_>) -> Names {
        let mut ends: BTreeSet<String> = keys(tree, "ends").into_iter().collect();
        ends.insert("completed".to_owned());
        let stages = tree.get("stages").and_then(|value| value.get_ref().as_table());
        for stage in stages.into_iter().flat_map(|stages| stages.values()) {
            reasons(stage.get_ref(), &mut ends);
        }
        let pools = tree.get("need").and_then(|value| value.get_ref().as_table());
        for pool in pools.into_iter().flat_map(|pools| pools.values()) {
            ends.extend(natural_end(pool.get_ref()));
        }
        if ["stages", "arrivals", "clocks"]
            .iter()
            .filter_map(|part| tree.get(*part))
            .any(|v| mentions_lost(v.get_ref()))
        {
            ends.insert("lost".to_owned());
        }
        let mut calendars = keys(tree, "calendars");
        calendars.extend(["always".to_owned(), "office".to_owned()]);
        calendars.sort();
        calendars.dedup();
        let axes = keys(tree, "classes");
        let mut level_refs = BTreeMap::new();
        let table = tree.get("classes").and_then(|value| value.get_ref().as_table());
        for (axis, levels) in table.into_iter().flat_map(|axes| axes.values()).enumerate() {
            let levels = levels.get_ref().as_table().into_iter().flat_map(|levels| levels.keys());
            for (level, name) in levels.enumerate() {
                level_refs.entry(name.get_ref().to_string()).or_insert(LevelRef { axis, level });
            }
        }
        Names {
            stages: keys(tree, "stages"),
            teams: keys(tree, "teams"),
            ends: ends.into_iter().collect(),
            calendars,
            streams: keys(tree, "arrivals"),
            pools: keys(tree, "need"),
            axes,
            clocks: keys(tree, "clocks"),
            amounts: keys(tree, "amounts"),
            levels: level_refs.keys().cloned().collect(),
            level_refs,
        }
    }

    /// All names of a kind, in order; of [`NameOf::StageOrEnd`] and [`NameOf::Measured`] there is no single list.
    pub(super) fn of(&self, of: NameOf) -> &[String] {
        match of {
            NameOf::Stage | NameOf::StageOrEnd | NameOf::Measured => &self.stages,
            NameOf::Team => &self.teams,
            NameOf::End => &self.ends,
            NameOf::Calendar => &self.calendars,
            NameOf::Stream => &self.streams,
            NameOf::Pool => &self.pools,
            NameOf::Axis => &self.axes,
            NameOf::Level => &self.levels,
            NameOf::Clock => &self.clocks,
            NameOf::Amount | NameOf::AmountOrLevel => &self.amounts,
            // Measures are not declared in the file.
            NameOf::Measure => &[],
        }
    }

    /// Position of a name among its kind.
    pub(super) fn position(&self, of: NameOf, name: &str) -> Option<usize> {
        self.of(of).binary_search_by(|known| known.as_str().cmp(name)).ok()
    }

    pub(super) fn level(&self, name: &str) -> Option<LevelRef> {
        self.level_refs.get(name).copied()
    }

    /// Names that cannot be names, that are used twice, or that the language uses itself.
    pub(super) fn report(&self, tree: &DeTable<'_>) -> Vec<(ProblemKind, Range<usize>, String)> {
        let mut problems = Vec::new();
        for table in
            ["stages", "teams", "ends", "calendars", "arrivals", "need", "classes", "clocks", "amounts", "spending"]
        {
            let entries = tree.get(table).and_then(|value| value.get_ref().as_table());
            for (key, value) in entries.into_iter().flat_map(|entries| entries.iter()) {
                let (name, at) = (key.get_ref().as_ref(), key.span());
                let path = format!("{table}.{}", clip(name));
                if !is_name(name) {
                    problems.push((ProblemKind::BadName { found: clip(name) }, at.clone(), path.clone()));
                }
                if table == "calendars" && matches!(name, "always" | "office") {
                    problems.push((ProblemKind::BuiltInName { name: name.to_owned() }, at.clone(), path.clone()));
                }
                if table == "amounts" && self.level(name).is_some() {
                    let (one, other) = (NameOf::Amount, NameOf::Level);
                    let kind = ProblemKind::NameTwice { name: name.to_owned(), one, other };
                    problems.push((kind, at.clone(), path.clone()));
                }
                let declared = tree.get("ends").and_then(|ends| ends.get_ref().get(name)).is_some();
                let ends_too =
                    declared || matches!(name, "completed" | "lost") && self.position(NameOf::End, name).is_some();
                if table == "stages" && ends_too {
                    let (one, other) = (NameOf::Stage, NameOf::End);
                    problems.push((ProblemKind::NameTwice { name: name.to_owned(), one, other }, at, path));
                }
                if table == "classes" {
                    self.report_levels(value.get_ref(), &path_of_axis(name), &mut problems);
                }
            }
        }
        problems
    }

    fn report_levels(&self, axis: &DeValue<'_>, path: &str, problems: &mut Vec<(ProblemKind, Range<usize>, String)>) {
        let position = self.position(NameOf::Axis, path.strip_prefix("classes.").unwrap_or(path));
        for key in axis.as_table().into_iter().flat_map(|levels| levels.keys()) {
            let name = key.get_ref().as_ref();
            let path = format!("{path}.{}", clip(name));
            if !is_name(name) {
                problems.push((ProblemKind::BadName { found: clip(name) }, key.span(), path));
            } else if self.level(name).map(|level| level.axis) != position {
                let (one, other) = (NameOf::Level, NameOf::Level);
                problems.push((ProblemKind::NameTwice { name: name.to_owned(), one, other }, key.span(), path));
            }
        }
    }
}

fn path_of_axis(name: &str) -> String {
    format!("classes.{}", clip(name))
}

/// Whether a text can be a name: letters, digits, `_` and `-`, as in `first_talk`.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// A name that is not known, with those that are.
///
/// Names that are like it are looked for when `compare` says so: it takes time, and nobody reads the thousandth.
pub(super) fn unknown<'a>(
    of: NameOf,
    found: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    compare: bool,
) -> ProblemKind {
    let similar = if compare { similar(found, known.clone()) } else { Vec::new() };
    ProblemKind::UnknownName { of, found: clip(found), similar, known: known.take(10).map(clip).collect() }
}

/// Adds the reasons for leaving that are ends because they name no place to go to.
fn reasons(value: &DeValue<'_>, ends: &mut BTreeSet<String>) {
    let Some(stage) = value.as_table() else {
        return;
    };
    for field in ["patience", "leave"] {
        let Some(leaving) = stage.get(field).and_then(|value| value.get_ref().as_table()) else {
            continue;
        };
        let reason = leaving.get("reason").and_then(|reason| reason.get_ref().as_str());
        if let (Some(reason), None) = (reason, leaving.get("to")) {
            ends.insert(reason.to_owned());
        }
    }
    // Who misses every appointment leaves by the reason, unless it is said where to.
    if let Some(no_show) = stage.get("no_show").and_then(|value| value.get_ref().as_table())
        && no_show.get("to").is_none()
    {
        let reason = no_show.get("reason").and_then(|reason| reason.get_ref().as_str());
        ends.insert(reason.unwrap_or(super::caseload::NOT_APPEARED).to_owned());
    }
    let steps = stage.get("steps").map(|steps| steps.get_ref());
    let steps = steps.and_then(|steps| steps.get("value").map(|inner| inner.get_ref()).or(Some(steps)));
    for step in steps.and_then(|steps| steps.as_array()).into_iter().flat_map(|steps| steps.iter()) {
        if step.get_ref().as_table().is_some_and(|step| !step.contains_key("steps")) {
            reasons(step.get_ref(), ends);
        }
    }
}

/// The end under which need counts that ends by itself; it need not be declared.
fn natural_end(pool: &DeValue<'_>) -> Option<String> {
    let to = pool.as_table()?.get("natural_end")?.get_ref().as_table()?.get("to")?.get_ref();
    let to = to.as_table().and_then(|wrapper| wrapper.get("value")).map_or(to, |value| value.get_ref());
    to.as_str().map(str::to_owned)
}

/// Whether anything below refers to the end `lost`, or loses residents without saying where.
fn mentions_lost(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(text) => text == "lost" || text == "leave:lost",
        DeValue::Array(entries) => entries.iter().any(|entry| mentions_lost(entry.get_ref())),
        DeValue::Table(table) => {
            let loses = table.contains_key("lost")
                || table.iter().any(|(key, value)| key.get_ref() == "class" && has_lost(value.get_ref()));
            (loses && !table.contains_key("lost_to")) || table.values().any(|value| mentions_lost(value.get_ref()))
        }
        _ => false,
    }
}

fn has_lost(classes: &DeValue<'_>) -> bool {
    let levels = classes.as_table().into_iter().flat_map(|classes| classes.values());
    levels.filter_map(|level| level.get_ref().as_table()).any(|level| level.contains_key("lost"))
}
