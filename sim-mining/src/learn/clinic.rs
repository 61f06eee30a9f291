//! Work that begins at a few moments of the week only, for several cases at once: group talks, sessions, rounds.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{History, Piece};
use super::week::{MINUTE, WEEK, since_monday, weekday_name};
use crate::log::Micros;

/// The most moments of a week.
const MOST: usize = 10;
/// Least times that the work was done.
const ENOUGH: usize = 50;
/// Share of the work that begins at these moments.
const MOSTLY: f64 = 0.95;
/// Different minutes of the week that all else in the log must have: a log of dates says nothing of sessions.
const OTHERS: usize = 200;

/// The only moments at which a piece of work begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clinic {
    /// Minutes since Monday 0:00, in order.
    minutes: Vec<i64>,
    /// The most that began at one moment.
    places: usize,
    /// How often it was held.
    held: usize,
}

/// For every activity its sessions, where it has them.
pub(super) fn clinics(history: &History, activities: usize) -> Vec<Option<Clinic>> {
    let minute = |at: Micros| since_monday(at) / MINUTE;
    let mut starts: Vec<Vec<Micros>> = vec![Vec::new(); activities];
    let mut others: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); activities];
    let mut all: BTreeMap<i64, BTreeSet<u32>> = BTreeMap::new();
    let moments = |piece: &Piece| [Some(piece.start), Some(piece.end), piece.scheduled];
    for piece in history.pieces().filter(|piece| piece.end > piece.start) {
        starts[piece.activity as usize].push(piece.start);
        for at in moments(piece).into_iter().flatten() {
            all.entry(minute(at)).or_default().insert(piece.activity);
        }
    }
    for (minute, by) in &all {
        for (activity, others) in others.iter_mut().enumerate() {
            if by.iter().any(|other| *other != activity as u32) && others.len() < OTHERS {
                others.insert(*minute);
            }
        }
    }
    starts.iter().zip(&others).map(|(starts, others)| clinic(starts, others.len())).collect()
}

/// The sessions of work that began at these moments.
fn clinic(starts: &[Micros], others: usize) -> Option<Clinic> {
    if starts.len() < ENOUGH || others < OTHERS {
        return None;
    }
    let mut at: BTreeMap<Micros, usize> = BTreeMap::new();
    starts.iter().filter(|at| since_monday(**at) % MINUTE == 0).for_each(|start| *at.entry(*start).or_default() += 1);
    let mut by_minute: BTreeMap<i64, usize> = BTreeMap::new();
    at.iter().for_each(|(at, number)| *by_minute.entry(since_monday(*at) / MINUTE).or_default() += number);
    let mut minutes: Vec<(i64, usize)> = by_minute.into_iter().collect();
    minutes.sort_by_key(|(minute, number)| (std::cmp::Reverse(*number), *minute));
    let mut seen = 0;
    let needed = minutes.iter().position(|(_, number)| {
        seen += number;
        seen as f64 >= MOSTLY * starts.len() as f64
    })?;
    if needed >= MOST {
        return None;
    }
    let mut minutes: Vec<i64> = minutes[..=needed].iter().map(|(minute, _)| *minute).collect();
    minutes.sort_unstable();
    at.retain(|at, _| minutes.binary_search(&(since_monday(*at) / MINUTE)).is_ok());
    Some(Clinic { minutes, places: at.values().copied().max()?, held: at.len() })
}

impl Clinic {
    /// As a field of the language.
    pub(super) fn text(&self) -> String {
        let day = WEEK / MINUTE / 7;
        let clock = |minute: &i64| {
            let of_day = minute % day;
            format!("\"{} {:02}:{:02}\"", weekday_name((minute / day) as usize), of_day / 60, of_day % 60)
        };
        let at = self.minutes.iter().map(clock).collect::<Vec<_>>().join(", ");
        let note = format!("D: the most at one moment, of {} moments", self.held);
        format!("clinic = {{ at = [{at}], places = {{ value = {}, note = \"{note}\" }} }}", self.places)
    }
}
