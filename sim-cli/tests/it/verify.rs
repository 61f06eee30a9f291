//! Verification cases: translated into ordinary scenarios, judged, refused.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

fn keten(arguments: &[&str]) -> Output {
    let program = assert_cmd::cargo::cargo_bin("keten");
    Command::new(program).args(arguments).args(["--lang", "en"]).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A case of the folder `cases`.
fn case(id: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").join(format!("{id}.json"))
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn parsed(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("the case is there")).expect("it is JSON")
}

/// Writes a case into a folder of its own.
fn written(case: &Value) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("case.json");
    std::fs::write(&file, case.to_string()).expect("the case can be written");
    (folder, file)
}

/// The scenario that a case comes down to.
fn translation(id: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let _ = keten(&["verify", path(&case(id)), "--write", path(folder.path())]);
    std::fs::read_to_string(folder.path().join(format!("{id}.toml"))).expect("the scenario is written")
}

/// A desk with classes, routes by class, patience and a limited queue, small enough to judge in a moment.
fn small() -> Value {
    json!({
        "schema": "referral-case/1", "id": "T-S-99-small", "kind": "theory", "title": "Small", "features": [],
        "source": "test",
        "model": {
            "time_unit": "day",
            "arrivals": [
                {"to": "desk", "class": "x", "process": "poisson", "rate": 2.0},
                {"to": "desk", "class": "y", "process": "times", "times": [1, 2.125, 3], "batch": 2}
            ],
            "stages": {
                "desk": {
                    "servers": {"period": 7, "pieces": [[0, 5, 2]], "offset": 1},
                    "service": {"by_class": {"x": {"dist": "exponential", "mean": 0.5}, "y": 0.25}},
                    "patience": {"by_class": {"x": {"dist": "erlang", "k": 2, "mean": 3.0}, "y": null}},
                    "on_renege": "elsewhere",
                    "queue": {"discipline": "priority", "priority": {"y": 0, "x": 1}, "capacity": 5},
                    "route": {"by_class": {"x": {"next door": 0.5}, "y": {"next door": 1}}}
                },
                "next door": {"servers": null, "service": {"dist": "lognormal", "mu": 0.5, "sigma": 0.75}}
            }
        },
        "run": {"initial": "empty", "warm_up": 0, "horizon": 70, "replications": 20},
        "expected": [
            {"metric": "desk.wait.mean[x]", "value": 1, "relation": "<=", "kind": "exact", "tolerance": {}},
            {"metric": "next door.throughput.rate", "value": 0.5, "relation": ">=", "kind": "exact", "tolerance": {}},
            {"metric": "exit.fraction[elsewhere]", "value": 0.001, "relation": ">=", "kind": "exact", "tolerance": {}}
        ]
    })
}

#[test]
fn a_case_is_translated_into_the_ordinary_language() {
    insta::assert_snapshot!("priority", translation("P-S-08-priority-order"));
    insta::assert_snapshot!("calendar", translation("P-S-06-calendar"));
    let (folder, file) = written(&small());
    let out = folder.path().join("out");
    let _ = keten(&["verify", path(&file), "--write", path(&out)]);
    insta::assert_snapshot!("small", std::fs::read_to_string(out.join("T-S-99-small.toml")).expect("written"));
}

/// What `verify` estimates is what `run` prints for the file it writes.
#[test]
fn the_written_scenario_gives_the_same_numbers() {
    let (folder, file) = written(&small());
    let out = folder.path().join("out");
    let judged = keten(&["verify", path(&file), "--write", path(&out), "--format", "json"]);
    let judged: Value = serde_json::from_slice(&judged.stdout).expect("JSON");
    let scenario = out.join("T-S-99-small.toml");
    assert!(keten(&["check", path(&scenario)]).status.success(), "the scenario is in order");
    let run: Value =
        serde_json::from_slice(&keten(&["run", path(&scenario), "--format", "json"]).stdout).expect("JSON");
    let measures = run["measures"].as_array().expect("measures");
    let measured = |measure: &str, of: &str, class: &str, statistic: &str| {
        let is = |row: &&Value| {
            row["measure"] == measure && row["of"] == of && row["class"] == class && row["statistic"] == statistic
        };
        measures.iter().find(is).and_then(|row| row["value"].as_f64()).expect("the row is there")
    };
    let checks = &judged["cases"][0]["checks"];
    let estimate = |number: usize| checks[number]["estimate"].as_f64().expect("an estimate");
    assert_eq!(estimate(0), measured("wait", "desk", "x", "mean"), "times are in days in both");
    assert!((estimate(1) - measured("finished", "next_door", "all", "per_year") / 365.25).abs() < 1e-12);
    assert_eq!(estimate(2), measured("outcome", "elsewhere", "all", "share"));
}

