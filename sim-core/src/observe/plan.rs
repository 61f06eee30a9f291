//! The plan: what there is to count in a scenario, worked out once for all replications.

use jiff::ToSpan;

use std::collections::BTreeMap;

use super::amounts::AmountsPlan;
use super::caseload::CaseloadPlan;
use super::cost::CostPlan;
use super::measure::Of;
use super::plan_handovers;
use crate::chain::{BecomesModel, Model, Op, RoomModel, StageModel, WhenFullModel};
use crate::scenario::{Periods, Phase, Scenario, Target, Unknowns};
use crate::time::{DAY, DAYS_PER_YEAR, SimTime, Span, UNLIMITED};

/// Number of fine steps over the whole run in which residents present are averaged, for advice on the warm-up.
pub(super) const FINE_STEPS: usize = 1000;

/// What there is to count in a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Start of the simulation.
    pub begin: SimTime,
    /// End of the run; measuring starts at moment 0.
    pub end: SimTime,
    /// Number of groups: everybody, and one for each level.
    pub groups: usize,
    /// The groups that each class combination belongs to.
    pub groups_of: Vec<Vec<u16>>,
    /// Beginnings of the periods, and the end of the last.
    pub period_edges: Vec<SimTime>,
    /// Edges of the months over the whole run, warm-up included.
    pub month_edges: Vec<SimTime>,
    /// Terms for the headline of waits.
    pub within: Vec<Span>,
    /// Quantiles.
    pub quantiles: Vec<f64>,
    /// How long residents are followed after arrival.
    pub follow_up: Span,
    /// Moments at which residents are counted.
    pub moments: Vec<SimTime>,
    /// Up to how many places occupancy is counted.
    pub occupancy_to: Option<u32>,
    /// Stages of which occupancy is counted together.
    pub occupancy_of: Vec<Vec<usize>>,
    /// Whether averages over time are taken by class as well.
    pub averages_by_class: bool,
    /// Phases that some stage has.
    pub phases: Vec<Phase>,
    /// Possible handovers.
    pub handovers: Vec<(u16, u16)>,
    /// Where the handovers from each organisation stand among them.
    pub(super) handovers_from: Vec<(usize, usize)>,
    /// For each stage what can happen there.
    pub stages: Vec<StagePlan>,
    /// For each team: whether its number on duty has no limit, whether it ever closes.
    pub teams: Vec<(bool, bool)>,
    /// For each team whether its workers may stay with residents after the work.
    pub keeps: Vec<bool>,
    /// For each referral: where it goes, and what can happen on the way.
    pub referrals: Vec<ReferralPlan>,
    /// Number of pools, of types of signals of all of them, and of channels of contact.
    pub pools: usize,
    /// Types of signals of all pools.
    pub signals: usize,
    /// Channels of contact.
    pub channels: usize,
    /// Residents may come back after an end.
    pub may_return: bool,
    /// A success without return within this time is lasting.
    pub lasting: Span,
    /// Beginnings of whole years, and the end of the last.
    pub year_edges: Vec<SimTime>,
    /// Amounts that residents carry.
    pub amounts: AmountsPlan,
    /// What is paid.
    pub cost: CostPlan,
    /// Number of streams, ends and clocks.
    pub streams: usize,
    /// Number of ends.
    pub ends: usize,
    /// Number of clocks.
    pub clocks: usize,
    /// Places, becoming another class, missed appointments and official reasons.
    pub(super) caseload: CaseloadPlan,
}

/// What can happen at a stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StagePlan {
    /// Somebody works there.
    pub has_work: bool,
    /// Residents wait there, for a worker or for a place.
    pub waits: bool,
    /// There is later work or rework.
    pub has_later_work: bool,
    /// The team of the first work closes.
    pub closes: bool,
    /// It begins with work, or with a wait for a place that is followed by work or is all there is.
    pub begins_with_work: bool,
    /// Residents may leave while waiting for the first work.
    pub may_renege: bool,
    /// Residents may leave while waiting for later work.
    pub may_renege_later: bool,
    /// Residents may leave during a delay.
    pub may_leave: bool,
    /// Attempts are made to reach the resident.
    pub has_attempts: bool,
    /// Room is limited.
    pub has_room: bool,
    /// Residents may find it full and go elsewhere, or be displaced.
    pub may_turn_away: bool,
    /// Residents who find it full try again.
    pub may_try_again: bool,
    /// Residents may be blocked after it.
    pub may_be_blocked: bool,
    /// Residents may take up a place after finishing it.
    pub may_hold: bool,
    /// Creditors are asked there.
    pub has_replies: bool,
    /// There are contacts during a stay.
    pub has_contacts: bool,
    /// It opens stages side by side.
    pub splits: bool,
    /// A visit may be stopped because the resident leaves from a stage beside it.
    pub may_stop: bool,
}

