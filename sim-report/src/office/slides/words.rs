//! Sentences in a box: in letters as large as fit, over as many slides as it takes.

use super::super::names::Item;
use super::super::paragraph::Paragraph;
use super::super::xml::{attribute, escaped, with_attribute};
use super::shape::{POINT, Shape};
use crate::columns::whole;
use crate::document::{Block, Document, Part, Text};
use crate::draw::ems;

/// Size of letters where the template says none, and the smallest that can be read from afar, in points.
const ORDINARY: f64 = 18.0;
const SMALLEST: f64 = 12.0;
/// Free space of a box: at both sides together, and above and below together, in points.
const EDGES: (f64, f64) = (14.4, 7.2);
/// Height of a line, and space after a paragraph, in sizes of the letters. Lines that break between words are not full.
const LINE: f64 = 1.2;
const SPACE: f64 = 0.5;
const FULL: f64 = 0.93;

/// The language of a document as slides name it.
pub(super) fn lang(document: &Document) -> &'static str {
    document.lang.pick("en-GB", "nl-NL")
}

/// A look with these attributes.
pub(super) fn look(look: &str, set: &[(&str, &str)]) -> String {
    let mut look = if look.is_empty() { "<a:rPr/>".to_owned() } else { look.to_owned() };
    for (name, value) in set {
        look = with_attribute(&look, name, value);
    }
    look
}

/// A paragraph: its words, and whether they are a head or a remark.
struct Line {
    text: Text,
    is_head: bool,
    is_note: bool,
}

/// The sentences; tables and pictures have names of their own.
fn lines(items: &[Item<'_>]) -> Vec<Line> {
    let line = |text: Text| Line { text, is_head: false, is_note: false };
    let head = |text: &str| Line { text: text.into(), is_head: true, is_note: false };
    let mut lines = Vec::new();
    for item in items {
        match item {
            Item::Head(text, _) => lines.push(head(text)),
            Item::Fact(text) => lines.push(line(text.clone())),
            Item::Block(block) => match block {
                Block::Answer(texts) | Block::List(texts) => lines.extend(texts.iter().cloned().map(line)),
                Block::Heading(text) => lines.push(head(text)),
                Block::Paragraph(text) => lines.push(line(text.clone())),
                Block::Note(text) => lines.push(Line { is_note: true, ..line(text.clone()) }),
                Block::Table(_) | Block::Chart(_) | Block::Played(..) => {}
            },
        }
    }
    lines
}

/// The paragraphs for the box, on the slide and on further slides.
///
/// * `text` – of the part in which the placeholder stands
pub(super) fn pages(items: &[Item<'_>], text: &str, at: &Paragraph, shape: &Shape, document: &Document) -> Vec<String> {
    let lines = lines(items);
    let own = at.pieces.first().map_or("", |piece| &text[piece.look.clone()]);
    let start = own.split('>').next().unwrap_or_default();
    let asked = attribute(start, "sz").and_then(|size| size.parse::<f64>().ok()).map_or(ORDINARY, |size| size / 100.0);
    let (width, height) = (shape.width / POINT - EDGES.0, shape.height / POINT - EDGES.1);
    let tall = |line: &Line, size: f64| {
        let wide = ems(&line.text.plain(), line.is_head) * size / (width.max(size) * FULL);
        (wide.ceil().max(1.0) * LINE + SPACE) * size
    };
    // Of the lines that go on each slide, where the first of the next begins.
    let breaks = |size: f64| {
        let (mut breaks, mut filled) = (Vec::new(), 0.0);
        for (place, line) in lines.iter().enumerate() {
            let needs = tall(line, size);
            if filled + needs > height && filled > 0.0 {
                breaks.push(place);
                filled = 0.0;
            }
            filled += needs;
        }
        breaks
    };
    let smallest = SMALLEST.min(asked);
    let least = breaks(smallest).len();
    // As large as goes on no more slides than the smallest letters need.
    let sizes = (0..).map(|step| asked - f64::from(step)).take_while(|&size| size >= smallest);
    let size = sizes.into_iter().find(|&size| breaks(size).len() == least).unwrap_or(smallest);
    let breaks = breaks(size);
    let mut pages = vec![String::new()];
    for (place, line) in lines.iter().enumerate() {
        if breaks.contains(&place) {
            pages.push(String::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push_str(&paragraph(line, &text[at.properties.clone()], own, size, document));
        }
    }
    if lines.is_empty() { vec!["<a:p/>".to_owned()] } else { pages }
}

fn paragraph(line: &Line, properties: &str, own: &str, size: f64, document: &Document) -> String {
    let size = format!("{:.0}", size * 100.0);
    let run = |part: &Part| {
        let (words, is_strong) = match part {
            Part::Words(words) => (words.clone(), false),
            Part::Strong(words) => (words.clone(), true),
            Part::Figure(figure) => (whole(&figure.shown), false),
        };
        let mut set = vec![("lang", lang(document)), ("sz", size.as_str())];
        if line.is_head || is_strong {
            set.push(("b", "1"));
        }
        if line.is_note {
            set.push(("i", "1"));
        }
        format!("<a:r>{}<a:t>{}</a:t></a:r>", look(own, &set), escaped(&words))
    };
    let runs: String = line.text.0.iter().map(run).collect();
    format!("<a:p>{properties}{runs}</a:p>")
}
