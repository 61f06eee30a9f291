//! Amounts and their changes, and the moments at which they are measured.

use super::table::Fields;
use super::{Reader, amounts, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{NameOf, ProblemKind};
use crate::scenario::{Amount, AmountChange, AmountUnit, Distribution, Moment, NewValue, Param, Step};

/// Most amounts of one scenario.
const MOST: usize = 64;

impl<'t> Reader<'t> {
    /// All amounts, in the order of names.
    pub(super) fn amounts(&mut self, top: &Fields<'t>) -> Vec<Amount> {
        let tables = self.named(top, "amounts");
        if tables.len() > MOST {
            let kind = ProblemKind::TooMany { found: tables.len(), most: MOST };
            self.problem(kind, top.key("amounts"), "amounts");
        }
        let amounts: Vec<Amount> = tables.into_iter().map(|(name, fields)| self.amount(name, fields)).collect();
        self.amount_units = amounts.iter().map(|amount| amount.unit).collect();
        amounts
    }

    fn amount(&mut self, name: String, fields: Option<Fields<'t>>) -> Amount {
        let nothing = Param::always(Distribution::Constant(0.0));
        let (initial, growth) = (nothing, Param::always(0.0));
        let mut amount = Amount { name, title: None, unit: AmountUnit::Euro, initial, growth };
        let Some(fields) = fields else { return amount };
        amount.title = self.fixed(&fields, "title", values::wording);
        let words = ["euro", "number"];
        if self.fixed(&fields, "unit", |reader, item| values::choice(reader, item, &words)) == Some(1) {
            amount.unit = AmountUnit::Number;
        }
        if let Some(initial) = self.amount_param(&fields, "initial", amount.unit) {
            amount.initial = initial;
        }
        if let Some(growth) = self.param(&fields, "growth", Some(0.0), amounts::growth) {
            amount.growth = growth;
        }
        amount
    }

    /// A distribution in the unit of an amount.
    fn amount_param(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        unit: AmountUnit,
    ) -> Option<Param<Distribution>> {
        let takes = match unit {
            AmountUnit::Euro => Value::MoneyDistribution,
            AmountUnit::Number => Value::NumberDistribution,
        };
        if !fields.has(name) && fields.mentions(name) {
            self.missing(name, takes, fields);
        }
        self.param(fields, name, None, move |reader, item, _| reader.distribution(item, takes))
    }

    /// The step `{ change = "debt", … }`.
    pub(super) fn change_step(&mut self, fields: &Fields<'t>) -> Option<Step> {
        let amount = self.fixed(fields, "change", |reader, item| values::reference(reader, item, NameOf::Amount))?;
        self.change(fields, amount).map(Step::Change)
    }

    /// What becomes of amounts at an end, or on coming back.
    pub(super) fn changes(&mut self, fields: &Fields<'t>) -> Vec<AmountChange> {
        let mut changes = Vec::new();
        for (name, inner) in self.named(fields, "amounts") {
            let Some(inner) = inner else { continue };
            match self.names.position(NameOf::Amount, &name) {
                Some(amount) => changes.extend(self.change(&inner, amount)),
                None => {
                    let known = self.names.of(NameOf::Amount).iter().map(String::as_str);
                    let kind = super::names::unknown(NameOf::Amount, &name, known, self.compares());
                    self.problem(kind, inner.at.clone(), &inner.path);
                }
            }
        }
        changes
    }

    fn change(&mut self, fields: &Fields<'t>, amount: usize) -> Option<AmountChange> {
        const VALUES: [&str; 3] = ["times", "add", "to"];
        let given: Vec<&str> = VALUES.into_iter().filter(|name| fields.mentions(name)).collect();
        if let [one, other, ..] = given[..] {
            let kind = ProblemKind::Together { one: one.to_owned(), other: other.to_owned() };
            self.problem(kind, fields.key(other), &fields.child(other));
        }
        if given.is_empty() && !fields.mentions("growth") {
            let fields_needed = VALUES.into_iter().chain(["growth"]).map(str::to_owned).collect();
            self.problem(ProblemKind::OneOf { fields: fields_needed }, fields.at.clone(), &fields.path);
            return None;
        }
        let unit = self.amount_units.get(amount).copied().unwrap_or_default();
        let value = match given.first() {
            Some(&"times") => {
                self.given_for_all(fields, "times", Value::Factor);
                Some(NewValue::Times(self.param(fields, "times", None, values::factor)?))
            }
            Some(&"add") => Some(NewValue::Plus(self.amount_param(fields, "add", unit)?)),
            Some(_) => Some(NewValue::To(self.amount_param(fields, "to", unit)?)),
            None => None,
        };
        let growth = match fields.mentions("growth") {
            true => {
                self.given_for_all(fields, "growth", Value::Growth);
                Some(self.param(fields, "growth", None, amounts::growth)?)
            }
            false => None,
        };
        Some(AmountChange { amount, value, growth })
    }

    /// A value that is given for a class must be given for everybody as well.
    fn given_for_all(&mut self, fields: &Fields<'t>, name: &str, takes: Value) {
        if !fields.has(name) {
            self.missing(name, takes, fields);
        }
    }

    /// Money that may differ by class; 0 for everybody where only some classes are named.
    pub(super) fn cost(&mut self, fields: &Fields<'t>, name: &'static str) -> Option<Param<f64>> {
        if !fields.mentions(name) {
            return None;
        }
        self.param(fields, name, Some(0.0), amounts::money)
    }

    /// Moments at which amounts are measured; the arrival is always among them.
    pub(super) fn amounts_at(&mut self, fields: &Fields<'t>) -> Vec<Moment> {
        if fields.has("amounts_at") && self.names.of(NameOf::Amount).is_empty() {
            let kind = ProblemKind::Needs { field: "amounts_at".to_owned(), other: vec!["amounts".to_owned()] };
            self.problem(kind, fields.key("amounts_at"), &fields.child("amounts_at"));
        }
        let mut moments = self.all(fields, "amounts_at", values::moment).unwrap_or_default();
        let mut seen = vec![Moment::Arrive];
        moments.retain(|moment| {
            let new = !seen.contains(moment);
            seen.push(*moment);
            new
        });
        moments
    }
}
