//! `keten init`: the templates.

use crate::tools::{keten, printed, refused};

fn template(lang: &str) -> String {
    printed(&["init", "-", "--lang", lang])
}

#[test]
fn templates_are_read_without_a_problem() {
    for lang in ["en", "nl"] {
        let reading = sim_core::scenario::read(&template(lang));
        assert!(reading.problems.is_empty(), "{lang}: {:?}", reading.problems);
        assert!(reading.scenario.is_some());
    }
}

/// Both describe the same chain with the same names, so every measure of every replication is the same.
#[test]
fn templates_in_both_languages_give_the_same_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let results = ["en", "nl"].map(|lang| {
        let file = folder.path().join(format!("{lang}.toml")).display().to_string();
        assert!(printed(&["init", &file, "--lang", lang]).contains(&file));
        printed_without_progress(&["run", &file, "--replications", "4", "--format", "csv"])
    });
    assert!(results[0].lines().count() > 20, "{}", results[0]);
    assert_eq!(results[0], results[1]);
}

/// A run tells on the error stream how far it is.
fn printed_without_progress(arguments: &[&str]) -> String {
    let output = keten(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("prints UTF-8")
}

#[test]
fn a_file_that_is_there_stays_unless_told_otherwise() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let file = path.display().to_string();
    std::fs::write(&path, "my own work").expect("can write");
    let said = refused(&["init", &file], 2);
    assert_eq!(said, format!("error: {file} exists already; give another name, or --force to overwrite it\n"));
    assert_eq!(std::fs::read_to_string(&path).expect("is there"), "my own work");
    printed(&["init", &file, "--force"]);
    assert_eq!(std::fs::read_to_string(&path).expect("is there"), template("en"));
}

#[test]
fn a_folder_that_is_not_there_is_named_without_a_passing_name() {
    let said = refused(&["init", "no/such/mine.toml", "--lang", "nl"], 2);
    assert_eq!(said, "fout: no/such/mine.toml: de map no/such bestaat niet; maak die eerst\n");
}

/// Nobody reads of a template which numbers are made up, unless it says so itself.
#[test]
fn every_number_with_a_note_is_a_source_or_an_assumption() {
    for lang in ["en", "nl"] {
        let scenario = sim_core::scenario::read(&template(lang)).scenario.expect("is read");
        let notes: Vec<&str> = scenario.written.iter().filter_map(|written| written.note.as_deref()).collect();
        assert!(
            notes.len() >= 5 && notes.iter().all(|note| note.starts_with("A:") || note.starts_with("S:")),
            "{notes:?}"
        );
    }
}
