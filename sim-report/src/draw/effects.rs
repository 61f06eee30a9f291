//! Draws rows of differences.

use sim_core::lang::Lang;

use super::axis::{Axis, marks_between};
use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::font::{HEAD, LABEL};
use super::frame::{Sample, along_bottom, legend, whisker};
use crate::chart::{EffectRow, Effects, Tip, Verdict};
use crate::document::Figure;

/// Height of a row, of a line in its name, and of the head of a group.
const ROW: i32 = 54;
const LINE: i32 = 30;
const GROUP: i32 = 46;
/// Widest column of names, least width of the axis.
const NAMES: i32 = 430;
const LEAST: i32 = 330;
/// Space between columns.
const GAP: i32 = 28;
/// Room of the shape before a verdict.
const SHAPE: i32 = 34;

/// Draws them; gives where they end.
pub(super) fn draw(canvas: &mut Canvas, form: &Effects, top: i32, lang: Lang) -> i32 {
    let top = legend(canvas, &entries(form), top);
    let columns = columns(form);
    let text: i32 = columns.iter().map(|width| width + GAP).sum();
    let widest = rows(form).map(|row| LABEL.width(&row.label)).max().unwrap_or(0);
    let names = widest.min(NAMES).min(WIDTH - 2 * MARGIN - text - 2 * GAP - LEAST);
    let (left, right) = (MARGIN + names + GAP, WIDTH - MARGIN - text - GAP / 2);
    let labels: Vec<Vec<String>> = rows(form).map(|row| LABEL.wrap(&row.label, names, 2)).collect();
    let height = |lines: &Vec<String>| ROW + (lines.len() as i32 - 1) * LINE;
    let groups: i32 = form.groups.iter().filter(|group| group.head.is_some()).map(|_| GROUP).sum();
    let first = heads(canvas, form, &columns, top, right);
    let bottom = first + 10 + groups + labels.iter().map(height).sum::<i32>();
    let (low, high) = ends(form);
    let (low, high, marks) = marks_between(low, high, ((right - left) / 110).clamp(2, 6) as u32, lang);
    let axis = Axis { from: (low, left), to: (high, right) };
    let end = along_bottom(canvas, axis, &marks, &form.axis, (first, bottom));
    let zero = axis.at(0.0);
    canvas.rectangle([zero - 1, first, zero + 2, bottom], Colour::INK);
    let mut y = first + 10;
    let mut labels = labels.into_iter();
    for group in &form.groups {
        if let Some(head) = &group.head {
            let head = HEAD.fit(head, WIDTH - 2 * MARGIN);
            canvas.rectangle([MARGIN, y + 2, MARGIN + HEAD.width(&head) + 10, y + GROUP - 4], Colour::WHITE);
            canvas.text((MARGIN, y + GROUP - 12), &head, HEAD, Colour::INK, Anchor::Start);
            y += GROUP;
        }
        for (row, lines) in group.rows.iter().zip(labels.by_ref()) {
            let middle = y + height(&lines) / 2;
            let above = middle + 9 - (lines.len() as i32 - 1) * LINE / 2;
            for (line, at) in lines.iter().zip((above..).step_by(LINE as usize)) {
                canvas.text((MARGIN + names, at), line, LABEL, Colour::INK, Anchor::End);
            }
            place(canvas, row, axis, middle);
            let of = group.head.as_ref().map_or_else(|| row.label.clone(), |head| format!("{head}: {}", row.label));
            cells(canvas, (form, &of, row), &columns, right, middle);
            y += height(&lines);
        }
    }
    end
}

fn rows(form: &Effects) -> impl Iterator<Item = &EffectRow> {
    form.groups.iter().flat_map(|group| &group.rows)
}

fn entries(form: &Effects) -> Vec<(Sample, String)> {
    let mut entries = Vec::new();
    entries.extend(form.before.clone().map(|name| (Sample::Tick, name)));
    entries.extend(form.verdicts.iter().map(|(verdict, name)| (Sample::Verdict(*verdict), name.clone())));
    entries.push((Sample::Interval, form.interval.clone()));
    entries
}

/// The columns of text are as wide as what stands in them, and at least as a word of their head.
fn columns(form: &Effects) -> Vec<i32> {
    let last = form.columns.len().saturating_sub(1);
    let width = |column: usize| {
        let cell = |row: &EffectRow| match row.cells.get(column) {
            Some(cell) if column < last => LABEL.width(&cell.plain()),
            _ => LABEL.width(&row.word) + SHAPE,
        };
        let words = form.columns[column].split(' ').map(|word| HEAD.width(word));
        rows(form).map(cell).chain(words).max().unwrap_or(0).clamp(90, 360)
    };
    (0..form.columns.len()).map(width).collect()
}

