//! Classes: axes and levels with their shares, and combinations of levels.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeValue;

use super::table::{Fields, entries, found};
use super::{Item, Reader, values};
use crate::scenario::check::shares;
use crate::scenario::grammar::Value;
use crate::scenario::problem::{NameOf, ProblemKind};
use crate::scenario::units::clip;
use crate::scenario::{Axis, ClassPick, Dated, Level, LevelRef, Param};

/// Most combinations of classes.
const MOST_COMBINATIONS: u64 = 4_096;

impl<'t> Reader<'t> {
    /// All axes with their levels.
    pub(super) fn axes(&mut self, top: &Fields<'t>) -> Vec<Axis> {
        let Some(item) = top.get("classes") else {
            return Vec::new();
        };
        let Some(axes) = self.plain_table(&item) else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for (name, axis) in entries(axes, &item.path) {
            self.places.insert(axis.path.clone(), axis.key.clone());
            let shares = self.axis_shares(&axis);
            let level = |(name, share): (String, Option<Dated<f64>>)| Level {
                name,
                share: share.unwrap_or(Dated::always(0.5)),
            };
            read.push(Axis { name, levels: shares.into_iter().map(level).collect() });
        }
        let found = read.iter().fold(1u64, |product, axis| product.saturating_mul(axis.levels.len().max(1) as u64));
        if found > MOST_COMBINATIONS {
            let kind = ProblemKind::TooManyClasses { found, most: MOST_COMBINATIONS };
            self.problem(kind, item.key, &item.path);
            // Everything that depends on combinations would be too much work.
            return Vec::new();
        }
        read
    }

    fn plain_table(&mut self, item: &Item<'t>) -> Option<&'t toml::de::DeTable<'t>> {
        match item.value {
            DeValue::Table(table) => Some(table),
            other => {
                self.wrong(ProblemKind::WrongType { found: found(other), takes: Value::Table }, item);
                None
            }
        }
    }

    /// The levels of an axis with their shares, which must add up to 1; at most one is the rest.
    fn axis_shares(&mut self, axis: &Item<'t>) -> Vec<(String, Option<Dated<f64>>)> {
        let Some(table) = self.plain_table(axis) else {
            return Vec::new();
        };
        if table.is_empty() {
            self.problem(ProblemKind::EmptyList, axis.key.clone(), &axis.path);
        }
        if table.len() > MOST_COMBINATIONS as usize {
            let kind = ProblemKind::TooMany { found: table.len(), most: MOST_COMBINATIONS as usize };
            self.problem(kind, axis.key.clone(), &axis.path);
            return Vec::new();
        }
        let mut shares = Vec::new();
        let mut rest: Option<usize> = None;
        let known_so_far = self.unknown_paths.len();
        for (level, item) in entries(table, &axis.path) {
            self.places.insert(item.path.clone(), item.key.clone());
            if !values::is_rest(item.value) {
                let read = |reader: &mut Reader<'t>| reader.dated_item(&item, Value::ShareOrRest, values::share);
                let share = self.with_unknown(true, read);
                shares.push((level, share));
                continue;
            }
            if rest.is_some() {
                self.wrong(ProblemKind::RestTwice, &item);
            }
            rest = Some(shares.len());
            let _ = self.dated_item(&item, Value::ShareOrRest, |_, _, _| Some(()));
            shares.push((level, None));
        }
        let given = shares.iter().enumerate().filter(|(position, _)| Some(*position) != rest);
        let given: Option<Vec<Dated<f64>>> = given.map(|(_, (_, share))| share.clone()).collect();
        let Some(given) = given.filter(|_| !table.is_empty()) else {
            return shares;
        };
        let params: Vec<Param<f64>> =
            given.iter().map(|share| Param { base: share.clone(), by_class: Vec::new() }).collect();
        let unknown = self.unknown_paths.len() > known_so_far;
        if let Some(off) = self.sum_of_shares(&params.iter().collect::<Vec<_>>(), rest.is_some(), unknown, &[]) {
            self.problem(off, axis.key.clone(), &axis.path);
        } else if let Some(rest) = rest {
            shares[rest].1 = Some(shares::rest(&given));
        }
        shares
    }

