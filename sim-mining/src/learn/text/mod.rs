//! The scenario as text: what was found, in the words of the language, each number with where it comes from.

mod arrivals;
mod by_class;
mod classes;
mod ends;
mod next;
mod present;
mod stages;
mod teams;

use std::collections::{BTreeMap, BTreeSet};

use super::contexts::State;
use super::people::Team;
use super::week::{DAY, Week};
use super::words::{date, quoted, slug, unique};
use super::{Findings, LearnTold, Learned};
use crate::log::Micros;

/// Writes a scenario.
pub(super) fn write(found: &Findings<'_>, log: &str) -> Learned {
    let mut writer = Writer::new(found, log);
    writer.head();
    writer.calendars();
    writer.classes();
    writer.arrivals();
    writer.stages();
    writer.ends();
    writer.teams();
    writer.present();
    let history = &found.history;
    let axis = |number: usize| found.classes.axes[number].name.clone();
    let told = LearnTold {
        cases: history.cases.len(),
        there_before: found.there_before,
        open_cases: found.open.len(),
        only_finished: found.only_finished,
        recent_cases: history.cases.len() - found.recent.first,
        since: (found.recent.first > 0).then(|| date(history.cases[found.recent.first].arrival())),
        half_life: found.recent.half_life.map(|time| time as f64 / DAY as f64),
        pieces: history.pieces().count(),
        activities: found.log.activities.len(),
        several: several(found),
        stages: (0..found.states.states.len()).filter(|&state| writer.end_of(state).is_none()).count(),
        teams: found.people.teams.len(),
        outside_waits: writer.outside_waits,
        ends: writer.ends,
        leaving: writer.leaving.len(),
        part_timers: writer.part_timers,
        sessions: found.clinics.iter().flatten().count(),
        first: classes::first(found),
        batches: found.streams.iter().filter(|stream| stream.arrivals.are_batches()).count(),
        seasons: found.streams.iter().filter(|stream| stream.arrivals.have_a_season()).count(),
        classes: classes::told(&found.classes),
        together: found
            .classes
            .together
            .iter()
            .map(|&(one, other, much, joined)| (axis(one), axis(other), much, joined))
            .collect(),
        present: writer.is_present,
        has_starts: history.has_starts,
        has_resources: history.has_resources,
    };
    Learned { text: writer.text, told }
}

struct Writer<'f> {
    found: &'f Findings<'f>,
    log: &'f str,
    text: String,
    /// Names of the stages, by state.
    names: Vec<String>,
    /// Names of the teams.
    teams: Vec<String>,
    /// The calendars, each with its name.
    calendars: Vec<(Week, String)>,
    outside_waits: usize,
    /// States that cases leave early.
    leaving: BTreeSet<usize>,
    /// The ends as they were written, and whether each counts as a success.
    ends: Vec<(String, bool)>,
    /// Teams of which somebody is there part of the time.
    part_timers: usize,
    /// States that a case may come back to without end.
    goes_round: Vec<bool>,
    /// The levels of every axis.
    levels: Vec<Vec<classes::Written>>,
    /// States that begin with a delay.
    begins_with_delay: BTreeSet<usize>,
    /// States in which nobody works.
    stays: BTreeSet<usize>,
    /// Cases that are there when the run begins.
    is_present: usize,
    /// Teams that work.
    used: BTreeSet<usize>,
    /// Names of the ends, by the activity that says so.
    end_names: BTreeMap<u32, String>,
    /// Ends that cases come to; `None`: they left without a word.
    ends_used: BTreeSet<Option<u32>>,
}

