//! The top of the file, clocks, and what is reported.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use toml::de::DeTable;

use super::table::Fields;
use super::{Item, Reader, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, NameOf, ProblemKind};
use crate::scenario::units::clip;
use crate::scenario::{
    Clock, Moment, Param, Periods, Precision, Report, Reporting, Runs, Scenario, Term, Wanted, Wording,
};
use crate::time::{DAY, DAYS_PER_YEAR, Span};

/// Latest version of the language.
pub(super) const VERSION: u64 = 1;
/// Warm-up and horizon together.
const LONGEST_RUN_YEARS: f64 = 200.0;
const REPLICATIONS: u32 = 30;
/// Replications that share one draw of the unknown numbers.
const EACH_DRAW: u32 = 2;
/// The same where replications come in pairs: with one pair there would be no telling chance from not knowing.
const EACH_DRAW_OF_PAIRS: u32 = 4;
const MOST_EACH_DRAW: u32 = 1_000;
/// A success without return for so long is lasting, unless said otherwise.
const LASTING_YEARS: f64 = 2.0;
const MOST_REPLICATIONS: u32 = 1_000_000;

/// A scenario with nothing in it.
pub(super) fn nothing() -> Scenario {
    Scenario {
        title: Wording::default(),
        start: date(2000, 1, 1),
        warm_up: Span::ZERO,
        horizon: Span::ZERO,
        seed: None,
        runs: Runs::Fixed(REPLICATIONS),
        antithetic: false,
        axes: Vec::new(),
        amounts: Vec::new(),
        calendars: Vec::new(),
        streams: Vec::new(),
        pools: Vec::new(),
        present: Vec::new(),
        present_file: None,
        teams: Vec::new(),
        stages: Vec::new(),
        ends: Vec::new(),
        clocks: Vec::new(),
        interventions: Vec::new(),
        spending: Vec::new(),
        report: report(),
        reporting: Reporting::default(),
        unknowns: None,
        written: Vec::new(),
    }
}

fn report() -> Report {
    Report {
        within: vec![Span::from_days(28.0)],
        quantiles: vec![0.5, 0.9],
        follow_up: None,
        lasting: Span::from_days(LASTING_YEARS * DAYS_PER_YEAR),
        periods: Periods::Year,
        moments: Vec::new(),
        amounts_at: Vec::new(),
        occupancy_to: None,
        occupancy_of: Vec::new(),
        averages_by_class: false,
    }
}

impl<'t> Reader<'t> {
    /// Whether the file is written in a version that is known; nothing else is looked at otherwise.
    pub(super) fn version(&mut self, tree: &'t DeTable<'t>) -> bool {
        let Some((key, value)) = tree.get_key_value("keten") else {
            return true;
        };
        let Some(found) = value.get_ref().as_integer().and_then(|found| found.as_str().parse::<u64>().ok()) else {
            return true;
        };
        if found > VERSION {
            let item = Item { value: value.get_ref(), at: value.span(), key: key.span(), path: "keten".to_owned() };
            self.wrong(ProblemKind::VersionTooNew { found, known: VERSION }, &item);
        }
        found <= VERSION
    }

    /// What stands at the top of the file, in a scenario that is otherwise empty.
    pub(super) fn top(&mut self, top: &Fields<'t>) -> Scenario {
        let mut scenario = nothing();
        self.fixed(top, "keten", |reader, item| values::count(reader, item, VERSION, VERSION));
        scenario.title = self.fixed(top, "title", values::wording).unwrap_or_default();
        self.fixed(top, "description", values::wording);
        scenario.seed = self.fixed(top, "seed", |reader, item| values::count(reader, item, 0, u64::MAX));
        let (start, warm_up, horizon) = self.run(top, true);
        scenario.start = start.unwrap_or(scenario.start);
        (scenario.warm_up, scenario.horizon) = (warm_up.unwrap_or(Span::ZERO), horizon.unwrap_or(Span::ZERO));
        scenario.runs = self.runs(top).unwrap_or(Runs::Fixed(REPLICATIONS));
        scenario.antithetic = self.fixed(top, "antithetic", values::flag).unwrap_or(false);
        scenario.report = self.report(top);
        scenario.reporting = self.reporting(top);
        scenario
    }

    /// Start, warm-up and horizon.
    fn run(&mut self, top: &Fields<'t>, check: bool) -> (Option<Date>, Option<Span>, Option<Span>) {
        let start = self.fixed(top, "start", values::date);
        let warm_up = match top.has("warm_up") {
            true => self.fixed(top, "warm_up", values::time),
            false => Some(Span::ZERO),
        };
        let horizon = self.fixed(top, "horizon", values::positive_time);
        if !check {
            return (start, warm_up, horizon);
        }
        if let Some(found) = start
            && !(1900..=2500).contains(&found.year())
        {
            let kind = ProblemKind::OutOfRange {
                found: found.to_string(),
                least: Bound::Date(date(1900, 1, 1)),
                most: Bound::Date(date(2500, 12, 31)),
            };
            self.problem(kind, top.get("start").map_or(0..0, |item| item.at), "start");
        }
        if let Some((warm_up, horizon)) = warm_up.zip(horizon) {
            let years = (warm_up + horizon).as_days() / DAYS_PER_YEAR;
            if years > LONGEST_RUN_YEARS {
                let kind = ProblemKind::RunTooLong { years, most: LONGEST_RUN_YEARS };
                self.problem(kind, top.key("horizon"), "horizon");
            } else if warm_up > horizon {
                let at = top.get("warm_up").map_or(0..0, |item| item.at);
                self.problem(ProblemKind::WarmUpLong, at, "warm_up");
            }
        }
        (start, warm_up, horizon)
    }

