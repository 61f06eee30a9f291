//! `keten briefing`: every figure is that of the tables, in both languages; and what cannot be done is said plainly.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tools::{NEIGHBOURHOOD, keten, refused};

/// Two interventions, and as little as gives an interval.
const WITH: [&str; 6] = ["--with", "shorter_talk", "--with", "more_people+shorter_talk", "--replications", "6"];

/// The tables of a folder that figures are taken from, each with how many columns name a row.
const TABLES: [(&str, usize); 8] = [
    ("measures.csv", 5),
    ("differences.csv", 6),
    ("series.csv", 4),
    ("series_quarters.csv", 4),
    ("series_years.csv", 4),
    ("flows.csv", 2),
    ("losses.csv", 2),
    ("waits_distribution.csv", 2),
];

/// A figure as it stands in the file.
struct Figure {
    /// What a reader sees.
    shown: String,
    values: Vec<f64>,
    from: Vec<String>,
    is_dutch: bool,
}

/// What succeeded told on the error stream.
fn done(arguments: &[&str]) -> String {
    let output = keten(arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {errors}");
    errors
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

/// Several columns of one row, each by its name.
fn columns(from: &str) -> Vec<String> {
    let (row, columns) = from.rsplit_once(':').expect("a row and a column");
    columns.split(',').map(|column| format!("{row}:{column}")).collect()
}

/// All figures that say where they come from; the first document is English.
fn figures(html: &str) -> Vec<Figure> {
    let second = html.find("<div class=\"document\" id=\"document-nl\"").expect("a second document, in Dutch");
    let tags = html.match_indices('<').filter_map(|(at, _)| {
        let tag = &html[at..at + html[at..].find('>')?];
        let from = attribute(tag, "data-from")?;
        let text = &html[at + tag.len() + 1..];
        let decoded =
            |one: &str| one.replace("%20", " ").replace("%25", "%").replace("&gt;", ">").replace("&#39;", "'");
        Some(Figure {
            shown: text[..text.find("</data>")?].to_owned(),
            values: attribute(tag, "value")?.split(' ').map(|value| value.parse().expect("a number")).collect(),
            from: from.split(' ').flat_map(columns).map(|one| decoded(&one)).collect(),
            is_dutch: at > second,
        })
    });
    tags.collect()
}

/// Every value of the tables of a folder with its unit, by the name that a figure gives it.
fn tables(folder: &Path) -> BTreeMap<String, (f64, String)> {
    let mut all = BTreeMap::new();
    for (file, names) in TABLES {
        let Ok(mut table) = csv::Reader::from_path(folder.join(file)) else { continue };
        let heads = table.headers().expect("heads").clone();
        for row in table.records() {
            let row = row.expect("a row");
            let mut name: Vec<String> = row.iter().take(names).map(str::to_owned).collect();
            if file.starts_with("series") {
                // A piece of time is one name.
                let until = name.pop().expect("four names");
                name[2] = format!("{}/{until}", name[2]);
            }
            let name = name.join(":");
            let unit = heads.iter().position(|head| head == "unit").map_or("", |place| &row[place]);
            for (head, value) in heads.iter().zip(row.iter()).skip(names) {
                if let Ok(value) = value.parse() {
                    all.insert(format!("{file}:{name}:{head}"), (value, unit.to_owned()));
                }
            }
        }
    }
    all
}

/// The numbers in a text, with the size of a rounding of each.
fn numbers(shown: &str, is_dutch: bool) -> Vec<(f64, f64)> {
    let (thousands, decimal) = if is_dutch { ('.', ',') } else { (',', '.') };
    let mut found = Vec::new();
    let mut word = String::new();
    for letter in shown.chars().chain([' ']) {
        let belongs = letter.is_ascii_digit() || !word.is_empty() && (letter == thousands || letter == decimal);
        if belongs {
            word.push(letter);
        } else if !word.is_empty() {
            let text = std::mem::take(&mut word).replace(thousands, "").replace(decimal, ".");
            let text = text.trim_end_matches('.');
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            found.push((text.parse().expect("a number"), 10f64.powi(-(decimals as i32))));
        }
    }
    found
}

/// What a value of this unit may be multiplied by where it is shown like this. A difference stands beside what says its unit.
fn scales(unit: &str, shown: &str) -> &'static [f64] {
    let says = |words: &[&str]| words.iter().any(|word| shown.contains(word));
    match unit {
        "share" | "fraction" => &[100.0],
        "days" if says(&["hour", "uur"]) => &[24.0],
        "days" if says(&["minut"]) => &[1440.0],
        "days" if says(&["day", "dag"]) => &[1.0],
        "days" => &[1.0, 24.0, 1440.0],
        _ => &[1.0],
    }
}

/// Whether a number is what is shown of a value: rounded, a bound outwards but not beyond what is possible.
fn is_of((shown, step): (f64, f64), value: f64) -> bool {
    let value = if shown == 0.0 { value.max(0.0) } else { value };
    (value.abs() - shown).abs() <= step * (1.0 + 1e-9) + 1e-9 * value.abs()
}

#[test]
fn every_figure_is_that_of_the_tables_in_both_languages() {
    let parent = tempfile::tempdir().expect("a folder");
    let (out, file) = (parent.path().join("out"), parent.path().join("b.html"));
    let (folder, page) = (out.display().to_string(), file.display().to_string());
    done(&[&["briefing", NEIGHBOURHOOD, "--lang", "en", "-o", &page, "--out", &folder], &WITH[..]].concat());
    let html = fs::read_to_string(&file).expect("written");
    let tables = tables(&out);
    let json: Value = serde_json::from_slice(&fs::read(out.join("comparison.json")).expect("there")).expect("JSON");
    let figures = figures(&html);
    let (mut shown_in, mut files) = ([0, 0], BTreeMap::new());
    for figure in &figures {
        assert_eq!(figure.values.len(), figure.from.len(), "{:?}", figure.from);
        let mut units = Vec::new();
        for (value, from) in figure.values.iter().zip(&figure.from) {
            let pointer = from.strip_prefix("comparison.json:");
            let known = pointer.map_or_else(
                || tables.get(from).cloned(),
                |pointer| Some((json.pointer(pointer)?.as_f64()?, String::new())),
            );
            let (known, unit) = known.unwrap_or_else(|| panic!("{from} is in no table"));
            units.push(unit);
            // A page has nine digits.
            assert!((known - value).abs() <= 1e-8 * value.abs(), "{from} is {known}, not {value}");
            *files.entry(from.split(':').next().unwrap_or_default()).or_insert(0) += 1;
        }
        let shown = &figure.shown;
        shown_in[usize::from(figure.is_dutch)] += 1;
        let numbers = numbers(shown, figure.is_dutch);
        // A value with half its interval has fewer numbers than stand behind it; its own is the first.
        let numbers = if numbers.len() == figure.values.len() { &numbers[..] } else { &numbers[..1] };
        let is_shown =
            |scale: &f64| numbers.iter().zip(&figure.values).all(|(number, value)| is_of(*number, scale * value));
        let unit = &units[0];
        assert!(
            scales(unit, shown).iter().any(is_shown),
            "{shown:?} is not {:?} {unit} of {:?}",
            figure.values,
            figure.from
        );
    }
    assert!(shown_in.iter().all(|&number| number > 100), "{shown_in:?}");
    assert_eq!(shown_in[0], shown_in[1], "both languages say the same");
    assert_eq!(files.len(), 7, "{files:?}");
}

#[test]
fn results_give_the_same_briefing_as_the_scenario() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    done(&[&["briefing", NEIGHBOURHOOD, "-o", &at("first.html"), "--out", &at("compared")], &WITH[..]].concat());
    done(&["briefing", &at("compared"), "-o", &at("second.html")]);
    let (first, second) =
        (fs::read_to_string(at("first.html")).expect("there"), fs::read_to_string(at("second.html")).expect("there"));
    // How long it took is measured at another moment.
    let without = |html: &str| -> Vec<String> {
        html.lines().filter(|line| !line.contains("seconds") && !line.contains("seconden")).map(str::to_owned).collect()
    };
    assert!(without(&first) == without(&second));
    // And of a run, by its manifest.
    keten(&["run", NEIGHBOURHOOD, "--replications", "3", "--out", &at("run")]);
    let manifest = Path::new(&at("run")).join("manifest.json").display().to_string();
    done(&["briefing", &manifest, "-o", &at("run.html"), "--lang", "nl"]);
    let html = fs::read_to_string(at("run.html")).expect("there");
    assert!(html.starts_with("<!doctype html>\n<html lang=\"nl\">"), "the language of the screen comes first");
    assert!(html.contains("De keten nu") && html.contains("The chain today"));
}

