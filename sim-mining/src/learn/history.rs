//! The past as it is learned from: every case as a row of visits, by the clock on the wall.
//!
//! Activities that overlap in time stand side by side in one visit.

use std::collections::{BTreeMap, BTreeSet};

use crate::log::{EventLog, Instance, Micros};

/// Of two activities that follow each other at least this share overlaps before they count as done side by side.
const SIDE_BY_SIDE: f64 = 0.1;
/// Times that they must have followed each other.
const ENOUGH: u32 = 10;

/// What is known of the past.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// What may be visited: an activity, or several side by side.
    pub(super) symbols: Vec<Vec<u32>>,
    /// The cases, in the order in which they began.
    pub(super) cases: Vec<Past>,
    /// First and last moment of all.
    pub(super) span: (Micros, Micros),
    /// Whether the log says when work began.
    pub(super) has_starts: bool,
    /// Whether it says who did it.
    pub(super) has_resources: bool,
}

/// A case.
#[derive(Debug, Clone)]
pub(super) struct Past {
    /// Its number in the log.
    pub(super) number: usize,
    /// What was visited, in order.
    pub(super) visits: Vec<Visit>,
}

/// A visit to a stage.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    /// Number of what was visited, in [`History::symbols`].
    pub(super) symbol: usize,
    /// When whatever went before was over.
    pub(super) ready: Micros,
    /// What was done, in the order in which it began.
    pub(super) pieces: Vec<Piece>,
}

/// Work that was done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// What.
    pub(super) activity: u32,
    /// By whom.
    pub(super) resource: Option<u32>,
    /// Since when.
    pub(super) start: Micros,
    /// Until when.
    pub(super) end: Micros,
    /// Whether it was over when the log was made.
    pub(super) over: bool,
}

impl Visit {
    /// When its last piece ended.
    pub(super) fn end(&self) -> Micros {
        self.pieces.iter().map(|piece| piece.end).max().unwrap_or(self.ready)
    }
}

impl Past {
    /// When it began.
    pub(super) fn arrival(&self) -> Micros {
        self.visits[0].pieces[0].start
    }

    /// When it ended.
    pub(super) fn end(&self) -> Micros {
        self.visits.iter().map(Visit::end).max().unwrap_or(0)
    }
}

impl History {
    /// Of a log. Instances of which no moment is known are left out, and so are cases without any other.
    pub(super) fn of(log: &EventLog) -> History {
        let has_starts =
            log.instances.iter().any(|instance| instance.start.is_some() && instance.start != instance.end);
        let mut cases: Vec<(usize, Vec<Piece>)> = log
            .each()
            .map(|(_, instances)| {
                let mut pieces: Vec<Piece> = instances.iter().filter_map(piece).collect();
                pieces.sort_by_key(|piece| (piece.start, piece.end));
                pieces
            })
            .enumerate()
            .filter(|(_, pieces)| !pieces.is_empty())
            .collect();
        cases.sort_by_key(|(_, pieces)| pieces[0].start);
        let beside = beside_each_other(&cases);
        let mut numbers: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let mut history = History {
            has_starts,
            has_resources: log.instances.iter().any(|instance| instance.resource.is_some()),
            span: span(&cases),
            ..History::default()
        };
        for (number, pieces) in cases {
            let mut visits: Vec<Visit> = Vec::new();
            let mut ready = pieces[0].start;
            let mut blocks: Vec<Vec<Piece>> = Vec::new();
            for piece in pieces {
                let joins = |block: &&mut Vec<Piece>| {
                    block.iter().all(|other| beside.contains(&pair(other.activity, piece.activity)))
                };
                match blocks.last_mut().filter(joins) {
                    Some(block) => block.push(piece),
                    None => blocks.push(vec![piece]),
                }
            }
            for pieces in blocks {
                let mut activities: Vec<u32> = pieces.iter().map(|piece| piece.activity).collect();
                activities.sort_unstable();
                let new = history.symbols.len();
                let symbol = *numbers.entry(activities.clone()).or_insert(new);
                if symbol == new {
                    history.symbols.push(activities);
                }
                let visit = Visit { symbol, ready, pieces };
                ready = ready.max(visit.end());
                visits.push(visit);
            }
            history.cases.push(Past { number, visits });
        }
        history
    }

    /// Every piece of work.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.cases.iter().flat_map(|case| case.visits.iter().flat_map(|visit| &visit.pieces))
    }
}

fn piece(instance: &Instance) -> Option<Piece> {
    let (start, end) = instance.span()?;
    let (start, end) = (instance.wall(start), instance.wall(end));
    let (activity, resource, over) = (instance.activity, instance.resource, instance.end.is_some());
    Some(Piece { activity, resource, start, end: end.max(start), over })
}

fn pair(one: u32, other: u32) -> (u32, u32) {
    (one.min(other), one.max(other))
}

fn span(cases: &[(usize, Vec<Piece>)]) -> (Micros, Micros) {
    let pieces = || cases.iter().flat_map(|(_, pieces)| pieces);
    let first = pieces().map(|piece| piece.start).min().unwrap_or(0);
    (first, pieces().map(|piece| piece.end).max().unwrap_or(first))
}

/// Pairs of activities that are done side by side: when they follow each other the second often begins before the first ends.
fn beside_each_other(cases: &[(usize, Vec<Piece>)]) -> BTreeSet<(u32, u32)> {
    let mut counts: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    for (_, pieces) in cases {
        for (position, piece) in pieces.iter().enumerate() {
            for other in pieces[position + 1..].iter().take(2).filter(|other| other.activity != piece.activity) {
                let count = counts.entry(pair(piece.activity, other.activity)).or_default();
                count.0 += 1;
                count.1 += u32::from(other.start < piece.end);
            }
        }
    }
    let often =
        |&(_, (all, overlap)): &(_, (u32, u32))| all >= ENOUGH && f64::from(overlap) >= SIDE_BY_SIDE * f64::from(all);
    counts.into_iter().filter(often).map(|(pair, _)| pair).collect()
}
