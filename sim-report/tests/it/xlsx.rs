//! Documents as a workbook, read again by another program's eyes: what stands in its cells, what its charts are fed with.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};
use sim_core::lang::Lang;
use sim_report::chart::{
    ChainMap, Chart, EffectGroup, EffectRow, Effects, Form, Funnel, FunnelGroup, FunnelLook, FunnelRow, MapArrow,
    MapKind, MapNode, RankLook, RankPlace, RankRound, Ranks, Verdict,
};
use sim_report::document::{Block, Document, Section, Text};
use sim_report::xlsx::{Cell, Kind, Tidy, write};

use crate::sample::{HOSTILE, documents};

/// Words that would be a formula if they were not words.
const FORMULA: &str = "=HYPERLINK(\"https://example.org\")";

fn chart(name: &str, form: Form) -> Chart {
    Chart {
        name: name.to_owned(),
        title: format!("{FORMULA} {name}?"),
        subtitle: "Sample".to_owned(),
        description: "Says of each what it is. ".repeat(20),
        form,
        notes: vec!["+1".to_owned()],
        footer: "sample.toml · seed 1".to_owned(),
        lang: Lang::Nl,
    }
}

fn effects() -> Form {
    let row = |label: &str, value: f64, verdict| EffectRow {
        label: label.to_owned(),
        before: None,
        value: Some(value),
        interval: Some((value - 4.0, value + 6.0)),
        verdict,
        cells: vec![Text::from("31 → 12")],
        word: "beter".to_owned(),
    };
    Form::Effects(Effects {
        axis: "verschil (%)".to_owned(),
        limits: Some((-100.0, 100.0)),
        before: None,
        interval: "95 %".to_owned(),
        verdicts: vec![(Verdict::Better, "beter".to_owned()), (Verdict::CannotTell, "onzeker".to_owned())],
        columns: vec!["zonder → met".to_owned(), "oordeel".to_owned()],
        groups: vec![EffectGroup {
            head: Some("@wacht".to_owned()),
            rows: vec![row("Intake", -12.5, Verdict::Better), row("-Plan", 1.25, Verdict::CannotTell)],
        }],
    })
}

fn funnel() -> Form {
    let row = |label: &str, parts: &[(FunnelLook, f64)]| FunnelRow {
        label: label.to_owned(),
        parts: parts.to_vec(),
        interval: Some((parts[0].1 - 0.01, parts[0].1 + 0.02)),
        cells: vec![Text::from("1 %")],
    };
    let group =
        |head: &str, rows| FunnelGroup { head: head.to_owned(), columns: vec!["aandeel".to_owned()], whole: 1.0, rows };
    Form::Funnel(Funnel {
        looks: vec![(FunnelLook::Reached, "bereikt".to_owned()), (FunnelLook::LostHere, "kwijt".to_owned())],
        interval: "95 %".to_owned(),
        groups: vec![
            group("Per stap", vec![row("Intake", &[(FunnelLook::Reached, 0.5), (FunnelLook::LostHere, 0.25)])]),
            group("Einde", vec![row("Klaar", &[(FunnelLook::Success, 0.125)])]),
        ],
    })
}

fn ranks() -> Form {
    let place = |id, rank| RankPlace { id, label: format!("={id}"), rank, look: RankLook::Helps, effect: None };
    let round = |head: &str, places| RankRound { head: head.to_owned(), facts: Vec::new(), places };
    Form::Ranks(Ranks {
        rounds: vec![round("Ronde 1", vec![place(0, 1), place(1, 2)]), round("Ronde 2", vec![place(1, 1)])],
        effect: "effect".to_owned(),
        looks: Vec::new(),
        left: None,
    })
}

fn map() -> Form {
    let node = |label: &str, kind| MapNode {
        kind,
        label: label.to_owned(),
        phase: None,
        facts: Vec::new(),
        flow: 10.0,
        lost: None,
        inside: None,
    };
    Form::Map(ChainMap {
        nodes: vec![node("Instroom", MapKind::Inflow), node("Klaar", MapKind::End)],
        arrows: vec![MapArrow { from: 0, to: 1, flow: 10.0, source: None }],
        arrow_name: "per jaar".to_owned(),
        arrow_what: "per jaar".to_owned(),
        back_name: "terug".to_owned(),
        lost_name: "kwijt".to_owned(),
        folded: "{} meer".to_owned(),
    })
}

/// The Dutch sample with every form of chart, and a table of every kind of cell.
fn written() -> Vec<u8> {
    let mut document: Document = documents().remove(0);
    let charts = [("effects-arm-1", effects()), ("funnel", funnel()), ("ranks", ranks()), ("map", map())];
    let blocks = charts.map(|(name, form)| Block::Chart(Box::new(chart(name, form))));
    let section =
        |heading: &str, blocks| Section { id: "more".to_owned(), heading: heading.to_owned(), own_page: true, blocks };
    document.sections.push(section(FORMULA, vec![Block::Paragraph(Text::from("-1"))]));
    document.sections.push(section("Meer", blocks.to_vec()));
    let tidy = Tidy {
        name: "Uitkomsten: [alle]".to_owned(),
        title: "Alles".to_owned(),
        heads: ["maat", "waarde", "aantal", "vanaf", "leeg"].map(str::to_owned).to_vec(),
        rows: vec![vec![
            Cell::Words("=1+1".to_owned()),
            Cell::Number(0.1 + 0.2, Kind::Share),
            Cell::Number(-30.0, Kind::Whole),
            Cell::Day(2027, 2, 4),
            Cell::Empty,
        ]],
    };
    write(&document, &[tidy], Some((2026, 11, 22))).expect("written")
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).expect("there").read_to_string(&mut text).expect("text");
    text
}

