//! The folder of logs, which is not part of the repository; and logs that are simulated for a test.

use std::fs::File;
use std::path::PathBuf;

use sim_core::chain::compile;
use sim_core::engine::{Limits, simulate_with};
use sim_core::scenario::Scenario;
use sim_mining::log::EventLog;
use sim_mining::read::{Options, Told, read};
use sim_mining::write::{Csv, Naming, Outline, Privacy, Recorder, Which};

/// Where the logs are, or none, said so that a run that skips can be told from one that passes.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/logs");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped 1: logs not found at {}", folder.display());
    None
}

/// Reads a log of the folder.
pub(crate) fn open(name: &str) -> Option<(EventLog, Told)> {
    let path = folder()?.join(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(read(file, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// The log of a scenario at its likely values, as `keten log` writes it, as a table.
pub(crate) fn table(scenario: &Scenario, seed: u64) -> Vec<u8> {
    let scenario = scenario.clone().at_likely();
    let model = compile(&scenario).expect("it can be laid out");
    let outline = Outline::new(&scenario, &model, Naming::Titles);
    let mut bytes = Vec::new();
    let mut csv = Csv::new(&outline, &mut bytes).expect("memory can be written");
    let of = (&scenario, &model, &outline);
    let mut recorder = Recorder::new(of, Which::Measured, Privacy::default(), &mut csv, &|| false);
    simulate_with(&model, scenario.draws(seed, 0), Limits::default(), &mut recorder).expect("a run to its end");
    recorder.finish().expect("memory can be written");
    drop(csv);
    bytes
}

/// A table read back.
pub(crate) fn read_back(table: &[u8]) -> EventLog {
    read(table, &Options::default()).expect("what was written can be read").0
}
