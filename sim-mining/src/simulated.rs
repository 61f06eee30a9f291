//! A simulated log: what the engine tells of a replication, as rows such as a real chain would have kept.
//!
//! ```text
//! Happening ──► Watch ──row by row, as each ends──► EventLog, or a writer of files
//! ```
//!
//! A row is a piece of work for a resident, from its start to its end, by one worker of a team; at a stage where nobody
//! works it is the stay there. Waits and delays before work are no rows: they are the time between two rows.

use std::collections::{BTreeMap, VecDeque};

use sim_core::chain::{Model, Op, Resident};
use sim_core::observe::{Happening, Observer, WhyLeft};
use sim_core::random::ResidentKey;
use sim_core::scenario::{Scenario, Step};
use sim_core::time::{DAY, SimTime, Span, UNLIMITED, days_between};

use crate::log::{Case, EventLog, Instance, Micros};

/// A piece of work that is over, or a stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Who it was done for.
    pub who: Who,
    /// Class combination at its end.
    pub class: u16,
    /// Stage.
    pub stage: u32,
    /// What kind of row it is.
    pub kind: RowKind,
    /// Team that worked.
    pub team: Option<u32>,
    /// Which worker of the team, from 0; none of a team of which there are as many as are needed.
    pub worker: Option<u32>,
    /// Since when it was waited for: for a worker, or before that for a place; `None` when it had begun before the run.
    pub scheduled: Option<SimTime>,
    /// When it began; `None` when it had begun before the run and the scenario does not say when.
    pub start: Option<SimTime>,
    /// When it ended.
    pub end: SimTime,
    /// Whether it was finished, and not broken off.
    pub finished: bool,
}

impl Row {
    /// Whether it is something that was done: no appointment that was missed, and no wait in vain.
    pub fn is_done(&self) -> bool {
        !matches!(self.kind, RowKind::Missed | RowKind::GivenUp)
    }
}

/// A resident in one of their trajectories: what is called a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// When they came into the chain.
    pub arrived: SimTime,
    /// Stream.
    pub stream: u16,
    /// Number in it, from 0.
    pub ordinal: u32,
    /// So-manieth time in the chain, from 1.
    pub trajectory: u16,
    /// Tells residents apart who have the same stream and number, as in a surge.
    pub key: ResidentKey,
}

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Work of the stage, or an attempt to reach the resident.
    Work,
    /// Work that is done again because the resident was sent back.
    Rework,
    /// A contact during a stay.
    Contact,
    /// A stay at a stage where nobody works.
    Stay,
    /// An appointment at which the resident did not appear: it took a worker's time.
    Missed,
    /// A wait that ended without work: from [`Row::scheduled`] to its end. It starts where it ends.
    GivenUp,
}

/// Work or a stay that goes on, or a wait for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoingOn {
    /// Stage.
    pub stage: u32,
    /// What kind of row it would become.
    pub kind: RowKind,
    /// Team that works.
    pub team: Option<u32>,
    /// Which worker of the team, once one works.
    pub worker: Option<u32>,
    /// Since when it is, or was, waited for; `None` when it had begun before the run.
    pub scheduled: Option<SimTime>,
    /// When it began; `None`: it is waited for.
    pub start: Option<SimTime>,
}

/// Tells rows to whoever asks for them, each when it ends.
pub struct Watch<'m, F> {
    model: &'m Model,
    /// Stages whose rows are stays.
    stays: Vec<bool>,
    /// Workers of each team who have nothing in hand, the longest idle first.
    idle: Vec<VecDeque<u32>>,
    /// How many there are of each team, as far as was seen.
    known: Vec<u32>,
    /// Waits for work, since when; `None` where only who was there before the run could know.
    waiting: BTreeMap<(ResidentKey, u32), Option<SimTime>>,
    /// Work in hand.
    open: BTreeMap<(ResidentKey, u32), InHand>,
    /// Stays that go on: since when they are waited for, and since when they are stays.
    staying: BTreeMap<(ResidentKey, u32), (Option<SimTime>, Option<SimTime>)>,
    /// Waits for a place that came to an end: since when, and when. What is waited for at that moment is the same wait.
    placed: BTreeMap<ResidentKey, (SimTime, SimTime)>,
    tell: F,
}

/// Work in hand.
#[derive(Debug, Clone, Copy)]
struct InHand {
    scheduled: Option<SimTime>,
    start: Option<SimTime>,
    worker: Option<u32>,
    missed: bool,
}

