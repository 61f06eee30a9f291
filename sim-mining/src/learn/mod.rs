//! From a log to a scenario that a person can read, run and change.
//!
//! ```text
//! EventLog ─► History ─┬─► States     where cases go next, and how much of the past that depends on
//!                      ├─► People     teams, how many, when
//!                      ├─► Wait       what neither a queue nor a closed door explains
//!                      ├─► Times      how long work takes
//!                      └─► Arrivals   how many cases, when                      ─► text of a scenario
//! ```

mod arrivals;
mod classes;
mod contexts;
mod drift;
mod fit;
mod history;
mod people;
mod recent;
mod text;
mod waits;
mod week;
mod words;

use crate::log::EventLog;
use arrivals::Arrivals;
use classes::Classes;
use contexts::States;
use fit::Times;
use history::{History, Past};
use people::People;
use recent::Recent;
use waits::worked;

/// What is learned from a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// The scenario, as text.
    pub text: String,
    /// What it was learned from, and what was found.
    pub told: LearnTold,
}

/// What a scenario was learned from, and what was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LearnTold {
    /// Cases.
    pub cases: usize,
    /// Cases that were not over when the log was made.
    pub open_cases: usize,
    /// Whether the log holds only cases that were over, so that of the latest the long ones are missing.
    pub only_finished: bool,
    /// Cases from which it was learned where they go and what they wait for.
    pub recent_cases: usize,
    /// Date since which these came; `None`: all of them.
    pub since: Option<String>,
    /// Whether it went otherwise before, by more than chance.
    pub has_changed: bool,
    /// Pieces of work.
    pub pieces: usize,
    /// Activities.
    pub activities: usize,
    /// Stages: activities, told apart by what was done before where that matters.
    pub stages: usize,
    /// Teams.
    pub teams: usize,
    /// Stages before which something outside the chain is waited for.
    pub outside_waits: usize,
    /// The trait on which it depends where cases go, and at how many stages.
    pub classes: Option<(String, usize)>,
    /// Cases that are there when the run begins.
    pub present: usize,
    /// Whether the log says when work began.
    pub has_starts: bool,
    /// Whether it says who did it.
    pub has_resources: bool,
}

/// Why nothing can be learned from a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearnError {
    /// There is no case of which a moment is known.
    NoCases,
}

/// What everything is written from.
struct Findings<'l> {
    log: &'l EventLog,
    history: History,
    states: States,
    people: People,
    arrivals: Arrivals,
    classes: Option<Classes>,
    /// For each activity the times worked.
    work: Vec<Times>,
    /// What is learned from of where cases go and what they wait for.
    recent: Recent,
    /// Cases that were not over.
    open: Vec<usize>,
    only_finished: bool,
}

/// Learns a scenario from a log.
///
/// * `name` – of the log, for the remarks beside the numbers
///
/// # Errors
/// [`LearnError`] when there is nothing to learn from.
pub fn learn(log: &EventLog, name: &str) -> Result<Learned, LearnError> {
    let history = History::of(log);
    if history.cases.is_empty() {
        return Err(LearnError::NoCases);
    }
    let open = open_cases(&history);
    let expected_open = expected_open(&history);
    // Of a log of finished cases only hardly any is under way at its end; of another one as many as at other times.
    let hardly_any = expected_open >= 5.0 && (open.len() as f64) < 0.5 * expected_open;
    let only_finished = hardly_any && history.pieces().all(|piece| piece.over);
    let open = if only_finished { Vec::new() } else { open };
    let is_over = |case: usize| open.binary_search(&case).is_err();
    let people = People::of(&history, log);
    let arrivals = Arrivals::of(&history, only_finished);
    let work = work(&history, &people);
    // Where cases go and what they wait for may change; who works when is known best from the whole log.
    let recent = Recent::of(&history, only_finished);
    let states = States::of(&history, &recent.weights, &is_over);
    let classes = Classes::of(log, &history, &states, &recent.weights);
    let findings = Findings { log, history, states, people, arrivals, classes, work, recent, open, only_finished };
    Ok(text::write(&findings, name))
}

/// For each activity the times worked, in the hours of its team.
fn work(history: &History, people: &People) -> Vec<Times> {
    let mut work = vec![Times::default(); people.team_of.len()];
    for piece in history.pieces() {
        let team = &people.teams[people.team_of[piece.activity as usize]];
        let (times, time) = (&mut work[piece.activity as usize], worked(team, piece.start, piece.end) as f64 / 1e6);
        if piece.over { times.over.push((time, 1.0)) } else { times.open.push(time) }
    }
    work
}

/// Cases that were not over when the log was made: silent for no longer than is usual, after something that seldom comes last.
fn open_cases(history: &History) -> Vec<usize> {
    let until = history.span.1;
    let mut gaps: Vec<i64> = history
        .cases
        .iter()
        .flat_map(|case| case.visits.iter().skip(1).map(|visit| visit.pieces[0].start - visit.ready))
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() * 19 / 20).copied().unwrap_or(0);
    let mut ends = vec![(0_usize, 0_usize); history.symbols.len()];
    for case in &history.cases {
        for (position, visit) in case.visits.iter().enumerate() {
            ends[visit.symbol].0 += 1;
            ends[visit.symbol].1 += usize::from(position + 1 == case.visits.len());
        }
    }
    let is_open = |case: &Past| {
        let last = &case.visits[case.visits.len() - 1];
        let (seen, ended) = ends[last.symbol];
        last.pieces.iter().any(|piece| !piece.over) || (until - case.end() < usual && ended * 5 < seen)
    };
    history.cases.iter().enumerate().filter(|(_, case)| is_open(case)).map(|(number, _)| number).collect()
}

/// How many cases are under way at a time (Little's law).
fn expected_open(history: &History) -> f64 {
    let time: i64 = history.cases.iter().map(|case| case.end() - case.arrival()).sum();
    time as f64 / (history.span.1 - history.span.0).max(1) as f64
}
