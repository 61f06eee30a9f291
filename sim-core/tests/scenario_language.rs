//! The scenario language from outside: files in, scenarios or problems out.
//!
//! `tests/broken/` holds a file for every kind of problem, each with what is said about it in both languages;
//! `tests/broken/figures/` the same for files of figures, `tests/broken/interventions/` for files of interventions.
//! `KETEN_REWRITE=1 cargo test -p sim-core --test scenario_language` writes those expectations anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sim_core::experiment::read_figures;
use sim_core::lang::Lang;
use sim_core::scenario::{Problem, ProblemKind, Severity, line_and_column, read, read_interventions};

const ELABORATE: &str = include_str!("scenarios/elaborate.toml");
const UNKNOWN: &str = include_str!("scenarios/unknown.toml");

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn rewriting() -> bool {
    std::env::var_os("KETEN_REWRITE").is_some()
}

/// The broken scenarios by name, with their text.
fn broken() -> Vec<(PathBuf, String)> {
    files("broken")
}

/// The same for files of figures.
fn broken_figures() -> Vec<(PathBuf, String)> {
    files("broken/figures")
}

/// The same for files of interventions.
fn broken_interventions() -> Vec<(PathBuf, String)> {
    files("broken/interventions")
}

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(directory().join(folder)).expect("the directory is part of the repository");
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
    lines_of(&read(text).problems, text)
}

fn lines_of(problems: &[Problem], text: &str) -> String {
    let mut lines = String::new();
    for lang in [Lang::En, Lang::Nl] {
        for problem in problems {
            writeln!(lines, "{}", line(problem, text, lang)).expect("a string takes any text");
        }
    }
    lines
}

