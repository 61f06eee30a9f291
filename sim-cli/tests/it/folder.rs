//! The folder of results: complete, with right hashes, the same bytes every time, and never half-written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// A scenario among the fixtures.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(name)
}

/// `keten run`, not started yet.
fn run(scenario: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests");
    command.arg("run").arg(scenario).args(arguments);
    if !arguments.contains(&"--lang") {
        command.args(["--lang", "en"]);
    }
    command
}

/// Runs a scenario into a folder; gives what was printed.
pub(crate) fn run_into(out: &Path, scenario: &Path, arguments: &[&str]) -> String {
    let assert = run(scenario, arguments).arg("--out").arg(out).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).expect("output is UTF-8")
}

/// What a refused run says.
fn refusal(out: &Path, arguments: &[&str]) -> String {
    let assert = run(&fixture("one_desk.toml"), arguments).arg("--out").arg(out).assert().code(2);
    let output = assert.get_output();
    assert!(output.stdout.is_empty(), "nothing is simulated for a folder that cannot be written");
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// Every file below a folder with its bytes, but what is kept of replications.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(inside) = ahead.pop() {
        for entry in fs::read_dir(inside).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                ahead.extend((!path.ends_with("cells")).then_some(path));
                continue;
            }
            let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read(&path).expect("a file"));
        }
    }
    found
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("manifest.json")).expect("a manifest")).expect("JSON")
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).expect("UTF-8")
}

#[test]
fn the_folder_holds_everything_and_its_hashes_are_right() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    let scenario = fixture("six_stages.toml");
    run_into(&out, &scenario, &["--replications", "6"]);
    let files = files(&out);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "flows.csv",
        "losses.csv",
        "manifest.json",
        "measures.csv",
        "measures.json",
        "pictures/distribution.png",
        "pictures/distribution.svg",
        "pictures/flow.png",
        "pictures/flow.svg",
        "pictures/funnel.png",
        "pictures/funnel.svg",
        "pictures/map.png",
        "pictures/map.svg",
        "pictures/queues.png",
        "pictures/queues.svg",
        "pictures/sankey.png",
        "pictures/sankey.svg",
        "pictures/waits.png",
        "pictures/waits.svg",
        "pictures/workload.png",
        "pictures/workload.svg",
        "scenario.toml",
        "series.csv",
        "series_quarters.csv",
        "series_years.csv",
        "waits_distribution.csv",
        "welch.csv",
    ];
    assert_eq!(names, expected);

    let manifest = manifest(&out);
    let hashes = manifest["sha256"].as_object().expect("hashes");
    assert_eq!(hashes.len(), files.len() - 1, "a hash for every file but the manifest");
    for (name, hash) in hashes {
        assert_eq!(hash.as_str(), Some(sha256(&files[name]).as_str()), "{name}");
    }
    let source = fs::read(&scenario).expect("the scenario");
    assert_eq!(files["scenario.toml"], source, "the scenario is kept to the letter");
    assert_eq!(manifest["scenario"]["sha256"], sha256(&source).as_str());
    assert_eq!(manifest["scenario"]["text"].as_str().map(str::as_bytes), Some(&source[..]));
    assert_eq!(manifest["scenario"]["file"], "six_stages.toml");
    assert_eq!(
        [&manifest["program"], &manifest["stopped"], &manifest["version"]],
        ["keten", "done", env!("CARGO_PKG_VERSION")]
    );
    assert_eq!((manifest["seed"].as_u64(), manifest["replications"].as_u64()), (Some(7), Some(6)));
    assert_eq!(manifest["level"].as_f64(), Some(0.95));
    let parameters = manifest["parameters"].as_array().expect("parameters");
    let fte = parameters.iter().find(|one| one["path"] == "teams.desk.fte").expect("the parameter");
    assert_eq!(fte["value"], "2.6");
    for field in ["started_at", "seconds", "threads", "os", "architecture", "cores"] {
        assert!(!manifest["run"][field].is_null(), "{field}");
    }
}

#[test]
fn measures_are_those_that_the_formats_print() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    let json = run_into(&out, &fixture("one_desk.toml"), &["--format", "json"]);
    let csv = run_into(&out, &fixture("one_desk.toml"), &["--format", "csv", "--force"]);
    let files = files(&out);
    assert_eq!(text(&files, "measures.json"), json);
    assert_eq!(text(&files, "measures.csv"), csv);
}

/// Everybody who waits or is helped at the only stage is in the chain: the two files must agree on how many.
#[test]
fn monthly_and_fine_series_tell_the_same_story() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    run_into(&out, &fixture("one_desk.toml"), &[]);
    let files = files(&out);
    let rows = |name| {
        let text = text(&files, name);
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect::<Vec<Vec<String>>>()
    };
    let number = |text: &String| text.parse::<f64>().expect("a number");
    let series = rows("series.csv");
    let of = |measure: &str| series.iter().filter(|row| row[0] == measure).collect::<Vec<_>>();
    assert_eq!(of("busy_people").len(), of("queue").len());
    assert!(of("busy_people").iter().all(|row| row[1] == "desk" && number(&row[4]) <= 3.0));
    assert_eq!((of("present")[0][2].as_str(), of("present")[0][3].as_str()), ("2026-12-07", "2027-01-04"));
    assert!(series.iter().all(|row| number(&row[5]) <= number(&row[4]) && number(&row[4]) <= number(&row[6])));
    let days = |row: &Vec<String>| {
        let date = |text: &str| text.parse::<jiff::civil::Date>().expect("a date");
        f64::from((date(&row[3]) - date(&row[2])).get_days())
    };
    let weighted = of("present").iter().map(|row| number(&row[4]) * days(row)).sum::<f64>();
    let monthly = weighted / of("present").iter().map(|row| days(row)).sum::<f64>();
    let welch = rows("welch.csv");
    assert_eq!((welch.len(), welch[0][0].as_str()), (1000, "-28"));
    let fine = welch.iter().map(|row| number(&row[1])).sum::<f64>() / 1000.0;
    // The year of 365.25 days ends in a piece of six hours that its date counts as a day.
    assert!((monthly - fine).abs() < 0.01 * fine, "months {monthly}, fine steps {fine}");
}

