//! Templates of Word and PowerPoint, filled: what is asked for stands there, all else stays as it was, and what cannot be
//! filled is refused.

use std::io::{Cursor, Read, Write};

use sim_core::lang::Lang;
use sim_report::document::Document;
use sim_report::office::{Kind, Refused, Template, names};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::sample::{HOSTILE, documents};

pub(crate) const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
pub(crate) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

pub(crate) fn types(main: &str) -> String {
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{main}\"/></Types>"
    )
}

pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("a part");
    }
    writer.finish().expect("a file").into_inner()
}

/// A text document with this body, and a part that nobody knows.
pub(crate) fn word(body: &str) -> Vec<u8> {
    let text = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
    zipped(&[
        ("[Content_Types].xml", types(WORD).as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", text.as_bytes()),
        ("customXml/item1.xml", b"<a  b = 'c'/>"),
        ("word/media/logo.bin", &[0, 159, 146, 150]),
    ])
}

pub(crate) fn part(file: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("a file");
    let mut bytes = Vec::new();
    archive.by_name(name).expect(name).read_to_end(&mut bytes).expect("a part");
    bytes
}

pub(crate) fn document() -> Document {
    documents().remove(0)
}

/// The body after filling.
pub(crate) fn filled(body: &str) -> Result<String, Refused> {
    let file = Template::read(&word(body), Kind::Word)?.fill(&document())?;
    let text = String::from_utf8(part(&file, "word/document.xml")).expect("text");
    let (_, body) = text.split_once("<w:body>").expect("a body");
    Ok(body.replace("</w:body></w:document>", ""))
}

fn refused(body: &str) -> String {
    filled(body).expect_err("refused").message(Lang::En)
}

#[test]
fn a_placeholder_that_is_cut_over_runs_is_filled_in_the_look_of_its_beginning() {
    let body = "<w:p w:rsidR=\"1\"><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>A: {{ti</w:t></w:r>\
                <w:proofErr w:type=\"spellStart\"/><w:r><w:t>t</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>le}} &amp; on</w:t></w:r></w:p>";
    let expected = "<w:p w:rsidR=\"1\"><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>\
                    <w:t xml:space=\"preserve\">A: Een keten van schuldhulp</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r>\
                    <w:t xml:space=\"preserve\"></w:t></w:r><w:r><w:rPr><w:i/></w:rPr>\
                    <w:t xml:space=\"preserve\"> &amp; on</w:t></w:r></w:p>";
    assert_eq!(filled(body).expect("filled"), expected);
}

#[test]
fn two_in_one_run_and_one_that_may_lack_are_filled() {
    let body = "<w:p><w:r><w:t>{{scenario}}, {{ version }}{{?changed}}.</w:t></w:r></w:p>";
    let text = filled(body).expect("filled");
    assert!(text.contains(">sample.toml, 0.1.0.<"), "{text}");
}

#[test]
fn no_text_becomes_markup() {
    let text = filled("<w:p><w:r><w:t>{{answer}}</w:t></w:r></w:p>").expect("filled");
    assert!(
        text.contains("&lt;b onclick=&quot;go(&#39;x&#39;)&quot;&gt;R&amp;D&lt;/b&gt; https://example.org"),
        "{text}"
    );
    assert!(!text.contains(HOSTILE) && !text.contains('\u{202E}'));
    assert_eq!(text.matches("<w:p>").count(), 5, "two sentences, two points, and a note: {text}");
}

#[test]
fn a_table_has_heads_that_come_back_and_a_picture_says_what_it_shows() {
    let text =
        filled("<w:p><w:r><w:t>{{table:waits}}</w:t></w:r></w:p><w:p><w:r><w:t>{{chart:flow}}</w:t></w:r></w:p>");
    let text = text.expect("filled");
    assert_eq!((text.matches("<w:tblHeader/>").count(), text.matches("<w:tr>").count()), (1, 6));
    assert!(text.contains("descr=\"Marks by stage."), "{text}");
    let file =
        Template::read(&word("<w:p><w:r><w:t>{{chart:flow}}</w:t></w:r></w:p>"), Kind::Word).expect("a template");
    let file = file.fill(&document()).expect("filled");
    assert!(part(&file, "word/media/keten-flow.png").starts_with(b"\x89PNG"));
    let relations = String::from_utf8(part(&file, "word/_rels/document.xml.rels")).expect("text");
    assert!(relations.contains("Target=\"/word/media/keten-flow.png\""), "{relations}");
}

#[test]
fn all_else_stays_as_it_was_and_the_file_says_title_and_language() {
    let before = word("<w:p><w:r><w:t>{{title}}</w:t></w:r></w:p>");
    let after = Template::read(&before, Kind::Word).expect("a template").fill(&document()).expect("filled");
    for name in ["customXml/item1.xml", "word/media/logo.bin"] {
        assert_eq!(part(&before, name), part(&after, name), "{name}");
    }
    let about = String::from_utf8(part(&after, "docProps/core.xml")).expect("text");
    for says in ["<dc:title>Een keten van schuldhulp</dc:title>", "<dc:language>nl-NL</dc:language>"] {
        assert!(about.contains(says), "{about}");
    }
    assert!(after == Template::read(&before, Kind::Word).expect("a template").fill(&document()).expect("filled"));
}

#[test]
fn what_cannot_be_filled_is_refused_with_its_name() {
    let said = refused("<w:p><w:r><w:t>{{table:wait}}</w:t></w:r></w:p>");
    assert!(said.contains("{{table:wait}}; did you mean {{table:waits}}?"), "{said}");
    let said = refused("<w:p><w:r><w:t>{{Title}}</w:t></w:r></w:p>");
    assert!(said.contains("did you mean {{title}}?"), "{said}");
    let said = refused("<w:p><w:r><w:t>See {{table:waits}} here</w:t></w:r></w:p>");
    assert!(said.contains("{{table:waits}} is more than a few words"), "{said}");
    let said = refused("<w:p><w:r><w:t>{{title}</w:t></w:r></w:p>");
    assert!(said.contains("does not end with }} in the same paragraph: {{title}"), "{said}");
    assert!(refused("<w:p><w:r><w:t>Nothing</w:t></w:r></w:p>").contains("no placeholder"));
    assert!(refused("<w:p><w:r><w:t>{{title}}</w:r></w:p>").contains("word/document.xml cannot be read"));
}

#[test]
fn what_is_no_template_is_refused() {
    let said = |bytes: &[u8], kind| Template::read(bytes, kind).expect_err("refused").message(Lang::En);
    assert!(said(b"no zip", Kind::Word).contains("not a Word or PowerPoint file"));
    assert!(said(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], Kind::Word).contains("older kind"));
    let title = "<w:p><w:r><w:t>{{title}}</w:t></w:r></w:p>";
    assert!(said(&word(title), Kind::Slides).contains("a .pptx is made of a template of the same kind"));
    let text = format!("<w:document {W}><w:body>{title}</w:body></w:document>");
    let with = |main: &str, more: (&str, &[u8])| {
        zipped(&[("[Content_Types].xml", types(main).as_bytes()), ("word/document.xml", text.as_bytes()), more])
    };
    let macros = with("application/vnd.ms-word.document.macroEnabled.main+xml+wordprocessingml", ("a.xml", b"<a/>"));
    assert!(said(&macros, Kind::Word).contains("has macros"));
    assert!(said(&with(WORD, ("word/vbaProject.bin", b"")), Kind::Word).contains("has macros"));
    let bomb = with(WORD, ("word/large.xml", &vec![b' '; (64 << 20) + 1]));
    assert!(bomb.len() < 1 << 20);
    assert!(said(&bomb, Kind::Word).contains("too large"));
    let entities = "<!DOCTYPE a [<!ENTITY b \"c\">]><w:document><w:body/></w:document>";
    let entities =
        zipped(&[("[Content_Types].xml", types(WORD).as_bytes()), ("word/document.xml", entities.as_bytes())]);
    assert!(said(&entities, Kind::Word).contains("<!DOCTYPE"));
}

