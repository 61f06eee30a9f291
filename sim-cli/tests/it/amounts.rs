//! Amounts, conditions and cost from end to end: on the screen, in drawings and stories.

use crate::tools::{expect, printed};

const AMOUNTS: &str = "sim-cli/tests/scenarios/amounts.toml";

/// The blocks of amounts and of cost, with benefits apart and marked as weak evidence, in both languages.
#[test]
fn a_run_says_what_residents_owe_and_what_the_chain_costs() {
    for lang in ["en", "nl"] {
        let screen = printed(&["run", AMOUNTS, "--lang", lang]);
        expect(&format!("run-amounts-{lang}.txt"), &screen);
    }
    assert!(printed(&["run", AMOUNTS, "--lang", "en"]).contains("social benefit (weak evidence"));
}

#[test]
fn changes_and_conditions_are_drawn() {
    for lang in ["en", "nl"] {
        expect(&format!("show-amounts-{lang}.text"), &printed(&["show", AMOUNTS, "--lang", lang]));
    }
    let svg = printed(&["show", AMOUNTS, "--format", "svg", "--lang", "en"]);
    assert!(svg.contains("not crisis"), "{svg}");
}

#[test]
fn a_story_tells_the_debt() {
    for lang in ["en", "nl"] {
        let story = printed(&["follow", AMOUNTS, "--resident", "441", "--lang", lang]);
        expect(&format!("follow-amounts-{lang}.txt"), &story);
    }
}

/// A scenario without amounts or prices has nothing of them on its screen.
#[test]
fn without_prices_nothing_is_said_of_cost() {
    let screen = printed(&["run", "scenarios/tutorial.toml", "--lang", "en"]);
    assert!(!screen.contains("cost") && !screen.contains("amounts"), "{screen}");
}
