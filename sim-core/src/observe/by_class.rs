//! What is counted of every resident on the way, by class combination; added up to the groups of the tally at the end.
//!
//! Here stands what happens at every visit, so that each is one count in one place. What is rarer is counted in the
//! [`Tally`] itself, for each group.

use super::plan::Plan;
use super::tally::{ClockCell, Histograms, Table, Tally, Times};
use crate::estimate::Histogram;
use crate::scenario::Phase;
use crate::time::Span;

/// The moments of a stage that residents reach, by position.
pub(super) const ENTER: usize = 0;
pub(super) const START: usize = 1;
pub(super) const FINISH: usize = 2;

/// What is counted of visits to a stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct VisitCell {
    pub(super) joined: u64,
    /// First waits that did not end at once.
    pub(super) positive: u64,
    /// First waits, by when they ended with the start.
    pub(super) wait: Times,
    pub(super) time: Times,
    pub(super) later: Times,
    /// Of the first waits, what was not for a worker. Most often that is nothing, and the next two are nothing too.
    pub(super) not_for_worker: i128,
    pub(super) closed: i128,
    pub(super) for_place: i128,
}

/// What is counted of a term for waits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TermCell {
    /// Waited longer, by when the wait ended.
    pub(super) over: u64,
    /// Known to have started within it or not, by date of joining; and those who had.
    pub(super) asked: u64,
    pub(super) within: u64,
}

/// Counts by column (see [`Columns`]): mostly class combinations.
#[derive(Debug, Clone)]
pub(super) struct ByClass {
    columns: usize,
    periods: usize,
    terms: usize,
    ends: usize,
    pub(super) visits: Table<VisitCell>,
    /// By stage, column, period and term.
    term_cells: Vec<TermCell>,
    pub(super) arrivals: Table<u64>,
    pub(super) exits: Table<Times>,
    pub(super) phases: Table<Times>,
    pub(super) clocks: Table<ClockCell>,
    /// Residents of the cohort.
    pub(super) cohort: Vec<u64>,
    /// Of the cohort, by stage: times from arrival to each moment of it.
    reached: Vec<[Times; 3]>,
    /// Of the cohort, by end: times from arrival.
    outcomes: Vec<Times>,
    /// Waits by stage, times by stage, times in the chain by end.
    waits: Vec<Histogram>,
    times: Vec<Histogram>,
    in_chain: Vec<Histogram>,
}

impl ByClass {
    pub(super) fn new(plan: &Plan) -> ByClass {
        let (columns, periods, terms) = (plan.columns.number(), plan.periods() + 1, plan.within.len());
        let stages = plan.stages.len();
        let histograms = |things: usize| vec![Histogram::default(); things * columns];
        ByClass {
            columns,
            periods,
            terms,
            ends: plan.ends,
            visits: Table::with(stages, columns, periods),
            term_cells: vec![TermCell::default(); stages * columns * periods * terms],
            arrivals: Table::with(plan.sources() + 1, columns, periods),
            exits: Table::with(plan.ends, columns, periods),
            phases: Table::with(Phase::ALL.len(), columns, periods),
            clocks: Table::with(plan.clocks, columns, periods),
            cohort: vec![0; columns],
            reached: vec![[Times::default(); 3]; stages * columns],
            outcomes: vec![Times::default(); plan.ends * columns],
            waits: histograms(stages),
            times: histograms(stages),
            in_chain: histograms(plan.ends),
        }
    }

    /// The terms for waits, at a stage and in a period.
    #[inline]
    pub(super) fn terms(&mut self, stage: u32, column: usize, period: usize) -> &mut [TermCell] {
        let first = ((stage as usize * self.columns + column) * self.periods + period) * self.terms;
        &mut self.term_cells[first..first + self.terms]
    }

    #[inline]
    pub(super) fn reached(&mut self, stage: u32, column: usize) -> &mut [Times; 3] {
        &mut self.reached[stage as usize * self.columns + column]
    }

