//! One run of a scenario with an observer that looks at nothing (or, with `measures`, the ordinary one): something
//! small and always the same for counting instructions. See `benches/invariants.sh`.

use keten_benches::{CHAIN, MM1, Ready, TUTORIAL};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = match arguments.next().as_deref() {
        Some("mm1") => MM1,
        Some("tutorial") => TUTORIAL,
        _ => CHAIN,
    };
    let ready = Ready::of(text);
    match arguments.next().as_deref() {
        Some("measures") => drop(ready.run(1, 0, ready.measures())),
        _ => ready.run(1, 0, ()),
    }
}
