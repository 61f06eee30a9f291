//! `keten score`: distances beside their yardsticks, the same for people and programs, and what is refused.

use serde_json::Value;

use crate::learn::{log_of, told};
use crate::tools::refused;

const TANDEM: &str = "scenarios/textbook/tandem.toml";
/// The nine distances, in the order in which they are shown.
const DISTANCES: [&str; 9] = [
    "three_gram",
    "two_gram",
    "absolute_event",
    "circadian_event",
    "relative_event",
    "cycle_time",
    "case_arrival",
    "circadian_workforce",
    "work_in_progress",
];

fn score(scenario: &str, log: &str, more: &[&str]) -> (String, String) {
    told(&[&["score", scenario, "--against", log, "--runs", "4"], more].concat())
}

fn rows(json: &str) -> Vec<Value> {
    let json: Value = serde_json::from_str(json).expect("JSON");
    json["distances"].as_array().expect("rows").clone()
}

/// Twenty days of the tandem, 1,440 residents, by another seed than the log is of. Of the nine distances those of moments lie beside
/// one another as two halves of the log do or nearer, but those that grow with a queue that lasts; six of nine is asked. The seeds
/// are fixed, and so the verdict.
#[test]
fn a_scenario_is_as_near_to_its_own_log_as_chance_allows() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = log_of(TANDEM, 20, folder.path(), "log.csv");
    let (json, _) = score(TANDEM, &log, &["--seed", "77", "--format", "json", "--lang", "en"]);
    let rows = rows(&json);
    let number =
        |row: &Value, of: &str, what: &str| row[of][what].as_f64().unwrap_or_else(|| panic!("{of} {what}: {row}"));
    let near = |row: &&Value| {
        number(row, "simulated", "mean") <= number(row, "two_halves", "mean") + 2.0 * number(row, "two_halves", "sd")
    };
    let found: Vec<&str> = rows.iter().filter(near).filter_map(|row| row["distance"].as_str()).collect();
    assert!(found.len() >= 6 && found.contains(&"three_gram") && found.contains(&"circadian_event"), "{found:?}");
    // Work that takes twice as long is not near, and that is seen where it should be.
    let slower = ["--set", "stages.treatment.work.exponential.mean=36 minutes", "--seed", "77", "--format", "json"];
    let slower = self::rows(&score(TANDEM, &log, &slower).0);
    let cycle = |rows: &[Value]| number(&rows[5], "simulated", "mean");
    assert!(cycle(&slower) > 2.0 * cycle(&rows), "{} against {}", cycle(&slower), cycle(&rows));
}

/// Cases take fifteen days and the log forty: many are open at its end, and stand there with what goes on. Kept in the same way, a
/// chain is as near to its own log as two halves are to each other, in all nine; followed to their end its cases take longer. One
/// seed, so nothing is left to chance.
#[test]
fn a_log_with_open_cases_is_met_by_a_simulation_that_is_kept_like_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = folder.path().join("waits.toml").display().to_string();
    let text = r#"
        keten = 1
        title = "Two waits"
        start = 2026-01-05
        horizon = "40 days"
        seed = 1
        replications = 1
        arrivals.letters = { to = "papers", interval = "3 hours" }
        stages.papers = { delay = { exponential = { mean = "5 days" } }, next = [{ to = "reply" }] }
        stages.reply = { delay = { exponential = { mean = "10 days" } } }
    "#;
    std::fs::write(&scenario, text).expect("written");
    let log = log_of(&scenario, 40, folder.path(), "log.csv");
    let kept = |cases: &[&str]| -> Value {
        let (json, _) = score(&scenario, &log, &[&["--seed", "3", "--format", "json"], cases].concat());
        serde_json::from_str(&json).expect("JSON")
    };
    let as_log = kept(&[]);
    assert_eq!((&as_log["cases_kept"], as_log["not_over"].as_u64() > Some(50)), (&Value::from("also-open"), true));
    let number = |row: &Value, of: &str, what: &str| row[of][what].as_f64().expect("a number");
    for row in as_log["distances"].as_array().expect("rows") {
        let chance = number(row, "two_halves", "mean") + 2.0 * number(row, "two_halves", "sd");
        assert!(number(row, "simulated", "mean") <= chance, "{row}");
    }
    let cycle = |answer: &Value| number(&answer["distances"][5], "simulated", "mean");
    for other in ["to-the-end", "only-finished"] {
        let answer = kept(&["--cases", other]);
        assert_eq!(answer["cases_kept"], other);
        assert!(cycle(&answer) > 3.0 * cycle(&as_log), "{other}: {} against {}", cycle(&answer), cycle(&as_log));
    }
}

