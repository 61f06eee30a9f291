//! Every scenario of the repository against a checked-in hash of its tidy table.
//!
//! A difference means that the same file and seed give other numbers than before. If that is meant, say so in the
//! changelog under "Results change" and write the hashes anew with
//!
//! ```text
//! KETEN_UPDATE_FINGERPRINTS=1 cargo test -p sim-core --test it fingerprints
//! ```
//!
//! Runs are shortened to two replications. Debug and release builds must give the same: CI runs this in both.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sim_core::scenario::Scenario;
use sim_core::time::Span;

use crate::support::{Compiled, scenario};

const SEED: u64 = 20_270_104;
const REPLICATIONS: u32 = 2;

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// All scenario files under a folder, with their path from there.
fn scenarios(folder: &Path, below: &str, found: &mut BTreeMap<String, PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is part of the repository") {
        let path = entry.expect("readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are plain text").to_owned();
        if path.is_dir() {
            scenarios(&path, &format!("{below}{name}/"), found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.insert(format!("{below}{name}"), path);
        }
    }
}

/// FNV-1a with 128 bits (Fowler, Noll & Vo; RFC 9923).
fn fingerprint(text: &str) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[test]
fn the_hash_is_the_published_one() {
    assert_eq!(fingerprint(""), "6c62272e07bb014262b821756295c58d");
    assert_eq!(fingerprint("a"), "d228cb696f1a8caf78912b704e4a8964");
    assert_eq!(fingerprint("foobar"), "343e1662793c64bf6f0d3597ba446f18");
}

/// Whether a file is a chain; interventions and other parts of one are hashed with the chain they belong to.
fn is_chain(text: &str) -> bool {
    text.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == "keten"))
        && text.lines().any(|line| line.starts_with("[stages"))
}

/// Every chain below a folder: the path of its file from there, and its text.
pub(crate) fn chains(folder: &Path) -> Vec<(String, String)> {
    let mut files = BTreeMap::new();
    scenarios(folder, "", &mut files);
    let texts = files.into_iter().map(|(name, path)| (name, fs::read_to_string(&path).expect("readable")));
    texts.filter(|(_, text)| is_chain(text)).collect()
}

/// Most stages, and residents in need at the start, of a scenario that is run for years here.
const MOST_STAGES: usize = 100;
const MOST_STOCK: u32 = 50_000;

/// A few years show as much as many, and textbook models run for thousands of days. What is made to be large is cut to
/// a month, and to as many in need as a city has: whole it runs in the benchmarks.
pub(crate) fn shorten(scenario: &mut Scenario) {
    let large = scenario.stages.len() > MOST_STAGES || scenario.pools.iter().any(|pool| pool.stock > MOST_STOCK);
    let longest = Span::from_days(if large { 30.0 } else { 1000.0 });
    scenario.horizon = scenario.horizon.min(longest);
    scenario.warm_up = scenario.warm_up.min(longest);
    for pool in &mut scenario.pools {
        pool.stock = pool.stock.min(MOST_STOCK);
    }
}

#[test]
fn every_scenario_gives_the_table_it_gave() {
    let chains = chains(&folder().join("../../scenarios"));
    assert!(chains.iter().any(|(name, _)| name == "tutorial.toml"));
    let mut found = String::new();
    for (name, text) in chains {
        let mut scenario = scenario(&text);
        shorten(&mut scenario);
        let table = Compiled::of(scenario).table(SEED, REPLICATIONS);
        writeln!(found, "{} {name}", fingerprint(&table)).expect("a string takes any text");
    }
    let file = folder().join("fingerprints.txt");
    if std::env::var_os("KETEN_UPDATE_FINGERPRINTS").is_some() {
        fs::write(&file, &found).expect("writable");
        return;
    }
    let expected = fs::read_to_string(&file).expect("the file is part of the repository");
    assert_eq!(
        found, expected,
        "results changed; if that is meant: KETEN_UPDATE_FINGERPRINTS=1 cargo test -p sim-core --test it fingerprints"
    );
}