#[test]
fn traces_of_other_simulators_come_out_exactly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases");
    let names = std::fs::read_dir(folder).expect("the folder of cases").map(|entry| entry.expect("readable").path());
    let is_trace = |file: &PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("P-S-"));
    let files: Vec<PathBuf> = names.filter(is_trace).collect();
    let files: Vec<&str> = files.iter().map(|file| path(file)).collect();
    assert!(files.len() >= 20, "traces of all kinds are there");
    let output = keten(&[&["verify"], &files[..]].concat());
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains(" passed, 0 failed, 0 cannot be expressed, 0 undecided"));
}

/// M/G/∞: the occupancy is Poisson with mean 9; any other number is wrong.
#[test]
fn a_right_value_passes_and_a_wrong_one_fails() {
    let right = parsed(&case("T-S-08-mginf"));
    let mut wrong = right.clone();
    wrong["expected"][0]["value"] = json!(9.5);
    for (case, verdict, exit) in [(right, "pass", 0), (wrong, "FAIL", 1)] {
        let (_folder, file) = written(&case);
        let output = keten(&["verify", path(&file)]);
        let first = text(&output.stdout).lines().next().map(str::to_owned).unwrap_or_default();
        assert!(first.contains("desk.occupancy.mean") && first.ends_with(verdict), "{first}");
        assert_eq!(output.status.code(), Some(exit));
    }
}

#[test]
fn a_wrong_row_of_a_trace_is_shown() {
    let mut case = parsed(&case("P-S-01-fifo"));
    case["expected"][0]["value"][1]["start"] = json!(2.6);
    let (_folder, file) = written(&case);
    let output = keten(&["verify", path(&file)]);
    assert_eq!(output.status.code(), Some(1));
    let found = text(&output.stdout);
    assert!(found.contains("FAIL: row 2: expected 2 2.6 4 served, found 2 2.5 4 served"), "{found}");
}

#[test]
fn a_malformed_case_is_refused_with_file_and_field() {
    let part = |change: fn(&mut Value)| {
        let mut case = small();
        change(&mut case);
        let (_folder, file) = written(&case);
        let output = keten(&["verify", path(&file)]);
        assert_eq!(output.status.code(), Some(1));
        text(&output.stdout) + &text(&output.stderr)
    };
    for (change, said) in [
        ((|case| case["model"]["stages"]["desk"]["serverz"] = json!(3)) as fn(&mut Value), "unknown field `serverz`"),
        (|case| case["model"]["arrivals"][0]["to"] = json!("dask"), "model.arrivals.0.to: `dask` is not in the case"),
        (|case| case["run"]["horizon"] = json!(-1), "run: found 0 to -1"),
        (|case| case["model"]["time_unit"] = json!("fortnight"), "model.time_unit: found fortnight, expected minute"),
        (|case| case["schema"] = json!("referral-case/2"), "schema: found referral-case/2, expected referral-case/1"),
        (
            |case| case["model"]["stages"]["desk"]["servers"] = json!(-1),
            "model.stages.desk.servers: found -1, expected a whole number",
        ),
        (
            |case| case["model"]["stages"]["desk"]["service"]["by_class"]["x"]["mean"] = json!("long"),
            "model.stages.desk.service.by_class.x",
        ),
        (|case| *case = json!([]), "case.json"),
    ] {
        let found = part(change);
        assert!(found.contains(said), "{said} in\n{found}");
    }
}

/// Two in service until 1, six behind them two by two: six wait until 1, four until 2, two until 3; 12 resident-days.
#[test]
fn residents_present_at_the_beginning_hold_their_places() {
    let mut case = small();
    case["model"] = json!({
        "time_unit": "day",
        "arrivals": [{"to": "desk", "process": "times", "times": [15]}],
        "stages": {"desk": {"servers": 2, "service": 1}},
        "start": {"desk": {"in_service": 2, "waiting": 6}}
    });
    case["run"] = json!({"initial": "empty", "warm_up": 0, "horizon": 20, "replications": 10});
    let expect = |metric: &str, value: f64| json!({"metric": metric, "value": value, "relation": "=", "kind": "exact", "tolerance": {"abs": 1e-9}});
    case["expected"] = json!([expect("desk.queue.at(0.5)", 6.0), expect("desk.queue.mean", 0.6)]);
    let (_folder, file) = written(&case);
    let output = keten(&["verify", path(&file)]);
    assert!(output.status.success(), "{}", text(&output.stdout));
}

#[test]
fn what_the_language_cannot_say_is_named_with_its_place() {
    for (field, value, said) in [
        ("service", negative(), "cannot express: normal: min < 0 (model.stages.desk.service)"),
        ("patience", negative(), "cannot express: normal: min < 0 (model.stages.desk.patience)"),
    ] {
        let mut case = small();
        case["model"]["stages"]["desk"][field] = value;
        let (_folder, file) = written(&case);
        let output = keten(&["verify", path(&file)]);
        assert!(text(&output.stdout).contains(said), "{said} in\n{}", text(&output.stdout));
        assert_eq!(output.status.code(), Some(1));
    }
}

