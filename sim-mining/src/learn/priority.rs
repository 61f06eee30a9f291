//! Who goes first in a team: a class of cases that is served before others who came earlier.
//!
//! Whenever work begins for a case of one level of a trait while one of another level waits, that is seen. Those of the one go first
//! when they passed others who had come earlier, time and again, and hardly ever had to see one of the others begin while they waited.
//! Where neither order is kept, there is no priority.

use std::collections::{BTreeMap, BTreeSet};

use super::History;
use super::axis::Axis;
use super::contexts::States;
use super::parts::Part;
use super::people::People;
use crate::log::Micros;

/// Least times that they passed others who had come earlier.
const ENOUGH: usize = 20;
/// Share of the times in which both waited that the others may have gone first.
const EXCEPTIONS: f64 = 0.05;
/// Waits outside that are shorter on average are none: then it is known since when there was a queue.
const HARDLY: Micros = 30_000_000;

/// The order in which a team serves who waits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Priority {
    /// The trait, by its place in the log.
    pub(super) attribute: usize,
    /// Levels that go first, the first of all first.
    pub(super) first: Vec<usize>,
    /// How often they passed others who had come earlier.
    pub(super) passed: usize,
}

/// Work that was waited for.
#[derive(Debug, Clone, Copy)]
struct Turn {
    case: u32,
    joined: Micros,
    started: Micros,
}

/// For each team its order, where it has one.
///
/// * `parts` – of every state what is done, and waited for
pub(super) fn priorities(
    history: &History,
    people: &People,
    states: &States,
    parts: &[Vec<Part>],
    candidates: &[Axis],
) -> BTreeMap<usize, Priority> {
    let mut turns: BTreeMap<usize, Vec<Turn>> = BTreeMap::new();
    for (state, parts) in states.states.iter().zip(parts) {
        for part in parts.iter().filter(|_| !history.says_how(state.symbol)) {
            let known = part.waits.iter().filter(|wait| wait.is_known).count();
            let outside: Micros = part.waits.iter().map(|wait| wait.until - wait.ready).sum();
            let is_known = known * 2 > part.waits.len() || outside < HARDLY * part.waits.len() as Micros;
            let of_team = turns.entry(people.team_of[part.activity as usize]).or_default();
            let all = part.waits.iter().zip(&part.of).filter(|_| is_known);
            of_team.extend(all.map(|(wait, (case, _))| Turn { case: *case, joined: wait.until, started: wait.start }));
        }
    }
    let words = || candidates.iter().filter(|axis| axis.choices == 1);
    let of_team = |turns: Vec<Turn>| {
        let orders = words().filter_map(|axis| order(&turns, axis));
        orders.max_by_key(|order| (order.passed, std::cmp::Reverse(order.attribute)))
    };
    turns
        .into_iter()
        .filter(|(team, _)| people.teams[*team].workers.is_some())
        .filter_map(|(team, turns)| Some((team, of_team(turns)?)))
        .collect()
}

/// The order of the levels of a trait, if there is one.
fn order(turns: &[Turn], axis: &Axis) -> Option<Priority> {
    let levels = axis.levels.len();
    let mut changes: Vec<(Micros, bool, usize, usize)> = Vec::new();
    for (number, turn) in turns.iter().enumerate() {
        let Some(level) = axis.at(turn.case, turn.joined) else { continue };
        changes.push((turn.joined, false, number, level));
        changes.push((turn.started, true, number, level));
    }
    changes.sort_unstable();
    let mut waiting: Vec<BTreeSet<(Micros, usize)>> = vec![BTreeSet::new(); levels];
    // How often work began for the one while the other waited, and how often the other had come earlier.
    let mut began = vec![vec![0_usize; levels]; levels];
    let mut passed = vec![vec![0_usize; levels]; levels];
    for (_, starts, number, level) in changes {
        let joined = turns[number].joined;
        if !starts {
            waiting[level].insert((joined, number));
            continue;
        }
        waiting[level].remove(&(joined, number));
        for (other, line) in waiting.iter().enumerate().filter(|(other, _)| *other != level) {
            if let Some(&(first, _)) = line.first() {
                began[level][other] += 1;
                passed[level][other] += usize::from(first < joined);
            }
        }
    }
    let goes_before = |one: usize, other: usize| {
        let both = began[one][other] + began[other][one];
        passed[one][other] >= ENOUGH && began[other][one] as f64 <= EXCEPTIONS * both as f64
    };
    let before = |one: usize| (0..levels).filter(|&other| other != one && goes_before(one, other)).count();
    let mut first: Vec<usize> = (0..levels).filter(|&level| before(level) > 0).collect();
    first.sort_by_key(|&level| (std::cmp::Reverse(before(level)), level));
    let passed = first.iter().map(|&level| passed[level].iter().sum::<usize>()).sum();
    (!first.is_empty()).then_some(Priority { attribute: axis.attribute, first, passed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::axis::Level;

    fn axis(of_case: Vec<Option<u8>>) -> Axis {
        let level = |name: &str| Level { title: name.to_owned(), name: name.to_owned() };
        Axis::of_words_known("urgency", vec![level("ordinary"), level("urgent")], of_case)
    }

    /// Every tenth case is urgent; one is served each minute, three wait at any time.
    fn turns(first: impl Fn(&[(usize, bool)]) -> usize) -> Vec<Turn> {
        let mut line: Vec<(usize, bool)> = Vec::new();
        let mut turns = Vec::new();
        for minute in 0..1000 {
            line.push((minute, minute % 10 == 7));
            if line.len() > 3 {
                let (case, _) = line.remove(first(&line));
                turns.push(Turn {
                    case: case as u32,
                    joined: case as Micros * 60,
                    started: minute as Micros * 60 + 30,
                });
            }
        }
        turns
    }

    #[test]
    fn who_passes_others_goes_first() {
        let axis = axis((0..1000).map(|case| Some(u8::from(case % 10 == 7))).collect());
        let urgent_first = turns(|line| line.iter().position(|(_, urgent)| *urgent).unwrap_or(0));
        assert_eq!(order(&urgent_first, &axis).map(|order| order.first), Some(vec![1]));
        let first_come = turns(|_| 0);
        assert_eq!(order(&first_come, &axis), None);
        let last_come = turns(|line| line.len() - 1);
        assert_eq!(order(&last_come, &axis), None);
    }
}
