//! `keten sweep`: every cell is what a run of it would be, kept results give the same bytes, and what cannot be meant is
//! refused before anything runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::folder::fixture;

fn sweep(arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests");
    command.arg("sweep").arg(fixture("one_desk.toml")).args(arguments).args(["--lang", "en"]);
    command
}

fn csv_of(arguments: &[&str]) -> String {
    let assert = sweep(arguments).args(["--format", "csv"]).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

/// The fields of every row, the heading first.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn refused(arguments: &[&str]) -> String {
    let assert = sweep(arguments).assert().code(2);
    let output = assert.get_output();
    assert!(output.stdout.is_empty(), "nothing is simulated");
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn run_with(set: &[&str]) -> BTreeMap<Vec<String>, Vec<String>> {
    let mut command = assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests");
    command.arg("run").arg(fixture("one_desk.toml")).args(["--format", "csv"]);
    set.iter().for_each(|change| _ = command.args(["--set", change]));
    let output = command.assert().success().get_output().stdout.clone();
    let all = rows(&String::from_utf8(output).expect("UTF-8"));
    // measure, of, class, period, statistic, unit, value, lower, upper, half_width, level, n
    let whole = all.into_iter().filter(|row| row[2] == "all" && row[3] == "all" && !row[4].starts_with("one_year"));
    whole
        .map(|row| {
            (
                vec![row[0].clone(), row[1].clone(), row[4].clone()],
                vec![row[6].clone(), row[7].clone(), row[8].clone(), row[11].clone()],
            )
        })
        .collect()
}

#[test]
fn every_cell_is_what_a_run_of_it_gives() {
    let all = rows(&csv_of(&["--vary", "teams.desk.workers=3..4:1", "--vary", "stages.talk.work=2 hours,1 hour"]));
    assert_eq!(
        all[0],
        [
            "teams.desk.workers",
            "stages.talk.work",
            "measure",
            "of",
            "class",
            "statistic",
            "unit",
            "value",
            "lower",
            "upper",
            "n"
        ]
    );
    let cells: BTreeSet<(String, String)> = all[1..].iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    assert_eq!(cells.len(), 4);
    for (workers, work) in cells {
        let of_run = run_with(&[&format!("teams.desk.workers={workers}"), &format!("stages.talk.work={work}")]);
        let of_cell: BTreeMap<Vec<String>, Vec<String>> = all[1..]
            .iter()
            .filter(|row| row[0] == workers && row[1] == work)
            .map(|row| (vec![row[2].clone(), row[3].clone(), row[5].clone()], row[7..].to_vec()))
            .collect();
        assert!(of_cell.len() > 20);
        assert_eq!(of_cell, of_run, "{workers} workers, {work}");
    }
}

#[test]
fn threads_keeping_and_reading_change_no_byte() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kept = folder.path().join("kept").to_string_lossy().into_owned();
    let design =
        ["--vary", "teams.desk.workers=3..6", "--vary", "stages.talk.work=1 hour..3 hours", "--sample", "lhs:5"];
    let with = |more: &[&str]| csv_of(&[&design[..], more].concat());
    let first = with(&["--threads", "1"]);
    assert_eq!(with(&["--threads", "4"]), first);
    assert_eq!(with(&["--keep", &kept]), first);
    let files = || -> usize {
        let cells = fs::read_dir(Path::new(&kept).join("cells")).expect("cells");
        cells.map(|cell| fs::read_dir(cell.expect("a cell").path()).expect("a folder").count() - 1).sum()
    };
    assert_eq!(files(), 5 * 5, "five replications of five cells, and a mark of use for each");
    // What is kept is what is read: with one replication damaged it is simulated again, to the same bytes.
    let cell = fs::read_dir(Path::new(&kept).join("cells")).expect("cells").next().expect("one").expect("readable");
    fs::write(cell.path().join("3"), "damaged").expect("written");
    assert_eq!(with(&["--keep", &kept]), first);
    assert_ne!(fs::read(cell.path().join("3")).expect("there"), b"damaged");
    assert_eq!(files(), 5 * 5);
    assert_ne!(with(&["--seed", "2"]), first);
}

/// One point in each part of each dimension, whole numbers where the language wants them.
#[test]
fn a_latin_hypercube_covers_each_range() {
    let text = csv_of(&[
        "--vary",
        "teams.desk.workers=3..6",
        "--vary",
        "arrivals.walk_in.rate=10 per day..20 per day",
        "--sample",
        "lhs:8",
        "--measure",
        "arrivals",
        "--replications",
        "1",
    ]);
    let all = rows(&text);
    assert_eq!(all.len(), 1 + 8);
    let mut workers: Vec<u32> = all[1..].iter().map(|row| row[0].parse().expect("a whole number")).collect();
    workers.sort_unstable();
    assert_eq!(workers, [3, 3, 4, 4, 5, 5, 6, 6]);
    let mut parts: Vec<u32> = all[1..]
        .iter()
        .map(|row| {
            let rate: f64 = row[1].strip_suffix(" per day").expect("with its unit").parse().expect("a number");
            ((rate - 10.0) * 0.8) as u32
        })
        .collect();
    parts.sort_unstable();
    assert_eq!(parts, (0..8).collect::<Vec<u32>>());
}

