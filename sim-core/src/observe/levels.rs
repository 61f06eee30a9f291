//! Numbers that change over time, and the areas under them: residents waiting and present at stages, people of teams.

use super::Measures;
use super::extra_levels::Number;
use super::plan::Plan;
use super::tally::{Levels, Tally};
use crate::chain::{Doing, Resident};
use crate::scenario::Closing;
use crate::time::{SimTime, UNLIMITED};

/// A number that changes over time, and the area under it.
///
/// A change of `d` at a moment `t` adds `d·(E − t)` to the area up to an edge `E`, so the area is the value at the edge
/// times `E` less the sum of all `d·t`. A change is two additions and need not know when the one before it was.
///
/// The sum is exact: a moment is less than 2⁵⁹ microseconds from 0 (9,999 years) and a run has less than 2⁶³ changes of
/// one resident, so it stays below 2¹²².
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Level {
    value: i64,
    moments: i128,
}

impl Level {
    /// The present value.
    pub(super) fn value(&self) -> i64 {
        self.value
    }

    /// Changes by so much.
    #[inline]
    pub(super) fn change(&mut self, now: SimTime, by: i64) {
        self.value += by;
        self.moments += i128::from(by) * i128::from(now.0);
    }

    /// Becomes another value.
    #[inline]
    fn set(&mut self, now: SimTime, value: u32) {
        let by = i64::from(value) - self.value;
        if by != 0 {
            self.change(now, by);
        }
    }

    /// The area since it was last taken, in microseconds times the unit of the level.
    pub(super) fn take_area(&mut self, edge: SimTime) -> i128 {
        let whole = i128::from(self.value) * i128::from(edge.0);
        let area = whole - self.moments;
        self.moments = whole;
        area
    }
}

/// Residents at a stage; those that change at every visit are in one line of the cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(64))]
pub(super) struct StageLevels {
    pub(super) waiting: Level,
    pub(super) present: Level,
    /// Finished the stage, and still take up a place there.
    pub(super) held: Level,
    /// Ready to leave the stage for one that is full.
    pub(super) blocked: Level,
    /// Stay away from the stage until they try again.
    pub(super) away: Level,
}

/// People of a team.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(64))]
struct TeamLevels {
    /// Everybody at work.
    busy: Level,
    /// As long as no more work than these, nothing of what follows changes by it. Where hours are paid that is nobody.
    usual: i64,
    on_duty: u32,
    /// Of these, people who are not on duty; and those of them who finish their work after closing.
    beyond: Level,
    overtime: Level,
    /// Everybody on duty, where that has a limit.
    staffed: Level,
    /// Workers who stay with residents after the work.
    kept: Level,
}

/// All levels, as they are at present.
#[derive(Debug, Clone)]
pub(super) struct LevelsNow {
    pub(super) chain: Level,
    /// The same as `chain`, of which areas are taken in fine steps.
    pub(super) chain_fine: Level,
    pub(super) stages: Vec<StageLevels>,
    teams: Vec<TeamLevels>,
}

impl LevelsNow {
    pub(super) fn of(plan: &Plan) -> LevelsNow {
        LevelsNow {
            chain: Level::default(),
            chain_fine: Level::default(),
            stages: vec![StageLevels::default(); plan.stages.len()],
            teams: vec![TeamLevels { usual: usual(plan.counts_cost(), 0), ..TeamLevels::default() }; plan.teams.len()],
        }
    }

    /// Adds the areas up to an edge to those of a month.
    pub(super) fn add_up(&mut self, tally: &mut Tally, month: usize, edge: SimTime) {
        let at = Levels { stages: self.stages.len(), teams: self.teams.len() };
        let areas = &mut tally.months[month];
        areas[Levels::CHAIN] += self.chain.take_area(edge);
        for (stage, levels) in self.stages.iter_mut().enumerate() {
            areas[at.waiting(stage)] += levels.waiting.take_area(edge);
            areas[at.present(stage)] += levels.present.take_area(edge);
            areas[at.held(stage)] += levels.held.take_area(edge);
            areas[at.blocked(stage)] += levels.blocked.take_area(edge);
            areas[at.away(stage)] += levels.away.take_area(edge);
        }
        for (team, levels) in self.teams.iter_mut().enumerate() {
            areas[at.busy(team)] += levels.busy.take_area(edge) - levels.beyond.take_area(edge);
            areas[at.on_duty(team)] += levels.staffed.take_area(edge);
            areas[at.overtime(team)] += levels.overtime.take_area(edge);
            areas[at.kept(team)] += levels.kept.take_area(edge);
        }
    }
}

/// See [`TeamLevels::usual`].
fn usual(is_paid: bool, on_duty: u32) -> i64 {
    if is_paid { -1 } else { i64::from(on_duty) }
}

