//! Residents who are there when the simulation begins, compiled.

use super::super::present::{PresentModel, SinceModel};
use super::Compiler;
use crate::random::{Purpose, Sampler, Stream};
use crate::scenario::{ClassPick, LevelRef, Present, Since};
use crate::time::SimTime;

impl Compiler<'_> {
    /// All who are there, in an order of their own.
    pub(super) fn present(&mut self) {
        let start = self.scenario.start;
        let mut groups: Vec<(String, Option<SimTime>, &Present)> = Vec::new();
        for present in &self.scenario.present {
            let moment = match &present.since {
                Some(Since::Date(date)) => Some(SimTime::of_date(*date, start).min(self.begin)),
                _ => None,
            };
            groups.push((self.name_of_present(present), moment, present));
        }
        // Of two groups that are known by the same and have been there for times that are drawn, the text of the
        // distribution decides, not the line.
        groups.sort_by_cached_key(|(name, moment, present)| (name.clone(), *moment, format!("{:?}", present.since)));
        let mut ordinal = 0;
        for number in 0..groups.len() {
            let (name, moment, present) = &groups[number];
            if number > 0 && groups[number - 1].0 != *name {
                ordinal = 0;
            }
            let since = match (&present.since, moment) {
                (Some(Since::For(time)), _) => {
                    SinceModel::For(Sampler::new(time), Purpose::named(&format!("{name}.for")))
                }
                (_, Some(moment)) => SinceModel::Moment(*moment),
                _ => SinceModel::Unknown,
            };
            let model = PresentModel {
                key: Stream::named(name),
                first: ordinal,
                number: present.number,
                stage: present.stage as u32,
                op: self.model.stages[present.stage].step_ops[present.step],
                doing: present.doing,
                mix: self.mix(&[]),
                levels: self.levels_of(&present.class),
                since,
            };
            ordinal += u64::from(present.number);
            self.model.present.push(model);
        }
    }

    /// What residents who are there are known by: what, where, of which class, and how it is known since when.
    fn name_of_present(&self, present: &Present) -> String {
        let stage = &self.scenario.stages[present.stage].name;
        let levels = present.class.0.iter().map(|&LevelRef { axis, level }| {
            let axis = &self.scenario.axes[axis];
            format!(".{}", axis.levels[level].name)
        });
        let levels: String = levels.collect();
        let since = match &present.since {
            None => "",
            Some(Since::Date(_)) => ".since",
            Some(Since::For(_)) => ".for",
        };
        format!("present.{stage}.{}.{}{levels}{since}", present.step + 1, present.doing.name())
    }

    fn levels_of(&self, pick: &ClassPick) -> Vec<Option<usize>> {
        let level_of = |axis: usize| pick.0.iter().find(|level| level.axis == axis).map(|level| level.level);
        (0..self.scenario.axes.len()).map(level_of).collect()
    }
}
