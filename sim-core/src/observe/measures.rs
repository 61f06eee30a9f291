//! The ordinary observer: counts what the table of measures needs.

use std::collections::BTreeSet;

use super::cost::{CostWatch, Paid};
use super::extra_levels::Number;
use super::need::{At, NeedWatch};
use super::plan::{FINE_STEPS, Plan};
use super::tally::{Histograms, Levels, StageCell, Tally};
use super::{ContactOutcome, Happening, Observer, Verdict};
use crate::chain::{Doing, Model, Op, Resident};
use crate::random::{ResidentKey, Stream};
use crate::scenario::{Closing, Target};
use crate::time::{SimTime, Span, UNLIMITED};

/// The moments of a stage that residents reach, by position in the tally.
const ENTER: usize = 0;
const START: usize = 1;
const FINISH: usize = 2;

/// Counts the measures of one replication.
#[derive(Debug, Clone)]
pub struct Measures<'p> {
    pub(super) plan: &'p Plan,
    pub(super) model: &'p Model,
    pub(super) tally: Tally,
    histograms_at: Histograms,
    levels: Levels,
    /// Present value of each level and since when it has not been added up.
    value: Vec<(i64, SimTime)>,
    month: usize,
    fine_step: usize,
    fine_value: (i64, SimTime),
    moment: usize,
    /// The next edge of a month, fine step or moment.
    next_edge: SimTime,
    /// The resident to whom something happens, with their class.
    who: (ResidentKey, u16),
    on_duty: Vec<u32>,
    busy: Vec<u32>,
    /// Residents still inside who left a stage (by patience or during a delay) before they came to this moment of it.
    not_yet: BTreeSet<(ResidentKey, u32, usize)>,
    /// Lives outside the chain; `None` where there are none to watch.
    need: Option<NeedWatch>,
    /// Hours that are paid; `None` where nothing costs anything.
    cost: Option<CostWatch>,
}