#[test]
fn only_the_manifest_differs_between_runs_and_numbers_of_threads() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let of = |name: &str, arguments: &[&str]| {
        let out = parent.path().join(name);
        run_into(&out, &fixture("six_stages.toml"), arguments);
        let mut files = files(&out);
        files.remove("manifest.json");
        files
    };
    let first = of("first", &["--threads", "1"]);
    for (name, threads) in [("again", "1"), ("two", "2"), ("eight", "8")] {
        assert!(first == of(name, &["--threads", threads]), "{name}: the same bytes");
    }
}

#[test]
fn what_is_in_the_way_is_refused_before_anything_is_simulated() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| parent.path().join(name);
    fs::write(path("file"), "mine").expect("a file");
    assert!(refusal(&path("file"), &["--force"]).contains("is a file"));
    fs::create_dir(path("photos")).expect("a folder");
    fs::write(path("photos/holiday.jpg"), "mine").expect("a file");
    assert!(refusal(&path("photos"), &["--force"]).contains("holds no results of keten"));
    assert!(refusal(&path("photos"), &[]).contains("is not empty"));
    assert!(refusal(&path("nowhere/results"), &[]).contains("nowhere does not exist"));
    assert_eq!(fs::read_dir(parent.path()).expect("the folder").count(), 2, "nothing was left behind");
    assert_eq!(fs::read(path("photos/holiday.jpg")).expect("still there"), b"mine");
}

#[test]
fn earlier_results_are_replaced_only_when_forced() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    fs::create_dir(&out).expect("an empty folder is filled");
    run_into(&out, &fixture("one_desk.toml"), &[]);
    assert!(refusal(&out, &[]).contains("add --force"));
    assert_eq!(manifest(&out)["seed"], 1);
    run_into(&out, &fixture("one_desk.toml"), &["--force", "--seed", "2"]);
    assert_eq!(manifest(&out)["seed"], 2);
    assert_eq!(fs::read_dir(parent.path()).expect("the folder").count(), 1, "nothing is left beside it");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_where_nothing_can_be_written_is_refused() {
    let message = refusal(Path::new("/proc/results"), &[]);
    assert!(message.contains("cannot write in the folder /proc"), "{message}");
}

/// A disk that takes no more than a few kilobytes per file stands for a full one.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_earlier_results_and_nothing_else() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    run_into(&out, &fixture("one_desk.toml"), &[]);
    let before = files(&out);
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let output = std::process::Command::new("bash")
        .args(["-c", script])
        .arg(assert_cmd::cargo::cargo_bin("keten"))
        .args(["run", "--lang", "en", "--seed", "2", "--force", "--out"])
        .args([&out, &fixture("one_desk.toml")])
        .output()
        .expect("bash starts");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("could not write") && message.contains("nothing was changed"), "{message}");
    // What was simulated may stay, so that the same command can go on when there is room.
    assert!(before == files(&out), "the earlier results are untouched");
    assert_eq!(fs::read_dir(parent.path()).expect("the folder").count(), 1, "nothing is left beside them");
}

/// Ctrl-C: the folder is written from the replications that are done.
#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_its_first_replications() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    let mut keten = Command::new(assert_cmd::cargo::cargo_bin("keten"))
        .args(["run", "--lang", "en", "--threads", "2", "--replications", "20000", "--format", "csv", "--out"])
        .args([&out, &fixture("one_desk.toml")])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut messages = BufReader::new(keten.stderr.take().expect("piped"));
    let mut line = String::new();
    messages.read_line(&mut line).expect("a line of progress");
    assert!(line.contains(" of 20000 replications)"), "{line}");
    let sent = Command::new("kill").args(["-INT", &keten.id().to_string()]).status().expect("a signal is sent");
    assert!(sent.success());
    let status = keten.wait().expect("it ends");
    messages.read_to_string(&mut line).expect("the rest");
    assert_eq!(status.code(), Some(130), "{line}");
    let manifest = manifest(&out);
    assert_eq!(manifest["stopped"], "interrupted");
    let done = manifest["replications"].as_u64().expect("a number");
    assert!((1..20_000).contains(&done), "{done}");
    // They are the first ones: a run of so many from the start measures the same.
    let again = parent.path().join("again");
    run_into(&again, &fixture("one_desk.toml"), &["--replications", &done.to_string()]);
    assert!(files(&out)["measures.csv"] == files(&again)["measures.csv"], "the unbroken first part");
}
