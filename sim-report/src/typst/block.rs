//! Blocks of a section, and words with figures in them.

use std::fmt::Write;

use sim_core::lang::Lang;

use super::literal::literal;
use super::table;
use crate::chart::Chart;
use crate::document::{Block, Part, Text};
use crate::draw::{alone, draw_bare};

/// A figure of at most so many letters stays on one line.
const SHORT: usize = 24;
/// A picture is at most so many times as high as the page is wide, so that what belongs to it fits on the page too.
const MOST_HEIGHT: f64 = 1.12;

/// Writes a block.
pub(super) fn put(out: &mut String, block: &Block, _lang: Lang, has: fn(char) -> bool) {
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
        Block::Chart(chart) => put_chart(out, chart, has),
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

/// A figure that is not broken over lines when it is short.
pub(super) fn whole(shown: &str) -> String {
    match shown.chars().count() <= SHORT {
        true => shown.replace(' ', "\u{A0}"),
        false => shown.to_owned(),
    }
}

fn put_chart(out: &mut String, chart: &Chart, has: fn(char) -> bool) -> std::fmt::Result {
    let canvas = draw_bare(chart);
    let share = (MOST_HEIGHT / canvas.height_over_width()).min(1.0);
    writeln!(out, "\n#chart(\n  {},", literal(&chart.title, has))?;
    writeln!(out, "  {},", literal(&alone(&canvas), has))?;
    writeln!(out, "  alt: {},\n  wide: {:.1}%,\n  notes: (", literal(&alt(chart), has), share * 100.0)?;
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
