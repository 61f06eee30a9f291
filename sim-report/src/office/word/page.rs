//! How much room there is where a placeholder stands.

use super::super::paragraph::Paragraph;
use super::super::xml::{Mark, around, attribute};

/// Twentieths of a point: width and height of an A4 with margins of an inch.
const ORDINARY: (f64, f64) = (9026.0, 13_958.0);

/// Width and height of the text, in points: of the section of the page, or of the cell of a table.
pub(super) fn room(text: &str, marks: &[Mark], paragraph: &Paragraph) -> (f64, f64) {
    let number =
        |mark: &Mark, name: &str| attribute(&text[mark.at.clone()], name).and_then(|value| value.parse::<f64>().ok());
    let after = |name: &'static str| {
        let later = marks.iter().filter(move |mark| mark.at.start > paragraph.at.start && mark.name == name);
        later.filter(|mark| number(mark, "w:w").or(number(mark, "w:left")).is_some())
    };
    // A section is described at its end.
    let page = after("w:pgSz").next().zip(after("w:pgMar").next());
    let page = page.and_then(|(size, edges)| {
        let width = number(size, "w:w")? - number(edges, "w:left")? - number(edges, "w:right")?;
        let height = number(size, "w:h")? - number(edges, "w:top")?.abs() - number(edges, "w:bottom")?.abs();
        (width > 720.0 && height > 720.0).then_some((width, height))
    });
    let (width, height) = page.unwrap_or(ORDINARY);
    let cell = around(marks, paragraph.within).find(|&place| marks[place].name == "w:tc").and_then(|place| {
        let inside = marks[place..].iter().take_while(|mark| mark.at.start < paragraph.at.start);
        inside.filter(|mark| mark.name == "w:tcW").find_map(|mark| number(mark, "w:w"))
    });
    // Less than an inch is a share or nothing that was measured.
    let width = cell.filter(|&cell| cell > 720.0).map_or(width, |cell| (cell - 220.0).min(width));
    (width / 20.0, height / 20.0)
}
