//! Tables of counts: by thing, group and period.
//!
//! The table of measures shows groups: everybody, and one for each level of each axis. A resident belongs to several of
//! them, but has one class combination. What happens to everybody at every stage is therefore counted once, by
//! combination ("staged"), and added up to the groups at the end of each period: whole numbers, hence exactly what
//! counting for each group would give. Where there are so many combinations that they would take more room than they are
//! worth, and for what is rare, groups are counted at once.

use super::measure::{Group, Period};
use super::plan::Plan;
use crate::estimate::Histogram;

/// Cells of a table by class combination, and histograms so, beyond which groups are counted at once: some megabytes.
const MOST_CELLS: usize = 1 << 14;
const MOST_HISTOGRAMS: usize = 1 << 9;

/// How many things may be staged for so many class combinations and groups, if so many things are there.
fn staged(plan: &Plan, things: usize, most: usize) -> usize {
    let classes = plan.groups_of.len();
    if classes <= plan.groups || classes * things <= most { classes * things } else { 0 }
}

/// What adds up.
pub(super) trait Sum: Copy + Default {
    /// Adds another count.
    fn add(&mut self, other: &Self);
}

impl Sum for u64 {
    fn add(&mut self, other: &u64) {
        *self += other;
    }
}

impl<T: Sum, const N: usize> Sum for [T; N]
where
    [T; N]: Default,
{
    fn add(&mut self, other: &[T; N]) {
        self.iter_mut().zip(other).for_each(|(sum, other)| sum.add(other));
    }
}

/// Cells by thing, group and period (one more for what comes after the last whole period).
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    cells: Vec<T>,
    groups: usize,
    periods: usize,
    /// Counts of the present period by thing and class combination; empty where groups are counted at once.
    staged: Vec<T>,
    classes: usize,
}

impl<T: Clone + Copy + Default> Table<T> {
    /// Of what is rare: groups are counted at once, in [`Table::cell`].
    pub(super) fn new(things: usize, plan: &Plan) -> Table<T> {
        Table::with(things, plan, plan.periods() + 1, 0)
    }

    fn with(things: usize, plan: &Plan, periods: usize, staged: usize) -> Table<T> {
        Table {
            cells: vec![T::default(); things * plan.groups * periods],
            groups: plan.groups,
            periods,
            staged: vec![T::default(); staged],
            classes: plan.groups_of.len(),
        }
    }

    #[inline]
    pub(super) fn cell(&mut self, thing: usize, group: u16, period: usize) -> &mut T {
        &mut self.cells[(thing * self.groups + usize::from(group)) * self.periods + period]
    }

    /// The cells of a period, or of all of them.
    pub(super) fn of(&self, thing: usize, group: Group, period: Period) -> &[T] {
        let first = (thing * self.groups + usize::from(group.0)) * self.periods;
        match period {
            Period::All => &self.cells[first..first + self.periods],
            Period::Number(number) => &self.cells[first + usize::from(number)..][..1],
        }
    }

    pub(super) fn sum<U>(
        &self,
        thing: usize,
        group: Group,
        period: Period,
        start: U,
        add: impl FnMut(U, &T) -> U,
    ) -> U {
        self.of(thing, group, period).iter().fold(start, add)
    }
}

impl<T: Sum> Table<T> {
    /// The count of a period, or of all of them.
    pub(super) fn total(&self, thing: usize, group: Group, period: Period) -> T {
        let mut total = T::default();
        self.of(thing, group, period).iter().for_each(|cell| total.add(cell));
        total
    }

    /// Of what happens to everybody, to be counted by [`Table::count`].
    pub(super) fn staged(things: usize, plan: &Plan) -> Table<T> {
        Table::with(things, plan, plan.periods() + 1, staged(plan, things, MOST_CELLS))
    }

    /// Of what is not divided into periods: everything is of period 0.
    pub(super) fn whole(things: usize, plan: &Plan) -> Table<T> {
        Table::with(things, plan, 1, staged(plan, things, MOST_CELLS))
    }

    /// Counts a resident of a class combination in the present period.
    #[inline(always)]
    pub(super) fn count(&mut self, plan: &Plan, thing: usize, class: u16, period: usize, count: impl Fn(&mut T)) {
        match self.staged.get_mut(thing * self.classes + usize::from(class)) {
            Some(cell) => count(cell),
            None => self.count_in(plan, thing, class, period, count),
        }
    }

    /// Counts a resident in any period, for each group.
    #[cold]
    #[inline(never)]
    pub(super) fn count_in(&mut self, plan: &Plan, thing: usize, class: u16, period: usize, count: impl Fn(&mut T)) {
        plan.groups_of[usize::from(class)].iter().for_each(|&group| count(self.cell(thing, group, period)));
    }