    /// How many replications share one draw of the unknown numbers: of antithetic pairs at least two whole ones.
    ///
    /// * `antithetic` – whether replications come in such pairs
    pub(super) fn each_draw(&mut self, top: &Fields<'t>, antithetic: bool) -> u32 {
        let read =
            |reader: &mut Reader<'t>, item: &Item<'t>| values::small_count(reader, item, EACH_DRAW, MOST_EACH_DRAW);
        let least = if antithetic { EACH_DRAW_OF_PAIRS } else { EACH_DRAW };
        let Some(found) = self.fixed(top, "each_draw", read) else { return least };
        if antithetic && (found < least || !found.is_multiple_of(2)) {
            let at = top.get("each_draw").map_or(0..0, |item| item.at);
            self.problem(ProblemKind::DrawsOfPairs { found, least }, at, "each_draw");
        }
        found
    }

    fn runs(&mut self, top: &Fields<'t>) -> Option<Runs> {
        let precision = self.inner(top, "precision");
        if precision.is_some() && top.has("replications") {
            let kind = ProblemKind::Together { one: "precision".to_owned(), other: "replications".to_owned() };
            self.problem(kind, top.key("replications"), "replications");
        }
        let Some(fields) = precision else {
            let count =
                self.fixed(top, "replications", |reader, item| values::small_count(reader, item, 1, MOST_REPLICATIONS));
            return count.map(Runs::Fixed);
        };
        let mut wanted = vec![self.wanted(&fields)];
        for also in self.tables(&fields, "also", None).unwrap_or_default() {
            wanted.push(also.and_then(|fields| self.wanted(&fields)));
        }
        let at_most = match fields.has("at_most") {
            true => {
                self.fixed(&fields, "at_most", |reader, item| values::small_count(reader, item, 2, MOST_REPLICATIONS))?
            }
            false => Precision::AT_MOST,
        };
        Some(Runs::Precision(Precision { wanted: wanted.into_iter().collect::<Option<_>>()?, at_most }))
    }

    /// A measure and how precise it is to be.
    fn wanted(&mut self, fields: &Fields<'t>) -> Option<Wanted> {
        let measure = self.fixed(fields, "measure", Reader::measure);
        let half_width = self.fixed(fields, "half_width", values::half_width);
        Some(Wanted { measure: measure?, half_width: half_width? })
    }

    /// A measure and what it is of, as in `wait:first_talk`.
    fn measure(reader: &mut Reader<'t>, item: &Item<'t>) -> Option<String> {
        let text = values::text(reader, item)?;
        let Some((measure, name)) = text.split_once(':') else {
            return Some(text);
        };
        if measure == "wait" {
            return reader.lookup(NameOf::Stage, name, item).map(|_| text.clone());
        }
        let kinds = [NameOf::Stage, NameOf::Team, NameOf::End, NameOf::Clock, NameOf::Stream, NameOf::Pool];
        if name == "chain" || kinds.iter().any(|&of| reader.names.position(of, name).is_some()) {
            return Some(text);
        }
        let known: Vec<String> = kinds.iter().flat_map(|&of| reader.names.of(of).to_vec()).collect();
        let kind = super::names::unknown(NameOf::Measured, name, known.iter().map(String::as_str), reader.compares());
        reader.wrong(kind, item);
        None
    }

    fn report(&mut self, top: &Fields<'t>) -> Report {
        let mut given = report();
        let Some(fields) = self.inner(top, "report") else {
            return given;
        };
        if let Some(within) = self.all(&fields, "within", values::positive_time) {
            given.within = within;
        }
        let quantile = |reader: &mut Reader<'t>, item: &Item<'t>| {
            let share = values::share(reader, item, Value::Share)?;
            if share > 0.0 && share < 1.0 {
                return Some(share);
            }
            let found = clip(reader.text.get(item.at.clone()).unwrap_or_default());
            reader.wrong(
                ProblemKind::OutOfRange { found, least: Bound::AbovePercent(0.0), most: Bound::BelowPercent(100.0) },
                item,
            );
            None
        };
        if let Some(quantiles) = self.all(&fields, "quantiles", quantile) {
            given.quantiles = quantiles;
        }
        if let Some(lasting) = self.fixed(&fields, "lasting", values::positive_time) {
            given.lasting = lasting;
        }
        given.follow_up = self.fixed(&fields, "follow_up", values::positive_time);
        let words = ["year", "quarter", "month", "none"];
        given.periods = match self.fixed(&fields, "periods", |reader, item| values::choice(reader, item, &words)) {
            Some(1) => Periods::Quarter,
            Some(2) => Periods::Month,
            Some(3) => Periods::None,
            _ => Periods::Year,
        };
        given.moments = self.moments(&fields).unwrap_or_default();
        given.amounts_at = self.amounts_at(&fields);
        let together = |reader: &mut Reader<'t>, item: &Item<'t>| {
            let text = values::text(reader, item)?;
            text.split('+').map(|name| reader.lookup(NameOf::Stage, name.trim(), item)).collect::<Option<Vec<_>>>()
        };
        self.needs(&fields, "occupancy_of", &["occupancy_to"]);
        given.occupancy_of = self.all(&fields, "occupancy_of", together).unwrap_or_default();
        given.averages_by_class = self.fixed(&fields, "averages_by_class", values::flag).unwrap_or(false);
        given.occupancy_to =
            self.fixed(&fields, "occupancy_to", |reader, item| values::small_count(reader, item, 0, 100_000));
        given
    }

