//! Who leaves while waiting: how long it takes until they have had enough.
//!
//! A case that was left says only that its patience was at most so long, one that went on that it was longer than its wait: the
//! one keeps the other from being seen, so both count (Kalbfleisch & Prentice 2002, *The Statistical Analysis of Failure Time Data*,
//! 2nd ed., ch. 8: cause-specific hazards). So do those who were there still when the log was made.

use std::collections::BTreeMap;

use super::contexts::States;
use super::fit::Times;
use super::history::{Course, History, Piece};
use super::parts::Part;
use super::people::People;
use crate::log::Micros;

/// Who left where.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Leaving {
    /// For each state, who left before its work was asked for: what was waited for outside would have taken them longer.
    pub(super) before: Vec<Left>,
    /// For each state that somebody left, and while what: who left, and who stayed.
    pub(super) stays: BTreeMap<(usize, During), Stays>,
}

/// While what a case leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum During {
    /// A wait outside.
    Delay,
    /// The wait for work; where nothing outside is waited for, all of the wait.
    Queue,
    /// The work, or a stay where nobody works.
    Work,
}

/// Who left at one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Left {
    /// After how long, and how much each counts.
    times: Vec<(Micros, f64)>,
    /// Which case each was, and when.
    of: Vec<(u32, Micros)>,
    /// How often by each end; `None`: nothing says so.
    ends: BTreeMap<Option<u32>, usize>,
}

/// Who left at one place, and how long the others were there at least.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Stays {
    left: Left,
    /// Which case, until when, for how long.
    stayed: Vec<(u32, Micros, Micros)>,
}

impl Left {
    fn add(&mut self, (case, at): (usize, Micros), time: Micros, weight: f64, end: Option<u32>) {
        self.times.push((time.max(1), weight));
        self.of.push((case as u32, at));
        *self.ends.entry(end).or_default() += 1;
    }

    fn add_all(&mut self, others: &Left) {
        self.times.extend(&others.times);
        self.of.extend(&others.of);
        others.ends.iter().for_each(|(end, count)| *self.ends.entry(*end).or_default() += count);
    }

    /// Those of some cases, each with how much it counts.
    fn only<'s>(&'s self, wanted: &'s impl Fn(u32, Micros) -> bool) -> impl Iterator<Item = (Micros, f64)> + 's {
        let those = self.times.iter().zip(&self.of).filter(|(_, (case, at))| wanted(*case, *at));
        those.map(|(time, _)| *time)
    }

    /// After how long some cases left, in seconds.
    pub(super) fn times_of(&self, wanted: impl Fn(u32, Micros) -> bool) -> Vec<f64> {
        self.only(&wanted).map(|(time, _)| time as f64 / 1e6).collect()
    }
}

impl Stays {
    /// The end by which most of them left.
    pub(super) fn end(&self) -> Option<u32> {
        self.left.ends.iter().max_by_key(|(_, count)| **count).and_then(|(end, _)| *end)
    }

    /// After how long some cases left, and how long others stayed at least.
    pub(super) fn times(&self, wanted: impl Fn(u32, Micros) -> bool) -> Times {
        let stayed = self.stayed.iter().filter(|(case, at, _)| wanted(*case, *at));
        let open = stayed.map(|(_, _, time)| *time as f64 / 1e6).collect();
        Times { open, ..Times::of(self.left.only(&wanted)) }
    }

    /// Every stay: which case, until when, how long, and whether it was left.
    pub(super) fn all(&self) -> Vec<(u32, Micros, Micros, bool)> {
        let left = self.left.times.iter().zip(&self.left.of).map(|((time, _), (case, at))| (*case, *at, *time, true));
        left.chain(self.stayed.iter().map(|&(case, at, time)| (case, at, time, false))).collect()
    }
}

