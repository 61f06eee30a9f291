//! `keten mine`: a log read, told of, and shown.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

fn keten(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::cargo_bin("keten").expect("built").args(arguments).output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// Forty residents: a desk takes in, a team plans, and one in four withdraws. By post it takes a week longer.
fn log(folder: &Path) -> String {
    let mut text = "zaaknummer;activiteit;start;eind;medewerker;team;kanaal\n".to_owned();
    for number in 0..40 {
        let day = 1 + number % 20;
        let kanaal = if number % 2 == 0 { "post" } else { "web" };
        let later = day + 2 + number % 3 + if number % 2 == 0 { 7 } else { 0 };
        text += &format!("Z{number};intake;{day}-2-2024 09:00;{day}-2-2024 10:00;Anne;balie;{kanaal}\n");
        let end = if number % 4 == 3 { "ingetrokken" } else { "plan van aanpak" };
        let (month, later) = if later > 29 { (3, later - 29) } else { (2, later) };
        text +=
            &format!("Z{number};{end};{later}-{month}-2024 11:00;{later}-{month}-2024 12:00;Bas;schuldhulp;{kanaal}\n");
    }
    let path = folder.join("log.csv");
    fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_log_is_told_of_and_shown_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let (good, shown, told) = keten(&["mine", &log, "--lang", "nl"]);
    assert!(good, "{told}");
    assert!(told.contains("40 zaken") && told.contains("zaak `zaaknummer`") && told.contains("d-m-jjjj"), "{told}");
    assert!(shown.contains("30 zaken zijn klaar, 10 uitgevallen, 0 lopen nog."), "{shown}");
    assert!(shown.contains("balie → schuldhulp") && shown.contains("kanaal = "), "{shown}");
    let (good, shown, _) = keten(&["mine", &log, "--lang", "en"]);
    assert!(good && shown.contains("30 cases are done, 10 dropped out, 0 are open."), "{shown}");
    // By post it takes seven days longer, and that is told.
    let post = shown.lines().find(|line| line.contains("kanaal = ")).unwrap_or_default();
    assert!(post.contains("7.0 days") || post.contains("6.9 days") || post.contains("7.1 days"), "{shown}");
}

#[test]
fn a_folder_has_every_table_and_picture() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let out = folder.path().join("found");
    let (good, json, told) = keten(&["mine", &log, "--out", out.to_str().unwrap(), "--format", "json", "--lang", "en"]);
    assert!(good, "{told}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["cases"], &json["throughput"]["otherwise"]), (&40.into(), &10.into()));
    for name in ["cases", "activities", "steps", "handovers", "variants", "resources", "traits", "survival"] {
        let table = fs::read_to_string(out.join(format!("{name}.csv"))).unwrap();
        assert!(table.lines().count() > 1, "{name}: {table}");
    }
    assert_eq!(fs::read_to_string(out.join("cases.csv")).unwrap().lines().count(), 41);
    for name in ["map.svg", "map.png", "handovers.svg", "traits.png"] {
        assert!(out.join("pictures").join(name).is_file(), "{name}");
    }
}

/// The forty, of which two by telephone go by way of a third team.
fn log_with_a_small_group(folder: &Path) -> String {
    let path = log(folder);
    let mut text = fs::read_to_string(&path).expect("written above");
    for number in 40..42 {
        text += &format!("Z{number};intake;{number}-2-2024 09:00;{number}-2-2024 10:00;Anne;balie;telefoon\n")
            .replace(&format!("{number}-2-2024"), "5-2-2024");
        text += &format!("Z{number};beslag;9-2-2024 09:00;9-2-2024 10:00;Carla;beslag;telefoon\n");
        text += &format!("Z{number};plan van aanpak;12-2-2024 09:00;12-2-2024 10:00;Bas;schuldhulp;telefoon\n");
    }
    fs::write(&path, text).expect("can write");
    path
}

#[test]
fn what_fewer_than_ten_cases_share_is_shown_only_when_asked_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let log = log_with_a_small_group(folder.path());
    let mined = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let asked = [&["mine", &log, "--out", out.to_str().unwrap()], more].concat();
        let (good, shown, told) = keten(&asked);
        assert!(good, "{told}");
        (shown, told, out)
    };
    let (shown, told, out) = mined("few", &["--lang", "en"]);
    let table = |out: &Path, name: &str| fs::read_to_string(out.join(name)).unwrap();
    let handovers = table(&out, "handovers.csv");
    assert!(handovers.contains("balie,schuldhulp,40,40,") && !handovers.contains("beslag"), "{handovers}");
    assert!(handovers.ends_with(",,4,,,,,,,,,\n"), "all others are one row with their number: {handovers}");
    assert!(shown.contains("fewer than 10 cases went that way: 2 pairs (--smallest)"), "{shown}");
    let cases = table(&out, "cases.csv");
    assert!(cases.contains(",post") && cases.contains(",web") && !cases.contains("telefoon"), "{cases}");
    assert!(told.contains("cases.csv: 2 values of traits that fewer than 10 cases share"), "{told}");
    let steps = table(&out, "steps.csv");
    assert!(steps.contains("intake,beslag,2,,2,,,,,,,\n"), "how often is the map's, how long is not: {steps}");
    let json: serde_json::Value = serde_json::from_str(&table(&out, "mined.json")).unwrap();
    assert_eq!((&json["hidden"]["handover_pairs"], &json["hidden"]["trait_values_of_cases"]), (&2.into(), &2.into()));
    assert!(!table(&out, "pictures/handovers.svg").contains("beslag"));
    let (shown, told, out) = mined("all", &["--smallest", "1", "--lang", "nl"]);
    assert!(table(&out, "handovers.csv").contains("beslag,schuldhulp,2,2,"));
    assert!(
        table(&out, "cases.csv").contains("telefoon") && !told.contains("cases.csv") && !shown.contains("--smallest")
    );
    let (_, told, _) = mined("dutch", &["--lang", "nl"]);
    assert!(told.contains("waarden van kenmerken die minder dan 10 zaken delen zijn leeg gelaten"), "{told}");
    let (good, _, told) = keten(&["mine", &log, "--smallest", "0"]);
    assert!(!good && told.contains("--smallest"), "{told}");
}

