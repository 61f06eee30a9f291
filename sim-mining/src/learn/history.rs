//! The past as it is learned from: every case as a row of visits, by the clock on the wall.
//!
//! Activities that overlap in time stand side by side in one visit.

use std::collections::{BTreeMap, BTreeSet};

use crate::log::{EventLog, Instance, Micros};
use crate::mine::ending::sounds_like_drop_out;
use crate::mine::nobody::{only_ends_of_cases, stays};

/// Of two activities that follow each other at least this share overlaps before they count as done side by side.
const SIDE_BY_SIDE: f64 = 0.1;
/// Times that they must have followed each other.
const ENOUGH: u32 = 10;
/// At least this share goes on to something else where some leave early.
const GOES_ON: f64 = 0.1;
/// What follows within this time follows at once.
const SOME_TIME: Micros = 1_000_000;

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
    /// For each activity whether it only says how a case ended; see [`only_ends_of_cases`].
    pub(super) is_end: Vec<bool>,
    /// For each activity whether nobody does it, in a log that otherwise says who does what; see [`stays`].
    pub(super) is_stay: Vec<bool>,
}

/// A case.
#[derive(Debug, Clone)]
pub(super) struct Past {
    /// Its number in the log.
    pub(super) number: usize,
    /// What was visited, in order.
    pub(super) visits: Vec<Visit>,
    /// How it was left before it went on, if it was.
    pub(super) left: Option<Left>,
}

/// A case was left while something was waited for, or done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    /// The activity that says how it ended, where there is one.
    pub(super) end: Option<u32>,
    /// When.
    pub(super) at: Micros,
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
    /// Since when it was waited for, where the log says so.
    pub(super) scheduled: Option<Micros>,
    /// By whom.
    pub(super) resource: Option<u32>,
    /// Of which team.
    pub(super) group: Option<u32>,
    /// Since when it could begin: when it was asked for, or what went before was over.
    pub(super) asked: Micros,
    /// Since when.
    pub(super) start: Micros,
    /// Until when.
    pub(super) end: Micros,
    /// How far it came.
    pub(super) course: Course,
}

/// How far a piece of work came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// It was done.
    Done,
    /// It was in hand when the log was made.
    InHand,
    /// It was waited for when the log was made.
    Waiting,
    /// It began and was broken off.
    BrokenOff,
    /// It was waited for in vain.
    GivenUp,
}

impl Piece {
    /// Whether it began: the others are waits only.
    pub(super) fn began(&self) -> bool {
        !matches!(self.course, Course::Waiting | Course::GivenUp)
    }

    /// Since when it is known to have been asked for.
    pub(super) fn begin(&self) -> Micros {
        self.scheduled.unwrap_or(self.start)
    }

    /// Whether it was broken off or waited for in vain.
    pub(super) fn stopped(&self) -> bool {
        matches!(self.course, Course::BrokenOff | Course::GivenUp)
    }
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
        self.visits[0].ready
    }

    /// When it ended.
    pub(super) fn end(&self) -> Micros {
        let left = self.left.map(|left| left.at);
        self.visits.iter().map(Visit::end).chain(left).max().unwrap_or(0)
    }
}

impl History {
    /// Of a log. Instances of which no moment is known are left out, and so are cases without any other.
    pub(super) fn of(log: &EventLog) -> History {
        let has_starts =
            log.instances.iter().any(|instance| instance.start.is_some() && instance.start != instance.end);
        let is_end = only_ends_of_cases(log, has_starts);
        let mut cases: Vec<(usize, Vec<Piece>)> = log
            .each()
            .map(|(_, instances)| {
                let mut pieces: Vec<Piece> = instances.iter().filter_map(piece).collect();
                pieces.sort_by_key(|piece| (piece.start, piece.end, is_end[piece.activity as usize]));
                pieces
            })
            .enumerate()
            .filter(|(_, pieces)| !pieces.is_empty())
            .collect();
        cases.sort_by_key(|(_, pieces)| pieces[0].begin());
        done_in_vain(log, &mut cases, &is_end);
        let left = left_early(log, &mut cases, &is_end);
        let beside = beside_each_other(&cases);
        let mut numbers: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let mut history = History {
            has_starts,
            has_resources: log.instances.iter().any(|instance| instance.resource.is_some()),
            span: span(&cases),
            is_end,
            is_stay: stays(log),
            ..History::default()
        };
        for ((number, pieces), left) in cases.into_iter().zip(left) {
            let mut visits: Vec<Visit> = Vec::new();
            let mut ready = pieces[0].begin();
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
            for mut pieces in blocks {
                for piece in &mut pieces {
                    piece.asked = piece.scheduled.unwrap_or(ready.min(piece.start));
                }
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
            history.cases.push(Past { number, visits, left });
        }
        history
    }

    /// Every piece of work that began.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.cases
            .iter()
            .flat_map(|case| case.visits.iter().flat_map(|visit| &visit.pieces))
            .filter(|piece| piece.began())
    }