impl Leaving {
    /// Of the past.
    ///
    /// * `weights` – how much each case counts
    /// * `parts` – of every state what is done, and waited for
    /// * `open` – cases that were not over, in order
    pub(super) fn of(
        (history, people, states): (&History, &People, &States),
        weights: &[f64],
        parts: &[Vec<Part>],
        open: &[usize],
    ) -> Leaving {
        let none = || vec![Stays::default(); states.states.len()];
        let (mut delay, mut queue, mut inside) = (none(), none(), none());
        let until = history.span.1;
        let mut turns = vec![0_usize; states.states.len()];
        for (number, case) in history.cases.iter().enumerate().filter(|(number, _)| weights[*number] > 0.0) {
            let is_open = open.binary_search(&number).is_ok();
            let (Some(&state), Some(visit)) = (states.paths[number].last(), case.visits.last()) else { continue };
            let piece = visit.pieces[visit.pieces.len() - 1];
            let weight = weights[number];
            // It is not known what they would have gone on to: by turns, as often as others went there.
            let mut next = || {
                let turn = crate::chance::turn(turns[state]);
                turns[state] += 1;
                next_by_turn(history, states, state, turn)
            };
            match (case.left, piece.course) {
                (Some(left), Course::GivenUp) => {
                    queue[state].left.add((number, left.at), left.at - piece.begin(), weight, left.end);
                }
                (Some(left), Course::BrokenOff) => {
                    inside[state].left.add((number, left.at), left.at - piece.start, weight, left.end);
                }
                (Some(left), _) => {
                    if let Some(next) = next() {
                        delay[next].left.add((number, left.at), left.at - visit.end(), weight, left.end);
                    }
                }
                (None, Course::Done) if is_open => {
                    if let Some(next) = next() {
                        delay[next].stayed.push((number as u32, until, until - visit.end()));
                    }
                }
                (None, _) => {}
            }
        }
        let before = delay.iter().map(|stays| stays.left.clone()).collect();
        let mut stays = BTreeMap::new();
        for (state, parts) in parts.iter().enumerate() {
            // Of what is done side by side nobody leaves a part.
            let [part] = &parts[..] else { continue };
            let (_, outside) = part.outside(&people.teams[people.team_of[part.activity as usize]]);
            let is_queue = outside.is_hardly_any();
            let [mut delay, mut queue, mut inside] =
                [&mut delay, &mut queue, &mut inside].map(|all| std::mem::take(&mut all[state]));
            if is_queue {
                queue.left.add_all(&delay.left);
                queue.stayed.append(&mut delay.stayed);
                delay = Stays::default();
            }
            for (number, wait) in part.waits.iter().enumerate() {
                let (case, at) = part.of[number];
                let (piece, is_left) = last_piece(history, case, &part.pieces[number]);
                let gave_up = is_left && piece.course == Course::GivenUp;
                let asked = if is_queue { wait.ready } else { wait.until };
                if !is_queue {
                    delay.stayed.push((case, at, wait.until - wait.ready));
                }
                match piece.course {
                    Course::Waiting => queue.stayed.push((case, until, until - asked)),
                    _ if !gave_up => queue.stayed.push((case, at, wait.start - asked)),
                    _ => {}
                }
                match piece.course {
                    Course::InHand => inside.stayed.push((case, until, until - piece.start)),
                    _ if piece.began() && !is_left => inside.stayed.push((case, at, piece.end - piece.start)),
                    _ => {}
                }
            }
            for (during, found) in [(During::Delay, delay), (During::Queue, queue), (During::Work, inside)] {
                if !found.left.times.is_empty() {
                    stays.insert((state, during), found);
                }
            }
        }
        Leaving { before, stays }
    }
}

/// A piece of work, and whether it is the one at which its case was left.
fn last_piece<'p>(history: &History, case: u32, piece: &'p Piece) -> (&'p Piece, bool) {
    let past = &history.cases[case as usize];
    let last = past.visits.last().and_then(|visit| visit.pieces.last());
    (piece, past.left.is_some() && piece.stopped() && last.is_some_and(|last| last.start == piece.start))
}

/// The state that follows at this place of all that follow, the ends left out.
fn next_by_turn(history: &History, states: &States, state: usize, turn: f64) -> Option<usize> {
    let on = || {
        let next = states.states[state].next.iter().filter_map(|(to, count)| Some((to.as_ref()?, count.weight)));
        next.filter(|(to, _)| !history.says_how(states.states[**to].symbol))
    };
    let mut rest = turn * on().map(|(_, weight)| weight).sum::<f64>();
    let chosen = on().find(|(_, weight)| {
        rest -= weight;
        rest < 0.0
    });
    chosen.or_else(|| on().next_back()).map(|(to, _)| *to)
}
