//! Draws residents as bands, from top to bottom: bars in layers, bands between them, and at each bar those that leave.

use sim_core::lang::Lang;

use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::fold::{Folded, fold, worth_drawing};
use super::font::{HEAD, MARK, SMALL, Type};
use super::frame::{Sample, legend};
use super::map::{arrow_tip, so_many};
use crate::chart::{ChainMap, MapArrow, MapKind, Sankey, Tip};
use crate::layout::{Layout, Link, Size, layout};

/// Most stages, the most first.
const STAGES: [usize; 8] = [60, 40, 28, 20, 16, 12, 10, 8];
/// Width of the widest bar and of names, the widest first.
const WIDE: [(f64, i32); 4] = [(620.0, 320), (480.0, 280), (360.0, 240), (260.0, 200)];
/// Height that fits on A4 with title and notes.
const HEIGHT: f64 = 1860.0;
/// Thickness of a bar, and least room between layers.
const BAR: i32 = 16;
const GAP: [f64; 2] = [76.0, 52.0];
/// Room of a number beside a band that ends.
const NUMBER: i32 = 74;
/// How far a band that ends goes down.
const END: i32 = 46;
/// Points by which a band is drawn.
const STEPS: i32 = 14;
/// Bands below this share of the widest are not drawn, unless a bar would hang loose.
const LEAST: f64 = 0.01;
/// Most bands back that are listed.
const MOST_BACK: usize = 8;
/// Names of bars.
const NAME: Type = Type { height: 24, bold: true };
/// Bands, and their edges.
const FILL: Colour = Colour(0xC4, 0xDF, 0xF2);
const EDGE: Colour = Colour(0x8F, 0xBF, 0xE0);

/// A chain with places for its bars.
struct Placed {
    folded: Folded,
    /// For each bar its lines of text, widths of bar and of everything, and whether arrows of the map go back.
    bars: Vec<Bar>,
    back: Vec<bool>,
    layout: Layout,
    /// For each arrow that does not go back the nodes of the layout that it runs through.
    through: Vec<Vec<usize>>,
    /// Points for each resident a year.
    scale: f64,
}

/// A bar.
struct Bar {
    lines: Vec<String>,
    width: i32,
    /// How far below the bar its name begins.
    down: i32,
    /// Height of everything.
    tall: i32,
    /// Everything together.
    whole: i32,
}

/// Draws it; gives where it ends.
pub(super) fn draw(canvas: &mut Canvas, form: &Sankey, top: i32, lang: Lang) -> i32 {
    let placed = best(form);
    let mut entries = vec![(Sample::Bar(FILL, false), form.band.clone())];
    let shown = |part| placed.folded.kept.iter().any(|&node| form.losses[node].iter().any(|loss| loss.part == part));
    for (part, name) in form.parts.iter().filter(|(part, _)| shown(*part)) {
        let (colour, hatched) = part.look();
        entries.push((Sample::Bar(colour, hatched), name.clone()));
    }
    let mut top = legend(canvas, &entries, top);
    if placed.folded.hidden > 0 {
        let note = form.map.folded.replace("{}", &placed.folded.hidden.to_string());
        canvas.text((MARGIN, top + 26), &note, MARK, Colour::FAINT, Anchor::Start);
        top += 40;
    }
    top += 20;
    let across = (f64::from(WIDTH - 2 * MARGIN) - placed.layout.size.cross).max(0.0) / 2.0;
    let at = |node: usize| {
        let (main, cross) = placed.layout.nodes[node];
        ((cross + across).round() as i32 + MARGIN, main.round() as i32 + top)
    };
    bands(canvas, &placed, at, &form.map.arrow_what, lang);
    for (node, bar) in placed.bars.iter().enumerate() {
        draw_bar(canvas, (form, &placed), (node, bar), at(node));
    }
    let bottom = top + placed.layout.size.main.ceil() as i32 + 16;
    list_back(canvas, form, &placed, bottom, lang)
}

/// The arrangement with as many stages, in bars as wide, as fit on a sheet.
fn best(form: &Sankey) -> Placed {
    let stages = form.map.nodes.iter().filter(|node| node.kind == MapKind::Stage).count();
    let mut least: Option<(f64, Placed)> = None;
    let first = STAGES.iter().position(|&most| most <= stages).unwrap_or(STAGES.len() - 1);
    for most in STAGES.into_iter().skip(first.saturating_sub(1)) {
        for (wide, names, gap) in WIDE.into_iter().flat_map(|(wide, names)| GAP.map(|gap| (wide, names, gap))) {
            let placed = place(form, most, (wide, names, gap));
            let over = (placed.layout.size.cross / f64::from(WIDTH - 2 * MARGIN)).max(placed.layout.size.main / HEIGHT);
            if over <= 1.0 {
                return placed;
            }
            if least.as_ref().is_none_or(|(known, _)| over < *known) {
                least = Some((over, placed));
            }
        }
    }
    least.map_or_else(|| place(form, 8, (WIDE[3].0, WIDE[3].1, GAP[1])), |(_, placed)| placed)
}

