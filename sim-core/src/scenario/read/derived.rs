//! Distributions of queueing theory: phases, sequences, and what is made from another distribution.

use super::distributions::Parts;
use super::{Reader, values};
use crate::scenario::Distribution;
use crate::scenario::grammar::{DISTRIBUTIONS, Value};
use crate::scenario::problem::ProblemKind;

/// Most phases of an Erlang distribution.
const MOST_PHASES: u32 = 1_000_000;

impl<'t> Reader<'t> {
    pub(super) fn derived(&mut self, name: &str, parts: &Parts<'t>) -> Option<Distribution> {
        match name {
            "erlang" => {
                let phases = self
                    .fixed(&parts.fields, "shape", |reader, item| values::small_count(reader, item, 1, MOST_PHASES));
                let mean = parts.positive(self, "mean")?;
                Some(Distribution::Gamma { mean, cv: 1.0 / f64::from(phases?).sqrt() })
            }
            "sequence" => {
                self.times_only(name, parts)?;
                let values =
                    self.all(&parts.fields, "values", |reader, item| values::amount(reader, item, parts.takes))?;
                Some(Distribution::sequence(values))
            }
            "residual" => {
                self.times_only(name, parts)?;
                let of = self.of(parts, false)?;
                if of.takes_two_units() {
                    let kind = ProblemKind::Together { one: name.to_owned(), other: name.to_owned() };
                    self.problem(kind, parts.fields.key("of"), &parts.fields.child("of"));
                    return None;
                }
                Some(Distribution::residual(of))
            }
            "whole" => {
                let of = self.of(parts, false);
                let unit = parts.positive(self, "unit")?;
                Some(Distribution::whole(of?, unit))
            }
            _ => {
                let of = self.of(parts, true);
                let least = parts.amount(self, "least")?;
                Some(Distribution::at_least(of?, least))
            }
        }
    }

    /// The distribution inside.
    fn of(&mut self, parts: &Parts<'t>, uncut: bool) -> Option<Distribution> {
        let takes = if parts.takes == Value::Leaving { Value::TimeDistribution } else { parts.takes };
        let outside = std::mem::replace(&mut self.uncut, uncut);
        let of = self.fixed(&parts.fields, "of", |reader, item| reader.distribution(item, takes));
        self.uncut = outside;
        of
    }

    /// Refuses what only time can have: an order of draws, and a part that is still to come.
    fn times_only(&mut self, name: &str, parts: &Parts<'t>) -> Option<()> {
        if !matches!(parts.takes, Value::MoneyDistribution | Value::NumberDistribution) {
            return Some(());
        }
        let known = DISTRIBUTIONS.names().filter(|name| !["sequence", "residual"].contains(name));
        let kind = ProblemKind::UnknownField {
            field: name.to_owned(),
            similar: Vec::new(),
            known: known.map(str::to_owned).collect(),
        };
        self.problem(kind, parts.fields.at.clone(), &parts.fields.path);
        None
    }
}