#[test]
fn every_problem_is_said_in_full_in_both_languages() {
    let mut wrong = Vec::new();
    let scenarios = broken().into_iter().map(|(path, text)| (path, all_lines(&text)));
    let figures =
        broken_figures().into_iter().map(|(path, text)| (path, lines_of(&read_figures(&text).problems, &text)));
    let interventions = broken_interventions()
        .into_iter()
        .map(|(path, text)| (path, lines_of(&read_interventions(&text).problems, &text)));
    for (path, said) in scenarios.chain(figures).chain(interventions) {
        let expected = path.with_extension("txt");
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
    let figures = broken_figures().into_iter().flat_map(|(_, text)| read_figures(&text).problems);
    let seen = broken().into_iter().flat_map(|(_, text)| read(&text).problems).chain(figures);
    let mut seen: BTreeSet<String> = seen.map(|problem| name(&format!("{:?}", problem.kind))).collect();
    // A file of more than 4 MB does not belong in a repository.
    let large = read(&" ".repeat((4 << 20) + 1));
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
fn broken_files_of_interventions_give_none() {
    for (path, text) in broken_interventions() {
        let reading = read_interventions(&text);
        assert!(reading.interventions.is_none() && !reading.problems.is_empty(), "{}", path.display());
    }
}

#[test]
fn broken_figures_give_no_figures() {
    for (path, text) in broken_figures() {
        let reading = read_figures(&text);
        assert!(reading.figures.is_none() && !reading.problems.is_empty(), "{}", path.display());
    }
}

#[test]
fn an_elaborate_scenario_is_read_without_problems() {
    let reading = read(ELABORATE);
    assert_eq!(all_lines(ELABORATE), "");
    assert!(reading.scenario.is_some());
}

/// Numbers may be unknown wherever there is a number that says how the chain is.
#[test]
fn numbers_may_be_unknown_everywhere() {
    assert_eq!(all_lines(UNKNOWN), "");
    let unknowns = read(UNKNOWN).scenario.and_then(|scenario| scenario.unknowns).expect("there are some");
    let ranges = |line: &str| {
        line.matches("high = ").count()
            + line.matches("{ normal").count()
            + line.matches("{ lognormal = { median").count()
    };
    let written: usize = UNKNOWN.lines().filter(|line| !line.starts_with('#')).map(ranges).sum();
    assert_eq!((unknowns.paths.len(), unknowns.each_draw), (written, 3), "{:#?}", unknowns.paths);
}

/// TOML as an editor shows it to a JSON Schema: dates are text.
fn as_json(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(entries) => entries.iter().map(as_json).collect(),
        toml::Value::Table(fields) => fields.iter().map(|(name, value)| (name.clone(), as_json(value))).collect(),
    }
}

fn parsed(text: &str) -> serde_json::Value {
    as_json(&toml::Value::Table(text.parse().expect("TOML")))
}

#[test]
fn the_schema_in_the_repository_is_the_one_of_the_grammar() {
    let path = directory().join("../../docs/scenario.schema.json");
    let schema = sim_core::scenario::schema_text();
    if rewriting() {
        fs::write(&path, &schema).expect("writable");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == schema, "docs/scenario.schema.json is not up to date: run the tests with KETEN_REWRITE=1");
}

#[test]
fn the_schema_accepts_what_is_right_and_refuses_what_has_the_wrong_form() {
    let validator = jsonschema::draft7::new(&sim_core::scenario::schema()).expect("a valid schema");
    let errors: Vec<String> =
        validator.iter_errors(&parsed(ELABORATE)).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
    let unknown = parsed(UNKNOWN);
    let errors = validator.iter_errors(&unknown).map(|e| format!("{}: {e}", e.instance_path()));
    assert_eq!(errors.collect::<Vec<String>>(), [""; 0]);
    for wrong in [
        "unknown-field",
        "missing-field",
        "wrong-type",
        "missing-unit",
        "unknown-choice",
        "negative",
        "not-by-class",
        "must-be-known",
    ] {
        let text = fs::read_to_string(directory().join(format!("broken/{wrong}.toml"))).expect("readable");
        assert!(!validator.is_valid(&parsed(&text)), "{wrong}.toml");
    }
    for right in ["warnings", "unreachable", "zero-time-loop", "class-ambiguous"] {
        let text = fs::read_to_string(directory().join(format!("broken/{right}.toml"))).expect("readable");
        assert!(validator.is_valid(&parsed(&text)), "{right}.toml has the right form");
    }
}

/// Every parameter is listed under the path at which it can be set; what is set to itself stays as it is.
#[test]
fn every_written_parameter_can_be_set_at_its_path() {
    for text in [ELABORATE, UNKNOWN] {
        let scenario = read(text).scenario.expect("no problems");
        for written in &scenario.written {
            let changed = sim_core::scenario::set(text, &written.path, &written.value);
            let changed = changed.unwrap_or_else(|error| panic!("{}: {error}", written.path));
            let again = read(&changed);
            let mut same = again.scenario.unwrap_or_else(|| panic!("{}: {:?}", written.path, again.problems));
            assert_eq!(same.written.len(), scenario.written.len(), "{}", written.path);
            same.written.clone_from(&scenario.written);
            let paths =
                |scenario: &sim_core::scenario::Scenario| scenario.unknowns.clone().map(|unknowns| unknowns.paths);
            assert_eq!(paths(&same), paths(&scenario), "{}", written.path);
            // With its text, which may be laid out differently now.
            same.unknowns.clone_from(&scenario.unknowns);
            assert_eq!(same, scenario, "{}", written.path);
        }
    }
    let scenario = read(ELABORATE).scenario.expect("no problems");
    let line = |path: &str| scenario.written.iter().find(|written| written.path == path).expect("written");
    let work = line("stages.first_talk.work");
    assert_eq!(work.value, "{ lognormal = { mean = \"1.5 hours\", cv = 0.6 } }");
    assert_eq!(work.note.as_deref(), Some("A: range 1 to 2"));
    assert_eq!(ELABORATE.lines().nth(work.line - 1).map(|line| line.starts_with("work  = ")), Some(true));
}

/// The order of tables does not matter: the blocks of the elaborate scenario, turned round.
#[test]
fn tables_may_stand_in_any_order() {
    let (top, blocks) = ELABORATE.split_once("\n[").expect("tables follow the top");
    let mut blocks: Vec<&str> = blocks.split("\n[").collect();
    blocks.reverse();
    let turned = format!("{top}\n[{}\n", blocks.join("\n["));
    let mut one = read(ELABORATE).scenario.expect("no problems");
    let mut other = read(&turned).scenario.expect("no problems");
    (one.written, other.written) = (Vec::new(), Vec::new());
    assert_eq!(one, other);
}

/// A stack as small as that of a thread, and texts that nest, repeat or break off anywhere.
#[test]
fn no_text_makes_the_reader_panic() {
    for opening in ["[", "{", "a.", "a={", "a=[", "[[", "\"", "'''", "a=\"", "#", "\\", "[a.", "x={a.b.c.d=["] {
        let _ = read(&opening.repeat(100_000));
    }
    let dotted = format!("x = {}", format!("{{ {} = ", ["a"; 29].join(".")).repeat(28));
    let _ = read(&dotted);
    for end in (0..ELABORATE.len()).filter(|&end| ELABORATE.is_char_boundary(end)).step_by(3) {
        let reading = read(&ELABORATE[..end]);
        assert_eq!(
            reading.scenario.is_none(),
            reading.problems.iter().any(|problem| problem.severity == Severity::Error)
        );
        for problem in reading.problems {
            assert!(problem.at.end <= end);
        }
    }
}

/// The same for files of figures: the shipped one broken off anywhere, and with any other value on every line.
#[test]
fn no_text_makes_the_reader_of_figures_panic() {
    let text = include_str!("../../scenarios/figures/tutorial.toml");
    let check = |text: &str| {
        let reading = read_figures(text);
        assert_eq!(reading.figures.is_none(), !reading.problems.is_empty(), "{text}");
        for problem in reading.problems {
            assert!(text.get(problem.at.clone()).is_some(), "{problem:?}");
            assert!(!problem.message(Lang::En).is_empty() && !problem.message(Lang::Nl).is_empty());
        }
    };
    (0..text.len()).filter(|&end| text.is_char_boundary(end)).for_each(|end| check(&text[..end]));
    let lines: Vec<&str> = text.lines().collect();
    let values = [
        "\"\"",
        "0",
        "-1",
        "1e308",
        "nan",
        "[]",
        "{}",
        "[[]]",
        "true",
        "2027-01-04",
        "\"8 %\"",
        "\"p\"",
        "\"within\"",
        "{ value = 1 }",
        "{ sum = [] }",
        "{ ratio = [{}, {}] }",
        "{ sum = [1, { measure = { sum = 1 } }] }",
    ];
    for (number, line) in lines.iter().enumerate() {
        let Some((name, _)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { continue };
        for value in values {
            let changed = format!("{name}= {value}");
            let mut all = lines.clone();
            all[number] = &changed;
            check(&all.join("\n"));
        }
    }
    let deep = "{ sum = [{ measure = ".repeat(14) + "\"wait\"" + &" }] }".repeat(14);
    check(&text.replace("measure    = \"arrivals\"", &format!("measure = {deep}")));
}

#[test]
fn more_than_a_hundred_problems_are_counted() {
    let text = fs::read_to_string(directory().join("broken/many-problems.toml")).expect("readable");
    let problems = read(&text).problems;
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[100].kind, ProblemKind::MoreProblems { count: 5 });
}

mod any_change {
    use proptest::prelude::*;

    use super::*;

    fn tokens() -> Vec<&'static str> {
        vec![
            "\"rest\"",
            "0",
            "-1",
            "1e308",
            "nan",
            "inf",
            "[]",
            "{}",
            "[[]]",
            "true",
            "2027-01-04",
            "\"0 days\"",
            "\"\"",
            "\"1000 years\"",
            "99999999999999999999",
            "{ value = 1 }",
            "{ value = { value = { value = 1 } } }",
            "{ note = 1 }",
            "{ dated = [] }",
            "{ value = \"1 day\", dated = [ { from = 2027-05-01, value = \"rest\" } ] }",
            "\"completed\"",
            "\"first_talk\"",
            "{ exponential = { mean = \"1 hour\" } }",
            "9999-12-31",
            "0000-01-01",
            "{ priority = [] }",
            "{ class = { young = {} } }",
            "\"é\\u0000\"",
            "\"young+business\"",
            "{ low = 0, likely = \"1 day\", high = \"2 days\" }",
            "{ unknown = { normal = { mean = 0.5, sd = 9 } }, note = \"A\" }",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Any value in the place of any other: read or refused, never a panic, and said in both languages.
        #[test]
        fn of_one_value_is_read_or_refused(unknown: bool, line in 0usize..200, token in 0usize..31, part in 0usize..4) {
            let lines: Vec<&str> = if unknown { UNKNOWN } else { ELABORATE }.lines().collect();
            let line = line % lines.len();
            let token = tokens()[token % tokens().len()];
            // The value after the `part`-th equals sign of the line, up to the next comma or brace.
            let places: Vec<usize> = lines[line].match_indices("= ").map(|(at, _)| at + 2).collect();
            prop_assume!(!places.is_empty());
            let from = places[part % places.len()];
            let rest = &lines[line][from..];
            let length = if rest.starts_with(['{', '[']) { rest.len() } else { rest.find([',', '}']).unwrap_or(rest.len()) };
            let changed = format!("{}{token} {}", &lines[line][..from], &rest[length..]);
            let mut all = lines.clone();
            all[line] = &changed;
            let text = all.join("\n");
            let reading = read(&text);
            let refused = reading.problems.iter().any(|problem| problem.severity == Severity::Error);
            prop_assert_eq!(reading.scenario.is_none(), refused);
            for problem in &reading.problems {
                prop_assert!(!problem.message(Lang::En).is_empty() && !problem.message(Lang::Nl).is_empty());
                prop_assert!(text.get(problem.at.clone()).is_some(), "{:?}", problem);
            }
        }
    }
}
