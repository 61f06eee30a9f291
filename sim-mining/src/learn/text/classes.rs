//! Classes of cases.

use std::collections::{BTreeMap, BTreeSet};

use super::Writer;
use crate::chance::wilson;
use crate::learn::classes::Classes;
use crate::learn::evidence::Place;
use crate::learn::streams::Stream;
use crate::learn::words::{quoted, share, slug, unique};
use crate::learn::{Findings, LearnedTrait};

/// A level as it is written: its name, of which traits it is which levels, and how many cases have it.
pub(super) struct Written {
    pub(super) name: String,
    pub(super) of: Vec<(usize, usize)>,
    pub(super) cases: usize,
}

/// The levels of every axis.
pub(super) fn levels(found: &Findings<'_>) -> Vec<Vec<Written>> {
    let classes = &found.classes;
    let mut taken = BTreeSet::new();
    let mut level = |(of, cases): (Vec<(usize, usize)>, usize)| {
        let names: Vec<&str> = of.iter().map(|&(axis, level)| &*classes.axes[axis].levels[level].name).collect();
        Written { name: unique(&slug(&names.join(" ")), &mut taken), of, cases }
    };
    (0..classes.written.len()).map(|axis| classes.levels(axis).into_iter().map(&mut level).collect()).collect()
}

/// What is told of the traits.
pub(super) fn told(classes: &Classes) -> Vec<LearnedTrait> {
    let places = |axis: usize| classes.at.iter().filter(move |(_, axes)| axes.contains(&axis)).map(|(place, _)| place);
    let told = |(number, axis): (usize, &crate::learn::axis::Axis)| {
        let next: BTreeSet<Option<usize>> = places(number)
            .filter_map(|place| if let Place::Next(from, _) = place { Some(*from) } else { None })
            .collect();
        LearnedTrait {
            name: axis.name.clone(),
            levels: axis.levels.iter().map(|level| level.title.clone()).collect(),
            next: next.len(),
            work: places(number).filter(|place| matches!(place, Place::Work(_))).count(),
            delay: places(number).filter(|place| matches!(place, Place::Delay(..))).count(),
            leave: places(number)
                .filter_map(|place| if let Place::Leave(state, _) = place { Some(*state) } else { None })
                .collect::<BTreeSet<usize>>()
                .len(),
        }
    };
    classes.axes.iter().enumerate().map(told).collect()
}

/// Levels that go first, as the log says them, and in how many teams.
pub(super) fn first(found: &Findings<'_>) -> Vec<(String, usize)> {
    let mut teams: BTreeMap<String, usize> = BTreeMap::new();
    for priority in found.priorities.values() {
        let axis = found.classes.axes.iter().find(|axis| axis.attribute == priority.attribute);
        for title in axis.iter().flat_map(|axis| priority.first.iter().map(|&level| axis.levels[level].title.clone())) {
            *teams.entry(title).or_default() += 1;
        }
    }
    teams.into_iter().collect()
}

/// Whether shares differ from those of all by more than chance: by the likelihood, of which every share costs half the logarithm of the
/// sample (Schwarz 1978, *Annals of Statistics* 6(2), 461–464).
fn differs(own: &[usize], all: &[usize]) -> bool {
    let [n, of] = [own, all].map(|counts| counts.iter().sum::<usize>() as f64);
    let gain = |(&own, &all): (&usize, &usize)| {
        let (own, all) = (own as f64, all as f64);
        if own > 0.0 { own * (own / n / (all / of)).ln() } else { 0.0 }
    };
    let gained: f64 = own.iter().zip(all).map(gain).sum();
    n > 0.0 && gained > 0.5 * (own.len() as f64 - 1.0) * n.ln()
}

/// The name of an axis as it is written: of its traits together.
fn axis_name(classes: &Classes, axes: &[usize], taken: &mut BTreeSet<String>) -> String {
    let names: Vec<&str> = axes.iter().map(|&axis| &*classes.axes[axis].name).collect();
    unique(&slug(&names.join(" ")), taken)
}

