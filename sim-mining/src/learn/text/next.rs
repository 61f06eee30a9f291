//! Where cases go next.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::Writer;
use super::by_class::most_frequent;
use crate::chance::wilson;
use crate::learn::classes::Classes;
use crate::learn::contexts::Count;
use crate::learn::evidence::Place;
use crate::learn::words::share;

/// A share with its range.
type Share = (f64, f64, f64);

/// The shares of a class, each with where it comes from.
struct Shares {
    class: String,
    /// How many cases have it.
    cases: usize,
    shares: Vec<(Share, String)>,
}

impl Writer<'_> {
    /// Where cases go next.
    ///
    /// * `state` – from where, if not from the beginning
    pub(super) fn next(&mut self, next: &[(Option<usize>, Count)], state: Option<usize>) {
        let total: u32 = next.iter().map(|(_, count)| count.seen).sum();
        let weight: f64 = next.iter().map(|(_, count)| count.weight).sum();
        let places: BTreeMap<Option<usize>, (String, String)> =
            next.iter().map(|&(to, _)| (to, (self.destination(to), self.before_end(state, to)))).collect();
        let Some(&(most, _)) = next.iter().max_by(|a, b| a.1.weight.total_cmp(&b.1.weight).then(b.0.cmp(&a.0))) else {
            return;
        };
        if let [(only, _)] = next {
            let line = format!("next = [ {{ to = \"{}\"{} }} ]", places[only].0, places[only].1);
            self.line(&line);
            return;
        }
        let likely: Vec<f64> = next.iter().map(|(_, count)| count.weight / weight).collect();
        // Of what counts unequally so many count in truth (Kish 1965, *Survey Sampling*, §11.2C).
        let squares: f64 = next.iter().map(|(_, count)| count.squares).sum();
        let n = vec![weight * weight / squares.max(1e-12); next.len()];
        let rest = next.iter().position(|(to, _)| *to == most).unwrap_or(0);
        let common: Vec<(Share, String)> = ranges(&likely, &n, rest)
            .into_iter()
            .zip(next)
            .map(|(share, (_, count))| (share, format!("D: {} of {total}", count.seen)))
            .collect();
        let mut by_class = self.shares_by_class(next, state, &likely, rest);
        // Those of most cases stand for everybody.
        let cases = |one: &Shares| -> usize {
            by_class.iter().filter(|other| other.shares == one.shares).map(|other| other.cases).sum()
        };
        let usual = most_frequent(by_class.iter().map(|of| (of.shares.clone(), cases(of))));
        by_class.retain(|of| usual.as_ref() != Some(&of.shares));
        let base = usual.unwrap_or_else(|| common.clone());
        let mut lines = String::from("next = [\n");
        for (place, (to, _)) in next.iter().enumerate().filter(|(place, _)| *place != rest) {
            let ((low, likely, high), note) = &base[place];
            let [low, likely, high] = [*low, *likely, *high].map(share);
            // What depends on no trait has of others what these leave.
            let note = if note.is_empty() { format!("{} of all", common[place].1) } else { note.clone() };
            let mut line = format!(
                "  {{ to = \"{}\", share = {{ low = {low}, likely = {likely}, high = {high}, note = \"{note}\" }}",
                places[to].0
            );
            for Shares { class, shares, .. } in &by_class {
                let ((low, likely, high), note) = &shares[place];
                let [low, likely, high] = [*low, *likely, *high].map(share);
                let note = if note.is_empty() { String::new() } else { format!(", note = \"{note}\"") };
                let _ = match low == high {
                    true => write!(line, ", class.{class}.share = {{ value = {likely}{note} }}"),
                    false => {
                        write!(
                            line,
                            ", class.{class}.share = {{ low = {low}, likely = {likely}, high = {high}{note} }}"
                        )
                    }
                };
            }
            let _ = writeln!(lines, "{line}{} }},", places[to].1);
        }
        let _ = write!(lines, "  {{ to = \"{}\", share = \"rest\"{} }},\n]", places[&most].0, places[&most].1);
        self.line(&lines);
    }

    /// For every combination of levels that matters after a state its shares with their ranges, and where they come from.
    ///
    /// Shares that depend on no trait divide what the others leave as they do for all.
    fn shares_by_class(
        &self,
        next: &[(Option<usize>, Count)],
        state: Option<usize>,
        common: &[f64],
        rest: usize,
    ) -> Vec<Shares> {
        let place = |to: Option<usize>| Place::Next(state, to);
        let two = next.len() == 2;
        let axes = self.axes_at(next.iter().map(|(to, _)| place(*to)));
        if axes.is_empty() {
            return Vec::new();
        }
        let went = self.went(state);
        let shares = |of: &BTreeMap<usize, usize>| -> Vec<(Share, String)> {
            let mut likely: Vec<Option<(f64, f64, String)>> = next
                .iter()
                .map(|(to, _)| {
                    let levels = self.at(place(*to), of);
                    (!levels.is_empty()).then(|| self.share_of(&went, *to, &levels))
                })
                .collect();
            // Of two ways one says the other.
            if two
                && let Some(known) = likely.iter().position(Option::is_some)
                && likely[1 - known].is_none()
            {
                let levels = self.at(place(next[known].0), of);
                likely[1 - known] = Some(self.share_of(&went, next[1 - known].0, &levels));
            }
            let told: f64 = likely.iter().flatten().map(|(share, ..)| share).sum();
            let untold: f64 =
                likely.iter().zip(common).filter(|(likely, _)| likely.is_none()).map(|(_, share)| share).sum();
            let left = (1.0 - told).max(0.0);
            // What depends on different traits may come out at more than all.
            let scale = if untold <= 0.0 || told > 1.0 { 1.0 / told.max(1e-9) } else { 1.0 };
            let n_all = went.iter().map(|(.., weight)| weight).sum::<f64>().powi(2)
                / went.iter().map(|(.., weight)| weight * weight).sum::<f64>().max(1e-12);
            let own: Vec<(f64, f64, String)> = likely
                .into_iter()
                .zip(common)
                .map(|(likely, common)| match likely {
                    Some((share, n, note)) => (share * scale, n, note),
                    None => (if untold > 0.0 { left * common / untold } else { 0.0 }, n_all, String::new()),
                })
                .collect();
            let [values, n] = [0, 1].map(|part| -> Vec<f64> {
                own.iter().map(|(share, n, _)| if part == 0 { *share } else { *n }).collect()
            });
            ranges(&values, &n, rest).into_iter().zip(own).map(|(range, (.., note))| (range, note)).collect()
        };
        // Traits that are one axis with others that do not matter here: the same levels count once.
        let mut counted: BTreeSet<Vec<(usize, usize)>> = BTreeSet::new();
        let mut cases = |of: &BTreeMap<usize, usize>| {
            let levels: Vec<(usize, usize)> =
                of.iter().filter(|(axis, _)| axes.contains(axis)).map(|(axis, level)| (*axis, *level)).collect();
            let has = |(case, at, ..): &&(u32, i64, Option<usize>, f64)| self.found.classes.has(*case, *at, &levels);
            if counted.insert(levels.clone()) { went.iter().filter(has).count() } else { 0 }
        };
        let all = self.combinations(&axes).into_iter();
        all.map(|(class, of)| Shares { class, cases: cases(&of), shares: shares(&of) }).collect()
    }

    /// Where cases went from a state: case, when, where to, how much it counts.
    fn went(&self, state: Option<usize>) -> Vec<(u32, i64, Option<usize>, f64)> {
        let (states, weights) = (&self.found.states, &self.found.recent.weights);
        let Some(state) = state else {
            let first = states.paths.iter().enumerate();
            return first
                .filter_map(|(case, path)| Some((case as u32, i64::MIN, Some(*path.first()?), weights[case])))
                .collect();
        };
        let went = states.states[state].seen.iter().filter_map(|&(case, position)| {
            let to = states.paths[case as usize].get(position as usize + 1).copied();
            let at = self.found.history.cases[case as usize].visits[position as usize].end();
            (to.is_some() || states.is_over[case as usize]).then_some((case, at, to, weights[case as usize]))
        });
        went.collect()
    }

    /// The share that goes one way, of the cases with some levels: with how many there are, and where it comes from.
    fn share_of(
        &self,
        went: &[(u32, i64, Option<usize>, f64)],
        to: Option<usize>,
        levels: &[(usize, usize)],
    ) -> (f64, f64, String) {
        let classes = &self.found.classes;
        let having = |levels: &[(usize, usize)]| -> Vec<(u32, Option<usize>, f64)> {
            let those = went.iter().filter(|(case, at, _, weight)| *weight > 0.0 && classes.has(*case, *at, levels));
            those.map(|&(case, _, to, weight)| (case, to, weight)).collect()
        };
        let count =
            |levels: &[(usize, usize)]| having(levels).iter().map(|(case, ..)| *case).collect::<BTreeSet<u32>>().len();
        let those = having(Classes::enough(levels, count));
        let all: f64 = those.iter().map(|(.., weight)| weight).sum();
        let gone: f64 = those.iter().filter(|(_, went, _)| *went == to).map(|(.., weight)| weight).sum();
        let seen = those.iter().filter(|(_, went, _)| *went == to).count();
        let squares: f64 = those.iter().map(|(.., weight)| weight * weight).sum();
        (gone / all.max(1e-9), all * all / squares.max(1e-12), format!("D: {seen} of {}", those.len()))
    }
}

/// Shares with their ranges, such that all others at their highest leave something to one of them.
fn ranges(likely: &[f64], n: &[f64], rest: usize) -> Vec<Share> {
    let highest: Vec<Share> = likely
        .iter()
        .zip(n)
        .map(|(&likely, &n)| {
            let (low, high) = wilson(likely, n.max(1.0));
            (low.min(likely), likely, high.max(likely))
        })
        .collect();
    let others = || highest.iter().enumerate().filter(|(place, _)| *place != rest).map(|(_, share)| share);
    let above: f64 = others().map(|(_, likely, high)| high - likely).sum();
    let room = (1.0 - others().map(|(_, likely, _)| likely).sum::<f64>()).max(0.0);
    let part = if above > 0.98 * room { 0.98 * room / above.max(1e-12) } else { 1.0 };
    // Rounded down, so that all together are no more than one.
    let down = |share: f64| (share * 1e6).floor().max(0.0) / 1e6 + 0.0;
    highest
        .into_iter()
        .map(|(low, likely, high)| (down(low), down(likely), down(likely + (high - likely) * part)))
        .collect()
}
