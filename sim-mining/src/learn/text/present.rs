//! Cases that were not over when the log was made.

use std::collections::BTreeMap;

use super::Writer;
use crate::learn::fit::Times;
use crate::learn::history::Course;
use crate::learn::words::{date, quoted, with_note};
use crate::log::Micros;

/// So many at one stage are told by the date since when.
const FEW: usize = 10;

/// Where a case is when the run begins: stage, doing what, since when.
type Whereabouts = (String, &'static str, Option<Micros>);

impl Writer<'_> {
    /// Cases that were not over when the log was made: in the work that was in hand, in the line in which they stood, else where they are believed
    /// to be, before what comes next.
    pub(super) fn present(&mut self) {
        let mut groups: BTreeMap<(String, &str, String), Vec<Option<Micros>>> = BTreeMap::new();
        // No more work can be in hand than there are people: who was put down waits.
        let mut in_hand = vec![0; self.found.people.teams.len()];
        for (turn, &case) in self.found.open.iter().enumerate() {
            if let Some((stage, doing, since)) = self.whereabouts(case, turn, &mut in_hand) {
                groups.entry((stage, doing, self.class_of(case))).or_default().push(since);
            }
        }
        let start = self.start();
        for ((stage, doing, class), since) in groups {
            self.is_present += since.len();
            let known: Vec<Micros> = since.iter().flatten().copied().collect();
            let tables = if known.len() == since.len() && known.len() > FEW {
                // Of many it is said how long they have been there, and not since when each has.
                let so_long = Times::of(known.iter().map(|at| (start - at, 1.0))).as_seen();
                vec![(known.len(), format!("for = {}", with_note(&so_long.text(0.0, false), "D: when the run begins")))]
            } else {
                let mut by_date: BTreeMap<String, usize> = BTreeMap::new();
                let date = |at: &Option<Micros>| at.map_or_else(String::new, |at| format!("since = {}", date(at)));
                since.iter().for_each(|at| *by_date.entry(date(at)).or_default() += 1);
                by_date.into_iter().map(|(since, number)| (number, since)).collect()
            };
            for (number, since) in tables {
                self.line(&format!("[[present]]\nstage = \"{stage}\"\n{doing} = {number}"));
                if !class.is_empty() {
                    self.line(&format!("class = {}", quoted(&class)));
                }
                let lines = if since.is_empty() { since } else { format!("{since}\n") };
                self.line(&lines);
            }
        }
    }

    /// Where an open case is; `None` where that cannot be said: on its way to an end, or in something done side by side.
    fn whereabouts(&self, case: usize, turn: usize, in_hand: &mut [u32]) -> Option<Whereabouts> {
        let found = self.found;
        let (state, visit) = found.states.paths[case].last().zip(found.history.cases[case].visits.last())?;
        let is_alone = |state: usize| found.history.symbols[found.states.states[state].symbol].len() == 1;
        let piece = visit.pieces[visit.pieces.len() - 1];
        let here = || Some(self.names[*state].clone()).filter(|_| is_alone(*state) && self.end_of(*state).is_none());
        match piece.course {
            Course::InHand => {
                let (here, number) = (here()?, found.people.team_of[piece.activity as usize]);
                let team = &found.people.teams[number];
                if team.is_stay {
                    return Some((here, "staying", Some(piece.start)));
                }
                in_hand[number] += 1;
                let is_taken = team.range().is_some_and(|(least, _)| in_hand[number] > least);
                return Some((here, if is_taken { "waiting" } else { "in_work" }, is_taken.then_some(piece.start)));
            }
            Course::Waiting => {
                // Where nobody works, who has not begun is there all the same.
                let doing = if self.stays.contains(state) { "staying" } else { "waiting" };
                return Some((here()?, doing, Some(piece.begin())));
            }
            Course::Done | Course::BrokenOff | Course::GivenUp => {}
        }
        // Where it is not known, by turns, as often as others went there.
        let next = found.states.states[*state].next.iter();
        let next = || next.clone().filter_map(|(to, count)| Some(((*to)?, count.weight)));
        let mut left = crate::chance::turn(turn) * next().map(|(_, weight)| weight).sum::<f64>();
        let (to, _) = next().find(|(_, weight)| {
            left -= weight;
            left < 0.0
        })?;
        if !is_alone(to) || self.end_of(to).is_some() {
            return None;
        }
        let doing = if self.begins_with_delay.contains(&to) { "staying" } else { "waiting" };
        Some((self.names[to].clone(), doing, Some(found.history.cases[case].end())))
    }
}
