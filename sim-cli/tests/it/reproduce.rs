//! `keten reproduce`: results come out the same from their folder alone, and what was changed is found.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::folder::{fixture, run_into};

fn keten(arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests");
    command.args(arguments).args(["--lang", "en"]);
    command
}

/// What is said of a folder that ends with this code.
fn reproduce(folder: &Path, code: i32) -> String {
    let assert = keten(&["reproduce"]).arg(folder).assert().code(code);
    let output = assert.get_output();
    String::from_utf8([&output.stdout[..], &output.stderr[..]].concat()).expect("UTF-8")
}

#[test]
fn every_verb_with_a_folder_is_reproduced_from_it_alone() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let (scenario, figures) = (parent.path().join("desk.toml"), parent.path().join("measured.toml"));
    fs::copy(fixture("one_desk.toml"), &scenario).expect("copied");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/figures/tutorial.toml"), &figures)
        .expect("copied");
    let out = |name: &str| parent.path().join(name);
    let set = ["--set", "teams.desk.workers=4", "--set", "title=A desk = more", "--antithetic", "--replications", "4"];
    run_into(&out("run"), &scenario, &set);
    run_into(&out("dutch"), &scenario, &["--precision", "wait:talk 20 %", "--seed", "random", "--lang", "nl"]);
    let design =
        ["--vary", "teams.desk.workers=3,4", "--vary", "stages.talk.work=1 hour..2 hours", "--sample", "sobol:4"];
    keten(&["sweep", "--measure", "wait", "--by", "class"])
        .args(design)
        .arg(&scenario)
        .arg("--out")
        .arg(out("sweep"))
        .assert()
        .success();
    let compare = |command: &mut assert_cmd::Command| _ = command.arg("--out").arg(out("compare")).assert().success();
    compare(keten(&["compare"]).arg(&scenario).arg("--against").arg(&figures));
    // Nothing but the folders is left.
    fs::remove_file(&scenario).expect("removed");
    fs::remove_file(&figures).expect("removed");
    for name in ["run", "dutch", "sweep", "compare"] {
        let told = reproduce(&out(name), 0);
        assert!(told.contains("files are the same, byte for byte"), "{name}: {told}");
        assert!(reproduce(&out(name).join("manifest.json"), 0).contains("scenario.toml"));
    }
}

/// A log of thirty residents, half of them by post.
fn write_log(path: &Path) {
    let row = |number: u32| {
        let day = 1 + number % 20;
        let channel = if number.is_multiple_of(2) { "post" } else { "web" };
        format!(
            "Z{number},intake,{day}-2-2024 09:00,{day}-2-2024 10:00,desk,{channel}\nZ{number},plan,{}-2-2024 11:00,{}-2-2024 12:00,planning,{channel}\n",
            day + 3,
            day + 3
        )
    };
    let rows: String = (0..30).map(row).collect();
    fs::write(path, format!("case,activity,start,end,team,channel\n{rows}")).expect("written");
}

#[test]
fn what_a_log_shows_is_reproduced_from_its_folder_and_the_log() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| parent.path().join(name);
    fs::create_dir(at("data")).expect("made");
    write_log(&at("data/log.csv"));
    let mine = |out: &str, more: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("keten").expect("the program is built with its tests");
        command.args(["mine", "data/log.csv", "--out", out]).args(more).current_dir(parent.path()).assert().success();
    };
    mine("plain", &["--between", "intake", "plan", "--ends", "plan", "--coarsen", "hour", "--smallest", "3"]);
    mine("dutch", &["--csv-dialect", "nl", "--lang", "nl", "--case", "case", "--dates", "day-first", "--clock", "utc"]);
    for name in ["plain", "dutch"] {
        let told = reproduce(&at(name), 0);
        assert!(told.contains("pictures/map.svg") && told.contains("files are the same, byte for byte"), "{told}");
    }
    let manifest = fs::read_to_string(at("plain/manifest.json")).expect("there");
    assert!(manifest.contains("\"../data/log.csv\"") && !manifest.contains(parent.path().to_str().expect("UTF-8")));
    // Moved beside the results, under another name, gone, and changed.
    fs::rename(at("data/log.csv"), at("log.csv")).expect("moved");
    reproduce(&at("plain"), 0);
    fs::rename(at("log.csv"), at("old.csv")).expect("moved");
    let told = reproduce(&at("plain"), 2);
    assert!(told.contains("not found") && told.contains("../data/log.csv") && told.contains("--log LOG"), "{told}");
    let with = |more: &[&str], code: i32| {
        let mut command = keten(&["reproduce", "plain"]);
        let assert = command.current_dir(parent.path()).args(more).assert().code(code);
        let output = assert.get_output();
        String::from_utf8([&output.stdout[..], &output.stderr[..]].concat()).expect("UTF-8")
    };
    assert!(with(&["--log", "old.csv"], 0).contains("reproduced: all"));
    assert!(with(&["--log", "nowhere.csv"], 2).contains("file not found"));
    assert!(with(&["--log", "old.csv", "--hash-key", "old.csv"], 2).contains("cases were not hashed"));
    let text = fs::read_to_string(at("old.csv")).expect("there").replacen("web", "post", 1);
    fs::write(at("log.csv"), text).expect("written");
    let told = reproduce(&at("plain"), 2);
    assert!(told.contains("log.csv: the log has changed since these results were made"), "{told}");
    // A table that somebody improved is found as for every verb.
    let cases = fs::read_to_string(at("plain/cases.csv")).expect("there").replacen("post", "web", 1);
    fs::write(at("plain/cases.csv"), cases).expect("written");
    assert!(with(&["--log", "old.csv"], 1).contains("not reproduced: 1 of "));
}