/// * `wide` – width of the widest bar, most width of names, least room between layers
fn place(form: &Sankey, most: usize, (wide, names, gap): (f64, i32, f64)) -> Placed {
    let mut folded = fold(&form.map, most);
    folded.map.arrows = worth_drawing(std::mem::take(&mut folded.map.arrows), LEAST);
    let map = &folded.map;
    let (into, out) = (sums(map, |arrow| arrow.to), sums(map, |arrow| arrow.from));
    let lost = |node: usize| form.losses[folded.kept[node]].iter().map(|loss| loss.figure.values[0]).sum::<f64>();
    let size = |node: usize| map.nodes[node].flow.max(into[node]).max(out[node] + lost(node));
    let largest = (0..map.nodes.len()).map(size).fold(f64::MIN_POSITIVE, f64::max);
    let scale = wide / largest;
    let bars: Vec<Bar> = (0..map.nodes.len())
        .map(|node| {
            let mut lines = NAME.wrap(&map.nodes[node].label, names, if names < 260 { 3 } else { 2 });
            lines.extend(map.nodes[node].facts.first().map(|(_, fact)| SMALL.fit(&fact.plain(), names)));
            let of =
                |(number, line): (usize, &String)| if number + 1 == lines.len() { SMALL } else { NAME }.width(line);
            let text = lines.iter().enumerate().map(of).max().unwrap_or(0);
            let width = ((size(node) * scale).round() as i32).max(4);
            let ends = form.losses[folded.kept[node]].len() as i32;
            let beside = ends * NUMBER;
            // The name stands below what ends here, or beside it where what goes on is wide enough.
            let goes_on = ((out[node] * scale).round() as i32).min(width);
            let down = if ends > 0 && goes_on < text + 8 { END } else { 0 };
            let tall = BAR + (30 * lines.len() as i32 + down).max(if ends > 0 { END } else { 0 }) + 6;
            Bar { whole: (width + beside).max(text) + 16, lines, width, down, tall }
        })
        .collect();
    let sizes: Vec<Size> =
        bars.iter().map(|bar| Size { main: f64::from(bar.tall), cross: f64::from(bar.whole) }).collect();
    let none = Size { main: 0.0, cross: 0.0 };
    let link = |(from, to): (usize, usize)| Link { from, to, label: none };
    let plain =
        layout(&sizes, &map.arrows.iter().map(|arrow| link((arrow.from, arrow.to))).collect::<Vec<_>>(), gap, 1);
    let back: Vec<bool> = plain.routes.iter().map(|route| route.back).collect();
    // Bands take their width in every layer that they pass.
    let mut layers: Vec<i64> = plain.nodes.iter().map(|(main, _)| main.round() as i64).collect();
    layers.sort_unstable();
    layers.dedup();
    let layer = |node: usize| layers.iter().position(|&main| main == plain.nodes[node].0.round() as i64).unwrap_or(0);
    let (mut all, mut links, mut through) = (sizes.clone(), Vec::new(), Vec::new());
    for (arrow, back) in map.arrows.iter().zip(&back) {
        let mut nodes = vec![arrow.from];
        for _ in layer(arrow.from) + 1..if *back { 0 } else { layer(arrow.to) } {
            nodes.push(all.len());
            all.push(Size { main: 0.0, cross: (arrow.flow * scale).max(2.0) });
        }
        nodes.push(arrow.to);
        if !back {
            links.extend(nodes.windows(2).map(|pair| link((pair[0], pair[1]))));
        }
        through.push(nodes);
    }
    let layout = layout(&all, &links, gap, 1);
    Placed { folded, bars, back, layout, through, scale }
}

fn sums(map: &ChainMap, end: impl Fn(&MapArrow) -> usize) -> Vec<f64> {
    let mut sums = vec![0.0; map.nodes.len()];
    map.arrows.iter().for_each(|arrow| sums[end(arrow)] += arrow.flow);
    sums
}

