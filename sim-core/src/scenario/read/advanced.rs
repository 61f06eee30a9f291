//! What the advanced section says about streams and about the work of stages.

use super::table::Fields;
use super::{Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ProblemKind, Unit};
use crate::scenario::{AdvancedWork, Distribution, Gate, Interrupted, Pattern, Queue, Step};
use crate::time::Span;

/// Shortest time between batches.
const SHORTEST: Span = Span(60_000_000);

impl<'t> Reader<'t> {
    /// Batches with means that repeat.
    pub(super) fn batch_cycle(&mut self, fields: &Fields<'t>) -> Option<Pattern> {
        let every = self.fixed(fields, "every", values::positive_time);
        let means =
            self.all(fields, "means", |reader, item| values::factor(reader, item, Value::Factor)).unwrap_or_default();
        let every = every?;
        if every < SHORTEST {
            let most = Bound::Of(1000.0, Unit::Years);
            self.out_of_range(fields, "every", Bound::Of(1.0, Unit::Minutes), most);
        }
        (!means.is_empty()).then_some(Pattern::BatchCycle { every, means })
    }

    /// A finite population.
    pub(super) fn population(&mut self, stream: &Fields<'t>, fields: &Fields<'t>) -> Option<Pattern> {
        for field in ["surges", "batch"].into_iter().filter(|field| stream.has(field)) {
            let kind = ProblemKind::Together { one: "population".to_owned(), other: field.to_owned() };
            self.problem(kind, stream.key(field), &stream.child(field));
        }
        if !fields.has("think") {
            self.missing("think", Value::TimeDistribution, fields);
            return None;
        }
        let number = self.fixed(fields, "population", |reader, item| values::small_count(reader, item, 1, 1_000_000));
        let think = self.intervals(fields, "think");
        Some(Pattern::Population { number: number?, think: think? })
    }

    /// Puts what the advanced section says about a stage into its steps of work.
    pub(super) fn advanced_work(&mut self, fields: &Fields<'t>, stage: &Fields<'t>, steps: &mut [Step]) {
        let queue = self.fixed(fields, "queue", |reader, item| values::choice(reader, item, &["last come first"]));
        if queue.is_some() && stage.has("queue") {
            let kind = ProblemKind::Together { one: "queue".to_owned(), other: stage.child("queue") };
            self.problem(kind, fields.key("queue"), &fields.child("queue"));
        }
        let words = ["resume", "restart"];
        let interrupts = self.fixed(fields, "interrupts", |reader, item| values::choice(reader, item, &words));
        let advanced = AdvancedWork {
            interrupts: interrupts.map(|word| if word == 0 { Interrupted::Resume } else { Interrupted::Restart }),
            turnaround: self.if_mentioned(fields, "turnaround"),
            gate: self.gate(fields),
            prepare: self.if_mentioned(fields, "prepare"),
            by_next: Vec::new(),
        };
        let mut any = false;
        for step in steps {
            let Step::Work(work) = step else { continue };
            any = true;
            if queue.is_some() {
                work.queue = Queue::LastCome;
            }
            if advanced.interrupts.is_some() && !matches!(work.queue, Queue::Priority(_)) {
                let (at, path) = (fields.key("interrupts"), fields.child("interrupts"));
                self.problem(ProblemKind::InterruptsNeedPriority, at, &path);
            }
            if advanced.interrupts.is_some() && work.clinic.is_some() {
                let kind = ProblemKind::Together { one: "interrupts".to_owned(), other: "clinic".to_owned() };
                self.problem(kind, fields.key("interrupts"), &fields.child("interrupts"));
            }
            work.advanced = advanced.clone();
        }
        if !any {
            let given = ["queue", "interrupts", "turnaround", "gate", "prepare"];
            for field in given.into_iter().filter(|field| fields.mentions(field)) {
                let kind = ProblemKind::AdvancedNeedsWork { field: field.to_owned() };
                self.problem(kind, fields.key(field), &fields.child(field));
            }
        }
    }

    fn if_mentioned(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
    ) -> Option<crate::scenario::Param<Distribution>> {
        // Where only some classes have it, nothing passes for the others.
        let nothing = Distribution::Constant(0.0);
        fields.mentions(name).then(|| self.param(fields, name, Some(nothing), Reader::distribution))?
    }

    fn gate(&mut self, fields: &Fields<'t>) -> Option<Gate> {
        let inner = self.inner(fields, "gate")?;
        let every = self.fixed(&inner, "every", values::positive_time);
        let tables = self.tables(&inner, "open", None)?;
        if tables.is_empty() {
            self.problem(ProblemKind::EmptyList, inner.key("open"), &inner.child("open"));
        }
        let mut open = Vec::new();
        for table in tables.into_iter().flatten() {
            let from = self.fixed(&table, "from", values::time);
            let until = self.fixed(&table, "until", values::time);
            let ((Some(from), Some(until)), Some(every)) = ((from, until), every) else { continue };
            if until <= from {
                self.problem(ProblemKind::EndsBeforeBegin, table.key("until"), &table.child("until"));
            } else if until > every {
                self.out_of_range(&table, "until", Bound::Of(0.0, Unit::Days), Bound::Of(every.as_days(), Unit::Days));
            }
            open.push((from, until));
        }
        open.sort_unstable();
        let every = every?;
        let within = |reader: &mut Reader<'t>, item: &super::Item<'t>| {
            let moment = values::time(reader, item)?;
            if moment > every {
                let found = reader.text.get(item.at.clone()).unwrap_or_default().trim_matches('"').to_owned();
                let most = Bound::Of(every.as_days(), Unit::Days);
                reader.wrong(ProblemKind::OutOfRange { found, least: Bound::Of(0.0, Unit::Days), most }, item);
            }
            Some(moment)
        };
        let mut resume_at = match inner.has("resume_at") {
            true => self.all(&inner, "resume_at", within)?,
            false => open.iter().map(|&(from, _)| from).collect(),
        };
        resume_at.sort_unstable();
        Some(Gate { every, open, resume_at })
    }

    /// Notes that a field lies outside a range.
    pub(super) fn out_of_range(&mut self, fields: &Fields<'t>, name: &str, least: Bound, most: Bound) {
        let at = fields.get(name).map_or(fields.at.clone(), |item| item.at);
        let found = self.text.get(at.clone()).unwrap_or_default().trim_matches('"').to_owned();
        self.problem(ProblemKind::OutOfRange { found, least, most }, at, &fields.child(name));
    }
}