#[test]
fn identifiers_are_hashed_with_a_key_and_moments_coarsened() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let key = folder.path().join("key");
    fs::write(&key, "short").unwrap();
    let asked = |key: &Path| {
        let key = key.to_str().unwrap().to_owned();
        keten(&["mine", &log, "--hash-key", &key, "--coarsen", "day", "--format", "csv", "--lang", "en"])
    };
    let (good, _, told) = asked(&key);
    assert!(!good && told.contains("at least 16"), "{told}");
    fs::write(&key, "a key of more than sixteen letters").unwrap();
    let (good, cases, _) = asked(&key);
    assert!(good && !cases.contains("Z1") && cases.lines().count() == 41);
    assert_eq!(cases, asked(&key).1);
    // A day in February begins at 23:00 universal time of the day before.
    assert!(cases.lines().skip(1).all(|line| line.split(',').nth(2).unwrap().ends_with("23:00")), "{cases}");
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    for (arguments, expected) in [
        (vec!["mine", &log, "--case", "nee"], "`zaaknummer`"),
        (vec!["mine", &log, "--ends", "sluiten"], "`plan van aanpak`"),
        (vec!["mine", &log, "--clock", "zomer"], "+01:00"),
        (vec!["mine", "nergens.csv"], "not found"),
    ] {
        let (good, _, told) = keten(&[&arguments[..], &["--lang", "en"]].concat());
        assert!(!good && told.contains(expected), "{told}");
    }
    if cfg!(not(feature = "sqlite")) {
        let database = folder.path().join("log.csv.db");
        fs::write(&database, b"SQLite format 3\0and so on").unwrap();
        for (lang, expected) in [("en", "cargo build --release --features sqlite"), ("nl", "OCEL in JSON of XML")] {
            let mine = ["mine", database.to_str().unwrap(), "--lang", lang];
            let output = Command::cargo_bin("keten").unwrap().args(mine).output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(2) && told.contains(expected), "{told}");
        }
    }
    let bare = folder.path().join("bare.csv");
    fs::write(&bare, "naam,activiteit,datum\nx,a,1-2-2024\n").unwrap();
    let (good, _, told) = keten(&["mine", bare.to_str().unwrap(), "--lang", "nl"]);
    assert!(!good && told.contains("--case KOLOM"), "{told}");
}