fn files(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    archive.file_names().map(|name| name.expect("UTF-8").into_owned()).collect()
}

fn parts(bytes: &[u8], begin: &str) -> Vec<String> {
    files(bytes).into_iter().filter(|name| name.starts_with(begin) && name.ends_with(".xml")).collect()
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Range<Data> {
    book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let bytes = written();
    assert!(bytes == written());
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample.xlsx"), &bytes).expect("target/tmp");
    assert!(part(&bytes, "docProps/core.xml").contains("2026-11-22T00:00:00Z"));
    assert!(part(&bytes, "docProps/core.xml").contains("<dc:creator>keten</dc:creator>"));
    assert!(part(&bytes, "docProps/custom.xml").contains("nl-NL"));
}

#[test]
fn words_stay_words_whatever_they_begin_with() {
    let bytes = written();
    for name in parts(&bytes, "xl/worksheets/sheet") {
        let sheet = part(&bytes, &name);
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{name} has a formula");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    let tidy = sheet(&mut book, "Uitkomsten   alle");
    assert_eq!(tidy.get_value((1, 0)), Some(&Data::String("=1+1".to_owned())));
    // Words of a scenario are in charts only as references to such cells.
    for name in parts(&bytes, "xl/charts/chart") {
        let chart = part(&bytes, &name);
        let references = chart.split("<c:f>").skip(1).map(|rest| rest.split("</c:f>").next().unwrap_or_default());
        for reference in references {
            assert!(reference.contains("!$") && !reference.contains("HYPERLINK"), "{name}: {reference}");
        }
    }
    let links = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!links.contains("example.org"), "no link leads outside");
}

#[test]
fn numbers_are_numbers_to_the_last_digit() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written())).expect("a workbook");
    let tidy = sheet(&mut book, "Uitkomsten   alle");
    assert_eq!(tidy.get_value((1, 1)), Some(&Data::Float(0.1 + 0.2)));
    assert_eq!(tidy.get_value((1, 2)), Some(&Data::Float(-30.0)));
    let day = tidy.get_value((1, 3)).expect("a day");
    assert!(matches!(day, Data::DateTime(day) if day.as_f64() == 46_422.0), "{day:?}");
    // And in the cells that feed a chart: name, value, from, to, and how far that reaches.
    let effects = sheet(&mut book, "Effecten 1");
    let row = effects.rows().find(|row| row[0] == Data::String("Intake – beter".to_owned())).expect("a row");
    let numbers: Vec<f64> =
        row.iter().filter_map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None }).collect();
    assert_eq!(numbers, [-12.5, -16.5, -6.5, 4.0, 6.0]);
}

#[test]
fn every_chart_is_native_where_it_can_be_and_says_what_it_shows() {
    let bytes = written();
    // A spread; four panels; stacks; one group of effects; two of a funnel; ranks. The map is a picture.
    assert_eq!(parts(&bytes, "xl/charts/chart").len(), 1 + 4 + 1 + 1 + 2 + 1);
    assert_eq!(files(&bytes).iter().filter(|name| name.starts_with("xl/media/")).count(), 1);
    let mut things = 0;
    for name in parts(&bytes, "xl/drawings/drawing") {
        for thing in part(&bytes, &name).split("<xdr:cNvPr ").skip(1) {
            let says = thing.split_once("descr=\"").expect("a text for who cannot see it").1;
            let says = says.split('"').next().unwrap_or_default();
            assert!(says.len() > 20 && says.chars().count() <= 300, "{name}: {says}");
            things += 1;
        }
    }
    assert_eq!(things, 11);
    let with_intervals =
        parts(&bytes, "xl/charts/chart").iter().filter(|name| part(&bytes, name).contains("<c:errBars>")).count();
    assert_eq!(with_intervals, 4, "the spread, the effects, and both of the funnel");
    let round =
        parts(&bytes, "xl/charts/chart").iter().filter(|name| part(&bytes, name).contains("val=\"circle\"")).count();
    assert_eq!(round, 1, "a place in one round only is a dot, not a line");
    // Each is fed by cells of its own sheet.
    for name in parts(&bytes, "xl/charts/chart") {
        let chart = part(&bytes, &name);
        let sheets: BTreeSet<&str> =
            chart.split("<c:f>").skip(1).filter_map(|rest| Some(rest.split_once('!')?.0)).collect();
        assert_eq!(sheets.len(), 1, "{name}: {sheets:?}");
    }
}

#[test]
fn the_first_sheet_leads_to_all_others() {
    let bytes = written();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    let names = book.sheet_names();
    assert!(names.iter().all(|name| name.chars().count() <= 31), "{names:?}");
    let front = sheet(&mut book, &names[0]);
    let told: BTreeSet<String> = front.rows().map(|row| row[0].to_string()).collect();
    for name in &names[1..] {
        assert!(told.contains(name), "{name} is not listed");
    }
    assert_eq!(part(&bytes, "xl/worksheets/sheet1.xml").matches("<hyperlink ").count(), names.len() - 1);
    let all = front.rows().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(all.contains("De mediane wachttijd daalt van 31,2 dagen naar 12,1 dagen."), "{all}");
    assert!(all.contains(HOSTILE), "as it is");
}
