//! Runs of a scenario with an observer that looks at `nothing` (or, with `measures`, the ordinary one): something small and
//! always the same for counting instructions. See `benches/invariants.sh` and `benches/observers.sh`.
//!
//! ```text
//! one_run [everything|mm1|tutorial|FILE.toml] [nothing|measures|rows|told] [replications]
//! ```
//!
//! * `measures` counts; `rows` walks over the table of measures as well, as an experiment does after each replication
//! * `told` prints how many happenings the engine tells of, to divide by

use keten_benches::{EVERYTHING, MM1, Ready, TUTORIAL};
use sim_core::chain::Resident;
use sim_core::observe::{Happening, Observer};
use sim_core::time::SimTime;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = match arguments.next().as_deref() {
        Some("mm1") => MM1.to_owned(),
        Some("tutorial") => TUTORIAL.to_owned(),
        Some(file) if file.ends_with(".toml") => {
            std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"))
        }
        _ => EVERYTHING.to_owned(),
    };
    let ready = Ready::of(&text);
    let looks = arguments.next();
    let replications = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(1);
    for replication in 0..replications {
        match looks.as_deref() {
            Some("measures") => drop(ready.run(1, replication, ready.measures()).into_tally()),
            Some("rows") => {
                let tally = ready.run(1, replication, ready.measures()).into_tally();
                let mut rows = 0u64;
                tally.walk(&ready.plan, &mut |_, _| rows += 1);
                std::hint::black_box(rows);
            }
            Some("told") => println!("{}", ready.run(1, replication, Told(0)).0),
            _ => ready.run(1, replication, ()),
        }
    }
}

/// Counts what it is told.
struct Told(u64);

impl Observer for Told {
    fn happened(&mut self, _now: SimTime, _resident: &Resident, _what: Happening) {
        self.0 += 1;
    }
}
