//! Draws groups of bars of shares.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Colour, MARGIN, WIDTH};
use super::font::{HEAD, LABEL};
use super::frame::{Sample, legend, whisker};
use crate::chart::{Funnel, FunnelGroup, FunnelLook, FunnelRow, Tip};

/// Height of a bar with its room, and of a further line of its name.
const ROW: i32 = 50;
const LINE: i32 = 30;
/// Widest column of names.
const NAMES: i32 = 500;
/// Space between columns.
const GAP: i32 = 28;

/// Draws it; gives where it ends.
pub(super) fn draw(canvas: &mut Canvas, form: &Funnel, top: i32) -> i32 {
    let look = |look: FunnelLook| Sample::Bar(look.colour().0, look.colour().1);
    let mut entries: Vec<(Sample, String)> =
        form.looks.iter().map(|(kind, name)| (look(*kind), name.clone())).collect();
    if rows(form).any(|row| row.interval.is_some()) {
        entries.push((Sample::Interval, form.interval.clone()));
    }
    let mut y = legend(canvas, &entries, top) + 6;
    let names = rows(form).map(|row| LABEL.width(&row.label)).max().unwrap_or(0).min(NAMES);
    for group in &form.groups {
        y = draw_group(canvas, group, y, names) + 22;
    }
    y
}

fn rows(form: &Funnel) -> impl Iterator<Item = &FunnelRow> {
    form.groups.iter().flat_map(|group| &group.rows)
}

impl FunnelLook {
    /// Colour, and whether it is hatched.
    pub(crate) fn colour(self) -> (Colour, bool) {
        match self {
            FunnelLook::Reached => (Colour::BLUE, false),
            FunnelLook::LostHere => (Colour::ORANGE, true),
            FunnelLook::Success => (Colour::GREEN, false),
            FunnelLook::Otherwise => (Colour::GREY, false),
        }
    }
}

fn draw_group(canvas: &mut Canvas, group: &FunnelGroup, top: i32, names: i32) -> i32 {
    let columns: Vec<i32> = (0..group.columns.len())
        .map(|column| {
            let cells = group.rows.iter().filter_map(|row| row.cells.get(column));
            let cells = cells.map(|cell| LABEL.width(&cell.plain()));
            cells.chain([HEAD.width(&group.columns[column])]).max().unwrap_or(0).clamp(80, 300)
        })
        .collect();
    let text: i32 = columns.iter().map(|width| width + GAP).sum();
    let (left, right) = (MARGIN + names + GAP, WIDTH - MARGIN - text);
    let heads = HEAD.wrap(&group.head, right - MARGIN, 2);
    let mut y = top + 8;
    for line in &heads {
        y += 34;
        canvas.text((MARGIN, y), line, HEAD, Colour::INK, Anchor::Start);
    }
    let mut x = right;
    for (head, width) in group.columns.iter().zip(&columns) {
        x += GAP + width;
        canvas.text((x, y), &HEAD.fit(head, *width), HEAD, Colour::INK, Anchor::End);
    }
    y += 14;
    let axis = Axis { from: (0.0, left), to: (group.whole.max(f64::MIN_POSITIVE), right) };
    let labels: Vec<Vec<String>> = group.rows.iter().map(|row| LABEL.wrap(&row.label, names, 2)).collect();
    let height = |lines: &Vec<String>| ROW + (lines.len() as i32 - 1) * LINE;
    let bottom = y + labels.iter().map(height).sum::<i32>();
    canvas.rectangle([left - 2, y, left, bottom], Colour::FAINT);
    for (row, lines) in group.rows.iter().zip(&labels) {
        let middle = y + height(lines) / 2;
        let above = middle + 9 - (lines.len() as i32 - 1) * LINE / 2;
        for (line, at) in lines.iter().zip((above..).step_by(LINE as usize)) {
            canvas.text((MARGIN + names, at), line, LABEL, Colour::INK, Anchor::End);
        }
        bars(canvas, row, axis, middle);
        let mut x = right;
        for ((cell, width), head) in row.cells.iter().zip(&columns).zip(&group.columns) {
            x += GAP + width;
            let figure = cell.figures().next().cloned();
            let tip = figure.map(|figure| Tip { of: row.label.clone(), what: head.clone(), figure });
            canvas.mark(tip.as_ref(), |canvas| {
                canvas.text((x, middle + 9), &LABEL.fit(&cell.plain(), *width), LABEL, Colour::INK, Anchor::End);
            });
        }
        y += height(lines);
    }
    bottom
}

fn bars(canvas: &mut Canvas, row: &FunnelRow, axis: Axis, y: i32) {
    let mut so_far = 0.0;
    for (look, size) in &row.parts {
        let (from, to) = (axis.at(so_far), axis.at(so_far + size));
        let (colour, hatched) = look.colour();
        if *size > 0.0 {
            canvas.bar([from, y - 17, to.max(from + 2), y + 17], colour, hatched);
        }
        so_far += size;
    }
    if let Some((low, high)) = row.interval {
        let (low, high) = (axis.at(low), axis.at(high));
        // A line that is shorter than its own ends says nothing.
        if high - low > 8 {
            whisker(canvas, (low, high), (true, true), y, Colour::BLACK);
        }
    }
}
