//! How many people of a team are there, when one of them is there only in the first part of every opening.
//!
//! A team of fte has whole people, who are there all the time, and one more for the rest of its fte, in the first part of every opening
//! (`docs/model.md`, M5). It shows in when work begins: after that part nothing begins while all the others are at work.

use super::history::Piece;
use super::week::Week;
use crate::log::Micros;

/// Work may begin beside that of all others after the part in this share of the times, for closing times are not kept to the minute.
const EXCEPTIONS: f64 = 0.005;
/// Chance that nothing would begin so late if the last one were there all the time, up to which that is not believed.
const BY_CHANCE: f64 = 1e-4;
/// Of the work that begins after the part, at least so much, and this share, begins for who had to wait, when all but one are at work.
const ENOUGH: usize = 20;
const HELD_UP: f64 = 0.2;
/// What follows within this time follows at once.
const SOME_TIME: Micros = 60_000_000;
/// A part that is longer is all the time.
const ALL: f64 = 0.95;

/// The last of a team's people, who is not there all the time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PartTimer {
    /// Share of every opening.
    pub(super) share: f64,
    /// The hours.
    week: Week,
}

impl PartTimer {
    /// Of the work of a team, if so many people work in it at a time that the last one can be told apart.
    pub(super) fn of(pieces: &[&Piece], week: &Week, workers: u32) -> Option<PartTimer> {
        if workers < 2 || week.is_always() {
            return None;
        }
        // How far into an opening work began, how many were at work then, and whether it had been waited for.
        let mut starts: Vec<(f64, usize, bool)> = Vec::new();
        sweep(pieces, |in_hand, at, _, begun| {
            if let Some((opens, closes)) = week.opening(at).filter(|_| begun) {
                let waited = in_hand.last().is_some_and(|&last| at - pieces[last].asked >= SOME_TIME);
                starts.push(((at - opens) as f64 / (closes - opens) as f64, in_hand.len(), waited));
            }
        });
        let all = workers as usize;
        let mut full: Vec<f64> = starts.iter().filter(|start| start.1 >= all).map(|start| start.0).collect();
        full.sort_by(f64::total_cmp);
        let share = *full.get(((full.len() as f64 * (1.0 - EXCEPTIONS)) as usize).min(full.len().checked_sub(1)?))?;
        let before = starts.iter().filter(|start| start.0 <= share).count();
        let after = starts.len() - before;
        // Somebody waited, and yet work began only when all but one were at work.
        let held_up = starts.iter().filter(|(at, number, waited)| *at > share && *number + 1 == all && *waited).count();
        let often = full.len() as f64 / before as f64;
        let by_chance = (1.0 - often).powf(after as f64);
        let is_held_up = held_up >= ENOUGH && held_up as f64 >= HELD_UP * after as f64;
        (share < ALL && by_chance < BY_CHANCE && is_held_up).then(|| PartTimer { share, week: week.first_part(share) })
    }

    /// Of a team whose hours are the first part of every opening of all teams together.
    pub(super) fn of_hours(own: &Week, all: &Week) -> Option<PartTimer> {
        const QUARTER: Micros = 15 * super::week::MINUTE;
        if own.open.len() != all.open.len() || own.in_a_week() >= all.in_a_week() {
            return None;
        }
        let share = own.in_a_week() as f64 / all.in_a_week() as f64;
        let part = all.first_part(share);
        let alike = |(own, part): (&(Micros, Micros), &(Micros, Micros))| {
            (own.0 - part.0).abs() <= QUARTER && (own.1 - part.1).abs() <= QUARTER
        };
        own.open.iter().zip(&part.open).all(alike).then_some(PartTimer { share, week: part })
    }

    /// For each piece of work of a team the time worked at it: when fewer are there than pieces are in hand, those that began last rest.
    pub(super) fn worked(&self, pieces: &[&Piece], week: &Week, workers: u32) -> Vec<Micros> {
        let mut worked = vec![0; pieces.len()];
        sweep(pieces, |in_hand, from, until, _| {
            for (rank, &piece) in in_hand.iter().enumerate() {
                let hours = if rank + 1 == workers as usize { &self.week } else { week };
                worked[piece] += hours.between(from, until);
            }
        });
        worked
    }

    /// When the team is open and fewer pieces are in hand than people are there; see [`super::people`].
    pub(super) fn hours(&self) -> &Week {
        &self.week
    }
}

/// Tells for every stretch between two changes what is in hand, the earliest begun first, from when to when, and whether it began
/// with a piece of work that begins.
fn sweep(pieces: &[&Piece], mut tell: impl FnMut(&[usize], Micros, Micros, bool)) {
    let mut changes: Vec<(Micros, bool, usize)> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.end > piece.start)
        .flat_map(|(number, piece)| [(piece.start, true, number), (piece.end, false, number)])
        .collect();
    changes.sort_unstable();
    let mut in_hand: Vec<usize> = Vec::new();
    for (position, &(at, begins, number)) in changes.iter().enumerate() {
        match begins {
            true => in_hand.push(number),
            false => in_hand.retain(|other| *other != number),
        }
        let until = changes.get(position + 1).map_or(at, |next| next.0);
        tell(&in_hand, at, until, begins);
    }
}