#[test]
fn damaged_results_are_refused_and_nothing_is_written() {
    let parent = tempfile::tempdir().expect("a folder");
    let (out, page) = (parent.path().join("run"), parent.path().join("b.html").display().to_string());
    let folder = out.display().to_string();
    keten(&["run", NEIGHBOURHOOD, "--replications", "3", "--out", &folder]);
    let refusal = |code: i32, words: &str| {
        let told = refused(&["briefing", &folder, "-o", &page, "--lang", "en"], code);
        assert!(told.contains(words), "{told}");
        assert!(!Path::new(&page).exists());
    };
    let change = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(out.join(name)).expect("there");
        assert!(text.contains(from), "{name}");
        fs::write(out.join(name), text.replacen(from, to, 1)).expect("written");
    };
    change("measures.csv", "wait,", "weit,");
    refusal(1, "measures.csv is not as it was written");
    change("measures.csv", "weit,", "wait,");
    fs::rename(out.join("series.csv"), out.join("gone.csv")).expect("moved");
    refusal(1, "series.csv is not in the folder any more");
    fs::rename(out.join("gone.csv"), out.join("series.csv")).expect("moved");
    // Of a version whose tables come out otherwise: the hash in the manifest is that of the table in the folder.
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    change("manifest.json", &version, "\"version\": \"0.0.9\"");
    refusal(1, "these results are of version 0.0.9");
    change("manifest.json", "\"version\": \"0.0.9\"", &version);
    change("manifest.json", "\"--replications=3\"", "\"--replications=4\"");
    refusal(1, "measures.csv does not come out as it stands in the folder");
    change("manifest.json", "\"arguments\"", "\"argument\"");
    refusal(2, "does not say which command");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_simulated() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    let refusal = |arguments: &[&str], words: &str| {
        let told = refused(&[&["briefing"], arguments, &["--lang", "en"]].concat(), 2);
        assert!(told.contains(words), "{told}");
    };
    refusal(&[NEIGHBOURHOOD, "-o", &at("b.odt")], "expected a name that ends in .html, .xlsx");
    refusal(&[NEIGHBOURHOOD, "-o", &at("b.html"), "--template", NEIGHBOURHOOD], "--template is for -o FILE.docx");
    refusal(&[NEIGHBOURHOOD, "-o", &at("b.docx"), "--template", NEIGHBOURHOOD], "not a Word or PowerPoint file");
    if !cfg!(feature = "pdf") {
        refusal(&[NEIGHBOURHOOD, "-o", &at("b.pdf")], "built without PDF");
    }
    refusal(&[NEIGHBOURHOOD, "-o", &at("none/b.html")], "does not exist; make it first");
    fs::create_dir(at("folder.html")).expect("made");
    refusal(&[NEIGHBOURHOOD, "-o", &at("folder.html")], "is a folder");
    fs::create_dir(at("empty")).expect("made");
    refusal(&[&at("empty"), "-o", &at("b.html")], "file not found");
    refusal(&[&at("empty"), "-o", &at("b.html"), "--seed", "3"], "say themselves how they were simulated");
}

#[test]
fn what_only_the_maker_knows_is_asked_for_and_then_told() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    let made = |name: &str| {
        done(&["briefing", &at(name), "--replications", "2", "-o", &at("b.html"), "--lang", "en"]);
        fs::read_to_string(at("b.html")).expect("written")
    };
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/tutorial.toml");
    let text = fs::read_to_string(scenario).expect("there");
    fs::write(at("a.toml"), &text).expect("written");
    let html = made("a.toml");
    assert!(html.contains("Fill in “purpose” under [reporting]"));
    let told = "\n[reporting]\npurpose = \"Is one desk enough?\"\nowner = \"Debts team\"\navailable = \"on request\"\npreparation = \"none\"\n";
    fs::write(at("b.toml"), text + told).expect("written");
    let html = made("b.toml");
    for words in ["The question: Is one desk enough?", "Debts team", "All 24 items are filled in."] {
        assert!(html.contains(words), "{words}");
    }
}
