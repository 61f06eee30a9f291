//! The chain as a picture: boxes in layers, arrows with shares, from left to right or from top to bottom and in one
//! column or more, whichever is largest on a sheet of A4.

use std::fmt::Write;

use sim_report::layout::{Piece, Point};

use super::chart::Chart;
use super::picture::{Drawn, LABEL, MARGIN, Picture, Way};
use super::shape::{Kind, Style, colours};
use crate::text::drawing as words;

/// The picture.
pub(crate) fn svg(chart: &Chart) -> String {
    let mut best = Picture::new(chart, Way::Right, 1);
    for (way, columns) in [(Way::Down, 1), (Way::Right, 2), (Way::Down, 2), (Way::Right, 3), (Way::Down, 3)] {
        let other = Picture::new(chart, way, columns);
        // Folding costs the eye something, so it must gain something.
        if other.scale() > best.scale() * if columns == 1 { 1.0 } else { 1.1 } {
            best = other;
        }
    }
    best.draw(chart)
}

impl Picture {
    fn draw(&self, chart: &Chart) -> String {
        let labels = self.labels();
        let (mut width, mut height) = self.size();
        for [x, y, w, h] in labels.iter().flatten() {
            (width, height) = (width.max(x + w + 8.0), height.max(y + h + 8.0));
        }
        let title = super::cells::shorten(&chart.scenario.title, (width / 9.5) as usize, 1).join(" ");
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"title desc\" lang=\"{}\" \
             font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\" fill=\"#111\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
             <defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0.5 10 5 0 9.5 z\" fill=\"#444\"/></marker></defs>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
            chart.lang.pick("en", "nl"),
            escaped(&chart.scenario.title),
            escaped(&self.description(chart)),
        );
        let _ = writeln!(
            out,
            "<text x=\"{MARGIN}\" y=\"30\" font-size=\"17\" font-weight=\"bold\">{}</text>",
            escaped(&title)
        );
        let _ = writeln!(
            out,
            "<text x=\"{MARGIN}\" y=\"47\" font-size=\"10\" fill=\"#444\">{}</text>",
            escaped(&format!("{}; {}", chart.period(), words::times_are_means(chart.lang)))
        );
        for (number, arrow) in self.arrows.iter().enumerate() {
            self.draw_arrow(&mut out, number, arrow);
        }
        (0..self.shapes.len()).for_each(|node| self.draw_shape(&mut out, node));
        for (arrow, frame) in self.arrows.iter().zip(&labels) {
            draw_label(&mut out, arrow, *frame);
        }
        out.push_str("</svg>\n");
        out
    }

    fn description(&self, chart: &Chart) -> String {
        let scenario = chart.scenario;
        let (streams, stages) = (scenario.streams.len(), scenario.stages.len());
        words::description(chart.lang, streams, stages, scenario.teams.len(), scenario.ends.len())
    }

    fn draw_arrow(&self, out: &mut String, number: usize, arrow: &Drawn) {
        let route = &self.layout.routes[number];
        let mut path = String::new();
        let at = |point: Point| {
            let (x, y) = self.at(point);
            format!("{x:.1} {y:.1}")
        };
        let _ = write!(path, "M{}", at(route.start));
        let mut here = route.start;
        for (place, piece) in route.pieces.iter().enumerate() {
            match *piece {
                Piece::Line(to) => {
                    if to != here {
                        let _ = write!(path, " L{}", at(to));
                    }
                    here = to;
                }
                Piece::Curve(to) => {
                    let middle = (here.0 + to.0) / 2.0;
                    let _ = write!(path, " C{} {} {}", at((middle, here.1)), at((middle, to.1)), at(to));
                    here = to;
                }
                Piece::Corner(corner, to) => {
                    let last = place + 1 == route.pieces.len();
                    let before = toward(corner, here, 8.0);
                    let after = toward(corner, to, 8.0);
                    let _ = write!(path, " L{} Q{} {}", at(before), at(corner), at(after));
                    if last {
                        let _ = write!(path, " L{}", at(to));
                    }
                    here = after;
                }
            }
        }
        let width = 1.0 + 1.8 * arrow.weight;
        let dash = if arrow.dashed { " stroke-dasharray=\"5 3\"" } else { "" };
        let _ = writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"#555\" stroke-width=\"{width:.1}\"{dash} marker-end=\"url(#head)\"/>"
        );
    }

    fn draw_shape(&self, out: &mut String, node: usize) {
        let shape = &self.shapes[node];
        let [x, y, width, height] = self.frame(node);
        let _ = writeln!(out, "<g><title>{}</title>", escaped(&shape.full));
        let (fill, edge, thick, round) = match shape.kind {
            Kind::Stage(phase) => (colours(phase).0, colours(phase).1, 1.2, 4.0),
            Kind::Inflow => ("#ffffff", "#555555", 1.0, height / 2.0),
            Kind::End(success) => ("#ffffff", "#111111", if success { 2.6 } else { 1.0 }, height / 2.0),
        };
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\" fill=\"{fill}\" \
             stroke=\"{edge}\" stroke-width=\"{thick}\"/>"
        );
        if matches!(shape.kind, Kind::Stage(_)) {
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"5\" height=\"{height:.1}\" rx=\"2\" fill=\"{edge}\"/>"
            );
        }
        let centred = !matches!(shape.kind, Kind::Stage(_));
        let (at, anchor) = if centred { (x + width / 2.0, "middle") } else { (x + 13.0, "start") };
        let mut line = y + 6.0;
        for (style, text) in &shape.lines {
            let (size, tall) = style.size();
            if *style == Style::Exit {
                let _ = writeln!(
                    out,
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"13\" rx=\"6.5\" fill=\"#fff\" \
                     stroke=\"#555\" stroke-width=\"0.8\" stroke-dasharray=\"3 2\"/>",
                    x + 10.0,
                    line + 2.0,
                    width - 15.0
                );
            }
            let bold = if *style == Style::Title { " font-weight=\"bold\"" } else { "" };
            let inset = if *style == Style::Exit { 5.0 } else { 0.0 };
            let _ = writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{bold}>{}</text>",
                at + inset,
                line + tall * 0.5 + size * 0.36 + if *style == Style::Exit { 0.8 } else { 0.0 },
                escaped(text)
            );
            line += tall;
        }
        out.push_str("</g>\n");
    }
}

fn draw_label(out: &mut String, arrow: &Drawn, frame: Option<[f64; 4]>) {
    let Some([x, y, width, height]) = frame else { return };
    let _ = writeln!(
        out,
        "<g><title>{}</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"2\" \
         fill=\"#fff\" fill-opacity=\"0.88\"/>",
        escaped(&arrow.full)
    );
    for (number, line) in arrow.label.iter().enumerate() {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{}\" text-anchor=\"middle\">{}</text>",
            x + width / 2.0,
            y + 1.0 + LABEL.1 * (number as f64 + 0.8),
            LABEL.0,
            escaped(line)
        );
    }
    out.push_str("</g>\n");
}

/// The point at most so far from one point towards another, and no further than half-way.
fn toward(from: Point, to: Point, far: f64) -> Point {
    let length = (to.0 - from.0).abs() + (to.1 - from.1).abs();
    let part = if length > 0.0 { (far / length).min(0.5) } else { 0.0 };
    (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
}

/// Text as XML may hold it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(sign),
            // No XML holds these, not even escaped.
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            sign => safe.push(sign),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_cannot_break_the_picture() {
        assert_eq!(escaped("a<b>&\"c\"\u{0}\u{8}"), "a&lt;b&gt;&amp;&quot;c&quot;  ");
    }
}
