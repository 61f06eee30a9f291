//! What is done, and what is waited for before.

use std::collections::BTreeMap;

use super::{Writer, title};
use crate::learn::classes::Classes;
use crate::learn::contexts::Count;
use crate::learn::evidence::Place;
use crate::learn::fit::{Fitted, Times};
use crate::learn::parts::{Part, times_of};
use crate::learn::waits::{Counted, counted, lengths};
use crate::learn::words::{quoted, with_note};

/// A wait outside the chain that is shorter on average is none.
const HARDLY: f64 = 30.0;

impl Writer<'_> {
    pub(super) fn stages(&mut self) {
        for (number, state) in self.found.states.states.iter().enumerate() {
            let name = self.names[number].clone();
            let parts = &self.found.parts[number];
            match &parts[..] {
                [only] => {
                    self.line(&format!("[stages.{name}]"));
                    self.line(&format!("title = {}", quoted(&title(self.found, state))));
                    if self.work(number, only, self.goes_round[number]) {
                        self.begins_with_delay.insert(number);
                    }
                }
                _ => {
                    let branches: Vec<String> =
                        (1..=parts.len()).map(|branch| format!("{name}_part_{branch}")).collect();
                    for (branch, part) in branches.iter().zip(parts) {
                        self.line(&format!("[stages.{branch}]"));
                        self.line(&format!("title = {}", quoted(self.found.log.activities.name(part.activity))));
                        self.work(number, part, self.goes_round[number]);
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

    /// The steps of a stage: a wait outside, if there is one, and work.
    ///
    /// Gives whether it begins with a wait.
    ///
    /// * `goes_round` – a case may come back here: then some time passes at every visit
    fn work(&mut self, state: usize, part: &Part, goes_round: bool) -> bool {
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
            for (class, times) in self.work_by_class(part.activity) {
                let line = format!("class.{class}.delay = {}", distribution(&times, "D: ", false, must_wait));
                self.line(&line);
            }
            return true;
        }
        self.used.insert(number);
        let works: Vec<String> = self
            .work_by_class(part.activity)
            .iter()
            .map(|(class, times)| {
                format!("class.{class}.work = {}", distribution(times, &format!("{minutes}: "), true, false))
            })
            .collect();
        if hardly && !must_wait {
            let lines = format!("team = \"{name}\"\nwork = {work}");
            self.line(&lines);
            works.iter().for_each(|line| self.line(line));
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
        let mut delays = String::new();
        for (class, times) in if hardly { Vec::new() } else { self.waits_by_class(state, part, way) } {
            delays.push_str(&format!(
                ", class.{class}.delay = {}",
                distribution(&times, "D: waits outside, ", false, must_wait)
            ));
        }
        let works: String = works.iter().map(|line| format!(", {line}")).collect();
        let lines = format!(
            "steps = [\n  {{ delay = {delay}{delays}{open} }},\n  {{ team = \"{name}\", work = {work}{works} }},\n]"
        );
        self.line(&lines);
        true
    }

    /// For every combination of levels that matters the times that an activity took.
    fn work_by_class(&self, activity: u32) -> Vec<(String, Times)> {
        let place = Place::Work(activity);
        let seen = &self.found.worked[activity as usize];
        let times = |of: &BTreeMap<usize, usize>| {
            let levels = self.at(place, of);
            let those = |levels: &[(usize, usize)]| times_of(seen, |case, at| self.found.classes.has(case, at, levels));
            those(Classes::enough(&levels, |levels| those(levels).over.len()))
        };
        let axes = self.axes_at([place].into_iter());
        self.combinations(&axes).into_iter().map(|(class, of)| (class, times(&of))).collect()
    }

    /// For every combination of levels that matters the waits outside before a piece of work of a state.
    fn waits_by_class(&self, state: usize, part: &Part, way: Counted) -> Vec<(String, Times)> {
        let place = Place::Delay(state, part.activity);
        let team = &self.found.people.teams[self.found.people.team_of[part.activity as usize]];
        let times = |of: &BTreeMap<usize, usize>| {
            let levels = self.at(place, of);
            let those = |levels: &[(usize, usize)]| part.only(|case, at| self.found.classes.has(case, at, levels));
            let those = those(Classes::enough(&levels, |levels| those(levels).of.len()));
            Times::of(lengths(&those.waits, team, way).into_iter().zip(those.weights.iter().copied()))
        };
        let axes = self.axes_at([place].into_iter());
        self.combinations(&axes).into_iter().map(|(class, of)| (class, times(&of))).collect()
    }
}

/// Times as a distribution in the language, with where they come from.
///
/// * `at_least` – never nothing
fn distribution(times: &Times, source: &str, work: bool, at_least: bool) -> String {
    let fitted = times.fit();
    let note = format!("{source}n = {}, {}", times.len(), fitted.kind());
    let fitted = if at_least { fitted.at_least_a_second() } else { fitted };
    with_note(&fitted.text(times.uncertainty(), work), &note)
}
