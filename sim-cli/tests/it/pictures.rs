//! Pictures: each as SVG text in both languages, for a chain of six stages and a chain of one.
//!
//! `INSTA_UPDATE=always cargo test -p sim-cli --test it pictures` accepts new drawings; look at them first.

use std::fs;

use crate::folder::{fixture, run_into};
use crate::tools::keten;

fn check(scenario: &str, lang: &str) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    run_into(&out, &fixture(&format!("{scenario}.toml")), &["--lang", lang]);
    for picture in ["map", "waits", "distribution", "queues", "workload", "flow", "sankey", "funnel"] {
        let read = |ending: &str| fs::read(out.join(format!("pictures/{picture}.{ending}"))).expect("a picture");
        let svg = String::from_utf8(read("svg")).expect("UTF-8");
        insta::assert_snapshot!(format!("{scenario}-{lang}-{picture}"), svg);
        let png = read("png");
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&png[16..20], 1600u32.to_be_bytes(), "1,600 pixels wide");
    }
}

#[test]
fn a_chain_of_six_stages_in_english() {
    check("six_stages", "en");
}

#[test]
fn a_chain_of_six_stages_in_dutch() {
    check("six_stages", "nl");
}

#[test]
fn a_chain_of_one_stage_in_english() {
    check("one_desk", "en");
}

/// What a command writes into the folder of its results; `picture` of that as SVG, with its PNG beside it.
fn drawn(arguments: &[&str], picture: &str) -> String {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().join("results");
    let output = keten(&[arguments, &["--out", &out.display().to_string()]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |ending: &str| fs::read(out.join(format!("pictures/{picture}.{ending}"))).expect("a picture");
    assert_eq!(&read("png")[16..20], 1600u32.to_be_bytes(), "1,600 pixels wide");
    String::from_utf8(read("svg")).expect("UTF-8")
}

/// Six stages beside themselves with more people.
fn compared(lang: &str, picture: &str) -> String {
    let scenario = fixture("six_stages.toml").display().to_string();
    let library = ["--interventions", "scenarios/interventions/intake.toml", "--with", "more_caseworkers"];
    drawn(&[&["compare", &scenario, "--replications", "6", "--lang", lang], &library[..]].concat(), picture)
}

#[test]
fn effects_of_an_intervention_in_both_languages() {
    for lang in ["en", "nl"] {
        insta::assert_snapshot!(format!("six_stages-{lang}-effects"), compared(lang, "effects-arm-1"));
    }
}

#[test]
fn who_gains_by_class() {
    insta::assert_snapshot!("six_stages-en-gained", compared("en", "gained-arm-1"));
}

#[test]
fn where_the_queue_goes() {
    insta::assert_snapshot!("six_stages-en-shift", compared("en", "shift-arm-1"));
}

#[test]
fn ranks_over_rounds() {
    let hidden = "scenarios/textbook/hidden-bottleneck.toml";
    let short = ["--rounds", "3", "--objective", "success", "--set", "horizon=1 year", "--fresh", "4"];
    let arguments = [&["bottlenecks", hidden][..], &short].concat();
    insta::assert_snapshot!("hidden-en-ranks", drawn(&arguments, "ranks"));
}

/// Sixty stages with titles of eighty letters: the twenty that matter most, with a note, and no title beyond its column.
#[test]
fn a_chain_of_sixty_stages_shows_twenty_and_says_so() {
    use std::fmt::Write;
    let mut text = String::from(
        "keten = 1\ntitle = \"Sixty & more\"\nstart = 2027-01-04\nhorizon = \"6 months\"\nseed = 3\nreplications = 2\n\
         [arrivals.a]\nto = \"s00\"\nrate = \"300 per year\"\n[teams.t]\nfte = 20\n",
    );
    for stage in 0..60 {
        let title = format!("{stage:02} {}", "long ".repeat(16));
        write!(text, "[stages.s{stage:02}]\ntitle = \"{}\"\nteam = \"t\"\nwork = \"1 hour\"\n", title.trim())
            .expect("text");
        if stage < 59 {
            writeln!(text, "next = [{{ to = \"s{:02}\" }}]", stage + 1).expect("text");
        }
    }
    let parent = tempfile::tempdir().expect("a temporary folder");
    let (scenario, out) = (parent.path().join("sixty.toml"), parent.path().join("results"));
    fs::write(&scenario, text).expect("a scenario");
    run_into(&out, &scenario, &[]);
    for (picture, note) in [
        ("waits", "The 20 stages with the longest mean wait, of 60."),
        ("queues", "The 20 stages with the longest queues, of 60."),
        ("flow", "The 20 stages where most residents are lost, of 60."),
    ] {
        let svg = fs::read_to_string(out.join(format!("pictures/{picture}.svg"))).expect("a picture");
        assert!(svg.contains(note), "{picture}");
        assert_eq!(
            svg.lines().filter(|line| line.contains("long long") && line.ends_with('…')).count(),
            20,
            "{picture}"
        );
        assert!(svg.contains("<desc>Sixty &amp; more"), "{picture}: text is escaped");
    }
    // The map of a long chain stands in columns, and leaves out what does not fit on a sheet.
    let map = fs::read_to_string(out.join("pictures/map.svg")).expect("a picture");
    assert!(map.contains("smaller stages are left out; who passes them is drawn past them."), "{map}");
}
