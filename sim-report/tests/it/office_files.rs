//! Templates as other programs write them stay valid when they are filled; those that nobody writes are refused.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use sim_core::lang::Lang;
use sim_report::office::{Kind, Template};
use zip::ZipArchive;

use crate::office::{W, WORD, document, filled, part, types, word, zipped};

const TITLE: &str = "<w:p><w:r><w:t>{{title}}</w:t></w:r></w:p>";
const CHART: &str = "<w:p><w:r><w:t>{{chart:flow}}</w:t></w:r></w:p>";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// Every part of a file.
fn parts(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("a file");
    let number = archive.len();
    let one = |place: usize| {
        let mut one = archive.by_index(place).expect("a part");
        let (name, mut bytes) = (one.name().expect("a name").into_owned(), Vec::new());
        one.read_to_end(&mut bytes).expect("a part");
        (name, bytes)
    };
    (0..number).map(one).collect()
}

/// A file with some parts of others, or more.
fn with(file: &[u8], new: &[(&str, String)]) -> Vec<u8> {
    let mut all = parts(file);
    for (name, text) in new {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), text.clone().into_bytes()));
    }
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zipped(&all)
}

fn fill(template: &[u8], kind: Kind) -> Vec<u8> {
    Template::read(template, kind).expect("a template").fill(&document()).expect("filled")
}

fn text(file: &[u8], name: &str) -> String {
    String::from_utf8(part(file, name)).expect("text")
}

/// The numbers behind each place where something stands.
fn numbers(text: &str, behind: &str) -> Vec<u32> {
    let number = |rest: &str| rest.split('"').next().and_then(|number| number.parse().ok()).expect("a number");
    text.split(behind).skip(1).map(number).collect()
}

#[test]
fn elements_that_stand_too_deep_in_each_other_or_are_too_many_are_refused() {
    let nested = |deep: usize| format!("{}{TITLE}{}", "<w:p>".repeat(deep), "</w:p>".repeat(deep));
    assert!(filled(&nested(200)).is_ok());
    let said = filled(&nested(300)).expect_err("refused").message(Lang::En);
    assert!(said.contains("word/document.xml") && said.contains("more than 256 deep"), "{said}");
    let many = format!("{TITLE}{}", "<w:p/>".repeat(2_000_000));
    let said = Template::read(&word(&many), Kind::Word).expect_err("refused").message(Lang::Nl);
    assert!(said.contains("meer dan 2000000 tags"), "{said}");
}

/// Body, header and footer show a picture each; one is there with the highest number that can be.
#[test]
fn no_two_pictures_of_a_file_have_the_same_number() {
    let there = "<w:p><w:r><w:drawing><wp:docPr xmlns:wp=\"x\" id=\"4294967295\" name=\"a\"/></w:drawing></w:r></w:p>\
                 <w:p><w:r><w:drawing><wp:docPr xmlns:wp=\"x\" id=\"1002\" name=\"b\"/></w:drawing></w:r></w:p>";
    let other = |name: &str| format!("<w:{name} {W}>{CHART}</w:{name}>");
    let template = with(
        &word(&format!("{there}{CHART}{CHART}")),
        &[("word/header1.xml", other("hdr")), ("word/footer1.xml", other("ftr"))],
    );
    let file = fill(&template, Kind::Word);
    let all = ["document", "header1", "footer1"].map(|name| text(&file, &format!("word/{name}.xml"))).concat();
    let numbers: Vec<u32> = all
        .split(":docPr ")
        .skip(1)
        .map(|rest| self::numbers(rest.split('>').next().unwrap_or_default(), "id=\"")[0])
        .collect();
    assert!(numbers.len() >= 6, "{numbers:?}");
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "{numbers:?}");
    assert!(numbers.iter().all(|&number| number == u32::MAX || number < 1 << 31), "{numbers:?}");
}

#[test]
fn further_slides_have_numbers_that_no_other_has() {
    let plain = Template::plain(Kind::Slides, &document()).expect("a template").fill(&document()).expect("filled");
    let asks = "<p:sp><p:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"5000000\" cy=\"100000\"/></a:xfrm></p:spPr>\
                <p:txBody><a:p><a:r><a:t>{{table:waits}}</a:t></a:r></a:p></p:txBody></p:sp><p:pic ";
    let slide = text(&plain, "ppt/slides/slide3.xml").replacen("<p:pic ", asks, 1);
    let shown = text(&plain, "ppt/presentation.xml").replacen("id=\"256\"", "id=\"4294967295\"", 1);
    let template = with(&plain, &[("ppt/slides/slide3.xml", slide), ("ppt/presentation.xml", shown)]);
    let file = fill(&template, Kind::Slides);
    let numbers = numbers(&text(&file, "ppt/presentation.xml"), "<p:sldId id=\"");
    let slides = parts(&file).iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")).count();
    assert!(slides > parts(&plain).iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")).count());
    assert_eq!(numbers.len(), slides);
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), slides, "{numbers:?}");
    assert!(numbers.iter().all(|&number| number == u32::MAX || (256..1 << 31).contains(&number)), "{numbers:?}");
}

