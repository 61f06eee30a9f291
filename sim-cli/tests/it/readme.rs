//! The README shows real output: every command in a `console` block is run and its output compared.
//!
//! `KETEN_UPDATE_README=1 cargo test -p sim-cli --test it readme` writes the present output into it. The worked examples take
//! minutes and are checked on request (`--ignored`), with the program that `KETEN_PROGRAM` names.

use std::path::{Path, PathBuf};

/// Prefixes under which the README runs the program.
const PROGRAM: [&str; 2] = ["cargo run --release --locked -- ", "keten "];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Standard output of a command of the README; `None` for one that is not the program's.
fn output_of(command: &str) -> Option<String> {
    let arguments = PROGRAM.iter().find_map(|prefix| command.strip_prefix(prefix))?;
    let mut program = match std::env::var_os("KETEN_PROGRAM") {
        Some(program) => assert_cmd::Command::new(root().join(program)),
        None => assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests"),
    };
    let output = program
        .args(arguments.split_whitespace())
        .args(["--lang", "en"])
        .current_dir(root())
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("output is UTF-8"))
}

/// The text with the output of every command in its console blocks as it is now.
fn with_real_output(text: &str) -> String {
    let mut result = String::new();
    let mut in_console = false;
    for line in text.lines() {
        match line.strip_prefix("$ ").filter(|_| in_console) {
            Some(command) => {
                result.push_str(&format!("{line}\n"));
                result.push_str(&output_of(command).unwrap_or_default());
            }
            None if in_console && line != "```" => {}
            None => result.push_str(&format!("{line}\n")),
        }
        in_console = if in_console { line != "```" } else { line == "```console" };
    }
    result
}

/// Checks a document, or writes the present output into it.
fn shows_real_output(name: &str) {
    let path = root().join(name);
    let written = std::fs::read_to_string(&path).expect("the file is there");
    let real = with_real_output(&written);
    if std::env::var_os("KETEN_UPDATE_README").is_some() {
        std::fs::write(&path, &real).expect("the file can be written");
        return;
    }
    for (number, (shown, printed)) in written.lines().zip(real.lines()).enumerate() {
        assert_eq!(shown, printed, "{name}, line {}", number + 1);
    }
    assert_eq!(written.lines().count(), real.lines().count(), "{name} shows all that is printed");
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    ["README.md", "scenarios/README.md"].into_iter().for_each(shows_real_output);
}

#[test]
#[ignore = "takes minutes: .ci/run runs it with the release build"]
fn the_worked_examples_show_what_the_program_prints() {
    shows_real_output("docs/examples.md");
}
