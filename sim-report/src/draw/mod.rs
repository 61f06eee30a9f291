//! Draws charts: first onto a canvas of lines, bars and words, then as SVG or PNG with plotters.

mod axis;
mod backend;
mod canvas;
mod effects;
mod fold;
mod font;
mod frame;
mod map;
mod panels;
mod spread;
mod stacks;

pub use backend::{png, svg};
pub use canvas::Canvas;

use crate::chart::{Chart, Form};

/// Draws a chart.
pub fn draw(chart: &Chart) -> Canvas {
    let mut canvas = Canvas::new(&chart.title, &format!("{} {}", chart.subtitle, chart.description));
    let top = frame::head(&mut canvas, chart);
    let bottom = match &chart.form {
        Form::Spread(form) => spread::draw(&mut canvas, form, top, chart.lang),
        Form::Panels(form) => panels::draw(&mut canvas, form, top, chart.lang),
        Form::Effects(form) => effects::draw(&mut canvas, form, top, chart.lang),
        Form::Map(form) => map::draw(&mut canvas, form, top, chart.lang),
        Form::Stacks(form) => stacks::draw(&mut canvas, form, top, chart.lang),
    };
    frame::foot(&mut canvas, chart, bottom);
    canvas
}
