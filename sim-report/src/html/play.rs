//! A run that can be played over a map: what the script needs to know, and what stands there without it.

use std::fmt::Write;

use super::escape::escaped;
use crate::chart::Animation;
use crate::document::{Block, Document};
use crate::draw::Canvas;

/// Writes what belongs to a map.
pub(super) fn put(out: &mut String, animation: &Animation, canvas: &Canvas) {
    let Animation { run, still, begins, days, play, slider, kinds, boxes, .. } = animation;
    let places: Vec<String> = canvas
        .places
        .iter()
        .map(|(number, [left, top, right, bottom])| format!("{number},{left},{top},{right},{bottom}"))
        .collect();
    let points = |points: &[(i32, i32)]| points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(",");
    let ways: Vec<String> =
        canvas.ways.iter().map(|((from, to), line)| format!("{from},{to},{}", points(line))).collect();
    let said = |text: &str| escaped(text);
    let _ = writeln!(
        out,
        "<div class=\"play\" data-begins=\"{}\" data-days=\"{days}\" data-boxes=\"{boxes}\" data-play=\"{}\" data-pause=\"{}\" \
         data-slider=\"{}\" data-kinds=\"{}\" data-places=\"{}\" data-ways=\"{}\">\n\
         <p class=\"run\">{}</p>\n<p class=\"still\">{}</p>\n</div>",
        said(begins),
        said(&play[0]),
        said(&play[1]),
        said(slider),
        kinds.iter().map(|kind| said(kind)).collect::<Vec<_>>().join("|"),
        places.join(";"),
        ways.join(";"),
        said(run),
        said(still),
    );
}

/// Writes the journeys, once for all documents; whether there are any.
pub(super) fn put_journeys(out: &mut String, documents: &[Document]) -> bool {
    let blocks = documents.iter().flat_map(|document| &document.sections).flat_map(|section| &section.blocks);
    let played = blocks.filter_map(|block| match block {
        Block::Played(_, animation) => Some(animation),
        _ => None,
    });
    let mut played = played.take(1);
    let Some(animation) = played.next() else { return false };
    let _ = writeln!(out, "<script type=\"text/plain\" id=\"journeys\">{}</script>", escaped(&animation.journeys));
    true
}