#[test]
fn table_json_and_csv_say_the_same_with_both_yardsticks() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = log_of(TANDEM, 6, folder.path(), "log.csv");
    let train = log_of(TANDEM, 7, folder.path(), "train.csv");
    let json = score(TANDEM, &log, &["--train", &train, "--format", "json"]).0;
    let found = rows(&json);
    let names: Vec<&str> = found.iter().filter_map(|row| row["distance"].as_str()).collect();
    assert_eq!(names, DISTANCES);
    for row in &found {
        assert_eq!(row["simulated"]["n"], 4, "{row}");
        assert!(row["two_halves"]["mean"].is_number() && row["past"]["mean"].is_number(), "{row}");
    }
    let csv = score(TANDEM, &log, &["--train", &train, "--format", "csv"]).0;
    assert_eq!(csv.lines().count(), 1 + 3 * DISTANCES.len());
    let mean = found[0]["past"]["mean"].as_f64().expect("a number");
    assert!(csv.contains(&format!("three_gram,past,share,{mean},")), "{csv}");
    let (table, _) = score(TANDEM, &log, &["--train", &train, "--lang", "en"]);
    assert!(
        table.contains("4 runs of") && table.contains("two halves of the log") && table.contains("the past again"),
        "{table}"
    );
    let alone = score(TANDEM, &log, &["--format", "json"]).0;
    assert!(rows(&alone).iter().all(|row| row["past"].is_null() && row["two_halves"]["mean"].is_number()));
}

#[test]
fn the_same_command_prints_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = log_of(TANDEM, 6, folder.path(), "log.xes.gz");
    let one = score(TANDEM, &log, &["--threads", "1", "--format", "csv"]).0;
    assert_eq!(one, score(TANDEM, &log, &["--threads", "2", "--format", "csv"]).0);
    assert_ne!(one, score(TANDEM, &log, &["--seed", "3", "--format", "csv"]).0);
}

#[test]
fn distances_are_told_in_dutch() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = log_of(TANDEM, 6, folder.path(), "log.csv");
    let (table, errors) = score(TANDEM, &log, &["--lang", "nl"]);
    assert!(table.contains("twee helften") && table.contains("volgorde van het werk"), "{table}");
    assert!(errors.contains("een tabel van gebeurtenissen"), "{errors}");
    let words = table.replace("`--cases`", "");
    assert!(!words.contains("distance") && !words.contains("cases"), "{table}");
}

#[test]
fn what_cannot_be_meant_is_wrong_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = log_of(TANDEM, 6, folder.path(), "log.csv");
    let empty = folder.path().join("empty.csv").display().to_string();
    std::fs::write(&empty, "").expect("written");
    for (wrong, said) in [
        (vec!["score", TANDEM], "--against"),
        (vec!["score", TANDEM, "--against", &log, "--runs", "1"], "2..=1000"),
        (vec!["score", TANDEM, "--against", &log, "--threads", "0"], "at least 1"),
        (vec!["score", TANDEM, "--against", &log, "--seed", "x"], "expected a whole number"),
        (vec!["score", TANDEM, "--against", &log, "--format", "xml"], "xml"),
        (vec!["score", TANDEM, "--against", &empty], "the file is empty"),
        (vec!["score", TANDEM, "--against", "nowhere.csv"], "nowhere.csv: file not found"),
        (vec!["score", "nowhere.toml", "--against", &log], "nowhere.toml: file not found"),
        (vec!["score", TANDEM, "--against", &log, "--case", "nobody"], "there is no column `nobody`"),
    ] {
        let output = crate::tools::keten(&[&wrong[..], &["--lang", "en"]].concat());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && message.contains(said), "{wrong:?}: {message}");
        assert!(output.stdout.is_empty());
    }
    assert!(
        refused(&["score", "nowhere.toml", "--against", &log, "--lang", "nl"], 2).contains("bestand niet gevonden")
    );
}
