//! `keten chart`: one picture, the same as in the folder of results; and what cannot be drawn is said plainly.

use std::fs;
use std::path::Path;

use crate::tools::{NEIGHBOURHOOD, keten, printed, refused};

const WITH: [&str; 6] = ["--with", "shorter_talk", "--with", "more_people+shorter_talk", "--replications", "3"];

/// Draws, and gives the bytes of the file.
fn drawn(arguments: &[&str], output: &Path) -> Vec<u8> {
    let file = output.display().to_string();
    let output = keten(&[&["chart"], arguments, &["-o", &file]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    fs::read(file).expect("written")
}

#[test]
fn a_picture_of_results_is_the_one_in_their_folder_and_that_of_the_scenario() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name);
    let out = at("results").display().to_string();
    let made = keten(&[&["compare", NEIGHBOURHOOD, "--lang", "en", "--out", &out], &WITH[..]].concat());
    assert!(made.status.success());
    for name in ["effects", "shift-arm-2"] {
        for ending in ["svg", "png"] {
            let in_folder = fs::read(at(&format!("results/pictures/{name}.{ending}"))).expect("there");
            let picture = at(&format!("a.{ending}"));
            assert!(drawn(&[&out, "--what", name, "--lang", "en"], &picture) == in_folder);
            let of_scenario = [&[NEIGHBOURHOOD, "--what", name, "--lang", "en"], &WITH[..]].concat();
            assert!(drawn(&of_scenario, &picture) == in_folder);
        }
    }
    // What is not in the folder, another language or a picture of the base, is drawn of what was kept.
    let dutch = String::from_utf8(drawn(&[&out, "--what", "effects", "--lang", "nl"], &at("nl.svg"))).expect("text");
    assert!(dutch.contains("Wat verandert er"), "{dutch}");
    let base = String::from_utf8(drawn(&[&out, "--what", "waits", "--lang", "nl"], &at("b.svg"))).expect("text");
    assert!(base.contains("Hoe lang wachten inwoners"), "{base}");
    // All of them say which results they are of, as the manifest does.
    let manifest = fs::read_to_string(at("results/manifest.json")).expect("there");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let id = format!("· run {} ·", manifest["id"].as_str().expect("a run id"));
    assert!(dutch.contains(&id) && base.contains(&id), "{id}: {base}");
}

#[test]
fn without_a_name_the_pictures_are_listed_with_their_questions() {
    let parent = tempfile::tempdir().expect("a folder");
    let out = parent.path().join("results").display().to_string();
    keten(&["run", NEIGHBOURHOOD, "--replications", "2", "--out", &out]);
    let names = |list: &str| -> Vec<String> {
        list.lines().filter_map(|line| Some(line.split_once("  ")?.0.trim().to_owned())).collect()
    };
    let (english, dutch) = (printed(&["chart", &out, "--lang", "en"]), printed(&["chart", &out, "--lang", "nl"]));
    assert!(english.lines().all(|line| line.ends_with('?')), "{english}");
    assert_eq!(names(&english), names(&dutch), "names are the same in every language");
    // Every picture that a folder holds can be asked for.
    let pictures = fs::read_dir(Path::new(&out).join("pictures")).expect("there");
    for picture in pictures {
        let name = picture.expect("there").path().file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(names(&english).contains(&name), "{name}");
    }
}

#[test]
fn the_order_of_bottlenecks_is_drawn_of_their_folder() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name);
    let out = at("ranking").display().to_string();
    assert!(keten(&["bottlenecks", NEIGHBOURHOOD, "--lang", "en", "--out", &out]).status.success());
    let in_folder = fs::read(at("ranking/pictures/ranks.svg")).expect("there");
    assert!(drawn(&[&out, "--what", "ranks", "--lang", "en"], &at("en.svg")) == in_folder);
    let dutch = String::from_utf8(drawn(&[&out, "--what", "ranks", "--lang", "nl"], &at("nl.svg"))).expect("text");
    assert!(dutch.contains("Welke knelpunten"), "{dutch}");
}

#[test]
fn what_cannot_be_drawn_is_refused_and_nothing_is_written() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    let refusal = |arguments: &[&str], words: &str| {
        let told = refused(&[&["chart"], arguments, &["--lang", "en"]].concat(), 2);
        assert!(told.contains(words), "{told}");
    };
    let of = [NEIGHBOURHOOD, "--replications", "2", "--what"];
    refusal(&[&of[..], &["map", "-o", &at("map.pdf")]].concat(), "expected a name that ends in .svg or .png");
    refusal(&[&of[..], &["map", "-o", &at("none/map.svg")]].concat(), "does not exist; make it first");
    refusal(&[&of[..], &["mpa", "-o", &at("map.svg")]].concat(), "no such picture; they have\n  map ");
    assert!(!Path::new(&at("map.svg")).exists());
    fs::create_dir(at("empty")).expect("made");
    refusal(&[&at("empty"), "--what", "map", "-o", &at("map.svg")], "file not found");
    refusal(&[&at("empty"), "--what", "map", "-o", &at("map.svg"), "--seed", "3"], "say themselves how they were");
    keten(&["sweep", NEIGHBOURHOOD, "--vary", "horizon=1 year,2 years", "--replications", "1", "--out", &at("sweep")]);
    refusal(&[&at("sweep"), "--what", "map", "-o", &at("map.svg")], "no results of `keten run` or `keten compare`");
}