#[test]
fn a_key_is_never_kept_and_has_to_be_given_again() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| parent.path().join(name);
    write_log(&at("log.csv"));
    let key = "a key of more than sixteen letters";
    fs::write(at("key"), key).expect("written");
    fs::write(at("other"), "another key of enough letters").expect("written");
    let run = |arguments: &[&str], code: i32| {
        let assert = keten(arguments).current_dir(parent.path()).assert().code(code);
        let output = assert.get_output();
        String::from_utf8([&output.stdout[..], &output.stderr[..]].concat()).expect("UTF-8")
    };
    run(&["mine", "log.csv", "--hash-key", "key", "--out", "out"], 0);
    let manifest = fs::read_to_string(at("out/manifest.json")).expect("there");
    assert!(!manifest.contains(key) && !manifest.contains("--hash-key") && !manifest.contains("Z1"), "{manifest}");
    assert!(run(&["reproduce", "out"], 2).contains("give its file with --hash-key KEYFILE"));
    assert!(run(&["reproduce", "out", "--hash-key", "key"], 0).contains("reproduced: all"));
    // With another key every case has another name, and nothing else is different.
    assert!(run(&["reproduce", "out", "--hash-key", "other"], 1).contains("not reproduced: 1 of "));
    run_into(&at("run"), &fixture("one_desk.toml"), &[]);
    assert!(run(&["reproduce", "run", "--log", "log.csv"], 2).contains("these results are not of a log"));
}

#[test]
fn what_was_changed_is_found() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("out");
    run_into(&out, &fixture("one_desk.toml"), &[]);
    let change = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(out.join(name)).expect("there");
        assert!(text.contains(from));
        fs::write(out.join(name), text.replacen(from, to, 1)).expect("written");
    };
    // A table that somebody improved.
    change("measures.csv", "wait,talk,all,all,mean,days,0.", "wait,talk,all,all,mean,days,0.0");
    let told = reproduce(&out, 1);
    assert!(told.contains("the file in the folder was changed since"), "{told}");
    assert!(told.contains("not reproduced: 1 of "), "{told}");
    change("measures.csv", "wait,talk,all,all,mean,days,0.0", "wait,talk,all,all,mean,days,0.");
    reproduce(&out, 0);
    // Another scenario gives other tables.
    change("scenario.toml", "workers = 3", "workers = 4");
    let told = reproduce(&out, 1);
    assert!(told.contains("measures.csv") && told.contains("differs, from line"), "{told}");
    change("scenario.toml", "workers = 4", "workers = 3");
    fs::remove_file(out.join("series.csv")).expect("removed");
    assert!(reproduce(&out, 1).contains("is not in the folder any more"));
}

#[test]
fn what_cannot_be_reproduced_is_said() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("out");
    run_into(&out, &fixture("one_desk.toml"), &[]);
    let path = out.join("manifest.json");
    let manifest: Value = serde_json::from_slice(&fs::read(&path).expect("there")).expect("JSON");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = manifest.clone();
        change(&mut changed);
        fs::write(&path, changed.to_string()).expect("written");
        reproduce(&out, 2)
    };
    assert!(with(&|manifest| manifest["stopped"] = "interrupted".into()).contains("give the same command again"));
    assert!(with(&|manifest| manifest["program"] = "other".into()).contains("is no manifest of keten"));
    assert!(with(&|manifest| manifest["command"] = Value::Null).contains("does not say which command"));
    assert!(
        with(&|manifest| manifest["command"]["arguments"] = vec!["schema"].into())
            .contains("does not say which command")
    );
    assert!(
        with(&|manifest| manifest["command"]["files"]["one_desk.toml"] = "../x.toml".into()).contains("does not say")
    );
    fs::write(&path, "{").expect("written");
    assert!(reproduce(&out, 2).contains("is no manifest of keten"));
    assert!(reproduce(&parent.path().join("nowhere"), 2).contains("file not found"));
}
