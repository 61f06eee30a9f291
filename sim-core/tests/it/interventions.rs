//! Interventions: what applying them writes, which do not go together, and what is said of those that cannot be applied.
//!
//! `tests/interventions/refused/` holds files of interventions of which each is applied alone to `chain.toml` (and in `together.toml`
//! each with the one before it, in `again.toml` to what its first one makes of it), with what is said beside it in both
//! languages; `applied/` those that are applied together, with the scenario that comes out. `KETEN_REWRITE=1` writes what is said now: read it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sim_core::lang::Lang;
use sim_core::scenario::{
    Applied, ApplyProblem, Intervention, Severity, apply, is_library, read, read_interventions, set,
};

use crate::support::Compiled;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interventions")
}

fn chain() -> String {
    fs::read_to_string(directory().join("chain.toml")).expect("readable")
}

fn interventions(text: &str) -> Vec<Intervention> {
    let reading = read_interventions(text);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    reading.interventions.expect("no problem is an error")
}

fn library(file: &str) -> Vec<Intervention> {
    interventions(&fs::read_to_string(directory().join(file)).expect("readable"))
}

/// One intervention with these fields, as in `changes = […]`.
fn one(name: &str, fields: &str) -> Intervention {
    let text = format!("keten = 1\ntitle = \"T\"\n[interventions.{name}]\ntitle = \"{name}\"\n{fields}\n");
    interventions(&text).remove(0)
}

