//! Draws small charts of cumulative shares.

use sim_core::lang::Lang;

use super::axis::{Axis, marks};
use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::font::{HEAD, MARK};
use super::frame::{Sample, legend};
use crate::chart::{CurvePanel, CurveTerm, Curves, Tip};

/// Space between charts.
const GAP: i32 = 44;
/// Room of the numbers at the left.
const NUMBERS: i32 = 84;
/// Between the lines that show what is late without colour.
const HATCH: i32 = 14;

/// Draws them; gives where they end.
pub(super) fn draw(canvas: &mut Canvas, form: &Curves, top: i32, lang: Lang) -> i32 {
    let with_term = form.panels.iter().any(|panel| panel.term.as_ref().is_some_and(|term| term.at <= panel.most));
    let mut entries = vec![(Sample::Bar(Colour::BAND, false), form.in_time.clone())];
    entries.extend(with_term.then(|| (Sample::Lined(Colour::ORANGE), form.late.clone())));
    entries.extend(form.never.clone().map(|name| (Sample::Bar(Colour::SHADE, false), name)));
    entries.extend(form.dot.clone().filter(|_| with_term).map(|name| (Sample::Upright, name)));
    entries.push((Sample::Points, form.quantiles.clone()));
    let top = legend(canvas, &entries, top);
    let (columns, height) = match form.panels.len() {
        0..=1 => (1, 480),
        2..=8 => (2, 250),
        _ => (3, 190),
    };
    let width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
    canvas.text((MARGIN, top + 34), &form.axis, MARK, Colour::INK, Anchor::Start);
    let top = top + 54;
    let step = height + 156;
    for (number, panel) in form.panels.iter().enumerate() {
        let (column, row) = (number as i32 % columns, number as i32 / columns);
        let (x, y) = (MARGIN + column * (width + GAP), top + row * step);
        canvas.text((x, y + 30), &HEAD.fit(&panel.title, width), HEAD, Colour::INK, Anchor::Start);
        let frame = Frame {
            times: Axis { from: (0.0, x + NUMBERS), to: (panel.most, x + width - 8) },
            shares: Axis { from: (0.0, y + 88 + height), to: (1.0, y + 88) },
        };
        if let Some(term) = &panel.term {
            let tip = Tip { of: panel.title.clone(), what: term.told.0.clone(), figure: term.told.1.clone() };
            let shown = MARK.fit(&format!("{}: {}", term.name, term.told.1.shown), width);
            canvas.mark(Some(&tip), |canvas| {
                canvas.text((x, y + 64), &shown, MARK, Colour::INK, Anchor::Start);
            });
        }
        frame.draw(canvas, panel, lang);
    }
    let rows = (form.panels.len() as i32 + columns - 1) / columns;
    top + rows * step - 20
}

/// The axes of one chart.
#[derive(Debug, Clone, Copy)]
struct Frame {
    times: Axis,
    shares: Axis,
}

impl Frame {
    fn draw(self, canvas: &mut Canvas, panel: &CurvePanel, lang: Lang) {
        let (left, right) = (self.times.from.1, self.times.to.1);
        let (bottom, top) = (self.shares.from.1, self.shares.to.1);
        if panel.end < 1.0 {
            canvas.rectangle([left, top, right, self.shares.at(panel.end)], Colour::SHADE);
        }
        let curve: Vec<(i32, i32)> =
            panel.points.iter().map(|&(time, share)| (self.times.at(time), self.shares.at(share))).collect();
        let curve = without_straight(curve);
        let term = panel.term.as_ref().filter(|term| term.at <= panel.most).map(|term| self.times.at(term.at));
        self.areas(canvas, &curve, term);
        for share in [0.0, 0.5, 1.0] {
            let y = self.shares.at(share);
            canvas.rectangle([left, y - 1, right, y + 1], if share == 0.0 { Colour::FAINT } else { Colour::GRID });
            let label = format!("{:.0}\u{a0}%", 100.0 * share);
            canvas.text((left - 10, y + 9), &label, MARK, Colour::FAINT, Anchor::End);
        }
        let (_, mut marks) = marks(panel.most, ((right - left) / 110).clamp(2, 6) as u32, lang);
        marks.retain(|(value, _)| *value <= panel.most * (1.0 + 1e-9));
        let last = marks.len().saturating_sub(1);
        let mut free = left - 40;
        for (number, (value, label)) in marks.into_iter().enumerate() {
            let x = self.times.at(value);
            canvas.rectangle([x - 1, bottom, x + 1, bottom + 9], Colour::FAINT);
            // The last has the unit.
            let unit = if label == "1" { &panel.unit_of_one } else { &panel.unit };
            let label = if number == last { format!("{label} {unit}") } else { label };
            let half = MARK.width(&label) / 2;
            let x = x.min(right + 8 - half);
            if x - half > free {
                canvas.text((x, bottom + 36), &label, MARK, Colour::FAINT, Anchor::Middle);
                free = x + half + 10;
            }
        }
        canvas.shapes.push(Shape::Path(curve, 4, Colour::BLUE));
        if let (Some(x), Some(of_term)) = (term, &panel.term) {
            canvas.dashes(x, top - 8, bottom, Colour::BLACK);
            self.in_time(canvas, x, of_term);
        }
        for ((time, share), tip) in panel.quantiles.iter().filter(|((time, _), _)| *time <= panel.most) {
            let at = (self.times.at(*time), self.shares.at(*share));
            canvas.mark(Some(tip), |canvas| {
                canvas.shapes.push(Shape::Circle(at, 6, Colour::BLUE));
                canvas.shapes.push(Shape::Zone([at.0 - 13, at.1 - 13, at.0 + 13, at.1 + 13]));
            });
        }
    }

