//! The folder of logs, which is not part of the repository.

use std::fs::File;
use std::path::PathBuf;

use sim_mining::log::EventLog;
use sim_mining::read::{Options, Told, read};

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