/// Where the left side of each band is at one end, beside each other in the order of what they go to or come from.
fn ports(placed: &Placed, at: &impl Fn(usize) -> (i32, i32), at_start: bool) -> Vec<i32> {
    let arrows = &placed.folded.map.arrows;
    let mut ports = vec![0; arrows.len()];
    for (node, bar) in placed.bars.iter().enumerate() {
        let mine = |arrow: &usize| if at_start { arrows[*arrow].from == node } else { arrows[*arrow].to == node };
        let mut own: Vec<usize> = (0..arrows.len()).filter(|arrow| !placed.back[*arrow]).filter(mine).collect();
        let other = |arrow: usize| {
            let nodes = &placed.through[arrow];
            at(if at_start { nodes[1] } else { nodes[nodes.len() - 2] }).0
        };
        own.sort_by_key(|&arrow| other(arrow));
        // What goes back or leaves the chain takes the right side; what comes back leaves it open.
        let x = left_of(bar, at(node).0);
        let mut so_far = 0.0;
        for arrow in own {
            ports[arrow] = x + (so_far * placed.scale).round() as i32;
            so_far += arrows[arrow].flow;
        }
    }
    ports
}

/// The left side of a bar in the room that it takes with its name and what ends at it.
fn left_of(bar: &Bar, middle: i32) -> i32 {
    middle - bar.whole / 2 + 8
}

/// A band: its left side at both ends of each step, with the heights.
fn bands(canvas: &mut Canvas, placed: &Placed, at: impl Fn(usize) -> (i32, i32), what: &str, lang: Lang) {
    let map = &placed.folded.map;
    let (starts, ends) = (ports(placed, &at, true), ports(placed, &at, false));
    let mut order: Vec<usize> = (0..map.arrows.len()).filter(|&arrow| !placed.back[arrow]).collect();
    order.sort_by(|&one, &other| map.arrows[other].flow.total_cmp(&map.arrows[one].flow));
    let mut labels: Vec<((i32, i32), String)> = Vec::new();
    let mut taken: Vec<[i32; 4]> = Vec::new();
    for number in order {
        let arrow = &map.arrows[number];
        let wide = (arrow.flow * placed.scale).round().max(1.0) as i32;
        let nodes = &placed.through[number];
        let mut knots: Vec<(i32, i32)> = Vec::new();
        for (place, &node) in nodes.iter().enumerate() {
            let (x, y) = at(node);
            if place == 0 {
                knots.push((starts[number], y + BAR));
            } else if place + 1 == nodes.len() {
                knots.push((ends[number], y));
            } else {
                knots.push((x - wide / 2, y));
            }
        }
        let left: Vec<(i32, i32)> = knots.windows(2).flat_map(|pair| curve(pair[0], pair[1])).collect();
        let right: Vec<(i32, i32)> = left.iter().map(|&(x, y)| (x + wide, y)).collect();
        let outline: Vec<(i32, i32)> = left.iter().copied().chain(right.iter().rev().copied()).collect();
        let tip = arrow_tip(map, arrow, what, lang);
        canvas.mark(Some(&tip), |canvas| {
            canvas.shapes.push(Shape::Polygon(outline, FILL));
            canvas.shapes.push(Shape::Path(left.clone(), 2, EDGE));
            canvas.shapes.push(Shape::Path(right, 2, EDGE));
        });
        let text = so_many(arrow.flow, lang);
        // In the middle of the first step, which lies free below the name of its bar.
        let bar = &placed.bars[arrow.from];
        let below = knots[0].1 - BAR + bar.tall;
        let y = (below + 30).min(knots.get(1).map_or(below, |next| next.1 - 14));
        if let Some(&(x, _)) = left.iter().find(|point| point.1 >= y - 8)
            && SMALL.width(&text) + 6 <= wide
        {
            let half = SMALL.width(&text) / 2 + 4;
            let frame = [x + wide / 2 - half, y - 24, x + wide / 2 + half, y + 6];
            let apart = |other: &[i32; 4]| {
                frame[2] <= other[0] || other[2] <= frame[0] || frame[3] <= other[1] || other[3] <= frame[1]
            };
            if taken.iter().all(apart) {
                taken.push(frame);
                labels.push(((x + wide / 2, y), text));
            }
        }
    }
    for (place, text) in labels {
        canvas.text(place, &text, SMALL, Colour::INK, Anchor::Middle);
    }
}

