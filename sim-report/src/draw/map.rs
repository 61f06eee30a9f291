//! Draws a chain as a map: boxes in layers from top to bottom, folded into columns where it is long, arrows as thick as
//! what flows.

use sim_core::lang::Lang;

use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::fold::{Folded, fold};
use super::font::{HEAD, MARK, SMALL, Type};
use super::frame::{Sample, legend};
use crate::chart::{ChainMap, MapArrow, MapKind, MapNode, Tip};
use crate::document::{Figure, Text};
use crate::layout::{Layout, Link, Piece, Point, Size, layout};
use crate::number::fixed;

/// Widths of a box, the widest first.
const WIDTHS: [i32; 5] = [430, 360, 290, 240, 200];
/// Most stages, the most first.
const STAGES: [usize; 8] = [usize::MAX, 48, 36, 28, 20, 14, 10, 8];
/// With more stages than this, some are always left out.
const MOST: usize = 80;
/// Room of the short arrow before the number of who leaves.
const LOST: i32 = 34;
/// Height that fits on A4 with title and notes.
const HEIGHT: f64 = 1980.0;
/// Least and most thickness of an arrow.
const THICK: (f64, f64) = (3.0, 30.0);
/// Most thickness of one that runs around boxes, where there is little room.
const AROUND: f64 = 8.0;
/// Least room between layers.
const GAP: f64 = 54.0;
/// Names in boxes that stand close.
const CLOSE: Type = Type { height: 24, bold: true };
/// Points by which a curve is drawn.
const CURVE: u32 = 16;

/// A map with places for its boxes.
struct Placed {
    map: ChainMap,
    /// For each box its number in the chart.
    kept: Vec<usize>,
    hidden: usize,
    boxes: Vec<Lines>,
    layout: Layout,
    /// Boxes without the name of their phase, and with what is known on one line.
    close: bool,
}

/// What stands in a box, and how large it is.
struct Lines {
    lines: Vec<Line>,
    /// The line at whose end the number of who leaves stands.
    lost: usize,
    width: i32,
    height: i32,
}

/// A line in a box, and what it says.
struct Line {
    kind: Type,
    colour: Colour,
    text: String,
    tip: Option<Tip>,
}

/// Draws it; gives where it ends.
pub(super) fn draw(canvas: &mut Canvas, form: &ChainMap, top: i32, lang: Lang) -> i32 {
    let placed = best(form);
    let mut entries = vec![(Sample::Line(Colour::SKY), form.arrow_name.clone())];
    if placed.layout.routes.iter().any(|route| route.back) {
        entries.push((Sample::Line(Colour::ORANGE), form.back_name.clone()));
    }
    if placed.map.nodes.iter().any(|node| node.lost.is_some()) {
        entries.push((Sample::Out, form.lost_name.clone()));
    }
    if placed.close {
        let mut phases: Vec<&(String, usize)> =
            placed.map.nodes.iter().filter_map(|node| node.phase.as_ref()).collect();
        phases.sort_by_key(|(_, phase)| *phase);
        phases.dedup();
        entries.extend(phases.into_iter().map(|(name, phase)| (Sample::Bar(colours(*phase).1, false), name.clone())));
    }
    let mut top = legend(canvas, &entries, top);
    if placed.hidden > 0 {
        let note = form.folded.replace("{}", &placed.hidden.to_string());
        canvas.text((MARGIN, top + 26), &note, MARK, Colour::FAINT, Anchor::Start);
        top += 40;
    }
    top += 24;
    let across = (f64::from(WIDTH - 2 * MARGIN) - placed.layout.size.cross).max(0.0) / 2.0;
    let at = |(main, cross): Point| ((cross + across).round() as i32 + MARGIN, main.round() as i32 + top);
    let most = placed.map.arrows.iter().map(|arrow| arrow.flow).fold(f64::MIN_POSITIVE, f64::max);
    // Thin arrows over thick ones.
    let mut order: Vec<usize> = (0..placed.map.arrows.len()).collect();
    order.sort_by(|&one, &other| placed.map.arrows[other].flow.total_cmp(&placed.map.arrows[one].flow));
    for number in order {
        let (arrow, route) = (&placed.map.arrows[number], &placed.layout.routes[number]);
        let colour = if route.back { Colour::ORANGE } else { Colour::SKY };
        let around = route.pieces.iter().any(|piece| matches!(piece, Piece::Corner(..)));
        let width = THICK.0 + (THICK.1 - THICK.0) * arrow.flow / most;
        let width = if around { width.min(AROUND) } else { width };
        let points: Vec<(i32, i32)> = points(route.start, &route.pieces).into_iter().map(at).collect();
        let tip = arrow_tip(&placed.map, arrow, &form.arrow_what, lang);
        canvas.ways.push(((placed.kept[arrow.from], placed.kept[arrow.to]), points.clone()));
        canvas.mark(Some(&tip), |canvas| draw_arrow(canvas, &points, width.round() as u32, colour, around));
    }
    let frames: Vec<[i32; 4]> = (0..placed.boxes.len()).map(|node| frame(&placed, node, at)).collect();
    canvas.places = placed.kept.iter().copied().zip(frames.iter().copied()).collect();
    numbers(canvas, &placed, &frames, at, lang);
    for ((node, lines), frame) in placed.map.nodes.iter().zip(&placed.boxes).zip(&frames) {
        draw_box(canvas, node, (lines, &form.lost_name), *frame);
    }
    top + placed.layout.size.main.ceil() as i32 + 24
}