fn applied(text: &str, all: &[&Intervention]) -> Applied {
    apply(text, all).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Lines of a text that another does not have.
fn new_lines(before: &str, after: &str) -> String {
    after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect::<Vec<_>>().join("\n")
}

fn compare_with_file(expected: &Path, said: &str) {
    if std::env::var_os("KETEN_REWRITE").is_some() {
        return fs::write(expected, said).expect("writable");
    }
    let file = fs::read_to_string(expected).unwrap_or_default();
    assert_eq!(file, said, "{} differs", expected.display());
}

/// What is refused, by the file it stands in.
fn refused() -> Vec<(&'static str, Vec<Vec<ApplyProblem>>)> {
    let files = ["paths", "dates", "together", "results", "again"];
    let refuse = |file: &str| {
        let all = library(&format!("refused/{file}.toml"));
        let in_pairs = if file == "together" { 2 } else { 1 };
        let chain = if file == "again" { applied(&chain(), &[&all[0]]).text } else { chain() };
        let refuse = |picked: &[Intervention]| {
            let picked: Vec<&Intervention> = picked.iter().collect();
            apply(&chain, &picked).expect_err("is refused")
        };
        all.windows(in_pairs).filter(|pair| pair[0].name != "c_times").map(refuse).collect()
    };
    files.map(|file| (file, refuse(file))).to_vec()
}

#[test]
fn what_cannot_be_applied_is_said_in_full_in_both_languages() {
    for (file, all) in refused() {
        let mut said = String::new();
        for lang in [Lang::En, Lang::Nl] {
            for problem in all.iter().flatten() {
                let help = problem.help(lang).map(|help| format!(" [{help}]")).unwrap_or_default();
                said += &format!("{} ({}){help}\n", problem.message(lang), problem.label(lang));
            }
        }
        compare_with_file(&directory().join(format!("refused/{file}.txt")), &said);
    }
}

/// Names of the variants, from the source: a new one that no file shows fails. Two need a text that is no file of interventions.
#[test]
fn every_reason_to_refuse_is_shown() {
    let source = include_str!("../../src/scenario/apply/problem.rs");
    let body = source.split("pub enum ApplyProblemKind {").nth(1).expect("the enum is there");
    let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
    let variants = variants.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let name = |line: &str| line.chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    let mut variants: BTreeSet<String> = variants.map(name).collect();
    variants.remove("BadValue");
    let hire = one("hire", "changes = [ { at = \"teams.desk.fte\", plus = 2 } ]");
    let broken = apply("keten = 1", &[&hire]).expect_err("is refused");
    let seen = refused().into_iter().flat_map(|(_, all)| all).flatten().chain(broken);
    let seen: BTreeSet<String> = seen.map(|problem| name(&format!("{:?}", problem.kind))).collect();
    assert_eq!(seen, variants);
}

#[test]
fn a_problem_stands_at_the_change_that_causes_it() {
    let file = directory().join("refused/results.toml");
    let text = fs::read_to_string(file).expect("readable");
    let all = interventions(&text);
    for (name, at) in [("a_share", "{ at = \"stages.talk"), ("c_route", "{ stage = \"talk\""), ("f_stage", "map")] {
        let one = all.iter().find(|one| one.name == name).expect("is there");
        let problem = apply(&chain(), &[one]).expect_err("is refused").remove(0);
        assert_eq!(problem.by, name);
        assert!(text[problem.at.clone()].starts_with(at), "{name}: {}", &text[problem.at]);
    }
}

#[test]
fn the_scenario_that_comes_out_reads_as_if_written_by_hand() {
    let all = library("applied/several.toml");
    let picked: Vec<&Intervention> = all.iter().collect();
    let applied = applied(&chain(), &picked);
    compare_with_file(&directory().join("applied/several.out.toml"), &applied.text);
    let problems = read(&applied.text).problems;
    assert!(problems.iter().all(|problem| problem.severity != Severity::Error), "{problems:?}");
    let combined: Vec<(&str, String)> =
        applied.combined.iter().map(|one| (one.path.as_str(), one.by.join("+"))).collect();
    let expected =
        [("stages.talk.class.business.work", "folder+quick"), ("stages.settle.class.business.work", "hire+quick")];
    assert_eq!(combined, expected.map(|(path, by)| (path, by.to_owned())));
}

#[test]
fn what_is_not_changed_stays_to_the_last_byte() {
    let hire = one("hire", "changes = [ { at = \"teams.bank.fte\", plus = 2 } ]");
    let (before, after) = (chain(), applied(&chain(), &[&hire]).text);
    let line = "fte  = { value = 4, dated = [ { from = 2027-01-04, plus = 2, by = \"hire\" } ] }";
    assert_eq!(new_lines(&before, &after), line);
    assert_eq!(after.replace(line, "fte  = 4"), before);
}

#[test]
fn entries_stand_in_the_order_of_dates_beside_those_that_are_there() {
    let work = |fields: &str| {
        let one = one("one", &format!("{fields}\nchanges = [ {{ at = \"stages.settle.work\", times = \"50 %\" }} ]"));
        new_lines(&chain(), &applied(&chain(), &[&one]).text)
    };
    assert_eq!(
        work("from = 2028-01-01"),
        "work  = { value = \"10 hours\", dated = [ { from = 2028-01-01, times = \"50 %\", by = \"one\" }, \
         { from = 2028-07-01, value = \"9 hours\" } ] }"
    );
    assert_eq!(
        work("from = 2028-08-01"),
        "work  = { value = \"10 hours\", dated = [ { from = 2028-07-01, value = \"9 hours\" }, \
         { from = 2028-08-01, times = \"50 %\", by = \"one\" } ] }"
    );
    assert_eq!(
        work("from = 2028-01-01\nover = \"3 months\""),
        "work  = { value = \"10 hours\", dated = [ { from = 2028-07-01, value = \"9 hours\" } ], \
         ramp = [ { from = 2028-01-01, until = 2028-04-01, times = \"50 %\", by = \"one\" } ] }"
    );
}

#[test]
fn a_change_for_everybody_reaches_the_values_for_classes_and_one_for_a_class_only_those() {
    let paths = |change: &str| {
        let one = one("one", &format!("changes = [ {change} ]"));
        let applied = applied(&chain(), &[&one]);
        applied.changes.into_iter().map(|change| change.path).collect::<Vec<String>>()
    };
    assert_eq!(
        paths("{ at = \"stages.talk.work\", times = 2 }"),
        ["stages.talk.work", "stages.talk.class.business.work"]
    );
    assert_eq!(
        paths("{ at = \"stages.talk.work\", class = \"business\", times = 2 }"),
        ["stages.talk.class.business.work"]
    );
    // A class without a value of its own gets that of everybody, changed.
    let one = one("one", "changes = [ { at = \"stages.talk.patience\", class = \"business\", times = 2 } ]");
    assert_eq!(
        new_lines(&chain(), &applied(&chain(), &[&one]).text),
        "class.business.patience = { exponential = { mean = \"10 months\" }, \
         dated = [ { from = 2027-01-04, times = 2, by = \"one\" } ] }"
    );
}

#[test]
fn always_needs_no_dates() {
    let twice = one("twice", "from = \"always\"\nchanges = [ { at = \"classes.kind.business\", times = 2 } ]");
    assert!(applied(&chain(), &[&twice]).text.contains("business = \"14 %\"\n"));
    let to = one("to", "from = \"always\"\nchanges = [ { at = \"stages.talk.next.papers.share\", to = \"90 %\" } ]");
    assert_eq!(applied(&chain(), &[&to]).text, chain().replace("share = \"80 %\"", "share = \"90 %\""));
}

#[test]
fn the_order_in_which_interventions_are_named_does_not_matter() {
    let a = one("a", "changes = [ { at = \"stages.*.work\", times = \"50 %\" } ]");
    let b = one("b", "changes = [ { at = \"stages.talk.work\", class = \"business\", times = \"80 %\" } ]");
    let lines = |all: &[&Intervention]| {
        let text = applied(&chain(), all).text;
        let mut parts: Vec<String> = text.split([',', '[', ']']).map(|part| part.trim().to_owned()).collect();
        parts.sort();
        parts
    };
    assert_eq!(lines(&[&a, &b]), lines(&[&b, &a]));
}

#[test]
fn a_stage_is_added_and_residents_go_there() {
    let map = one(
        "map",
        "from = \"always\"\nadd.stages.route_map = { phase = \"intake\", team = \"desk\", work = \"30 minutes\", \
         next = [ { to = \"papers\", share = \"90 %\" }, { to = \"advice\", share = \"rest\" } ] }\n\
         reroute = [ { stage = \"talk\", next = [ { to = \"route_map\" } ] } ]",
    );
    let text = applied(&chain(), &[&map]).text;
    let scenario = read(&text).scenario.expect("no errors");
    assert!(scenario.stages.iter().any(|stage| stage.name == "route_map"));
    assert!(text.contains("# map: map\n[stages.route_map]\nphase = \"intake\"\n"), "{text}");
}

#[test]
fn an_intervention_stands_in_a_scenario_until_it_is_applied() {
    let own = "\n[interventions.hire]\ntitle = \"More people\"\nchanges = [ { at = \"teams.desk.fte\", plus = { low = 1, likely = 2, high = 3 } } ]\n";
    let text = chain() + own;
    assert!(!is_library(&text) && is_library(own));
    let scenario = read(&text).scenario.expect("no errors");
    assert_eq!(scenario.interventions.len(), 1);
    // Its range is no unknown number of the scenario until then.
    let without = read(&chain()).scenario.expect("no errors");
    assert_eq!(scenario.written, without.written);
    let applied = applied(&text, &[&scenario.interventions[0]]).text;
    assert!(!applied.contains("[interventions"), "{applied}");
    assert!(
        applied.contains("dated = [ { from = 2027-01-04, plus = { low = 1, likely = 2, high = 3 }, by = \"hire\" } ]")
    );
}

#[test]
fn one_path_finds_a_step_with_and_without_a_list_of_steps() {
    let changed = set(&chain(), "stages.talk.steps.1.work", "2 hours").expect("is there");
    assert!(changed.contains("work     = { value = \"2 hours\", note = \"A\" } # of one talk"), "{changed}");
    assert!(set(&chain(), "stages.talk.steps.2.work", "2 hours").is_err());
}

/// The shipped scenarios, each with its text.
fn shipped() -> Vec<(&'static str, String)> {
    let names = ["rotterdam", "leeuwarden", "almere", "amsterdam", "stroomopwaarts", "walcheren", "monitor"];
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let text = |name: &str| fs::read_to_string(scenarios.join(format!("{name}.toml"))).expect("readable");
    names.map(|name| (name, text(name))).to_vec()
}

/// `scenarios/README.md` says which intervention of the library fits which scenario; every one fits at least one.
#[test]
fn the_readme_tells_which_intervention_of_the_library_fits_which_scenario() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let shipped = shipped();
    let mut rows = Vec::new();
    for file in ["prevention", "signalling", "intake", "curative", "aftercare"] {
        let text = fs::read_to_string(scenarios.join(format!("interventions/{file}.toml"))).expect("readable");
        for one in interventions(&text) {
            assert_eq!(one.phase.map(|phase| phase.name()), Some(file), "{}", one.name);
            let evidence = one.evidence.as_ref().expect("every one says how well it is known");
            assert!(evidence.mark.is_some(), "{}", one.name);
            let fits: Vec<&str> =
                shipped.iter().filter(|(_, text)| apply(text, &[&one]).is_ok()).map(|(name, _)| *name).collect();
            assert!(!fits.is_empty(), "{} fits no scenario", one.name);
            let fits = if fits.len() == shipped.len() { "all".to_owned() } else { fits.join(", ") };
            rows.push(format!("| `{}` | {} | {} | {fits} |", one.name, one.title, evidence.strength.word()));
        }
    }
    let path = scenarios.join("README.md");
    let readme = fs::read_to_string(&path).expect("readable");
    let head = "| intervention | | evidence | fits |\n|---|---|---|---|\n";
    let (before, after) = readme.split_once(head).expect("the table is there");
    let (table, after) = after.split_once("\n\n").expect("the table ends");
    let expected = rows.join("\n");
    if std::env::var_os("KETEN_REWRITE").is_some() {
        fs::write(path, format!("{before}{head}{expected}\n\n{after}")).expect("writable");
    } else {
        assert_eq!(table, expected, "KETEN_REWRITE=1 writes it");
    }
}

#[test]
fn a_stage_closes_and_a_route_changes_on_their_date() {
    let removed = one("no_papers", "from = 2028-01-01\nremove = [ { stage = \"papers\", instead = \"settle\" } ]");
    let text = applied(&chain(), &[&removed]).text;
    assert_eq!(
        new_lines(&chain(), &text),
        "closed_from = { from = 2028-01-01, instead = \"settle\", by = \"no_papers\" }"
    );
    let next = "[ { to = \"settle\", share = \"60 %\" }, { to = \"advice\", share = \"rest\" } ]";
    let routed = one("round", &format!("from = 2028-01-01\nreroute = [ {{ stage = \"talk\", next = {next} }} ]"));
    let text = applied(&chain(), &[&routed]).text;
    assert!(text.contains("rerouted = [ { from = 2028-01-01, next = ["), "{text}");
    // Both may be simulated.
    for one in [&removed, &routed] {
        let scenario = read(&applied(&chain(), &[one]).text).scenario.expect("no errors");
        let experiment = Compiled::of(scenario).experiment(1, 2);
        assert_eq!(experiment.replications(), 2);
    }
}