/// Times of less than nothing, which the language will never know.
fn negative() -> Value {
    json!({"dist": "normal", "mean": 1, "sd": 1, "min": -1})
}

#[test]
fn a_known_gap_is_no_failure_until_it_closes() {
    let mut impossible = small();
    impossible["model"]["stages"]["desk"]["service"] = negative();
    let (_folder, impossible) = written(&impossible);
    let fifo = case("P-S-01-fifo");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = folder.path().join("gaps.txt");
    let judged = |known: &str| {
        std::fs::write(&list, known).expect("the list can be written");
        let output = keten(&["verify", path(&impossible), path(&fifo), "--known-gaps", path(&list)]);
        (output.status.code(), text(&output.stderr))
    };
    assert_eq!(judged("T-S-99-small # times of less than nothing\n"), (Some(0), String::new()));
    assert_eq!(judged("").0, Some(1));
    let (exit, said) = judged("T-S-99-small\nP-S-01-fifo\n");
    assert_eq!(exit, Some(1));
    assert!(said.contains("P-S-01-fifo is listed as a known gap but can be expressed now"), "{said}");
}

/// A worker whose times follow each other in turn, worked out on paper: 0–2, 2–3 (who came at 0.5), 3–5, 5–6.
#[test]
fn a_sequence_of_service_times_gives_the_records_on_paper() {
    let record = |arrival: f64, start: f64, end: f64| json!({"stage": "desk", "arrival": arrival, "start": start, "end": end, "outcome": "served"});
    let case = json!({
        "schema": "referral-case/1", "id": "P-S-99-sequence", "kind": "peer-trace", "title": "In turn", "features": [],
        "source": "test",
        "model": {
            "time_unit": "tick",
            "arrivals": [{"to": "desk", "process": "times", "times": [0, 0.5, 1, 4]}],
            "stages": {"desk": {"servers": 1, "service": {"dist": "sequence", "values": [2, 1]}}}
        },
        "run": {"initial": "empty", "warm_up": 0, "horizon": 20, "replications": 1},
        "expected": [{
            "metric": "records", "relation": "=", "kind": "exact", "tolerance": {"abs": 1e-9},
            "value": [record(0.0, 0.0, 2.0), record(0.5, 2.0, 3.0), record(1.0, 3.0, 5.0), record(4.0, 5.0, 6.0)]
        }]
    });
    let (_folder, file) = written(&case);
    let output = keten(&["verify", path(&file)]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// M/M/∞-like stays whose mean is known, one construct each: the time in a stage of unlimited places is its draw.
///
/// Judged by the rules of cases: a standard error of a sixth of the tolerance, so one miss in a hundred million.
#[test]
fn constructed_distributions_have_the_means_of_their_formulas() {
    let exponential = json!({"dist": "exponential", "mean": 3.0});
    let normal = json!({"dist": "normal", "mean": 0.0, "sd": 1.0});
    for (service, mean) in [
        (json!({"dist": "residual", "of": {"dist": "deterministic", "value": 4.0}}), 2.0),
        (json!({"dist": "residual", "of": exponential}), 1.5),
        // Geometric: 1 / (e^(1/3) − 1).
        (json!({"dist": "floor", "of": exponential}), 1.0 / (1.0_f64 / 3.0).exp_m1()),
        (json!({"dist": "max", "of": exponential, "min": 1.5}), 1.5 + 3.0 * (-0.5_f64).exp()),
        // Half of a standard normal is below 0 and becomes 0: φ(0) on average, not the √(2/π) of one that is redrawn.
        (json!({"dist": "max", "of": normal, "min": 0.0}), 0.398_942_280_401_432_7),
        (json!({"dist": "erlang", "k": 3, "mean": 2.0}), 2.0),
        (json!({"dist": "weibull", "shape": 1.0, "scale": 2.0}), 2.0),
        (json!({"dist": "sequence", "values": [1, 2, 6]}), 3.0),
        (
            json!({"dist": "floor", "of": {"dist": "max", "of": {"dist": "sequence", "values": [0.2, 2.5]}, "min": 1.0}}),
            1.5,
        ),
    ] {
        let case = json!({
            "schema": "referral-case/1", "id": "T-S-98-stay", "kind": "theory", "title": "Stay", "features": [],
            "source": "test",
            "model": {
                "time_unit": "day",
                "arrivals": [{"to": "home", "process": "poisson", "rate": 5.0}],
                "stages": {"home": {"servers": null, "service": service}}
            },
            "run": {"initial": "empty", "warm_up": 100, "horizon": 600, "replications": 20},
            "expected": [{
                "metric": "home.busy.mean", "value": 5.0 * mean, "relation": "=", "kind": "exact",
                "tolerance": {"rel": 0.04}
            }]
        });
        let (_folder, file) = written(&case);
        let output = keten(&["verify", path(&file)]);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{service}: {said}");
    }
}
