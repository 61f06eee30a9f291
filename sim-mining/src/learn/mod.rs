//! From a log to a scenario that a person can read, run and change.
//!
//! ```text
//! EventLog ─► History ─┬─► Recent     from which cases: a chain changes
//!             (ends)   ├─► People     teams, how many (pool), when (week), how long was worked
//!                      ├─► States     where cases go next, and how much of the past that depends on (contexts)
//!                      ├─► Work       how long work takes, and whether that depends on what went before
//!                      ├─► Part       what is done in a state, and waited for: what neither a queue nor a closed door explains (waits)
//!                      ├─► Leaving    who leaves while waiting, and who stayed
//!                      ├─► Priority   who goes first in a team
//!                      ├─► Clinic     what begins at a few moments of the week only
//!                      ├─► Stream     by which ways cases come, how many (arrivals), in which months more (season)
//!                      └─► Classes    traits of cases (axis) on which any of these depends (evidence)      ─► text of a scenario
//! ```
//!
//! `fit` makes distributions of times, whoever asks.

mod arrivals;
mod axis;
mod before;
mod classes;
mod clinic;
mod contexts;
mod drift;
mod evidence;
mod fit;
mod history;
mod kept;
mod leaving;
mod parts;
mod people;
mod pool;
mod priority;
mod recent;
mod season;
mod streams;
mod text;
mod waits;
mod week;
mod words;
mod work;

use std::collections::BTreeMap;

use crate::log::EventLog;
use axis::Axis;
use before::without_who_was_there;
use classes::{Classes, Seen};
use clinic::{Clinic, clinics};
use contexts::States;
use history::History;
pub use kept::Kept;
use kept::{kept, open_cases};
use leaving::Leaving;
use parts::Part;
use people::People;
use priority::{Priority, priorities};
use recent::Recent;
use streams::{Stream, streams};
use work::Work;

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
    /// Cases that were there before the log begins, from which nothing was learned.
    pub there_before: usize,
    /// Cases that were not over when the log was made.
    pub open_cases: usize,
    /// Whether the log holds only cases that were over, so that of the latest the long ones are missing.
    pub only_finished: bool,
    /// Cases from which it was learned where they go and what they wait for.
    pub recent_cases: usize,
    /// Date since which these came, because before it went otherwise by more than chance; `None`: all of them.
    pub since: Option<String>,
    /// Days after which a case counts half as much for that, if it does.
    pub half_life: Option<f64>,
    /// Pieces of work.
    pub pieces: usize,
    /// Activities.
    pub activities: usize,
    /// Activities that are several stages.
    pub several: usize,
    /// Stages: activities, told apart by what was done before where that matters.
    pub stages: usize,
    /// Teams.
    pub teams: usize,
    /// Stages before which something outside the chain is waited for.
    pub outside_waits: usize,
    /// How cases end, and whether that was taken for a success, by its name.
    pub ends: Vec<(String, bool)>,
    /// Stages that some leave early.
    pub leaving: usize,
    /// Teams of which somebody is there in the first part of every opening only.
    pub part_timers: usize,
    /// Activities that begin at a few moments of the week only, for several cases at once.
    pub sessions: usize,
    /// Levels that go first, as the log says them, and in how many teams.
    pub first: Vec<(String, usize)>,
    /// Streams of cases that come many at a time.
    pub batches: usize,
    /// Streams of which more come in some months than in others.
    pub seasons: usize,
    /// The traits that matter.
    pub classes: Vec<LearnedTrait>,
    /// Traits that go together: both, how much (Cramér's V, from 0 to 1), and whether they are one axis of the scenario.
    pub together: Vec<(String, String, f64, bool)>,
    /// Cases that are there when the run begins.
    pub present: usize,
    /// Whether the log says when work began.
    pub has_starts: bool,
    /// Whether it says who did it.
    pub has_resources: bool,
}

/// A trait of cases on which something depends.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedTrait {
    /// Its name in the log.
    pub name: String,
    /// Its levels, as the log says them.
    pub levels: Vec<String>,
    /// After how many stages it matters where cases go.
    pub next: usize,
    /// For how many activities it matters how long work takes.
    pub work: usize,
    /// Before how many stages it matters how long something outside is waited for.
    pub delay: usize,
    /// At how many stages it matters how soon cases leave.
    pub leave: usize,
}