    fn reporting(&mut self, top: &Fields<'t>) -> Reporting {
        let Some(fields) = self.inner(top, "reporting") else { return Reporting::default() };
        let mut text = |name| self.fixed(&fields, name, values::text);
        Reporting {
            purpose: text("purpose"),
            decision: text("decision"),
            owner: text("owner"),
            contact: text("contact"),
            data: text("data"),
            preparation: text("preparation"),
            checked: text("checked"),
            limitations: text("limitations"),
            available: text("available"),
        }
    }

    /// All clocks, in the order of names.
    pub(super) fn clocks(&mut self, top: &Fields<'t>) -> Vec<Clock> {
        let tables = self.named(top, "clocks");
        tables.into_iter().filter_map(|(name, fields)| self.clock(name, &fields?)).collect()
    }

    fn clock(&mut self, name: String, fields: &Fields<'t>) -> Option<Clock> {
        let title = self.fixed(fields, "title", values::wording);
        let from = self.fixed(fields, "from", values::moment);
        let to = self.fixed(fields, "to", values::moment);
        let within = self.param(fields, "within", None, values::term);
        let statutory = self.fixed(fields, "statutory", values::flag).unwrap_or(false);
        let part_day = |term: &Term| matches!(term, Term::Calendar(length) if length.0 % DAY != 0);
        if let Some(within) = within.as_ref().filter(|within| statutory && within.values().any(part_day)) {
            // Where everybody's term is whole days a class has another one.
            let own = fields.get("within").filter(|_| within.base.values().any(part_day)).map(|item| item.at);
            let path = fields.child(if own.is_some() { "within" } else { "class" });
            self.problem(ProblemKind::StatutoryPartDay, own.unwrap_or_else(|| fields.key("class")), &path);
        }
        let (from, to): (Moment, Moment) = (from?, to?);
        Some(Clock {
            name,
            title,
            from,
            to,
            within: within.unwrap_or(Param::always(Term::Calendar(Span::ZERO))),
            statutory,
        })
    }

    /// Warns of a date from which a value holds that lies outside the run.
    pub(super) fn outside_run(&mut self, from: Date, item: &Item<'t>) {
        if let Some((begin, end)) = self.run_dates
            && (from <= begin || from >= end)
        {
            self.wrong(ProblemKind::OutsideRun { begin, end }, item);
        }
    }

    /// The same for what an intervention wrote, which may begin with the run, or hold always.
    pub(super) fn change_outside_run(&mut self, from: Date, item: &Item<'t>, by_intervention: bool) {
        let late = self.run_dates.is_none_or(|(_, end)| from >= end);
        if !by_intervention || late {
            self.outside_run(from, item);
        }
    }

    /// Warns of a surge that lies outside the run.
    pub(super) fn surge_outside_run(&mut self, from: Date, until: Date, fields: &Fields<'t>) {
        if let Some((begin, end)) = self.run_dates
            && (until <= begin || from >= end)
        {
            self.problem(ProblemKind::OutsideRun { begin, end }, fields.at.clone(), &fields.path);
        }
    }

    /// Finds the dates of the run, before anything that depends on them is read.
    pub(super) fn find_run_dates(&mut self, top: &Fields<'t>) {
        let (problems, written) = (self.problems.len(), self.written.len());
        let (start, warm_up, horizon) = self.run(top, false);
        // All of it is read again, and its problems reported, with the top of the file.
        self.problems.truncate(problems);
        self.written.truncate(written);
        let days = |span: Span| i64::try_from(span.as_days().ceil() as i128).ok();
        self.run_dates = start.zip(warm_up).zip(horizon).and_then(|((start, warm_up), horizon)| {
            let begin = start.checked_sub(jiff::Span::new().try_days(days(warm_up)?).ok()?).ok()?;
            let end = start.checked_add(jiff::Span::new().try_days(days(horizon)?).ok()?).ok()?;
            Some((begin, end.max(begin.saturating_add(1.day()))))
        });
    }
}