    /// What lies below the curve: in time, and hatched what is later.
    fn areas(self, canvas: &mut Canvas, curve: &[(i32, i32)], term: Option<i32>) {
        let bottom = self.shares.from.1;
        let term = term.unwrap_or(i32::MAX);
        let part = |inside: &dyn Fn(i32) -> bool, cut: i32| {
            let mut part: Vec<(i32, i32)> = curve.iter().copied().filter(|point| inside(point.0)).collect();
            let at = height_at(curve, cut);
            if let (Some(&(first, _)), Some(at)) = (curve.first(), at) {
                if inside(first) { part.push((cut, at)) } else { part.insert(0, (cut, at)) }
            }
            if let (Some(&(first, _)), Some(&(last, _))) = (part.first(), part.last()) {
                part.extend([(last, bottom), (first, bottom)]);
            }
            part
        };
        let early = part(&|x| x <= term, term);
        if early.len() > 3 {
            canvas.shapes.push(Shape::Polygon(early, Colour::BAND));
        }
        let late = part(&|x| x > term, term);
        if late.len() > 3 {
            let (from, to) = (late[0].0, late[late.len() - 3].0);
            canvas.shapes.push(Shape::Polygon(late, Colour::ORANGE));
            for x in (from + HATCH / 2..to).step_by(HATCH as usize) {
                if let Some(y) = height_at(curve, x) {
                    canvas.rectangle([x, y, x + 3, bottom], Colour::WHITE);
                }
            }
        }
    }

    /// The share in time with its interval, on the line of the term.
    fn in_time(self, canvas: &mut Canvas, x: i32, term: &CurveTerm) {
        let y = self.shares.at(term.share);
        if let Some((low, high)) = term.interval {
            let (low, high) = (self.shares.at(low.max(0.0)), self.shares.at(high.min(1.0)));
            upright(canvas, x, (low, high));
        }
        canvas.shapes.push(Shape::Circle((x, y), 11, Colour::WHITE));
        canvas.shapes.push(Shape::Circle((x, y), 8, Colour::BLACK));
    }
}

/// A bar with upright white lines.
pub(super) fn lined(canvas: &mut Canvas, [left, top, right, bottom]: [i32; 4], colour: Colour) {
    canvas.rectangle([left, top, right, bottom], colour);
    for x in (left + HATCH / 2..right).step_by(HATCH as usize) {
        canvas.rectangle([x, top, x + 3, bottom], Colour::WHITE);
    }
}

/// An upright interval, with a bar across it at both ends.
pub(super) fn upright(canvas: &mut Canvas, x: i32, (low, high): (i32, i32)) {
    canvas.rectangle([x - 4, high, x + 4, low], Colour::WHITE);
    canvas.rectangle([x - 2, high, x + 2, low], Colour::BLACK);
    for y in [low, high] {
        canvas.rectangle([x - 11, y - 3, x + 11, y + 3], Colour::WHITE);
        canvas.rectangle([x - 10, y - 2, x + 10, y + 2], Colour::BLACK);
    }
}

/// Without the points that lie on the line between those beside them, to a point.
fn without_straight(curve: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    let mut kept: Vec<(i32, i32)> = Vec::new();
    let mut skipped: Vec<(i32, i32)> = Vec::new();
    for (place, &point) in curve.iter().enumerate() {
        let (Some(&from), Some(&next)) = (kept.last(), curve.get(place + 1)) else {
            kept.push(point);
            continue;
        };
        skipped.push(point);
        let off = |at: &(i32, i32)| {
            let (wide, tall) = (next.0 - from.0, next.1 - from.1);
            let area = (wide * (at.1 - from.1) - tall * (at.0 - from.0)).abs();
            f64::from(area) > f64::from(wide).hypot(f64::from(tall))
        };
        if skipped.iter().any(off) {
            kept.push(point);
            skipped.clear();
        }
    }
    kept
}

/// How high a curve is at a place; `None` beside it.
fn height_at(curve: &[(i32, i32)], x: i32) -> Option<i32> {
    let pair = curve.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0)?;
    let (wide, tall) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
    Some(if wide == 0 { pair[1].1 } else { pair[0].1 + tall * (x - pair[0].0) / wide })
}
