//! `keten show --parameters`: every parameter with its source.

use crate::tools::{NEIGHBOURHOOD, TUTORIAL, expect, printed};

#[test]
fn lists_are_as_expected() {
    for lang in ["en", "nl"] {
        for (scenario, name) in [(TUTORIAL, "tutorial"), (NEIGHBOURHOOD, "neighbourhood")] {
            let list = printed(&["show", scenario, "--parameters", "--lang", lang]);
            expect(&format!("parameters-{name}-{lang}.txt"), &list);
        }
    }
    expect("parameters-neighbourhood.csv", &printed(&["show", NEIGHBOURHOOD, "--parameters", "--format", "csv"]));
    expect("parameters-neighbourhood.json", &printed(&["show", NEIGHBOURHOOD, "--parameters", "--format", "json"]));
}

#[test]
fn every_form_lists_the_same_parameters() {
    let json = printed(&["show", NEIGHBOURHOOD, "--parameters", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
    let number = json.as_array().expect("is a list").len();
    let csv = printed(&["show", NEIGHBOURHOOD, "--parameters", "--format", "csv"]);
    assert_eq!(csv.lines().count(), number + 1);
    let table = printed(&["show", NEIGHBOURHOOD, "--parameters"]);
    assert!(table.contains(&format!("\n{number} parameters: ")), "{table}");
}
