//! Need from end to end: reach on the screen, pools in drawings, lives in stories, rows in the tables.

use crate::tools::{expect, keten, printed, refused};

const NEED: &str = "sim-cli/tests/scenarios/need.toml";

/// The whole screen, with its block of reach, in both languages.
#[test]
fn a_run_says_who_is_in_need_and_who_is_reached() {
    for lang in ["en", "nl"] {
        expect(&format!("run-need-{lang}.txt"), &printed(&["run", NEED, "--lang", lang]));
    }
}

#[test]
fn pools_attempts_and_returns_are_drawn() {
    for lang in ["en", "nl"] {
        expect(&format!("show-need-{lang}.text"), &printed(&["show", NEED, "--lang", lang]));
        expect(&format!("show-need-{lang}.mermaid"), &printed(&["show", NEED, "--format", "mermaid", "--lang", lang]));
    }
    let svg = printed(&["show", NEED, "--format", "svg", "--lang", "en"]);
    assert!(svg.contains("early signals") && svg.contains("own application"), "{svg}");
}

/// A life that begins in need, with signals, attempts and what came of them; also of who is asked for by the chain.
#[test]
fn a_story_begins_in_need() {
    for lang in ["en", "nl"] {
        let story = printed(&["follow", NEED, "--stream", "households", "--resident", "66", "--lang", lang]);
        expect(&format!("follow-need-{lang}.txt"), &story);
    }
    let story = printed(&["follow", NEED, "--resident", "3", "--lang", "en"]);
    let begins = story.lines().nth(3).expect("a first line");
    assert!(begins.contains("is in need when the simulation begins"), "{story}");
    let unknown = refused(&["follow", NEED, "--stream", "household", "--resident", "1", "--lang", "en"], 2);
    assert!(unknown.contains("`households`"), "{unknown}");
}

/// The four definitions, their parts and lasting outcome, as programs read them; nothing of it without a pool.
#[test]
fn the_tables_hold_reach_by_every_definition() {
    let rows = |arguments: &[&str]| {
        let printed = String::from_utf8(keten(arguments).stdout).expect("prints UTF-8");
        let json: serde_json::Value = serde_json::from_str(&printed).expect("is JSON");
        json["measures"].as_array().expect("a list").clone()
    };
    let all = rows(&["run", NEED, "--format", "json"]);
    let value = |measure: &str, of: &str, statistic: &str| {
        let row = all.iter().find(|row| {
            row["measure"] == measure
                && row["of"] == of
                && row["statistic"] == statistic
                && row["class"] == "all"
                && row["period"] == "all"
        });
        row.unwrap_or_else(|| panic!("no {measure} of {of}"))["value"].as_f64().expect("a value")
    };
    let in_need = value("in_need", "chain", "mean");
    let in_view = value("in_view", "chain", "share");
    assert!((in_need * (1.0 - in_view) - value("in_pool", "chain", "mean")).abs() < 1e-6);
    // Years of one length: distinct residents a year over the average in need.
    let reach = value("reach", "chain", "share");
    assert!((reach - value("reach", "chain", "per_year") / in_need).abs() < 0.01 * reach);
    // Of three attempts 6, 35 and 40 % reach: 63.3 %.
    assert!((value("reach_of_signalling", "chain", "share") - 0.633).abs() < 0.05);
    assert!(value("contacted", "chain", "share") < 1.0);
    let phases = ["signalling", "intake", "curative"].map(|phase| value("reach_started", phase, "share"));
    assert!(phases[0] > phases[1] && phases[1] > phases[2] && phases[2] > 0.0, "{phases:?}");
    let fates = ["taken_up", "below_threshold", "no_match", "not_taken_up", "left_pool"];
    let together: f64 = fates.iter().map(|fate| value("signals_looked_at", fate, "share")).sum();
    assert!((together - 1.0).abs() < 1e-9, "{together}");
    assert!(value("attempts", "letter", "per_year") > value("attempts", "phone", "per_year"));
    assert!(value("lasting", "chain", "share") > 0.0);
    let tutorial = rows(&["run", "scenarios/tutorial.toml", "--format", "json", "--replications", "2"]);
    let absent = ["in_need", "reach", "signals", "attempts", "returned"];
    assert!(tutorial.iter().all(|row| absent.iter().all(|measure| row["measure"] != *measure)));
}

/// A wanted precision may be about reach.
#[test]
fn a_precision_of_reach_is_reached() {
    let printed = printed(&["run", NEED, "--precision", "reach:chain 10 %", "--lang", "en"]);
    assert!(printed.contains("of those in need"), "{printed}");
}

/// Theory keeps away from stages to which residents come out of need.
#[test]
fn theory_does_not_answer_for_residents_out_of_need() {
    let theory = String::from_utf8(keten(&["theory", NEED, "--lang", "en"]).stdout).expect("prints UTF-8");
    assert!(theory.contains("residents come out of need"), "{theory}");
}

/// More in need than fit in memory are refused before anything runs; a path of `--set` leads into a pool.
#[test]
fn a_stock_beyond_bounds_is_refused() {
    let message = refused(&["run", NEED, "--set", "need.households.stock=2500000", "--lang", "en"], 2);
    assert!(message.contains("`2500000` is out of range: accepted is 0 to 2000000"), "{message}");
    let rate = "need.households.signals.rent.rate=3 per year";
    let run = printed(&["run", NEED, "--set", rate, "--replications", "2", "--lang", "en"]);
    assert!(run.contains("cases opened on signals"), "{run}");
}
