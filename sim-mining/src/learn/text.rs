//! The scenario as text: what was found, in the words of the language, each number with where it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::arrivals::Pattern;
use super::contexts::{Count, State};
use super::fit::{Fitted, Times, digits};
use super::waits::{Counted, Wait, counted, lengths};
use super::week::{DAY, Week};
use super::words::{date, quoted, share, slug, unique, wilson, with_note};
use super::{Findings, LearnTold, Learned};

/// A wait outside the chain that is shorter on average is none.
const HARDLY: f64 = 30.0;

/// Writes a scenario.
pub(super) fn write(found: &Findings<'_>, log: &str) -> Learned {
    let mut writer = Writer::new(found, log);
    writer.head();
    writer.calendars();
    writer.classes();
    writer.arrivals();
    writer.stages();
    writer.teams();
    writer.present();
    let history = &found.history;
    let told = LearnTold {
        cases: history.cases.len(),
        open_cases: found.open.len(),
        only_finished: found.only_finished,
        recent_cases: history.cases.len() - found.recent.first,
        since: (found.recent.first > 0).then(|| date(history.cases[found.recent.first].arrival())),
        pieces: history.pieces().count(),
        activities: found.log.activities.len(),
        stages: found.states.states.len(),
        teams: found.people.teams.len(),
        outside_waits: writer.outside_waits,
        classes: found.classes.as_ref().map(|classes| (classes.name.clone(), classes.matters_at.len())),
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
    /// States that a case may come back to without end.
    goes_round: Vec<bool>,
    /// Names of the levels of the class.
    levels: Vec<String>,
    /// States that begin with a delay.
    begins_with_delay: BTreeSet<usize>,
    /// Cases that are there when the run begins.
    is_present: usize,
    /// Teams that work.
    used: BTreeSet<usize>,
}

/// A piece of work of a state, as it was seen every time.
struct Part {
    activity: u32,
    waits: Vec<Wait>,
    /// How much each counts.
    weights: Vec<f64>,
}

impl<'f> Writer<'f> {
    fn new(found: &'f Findings<'f>, log: &'f str) -> Writer<'f> {
        let mut taken: BTreeSet<String> =
            ["completed", "always", "office", "start", "lost", "cases"].into_iter().map(str::to_owned).collect();
        let teams = (1..=found.people.teams.len()).map(|number| format!("team_{number}")).collect();
        // The most usual way through an activity has its plain name.
        let states = &found.states.states;
        let mut order: Vec<usize> = (0..states.len()).collect();
        order.sort_by_key(|&state| (std::cmp::Reverse(states[state].seen.len()), state));
        let mut names = vec![String::new(); states.len()];
        for state in order {
            names[state] = unique(&slug(&title(found, &states[state])), &mut taken);
        }
        let mut calendars: Vec<(Week, String)> = Vec::new();
        let weeks = found.people.teams.iter().map(|team| &team.week).chain([&found.arrivals.week]);
        for week in weeks.filter(|week| !week.is_always()) {
            if !calendars.iter().any(|(known, _)| known == week) {
                calendars.push((week.clone(), format!("hours_{}", calendars.len() + 1)));
            }
        }
        let mut level_names = BTreeSet::new();
        let level = |level: &String| unique(&slug(level), &mut level_names);
        let levels = found.classes.iter().flat_map(|classes| &classes.levels).map(level).collect();
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
            goes_round,
            levels,
            begins_with_delay,
            is_present: 0,
            used: BTreeSet::new(),
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
        // The run begins on the first Monday after the log.
        let monday = (until / DAY + 1 + 3).div_euclid(7) * 7 - 3;
        let monday = if monday <= until / DAY { monday + 7 } else { monday };
        let start = date(monday * DAY);
        self.line("keten = 1");
        self.line(&format!("title = {log}"));
        self.line(&format!("start = {start}"));
        self.line("horizon = \"1 year\"");
        self.line("seed = 1");
        self.line("replications = 10");
        let description = format!(
            "{cases} cases, {pieces} pieces of work, {} to {} ({days} days). Stages with one title are one activity, told apart by what was done before. In the remarks D means counted in the log; n is how often it was seen; low and high are 95 %.",
            date(from),
            date(until)
        );
        self.line(&format!("description = {}", quoted(&description)));
        self.line("");
    }

    fn calendars(&mut self) {
        for (week, name) in self.calendars.clone() {
            let hours = week.text().iter().map(|line| quoted(line)).collect::<Vec<_>>().join(", ");
            self.line(&format!("[calendars.{name}]"));
            self.line(&format!("open = [{hours}]"));
            self.line("holidays = \"none\"");
            self.line("");
        }
    }

    /// The trait on which it depends where cases go.
    fn classes(&mut self) {
        let Some(classes) = &self.found.classes else { return };
        let axis = slug(&classes.name);
        self.line(&format!("[classes.{axis}]"));
        let total: usize = classes.counts.iter().sum();
        let most = (0..classes.counts.len()).max_by_key(|&level| classes.counts[level]);
        for (level, &count) in classes.counts.iter().enumerate() {
            let name = self.levels[level].clone();
            match Some(level) == most {
                true => self.line(&format!("{name} = \"rest\"")),
                false => {
                    let (low, high) = wilson(count as f64, total as f64);
                    // All at their highest leave something to the rest.
                    let likely = count as f64 / total as f64;
                    let high = high.min(likely * (1.0 + 0.5 / classes.counts.len() as f64));
                    let [low, likely, high] = [low.min(likely), likely, high].map(share);
                    let note = quoted(&format!("D: {}, {count} of {total}", classes.levels[level]));
                    self.line(&format!("{name} = {{ low = {low}, likely = {likely}, high = {high}, note = {note} }}"));
                }
            }
        }
        self.line("");
    }

    /// Cases that were not over when the log was made, where they are believed to be: before what comes next.
    fn present(&mut self) {
        let found = self.found;
        let mut groups: BTreeMap<(String, &str, String), usize> = BTreeMap::new();
        for (turn, &case) in found.open.iter().enumerate() {
            // Where it is not known, by turns, as often as others went there.
            let Some(&state) = found.states.paths[case].last() else { continue };
            let next = &found.states.states[state].next;
            let total: f64 = next.iter().filter(|(to, _)| to.is_some()).map(|(_, count)| count.weight).sum();
            let mut left = (turn as f64 * 0.618_033_988_749_895).fract() * total;
            let to = next.iter().filter_map(|(to, count)| Some((to.as_ref()?, count))).find(|(_, count)| {
                left -= count.weight;
                left < 0.0
            });
            let Some((&to, _)) = to else { continue };
            if found.history.symbols[found.states.states[to].symbol].len() > 1 {
                continue;
            }
            let doing = if self.begins_with_delay.contains(&to) { "staying" } else { "waiting" };
            let since = date(found.history.cases[case].end());
            *groups.entry((self.names[to].clone(), doing, since)).or_default() += 1;
        }
        for ((stage, doing, since), number) in groups {
            self.is_present += number;
            self.line("[[present]]");
            self.line(&format!("stage = \"{stage}\"\n{doing} = {number}\nsince = {since}\n"));
        }
    }

    fn arrivals(&mut self) {
        let found = self.found;
        let first: Vec<(usize, Count)> = found.states.first.iter().map(|(&state, &count)| (state, count)).collect();
        let to = match first[..] {
            [(only, _)] => self.names[only].clone(),
            _ => "start".to_owned(),
        };
        let arrivals = &found.arrivals;
        let n = arrivals.seen;
        self.line("[arrivals.cases]");
        self.line(&format!("to = \"{to}\""));
        let calendar = self.calendar(&arrivals.week).to_owned();
        match &arrivals.pattern {
            Pattern::Interval(gap) => {
                let gap = super::fit::time(*gap as f64 / 1e6, false);
                self.line(&format!("interval = {{ value = {gap}, note = \"D: n = {n}\" }}"));
            }
            Pattern::Rate { a_week, range, by_weekday } => {
                let [low, likely, high] =
                    [range.0, *a_week, range.1].map(|rate| format!("\"{} per week\"", digits(rate)));
                let later =
                    if found.only_finished { ", those included that were not over when the log was made" } else { "" };
                self.line(&format!(
                    "rate = {{ low = {low}, likely = {likely}, high = {high}, note = \"D: of late, n = {n}{later}\" }}"
                ));
                let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
                let days = names.iter().zip(by_weekday).map(|(name, times)| format!("{name} = {}", digits(*times)));
                self.line(&format!("by_weekday = {{ {} }}", days.collect::<Vec<_>>().join(", ")));
            }
        }
        if calendar != "always" {
            self.line(&format!("calendar = \"{calendar}\""));
        }
        self.line("");
        if to == "start" {
            let next: Vec<(Option<usize>, Count)> =
                first.into_iter().map(|(state, count)| (Some(state), count)).collect();
            self.line("[stages.start]");
            self.line("title = \"Start\"");
            self.next(&next, None);
            self.line("");
        }
    }

    fn teams(&mut self) {
        let found = self.found;
        let used = std::mem::take(&mut self.used);
        for (number, team) in found.people.teams.iter().enumerate().filter(|(number, _)| used.contains(number)) {
            let activities = team.activities.iter().map(|&activity| self.found.log.activities.name(activity));
            let some: Vec<&str> = activities.clone().take(2).collect();
            let more = if team.activities.len() > 2 { " …" } else { "" };
            let title = quoted(&format!("Team {}: {}{more}", number + 1, some.join(", ")));
            self.line(&format!("[teams.{}]", self.teams[number]));
            self.line(&format!("title = {title}"));
            match team.workers {
                None => self.line("workers = \"unlimited\""),
                Some(workers) => {
                    let (mean, least, most) = team.seen;
                    let (low, high) = ((least.floor() as u32).clamp(1, workers), (most.ceil() as u32).max(workers));
                    let note = format!("D: {} people, {} a day", team.people, digits(mean));
                    let workers = match low < high {
                        true => format!("low = {low}, likely = {workers}, high = {high}"),
                        false => format!("value = {workers}"),
                    };
                    self.line(&format!("workers = {{ {workers}, note = {} }}", quoted(&note)));
                }
            }
            let open = self.calendar(&team.week).to_owned();
            self.line(&format!("open = \"{open}\""));
            self.line("");
        }
    }

    fn stages(&mut self) {
        for (number, state) in self.found.states.states.iter().enumerate() {
            let name = self.names[number].clone();
            let parts = self.parts(state);
            match &parts[..] {
                [only] => {
                    self.line(&format!("[stages.{name}]"));
                    self.line(&format!("title = {}", quoted(&title(self.found, state))));
                    if self.work(only, self.goes_round[number]) {
                        self.begins_with_delay.insert(number);
                    }
                }
                _ => {
                    let branches: Vec<String> =
                        (1..=parts.len()).map(|branch| format!("{name}_part_{branch}")).collect();
                    for (branch, part) in branches.iter().zip(&parts) {
                        self.line(&format!("[stages.{branch}]"));
                        self.line(&format!("title = {}", quoted(self.found.log.activities.name(part.activity))));
                        self.work(part, self.goes_round[number]);
                        self.line("");
                    }
                    self.line(&format!("[stages.{name}]"));
                    self.line(&format!("title = {}", quoted(&title(self.found, state))));
                    let list = branches.iter().map(|branch| quoted(branch)).collect::<Vec<_>>().join(", ");
                    self.line(&format!("side_by_side = [{list}]"));
                }
            }
            let next: Vec<(Option<usize>, Count)> = state.next.iter().map(|(&to, &count)| (to, count)).collect();
            self.next(&next, Some(number));
            self.line("");
        }
    }

    /// What is done in a state, each piece with its waits.
    fn parts(&self, state: &State) -> Vec<Part> {
        let found = self.found;
        let activities = &found.history.symbols[state.symbol];
        let mut parts: Vec<Part> =
            activities.iter().map(|&activity| Part { activity, waits: Vec::new(), weights: Vec::new() }).collect();
        for &(case, position) in &state.seen {
            let visit = &found.history.cases[case as usize].visits[position as usize];
            for piece in &visit.pieces {
                let Some(part) = parts.iter_mut().find(|part| part.activity == piece.activity) else { continue };
                let team = &found.people.teams[found.people.team_of[piece.activity as usize]];
                part.waits.push(Wait::of(team, visit.ready, piece.start));
                part.weights.push(found.recent.weights[case as usize]);
            }
        }
        parts
    }

    /// The steps of a stage: a wait outside, if there is one, and work.
    ///
    /// Gives whether it begins with a wait.
    ///
    /// * `goes_round` – a case may come back here: then some time passes at every visit
    fn work(&mut self, part: &Part, goes_round: bool) -> bool {
        let found = self.found;
        let number = found.people.team_of[part.activity as usize];
        let team = &found.people.teams[number];
        let work_times = &found.work[part.activity as usize];
        let way = counted(&part.waits, team);
        let lengths = lengths(&part.waits, team, way);
        let waits = Times::of(lengths.into_iter().zip(part.weights.iter().copied()));
        let minutes = if found.history.has_starts { "D" } else { "A: not in the log" };
        let fitted = work_times.fit();
        let share = work_times.uncertainty();
        let must_wait = goes_round && fitted.may_be_nothing();
        let note = format!("{minutes}: n = {}, {}", work_times.len(), fitted.kind());
        let work = with_note(&fitted.text(share, true), &note);
        let name = self.teams[number].clone();
        let hardly = waits.mean() < HARDLY;
        if team.is_stay && hardly && found.history.has_starts {
            let note = format!("D: n = {}, {}, nobody works", work_times.len(), fitted.kind());
            let fitted = if must_wait { fitted.at_least_a_second() } else { fitted };
            let line = format!("delay = {}", with_note(&fitted.text(share, false), &note));
            self.line(&line);
            return true;
        }
        self.used.insert(number);
        if hardly && !must_wait {
            let lines = format!("team = \"{name}\"\nwork = {work}");
            self.line(&lines);
            return false;
        }
        self.outside_waits += usize::from(!hardly);
        let fitted = if hardly { Fitted::Constant(0.0) } else { waits.fit() };
        let fitted = if must_wait { fitted.at_least_a_second() } else { fitted };
        let note = format!("D: waits outside, n = {}, {}", waits.len(), fitted.kind());
        let delay = with_note(&fitted.text(waits.uncertainty(), false), &note);
        let open = match way {
            Counted::Always => String::new(),
            Counted::Open => format!(", open = \"{}\"", self.calendar(&team.week)),
        };
        let lines = format!("steps = [\n  {{ delay = {delay}{open} }},\n  {{ team = \"{name}\", work = {work} }},\n]");
        self.line(&lines);
        true
    }

    /// Where cases go next.
    ///
    /// * `state` – from where, if not from the beginning
    fn next(&mut self, next: &[(Option<usize>, Count)], state: Option<usize>) {
        let name = |to: Option<usize>| to.map_or("completed", |state| self.names[state].as_str());
        let total: u32 = next.iter().map(|(_, count)| count.seen).sum();
        let weight: f64 = next.iter().map(|(_, count)| count.weight).sum();
        let Some(&(most, _)) = next.iter().max_by(|a, b| a.1.weight.total_cmp(&b.1.weight).then(b.0.cmp(&a.0))) else {
            return;
        };
        if let [(only, _)] = next {
            let line = format!("next = [ {{ to = \"{}\" }} ]", name(*only));
            self.line(&line);
            return;
        }
        let classes =
            self.found.classes.as_ref().zip(state).filter(|(classes, state)| classes.matters_at.contains(state));
        let by_level = classes.map_or(Vec::new(), |(classes, state)| {
            classes.next_by_level(&self.found.states, state, &self.found.recent.weights)
        });
        let of_levels = |to: Option<usize>| -> String {
            let each = self.levels.iter().zip(&by_level).filter(|(_, next)| !next.is_empty());
            each.map(|(level, next)| {
                let own = next.get(&to).copied().unwrap_or(0.0) / next.values().sum::<f64>();
                // Rounded down, so that all together are no more than one.
                format!(", class.{level}.share = {}", share((own * 1e6).floor() / 1e6))
            })
            .collect()
        };
        let mut lines = String::from("next = [\n");
        let n = f64::from(total);
        let others: Vec<(Option<usize>, f64, f64, f64, u32)> = next
            .iter()
            .filter(|(to, _)| *to != most)
            .map(|&(to, count)| {
                let likely = count.weight / weight;
                let (low, high) = wilson(likely * n, n);
                (to, low, likely, high, count.seen)
            })
            .collect();
        // All at their highest may leave nothing less than nothing to the rest.
        let above: f64 = others.iter().map(|(_, _, likely, high, _)| high - likely).sum();
        let room = 1.0 - others.iter().map(|(_, _, likely, _, _)| likely).sum::<f64>();
        let part = if above > 0.98 * room { 0.98 * room / above } else { 1.0 };
        for (to, low, likely, high, count) in others {
            let high = likely + (high - likely) * part;
            let [low, likely, high] = [low, likely, high].map(share);
            let note = format!("D: {count} of {total}");
            let _ = writeln!(
                lines,
                "  {{ to = \"{}\", share = {{ low = {low}, likely = {likely}, high = {high}, note = \"{note}\" }}{} }},",
                name(to),
                of_levels(to)
            );
        }
        let _ = write!(lines, "  {{ to = \"{}\", share = \"rest\" }},\n]", name(most));
        self.line(&lines);
    }
}

fn title(found: &Findings<'_>, state: &State) -> String {
    let activities = &found.history.symbols[state.symbol];
    let names: Vec<&str> = activities.iter().map(|&activity| found.log.activities.name(activity)).collect();
    names.join(" + ")
}
