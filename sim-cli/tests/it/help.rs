//! Help, manual pages, completions and the schema.

use crate::tools::{expect, keten, printed};

/// The verbs of this test's outputs.
const VERBS: [&str; 8] = ["compare", "bottlenecks", "show", "follow", "init", "schema", "completions", "man"];

#[test]
fn help_of_each_verb_is_as_expected() {
    for lang in ["en", "nl"] {
        let help = VERBS.map(|verb| printed(&[verb, "--help", "--lang", lang]));
        expect(&format!("help-{lang}.txt"), &help.join("\n"));
        let short = printed(&["--lang", lang, "help", "show"]);
        assert!(short.contains(if lang == "en" { "Usage: keten show" } else { "Gebruik: keten show" }), "{short}");
    }
}

#[test]
fn schema_is_that_of_the_library() {
    let schema: serde_json::Value = serde_json::from_str(&printed(&["schema"])).expect("is JSON");
    assert_eq!(schema, sim_core::scenario::schema());
}

#[test]
fn completions_know_every_verb() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let file = printed(&["completions", shell]);
        assert!(VERBS.iter().all(|verb| file.contains(verb)), "{shell}");
    }
    assert_eq!(keten(&["completions", "cmd"]).status.code(), Some(2));
}

#[test]
fn manual_has_a_page_for_each_verb_and_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("man").display().to_string();
    for lang in ["en", "nl"] {
        printed(&["man", "-o", &to, "--lang", lang]);
        for verb in VERBS {
            let page = std::fs::read_to_string(format!("{to}/keten-{verb}.1")).expect("is there");
            assert!(page.contains(".SH SYNOPSIS") && page.contains(&format!("keten {verb}")), "{page}");
        }
        assert_eq!(
            printed(&["man", "--lang", lang]),
            std::fs::read_to_string(format!("{to}/keten.1")).expect("is there")
        );
    }
}
