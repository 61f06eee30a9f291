//! How long cases take, from their begin to their end and between any two steps, with open cases as not over yet.

use crate::log::{EventLog, Instance, Micros};
use crate::mine::calendar::Calendars;
use crate::mine::ending::{Ending, Fate, Life};
use crate::mine::survival::{Curve, Incidence, Watched, aalen_johansen, kaplan_meier};
use crate::mine::{by_begin, days, quantile};

/// Events of cases, by their numbers in [`Watched::event`].
pub const DONE: u8 = 0;
/// See [`DONE`].
pub const DROPPED_OUT: u8 = 1;

/// How long something takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Throughput {
    /// How many were watched.
    pub watched: usize,
    /// How many of those came to their end as meant.
    pub done: usize,
    /// How many otherwise.
    pub otherwise: usize,
    /// Days until any end, open ones not over yet.
    pub curve: Curve,
    /// The share that has ended as meant, and otherwise, over days.
    pub incidence: Incidence,
    /// Of those that came to their end as meant: days by the calendar, sorted.
    pub days: Vec<f64>,
    /// Of the same, hours of working time by the calendar of all, sorted.
    pub working_hours: Vec<f64>,
}

/// How long cases take from begin to end.
pub fn of_cases(log: &EventLog, ending: &Ending, calendars: &Calendars) -> Throughput {
    let lives = ending.lives(log);
    let watched = lives.iter().map(watch).collect();
    let done = log.each().zip(&lives).filter(|(_, life)| life.fate == Fate::Done);
    let lengths = done.map(|((_, instances), life)| {
        let (from, until) = walls(instances, life.begin, life.until);
        (life.until - life.begin, calendars.all.between(from, until))
    });
    throughput(watched, lengths.collect())
}

/// What was watched of a case.
pub fn watch(life: &Life) -> Watched {
    let event = match life.fate {
        Fate::Done => Some(DONE),
        Fate::DroppedOut => Some(DROPPED_OUT),
        Fate::Open => None,
    };
    Watched { time: days(life.until - life.begin), event }
}

/// A stretch of a case that was watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Since when.
    pub from: Micros,
    /// Until when.
    pub until: Micros,
    /// What happened then: [`DONE`], [`DROPPED_OUT`], or nothing yet.
    pub event: Option<u8>,
}

/// Of every case the stretch from the end of the first time that one thing is done to the start of another that comes after it; to
/// its end, where no start is known. Cases that are over without it count as dropped out; those without the first have none.
pub fn stretches(log: &EventLog, lives: &[Life], from: u32, to: u32) -> Vec<Option<Stretch>> {
    let stretch = |(case, life): (&crate::log::Case, &Life)| {
        let order = by_begin(log, case);
        let ended = |at: &u32| {
            let instance = &log.instances[*at as usize];
            if instance.activity == from { instance.end } else { None }
        };
        let left = order.iter().filter_map(ended).min()?;
        let first = order.iter().map(|&at| &log.instances[at as usize]).find_map(|instance| {
            let (start, _) = instance.span()?;
            let is_later = start > left || (start == left && (from != to));
            (instance.activity == to && is_later && instance.start.or(instance.end).is_some()).then_some(start)
        });
        let over = (life.fate != Fate::Open).then_some(DROPPED_OUT);
        let (until, event) = first.map_or((life.until.max(left), over), |came| (came, Some(DONE)));
        Some(Stretch { from: left, until, event })
    };
    log.cases.iter().zip(lives).map(stretch).collect()
}

/// How long these stretches take.
pub fn between(log: &EventLog, ending: &Ending, calendars: &Calendars, from: u32, to: u32) -> Throughput {
    let mut watched = Vec::new();
    let mut lengths = Vec::new();
    for (case, stretch) in log.cases.iter().zip(stretches(log, &ending.lives(log), from, to)) {
        let Some(Stretch { from, until, event }) = stretch else { continue };
        watched.push(Watched { time: days(until - from), event });
        if event == Some(DONE) {
            let walls = walls(log.of(case), from, until);
            lengths.push((until - from, calendars.all.between(walls.0, walls.1)));
        }
    }
    throughput(watched, lengths)
}

fn throughput(watched: Vec<Watched>, lengths: Vec<(Micros, Micros)>) -> Throughput {
    let count = |event: u8| watched.iter().filter(|one| one.event == Some(event)).count();
    let mut in_days: Vec<f64> = lengths.iter().map(|(calendar, _)| days(*calendar)).collect();
    let mut working_hours: Vec<f64> = lengths.iter().map(|(_, working)| days(*working) * 24.0).collect();
    in_days.sort_by(f64::total_cmp);
    working_hours.sort_by(f64::total_cmp);
    Throughput {
        watched: watched.len(),
        done: count(DONE),
        otherwise: count(DROPPED_OUT),
        curve: kaplan_meier(&watched),
        incidence: aalen_johansen(&watched, 2),
        days: in_days,
        working_hours,
    }
}

impl Throughput {
    /// Mean days of those that came to their end as meant.
    pub fn mean(&self) -> Option<f64> {
        (!self.days.is_empty()).then(|| self.days.iter().sum::<f64>() / self.days.len() as f64)
    }

    /// Days below which a share of those lies that came to their end as meant.
    pub fn days_at(&self, share: f64) -> Option<f64> {
        quantile(&self.days, share)
    }

    /// The same in hours of working time.
    pub fn working_at(&self, share: f64) -> Option<f64> {
        quantile(&self.working_hours, share)
    }
}

/// Two moments of a case by the clock on the wall, as its first and last instance have it.
pub fn walls(instances: &[Instance], from: Micros, until: Micros) -> (Micros, Micros) {
    let near = |moment: Micros| {
        instances.iter().min_by_key(|instance| instance.span().map_or(Micros::MAX, |(_, end)| (end - moment).abs()))
    };
    let wall = |moment: Micros| near(moment).map_or(moment, |instance| instance.wall(moment));
    (wall(from), wall(until))
}
