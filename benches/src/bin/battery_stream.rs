//! Writes the random bits along one dimension of an address to standard output, for a battery of tests:
//! `battery_stream resident | dieharder -a -g 200`. Bits are 64 to an address, lowest byte first; it ends when the
//! reader does. `battery_stream list` names the dimensions. A number after the dimension is where the walk begins
//! (0 without): other numbers to repeat a test with.

use std::io::{BufWriter, Write, stdout};

use sim_core::random::{Draws, Purpose, ResidentKey, Stream};

/// Purposes of one chain, for the walks that cross them.
const PURPOSES: [Purpose; 8] = [
    Purpose::named("arrivals.walk_in.interval"),
    Purpose::named("classes.urgency"),
    Purpose::named("stages.intake.work"),
    Purpose::named("stages.intake.patience"),
    Purpose::named("stages.intake.next"),
    Purpose::named("stages.curative.work"),
    Purpose::named("stages.curative.patience"),
    Purpose::named("stages.curative.next"),
];

/// Names of numbered purposes that are made before the stream begins; after them they come again, for another visit.
const NUMBERED: u64 = 1 << 20;

/// The bits at the address of a number, by the name of a dimension.
fn along(dimension: &str) -> Option<Box<dyn Fn(u64) -> u64>> {
    let draws = Draws::new(42, 0);
    let stream = Stream::named("arrivals.walk_in");
    let who = move |ordinal| ResidentKey::new(stream, ordinal);
    let work = PURPOSES[2];
    Some(match dimension {
        "seed" => Box::new(move |i| Draws::new(i, 0).bits(who(9), work, 0, 0)),
        "replication" => Box::new(move |i| Draws::new(42 + (i >> 32), i as u32).bits(who(9), work, 0, 0)),
        "resident" => Box::new(move |i| draws.bits(who(i), work, 0, 0)),
        "purpose" => {
            let numbered: Vec<Purpose> = (0..NUMBERED).map(|i| Purpose::named(&format!("stages.s{i}.work"))).collect();
            Box::new(move |i| draws.bits(who(9), numbered[(i % NUMBERED) as usize], (i / NUMBERED) as u32, 0))
        }
        "visit" => Box::new(move |i| draws.bits(who(9 + (i >> 30)), work, i as u32 & ((1 << 30) - 1), 0)),
        "draw" => Box::new(move |i| draws.bits(who(9 + (i >> 30)), work, 0, i as u32 & ((1 << 30) - 1))),
        "resident-x-purpose" => Box::new(move |i| draws.bits(who(i >> 3), PURPOSES[(i & 7) as usize], 0, 0)),
        "purpose-x-visit" => {
            Box::new(move |i| draws.bits(who(i >> 7), PURPOSES[(i & 7) as usize], (i >> 3 & 15) as u32, 0))
        }
        "visit-x-draw" => Box::new(move |i| draws.bits(who(i >> 8), work, (i >> 4 & 15) as u32, (i & 15) as u32)),
        "resident-x-replication" => {
            let replications: Vec<Draws> = (0..16).map(|replication| Draws::new(42, replication)).collect();
            Box::new(move |i| replications[(i & 15) as usize].bits(who(i >> 4), work, 0, 0))
        }
        "visit-by-resident" => {
            // The same visits of many residents, residents inside: the walk of a stage that all come through.
            Box::new(move |i| draws.bits(who(i & 0xffff), work, (i >> 16) as u32, 0))
        }
        _ => return None,
    })
}

/// All names.
const DIMENSIONS: [&str; 11] = [
    "seed",
    "replication",
    "resident",
    "purpose",
    "visit",
    "draw",
    "resident-x-purpose",
    "purpose-x-visit",
    "visit-x-draw",
    "resident-x-replication",
    "visit-by-resident",
];

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(bits) = along(&name) else {
        DIMENSIONS.iter().for_each(|dimension| println!("{dimension}"));
        std::process::exit(if name == "list" { 0 } else { 2 });
    };
    let start = std::env::args().nth(2).map_or(Ok(0), |text| text.parse::<u64>());
    let Ok(start) = start else {
        eprintln!("battery_stream DIMENSION [START]: START is a whole number from 0");
        std::process::exit(2);
    };
    let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
    // The reader closes the pipe when it has seen enough.
    (start..).take_while(|&i| out.write_all(&bits(i).to_le_bytes()).is_ok()).for_each(drop);
}
