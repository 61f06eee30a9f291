//! Writes a canvas with plotters: as SVG text, or as the bytes of a PNG.
//!
//! The PNG is drawn at twice its size and made smaller, so that slanted edges are smooth.

use anyhow::{Context, Result, anyhow, ensure};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::canvas::{Anchor, Canvas, Colour, Shape, WIDTH};
use super::font::{FAMILY, LINE, Type, register};

/// The PNG is drawn so many times as large.
const FINER: i32 = 2;

/// The SVG of a canvas, with its title and description for readers who cannot see it.
pub fn svg(canvas: &Canvas) -> Result<String> {
    register();
    let mut text = String::new();
    let size = (WIDTH as u32, canvas.height as u32);
    let mut backend = SVGBackend::with_string(&mut text, size);
    replay(canvas, &mut backend, 1, letters)?;
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
pub fn png(canvas: &Canvas) -> Result<Vec<u8>> {
    register();
    let (width, height) = (WIDTH as usize, canvas.height as usize);
    let finer = FINER as usize;
    let mut pixels = vec![255; width * finer * height * finer * 3];
    {
        let size = ((width * finer) as u32, (height * finer) as u32);
        let mut backend = BitMapBackend::with_buffer(&mut pixels, size);
        replay(canvas, &mut backend, FINER, points)?;
        backend.present().map_err(|error| anyhow!("{error}"))?;
    }
    let small = smaller(&pixels, width, height);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Best);
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

/// Draws a text whose line is at a point.
type DrawText<B> = fn(&mut B, (i32, i32), &str, (Type, Colour, Anchor)) -> Result<()>;

fn replay<B: DrawingBackend>(canvas: &Canvas, backend: &mut B, scale: i32, text: DrawText<B>) -> Result<()> {
    ensure!(canvas.height > 0, "a picture has a height");
    let background = Shape::Rectangle([0, 0, WIDTH, canvas.height], Colour::WHITE);
    for shape in std::iter::once(&background).chain(&canvas.shapes) {
        draw(shape, backend, scale, text)?;
    }
    Ok(())
}

fn draw<B: DrawingBackend>(shape: &Shape, backend: &mut B, scale: i32, draw_text: DrawText<B>) -> Result<()> {
    let at = |(x, y): (i32, i32)| (x * scale, y * scale);
    let drawn = match shape {
        Shape::Rectangle([left, top, right, bottom], colour) => {
            // Bitmaps include the last point, SVG does not.
            let last = i32::from(scale > 1);
            let (right, bottom) = at((*right, *bottom));
            backend.draw_rect(at((*left, *top)), (right - last, bottom - last), &rgb(*colour), true)
        }
        Shape::Path(points, width, colour) => {
            let color = rgb(*colour).to_rgba();
            let style = ShapeStyle { color, filled: false, stroke_width: width * scale as u32 };
            let points: Vec<(i32, i32)> = points.iter().map(|&point| at(point)).collect();
            if scale > 1 {
                // As one path the bitmap back-end draws a long spike at every sharp corner; hence piece by piece.
                return round_path(backend, &points, &style);
            }
            backend.draw_path(points, &style)
        }
        Shape::Polygon(points, colour) => backend.fill_polygon(points.iter().map(|&point| at(point)), &rgb(*colour)),
        Shape::Circle(centre, radius, colour) => {
            backend.draw_circle(at(*centre), radius * scale as u32, &rgb(*colour), true)
        }
        Shape::Mark(shapes, _) => {
            return shapes.iter().try_for_each(|shape| draw(shape, backend, scale, draw_text));
        }
        Shape::Zone(_) => Ok(()),
        Shape::Text(point, text, kind, colour, anchor) => {
            return draw_text(backend, at(*point), text, (*kind, *colour, *anchor));
        }
    };
    drawn.map_err(|error| anyhow!("{error}"))
}

/// A line through points with round corners.
fn round_path<B: DrawingBackend>(backend: &mut B, points: &[(i32, i32)], style: &ShapeStyle) -> Result<()> {
    for pair in points.windows(2).filter(|pair| pair[0] != pair[1]) {
        backend.draw_path(pair.iter().copied(), style).map_err(|error| anyhow!("{error}"))?;
    }
    for &corner in points.get(1..points.len().saturating_sub(1)).unwrap_or_default() {
        let radius = style.stroke_width / 2;
        backend.draw_circle(corner, radius, &style.color, true).map_err(|error| anyhow!("{error}"))?;
    }
    Ok(())
}

/// Text as letters of an SVG.
fn letters(backend: &mut SVGBackend, at: (i32, i32), text: &str, look: (Type, Colour, Anchor)) -> Result<()> {
    let (kind, colour, anchor) = look;
    let size = f64::from(kind.height) / LINE;
    // The back-end divides the size by 1.24, and puts the line 0.76 of it below the point.
    let font = (FAMILY, size * 1.24, kind.style()).into_font();
    let side = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let colour = rgb(colour);
    let style = TextStyle::from(font).color(&colour).pos(Pos::new(side, VPos::Top));
    backend.draw_text(text, &style, (at.0, at.1 - (0.76 * size).round() as i32)).map_err(|error| anyhow!("{error}"))
}

/// Text as points of a bitmap.
fn points(backend: &mut BitMapBackend, at: (i32, i32), text: &str, look: (Type, Colour, Anchor)) -> Result<()> {
    let (kind, colour, anchor) = look;
    let width = kind.width(text) * FINER;
    let left = match anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - width / 2,
        Anchor::End => at.0 - width,
    };
    let mut result = Ok(());
    kind.points(text, FINER, |x, y, cover| {
        let color = rgb(colour).mix(f64::from(cover.clamp(0.0, 1.0))).to_backend_color();
        let drawn = backend.draw_pixel((left + x, at.1 + y), color);
        if let (Err(error), true) = (drawn, result.is_ok()) {
            result = Err(anyhow!("{error}"));
        }
    });
    result
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}