    /// Adds up to groups what was counted in a period, at its end.
    pub(super) fn end_period(&mut self, plan: &Plan, period: usize) {
        for place in 0..self.staged.len() {
            let counted = std::mem::take(&mut self.staged[place]);
            let (thing, class) = (place / self.classes, place % self.classes);
            plan.groups_of[class].iter().for_each(|&group| self.cell(thing, group, period).add(&counted));
        }
    }
}

/// Histograms by thing and group, counted by class combination where these are few.
#[derive(Debug, Clone)]
pub(super) struct StagedHistograms {
    staged: Vec<Histogram>,
    classes: usize,
    /// Position of that of the first thing and everybody among all histograms.
    first: usize,
}

impl StagedHistograms {
    pub(super) fn new(things: usize, first: usize, plan: &Plan) -> StagedHistograms {
        let staged = vec![Histogram::default(); staged(plan, things, MOST_HISTOGRAMS)];
        StagedHistograms { staged, classes: plan.groups_of.len(), first }
    }

    /// Counts a time of a resident of a class combination; gives back whether it was staged.
    #[inline(always)]
    pub(super) fn count(&mut self, plan: &Plan, all: &mut [Histogram], thing: usize, class: u16, time: i64) -> bool {
        match self.staged.get_mut(thing * self.classes + usize::from(class)) {
            Some(histogram) => histogram.add(time),
            None => return self.count_groups(plan, all, thing, class, time),
        }
        true
    }

    #[cold]
    #[inline(never)]
    fn count_groups(&self, plan: &Plan, all: &mut [Histogram], thing: usize, class: u16, time: i64) -> bool {
        for &group in &plan.groups_of[usize::from(class)] {
            all[self.first + thing * plan.groups + usize::from(group)].add(time);
        }
        false
    }

    /// Adds up to groups what was counted so far, and to those of everybody in a period that stand at `in_period`.
    pub(super) fn add_up(&mut self, plan: &Plan, all: &mut [Histogram], in_period: Option<impl Fn(usize) -> usize>) {
        for (place, counted) in self.staged.iter_mut().enumerate().filter(|(_, counted)| counted.total() > 0) {
            let (thing, class) = (place / self.classes, place % self.classes);
            for &group in &plan.groups_of[class] {
                all[self.first + thing * plan.groups + usize::from(group)].merge(counted);
            }
            if let Some(in_period) = &in_period {
                all[in_period(thing)].merge(counted);
            }
            counted.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two axes, of two and three levels, measured by year for three years.
    fn plan() -> Plan {
        let text = include_str!("../../../scenarios/textbook/mm1.toml");
        let reading = crate::scenario::read(text);
        let scenario = reading.scenario.expect("the textbook is right");
        let model = crate::chain::compile(&scenario).expect("the textbook is right");
        let pairs = (0..2).flat_map(|first| (0..3).map(move |second| vec![0, 1 + first, 3 + second]));
        let period_edges = (0..4).map(crate::time::SimTime).collect();
        Plan { groups: 6, groups_of: pairs.collect(), period_edges, ..Plan::new(&scenario, &model) }
    }

    proptest! {
        /// Counting by class combination and adding up at the end of each period is counting for each group at once.
        #[test]
        fn combinations_add_up_to_the_groups(counts in prop::collection::vec((0usize..2, 0u16..6, 0usize..4, 1u64..9), 0..60)) {
            let plan = plan();
            let (mut staged, mut at_once) = (Table::<u64>::staged(2, &plan), Table::<u64>::new(2, &plan));
            prop_assert!(!staged.staged.is_empty() && at_once.staged.is_empty());
            for period in 0..4 {
                for &(thing, class, _, number) in counts.iter().filter(|count| count.2 == period) {
                    staged.count(&plan, thing, class, period, |sum| *sum += number);
                    at_once.count(&plan, thing, class, period, |sum| *sum += number);
                }
                staged.end_period(&plan, period);
            }
            prop_assert_eq!(staged.cells, at_once.cells);
        }

        /// So do histograms, those of a period included.
        #[test]
        fn histograms_add_up_to_the_groups(times in prop::collection::vec((0u16..6, 0i64..1 << 40), 0..60)) {
            let plan = plan();
            let mut staged = StagedHistograms::new(1, 0, &plan);
            let mut at_once = StagedHistograms { staged: Vec::new(), ..staged.clone() };
            let (mut added, mut counted) = (vec![Histogram::default(); 7], vec![Histogram::default(); 7]);
            for &(class, time) in &times {
                prop_assert!(staged.count(&plan, &mut added, 0, class, time));
                prop_assert!(!at_once.count(&plan, &mut counted, 0, class, time));
                counted[6].add(time);
            }
            staged.add_up(&plan, &mut added, Some(|_| 6));
            prop_assert_eq!(added, counted);
        }
    }

    #[test]
    fn many_combinations_are_not_staged() {
        let plan = Plan { groups_of: vec![vec![0]; 1000], ..plan() };
        assert!(Table::<u64>::staged(1000, &plan).staged.is_empty());
        assert!(StagedHistograms::new(1000, 0, &plan).staged.is_empty());
    }
}