impl<'m, F: FnMut(Row)> Watch<'m, F> {
    /// Of a chain.
    pub fn new(model: &'m Model, scenario: &Scenario, tell: F) -> Watch<'m, F> {
        let passes = |step: &Step| matches!(step, Step::Delay(_) | Step::Replies(_));
        let works = |step: &Step| matches!(step, Step::Work(_) | Step::Attempts(_) | Step::SideBySide(_));
        let stays =
            scenario.stages.iter().map(|stage| stage.steps.iter().any(passes) && !stage.steps.iter().any(works));
        Watch {
            model,
            stays: stays.collect(),
            idle: vec![VecDeque::new(); model.teams.len()],
            known: vec![0; model.teams.len()],
            waiting: BTreeMap::new(),
            open: BTreeMap::new(),
            staying: BTreeMap::new(),
            placed: BTreeMap::new(),
            tell,
        }
    }

    /// What was given to be told.
    pub fn into_inner(self) -> F {
        self.tell
    }

    fn team_of(&self, work: u32) -> Option<usize> {
        self.idle
            .get(self.model.works[work as usize].team as usize)
            .map(|_| self.model.works[work as usize].team as usize)
    }

    /// A worker begins.
    fn take(&mut self, work: u32) -> Option<u32> {
        let team = self.team_of(work)?;
        if self.known[team] == UNLIMITED {
            return None;
        }
        let worker = self.idle[team].pop_front();
        Some(worker.unwrap_or_else(|| {
            self.known[team] += 1;
            self.known[team] - 1
        }))
    }

    fn wait(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let since = match self.placed.remove(&resident.key) {
            Some((since, until)) if until == now => since,
            _ => resident.since.min(now),
        };
        self.waiting.insert((resident.key, work), Some(since));
    }

    fn begin(&mut self, now: SimTime, resident: &Resident, work: u32, missed: bool) {
        let since = self.waiting.get(&(resident.key, work)).copied();
        if !missed {
            self.waiting.remove(&(resident.key, work));
        }
        let since = since.unwrap_or(Some(resident.since));
        let (scheduled, worker) = (since.map(|since| since.min(now)), self.take(work));
        self.open.insert((resident.key, work), InHand { scheduled, start: Some(now), worker, missed });
    }

    /// Somebody was there before the run began: waiting, in work, or staying where nobody works.
    ///
    /// * `since` – since when they have been at that step, where that is known
    fn find(&mut self, resident: &Resident, stage: u32, waiting: bool, since: Option<SimTime>) {
        if self.stays[stage as usize] {
            // A stay begins with its first step.
            let since = since.filter(|_| resident.op == self.model.stages[stage as usize].first_op);
            self.staying.insert((resident.key, stage), (since, since));
            return;
        }
        let Op::Work(work) = self.model.ops[resident.op as usize] else { return };
        if waiting {
            self.waiting.insert((resident.key, work), since);
        } else {
            // Who of the team has it in hand is not known either.
            self.open
                .insert((resident.key, work), InHand { scheduled: None, start: since, worker: None, missed: false });
        }
    }

    fn end(&mut self, now: SimTime, resident: &Resident, work: u32, finished: bool) {
        let Some(InHand { scheduled, start, worker, missed }) = self.open.remove(&(resident.key, work)) else { return };
        let team = self.team_of(work);
        if let (Some(team), Some(worker)) = (team, worker) {
            self.idle[team].push_back(worker);
        }
        let kind = if missed { RowKind::Missed } else { self.kind(work) };
        let team = team.map(|team| team as u32);
        let (who, class, stage) = (Who::of(resident), resident.class, self.model.works[work as usize].stage);
        let finished = finished && !missed;
        (self.tell)(Row { who, class, stage, kind, team, worker, scheduled, start, end: now, finished });
    }

    fn kind(&self, work: u32) -> RowKind {
        let model = &self.model.works[work as usize];
        match (model.rework, model.contact) {
            (true, _) => RowKind::Rework,
            (_, true) => RowKind::Contact,
            _ => RowKind::Work,
        }
    }

    /// A wait ends without work.
    fn give_up(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let Some(since) = self.waiting.remove(&(resident.key, work)) else { return };
        let team = self.team_of(work).map(|team| team as u32);
        self.tell_given_up(now, resident, (self.model.works[work as usize].stage, team), since);
    }

    fn tell_given_up(
        &mut self,
        now: SimTime,
        resident: &Resident,
        (stage, team): (u32, Option<u32>),
        scheduled: Option<SimTime>,
    ) {
        let (who, class, kind) = (Who::of(resident), resident.class, RowKind::GivenUp);
        let (start, end, worker, finished) = (Some(now), now, None, false);
        (self.tell)(Row { who, class, stage, kind, team, worker, scheduled, start, end, finished });
    }

    /// Leaves a stage before its end: a wait there was in vain.
    fn left_early(&mut self, now: SimTime, resident: &Resident, why: WhyLeft, time: Span) {
        let stage = resident.stage;
        if why == WhyLeft::Patience {
            // Only waits for a place end so.
            self.staying.remove(&(resident.key, stage));
            self.tell_given_up(now, resident, (stage, None), Some(now - time));
            return;
        }
        let of_stage = self.waits_of(resident.key).find(|&(work, _)| self.model.works[work as usize].stage == stage);
        if let Some((work, _)) = of_stage {
            self.give_up(now, resident, work);
        }
        self.end_stay(now, resident, stage, false);
    }

    fn waits_of(&self, key: ResidentKey) -> impl Iterator<Item = (u32, Option<SimTime>)> + '_ {
        self.waiting.range((key, 0)..=(key, u32::MAX)).map(|(&(_, work), &since)| (work, since))
    }

