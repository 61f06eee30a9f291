//! A chart in a page: its question, the picture, what must be known to read it, where it comes from, and its numbers.

use std::fmt::Write;

use sim_core::lang::Lang;

use super::escape::escaped;
use super::{numbers, play, table, words};
use crate::chart::{Animation, Chart};
use crate::draw::{draw_bare, inline};

/// Writes a chart.
///
/// * `animation` – a run that can be played on it
/// * `id` – an id that nothing else in the file begins with
pub(super) fn put(out: &mut String, chart: &Chart, animation: Option<&Animation>, id: &str, lang: Lang) {
    let canvas = draw_bare(chart);
    let title = escaped(&chart.title);
    let _ = writeln!(out, "<figure class=\"chart\" data-name=\"{}\">", escaped(&chart.name));
    let _ = writeln!(out, "<figcaption>{title}</figcaption>");
    let (label, hint) = (escaped(&words::chart(lang, &chart.title)), words::walk(lang));
    let _ = writeln!(
        out,
        "<div class=\"plot\" role=\"group\" aria-label=\"{label}\" data-hint=\"{hint}\" tabindex=\"0\">{}</div>",
        inline(&canvas, id)
    );
    if let Some(animation) = animation {
        play::put(out, animation, &canvas);
    }
    for note in &chart.notes {
        let _ = writeln!(out, "<p class=\"chart-note\">{}</p>", escaped(note));
    }
    if let Some(rows) = numbers::table(chart, &canvas.tips(), words::numbers_of(lang, &chart.title)) {
        let _ = writeln!(out, "<details class=\"numbers\">\n<summary>{}</summary>", words::numbers(lang));
        table::put(out, &rows, &format!("{id}-numbers"));
        out.push_str("</details>\n");
    }
    if !chart.footer.is_empty() {
        let _ = writeln!(out, "<p class=\"source\">{}</p>", escaped(&chart.footer));
    }
    out.push_str("</figure>\n");
}
