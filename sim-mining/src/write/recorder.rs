//! An observer that gathers what is done for each resident, and writes a case when it is over.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use sim_core::chain::{Model, Resident};
use sim_core::observe::{Happening, Observer};
use sim_core::scenario::Scenario;
use sim_core::time::SimTime;

use super::outline::saw_arrive;
use super::{Counts, Entry, Form, Kind, Outline, Step, WrittenCase};
use crate::log::Micros;
use crate::privacy::{self, Coarse};
use crate::simulated::{Row, RowKind, Watch, Who, micros};

/// Which cases are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Those that come in the measured period; without a warm-up also those that are there when it begins.
    #[default]
    Measured,
    /// Those that come during the warm-up as well.
    WithWarmUp,
}

/// What keeps a log from pointing at people. Simulated residents are nobody, but whoever tries out a real log's way may want
/// the same.
#[derive(Debug, Clone, Default)]
pub struct Privacy {
    /// Identifiers are hashed with this key.
    pub key: Option<Vec<u8>>,
    /// Moments are rounded down.
    pub coarse: Option<Coarse>,
}

/// What was told of rows since it was last asked.
type Rows = Rc<RefCell<Vec<Row>>>;

/// Gathers cases and writes them.
pub struct Recorder<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    outline: &'a Outline,
    watch: Watch<'a, Box<dyn FnMut(Row)>>,
    rows: Rows,
    cases: BTreeMap<Who, Open>,
    which: Which,
    privacy: Privacy,
    form: &'a mut dyn Form,
    /// Asked now and then: whether to stop.
    stop: &'a dyn Fn() -> bool,
    seen: u32,
    failed: Option<io::Error>,
    stopped: bool,
    kept: Kept,
}

/// A case that is not over.
#[derive(Debug, Default)]
struct Open {
    class: u16,
    amounts: Vec<Option<i64>>,
    rows: Vec<Row>,
    /// When the resident left, and by which end.
    left: Option<(SimTime, u32, u16)>,
}

/// What is told of the cases beside what a form counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Kept {
    ended: u64,
    empty: u64,
    without_moment: u64,
    most: usize,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How much, as a reader counts it.
    pub counts: Counts,
    /// Cases whose resident has left the chain.
    pub ended: u64,
    /// Cases that are not in the log, because nothing has been done for them yet.
    pub empty: u64,
    /// Cases that are not in the log, because they were there before the run began and still are at the same, so that no moment of
    /// them is known.
    pub without_moment: u64,
    /// Most cases that were kept in memory at a time.
    pub most: usize,
}

/// Events between two questions whether to stop.
const ASKED_EVERY: u32 = 4096;

impl<'a> Recorder<'a> {
    /// Of a replication that is about to begin.
    ///
    /// * `stop` – whether to stop, asked now and then
    pub fn new(
        (scenario, model, outline): (&'a Scenario, &'a Model, &'a Outline),
        which: Which,
        privacy: Privacy,
        form: &'a mut dyn Form,
        stop: &'a dyn Fn() -> bool,
    ) -> Recorder<'a> {
        let rows = Rows::default();
        let told = Rc::clone(&rows);
        let tell: Box<dyn FnMut(Row)> = Box::new(move |row| told.borrow_mut().push(row));
        Recorder {
            scenario,
            model,
            outline,
            watch: Watch::new(model, scenario, tell),
            rows,
            cases: BTreeMap::new(),
            which,
            privacy,
            form,
            stop,
            seen: 0,
            failed: None,
            stopped: false,
            kept: Kept::default(),
        }
    }

