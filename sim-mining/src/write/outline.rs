//! What stands in a log beside its cases: the names of activities, teams, classes and amounts.

use std::collections::BTreeMap;

use sim_core::chain::Model;
use sim_core::random::ResidentKey;
use sim_core::scenario::{Becoming, Scenario, Step};

use crate::simulated::Who;

/// Whether activities and teams go by their titles or by their names in the scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Naming {
    /// By titles, in the language that the scenario speaks; by names where there are none.
    #[default]
    Titles,
    /// By names.
    Names,
}

/// The names in a log, by the indices of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// What the scenario is about.
    pub title: String,
    /// Activities: the stages. Those of one title are one activity.
    pub stages: Vec<String>,
    /// Activities: the ways of leaving. No two have the same name, nor that of a stage.
    pub ends: Vec<String>,
    /// Teams.
    pub teams: Vec<String>,
    /// The organisation of each team.
    pub organisations: Vec<String>,
    /// Axes of classes, with the names of their levels.
    pub axes: Vec<(String, Vec<String>)>,
    /// For each axis whether residents may change their level on it.
    pub changing: Vec<bool>,
    /// The levels of each class combination.
    pub classes: Vec<Vec<usize>>,
    /// Amounts.
    pub amounts: Vec<String>,
    /// Streams and pools.
    pub streams: Vec<String>,
}

/// What the identifiers of those begin with who were there before the run began.
const THERE_BEFORE: &str = "present";

impl Outline {
    /// Of a scenario.
    pub fn new(scenario: &Scenario, model: &Model, naming: Naming) -> Outline {
        let of = |title: Option<&str>, name: &str| match (naming, title) {
            (Naming::Titles, Some(title)) => title.to_owned(),
            _ => name.to_owned(),
        };
        let stages = scenario.stages.iter().map(|one| of(one.activity.as_deref(), &one.name));
        let ends = scenario.ends.iter().map(|one| (of(one.title.as_deref(), &one.name), &*one.name));
        // Stages of one title are one activity; an end is none.
        let stages: Vec<String> = stages.collect();
        let ends = told_apart(ends.collect(), &stages);
        let teams = scenario.teams.iter().map(|one| (of(one.title.as_deref(), &one.name), &*one.name));
        let streams = scenario.streams.iter().map(|stream| stream.name.clone());
        let pools = scenario.pools.iter().map(|pool| pool.name.clone());
        Outline {
            title: scenario.title.to_string(),
            stages,
            ends,
            teams: told_apart(teams.collect(), &[]),
            organisations: scenario.teams.iter().map(|team| team.organisation.clone()).collect(),
            axes: scenario
                .axes
                .iter()
                .map(|axis| (axis.name.clone(), axis.levels.iter().map(|level| level.name.clone()).collect()))
                .collect(),
            changing: changing(scenario),
            classes: model.classes.clone(),
            amounts: scenario.amounts.iter().map(|amount| amount.name.clone()).collect(),
            streams: streams.chain(pools).collect(),
        }
    }

    /// The stream or pool that a resident came by; `None` of who was there before the run began.
    pub fn stream(&self, model: &Model, who: Who) -> Option<&str> {
        self.streams.get(usize::from(who.stream)).map(|name| &**name).filter(|_| saw_arrive(model, who))
    }

    /// The identifier of a case: stream and number, and the so-manieth trajectory of residents who came back.
    ///
    /// A surge numbers its residents anew, so they have its own number as well; who was there before is numbered through.
    pub fn case_id(&self, model: &Model, who: Who) -> String {
        let layers = model.streams.iter().filter(|layer| layer.stream == who.stream && layer.pool.is_none());
        let layer =
            layers.enumerate().find(|(_, layer)| ResidentKey::new(layer.key, u64::from(who.ordinal)) == who.key);
        let surge = match layer {
            Some((number, _)) if number > 0 => format!("surge{number}-"),
            _ => String::new(),
        };
        let (name, number) = match number_there_before(model, who) {
            Some(number) => (THERE_BEFORE, number),
            None => (self.streams.get(usize::from(who.stream)).map_or("", |name| name), who.ordinal + 1),
        };
        match who.trajectory {
            0 | 1 => format!("{name}-{surge}{number}"),
            again => format!("{name}-{surge}{number}/{again}"),
        }
    }

    /// The name of a worker.
    pub fn worker(&self, team: u32, worker: u32) -> String {
        format!("{} {}", self.teams[team as usize], worker + 1)
    }

    /// The name of an activity.
    pub fn activity(&self, entry: &super::Entry) -> &str {
        let names = if entry.kind == super::Kind::End { &self.ends } else { &self.stages };
        &names[entry.what as usize]
    }

    /// The axes whose level an entry repeats, because it may have changed, with that level.
    pub fn changed(&self, class: u16) -> impl Iterator<Item = (usize, &str)> {
        let levels = &self.classes[usize::from(class)];
        let changing = self.changing.iter().enumerate().filter(|(_, changing)| **changing);
        changing.map(|(axis, _)| (axis, &*self.axes[axis].1[levels[axis]]))
    }
}

/// Whether a resident came in the run, so that it is known when and by what: who was there before did so when they came back.
pub(super) fn saw_arrive(model: &Model, who: Who) -> bool {
    who.trajectory > 1 || number_there_before(model, who).is_none()
}

/// The number of a resident among all who were there before the run began, from 1; `None`: they came later. Each group of them
/// counts its own.
fn number_there_before(model: &Model, who: Who) -> Option<u32> {
    let ordinal = u64::from(who.ordinal);
    let mut before = 0;
    for group in &model.present {
        let ordinals = group.first..group.first + u64::from(group.number);
        if ordinals.contains(&ordinal) && ResidentKey::new(group.key, ordinal) == who.key {
            return Some(before + (ordinal - group.first) as u32 + 1);
        }
        before += group.number;
    }
    None
}

/// Names that are all different, also from others: those that were alike have their name in the file behind them.
fn told_apart(names: Vec<(String, &str)>, others: &[String]) -> Vec<String> {
    let mut times: BTreeMap<&str, usize> = others.iter().map(|other| (&**other, 1)).collect();
    for (name, _) in &names {
        *times.entry(name).or_default() += 1;
    }
    let alike = |name: &str| times.get(name).is_some_and(|&times| times > 1);
    names.iter().map(|(name, own)| if alike(name) { format!("{name} ({own})") } else { name.clone() }).collect()
}

/// For each axis whether residents may change their level on it.
fn changing(scenario: &Scenario) -> Vec<bool> {
    let mut changing = vec![false; scenario.axes.len()];
    let steps = scenario.stages.iter().flat_map(|stage| &stage.steps);
    for becoming in steps.filter_map(Step::becomes) {
        let Becoming { level, .. } = becoming;
        changing[level.axis] = true;
    }
    changing
}
