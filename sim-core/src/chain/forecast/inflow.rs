//! Residents who come into the chain between two moments, by stage and class.

use super::super::{Arrivals, Model, StreamModel};
use crate::scenario::{Pattern, Scenario};
use crate::time::{SimTime, Span};

/// Expected number of arrivals between two moments: for each stage one entry per class combination, or a single one
/// for everybody when `classes` is 1.
pub(super) fn inflow(
    scenario: &Scenario,
    model: &Model,
    from: SimTime,
    until: SimTime,
    classes: usize,
) -> Vec<Vec<f64>> {
    let mut by_stage = vec![vec![0.0; classes]; scenario.stages.len()];
    for stream in model.streams.iter().filter(|stream| stream.pool.is_none()) {
        let number = expected(stream, scenario, from, until);
        let of_stage = &mut by_stage[stream.to as usize];
        if classes == 1 {
            of_stage[0] += number;
            continue;
        }
        for (sum, levels) in of_stage.iter_mut().zip(&model.classes) {
            *sum += number * weight(stream, levels, from);
        }
    }
    by_stage
}

/// Expected number of residents whom a stream at a rate brings over the whole run.
pub(super) fn all_of(stream: &StreamModel, model: &Model) -> f64 {
    match &stream.arrivals {
        Arrivals::Rate(curve) => curve.between(model.begin, model.end),
        _ => 0.0,
    }
}

/// Share of a stream's residents with these levels.
fn weight(stream: &StreamModel, levels: &[usize], at: SimTime) -> f64 {
    let shares = stream.mix.iter().zip(levels).map(|((totals, _), &level)| {
        let totals = totals.at(0, at);
        totals[level] - level.checked_sub(1).map_or(0.0, |before| totals[before])
    });
    shares.product()
}

/// Expected number of residents of a stream who come between two moments, those whom a surge keeps away left out.
fn expected(stream: &StreamModel, scenario: &Scenario, from: SimTime, until: SimTime) -> f64 {
    let until = until.min(stream.until);
    let mut edges: Vec<SimTime> = stream.thinned.iter().flat_map(|&(from, until, _, _)| [from, until]).collect();
    edges.retain(|&edge| from < edge && edge < until);
    edges.extend([from, until]);
    edges.sort_unstable();
    let pieces = edges.windows(2).map(|edges| {
        let inside = |&&(from, until, _, _): &&(SimTime, SimTime, f64, _)| from <= edges[0] && edges[0] < until;
        let kept: f64 = stream.thinned.iter().filter(inside).map(|&(_, _, share, _)| share).product();
        if edges[1] > edges[0] { kept * all(stream, scenario, edges[0], edges[1]) } else { 0.0 }
    });
    pieces.sum()
}

/// As [`expected`], with nobody kept away.
fn all(stream: &StreamModel, scenario: &Scenario, from: SimTime, until: SimTime) -> f64 {
    let batch = f64::from(stream.batch);
    let inside = |at: SimTime| from <= at && at < until;
    match &stream.arrivals {
        Arrivals::Rate(curve) => batch * curve.between(from, until),
        Arrivals::Interval(first, _, factor, opening) => {
            let Pattern::Interval(interval) = &scenario.streams[usize::from(stream.stream)].pattern else {
                return 0.0;
            };
            let from = from.max(*first);
            let middle = SimTime(from.0 + (until.0 - from.0) / 2);
            let Some(date) = middle.date(scenario.start).filter(|_| until > from) else { return 0.0 };
            // Times of nothing would mean residents without number; the run itself refuses that.
            let days = match opening {
                None => (until - from).as_days(),
                Some(opening) => Span(opening.open_between(from, until).0).as_days(),
            };
            batch * days / (interval.on(date).mean() * factor).max(1e-9)
        }
        Arrivals::Moments(moments) => batch * moments.iter().filter(|&&at| inside(at)).count() as f64,
        // Who stays away is in the chain or was there: no more come than the chain has let go.
        Arrivals::Population(..) => 0.0,
        Arrivals::Batches(batches) => batches.iter().filter(|(at, _)| inside(*at)).map(|(_, mean)| mean).sum(),
    }
}
