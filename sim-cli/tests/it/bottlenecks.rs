//! `keten bottlenecks`: what helps most, in rounds.

use serde_json::Value;

use crate::tools::{expect, keten, refused};

/// Theory says what comes out: see the file.
const HIDDEN: &str = "scenarios/textbook/hidden-bottleneck.toml";
/// As little as shows it.
const SHORT: [&str; 6] = ["--objective", "success", "--set", "horizon=1 year", "--fresh", "4"];

/// What it prints when all goes well; a slow machine also tells how far it is.
fn printed(arguments: &[&str]) -> String {
    let output = keten(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("prints UTF-8")
}

fn ranked(arguments: &[&str]) -> Value {
    let printed = printed(&[&["bottlenecks"], arguments, &["--format", "json"]].concat());
    serde_json::from_str(&printed).expect("is JSON")
}

#[test]
fn rounds_are_told_in_both_languages() {
    for lang in ["en", "nl"] {
        let told = printed(&[&["bottlenecks", HIDDEN, "--rounds", "3", "--lang", lang], &SHORT[..]].concat());
        expect(&format!("bottlenecks-hidden-{lang}.txt"), &told);
    }
}

#[test]
fn programs_get_everything_of_every_round() {
    let found = ranked(&[&[HIDDEN, "--rounds", "2"], &SHORT[..]].concat());
    let rounds = found["rounds"].as_array().expect("rounds");
    assert_eq!((rounds.len(), found["objective"].as_str()), (2, Some("success")));
    let first = &rounds[0]["ranking"][0];
    assert!(
        first["candidate"].as_str().is_some_and(|name| name.contains("front") || name.contains("first")),
        "{first}"
    );
    assert!(first["effect_lower"].as_f64() > Some(0.0) && first["is_best"].as_f64() > Some(0.0), "{first}");
    let csv = printed(&[&["bottlenecks", HIDDEN, "--rounds", "2", "--format", "csv"], &SHORT[..]].concat());
    let lines: Vec<&str> = csv.lines().collect();
    assert!(
        lines[0].starts_with("round,rank,candidate,kind,fate,dropped_after,raced,effect,effect_lower"),
        "{}",
        lines[0]
    );
    assert_eq!(lines.len(), 1 + 4 + 3, "four to relieve, and then three: {csv}");
}

/// A folder of results can be made again from itself, and what is kept is not simulated twice.
#[test]
fn results_are_kept_and_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (out, keep) = (path("out"), path("keep"));
    let into = |out: &str| printed(&[&["bottlenecks", HIDDEN, "--out", out, "--keep", &keep], &SHORT[..]].concat());
    let told = into(&out);
    assert_eq!(told, into(&path("again")), "from what is kept");
    for name in
        ["manifest.json", "scenario.toml", "after.toml", "bottlenecks.json", "ranks.csv", "queues.csv", "signs.csv"]
    {
        assert!(folder.path().join("out").join(name).is_file(), "{name}");
    }
    let same = printed(&["reproduce", &out, "--lang", "en"]);
    assert!(same.contains("ranks.csv") && !same.contains("differs"), "{same}");
    // What was applied is an ordinary scenario.
    assert!(keten(&["check", &path("out/after.toml"), "--lang", "en"]).status.success());
}

#[test]
fn wrong_use_is_told_with_the_remedy() {
    let refusal = |arguments: &[&str]| refused(&[&["bottlenecks", HIDDEN, "--lang", "en"], arguments].concat(), 2);
    assert!(refusal(&["--objective", "reach"]).contains("no pool of residents in need; try `success` or `wait`"));
    let unknown = refusal(&["--objective", "wait:frist"]);
    assert!(unknown.contains("there is no such measure") && unknown.contains("`wait:first:mean`"), "{unknown}");
    assert!(refusal(&["--objective", "utilisation:front"]).contains("neither better nor worse by itself"));
    assert!(refusal(&["--relief", "150 %"]).contains("--relief 150 %: expected a share above 0 % and at most 100 %"));
    assert!(refusal(&["--library", "--budget", "a lot"]).contains("--budget a lot: expected an amount of money"));
}
