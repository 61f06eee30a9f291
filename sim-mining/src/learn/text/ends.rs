//! How cases end, and who leaves before.

use super::Writer;
use crate::learn::evidence::Place;
use crate::learn::fit::{Fitted, Times, time};
use crate::learn::leaving::During;
use crate::learn::words::{quoted, with_note};
use crate::mine::ending::sounds_like_drop_out;

/// Parts of names by which an end is guessed to be no success, in lower case; a space stands where a word begins or ends.
const NO_SUCCESS: [&str; 14] = [
    " cannot ",
    " not ",
    " niet ",
    " no ",
    " geen ",
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
        if times.is_hardly_any() {
            return String::new();
        }
        let fitted = times.fit();
        let note = format!("D: n = {}, {}", times.len(), fitted.kind());
        format!(", transfer = {{ time = {} }}", with_note(&fitted.text(times.uncertainty(), false), &note))
    }

    /// A time after which cases leave, as a field with its values by class; nothing where nobody does.
    pub(super) fn leaves(&mut self, state: usize, during: During) -> Vec<String> {
        let found = self.found;
        let Some(stays) = found.leaving.stays.get(&(state, during)) else { return Vec::new() };
        let of = |levels: &[(usize, usize)]| stays.times(|case, at| found.classes.has(case, at, levels));
        let by_class = self.by_class(Place::Leave(state, during), |levels| of(levels).len());
        let field = if during == During::Queue { "patience" } else { "leave" };
        let reason = format!("reason = \"{}\", ", self.end(stays.end()));
        let Some(text) = soon(&of(&by_class.most), &reason) else { return Vec::new() };
        self.leaving.insert(state);
        let others = by_class.others.iter();
        let others =
            others.filter_map(|(class, levels)| Some(format!("class.{class}.{field} = {}", soon(&of(levels), "")?)));
        std::iter::once(format!("{field} = {text}")).chain(others).collect()
    }

    /// The ends that are used.
    pub(super) fn ends(&mut self) {
        for end in std::mem::take(&mut self.ends_used) {
            let title = end.map_or("Left", |activity| self.found.log.activities.name(activity));
            let is_drop_out = end.is_none() || sounds_like_drop_out(title);
            let success = !is_drop_out && !sounds_like_no_success(title);
            let name = self.end(end);
            self.ends.push((title.to_owned(), success));
            self.line(&format!("[ends.{name}]\ntitle   = {}", quoted(title)));
            self.line(&format!("success = {success}     # guessed by its name\n"));
        }
    }
}

/// How soon cases leave, as a distribution with more beside it.
fn soon(times: &Times, more: &str) -> Option<String> {
    let fitted = times.fit_censored()?;
    let n = times.over.len();
    let note = quoted(&format!("D: {n} of {} left, {}", times.len(), fitted.kind()));
    // Of few who left it is hardly known how long the others would have stayed: the interval is that of the logarithm.
    let text = match fitted {
        Fitted::Exponential(mean) => {
            let factor = (1.96 / (n.max(1) as f64).sqrt()).min(3.0).exp();
            let [low, likely, high] = [mean / factor, mean, mean * factor].map(|mean| time(mean, false));
            format!("{{ exponential = {{ mean = {{ low = {low}, likely = {likely}, high = {high} }} }} }}")
        }
        fitted => fitted.text(0.0, false),
    };
    Some(format!("{}, {more}note = {note} }}", text.strip_suffix(" }").unwrap_or(&text)))
}

/// Whether an end that is called so is guessed to be no success.
fn sounds_like_no_success(title: &str) -> bool {
    let words = title.to_lowercase();
    let words: Vec<&str> =
        words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = format!(" {} ", words.join(" "));
    NO_SUCCESS.iter().any(|part| words.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_words_from_parts_of_words() {
        for title in
            ["Closed (no reaction)", "Afgesloten: (geen reactie)", "Cannot be helped", "O_NOT REACHED", "A_DECLINED"]
        {
            assert!(sounds_like_no_success(title), "{title}");
        }
        for title in ["Casino licence granted", "Piano lessons paid", "Noted and settled", "Afgerond"] {
            assert!(!sounds_like_no_success(title), "{title}");
        }
    }
}