#[test]
fn the_screen_shows_a_row_for_each_cell() {
    let assert =
        sweep(&["--vary", "teams.desk.workers=3,4", "--measure", "wait", "--measure", "utilisation:desk"]).assert();
    let text = String::from_utf8(assert.success().get_output().stdout.clone()).expect("UTF-8");
    assert!(text.contains("2 cells, all with the same residents and the same luck"), "{text}");
    assert!(text.contains("teams.desk.workers") && text.contains("utilisation"), "{text}");
    let of_cells: Vec<&str> = text.lines().filter(|line| line.contains('±') && line.ends_with('%')).collect();
    assert_eq!(of_cells.len(), 2, "{text}");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_runs() {
    let thousand = ["teams.desk.workers=1..1000:1", "horizon=1..1000:1", "warm_up=1..1000:1"];
    let message = refused(&thousand.iter().flat_map(|vary| ["--vary", vary]).collect::<Vec<&str>>());
    assert!(message.contains("1,000,000,000 cells") && message.contains("--sample lhs:200"), "{message}");
    for (arguments, told) in [
        (&["--vary", "teams.desk.workers=2..6:0"][..], "the step must be more than 0"),
        (&["--vary", "teams.desk.workers=6..2:1"], "goes down"),
        (&["--vary", "stages.talk.work=1 hour..3 hours:10 %"], "the same unit"),
        (&["--vary", "teams.dsek.workers=2,3"], "did you mean `desk`?"),
        (&["--vary", "teams.desk.workers=2..6"], "give the range a step"),
        (&["--vary", "teams.desk.workers=2,3", "--vary", "teams.desk.workers=4,5"], "stands twice"),
        (&["--vary", "seed=1,2"], "all cells share it"),
        (&["--vary", "teams.desk.workers=2,3", "--measure", "wait:tlak"], "known are for instance `wait:talk`"),
        (&["--vary", "teams.desk.workers=2..6", "--sample", "sobol:0"], "lhs:N"),
        (&["--vary", "teams.desk.workers=2..6", "--sample", "lhs:20000"], "at most 10,000"),
        (&["--vary", "teams.desk.workers=3,-1,4,-2"], "cell 2 (teams.desk.workers = -1) has 1 error"),
    ] {
        let message = refused(arguments);
        assert!(message.contains(told), "{arguments:?}: {message}");
    }
}

/// Ctrl-C: the same command goes on, and ends with the same bytes as one that was never interrupted.
#[cfg(unix)]
#[test]
fn an_interrupted_sweep_goes_on_to_the_same_bytes() {
    use std::process::{Command, Stdio};
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    let whole = parent.path().join("whole");
    let design = ["--vary", "teams.desk.workers=3..8:1", "--replications", "300", "--threads", "2"];
    let mut keten = Command::new(assert_cmd::cargo::cargo_bin("keten"))
        .args(["sweep", "--lang", "en", "--format", "csv"])
        .arg(fixture("one_desk.toml"))
        .args(design)
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    // However fast the machine: the first of six cells is kept, so five are still to come.
    while !fs::read_dir(out.join("cells")).is_ok_and(|mut kept| kept.next().is_some()) {
        assert_eq!(keten.try_wait().expect("its state"), None, "it ended before it kept a cell");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &keten.id().to_string()]).status().expect("sent").success());
    assert_eq!(keten.wait().expect("it ends").code(), Some(130));
    let left: Vec<_> =
        fs::read_dir(&out).expect("a folder").map(|entry| entry.expect("readable").file_name()).collect();
    assert_eq!(left, ["cells"], "what is done, and no results");
    let design = |to: &Path| sweep(&design).arg("--out").arg(to).assert().success();
    design(&out);
    design(&whole);
    for name in ["sweep.csv", "sweep.json", "scenario.toml"] {
        assert!(fs::read(out.join(name)).expect("there") == fs::read(whole.join(name)).expect("there"), "{name}");
    }
    assert!(!out.join("cells").exists(), "whole results need no cells");
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("there")).expect("JSON");
    assert_eq!((&manifest["stopped"], &manifest["cells"]), (&Value::from("done"), &Value::from(6)));
}