impl<'p> Measures<'p> {
    /// Nothing counted yet.
    pub fn new(plan: &'p Plan, model: &'p Model) -> Measures<'p> {
        let levels = Levels::of(plan);
        let mut measures = Measures {
            plan,
            model,
            tally: Tally::new(plan),
            histograms_at: Histograms::of(plan),
            levels,
            value: vec![(0, plan.begin); levels.number()],
            month: 0,
            fine_step: 0,
            fine_value: (0, plan.begin),
            moment: 0,
            next_edge: plan.begin,
            who: (ResidentKey::new(Stream::named(""), 0), 0),
            on_duty: vec![0; plan.teams.len()],
            busy: vec![0; plan.teams.len()],
            not_yet: BTreeSet::new(),
            need: plan.watches_need().then(|| NeedWatch::new(plan)),
            cost: plan.counts_cost().then(|| CostWatch::new(plan)),
        };
        if let Some(cost) = &mut measures.tally.cost {
            cost.pay_payroll(plan, model);
        }
        measures.next_edge = measures.earliest_edge();
        measures
    }

    /// Closes the books at the end of the run.
    pub fn into_tally(mut self) -> Tally {
        self.pass_edges(self.plan.end);
        self.add_up_all(self.plan.end);
        self.add_up_fine(self.plan.end);
        self.tally.caseload.close(self.plan, self.model);
        self.tally.extra.close(self.plan.end);
        // Moments at or after the end show the chain as it ended.
        while self.moment < self.plan.moments.len() {
            self.take_moment();
        }
        self.tally
    }

    fn earliest_edge(&self) -> SimTime {
        let month = self.plan.month_edges.get(self.month + 1).copied().unwrap_or(SimTime::NEVER);
        let moment = self.plan.moments.get(self.moment).copied().unwrap_or(SimTime::NEVER);
        month.min(self.fine_edge()).min(moment)
    }

    fn fine_edge(&self) -> SimTime {
        let length = (self.plan.end - self.plan.begin).0 as i128;
        let steps = FINE_STEPS as i128;
        if self.fine_step as i128 + 1 >= steps {
            return SimTime::NEVER;
        }
        self.plan.begin + Span((length * (self.fine_step as i128 + 1) / steps) as i64)
    }

    /// Adds up all levels at every edge up to a moment.
    fn pass_edges(&mut self, now: SimTime) {
        while self.next_edge <= now {
            let edge = self.next_edge;
            if self.plan.moments.get(self.moment) == Some(&edge) {
                self.take_moment();
            }
            if self.fine_edge() == edge {
                self.add_up_fine(edge);
                self.fine_step += 1;
            }
            if self.plan.month_edges.get(self.month + 1) == Some(&edge) {
                self.add_up_all(edge);
                if self.month + 2 < self.plan.month_edges.len() {
                    self.month += 1;
                } else {
                    break;
                }
            }
            self.next_edge = self.earliest_edge();
        }
    }

    fn take_moment(&mut self) {
        let stages = 0..self.plan.stages.len();
        let counts = stages.map(|stage| {
            let waiting = self.value[self.levels.waiting(stage)].0;
            (waiting as u32, (self.value[self.levels.present(stage)].0 - waiting) as u32)
        });
        let counts = counts.collect();
        self.tally.at_moments.push(counts);
        self.moment += 1;
    }

    fn add_up_all(&mut self, now: SimTime) {
        for stage in 0..self.tally.occupancy.len() {
            self.add_up_occupancy(stage, now);
        }
        for level in 0..self.value.len() {
            self.add_up(level, now);
        }
        if let Some(need) = &mut self.need {
            need.add_up_all(&mut self.tally, self.month, now);
        }
        if let Some(cost) = &mut self.cost {
            cost.add_up_all(self.model, &mut self.tally, self.month, now);
        }
    }

    #[inline]
    fn add_up(&mut self, level: usize, now: SimTime) {
        let (value, since) = self.value[level];
        self.tally.months[self.month][level] += i128::from(value) * i128::from((now - since).0);
        self.value[level].1 = now;
    }

    fn add_up_fine(&mut self, now: SimTime) {
        let (value, since) = self.fine_value;
        self.tally.fine[self.fine_step] += i128::from(value) * i128::from((now - since).0);
        self.fine_value.1 = now;
    }

    #[inline]
    fn change(&mut self, level: usize, now: SimTime, by: i64) {
        self.add_up(level, now);
        self.value[level].0 += by;
    }

    /// Residents waiting or present at a stage change.
    pub(super) fn change_at(&mut self, stage: usize, now: SimTime, waiting: i64, present: i64) {
        if !self.tally.occupancy.is_empty() {
            self.add_up_occupancy(stage, now);
        }
        self.tally.extra.change(stage, self.who, now, Number { waiting, present, held: 0 });
        if waiting != 0 {
            self.change(self.levels.waiting(stage), now, waiting);
        }
        if present != 0 {
            self.change(self.levels.present(stage), now, present);
        }
    }

    /// Adds the time since the last change to the number in service; it is kept up to a number that was asked for.
    fn add_up_occupancy(&mut self, stage: usize, now: SimTime) {
        let (present, since) = self.value[self.levels.present(stage)];
        let (waiting, waiting_since) = self.value[self.levels.waiting(stage)];
        let since = since.max(waiting_since).max(SimTime::default());
        let number = (present - waiting) as usize;
        let most = self.plan.occupancy_to.unwrap_or(0) as usize;
        let times = &mut self.tally.occupancy[stage];
        times.resize(most + 1, 0);
        if number <= most && now > since {
            times[number] += i128::from((now - since).0);
        }
        if now >= SimTime::default() {
            // Both levels are added up here, so that the next stretch begins now.
            self.add_up(self.levels.present(stage), now);
            self.add_up(self.levels.waiting(stage), now);
        }
    }

    pub(super) fn change_busy(&mut self, team: usize, now: SimTime, by: i32) {
        self.busy[team] = self.busy[team].wrapping_add_signed(by);
        self.set_team(team, now);
    }

    /// Busy people on duty, people on duty, and people who finish after closing.
    fn set_team(&mut self, team: usize, now: SimTime) {
        let (busy, on_duty) = (self.busy[team], self.on_duty[team]);
        let working = busy.min(on_duty);
        let finishes = self.model.teams[team].closing == Closing::Finish;
        let overtime = if finishes { busy - working } else { 0 };
        let staffed = if on_duty == UNLIMITED { 0 } else { on_duty };
        if let Some(cost) = &mut self.cost {
            cost.set(self.model, &mut self.tally, self.month, team, now, working + overtime);
        }
        self.set(self.levels.busy(team), now, working);
        self.set(self.levels.on_duty(team), now, staffed);
        self.set(self.levels.overtime(team), now, overtime);
    }

    #[inline]
    fn set(&mut self, level: usize, now: SimTime, value: u32) {
        if self.value[level].0 != i64::from(value) {
            self.add_up(level, now);
            self.value[level].0 = i64::from(value);
        }
    }

    fn is_cohort(&self, resident: &Resident) -> bool {
        resident.arrived >= SimTime::default() && resident.arrived + self.plan.follow_up <= self.plan.end
    }

    /// A resident of the cohort comes to a moment of a stage for the first time.
    fn reach(&mut self, now: SimTime, resident: &Resident, stage: u32, moment: usize, visit: u32) {
        if visit != 1 && !self.not_yet.remove(&(resident.key, stage, moment)) {
            return;
        }
        let time = now - resident.arrived;
        if time > self.plan.follow_up || !self.is_cohort(resident) {
            return;
        }
        for &group in &self.plan.groups_of[usize::from(resident.arrived_as)] {
            self.tally.reached[stage as usize * self.plan.groups + usize::from(group)][moment].add(time);
        }
    }

    /// A resident leaves a stage before its end, and goes to another: what this first visit did not reach, a later one may.
    pub(super) fn left_early(&mut self, resident: &Resident, stage: usize, started: bool, to: Option<Target>) {
        if resident.visit != 1 || !self.is_cohort(resident) || !matches!(to, Some(Target::Stage(_))) {
            return;
        }
        if !started {
            self.not_yet.insert((resident.key, stage as u32, START));
        }
        self.not_yet.insert((resident.key, stage as u32, FINISH));
    }

    /// Whether a resident who is at a stage has yet to come to its first work, or, without work, to its first place.
    pub(super) fn is_before_start(&self, resident: &Resident) -> bool {
        let stage = &self.model.stages[resident.stage as usize];
        let so_far = &self.model.ops[stage.first_op as usize..=resident.op as usize];
        match (stage.first_work, stage.first_place) {
            (Some(_), _) => !so_far.iter().any(|op| matches!(op, Op::Work(_))),
            (None, Some(place)) => !so_far.contains(&Op::Place(place)),
            (None, None) => false,
        }
    }

    /// The first wait at a stage has ended, or is still going on: was it within each term that can be judged?
    pub(super) fn judge_terms(&mut self, resident: &Resident, stage: usize, started_after: Option<Span>) {
        let joined = resident.joined;
        if joined < SimTime::default() {
            return;
        }
        let period = self.plan.period_of(joined);
        for (term, &within) in self.plan.within.iter().enumerate() {
            if joined + within > self.plan.end {
                continue;
            }
            let in_time = started_after.is_some_and(|wait| wait <= within);
            for &group in &self.plan.groups_of[usize::from(resident.class)] {
                let cell = self.tally.within[term].cell(stage, group, period);
                cell.0 += 1;
                cell.1 += u64::from(in_time);
            }
        }
    }

    /// A worker is taken for somebody who waited.
    #[inline]
    fn taken(&mut self, now: SimTime, work: u32) {
        let model = &self.model.works[work as usize];
        if !model.contact {
            self.change_at(model.stage as usize, now, -1, 0);
        }
        self.change_busy(model.team as usize, now, 1);
    }

    /// Work is put down (or taken up again). Whose work was put down for somebody more urgent waits again.
    /// Who misses the appointment was waiting all the time.
    fn rests(&mut self, now: SimTime, resident: &Resident, work: u32, rests: bool) {
        let model = &self.model.works[work as usize];
        let (waiting, busy) = if rests { (1, -1) } else { (-1, 1) };
        if self.model.teams[model.team as usize].interrupts && !model.contact && resident.doing != Doing::Missing {
            self.change_at(model.stage as usize, now, waiting, 0);
        }
        self.change_busy(model.team as usize, now, busy);
    }

    /// Work is put down for good, or is not taken up again after it rested.
    pub(super) fn put_down(&mut self, now: SimTime, work: u32, rests: bool) {
        let model = &self.model.works[work as usize];
        match rests {
            false => self.change_busy(model.team as usize, now, -1),
            true if self.model.teams[model.team as usize].interrupts => {
                self.change_at(model.stage as usize, now, -1, 0);
            }
            true => {}
        }
    }

    fn left_work(&mut self, now: SimTime, resident: &Resident, work: u32, rests: bool) {
        let model = &self.model.works[work as usize];
        self.put_down(now, work, rests);
        self.left_early(resident, model.stage as usize, true, model.leave.as_ref().map(|leave| leave.to));
        self.change_at(model.stage as usize, now, 0, -1);
        self.at_stage(now, resident, model.stage, |cell| cell.left_during += 1);
    }

    fn started(&mut self, now: SimTime, resident: &Resident, work: u32, visit: u32, wait: Span, closed: Span) {
        let model = &self.model.works[work as usize];
        let stage = model.stage as usize;
        self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_ref());
        if model.prepare.is_none() {
            self.taken(now, work);
        }
        if model.contact {
            return self.contact(now, resident, work, Some(wait));
        }
        let is_first = self.model.stages[stage].first_work == Some(work);
        let measured = now >= SimTime::default();
        let period = if measured { self.plan.period_of(now) } else { 0 };
        if !is_first {
            if measured {
                for &group in &self.plan.groups_of[usize::from(resident.class)] {
                    self.tally.stages.cell(stage, group, period).later.add(wait);
                }
            }
            return;
        }
        self.first_start(now, resident, stage, visit, wait - closed, closed);
    }

    /// The first wait at a stage ends with its start.
    fn first_start(
        &mut self,
        now: SimTime,
        resident: &Resident,
        stage: usize,
        visit: u32,
        for_worker: Span,
        closed: Span,
    ) {
        let wait = now - resident.joined;
        self.judge_terms(resident, stage, Some(wait));
        self.reach(now, resident, stage as u32, START, visit);
        if now < SimTime::default() {
            return;
        }
        let period = self.plan.period_of(now);
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            let cell = self.tally.stages.cell(stage, group, period);
            cell.wait.add(wait);
            cell.closed += i128::from(closed.0);
            cell.for_worker += i128::from(for_worker.0);
            cell.for_place += i128::from(resident.waited_for_places.0);
            cell.positive += u64::from(wait > Span::ZERO);
            for (term, &within) in self.plan.within.iter().enumerate() {
                *self.tally.over[term].cell(stage, group, period) += u64::from(wait > within);
            }
            self.tally.histograms[self.histograms_at.wait(stage, group)].add(wait.0);
        }
        self.tally.histograms[self.histograms_at.wait_in(stage, period)].add(wait.0);
    }

    fn reneged(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let stage = self.model.works[work as usize].stage as usize;
        let is_first = self.model.stages[stage].first_work == Some(work);
        let to = self.model.works[work as usize].patience.as_ref().map(|patience| patience.to);
        self.left_wait(now, resident, stage, is_first, to);
    }

    /// A wait ends without what was waited for.
    fn left_wait(&mut self, now: SimTime, resident: &Resident, stage: usize, is_first: bool, to: Option<Target>) {
        self.change_at(stage, now, -1, -1);
        self.left_early(resident, stage, !is_first, to);
        if !is_first {
            self.at_stage(now, resident, stage as u32, |cell| cell.left_later += 1);
            return;
        }
        self.judge_terms(resident, stage, None);
        if now < SimTime::default() {
            return;
        }
        let wait = now - resident.joined;
        let period = self.plan.period_of(now);
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            let cell = self.tally.stages.cell(stage, group, period);
            cell.left.add(wait);
            cell.left_positive += u64::from(wait > Span::ZERO);
        }
    }

    fn displaced(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let stage = self.model.works[work as usize].stage as usize;
        self.change_at(stage, now, -1, -1);
        let to = self.model.stages[stage].room.as_ref().and_then(|room| room.elsewhere());
        self.left_early(resident, stage, false, to);
        self.judge_terms(resident, stage, None);
        self.at_stage(now, resident, stage as u32, |cell| cell.displaced += 1);
    }

    /// Residents who have finished a stage take up a place there, perhaps with a worker.
    fn held(&mut self, now: SimTime, stage: usize, team: Option<u32>, by: i64) {
        self.change_at(stage, now, 0, by);
        self.tally.extra.change(stage, self.who, now, Number { held: by, ..Number::default() });
        self.change(self.levels.held(stage), now, by);
        if let Some(team) = team {
            self.change(self.levels.kept(team as usize), now, by);
        }
    }

    /// A resident leaves during a delay.
    fn left_delay(&mut self, now: SimTime, resident: &Resident, stage: u32, to: Option<Target>) {
        let started = !self.is_before_start(resident);
        self.left_early(resident, stage as usize, started, to);
        if !started {
            self.judge_terms(resident, stage as usize, None);
        }
        self.change_at(stage as usize, now, 0, -1);
        self.at_stage(now, resident, stage, |cell| cell.left_during += 1);
    }

    /// A wait for a place ends with one.
    fn took_place(&mut self, now: SimTime, resident: &Resident, place: u32, wait: Span, already: bool) {
        let stage = self.model.places[place as usize].stage;
        self.change_at(stage as usize, now, -1, 0);
        let model = &self.model.stages[stage as usize];
        if model.first_place == Some(place) {
            self.first_start(now, resident, stage as usize, resident.visit, Span::ZERO, Span::ZERO);
        } else if !already && !self.is_before_start(resident) {
            self.at_stage(now, resident, stage, |cell| cell.later.add(wait));
        }
    }

    /// A resident leaves a stage before its end, at whatever they wait for or undergo.
    fn left_at(&mut self, now: SimTime, resident: &Resident, to: Target) {
        let stage = resident.stage as usize;
        match self.model.ops[resident.op as usize] {
            Op::Work(work) => {
                let is_first = self.model.stages[stage].first_work == Some(work);
                self.left_wait(now, resident, stage, is_first, Some(to));
            }
            Op::Place(place) => {
                let is_first = self.model.stages[stage].first_place == Some(place) || self.is_before_start(resident);
                self.left_wait(now, resident, stage, is_first, Some(to));
            }
            _ => self.left_delay(now, resident, resident.stage, Some(to)),
        }
    }

    fn finished(&mut self, now: SimTime, resident: &Resident, stage: u32, visit: u32) {
        self.change_at(stage as usize, now, 0, -1);
        self.reach(now, resident, stage, FINISH, visit);
        if now < SimTime::default() {
            return;
        }
        let time = now - resident.joined;
        let period = self.plan.period_of(now);
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            self.tally.stages.cell(stage as usize, group, period).time.add(time);
            self.tally.histograms[self.histograms_at.time(stage as usize, group)].add(time.0);
        }
    }

    fn left(&mut self, now: SimTime, resident: &Resident, end: u32) {
        self.change(Levels::CHAIN, now, -1);
        self.tally.extra.change(self.plan.stages.len(), self.who, now, Number { present: -1, ..Number::default() });
        if !self.not_yet.is_empty() {
            let of_resident = (resident.key, 0, 0)..=(resident.key, u32::MAX, usize::MAX);
            for missed in self.not_yet.range(of_resident).copied().collect::<Vec<_>>() {
                self.not_yet.remove(&missed);
            }
        }
        self.add_up_fine(now);
        self.fine_value.0 -= 1;
        let time = now - resident.arrived;
        let groups = &self.plan.groups_of[usize::from(resident.class)];
        if self.is_cohort(resident) && time <= self.plan.follow_up {
            for &group in &self.plan.groups_of[usize::from(resident.arrived_as)] {
                self.tally.outcomes[end as usize * self.plan.groups + usize::from(group)].add(time);
            }
        }
        if now < SimTime::default() {
            return;
        }
        let costs = &self.model.cost;
        let (cost, benefit) = (costs.ends[end as usize].as_ref(), costs.benefits[end as usize].as_ref());
        self.tally.pay(self.plan, resident.class, now, Paid::End(end), cost);
        self.tally.pay(self.plan, resident.class, now, Paid::Benefit(end), benefit);
        let period = self.plan.period_of(now);
        for &group in groups {
            self.tally.ends.cell(end as usize, group, period).add(time);
            self.tally.histograms[self.histograms_at.end(end as usize, group)].add(time.0);
            self.tally.histograms[self.histograms_at.end(self.plan.ends, group)].add(time.0);
        }
    }

    fn clock_stopped(
        &mut self,
        now: SimTime,
        resident: &Resident,
        clock: u32,
        clock_times: (SimTime, SimTime),
        verdict: Verdict,
    ) {
        let (started, due) = clock_times;
        if started < SimTime::default() {
            return;
        }
        let period = self.plan.period_of(started);
        let running_on = now >= self.plan.end;
        // Of clocks whose term ends after the run only those that were quick would be known; none of them is judged.
        if verdict == Verdict::Kept && due > self.plan.end {
            return;
        }
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            let cell = self.tally.clocks.cell(clock as usize, group, period);
            match verdict {
                Verdict::Kept => cell.kept += 1,
                Verdict::Breached => {
                    cell.breached += 1;
                    if !running_on {
                        cell.overrun.add(now - due);
                    }
                }
                Verdict::Undecided => cell.undecided += 1,
                Verdict::None => {}
            }
        }
    }

    /// Who refuses, or is not reached by any attempt, leaves the stage before its end.
    fn attempted(&mut self, now: SimTime, resident: &Resident, contact: u32, outcome: ContactOutcome) {
        let model = &self.model.contacts[contact as usize];
        if outcome != ContactOutcome::GivenUp {
            self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_ref());
        }
        let to = match outcome {
            ContactOutcome::Refused => model.refused,
            ContactOutcome::GivenUp => model.not_reached,
            ContactOutcome::Accepted | ContactOutcome::NotReached => return,
        };
        self.left_early(resident, model.stage as usize, true, Some(to));
        self.change_at(model.stage as usize, now, 0, -1);
        self.at_stage(now, resident, model.stage, |cell| cell.not_helped += 1);
    }

    pub(super) fn at_stage(&mut self, now: SimTime, resident: &Resident, stage: u32, count: impl Fn(&mut StageCell)) {
        if now < SimTime::default() {
            return;
        }
        let period = self.plan.period_of(now);
        for &group in &self.plan.groups_of[usize::from(resident.class)] {
            count(self.tally.stages.cell(stage as usize, group, period));
        }
    }
}

