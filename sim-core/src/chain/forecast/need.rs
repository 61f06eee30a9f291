//! How many events the residents of pools bring: an order of magnitude, so that a run that is far too large is refused.
//!
//! What pools send into the chain depends on what the chain sends back, so they are left out of the flows: with a pool
//! the load of a team is that of the streams only, a lower bound.

use super::super::Model;
use crate::scenario::{Pool, Scenario};

/// Events of one stay in the chain, roughly.
const EVENTS_OF_TRAJECTORY: f64 = 10.0;

/// Residents whom all pools see in one replication, and the events that they bring.
pub(super) fn size(scenario: &Scenario, model: &Model) -> (f64, f64) {
    let mut size = (0.0, 0.0);
    for (pool, compiled) in scenario.pools.iter().zip(&model.need.pools) {
        let layers = model.streams.iter().filter(|stream| stream.stream == compiled.source);
        let onset: f64 = layers.map(|stream| super::inflow::all_of(stream, model)).sum();
        let days = (model.end - model.begin).as_days();
        let (events, in_need) = (events_a_day(pool), in_need(pool, onset, days));
        size.0 += f64::from(pool.stock) + onset;
        size.1 += onset + in_need * days * events;
    }
    size
}

/// In need on average, if only need that ends by itself ended it.
fn in_need(pool: &Pool, onset: f64, days: f64) -> f64 {
    let stock = f64::from(pool.stock);
    let all = stock + onset / 2.0;
    pool.natural_end.as_ref().map_or(all, |natural| {
        let longest = natural.after.values().map(|after| after.mean()).fold(0.0, f64::max);
        all.min(stock.max(onset / days * longest))
    })
}

/// Events a day that one resident in need brings.
fn events_a_day(pool: &Pool) -> f64 {
    let signals = pool.signals.iter().map(|signal| signal.rate.values().copied().fold(0.0, f64::max)).sum::<f64>();
    let apply = pool.apply.as_ref().map_or(0.0, |apply| {
        let shortest = apply.after.values().map(|after| after.mean()).fold(f64::INFINITY, f64::min);
        1.0 / shortest.max(1.0)
    });
    let cases = pool.batch.as_ref().map_or(0.0, |batch| {
        let most = batch.taken_up.values().copied().fold(0.0, f64::max);
        signals.min(1.0 / 30.0) * most
    });
    signals + EVENTS_OF_TRAJECTORY * (apply + cases)
}
