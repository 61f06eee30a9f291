//! What was kept of replications gives the same, to the last bit, as simulating them again; and nothing that is not as it
//! should be is used.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use sim_core::engine::Limits;
use sim_core::experiment::{CellId, Experiment, Keep, Request, Stopped, Store, replicate_and_keep};
use sim_core::scenario::{HalfWidth, Precision, Runs, Scenario, Wanted};
use sim_core::time::Span;

use crate::fingerprints::chains;
use crate::support::{Compiled, scenario};

/// Keeps in memory, and counts.
#[derive(Default)]
struct Shelf {
    kept: Mutex<BTreeMap<(CellId, u32), Vec<u8>>>,
    loaded: AtomicU32,
}

impl Shelf {
    fn number(&self) -> usize {
        self.kept.lock().expect("no panic").len()
    }

    fn loaded(&self) -> u32 {
        self.loaded.swap(0, Ordering::SeqCst)
    }

    /// Makes something else of all that is kept.
    fn change(&self, change: impl Fn(&mut Vec<u8>)) {
        self.kept.lock().expect("no panic").values_mut().for_each(change);
    }
}

impl Store for Shelf {
    fn load(&self, cell: &CellId, replication: u32) -> Option<Vec<u8>> {
        let found = self.kept.lock().expect("no panic").get(&(*cell, replication)).cloned();
        self.loaded.fetch_add(u32::from(found.is_some()), Ordering::SeqCst);
        found
    }

    fn keep(&self, cell: &CellId, replication: u32, bytes: &[u8]) {
        self.kept.lock().expect("no panic").insert((*cell, replication), bytes.to_vec());
    }
}

fn experiment(text: &str, chain: &Compiled, runs: Runs, shelf: Option<&Shelf>) -> Experiment {
    let request = Request { seed: 3, runs, limits: Limits::default() };
    let cell = CellId::of(text, &chain.scenario, request.seed, request.limits);
    let keep = shelf.map(|store| Keep { store, cell: &cell });
    let three = (&chain.scenario, &chain.model, &chain.plan);
    replicate_and_keep(three, &request, keep, &|_, _| {}, &|| false).expect("it runs")
}

/// Everything of an experiment, with numbers by their bits.
fn bits(experiment: &Experiment) -> String {
    let samples: Vec<(u64, u64)> =
        experiment.samples.iter().flatten().map(|ratio| (ratio.above.to_bits(), ratio.below.to_bits())).collect();
    let monthly: Vec<u64> = experiment.monthly.iter().flatten().map(|number| number.to_bits()).collect();
    let fine: Vec<u64> = experiment.fine.iter().map(|number| number.to_bits()).collect();
    let cumulative: Vec<Vec<(f64, f64)>> = experiment.histograms.iter().map(|one| one.cumulative()).collect();
    let totals: Vec<u64> = experiment.histograms.iter().map(|one| one.total()).collect();
    format!(
        "{:?} {samples:?} {:?} {cumulative:?} {totals:?} {fine:?} {monthly:?} {:?} {:?}",
        experiment.keys, experiment.quantiles, experiment.stopped, experiment.precision_rows
    )
}

fn shortened(text: &str) -> Scenario {
    let mut scenario = scenario(text);
    scenario.warm_up = Span(scenario.warm_up.0.min(Span::from_days(60.0).0));
    scenario.horizon = Span(scenario.horizon.0.min(Span::from_days(400.0).0));
    scenario
}

/// Every chain of the repository: unknown numbers, pools, costs, places, moments.
#[test]
fn kept_replications_give_the_same_to_the_last_bit() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = chains(&home.join("../scenarios"));
    all.push(("elaborate".to_owned(), include_str!("../scenarios/elaborate.toml").to_owned()));
    assert!(all.len() > 10);
    for (name, text) in all {
        let chain = Compiled::of(shortened(&text));
        let shelf = Shelf::default();
        let without = bits(&experiment(&text, &chain, Runs::Fixed(3), None));
        assert!(bits(&experiment(&text, &chain, Runs::Fixed(3), Some(&shelf))) == without, "{name}: kept");
        assert_eq!(shelf.loaded(), 0, "{name}");
        assert!(bits(&experiment(&text, &chain, Runs::Fixed(3), Some(&shelf))) == without, "{name}: loaded");
        assert_eq!(shelf.loaded() as usize, shelf.number(), "{name}: nothing is simulated twice");
    }
}

