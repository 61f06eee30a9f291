//! `--csv-dialect nl`: tables that a Dutch spreadsheet opens right say the same as those for programs.

use std::fs;
use std::path::Path;

use crate::tools::{NEIGHBOURHOOD, keten, printed};

const MARK: char = '\u{feff}';

/// The fields of a table in either form, numbers with a point.
fn fields(table: &str) -> Vec<Vec<String>> {
    let is_dutch = table.starts_with(MARK);
    let plain = table.trim_start_matches(MARK);
    let delimiter = if is_dutch { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(plain.as_bytes());
    let field = |field: &str| match field.replace(',', ".") {
        number if is_dutch && number.parse::<f64>().is_ok() => number,
        _ => field.to_owned(),
    };
    reader.records().map(|row| row.expect("a row").iter().map(field).collect()).collect()
}

fn done(arguments: &[&str]) {
    let output = keten(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_table_says_the_same_in_both_forms() {
    let tutorial = "scenarios/tutorial.toml";
    let verbs: [&[&str]; 5] = [
        &["run", NEIGHBOURHOOD, "--replications", "2", "--format", "csv"],
        &["compare", NEIGHBOURHOOD, "--with", "shorter_talk", "--replications", "2", "--format", "csv"],
        &["sweep", tutorial, "--vary", "teams.desk.workers=3,4", "--replications", "2", "--format", "csv"],
        &["bottlenecks", NEIGHBOURHOOD, "--format", "csv"],
        &["show", NEIGHBOURHOOD, "--parameters", "--format", "csv"],
    ];
    for verb in verbs {
        let standard = printed(&[verb, &["--csv-dialect", "standard"]].concat());
        assert_eq!(standard, printed(verb), "{verb:?}: that is what is usual");
        let dutch = printed(&[verb, &["--csv-dialect", "nl"]].concat());
        assert!(dutch.starts_with(MARK) && dutch.contains("\r\n"), "{verb:?}");
        assert_eq!(fields(&dutch), fields(&standard), "{verb:?}");
    }
}

#[test]
fn a_folder_in_either_form_is_made_again_and_a_briefing_and_pictures_are_made_of_it() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    let compare = ["compare", NEIGHBOURHOOD, "--with", "shorter_talk", "--replications", "2", "--lang", "en"];
    done(&[&compare[..], &["--out", &at("standard")]].concat());
    done(&[&compare[..], &["--out", &at("nl"), "--csv-dialect", "nl"]].concat());
    for table in ["measures.csv", "differences.csv", "series.csv"] {
        let read = |form: &str| fs::read_to_string(Path::new(&at(form)).join(table)).expect("there");
        assert!(read("nl").starts_with(MARK));
        assert_eq!(fields(&read("nl")), fields(&read("standard")), "{table}");
    }
    let said = printed(&["reproduce", &at("nl"), "--lang", "en"]);
    assert!(!said.contains("differs"), "{said}");
    for form in ["standard", "nl"] {
        let file = at(&format!("{form}.html"));
        done(&["briefing", &at(form), "-o", &file, "--lang", "nl"]);
        let file = at(&format!("{form}.svg"));
        done(&["chart", &at(form), "--what", "waits", "-o", &file, "--lang", "nl"]);
    }
    let same = |ending: &str| {
        let read = |form: &str| fs::read_to_string(at(&format!("{form}.{ending}"))).expect("written");
        let lines = |text: String| -> Vec<String> {
            text.lines().filter(|line| !line.contains("second")).map(str::to_owned).collect()
        };
        assert!(lines(read("standard")) == lines(read("nl")), "{ending}");
    };
    same("html");
    same("svg");
    // Other verbs keep theirs too.
    let sweep = ["sweep", "scenarios/tutorial.toml", "--vary", "teams.desk.workers=3,4", "--replications", "1"];
    done(&[&sweep[..], &["--csv-dialect", "nl", "--out", &at("sweep")]].concat());
    done(&["bottlenecks", NEIGHBOURHOOD, "--csv-dialect", "nl", "--out", &at("ranking")]);
    for folder in ["sweep", "ranking"] {
        done(&["reproduce", &at(folder)]);
    }
    done(&["chart", &at("ranking")]);
}
