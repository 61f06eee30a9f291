//! Draws small charts over time.

use sim_core::lang::Lang;

use super::axis::{Axis, marks};
use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::font::{HEAD, MARK};
use super::frame::{Sample, legend};
use crate::chart::{Panel, Panels};

/// Space between charts.
const GAP: i32 = 44;

/// Draws them; gives where they end.
pub(super) fn draw(canvas: &mut Canvas, form: &Panels, top: i32, lang: Lang) -> i32 {
    let mut entries = vec![
        (Sample::Line(Colour::BLUE), form.line_name.clone()),
        (Sample::Bar(Colour::BAND, false), form.band_name.clone()),
    ];
    entries.extend(form.warm_up.clone().map(|(_, name)| (Sample::Bar(Colour::SHADE, false), name)));
    let top = legend(canvas, &entries, top);
    let (columns, height) = match form.panels.len() {
        0..=1 => (1, 520),
        2..=8 => (2, 260),
        _ => (3, 200),
    };
    let width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
    canvas.text((MARGIN, top + 34), &form.axis, MARK, Colour::INK, Anchor::Start);
    let top = top + 60;
    // One room for the numbers of all charts, so that their axes stand in line.
    let scale = |panel: &Panel| marks(panel_most(panel), if columns == 1 { 5 } else { 3 }, lang);
    let labels = form.panels.iter().flat_map(|panel| scale(panel).1);
    let numbers = labels.map(|(_, label)| MARK.width(&label)).max().unwrap_or(0) + 14;
    let step = height + 112;
    for (number, panel) in form.panels.iter().enumerate() {
        let (column, row) = (number as i32 % columns, number as i32 / columns);
        let (x, y) = (MARGIN + column * (width + GAP), top + row * step);
        canvas.text((x, y + 30), &HEAD.fit(&panel.title, width), HEAD, Colour::INK, Anchor::Start);
        let (most, marks) = scale(panel);
        let frame = Frame {
            days: Axis { from: (form.days.0, x + numbers), to: (form.days.1, x + width) },
            values: Axis { from: (0.0, y + 50 + height), to: (most, y + 50) },
        };
        frame.draw(canvas, form, panel, &marks);
    }
    let rows = (form.panels.len() as i32 + columns - 1) / columns;
    top + rows * step - 30
}

fn panel_most(panel: &Panel) -> f64 {
    panel.points.iter().map(|point| point.band.1.max(point.mean)).fold(0.0, f64::max)
}

/// The axes of one chart.
#[derive(Debug, Clone, Copy)]
struct Frame {
    days: Axis,
    values: Axis,
}

impl Frame {
    fn draw(self, canvas: &mut Canvas, form: &Panels, panel: &Panel, marks: &[(f64, String)]) {
        let (left, right) = (self.days.from.1, self.days.to.1);
        let (bottom, top) = (self.values.from.1, self.values.to.1);
        if let Some((until, _)) = &form.warm_up {
            let until = self.days.at(*until);
            canvas.rectangle([left, top, until, bottom], Colour::SHADE);
        }
        for (value, label) in marks {
            let y = self.values.at(*value);
            canvas.rectangle([left, y - 1, right, y + 1], Colour::GRID);
            canvas.text((left - 12, y + 9), label, MARK, Colour::FAINT, Anchor::End);
        }
        self.dates(canvas, form);
        self.series(canvas, panel, form.days);
        canvas.rectangle([left, bottom - 1, right, bottom + 1], Colour::FAINT);
    }

    /// The closest set of dates whose labels do not touch.
    fn dates(self, canvas: &mut Canvas, form: &Panels) {
        let fits = |set: &&Vec<(f64, String)>| {
            set.windows(2).all(|pair| {
                let between = self.days.at(pair[1].0) - self.days.at(pair[0].0);
                between > (MARK.width(&pair[0].1) + MARK.width(&pair[1].1)) / 2 + 30
            })
        };
        let Some(set) = form.dates.iter().find(fits) else { return };
        let bottom = self.values.from.1;
        for (day, label) in set {
            let x = self.days.at(*day);
            canvas.rectangle([x - 1, bottom, x + 1, bottom + 10], Colour::FAINT);
            // A label at the edge is moved inwards, so that it does not run into the next chart.
            let half = MARK.width(label) / 2;
            let x = x.min(self.days.to.1 + 12 - half).max(self.days.from.1 - GAP + half);
            canvas.text((x, bottom + 38), label, MARK, Colour::FAINT, Anchor::Middle);
        }
    }

    fn series(self, canvas: &mut Canvas, panel: &Panel, days: (f64, f64)) {
        let (Some(first), Some(last)) = (panel.points.first(), panel.points.last()) else { return };
        let curve = |value: fn(&crate::chart::PanelPoint) -> f64| {
            let middle = panel.points.iter().map(move |point| ((point.days.0 + point.days.1) / 2.0, value(point)));
            let ends = [(days.0, value(first))].into_iter().chain(middle).chain([(days.1, value(last))]);
            ends.map(|(day, value)| (self.days.at(day), self.values.at(value))).collect::<Vec<_>>()
        };
        let mut band = curve(|point| point.band.1);
        band.extend(curve(|point| point.band.0).into_iter().rev());
        canvas.shapes.push(Shape::Polygon(band, Colour::BAND));
        canvas.shapes.push(Shape::Path(curve(|point| point.mean), 4, Colour::BLUE));
        let (bottom, top) = (self.values.from.1, self.values.to.1);
        for point in panel.points.iter().filter(|point| point.tip.is_some()) {
            let (from, until) = (self.days.at(point.days.0.max(days.0)), self.days.at(point.days.1.min(days.1)));
            canvas.mark(point.tip.as_ref(), |canvas| canvas.shapes.push(Shape::Zone([from, top, until, bottom])));
        }
    }
}