    fn begin_stay(&mut self, now: SimTime, resident: &Resident, stage: u32) {
        let since = Some(resident.joined.min(now));
        self.staying.insert((resident.key, stage), (since, since));
    }

    fn end_stay(&mut self, now: SimTime, resident: &Resident, stage: u32, finished: bool) {
        let Some((scheduled, start)) = self.staying.remove(&(resident.key, stage)) else { return };
        let (who, class) = (Who::of(resident), resident.class);
        let (kind, team, worker) = (RowKind::Stay, None, None);
        (self.tell)(Row { who, class, stage, kind, team, worker, scheduled, start, end: now, finished });
    }

    /// A wait for a place ends with one: whoever stays there without work stays from now on.
    fn take_place(&mut self, now: SimTime, resident: &Resident, stage: u32, wait: Span) {
        match self.staying.get_mut(&(resident.key, stage)) {
            Some((_, start)) => *start = Some(now),
            None if wait > Span::ZERO => drop(self.placed.insert(resident.key, (now - wait, now))),
            None => {}
        }
    }

    /// What goes on for a resident, or is waited for; without that of which no moment is known.
    pub fn going_on(&self, key: ResidentKey) -> Vec<GoingOn> {
        let mut all = Vec::new();
        for (&(_, work), in_hand) in self.open.range((key, 0)..=(key, u32::MAX)) {
            let InHand { scheduled, start, worker, missed } = *in_hand;
            let kind = if missed { RowKind::Missed } else { self.kind(work) };
            let team = self.team_of(work).map(|team| team as u32);
            let stage = self.model.works[work as usize].stage;
            all.extend(start.map(|start| GoingOn { stage, kind, team, worker, scheduled, start: Some(start) }));
        }
        for (&(_, stage), &(scheduled, start)) in self.staying.range((key, 0)..=(key, u32::MAX)) {
            let (kind, team, worker) = (RowKind::Stay, None, None);
            all.extend(start.map(|start| GoingOn { stage, kind, team, worker, scheduled, start: Some(start) }));
        }
        for (work, scheduled) in self.waits_of(key) {
            if self.open.contains_key(&(key, work)) {
                continue;
            }
            let (stage, team) = (self.model.works[work as usize].stage, self.team_of(work).map(|team| team as u32));
            let kind = self.kind(work);
            all.extend(scheduled.map(|at| GoingOn {
                stage,
                kind,
                team,
                worker: None,
                scheduled: Some(at),
                start: None,
            }));
        }
        all
    }

    /// Forgets a resident who has left.
    pub fn forget(&mut self, key: ResidentKey) {
        self.placed.remove(&key);
    }
}

impl Who {
    /// Of a resident as they are now.
    pub fn of(resident: &Resident) -> Who {
        let Resident { arrived, stream, ordinal, trajectory, key, .. } = *resident;
        Who { arrived, stream, ordinal, trajectory, key }
    }
}

