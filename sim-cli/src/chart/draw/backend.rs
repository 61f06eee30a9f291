//! Writes a canvas with plotters: as SVG text, or as the bytes of a PNG.
//!
//! The PNG is drawn at twice its size and made smaller, so that slanted edges are smooth.

use anyhow::{Context, Result, anyhow, ensure};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::canvas::{Anchor, Canvas, Colour, Shape, WIDTH};
use super::font::{FAMILY, LINE, register};

/// The PNG is drawn so many times as large.
const FINER: i32 = 2;

/// The SVG of a canvas, with its title and description for readers who cannot see it.
pub(crate) fn svg(canvas: &Canvas) -> Result<String> {
    register();
    let mut text = String::new();
    let size = (WIDTH as u32, canvas.height as u32);
    let mut backend = SVGBackend::with_string(&mut text, size);
    // The SVG back-end puts the line 0.76 of the font's size below the point, and takes the size times 1.24.
    let place = Place { scale: 1, size: |height| height / LINE * 1.24, up: |height| 0.76 * height / LINE };
    replay(canvas, &mut backend, place)?;
    backend.present().map_err(|error| anyhow!("{error}"))?;
    drop(backend);
    described(canvas, &text)
}

/// Adds title and description, and shows the picture at half the size of its points.
fn described(canvas: &Canvas, text: &str) -> Result<String> {
    let plain = format!("width=\"{WIDTH}\" height=\"{}\" ", canvas.height);
    let (_, rest) = text.split_once(&plain).context("the SVG begins with its size")?;
    let (attributes, shapes) = rest.split_once('>').context("the SVG begins with a tag")?;
    Ok(format!(
        "<svg width=\"{}\" height=\"{}\" role=\"img\" {attributes}>\n<title>{}</title>\n<desc>{}</desc>{shapes}",
        WIDTH / 2,
        canvas.height / 2,
        escaped(&canvas.title),
        escaped(&canvas.description)
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The PNG of a canvas.
pub(crate) fn png(canvas: &Canvas) -> Result<Vec<u8>> {
    register();
    let (width, height) = (WIDTH as usize, canvas.height as usize);
    let finer = FINER as usize;
    let mut pixels = vec![255; width * finer * height * finer * 3];
    {
        let size = ((width * finer) as u32, (height * finer) as u32);
        let mut backend = BitMapBackend::with_buffer(&mut pixels, size);
        // The bitmap back-end puts the line half the height of the text below the point.
        let place = Place { scale: FINER, size: |height| height, up: |height| height / 2.0 };
        replay(canvas, &mut backend, place)?;
        backend.present().map_err(|error| anyhow!("{error}"))?;
    }
    let small = smaller(&pixels, width, height);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&small)?;
    writer.finish()?;
    Ok(bytes)
}

/// Every pixel the mean of a square of the finer picture.
fn smaller(pixels: &[u8], width: usize, height: usize) -> Vec<u8> {
    let finer = FINER as usize;
    let mut small = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let mut sum = 0;
                for row in 0..finer {
                    let first = ((y * finer + row) * width + x) * finer;
                    sum += (0..finer).map(|column| u32::from(pixels[(first + column) * 3 + channel])).sum::<u32>();
                }
                let number = (finer * finer) as u32;
                small.push(((sum + number / 2) / number) as u8);
            }
        }
    }
    small
}

/// How a back-end places things.
#[derive(Clone, Copy)]
struct Place {
    /// Points of the back-end per point of the canvas.
    scale: i32,
    /// Size that it wants for text of a height.
    size: fn(f64) -> f64,
    /// How far the line on which text stands is below the point that it wants.
    up: fn(f64) -> f64,
}

fn replay<B: DrawingBackend>(canvas: &Canvas, backend: &mut B, place: Place) -> Result<()> {
    ensure!(canvas.height > 0, "a picture has a height");
    let background = Shape::Rectangle([0, 0, WIDTH, canvas.height], Colour::WHITE);
    for shape in std::iter::once(&background).chain(&canvas.shapes) {
        draw(shape, backend, place)?;
    }
    Ok(())
}

fn draw<B: DrawingBackend>(
    shape: &Shape,
    backend: &mut B,
    place: Place,
) -> Result<()> {
    let at = |(x, y): (i32, i32)| (x * place.scale, y * place.scale);
    let drawn = match shape {
        Shape::Rectangle([left, top, right, bottom], colour) => {
            // Bitmaps include the last point, SVG does not.
            let last = if place.scale > 1 { 1 } else { 0 };
            let (right, bottom) = at((*right, *bottom));
            backend.draw_rect(at((*left, *top)), (right - last, bottom - last), &rgb(*colour), true)
        }
        Shape::Path(points, width, colour) => {
            let style = ShapeStyle { color: rgb(*colour).to_rgba(), filled: false, stroke_width: width * place.scale as u32 };
            backend.draw_path(points.iter().map(|&point| at(point)), &style)
        }
        Shape::Polygon(points, colour) => backend.fill_polygon(points.iter().map(|&point| at(point)), &rgb(*colour)),
        Shape::Circle(centre, radius, colour) => {
            backend.draw_circle(at(*centre), radius * place.scale as u32, &rgb(*colour), true)
        }
        Shape::Text(point, text, kind, colour, anchor) => {
            let (x, y) = at(*point);
            let height = f64::from(kind.height * place.scale);
            let font = (FAMILY, (place.size)(height), kind.style()).into_font();
            let side = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let colour = rgb(*colour);
            let style = TextStyle::from(font).color(&colour).pos(Pos::new(side, VPos::Top));
            backend.draw_text(text, &style, (x, y - (place.up)(height).round() as i32))
        }
    };
    drawn.map_err(|error| anyhow!("{error}"))
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}
