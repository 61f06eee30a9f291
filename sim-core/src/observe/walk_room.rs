//! The rows about limited room: who tries again, who is blocked, who still takes up a place.

use super::measure::{Group, Measure, Of, Period, RowKey, Statistic};
use super::tally::{Levels, Sample, StageCell, Times, VisitCell};
use super::walk::Walk;
use crate::estimate::Ratio;

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    /// What is counted of residents.
    pub(super) fn room(&mut self, stage: usize, group: Group, period: Period, visits: &VisitCell, cells: &[StageCell]) {
        let of = Of::Stage(stage as u32);
        let can = self.plan.stages[stage];
        let number = |pick: fn(&StageCell) -> u64| cells.iter().map(pick).sum::<u64>() as f64;
        if can.may_try_again {
            let per_resident = Ratio { above: number(|cell| cell.kept_away), below: visits.joined as f64 };
            self.ratio(Measure::Retries, of, group, period, Statistic::Mean, per_resident);
        }
        if can.may_be_blocked {
            let finished = visits.time.number as f64;
            let blocked = cells.iter().fold(Times::default(), |sum, cell| sum.join(cell.blocked));
            let mean = Ratio { below: finished, ..blocked.mean() };
            self.ratio(Measure::BlockedTime, of, group, period, Statistic::Mean, mean);
            let share = Ratio { above: blocked.number as f64, below: finished };
            self.ratio(Measure::BlockedTime, of, group, period, Statistic::SharePositive, share);
        }
    }

    /// What is averaged over time.
    pub(super) fn holding(&mut self, stage: usize, occupied: impl Fn(&[i128]) -> i128) {
        let of = Of::Stage(stage as u32);
        let can = self.plan.stages[stage];
        let levels = Levels::of(self.plan);
        if can.may_try_again {
            self.level(Measure::TryingAgain, of, |areas| areas[levels.away(stage)]);
        }
        if can.may_be_blocked {
            self.level(Measure::Blocked, of, |areas| areas[levels.blocked(stage)]);
        }
        if can.may_hold {
            self.level(Measure::Held, of, |areas| areas[levels.held(stage)]);
            self.level(Measure::Occupied, of, occupied);
        }
    }
}
