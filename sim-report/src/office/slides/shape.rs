//! The box in which a placeholder stands: where on the slide, and how large.

use std::ops::Range;

use super::super::package::{Package, resolved};
use super::super::paragraph::Paragraph;
use super::super::xml::{Mark, around, attribute, marks};

/// Declared where an element stands by itself; saying it twice does no harm.
pub(super) const NAMESPACES: &str = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
/// A point in the unit of slides.
pub(super) const POINT: f64 = 12_700.0;

/// A box on a slide, in the unit of slides.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// The element.
    pub(super) at: Range<usize>,
    /// Its number on the slide.
    pub(super) id: String,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Shape {
    /// The box around a paragraph; `None` where there is none, as in a table.
    pub(super) fn around(
        package: &Package,
        part: &str,
        text: &str,
        marks: &[Mark],
        paragraph: &Paragraph,
    ) -> Option<Shape> {
        let place = around(marks, paragraph.within).find(|&place| marks[place].name == "p:sp")?;
        let at = marks[place].at.start..super::end(marks, place);
        let inside: Vec<&Mark> = marks[place..].iter().take_while(|mark| mark.at.start < at.end).collect();
        let id =
            inside.iter().find(|mark| mark.name == "p:cNvPr").and_then(|mark| attribute(&text[mark.at.clone()], "id"));
        let asked = inside.iter().find(|mark| mark.name == "p:ph").map(|mark| Asked::of(&text[mark.at.clone()]));
        let own = corners(text, &inside);
        let [left, top, width, height] =
            own.or_else(|| inherited(package, part, &asked?)).or_else(|| whole(package))?;
        Some(Shape { at, id: id.unwrap_or("900").to_owned(), left, top, width, height })
    }
}

/// Which place of a layout a box fills.
struct Asked {
    kind: String,
    index: Option<String>,
}

impl Asked {
    fn of(mark: &str) -> Asked {
        let kind = attribute(mark, "type").unwrap_or("body").to_owned();
        Asked { kind, index: attribute(mark, "idx").map(str::to_owned) }
    }
}

/// Left, top, width and height of a shape that says so itself.
fn corners(text: &str, inside: &[&Mark]) -> Option<[f64; 4]> {
    let from = inside.iter().position(|mark| mark.name == "a:xfrm")?;
    let find = |name: &str| inside[from..].iter().take(4).find(|mark| mark.name == name);
    let number = |mark: &Mark, name: &str| attribute(&text[mark.at.clone()], name)?.parse::<f64>().ok();
    let (place, size) = (find("a:off")?, find("a:ext")?);
    Some([number(place, "x")?, number(place, "y")?, number(size, "cx")?, number(size, "cy")?])
}

/// Where the layout of a slide, or what that is made of, has the box.
fn inherited(package: &Package, part: &str, asked: &Asked) -> Option<[f64; 4]> {
    let mut part = part.to_owned();
    for kind in ["/slideLayout", "/slideMaster"] {
        part = related(package, &part, kind)?;
        let text = package.text(&part)?;
        let all = marks(&part, text).ok()?;
        let shapes = all.iter().enumerate().filter(|(_, mark)| mark.name == "p:sp");
        let mut found = shapes.filter_map(|(place, mark)| {
            let end = super::end(&all, place);
            let inside: Vec<&Mark> = all[place..].iter().take_while(|one| one.at.start < end).collect();
            let other = inside.iter().find(|one| one.name == "p:ph").map(|one| Asked::of(&text[one.at.clone()]))?;
            let same = match kind {
                "/slideLayout" if asked.index.is_some() => other.index == asked.index,
                _ => other.kind == asked.kind,
            };
            (same && mark.at.start < end).then(|| corners(text, &inside))?
        });
        if let Some(corners) = found.next() {
            return Some(corners);
        }
    }
    None
}

/// The slide but for its edges.
fn whole(package: &Package) -> Option<[f64; 4]> {
    let text = package.text("ppt/presentation.xml")?;
    let all = marks("ppt/presentation.xml", text).ok()?;
    let size = &text[all.iter().find(|mark| mark.name == "p:sldSz")?.at.clone()];
    let (width, height) = (attribute(size, "cx")?.parse::<f64>().ok()?, attribute(size, "cy")?.parse::<f64>().ok()?);
    Some([width * 0.05, height * 0.18, width * 0.9, height * 0.75])
}

/// The part of a kind to which a part is related.
pub(super) fn related(package: &Package, part: &str, kind: &str) -> Option<String> {
    let text = package.relations(part).1?;
    let all = marks(part, text).ok()?;
    let elements = all.iter().map(|mark| &text[mark.at.clone()]);
    let target = elements
        .filter(|one| attribute(one, "Type").is_some_and(|one| one.ends_with(kind)))
        .find_map(|one| attribute(one, "Target"))?;
    Some(resolved(part, target))
}