#[test]
fn relations_with_a_prefix_are_kept_and_others_refused() {
    let list = |inside: &str| format!("<r:Relationships xmlns:r=\"{RELATIONS}\">{inside}</r:Relationships>");
    let styles = format!("<r:Relationship Id=\"keten1\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
    let name = "word/_rels/document.xml.rels";
    let file = fill(&with(&word(CHART), &[(name, list(&styles))]), Kind::Word);
    let after = text(&file, name);
    let picture =
        format!("<r:Relationship Id=\"keten2\" Type=\"{OFFICE}/image\" Target=\"/word/media/keten-flow.png\"/>");
    assert_eq!(after, list(&format!("{styles}{picture}")));
    assert!(text(&file, "word/document.xml").contains("r:embed=\"keten2\""));
    // An empty list is one too.
    let empty = format!("<Relationships xmlns=\"{RELATIONS}\" />");
    let after = text(&fill(&with(&word(CHART), &[(name, empty)]), Kind::Word), name);
    assert!(after.contains("keten-flow.png\"/></Relationships>"), "{after}");
    let other = Template::read(&with(&word(CHART), &[(name, "<other/>".to_owned())]), Kind::Word).expect("a template");
    let said = other.fill(&document()).expect_err("refused").message(Lang::En);
    assert!(said.contains("word/_rels/document.xml.rels cannot be read"), "{said}");
}

/// .NET gives that part a name of its own, and its elements no prefix.
#[test]
fn a_file_keeps_one_part_with_its_properties() {
    let name = "package/services/metadata/core-properties/5f1.psmdcp";
    let rels = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Type=\"{CORE}\" Target=\"/{name}\" Id=\"R1\" /></Relationships>"
    );
    let about = |title: &str, language: &str| {
        format!(
            "<coreProperties xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\">\
             <dc:creator>A &amp; B</dc:creator>{title}<revision>3</revision>{language}</coreProperties>"
        )
    };
    let title = "<dc:title>Een keten van schuldhulp</dc:title>";
    let language = "<dc:language xmlns:dc=\"http://purl.org/dc/elements/1.1/\">nl-NL</dc:language>";
    for old in ["<dc:title>Old</dc:title>", "<dc:title></dc:title>", "<dc:title />"] {
        let file = fill(&with(&word(TITLE), &[(name, about(old, "")), ("_rels/.rels", rels.clone())]), Kind::Word);
        assert_eq!(text(&file, name), about(title, language), "{old}");
        assert_eq!(text(&file, "_rels/.rels"), rels);
        assert!(parts(&file).iter().all(|(name, _)| name != "docProps/core.xml"));
    }
}

#[test]
fn an_ending_that_is_declared_in_capitals_is_not_declared_again() {
    let declared = |more: &str| types(WORD).replacen("<Override", &format!("{more}<Override"), 1);
    let after = |more: &str| {
        let template = with(&word(CHART), &[("[Content_Types].xml", declared(more))]);
        text(&fill(&template, Kind::Word), "[Content_Types].xml")
    };
    let capitals = after("<Default Extension=\"PNG\" ContentType=\"image/png\"/>");
    assert_eq!(capitals.to_lowercase().matches("\"png\"").count(), 1, "{capitals}");
    let other = after("<Default Extension=\"png\" ContentType=\"application/octet-stream\"/>");
    assert!(other.contains("<Override PartName=\"/word/media/keten-flow.png\" ContentType=\"image/png\"/>"), "{other}");
    // Of a list with a prefix, what is new has the same.
    let prefixed = types(WORD).replace("<Types xmlns=", "<c:Types xmlns:c=").replace("</Types>", "</c:Types>");
    let prefixed = prefixed.replace("<Default", "<c:Default").replace("<Override", "<c:Override");
    let file = fill(&with(&word(CHART), &[("[Content_Types].xml", prefixed)]), Kind::Word);
    let after = text(&file, "[Content_Types].xml");
    assert!(after.contains("<c:Default Extension=\"png\" ContentType=\"image/png\"/>"), "{after}");
}