/// The arrangement with as many stages, in boxes as wide, as fit on a sheet.
fn best(form: &ChainMap) -> Placed {
    let stages = form.nodes.iter().filter(|node| node.kind == MapKind::Stage).count();
    let mut least: Option<(f64, Placed)> = None;
    let tried = |most: &usize| *most < stages || (*most == usize::MAX && stages <= MOST);
    for most in STAGES.into_iter().filter(tried) {
        let Folded { map, kept, hidden } = fold(form, most);
        for close in [false, true] {
            for columns in 1..=4 {
                for width in WIDTHS {
                    let boxes: Vec<Lines> = map.nodes.iter().map(|node| lines(node, width, close)).collect();
                    // What does not fit by its area alone needs no places.
                    if area(&boxes) > 1.0 && least.is_some() {
                        continue;
                    }
                    let layout = placed(&map, &boxes, columns);
                    let over = over(&layout);
                    if over <= 1.0 || least.as_ref().is_none_or(|(least, _)| over < *least) {
                        least =
                            Some((over, Placed { map: map.clone(), kept: kept.clone(), hidden, boxes, layout, close }));
                    }
                    if over <= 1.0 {
                        return least.map_or_else(|| nothing(form), |(_, placed)| placed);
                    }
                }
            }
        }
    }
    least.map_or_else(|| nothing(form), |(_, placed)| placed)
}

/// How many times as large as the sheet it is, in the direction in which it is largest.
fn over(layout: &Layout) -> f64 {
    (layout.size.cross / f64::from(WIDTH - 2 * MARGIN)).max(layout.size.main / HEIGHT)
}

/// The area of boxes, over that of the sheet.
fn area(boxes: &[Lines]) -> f64 {
    let one = |lines: &Lines| f64::from(lines.width) * (f64::from(lines.height) + GAP);
    boxes.iter().map(one).sum::<f64>() / (f64::from(WIDTH - 2 * MARGIN) * HEIGHT)
}

fn nothing(form: &ChainMap) -> Placed {
    let map = ChainMap { nodes: Vec::new(), arrows: Vec::new(), ..form.clone() };
    let layout = placed(&map, &[], 1);
    Placed { map, kept: Vec::new(), hidden: 0, boxes: Vec::new(), layout, close: false }
}

fn placed(map: &ChainMap, boxes: &[Lines], columns: usize) -> Layout {
    let size = |lines: &Lines| Size { main: f64::from(lines.height), cross: f64::from(lines.width) };
    let sizes: Vec<Size> = boxes.iter().map(size).collect();
    let none = Size { main: 0.0, cross: 0.0 };
    let link = |arrow: &MapArrow| Link { from: arrow.from, to: arrow.to, label: none };
    layout(&sizes, &map.arrows.iter().map(link).collect::<Vec<_>>(), GAP, columns)
}

