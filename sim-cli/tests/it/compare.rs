//! `keten compare`: scenarios side by side on the same luck.

use serde_json::Value;

use crate::tools::{NEIGHBOURHOOD, TUTORIAL, expect, keten, printed, refused};

/// As little as gives an interval.
const FEW: [&str; 2] = ["--replications", "6"];

fn compared(arguments: &[&str]) -> Value {
    let printed = printed(&[&["compare"], arguments, &FEW, &["--format", "json"]].concat());
    serde_json::from_str(&printed).expect("is JSON")
}

fn rows(arm: &Value) -> &Vec<Value> {
    arm["differences"].as_array().expect("a list")
}

#[test]
fn the_same_scenario_differs_in_nothing() {
    let found = compared(&[NEIGHBOURHOOD, NEIGHBOURHOOD]);
    let arm = &found["arms"][0];
    assert_eq!(arm["differs"].as_array().map(Vec::len), Some(0));
    for row in rows(arm) {
        let nothing = row["difference"].as_f64().is_none_or(|difference| difference == 0.0);
        assert!(nothing && matches!(row["verdict"].as_str(), Some("unchanged" | "too_few_events")), "{row}");
    }
    assert_eq!(
        (arm["residents"]["gained"]["value"].as_f64(), arm["residents"]["lost"]["value"].as_f64()),
        (Some(0.0), Some(0.0))
    );
    let told = printed(&[&["compare", TUTORIAL, TUTORIAL, "--lang", "en"], &FEW[..]].concat());
    assert!(told.contains("Nothing changes") && told.contains("differ in nothing that counts"), "{told}");
}

#[test]
fn interventions_are_told_in_both_languages() {
    for lang in ["en", "nl"] {
        let with = ["--with", "shorter_talk", "--with", "more_people+shorter_talk"];
        let told = printed(&[&["compare", NEIGHBOURHOOD, "--lang", lang], &with[..], &FEW[..]].concat());
        expect(&format!("compare-neighbourhood-{lang}.txt"), &told);
    }
}

/// What `compare --with` says is what comes of comparing with the file that `apply` writes; and the base is the run itself.
#[test]
fn an_applied_intervention_is_an_ordinary_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("applied.toml").display().to_string();
    let library = ["--interventions", "sim-cli/tests/scenarios/interventions"];
    let applied = keten(&[&["apply", NEIGHBOURHOOD, "--with", "shorter_talk", "-o", &file], &library[..]].concat());
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let with = compared(&[&[NEIGHBOURHOOD, "--with", "shorter_talk"], &library[..]].concat());
    let files = compared(&[NEIGHBOURHOOD, &file]);
    assert_eq!(rows(&with["arms"][0]), rows(&files["arms"][0]));

    let run = printed(&[&["run", NEIGHBOURHOOD, "--format", "json"], &FEW[..]].concat());
    let run: Value = serde_json::from_str(&run).expect("is JSON");
    let wait = |row: &&Value| {
        let names =
            ["measure", "of", "class", "period", "statistic"].map(|name| row[name].as_str().unwrap_or_default());
        names == ["wait", "first_talk", "all", "all", "mean"]
    };
    let in_run = run["measures"].as_array().expect("a list").iter().find(wait).expect("the wait");
    let in_base = rows(&with["arms"][0]).iter().find(wait).expect("the wait");
    assert_eq!(in_base["before"], in_run["value"]);
}

#[test]
fn threads_make_no_difference() {
    let with = ["compare", NEIGHBOURHOOD, "--with", "shorter_talk", "--format", "csv"];
    let on = |threads: &str| printed(&[&with[..], &FEW[..], &["--threads", threads]].concat());
    assert_eq!(on("1"), on("3"));
}

#[test]
fn what_differs_between_two_files_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("other.toml");
    let text = std::fs::read_to_string(crate::tools::top().join(TUTORIAL)).expect("a file");
    std::fs::write(&other, text.replace("workers = 3", "workers = 4")).expect("it can be written");
    let told = printed(&[&["compare", TUTORIAL, &other.display().to_string(), "--lang", "en"], &FEW[..]].concat());
    assert!(told.contains("teams.desk.workers: 3 → 4"), "{told}");
    assert!(told.contains("Wait, First talk falls from") && told.contains("better"), "{told}");
}

