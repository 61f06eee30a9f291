//! The ordinary observer: counts what the table of measures needs.
//!
//! | what is counted | where |
//! |---|---|
//! | arriving, joining, starting, finishing, leaving the chain; terms, clocks, phases, handovers | `visits.rs`, into the staged tables of `tally.rs` |
//! | giving up, leaving early, finding no room | `leaving.rs` |
//! | averages over time | `levels.rs`; by class and of several stages together `extra_levels.rs` |
//! | replies, contacts, stages side by side | `tokens.rs` |
//! | need, places, appointments, cost, amounts | `need.rs`, `caseload.rs`, `cost.rs`, `amounts.rs` |
//!
//! [`Measures::happened`] is compiled into every place of the engine that tells of something, and of it only the arm for
//! that happening remains. So the arms of what happens to everybody are short, and the rest is called.

use std::collections::BTreeSet;

use super::cost::{CostWatch, Paid};
use super::edges::Edges;
use super::levels::LevelsNow;
use super::need::{At, NeedWatch};
use super::plan::Plan;
use super::table::StagedHistograms;
use super::tally::{Histograms, Tally};
use super::{Happening, Observer};
use crate::chain::{Doing, Model, Op, Resident};
use crate::random::ResidentKey;
use crate::time::SimTime;

/// What is asked of a step of work at every start: little, and close together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    pub(super) stage: u32,
    pub(super) team: u32,
    pub(super) kind: WorkKind,
    /// Whether more happens at its start: a worker was taken before it, or it costs something.
    pub(super) has_more: bool,
}

/// Which work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkKind {
    /// The first at its stage, which ends the first wait.
    First,
    /// Another.
    Later,
    /// After a transfer was returned.
    Rework,
    /// A contact during a stay, which is no step of the stage.
    Contact,
}

impl Work {
    fn of(model: &Model, index: u32) -> Work {
        let work = &model.works[index as usize];
        let is_first = model.stages[work.stage as usize].first_work == Some(index);
        let kind = match (work.contact, work.rework) {
            (true, _) => WorkKind::Contact,
            (false, true) => WorkKind::Rework,
            (false, false) if is_first => WorkKind::First,
            (false, false) => WorkKind::Later,
        };
        Work { stage: work.stage, team: work.team, kind, has_more: work.cost.is_some() || work.prepare.is_some() }
    }
}

/// Counts the measures of one replication.
#[derive(Debug, Clone)]
pub struct Measures<'p> {
    pub(super) plan: &'p Plan,
    pub(super) model: &'p Model,
    pub(super) tally: Tally,
    /// Waits by stage, times by stage, times in the chain by end.
    pub(super) waits: StagedHistograms,
    pub(super) times: StagedHistograms,
    pub(super) times_in_chain: StagedHistograms,
    pub(super) histograms_at: Histograms,
    /// Position of the histogram of the first handover.
    pub(super) first_handover: usize,
    /// What is asked of each step of work at every start.
    pub(super) works: Vec<Work>,
    pub(super) levels: LevelsNow,
    pub(super) edges: Edges,
    /// The next edge.
    next_edge: SimTime,
    /// Whether need, places or appointments are watched; and averages by class, for which everything that happens is.
    watches: bool,
    watches_all: bool,
    /// Whether averages over time are taken beside those of every stage.
    pub(super) looks_closer: bool,
    /// Who arrives from this moment on is not followed long enough to belong to the cohort; 0 where nobody is.
    pub(super) followed_until: u64,
    /// Residents still inside who left a stage (by patience or during a delay) before they came to this moment of it.
    pub(super) not_yet: BTreeSet<(ResidentKey, u32, usize)>,
    /// Lives outside the chain; `None` where there are none to watch.
    pub(super) need: Option<NeedWatch>,
    /// Hours that are paid; `None` where nothing costs anything.
    pub(super) cost: Option<CostWatch>,
}