impl Measures<'_> {
    /// Residents in the chain change.
    #[inline(always)]
    pub(super) fn change_chain(&mut self, now: SimTime, resident: &Resident, by: i64) {
        self.levels.chain.change(now, by);
        self.levels.chain_fine.change(now, by);
        if self.looks_closer {
            let number = Number { present: by, ..Number::default() };
            self.tally.extra.change(self.plan.stages.len(), resident, now, number);
        }
    }

    /// Residents waiting or present at a stage change.
    #[inline(always)]
    pub(super) fn change_at(&mut self, stage: u32, now: SimTime, resident: &Resident, waiting: i64, present: i64) {
        let levels = &mut self.levels.stages[stage as usize];
        if waiting != 0 {
            levels.waiting.change(now, waiting);
        }
        if present != 0 {
            levels.present.change(now, present);
        }
        if self.looks_closer {
            let number = Number { waiting, present, held: 0 };
            self.tally.extra.change(stage as usize, resident, now, number);
        }
    }

    /// Residents who have finished a stage take up a place there, perhaps with a worker.
    pub(super) fn held(&mut self, now: SimTime, resident: &Resident, stage: u32, team: Option<u32>, by: i64) {
        self.change_at(stage, now, resident, 0, by);
        if self.looks_closer {
            let number = Number { held: by, ..Number::default() };
            self.tally.extra.change(stage as usize, resident, now, number);
        }
        self.levels.stages[stage as usize].held.change(now, by);
        if let Some(team) = team {
            self.levels.teams[team as usize].kept.change(now, by);
        }
    }

    /// A worker of a team begins or ends work.
    #[inline(always)]
    pub(super) fn change_busy(&mut self, team: u32, now: SimTime, by: i64) {
        let levels = &mut self.levels.teams[team as usize];
        levels.busy.change(now, by);
        if levels.busy.value() - by.min(0) > levels.usual {
            self.set_team(team, now);
        }
    }

    /// The number of people on duty changes.
    pub(super) fn change_on_duty(&mut self, team: u32, now: SimTime, number: u32) {
        let usual = usual(self.cost.is_some(), number);
        let levels = &mut self.levels.teams[team as usize];
        (levels.on_duty, levels.usual) = (number, usual);
        self.set_team(team, now);
    }

    /// Works out anew who of the busy people is on duty, and who finishes after closing.
    #[cold]
    #[inline(never)]
    fn set_team(&mut self, team: u32, now: SimTime) {
        let levels = &mut self.levels.teams[team as usize];
        let busy = levels.busy.value() as u32;
        let working = busy.min(levels.on_duty);
        let finishes = self.model.teams[team as usize].closing == Closing::Finish;
        let overtime = if finishes { busy - working } else { 0 };
        let staffed = if levels.on_duty == UNLIMITED { 0 } else { levels.on_duty };
        if let Some(cost) = &mut self.cost {
            let month = self.edges.month;
            cost.set(self.model, &mut self.tally, month, team as usize, now, working + overtime);
        }
        levels.beyond.set(now, busy - working);
        levels.staffed.set(now, staffed);
        levels.overtime.set(now, overtime);
    }

    /// A worker is taken for somebody who waited.
    #[inline]
    pub(super) fn taken(&mut self, now: SimTime, resident: &Resident, work: u32) {
        let model = &self.model.works[work as usize];
        if !model.contact {
            self.change_at(model.stage, now, resident, -1, 0);
        }
        self.change_busy(model.team, now, 1);
    }

    /// Work is put down (or taken up again). Whose work was put down for somebody more urgent waits again.
    /// Who misses the appointment was waiting all the time.
    pub(super) fn rests(&mut self, now: SimTime, resident: &Resident, work: u32, rests: bool) {
        let model = &self.model.works[work as usize];
        let (waiting, busy) = if rests { (1, -1) } else { (-1, 1) };
        if self.model.teams[model.team as usize].interrupts && !model.contact && resident.doing != Doing::Missing {
            self.change_at(model.stage, now, resident, waiting, 0);
        }
        self.change_busy(model.team, now, busy);
    }

    /// Work is put down for good, or is not taken up again after it rested.
    pub(super) fn put_down(&mut self, now: SimTime, resident: &Resident, work: u32, rests: bool) {
        let model = &self.model.works[work as usize];
        match rests {
            false => self.change_busy(model.team, now, -1),
            true if self.model.teams[model.team as usize].interrupts => {
                self.change_at(model.stage, now, resident, -1, 0);
            }
            true => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The area of a level is what its values times how long they hold add up to, however it is cut by edges.
        #[test]
        fn an_area_is_the_sum_of_its_parts(changes in prop::collection::vec((0i64..1 << 50, -5i64..=5, any::<bool>()), 1..40)) {
            let mut level = Level::default();
            let (mut now, mut taken, mut expected) = (SimTime(-(1 << 40)), 0i128, 0i128);
            for (pause, by, edge) in changes {
                expected += i128::from(level.value()) * i128::from(pause);
                now = SimTime(now.0 + pause);
                if edge {
                    taken += level.take_area(now);
                }
                level.change(now, by);
            }
            taken += level.take_area(now);
            prop_assert_eq!(taken, expected);
        }
    }

    /// Four milliard residents at the end of the years that a calendar can name: nothing is lost.
    #[test]
    fn areas_of_the_largest_run_fit() {
        let end = SimTime(1 << 59);
        let mut level = Level::default();
        level.change(SimTime(-(1 << 59)), 1 << 32);
        assert_eq!(level.take_area(end), 1i128 << 92);
        level.change(end, -(1 << 32));
        assert_eq!(level.take_area(end), 0);
    }
}
