//! `keten briefing -o briefing.xlsx`: every number of its tables is that of the folder of results, in both languages.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::tools::{NEIGHBOURHOOD, keten};

const WITH: [&str; 6] = ["--with", "shorter_talk", "--with", "more_people+shorter_talk", "--replications", "4"];

fn done(arguments: &[&str]) {
    let output = keten(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What a cell holds, as a table of the folder writes it; what is empty is empty.
fn is_same(cell: Option<&Data>, field: &str, column: &str) -> bool {
    match cell {
        None | Some(Data::Empty) => field.is_empty(),
        Some(Data::Float(number)) => field.parse() == Ok(*number),
        Some(Data::DateTime(day)) => {
            let days = day.as_f64() as i64 - 25_569;
            let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).expect("a day");
            date.to_string() == field
        }
        // These are told in the language of the reader.
        Some(Data::String(words)) => words == field || (matches!(column, "unit" | "verdict") && !words.is_empty()),
        Some(other) => panic!("{other:?}"),
    }
}

#[test]
fn every_number_is_that_of_the_tables_in_both_languages() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    done(&[&["compare", NEIGHBOURHOOD, "--out", &at("out")], &WITH[..]].concat());
    let sheets = [("en", ["Measures", "Differences", "By month"]), ("nl", ["Uitkomsten", "Verschillen", "Per maand"])];
    let mut charts = BTreeSet::new();
    for (lang, sheets) in sheets {
        let file = at(&format!("{lang}.xlsx"));
        done(&["briefing", &at("out"), "-o", &file, "--lang", lang]);
        let mut book: Xlsx<_> = open_workbook(&file).expect("a workbook");
        for (sheet, table) in sheets.iter().zip(["measures", "differences", "series"]) {
            let cells = book.worksheet_range(sheet).unwrap_or_else(|error| panic!("{sheet}: {error}"));
            let mut reader = csv::Reader::from_path(Path::new(&at("out")).join(format!("{table}.csv"))).expect("there");
            let columns = reader.headers().expect("heads").clone();
            let mut numbers = 0;
            let mut rows = 0;
            for (row, record) in reader.records().enumerate() {
                rows += 1;
                for (column, field) in record.expect("a row").iter().enumerate() {
                    // In front of them stands what the row says.
                    let cell = cells.get_value((row as u32 + 1, column as u32 + 1));
                    assert!(is_same(cell, field, &columns[column]), "{sheet}, row {row}: {cell:?} is not {field:?}");
                    numbers += usize::from(matches!(cell, Some(Data::Float(_))));
                }
            }
            assert!(numbers > 100, "{sheet}: {numbers} numbers");
            assert_eq!(cells.height(), rows + 1, "{sheet} has no rows but these");
        }
        let mut zip = zip::ZipArchive::new(fs::File::open(&file).expect("there")).expect("a zip");
        let names: Vec<String> = zip.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
        let with = |begin: &str| names.iter().filter(|name| name.starts_with(begin)).cloned().collect::<Vec<_>>();
        charts.insert(with("xl/charts/chart").len());
        for drawing in with("xl/drawings/drawing") {
            let mut text = String::new();
            zip.by_name(&drawing).expect("there").read_to_string(&mut text).expect("text");
            assert_eq!(text.matches("<xdr:cNvPr ").count(), text.matches(" descr=\"").count(), "{drawing}");
        }
    }
    assert_eq!(charts.len(), 1, "both languages have the same charts");
    assert!(charts.first() > Some(&10), "{charts:?}");
}

#[test]
fn words_of_the_workbook_are_in_its_language_and_the_same_results_give_the_same_bytes() {
    let parent = tempfile::tempdir().expect("a folder");
    let at = |name: &str| parent.path().join(name).display().to_string();
    done(&["run", NEIGHBOURHOOD, "--replications", "2", "--out", &at("out")]);
    let made = |name: &str| {
        done(&["briefing", &at("out"), "-o", &at(name), "--lang", "nl"]);
        fs::read(at(name)).expect("written")
    };
    assert!(made("a.xlsx") == made("b.xlsx"));
    let mut book: Xlsx<_> = open_workbook(at("a.xlsx")).expect("a workbook");
    let names = book.sheet_names();
    for name in ["Kaart", "Wachttijden", "Wachtrijen", "Uitkomsten", "Begrippen", "Wat er is ingevuld"] {
        assert!(names.iter().any(|known| known == name), "{name} is not among {names:?}");
    }
    // A number of the scenario with its mark and its source apart.
    let cells = book.worksheet_range("Wat er is ingevuld").expect("there");
    let row = cells.rows().find(|row| row[2] == Data::String("S".to_owned())).expect("a number with a source");
    assert!(matches!(&row[3], Data::String(source) if !source.starts_with("S:")), "{row:?}");
    let words = book.worksheet_range("Begrippen").expect("there");
    assert!(words.rows().any(|row| row[1] == Data::String("wait".to_owned()) && row[2].to_string().contains("wacht")));
}