#[test]
fn the_precision_is_that_of_the_difference() {
    let with = ["compare", NEIGHBOURHOOD, "--with", "more_people", "--lang", "en"];
    let told = printed(&[&with[..], &["--precision", "wait:first_talk 1 day"]].concat());
    let line = told.lines().find(|line| line.starts_with("precision of the difference")).expect("a line");
    let reached = line.rsplit("± ").next().and_then(|rest| rest.split(' ').next()?.parse::<f64>().ok());
    assert!(reached.is_some_and(|reached| reached <= 1.0), "{line}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let said = refused(&["compare", NEIGHBOURHOOD, "--lang", "en"], 2);
    assert!(said.contains("--with") && said.contains("--against"), "{said}");
    let said = refused(&["compare", NEIGHBOURHOOD, TUTORIAL, "--lang", "en"], 2);
    assert!(said.contains("2 years from 2027-01-04") && said.contains("1 year from 2027-01-04"), "{said}");
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("other.toml");
    let text = std::fs::read_to_string(crate::tools::top().join(TUTORIAL)).expect("a file");
    std::fs::write(&other, text.replace("[report]", "[report]\nfollow_up = \"2 months\"")).expect("it can be written");
    let said = refused(&["compare", TUTORIAL, &other.display().to_string(), "--lang", "en"], 2);
    assert!(said.contains("follow_up"), "{said}");
    let said = refused(&["compare", NEIGHBOURHOOD, "--with", "shorter_talks", "--lang", "en"], 2);
    assert!(said.contains("`shorter_talk`"), "{said}");
    let said = refused(&["compare", NEIGHBOURHOOD, "--with", "shorter_talk", "--precision", "wait:nobody 5 %"], 2);
    assert!(said.contains("wait:"), "{said}");
}

/// Residents who came before an intervention began say nothing of what it costs to reach one more.
#[test]
fn what_begins_later_has_no_cost_for_each_resident() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("later.toml");
    let later = "keten = 1\ntitle = \"Later\"\n[interventions.later]\ntitle = \"More people later\"\nfrom = 2027-07-01\n\
                 changes = [ { at = \"teams.*.workers\", plus = 2, optional = true }, { at = \"teams.*.fte\", plus = 2, optional = true } ]\n\
                 cost = { per_year = \"60000 euro\" }\n";
    std::fs::write(&library, later).expect("it can be written");
    let library = library.display().to_string();
    let found = compared(&[NEIGHBOURHOOD, "--interventions", &library, "--with", "later"]);
    let cost = &found["arms"][0]["cost"];
    assert_eq!(cost["per_resident_reached"]["no_estimate"], "begins_later", "{cost}");
    assert!(cost["extra_per_year"]["value"].as_f64().is_some_and(|euro| euro > 30_000.0), "{cost}");
}

/// What an intervention brings stands in the scenario that it was applied to: again would count double.
#[test]
fn an_intervention_is_applied_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("applied.toml").display().to_string();
    let library = ["--interventions", "sim-cli/tests/scenarios/interventions"];
    let with = ["--with", "shorter_talk", "--lang", "en"];
    let applied = keten(&[&["apply", NEIGHBOURHOOD, "-o", &file], &with[..], &library[..]].concat());
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let said = refused(&[&["apply", &file], &with[..], &library[..]].concat(), 1);
    assert!(said.contains("`shorter_talk` has been applied to this scenario already"), "{said}");
}

/// The folder holds all that is needed to make its tables again: scenarios, interventions and the command.
#[test]
fn a_comparison_can_be_made_again_from_its_folder() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| parent.path().join(name).display().to_string();
    let (out, kept) = (folder("out"), folder("kept"));
    let arguments = ["compare", NEIGHBOURHOOD, NEIGHBOURHOOD, "--with", "shorter_talk", "--keep", &kept, "--out", &out];
    let done = keten(&[&arguments[..], &FEW[..]].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let again = keten(&["reproduce", &out, "--lang", "en"]);
    let told = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(again.status.success() && told.contains("differences.csv") && told.contains("comparison.json"), "{told}");
    // What was kept gives the same bytes as simulating.
    let csv = |more: &[&str]| printed(&[&arguments[..5], &FEW[..], &["--format", "csv"], more].concat());
    assert_eq!(csv(&[]), csv(&["--keep", &kept]));
}