/// What can happen on a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferralPlan {
    pub(super) of: Of,
    /// The first referral between the same two, which they are counted at.
    pub(super) row: usize,
    pub(super) takes_time: bool,
    pub(super) may_lose: bool,
    pub(super) may_return: bool,
}

/// The plans of all referrals. Lists of referrals may take turns by date: those between the same two are one row.
fn referral_plans(model: &Model) -> Vec<ReferralPlan> {
    let mut first: BTreeMap<(u32, Target), usize> = BTreeMap::new();
    let mut plans: Vec<ReferralPlan> = Vec::with_capacity(model.referrals.len());
    for (index, referral) in model.referrals.iter().enumerate() {
        let to = match referral.to {
            Target::Stage(stage) => stage,
            Target::End(end) => model.stages.len() + end,
        };
        let row = *first.entry((referral.from, referral.to)).or_insert(index);
        plans.push(ReferralPlan {
            of: Of::Referral(index as u32, referral.from, to as u32),
            row,
            takes_time: false,
            may_lose: false,
            may_return: false,
        });
        let plan = &mut plans[row];
        plan.takes_time |= referral.time.is_some();
        plan.may_lose |= referral.lost.is_some();
        plan.may_return |= referral.returned.is_some();
    }
    plans
}

impl StagePlan {
    /// What can happen at each operation of a stage's program.
    fn ways_out(&mut self, model: &Model, stage: &StageModel) {
        let goes = |becomes: Option<&BecomesModel>| becomes.is_some_and(|becomes| becomes.to.is_some());
        let mut started = stage.first_work.is_none() && stage.first_place.is_none();
        let mut begins = true;
        for op in &model.ops[stage.first_op as usize..] {
            match *op {
                Op::Work(work) => {
                    let model = &model.works[work as usize];
                    let leaves = model.patience.is_some() || model.no_show.is_some() || goes(model.becomes.as_deref());
                    self.may_renege |= !started && leaves;
                    self.may_renege_later |= started && leaves;
                    self.may_leave |= model.leave.is_some();
                    self.begins_with_work |= begins;
                    self.waits = true;
                    (started, begins) = (true, false);
                }
                Op::Place(place) => {
                    let model = &model.places[place as usize];
                    let leaves = model.patience.is_some() || goes(model.becomes.as_ref());
                    self.may_renege |= !started && leaves;
                    self.may_renege_later |= started && leaves;
                    self.has_later_work |= started;
                    self.waits = true;
                    let is_first = stage.first_place == Some(place);
                    self.begins_with_work |= begins && is_first;
                    started |= is_first;
                }
                Op::Delay(delay) => {
                    let model = &model.delays[delay as usize];
                    self.may_leave |= model.leave.is_some() || goes(model.becomes.as_ref());
                    begins = false;
                }
                Op::SideBySide(_) => begins = false,
                Op::GiveBack(_) | Op::Change(_) | Op::Contact(_) | Op::NotReached(_) => {}
                Op::Refer | Op::Send(_) | Op::Join | Op::ContactDone => break,
            }
        }
    }
}

