//! Draws rows of quantiles and means.

use sim_core::lang::Lang;

use super::axis::{Axis, marks};
use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::font::{HEAD, LABEL, MARK};
use super::frame::{Sample, along_bottom, dot, legend};
use crate::chart::{Spread, SpreadRow, Tip};

/// Height of a row.
const ROW: i32 = 62;
/// Widest column of names.
const NAMES: i32 = 440;
/// Space between columns.
const GAP: i32 = 28;

/// Draws it; gives where it ends.
pub(super) fn draw(canvas: &mut Canvas, form: &Spread, top: i32, lang: Lang) -> i32 {
    let top = legend(canvas, &entries(form), top);
    let names = form.rows.iter().map(|row| LABEL.width(&row.label)).max().unwrap_or(0).min(NAMES);
    let columns = columns(form);
    let text: i32 = columns.iter().map(|width| width + GAP).sum();
    let (left, right) = (MARGIN + names + GAP, WIDTH - MARGIN - text - GAP);
    let heads: Vec<Vec<String>> =
        form.columns.iter().zip(&columns).map(|(head, &width)| HEAD.wrap(head, width, 4)).collect();
    let head_lines = heads.iter().map(Vec::len).max().unwrap_or(0).max(1) as i32;
    let first = top + 12 + head_lines * 34;
    let bottom = first + 10 + form.rows.len() as i32 * ROW;
    let mut end = WIDTH - MARGIN - text + GAP;
    for (lines, width) in heads.iter().zip(&columns) {
        end += width;
        for (number, line) in lines.iter().rev().enumerate() {
            canvas.text((end, first - 12 - number as i32 * 34), line, HEAD, Colour::INK, Anchor::End);
        }
        end += GAP;
    }
    let (most, marks) = marks(most(form), 6, lang);
    let axis = Axis { from: (0.0, left), to: (most, right) };
    let end = along_bottom(canvas, axis, &marks, &form.axis, (first, bottom));
    for (row, y) in form.rows.iter().zip((first + 10 + ROW / 2..).step_by(ROW as usize)) {
        draw_row(canvas, row, axis, y, names);
        let mut x = WIDTH - MARGIN - text + GAP;
        for ((cell, width), head) in row.cells.iter().zip(&columns).zip(&form.columns) {
            x += width;
            let figure = cell.figures().next().cloned();
            let tip = figure.map(|figure| Tip { of: row.label.clone(), what: head.clone(), figure });
            canvas.mark(tip.as_ref(), |canvas| {
                canvas.text((x, y + 9), &cell.plain(), LABEL, Colour::INK, Anchor::End);
            });
            x += GAP;
        }
    }
    if let Some((value, name)) = &form.reference {
        let x = axis.at(*value);
        canvas.dashes(x, first, bottom, Colour::BLACK);
        canvas.text((x.max(left + MARK.width(name) / 2), first - 12), name, MARK, Colour::BLACK, Anchor::Middle);
    }
    end
}

/// The columns of text are as wide as their numbers, and at least wide enough for a word of their head.
fn columns(form: &Spread) -> Vec<i32> {
    let width = |column: usize| {
        let cells = form.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| LABEL.width(&cell.plain()));
        let words = form.columns[column].split(' ').map(|word| HEAD.width(word));
        cells.chain(words).max().unwrap_or(0).clamp(150, 340)
    };
    (0..form.columns.len()).map(width).collect()
}

fn most(form: &Spread) -> f64 {
    let ends = |row: &SpreadRow| [row.low, row.high, row.mean, row.interval.map(|(_, high)| high)];
    let reference = form.reference.as_ref().map(|(value, _)| *value);
    form.rows.iter().flat_map(ends).chain([reference]).flatten().fold(0.0, f64::max)
}

fn entries(form: &Spread) -> Vec<(Sample, String)> {
    let mut entries = Vec::new();
    entries.extend(form.low_name.clone().map(|name| (Sample::Bar(Colour::BLUE, false), name)));
    entries.extend(form.high_name.clone().map(|name| (Sample::Bar(Colour::SKY, false), name)));
    entries.push((Sample::Dot(Colour::BLACK), form.mean_name.clone()));
    entries
}

fn draw_row(canvas: &mut Canvas, row: &SpreadRow, axis: Axis, y: i32, names: i32) {
    let label = LABEL.fit(&row.label, names);
    canvas.text((MARGIN + names, y + 9), &label, LABEL, Colour::INK, Anchor::End);
    let start = axis.at(0.0);
    let low = row.low.map_or(start, |low| axis.at(low));
    canvas.mark(row.low_tip.as_ref(), |canvas| {
        canvas.rectangle([start, y - 19, low, y + 19], Colour::BLUE);
        // A short bar can be pointed at beside it.
        canvas.shapes.push(Shape::Zone([start - 14, y - 19, start, y + 19]));
    });
    if let Some(high) = row.high {
        canvas.mark(row.high_tip.as_ref(), |canvas| {
            canvas.rectangle([low, y - 13, axis.at(high), y + 13], Colour::SKY);
        });
    }
    canvas.rectangle([start - 1, y - 25, start + 1, y + 25], Colour::FAINT);
    if let Some(mean) = row.mean {
        let interval = row.interval.map(|(low, high)| (axis.at(low.max(0.0)), axis.at(high)));
        canvas.mark(row.mean_tip.as_ref(), |canvas| dot(canvas, (axis.at(mean), y), interval, Colour::BLACK));
    }
}
