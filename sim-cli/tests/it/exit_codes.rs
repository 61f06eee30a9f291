//! Exit codes: 2 for what was typed, 1 for what the scenario or the run is to blame for.

use crate::tools::{TUTORIAL, keten, printed, refused};

#[test]
fn wrong_arguments_are_wrong_use() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mine.txt"), "not ours").expect("can write");
    let full = folder.path().display().to_string();
    for (wrong, said) in [
        (&["run", TUTORIAL, "--set", "teams.dask.workers=4"] as &[&str], "did you mean `desk`?"),
        (&["run", TUTORIAL, "--set", "teams.desk.workers"], "expected PATH=VALUE"),
        (
            &["run", TUTORIAL, "--set", "teams.desk.workers=vier"],
            "a whole number such as 4 (without quotes), or \"unlimited\"",
        ),
        (&["run", TUTORIAL, "--replications", "0"], "at least 1"),
        (&["run", TUTORIAL, "--threads", "0"], "at least 1"),
        (&["verify", "cases", "--threads", "0"], "at least 1"),
        (&["run", TUTORIAL, "--precision", "much"], "expected a measure and a half-width"),
        (&["run", TUTORIAL, "--precision", "wait:dask 5 %"], "there is no measure `wait:dask`"),
        (&["run", TUTORIAL, "--seed", "x"], "expected a whole number"),
        (&["run", TUTORIAL, "--out", &full], "the folder is not empty"),
        (&["show", TUTORIAL, "--format", "json"], "not for the drawing"),
        (&["follow", TUTORIAL, "--resident", "1", "--stream", "post"], "no such stream"),
        (&["check", "nowhere.toml"], "nowhere.toml: file not found"),
        (&["theory", "nowhere.toml"], "nowhere.toml: file not found"),
        (&["verify", "nowhere"], "nowhere: file not found"),
    ] {
        let message = refused(wrong, 2);
        assert!(message.contains(said), "{wrong:?}: {message}");
    }
}

#[test]
fn what_the_scenario_is_to_blame_for_is_no_wrong_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "keten = 1\ntitle = ").expect("can write");
    let broken = broken.display().to_string();
    refused(&["check", &broken], 1);
    refused(&["run", &broken], 1);
    // Also where a change on the command line cannot be made because of it: the place is shown.
    let said = refused(&["run", &broken, "--set", "seed=4"], 1);
    assert!(said.contains("broken.toml:2"), "{said}");
    // One that is not there beside one that is broken is still wrong use.
    assert_eq!(keten(&["check", &broken, "nowhere.toml"]).status.code(), Some(2));
}

#[test]
fn reasons_of_the_system_come_in_the_language_of_the_screen() {
    let said = refused(&["run", "nowhere.toml", "--lang", "nl"], 2);
    assert_eq!(said, "fout: nowhere.toml: bestand niet gevonden\n");
}

#[test]
fn help_tells_the_exit_codes() {
    assert!(printed(&["--help", "--lang", "en"]).contains("2 wrong use"));
    assert!(printed(&["--help", "--lang", "nl"]).contains("2 verkeerd gebruik"));
}