    /// Whether a visit to this only says how a case ended.
    pub(super) fn says_how(&self, symbol: usize) -> bool {
        self.symbols[symbol].iter().all(|&activity| self.is_end[activity as usize])
    }
}

fn piece(instance: &Instance) -> Option<Piece> {
    let (start, end) = instance.span()?;
    let (start, end) = (instance.wall(start), instance.wall(end));
    let (activity, resource, group) = (instance.activity, instance.resource, instance.group);
    let course = match (instance.stopped, instance.start, instance.end) {
        (true, None, Some(_)) if instance.scheduled.is_some() => Course::GivenUp,
        (true, _, Some(_)) => Course::BrokenOff,
        (false, _, Some(_)) => Course::Done,
        (_, Some(_), None) => Course::InHand,
        (_, None, None) => Course::Waiting,
    };
    let scheduled = instance.scheduled.map(|at| instance.wall(at).min(start));
    Some(Piece {
        activity,
        asked: scheduled.unwrap_or(start),
        scheduled,
        resource,
        group,
        start,
        end: end.max(start),
        course,
    })
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

/// Work that is broken off and after which, at least every other time, the case goes on was done in vain, such as an appointment at which nobody
/// came: it took its time.
fn done_in_vain(log: &EventLog, cases: &mut [(usize, Vec<Piece>)], is_end: &[bool]) {
    let mut counts = vec![(0_u32, 0_u32); log.activities.len()];
    for (_, pieces) in cases.iter() {
        for (position, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.course == Course::BrokenOff) {
            let count = &mut counts[piece.activity as usize];
            count.0 += 1;
            count.1 += u32::from(pieces.get(position + 1).is_some_and(|next| !is_end[next.activity as usize]));
        }
    }
    for piece in cases.iter_mut().flat_map(|(_, pieces)| pieces) {
        let (all, went_on) = counts[piece.activity as usize];
        if piece.course == Course::BrokenOff && went_on * 2 >= all {
            piece.course = Course::Done;
        }
    }
}

/// How cases were left while something was waited for or done. What says so is taken away from their pieces.
///
/// A case was left so when its last piece was stopped, or when it ended, some time after its last piece, by something whose name says that it was a
/// drop-out. Where hardly anybody goes on after that piece, the end is where cases go: nobody left early.
fn left_early(log: &EventLog, cases: &mut [(usize, Vec<Piece>)], is_end: &[bool]) -> Vec<Option<Left>> {
    let is_end = |piece: &Piece| is_end[piece.activity as usize];
    let mut went_on = vec![(0_u32, 0_u32); log.activities.len()];
    for (_, pieces) in cases.iter() {
        for two in pieces.windows(2) {
            let count = &mut went_on[two[0].activity as usize];
            count.0 += 1;
            count.1 += u32::from(!is_end(&two[1]));
        }
    }
    let some_go_on = |piece: &Piece| {
        let (all, on) = went_on[piece.activity as usize];
        f64::from(on) >= GOES_ON * f64::from(all)
    };
    let of_case = |pieces: &mut Vec<Piece>| {
        let end = pieces.last().filter(|last| pieces.len() > 1 && is_end(last)).copied();
        let before = &pieces[..pieces.len() - usize::from(end.is_some())];
        let last = before.last()?;
        let until = before.iter().map(|piece| piece.end).max()?;
        let after = end.is_some_and(|end| {
            end.start - until > SOME_TIME
                && sounds_like_drop_out(log.activities.name(end.activity))
                && last.course == Course::Done
                && some_go_on(last)
        });
        let during = last.stopped() && end.is_none_or(|end| end.start - last.end <= SOME_TIME);
        if !after && !during {
            return None;
        }
        if end.is_some() {
            pieces.pop();
        }
        Some(Left { end: end.map(|end| end.activity), at: end.map_or(until, |end| end.start) })
    };
    cases.iter_mut().map(|(_, pieces)| of_case(pieces)).collect()
}
