//! Writes documents as one HTML file that needs nothing else: no network, no font, no script of others.
//!
//! ```text
//! Document, one for each language ──page──► header, contents, main, footer
//!   Block ──block──► paragraphs, lists, tables, figures
//!   Chart ──figure──► title, inline SVG with marks that say what they are, notes, source, and its numbers as a table
//! ```
//!
//! Without scripts the first document can be read whole. With them, a button changes the language, and the marks of a
//! chart can be pointed at and walked with the arrow keys. Every figure is a `data` element with its values and
//! which figures of the results they are.

mod block;
mod escape;
mod figure;
pub(crate) mod numbers;
mod page;
mod play;
mod table;
mod words;

pub(crate) use escape::{escaped, exact};

use anyhow::{Result, ensure};

use crate::document::Document;
use page::Page;

/// How it looks, on a screen and on paper.
const STYLE: &str = include_str!("style.css");
/// The language switch, and the tips of charts.
const SCRIPT: &str = include_str!("script.js");
/// What plays a run over the map.
const PLAY: &str = include_str!("play.js");

/// One HTML file of documents that say the same, each in a language of its own; the first is shown.
///
/// # Errors
/// When there is no document, or two have the same language.
pub fn write(documents: &[Document]) -> Result<String> {
    ensure!(!documents.is_empty(), "a file has at least one document");
    for (position, document) in documents.iter().enumerate() {
        let twice = documents[..position].iter().any(|earlier| earlier.lang == document.lang);
        ensure!(!twice, "each document of a file has a language of its own");
    }
    let first = &documents[0];
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        words::code(first.lang),
        escaped(&first.title)
    );
    for document in documents {
        let others = documents.iter().filter(|other| other.lang != document.lang).map(|other| other.lang).collect();
        Page { document, is_first: document.lang == first.lang, others }.put(&mut out);
    }
    let played = play::put_journeys(&mut out, documents);
    out.push_str("<script>\n");
    out.push_str(SCRIPT);
    if played {
        out.push_str(PLAY);
    }
    out.push_str("</script>\n</body>\n</html>\n");
    Ok(out)
}
