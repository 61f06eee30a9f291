//! Replications of a model in keten or in a program written by hand for it, one line of JSON each: what
//! `benches/peers` reads of every engine.
//!
//! ```text
//! replications ENGINE MODEL SEED [NUMBER]
//! ```
//!
//! Engines: `keten`; for the chain `one-heap`, `heap-per-kind` and `calendar`; for M/M/1 `two-clocks`; for `pending-…`
//! `calendar`. The number of replications is 1 unless told; the program is started once for all of them.

use keten_benches::limit::event_list::{Calendar, HeapPerKind, OneHeap};
use keten_benches::limit::{chain, mm1, pending};
use keten_benches::outcome::{Outcome, results, timed};
use keten_benches::{MODELS, Ready};

/// Customers of one run of M/M/1.
const CUSTOMERS: u64 = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let usage = || -> ! {
        eprintln!(
            "replications ENGINE MODEL SEED [NUMBER]: keten runs {}; one-heap, heap-per-kind and calendar run chain; \
             two-clocks runs mm1; calendar runs pending-1000 and pending-million too",
            MODELS.map(|(name, _)| name).join(", ")
        );
        std::process::exit(2)
    };
    let (Some(engine), Some(model), Some(Ok(seed))) =
        (arguments.first(), arguments.get(1), arguments.get(2).map(|seed| seed.parse::<u64>()))
    else {
        usage()
    };
    let Ok(number) = arguments.get(3).map_or(Ok(1), |number| number.parse::<u32>()) else { usage() };
    let outcomes: Box<dyn Iterator<Item = Outcome>> = match (engine.as_str(), model.as_str()) {
        ("keten", name) => match MODELS.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => of_keten(name, text, seed, number),
            None => usage(),
        },
        ("one-heap", "chain") => {
            by_hand(engine, "chain", seed, number, |seed| of_chain(chain::run::<OneHeap>(seed, false)))
        }
        ("heap-per-kind", "chain") => {
            by_hand(engine, "chain", seed, number, |seed| of_chain(chain::run::<HeapPerKind>(seed, true)))
        }
        ("calendar", "chain") => {
            by_hand(engine, "chain", seed, number, |seed| of_chain(chain::run::<Calendar>(seed, true)))
        }
        ("two-clocks", "mm1") => by_hand(engine, "mm1", seed, number, |seed| {
            let counts = mm1::run(seed, CUSTOMERS);
            (2 * counts.customers, counts.customers, results([("time_in_system", counts.time_in_system)]))
        }),
        ("calendar", "pending-1000") => {
            by_hand(engine, "pending-1000", seed, number, |seed| of_pending(pending::THOUSAND, seed))
        }
        ("calendar", "pending-million") => {
            by_hand(engine, "pending-million", seed, number, |seed| of_pending(pending::MILLION, seed))
        }
        _ => usage(),
    };
    for outcome in outcomes {
        println!("{}", outcome.line());
    }
}

type Given = (u64, u64, std::collections::BTreeMap<String, f64>);

fn of_chain(counts: chain::Counts) -> Given {
    let named = results([
        ("completed", counts.completed as f64),
        ("reneged", counts.reneged as f64),
        ("returned", counts.returned as f64),
        ("wait_signalling", counts.mean_wait(0)),
        ("wait_intake", counts.mean_wait(1)),
        ("wait_curative", counts.mean_wait(2)),
        ("wait_crisis", counts.mean_wait(4)),
        ("wait_aftercare", counts.mean_wait(3)),
    ]);
    (counts.events, counts.arrived, named)
}

fn of_pending(size: pending::Size, seed: u64) -> Given {
    let counts = pending::run(size, seed);
    (counts.events, counts.arrived, results([("present", counts.present), ("time", counts.mean_time)]))
}

/// Replications of a program written by hand.
fn by_hand(
    engine: &str,
    model: &'static str,
    seed: u64,
    number: u32,
    run: impl Fn(u64) -> Given + 'static,
) -> Box<dyn Iterator<Item = Outcome>> {
    let engine = format!("by hand: {engine}");
    Box::new((0..u64::from(number)).map(move |replication| {
        let seed = seed + replication;
        let ((events, customers, results), time) = timed(|| run(seed));
        Outcome {
            engine: engine.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: model.to_owned(),
            seed,
            seconds: time.as_secs_f64(),
            events,
            customers,
            results,
        }
    }))
}

/// Replications of keten: read and compiled once, as `keten run` does it.
fn of_keten(model: &'static str, text: &str, seed: u64, number: u32) -> Box<dyn Iterator<Item = Outcome>> {
    let ready = Ready::of(text);
    Box::new((0..u64::from(number)).map(move |replication| {
        let seed = seed + replication;
        let (tally, time) = ready.measured(seed, 0);
        let counts = ready.counts(seed, 0);
        Outcome {
            engine: "keten".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: model.to_owned(),
            seed,
            seconds: time.as_secs_f64(),
            events: counts.events,
            customers: counts.arrived,
            results: ready.results(model, &tally, &counts),
        }
    }))
}