impl Writer<'_> {
    /// The traits that matter, an axis each; those that go together one.
    pub(super) fn classes(&mut self) {
        let classes = &self.found.classes;
        let mut taken = BTreeSet::new();
        let mut lines = Vec::new();
        for (axes, levels) in classes.written.iter().zip(&self.levels) {
            let together = classes
                .together
                .iter()
                .filter(|(one, other, _, joined)| !joined && (axes.contains(one) || axes.contains(other)));
            for (one, other, much, _) in together {
                let [one, other] = [one, other].map(|&axis| &classes.axes[axis].name);
                lines.push(format!(
                    "# {one} and {other} go together in the log (Cramér's V {much:.2}); here they are drawn apart."
                ));
            }
            lines.push(format!("[classes.{}]", axis_name(classes, axes, &mut taken)));
            let total: usize = levels.iter().map(|level| level.cases).sum();
            let most = (0..levels.len()).max_by_key(|&level| levels[level].cases);
            let all: f64 = levels.iter().map(|level| level.cases as f64).sum::<f64>();
            let rest = most.map_or(0.0, |most| levels[most].cases as f64 / all);
            for (number, level) in levels.iter().enumerate() {
                let title = |&(axis, level): &(usize, usize)| &*classes.axes[axis].levels[level].title;
                let titles: Vec<&str> = level.of.iter().map(title).collect();
                let note = quoted(&format!("D: {}, {} of {total}", titles.join(", "), level.cases));
                let name = &level.name;
                if Some(number) == most {
                    lines.push(format!("{name} = {{ value = \"rest\", note = {note} }}"));
                    continue;
                }
                let likely = level.cases as f64 / total as f64;
                let (low, high) = wilson(likely, total as f64);
                // All at their highest leave something to the rest.
                let high = high.min(likely + 0.9 * rest / levels.len() as f64);
                let [low, likely, high] = [low.min(likely), likely, high.max(likely)].map(share);
                lines.push(format!("{name} = {{ low = {low}, likely = {likely}, high = {high}, note = {note} }}"));
            }
            lines.push(String::new());
        }
        lines.into_iter().for_each(|line| self.line(&line));
    }

    /// The class of a case as far as it is known, as the language names it: `business+urgent`.
    pub(super) fn class_of(&self, case: usize) -> String {
        let classes = &self.found.classes;
        let has = |level: &&Written| {
            level.of.iter().all(|&(axis, level)| classes.axes[axis].of_case[case].map(usize::from) == Some(level))
        };
        let names = self.levels.iter().filter_map(|levels| levels.iter().find(has)).map(|level| &*level.name);
        names.collect::<Vec<_>>().join("+")
    }

    /// The classes of those who come by one of several streams.
    pub(super) fn class_mix(&mut self, stream: &Stream) {
        let classes = &self.found.classes;
        let mut lines = Vec::new();
        let mut taken = BTreeSet::new();
        for (axes, levels) in classes.written.iter().zip(&self.levels) {
            let axis = axis_name(classes, axes, &mut taken);
            let has = |level: &Written, case: usize| {
                level.of.iter().all(|&(axis, level)| classes.axes[axis].of_case[case].map(usize::from) == Some(level))
            };
            let counts: Vec<usize> =
                levels.iter().map(|level| stream.cases.iter().filter(|&&case| has(level, case)).count()).collect();
            let total: usize = counts.iter().sum();
            let most = (0..levels.len()).max_by_key(|&level| counts[level]);
            if !differs(&counts, &levels.iter().map(|level| level.cases).collect::<Vec<_>>()) {
                continue;
            }
            lines.extend(levels.iter().zip(&counts).enumerate().map(|(number, (level, &count))| {
                let name = &level.name;
                match Some(number) == most {
                    true => format!("classes.{axis}.{name} = \"rest\""),
                    false => {
                        let share = share(count as f64 / total as f64);
                        format!("classes.{axis}.{name} = {{ value = {share}, note = \"D: {count} of {total}\" }}")
                    }
                }
            }));
        }
        lines.into_iter().for_each(|line| self.line(&line));
    }

    /// The order in which a team serves who waits, as a field; nothing where they are served as they come.
    pub(super) fn queue(&self, team: usize) -> Option<String> {
        let priority = self.found.priorities.get(&team)?;
        let axes = &self.found.classes.axes;
        let axis = axes.iter().position(|axis| axis.attribute == priority.attribute)?;
        let names = priority.first.iter().flat_map(|&level| {
            let written = self.levels.iter().flatten();
            written.filter(move |written| written.of.contains(&(axis, level))).map(|written| quoted(&written.name))
        });
        Some(format!("queue = {{ priority = [{}] }}", names.collect::<Vec<_>>().join(", ")))
    }
}
