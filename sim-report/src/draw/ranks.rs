//! Draws ranks over rounds: a column for each round, a line for each thing that is ranked.

use super::canvas::{Anchor, Canvas, Colour, MARGIN, Shape, WIDTH};
use super::font::{HEAD, MARK, SMALL};
use super::frame::{Sample, legend};
use crate::chart::{RankLook, RankPlace, RankRound, Ranks, Tip};

/// Height of a place, and of its circle.
const PLACE: i32 = 158;
const RADIUS: i32 = 23;
/// Widest column.
const COLUMN: i32 = 460;
/// Thickness of a line.
const LINE: u32 = 7;

/// Draws them; gives where they end.
pub(super) fn draw(canvas: &mut Canvas, form: &Ranks, top: i32) -> i32 {
    let mut entries: Vec<(Sample, String)> =
        form.looks.iter().map(|(look, name)| (Sample::Rank(*look), name.clone())).collect();
    entries.extend(form.left.clone().map(|name| (Sample::Line(Colour::GREY), name)));
    let mut top = legend(canvas, &entries, top);
    for line in SMALL.wrap(&form.effect, WIDTH - 2 * MARGIN, 2) {
        top += 32;
        canvas.text((MARGIN, top), &line, SMALL, Colour::FAINT, Anchor::Start);
    }
    let number = form.rounds.len().max(1) as i32;
    let width = ((WIDTH - 2 * MARGIN) / number).min(COLUMN);
    let left = |round: usize| MARGIN + round as i32 * width;
    let lines = |fact: &String| SMALL.wrap(fact, width - 24, 2);
    let facts = form.rounds.iter().map(|round| round.facts.iter().map(|fact| lines(fact).len()).sum::<usize>());
    let first = top + 60 + facts.max().unwrap_or(0) as i32 * 30;
    for (number, round) in form.rounds.iter().enumerate() {
        let mut y = top + 44;
        canvas.text((left(number), y), &HEAD.fit(&round.head, width - 20), HEAD, Colour::INK, Anchor::Start);
        for line in round.facts.iter().flat_map(lines) {
            y += 30;
            canvas.text((left(number), y), &line, SMALL, Colour::FAINT, Anchor::Start);
        }
    }
    let at = |round: usize, place: usize| (left(round) + RADIUS, first + 14 + RADIUS + place as i32 * PLACE);
    for (number, pair) in form.rounds.windows(2).enumerate() {
        for (place, here) in pair[0].places.iter().enumerate() {
            let from = at(number, place);
            match pair[1].places.iter().position(|next| next.id == here.id) {
                Some(next) => bend(canvas, from, at(number + 1, next), colour(here.look)),
                // What was applied is done; what is no longer among the first fades out.
                None if here.look == RankLook::Applied => {}
                None => fade(canvas, from, width / 3),
            }
        }
    }
    for (number, round) in form.rounds.iter().enumerate() {
        for (place, here) in round.places.iter().enumerate() {
            let tip = here.effect.clone().map(|figure| Tip {
                of: format!("{} {}", here.rank, here.label),
                what: round.head.clone(),
                figure,
            });
            canvas.mark(tip.as_ref(), |canvas| draw_place(canvas, here, at(number, place), width));
        }
    }
    let most = form.rounds.iter().map(|round: &RankRound| round.places.len()).max().unwrap_or(0);
    first + most as i32 * PLACE
}

fn draw_place(canvas: &mut Canvas, place: &RankPlace, (x, y): (i32, i32), width: i32) {
    circle(canvas, (x, y), RADIUS, place.look);
    let ink = if place.look == RankLook::Unsure { Colour::INK } else { Colour::WHITE };
    canvas.text((x, y + 9), &place.rank.to_string(), HEAD, ink, Anchor::Middle);
    // Below the circle, so that lines from side to side pass above it.
    let left = x - RADIUS;
    let mut below = y + RADIUS + 4;
    let mut put = |text: &str, kind: super::font::Type| {
        below += 28;
        let wide = kind.width(text);
        canvas.rectangle([left - 2, below - 24, left + wide + 4, below + 8], Colour::WHITE);
        canvas.text((left, below), text, kind, Colour::INK, Anchor::Start);
    };
    for line in SMALL.wrap(&place.label, width - 20, 2) {
        put(&line, SMALL);
    }
    if let Some(effect) = &place.effect {
        put(&MARK.fit(&effect.shown, width - 20), HEAD);
    }
}

fn colour(look: RankLook) -> Colour {
    match look {
        RankLook::Applied => Colour::GREEN,
        RankLook::Helps => Colour::BLUE,
        RankLook::Unsure => Colour::FAINT,
    }
}

/// The circle of a look: told apart without colour too, what was applied as a square.
pub(super) fn circle(canvas: &mut Canvas, (x, y): (i32, i32), radius: i32, look: RankLook) {
    let colour = colour(look);
    match look {
        RankLook::Applied => {
            canvas.rectangle([x - radius - 3, y - radius - 3, x + radius + 3, y + radius + 3], Colour::WHITE);
            canvas.rectangle([x - radius, y - radius, x + radius, y + radius], colour);
        }
        RankLook::Helps => {
            canvas.shapes.push(Shape::Circle((x, y), (radius + 3) as u32, Colour::WHITE));
            canvas.shapes.push(Shape::Circle((x, y), radius as u32, colour));
        }
        RankLook::Unsure => {
            canvas.shapes.push(Shape::Circle((x, y), radius as u32, colour));
            canvas.shapes.push(Shape::Circle((x, y), (radius - 3) as u32, Colour::WHITE));
        }
    }
}

/// A line that leaves and arrives level.
fn bend(canvas: &mut Canvas, from: (i32, i32), to: (i32, i32), colour: Colour) {
    if from.1 == to.1 {
        canvas.line(from, to, LINE, colour);
        return;
    }
    let points = (0..=24).map(|step| {
        let t = f64::from(step) / 24.0;
        let s = t * t * (3.0 - 2.0 * t);
        let along = |a: i32, b: i32, t: f64| (f64::from(a) + f64::from(b - a) * t).round() as i32;
        (along(from.0, to.0, t), along(from.1, to.1, s))
    });
    canvas.shapes.push(Shape::Path(points.collect(), LINE, colour));
}

/// A line that ends: shorter and shorter pieces, paler and paler.
fn fade(canvas: &mut Canvas, (x, y): (i32, i32), long: i32) {
    let pieces = [(0, 5, Colour::FAINT), (5, 7, Colour::GREY), (7, 9, Colour::GREY), (9, 10, Colour::GRID)];
    for (from, to, colour) in pieces {
        let at = |tenth: i32| x + RADIUS + long * tenth / 10;
        canvas.rectangle([at(from), y - 3, at(to) - 6, y + 3], colour);
    }
}
