//! What is done, and what is waited for before.

use std::collections::BTreeMap;

use super::{Writer, title};
use crate::learn::classes::Classes;
use crate::learn::contexts::Count;
use crate::learn::evidence::Place;
use crate::learn::fit::{Fitted, Times};
use crate::learn::leaving::Leaving;
use crate::learn::parts::Part;
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
                    if self.work(number, only, true) {
                        self.begins_with_delay.insert(number);
                    }
                }
                _ => {
                    let branches: Vec<String> =
                        (1..=parts.len()).map(|branch| format!("{name}_part_{branch}")).collect();
                    for (branch, part) in branches.iter().zip(parts) {
                        self.line(&format!("[stages.{branch}]"));
                        self.line(&format!("title = {}", quoted(self.found.log.activities.name(part.activity))));
                        self.work(number, part, false);
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
    /// * `alone` – it is all of the state, not side by side with others
    fn work(&mut self, state: usize, part: &Part, alone: bool) -> bool {
        let found = self.found;
        let number = found.people.team_of[part.activity as usize];
        let team = &found.people.teams[number];
        let kind = found.work.kind(part.activity, state);
        let work_times = found.work.times(kind, |_, _| true);
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
        let lasted = || work_times.over.iter().map(|(time, _)| (time * 1e6) as Micros);
        if team.is_stay && hardly && found.history.has_starts {
            let note = format!("D: n = {}, {}, nobody works", work_times.len(), fitted.kind());
            let fitted = if must_wait { fitted.at_least_a_second() } else { fitted };
            let line = format!("delay = {}", with_note(&fitted.text(share, false), &note));
            self.line(&line);
            for (class, times) in self.work_by_class(kind) {
                let line = format!("class.{class}.delay = {}", distribution(&times, "D: ", false, must_wait));
                self.line(&line);
            }
            if let Some(leave) = leaving.and_then(|(.., inside)| self.leaves("leave", inside, lasted())) {
                self.line(&leave);
            }
            return true;
        }
        self.used.insert(number);
        let mut of_work = vec![format!("work = {work}")];
        of_work.extend(self.work_by_class(kind).iter().map(|(class, times)| {
            format!("class.{class}.work = {}", distribution(times, &format!("{minutes}: "), true, false))
        }));
        of_work.extend(self.queue(number));
        if let Some((delay, queue, inside)) = leaving {
            let times = |over: fn(&Wait) -> Micros| part.waits.iter().map(over);
            // Who leaves although nothing outside is waited for has had enough of the queue.
            let patience = match hardly {
                true => self.leaves("patience", &delay.and(queue), times(|wait| wait.start - wait.ready)),
                false => self.leaves("patience", queue, times(|wait| wait.start - wait.until)),
            };
            of_work.extend(patience);
            of_work.extend(self.leaves("leave", inside, lasted()));
        }
        if hardly && !must_wait {
            self.line(&format!("team = \"{name}\""));
            of_work.iter().for_each(|line| self.line(line));
            return false;
        }
        self.outside_waits += usize::from(!hardly);
        let fitted = if hardly { Fitted::Constant(0.0) } else { waits.fit() };
        let fitted = if must_wait { fitted.at_least_a_second() } else { fitted };
        let note = format!("D: waits outside, n = {}, {}", waits.over.len(), fitted.kind());
        let mut of_delay = vec![format!("delay = {}", with_note(&fitted.text(waits.uncertainty(), false), &note))];
        for (class, times) in if hardly { Vec::new() } else { self.waits_by_class(state, part, way, alone) } {
            let text = distribution(&times, "D: waits outside, ", false, must_wait);
            of_delay.push(format!("class.{class}.delay = {text}"));
        }
        if way == Counted::Open {
            of_delay.push(format!("open = \"{}\"", self.calendar(&team.week)));
        }
        if let Some((delay, ..)) = leaving.filter(|_| !hardly) {
            let stayed = part.waits.iter().map(|wait| wait.until - wait.ready);
            of_delay.extend(self.leaves("leave", delay, stayed));
        }
        let [of_delay, of_work] = [of_delay, of_work].map(|fields| fields.join(", "));
        self.line(&format!("steps = [\n  {{ {of_delay} }},\n  {{ team = \"{name}\", {of_work} }},\n]"));
        true
    }

    /// For every combination of levels that matters the times that a kind of work took.
    fn work_by_class(&self, kind: usize) -> Vec<(String, Times)> {
        let place = Place::Work(kind);
        let times = |of: &BTreeMap<usize, usize>| {
            let levels = self.at(place, of);
            let those = |levels: &[(usize, usize)]| {
                self.found.work.times(kind, |case, at| self.found.classes.has(case, at, levels))
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
