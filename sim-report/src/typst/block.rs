//! Blocks of a section, and words with figures in them.

use std::fmt::Write;

use super::literal::literal;
use super::table;
use crate::chart::Chart;
use crate::columns::whole;
use crate::document::{Block, Part, Text};
use crate::draw::{alone, draw_bare};

/// Width of the text on the page, and the height that a picture may take with what belongs to it, in millimetres.
const PAGE: (f64, f64) = (170.0, 238.0);
/// A picture that would be smaller than this is divided over pages.
const LEAST: f64 = 0.8;
/// Height of a line beneath a picture, and how many letters of it are as wide as the page.
const LINE: (f64, f64) = (3.7, 118.0);

/// Writes a block.
pub(super) fn put(out: &mut String, block: &Block, has: fn(char) -> bool) {
    let _ = match block {
        Block::Answer(sentences) => {
            out.push_str("\n#answer(\n");
            for sentence in sentences {
                let _ = writeln!(out, "  [{}],", content(sentence, has));
            }
            writeln!(out, ")")
        }
        Block::Heading(head) => writeln!(out, "\n#heading(level: 2, {})", literal(head, has)),
        Block::Paragraph(words) => writeln!(out, "\n#par[{}]", content(words, has)),
        Block::List(points) => {
            out.push_str("\n#list(\n");
            for point in points {
                let _ = writeln!(out, "  [{}],", content(point, has));
            }
            writeln!(out, ")")
        }
        Block::Note(words) => writeln!(out, "\n#note[{}]", content(words, has)),
        Block::Table(rows) => {
            table::put(out, rows, has);
            Ok(())
        }
        Block::Chart(chart) | Block::Played(chart, _) => {
            let parts = chart.in_parts(|part| share(part) >= LEAST);
            parts.iter().try_for_each(|part| put_chart(out, part, has))
        }
    };
}

/// Words with figures in them.
pub(super) fn content(text: &Text, has: fn(char) -> bool) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => format!("#{}", literal(words, has)),
        Part::Strong(words) => format!("#strong({})", literal(words, has)),
        Part::Figure(figure) => format!("#{}", literal(&whole(&figure.shown), has)),
    };
    text.0.iter().map(part).collect()
}

/// How much of the width of the page a picture may take, so that it fits on the page with what belongs to it.
fn share(chart: &Chart) -> f64 {
    let lines = |text: &String| (text.chars().count() as f64 / LINE.1).ceil().max(1.0);
    let below: f64 = chart.notes.iter().chain([&chart.footer]).map(|text| lines(text) * LINE.0 + 0.8).sum();
    let ratio = draw_bare(chart).height_over_width();
    ((PAGE.1 - 16.0 - below) / (ratio * PAGE.0)).min(1.0)
}

fn put_chart(out: &mut String, chart: &Chart, has: fn(char) -> bool) -> std::fmt::Result {
    let canvas = draw_bare(chart);
    writeln!(out, "\n#chart(\n  {},", literal(&chart.title, has))?;
    writeln!(out, "  {},", literal(&alone(&canvas), has))?;
    writeln!(out, "  alt: {},\n  wide: {:.1}%,\n  notes: (", literal(&alt(chart), has), share(chart) * 100.0)?;
    for note in &chart.notes {
        writeln!(out, "    {},", literal(note, has))?;
    }
    writeln!(out, "  ),\n  source: {},\n)", literal(&chart.footer, has))
}

/// What a chart shows, for who cannot see it. A picture always says something.
fn alt(chart: &Chart) -> String {
    match chart.description.trim() {
        "" => chart.title.clone(),
        said => said.to_owned(),
    }
}
