//! Discipline: who is next when a worker of a team is free.
//!
//! A team has one waiting line for all its steps of work. Who left it meanwhile (patience ran out) stays in as an
//! entry whose stamp no longer holds and is passed over.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::LineKind;
use crate::time::SimTime;

/// An entry of a waiting line: a resident's slot, with the stamp that must still hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Slot of the resident.
    pub slot: u32,
    /// Stamp at joining.
    pub stamp: u32,
}

/// The waiting line of a team.
#[derive(Debug, Clone)]
pub enum WaitingLine {
    /// One line per rank, each in the order of joining.
    Ranked(Vec<VecDeque<Waiting>>),
    /// Who joined last goes first.
    LastCome(Vec<Waiting>),
    /// By end of the earliest clock, then in the order of joining (the number counts joins).
    EarliestDue(BinaryHeap<Reverse<(SimTime, u64, Waiting)>>, u64),
}

impl WaitingLine {
    /// Nobody waits yet.
    pub fn new(kind: LineKind) -> WaitingLine {
        match kind {
            LineKind::Ranked(ranks) => WaitingLine::Ranked(vec![VecDeque::new(); usize::from(ranks)]),
            LineKind::LastCome => WaitingLine::LastCome(Vec::new()),
            LineKind::EarliestDue => WaitingLine::EarliestDue(BinaryHeap::new(), 0),
        }
    }

    /// Joins at the end of a rank, or by the end of a clock.
    ///
    /// * `due` – when the earliest clock ends; asked only where that matters
    #[inline]
    pub fn join(&mut self, waiting: Waiting, rank: u16, due: impl FnOnce() -> SimTime) {
        match self {
            WaitingLine::Ranked(lines) => lines[usize::from(rank)].push_back(waiting),
            WaitingLine::LastCome(line) => line.push(waiting),
            WaitingLine::EarliestDue(heap, joins) => {
                *joins += 1;
                heap.push(Reverse((due(), *joins, waiting)));
            }
        }
    }

    /// The last who joined of the lowest rank, and that rank, of those who still wait (of whom `waits` says so).
    pub fn last_of_lowest(&self, waits: impl Fn(Waiting) -> bool) -> Option<(Waiting, u16)> {
        match self {
            WaitingLine::Ranked(lines) => lines.iter().enumerate().rev().find_map(|(rank, line)| {
                line.iter().rev().copied().find(|&entry| waits(entry)).map(|entry| (entry, rank as u16))
            }),
            WaitingLine::EarliestDue(..) | WaitingLine::LastCome(_) => None,
        }
    }

    /// Takes out the next who still waits; `holds` says whether a stamp still holds.
    #[inline]
    pub fn next(&mut self, holds: impl Fn(Waiting) -> bool) -> Option<Waiting> {
        match self {
            WaitingLine::Ranked(lines) => lines.iter_mut().find_map(|line| {
                while let Some(first) = line.pop_front() {
                    if holds(first) {
                        return Some(first);
                    }
                }
                None
            }),
            WaitingLine::LastCome(line) => {
                while let Some(last) = line.pop() {
                    if holds(last) {
                        return Some(last);
                    }
                }
                None
            }
            WaitingLine::EarliestDue(heap, _) => {
                while let Some(Reverse((_, _, first))) = heap.pop() {
                    if holds(first) {
                        return Some(first);
                    }
                }
                None
            }
        }
    }

    /// Rank of the next who still waits in a line by ranks, and who it is; `None` in any other line.
    pub fn first(&mut self, holds: impl Fn(Waiting) -> bool) -> Option<(u16, Waiting)> {
        let WaitingLine::Ranked(lines) = self else { return None };
        for (rank, line) in lines.iter_mut().enumerate() {
            while let Some(&first) = line.front() {
                if holds(first) {
                    return Some((rank as u16, first));
                }
                line.pop_front();
            }
        }
        None
    }
}

impl WaitingLine {
    /// Whether who becomes another class, or whose clock now ends sooner, stands elsewhere in the line.
    pub fn moves(&self, ranks: [u16; 2], dues: [SimTime; 2]) -> bool {
        match self {
            WaitingLine::Ranked(_) => ranks[0] != ranks[1],
            WaitingLine::LastCome(_) => false,
            WaitingLine::EarliestDue(..) => dues[0] != dues[1],
        }
    }

    /// The first for whom `fits` holds, who stays in as an entry: its stamp must be made not to hold.
    pub fn first_fitting(&self, fits: impl Fn(Waiting) -> bool) -> Option<Waiting> {
        match self {
            WaitingLine::Ranked(lines) => lines.iter().flatten().copied().find(|&waiting| fits(waiting)),
            WaitingLine::LastCome(line) => line.iter().rev().copied().find(|&waiting| fits(waiting)),
            WaitingLine::EarliestDue(heap, _) => {
                let fitting = heap.iter().filter(|Reverse((_, _, waiting))| fits(*waiting));
                fitting.min_by_key(|Reverse((due, joined, _))| (*due, *joined)).map(|Reverse((_, _, first))| *first)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(slot: u32) -> Waiting {
        Waiting { slot, stamp: 0 }
    }

    #[test]
    fn a_rank_goes_before_all_later_ranks() {
        let mut line = WaitingLine::new(LineKind::Ranked(2));
        for (slot, rank) in [(1, 1), (2, 0), (3, 1), (4, 0)] {
            line.join(waiting(slot), rank, || SimTime::NEVER);
        }
        let order: Vec<u32> = std::iter::from_fn(|| line.next(|_| true)).map(|next| next.slot).collect();
        assert_eq!(order, [2, 4, 1, 3]);
    }

    #[test]
    fn the_earliest_clock_goes_first_and_equals_keep_their_order() {
        let mut line = WaitingLine::new(LineKind::EarliestDue);
        for (slot, due) in [(1, SimTime::NEVER), (2, SimTime(5)), (3, SimTime(2)), (4, SimTime(5))] {
            line.join(waiting(slot), 0, || due);
        }
        let order: Vec<u32> = std::iter::from_fn(|| line.next(|_| true)).map(|next| next.slot).collect();
        assert_eq!(order, [3, 2, 4, 1]);
    }

    #[test]
    fn the_last_come_goes_first() {
        let mut line = WaitingLine::new(LineKind::LastCome);
        for slot in [1, 2, 3] {
            line.join(waiting(slot), 0, || SimTime::NEVER);
        }
        let order: Vec<u32> = std::iter::from_fn(|| line.next(|entry| entry.slot != 2)).map(|next| next.slot).collect();
        assert_eq!(order, [3, 1]);
    }

    #[test]
    fn the_first_of_a_line_leaves_out_who_has_gone() {
        let mut line = WaitingLine::new(LineKind::Ranked(3));
        for (slot, rank) in [(1, 0), (2, 2), (3, 1)] {
            line.join(waiting(slot), rank, || SimTime::NEVER);
        }
        assert_eq!(line.first(|entry| entry.slot == 2), Some((2, waiting(2))));
        assert_eq!(line.next(|_| true), Some(waiting(2)), "the others have gone");
    }

    #[test]
    fn who_left_is_passed_over() {
        let mut line = WaitingLine::new(LineKind::Ranked(1));
        line.join(waiting(1), 0, || SimTime::NEVER);
        line.join(waiting(2), 0, || SimTime::NEVER);
        assert_eq!(line.next(|entry| entry.slot != 1), Some(waiting(2)));
        assert_eq!(line.next(|_| true), None);
    }
}
