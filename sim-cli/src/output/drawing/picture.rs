//! What the picture holds and where: boxes, arrows and labels, from left to right or from top to bottom.

use sim_report::layout::{Layout, Link, Point, Side, Size, layout};

use super::chart::{Arrow, Chart, Goal, Why};
use super::shape::{Shape, label};

/// A sheet of A4 in pixels of 1/96 inch, the long side first, less its margins.
const SHEET: (f64, f64) = (1046.0, 717.0);
/// Around the drawing.
pub(super) const MARGIN: f64 = 20.0;
/// Height of the title.
pub(super) const HEAD: f64 = 46.0;
/// Size of the letters of labels, height of their lines, and width that is enough for most letters.
pub(super) const LABEL: (f64, f64, f64) = (9.5, 11.5, 5.5);
/// From so many arrows on, an end that is no success is named in the stages instead.
const MANY: usize = 3;

/// The same for an end that is a success, of which the arrows of at least half of a stage's residents stay.
const VERY_MANY: usize = 8;

/// Which way the chain runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Right,
    Down,
}

/// An arrow of the picture.
pub(super) struct Drawn {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Vec<String>,
    pub(super) full: String,
    pub(super) weight: f64,
    pub(super) dashed: bool,
}

/// Boxes, arrows and where they are.
pub(super) struct Picture {
    pub(super) way: Way,
    pub(super) shapes: Vec<Shape>,
    pub(super) arrows: Vec<Drawn>,
    pub(super) layout: Layout,
}

impl Picture {
    pub(super) fn new(chart: &Chart, way: Way, columns: usize) -> Picture {
        let drawn = |arrow: &Arrow| is_drawn(chart, arrow);
        let all = || chart.stages.iter().flat_map(|stage| &stage.arrows);
        let has_arrow = |end: &usize| all().any(|arrow| arrow.to == Goal::End(*end) && drawn(arrow));
        let ends: Vec<usize> = (0..chart.scenario.ends.len()).filter(has_arrow).collect();
        let mut shapes: Vec<Shape> = chart.inflows.iter().map(Shape::inflow).collect();
        let first = shapes.len();
        shapes.extend(chart.stages.iter().map(|stage| Shape::stage(chart, stage, &drawn)));
        let first_end = shapes.len();
        shapes.extend(ends.iter().map(|&end| Shape::end(chart, end)));
        let node = |goal: Goal| match goal {
            Goal::Stage(place) => Some(first + place),
            Goal::End(end) => ends.iter().position(|&other| other == end).map(|place| first_end + place),
        };
        let mut arrows: Vec<Drawn> = Vec::new();
        for (number, inflow) in chart.inflows.iter().enumerate() {
            let to = first + inflow.to;
            arrows.push(Drawn { from: number, to, label: Vec::new(), full: String::new(), weight: 1.0, dashed: false });
        }
        let width = if way == Way::Right { 20 } else { 26 };
        for (place, stage) in chart.stages.iter().enumerate() {
            let from = first + place;
            for arrow in stage.arrows.iter().filter(|arrow| drawn(arrow)) {
                let Some(to) = node(arrow.to) else { continue };
                let full = label(chart, arrow, usize::MAX).join(" · ");
                let label = label(chart, arrow, width);
                arrows.push(Drawn { from, to, label, full, weight: arrow.weight, dashed: false });
            }
            for exit in stage.exits.iter().filter(|exit| matches!(exit.to, Goal::Stage(_))) {
                let Some(to) = node(exit.to) else { continue };
                let full = if matches!(exit.why, Why::Full | Why::Contact) {
                    exit.short.clone()
                } else {
                    format!("{}: {}", exit.reason, exit.short)
                };
                let label = super::cells::shorten(&full, width, 2);
                arrows.push(Drawn { from, to, label, full, weight: 0.2, dashed: true });
            }
        }
        let turn = |width: f64, height: f64| match way {
            Way::Right => Size { main: width, cross: height },
            Way::Down => Size { main: height, cross: width },
        };
        let sizes: Vec<Size> = shapes.iter().map(|shape| turn(shape.width, shape.height)).collect();
        let links = arrows.iter().map(|arrow| {
            let (width, height) = room(&arrow.label);
            Link { from: arrow.from, to: arrow.to, label: turn(width, height) }
        });
        let gap = if way == Way::Right { 44.0 } else { 26.0 };
        let layout = layout(&sizes, &links.collect::<Vec<_>>(), gap, columns);
        Picture { way, shapes, arrows, layout }
    }