    /// Why the run was stopped, where writing failed.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.failed.take()
    }

    /// The run is over: writes the cases that are not, and what stands at the end.
    ///
    /// # Errors
    /// When something could not be written.
    pub fn finish(mut self) -> io::Result<Summary> {
        for who in self.cases.keys().copied().collect::<Vec<_>>() {
            self.write(who);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => {
                let counts = self.form.finish()?;
                let Kept { ended, empty, without_moment, most } = self.kept;
                Ok(Summary { counts, ended, empty, without_moment, most })
            }
        }
    }

    /// Whether a case of this resident is written.
    fn wanted(&self, resident: &Resident, there_before: bool) -> bool {
        let without_warm_up = self.scenario.warm_up.0 == 0;
        self.which == Which::WithWarmUp || resident.arrived >= SimTime(0) || (there_before && without_warm_up)
    }

    fn open(&mut self, resident: &Resident, there_before: bool) {
        if self.wanted(resident, there_before) {
            let amounts = vec![None; self.outline.amounts.len()];
            let open = Open { class: resident.class, amounts, ..Open::default() };
            self.cases.insert(Who::of(resident), open);
            self.kept.most = self.kept.most.max(self.cases.len());
        }
    }

    /// Puts the rows that were told to their cases.
    fn sort_rows(&mut self) {
        self.rows.borrow_mut().reverse();
        loop {
            let Some(row) = self.rows.borrow_mut().pop() else { break };
            let Some(case) = self.cases.get_mut(&row.who) else { continue };
            case.rows.push(row);
            // Of who has left, the last contact was still open.
            if case.left.is_some() {
                self.write_if_over(row.who);
            }
        }
    }

    fn write_if_over(&mut self, who: Who) {
        if self.watch.going_on(who.key).is_empty() {
            self.write(who);
        }
    }

    fn write(&mut self, who: Who) {
        let Some(case) = self.cases.remove(&who) else { return };
        if self.failed.is_some() {
            return;
        }
        let mut entries: Vec<Entry> = case.rows.iter().map(|row| self.entry(row)).collect();
        if let Some((at, end, class)) = case.left {
            entries.push(self.leaving(at, end, class));
        }
        entries.extend(self.going_on(who, &case));
        if entries.is_empty() {
            match saw_arrive(self.model, who) {
                true => self.kept.empty += 1,
                false => self.kept.without_moment += 1,
            }
            return;
        }
        self.kept.ended += u64::from(case.left.is_some());
        let id = self.outline.case_id(self.model, who);
        let id = self.privacy.key.as_ref().map_or(id.clone(), |key| privacy::hashed(key, &id));
        let written = WrittenCase {
            id: &id,
            stream: self.outline.stream(self.model, who),
            arrived: saw_arrive(self.model, who).then(|| self.moment(who.arrived)),
            levels: &self.outline.classes[usize::from(case.class)],
            amounts: &case.amounts,
            entries,
        };
        if let Err(error) = self.form.case(&written) {
            self.failed = Some(error);
        }
    }

    fn moment(&self, at: SimTime) -> Micros {
        let moment = micros(self.scenario, at);
        self.privacy.coarse.map_or(moment, |to| to.down(moment))
    }

    fn entry(&self, row: &Row) -> Entry {
        let given_up = row.kind == RowKind::GivenUp;
        let step = match (given_up, row.finished) {
            (true, _) => Step::GivenUp,
            (false, true) => Step::Done,
            (false, false) => Step::BrokenOff,
        };
        // A stay that is not waited for is on no list.
        let listed = !matches!(row.kind, RowKind::Stay) || row.scheduled < row.start;
        Entry {
            kind: kind(row.kind),
            step,
            what: row.stage,
            team: row.team,
            worker: row.worker,
            scheduled: row.scheduled.filter(|_| listed).map(|at| self.moment(at)),
            start: row.start.filter(|_| !given_up).map(|at| self.moment(at)),
            end: Some(self.moment(row.end)),
            class: row.class,
        }
    }

    fn leaving(&self, at: SimTime, end: u32, class: u16) -> Entry {
        Entry {
            kind: Kind::End,
            step: Step::Done,
            what: end,
            team: None,
            worker: None,
            scheduled: None,
            start: None,
            end: Some(self.moment(at)),
            class,
        }
    }

    /// What is not over for a case when the run is.
    fn going_on(&self, who: Who, case: &Open) -> Vec<Entry> {
        let all = self.watch.going_on(who.key).into_iter();
        // Of who has left only a contact can be open still.
        let own = all.filter(|going| case.left.is_none() || going.kind == RowKind::Contact);
        own.map(|going| Entry {
            kind: kind(going.kind),
            step: if going.start.is_some() { Step::Going } else { Step::Waiting },
            what: going.stage,
            team: going.team,
            worker: going.worker,
            scheduled: going
                .scheduled
                .filter(|&at| going.kind != RowKind::Stay || going.start.is_none_or(|start| at < start))
                .map(|at| self.moment(at)),
            start: going.start.map(|start| self.moment(start)),
            end: None,
            class: case.rows.last().map_or(case.class, |row| row.class),
        })
        .collect()
    }
}

fn kind(kind: RowKind) -> Kind {
    match kind {
        RowKind::Work | RowKind::GivenUp => Kind::Work,
        RowKind::Rework => Kind::Rework,
        RowKind::Contact => Kind::Contact,
        RowKind::Stay => Kind::Stay,
        RowKind::Missed => Kind::Missed,
    }
}

impl Observer for Recorder<'_> {
    fn on_duty(&mut self, now: SimTime, team: u32, number: u32) {
        self.watch.on_duty(now, team, number);
    }

    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        match what {
            Happening::Arrived => self.open(resident, false),
            Happening::Found { .. } => self.open(resident, true),
            Happening::AmountAt { at: 0, amount, hundredths, .. } => {
                if let Some(case) = self.cases.get_mut(&Who::of(resident)) {
                    case.amounts[usize::from(amount)] = Some(hundredths);
                }
            }
            _ => {}
        }
        self.watch.happened(now, resident, what);
        if !self.rows.borrow().is_empty() {
            self.sort_rows();
        }
        if let Happening::Left { end } = what {
            let who = Who::of(resident);
            if let Some(case) = self.cases.get_mut(&who) {
                case.left = Some((now, end, resident.class));
                self.write_if_over(who);
            }
        }
    }

    fn has_enough(&self) -> bool {
        self.failed.is_some() || self.stopped
    }

    fn comes_to(&mut self, _now: SimTime) {
        self.seen += 1;
        if self.seen == ASKED_EVERY {
            (self.seen, self.stopped) = (0, (self.stop)());
        }
    }
}
