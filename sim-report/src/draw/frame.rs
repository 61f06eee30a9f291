//! What stands around every picture: title above, notes and source below, and legends.

use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::font::{MARK, SMALL, SUBTITLE, TITLE};
use crate::chart::{Chart, RankLook, Verdict, Zone};

/// Title and scenario; gives where the drawing may begin.
pub(super) fn head(canvas: &mut Canvas, chart: &Chart) -> i32 {
    let room = WIDTH - 2 * MARGIN;
    let mut y = 76;
    for (number, line) in TITLE.wrap(&chart.title, room, 2).iter().enumerate() {
        y += 54 * (number as i32).min(1);
        canvas.text((MARGIN, y), line, TITLE, Colour::INK, Anchor::Start);
    }
    canvas.text((MARGIN, y + 46), &SUBTITLE.fit(&chart.subtitle, room), SUBTITLE, Colour::FAINT, Anchor::Start);
    y + 74
}

/// Notes and source, and with them the height of the picture.
pub(super) fn foot(canvas: &mut Canvas, chart: &Chart, bottom: i32) {
    let room = WIDTH - 2 * MARGIN;
    let mut y = bottom + 20;
    for note in &chart.notes {
        for line in SMALL.wrap(note, room, 3) {
            y += 32;
            canvas.text((MARGIN, y), &line, SMALL, Colour::FAINT, Anchor::Start);
        }
    }
    y += 24;
    canvas.rectangle([MARGIN, y, WIDTH - MARGIN, y + 2], Colour::GRID);
    for line in SMALL.wrap(&chart.footer, room, 6) {
        y += 36;
        canvas.text((MARGIN, y), &line, SMALL, Colour::FAINT, Anchor::Start);
    }
    canvas.height = (y + 28 + 1) / 2 * 2;
}

/// How an entry of a legend looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sample {
    /// A bar, hatched or not.
    Bar(Colour, bool),
    /// A line.
    Line(Colour),
    /// A dot on a line.
    Dot(Colour),
    /// An upright mark.
    Tick,
    /// The shape of a verdict.
    Verdict(Verdict),
    /// A line with ends.
    Interval,
    /// A dot on an upright line with ends.
    Upright,
    /// Small dots on a line.
    Points,
    /// A bar with upright white lines.
    Lined(Colour),
    /// A short arrow out of the chain.
    Out,
    /// A place in a round.
    Rank(RankLook),
    /// The shape of a zone.
    Zone(Zone),
}

/// A legend in as many lines as it needs; gives where it ends.
pub(super) fn legend(canvas: &mut Canvas, entries: &[(Sample, String)], top: i32) -> i32 {
    let (mut x, mut y) = (MARGIN, top + 30);
    for (sample, name) in entries {
        let name = MARK.fit(name, WIDTH - 2 * MARGIN - 60);
        let width = 52 + MARK.width(&name);
        if x > MARGIN && x + width > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + 40);
        }
        show(canvas, *sample, x, y - 9);
        canvas.text((x + 52, y), &name, MARK, Colour::INK, Anchor::Start);
        x += width + 40;
    }
    y + 16
}

fn show(canvas: &mut Canvas, sample: Sample, x: i32, y: i32) {
    match sample {
        Sample::Bar(colour, hatched) => canvas.bar([x, y - 11, x + 40, y + 11], colour, hatched),
        Sample::Line(colour) => canvas.line((x, y), (x + 40, y), 5, colour),
        Sample::Dot(colour) => dot(canvas, (x + 20, y), Some((x, x + 40)), colour),
        Sample::Tick => canvas.rectangle([x + 18, y - 15, x + 22, y + 15], Colour::FAINT),
        Sample::Verdict(verdict) => super::effects::shape(canvas, (x + 24, y), verdict),
        Sample::Out => super::map::out(canvas, (x + 22, y - 16), 32),
        Sample::Zone(zone) => super::workload::shape(canvas, (x + 24, y), zone),
        Sample::Rank(look) => super::ranks::circle(canvas, (x + 26, y), 12, look),
        Sample::Upright => {
            super::curves::upright(canvas, x + 20, (y + 15, y - 15));
            dot(canvas, (x + 20, y), None, Colour::BLACK);
        }
        Sample::Lined(colour) => super::curves::lined(canvas, [x, y - 11, x + 40, y + 11], colour),
        Sample::Points => {
            canvas.line((x, y), (x + 40, y), 4, Colour::BLUE);
            for at in [8, 32] {
                canvas.shapes.push(Shape::Circle((x + at, y), 6, Colour::BLUE));
            }
        }
        Sample::Interval => whisker(canvas, (x, x + 40), (true, true), y, Colour::FAINT),
    }
}

/// A dot with a white edge, and the interval around it.
pub(super) fn dot(canvas: &mut Canvas, at: (i32, i32), interval: Option<(i32, i32)>, colour: Colour) {
    let (x, y) = at;
    if let Some(ends) = interval {
        whisker(canvas, ends, (true, true), y, colour);
    }
    canvas.shapes.push(Shape::Circle((x, y), 11, Colour::WHITE));
    canvas.shapes.push(Shape::Circle((x, y), 8, colour));
}

/// An interval: a line, with a bar across it at each end that is really there.
pub(super) fn whisker(
    canvas: &mut Canvas,
    (low, high): (i32, i32),
    (has_low, has_high): (bool, bool),
    y: i32,
    colour: Colour,
) {
    canvas.rectangle([low - 1, y - 4, high + 1, y + 4], Colour::WHITE);
    canvas.rectangle([low, y - 2, high, y + 2], colour);
    for (end, _) in [(low, has_low), (high, has_high)].into_iter().filter(|(_, is_there)| *is_there) {
        canvas.rectangle([end - 3, y - 11, end + 3, y + 11], Colour::WHITE);
        canvas.rectangle([end - 2, y - 10, end + 2, y + 10], colour);
    }
}

/// An axis along the bottom: upright grid lines, labels that do not touch, and its title.
pub(super) fn along_bottom(
    canvas: &mut Canvas,
    axis: super::axis::Axis,
    marks: &[(f64, String)],
    title: &str,
    (top, bottom): (i32, i32),
) -> i32 {
    for (value, label) in marks {
        let x = axis.at(*value);
        canvas.rectangle([x - 1, top, x + 1, bottom], Colour::GRID);
        canvas.text((x, bottom + 34), label, MARK, Colour::FAINT, Anchor::Middle);
    }
    let middle = (axis.from.1 + axis.to.1) / 2;
    canvas.text((middle, bottom + 72), title, MARK, Colour::INK, Anchor::Middle);
    bottom + 84
}
