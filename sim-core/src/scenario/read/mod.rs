//! Text in, scenario or problems out: the walk over the tree of tables.
//!
//! ```text
//! guard ──► TOML ──► names ──► classes, calendars, teams, arrivals, stages, clocks ──► check
//! ```
//!
//! Nothing stops at the first problem. What cannot be read gets a placeholder, so that the rest is still looked at;
//! a scenario with errors is never given out.

mod advanced;
mod amount_tables;
mod amounts;
mod arrivals;
mod by_next;
mod caseload;
mod classes;
mod clinics;
mod condition;
mod derived;
mod distributions;
mod figures;
mod gradual;
mod guard;
mod interventions;
mod layers;
mod names;
mod need;
mod present;
mod ramp;
mod replies;
mod rerouted;
mod rest;
mod room;
mod spending;
mod stages;
mod table;
mod teams;
mod unknown;
mod values;
mod wrapper;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::grammar::{TOP, Value};
use super::problem::{NameOf, Problem, ProblemKind, Severity};
use super::unknown::Unknowns;
use super::{AmountUnit, Axis, Scenario, Written, check};
pub(super) use classes::combination;
pub use figures::{FiguresReading, read_figures};
pub(super) use guard::look as small_and_flat;
pub use interventions::{InterventionsReading, is_library, read_interventions};
use names::Names;
use table::Fields;
pub(super) use unknown::Values;

/// Most problems that are listed.
const MOST_PROBLEMS: usize = 100;

/// What reading a scenario file gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The scenario, when no problem is an error.
    pub scenario: Option<Scenario>,
    /// All problems, in the order of the text; beyond a hundred they are only counted
    /// ([`ProblemKind::MoreProblems`], the last one).
    pub problems: Vec<Problem>,
}

/// Reads a scenario and reports every problem at once.
///
/// Never panics, whatever the text; memory and time stay in proportion to its length.
///
/// # Examples
/// ```
/// let reading = sim_core::scenario::read("keten = 1\ntitle = \"Empty\"\nhorizon = \"2 yaers\"");
/// assert!(reading.scenario.is_none());
/// let problem = &reading.problems[0];
/// assert_eq!(problem.path, "");
/// ```
///
/// Numbers that are not known have their likely values; that the others are accepted too is looked at as well, and
/// [`Scenario::draw`] gives a scenario with some of those.
pub fn read(text: &str) -> Reading {
    let mut reading = read_with(text, Values::Likely);
    let unknowns = reading.scenario.as_ref().is_some_and(|scenario| scenario.unknowns.is_some());
    let crossed = [true, false].map(|first_high| Values::Crossed { first_high });
    for values in [Values::Lowest, Values::Highest].into_iter().chain(crossed).filter(|_| unknowns) {
        let errors = read_with(text, values).problems.into_iter().filter(|one| one.severity == Severity::Error);
        for mut problem in errors {
            if !matches!(problem.kind, ProblemKind::HighestSharesSum { .. }) {
                problem.kind = ProblemKind::AtTheEnds { problem: Box::new(problem.kind) };
            }
            if !reading.problems.iter().any(|known| known.at == problem.at) {
                reading.problems.push(problem);
            }
            reading.scenario = None;
        }
    }
    reading.problems.sort_by_key(|problem| problem.at.start);
    reading
}

/// Reads a scenario with unknown numbers taken to be these.
pub(super) fn read_with(text: &str, values: Values) -> Reading {
    if let Err((kind, at)) = guard::look(text) {
        let problem = Problem { severity: kind.severity(), kind, at, path: String::new() };
        return Reading { scenario: None, problems: vec![problem] };
    }
    let (document, syntax) = guard::parse(text);
    let tree = document.get_ref();
    let mut reader = Reader::new(text, tree, values);
    for (kind, at) in syntax {
        reader.problem(kind, at, "");
    }
    let scenario = reader.scenario(tree);
    reader.finish(scenario)
}

/// A value of the tree with its place.
#[derive(Debug, Clone)]
struct Item<'t> {
    value: &'t DeValue<'t>,
    /// Byte range of the value.
    at: Range<usize>,
    /// Byte range of its key (of the value itself, in a list).
    key: Range<usize>,
    path: String,
}

