//! Which cases a log keeps: also those that were open when it was made, or only those that were over.

use super::history::{Course, History, Past, Piece};
use crate::log::{EventLog, Micros};

/// So many cases must be expected to be open before it can be told that they are missing.
const ENOUGH: f64 = 5.0;
/// They are if fewer than this share of them are there.
const HARDLY_ANY: f64 = 0.5;

/// Which cases a log keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// All that came, each until its end.
    ToTheEnd,
    /// All that came, as far as they were when the log was made.
    AlsoOpen,
    /// Those that were over when the log was made: of the latest those that take long are missing.
    OnlyFinished,
}

impl Kept {
    /// Which cases a log seems to keep.
    pub fn by(log: &EventLog) -> Kept {
        kept(&History::of(log))
    }
}

/// Of a log of finished cases only hardly any is under way at its end, though many should be by Little's law and they came until then; of another
/// one as many as at other times.
pub(super) fn kept(history: &History) -> Kept {
    let (open, expected) = (open_cases(history).len(), expected_open(history));
    let goes_on = |piece: &Piece| matches!(piece.course, Course::InHand | Course::Waiting);
    let is_open = open as f64 >= HARDLY_ANY * expected || history.pieces().any(goes_on);
    match expected < ENOUGH || came_no_more(history) {
        _ if open > 0 && is_open => Kept::AlsoOpen,
        true => Kept::ToTheEnd,
        false => Kept::OnlyFinished,
    }
}

/// Whether nobody came any more for as long as nine in ten cases take.
fn came_no_more(history: &History) -> bool {
    let mut lengths: Vec<Micros> = history.cases.iter().map(|case| case.end() - case.arrival()).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
    history.cases.last().is_some_and(|last| history.span.1 - last.arrival() > usual)
}

/// Cases that were not over when the log was made: silent for no longer than is usual, after something that seldom comes last.
pub(super) fn open_cases(history: &History) -> Vec<usize> {
    let until = history.span.1;
    let mut gaps: Vec<i64> = history
        .cases
        .iter()
        .flat_map(|case| case.visits.iter().skip(1).map(|visit| visit.pieces[0].start - visit.ready))
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() * 19 / 20).copied().unwrap_or(0);
    let mut ends = vec![(0_usize, 0_usize); history.symbols.len()];
    for case in &history.cases {
        for (position, visit) in case.visits.iter().enumerate() {
            ends[visit.symbol].0 += 1;
            ends[visit.symbol].1 += usize::from(position + 1 == case.visits.len());
        }
    }
    // Where nearly every case tells how it ended, one that does not has not ended.
    let tells = |case: &Past| case.left.is_some() || history.says_how(case.visits[case.visits.len() - 1].symbol);
    let ends_are_told = history.cases.iter().filter(|case| tells(case)).count() * 5 >= history.cases.len() * 4;
    let is_open = |case: &Past| {
        if ends_are_told {
            return !tells(case);
        }
        let last = &case.visits[case.visits.len() - 1];
        let (seen, ended) = ends[last.symbol];
        let goes_on = |piece: &Piece| matches!(piece.course, Course::InHand | Course::Waiting);
        case.left.is_none() && (last.pieces.iter().any(goes_on) || (until - case.end() < usual && ended * 5 < seen))
    };
    history.cases.iter().enumerate().filter(|(_, case)| is_open(case)).map(|(number, _)| number).collect()
}

/// How many cases are under way at a time (Little's law).
fn expected_open(history: &History) -> f64 {
    let time: i64 = history.cases.iter().map(|case| case.end() - case.arrival()).sum();
    time as f64 / (history.span.1 - history.span.0).max(1) as f64
}
