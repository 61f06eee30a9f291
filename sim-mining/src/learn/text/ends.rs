//! How cases end, and who leaves before.

use super::Writer;
use crate::learn::fit::{Fitted, Times, time};
use crate::learn::leaving::Left;
use crate::learn::words::{quoted, with_note};
use crate::log::Micros;
use crate::mine::ending::sounds_like_drop_out;

/// Parts of names by which an end is guessed to be no success, in lower case.
const NO_SUCCESS: [&str; 13] = [
    "not ",
    "niet ",
    "no ",
    "geen ",
    "refus",
    "reject",
    "declin",
    "denied",
    "weiger",
    "afgewezen",
    "afwijz",
    "fail",
    "misluk",
];
/// A time before an end that is shorter on average is none.
const HARDLY: f64 = 30.0;

impl Writer<'_> {
    /// The name of an end; `None`: of leaving without a word.
    pub(super) fn end(&mut self, end: Option<u32>) -> String {
        self.ends_used.insert(end);
        end.map_or_else(|| "left".to_owned(), |activity| self.end_names[&activity].clone())
    }

    /// The state as where a case goes: a stage, or an end that only says how.
    pub(super) fn destination(&mut self, to: Option<usize>) -> String {
        match to {
            None => "completed".to_owned(),
            Some(state) => match self.end_of(state) {
                Some(activity) => self.end(Some(activity)),
                None => self.names[state].clone(),
            },
        }
    }

    /// The end that a state is.
    pub(super) fn end_of(&self, state: usize) -> Option<u32> {
        let symbol = self.found.states.states[state].symbol;
        self.found.history.says_how(symbol).then(|| self.found.history.symbols[symbol][0])
    }

    /// The time that passes between a state and an end, as a transfer.
    pub(super) fn before_end(&self, from: Option<usize>, to: Option<usize>) -> String {
        let Some((from, to)) = from.zip(to.filter(|to| self.end_of(*to).is_some())) else { return String::new() };
        let found = self.found;
        let seen = found.states.states[to].seen.iter().filter(|(case, position)| {
            position.checked_sub(1).is_some_and(|before| found.states.paths[*case as usize][before as usize] == from)
        });
        let times = Times::of(seen.map(|&(case, position)| {
            let visit = &found.history.cases[case as usize].visits[position as usize];
            (visit.end() - visit.ready, found.recent.weights[case as usize])
        }));
        if times.mean() < HARDLY {
            return String::new();
        }
        let fitted = times.fit();
        let note = format!("D: n = {}, {}", times.len(), fitted.kind());
        format!(", transfer = {{ time = {} }}", with_note(&fitted.text(times.uncertainty(), false), &note))
    }

    /// A time after which cases leave, as a field; nothing where nobody does.
    ///
    /// * `stayed` – how long each of the others was there, at least
    pub(super) fn leaves(&mut self, field: &str, left: &Left, stayed: impl Iterator<Item = Micros>) -> Option<String> {
        let times =
            Times { open: stayed.map(|time| time as f64 / 1e6).collect(), ..Times::of(left.times.iter().copied()) };
        let fitted = times.fit_censored()?;
        let n = left.times.len();
        let reason = self.end(left.end());
        let note = quoted(&format!("D: {n} of {} left, {}", times.len(), fitted.kind()));
        // Of few who left it is hardly known how long the others would have stayed: the interval is that of the logarithm.
        let text = match fitted {
            Fitted::Exponential(mean) => {
                let factor = (1.96 / (n as f64).sqrt()).min(3.0).exp();
                let [low, likely, high] = [mean / factor, mean, mean * factor].map(|mean| time(mean, false));
                format!("{{ exponential = {{ mean = {{ low = {low}, likely = {likely}, high = {high} }} }} }}")
            }
            fitted => fitted.text(0.0, false),
        };
        let text = text.strip_suffix(" }").unwrap_or(&text);
        Some(format!("{field} = {text}, reason = \"{reason}\", note = {note} }}"))
    }

    /// The ends that are used.
    pub(super) fn ends(&mut self) {
        for end in std::mem::take(&mut self.ends_used) {
            let title = end.map_or("Left", |activity| self.found.log.activities.name(activity));
            let is_drop_out = end.is_none() || sounds_like_drop_out(title);
            let words = format!("{} ", title.to_lowercase());
            let success = !is_drop_out && !NO_SUCCESS.iter().any(|word| words.contains(word));
            let name = self.end(end);
            self.line(&format!("[ends.{name}]\ntitle   = {}", quoted(title)));
            self.line(&format!("success = {success}     # guessed by its name\n"));
        }
    }
}