    /// The class mix of a stream: an axis that is mentioned is given in full, a level that is not named has nobody.
    pub(super) fn mix(&mut self, fields: &Fields<'t>) -> Vec<(LevelRef, Dated<f64>)> {
        let Some(item) = fields.get("classes") else {
            return Vec::new();
        };
        let Some(table) = self.plain_table(&item) else {
            return Vec::new();
        };
        let mut mix = Vec::new();
        for (name, axis) in entries(table, &item.path) {
            let mut at_name = axis.clone();
            at_name.at = axis.key.clone();
            let Some(position) = self.lookup(NameOf::Axis, &name, &at_name) else {
                continue;
            };
            let shares = self.axis_shares(&axis);
            let levels: Vec<String> = self
                .axes
                .get(position)
                .map(|axis| axis.levels.iter().map(|level| level.name.clone()).collect())
                .unwrap_or_default();
            let mut named: Vec<Option<Dated<f64>>> = vec![None; levels.len()];
            for (level, share) in shares {
                match levels.iter().position(|known| *known == level) {
                    Some(level) => named[level] = share,
                    None => self.unknown_level(&level, &axis, &levels),
                }
            }
            let entry = |(level, share): (usize, Option<Dated<f64>>)| {
                (LevelRef { axis: position, level }, share.unwrap_or(Dated::always(0.0)))
            };
            mix.extend(named.into_iter().enumerate().map(entry));
        }
        mix
    }

    fn unknown_level(&mut self, level: &str, axis: &Item<'t>, levels: &[String]) {
        let path = format!("{}.{}", axis.path, clip(level));
        let kind = super::names::unknown(NameOf::Level, level, levels.iter().map(String::as_str), self.compares());
        let at = self.place(&path);
        self.problem(kind, at, &path);
    }

    /// A combination of levels such as `business+young`.
    pub(super) fn pick(&mut self, text: &str, at: &Range<usize>, path: &str) -> Option<ClassPick> {
        let mut levels: Vec<(LevelRef, &str)> = Vec::new();
        for name in text.split('+').map(str::trim) {
            let Some(level) = self.names.level(name) else {
                let known = self.names.of(NameOf::Level).iter().map(String::as_str);
                let kind = super::names::unknown(NameOf::Level, name, known, self.compares());
                self.problem(kind, at.clone(), path);
                return None;
            };
            if let Some((_, one)) = levels.iter().find(|(other, _)| other.axis == level.axis) {
                let kind = ProblemKind::SameAxis { one: clip(one), other: clip(name) };
                self.problem(kind, at.clone(), path);
                return None;
            }
            levels.push((level, name));
        }
        let mut pick: Vec<LevelRef> = levels.into_iter().map(|(level, _)| level).collect();
        pick.sort();
        Some(ClassPick(pick))
    }
}

/// Two overrides that may both hold for one resident while neither is more specific, and no third one settles it:
/// their names, and the combination that would.
pub(super) fn ambiguous<'n, 't>(
    named: &[(&ClassPick, &str, &'n Item<'t>)],
    axes: &[Axis],
) -> Option<(String, String, String, &'n Item<'t>)> {
    let given: BTreeSet<&ClassPick> = named.iter().map(|(pick, ..)| *pick).collect();
    for (later, (pick, name, item)) in named.iter().enumerate() {
        for (other, other_name, _) in &named[..later] {
            let Some(both) = union(pick, other) else {
                continue;
            };
            if !given.contains(&both) {
                return Some((clip(other_name), clip(name), combination(&both, axes), item));
            }
        }
    }
    None
}

/// The levels of both, unless they exclude each other.
fn union(one: &ClassPick, other: &ClassPick) -> Option<ClassPick> {
    let mut levels = one.0.clone();
    for level in &other.0 {
        match levels.iter().find(|known| known.axis == level.axis) {
            Some(known) if known.level != level.level => return None,
            Some(_) => {}
            None => levels.push(*level),
        }
    }
    levels.sort();
    Some(ClassPick(levels))
}

/// A combination as it is written: `business+young`.
pub(in crate::scenario) fn combination(pick: &ClassPick, axes: &[Axis]) -> String {
    let name = |level: &LevelRef| Some(axes.get(level.axis)?.levels.get(level.level)?.name.as_str());
    pick.0.iter().filter_map(name).collect::<Vec<_>>().join("+")
}
