//! Writes a document as Typst: a text that a typesetter turns into a PDF, and that somebody may change first.
//!
//! ```text
//! Document ──block──► #par[…], #rows(…), #chart(…)   what stands where, every text between quotes
//!                     style.typ                      how that looks
//! ```
//!
//! One file: the charts stand in it as SVG. It asks no package and no network, and the font is one that others replace
//! ([`FONTS`] holds it).

mod block;
mod literal;
mod table;
mod words;

use std::fmt::Write;

use crate::document::Document;
pub use crate::draw::FONTS;
use crate::draw::ems;

/// How it looks.
const STYLE: &str = include_str!("style.typ");

/// The Typst of a document.
///
/// * `has` – whether the fonts have a sign; one that they do not have becomes a question mark
pub fn write(document: &Document, has: fn(char) -> bool) -> String {
    let text = |text: &str| literal::literal(text, has);
    let mut out = STYLE.to_owned();
    let _ = writeln!(out, "#show: briefing.with(\n  title: {},", text(&document.title));
    let _ = writeln!(out, "  subtitle: {},\n  lang: \"{}\",", text(&document.subtitle), words::code(document.lang));
    if let Some((year, month, day)) = document.date {
        let _ = writeln!(out, "  date: datetime(year: {year}, month: {month}, day: {day}),");
    }
    out.push_str("  facts: (\n");
    for fact in &document.facts {
        let _ = writeln!(out, "    ({}, {}),", text(&fact.name), text(&fact.value.plain()));
    }
    out.push_str("  ),\n)\n");
    for (position, section) in document.sections.iter().enumerate() {
        let own_page = if section.own_page { ", own-page: true" } else { "" };
        let _ = writeln!(out, "\n#section({}{own_page})", text(&section.heading));
        for block in &section.blocks {
            block::put(&mut out, block, has);
        }
        // The answer comes first, then what else there is.
        if position == 0 && document.sections.len() > 2 {
            let height = height_of_contents(document);
            let _ = writeln!(out, "\n#contents({}, height: {height:.0}pt)", text(words::contents(document.lang)));
        }
    }
    out
}

/// Height of the contents in two columns, in points.
fn height_of_contents(document: &Document) -> f64 {
    // Width of a column without the number of the page, and height of a line, in points at the size of the contents.
    const COLUMN: f64 = 205.0;
    const SIZE: f64 = 8.0;
    const LINE: f64 = 10.8;
    let lines = |heading: &str| (ems(heading, false) * SIZE / COLUMN).ceil().max(1.0);
    let each: Vec<f64> = document.sections.iter().map(|section| lines(&section.heading)).collect();
    let (all, longest) = (each.iter().sum::<f64>(), each.iter().fold(1.0, |most: f64, &one| most.max(one)));
    // An entry stays whole, so that the first column may end earlier than halfway.
    ((all + longest - 1.0) / 2.0).ceil() * LINE + 4.0
}

#[cfg(test)]
mod tests {
    use sim_core::lang::Lang;

    use super::*;
    use crate::chart::{Chart, Form, Panel, PanelPoint, Panels};
    use crate::document::{Block, Section};

    /// A page gives its pictures a look; here they have none but their own.
    #[test]
    fn a_chart_looks_the_same_without_a_page_around_it() {
        let point = PanelPoint { days: (0.0, 10.0), mean: 2.0, band: (1.0, 3.0) };
        let panel = Panel { title: "Talk".to_owned(), points: vec![point; 2], spans: Vec::new() };
        let form = Panels {
            axis: "residents".to_owned(),
            days: (0.0, 10.0),
            dates: Vec::new(),
            warm_up: None,
            line_name: "mean".to_owned(),
            band_name: "95 %".to_owned(),
            panels: vec![panel],
        };
        let chart = Chart {
            name: "queues".to_owned(),
            title: "How many wait?".to_owned(),
            subtitle: String::new(),
            description: String::new(),
            form: Form::Panels(form),
            notes: Vec::new(),
            footer: String::new(),
            lang: Lang::En,
        };
        let section = Section {
            id: "today".to_owned(),
            heading: "Today".to_owned(),
            own_page: false,
            blocks: vec![Block::Chart(Box::new(chart))],
        };
        let document = Document {
            title: "Sample".to_owned(),
            subtitle: String::new(),
            lang: Lang::En,
            date: None,
            facts: Vec::new(),
            sections: vec![section],
        };
        let text = write(&document, |_| true).replace("\\\"", "'");
        let (_, svg) = text.split_once("<svg ").expect("a picture");
        assert!(svg.contains("<style>polyline { fill: none;") && svg.contains("<polyline "), "{svg}");
        assert!(svg.contains("<g fill='#222' font-size='25.1'>"), "{svg}");
        assert!(svg.contains("font-family='Liberation Sans,"), "{svg}");
        // What is not said is said in words: the question is what it shows.
        assert!(text.contains("alt: \"How many wait?\""), "{text}");
    }
}
