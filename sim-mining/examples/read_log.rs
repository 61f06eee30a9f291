//! Reads a log and says how much there was: `/usr/bin/time -v cargo run --release -p sim-mining --example read_log FILE`.

use std::fs::File;

use sim_mining::read::{Options, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let (log, told) = read(File::open(&path)?, &Options::default())?;
        println!("{path}: {} cases, {} events, {} instances", log.cases.len(), told.events, log.instances.len());
        for (what, note) in told.notes() {
            println!("  {:?} {what:?}: {} {:?}", what.kind(), note.count, note.first);
        }
    }
    Ok(())
}
