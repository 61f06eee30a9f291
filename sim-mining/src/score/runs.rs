//! A scenario simulated for as many cases as a log has, from the same moment on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use sim_core::chain::{CompileError, Resident, compile};
use sim_core::engine::{Limits, RunError, simulate_with};
use sim_core::observe::{Happening, Observer};
use sim_core::scenario::{Scenario, Stage};
use sim_core::time::{DAY, SimTime, Span};

use super::rows::Rows;
use crate::learn::Kept;
use crate::log::{Case, EventLog, Instance, Micros};
use crate::simulated::{Row, Watch, Who, log_of, micros};

/// How often a run is made twice as long when not all cases have ended.
const MOST_DOUBLINGS: u32 = 6;

/// What a scenario is simulated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The first case comes at this moment, by the clock on the wall, or later.
    pub first: Micros,
    /// When the log ends: a first guess how long to simulate.
    pub last: Micros,
    /// So many cases.
    pub cases: usize,
    /// Which of them, and how far they are followed.
    pub kept: Kept,
}

impl Wanted {
    /// As a log has; `None` when it has no case.
    pub fn of(rows: &Rows, kept: Kept) -> Option<Wanted> {
        let last = rows.spans().map(|(_, end)| end).max()?;
        Some(Wanted { first: rows.first()?, last, cases: rows.cases.len(), kept })
    }
}

/// Why a scenario could not be simulated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SimulateError {
    /// It cannot be laid out over the calendar.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The run broke off.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Its first day would lie outside the calendar.
    #[error("the calendar ends before the log begins")]
    Calendar,
}

/// A simulated log, and how many of its cases had not ended when the run did.
pub type Simulated = (EventLog, usize);

/// Simulates the first so many cases that come from a moment on.
///
/// Unknown numbers have their likely values, and nobody is present at the beginning: the warm-up of the scenario fills the
/// chain. The first day is moved by whole weeks, so that what goes by the week stays where it was.
///
/// # Errors
/// [`SimulateError`] when the scenario cannot be run from there.
pub fn simulate_log(
    scenario: &Scenario,
    wanted: Wanted,
    seed: u64,
    replication: u32,
) -> Result<Simulated, SimulateError> {
    simulate_log_with_ends(scenario, wanted, seed, replication, |_| false)
}

/// The same; where the log to compare with says as an activity how a case ended, the simulated one does so too.
///
/// * `said` – whether that log has an activity of this name
///
/// # Errors
/// [`SimulateError`] when the scenario cannot be run from there.
pub fn simulate_log_with_ends(
    scenario: &Scenario,
    wanted: Wanted,
    seed: u64,
    replication: u32,
    said: impl Fn(&str) -> bool,
) -> Result<Simulated, SimulateError> {
    let mut scenario = Scenario { unknowns: None, ..scenario.clone() };
    scenario.present.clear();
    let weeks = (wanted.first - micros(&scenario, SimTime(0))).div_euclid(7 * DAY);
    let moved = scenario.start.checked_add((weeks * 7).days());
    scenario.start = moved.map_err(|_| SimulateError::Calendar)?;
    let from = SimTime(wanted.first - micros(&scenario, SimTime(0)));
    let length = (wanted.last - wanted.first).max(DAY);
    scenario.horizon = Span(from.0 + length + length / 2 + 28 * DAY);
    let draws = scenario.draws(seed, replication);
    let mut doublings = 0;
    loop {
        let model = compile(&scenario)?;
        let mut rows: Vec<Row> = Vec::new();
        let watch = Watch::new(&model, &scenario, |row| rows.push(row));
        let (_, seen) = simulate_with(&model, draws, Limits::default(), (watch, Seen::default()))?;
        rows.retain(|row| row.who.arrived >= from && row.is_done());
        let recorded = Recorded::of(&rows, &seen, from, from + Span(wanted.last - wanted.first), wanted);
        if recorded.is_whole || doublings == MOST_DOUBLINGS {
            let Recorded { cases, until, unfinished, .. } = recorded;
            rows.retain(|row| row.end <= until && cases.contains(&row.who));
            let log = log_of(&scenario, &rows, from, Some(wanted.cases));
            let cases: BTreeSet<Who> = rows.iter().map(|row| row.who).collect();
            let mut left = seen.left;
            left.retain(|_, (at, _)| *at <= until);
            return Ok((with_ends(log, &scenario, &cases, &left, said), unfinished));
        }
        doublings += 1;
        scenario.horizon = Span(scenario.horizon.0 * 2);
    }
}