impl Observer for Measures<'_> {
    #[inline]
    fn happened(&mut self, now: SimTime, resident: &Resident, what: Happening) {
        if now >= self.next_edge {
            self.pass_edges(now);
        }
        let measured = now >= SimTime::default();
        self.who = (resident.key, resident.class);
        self.tally.extra.follow(self.who, now);
        if let Some(need) = &mut self.need {
            let at = At { plan: self.plan, model: self.model, month: self.month, now };
            need.happened(at, resident, what, &mut self.tally);
        }
        match what {
            Happening::Need(_) => {}
            Happening::Contact { contact, outcome } => self.attempted(now, resident, contact, outcome),
            Happening::Arrived => {
                self.change(Levels::CHAIN, now, 1);
                self.tally.extra.change(
                    self.plan.stages.len(),
                    self.who,
                    now,
                    Number { present: 1, ..Number::default() },
                );
                self.add_up_fine(now);
                self.fine_value.0 += 1;
                if measured {
                    let period = self.plan.period_of(now);
                    for &group in &self.plan.groups_of[usize::from(resident.class)] {
                        let source = usize::from(resident.stream).min(self.plan.sources());
                        *self.tally.arrivals.cell(source, group, period) += 1;
                    }
                }
                if self.is_cohort(resident) {
                    for &group in &self.plan.groups_of[usize::from(resident.class)] {
                        self.tally.cohort[usize::from(group)] += 1;
                    }
                }
            }
            Happening::Found { stage, waiting } => {
                self.change(Levels::CHAIN, now, 1);
                self.add_up_fine(now);
                self.fine_value.0 += 1;
                self.tally.extra.change(
                    self.plan.stages.len(),
                    self.who,
                    now,
                    Number { present: 1, ..Number::default() },
                );
                // Work that rests where the urgent interrupt waits to be taken up.
                let rests = |work: u32| self.model.teams[self.model.works[work as usize].team as usize].interrupts;
                let waits = match self.model.ops[resident.op as usize] {
                    Op::Work(work) => waiting || rests(work),
                    _ => waiting,
                };
                self.change_at(stage as usize, now, i64::from(waits), 1);
            }
            Happening::Joined { stage, visit } => {
                self.change_at(stage as usize, now, 0, 1);
                self.reach(now, resident, stage, ENTER, visit);
                let model = &self.model.stages[stage as usize];
                if model.first_work.is_none() && model.first_place.is_none() {
                    self.reach(now, resident, stage, START, visit);
                }
                self.at_stage(now, resident, stage, |cell| cell.joined += 1);
            }
            Happening::TurnedAway { stage } => self.at_stage(now, resident, stage, |cell| cell.turned_away += 1),
            Happening::KeptAway { stage } => {
                self.change(self.levels.away(stage as usize), now, 1);
                self.at_stage(now, resident, stage, |cell| cell.kept_away += 1);
            }
            Happening::TriesAgain { stage } | Happening::TriesNoMore { stage } => {
                self.change(self.levels.away(stage as usize), now, -1);
            }
            Happening::NotLetIn { stage, .. } => self.change(self.levels.blocked(stage as usize), now, -1),
            Happening::Displaced { work, .. } => self.displaced(now, resident, work),
            Happening::Held { stage, team } => self.held(now, stage as usize, team, 1),
            Happening::LetGo { stage, team } => self.held(now, stage as usize, team, -1),
            Happening::Blocked { stage, .. } => self.change(self.levels.blocked(stage as usize), now, 1),
            Happening::LetIn { stage, time, .. } => {
                self.change(self.levels.blocked(stage as usize), now, -1);
                self.at_stage(now, resident, stage, |cell| cell.blocked.add(time));
            }
            Happening::Waits { work } => {
                let model = &self.model.works[work as usize];
                if model.contact {
                    return;
                }
                // Who comes back for rework is at the stage again.
                self.change_at(model.stage as usize, now, 1, i64::from(model.rework));
            }
            Happening::Started { work, visit, wait, closed } => self.started(now, resident, work, visit, wait, closed),
            Happening::Prepares { work } => self.taken(now, work),
            Happening::Interrupted { work } => self.rests(now, resident, work, true),
            Happening::Resumed { work } => self.rests(now, resident, work, false),
            Happening::LeftWork { work, rests } => self.left_work(now, resident, work, rests),
            Happening::Ended { work } => {
                let model = &self.model.works[work as usize];
                self.change_busy(model.team as usize, now, -1);
                if model.rework {
                    self.change_at(model.stage as usize, now, 0, -1);
                }
            }
            Happening::Reneged { work, .. } => self.reneged(now, resident, work),
            Happening::DelayBegan { delay } => {
                let model = &self.model.delays[delay as usize];
                self.tally.pay(self.plan, resident.class, now, Paid::Stage(model.stage), model.cost.as_ref());
            }
            Happening::DelayEnded { .. } | Happening::Asked { .. } | Happening::AmountChanged { .. } => {}
            Happening::AmountAt { at, amount, hundredths, grown } => {
                if measured {
                    let value = [hundredths, grown];
                    super::amounts::count(&mut self.tally, self.plan, now, resident, [at, amount], value);
                }
            }
            Happening::LeftDuring { delay } => {
                let model = &self.model.delays[delay as usize];
                self.left_delay(now, resident, model.stage, model.leave.as_ref().map(|leave| leave.to));
            }
            Happening::Answered { .. }
            | Happening::ContactSkipped { .. }
            | Happening::Split { .. }
            | Happening::Joint { .. }
            | Happening::LeftBeside { .. }
            | Happening::WaitStopped { .. }
            | Happening::PlaceWaitStopped { .. }
            | Happening::WorkStopped { .. }
            | Happening::Stopped { .. } => self.happened_to_token(now, resident, what),
            Happening::Finished { stage, visit } => self.finished(now, resident, stage, visit),
            Happening::Sent { referral } if measured => self.tally.transfers[referral as usize][0] += 1,
            Happening::Lost { referral } if measured => self.tally.transfers[referral as usize][1] += 1,
            Happening::Returned { referral } if measured => self.tally.transfers[referral as usize][2] += 1,
            Happening::Transferred { referral, time } if measured => {
                self.tally.transfer_times[referral as usize].add(time)
            }
            Happening::HandedOver { from, to, time } if measured => {
                if let Ok(index) = self.plan.handovers.binary_search(&(from, to)) {
                    self.tally.handovers[index].add(time);
                    self.tally.histograms[self.histograms_at.handover(index)].add(time.0);
                }
            }
            Happening::Sent { .. }
            | Happening::Lost { .. }
            | Happening::Returned { .. }
            | Happening::Transferred { .. }
            | Happening::HandedOver { .. } => {}
            Happening::PhaseLeft { phase, time } => {
                if measured {
                    let period = self.plan.period_of(now);
                    for &group in &self.plan.groups_of[usize::from(resident.class)] {
                        self.tally.phases.cell(phase as usize, group, period).add(time);
                    }
                }
            }
            Happening::ClockStopped { clock, started, due, verdict } => {
                self.clock_stopped(now, resident, clock, (started, due), verdict);
            }
            Happening::Left { end } => self.left(now, resident, end),
            Happening::WaitsForPlace { place } => {
                self.change_at(self.model.places[place as usize].stage as usize, now, 1, 0);
            }
            Happening::TookPlace { place, wait, already } => self.took_place(now, resident, place, wait, already),
            Happening::LeftEarly { to, .. } => self.left_at(now, resident, to),
            Happening::Missed { work, .. } => self.change_busy(self.model.works[work as usize].team as usize, now, 1),
            Happening::MissedOver { work } => {
                self.change_busy(self.model.works[work as usize].team as usize, now, -1);
            }
            Happening::Became { .. } | Happening::GaveBack { .. } | Happening::CameAgain { .. } => {}
        }
        self.tally.caseload.count(self.plan, self.model, now, resident, what);
    }

    fn on_duty(&mut self, now: SimTime, team: u32, number: u32) {
        if now >= self.next_edge {
            self.pass_edges(now);
        }
        self.on_duty[team as usize] = number;
        self.set_team(team as usize, now);
    }

    fn unfinished(&mut self, _end: SimTime, resident: &Resident, waits: Option<u32>) {
        self.tally.unfinished += u64::from(resident.is_whole());
        // Who stays away is at no stage.
        if resident.tries == 0 && self.is_before_start(resident) {
            self.judge_terms(resident, resident.stage as usize, None);
        }
        if let (Op::Place(place), Doing::Waiting) = (self.model.ops[resident.op as usize], resident.doing) {
            self.tally.still_waiting[resident.stage as usize] += 1;
            if self.model.stages[resident.stage as usize].first_place == Some(place) {
                self.judge_terms(resident, resident.stage as usize, None);
            }
        }
        let Some(work) = waits else { return };
        let stage = self.model.works[work as usize].stage as usize;
        self.tally.still_waiting[stage] += 1;
        if self.model.stages[stage].first_work == Some(work) {
            self.judge_terms(resident, stage, None);
        }
    }
}