/// From one point to another, leaving and arriving straight down.
fn curve(from: (i32, i32), to: (i32, i32)) -> impl Iterator<Item = (i32, i32)> {
    (0..=STEPS).map(move |step| {
        let t = f64::from(step) / f64::from(STEPS);
        let mix = t * t * (3.0 - 2.0 * t);
        let between =
            |one: i32, other: i32, share: f64| (f64::from(one) + f64::from(other - one) * share).round() as i32;
        (between(from.0, to.0, mix), between(from.1, to.1, t))
    })
}

fn draw_bar(
    canvas: &mut Canvas,
    (form, placed): (&Sankey, &Placed),
    (node, bar): (usize, &Bar),
    (middle, y): (i32, i32),
) {
    let map = &placed.folded.map;
    let left = left_of(bar, middle);
    let colour = match map.nodes[node].kind {
        MapKind::Inflow => Colour::FAINT,
        MapKind::Stage => Colour::BLUE,
        MapKind::End => Colour::GREEN,
    };
    canvas.rectangle([left, y, left + bar.width, y + BAR], colour);
    // What goes on takes the left of the bar; bands that end leave at its right.
    let out: f64 = map
        .arrows
        .iter()
        .zip(&placed.back)
        .filter(|(arrow, back)| arrow.from == node && !**back)
        .map(|(arrow, _)| arrow.flow)
        .sum();
    let mut x = left + (out * placed.scale).round() as i32;
    let mut number = left + bar.width + 8;
    for loss in &form.losses[placed.folded.kept[node]] {
        let (colour, hatched) = loss.part.look();
        let wide = (loss.figure.values[0] * placed.scale).round().max(3.0) as i32;
        let name = form.parts.iter().find(|(part, _)| *part == loss.part).map_or("", |(_, name)| name);
        let tip = Tip { of: map.nodes[node].label.clone(), what: name.to_owned(), figure: loss.figure.clone() };
        canvas.mark(Some(&tip), |canvas| {
            canvas.bar([x, y + BAR, x + wide, y + BAR + END - 12], colour, hatched);
            let (low, tall) = (y + BAR + END - 12, 12);
            canvas.shapes.push(Shape::Polygon(vec![(x, low), (x + wide, low), (x + wide / 2, low + tall)], colour));
            canvas.bar([number, y + 1, number + 14, y + 15], colour, hatched);
            canvas.text((number + 19, y + 17), &loss.figure.shown, SMALL, Colour::INK, Anchor::Start);
        });
        x += wide;
        number += NUMBER;
    }
    let first = y + BAR + bar.down;
    for (number, line) in bar.lines.iter().enumerate() {
        let is_fact = number + 1 == bar.lines.len() && !map.nodes[node].facts.is_empty();
        let kind = if is_fact { SMALL } else { NAME };
        let at = (left + 3, first + 26 + number as i32 * 30);
        let figure = map.nodes[node].facts.first().filter(|_| is_fact).and_then(|(what, fact)| {
            let figure = fact.figures().next()?.clone();
            Some(Tip { of: map.nodes[node].label.clone(), what: what.clone(), figure })
        });
        canvas.mark(figure.as_ref(), |canvas| canvas.text(at, line, kind, Colour::INK, Anchor::Start));
    }
}

/// Bands that go back, as a list; gives where it ends.
fn list_back(canvas: &mut Canvas, form: &Sankey, placed: &Placed, top: i32, lang: Lang) -> i32 {
    let map = &placed.folded.map;
    let mut back: Vec<&MapArrow> =
        map.arrows.iter().zip(&placed.back).filter(|(_, back)| **back).map(|(arrow, _)| arrow).collect();
    if back.is_empty() {
        return top;
    }
    back.sort_by(|one, other| other.flow.total_cmp(&one.flow));
    let mut y = top + 34;
    canvas.text((MARGIN, y), &form.back, HEAD, Colour::INK, Anchor::Start);
    for arrow in back.iter().take(MOST_BACK) {
        y += 36;
        let tip = arrow_tip(map, arrow, &form.map.arrow_what, lang);
        let line = format!("↩ {}: {}", tip.figure.shown, tip.of);
        let line = MARK.fit(&line, WIDTH - 2 * MARGIN);
        canvas.mark(Some(&tip), |canvas| canvas.text((MARGIN, y), &line, MARK, Colour::INK, Anchor::Start));
    }
    if back.len() > MOST_BACK {
        y += 36;
        let more = form.more_back.replace("{}", &(back.len() - MOST_BACK).to_string());
        canvas.text((MARGIN, y), &more, MARK, Colour::FAINT, Anchor::Start);
    }
    y + 20
}