    /// Width and height of the drawing.
    pub(super) fn size(&self) -> (f64, f64) {
        let (width, height) = self.turned((self.layout.size.main, self.layout.size.cross));
        (width + 2.0 * MARGIN, height + 2.0 * MARGIN + HEAD)
    }

    /// How large it can be on a sheet of A4, which may be turned.
    pub(super) fn scale(&self) -> f64 {
        let (width, height) = self.size();
        let fits = |sheet: (f64, f64)| (sheet.0 / width).min(sheet.1 / height);
        fits(SHEET).max(fits((SHEET.1, SHEET.0))).min(1.0)
    }

    /// From along and across the chain to the right and down.
    fn turned(&self, (main, cross): Point) -> (f64, f64) {
        if self.way == Way::Right { (main, cross) } else { (cross, main) }
    }

    pub(super) fn at(&self, point: Point) -> (f64, f64) {
        let (x, y) = self.turned(point);
        (x + MARGIN, y + MARGIN + HEAD)
    }

    /// Left, top, width and height of a box.
    pub(super) fn frame(&self, node: usize) -> [f64; 4] {
        let (main, middle) = self.layout.nodes[node];
        let shape = &self.shapes[node];
        let (x, y) = self.at((main, middle));
        match self.way {
            Way::Right => [x, y - shape.height / 2.0, shape.width, shape.height],
            Way::Down => [x - shape.width / 2.0, y, shape.width, shape.height],
        }
    }

    /// Where the labels are: each at the first of its places where it covers nothing, else where it covers least.
    pub(super) fn labels(&self) -> Vec<Option<[f64; 4]>> {
        let mut taken: Vec<[f64; 4]> = (0..self.shapes.len()).map(|node| self.frame(node)).collect();
        let mut labels = Vec::new();
        for (arrow, route) in self.arrows.iter().zip(&self.layout.routes) {
            if arrow.label.is_empty() {
                labels.push(None);
                continue;
            }
            let (width, height) = room(&arrow.label);
            let frames = route.label.iter().flat_map(|&(point, side)| {
                let sides = match side {
                    Side::On => [0.0, 1.0, -1.0],
                    Side::Before => [-1.0, 1.0, 0.0],
                    Side::After => [1.0, -1.0, 0.0],
                };
                let (x, y) = self.at(point);
                let (right, down) = match self.way {
                    Way::Right => (0.0, height / 2.0 + 2.0),
                    Way::Down => (width / 2.0 + 3.0, 0.0),
                };
                sides.map(|side| [x - width / 2.0 + side * right, y - height / 2.0 + side * down, width, height])
            });
            let frames = frames.filter(|frame| frame[0] >= 2.0);
            let covered = |frame: &[f64; 4]| taken.iter().map(|other| overlap(frame, other)).sum::<f64>();
            let mut best: Option<(f64, [f64; 4])> = None;
            for frame in frames {
                let covers = covered(&frame);
                if best.is_none_or(|(least, _)| covers < least) {
                    best = Some((covers, frame));
                }
                if covers == 0.0 {
                    break;
                }
            }
            let best = best.map(|(_, frame)| frame);
            taken.extend(best);
            labels.push(best);
        }
        labels
    }
}

/// Whether an arrow is drawn; else its end is named in the stage that it leaves.
fn is_drawn(chart: &Chart, arrow: &Arrow) -> bool {
    let Goal::End(end) = arrow.to else { return true };
    let number = chart.arrows_to_end[end];
    if chart.scenario.ends[end].success { number < VERY_MANY || arrow.weight >= 0.5 } else { number < MANY }
}

/// Width and height of a label.
fn room(label: &[String]) -> (f64, f64) {
    let longest = label.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    if longest == 0 { (0.0, 0.0) } else { (longest as f64 * LABEL.2 + 6.0, label.len() as f64 * LABEL.1 + 3.0) }
}

/// Area that two frames share.
fn overlap(a: &[f64; 4], b: &[f64; 4]) -> f64 {
    let side = |from: usize, length: usize| (a[from] + a[length]).min(b[from] + b[length]) - a[from].max(b[from]);
    side(0, 2).max(0.0) * side(1, 3).max(0.0)
}
