//! Need: pools with their competing events, coming back after an end, and attempts to reach a resident.

use std::ops::Range;

use toml::de::DeValue;

use super::names::is_name;
use super::table::Fields;
use super::{Item, Reader, amounts, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{NameOf, ProblemKind};
use crate::scenario::units::clip;
use crate::scenario::{
    Apply, Attempt, Attempts, Comeback, CountedAs, Dated, Distribution, End, LevelRef, NaturalEnd, Param, Pattern,
    Pool, Queue, Signal, SignalBatch, Step, Stream, Target,
};

/// Most attempts of one step, and most types of signals of one pool.
const MOST: usize = 64;

impl<'t> Reader<'t> {
    /// All pools, in the order of names.
    pub(super) fn pools(&mut self, top: &Fields<'t>) -> Vec<Pool> {
        let tables = self.named(top, "need");
        tables.into_iter().filter_map(|(name, fields)| self.pool(name, &fields?)).collect()
    }

    fn pool(&mut self, name: String, fields: &Fields<'t>) -> Option<Pool> {
        if self.names.position(NameOf::Stream, &name).is_some() {
            let kind = ProblemKind::NameTwice { name: name.clone(), one: NameOf::Pool, other: NameOf::Stream };
            self.problem(kind, fields.at.clone(), &fields.path);
        }
        let title = self.fixed(fields, "title", values::wording);
        let words = ["households", "persons"];
        let counted_as = self.fixed(fields, "counted_as", |reader, item| values::choice(reader, item, &words));
        let stock = self.fixed(fields, "stock", |reader, item| values::small_count(reader, item, 0, 2_000_000));
        self.needs(fields, "in_need_for", &["stock"]);
        let in_need_for = self.param(fields, "in_need_for", Some(Distribution::Constant(0.0)), Reader::distribution);
        for field in ["by_month", "surges"] {
            self.needs(fields, field, &["onset"]);
        }
        if !fields.has("stock") && !fields.has("onset") {
            let kind = ProblemKind::OneOf { fields: vec!["stock".to_owned(), "onset".to_owned()] };
            self.problem(kind, fields.at.clone(), &fields.path);
        }
        let onset = self.onset(&name, fields);
        let signals = self.signals(fields);
        let batch = self.inner(fields, "batch").and_then(|inner| self.signal_batch(&inner, &signals));
        self.needs(fields, "signals", &["batch"]);
        self.needs(fields, "batch", &["signals"]);
        Some(Pool {
            name,
            title,
            counted_as: if counted_as == Some(1) { CountedAs::Persons } else { CountedAs::Households },
            stock: stock.unwrap_or(0),
            in_need_for: in_need_for.unwrap_or(Param::always(Distribution::Constant(0.0))),
            onset,
            natural_end: self.inner(fields, "natural_end").and_then(|inner| self.natural_end(&inner)),
            apply: self.inner(fields, "apply").and_then(|inner| self.apply(&inner)),
            signals,
            batch,
        })
    }

    fn onset(&mut self, name: &str, fields: &Fields<'t>) -> Stream {
        let rate = self.dated(fields, "onset", values::rate).unwrap_or(Dated::always(0.0));
        Stream {
            name: name.to_owned(),
            title: None,
            to: 0,
            pattern: Pattern::Rate(rate),
            batch: 1,
            mix: self.mix(fields),
            by_month: self.proportions(fields, "by_month", super::arrivals::MONTHS),
            by_weekday: None,
            calendar: None,
            surges: self.surges(fields),
            until: None,
        }
    }

    fn natural_end(&mut self, fields: &Fields<'t>) -> Option<NaturalEnd> {
        let after = self.param(fields, "after", None, Reader::distribution);
        let to = self.fixed(fields, "to", |reader, item| {
            let name = values::text(reader, item)?;
            if !is_name(&name) {
                reader.wrong(ProblemKind::BadName { found: clip(&name) }, item);
                return None;
            }
            match reader.reason_as_end(&name, item)? {
                Target::End(end) => Some(end),
                Target::Stage(_) => None,
            }
        });
        Some(NaturalEnd { after: after?, to: to? })
    }

    fn apply(&mut self, fields: &Fields<'t>) -> Option<Apply> {
        let after = self.param(fields, "after", None, Reader::distribution);
        let to = self.fixed(fields, "to", |reader, item| values::reference(reader, item, NameOf::Stage));
        let again = self.param(fields, "again", Some(1.0), values::factor);
        Some(Apply { after: after?, to: to?, again: again? })
    }

    fn signals(&mut self, fields: &Fields<'t>) -> Vec<Signal> {
        let tables = self.named(fields, "signals");
        if tables.len() > MOST {
            let kind = ProblemKind::TooMany { found: tables.len(), most: MOST };
            self.problem(kind, fields.key("signals"), &fields.child("signals"));
            return Vec::new();
        }
        tables.into_iter().filter_map(|(name, fields)| self.signal(name, &fields?)).collect()
    }

    fn signal(&mut self, name: String, fields: &Fields<'t>) -> Option<Signal> {
        if !is_name(&name) {
            self.problem(ProblemKind::BadName { found: clip(&name) }, fields.at.clone(), &fields.path);
        }
        let title = self.fixed(fields, "title", values::wording);
        let rate = self.param(fields, "rate", None, values::rate);
        let amount = match fields.mentions("amount") {
            true => self.param(fields, "amount", Some(Distribution::Constant(0.0)), Reader::distribution),
            false => None,
        };
        let urgent = self.fixed(fields, "urgent", values::flag).unwrap_or(false);
        let becomes = self.fixed(fields, "becomes", Reader::level);
        Some(Signal { name, title, rate: rate?, amount, urgent, becomes })
    }

    /// A level, by its name.
    pub(super) fn level(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<LevelRef> {
        values::reference(reader, item, NameOf::Level)?;
        reader.names.level(item.value.as_str()?)
    }

    fn signal_batch(&mut self, fields: &Fields<'t>, signals: &[Signal]) -> Option<SignalBatch> {
        let every = self.fixed(fields, "every", Reader::period);
        let creditors = match fields.has("creditors") {
            true => self.fixed(fields, "creditors", |reader, item| {
                // More than there are types of signals never come together.
                let most = signals.len().clamp(1, MOST) as u32;
                values::small_count(reader, item, 1, most)
            }),
            false => Some(1),
        };
        let threshold = self.param(fields, "threshold", Some(0.0), amounts::money);
        if threshold.as_ref().is_some_and(|threshold| threshold.values().any(|&euro| euro > 0.0))
            && let Some(without) = signals.iter().find(|signal| signal.amount.is_none() && !signal.urgent)
        {
            let kind = ProblemKind::ThresholdNeedsAmounts { signal: without.name.clone() };
            self.problem(kind, fields.key("threshold"), &fields.child("threshold"));
        }
        let taken_up = self.param(fields, "taken_up", Some(1.0), values::share);
        let to = self.fixed(fields, "to", |reader, item| values::reference(reader, item, NameOf::Stage));
        Some(SignalBatch { every: every?, creditors: creditors?, threshold: threshold?, taken_up: taken_up?, to: to? })
    }

    /// What an end does to need, and who comes back.
    pub(super) fn after_end(&mut self, fields: &Fields<'t>, end: &mut End) {
        (end.cost, end.benefit) = (self.cost(fields, "cost"), self.cost(fields, "benefit"));
        end.amounts = self.changes(fields);
        end.returns = self.inner(fields, "returns").and_then(|inner| self.comeback(&inner));
        let words = ["stays", "ends"];
        let given = self.fixed(fields, "need", |reader, item| values::choice(reader, item, &words));
        end.need_stays = given.map_or(!end.success && !fields.has("returns"), |position| position == 0);
        let at = |name: &str| (fields.key(name), fields.child(name));
        if given.is_some() && self.names.of(NameOf::Pool).is_empty() {
            let (at, path) = at("need");
            self.problem(ProblemKind::NeedsPool { what: "need".to_owned() }, at, &path);
        }
        if given == Some(0) && fields.has("returns") {
            let (at, path) = at("returns");
            let kind = ProblemKind::Together { one: "need = \"stays\"".to_owned(), other: "returns".to_owned() };
            self.problem(kind, at, &path);
        }
    }

    fn comeback(&mut self, fields: &Fields<'t>) -> Option<Comeback> {
        let share = self.param(fields, "share", None, values::share);
        let after = self.param(fields, "after", None, Reader::distribution);
        let place: Range<usize> = fields.get("to").map_or(fields.at.clone(), |item| item.at);
        let to = match fields.has("to") {
            true => self.fixed(fields, "to", |reader, item| match item.value {
                DeValue::String(text) if text == "pool" => Some(None),
                _ => values::reference(reader, item, NameOf::Stage).map(Some),
            }),
            false => Some(None),
        };
        if to == Some(None) && self.names.of(NameOf::Pool).is_empty() {
            self.problem(ProblemKind::NeedsPool { what: "to = \"pool\"".to_owned() }, place, &fields.child("to"));
        }
        Some(Comeback { share: share?, after: after?, to: to?, amounts: self.changes(fields) })
    }

    /// A step of attempts to reach the resident.
    pub(super) fn attempts(&mut self, fields: &Fields<'t>) -> Option<Step> {
        for needed in ["team", "refused", "not_reached"] {
            if !fields.has(needed) {
                self.missing(needed, Value::Name, fields);
            }
        }
        let team = self.fixed(fields, "team", |reader, item| values::reference(reader, item, NameOf::Team));
        let queue = self.fixed(fields, "queue", Reader::queue).unwrap_or(Queue::FirstCome);
        let refused = self.fixed(fields, "refused", values::target);
        let not_reached = self.fixed(fields, "not_reached", values::target);
        let tables = self.tables(fields, "attempts", None)?;
        if tables.is_empty() || tables.len() > MOST {
            let many = ProblemKind::TooMany { found: tables.len(), most: MOST };
            let kind = if tables.is_empty() { ProblemKind::EmptyList } else { many };
            self.problem(kind, fields.key("attempts"), &fields.child("attempts"));
        }
        let attempts: Vec<Attempt> = tables.into_iter().flatten().filter_map(|inner| self.attempt(&inner)).collect();
        let (refused, not_reached) = (refused?, not_reached?);
        Some(Step::Attempts(Attempts { team: team?, queue, attempts, refused, not_reached }))
    }

    fn attempt(&mut self, fields: &Fields<'t>) -> Option<Attempt> {
        let by = self.fixed(fields, "by", |reader, item| {
            let name = values::text(reader, item)?;
            if is_name(&name) {
                return Some(name);
            }
            reader.wrong(ProblemKind::BadName { found: clip(&name) }, item);
            None
        });
        let work = self.param(fields, "work", None, Reader::distribution);
        let wait = self.param(fields, "wait", Some(Distribution::Constant(0.0)), Reader::distribution);
        let reached = self.param(fields, "reached", None, values::share);
        let accepts = self.param(fields, "accepts", None, values::share);
        let cost = match fields.mentions("cost") {
            true => self.param(fields, "cost", Some(0.0), amounts::money),
            false => None,
        };
        Some(Attempt { by: by?, work: work?, wait: wait?, reached: reached?, accepts: accepts?, cost })
    }
}
