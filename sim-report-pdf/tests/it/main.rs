//! The PDF as a library reads it that did not write it: what a screen reader needs is there, and no text runs.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, Object};
use sim_report_pdf::write;

#[path = "../../../sim-report/tests/it/sample.rs"]
mod sample;

fn documents() -> Vec<(&'static str, sim_report::document::Document, Pdf)> {
    let documents = sample::documents().into_iter();
    let read = |document: sim_report::document::Document| {
        let bytes = write(&document).expect("a PDF that keeps its standards");
        (document.lang.pick("en", "nl"), document, Pdf::load_mem(&bytes).expect("a PDF"))
    };
    documents.map(read).collect()
}

fn dictionary<'p>(pdf: &'p Pdf, of: &'p Dictionary, key: &[u8]) -> &'p Dictionary {
    let found = of.get(key).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(key)));
    let (_, object) = pdf.dereference(found).expect("it is there");
    object.as_dict().expect("a dictionary")
}

fn text(of: &Dictionary, key: &[u8]) -> Option<String> {
    lopdf::decode_text_string(of.get(key).ok()?).ok()
}

/// Every element of the structure, in order: its kind, its words instead, and how deep it is.
fn elements(pdf: &Pdf) -> Vec<(String, Option<String>)> {
    fn gather(pdf: &Pdf, object: &Object, found: &mut Vec<(String, Option<String>)>) {
        let Ok((_, object)) = pdf.dereference(object) else { return };
        match object {
            Object::Array(each) => each.iter().for_each(|one| gather(pdf, one, found)),
            Object::Dictionary(element) => {
                if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
                    found.push((String::from_utf8_lossy(kind).into_owned(), text(element, b"Alt")));
                }
                if let Ok(children) = element.get(b"K") {
                    gather(pdf, children, found);
                }
            }
            _ => {}
        }
    }
    let tree = dictionary(pdf, pdf.catalog().expect("a catalogue"), b"StructTreeRoot");
    let mut found = Vec::new();
    gather(pdf, tree.get(b"K").expect("a tree"), &mut found);
    found
}

#[test]
fn it_says_its_title_its_language_and_the_standards_it_keeps() {
    for (lang, document, pdf) in documents() {
        let catalogue = pdf.catalog().expect("a catalogue");
        let said = text(catalogue, b"Lang").expect("a language");
        assert_eq!(said, lang);
        let marked = dictionary(&pdf, catalogue, b"MarkInfo").get(b"Marked").and_then(Object::as_bool);
        assert!(marked.expect("whether it is tagged"));
        let shown = dictionary(&pdf, catalogue, b"ViewerPreferences").get(b"DisplayDocTitle").and_then(Object::as_bool);
        assert!(shown.expect("whether the title is shown instead of the name of the file"));
        let about = dictionary(&pdf, &pdf.trailer, b"Info");
        assert_eq!(text(about, b"Title").as_ref(), Some(&document.title));
        let (_, data) = pdf.dereference(catalogue.get(b"Metadata").expect("data about it")).expect("they are there");
        let data = data.as_stream().expect("a stream").get_plain_content().expect("text");
        let data = String::from_utf8(data).expect("XMP is text");
        for says in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", &format!(">{}<", document.title)]
        {
            assert!(data.contains(says), "{says}: {data}");
        }
    }
}

#[test]
fn every_picture_says_what_it_shows_and_every_table_has_heads() {
    for (_, document, pdf) in documents() {
        let elements = elements(&pdf);
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        elements.iter().for_each(|(kind, _)| *count.entry(kind).or_default() += 1);
        let pictures: Vec<&Option<String>> =
            elements.iter().filter(|(kind, _)| kind == "Figure").map(|(_, alt)| alt).collect();
        assert!(pictures.len() >= 3, "{count:?}");
        for alt in pictures {
            assert!(alt.as_ref().is_some_and(|alt| alt.starts_with("Marks by stage.")), "{alt:?}");
        }
        assert_eq!((count["Table"], count["TH"], count["Caption"]), (1, 6, 4), "{count:?}");
        assert_eq!(count["H1"], document.sections.len(), "{count:?}");
        let levels = elements.iter().filter_map(|(kind, _)| kind.strip_prefix('H')?.parse::<u32>().ok());
        levels.fold(0, |before, level| {
            assert!(level <= before + 1, "a heading of level {level} after one of level {before}");
            level
        });
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let [document, _] = &sample::documents()[..] else { panic!("two documents") };
    let first = write(document).expect("a PDF");
    assert!(first == write(document).expect("a PDF"));
}

/// Signs that the font does not have, and what would be a command in the text that is set.
#[test]
fn no_text_breaks_it() {
    let [mut document, _] = <[_; 2]>::try_from(sample::documents()).expect("two documents");
    let hostile = "#panic() *a $x$ @b `c` \\ \" // /* ]) 日本 \u{1F600} \u{202E}\u{7} = h\n= h #import \"/etc/passwd\"";
    document.title = hostile.to_owned();
    document.sections[0].heading = hostile.to_owned();
    document.facts[0].value = hostile.into();
    let pdf = Pdf::load_mem(&write(&document).expect("a PDF")).expect("a PDF");
    let title = text(dictionary(&pdf, &pdf.trailer, b"Info"), b"Title").expect("a title");
    let clean = hostile.replace(['\u{202E}', '\u{7}'], "").replace('\n', " ").replace(['日', '本', '\u{1F600}'], "?");
    assert_eq!(title, clean);
}
