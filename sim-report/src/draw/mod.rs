//! Draws charts: first onto a canvas of lines, bars and words, then as SVG or PNG with plotters.

mod axis;
mod backend;
mod canvas;
mod curves;
mod effects;
mod fold;
mod font;
mod frame;
mod funnel;
mod inline;
mod map;
mod panels;
mod ranks;
mod sankey;
mod spread;
mod stacks;
mod workload;

pub use backend::{png, svg};
pub use canvas::Canvas;
pub(crate) use canvas::Colour;
pub use font::FONTS;
pub(crate) use font::ems;
pub(crate) use inline::{alone, inline};

use crate::chart::{Chart, Form};

/// Draws a chart.
pub fn draw(chart: &Chart) -> Canvas {
    let mut canvas = Canvas::new(&chart.title, &format!("{} {}", chart.subtitle, chart.description));
    let top = frame::head(&mut canvas, chart);
    let bottom = form(&mut canvas, chart, top);
    frame::foot(&mut canvas, chart, bottom);
    canvas
}

/// Draws a chart without title, notes and source, for a page on which these stand as text.
pub(crate) fn draw_bare(chart: &Chart) -> Canvas {
    let mut canvas = Canvas::new(&chart.title, &chart.description);
    let bottom = form(&mut canvas, chart, 0);
    canvas.height = bottom + 24;
    canvas
}

/// Draws a chart without its title, for a slide that has one.
pub(crate) fn draw_untitled(chart: &Chart) -> Canvas {
    let mut canvas = Canvas::new(&chart.title, &chart.description);
    let bottom = form(&mut canvas, chart, 0);
    frame::foot(&mut canvas, chart, bottom);
    canvas
}

/// Draws what is shown from a height on; gives where it ends.
fn form(canvas: &mut Canvas, chart: &Chart, top: i32) -> i32 {
    match &chart.form {
        Form::Spread(form) => spread::draw(canvas, form, top, chart.lang),
        Form::Panels(form) => panels::draw(canvas, form, top, chart.lang),
        Form::Effects(form) => effects::draw(canvas, form, top, chart.lang),
        Form::Funnel(form) => funnel::draw(canvas, form, top),
        Form::Ranks(form) => ranks::draw(canvas, form, top),
        Form::Map(form) => map::draw(canvas, form, top, chart.lang),
        Form::Curves(form) => curves::draw(canvas, form, top, chart.lang),
        Form::Workload(form) => workload::draw(canvas, form, top),
        Form::Sankey(form) => sankey::draw(canvas, form, top, chart.lang),
        Form::Stacks(form) => stacks::draw(canvas, form, top, chart.lang),
    }
}
