//! Averages over time that are only taken when asked for: by class, and the numbers at several stages together.

use super::plan::Plan;
use crate::chain::Resident;
use crate::random::ResidentKey;
use crate::time::SimTime;

/// Levels and their areas, from the first measured moment on.
#[derive(Debug, Clone)]
pub(super) struct ExtraLevels {
    /// Number of class combinations; 0 when nothing is taken by class.
    classes: usize,
    /// By stage (the whole chain after the last) and class.
    by_class: Vec<ClassLevel>,
    /// As what everybody is counted, by slot: who becomes another class is moved.
    followed: Vec<Followed>,
    /// Each stage by itself, where the numbers in service are asked for.
    alone: Vec<Together>,
    /// Stages that are counted together.
    together: Vec<Together>,
}

/// Residents of a class at a stage.
#[derive(Debug, Clone, Copy)]
struct ClassLevel {
    number: Number,
    since: SimTime,
    waiting_area: i128,
    present_area: i128,
    held_area: i128,
}

/// Residents at a stage.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Number {
    /// Those who wait.
    pub(super) waiting: i64,
    /// Everybody.
    pub(super) present: i64,
    /// Those who have finished it and still take up a place there.
    pub(super) held: i64,
}

/// Averages over time of residents of some classes at a stage, as areas.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Areas {
    pub(super) waiting: i128,
    pub(super) present: i128,
    pub(super) held: i128,
}

/// As what a resident is counted who has, or had last, a slot.
#[derive(Debug, Clone, Default)]
struct Followed {
    who: Option<ResidentKey>,
    /// At each stage where they are counted; nowhere once they have left.
    at: Vec<Counted>,
}

/// As what a resident is counted at a stage.
#[derive(Debug, Clone, Copy)]
struct Counted {
    stage: usize,
    class: u16,
    number: Number,
}

/// Residents in service at a stage, or at several together.
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
        let number = Number::default();
        let nobody = ClassLevel { number, since, waiting_area: 0, present_area: 0, held_area: 0 };
        let most = plan.occupancy_to.unwrap_or(0) as usize;
        let of = |stages: Vec<usize>| Together { stages, number: 0, since, times: vec![0; most + 1] };
        let alone = if plan.occupancy_to.is_some() { 0..plan.stages.len() } else { 0..0 };
        let by_class = vec![nobody; classes * (plan.stages.len() + 1)];
        ExtraLevels {
            classes,
            by_class,
            followed: Vec::new(),
            alone: alone.map(|stage| of(vec![stage])).collect(),
            together: plan.occupancy_of.iter().cloned().map(of).collect(),
        }
    }

    /// Whether any of these averages is taken.
    pub(super) fn is_asked(&self) -> bool {
        self.is_by_class() || !self.alone.is_empty() || !self.together.is_empty()
    }

    /// Whether averages are taken by class.
    pub(super) fn is_by_class(&self) -> bool {
        self.classes > 0
    }

    /// Something happens to a resident: if they have become another class they are counted as that from now on.
    #[inline]
    pub(super) fn follow(&mut self, resident: &Resident, now: SimTime) {
        let Some(followed) = self.followed.get_mut(resident.slot as usize) else { return };
        if followed.who == Some(resident.key) && followed.at.iter().any(|counted| counted.class != resident.class) {
            self.move_class(resident, now);
        }
    }

    #[cold]
    fn move_class(&mut self, resident: &Resident, now: SimTime) {
        let mut followed = std::mem::take(&mut self.followed[resident.slot as usize]);
        for counted in followed.at.iter_mut().filter(|counted| counted.class != resident.class) {
            let was = std::mem::replace(&mut counted.class, resident.class);
            self.level(counted.stage, was).change(now, Number::default().without(counted.number));
            self.level(counted.stage, resident.class).change(now, counted.number);
        }
        self.followed[resident.slot as usize] = followed;
    }

    fn level(&mut self, stage: usize, class: u16) -> &mut ClassLevel {
        &mut self.by_class[stage * self.classes + usize::from(class)]
    }

    /// A resident of a class waits, or is present, at a stage or no longer; the whole chain comes after the last stage.
    #[cold]
    pub(super) fn change(&mut self, stage: usize, resident: &Resident, now: SimTime, by: Number) {
        if self.classes > 0 {
            self.level(stage, resident.class).change(now, by);
            self.count(stage, resident, by);
        }
        let together = self.together.iter_mut().filter(|together| together.stages.contains(&stage));
        for in_service in self.alone.get_mut(stage).into_iter().chain(together) {
            in_service.add_up(now);
            in_service.number += by.present - by.waiting;
        }
    }

    /// Remembers as what a resident is counted.
    fn count(&mut self, stage: usize, resident: &Resident, by: Number) {
        let slot = resident.slot as usize;
        if self.followed.len() <= slot {
            self.followed.resize(slot + 1, Followed::default());
        }
        let followed = &mut self.followed[slot];
        if followed.who != Some(resident.key) {
            // Whoever had the slot before has left, and is counted nowhere.
            followed.who = Some(resident.key);
            followed.at.clear();
        }
        match followed.at.iter().position(|counted| counted.stage == stage) {
            None => followed.at.push(Counted { stage, class: resident.class, number: by }),
            Some(position) => {
                let number = &mut followed.at[position].number;
                *number = number.with(by);
                if *number == Number::default() {
                    followed.at.swap_remove(position);
                }
            }
        }
    }

    /// Adds up everything at the end of the run.
    pub(super) fn close(&mut self, end: SimTime) {
        self.by_class.iter_mut().for_each(|level| level.add_up(end));
        self.alone.iter_mut().chain(&mut self.together).for_each(|in_service| in_service.add_up(end));
    }

    /// Areas of residents at a stage, of the classes that count.
    pub(super) fn areas(&self, stage: usize, counts: impl Fn(usize) -> bool) -> Areas {
        let levels = self.by_class[stage * self.classes..][..self.classes].iter().enumerate();
        let counted = levels.filter(|(class, _)| counts(*class));
        counted.fold(Areas::default(), |sum, (_, level)| Areas {
            waiting: sum.waiting + level.waiting_area,
            present: sum.present + level.present_area,
            held: sum.held + level.held_area,
        })
    }

    /// Time with each number in service at a stage, where that is asked for.
    pub(super) fn alone(&self, stage: usize) -> Option<&[i128]> {
        self.alone.get(stage).map(|in_service| in_service.times.as_slice())
    }

    /// For each set of stages the time with each number in service.
    pub(super) fn together(&self) -> impl Iterator<Item = &[i128]> {
        self.together.iter().map(|together| together.times.as_slice())
    }
}

impl Number {
    fn with(self, other: Number) -> Number {
        Number {
            waiting: self.waiting + other.waiting,
            present: self.present + other.present,
            held: self.held + other.held,
        }
    }

    fn without(self, other: Number) -> Number {
        self.with(Number { waiting: -other.waiting, present: -other.present, held: -other.held })
    }
}

impl ClassLevel {
    fn change(&mut self, now: SimTime, by: Number) {
        self.add_up(now);
        self.number = self.number.with(by);
    }

    fn add_up(&mut self, now: SimTime) {
        let from = self.since.max(SimTime::default());
        if now > from {
            let length = i128::from((now - from).0);
            self.waiting_area += i128::from(self.number.waiting) * length;
            self.present_area += i128::from(self.number.present) * length;
            self.held_area += i128::from(self.number.held) * length;
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
