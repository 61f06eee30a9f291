//! Numbers that are not known, as a user meets them: on the screen, in the tables for programs, in the folder.

use std::collections::BTreeMap;

use crate::folder::run_into;
use crate::tools::{TUTORIAL, keten, top};

/// The tutorial with an unknown number of arrivals and unknown work.
const UNKNOWN: [&str; 4] = [
    "--set",
    "arrivals.walk_in.rate={ low = \"22 per day\", likely = \"24 per day\", high = \"26 per day\", note = \"A: guess\" }",
    "--set",
    "stages.talk.work={ exponential = { mean = { unknown = { uniform = { low = \"2.3 hours\", high = \"2.5 hours\" } } } } }",
];

fn run(more: &[&str]) -> String {
    let arguments: Vec<&str> = ["run", TUTORIAL].into_iter().chain(UNKNOWN).chain(more.iter().copied()).collect();
    let output = keten(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("prints UTF-8")
}

fn csv(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row with these columns")).collect()
}

/// The mean wait is shown as `31 ± 1 (20–50)`, with what that means below, in both languages.
#[test]
fn the_screen_tells_chance_from_not_knowing() {
    let printed = run(&["--lang", "en", "--replications", "20"]);
    let line = printed.lines().find(|line| line.contains("First talk")).expect("the waits");
    assert!(line.matches(" ± ").count() >= 3 && line.contains('(') && line.contains(')'), "{line}");
    for said in [
        "2 unknown numbers: 10 draws of 2 replications each; `--likely` runs the likely values.",
        "± 1 by chance (what more replications narrow), 20–50 because we do not know (what only data narrow)",
        "With 10 draws the ranges hold 82 % of what may be; from 39 draws on 95 %.",
    ] {
        assert!(printed.contains(said), "{said}\n{printed}");
    }
    let dutch = run(&["--lang", "nl", "--replications", "80"]);
    for said in ["2 onbekende getallen: 40 trekkingen van elk 2 herhalingen", "omdat we het niet weten"] {
        assert!(dutch.contains(said), "{said}\n{dutch}");
    }
    assert!(!dutch.contains("vanaf 39"), "{dutch}");
}

/// With the likely values a run is the one of a file that gives them as known: nothing is said of not knowing.
#[test]
fn likely_values_run_as_if_they_were_known() {
    let more = ["--lang", "en", "--replications", "4", "--format", "csv"];
    let likely = run(&[&more[..], &["--likely"]].concat());
    let known = keten(&[&["run", TUTORIAL, "--set", "arrivals.walk_in.rate=24 per day"], &more[..]].concat());
    assert_eq!(likely, String::from_utf8(known.stdout).expect("UTF-8"));
    let printed = run(&["--lang", "en", "--replications", "4", "--likely"]);
    assert!(printed.contains("2 unknown numbers at their likely values (`--likely`).\n± is half"), "{printed}");
}

/// Every row has its three columns; the interval of the mean is over both sources, so wider than by chance alone.
#[test]
fn the_tables_hold_the_split() {
    let unknown = csv(&run(&["--replications", "40", "--format", "csv"]));
    let wait = |row: &&BTreeMap<String, String>| {
        row["measure"] == "wait" && row["statistic"] == "mean" && row["class"] == "all" && row["period"] == "all"
    };
    let row = unknown.iter().find(wait).expect("the mean wait");
    let number = |name: &str| row[name].parse::<f64>().expect("a number");
    assert!(number("chance_half_width") > 0.0 && number("chance_half_width") < number("half_width"), "{row:?}");
    let (low, high) = (number("unknown_low"), number("unknown_high"));
    assert!(low < number("value") && number("value") < high && row["n"] == "40", "{row:?}");
    let known =
        csv(&String::from_utf8(keten(&["run", TUTORIAL, "--replications", "4", "--format", "csv"]).stdout)
            .expect("UTF-8"));
    assert!(
        known
            .iter()
            .all(|row| ["chance_half_width", "unknown_low", "unknown_high"].iter().all(|name| row[*name].is_empty()))
    );
}

/// The folder says which numbers were unknown, and how they were drawn or that they were not.
#[test]
fn the_manifest_names_the_unknown_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = |name: &str, more: &[&str]| -> serde_json::Value {
        let out = folder.path().join(name);
        run_into(&out, &top().join(TUTORIAL), &[&UNKNOWN[..], &["--replications", "4"], more].concat());
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).expect("a manifest")).expect("JSON")
    };
    let drawn = manifest("drawn", &[]);
    let expected = serde_json::json!({
        "parameters": ["arrivals.walk_in.rate", "stages.talk.work.exponential.mean"], "draws": 2, "each_draw": 2,
    });
    assert_eq!((&drawn["unknown"], &drawn["likely"]), (&expected, &serde_json::json!(false)));
    let likely = manifest("likely", &["--likely"]);
    assert_eq!((&likely["unknown"], &likely["likely"]), (&serde_json::Value::Null, &serde_json::json!(true)));
}

/// The resident of a replication meets the numbers of its draw, and theory is held against the likely ones.
#[test]
fn other_verbs_know_what_to_do_with_unknown_numbers() {
    let verb = |verb: &str, more: &[&str]| {
        let arguments: Vec<&str> =
            [verb, TUTORIAL, "--lang", "en"].into_iter().chain(UNKNOWN).chain(more.iter().copied()).collect();
        let output = keten(&arguments);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let story = |replication| verb("follow", &["--resident", "40", "--replication", replication]);
    assert!(story("1").contains("First talk") && story("1") != story("3"));
    assert!(verb("theory", &[]).contains("M/M/3"), "{}", verb("theory", &[]));
}
