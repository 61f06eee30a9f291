//! The models in other simulators for Rust, one line of JSON for each replication.
//!
//! ```text
//! peers ENGINE MODEL SEED [NUMBER]
//! ```
//!
//! Engines: desru, nexosim, odem-rs, simu-des. Models: mm1, chain. The number of replications is 1 unless told.

mod desru_peer;
mod model;
mod nexosim_peer;
mod odem_peer;
mod simu_peer;

use model::{CUSTOMERS, Counts};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

/// Name, version, and what runs the two models.
struct Engine {
    name: &'static str,
    version: &'static str,
    /// Mean time in the system of so many customers.
    mm1: fn(seed: u64, customers: u64) -> f64,
    chain: fn(seed: u64) -> Counts,
}

const ENGINES: [Engine; 4] = [
    Engine { name: "desru", version: "0.1.13", mm1: desru_peer::mm1, chain: desru_peer::chain },
    Engine { name: "nexosim", version: "1.0.0", mm1: nexosim_peer::mm1, chain: nexosim_peer::chain },
    Engine { name: "odem-rs", version: "0.4.0", mm1: odem_peer::mm1, chain: odem_peer::chain },
    Engine { name: "simu-des", version: "0.1.0", mm1: simu_peer::mm1, chain: simu_peer::chain },
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |position: usize| arguments.get(position).map(|number| number.parse::<u64>());
    let engine = ENGINES.iter().find(|engine| Some(engine.name) == arguments.first().map(String::as_str));
    let (Some(engine), Some(model), Some(Ok(seed)), Ok(replications)) =
        (engine, arguments.get(1), number(2), number(3).unwrap_or(Ok(1)))
    else {
        eprintln!("peers desru|nexosim|odem-rs|simu-des mm1|chain SEED [NUMBER]");
        std::process::exit(2);
    };
    for seed in seed..seed + replications {
        let start = processor_seconds();
        let (events, customers, results): (u64, u64, Value) = match model.as_str() {
            "mm1" => (2 * CUSTOMERS, CUSTOMERS, json!({ "time_in_system": (engine.mm1)(seed, CUSTOMERS) })),
            "chain" => {
                let counts = (engine.chain)(seed);
                (counts.events(), counts.arrived, counts.results())
            }
            unknown => {
                eprintln!("the model is mm1 or chain, found {unknown}");
                std::process::exit(2);
            }
        };
        let seconds = processor_seconds() - start;
        let line = json!({
            "engine": engine.name, "version": engine.version, "model": model, "seed": seed,
            "seconds": seconds, "events": events, "customers": customers, "results": results,
        });
        println!("{line}");
    }
}

/// Processor time of this thread so far: every engine here runs in one.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