impl Plan {
    /// What there is to count.
    pub fn new(scenario: &Scenario, model: &Model) -> Plan {
        let report = &scenario.report;
        let mut stages = vec![StagePlan::default(); model.stages.len()];
        for (index, work) in model.works.iter().enumerate() {
            let stage = &mut stages[work.stage as usize];
            if work.contact {
                continue;
            }
            let is_first = model.stages[work.stage as usize].first_work == Some(index as u32);
            stage.has_work = true;
            stage.has_later_work |= !is_first;
            stage.closes |= is_first && closes(scenario, model, work.team as usize);
        }
        for delay in &model.delays {
            let stage = &mut stages[delay.stage as usize];
            stage.has_replies |= delay.replies.is_some();
            stage.has_contacts |= delay.contacts.is_some();
        }
        for contact in &model.contacts {
            stages[contact.stage as usize].has_attempts = true;
        }
        for (plan, stage) in stages.iter_mut().zip(&model.stages) {
            plan.has_room = stage.room.is_some();
            plan.may_turn_away = stage.room.as_ref().is_some_and(|room| room.elsewhere().is_some());
            plan.may_try_again =
                stage.room.as_ref().is_some_and(|room| matches!(room.when_full, WhenFullModel::Retries(..)));
            plan.may_hold = stage.may_hold;
            plan.ways_out(model, stage);
        }
        for referral in &model.referrals {
            if let Target::Stage(to) = referral.to
                && model.stages[to].room.as_ref().is_some_and(RoomModel::blocks)
            {
                let plan = &mut stages[referral.from as usize];
                (plan.may_be_blocked, plan.may_hold) = (true, true);
            }
        }
        // Who cannot get into a stage that is opened stays at the one that opens it.
        for split in &model.splits {
            let blocks = |stage: &u32| model.stages[*stage as usize].room.as_ref().is_some_and(RoomModel::blocks);
            stages[split.stage as usize].may_be_blocked |= split.stages.iter().any(blocks);
        }
        side_by_side(&mut stages, model);
        let keeps = |team: usize| {
            let holds = |stage: u32| model.stages[stage as usize].may_hold;
            model.works.iter().any(|work| work.team as usize == team && holds(work.stage))
        };
        let half = Span((model.end - SimTime::default()).0 / 2);
        let handovers = plan_handovers::possible_handovers(model);
        Plan {
            begin: model.begin,
            end: model.end,
            groups: 1 + scenario.axes.iter().map(|axis| axis.levels.len()).sum::<usize>(),
            groups_of: model.classes.iter().map(|levels| groups_of(scenario, levels)).collect(),
            period_edges: period_edges(scenario, report.periods),
            month_edges: month_edges(scenario, model),
            within: report.within.clone(),
            quantiles: report.quantiles.clone(),
            follow_up: report.follow_up.unwrap_or(half),
            moments: report.moments.iter().map(|&after| model.begin + after).collect(),
            occupancy_to: report.occupancy_to,
            occupancy_of: report.occupancy_of.clone(),
            averages_by_class: report.averages_by_class && !scenario.axes.is_empty(),
            phases: Phase::ALL
                .into_iter()
                .filter(|&phase| scenario.stages.iter().any(|s| s.phase == Some(phase)))
                .collect(),
            handovers_from: plan_handovers::by_first(&handovers),
            handovers,
            stages,
            teams: model
                .teams
                .iter()
                .enumerate()
                .map(|(number, team)| {
                    let unlimited = team.opening.changes().any(|(_, number)| number == UNLIMITED);
                    (unlimited, closes(scenario, model, number))
                })
                .collect(),
            keeps: (0..model.teams.len()).map(keeps).collect(),
            referrals: referral_plans(model),
            pools: scenario.pools.len(),
            signals: scenario.pools.iter().map(|pool| pool.signals.len()).sum(),
            channels: scenario.channels().len(),
            may_return: scenario.ends.iter().any(|end| end.returns.is_some()),
            lasting: report.lasting,
            year_edges: period_edges(scenario, Periods::Year),
            amounts: AmountsPlan::of(scenario),
            cost: CostPlan::of(scenario, model),
            streams: scenario.streams.len(),
            ends: scenario.ends.len(),
            clocks: scenario.clocks.len(),
            caseload: CaseloadPlan::new(scenario, model),
        }
    }

    /// Where a referral is counted.
    #[inline]
    pub(super) fn row_of(&self, referral: u32) -> usize {
        self.referrals[referral as usize].row
    }

    /// Whether anything costs something, or has a benefit.
    pub(super) fn counts_cost(&self) -> bool {
        self.cost.is_there() || self.cost.benefits.contains(&true)
    }

    /// Whether anything is counted of places, of becoming another class or of missed appointments.
    pub(super) fn counts_caseload(&self) -> bool {
        !self.caseload.is_empty()
    }

    /// Position of a handover among the possible ones.
    #[inline]
    pub(super) fn handover(&self, from: u16, to: u16) -> Option<usize> {
        let &(first, after) = self.handovers_from.get(usize::from(from))?;
        let mut others = self.handovers[first..after].iter();
        others.position(|&(_, other)| other == to).map(|position| first + position)
    }

    /// Number of levels in a month of the monthly series: two of every stage, one of every team.
    pub fn monthly_levels(&self) -> usize {
        2 * self.stages.len() + self.teams.len()
    }

    /// Number of whole periods.
    pub fn periods(&self) -> usize {
        self.period_edges.len().saturating_sub(1)
    }

    /// The period in which a measured moment lies; what comes after the last whole one is counted apart.
    pub fn period_of(&self, at: SimTime) -> usize {
        if self.period_edges.len() < 2 {
            return 0;
        }
        self.period_edges[1..].partition_point(|&edge| edge <= at)
    }

    /// Streams and pools, by which arrivals are counted, pools behind streams. Behind both come those who are of
    /// neither: found when the simulation began, and back in the chain after leaving it.
    pub(super) fn sources(&self) -> usize {
        self.streams + self.pools
    }