const DESK: &str = r#"
    keten = 1
    title = "one desk"
    start = 2027-01-04
    horizon = "2 years"
    arrivals.walk_in = { to = "talk", rate = { low = "5 per day", likely = "6 per day", high = "7 per day" } }
    teams.desk = { workers = 1, open = "always" }
    stages.talk = { team = "desk", work = { exponential = { mean = "3 hours" } } }
"#;

#[test]
fn what_was_interrupted_goes_on_to_the_same_result() {
    let chain = Compiled::of(scenario(DESK));
    let wanted = vec![Wanted { measure: "wait:talk".to_owned(), half_width: HalfWidth::Relative(0.1) }];
    let runs = Runs::Precision(Precision { wanted, at_most: 60 });
    let whole = experiment(DESK, &chain, runs.clone(), None);
    let shelf = Shelf::default();
    let request = Request { seed: 3, runs: runs.clone(), limits: Limits::default() };
    let cell = CellId::of(DESK, &chain.scenario, 3, request.limits);
    let (asked, three) = (AtomicU32::new(0), (&chain.scenario, &chain.model, &chain.plan));
    let interrupted = || asked.fetch_add(1, Ordering::SeqCst) >= 7;
    let keep = Some(Keep { store: &shelf, cell: &cell });
    let part = replicate_and_keep(three, &request, keep, &|_, _| {}, &interrupted).expect("some were done");
    assert_eq!((part.stopped, part.replications()), (Stopped::Interrupted, 6), "whole draws of 7 replications");
    assert_eq!(shelf.number(), 7);
    let resumed = experiment(DESK, &chain, runs, Some(&shelf));
    assert_eq!(shelf.loaded(), 7);
    assert!(bits(&resumed) == bits(&whole));
}

/// Bytes that end too soon, go on too long or are of another chain are not used.
#[test]
fn what_is_not_as_it_should_be_is_simulated_again() {
    let chain = Compiled::of(scenario(DESK));
    let without = bits(&experiment(DESK, &chain, Runs::Fixed(2), None));
    let shelf = Shelf::default();
    experiment(DESK, &chain, Runs::Fixed(2), Some(&shelf));
    let changes: [fn(&mut Vec<u8>); 4] =
        [|bytes| bytes.truncate(bytes.len() / 2), |bytes| bytes.push(0), Vec::clear, |bytes| bytes[0] ^= 1];
    for change in changes {
        shelf.change(change);
        assert!(bits(&experiment(DESK, &chain, Runs::Fixed(2), Some(&shelf))) == without);
    }
    let two_stages = DESK.replace("mean = \"3 hours\" } } }", "mean = \"3 hours\" } }, next = [ { to = \"more\" } ] }")
        + "stages.more = { team = \"desk\", work = \"1 hour\" }\n";
    let other = Compiled::of(scenario(&two_stages));
    let of_other = experiment(&two_stages, &other, Runs::Fixed(2), None);
    // As if both were the same cell.
    let cell = CellId::of(DESK, &chain.scenario, 3, Limits::default());
    let request = Request { seed: 3, runs: Runs::Fixed(2), limits: Limits::default() };
    let keep = Some(Keep { store: &shelf, cell: &cell });
    let three = (&other.scenario, &other.model, &other.plan);
    let found = replicate_and_keep(three, &request, keep, &|_, _| {}, &|| false).expect("it runs");
    assert!(bits(&found) == bits(&of_other));
}

#[test]
fn a_cell_is_what_is_simulated_and_no_more() {
    let of = |text: &str, seed| CellId::of(text, &scenario(text), seed, Limits::default());
    let cell = of(DESK, 1);
    assert_eq!(of(&DESK.replace("one desk", "a desk # told otherwise"), 1), cell);
    assert_eq!(
        of(&format!("{DESK}replications = 9\n").replace("stages.talk = {", "stages.talk = { title = \"Talk\","), 1),
        cell
    );
    assert_ne!(of(DESK, 2), cell, "another seed");
    assert_ne!(of(&DESK.replace("workers = 1", "workers = 2"), 1), cell);
    assert_ne!(of(&DESK.replace("7 per day", "8 per day"), 1), cell, "another range");
    let likely = CellId::of(DESK, &scenario(DESK).at_likely(), 1, Limits::default());
    assert_ne!(likely, cell, "the likely values");
    assert_eq!(cell.to_string().len(), 64);
}