impl<'f> Writer<'f> {
    fn new(found: &'f Findings<'f>, log: &'f str) -> Writer<'f> {
        let mut taken: BTreeSet<String> = ["completed", "left", "always", "office", "start", "lost", "cases"]
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut team_names = BTreeSet::new();
        let team = |(number, team): (usize, &Team)| {
            let name = team.name.as_ref().map_or_else(|| format!("team_{}", number + 1), |name| slug(name));
            unique(&name, &mut team_names)
        };
        let teams = found.people.teams.iter().enumerate().map(team).collect();
        // The most usual way through an activity has its plain name.
        let states = &found.states.states;
        let mut order: Vec<usize> = (0..states.len()).collect();
        order.sort_by_key(|&state| (std::cmp::Reverse(states[state].seen.len()), state));
        let mut names = vec![String::new(); states.len()];
        let ends = (0..found.log.activities.len() as u32).filter(|&activity| found.history.is_end[activity as usize]);
        // What says no more than that a case is over is the end that every scenario has.
        let is_plain = |name: &str| {
            name == "completed"
                && !states.iter().any(|state| !found.history.says_how(state.symbol) && state.next.contains_key(&None))
        };
        let mut end_name = |end: u32| match slug(found.log.activities.name(end)) {
            name if is_plain(&name) => name,
            name => unique(&name, &mut taken),
        };
        let end_names = ends.map(|end| (end, end_name(end))).collect();
        for state in order {
            names[state] = unique(&slug(&title(found, &states[state])), &mut taken);
        }
        let mut calendars: Vec<(Week, String)> = Vec::new();
        let weeks = found
            .people
            .teams
            .iter()
            .map(|team| &team.week)
            .chain(found.streams.iter().map(|stream| &stream.arrivals.week));
        for week in weeks.filter(|week| !week.is_always()) {
            if !calendars.iter().any(|(known, _)| known == week) {
                calendars.push((week.clone(), format!("hours_{}", calendars.len() + 1)));
            }
        }
        let levels = classes::levels(found);
        let goes_round = found.states.goes_round();
        let begins_with_delay = BTreeSet::new();
        Writer {
            found,
            log,
            text: String::new(),
            names,
            teams,
            calendars,
            outside_waits: 0,
            leaving: BTreeSet::new(),
            ends: Vec::new(),
            part_timers: 0,
            goes_round,
            levels,
            begins_with_delay,
            stays: BTreeSet::new(),
            is_present: 0,
            used: BTreeSet::new(),
            end_names,
            ends_used: BTreeSet::new(),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn calendar(&self, week: &Week) -> &str {
        let known = self.calendars.iter().find(|(known, _)| known == week);
        known.map_or("always", |(_, name)| name)
    }

    fn head(&mut self) {
        let found = self.found;
        let (from, until) = found.history.span;
        let days = (until - from) / DAY;
        let log = quoted(&format!("Learned from {}", self.log));
        let (cases, pieces) = (found.history.cases.len(), found.history.pieces().count());
        let start = date(self.start());
        self.line("keten = 1");
        self.line(&format!("title = {log}"));
        self.line(&format!("start = {start}"));
        self.line("horizon = \"1 year\"");
        self.line("seed = 1");
        self.line("replications = 10");
        let description = format!(
            "{cases} cases, {pieces} pieces of work, {} to {} ({days} days). Stages with one title are one activity, told apart by what was done before. In the remarks D means counted in the log; n is how often it was seen; low and high are 95 %, less where shares would be more than all together.",
            date(from),
            date(until)
        );
        self.line(&format!("description = {}", quoted(&description)));
        self.line("");
    }

    /// The run begins on the first Monday after the log.
    fn start(&self) -> Micros {
        let until = self.found.history.span.1;
        let monday = (until / DAY + 1 + 3).div_euclid(7) * 7 - 3;
        (if monday <= until / DAY { monday + 7 } else { monday }) * DAY
    }

    fn calendars(&mut self) {
        for (week, name) in self.calendars.clone() {
            let hours = week.text().iter().map(|line| quoted(line)).collect::<Vec<_>>().join(", ");
            self.line(&format!("[calendars.{name}]"));
            self.line(&format!("open = [{hours}]"));
            let holidays = if week.closed.is_empty() { "none" } else { "nl" };
            self.line(&format!("holidays = \"{holidays}\""));
            self.line("");
        }
    }
}

/// How many activities are several stages.
fn several(found: &Findings<'_>) -> usize {
    let mut of_symbol: BTreeMap<usize, usize> = BTreeMap::new();
    let stages = found.states.states.iter().filter(|state| !found.history.says_how(state.symbol));
    stages.for_each(|state| *of_symbol.entry(state.symbol).or_default() += 1);
    of_symbol.values().filter(|&&number| number > 1).count()
}

fn title(found: &Findings<'_>, state: &State) -> String {
    title_of(found, state.symbol)
}

fn title_of(found: &Findings<'_>, symbol: usize) -> String {
    let activities = &found.history.symbols[symbol];
    let names: Vec<&str> = activities.iter().map(|&activity| found.log.activities.name(activity)).collect();
    names.join(" + ")
}
