//! Amounts, their changes and conditions on them, compiled.

use std::ops::Range;

use super::super::amount::{ChangeModel, ConditionalModel, ValueModel};
use super::super::moment_position;
use super::super::varying::Varying;
use super::Compiler;
use super::routes::Lists;
use crate::random::{Distribution, Purpose, Quantity};
use crate::scenario::{AmountChange, Moment, NewValue, Param, Share, Target};

impl Compiler<'_> {
    /// Euro that may differ by class and date.
    pub(super) fn euro(&self, param: Option<&Param<f64>>) -> Option<Varying<f64>> {
        param.map(|param| self.share(param))
    }

    fn quantity(&self, param: &Param<Distribution>) -> Varying<Quantity> {
        Varying::of_param(param, &self.model.classes, self.scenario.start, Quantity::new)
    }

    /// The amounts themselves, and when they are measured; before any stage that changes them.
    pub(super) fn amounts(&mut self) {
        let scenario = self.scenario;
        for amount in &scenario.amounts {
            let at = Purpose::named(&format!("amounts.{}", amount.name));
            let initial = (self.quantity(&amount.initial), at);
            self.model.amounts.initial.push(initial);
            let growth = self.share(&amount.growth);
            self.model.amounts.growths.push(growth);
        }
        let stages = scenario.stages.len();
        let mut told = vec![None; if scenario.amounts.is_empty() { 0 } else { self.model.triggers.len() }];
        for (position, &moment) in
            std::iter::once(&Moment::Arrive).chain(&scenario.report.amounts_at).enumerate().take(told.len())
        {
            told[moment_position(moment, stages)] = Some(position as u16);
        }
        self.model.amounts.told = told;
    }

    /// Changes at an end or on coming back, each addressed below the path.
    pub(super) fn amount_changes(&mut self, changes: &[AmountChange], path: &str) -> Range<u32> {
        let first = self.model.amounts.changes.len() as u32;
        for change in changes {
            let name = &self.scenario.amounts[change.amount].name;
            self.amount_change(change, &format!("{path}.amounts.{name}"));
        }
        first..self.model.amounts.changes.len() as u32
    }

    /// One change; gives its number.
    pub(super) fn amount_change(&mut self, change: &AmountChange, path: &str) -> u32 {
        let at = || Purpose::named(path);
        let value = change.value.as_ref().map(|value| match value {
            NewValue::Times(times) => ValueModel::Times(self.share(times)),
            NewValue::Plus(more) => ValueModel::Plus(self.quantity(more), at()),
            NewValue::To(value) => ValueModel::To(self.quantity(value), at()),
        });
        let growth = change.growth.as_ref().map(|growth| {
            let growth = self.share(growth);
            self.model.amounts.growths.push(growth);
            self.model.amounts.growths.len() as u32 - 1
        });
        self.model.amounts.changes.push(ChangeModel { amount: change.amount as u32, value, growth });
        self.model.amounts.changes.len() as u32 - 1
    }

    /// The referrals with a condition, and the positions of the others.
    ///
    /// * `first` – number of the first referral of the stage
    pub(super) fn conditions(
        &self,
        lists: &Lists<'_>,
        first: u32,
        path: &str,
    ) -> (Box<[ConditionalModel]>, Box<[u32]>) {
        let (mut conditional, mut plain) = (Vec::new(), Vec::new());
        for (number, (referral, holds)) in (first..).zip(lists.by_time(self.scenario.start)) {
            let Some(when) = &referral.when else {
                plain.push(number);
                continue;
            };
            let to = match referral.to {
                Target::Stage(to) => &self.scenario.stages[to].name,
                Target::End(to) => &self.scenario.ends[to].name,
            };
            let share = match &referral.share {
                Share::Given(share) if share.values().any(|&share| share < 1.0) => {
                    Some((self.share(share), Purpose::named(&format!("{path}.next.{to}.when"))))
                }
                _ => None,
            };
            conditional.push(ConditionalModel { referral: number, when: when.clone(), share, holds });
        }
        (conditional.into(), plain.into())
    }
}