impl<'p> Measures<'p> {
    /// Nothing counted yet.
    pub fn new(plan: &'p Plan, model: &'p Model) -> Measures<'p> {
        let mut tally = Tally::new(plan);
        if let Some(cost) = &mut tally.cost {
            cost.pay_payroll(plan, model);
        }
        let (edges, at) = (Edges::of(plan), Histograms::of(plan));
        Measures {
            plan,
            model,
            waits: StagedHistograms::new(plan.stages.len(), at.wait(0, 0), plan),
            times: StagedHistograms::new(plan.stages.len(), at.time(0, 0), plan),
            times_in_chain: StagedHistograms::new(plan.ends, at.end(0, 0), plan),
            first_handover: at.handover(0),
            works: model.works.iter().enumerate().map(|(index, _)| Work::of(model, index as u32)).collect(),
            histograms_at: at,
            levels: LevelsNow::of(plan),
            next_edge: edges.next(),
            edges,
            watches: plan.watches_need() || plan.counts_caseload() || tally.extra.is_by_class(),
            watches_all: tally.extra.is_by_class(),
            looks_closer: tally.extra.is_asked(),
            followed_until: u64::try_from((plan.end - plan.follow_up).0 + 1).unwrap_or(0),
            not_yet: BTreeSet::new(),
            need: plan.watches_need().then(|| NeedWatch::new(plan)),
            cost: plan.counts_cost().then(|| CostWatch::new(plan)),
            tally,
        }
    }

    /// Closes the books at the end of the run.
    pub fn into_tally(mut self) -> Tally {
        self.pass_end(self.plan.end);
        self.tally.caseload.close(self.plan, self.model);
        self.tally.extra.close(self.plan.end);
        self.end_period();
        self.tally.end(self.plan);
        for staged in [&mut self.times, &mut self.times_in_chain] {
            staged.add_up(self.plan, &mut self.tally.histograms, None::<fn(usize) -> usize>);
        }
        self.tally.add_up_ends(self.plan);
        self.tally
    }

    /// An edge is passed.
    #[cold]
    #[inline(never)]
    fn come_to_edge(&mut self, now: SimTime) {
        self.pass_edges(now);
        self.next_edge = self.edges.next();
    }

    /// Lets those look at a happening who look beyond the ordinary way.
    #[inline(never)]
    fn watch(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        self.tally.extra.follow(resident, now);
        if let Some(need) = &mut self.need {
            let at = At { plan: self.plan, model: self.model, month: self.edges.month, now };
            need.happened(at, resident, what, &mut self.tally);
        }
        self.tally.caseload.count(self.plan, self.model, now, resident, what);
    }

    /// Is there when the simulation begins.
    fn found(&mut self, now: SimTime, resident: &Resident, stage: u32, waiting: bool) {
        self.change_chain(now, resident, 1);
        // Work that rests where the urgent interrupt waits to be taken up.
        let rests = |work: u32| self.model.teams[self.model.works[work as usize].team as usize].interrupts;
        let waits = match self.model.ops[resident.op as usize] {
            Op::Work(work) => waiting || rests(work),
            _ => waiting,
        };
        self.change_at(stage, now, resident, i64::from(waits), 1);
    }
}

/// Whether neither [`NeedWatch`] nor [`CaseloadTally`](super::caseload::CaseloadTally) looks at a happening.
#[inline(always)]
fn is_ordinary(what: &Happening) -> bool {
    matches!(
        what,
        Happening::Waits { .. }
            | Happening::Prepares { .. }
            | Happening::Ended { .. }
            | Happening::Sent { .. }
            | Happening::Transferred { .. }
            | Happening::HandedOver { .. }
            | Happening::DelayBegan { .. }
            | Happening::DelayEnded { .. }
            | Happening::ClockStopped { .. }
            | Happening::Interrupted { .. }
            | Happening::Resumed { .. }
            | Happening::AmountChanged { .. }
            | Happening::AmountAt { .. }
    )
}

