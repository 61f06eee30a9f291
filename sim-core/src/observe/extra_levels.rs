//! Averages over time that are only taken when asked for: by class, and the numbers at several stages together.

use std::collections::BTreeMap;

use super::plan::Plan;
use crate::random::ResidentKey;
use crate::time::SimTime;

/// Levels and their areas, from the first measured moment on.
#[derive(Debug, Clone)]
pub(super) struct ExtraLevels {
    /// Number of class combinations; 0 when nothing is taken by class.
    classes: usize,
    /// By stage (the whole chain after the last) and class.
    by_class: Vec<ClassLevel>,
    /// As what each resident is counted at each stage: who becomes another class is moved.
    counted: BTreeMap<(ResidentKey, usize), Counted>,
    /// Stages that are counted together.
    together: Vec<Together>,
}

/// Residents of a class at a stage.
#[derive(Debug, Clone, Copy)]
struct ClassLevel {
    waiting: i64,
    present: i64,
    since: SimTime,
    waiting_area: i128,
    present_area: i128,
}

/// As what a resident is counted.
#[derive(Debug, Clone, Copy)]
struct Counted {
    class: u16,
    waiting: i64,
    present: i64,
}

/// Residents in service at several stages together.
#[derive(Debug, Clone)]
struct Together {
    stages: Vec<usize>,
    number: i64,
    since: SimTime,
    /// Time with each number, up to the most that was asked for.
    times: Vec<i128>,
}

impl ExtraLevels {
    pub(super) fn of(plan: &Plan) -> ExtraLevels {
        let classes = if plan.averages_by_class { plan.groups_of.len() } else { 0 };
        let since = plan.begin;
        let nobody = ClassLevel { waiting: 0, present: 0, since, waiting_area: 0, present_area: 0 };
        let most = plan.occupancy_to.unwrap_or(0) as usize;
        let together = plan.occupancy_of.iter().map(|stages| Together {
            stages: stages.clone(),
            number: 0,
            since,
            times: vec![0; most + 1],
        });
        let by_class = vec![nobody; classes * (plan.stages.len() + 1)];
        ExtraLevels { classes, by_class, counted: BTreeMap::new(), together: together.collect() }
    }

    /// Something happens to a resident: if they have become another class they are counted as that from now on.
    #[inline]
    pub(super) fn follow(&mut self, resident: (ResidentKey, u16), now: SimTime) {
        if self.classes == 0 {
            return;
        }
        let (key, class) = resident;
        let mut moved = Vec::new();
        for ((_, stage), counted) in self.counted.range_mut((key, 0)..=(key, usize::MAX)) {
            if counted.class != class {
                moved.push((*stage, *counted));
                counted.class = class;
            }
        }
        for (stage, was) in moved {
            self.level(stage, was.class).change(now, -was.waiting, -was.present);
            self.level(stage, class).change(now, was.waiting, was.present);
        }
    }

    fn level(&mut self, stage: usize, class: u16) -> &mut ClassLevel {
        &mut self.by_class[stage * self.classes + usize::from(class)]
    }

    /// A resident of a class waits, or is present, at a stage or no longer; the whole chain comes after the last stage.
    #[inline]
    pub(super) fn change(
        &mut self,
        stage: usize,
        resident: (ResidentKey, u16),
        now: SimTime,
        waiting: i64,
        present: i64,
    ) {
        if self.classes > 0 {
            let (key, class) = resident;
            self.level(stage, class).change(now, waiting, present);
            let counted = self.counted.entry((key, stage)).or_insert(Counted { class, waiting: 0, present: 0 });
            (counted.waiting, counted.present) = (counted.waiting + waiting, counted.present + present);
            if (counted.waiting, counted.present) == (0, 0) {
                self.counted.remove(&(key, stage));
            }
        }
        for together in self.together.iter_mut().filter(|together| together.stages.contains(&stage)) {
            together.add_up(now);
            together.number += present - waiting;
        }
    }

    /// Adds up everything at the end of the run.
    pub(super) fn close(&mut self, end: SimTime) {
        self.by_class.iter_mut().for_each(|level| level.add_up(end));
        self.together.iter_mut().for_each(|together| together.add_up(end));
    }

    /// Areas of residents waiting and present at a stage, of the classes that count.
    pub(super) fn areas(&self, stage: usize, counts: impl Fn(usize) -> bool) -> (i128, i128) {
        let levels = self.by_class[stage * self.classes..][..self.classes].iter().enumerate();
        let counted = levels.filter(|(class, _)| counts(*class));
        counted.fold((0, 0), |sum, (_, level)| (sum.0 + level.waiting_area, sum.1 + level.present_area))
    }

    /// For each set of stages the time with each number in service.
    pub(super) fn together(&self) -> impl Iterator<Item = &[i128]> {
        self.together.iter().map(|together| together.times.as_slice())
    }
}

impl ClassLevel {
    fn change(&mut self, now: SimTime, waiting: i64, present: i64) {
        self.add_up(now);
        self.waiting += waiting;
        self.present += present;
    }

    fn add_up(&mut self, now: SimTime) {
        let from = self.since.max(SimTime::default());
        if now > from {
            let length = i128::from((now - from).0);
            self.waiting_area += i128::from(self.waiting) * length;
            self.present_area += i128::from(self.present) * length;
        }
        self.since = now;
    }
}

impl Together {
    fn add_up(&mut self, now: SimTime) {
        let from = self.since.max(SimTime::default());
        if now > from
            && let Some(time) = usize::try_from(self.number).ok().and_then(|number| self.times.get_mut(number))
        {
            *time += i128::from((now - from).0);
        }
        self.since = now;
    }
}
