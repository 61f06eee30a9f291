//! Writes a canvas as SVG inside a page: text stays text, and every mark carries what it says.
//!
//! Own writing, because plotters knows no groups: without them a mark could not carry a tip.

use std::fmt::Write;

use super::canvas::{Anchor, Canvas, Colour, EDGE, Shape, WIDTH};
use super::font::{FAMILY, LABEL, LINE, Type};
use crate::html::{escaped, exact};

/// The SVG of a canvas, as part of a page whose style names the font.
///
/// * `id` – begins every id in it, so that ids of a page are unique
pub(crate) fn inline(canvas: &Canvas, id: &str) -> String {
    let mut out = format!(
        "<svg viewBox=\"{EDGE} 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        WIDTH - 2 * EDGE,
        canvas.height,
        escaped(&canvas.title),
        escaped(&canvas.description)
    );
    // What most texts have, they inherit.
    let _ = write!(out, "<g fill=\"{}\" font-size=\"{}\">", hex(Colour::INK), size(LABEL));
    put_all(&mut out, &canvas.shapes);
    out.push_str("</g></svg>");
    out
}

/// Rectangles of one colour that lie on each other are one path, which keeps a page small.
fn put_all(out: &mut String, shapes: &[Shape]) {
    let mut rest = shapes;
    while let [first, ..] = rest {
        let Shape::Rectangle(_, colour) = first else {
            put(out, first);
            rest = &rest[1..];
            continue;
        };
        let is_same = |shape: &&Shape| matches!(shape, Shape::Rectangle(_, other) if other == colour);
        let number = rest.iter().take_while(is_same).count();
        let corners = rest[..number].iter().filter_map(|shape| match shape {
            Shape::Rectangle([left, top, right, bottom], _) => {
                let (width, height) = ((right - left).max(0), (bottom - top).max(0));
                Some(format!("M{left} {top}h{width}v{height}h{}z", -width))
            }
            _ => None,
        });
        let _ = write!(out, "<path d=\"{}\" fill=\"{}\"/>", corners.collect::<String>(), hex(*colour));
        rest = &rest[number..];
    }
}

/// The SVG of a canvas as a file of its own, in line with text: the page says what it shows, so that it does not.
pub(crate) fn alone(canvas: &Canvas) -> String {
    let (width, height) = (WIDTH - 2 * EDGE, canvas.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{EDGE} 0 {width} {height}\" width=\"{}\" height=\"{}\" \
         font-family=\"{FAMILY}\"><style>polyline {{ fill: none; stroke-linejoin: round }}</style>",
        width / 2,
        height / 2
    );
    // What most texts have, they inherit, as in a page; what the style of a page says, stands in it.
    let _ = write!(out, "<g fill=\"{}\" font-size=\"{}\">", hex(Colour::INK), size(LABEL));
    shapes(&canvas.shapes).for_each(|shape| put(&mut out, shape));
    out.push_str("</g></svg>");
    out
}

/// What is seen, back to front.
fn shapes(shapes: &[Shape]) -> Box<dyn Iterator<Item = &Shape> + '_> {
    Box::new(shapes.iter().flat_map(|shape| match shape {
        Shape::Mark(within, _) => self::shapes(within),
        Shape::Zone(_) => Box::new(std::iter::empty()),
        shape => Box::new(std::iter::once(shape)),
    }))
}

/// Writing to a `String` cannot fail, hence nothing to give back.
fn put(out: &mut String, shape: &Shape) {
    let _ = match shape {
        Shape::Rectangle(..) => {
            put_all(out, std::slice::from_ref(shape));
            Ok(())
        }
        Shape::Zone(corners) => put_rectangle(out, *corners, "class=\"zone\""),
        Shape::Path(line, width, colour) => {
            write!(out, "<polyline points=\"{}\" stroke=\"{}\" stroke-width=\"{width}\"/>", points(line), hex(*colour))
        }
        Shape::Polygon(corners, colour) => {
            write!(out, "<polygon points=\"{}\" fill=\"{}\"/>", points(corners), hex(*colour))
        }
        Shape::Circle((x, y), radius, colour) => {
            write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\"/>", hex(*colour))
        }
        Shape::Text(at, text, kind, colour, anchor) => put_text(out, *at, text, (*kind, *colour, *anchor)),
        Shape::Mark(shapes, tip) => {
            // Which figures of the results these are stands in the table beneath; once is enough.
            let _ = match tip.figure.values.is_empty() {
                true => write!(out, "<g class=\"mark\""),
                false => write!(out, "<g class=\"mark\" data-value=\"{}\"", exact(&tip.figure.values)),
            };
            let says = format!("{} · {}: {}", tip.of, tip.what, tip.figure.shown);
            let _ = write!(out, "><title>{}</title>", escaped(&says));
            put_all(out, shapes);
            write!(out, "</g>")
        }
    };
}

fn put_rectangle(out: &mut String, [left, top, right, bottom]: [i32; 4], look: &str) -> std::fmt::Result {
    let (width, height) = ((right - left).max(0), (bottom - top).max(0));
    write!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" {look}/>")
}

fn put_text(out: &mut String, (x, y): (i32, i32), text: &str, look: (Type, Colour, Anchor)) -> std::fmt::Result {
    let (kind, colour, anchor) = look;
    let side = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if kind.bold { " font-weight=\"bold\"" } else { "" };
    let fill = if colour == Colour::INK { String::new() } else { format!(" fill=\"{}\"", hex(colour)) };
    let of_size = if kind.height == LABEL.height { String::new() } else { format!(" font-size=\"{}\"", size(kind)) };
    write!(out, "<text x=\"{x}\" y=\"{y}\"{of_size}{weight}{side}{fill}>{}</text>", escaped(text))
}

/// The size of a font in points.
fn size(kind: Type) -> f64 {
    (f64::from(kind.height) / LINE * 10.0).round() / 10.0
}

fn points(points: &[(i32, i32)]) -> String {
    // What lies where the point before it lies draws nothing.
    let mut points = points.to_vec();
    points.dedup();
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

fn hex(colour: Colour) -> String {
    let Colour(red, green, blue) = colour;
    match [red, green, blue].iter().all(|part| part % 17 == 0) {
        true => format!("#{:X}{:X}{:X}", red / 17, green / 17, blue / 17),
        false => format!("#{red:02X}{green:02X}{blue:02X}"),
    }
}