    #[inline]
    pub(super) fn outcome(&mut self, end: u32, column: usize) -> &mut Times {
        &mut self.outcomes[end as usize * self.columns + column]
    }

    /// Waits at a stage.
    #[inline]
    pub(super) fn waits(&mut self, stage: u32, column: usize) -> &mut Histogram {
        &mut self.waits[stage as usize * self.columns + column]
    }

    /// Times in a stage.
    #[inline]
    pub(super) fn times(&mut self, stage: u32, column: usize) -> &mut Histogram {
        &mut self.times[stage as usize * self.columns + column]
    }

    /// Times in the chain of those who left through an end.
    #[inline]
    pub(super) fn in_chain(&mut self, end: u32, column: usize) -> &mut Histogram {
        &mut self.in_chain[end as usize * self.columns + column]
    }

    /// Adds everything up to the groups of the tally.
    pub(super) fn fold(mut self, plan: &Plan, tally: &mut Tally) {
        let at = Histograms::of(plan);
        for stage in 0..plan.stages.len() {
            plan.columns.fold(|column, group| {
                self.fold_stage(tally, stage, column, group);
                let place = stage * self.columns + column;
                tally.histograms[at.wait(stage, group as u16)].merge(&self.waits[place]);
                tally.histograms[at.time(stage, group as u16)].merge(&self.times[place]);
                let reached = &mut tally.reached[stage * plan.groups + group];
                for (sum, times) in reached.iter_mut().zip(self.reached[place]) {
                    *sum = sum.join(times);
                }
            });
        }
        plan.columns.fold(|column, group| {
            tally.cohort[group] += self.cohort[column];
            for end in 0..self.ends {
                let place = end * self.columns + column;
                let outcomes = &mut tally.outcomes[end * plan.groups + group];
                *outcomes = outcomes.join(self.outcomes[place]);
                for place_of_end in [end, plan.ends] {
                    tally.histograms[at.end(place_of_end, group as u16)].merge(&self.in_chain[place]);
                }
            }
        });
        let join = |sum: &mut Times, times: &Times| *sum = sum.join(*times);
        tally.arrivals.add_up(&self.arrivals, &plan.columns, |sum, number| *sum += number);
        tally.ends.add_up(&self.exits, &plan.columns, join);
        tally.phases.add_up(&self.phases, &plan.columns, join);
        tally.clocks.add_up(&self.clocks, &plan.columns, ClockCell::add);
    }

    fn fold_stage(&mut self, tally: &mut Tally, stage: usize, column: usize, group: usize) {
        for period in 0..self.periods {
            let visits = *self.visits.at(stage, column, period);
            let cell = tally.stages.at(stage, group, period);
            cell.joined += visits.joined;
            cell.positive += visits.positive;
            cell.wait = cell.wait.join(visits.wait);
            cell.time = cell.time.join(visits.time);
            cell.later = cell.later.join(visits.later);
            cell.for_worker += visits.wait.total - visits.not_for_worker;
            cell.closed += visits.closed;
            cell.for_place += visits.for_place;
            for (term, counted) in self.terms(stage as u32, column, period).iter().enumerate() {
                *tally.over[term].at(stage, group, period) += counted.over;
                let within = tally.within[term].at(stage, group, period);
                (within.0, within.1) = (within.0 + counted.asked, within.1 + counted.within);
            }
        }
    }
}

impl VisitCell {
    /// A first wait ends with the start.
    #[inline]
    pub(super) fn start(&mut self, wait: Span, for_worker: Span, closed: Span, for_place: Span) {
        self.wait.add(wait);
        self.positive += u64::from(wait > Span::ZERO);
        if (wait, Span::ZERO, Span::ZERO) != (for_worker, closed, for_place) {
            self.not_for_worker += i128::from((wait - for_worker).0);
            self.closed += i128::from(closed.0);
            self.for_place += i128::from(for_place.0);
        }
    }
}
