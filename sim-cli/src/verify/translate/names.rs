//! Names: what stages, exits and classes of a case are called in the scenario.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::super::case::{CaseError, Discipline, Model, Read, Wrong, number};
use super::key;

/// Axis of the classes of a case.
const CLASS: &str = "class";

/// What is called what.
#[derive(Debug, Clone, Default)]
pub(in crate::verify) struct Names {
    stages: Vec<(String, String)>,
    ends: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    ranks: Vec<Ranks>,
}

/// Ranks of the classes at a stage where several classes share one, as an axis of its own.
#[derive(Debug, Clone)]
struct Ranks {
    stage: String,
    axis: String,
    /// For each rank its level and the classes that have it.
    levels: Vec<(String, Vec<String>)>,
}

impl Names {
    /// Names of everything in a model.
    ///
    /// # Errors
    /// When something refers to a stage that is not there.
    pub(super) fn of(model: &Model) -> Read<Names> {
        let mut names = Names::default();
        let mut taken: BTreeSet<String> = ["completed", "lost"].map(str::to_owned).into();
        for (stage, _) in &model.stages {
            names.stages.push((stage.clone(), fresh(stage, &mut taken)));
        }
        for (number, arrival) in model.arrivals.iter().enumerate() {
            if names.stage(&arrival.to).is_none() {
                let wrong = Wrong::Unknown(arrival.to.clone());
                return Err(CaseError { place: format!("model.arrivals.{number}.to"), wrong });
            }
        }
        for exit in exits(model) {
            // An end may be called what a stage may not.
            taken.remove(&exit);
            let written =
                if names.stages.iter().any(|(_, stage)| *stage == exit) { format!("{exit}_end") } else { exit.clone() };
            names.ends.push((exit, fresh(&written, &mut taken)));
        }
        names.find_classes(model);
        names.find_ranks(model)?;
        Ok(names)
    }

    fn find_classes(&mut self, model: &Model) {
        let mut classes = model.classes.clone();
        classes.extend(model.arrivals.iter().map(|arrival| arrival.class.clone().unwrap_or("all".to_owned())));
        for (_, start) in &model.start {
            let named = [&start.class, &start.class_in_service];
            classes.extend(named.into_iter().flatten().cloned());
            if start.class.is_none() {
                classes.push("all".to_owned());
            }
        }
        classes.extend(super::promote::classes_promoted_to(model));
        classes.sort();
        classes.dedup();
        if classes == ["all"] {
            return;
        }
        // `all` stands for everybody in the table of measures.
        let mut taken = BTreeSet::from(["all".to_owned()]);
        self.classes = classes.into_iter().map(|class| (class.clone(), fresh(&class, &mut taken))).collect();
    }

    /// Axes for stages at which several classes share a rank other than the last.
    fn find_ranks(&mut self, model: &Model) -> Read<()> {
        for (stage, _) in &model.stages {
            let groups = self.rank_groups(model, stage)?;
            if groups.split_last().is_some_and(|(_, before)| before.iter().any(|group| group.len() > 1)) {
                let written = self.stage(stage).unwrap_or_default();
                let levels = groups.into_iter().enumerate();
                self.ranks.push(Ranks {
                    axis: format!("rank_{written}"),
                    levels: levels.map(|(rank, group)| (format!("{written}_rank_{rank}"), group)).collect(),
                    stage: stage.clone(),
                });
            }
        }
        Ok(())
    }

