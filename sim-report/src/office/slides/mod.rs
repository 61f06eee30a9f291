//! Fills slides. What is longer than its box is set smaller, and goes on further slides that are copies of the slide when
//! the letters would become too small.

mod copies;
mod shape;
mod table;
mod words;

use std::ops::Range;

use super::found;
use super::names::Content;
use super::package::Package;
use super::paragraph::{Paragraph, paragraphs};
use super::picture;
use super::refused::Refused;
use super::xml::{Mark, escaped, marks, replaced};
use crate::chart::Chart;
use crate::document::Document;
use crate::draw::draw_untitled;
use shape::Shape;

/// A picture that would take less than this part of the width of its box is divided over slides.
const LEAST: f64 = 0.52;

/// What takes the place of a part of a slide: on the first slide, and on each further one.
struct Flow {
    at: Range<usize>,
    pages: Vec<String>,
    /// What stands there on slides after the last of these.
    after: String,
}

/// Fills a part.
pub(super) fn fill(package: &mut Package, part: &str, document: &Document) -> Result<(), Refused> {
    let text = package.needed(part)?.to_owned();
    let marks = marks(part, &text)?;
    let (mut changes, mut flows) = (Vec::new(), Vec::new());
    let all = paragraphs(&text, &marks, "a");
    for paragraph in &all {
        let mut words = Vec::new();
        for placeholder in paragraph.placeholders()? {
            let content = found(document, &placeholder, part)?;
            if let Content::Words(new) = content {
                words.push((placeholder.at.clone(), new));
                continue;
            }
            if !paragraph.is_only(&placeholder) {
                return Err(Refused::NotAlone { name: placeholder.name });
            }
            let not_here = || Refused::NotHere { name: placeholder.name.clone(), part: part.to_owned() };
            if !part.starts_with("ppt/slides/") {
                return Err(not_here());
            }
            let shape = Shape::around(package, part, &text, &marks, paragraph).ok_or_else(not_here)?;
            let is_alone = || all.iter().filter(|one| is_in(one, &shape.at)).count() == 1;
            flows.push(match content {
                Content::Words(_) => continue,
                Content::Blocks(items) => {
                    let pages = words::pages(&items, &text, paragraph, &shape, document);
                    Flow { at: paragraph.at.clone(), pages, after: "<a:p/>".to_owned() }
                }
                _ if !is_alone() => return Err(Refused::NotAlone { name: placeholder.name }),
                Content::Table(table) => {
                    let pages = table::pages(package, table, &shape, document);
                    Flow { at: shape.at.clone(), pages, after: String::new() }
                }
                Content::Chart(chart) => {
                    Flow { at: shape.at.clone(), pages: pictures(package, part, chart, &shape)?, after: String::new() }
                }
            });
        }
        changes.extend(with_words(&text, paragraph, &words, document));
    }
    let number = flows.iter().map(|flow| flow.pages.len()).max().unwrap_or(1).max(1);
    let page = |number: usize| {
        let flow = |flow: &Flow| (flow.at.clone(), flow.pages.get(number).unwrap_or(&flow.after).clone());
        replaced(&text, changes.iter().cloned().chain(flows.iter().map(flow)).collect())
    };
    let pages: Vec<String> = (0..number).map(page).collect();
    copies::put(package, part, pages)
}

fn is_in(paragraph: &Paragraph, at: &Range<usize>) -> bool {
    at.contains(&paragraph.at.start) && !paragraph.text.trim().is_empty()
}

/// The pieces of a paragraph that change, as elements; what is said is said in the language of the document.
fn with_words(
    text: &str,
    paragraph: &Paragraph,
    words: &[(Range<usize>, String)],
    document: &Document,
) -> Vec<(Range<usize>, String)> {
    let changed = paragraph.with_words(words).into_iter();
    changed
        .flat_map(|(piece, new)| {
            let said = (piece.element.clone(), format!("<a:t>{}</a:t>", escaped(&new)));
            let look = text[piece.look.clone()].to_owned();
            let look = (piece.look.clone(), words::look(&look, &[("lang", words::lang(document))]));
            // A look that is not there would be put where nothing is.
            std::iter::once(said).chain((!piece.look.is_empty()).then_some(look))
        })
        .collect()
}

/// The picture of a chart in the middle of a box, on as many slides as it needs.
fn pictures(package: &mut Package, part: &str, chart: &Chart, shape: &Shape) -> Result<Vec<String>, Refused> {
    let box_ratio = shape.height / shape.width;
    let parts = chart.in_parts(|part| draw_untitled(part).height_over_width() <= box_ratio / LEAST);
    let one = |chart: &Chart| {
        let picture = picture::put(package, part, "ppt/media", chart, false)?;
        let width = shape.width.min(shape.height / picture.ratio);
        let height = width * picture.ratio;
        let (left, top) = (shape.left + (shape.width - width) / 2.0, shape.top + (shape.height - height) / 2.0);
        let (name, alt) = (escaped(&chart.name), escaped(&picture.alt));
        Ok(format!(
            "<p:pic {}><p:nvPicPr><p:cNvPr id=\"{}\" name=\"{name}\" descr=\"{alt}\"/><p:cNvPicPr>\
             <a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"{}\"/>\
             <a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x=\"{left:.0}\" y=\"{top:.0}\"/>\
             <a:ext cx=\"{width:.0}\" cy=\"{height:.0}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr>\
             </p:pic>",
            shape::NAMESPACES,
            shape.id,
            picture.relation
        ))
    };
    parts.iter().map(one).collect()
}

/// Where the element ends that a mark opens.
fn end(marks: &[Mark], place: usize) -> usize {
    use super::xml::Kind;
    let mut depth = 0;
    for mark in &marks[place..] {
        match mark.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            Kind::Empty => {}
        }
        if depth == 0 {
            return mark.at.end;
        }
    }
    marks[place].at.end
}
