//! Streams of arriving residents.

use super::table::Fields;
use super::{Item, Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, NameOf, ProblemKind, Unit};
use crate::scenario::units::HIGHEST_RATE;
use crate::scenario::{BatchPeriod, Dated, Distribution, Pattern, Stream, Surge};
use crate::time::Span;

/// The ways in which residents can arrive, of which a stream has one.
const PATTERNS: [&str; 7] = ["rate", "interval", "moments", "batches", "cycle", "batch_cycle", "population"];
/// So many of them stand in the advanced section.
const ADVANCED: usize = 3;
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl<'t> Reader<'t> {
    /// All streams, in the order of names.
    pub(super) fn streams(&mut self, top: &Fields<'t>) -> Vec<Stream> {
        let advanced = self.advanced_tables(top, "arrivals", NameOf::Stream);
        let tables = self.named(top, "arrivals");
        tables
            .into_iter()
            .filter_map(|(name, fields)| {
                let about = advanced.binary_search_by(|(stream, _)| stream.cmp(&name)).ok();
                self.stream(name, &fields?, about.map(|found| &advanced[found].1))
            })
            .collect()
    }

    fn stream(&mut self, name: String, fields: &Fields<'t>, advanced: Option<&Fields<'t>>) -> Option<Stream> {
        let title = self.fixed(fields, "title", values::wording);
        let to = self.fixed(fields, "to", |reader, item| values::reference(reader, item, NameOf::Stage));
        let pattern = self.pattern(fields, advanced);
        for field in ["by_month", "by_weekday"] {
            self.needs(fields, field, &["rate"]);
        }
        self.needs(fields, "calendar", &["rate", "interval"]);
        self.needs(fields, "surges", &["rate", "interval", "batches"]);
        let batch = match fields.has("batch") {
            true => self.fixed(fields, "batch", |reader, item| values::small_count(reader, item, 1, 1_000_000)),
            false => Some(1),
        };
        if fields.has("batch") && fields.has("batches") {
            let kind = ProblemKind::Together { one: "batches".to_owned(), other: "batch".to_owned() };
            self.problem(kind, fields.key("batch"), &fields.child("batch"));
        }
        Some(Stream {
            name,
            title,
            mix: self.mix(fields),
            by_month: self.proportions(fields, "by_month", MONTHS),
            by_weekday: self.proportions(fields, "by_weekday", WEEKDAYS),
            calendar: self.fixed(fields, "calendar", |reader, item| values::reference(reader, item, NameOf::Calendar)),
            surges: self.surges(fields),
            until: self.fixed(fields, "until", values::time),
            to: to.unwrap_or(0),
            pattern: pattern.unwrap_or(Pattern::Rate(Dated::always(1.0))),
            batch: batch.unwrap_or(1),
        })
    }

    fn pattern(&mut self, fields: &Fields<'t>, advanced: Option<&Fields<'t>>) -> Option<Pattern> {
        let (plain, rare) = PATTERNS.split_at(PATTERNS.len() - ADVANCED);
        let plain = plain.iter().copied().filter(|&name| fields.has(name));
        let rare = rare.iter().copied().filter(|&name| advanced.is_some_and(|advanced| advanced.has(name)));
        let given: Vec<&str> = plain.chain(rare).collect();
        match given[..] {
            [] => {
                let names = PATTERNS[..4].iter().map(|&name| name.to_owned()).collect();
                self.problem(ProblemKind::OneOf { fields: names }, fields.at.clone(), &fields.path);
                None
            }
            [one, other, ..] => {
                let at = match advanced {
                    Some(advanced) if advanced.has(other) => advanced.key(other),
                    _ => fields.key(other),
                };
                let kind = ProblemKind::Together { one: one.to_owned(), other: other.to_owned() };
                self.problem(kind, at, &fields.path);
                None
            }
            ["rate"] => self.dated(fields, "rate", values::rate).map(Pattern::Rate),
            ["interval"] => self.intervals(fields, "interval").map(Pattern::Interval),
            ["moments"] => self.moments(fields).map(Pattern::Moments),
            ["batches"] => self.batches(fields),
            ["cycle"] => {
                let cycle = self.inner(advanced?, "cycle")?;
                self.cycle(&cycle)
            }
            ["batch_cycle"] => {
                let batches = self.inner(advanced?, "batch_cycle")?;
                self.batch_cycle(&batches)
            }
            _ => self.population(fields, advanced?),
        }
    }

    /// Times between arrivals, which may change by date.
    pub(super) fn intervals(&mut self, fields: &Fields<'t>, name: &'static str) -> Option<Dated<Distribution>> {
        let intervals = self.dated(fields, name, Reader::interval)?;
        self.stays_positive(intervals.values().all(some_time_passes), fields, name);
        Some(intervals)
    }

    /// Time between arrivals: some of it must pass.
    fn interval(&mut self, item: &Item<'t>, takes: Value) -> Option<Distribution> {
        let interval = self.distribution(item, takes)?;
        if some_time_passes(&interval) {
            return Some(interval);
        }
        self.wrong(ProblemKind::MustBePositive, item);
        None
    }

    /// A list of times that ascend.
    pub(super) fn moments(&mut self, fields: &Fields<'t>) -> Option<Vec<Span>> {
        let items = self.list(fields, "moments")?;
        let mut moments: Vec<Span> = Vec::new();
        for item in &items {
            let moment = values::time(self, item)?;
            if let Some(before) = moments.last()
                && *before > moment
            {
                let text = |at: &std::ops::Range<usize>| {
                    self.text.get(at.clone()).unwrap_or_default().trim_matches('"').to_owned()
                };
                let before = items.get(moments.len() - 1).map(|item| text(&item.at)).unwrap_or_default();
                let kind = ProblemKind::NotAscending { before, found: text(&item.at) };
                self.wrong(kind, item);
            }
            moments.push(moment);
        }
        Some(moments)
    }

    fn batches(&mut self, fields: &Fields<'t>) -> Option<Pattern> {
        let inner = self.inner(fields, "batches")?;
        let every = self.fixed(&inner, "every", Reader::period);
        let mean = self.dated(&inner, "mean", values::factor)?;
        Some(Pattern::Batches { every: every?, mean })
    }

    /// How often something happens to many at once.
    pub(super) fn period(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<BatchPeriod> {
        match item.value.as_str() {
            Some("month") => Some(BatchPeriod::Month),
            Some("week") => Some(BatchPeriod::Week),
            Some(text) if !text.starts_with(|c: char| c.is_ascii_digit() || "+-−.,".contains(c)) => {
                reader.unknown_word(text, &["month", "week"], item);
                None
            }
            _ => {
                let every = values::positive_time(reader, item)?;
                // A batch every second for a century is three thousand million batches.
                if every.0 >= 60_000_000 {
                    return Some(BatchPeriod::Every(every));
                }
                let found = reader.text.get(item.at.clone()).unwrap_or_default().to_owned();
                let kind = ProblemKind::OutOfRange {
                    found,
                    least: Bound::Of(1.0, Unit::Minutes),
                    most: Bound::Of(1000.0, Unit::Years),
                };
                reader.wrong(kind, item);
                None
            }
        }
    }

    /// Proportions of which at least one is more than nothing.
    pub(super) fn proportions<const N: usize>(
        &mut self,
        fields: &Fields<'t>,
        name: &'static str,
        parts: [&'static str; N],
    ) -> Option<[f64; N]> {
        let inner = self.inner(fields, name)?;
        let read = |part| match inner.has(part) {
            true => self.fixed(&inner, part, |reader, item| values::factor(reader, item, Value::Factor)).unwrap_or(1.0),
            false => 1.0,
        };
        let proportions = parts.map(read);
        if proportions.iter().sum::<f64>() > 0.0 {
            return Some(proportions);
        }
        self.problem(ProblemKind::MustBePositive, inner.at.clone(), &inner.path);
        None
    }

    pub(super) fn surges(&mut self, fields: &Fields<'t>) -> Vec<Surge> {
        let tables = self.tables(fields, "surges", Some("from")).unwrap_or_default();
        let mut surges = Vec::new();
        for surge in tables.into_iter().flatten() {
            let from = self.fixed(&surge, "from", values::date);
            let until = self.fixed(&surge, "until", values::date);
            let times = self.fixed(&surge, "times", |reader, item| values::factor(reader, item, Value::Factor));
            let (Some(from), Some(until), Some(times)) = (from, until, times) else {
                continue;
            };
            if until <= from {
                let at = surge.get("until").map_or(surge.at.clone(), |item| item.at);
                self.problem(ProblemKind::EndsBeforeBegin, at, &surge.child("until"));
            } else {
                self.surge_outside_run(from, until, &surge);
            }
            surges.push(Surge { from, until, times });
        }
        surges
    }

    fn cycle(&mut self, fields: &Fields<'t>) -> Option<Pattern> {
        let (every, pieces) = self.pieces(fields, |reader, piece| {
            reader.fixed(piece, "rate", |reader, item| values::rate(reader, item, Value::Rate))
        })?;
        Some(Pattern::Cycle { every, pieces })
    }
}

fn some_time_passes(interval: &Distribution) -> bool {
    match interval {
        Distribution::Constant(time) => *time * HIGHEST_RATE >= 1.0,
        Distribution::Uniform { high, .. } | Distribution::Triangular { high, .. } => *high > 0.0,
        Distribution::Sequence { values } => values.iter().any(|&value| value > 0.0),
        Distribution::Whole { .. } | Distribution::AtLeast { .. } => interval.mean() > 0.0,
        Distribution::Empirical { points } => points.iter().any(|&(value, _)| value > 0.0),
        _ => true,
    }
}