/// What stands in a box of a width.
///
/// * `close` – without the name of the phase, and with what is known on one line
fn lines(node: &MapNode, width: i32, close: bool) -> Lines {
    let room = width - 32;
    let plain = |text: String, kind: Type, colour: Colour| Line { kind, colour, text, tip: None };
    let mut lines: Vec<Line> = Vec::new();
    if let (Some((phase, _)), false) = (&node.phase, close) {
        lines.push(plain(SMALL.fit(phase, room), SMALL, Colour::FAINT));
    }
    let name = if close { CLOSE } else { HEAD };
    lines.extend(name.wrap(&node.label, room, 3).into_iter().map(|line| plain(line, name, Colour::INK)));
    let tip = |(what, fact): &(String, Text)| {
        let figure = fact.figures().next().cloned();
        figure.map(|figure| Tip { of: node.label.clone(), what: what.clone(), figure })
    };
    let names = lines.len();
    let together: Vec<String> = node.facts.iter().map(|(_, fact)| fact.plain()).collect();
    let together = together.join(" · ");
    if close && node.facts.len() > 1 && SMALL.width(&together) <= room {
        // One line says the first; the rest stands in the table.
        let tip = node.facts.first().and_then(tip);
        lines.push(Line { kind: SMALL, colour: Colour::INK, text: together, tip });
    } else {
        let kind = if close { SMALL } else { MARK };
        for fact in &node.facts {
            let wrapped = kind.wrap(&fact.1.plain(), room, 2).into_iter();
            lines.extend(wrapped.map(|text| Line { kind, colour: Colour::INK, text, tip: tip(fact) }));
        }
    }
    let facts = lines.len() - names;
    // Who leaves stands at the end of the first fact where there is room, else on a line of its own.
    let mut widest = lines.iter().map(|line| line.kind.width(&line.text)).max().unwrap_or(0);
    let mut lost = lines.len().saturating_sub(facts.max(1));
    if let Some(figure) = &node.lost {
        let wide = LOST + 28 + MARK.width(&figure.shown);
        match lines.get(lost).map(|line| line.kind.width(&line.text) + wide).filter(|&both| both <= room) {
            Some(both) => widest = widest.max(both),
            None => {
                lines.push(plain(String::new(), MARK, Colour::INK));
                lost = lines.len() - 1;
            }
        }
    }
    let height = 22 + lines.iter().map(|line| line.kind.height + 4).sum::<i32>();
    Lines { lines, lost, width: (widest + 40).clamp(150, width), height }
}

fn frame(placed: &Placed, node: usize, at: impl Fn(Point) -> (i32, i32)) -> [i32; 4] {
    let (x, y) = at(placed.layout.nodes[node]);
    let Lines { width, height, .. } = placed.boxes[node];
    [x - width / 2, y, x - width / 2 + width, y + height]
}

/// Light fill and dark edge of a phase: colours of Okabe & Ito (2008), light enough for black text.
fn colours(phase: usize) -> (Colour, Colour) {
    match phase {
        0 => (Colour(0xef, 0xef, 0xef), Colour::BLACK),
        1 => (Colour(0xfb, 0xea, 0xf3), Colour(0xcc, 0x79, 0xa7)),
        2 => (Colour(0xfd, 0xf0, 0xd5), Colour::ORANGE),
        3 => (Colour(0xe6, 0xf4, 0xfc), Colour::SKY),
        4 => (Colour(0xd9, 0xe8, 0xf3), Colour::BLUE),
        5 => (Colour(0xdc, 0xf2, 0xea), Colour::GREEN),
        _ => (Colour(0xf6, 0xf6, 0xf6), Colour(0x76, 0x76, 0x76)),
    }
}

/// What an arrow says.
pub(super) fn arrow_tip(map: &ChainMap, arrow: &MapArrow, what: &str, lang: Lang) -> Tip {
    let name = |node: usize| map.nodes[node].label.as_str();
    let figure = Figure {
        shown: so_many(arrow.flow, lang),
        values: vec![arrow.flow],
        from: arrow.source.iter().cloned().collect(),
    };
    Tip { of: format!("{} → {}", name(arrow.from), name(arrow.to)), what: what.to_owned(), figure }
}

/// A number of residents a year: whole, or with a decimal where it is small.
pub(super) fn so_many(flow: f64, lang: Lang) -> String {
    fixed(flow, usize::from(flow < 9.95 && flow.fract() != 0.0), lang)
}

fn draw_box(
    canvas: &mut Canvas,
    node: &MapNode,
    (lines, lost_name): (&Lines, &str),
    [left, top, right, bottom]: [i32; 4],
) {
    let (fill, edge) = match (node.kind, &node.phase) {
        (MapKind::Stage, Some((_, phase))) => colours(*phase),
        (MapKind::Stage, None) => colours(usize::MAX),
        (MapKind::Inflow, _) => (Colour::WHITE, Colour::FAINT),
        (MapKind::End, _) => (Colour::WHITE, Colour::GREEN),
    };
    let thick = if node.kind == MapKind::End { 5 } else { 2 };
    canvas.rectangle([left, top, right, bottom], edge);
    canvas.rectangle([left + thick, top + thick, right - thick, bottom - thick], fill);
    if node.kind == MapKind::Stage {
        canvas.rectangle([left, top, left + 10, bottom], edge);
    }
    let mut y = top + 10;
    let mut number = 0;
    // What takes two lines is one mark.
    for lines_of_one in lines.lines.chunk_by(|one, next| one.tip.is_some() && one.tip == next.tip) {
        let first = y;
        canvas.mark(lines_of_one[0].tip.as_ref(), |canvas| {
            let mut y = first;
            for line in lines_of_one {
                y += line.kind.height + 4;
                canvas.text((left + 22, y - 8), &line.text, line.kind, line.colour, Anchor::Start);
            }
        });
        for line in lines_of_one {
            y += line.kind.height + 4;
            let lost = node.lost.as_ref().filter(|_| number == lines.lost);
            number += 1;
            let Some(lost) = lost else { continue };
            let tip = Tip { of: node.label.clone(), what: lost_name.to_owned(), figure: lost.clone() };
            canvas.mark(Some(&tip), |canvas| {
                let start = right - 14 - MARK.width(&lost.shown);
                out(canvas, (start - 18, y - 30), 28);
                canvas.text((start, y - 8), &lost.shown, MARK, Colour::INK, Anchor::Start);
            });
        }
    }
}

