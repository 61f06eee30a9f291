//! Today's waiting list as a CSV file beside the scenario.

use std::path::Path;

const SCENARIO: &str = r#"keten = 1
title = "With today's list"
present_file = "list.csv"
start = 2027-01-04
horizon = "30 days"
seed = 1
replications = 2
[classes.kind]
private = "rest"
business = 0.2
[arrivals.late]
to = "talk"
moments = ["29 days"]
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = "2 hours"
next = [ { to = "think" } ]
[stages.think]
delay = "1 day"
"#;

fn run(folder: &Path, verb: &[&str]) -> (bool, String, String) {
    let output = assert_cmd::Command::cargo_bin("keten")
        .expect("the program is built")
        .args(verb)
        .current_dir(folder)
        .output()
        .expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

fn with_list(list: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("chain.toml"), SCENARIO).expect("it can be written");
    std::fs::write(folder.path().join("list.csv"), list).expect("it can be written");
    folder
}

/// Three wait since 1, 2 and 3 January and start at 0:00, 2:00 and 4:00 of 4 January; then one comes, who waits for nobody:
/// (72 + 50 + 28 + 0) / 4 hours is 37.5 hours or 1.5625 days. The same list as a Dutch spreadsheet writes it gives the same.
#[test]
fn a_list_is_put_in_place_whichever_spreadsheet_wrote_it() {
    let lists = [
        "stage,state,since,class\ntalk,waiting,2027-01-03,business\ntalk,waiting,2027-01-01,\ntalk,waiting,2027-01-02,\n",
        "\u{feff}Stap;Toestand;Sinds;Doelgroep\r\ntalk;wacht;3-1-2027;business\r\ntalk;wacht;1-1-2027;\r\ntalk;wacht;2-1-2027;\r\n",
    ];
    let outputs = lists.map(|list| {
        let (done, output, errors) = run(with_list(list).path(), &["run", "chain.toml", "--format", "csv"]);
        assert!(done, "{errors}");
        output
    });
    let mean = outputs[0].lines().find(|line| line.starts_with("wait,talk,all,all,mean,")).expect("a mean wait");
    assert!(mean.starts_with("wait,talk,all,all,mean,days,1.5625,"), "{mean}");
    assert_eq!(outputs[0], outputs[1]);
}

/// The folder of results holds a scenario that needs the list no more and gives the same.
#[test]
fn the_scenario_in_the_results_holds_the_list() {
    let folder = with_list("stage,state\ntalk,waiting\ntalk,waiting\nthink,staying\n");
    let (done, _, errors) = run(folder.path(), &["run", "chain.toml", "--out", "results"]);
    assert!(done, "{errors}");
    let written = std::fs::read_to_string(folder.path().join("results/scenario.toml")).expect("it is there");
    assert!(!written.contains("present_file") && written.contains("waiting = 2"), "{written}");
    let (_, one, _) = run(folder.path(), &["run", "chain.toml", "--format", "csv"]);
    let (_, other, _) = run(folder.path(), &["run", "results/scenario.toml", "--format", "csv"]);
    assert!(one.contains("present,chain") && one == other);
}

#[test]
fn every_row_that_cannot_be_understood_is_named() {
    let list = "stage,state,since\ntalk,asleep,2027-01-01\n,waiting,\ntalk,waiting,31-2-2026\n";
    let folder = with_list(list);
    let (done, _, errors) = run(folder.path(), &["run", "chain.toml", "--lang", "en"]);
    assert!(!done);
    for part in
        ["list.csv: line 2: the state is `asleep`", "line 3: `stage` is empty", "line 4: `31-2-2026` is no date"]
    {
        assert!(errors.contains(part), "{part} in:\n{errors}");
    }
    let rows = "tlak,waiting,,\ntalk,waiting,2027-03-01,\ntalk,waiting,,owner\ntalk,in_work,2026-12-01,\n";
    std::fs::write(folder.path().join("list.csv"), format!("stage,state,since,class\n{rows}"))
        .expect("it can be written");
    let (_, _, errors) = run(folder.path(), &["check", "chain.toml", "--lang", "en"]);
    for part in [
        "list.csv: line 2: there is no stage `tlak`; known: talk, think",
        "line 3: 2027-03-01 is after the beginning of the simulation (2027-01-04)",
        "line 4: there is no class `owner`; known: business, private",
    ] {
        assert!(errors.contains(part), "{part} in:\n{errors}");
    }
    assert!(!errors.contains("line 5"), "the date of work in hand is passed over: {errors}");
    std::fs::write(folder.path().join("list.csv"), "stap;wanneer\ntalk;nu\n").expect("it can be written");
    let (_, _, errors) = run(folder.path(), &["check", "chain.toml", "--lang", "nl"]);
    assert!(errors.contains("kolom `wanneer` is niet bekend") && errors.contains("`toestand` ontbreekt"), "{errors}");
    std::fs::remove_file(folder.path().join("list.csv")).expect("it was there");
    let (_, _, errors) = run(folder.path(), &["check", "chain.toml", "--lang", "en"]);
    assert!(errors.contains("list.csv"), "{errors}");
}