/// What a recording keeps of a run.
struct Recorded {
    /// Whose cases.
    cases: BTreeSet<Who>,
    /// What ended until then.
    until: SimTime,
    /// Cases that were to end in the run and did not.
    unfinished: usize,
    /// Whether the run was long enough for it.
    is_whole: bool,
}

impl Recorded {
    /// * `rows` – what was done for those who came in time
    /// * `last` – moment of the simulation at which the log ends
    fn of(rows: &[Row], seen: &Seen, from: SimTime, last: SimTime, wanted: Wanted) -> Recorded {
        // Since when each case is in the log.
        let mut since: BTreeMap<Who, SimTime> = BTreeMap::new();
        match wanted.kept {
            Kept::ToTheEnd => {
                let came = seen.arrived.iter().filter(|who| who.arrived >= from).take(wanted.cases);
                let (came, unfinished) = came.fold((0, 0), |(came, unfinished), who| {
                    (came + 1, unfinished + usize::from(!seen.left.contains_key(who)))
                });
                let cases: BTreeSet<Who> = rows.iter().map(|row| row.who).collect();
                let cases = cases.into_iter().take(wanted.cases).collect();
                let is_whole = came == wanted.cases && unfinished == 0;
                return Recorded { cases, until: SimTime(i64::MAX), unfinished, is_whole };
            }
            Kept::AlsoOpen => {
                for row in rows {
                    let first = since.entry(row.who).or_insert(row.end);
                    *first = row.end.min(*first);
                }
            }
            Kept::OnlyFinished => {
                let left = rows.iter().filter_map(|row| Some((row.who, seen.left.get(&row.who)?.0)));
                since.extend(left);
            }
        }
        let mut moments: Vec<SimTime> = since.values().copied().collect();
        moments.sort_unstable();
        // Who comes more slowly is waited for.
        let slowest = wanted.cases.checked_sub(1).and_then(|position| moments.get(position).copied());
        let until = slowest.map_or(SimTime(i64::MAX), |slowest| slowest.max(last));
        let cases = since.into_iter().filter(|(_, at)| *at <= until).map(|(who, _)| who).take(wanted.cases);
        Recorded { cases: cases.collect(), until, unfinished: 0, is_whole: slowest.is_some() }
    }
}

/// The log with an instance more for how each case ended, where that is said.
///
/// * `cases` – whose the cases of the log are, in its order
fn with_ends(
    log: EventLog,
    scenario: &Scenario,
    cases: &BTreeSet<Who>,
    left: &BTreeMap<Who, (SimTime, u32)>,
    said: impl Fn(&str) -> bool,
) -> EventLog {
    let title = |stage: &Stage| stage.activity.as_deref().unwrap_or(&stage.name).to_owned();
    let stages: BTreeSet<String> = scenario.stages.iter().map(title).collect();
    let ends: Vec<Option<&str>> = scenario
        .ends
        .iter()
        .map(|end| end.title.as_deref().unwrap_or(&end.name))
        .map(|name| Some(name).filter(|name| !stages.contains(*name) && said(name)))
        .collect();
    if ends.iter().flatten().next().is_none() {
        return log;
    }
    let mut with = EventLog { cases: Vec::new(), instances: Vec::new(), ..log.clone() };
    for ((case, instances), who) in log.each().zip(cases) {
        let from = with.instances.len() as u32;
        with.instances.extend_from_slice(instances);
        if let Some((at, name)) = left.get(who).and_then(|(at, end)| Some((*at, ends[*end as usize]?))) {
            let activity = with.activities.number(name);
            let at = Some(micros(scenario, at));
            with.instances.push(Instance {
                activity,
                resource: None,
                group: None,
                scheduled: None,
                start: at,
                end: at,
                stopped: false,
                offset: 0,
                details: Vec::new(),
            });
        }
        with.cases.push(Case { instances: from..with.instances.len() as u32, ..case.clone() });
    }
    with
}

/// Who came, and who left, when and how.
#[derive(Default)]
struct Seen {
    arrived: BTreeSet<Who>,
    left: BTreeMap<Who, (SimTime, u32)>,
}

impl Observer for Seen {
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        match what {
            Happening::Arrived => drop(self.arrived.insert(Who::of(resident))),
            Happening::Left { end } => drop(self.left.insert(Who::of(resident), (now, end))),
            _ => {}
        }
    }
}