    /// Classes by rank at a stage with priorities, 0 first; who is not named comes last.
    fn rank_groups(&self, model: &Model, stage: &str) -> Read<Vec<Vec<String>>> {
        let queue = match model.stage(stage) {
            Some(stage) if stage.queue.discipline == Discipline::Priority => &stage.queue,
            _ => return Ok(Vec::new()),
        };
        let mut ranked: Vec<(f64, String)> = Vec::new();
        for (class, _) in &self.classes {
            let rank = match queue.priority.get(class) {
                Some(rank) => number(rank, &format!("model.stages.{stage}.queue.priority.{class}"))?,
                None => f64::INFINITY,
            };
            ranked.push((rank, class.clone()));
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let groups = ranked.chunk_by(|a, b| a.0 == b.0);
        Ok(groups.map(|group| group.iter().map(|(_, class)| class.clone()).collect()).collect())
    }

    /// The order of levels at a stage with priorities; nothing when all have the same rank.
    pub(super) fn order(&self, model: &Model, stage: &str) -> Read<Vec<String>> {
        if let Some(ranks) = self.ranks.iter().find(|ranks| ranks.stage == stage) {
            return Ok(ranks.levels.iter().map(|(level, _)| level.clone()).collect());
        }
        let mut groups = self.rank_groups(model, stage)?;
        groups.pop();
        Ok(groups.iter().flatten().filter_map(|class| self.class(class)).map(str::to_owned).collect())
    }

    /// Whether classes share a rank at a stage.
    pub(super) fn has_ranks(&self, stage: &str) -> bool {
        self.ranks.iter().any(|ranks| ranks.stage == stage)
    }

    /// The axes with their levels.
    pub(in crate::verify) fn axes(&self) -> Vec<(&str, Vec<&str>)> {
        let classes: Vec<&str> = self.classes.iter().map(|(_, level)| level.as_str()).collect();
        let classes = (!classes.is_empty()).then_some((CLASS, classes));
        let ranks = self.ranks.iter().map(|ranks| {
            let levels = ranks.levels.iter().map(|(level, _)| level.as_str());
            (ranks.axis.as_str(), levels.collect())
        });
        classes.into_iter().chain(ranks).collect()
    }

    /// The level that a class has on every axis.
    pub(super) fn levels_of(&self, class: &str) -> Vec<(&str, &str)> {
        let own = self.class(class).map(|level| (CLASS, level));
        let ranks = self.ranks.iter().filter_map(|ranks| {
            let level = ranks.levels.iter().find(|(_, classes)| classes.iter().any(|known| known == class))?;
            Some((ranks.axis.as_str(), level.0.as_str()))
        });
        own.into_iter().chain(ranks).collect()
    }

    /// What a stage is called.
    pub(in crate::verify) fn stage(&self, name: &str) -> Option<&str> {
        find(&self.stages, name)
    }

    /// What an exit is called.
    pub(in crate::verify) fn end(&self, name: &str) -> Option<&str> {
        find(&self.ends, name)
    }

    /// What a class is called.
    pub(in crate::verify) fn class(&self, name: &str) -> Option<&str> {
        find(&self.classes, name)
    }

    /// Which class a level of the axis of classes stands for.
    pub(in crate::verify) fn class_of(&self, level: &str) -> Option<&str> {
        self.classes.iter().find(|(_, known)| known == level).map(|(class, _)| class.as_str())
    }

    /// Which stage of the case a stage stands for.
    pub(in crate::verify) fn stage_of(&self, written: &str) -> Option<&str> {
        self.stages.iter().find(|(_, known)| known == written).map(|(stage, _)| stage.as_str())
    }

    /// Where a name of a case leads: a stage or an end.
    pub(super) fn target(&self, name: &str) -> String {
        self.stage(name).or_else(|| self.end(name)).unwrap_or(name).to_owned()
    }

    /// The tables of the ends.
    pub(super) fn declared_ends(&self) -> String {
        let mut text = String::new();
        for (exit, written) in &self.ends {
            let _ = write!(text, "\n[ends.{}]\ntitle = {}\n", key(written), super::quoted(exit));
        }
        text
    }
}

fn find<'n>(names: &'n [(String, String)], name: &str) -> Option<&'n str> {
    names.iter().find(|(known, _)| known == name).map(|(_, written)| written.as_str())
}

/// All exits, each once: those that are named, and those of who leaves without being sent anywhere.
fn exits(model: &Model) -> Vec<String> {
    let mut exits = vec!["out".to_owned()];
    for (name, stage) in &model.stages {
        let by_class = stage.route.get("by_class").and_then(Value::as_object);
        let routes = by_class
            .map_or_else(|| vec![&stage.route], |routes| routes.values().filter_map(Value::as_object).collect());
        exits.extend(routes.into_iter().flat_map(|route| route.keys().cloned()));
        exits.extend(stage.on_renege.clone());
        if stage.patience.is_some() && stage.on_renege.is_none() {
            exits.push(format!("reneged:{name}"));
        }
        if stage.queue.capacity.is_some() || stage.queue.capacity_by_class.is_some() {
            exits.push(format!("lost:{name}"));
        }
        if stage.dropout_in_service.is_some() {
            exits.push(format!("dropout:{name}"));
        }
    }
    let mut seen = BTreeSet::new();
    exits.retain(|exit| model.stage(exit).is_none() && seen.insert(exit.clone()));
    exits
}

/// A name that the language accepts and nothing else has.
fn fresh(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String =
        wanted.chars().take(80).map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' }).collect();
    let clean = if clean.is_empty() { "unnamed".to_owned() } else { clean };
    let mut name = clean.clone();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{clean}_{number}");
        number += 1;
    }
    name
}
