//! `keten compare --against`: a run held against figures.

use crate::tools::{TUTORIAL, expect, keten, printed, refused};

/// What queueing theory says of the tutorial.
const FIGURES: &str = "scenarios/figures/tutorial.toml";

#[test]
fn the_tutorial_agrees_with_queueing_theory() {
    for lang in ["en", "nl"] {
        let told = printed(&["compare", TUTORIAL, "--against", FIGURES, "--strict", "--lang", lang]);
        expect(&format!("against-tutorial-{lang}.txt"), &told);
    }
}

/// The same run as `keten run`, whatever the number of threads; one row per figure in both forms.
#[test]
fn tables_for_programs_hold_the_rows_of_the_run() {
    let few = ["--replications", "5", "--threads", "1", "--format", "json"];
    let json = |arguments: &[&str]| {
        let printed = printed(&[arguments, &few].concat());
        serde_json::from_str::<serde_json::Value>(&printed).expect("is JSON")
    };
    let (run, compared) = (json(&["run", TUTORIAL]), json(&["compare", TUTORIAL, "--against", FIGURES]));
    let figures = compared["figures"].as_array().expect("a list");
    let wait = figures.iter().find(|row| row["measure"] == "wait:talk").expect("the mean wait");
    let rows = run["measures"].as_array().expect("a list");
    let is_wait = |row: &&serde_json::Value| {
        row["measure"] == "wait" && row["statistic"] == "mean" && row["class"] == "all" && row["period"] == "all"
    };
    let row = rows.iter().find(is_wait).expect("the mean wait");
    for (here, there) in [("simulated", "value"), ("lower", "lower"), ("half_width", "half_width"), ("n", "n")] {
        assert_eq!(wait[here], row[there], "{here}");
    }
    let few = ["--replications", "5", "--format", "csv"];
    let csv = printed(&[&["compare", TUTORIAL, "--against", FIGURES], &few[..]].concat());
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let verdict = reader.headers().expect("a heading").iter().position(|name| name == "verdict").expect("verdicts");
    let verdicts: Vec<String> = reader.records().map(|row| row.expect("a row")[verdict].to_owned()).collect();
    let expected: Vec<&str> = figures.iter().map(|row| row["verdict"].as_str().expect("a word")).collect();
    assert_eq!(verdicts, expected);
}

/// Every verdict, said in words; only `--strict` makes a failure of them.
#[test]
fn what_does_not_agree_or_exist_is_said_and_fails_only_when_strict() {
    let folder = tempfile::tempdir().expect("a folder");
    let figures = folder.path().join("figures.toml");
    let figure = |title: &str, rest: &str| {
        format!(
            "[[figures]]\ntitle = \"{title}\"\ndefinition = \"d\"\nsource = \"x\"\nmark = \"A\"\nrole = \"set\"\n{rest}\n"
        )
    };
    let text = [
        "keten = 1\ntitle = \"ours\"\n".to_owned(),
        figure("Right", "measure = \"arrivals\"\nlow = 8000\nhigh = 9500"),
        figure("Wrong", "measure = \"arrivals\"\nvalue = 2100\nwithin = \"25 %\""),
        figure("On the edge", "measure = \"arrivals\"\nhigh = 8748"),
        figure("Elsewhere", "measure = \"wait\"\nof = \"intake\"\nlow = \"1 day\""),
    ];
    std::fs::write(&figures, text.concat()).expect("can write");
    let figures = figures.display().to_string();
    let compare = ["compare", TUTORIAL, "--against", &figures];
    let told = printed(&[&compare[..], &["--lang", "en"]].concat());
    for (title, verdict) in [
        ("Right", " agrees"),
        ("Wrong", "does not agree"),
        ("On the edge", "cannot be told"),
        ("Elsewhere", "not measured"),
    ] {
        let line = told.lines().find(|line| line.trim_start().starts_with(title)).expect(title);
        assert!(line.ends_with(verdict), "{line}");
    }
    assert!(
        told.contains(
            "Elsewhere: not measured: this scenario has no `wait:intake`; it has for instance `wait:talk mean`"
        ),
        "{told}"
    );
    assert!(told.contains("4 figures: 1 agrees, 1 does not, 1 cannot be told, 1 is not measured."), "{told}");
    assert!(told.contains("None of them is free, so none tests the model."), "{told}");
    let strict = keten(&[&compare[..], &["--strict"]].concat());
    assert_eq!((strict.status.code(), strict.stdout.is_empty()), (Some(1), false));
    let dutch = printed(&[&compare[..], &["--lang", "nl"]].concat());
    assert!(dutch.contains("4 cijfers: 1 klopt, 1 klopt niet, 1 is niet te zeggen, 1 wordt niet gemeten."), "{dutch}");
}

#[test]
fn one_replication_tells_nothing() {
    let told = printed(&["compare", TUTORIAL, "--against", FIGURES, "--replications", "1", "--lang", "en"]);
    assert!(told.contains("7 figures: 0 agree, 0 do not, 7 cannot be told."), "{told}");
}

#[test]
fn figures_that_are_wrong_are_refused_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong.toml");
    std::fs::write(&wrong, "keten = 1\ntitle = \"x\"\n[[figures]]\nmeasure = \"wiat\"\n").expect("can write");
    let wrong = wrong.display().to_string();
    let said = refused(&["compare", TUTORIAL, "--against", &wrong, "--lang", "en"], 1);
    assert!(said.contains("there is no measure `wiat`") && said.contains("did you mean `wait`?"), "{said}");
    assert!(said.contains("wrong.toml:4") && said.contains("the field `mark` is missing"), "{said}");
    assert!(said.contains("wrong.toml cannot be used: 7 errors"), "{said}");
    let said = refused(&["compare", TUTORIAL, "--against", "nowhere.toml", "--lang", "nl"], 2);
    assert_eq!(said, "fout: nowhere.toml: bestand niet gevonden\n");
    refused(&["compare", TUTORIAL], 2);
}

#[test]
fn the_folder_of_results_holds_the_figures_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let shown = out.display().to_string();
    let output =
        keten(&["compare", TUTORIAL, "--against", FIGURES, "--replications", "3", "--out", &shown, "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| std::fs::read(out.join(name)).expect(name);
    assert_eq!(read("figures.json"), output.stdout);
    assert_eq!(read("figures.toml"), std::fs::read(crate::tools::top().join(FIGURES)).expect("is shipped"));
    let manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).expect("is JSON");
    for name in ["figures.toml", "figures.csv", "figures.json", "measures.csv"] {
        assert!(manifest["sha256"][name].is_string(), "{name}: {manifest}");
    }
}
