//! The walk over a tally: every row of the table, always in the same order, so that replications can be laid side by side.

use super::measure::{Group, Measure, Of, Period, RowKey, Statistic};
use super::plan::Plan;
use super::tally::{ClockCell, Histograms, Levels, Sample, StageCell, Tally, TermCell, Times, TransferCell, VisitCell};
use crate::estimate::Ratio;
use crate::scenario::Phase;
use crate::time::{DAY, DAYS_PER_YEAR, HOUR, SimTime};

impl Tally {
    /// Gives every row of the table to `emit`, always in the same order.
    pub fn walk(&self, plan: &Plan, emit: &mut impl FnMut(RowKey, Sample)) {
        let mut walk = Walk { tally: self, plan, emit };
        walk.chain();
        walk.need();
        walk.amounts();
        walk.cost();
        for stage in 0..plan.stages.len() {
            walk.stage(stage);
        }
        for &phase in &plan.phases {
            walk.phase(phase);
        }
        for team in 0..plan.teams.len() {
            walk.team(team);
        }
        for referral in 0..plan.referrals.len() {
            walk.referral(referral);
        }
        walk.handovers();
        for clock in 0..plan.clocks {
            walk.clock(clock);
        }
        for end in 0..plan.ends {
            walk.end(end);
        }
        walk.moments();
        walk.extra();
    }
}

/// A walk over all rows.
pub(super) struct Walk<'t, F> {
    pub(super) tally: &'t Tally,
    pub(super) plan: &'t Plan,
    emit: &'t mut F,
}

