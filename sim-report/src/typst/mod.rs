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
            let _ = writeln!(out, "\n#contents({})", text(words::contents(document.lang)));
        }
    }
    out
}
