//! Plain templates for who has none: a text on A4, and wide slides. Their parts stand here as they stand in the file; they
//! are filled like any other template.

use crate::document::{Block, Document};

/// A part: its name in the file, and its text.
type Part = (String, String);

/// The words of a document have this language until they are filled in.
const LANG: &str = "en-GB";

fn parts(parts: &[(&str, &str)], document: &Document) -> Vec<Part> {
    let lang = document.lang.pick("en-GB", "nl-NL");
    parts.iter().map(|(name, text)| ((*name).to_owned(), text.replace(LANG, lang))).collect()
}

/// A text with all of a document.
pub(super) fn word(document: &Document) -> Vec<Part> {
    let all = [
        ("[Content_Types].xml", include_str!("word/types.xml")),
        ("_rels/.rels", include_str!("word/rels.xml")),
        ("word/document.xml", include_str!("word/document.xml")),
        ("word/_rels/document.xml.rels", include_str!("word/document.rels.xml")),
        ("word/styles.xml", include_str!("word/styles.xml")),
        ("word/numbering.xml", include_str!("word/numbering.xml")),
        ("word/settings.xml", include_str!("word/settings.xml")),
        ("word/footer1.xml", include_str!("word/footer.xml")),
    ];
    parts(&all, document)
}

/// Slides with the answer, every chart, and how sure it is.
pub(super) fn slides(document: &Document) -> Vec<Part> {
    let mut slides = vec![include_str!("slides/title.xml").to_owned()];
    let slide = |head: &str, body: &str| {
        include_str!("slides/slide.xml")
            .replace("HEAD", &format!("{{{{{head}}}}}"))
            .replace("BODY", &format!("{{{{{body}}}}}"))
    };
    for section in &document.sections {
        let id = &section.id;
        if matches!(id.as_str(), "answer" | "certainty") {
            slides.push(slide(&format!("heading:{id}"), &format!("section:{id}")));
        }
        for block in &section.blocks {
            if let Block::Chart(chart) | Block::Played(chart, _) = block {
                slides.push(slide(&format!("title:{}", chart.name), &format!("chart:{}", chart.name)));
            }
        }
    }
    let (mut types, mut shown, mut relations) = (String::new(), String::new(), String::new());
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for number in 1..=slides.len() {
        types.push_str(&format!(
            "<Override PartName=\"/ppt/slides/slide{number}.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.slide+xml\"/>"
        ));
        shown.push_str(&format!("<p:sldId id=\"{}\" r:id=\"rIdS{number}\"/>", 255 + number));
        relations.push_str(&format!(
            "<Relationship Id=\"rIdS{number}\" Type=\"{office}/slide\" Target=\"slides/slide{number}.xml\"/>"
        ));
    }
    let all = [
        ("[Content_Types].xml", &*include_str!("slides/types.xml").replace("SLIDES", &types)),
        ("_rels/.rels", include_str!("slides/rels.xml")),
        ("ppt/presentation.xml", &include_str!("slides/presentation.xml").replace("SLIDES", &shown)),
        (
            "ppt/_rels/presentation.xml.rels",
            &include_str!("slides/presentation.rels.xml").replace("SLIDES", &relations),
        ),
        ("ppt/slideMasters/slideMaster1.xml", include_str!("slides/master.xml")),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", include_str!("slides/master.rels.xml")),
        ("ppt/slideLayouts/slideLayout1.xml", include_str!("slides/layout1.xml")),
        ("ppt/slideLayouts/slideLayout2.xml", include_str!("slides/layout2.xml")),
        ("ppt/slideLayouts/_rels/slideLayout1.xml.rels", include_str!("slides/layout.rels.xml")),
        ("ppt/slideLayouts/_rels/slideLayout2.xml.rels", include_str!("slides/layout.rels.xml")),
        ("ppt/theme/theme1.xml", include_str!("slides/theme.xml")),
        ("ppt/tableStyles.xml", include_str!("slides/tables.xml")),
    ];
    let mut all = parts(&all, document);
    for (place, text) in slides.into_iter().enumerate() {
        let (number, layout) = (place + 1, if place == 0 { 1 } else { 2 });
        all.push((format!("ppt/slides/slide{number}.xml"), text));
        let relation = include_str!("slides/slide.rels.xml").replace("LAYOUT", &layout.to_string());
        all.push((format!("ppt/slides/_rels/slide{number}.xml.rels"), relation));
    }
    all
}