impl<F: FnMut(RowKey, Sample)> Walk<'_, F> {
    pub(super) fn ratio(
        &mut self,
        measure: Measure,
        of: Of,
        group: Group,
        period: Period,
        statistic: Statistic,
        ratio: Ratio,
    ) {
        (self.emit)(RowKey { measure, of, group, period, statistic }, Sample::Ratio(ratio));
    }

    pub(super) fn quantiles(&mut self, measure: Measure, of: Of, group: Group, period: Period, histogram: usize) {
        for (index, &p) in self.plan.quantiles.iter().enumerate() {
            let statistic = Statistic::Quantile(index as u16);
            (self.emit)(RowKey { measure, of, group, period, statistic }, Sample::Quantile(histogram, p));
        }
    }

    /// Everybody and every level; the whole horizon and every period.
    pub(super) fn cuts(&self) -> Vec<(Group, Period)> {
        let plan = self.plan;
        let periods =
            || std::iter::once(Period::All).chain((0..plan.periods()).map(|number| Period::Number(number as u16)));
        (0..plan.groups).flat_map(|group| periods().map(move |period| (Group(group as u16), period))).collect()
    }

    pub(super) fn years(&self, period: Period) -> f64 {
        match period {
            Period::All => self.plan.years(),
            Period::Number(number) => self.plan.period_years(usize::from(number)),
        }
    }

    fn chain(&mut self) {
        for (group, period) in self.cuts() {
            let arrivals = |stream| self.tally.arrivals.sum(stream, group, period, 0, |sum, n| sum + n);
            let each: Vec<u64> = (0..=self.plan.sources()).map(arrivals).collect();
            let below = self.years(period);
            let per_year = |number: u64| Ratio { above: number as f64, below };
            self.ratio(Measure::Arrivals, Of::Chain, group, period, Statistic::PerYear, per_year(each.iter().sum()));
            let sources = &each[..self.plan.sources()];
            for (stream, &number) in sources.iter().enumerate().filter(|_| sources.len() > 1) {
                let of = match stream.checked_sub(self.plan.streams) {
                    None => Of::Stream(stream as u32),
                    Some(pool) => Of::Pool(pool as u32),
                };
                self.ratio(Measure::Arrivals, of, group, period, Statistic::PerYear, per_year(number));
            }
            let times = (0..self.plan.ends)
                .map(|end| self.tally.ends.sum(end, group, period, Times::default(), |a, b| a.join(*b)));
            let all = times.fold(Times::default(), Times::join);
            self.ratio(Measure::TimeInChain, Of::Chain, group, period, Statistic::Mean, all.mean());
            if period == Period::All {
                let histogram = Histograms::of(self.plan).end(self.plan.ends, group.0);
                self.quantiles(Measure::TimeInChain, Of::Chain, group, period, histogram);
            }
        }
        self.inside();
        self.caseload_of_chain();
        self.level(Measure::Present, Of::Chain, |areas| areas[Levels::CHAIN]);
        let unfinished = Ratio { above: self.tally.unfinished as f64, below: 1.0 };
        self.ratio(Measure::Unfinished, Of::Chain, Group::ALL, Period::All, Statistic::Count, unfinished);
    }

    /// Who of those followed has left through no end yet.
    fn inside(&mut self) {
        for group in 0..self.plan.groups {
            let group = Group(group as u16);
            let of_end = |end| self.tally.outcomes.total(end, group, Period::All).number;
            let left: u64 = (0..self.plan.ends).map(of_end).sum();
            let followed = self.tally.cohort.total(0, group, Period::All);
            let share = Ratio { above: (followed - left) as f64, below: followed as f64 };
            self.ratio(Measure::Inside, Of::Chain, group, Period::All, Statistic::Share, share);
        }
    }

    /// A time average, for the whole horizon and every period.
    pub(super) fn level(&mut self, measure: Measure, of: Of, area: impl Fn(&[i128]) -> i128) {
        let periods = (0..self.plan.periods()).map(|number| Period::Number(number as u16));
        for period in std::iter::once(Period::All).chain(periods) {
            let (above, below) = self.area(period, &area);
            self.ratio(measure, of, Group::ALL, period, Statistic::Mean, Ratio { above, below });
        }
    }

    /// Area in resident-days and length in days of a period.
    fn area(&self, period: Period, area: impl Fn(&[i128]) -> i128) -> (f64, f64) {
        let (from, until) = self.edges(period);
        (self.area_between((from, until), &self.tally.months, area), (until - from).as_days())
    }

    /// First moment and end of a period.
    pub(super) fn edges(&self, period: Period) -> (SimTime, SimTime) {
        match period {
            Period::All => (SimTime::default(), self.plan.end),
            Period::Number(number) => {
                let number = usize::from(number);
                (self.plan.period_edges[number], self.plan.period_edges[number + 1])
            }
        }
    }

    /// Area in resident-days between two edges of months.
    pub(super) fn area_between(
        &self,
        (from, until): (SimTime, SimTime),
        months: &[Vec<i128>],
        area: impl Fn(&[i128]) -> i128,
    ) -> f64 {
        let months = self.plan.month_edges.windows(2).zip(months);
        let inside = months.filter(|(edges, _)| from <= edges[0] && edges[0] < until);
        let total: i128 = inside.map(|(_, areas)| area(areas)).sum();
        total as f64 / DAY as f64
    }

    fn stage(&mut self, stage: usize) {
        let of = Of::Stage(stage as u32);
        let can = self.plan.stages[stage];
        let histograms = Histograms::of(self.plan);
        for (group, period) in self.cuts() {
            let cells = self.tally.stages.of(stage, group, period).to_vec();
            let visits = self.tally.visits.total(stage, group, period);
            let number = |pick: fn(&StageCell) -> u64| cells.iter().map(pick).sum::<u64>() as f64;
            if can.waits {
                self.waits(stage, group, period, &visits, &cells);
            }
            // Per resident, not per wait or delay: a stage may have several of both.
            let during = number(|cell| cell.left_during);
            let dropped_out = during + number(|cell| cell.left.number + cell.left_later + cell.not_helped);
            let ended_otherwise = visits.time.number as f64 + number(|cell| cell.refused + cell.stopped);
            let of_ended = |above| Ratio { above, below: dropped_out + ended_otherwise };
            if can.may_renege || can.may_renege_later || can.may_leave || can.has_attempts {
                self.ratio(Measure::DroppedOut, of, group, period, Statistic::Share, of_ended(dropped_out));
            }
            if can.may_leave {
                self.ratio(Measure::LeftDuring, of, group, period, Statistic::Share, of_ended(during));
            }
            if can.may_stop {
                let stopped = of_ended(number(|cell| cell.stopped));
                self.ratio(Measure::Stopped, of, group, period, Statistic::Share, stopped);
            }
            self.tokens(stage, group, period);
            if can.may_turn_away {
                // Who is displaced had joined.
                let displaced = number(|cell| cell.displaced);
                let away = number(|cell| cell.turned_away) + displaced;
                let share = Ratio { above: away, below: away - displaced + visits.joined as f64 };
                self.ratio(Measure::TurnedAway, of, group, period, Statistic::Share, share);
                let per_year = Ratio { above: away, below: self.years(period) };
                self.ratio(Measure::TurnedAway, of, group, period, Statistic::PerYear, per_year);
            }
            self.room(stage, group, period, &visits, &cells);
            let time = visits.time;
            self.ratio(Measure::TimeInStage, of, group, period, Statistic::Mean, time.mean());
            if period == Period::All {
                self.quantiles(Measure::TimeInStage, of, group, period, histograms.time(stage, group.0));
            }
            let finished = Ratio { above: time.number as f64, below: self.years(period) };
            self.ratio(Measure::Finished, of, group, period, Statistic::PerYear, finished);
            let joined = Ratio { above: visits.joined as f64, below: self.years(period) };
            self.ratio(Measure::Joined, of, group, period, Statistic::PerYear, joined);
        }
        self.caseload_of_stage(stage);
        self.reach(stage);
        let levels = Levels::of(self.plan);
        if can.waits {
            self.level(Measure::Queue, of, |areas| areas[levels.waiting(stage)]);
            let waiting = Ratio { above: self.tally.still_waiting[stage] as f64, below: 1.0 };
            self.ratio(Measure::StillWaiting, of, Group::ALL, Period::All, Statistic::Count, waiting);
        }
        self.level(Measure::Present, of, |areas| areas[levels.present(stage)]);
        let occupied = |areas: &[i128]| areas[levels.present(stage)] - areas[levels.waiting(stage)];
        self.level(Measure::InService, of, |areas| occupied(areas) - areas[levels.held(stage)]);
        self.holding(stage, occupied);
        if let Some(times) = self.tally.extra.alone(stage) {
            let mut up_to = 0.0;
            for (places, &time) in times.iter().enumerate() {
                up_to += time as f64;
                let ratio = Ratio { above: time as f64, below: up_to };
                self.ratio(Measure::AllTaken, of, Group::ALL, Period::All, Statistic::Places(places as u32), ratio);
            }
        }
    }

    /// Everything about waits: the first one of a visit, what it is made of, and who left; then later ones.
    fn waits(&mut self, stage: usize, group: Group, period: Period, visits: &VisitCell, cells: &[StageCell]) {
        let of = Of::Stage(stage as u32);
        let can = self.plan.stages[stage];
        let number = |pick: fn(&StageCell) -> u64| cells.iter().map(pick).sum::<u64>() as f64;
        let (wait, later) = (visits.wait, visits.later);
        let left = cells.iter().fold(Times::default(), |sum, cell| sum.join(cell.left));
        self.first_waits(stage, group, period, wait, visits.positive as f64);
        let of_starters = |total| Times { number: wait.number, total }.mean();
        if self.plan.caseload.has_place[stage] {
            let for_place = of_starters(visits.for_place);
            self.ratio(Measure::WaitForPlace, of, group, period, Statistic::Mean, for_place);
        }
        if can.has_work {
            let for_worker = of_starters(visits.for_worker());
            self.ratio(Measure::WaitForWorker, of, group, period, Statistic::Mean, for_worker);
        }
        if can.closes {
            let closed = of_starters(visits.closed);
            self.ratio(Measure::ClosedWait, of, group, period, Statistic::Mean, closed);
        }
        if can.may_renege {
            self.ratio(Measure::WaitOfLeavers, of, group, period, Statistic::Mean, left.mean());
            let all = wait.join(left);
            self.ratio(Measure::WaitOfAll, of, group, period, Statistic::Mean, all.mean());
            let positive = visits.positive as f64 + number(|cell| cell.left_positive);
            let share = |above| Ratio { above, below: all.number as f64 };
            self.ratio(Measure::WaitOfAll, of, group, period, Statistic::SharePositive, share(positive));
            self.ratio(Measure::LeftWaiting, of, group, period, Statistic::Share, share(left.number as f64));
        }
        if can.has_later_work {
            self.ratio(Measure::LaterWait, of, group, period, Statistic::Mean, later.mean());
        }
        if can.may_renege_later {
            let left = number(|cell| cell.left_later);
            let share = Ratio { above: left, below: left + later.number as f64 };
            self.ratio(Measure::LeftLater, of, group, period, Statistic::Share, share);
        }
    }

    fn first_waits(&mut self, stage: usize, group: Group, period: Period, wait: Times, positive: f64) {
        let of = Of::Stage(stage as u32);
        let histograms = Histograms::of(self.plan);
        for term in 0..self.plan.within.len() {
            let counted = self.term(stage, term, group, period);
            let share = Ratio { above: counted.within as f64, below: counted.asked as f64 };
            self.ratio(Measure::StartedWithin, of, group, period, Statistic::Within(term as u16), share);
        }
        self.ratio(Measure::Wait, of, group, period, Statistic::Mean, wait.mean());
        match (group, period) {
            (_, Period::All) => self.quantiles(Measure::Wait, of, group, period, histograms.wait(stage, group.0)),
            (Group::ALL, Period::Number(number)) => {
                self.quantiles(Measure::Wait, of, group, period, histograms.wait_in(stage, usize::from(number)));
            }
            _ => {}
        }
        let number = wait.number as f64;
        let share = Ratio { above: positive, below: number };
        self.ratio(Measure::Wait, of, group, period, Statistic::SharePositive, share);
        for term in 0..self.plan.within.len() {
            let over = self.term(stage, term, group, period).over;
            let share = Ratio { above: over as f64, below: number };
            self.ratio(Measure::Wait, of, group, period, Statistic::Over(term as u16), share);
        }
    }

    fn term(&self, stage: usize, term: usize, group: Group, period: Period) -> TermCell {
        self.tally.terms.total(stage * self.plan.within.len() + term, group, period)
    }

    fn reach(&mut self, stage: usize) {
        let of: [fn(u32) -> Of; 3] = [Of::Enter, Of::Start, Of::Finish];
        for group in 0..self.plan.groups {
            let group = Group(group as u16);
            let cohort = self.tally.cohort.total(0, group, Period::All);
            let reached = self.tally.visits.total(stage, group, Period::All).reached;
            for (of, times) in of.into_iter().zip(reached) {
                let of = of(stage as u32);
                let share = Ratio { above: times.number as f64, below: cohort as f64 };
                self.ratio(Measure::Reach, of, group, Period::All, Statistic::Share, share);
                self.ratio(Measure::TimeToReach, of, group, Period::All, Statistic::Mean, times.mean());
            }
        }
    }

    fn phase(&mut self, phase: Phase) {
        for (group, period) in self.cuts() {
            let times = self.tally.phases.sum(phase as usize, group, period, Times::default(), |a, b| a.join(*b));
            self.ratio(Measure::TimeInPhase, Of::Phase(phase), group, period, Statistic::Mean, times.mean());
        }
    }

    fn team(&mut self, team: usize) {
        self.caseload_of_team(team);
        let (unlimited, closes) = self.plan.teams[team];
        let levels = Levels::of(self.plan);
        let (busy, on_duty, overtime) = (levels.busy(team), levels.on_duty(team), levels.overtime(team));
        let of = Of::Team(team as u32);
        let periods = (0..self.plan.periods()).map(|number| Period::Number(number as u16));
        for period in std::iter::once(Period::All).chain(periods) {
            let hours = (DAY / HOUR) as f64;
            let (worked, days) = self.area(period, |areas| areas[busy]);
            let years = days / DAYS_PER_YEAR;
            if !unlimited {
                let (staffed, _) = self.area(period, |areas| areas[on_duty]);
                let share = Ratio { above: worked, below: staffed };
                self.ratio(Measure::Utilisation, of, Group::ALL, period, Statistic::Share, share);
                let staffed = Ratio { above: staffed * hours, below: years };
                self.ratio(Measure::StaffedHours, of, Group::ALL, period, Statistic::PerYear, staffed);
            }
            let (over, _) = self.area(period, |areas| areas[overtime]);
            let all = Ratio { above: (worked + over) * hours, below: years };
            self.ratio(Measure::WorkedHours, of, Group::ALL, period, Statistic::PerYear, all);
            if self.plan.keeps[team] {
                let (kept, _) = self.area(period, |areas| areas[levels.kept(team)]);
                let kept = Ratio { above: kept * hours, below: years };
                self.ratio(Measure::HeldHours, of, Group::ALL, period, Statistic::PerYear, kept);
            }
            if closes {
                let over = Ratio { above: over * hours, below: years };
                self.ratio(Measure::Overtime, of, Group::ALL, period, Statistic::PerYear, over);
            }
        }
    }

    fn referral(&mut self, referral: usize) {
        let plan = self.plan.referrals[referral];
        if plan.row != referral {
            return;
        }
        let TransferCell { sent, lost, returned, times } = &self.tally.transfers[referral];
        let [sent, lost, returned] = [sent, lost, returned].map(|&number| number as f64);
        let per_resident = |above| Ratio { above, below: sent };
        let (group, period) = (Group::ALL, Period::All);
        if plan.takes_time {
            self.ratio(Measure::TransferTime, plan.of, group, period, Statistic::Mean, times.mean());
        }
        if plan.may_lose {
            // Of the transfers that ended: of those begun, some in a small sample began before it or end after it.
            let arrived = times.number as f64;
            let share = Ratio { above: lost, below: lost + arrived };
            self.ratio(Measure::LostAtTransfer, plan.of, group, period, Statistic::Share, share);
        }
        if plan.may_return {
            self.ratio(Measure::ReturnsPerTransfer, plan.of, group, period, Statistic::Mean, per_resident(returned));
        }
    }

    fn handovers(&mut self) {
        for (index, &(from, to)) in self.plan.handovers.iter().enumerate() {
            let of = Of::Handover(from, to);
            let times = self.tally.handovers[index];
            self.ratio(Measure::HandoverTime, of, Group::ALL, Period::All, Statistic::Mean, times.mean());
            let histogram = Histograms::of(self.plan).handover(index);
            self.quantiles(Measure::HandoverTime, of, Group::ALL, Period::All, histogram);
        }
    }

    fn clock(&mut self, clock: usize) {
        let of = Of::Clock(clock as u32);
        for (group, period) in self.cuts() {
            let cells = self.tally.clocks.of(clock, group, period).to_vec();
            let number = |pick: fn(&ClockCell) -> u64| cells.iter().map(pick).sum::<u64>() as f64;
            let (kept, breached) = (number(|cell| cell.kept), number(|cell| cell.breached));
            let share = Ratio { above: kept, below: kept + breached };
            self.ratio(Measure::ClockKept, of, group, period, Statistic::Share, share);
            let overrun = cells.iter().fold(Times::default(), |sum, cell| sum.join(cell.overrun));
            self.ratio(Measure::ClockOverrun, of, group, period, Statistic::Mean, overrun.mean());
            let undecided = Ratio { above: number(|cell| cell.undecided), below: 1.0 };
            self.ratio(Measure::ClockUndecided, of, group, period, Statistic::Count, undecided);
        }
    }

    fn end(&mut self, end: usize) {
        let of = Of::End(end as u32);
        let histograms = Histograms::of(self.plan);
        for group in 0..self.plan.groups {
            let group = Group(group as u16);
            let times = self.tally.outcomes.total(end, group, Period::All);
            let cohort = self.tally.cohort.total(0, group, Period::All);
            let share = Ratio { above: times.number as f64, below: cohort as f64 };
            self.ratio(Measure::Outcome, of, group, Period::All, Statistic::Share, share);
            self.ratio(Measure::TimeToOutcome, of, group, Period::All, Statistic::Mean, times.mean());
        }
        for (group, period) in self.cuts() {
            let times = self.tally.ends.sum(end, group, period, Times::default(), |a, b| a.join(*b));
            let per_year = Ratio { above: times.number as f64, below: self.years(period) };
            self.ratio(Measure::Finished, of, group, period, Statistic::PerYear, per_year);
            self.ratio(Measure::TimeInChain, of, group, period, Statistic::Mean, times.mean());
            if period == Period::All {
                self.quantiles(Measure::TimeInChain, of, group, period, histograms.end(end, group.0));
            }
        }
    }

    /// Averages over time that were asked for: by class, and of stages together.
    fn extra(&mut self) {
        let (plan, tally) = (self.plan, self.tally);
        let days = plan.end.as_days();
        let mean = |area: i128| Ratio { above: area as f64 / DAY as f64, below: days };
        let groups = if plan.averages_by_class { 1..plan.groups as u16 } else { 0..0 };
        for group in groups {
            let counts = |class: usize| plan.groups_of[class].contains(&group);
            let group = Group(group);
            let all = tally.extra.areas(plan.stages.len(), counts);
            self.ratio(Measure::Present, Of::Chain, group, Period::All, Statistic::Mean, mean(all.present));
            for stage in 0..plan.stages.len() {
                let of = Of::Stage(stage as u32);
                let at = tally.extra.areas(stage, counts);
                let occupied = at.present - at.waiting;
                let mut average =
                    |measure, area| self.ratio(measure, of, group, Period::All, Statistic::Mean, mean(area));
                if plan.stages[stage].waits {
                    average(Measure::Queue, at.waiting);
                }
                average(Measure::Present, at.present);
                average(Measure::InService, occupied - at.held);
                if plan.stages[stage].may_hold {
                    average(Measure::Held, at.held);
                    average(Measure::Occupied, occupied);
                }
            }
        }
        for (position, times) in tally.extra.together().enumerate() {
            let mut up_to = 0.0;
            for (places, &time) in times.iter().enumerate() {
                up_to += time as f64;
                let ratio = Ratio { above: time as f64, below: up_to };
                let (of, statistic) = (Of::Together(position as u32), Statistic::Places(places as u32));
                self.ratio(Measure::AllTaken, of, Group::ALL, Period::All, statistic, ratio);
            }
        }
    }

    fn moments(&mut self) {
        for (moment, counts) in self.tally.at_moments.clone().into_iter().enumerate() {
            for (stage, (waiting, in_service)) in counts.into_iter().enumerate() {
                let (of, at) = (Of::Stage(stage as u32), Statistic::At(moment as u16));
                let one = |number: u32| Ratio { above: f64::from(number), below: 1.0 };
                self.ratio(Measure::QueueAt, of, Group::ALL, Period::All, at, one(waiting));
                self.ratio(Measure::InServiceAt, of, Group::ALL, Period::All, at, one(in_service));
            }
        }
    }
}
