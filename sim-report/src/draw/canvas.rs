//! A canvas: what stands where, in whole points, before it is written as SVG or PNG.
//!
//! The canvas is 1,600 points wide; a PNG has as many pixels, an SVG is shown at half of it.

use super::font::Type;
use crate::chart::Tip;

/// Width of every picture.
pub(super) const WIDTH: i32 = 1600;
/// Free space at its edges.
pub(super) const MARGIN: i32 = 48;

/// What is left out of these at both sides where a picture stands in line with text.
pub(super) const EDGE: i32 = MARGIN - 12;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

/// Colours that people with any colour vision tell apart.
///
/// Source: Okabe & Ito (2008), *Color Universal Design*.
impl Colour {
    pub(crate) const BLACK: Colour = Colour(0, 0, 0);
    pub(crate) const BLUE: Colour = Colour(0x00, 0x72, 0xB2);
    pub(crate) const SKY: Colour = Colour(0x56, 0xB4, 0xE9);
    pub(crate) const GREEN: Colour = Colour(0x00, 0x9E, 0x73);
    pub(crate) const YELLOW: Colour = Colour(0xF0, 0xE4, 0x42);
    pub(crate) const ORANGE: Colour = Colour(0xE6, 0x9F, 0x00);
    pub(crate) const VERMILION: Colour = Colour(0xD5, 0x5E, 0x00);
    pub(crate) const WHITE: Colour = Colour(255, 255, 255);
    pub(crate) const INK: Colour = Colour(0x22, 0x22, 0x22);
    pub(crate) const FAINT: Colour = Colour(0x5A, 0x5A, 0x5A);
    pub(crate) const GRID: Colour = Colour(0xDD, 0xDD, 0xDD);
    pub(crate) const SHADE: Colour = Colour(0xEC, 0xEC, 0xEC);
    pub(crate) const GREY: Colour = Colour(0xB5, 0xB5, 0xB5);
    pub(crate) const BAND: Colour = Colour(0xB9, 0xD9, 0xF0);

    /// Whether white text reads better on it than black.
    pub(super) fn is_dark(self) -> bool {
        299 * u32::from(self.0) + 587 * u32::from(self.1) + 114 * u32::from(self.2) < 128_000
    }
}

/// Where text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// Something on a canvas.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A filled rectangle: left, top, right, bottom.
    Rectangle([i32; 4], Colour),
    /// A line through points.
    Path(Vec<(i32, i32)>, u32, Colour),
    /// A filled polygon.
    Polygon(Vec<(i32, i32)>, Colour),
    /// A filled circle.
    Circle((i32, i32), u32, Colour),
    /// Text on a line.
    Text((i32, i32), String, Type, Colour, Anchor),
    /// Shapes that together say something; where they can be pointed at, the tip is shown.
    Mark(Vec<Shape>, Box<Tip>),
    /// A rectangle that is not seen, of a mark that is too small to point at.
    Zone([i32; 4]),
}

/// An arrow of a map: the boxes that it is between, by their numbers in the chart, and its points.
pub(crate) type Way = ((usize, usize), Vec<(i32, i32)>);

/// A picture being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    /// What the picture is called.
    pub(super) title: String,
    /// What it shows, in words.
    pub(super) description: String,
    /// Height in points.
    pub(super) height: i32,
    /// What stands on it, back to front.
    pub(super) shapes: Vec<Shape>,
    /// Of a map: each box by its number in the chart, with its corners.
    pub(crate) places: Vec<(usize, [i32; 4])>,
    /// Of a map: each arrow by the boxes that it is between, with its points.
    pub(crate) ways: Vec<Way>,
}

impl Canvas {
    /// An empty canvas.
    pub(super) fn new(title: &str, description: &str) -> Canvas {
        let (title, description) = (plain(title), plain(description).trim().to_owned());
        Canvas { title, description, height: 0, shapes: Vec::new(), places: Vec::new(), ways: Vec::new() }
    }

    /// How high it is for its width, without its edges.
    pub(crate) fn height_over_width(&self) -> f64 {
        f64::from(self.height) / f64::from(WIDTH - 2 * EDGE)
    }

