//! What is done, and what is waited for before.

use std::collections::BTreeMap;

use super::{Writer, title};
use crate::learn::classes::Classes;
use crate::learn::contexts::Count;
use crate::learn::evidence::Place;
use crate::learn::fit::{Fitted, Times};
use crate::learn::leaving::Leaving;
use crate::learn::parts::{Part, Worked};
use crate::learn::waits::{Counted, Wait, counted, lengths};
use crate::learn::words::{quoted, with_note};
use crate::log::Micros;

/// A wait outside the chain that is shorter on average is none.
const HARDLY: f64 = 30.0;

impl Writer<'_> {
    pub(super) fn stages(&mut self) {
        for (number, state) in self.found.states.states.iter().enumerate() {
            if self.end_of(number).is_some() {
                continue;
            }
            let name = self.names[number].clone();
            let parts = &self.found.parts[number];
            match &parts[..] {
                [only] => {
                    self.line(&format!("[stages.{name}]"));
                    self.line(&format!("title = {}", quoted(&title(self.found, state))));
                    if self.work(only, number, true) {
                        self.begins_with_delay.insert(number);
                    }
                }
                _ => {
                    let branches: Vec<String> =
                        (1..=parts.len()).map(|branch| format!("{name}_part_{branch}")).collect();
                    for (branch, part) in branches.iter().zip(parts) {
                        self.line(&format!("[stages.{branch}]"));
                        self.line(&format!("title = {}", quoted(self.found.log.activities.name(part.activity))));
                        self.work(part, number, false);
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
    /// * `state` – the state that it belongs to
    /// * `alone` – it is all of it, not side by side with others
    fn work(&mut self, part: &Part, state: usize, alone: bool) -> bool {
        let found = self.found;
        let number = found.people.team_of[part.activity as usize];
        let team = &found.people.teams[number];
        let work_times = found.work.times(part.activity, state);
        let way = counted(&part.waits, team);
        let lengths = lengths(&part.waits, team, way);
        let mut waits = Times::of(lengths.into_iter().zip(part.weights.iter().copied()));
        let Leaving { delay, queue, inside } = &found.leaving;
        let leaving = alone.then(|| (&delay[state], &queue[state], &inside[state]));
        if let Some((delay, ..)) = leaving.filter(|_| way == Counted::Always) {
            waits.open = delay.times.iter().map(|(time, _)| *time as f64 / 1e6).collect();
        }
        let minutes = if found.history.has_starts { "D" } else { "A: not in the log" };
        let fitted = work_times.fit();
        let share = work_times.uncertainty();
        // A case may come back here: then some time passes at every visit.
        let must_wait = self.goes_round[state] && fitted.may_be_nothing();
        let note = format!("{minutes}: n = {}, {}", work_times.len(), fitted.kind());
        let work = with_note(&fitted.text(share, true), &note);
        let name = self.teams[number].clone();
        let hardly = waits.mean() < HARDLY;
        let times = |over: fn(&Wait) -> Micros| part.waits.iter().map(over);
        let lasted = || work_times.over.iter().map(|(time, _)| (time * 1e6) as Micros);
        if team.is_stay && hardly && found.history.has_starts {
            let note = format!("D: n = {}, {}, nobody works", work_times.len(), fitted.kind());
            let fitted = if must_wait { fitted.at_least_a_second() } else { fitted };
            let line = format!("delay = {}", with_note(&fitted.text(share, false), &note));
            self.line(&line);
            for (class, times) in self.work_by_class(part.activity, state) {
                let line = format!("class.{class}.delay = {}", distribution(&times, "D: ", false, must_wait));
                self.line(&line);
            }
            if let Some(leave) = leaving.and_then(|(.., inside)| self.leaves("leave", inside, lasted())) {
                self.line(&leave);
            }
            return true;
        }
        self.used.insert(number);
        // Who leaves although nothing outside is waited for has had enough of the queue.
        let patience = leaving.and_then(|(delay, queue, _)| {
            let of_queue = if hardly { delay.and(queue) } else { queue.clone() };
            self.leaves(
                "patience",
                &of_queue,
                times(if hardly { |wait| wait.start - wait.ready } else { |wait| wait.start - wait.until }),
            )
        });
        let inside = leaving.and_then(|(.., inside)| self.leaves("leave", inside, lasted()));
        let by_class = |(class, times): &(String, Times)| {
            format!("class.{class}.work = {}", distribution(times, &format!("{minutes}: "), true, false))
        };
        let works: Vec<String> = self.work_by_class(part.activity, state).iter().map(by_class).collect();
        let of_work: Vec<String> = works.into_iter().chain(patience).chain(inside).collect();
        if hardly && !must_wait {
            let lines = [format!("team = \"{name}\"\nwork = {work}")].into_iter().chain(of_work);
            let lines = lines.collect::<Vec<_>>().join("\n");
            self.line(&lines);
            return false;
        }
        self.outside_waits += usize::from(!hardly);
        let fitted = if hardly { Fitted::Constant(0.0) } else { waits.fit() };
        let fitted = if must_wait { fitted.at_least_a_second() } else { fitted };
        let note = format!("D: waits outside, n = {}, {}", waits.over.len(), fitted.kind());
        let delay = with_note(&fitted.text(waits.uncertainty(), false), &note);
        let open = match way {
            Counted::Always => String::new(),
            Counted::Open => format!(", open = \"{}\"", self.calendar(&team.week)),
        };
        let by_class = if hardly { Vec::new() } else { self.waits_by_class(state, part, way, alone) };
        let delays: String = by_class
            .iter()
            .map(|(class, times)| {
                let text = distribution(times, "D: waits outside, ", false, must_wait);
                format!(", class.{class}.delay = {text}")
            })
            .collect();
        let leave = leaving.filter(|_| !hardly);
        let leave = leave.and_then(|(delay, ..)| self.leaves("leave", delay, times(|wait| wait.until - wait.ready)));
        let leave = leave.map_or(String::new(), |leave| format!(", {leave}"));
        let of_work: String = of_work.into_iter().map(|field| format!(", {field}")).collect();
        let lines = format!(
            "steps = [\n  {{ delay = {delay}{delays}{open}{leave} }},\n  {{ team = \"{name}\", work = {work}{of_work} }},\n]"
        );
        self.line(&lines);
        true
    }

    /// For every combination of levels that matters the times that an activity took.
    fn work_by_class(&self, activity: u32, state: usize) -> Vec<(String, Times)> {
        let own = self.found.work.has_own(state).then_some(state);
        let place = Place::Work(activity, own);
        let seen = &self.found.worked[activity as usize];
        let times = |of: &BTreeMap<usize, usize>| {
            let levels = self.at(place, of);
            let those = |levels: &[(usize, usize)]| {
                Worked::times(seen, own, |case, at| self.found.classes.has(case, at, levels))
            };
            those(Classes::enough(&levels, |levels| those(levels).over.len()))
        };
        let axes = self.axes_at([place].into_iter());
        self.combinations(&axes).into_iter().map(|(class, of)| (class, times(&of))).collect()
    }

    /// For every combination of levels that matters the waits outside before a piece of work of a state.
    fn waits_by_class(&self, state: usize, part: &Part, way: Counted, alone: bool) -> Vec<(String, Times)> {
        let (found, place) = (self.found, Place::Delay(state, part.activity));
        let team = &found.people.teams[found.people.team_of[part.activity as usize]];
        let times = |of: &BTreeMap<usize, usize>| {
            let levels = self.at(place, of);
            let those = |levels: &[(usize, usize)]| part.only(|case, at| found.classes.has(case, at, levels));
            let levels = Classes::enough(&levels, |levels| those(levels).of.len());
            let those = those(levels);
            let mut times = Times::of(lengths(&those.waits, team, way).into_iter().zip(those.weights.iter().copied()));
            if alone && way == Counted::Always {
                times.open = found.leaving.delay[state].times_of(|case, at| found.classes.has(case, at, levels));
            }
            times
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