/// Why nothing can be learned from a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearnError {
    /// There is no case of which a moment is known.
    NoCases,
    /// The log ends in a year for which no scenario can be written.
    Years(i64),
}

/// What everything is written from.
struct Findings<'l> {
    log: &'l EventLog,
    history: History,
    states: States,
    people: People,
    /// For every activity the only moments at which it begins, where there are such.
    clinics: Vec<Option<Clinic>>,
    /// Who goes first, by team.
    priorities: BTreeMap<usize, Priority>,
    /// How they come.
    streams: Vec<Stream>,
    classes: Classes,
    /// Who leaves while waiting.
    leaving: Leaving,
    /// How long work takes.
    work: Work,
    /// For each state what is done, and waited for.
    parts: Vec<Vec<Part>>,
    /// What is learned from of where cases go and what they wait for.
    recent: Recent,
    /// Cases that were not over.
    open: Vec<usize>,
    only_finished: bool,
    there_before: usize,
}

/// Learns a scenario from a log.
///
/// * `name` – of the log, for the remarks beside the numbers
///
/// # Errors
/// [`LearnError`] when there is nothing to learn from.
pub fn learn(log: &EventLog, name: &str) -> Result<Learned, LearnError> {
    learn_from(log, name, How::Whole)
}

/// Of how long ago cases count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum How {
    /// All alike, unless it went otherwise before by more than chance.
    #[default]
    Whole,
    /// Of a log of finished cases older ones the less, as that told the log's own past best.
    Latest,
}

/// Learns a scenario from a log.
///
/// # Errors
/// [`LearnError`] when there is nothing to learn from.
pub fn learn_from(log: &EventLog, name: &str, how: How) -> Result<Learned, LearnError> {
    let (log, there_before) = without_who_was_there(log);
    let log = &*log;
    let history = History::of(log);
    if history.cases.is_empty() {
        return Err(LearnError::NoCases);
    }
    let year = 1970 + history.span.1.div_euclid(365 * week::DAY + week::DAY / 4);
    if !(1900..2499).contains(&year) {
        return Err(LearnError::Years(year));
    }
    let kept = kept(&history);
    let only_finished = kept == Kept::OnlyFinished;
    let open = if only_finished { Vec::new() } else { open_cases(&history) };
    // Where none was over it cannot be told how they end: then all are taken to be.
    let open = if open.len() == history.cases.len() { Vec::new() } else { open };
    // Who left early did not get where they were going.
    let is_over = |case: usize| open.binary_search(&case).is_err() && history.cases[case].left.is_none();
    let people = People::of(&history, log);
    // Where cases go and what they wait for may change; who works when is known best from the whole log.
    let recent = Recent::of(&history, only_finished, how);
    let states = States::of(&history, &recent.weights, &is_over);
    let streams = streams(&history, &states, only_finished);
    let work = Work::of(&history, &people, &states);
    let clinics = clinics(&history, log.activities.len());
    let part = |state| Part::of_state(&history, &people, state, &recent.weights, &clinics);
    let parts: Vec<Vec<Part>> = states.states.iter().map(part).collect();
    let candidates = Axis::candidates(log, &history);
    let priorities = priorities(&history, &people, &states, &parts, &candidates);
    let leaving = Leaving::of((&history, &people, &states), &recent.weights, &parts, &open);
    let classes = Classes::of(&Seen {
        history: &history,
        states: &states,
        people: &people,
        weights: &recent.weights,
        parts: &parts,
        work: &work,
        leaving: &leaving,
        candidates: &candidates,
        of_queues: priorities.values().map(|priority| priority.attribute).collect(),
    });
    let findings = Findings {
        log,
        history,
        states,
        people,
        streams,
        clinics,
        priorities,
        classes,
        leaving,
        work,
        parts,
        recent,
        open,
        only_finished,
        there_before,
    };
    Ok(text::write(&findings, name))
}