#[test]
fn every_name_that_is_listed_can_be_asked_for() {
    let document = document();
    for (name, _) in names(&document) {
        filled(&format!("<w:p><w:r><w:t>{{{{{name}}}}}</w:t></w:r></w:p>"))
            .unwrap_or_else(|why| panic!("{name}: {why:?}"));
    }
}

#[test]
fn the_plain_templates_hold_all_of_a_document_and_what_is_long_goes_on_further_slides() {
    let document = document();
    let text = |kind, name: &str| {
        let file = Template::plain(kind, &document).expect("a template").fill(&document).expect("filled");
        let number = ZipArchive::new(Cursor::new(file.clone())).expect("a file").len();
        (String::from_utf8(part(&file, name)).expect("text"), number)
    };
    let (body, _) = text(Kind::Word, "word/document.xml");
    assert!(!body.contains("{{"));
    assert_eq!(body.matches("<w:drawing>").count(), 3);
    let (shown, parts) = text(Kind::Slides, "ppt/presentation.xml");
    let slides = shown.matches("<p:sldId ").count();
    assert!(slides >= 5 && parts > 12 + 2 * slides, "{slides} slides in {parts} parts");
    let mut long = document.clone();
    let sample = long.sections[2].blocks.remove(0);
    let sim_report::document::Block::Table(mut table) = sample else { panic!("a table") };
    table.rows = (0..60).map(|_| table.rows[0].clone()).collect();
    long.sections[2].blocks.push(sim_report::document::Block::Table(table));
    let plain = Template::plain(Kind::Slides, &long).expect("a template").fill(&document).expect("filled");
    let slide = String::from_utf8(part(&plain, "ppt/slides/slide3.xml")).expect("text");
    let asks = slide.replacen(
        "<p:pic ",
        "<p:sp><p:txBody><a:p><a:r><a:t>{{table:waits}}</a:t></a:r></a:p></p:txBody></p:sp><p:pic ",
        1,
    );
    let mut archive = ZipArchive::new(Cursor::new(&plain)).expect("a file");
    let all: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|place| {
            let mut one = archive.by_index(place).expect("a part");
            let (name, mut bytes) = (one.name().expect("a name").into_owned(), Vec::new());
            one.read_to_end(&mut bytes).expect("a part");
            if name == "ppt/slides/slide3.xml" { (name, asks.clone().into_bytes()) } else { (name, bytes) }
        })
        .collect();
    let borrowed: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let file = Template::read(&zipped(&borrowed), Kind::Slides).expect("a template").fill(&long).expect("filled");
    let after = String::from_utf8(part(&file, "ppt/presentation.xml")).expect("text");
    let before = String::from_utf8(part(&plain, "ppt/presentation.xml")).expect("text");
    let more = after.matches("<p:sldId ").count() - before.matches("<p:sldId ").count();
    assert!(more >= 1, "60 rows do not fit on a slide");
    let rows: usize = (0..=more)
        .map(|page| {
            let name = match page {
                0 => "ppt/slides/slide3.xml".to_owned(),
                page => format!("ppt/slides/slide{}.xml", before.matches("<p:sldId ").count() + page),
            };
            String::from_utf8(part(&file, &name)).expect("text").matches("<a:tr ").count() - 1
        })
        .sum();
    assert_eq!(rows, 60, "every row stands on one slide, with the heads above");
}
