//! The rows about need, reach, contact and return.

use super::SignalFate;
use super::measure::{Group, Measure, Of, Period, RowKey, Statistic};
use super::need::{CONTACTED, ENTERED, FINISHED, IN_NEED, IN_POOL, NeedTally, PoolCell, SIGNALLED, STARTED};
use super::tally::Sample;
use super::walk::Walk;
use crate::estimate::Ratio;

/// What of a cell is counted.
type Count = fn(&PoolCell) -> u64;

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    /// Everything about need; nothing where nobody lives outside the chain.
    pub(super) fn need(&mut self) {
        let Some(need) = &self.tally.need else { return };
        let pools = self.plan.pools;
        if pools > 0 {
            self.pools(need, Of::Chain, 0..pools);
            for pool in (0..pools).filter(|_| pools > 1) {
                self.pools(need, Of::Pool(pool as u32), pool..pool + 1);
            }
        }
        self.signals(need);
        self.channels(need);
        self.followed(need);
    }

    /// One pool, or all together.
    fn pools(&mut self, need: &NeedTally, of: Of, pools: std::ops::Range<usize>) {
        let contacts = self.plan.channels > 0;
        let signals = self.plan.signals > 0;
        for (group, period) in self.cuts() {
            let level = |walk: &Self, level| walk.area_of(need, &pools, level, usize::from(group.0), period);
            let (in_need, in_pool) = (level(self, IN_NEED), level(self, IN_POOL));
            self.ratio(Measure::InNeed, of, group, period, Statistic::Mean, in_need);
            self.ratio(Measure::InPool, of, group, period, Statistic::Mean, in_pool);
            let in_view = Ratio { above: in_need.above - in_pool.above, below: in_need.above };
            self.ratio(Measure::InView, of, group, period, Statistic::Share, in_view);
            let number = |pick: Count| {
                let of_pool = |pool| need.pools.sum(pool, group, period, 0, |sum, cell| sum + pick(cell));
                pools.clone().map(of_pool).sum::<u64>() as f64
            };
            let below = self.years(period);
            let flows: [(Measure, Count); 5] = [
                (Measure::Onset, |cell| cell.onset),
                (Measure::NaturalEnds, |cell| cell.natural_ends),
                (Measure::NeedEnded, |cell| cell.helped),
                (Measure::Applications, |cell| cell.applications),
                (Measure::Cases, |cell| cell.cases),
            ];
            for (measure, pick) in flows.into_iter().filter(|(measure, _)| signals || *measure != Measure::Cases) {
                let ratio = Ratio { above: number(pick), below };
                self.ratio(measure, of, group, period, Statistic::PerYear, ratio);
            }
            if signals && contacts {
                let share = Ratio { above: number(|cell| cell.reached), below: number(|cell| cell.known) };
                self.ratio(Measure::ReachOfSignalling, of, group, period, Statistic::Share, share);
            }
        }
        for group in 0..self.plan.groups {
            for period in self.years_as_periods() {
                self.distinct(need, of, &pools, group, period);
            }
        }
    }

    /// Distinct residents a year, and what share they are of the residents in need.
    fn distinct(&mut self, need: &NeedTally, of: Of, pools: &std::ops::Range<usize>, group: usize, period: Period) {
        let years = match period {
            Period::All => 0..self.plan.whole_years(),
            Period::Number(year) => usize::from(year)..usize::from(year) + 1,
        };
        let number = |thing| {
            let all = pools.clone().flat_map(|pool| years.clone().map(move |year| (pool, year)));
            all.map(|(pool, year)| need.distinct(pool, thing, group, year)).sum::<u64>() as f64
        };
        let each = years.clone().map(|year| {
            let edges = (self.plan.year_edges[year], self.plan.year_edges[year + 1]);
            let place = |pool| NeedTally::level(self.plan.groups, pool, IN_NEED, group);
            let area: f64 =
                pools.clone().map(|pool| self.area_between(edges, &need.months, |areas| areas[place(pool)])).sum();
            area / (edges.1 - edges.0).as_days()
        });
        let in_need: f64 = each.sum();
        let group = Group(group as u16);
        let count = years.len() as f64;
        let mut rows = vec![(Measure::NeedReach, of, number(ENTERED))];
        if of == Of::Chain {
            for &phase in &self.plan.phases {
                rows.push((Measure::ReachStarted, Of::Phase(phase), number(STARTED + phase as usize)));
                rows.push((Measure::ReachFinished, Of::Phase(phase), number(FINISHED + phase as usize)));
            }
        }
        let contacted = Ratio { above: number(CONTACTED), below: number(SIGNALLED) };
        for (measure, of, above) in rows {
            self.ratio(measure, of, group, period, Statistic::Share, Ratio { above, below: in_need });
            self.ratio(measure, of, group, period, Statistic::PerYear, Ratio { above, below: count });
        }
        if self.plan.signals > 0 && self.plan.channels > 0 {
            self.ratio(Measure::Contacted, of, group, period, Statistic::Share, contacted);
        }
    }

    /// Time average of a level of pools.
    fn area_of(
        &self,
        need: &NeedTally,
        pools: &std::ops::Range<usize>,
        level: usize,
        group: usize,
        period: Period,
    ) -> Ratio {
        let edges = self.edges(period);
        let place = |pool| NeedTally::level(self.plan.groups, pool, level, group);
        let area = |pool| self.area_between(edges, &need.months, |areas| areas[place(pool)]);
        Ratio { above: pools.clone().map(area).sum(), below: (edges.1 - edges.0).as_days() }
    }

    /// All whole years together, and each where the periods of the report are years.
    fn years_as_periods(&self) -> Vec<Period> {
        let by_year = self.plan.period_edges == self.plan.year_edges;
        let years = (0..self.plan.whole_years()).filter(|_| by_year).map(|year| Period::Number(year as u16));
        std::iter::once(Period::All).chain(years).collect()
    }

    fn signals(&mut self, need: &NeedTally) {
        if self.plan.signals == 0 {
            return;
        }
        for (group, period) in self.cuts() {
            let below = self.years(period);
            for signal in 0..self.plan.signals {
                let number = need.signals.sum(signal, group, period, 0, |sum, n| sum + n);
                let ratio = Ratio { above: number as f64, below };
                self.ratio(Measure::Signals, Of::Signal(signal as u32), group, period, Statistic::PerYear, ratio);
            }
            let fate = |place: usize| {
                let of_pool = |pool| need.pools.sum(pool, group, period, 0, |sum, cell| sum + cell.fates[place]);
                (0..self.plan.pools).map(of_pool).sum::<u64>() as f64
            };
            let each: Vec<f64> = (0..SignalFate::ALL.len()).map(fate).collect();
            let all = each.iter().sum();
            for (fate, above) in SignalFate::ALL.into_iter().zip(each) {
                let of = Of::SignalFate(fate);
                self.ratio(Measure::SignalFate, of, group, period, Statistic::Share, Ratio { above, below: all });
                self.ratio(Measure::SignalFate, of, group, period, Statistic::PerYear, Ratio { above, below });
            }
        }
    }

    fn channels(&mut self, need: &NeedTally) {
        for channel in 0..self.plan.channels {
            let of = Of::Channel(channel as u32);
            for (group, period) in self.cuts() {
                let cells = need.contacts.of(channel, group, period).iter();
                let [attempts, reached, accepted] = cells.fold([0; 3], |[attempts, reached, accepted], cell| {
                    [attempts + cell.attempts, reached + cell.reached, accepted + cell.accepted]
                });
                let [attempts, reached, accepted] = [attempts, reached, accepted].map(|number| number as f64);
                let below = self.years(period);
                let per_year = |above| Ratio { above, below };
                self.ratio(Measure::Attempts, of, group, period, Statistic::PerYear, per_year(attempts));
                let share = Ratio { above: reached, below: attempts };
                self.ratio(Measure::AttemptReached, of, group, period, Statistic::Share, share);
                self.ratio(Measure::AttemptReached, of, group, period, Statistic::PerYear, per_year(reached));
                let share = Ratio { above: accepted, below: reached };
                self.ratio(Measure::AttemptAccepted, of, group, period, Statistic::Share, share);
                self.ratio(Measure::AttemptAccepted, of, group, period, Statistic::PerYear, per_year(accepted));
            }
        }
    }

    /// Successes that were followed long enough, and those of them with a return; `None` where nobody comes back.
    pub(super) fn followed_successes(&self, period: Period) -> Option<(u64, u64)> {
        let need = self.tally.need.as_ref().filter(|_| self.plan.may_return)?;
        let cells = need.follow.of(0, Group::ALL, period).iter();
        Some(cells.fold((0, 0), |(success, returned), cell| (success + cell.success, returned + cell.returned)))
    }

    /// Return, and success that lasts.
    fn followed(&mut self, need: &NeedTally) {
        if !self.plan.may_return {
            return;
        }
        for (group, period) in self.cuts() {
            let cells = need.follow.of(0, group, period).iter();
            let [left, success, returned] = cells.fold([0; 3], |[left, success, returned], cell| {
                [left + cell.left, success + cell.success, returned + cell.returned]
            });
            let share = Ratio { above: returned as f64, below: success as f64 };
            self.ratio(Measure::Returned, Of::Chain, group, period, Statistic::Share, share);
            let share = Ratio { above: (success - returned) as f64, below: left as f64 };
            self.ratio(Measure::Lasting, Of::Chain, group, period, Statistic::Share, share);
        }
    }
}