/// The heads of the columns; gives where the rows begin. That of the verdict stands at its left, as the words do.
fn heads(canvas: &mut Canvas, form: &Effects, columns: &[i32], top: i32, right: i32) -> i32 {
    let lines: Vec<Vec<String>> =
        form.columns.iter().zip(columns).map(|(head, &width)| HEAD.wrap(head, width, 3)).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(0).max(1) as i32;
    let first = top + 8 + most * 34;
    let mut x = right + GAP / 2;
    for (column, (lines, width)) in lines.iter().zip(columns).enumerate() {
        x += GAP;
        let is_last = column + 1 == columns.len();
        let (at, anchor) = if is_last { (x, Anchor::Start) } else { (x + width, Anchor::End) };
        for (number, line) in lines.iter().rev().enumerate() {
            canvas.text((at, first - 12 - number as i32 * 34), line, HEAD, Colour::INK, anchor);
        }
        x += width;
    }
    first
}

/// The texts of a row, each of which says what it is about.
fn cells(canvas: &mut Canvas, (form, of, row): (&Effects, &str, &EffectRow), columns: &[i32], right: i32, y: i32) {
    let mut x = right + GAP / 2;
    for (column, &width) in columns.iter().enumerate() {
        x += GAP;
        let tip = |figure: Figure| Tip { of: of.to_owned(), what: form.columns[column].clone(), figure };
        if column + 1 == columns.len() {
            let tip = tip(Figure { shown: row.word.clone(), values: Vec::new(), from: Vec::new() });
            canvas.mark(Some(&tip), |canvas| {
                shape(canvas, (x + 12, y), row.verdict);
                let word = LABEL.fit(&row.word, width - SHAPE);
                canvas.text((x + SHAPE, y + 9), &word, LABEL, Colour::INK, Anchor::Start);
            });
        } else if let Some(cell) = row.cells.get(column) {
            let tip = cell.figures().next().cloned().map(tip);
            let cell = LABEL.fit(&cell.plain(), width);
            canvas.mark(tip.as_ref(), |canvas| {
                canvas.text((x + width, y + 9), &cell, LABEL, Colour::INK, Anchor::End);
            });
        }
        x += width;
    }
}

/// From where to where the axis has to reach.
fn ends(form: &Effects) -> (f64, f64) {
    let of = |row: &EffectRow| {
        let (low, high) = row.interval.unzip();
        [row.before, row.value, low, high]
    };
    let values: Vec<f64> = rows(form).flat_map(of).flatten().collect();
    let (low, high) = (values.iter().copied().fold(0.0, f64::min), values.iter().copied().fold(0.0, f64::max));
    let (least, most) = form.limits.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    (low.max(least), high.min(most))
}

/// The mark of a row on the axis, with its interval, and from where it came.
fn place(canvas: &mut Canvas, row: &EffectRow, axis: Axis, y: i32) {
    let (left, right) = (axis.from.1, axis.to.1);
    let inside = |value: f64| (axis.from.0..=axis.to.0).contains(&value);
    let Some(value) = row.value else {
        row.before.into_iter().for_each(|before| tick(canvas, axis.at(before), y));
        return;
    };
    let colour = look(row.verdict);
    if let Some(before) = row.before {
        let (from, to) = (axis.at(before), axis.at(value));
        canvas.rectangle([from.min(to), y - 3, from.max(to), y + 3], Colour::GRID);
        tick(canvas, from, y);
    }
    if let Some((low, high)) = row.interval {
        // An interval that goes on beyond the axis has no end there.
        let (from, to) = (axis.at(low).clamp(left, right), axis.at(high).clamp(left, right));
        whisker(canvas, (from, to), (inside(low), inside(high)), y, colour);
    }
    if inside(value) {
        shape(canvas, (axis.at(value), y), row.verdict);
        return;
    }
    let (x, out) = if value < axis.from.0 { (left, -18) } else { (right, 18) };
    canvas.shapes.push(Shape::Polygon(vec![(x, y - 13), (x, y + 13), (x + out, y)], colour));
}

fn tick(canvas: &mut Canvas, x: i32, y: i32) {
    canvas.rectangle([x - 4, y - 17, x + 4, y + 17], Colour::WHITE);
    canvas.rectangle([x - 2, y - 15, x + 2, y + 15], Colour::FAINT);
}

fn look(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Better => Colour::BLUE,
        Verdict::Worse => Colour::VERMILION,
        Verdict::Other => Colour::INK,
        Verdict::CannotTell | Verdict::Unchanged => Colour::FAINT,
    }
}

/// The shape of a verdict: told apart without colour too.
pub(super) fn shape(canvas: &mut Canvas, (x, y): (i32, i32), verdict: Verdict) {
    let colour = look(verdict);
    match verdict {
        Verdict::Better => canvas.disc((x, y), 11, colour),
        Verdict::Worse => canvas.diamond((x, y), 14, colour),
        Verdict::Other => canvas.square((x, y), 10, colour),
        Verdict::CannotTell => {
            canvas.shapes.push(Shape::Circle((x, y), 11, colour));
            canvas.shapes.push(Shape::Circle((x, y), 7, Colour::WHITE));
        }
        Verdict::Unchanged => canvas.rectangle([x - 12, y - 3, x + 12, y + 3], colour),
    }
}
