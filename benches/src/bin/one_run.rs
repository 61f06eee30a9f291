//! Runs of a scenario with an observer that looks at `nothing` (or, with `measures`, the ordinary one): something small and
//! always the same for counting instructions. See `benches/invariants.sh`.
//!
//! ```text
//! one_run [everything|mm1|tutorial|FILE] [nothing|measures] [replications]
//! ```

use keten_benches::{EVERYTHING, MM1, Ready, TUTORIAL};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file;
    let text = match arguments.next().as_deref() {
        Some("mm1") => MM1,
        Some("tutorial") => TUTORIAL,
        Some("everything") | None => EVERYTHING,
        Some(path) => {
            file = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
            &file
        }
    };
    let ready = Ready::of(text);
    let looks = arguments.next().as_deref() == Some("measures");
    let replications = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(1);
    for replication in 0..replications {
        match looks {
            true => drop(ready.run(1, replication, ready.measures())),
            false => ready.run(1, replication, ()),
        }
    }
}