impl<F: FnMut(Row)> Observer for Watch<'_, F> {
    fn on_duty(&mut self, _now: SimTime, team: u32, number: u32) {
        let team = team as usize;
        if number == UNLIMITED {
            self.known[team] = UNLIMITED;
        }
        for worker in self.known[team]..number.min(100_000) {
            self.idle[team].push_back(worker);
            self.known[team] = worker + 1;
        }
    }

    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        match what {
            Happening::Joined { stage, .. } if self.stays[stage as usize] => self.begin_stay(now, resident, stage),
            Happening::Found { stage, waiting, since } => self.find(resident, stage, waiting, since),
            Happening::Waits { work } => self.wait(now, resident, work),
            Happening::Started { work, .. } => self.begin(now, resident, work, false),
            Happening::Missed { work, .. } => self.begin(now, resident, work, true),
            Happening::Ended { work } | Happening::MissedOver { work } => self.end(now, resident, work, true),
            Happening::LeftWork { work, .. } | Happening::WorkStopped { work, .. } => {
                self.end(now, resident, work, false);
            }
            Happening::Reneged { work, .. } | Happening::Displaced { work, .. } | Happening::WaitStopped { work } => {
                self.end(now, resident, work, false);
                self.give_up(now, resident, work);
            }
            Happening::TookPlace { place, wait, .. } => {
                self.take_place(now, resident, self.model.places[place as usize].stage, wait);
            }
            Happening::Finished { stage, .. } => self.end_stay(now, resident, stage, true),
            Happening::LeftEarly { why, time, .. } => self.left_early(now, resident, why, time),
            Happening::LeftDuring { .. } | Happening::Answered { .. } => {
                // Replies that agree are followed by the end of the stage.
                let refused = !matches!(what, Happening::Answered { answer, .. } if answer.agreed);
                if refused {
                    self.end_stay(now, resident, resident.stage, false);
                }
            }
            Happening::Stopped { stage, .. } => self.end_stay(now, resident, stage, false),
            Happening::Left { .. } => self.forget(resident.key),
            _ => {}
        }
    }
}

/// The log of rows: activities have the titles of their stages, workers that of their team with a number.
///
/// * `from` – moment of the simulation from which on a resident must have come
/// * `most` – so many of them, the first to come
pub fn log_of(scenario: &Scenario, rows: &[Row], from: SimTime, most: Option<usize>) -> EventLog {
    let mut cases: BTreeMap<Who, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.who.arrived >= from && row.is_done()) {
        cases.entry(row.who).or_default().push(row);
    }
    let mut log = EventLog::default();
    for (who, rows) in cases.into_iter().take(most.unwrap_or(usize::MAX)) {
        let first = log.instances.len() as u32;
        let mut instances: Vec<Instance> = rows.iter().map(|row| instance(scenario, row, &mut log)).collect();
        instances.sort_by_key(Instance::order);
        log.instances.extend(instances);
        let instances = first..log.instances.len() as u32;
        log.cases.push(Case { id: case_id(scenario, who).into(), instances, traits: Vec::new() });
    }
    log
}

/// The name of a case: stream and number, and the so-manieth trajectory of residents who came back.
pub fn case_id(scenario: &Scenario, who: Who) -> String {
    let streams = scenario.streams.iter().map(|stream| &stream.name);
    let name = streams.chain(scenario.pools.iter().map(|pool| &pool.name)).nth(usize::from(who.stream));
    let name = name.map_or("", |name| name.as_str());
    match who.trajectory {
        0 | 1 => format!("{name}-{}", who.ordinal + 1),
        again => format!("{name}-{}/{again}", who.ordinal + 1),
    }
}

/// The moment of the calendar that a moment of the simulation is, as if clocks showed universal time.
pub fn micros(scenario: &Scenario, at: SimTime) -> Micros {
    i64::from(days_between(jiff::civil::date(1970, 1, 1), scenario.start)) * DAY + at.0
}

/// What is done in a row.
pub fn activity<'s>(scenario: &'s Scenario, row: &Row) -> &'s str {
    let stage = &scenario.stages[row.stage as usize];
    stage.activity.as_deref().unwrap_or(&stage.name)
}

fn instance(scenario: &Scenario, row: &Row, log: &mut EventLog) -> Instance {
    let team = row.team.map(|team| &scenario.teams[team as usize]);
    let name = team.map(|team| team.title.as_deref().unwrap_or(&team.name).to_owned());
    let resource = name.as_ref().zip(row.worker).map(|(name, worker)| format!("{name} {}", worker + 1));
    Instance {
        activity: log.activities.number(activity(scenario, row)),
        resource: resource.map(|name| log.resources.number(&name)),
        group: name.map(|name| log.groups.number(&name)),
        scheduled: None,
        start: row.start.map(|at| micros(scenario, at)),
        end: Some(micros(scenario, row.end)),
        stopped: !row.finished && row.kind != RowKind::Missed,
        offset: 0,
        details: Vec::new(),
    }
}
