//! Who did how much, when, and how busy they were.

use crate::log::{EventLog, Micros};
use crate::mine::calendar::Calendars;
use crate::mine::days;

/// The work of one resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// The resource, by number.
    pub resource: u32,
    /// Its team, by number: the one it was of most often.
    pub group: Option<u32>,
    /// How often it did something.
    pub count: u64,
    /// For how many cases.
    pub cases: u64,
    /// How many kinds of things.
    pub activities: u64,
    /// First and last moment.
    pub period: (Micros, Micros),
    /// Days at work, work on several things at once counted once; none where no start is known.
    pub worked: Option<f64>,
    /// Hours on duty in a week, by its own calendar; none where it did too little for one.
    pub duty: Option<u32>,
    /// Share of its time on duty, between its first and last moment, in which it was at work.
    pub busy: Option<f64>,
}

/// The work of every resource, who did most first.
pub fn workload(log: &EventLog, calendars: &Calendars) -> Vec<Workload> {
    let count = log.resources.len();
    let mut spans: Vec<Vec<(Micros, Micros)>> = vec![Vec::new(); count];
    let mut timed: Vec<Vec<(Micros, Micros)>> = vec![Vec::new(); count];
    let mut activities: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut groups: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut cases: Vec<u64> = vec![0; count];
    for (_, instances) in log.each() {
        let mut seen: Vec<u32> = Vec::new();
        for instance in instances {
            let (Some(resource), Some((start, end))) = (instance.resource, instance.span()) else { continue };
            let at = resource as usize;
            spans[at].push((instance.wall(start), instance.wall(end)));
            if instance.start.is_some() && instance.end.is_some() {
                timed[at].push((instance.wall(start), instance.wall(end)));
            }
            activities[at].push(instance.activity);
            groups[at].extend(instance.group);
            seen.push(resource);
        }
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|resource| cases[resource as usize] += 1);
    }
    let mut found: Vec<Workload> = (0..count)
        .filter(|&at| !spans[at].is_empty())
        .map(|at| {
            let own = calendars.resources[at].as_ref();
            let first = spans[at].iter().map(|(start, _)| *start).min().unwrap_or_default();
            let last = spans[at].iter().map(|(_, end)| *end).max().unwrap_or_default();
            let merged = merged(&mut timed[at]);
            let worked: Micros = merged.iter().map(|(start, end)| end - start).sum();
            let on_duty = own.map(|calendar| calendar.between(first, last)).filter(|on_duty| *on_duty > 0);
            let at_work =
                own.map(|calendar| merged.iter().map(|(start, end)| calendar.between(*start, *end)).sum::<Micros>());
            let known = !merged.is_empty() && worked > 0;
            activities[at].sort_unstable();
            activities[at].dedup();
            Workload {
                resource: at as u32,
                group: most_frequent(&mut groups[at]),
                count: spans[at].len() as u64,
                cases: cases[at],
                activities: activities[at].len() as u64,
                period: (first, last),
                worked: known.then(|| days(worked)),
                duty: own.map(super::calendar::Calendar::hours_a_week),
                busy: at_work.zip(on_duty).filter(|_| known).map(|(work, duty)| work as f64 / duty as f64),
            }
        })
        .collect();
    found.sort_by_key(|workload| (std::cmp::Reverse(workload.count), workload.resource));
    found
}

/// Spans of time that do not overlap.
fn merged(spans: &mut [(Micros, Micros)]) -> Vec<(Micros, Micros)> {
    spans.sort_unstable();
    let mut merged: Vec<(Micros, Micros)> = Vec::new();
    for &(start, end) in spans.iter() {
        match merged.last_mut() {
            Some((_, last)) if *last >= start => *last = end.max(*last),
            _ => merged.push((start, end)),
        }
    }
    merged
}

fn most_frequent(values: &mut [u32]) -> Option<u32> {
    values.sort_unstable();
    let best = values.chunk_by(|one, other| one == other).max_by_key(|same| (same.len(), std::cmp::Reverse(same[0])));
    best.map(|same| same[0])
}
