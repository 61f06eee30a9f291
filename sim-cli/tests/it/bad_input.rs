//! Hostile input: refused with a clear message, in bounded time and memory, and never with a panic.

use std::path::PathBuf;
use std::process::Command;

/// Address space that a refusal may take, in kilobytes.
const MOST_KILOBYTES: u32 = 256 * 1024;

/// Runs the program with bounded memory; gives exit code and error stream.
fn bounded(arguments: &[&str]) -> (Option<i32>, String) {
    let program = assert_cmd::cargo::cargo_bin("keten");
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("ulimit -v {MOST_KILOBYTES}; exec \"$0\" \"$@\""))
        .arg(program)
        .args(arguments)
        .args(["--lang", "en"])
        .output()
        .expect("bash starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

struct File(PathBuf, #[allow(dead_code, reason = "removed when dropped")] tempfile::TempDir);

fn file(content: &[u8]) -> File {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bad.toml");
    std::fs::write(&path, content).expect("the file can be written");
    File(path, folder)
}

/// A chain that is right but for the given line of stream, horizon and stages.
fn chain(horizon: &str, rate: &str, stages: &str) -> String {
    format!(
        "keten = 1\ntitle = \"t\"\nstart = 2027-01-04\nhorizon = {horizon}\nseed = 1\n\
         [arrivals.a]\nto = \"s\"\nrate = {rate}\n{stages}"
    )
}

const DESK: &str = "[teams.t]\nworkers = 1\nopen = \"always\"\n[stages.s]\nteam = \"t\"\nwork = \"1 hour\"\n";

/// Both `check` and `run` refuse with exit code 1, a message that holds all these words, and no panic.
#[track_caller]
fn is_refused(content: &[u8], words: &[&str]) {
    let bad = file(content);
    for verb in ["check", "run"] {
        let (exit, message) = bounded(&[verb, bad.0.to_str().expect("a plain path")]);
        assert_eq!(exit, Some(1), "{verb}: {message}");
        assert!(!message.contains("panicked"), "{message}");
        for word in words {
            assert!(message.contains(word), "{verb} should say `{word}`:\n{message}");
        }
    }
}

#[test]
fn a_rate_beyond_reason_is_refused() {
    is_refused(chain("\"2 years\"", "\"1e12 per day\"", DESK).as_bytes(), &["bad.toml:8", "1e12 per day"]);
}

#[test]
fn more_events_than_can_be_handled_are_refused_before_the_run() {
    is_refused(chain("\"100 years\"", "\"1000000 per day\"", DESK).as_bytes(), &["events"]);
}

#[test]
fn a_horizon_beyond_reason_is_refused() {
    is_refused(chain("\"1e18 days\"", "\"1 per day\"", DESK).as_bytes(), &["bad.toml:4", "1e18 days", "years"]);
}

#[test]
fn not_a_number_is_refused() {
    is_refused(chain("nan", "\"1 per day\"", DESK).as_bytes(), &["bad.toml:4"]);
    is_refused(chain("\"nan days\"", "\"1 per day\"", DESK).as_bytes(), &["bad.toml:4"]);
}

#[test]
fn a_loop_without_time_is_refused() {
    let stages = "[stages.s]\ndelay = \"0 days\"\nnext = [{ to = \"r\" }]\n[stages.r]\ndelay = \"0 days\"\nnext = [{ to = \"s\", share = 0.9 }, { to = \"completed\", share = \"rest\" }]\n";
    is_refused(chain("\"1 year\"", "\"1 per day\"", stages).as_bytes(), &["bad.toml"]);
}

#[test]
fn deep_nesting_is_refused() {
    is_refused(format!("a = {}", "[".repeat(100_000)).as_bytes(), &["bad.toml"]);
    is_refused(format!("a = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000)).as_bytes(), &["bad.toml"]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    is_refused(b"keten = 1\ntitle = \"\xff\xfe\"\n", &["line 2", "UTF-8"]);
}

#[test]
fn a_folder_is_no_scenario() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (exit, message) = bounded(&["run", folder.path().to_str().expect("a plain path")]);
    assert_eq!(exit, Some(2), "{message}");
    assert!(message.contains("is a folder"), "{message}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let (exit, message) = bounded(&["run", "nowhere/at-all.toml"]);
    assert_eq!(exit, Some(2), "{message}");
    assert!(message.contains("nowhere/at-all.toml: file not found"), "{message}");
}

#[test]
fn every_broken_file_of_the_corpus_is_refused_within_bounds() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../sim-core/tests/broken");
    let mut files = 0;
    for entry in std::fs::read_dir(corpus).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        files += 1;
        let (exit, message) = bounded(&["check", path.to_str().expect("a plain path")]);
        assert!(matches!(exit, Some(0 | 1)), "{}: {exit:?} {message}", path.display());
        assert!(!message.contains("panicked"), "{}: {message}", path.display());
        assert!(!message.is_empty(), "{}: something is said", path.display());
    }
    assert!(files > 30, "the corpus holds every kind of problem, not {files} files");
}
