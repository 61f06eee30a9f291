//! Draws how busy teams are.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Colour, MARGIN, WIDTH};
use super::font::{HEAD, LABEL};
use super::frame::{Sample, along_bottom, legend, whisker};
use crate::chart::{Tip, Workload, WorkloadGroup, WorkloadRow, Zone};

/// Height of a row, of a further line of its name, and of the head of a group.
const ROW: i32 = 54;
const LINE: i32 = 30;
const GROUP: i32 = 46;
/// Widest column of names, and of text.
const NAMES: i32 = 430;
const COLUMN: i32 = 300;
/// Space between columns.
const GAP: i32 = 28;

/// Draws it; gives where it ends.
pub(super) fn draw(canvas: &mut Canvas, form: &Workload, top: i32) -> i32 {
    let mut entries: Vec<(Sample, String)> =
        form.zones.iter().map(|(_, zone, name)| (Sample::Zone(*zone), name.clone())).collect();
    entries.push((Sample::Interval, form.interval.clone()));
    let top = legend(canvas, &entries, top);
    let rows = || form.groups.iter().flat_map(|group| &group.rows);
    let names = rows().map(|row| LABEL.width(&row.label)).max().unwrap_or(0).min(NAMES);
    let columns = columns(form);
    let text: i32 = columns.iter().map(|width| width + GAP).sum();
    let (left, right) = (MARGIN + names + GAP, WIDTH - MARGIN - text);
    let axis = Axis { from: (0.0, left), to: (1.0, right) };
    let labels: Vec<Vec<String>> = rows().map(|row| LABEL.wrap(&row.label, names, 2)).collect();
    let height = |lines: &Vec<String>| ROW + (lines.len() as i32 - 1) * LINE;
    let heads = form.groups.iter().map(|group| GROUP + LINE * (head_lines(group, &columns) - 1) + 14);
    let bottom = top + 8 + heads.sum::<i32>() + labels.iter().map(height).sum::<i32>();
    let mut from = left;
    for (end, zone, _) in &form.zones {
        let end = axis.at(*end);
        if let Some(colour) = zone.ground() {
            canvas.rectangle([from, top + 8, end, bottom], colour);
        }
        from = end;
    }
    let marks: Vec<(f64, String)> =
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0].map(|share| (share, format!("{:.0}\u{a0}%", 100.0 * share))).into();
    let end = along_bottom(canvas, axis, &marks, &form.axis, (top + 8, bottom));
    let (mut y, mut labels) = (top + 8, labels.into_iter());
    for group in &form.groups {
        let lines = head_lines(group, &columns);
        y += GROUP + LINE * (lines - 1);
        let head = HEAD.fit(&group.head, right - MARGIN);
        canvas.rectangle([MARGIN, y - 38, MARGIN + HEAD.width(&head) + 10, y - 2], Colour::WHITE);
        canvas.text((MARGIN, y - 12), &head, HEAD, Colour::INK, Anchor::Start);
        let mut x = right;
        for (head, width) in group.columns.iter().zip(&columns) {
            x += GAP + width;
            for (number, line) in HEAD.wrap(head, *width, 3).iter().rev().enumerate() {
                canvas.text((x, y - 12 - number as i32 * LINE), line, HEAD, Colour::INK, Anchor::End);
            }
        }
        for (row, lines) in group.rows.iter().zip(labels.by_ref()) {
            let middle = y + height(&lines) / 2;
            let above = middle + 9 - (lines.len() as i32 - 1) * LINE / 2;
            for (line, at) in lines.iter().zip((above..).step_by(LINE as usize)) {
                canvas.text((MARGIN + names, at), line, LABEL, Colour::INK, Anchor::End);
            }
            place(canvas, row, axis, middle);
            cells(canvas, (group, row), &columns, right, middle);
            y += height(&lines);
        }
        y += 14;
    }
    end
}

/// In how many lines the longest head of a column stands.
fn head_lines(group: &WorkloadGroup, columns: &[i32]) -> i32 {
    let lines = group.columns.iter().zip(columns).map(|(head, width)| HEAD.wrap(head, *width, 3).len());
    lines.max().unwrap_or(1).max(1) as i32
}

/// As wide as what stands in them, and at least as a word of their heads.
fn columns(form: &Workload) -> Vec<i32> {
    let most = form.groups.iter().map(|group| group.columns.len()).max().unwrap_or(0);
    let width = |column: usize| {
        let of_group = |group: &WorkloadGroup| {
            let cells = group.rows.iter().filter_map(|row| row.cells.get(column));
            let words = group.columns.get(column).into_iter().flat_map(|head| head.split(' '));
            cells.map(|cell| LABEL.width(&cell.plain())).chain(words.map(|word| HEAD.width(word))).max().unwrap_or(0)
        };
        form.groups.iter().map(of_group).max().unwrap_or(0).clamp(90, COLUMN)
    };
    (0..most).map(width).collect()
}

fn place(canvas: &mut Canvas, row: &WorkloadRow, axis: Axis, y: i32) {
    let (start, at) = (axis.at(0.0), axis.at(row.share));
    canvas.rectangle([start, y - 4, at, y + 4], row.zone.colour());
    if let Some((low, high)) = row.interval {
        let inside = |value: f64| (0.0..=1.0).contains(&value);
        let (from, to) = (axis.at(low.clamp(0.0, 1.0)), axis.at(high.clamp(0.0, 1.0)));
        whisker(canvas, (from, to), (inside(low), inside(high)), y, Colour::INK);
    }
    shape(canvas, (at, y), row.zone);
}

fn cells(canvas: &mut Canvas, (group, row): (&WorkloadGroup, &WorkloadRow), columns: &[i32], right: i32, y: i32) {
    let mut x = right;
    for ((cell, head), width) in row.cells.iter().zip(&group.columns).zip(columns) {
        x += GAP + width;
        let figure = cell.figures().next().cloned();
        let tip = figure.map(|figure| Tip { of: row.label.clone(), what: head.clone(), figure });
        canvas.mark(tip.as_ref(), |canvas| {
            canvas.text((x, y + 9), &LABEL.fit(&cell.plain(), *width), LABEL, Colour::INK, Anchor::End);
        });
    }
}

impl Zone {
    fn colour(self) -> Colour {
        match self {
            Zone::Room => Colour::BLUE,
            Zone::Busy => Colour::ORANGE,
            Zone::Full => Colour::VERMILION,
        }
    }

    /// What lies behind the marks.
    fn ground(self) -> Option<Colour> {
        match self {
            Zone::Room => None,
            Zone::Busy => Some(Colour(0xf5, 0xf5, 0xf5)),
            Zone::Full => Some(Colour(0xe4, 0xe4, 0xe4)),
        }
    }
}

/// The shape of a zone: told apart without colour too.
pub(super) fn shape(canvas: &mut Canvas, at: (i32, i32), zone: Zone) {
    let colour = zone.colour();
    match zone {
        Zone::Room => canvas.disc(at, 11, colour),
        Zone::Busy => canvas.diamond(at, 15, colour),
        Zone::Full => canvas.square(at, 11, colour),
    }
}
