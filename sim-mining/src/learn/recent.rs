//! How much of the past still tells what comes: where a chain changes, what was long ago misleads.
//!
//! The log is cut where four fifths of its events are over. Of the cases before the cut some part, the latest, is laid beside those that
//! came after it; the largest part that is about as near to them as any is what is learned from. Of cases that were under way at the
//! cut neither side knows.

use super::history::{History, Past};
use crate::log::Micros;
use crate::score::{Distance, Row, Rows};

/// Parts of the past that are tried.
const PARTS: [f64; 6] = [1.0, 0.7, 0.5, 0.35, 0.25, 0.15];
/// A larger part may be further away by this factor.
const ABOUT: f64 = 1.03;
/// Fewer cases on either side tell nothing.
const ENOUGH: usize = 30;

/// The first case that is learned from: cases before it are too long ago.
pub(super) fn first_case(history: &History) -> usize {
    let Some((early, late)) = cut(history) else { return 0 };
    let late = rows(&late, history);
    let apart = |part: f64| -> Option<Vec<f64>> {
        let some = &early[early.len() - (early.len() as f64 * part).round() as usize..];
        if some.len() < ENOUGH {
            return None;
        }
        let some = rows(some, history);
        [Distance::ThreeGram, Distance::RelativeEvent, Distance::CycleTime]
            .iter()
            .map(|distance| distance.between(&some, &late))
            .collect()
    };
    let Some(all) = apart(1.0) else { return 0 };
    // Each distance as a multiple of that of the whole past; what is next to nothing there stays so.
    let score = |distances: Vec<f64>| {
        let each = distances.iter().zip(&all).map(|(some, all)| if *all > 0.0 { some / all } else { 1.0 });
        each.sum::<f64>() / all.len() as f64
    };
    let tried: Vec<(f64, f64)> =
        PARTS.iter().filter_map(|&part| Some((part, score(apart(part)?)))).collect();
    let best = tried.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
    let part = tried.iter().find(|(_, score)| *score <= ABOUT * best).map_or(1.0, |(part, _)| *part);
    if std::env::var("V").is_ok() {
        eprintln!("{tried:?} {part}");
    }
    history.cases.len() - (history.cases.len() as f64 * part).round() as usize
}

/// The cases that were over before four fifths of the events were, and those that began after that.
fn cut(history: &History) -> Option<(Vec<&Past>, Vec<&Past>)> {
    let mut ends: Vec<Micros> = history.pieces().map(|piece| piece.end).collect();
    ends.sort_unstable();
    let cut = *ends.get(ends.len() * 4 / 5)?;
    let early: Vec<&Past> = history.cases.iter().filter(|case| case.end() <= cut).collect();
    let late: Vec<&Past> = history.cases.iter().filter(|case| case.arrival() > cut).collect();
    (early.len() >= ENOUGH && late.len() >= ENOUGH).then_some((early, late))
}

fn rows(cases: &[&Past], history: &History) -> Rows {
    let row = |piece: &super::history::Piece| Row {
        activity: piece.activity,
        resource: None,
        start: piece.start,
        end: piece.end,
    };
    let of = |case: &&Past| {
        let mut rows: Vec<Row> = case.visits.iter().flat_map(|visit| visit.pieces.iter().map(row)).collect();
        rows.sort_by_key(|row| (row.start, row.end));
        rows
    };
    let most = history.symbols.iter().flatten().max().copied().unwrap_or(0);
    Rows { cases: cases.iter().map(of).collect(), activities: (0..=most).map(|activity| activity.to_string()).collect() }
}
