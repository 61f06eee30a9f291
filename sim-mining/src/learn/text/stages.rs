//! What is done, and what is waited for before.

use super::by_class::ByClass;
use super::{Writer, title, title_of};
use crate::learn::clinic::Clinic;
use crate::learn::contexts::{BEGIN, Count, State};
use crate::learn::evidence::Place;
use crate::learn::fit::Times;
use crate::learn::leaving::During;
use crate::learn::parts::Part;
use crate::learn::waits::Counted;
use crate::learn::words::{quoted, with_note};

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
                    self.told_apart(state);
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
                    self.told_apart(state);
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

    /// By what was done before, where one activity is several stages.
    fn told_apart(&mut self, state: &State) {
        if self.found.states.states.iter().filter(|other| other.symbol == state.symbol).count() == 1 {
            return;
        }
        let before = |&symbol: &u32| match symbol {
            BEGIN => "nothing".to_owned(),
            symbol => quoted(&title_of(self.found, symbol as usize)),
        };
        let after: Vec<String> = state.after.iter().map(before).collect();
        let line = match &after[..] {
            [] => "# After anything but what the other stages of this title say.".to_owned(),
            [last, earlier @ ..] => {
                let earlier: String = earlier.iter().map(|symbol| format!(", before that {symbol}")).collect();
                let goes_further = |other: &State| {
                    other.symbol == state.symbol
                        && other.after.len() > state.after.len()
                        && other.after.starts_with(&state.after)
                };
                let but = if self.found.states.states.iter().any(goes_further) {
                    ", but for what another stage of this title says"
                } else {
                    ""
                };
                format!("# After {last}{earlier}{but}.")
            }
        };
        self.line(&line);
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
        let work = self.work_times(part.activity, state);
        let (way, outside) = part.outside(team);
        let hardly = outside.is_hardly_any();
        let leaves = |writer: &mut Self, during| if alone { writer.leaves(state, during) } else { Vec::new() };
        let is_known = found.history.has_starts && work.iter().any(|(_, times)| !times.over.is_empty());
        let minutes = if is_known { "D: " } else { "A: not in the log: " };
        // A case may come back here: then it does not take no time at all, whoever comes.
        let must_wait = self.goes_round[state] && work.iter().any(|(_, times)| times.fit().is_nothing());
        if team.is_stay && hardly && found.history.has_starts {
            let mut lines = fields("delay", &work, |times| {
                let fitted = if must_wait { times.fit().at_least_a_second() } else { times.fit() };
                let note = format!("D: n = {}, {}, nobody works", times.len(), times.fit().kind());
                with_note(&fitted.text(times.uncertainty(), false), &note)
            });
            lines.extend(leaves(self, During::Work));
            lines.iter().for_each(|line| self.line(line));
            self.stays.insert(state);
            return true;
        }
        self.used.insert(number);
        let mut of_work = fields("work", &work, |times| distribution(times, minutes, true, false));
        of_work.extend(found.clinics[part.activity as usize].as_ref().map(Clinic::text));
        of_work.extend(self.queue(number));
        // Who leaves although nothing outside is waited for has had enough of the queue.
        of_work.extend(leaves(self, During::Queue));
        of_work.extend(leaves(self, During::Work));
        if hardly && !must_wait {
            self.line(&format!("team = \"{}\"", self.teams[number]));
            of_work.iter().for_each(|line| self.line(line));
            return false;
        }
        let mut of_delay = vec!["delay = { value = \"1 second\", note = \"A: a case may come back here\" }".to_owned()];
        if !hardly {
            self.outside_waits += 1;
            let times = self.wait_times(state, part, way, alone);
            of_delay = fields("delay", &times, |times| distribution(times, "D: waits outside, ", false, must_wait));
        }
        if way == Counted::Open {
            of_delay.push(format!("open = \"{}\"", self.calendar(&team.week)));
        }
        of_delay.extend(leaves(self, During::Delay));
        let [of_delay, of_work] = [of_delay, of_work].map(|fields| fields.join(", "));
        self.line(&format!("steps = [\n  {{ {of_delay} }},\n  {{ team = \"{}\", {of_work} }},\n]", self.teams[number]));
        true
    }

    /// How long work took: that which stands for everybody, and that of other classes.
    fn work_times(&self, activity: u32, state: usize) -> ByTimes {
        let found = self.found;
        let kind = found.work.kind(activity, state);
        let of = |levels: &[(usize, usize)]| found.work.times(kind, |case, at| found.classes.has(case, at, levels));
        let by_class = self.by_class(Place::Work(kind), |levels| of(levels).over.len());
        each(by_class, of)
    }

    /// How long was waited outside before a piece of work of a state: that which stands for everybody, and that of other classes.
    fn wait_times(&self, state: usize, part: &Part, way: Counted, alone: bool) -> ByTimes {
        let found = self.found;
        let team = &found.people.teams[found.people.team_of[part.activity as usize]];
        let those = |levels: &[(usize, usize)]| part.only(|case, at| found.classes.has(case, at, levels));
        let of = |levels: &[(usize, usize)]| {
            let mut times = those(levels).outside_in(team, way);
            // Who left would have waited longer.
            if alone && way == Counted::Always {
                times.open = found.leaving.before[state].times_of(|case, at| found.classes.has(case, at, levels));
            }
            times
        };
        let by_class = self.by_class(Place::Delay(state, part.activity), |levels| those(levels).of.len());
        each(by_class, of)
    }
}

/// Times by class; no class: everybody.
type ByTimes = Vec<(Option<String>, Times)>;

fn each(by_class: ByClass, of: impl Fn(&[(usize, usize)]) -> Times) -> ByTimes {
    let others = by_class.others.iter().map(|(class, levels)| (Some(class.clone()), of(levels)));
    std::iter::once((None, of(&by_class.most))).chain(others).collect()
}

/// A field with its values by class.
fn fields(name: &str, times: &ByTimes, text: impl Fn(&Times) -> String) -> Vec<String> {
    let field = |(class, times): &(Option<String>, Times)| match class {
        Some(class) => format!("class.{class}.{name} = {}", text(times)),
        None => format!("{name} = {}", text(times)),
    };
    times.iter().map(field).collect()
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