    /// Number of whole years that are measured.
    pub(super) fn whole_years(&self) -> usize {
        self.year_edges.len().saturating_sub(1)
    }

    /// The whole year in which a moment lies, from 0; `None` outside all of them.
    pub(super) fn year_of(&self, at: SimTime) -> Option<usize> {
        let year = self.year_edges.partition_point(|&edge| edge <= at).checked_sub(1)?;
        (year < self.whole_years()).then_some(year)
    }

    /// Whether anything is counted of lives outside the chain, of contact or of coming back.
    pub(super) fn watches_need(&self) -> bool {
        self.pools > 0 || self.channels > 0 || self.may_return
    }

    /// Measured years.
    pub(super) fn years(&self) -> f64 {
        self.end.as_days() / DAYS_PER_YEAR
    }

    pub(super) fn period_years(&self, period: usize) -> f64 {
        (self.period_edges[period + 1] - self.period_edges[period]).as_days() / DAYS_PER_YEAR
    }
}

/// Where residents may leave a stage because they leave from one of the stages that it opens, and which are stopped then.
fn side_by_side(stages: &mut [StagePlan], model: &Model) {
    let refused = |stage: u32| {
        let of_stage = model.delays.iter().filter(move |delay| delay.stage == stage);
        of_stage.filter_map(|delay| delay.replies.as_ref()).any(|replies| replies.refused.is_some())
    };
    // Stages in stages: each round looks one deeper.
    for _ in &model.splits {
        for split in &model.splits {
            let may_leave = |&&stage: &&u32| {
                let can = stages[stage as usize];
                can.may_renege
                    || can.may_renege_later
                    || can.may_leave
                    || can.has_attempts
                    || can.may_turn_away
                    || refused(stage)
            };
            let from: Vec<u32> = split.stages.iter().filter(may_leave).copied().collect();
            let whole_stops = stages[split.stage as usize].may_stop;
            for &stage in &split.stages {
                stages[stage as usize].may_stop |= whole_stops || from.iter().any(|&other| other != stage);
            }
            let opener = &mut stages[split.stage as usize];
            opener.splits = true;
            opener.may_leave |= !from.is_empty();
        }
    }
}

/// Whether a team may be closed. One of which numbers are unknown may, whatever their values: all draws count the same.
fn closes(scenario: &Scenario, model: &Model, team: usize) -> bool {
    let path = |table: &str| format!("{table}.{}", scenario.teams[team].name);
    let unknown = |unknowns: &Unknowns| unknowns.any_in(&path("teams")) || unknowns.any_in(&path("advanced.teams"));
    !model.teams[team].opening.never_closes() || scenario.unknowns.as_ref().is_some_and(unknown)
}

fn groups_of(scenario: &Scenario, levels: &[usize]) -> Vec<u16> {
    let mut first = 1;
    let mut groups = vec![0];
    for (axis, level) in scenario.axes.iter().zip(levels) {
        groups.push((first + level) as u16);
        first += axis.levels.len();
    }
    groups
}

/// Beginnings of whole periods counted from the first measured day, and the end of the last.
fn period_edges(scenario: &Scenario, periods: Periods) -> Vec<SimTime> {
    let step = match periods {
        Periods::None => return Vec::new(),
        Periods::Year => 12,
        Periods::Quarter => 3,
        Periods::Month => 1,
    };
    let end = SimTime::default() + scenario.horizon;
    let edges = (0..).map_while(|count: i32| scenario.start.checked_add((count * step).months()).ok());
    let edges = edges.map(|date| SimTime::of_date(date, scenario.start));
    // A horizon of whole years has 365.25 days each, so the last year may lack part of a day; it still counts.
    edges.take_while(|&edge| edge < end + Span(DAY)).map(|edge| edge.min(end)).collect()
}

/// Edges of the months counted from the first measured day, over the whole run.
fn month_edges(scenario: &Scenario, model: &Model) -> Vec<SimTime> {
    let edge = |count: i32| {
        let date = scenario.start.checked_add(count.months()).ok()?;
        Some(SimTime::of_date(date, scenario.start))
    };
    let before = (1..).map_while(|count: i32| edge(-count)).take_while(|&at| at > model.begin);
    let mut edges: Vec<SimTime> = before.collect();
    edges.push(model.begin);
    edges.reverse();
    if model.begin < SimTime::default() {
        edges.push(SimTime::default());
    }
    edges.extend((1..).map_while(edge).take_while(|&at| at < model.end));
    edges.push(model.end);
    edges
}
