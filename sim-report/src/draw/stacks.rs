//! Draws bars of parts.

use sim_core::lang::Lang;

use super::axis::{Axis, marks};
use super::canvas::{Anchor, Canvas, Colour, MARGIN, WIDTH};
use super::font::{HEAD, LABEL, MARK};
use super::frame::{Sample, along_bottom, legend};
use crate::chart::{Part, Piece, StackRow, Stacks};
use crate::number::fixed;

/// Height of a row.
const ROW: i32 = 56;
/// Widest column of names.
const NAMES: i32 = 440;
/// Space between columns.
const GAP: i32 = 28;

impl Part {
    /// Colour, and whether it is hatched: told apart in grey too, and by their order.
    pub(crate) fn look(self) -> (Colour, bool) {
        match self {
            Part::GoOn => (Colour::BLUE, false),
            Part::LostOnTheWay => (Colour::YELLOW, false),
            Part::LeftDuring => (Colour::ORANGE, true),
            Part::LeftWaiting => (Colour::VERMILION, false),
            Part::SentElsewhere => (Colour::GREY, true),
            Part::TurnedAway => (Colour::BLACK, false),
            Part::Success => (Colour::GREEN, false),
            Part::OtherEnd => (Colour::GREY, false),
        }
    }
}

/// Draws them; gives where they end.
pub(super) fn draw(canvas: &mut Canvas, form: &Stacks, top: i32, lang: Lang) -> i32 {
    let entries: Vec<_> = form.parts.iter().map(|(name, part)| (look(*part), name.clone())).collect();
    let top = legend(canvas, &entries, top);
    let rows = || form.groups.iter().flat_map(|group| &group.rows);
    let names = rows().map(|row| LABEL.width(&row.label)).max().unwrap_or(0).min(NAMES);
    let heads = form.groups.iter().map(|group| HEAD.width(&group.column));
    let column = rows().map(|row| LABEL.width(&row.cell)).chain(heads).max().unwrap_or(0).clamp(140, 300);
    let (left, right) = (MARGIN + names + GAP, WIDTH - MARGIN - column - GAP);
    let mut y = top + 8;
    let first = y;
    // Numbers that do not fit in their part stand beside the bar; the axis leaves room for them.
    let largest = rows().map(total).fold(0.0, f64::max);
    let beside = |axis: Axis| {
        let ends = rows().map(|row| axis.at(total(row)) + beside_width(form, row, axis, lang));
        ends.max().unwrap_or(left)
    };
    let mut axis = Axis { from: (0.0, left), to: (largest.max(f64::MIN_POSITIVE), right) };
    while beside(axis) > right && axis.to.1 > left + (right - left) / 3 {
        axis.to.1 -= 20;
    }
    let bottom = first + form.groups.iter().map(|group| 48 + group.rows.len() as i32 * ROW + 14).sum::<i32>();
    let about = ((axis.to.1 - left) / 160).clamp(2, 6) as u32;
    let marks: Vec<_> =
        marks(largest, about, lang).1.into_iter().filter(|(value, _)| axis.at(*value) <= right).collect();
    let end = along_bottom(canvas, axis, &marks, &form.axis, (first, bottom));
    for group in &form.groups {
        y += 40;
        let width = HEAD.width(&group.head);
        canvas.rectangle([MARGIN, y - 30, MARGIN + width + 10, y + 10], Colour::WHITE);
        canvas.text((MARGIN, y), &group.head, HEAD, Colour::INK, Anchor::Start);
        canvas.text((WIDTH - MARGIN, y), &group.column, HEAD, Colour::INK, Anchor::End);
        y += 8;
        for row in &group.rows {
            draw_row(canvas, form, row, axis, (y + ROW / 2, names), lang);
            y += ROW;
        }
        y += 14;
    }
    end
}

fn look(part: Part) -> Sample {
    let (colour, hatched) = part.look();
    Sample::Bar(colour, hatched)
}

fn total(row: &StackRow) -> f64 {
    row.pieces.iter().map(|piece| piece.size).sum()
}

/// A number of residents per year: whole, or with a decimal where it is small.
fn label(size: f64, lang: Lang) -> String {
    fixed(size, if size < 9.95 { 1 } else { 0 }, lang)
}

fn fits(size: f64, part: Part, axis: Axis, lang: Lang) -> bool {
    let room = axis.at(size) - axis.at(0.0);
    !part.look().1 && room > MARK.width(&label(size, lang)) + 16
}

/// Whether the parts carry their numbers; an end is one part, and its number stands in the column already.
fn labelled(form: &Stacks, row: &StackRow) -> bool {
    !row.pieces.iter().all(|piece| matches!(form.parts[piece.part].1, Part::Success | Part::OtherEnd))
}

/// Room that the numbers beside a bar need.
fn beside_width(form: &Stacks, row: &StackRow, axis: Axis, lang: Lang) -> i32 {
    if !labelled(form, row) {
        return 0;
    }
    let outside = row.pieces.iter().filter(|piece| !fits(piece.size, form.parts[piece.part].1, axis, lang));
    outside.map(|piece| 22 + 16 + 6 + MARK.width(&label(piece.size, lang))).sum::<i32>() + 8
}

fn draw_row(canvas: &mut Canvas, form: &Stacks, row: &StackRow, axis: Axis, (y, names): (i32, i32), lang: Lang) {
    let name = LABEL.fit(&row.label, names);
    canvas.text((MARGIN + names, y + 9), &name, LABEL, Colour::INK, Anchor::End);
    canvas.text((WIDTH - MARGIN, y + 9), &row.cell, LABEL, Colour::INK, Anchor::End);
    let mut so_far = 0.0;
    for &Piece { part, size, ref tip } in &row.pieces {
        let part = form.parts[part].1;
        let (colour, hatched) = part.look();
        let (from, to) = (axis.at(so_far), axis.at(so_far + size).max(axis.at(so_far) + 2));
        so_far += size;
        // A thin white line keeps parts apart.
        canvas.mark(tip.as_ref(), |canvas| {
            canvas.bar([from, y - 19, if to - from > 6 { to - 2 } else { to }, y + 19], colour, hatched);
            if labelled(form, row) && fits(size, part, axis, lang) {
                let ink = if colour.is_dark() { Colour::WHITE } else { Colour::BLACK };
                canvas.text(((from + to) / 2, y + 9), &label(size, lang), MARK, ink, Anchor::Middle);
            }
        });
    }
    if !labelled(form, row) {
        return;
    }
    let mut x = axis.at(so_far) + 8;
    for &Piece { part, size, .. } in &row.pieces {
        let part = form.parts[part].1;
        if fits(size, part, axis, lang) {
            continue;
        }
        let (colour, hatched) = part.look();
        let text = label(size, lang);
        let width = 16 + 6 + MARK.width(&text);
        canvas.rectangle([x, y - 14, x + width + 22, y + 14], Colour::WHITE);
        canvas.bar([x + 14, y - 8, x + 30, y + 8], colour, hatched);
        canvas.text((x + 36, y + 9), &text, MARK, Colour::INK, Anchor::Start);
        x += width + 22;
    }
}
