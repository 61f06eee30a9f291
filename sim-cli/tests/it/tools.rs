//! Running the program and comparing what it prints.

use std::path::{Path, PathBuf};
use std::process::Output;

/// The smallest scenario that is shipped.
pub(crate) const TUTORIAL: &str = "scenarios/tutorial.toml";
/// A scenario with most of what can be drawn and told.
pub(crate) const NEIGHBOURHOOD: &str = "sim-cli/tests/scenarios/neighbourhood.toml";

/// The top folder of the workspace.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the program in the top folder, so that names of files are the same everywhere.
pub(crate) fn keten(arguments: &[&str]) -> Output {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_keten"));
    command.current_dir(top()).env_remove("COLUMNS").env("LC_ALL", "C").args(arguments);
    command.output().expect("the program can be started")
}

/// What it prints when all goes well.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let output = keten(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    assert_eq!(errors, "", "{arguments:?} complains");
    String::from_utf8(output.stdout).expect("prints UTF-8")
}

/// What it says when it refuses, after which it must have ended with this code and printed nothing.
pub(crate) fn refused(arguments: &[&str], code: i32) -> String {
    let output = keten(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{arguments:?} prints");
    String::from_utf8(output.stderr).expect("prints UTF-8")
}

/// Compares with a file of `tests/expected`, or writes it.
pub(crate) fn expect(name: &str, found: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected").join(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, found).expect("can write the expected output");
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    let place = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    let place = place.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let line = |text: &str| text.lines().nth(place).unwrap_or("(nothing)").to_owned();
    assert!(expected == found, "{name}, line {}:\nexpected {}\nfound    {}", place + 1, line(&expected), line(found));
}
