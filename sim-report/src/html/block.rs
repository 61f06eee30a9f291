//! Blocks of a section, and words with figures in them.

use std::fmt::Write;

use sim_core::lang::Lang;

use super::escape::{escaped, exact, sources};
use super::{figure, table};
use crate::document::{Block, Figure, Part, Text};

/// A figure of more letters than this may be broken over lines.
const LONG: usize = 24;
/// A word of more letters than this may be broken within a table.
const LONG_WORD: usize = 16;

/// Writes a block.
///
/// * `id` – an id that nothing else in the file begins with
pub(super) fn put_block(out: &mut String, block: &Block, id: &str, lang: Lang) {
    let _ = match block {
        Block::Answer(sentences) => {
            let paragraphs: String = sentences.iter().map(|one| format!("<p>{}</p>\n", text(one))).collect();
            writeln!(out, "<div class=\"answer\">\n{paragraphs}</div>")
        }
        Block::Heading(head) => writeln!(out, "<h3>{}</h3>", escaped(head)),
        Block::Paragraph(words) => writeln!(out, "<p>{}</p>", text(words)),
        Block::List(points) => {
            let points: String = points.iter().map(|one| format!("<li>{}</li>\n", text(one))).collect();
            writeln!(out, "<ul>\n{points}</ul>")
        }
        Block::Note(words) => writeln!(out, "<p class=\"note\">{}</p>", text(words)),
        Block::Table(rows) => {
            table::put(out, rows, id);
            Ok(())
        }
        Block::Chart(chart) => {
            figure::put(out, chart, None, id, lang);
            Ok(())
        }
        Block::Played(chart, animation) => {
            figure::put(out, chart, Some(animation), id, lang);
            Ok(())
        }
    };
}

/// Words with figures in them.
pub(super) fn text(text: &Text) -> String {
    parts(text, escaped)
}

/// The same, where a column would be as wide as its longest word: names of parameters may be broken at their points.
pub(super) fn breakable(text: &Text) -> String {
    parts(text, |words| {
        let piece = |word: &str| match word.chars().count() > LONG_WORD {
            true => escaped(word).replace('.', ".<wbr>").replace('_', "_<wbr>").replace('/', "/<wbr>"),
            false => escaped(word),
        };
        words.split(' ').map(piece).collect::<Vec<_>>().join(" ")
    })
}

fn parts(text: &Text, words_as: impl Fn(&str) -> String) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => words_as(words),
        Part::Strong(words) => format!("<strong>{}</strong>", escaped(words)),
        Part::Figure(figure) => data(figure),
    };
    text.0.iter().map(part).collect()
}

/// A figure, with what is behind it where there is something.
fn data(figure: &Figure) -> String {
    let shown = escaped(&figure.shown);
    if figure.values.is_empty() && figure.from.is_empty() {
        return shown;
    }
    let long = if figure.shown.chars().count() > LONG { " class=\"long\"" } else { "" };
    let values = exact(&figure.values);
    match figure.from.is_empty() {
        true => format!("<data value=\"{values}\"{long}>{shown}</data>"),
        false => format!("<data value=\"{values}\" data-from=\"{}\"{long}>{shown}</data>", sources(&figure.from)),
    }
}
