//! `keten log`: what is written, what is said of it, and what is refused; never half a file.

use std::path::Path;

use assert_cmd::Command;

const TANDEM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/textbook/tandem.toml");

/// Runs `keten log` on the tandem for a short time; gives exit code, output and errors.
fn log(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("keten").expect("the program");
    command.current_dir(folder).args(["log", TANDEM, "--set", "horizon=20 days"]).args(arguments);
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_last_line_counts_what_is_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (exit, said, _) = log(folder.path(), &["-o", "a.csv", "--lang", "en"]);
    let text = std::fs::read_to_string(folder.path().join("a.csv")).expect("the file");
    let last = said.lines().last().expect("a last line");
    assert_eq!(exit, Some(0));
    assert!(last.starts_with("cases ") && last.ends_with(&format!(", events {}", text.lines().count() - 1)), "{last}");
    let (_, dutch, _) = log(folder.path(), &["-o", "a.csv.gz", "--lang", "nl"]);
    assert!(dutch.lines().last().expect("a last line").starts_with("zaken "), "{dutch}");
    let packed = std::fs::read(folder.path().join("a.csv.gz")).expect("the file");
    let mut unpacked = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*packed), &mut unpacked).expect("gzip");
    assert_eq!(unpacked, text);
    assert_eq!(names(folder.path()), ["a.csv", "a.csv.gz"]);
}

#[test]
fn a_name_that_says_no_form_is_refused_with_those_that_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a", "a.txt", "a.bpmn.gz", "a.gz"] {
        let (exit, _, errors) = log(folder.path(), &["-o", name, "--lang", "en"]);
        assert_eq!(exit, Some(2), "{errors}");
        assert!(errors.contains(name) && errors.contains(".xes, .csv, .jsonocel, .xmlocel"), "{errors}");
    }
    let (exit, _, errors) = log(folder.path(), &["-o", "nergens/a.xes", "--lang", "nl"]);
    assert!(exit == Some(2) && errors.contains("de map nergens bestaat niet"), "{errors}");
    assert_eq!(names(folder.path()), [""; 0]);
}

/// The disk is full (a limit to the size of files): what was there stays, and nothing is left beside it.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_of_a_log_that_does_not_fit() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = assert_cmd::cargo::cargo_bin("keten");
    for name in ["a.xes", "a.xmlocel", "a.csv"] {
        std::fs::write(folder.path().join(name), "as it was").expect("room");
        let output = std::process::Command::new("bash")
            .current_dir(folder.path())
            .args(["-c", "ulimit -f 64; trap '' XFSZ; exec \"$0\" log \"$1\" -o \"$2\" --lang en"])
            .arg(&program)
            .args([TANDEM, name])
            .output()
            .expect("bash starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(errors.contains(name) && errors.contains("too large"), "{errors}");
        assert_eq!(std::fs::read_to_string(folder.path().join(name)).expect("it is there"), "as it was");
    }
    assert_eq!(names(folder.path()), ["a.csv", "a.xes", "a.xmlocel"]);
}

/// Ctrl-C in the middle: exit code 130, what was there stays, and nothing is left beside it.
#[cfg(unix)]
#[test]
fn an_interrupted_log_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.csv");
    std::fs::write(&file, "as it was").expect("room");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("keten"))
        .args(["log", TANDEM, "--set", "horizon=40 years", "--lang", "en", "-o"])
        .arg(&file)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    // It writes: the passing file beside the log is there, and the handler was set before.
    while names(folder.path()).len() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    let mut errors = String::new();
    let mut stderr = child.stderr.take().expect("its errors");
    std::io::Read::read_to_string(&mut stderr, &mut errors).expect("text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{errors}");
    assert!(errors.contains("was not written"), "{errors}");
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "as it was");
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn the_chain_goes_to_two_files_and_says_what_they_lack() {
    let folder = tempfile::tempdir().expect("a folder");
    let (exit, said, errors) = log(folder.path(), &["-o", "chain.bpmn", "--lang", "en"]);
    assert_eq!(exit, Some(0), "{errors}");
    assert!(said.contains("prosimos start-simulation --bpmn_path chain.bpmn --json_path chain.json"), "{said}");
    assert!(errors.contains("the warm-up: here the chain begins empty"), "{errors}");
    let bpmn = std::fs::read_to_string(folder.path().join("chain.bpmn")).expect("the process");
    let json = std::fs::read_to_string(folder.path().join("chain.json")).expect("the parameters");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(bpmn.contains("<task id=") && bpmn.contains("the warm-up"), "{bpmn}");
    let tasks = json["task_resource_distribution"].as_array().expect("tasks");
    assert!(tasks.iter().all(|task| bpmn.contains(task["task_id"].as_str().expect("a name"))));
    assert_eq!(json["arrival_time_distribution"]["distribution_name"], "expon");
    assert_eq!(json["arrival_time_distribution"]["distribution_params"][0]["value"], 1200.0);
    assert_eq!(names(folder.path()), ["chain.bpmn", "chain.json"]);
}