/// What is known while a scenario is read.
pub(super) struct Reader<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
    not_listed: usize,
    written: Vec<(usize, Written)>,
    names: Names,
    axes: Vec<Axis>,
    /// Units of the amounts, in the order of names.
    amount_units: Vec<AmountUnit>,
    /// Where named things stand.
    places: BTreeMap<String, Range<usize>>,
    /// First day of the run, and the first day after it.
    run_dates: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Inside a distribution, which is one parameter as a whole.
    inside: bool,
    /// What unknown numbers are taken to be, and the paths of those that were met.
    values: Values,
    unknown_paths: Vec<String>,
    /// How many of them are shares of referrals.
    unknown_shares: usize,
    /// Whether a number that is read now may be unknown; inside an unknown one it may not.
    may_be_unknown: bool,
    inside_unknown: bool,
    crossed: bool,
    /// Inside a distribution that has a least value of its own.
    uncut: bool,
    /// The address of the draw of unknown numbers that an intervention brings, instead of their own.
    draw_as: Option<String>,
    /// Inside an addition, which may be below zero: then the size is read, and whether it is taken away.
    addition: bool,
    taken_away: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, tree: &'t DeTable<'t>, values: Values) -> Reader<'t> {
        let newlines = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1);
        Reader {
            text,
            line_starts: std::iter::once(0).chain(newlines).collect(),
            problems: Vec::new(),
            not_listed: 0,
            written: Vec::new(),
            names: Names::collect(tree),
            axes: Vec::new(),
            amount_units: Vec::new(),
            places: BTreeMap::new(),
            run_dates: None,
            inside: false,
            values,
            unknown_paths: Vec::new(),
            unknown_shares: 0,
            may_be_unknown: false,
            inside_unknown: false,
            crossed: false,
            uncut: false,
            draw_as: None,
            addition: false,
            taken_away: false,
        }
    }

    /// Notes a problem.
    pub(super) fn problem(&mut self, kind: ProblemKind, at: Range<usize>, path: &str) {
        if self.problems.len() >= 100 * MOST_PROBLEMS {
            self.not_listed += 1;
            return;
        }
        let end = at.end.min(self.text.len());
        let at = at.start.min(end)..end;
        self.problems.push(Problem { severity: kind.severity(), kind, at, path: path.to_owned() });
    }

    /// Notes a problem of a value.
    fn wrong(&mut self, kind: ProblemKind, item: &Item<'t>) {
        self.problem(kind, item.at.clone(), &item.path);
    }

    /// Where a named thing stands.
    pub(super) fn place(&self, path: &str) -> Range<usize> {
        self.places.get(path).cloned().unwrap_or(0..0)
    }

    fn scenario(&mut self, tree: &'t DeTable<'t>) -> Scenario {
        self.names.report(tree).into_iter().for_each(|(kind, at, path)| self.problem(kind, at, &path));
        if !self.version(tree) {
            return rest::nothing();
        }
        let end_of_first_line = self.text.find('\n').unwrap_or(self.text.len());
        let top = self.fields(&TOP, tree, String::new(), 0..end_of_first_line);
        self.find_run_dates(&top);
        self.axes = self.axes(&top);
        let amounts = self.amounts(&top);
        let calendars = self.calendars(&top);
        let rosters = self.advanced(&top);
        let teams = self.teams(&top, &rosters);
        let mut stages = self.stages(&top);
        let teams = self.clinics_without_team(&mut stages, teams);
        let streams = self.streams(&top);
        let pools = self.pools(&top);
        let (present, present_file) = self.present(&top, &stages, &teams);
        let clocks = self.clocks(&top);
        let ends = self.ends(&top);
        let interventions = self.interventions(&top);
        let mut scenario = self.top(&top);
        scenario.interventions = interventions;
        (scenario.axes, scenario.calendars, scenario.teams) = (std::mem::take(&mut self.axes), calendars, teams);
        (scenario.present, scenario.present_file) = (present, present_file);
        (scenario.stages, scenario.streams, scenario.ends, scenario.clocks) = (stages, streams, ends, clocks);
        scenario.pools = pools;
        scenario.spending = self.spending(&top, scenario.start);
        scenario.amounts = amounts;
        let whole = !self.problems.iter().any(|problem| problem.kind.breaks_structure());
        // Who can get where does not depend on how far an unknown number can go.
        if matches!(self.values, Values::Likely | Values::Draw { .. }) {
            check::check(self, &scenario, whole);
        }
        let paths = std::mem::take(&mut self.unknown_paths);
        scenario.unknowns = Unknowns::new(self.text, paths, self.each_draw(&top, scenario.antithetic));
        self.written.sort_by_key(|(at, _)| *at);
        scenario.written = std::mem::take(&mut self.written).into_iter().map(|(_, written)| written).collect();
        scenario
    }

    fn finish(self, scenario: Scenario) -> Reading {
        let (refused, problems) = self.all_problems();
        Reading { scenario: (!refused).then_some(scenario), problems }
    }

    /// Whether one of the problems is an error, and all of them in the order of the text.
    fn all_problems(self) -> (bool, Vec<Problem>) {
        let mut problems = self.problems;
        drop_consequences(&mut problems, &self.line_starts);
        let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
        if problems.len() > MOST_PROBLEMS {
            problems.sort_by_key(|problem| (problem.severity, problem.at.start));
            let count = self.not_listed + problems.len() - MOST_PROBLEMS;
            problems.truncate(MOST_PROBLEMS);
            problems.sort_by_key(|problem| problem.at.start);
            let kind = ProblemKind::MoreProblems { count };
            let at = self.text.len()..self.text.len();
            problems.push(Problem { severity: kind.severity(), kind, at, path: String::new() });
        } else {
            problems.sort_by_key(|problem| problem.at.start);
        }
        (refused, problems)
    }

    /// Notes a parameter as written.
    fn write(&mut self, item: &Item<'t>, takes: Value, note: Option<String>) {
        let for_readers = matches!(takes, Value::Text | Value::Wording | Value::Name | Value::Moment | Value::WhenFull);
        if (for_readers || self.inside || item.path == "keten") && note.is_none() {
            return;
        }
        let value = table::as_written(item, self.text);
        let line = self.line_starts.partition_point(|&start| start <= item.at.start);
        self.written.push((item.at.start, Written { path: item.path.clone(), value, note, line }));
    }

    /// Finds a name, or says which there are.
    fn lookup(&mut self, of: NameOf, found: &str, item: &Item<'t>) -> Option<usize> {
        let known = self.names.of(of);
        if let Ok(position) = known.binary_search_by(|name| name.as_str().cmp(found)) {
            return Some(position);
        }
        let kind = names::unknown(of, found, known.iter().map(String::as_str), self.compares());
        self.wrong(kind, item);
        None
    }

    /// Opens every table of a table of named tables, in the order of names.
    fn named(&mut self, fields: &Fields<'t>, name: &'static str) -> Vec<(String, Option<Fields<'t>>)> {
        let Some((table, kind)) = self.table_of(fields, name) else {
            return Vec::new();
        };
        let items = table::entries(table, &fields.child(name));
        items.into_iter().map(|(entry, item)| (entry, self.open(kind, &item))).collect()
    }
}

/// Where the text is not TOML, a line or table is missing from the tree: what follows from that is not said.
fn drop_consequences(problems: &mut Vec<Problem>, line_starts: &[usize]) {
    let line = |problem: &Problem| line_starts.partition_point(|&start| start <= problem.at.start);
    let syntax = problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::Syntax(_)));
    let broken: BTreeSet<usize> = syntax.map(line).collect();
    if broken.is_empty() {
        return;
    }
    problems.retain(|problem| match problem.kind {
        ProblemKind::Syntax(_) => true,
        ProblemKind::UnknownName { .. }
        | ProblemKind::MissingField { .. }
        | ProblemKind::OneOf { .. }
        | ProblemKind::Needs { .. }
        | ProblemKind::NoSteps
        | ProblemKind::SharesSum { .. } => false,
        _ => !broken.contains(&line(problem)),
    });
}