impl Observer for Measures<'_> {
    const WORTH_TWO_ENGINES: bool = true;

    #[inline]
    fn comes_to(&mut self, now: SimTime) {
        if now >= self.next_edge {
            self.come_to_edge(now);
        }
    }

    #[inline(always)]
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        if if is_ordinary(&what) { self.watches_all } else { self.watches } {
            self.watch(now, resident, what);
        }
        let measured = now >= SimTime::default();
        match what {
            Happening::Arrived => self.arrived(now, resident),
            Happening::Found { stage, waiting, .. } => self.found(now, resident, stage, waiting),
            Happening::Joined { stage, visit } => self.joined(now, resident, stage, visit),
            Happening::Waits { work } => {
                let Work { stage, kind, .. } = self.works[work as usize];
                // Who comes back for rework is at the stage again.
                match kind {
                    WorkKind::Contact => {}
                    WorkKind::Rework => self.change_at(stage, now, resident, 1, 1),
                    WorkKind::First | WorkKind::Later => self.change_at(stage, now, resident, 1, 0),
                }
            }
            Happening::Prepares { work } => self.taken(now, resident, work),
            Happening::Started { work, visit, wait, closed } => self.started(now, resident, work, visit, wait, closed),
            Happening::Ended { work } => {
                let Work { stage, team, kind, .. } = self.works[work as usize];
                self.change_busy(team, now, -1);
                if kind == WorkKind::Rework {
                    self.change_at(stage, now, resident, 0, -1);
                }
            }
            Happening::Finished { stage, visit } => self.finished(now, resident, stage, visit),
            Happening::Sent { referral } if measured => self.tally.transfers[self.plan.row_of(referral)].sent += 1,
            Happening::Lost { referral } if measured => self.tally.transfers[self.plan.row_of(referral)].lost += 1,
            Happening::Returned { referral } if measured => {
                self.tally.transfers[self.plan.row_of(referral)].returned += 1;
            }
            Happening::Transferred { referral, time } if measured => {
                self.tally.transfers[self.plan.row_of(referral)].times.add(time)
            }
            Happening::HandedOver { from, to, time } if measured => self.handed_over(from, to, time),
            Happening::Sent { .. }
            | Happening::Lost { .. }
            | Happening::Returned { .. }
            | Happening::Transferred { .. }
            | Happening::HandedOver { .. } => {}
            Happening::PhaseLeft { phase, time } => self.phase_left(now, resident, phase, time),
            Happening::Left { end } => self.left(now, resident, end),
            Happening::ClockStopped { clock, started, due, verdict } => {
                self.clock_stopped(now, resident, clock, (started, due), verdict);
            }

            Happening::TurnedAway { stage } => self.at_stage(now, resident, stage, |cell| cell.turned_away += 1),
            Happening::KeptAway { stage } => {
                self.levels.stages[stage as usize].away.change(now, 1);
                self.at_stage(now, resident, stage, |cell| cell.kept_away += 1);
            }
            Happening::TriesAgain { stage } | Happening::TriesNoMore { stage } => {
                self.levels.stages[stage as usize].away.change(now, -1);
            }
            Happening::Displaced { work, .. } => self.displaced(now, resident, work),
            Happening::Held { stage, team } => self.held(now, resident, stage, team, 1),
            Happening::LetGo { stage, team } => self.held(now, resident, stage, team, -1),
            Happening::Blocked { stage, .. } => self.levels.stages[stage as usize].blocked.change(now, 1),
            Happening::NotLetIn { stage, .. } => self.levels.stages[stage as usize].blocked.change(now, -1),
            Happening::LetIn { stage, time, .. } => {
                self.levels.stages[stage as usize].blocked.change(now, -1);
                self.at_stage(now, resident, stage, |cell| cell.blocked.add(time));
            }

            Happening::Interrupted { work } => self.rests(now, resident, work, true),
            Happening::Resumed { work } => self.rests(now, resident, work, false),
            Happening::LeftWork { work, rests } => self.left_work(now, resident, work, rests),
            Happening::Reneged { work, .. } => self.reneged(now, resident, work),
            Happening::DelayBegan { delay } => {
                let model = &self.model.delays[delay as usize];
                if model.cost.is_some() {
                    self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_ref());
                }
            }
            Happening::LeftDuring { delay } => {
                let model = &self.model.delays[delay as usize];
                self.left_delay(now, resident, model.stage, model.leave.as_ref().map(|leave| leave.to));
            }
            Happening::LeftEarly { to, .. } => self.left_at(now, resident, to),
            Happening::Contact { contact, outcome } => self.attempted(now, resident, contact, outcome),
            Happening::WaitsForPlace { place } => {
                self.change_at(self.model.places[place as usize].stage, now, resident, 1, 0);
            }
            Happening::TookPlace { place, wait, already } => self.took_place(now, resident, place, wait, already),
            Happening::Missed { work, .. } => self.change_busy(self.model.works[work as usize].team, now, 1),
            Happening::MissedOver { work } => self.change_busy(self.model.works[work as usize].team, now, -1),

            Happening::Answered { .. }
            | Happening::ContactSkipped { .. }
            | Happening::Split { .. }
            | Happening::Joint { .. }
            | Happening::LeftBeside { .. }
            | Happening::WaitStopped { .. }
            | Happening::PlaceWaitStopped { .. }
            | Happening::WorkStopped { .. }
            | Happening::Stopped { .. } => self.happened_to_token(now, resident, what),
            Happening::AmountAt { at, amount, hundredths, grown } => {
                if measured {
                    let value = [hundredths, grown];
                    super::amounts::count(&mut self.tally, self.plan, now, resident, [at, amount], value);
                }
            }
            Happening::Need(_)
            | Happening::DelayEnded { .. }
            | Happening::Asked { .. }
            | Happening::AmountChanged { .. }
            | Happening::Became { .. }
            | Happening::GaveBack { .. }
            | Happening::CameAgain { .. } => {}
        }
    }

    fn on_duty(&mut self, now: SimTime, team: u32, number: u32) {
        self.change_on_duty(team, now, number);
    }

    fn unfinished(&mut self, _end: SimTime, resident: &Resident, waits: Option<u32>) {
        self.tally.unfinished += u64::from(resident.is_whole());
        // Who stays away is at no stage.
        if resident.tries == 0 && self.is_before_start(resident) {
            self.judge_terms(resident, resident.stage, None);
        }
        if let (Op::Place(place), Doing::Waiting) = (self.model.ops[resident.op as usize], resident.doing) {
            self.tally.still_waiting[resident.stage as usize] += 1;
            if self.model.stages[resident.stage as usize].first_place == Some(place) {
                self.judge_terms(resident, resident.stage, None);
            }
        }
        let Some(work) = waits else { return };
        let stage = self.model.works[work as usize].stage;
        self.tally.still_waiting[stage as usize] += 1;
        if self.model.stages[stage as usize].first_work == Some(work) {
            self.judge_terms(resident, stage, None);
        }
    }
}
