//! The README shows real output: every command in a `console` block is run and its output compared.
//!
//! `KETEN_UPDATE_README=1 cargo test -p sim-cli --test it readme` writes the present output into it. The worked examples take
//! minutes and are checked on request (`--ignored`), with the program that `KETEN_PROGRAM` names. Those on logs show parts of
//! what is printed: every line that is shown must be there, in that order; `…` stands for what is left out.

use std::fs;
use std::path::{Path, PathBuf};

/// Prefixes under which the README runs the program.
const PROGRAM: [&str; 2] = ["cargo run --release --locked -- ", "keten "];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Standard output of a command of the README; `None` for one that is not the program's.
fn output_of(command: &str) -> Option<String> {
    run(command, &root()).map(|(printed, _)| printed)
}

/// What a command prints in a folder, and on the error stream; `None` for one that is not the program's.
fn run(command: &str, folder: &Path) -> Option<(String, String)> {
    let arguments = PROGRAM.iter().find_map(|prefix| command.strip_prefix(prefix))?;
    let mut program = match std::env::var_os("KETEN_PROGRAM") {
        Some(program) => assert_cmd::Command::new(root().join(program)),
        None => assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests"),
    };
    let output = program
        .args(arguments.split_whitespace())
        .args(["--lang", "en"])
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let [printed, told] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("output is UTF-8"));
    assert!(output.status.success(), "{command}: {told}");
    Some((printed, told))
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

/// Whether a line is printed as it is shown, with `…` for anything.
fn is_as_shown(printed: &str, shown: &str) -> bool {
    let parts: Vec<&str> = shown.split('…').collect();
    let mut rest = printed;
    for (place, part) in parts.iter().enumerate() {
        let at = match (place, place + 1 == parts.len()) {
            (0, true) => return printed.trim_end() == shown.trim_end(),
            (0, false) => rest.starts_with(part).then_some(0),
            (_, true) => return rest.trim_end().ends_with(part.trim_end()),
            (_, false) => rest.find(part),
        };
        match at {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[test]
fn a_line_is_as_shown_when_all_but_what_is_left_out_is() {
    for (printed, shown, is) in [
        ("50 cases, 1 open", "50 cases, 1 open", true),
        ("150 cases, 1 open", "50 cases, 1 open", false),
        ("150 cases, 1 open", "…50 cases, 1 open", true),
        ("50 cases, 1 open, 3 lost", "50 cases, …, 3 lost", true),
        ("50 cases, 1 open, 3 lost", "50 cases, …, 4 lost", false),
        ("50 cases, 1 open, 3 lost", "50 cases, …", true),
    ] {
        assert_eq!(is_as_shown(printed, shown), is, "{printed}: {shown}");
    }
}

/// The blocks of a document: in what they are written, and their text.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) => {
                inside = !inside;
                if inside {
                    blocks.push((language, String::new()));
                }
            }
            None if inside => blocks.last_mut().expect("a block").1.push_str(&format!("{line}\n")),
            None => {}
        }
    }
    blocks
}

#[test]
#[ignore = "takes long with a program for tests: .ci/run runs it with the release build"]
fn the_worked_examples_on_logs_show_what_the_program_prints() {
    let permits = root().join("../shared/data/logs/receipt.xes.gz");
    let folder = tempfile::tempdir().expect("a folder");
    let monitor = "scenarios/monitor.toml";
    fs::create_dir(folder.path().join("scenarios")).expect("a folder");
    fs::copy(root().join(monitor), folder.path().join(monitor)).expect("a copy");
    match permits.is_file() {
        true => drop(fs::copy(&permits, folder.path().join("receipt.xes.gz")).expect("a copy")),
        false => println!("skipped 1: logs not found at {}", permits.display()),
    }
    let text = fs::read_to_string(root().join("docs/event-logs.md")).expect("the file is there");
    let mut commands = 0;
    for (language, block) in blocks(&text) {
        if language == "toml" && block.contains("[interventions.sooner_stop_advice]") {
            fs::write(folder.path().join("sooner.toml"), &block).expect("a file");
        }
        if language != "console" || (block.contains("receipt") && !permits.is_file()) {
            continue;
        }
        let mut printed: Vec<String> = Vec::new();
        for line in block.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                let (output, told) = run(command, folder.path()).expect("a command of the program");
                printed = told.lines().chain(output.lines()).map(str::to_owned).collect();
                commands += 1;
            } else if !["", "…"].contains(&line.trim()) {
                let at = printed.iter().position(|printed| is_as_shown(printed, line));
                let at = at.unwrap_or_else(|| panic!("not printed: {line}\nin: {}", printed.join("\n")));
                printed.drain(..=at);
            }
        }
    }
    assert_eq!(commands, if permits.is_file() { 7 } else { 3 });
}