    /// A filled rectangle; nothing when it has no size.
    pub(super) fn rectangle(&mut self, corners: [i32; 4], colour: Colour) {
        let [left, top, right, bottom] = corners;
        if right > left && bottom > top {
            self.shapes.push(Shape::Rectangle(corners, colour));
        }
    }

    /// A disc with a white rim.
    pub(super) fn disc(&mut self, at: (i32, i32), radius: u32, colour: Colour) {
        self.shapes.push(Shape::Circle(at, radius + 2, Colour::WHITE));
        self.shapes.push(Shape::Circle(at, radius, colour));
    }

    /// A square on its corner, with a white rim.
    ///
    /// * `half` – from its middle to a corner
    pub(super) fn diamond(&mut self, (x, y): (i32, i32), half: i32, colour: Colour) {
        let corners = |half: i32| vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
        self.shapes.push(Shape::Polygon(corners(half + 3), Colour::WHITE));
        self.shapes.push(Shape::Polygon(corners(half), colour));
    }

    /// A square with a white rim.
    ///
    /// * `half` – from its middle to a side
    pub(super) fn square(&mut self, (x, y): (i32, i32), half: i32, colour: Colour) {
        let corners = |half: i32| [x - half, y - half, x + half, y + half];
        self.rectangle(corners(half + 2), Colour::WHITE);
        self.rectangle(corners(half), colour);
    }

    /// Draws shapes that say something together; without a tip they are only drawn.
    pub(super) fn mark(&mut self, tip: Option<&Tip>, draw: impl FnOnce(&mut Canvas)) {
        let first = self.shapes.len();
        draw(self);
        if let Some(tip) = tip.filter(|_| self.shapes.len() > first) {
            let shapes = self.shapes.split_off(first);
            self.shapes.push(Shape::Mark(shapes, Box::new(tip.clone())));
        }
    }

    /// What every mark says, back to front.
    pub fn tips(&self) -> Vec<&Tip> {
        fn gather<'a>(shapes: &'a [Shape], tips: &mut Vec<&'a Tip>) {
            for shape in shapes {
                if let Shape::Mark(shapes, tip) = shape {
                    tips.push(tip);
                    gather(shapes, tips);
                }
            }
        }
        let mut tips = Vec::new();
        gather(&self.shapes, &mut tips);
        tips
    }

    /// A rectangle, with white lines across it when hatched.
    pub(super) fn bar(&mut self, corners: [i32; 4], colour: Colour, hatched: bool) {
        self.rectangle(corners, colour);
        let [left, top, right, bottom] = corners;
        if !hatched || right <= left || bottom <= top {
            return;
        }
        let height = bottom - top;
        let mut at = left - height + 6;
        while at < right {
            // From the lower left to the upper right, cut off at the edges.
            let (from, to) = (at.max(left), (at + height).min(right));
            if to > from {
                self.line((from, bottom - (from - at)), (to, bottom - (to - at)), 2, Colour::WHITE);
            }
            at += 12;
        }
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), width: u32, colour: Colour) {
        self.shapes.push(Shape::Path(vec![from, to], width, colour));
    }

    /// An upright line of dashes.
    pub(super) fn dashes(&mut self, x: i32, top: i32, bottom: i32, colour: Colour) {
        let mut y = top;
        while y < bottom {
            // A white edge keeps it visible on dark bars.
            self.rectangle([x - 3, y, x + 4, (y + 12).min(bottom)], Colour::WHITE);
            self.rectangle([x - 1, y, x + 2, (y + 12).min(bottom)], colour);
            y += 20;
        }
    }

    /// Text that stands on the line at `at.1`.
    pub(super) fn text(&mut self, at: (i32, i32), text: &str, kind: Type, colour: Colour, anchor: Anchor) {
        let text = plain(text);
        if !text.trim().is_empty() {
            self.shapes.push(Shape::Text(at, text, kind, colour, anchor));
        }
    }
}

/// Text without signs that cannot stand in a picture (control signs of all kinds).
fn plain(text: &str) -> String {
    let allowed = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if allowed(c) { c } else { ' ' }).collect()
}
