//! The scenario language from outside: files in, scenarios or problems out.
//!
//! `tests/broken/` holds a file for every kind of problem, each with what is said about it in both languages.
//! `KETEN_REWRITE=1 cargo test -p sim-core --test scenario_language` writes those expectations anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sim_core::lang::Lang;
use sim_core::scenario::{Problem, ProblemKind, Severity, line_and_column, read};

const ELABORATE: &str = include_str!("scenarios/elaborate.toml");

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn rewriting() -> bool {
    std::env::var_os("KETEN_REWRITE").is_some()
}

/// The broken files by name, with their text.
fn broken() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(directory().join("broken")).expect("the directory is part of the repository");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("readable"))).collect()
}

fn line(problem: &Problem, text: &str, lang: Lang) -> String {
    let severity = match problem.severity {
        Severity::Error => lang.pick("error", "fout"),
        Severity::Warning => lang.pick("warning", "let op"),
    };
    let (line, column) = line_and_column(text, problem.at.start);
    let help = problem.help(lang).unwrap_or("–".to_owned());
    format!("{severity} {line}:{column} {}: {} — {} — {help}", problem.path, problem.message(lang), problem.label(lang))
}

fn all_lines(text: &str) -> String {
    let reading = read(text);
    let mut lines = String::new();
    for lang in [Lang::En, Lang::Nl] {
        for problem in &reading.problems {
            writeln!(lines, "{}", line(problem, text, lang)).expect("a string takes any text");
        }
    }
    lines
}

#[test]
fn every_problem_is_said_in_full_in_both_languages() {
    let mut wrong = Vec::new();
    for (path, text) in broken() {
        let expected = path.with_extension("txt");
        let said = all_lines(&text);
        if rewriting() {
            fs::write(&expected, &said).expect("writable");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(&said) {
            wrong.push(format!("{}:\n{said}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "these differ from the files beside them:\n{}", wrong.join("\n"));
}

/// Names of the variants, from the source: a new one without a file fails.
#[test]
fn every_kind_of_problem_has_a_file() {
    let source = include_str!("../src/scenario/problem.rs");
    let body = source.split("pub enum ProblemKind {").nth(1).expect("the enum is there");
    let body = body.split("\n}").next().expect("the enum ends");
    let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
    let variants = variants.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let name = |line: &str| line.chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    let variants: BTreeSet<String> = variants.map(name).collect();
    assert!(variants.len() > 50, "only {} variants found", variants.len());
    let seen = broken().into_iter().flat_map(|(_, text)| read(&text).problems);
    let mut seen: BTreeSet<String> = seen.map(|problem| name(&format!("{:?}", problem.kind))).collect();
    // A file of more than 16 MB does not belong in a repository.
    let large = read(&" ".repeat((16 << 20) + 1));
    assert!(matches!(large.problems[..], [Problem { kind: ProblemKind::TooLarge { .. }, .. }]));
    seen.insert("TooLarge".to_owned());
    assert_eq!(seen, variants);
}

#[test]
fn broken_files_give_no_scenario_unless_all_are_warnings() {
    for (path, text) in broken() {
        let reading = read(&text);
        let refused = reading.problems.iter().any(|problem| problem.severity == Severity::Error);
        assert_eq!(reading.scenario.is_none(), refused, "{}", path.display());
        assert!(!reading.problems.is_empty(), "{}", path.display());
    }
}

#[test]
fn an_elaborate_scenario_is_read_without_problems() {
    let reading = read(ELABORATE);
    assert_eq!(all_lines(ELABORATE), "");
    assert!(reading.scenario.is_some());
}