/// A short arrow down, out of the chain.
pub(super) fn out(canvas: &mut Canvas, (x, y): (i32, i32), long: i32) {
    canvas.rectangle([x - 3, y, x + 3, y + long - 14], Colour::VERMILION);
    let head = vec![(x - 11, y + long - 16), (x + 11, y + long - 16), (x, y + long)];
    canvas.shapes.push(Shape::Polygon(head, Colour::VERMILION));
}

/// A route as points.
pub(super) fn points(start: Point, pieces: &[Piece]) -> Vec<Point> {
    let mut points = vec![start];
    let mut here = start;
    for piece in pieces {
        match *piece {
            Piece::Line(to) => points.push(to),
            Piece::Corner(corner, to) => points.extend([corner, to]),
            Piece::Curve(to) => {
                let middle = (here.0 + to.0) / 2.0;
                points.extend((1..=CURVE).map(|step| {
                    let t = f64::from(step) / f64::from(CURVE);
                    let s = 1.0 - t;
                    let mix = |a: f64, b: f64, c: f64, d: f64| {
                        s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
                    };
                    (mix(here.0, middle, middle, to.0), mix(here.1, here.1, to.1, to.1))
                }));
            }
        }
        here = *points.last().unwrap_or(&here);
    }
    points.dedup();
    points
}

/// * `around` – it comes from beside its box, not from above
fn draw_arrow(canvas: &mut Canvas, points: &[(i32, i32)], width: u32, colour: Colour, around: bool) {
    let Some((&(x, y), rest)) = points.split_last() else { return };
    let half = (width as i32 / 2 + 7).max(9);
    let long = half + 4;
    // The line ends in the head, which points down: every box is entered from above.
    let mut line = rest.to_vec();
    while !around && line.len() > 1 && line.last().is_some_and(|point| point.1 > y - long) {
        line.pop();
    }
    if !around || line.last().is_some_and(|point| point.1 < y - long) {
        line.push((x, y - long + 1));
    }
    canvas.shapes.push(Shape::Path(line, width, colour));
    canvas.shapes.push(Shape::Polygon(vec![(x - half, y - long), (x + half, y - long), (x, y)], colour));
}

/// The number on each arrow of a box that several leave, where it covers nothing.
fn numbers(canvas: &mut Canvas, placed: &Placed, frames: &[[i32; 4]], at: impl Fn(Point) -> (i32, i32), lang: Lang) {
    let mut taken: Vec<[i32; 4]> = frames.to_vec();
    for (arrow, route) in placed.map.arrows.iter().zip(&placed.layout.routes) {
        let leave = placed.map.arrows.iter().filter(|other| other.from == arrow.from).count();
        let enter = placed.map.arrows.iter().filter(|other| other.to == arrow.to).count();
        if leave < 2 && enter < 2 {
            continue;
        }
        let text = so_many(arrow.flow, lang);
        let (half, tall) = (SMALL.width(&text) / 2 + 4, 14);
        let frame = |(x, y): (i32, i32)| [x - half, y - tall, x + half, y + tall];
        let clear = |frame: &[i32; 4]| {
            let apart = |other: &[i32; 4]| {
                frame[2] <= other[0] || other[2] <= frame[0] || frame[3] <= other[1] || other[3] <= frame[1]
            };
            frame[0] >= 4 && taken.iter().all(apart)
        };
        let places = route.label.iter().map(|&(point, _)| frame(at(point)));
        let Some(place) = places.clone().find(clear) else { continue };
        taken.push(place);
        canvas.rectangle(place, Colour::WHITE);
        canvas.text(((place[0] + place[2]) / 2, place[3] - 6), &text, SMALL, Colour::INK, Anchor::Middle);
    }
}
