//! The process map: what follows what, how often, and how long that takes.

use std::collections::BTreeMap;

use crate::log::{EventLog, Instance};
use crate::mine::{by_begin, days, median};

/// What follows what.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessMap {
    /// The activities, in the order of their numbers.
    pub nodes: Vec<Node>,
    /// What directly follows what, by number.
    pub arcs: Vec<Arc>,
}

/// An activity.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Node {
    /// How often it was done.
    pub count: u64,
    /// In how many cases.
    pub cases: u64,
    /// How many cases began with it.
    pub first: u64,
    /// How many cases end with it so far.
    pub last: u64,
    /// Median time from its start to its end in days, where both are known.
    pub work: Option<f64>,
}

/// One activity that directly followed another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// The activity before.
    pub from: u32,
    /// The activity after.
    pub to: u32,
    /// How often.
    pub count: u64,
    /// In how many cases.
    pub cases: u64,
    /// Median time in days from the end of one to the start of the other (to its end, where no start is known); negative where they
    /// overlap.
    pub wait: f64,
}

/// The map of a log.
pub fn map(log: &EventLog) -> ProcessMap {
    let mut nodes = vec![Node::default(); log.activities.len()];
    let mut work: Vec<Vec<f64>> = vec![Vec::new(); log.activities.len()];
    let mut follows: BTreeMap<(u32, u32), Vec<(f64, usize)>> = BTreeMap::new();
    for (number, case) in log.cases.iter().enumerate() {
        let order = by_begin(log, case);
        let of = |at: &u32| -> &Instance { &log.instances[*at as usize] };
        let mut seen: Vec<u32> = order.iter().map(|at| of(at).activity).collect();
        for at in &order {
            let instance = of(at);
            nodes[instance.activity as usize].count += 1;
            if let (Some(start), Some(end)) = (instance.start, instance.end) {
                work[instance.activity as usize].push(days(end - start));
            }
        }
        for pair in order.windows(2) {
            let (one, other) = (of(&pair[0]), of(&pair[1]));
            if let (Some((_, end)), Some((start, _))) = (one.span(), other.span()) {
                follows.entry((one.activity, other.activity)).or_default().push((days(start - end), number));
            }
        }
        if let (Some(first), Some(last)) = (order.first(), order.last()) {
            nodes[of(first).activity as usize].first += 1;
            nodes[of(last).activity as usize].last += 1;
        }
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|activity| nodes[activity as usize].cases += 1);
    }
    for (node, work) in nodes.iter_mut().zip(&mut work) {
        node.work = median(work);
    }
    let arcs = follows
        .into_iter()
        .map(|((from, to), waits)| {
            let cases = waits.chunk_by(|(_, one), (_, other)| one == other).count() as u64;
            let mut waits: Vec<f64> = waits.into_iter().map(|(wait, _)| wait).collect();
            let count = waits.len() as u64;
            Arc { from, to, count, cases, wait: median(&mut waits).unwrap_or_default() }
        })
        .collect();
    ProcessMap { nodes, arcs }
}
