//! Fills the parts of a text document: body, headers, footers, notes.

mod blocks;
mod look;
mod page;

use super::found;
use super::free::Free;
use super::names::Content;
use super::package::Package;
use super::paragraph::{Paragraph, paragraphs};
use super::refused::Refused;
use super::xml::{attribute, escaped, marks, replaced};
use crate::document::Document;
use blocks::Writer;

/// The numbers that pictures may have: those of all parts of a file are of one row.
pub(super) fn numbers(package: &Package) -> Free {
    let texts = package.names().filter(|name| name.starts_with("word/")).filter_map(|name| package.text(name));
    let taken = texts.flat_map(|text| text.split(":docPr").skip(1)).filter_map(|rest| attribute(rest, "id"));
    Free::of(1001..1 << 31, taken.filter_map(|number| number.trim().parse().ok()))
}

/// Fills a part.
pub(super) fn fill(package: &mut Package, part: &str, document: &Document, numbers: &mut Free) -> Result<(), Refused> {
    let text = package.needed(part)?.to_owned();
    let marks = marks(part, &text)?;
    let mut changes = Vec::new();
    let mut writer = Writer::new(package, part, document, numbers)?;
    for paragraph in paragraphs(&text, &marks, "w") {
        let placeholders = paragraph.placeholders()?;
        let mut words = Vec::new();
        for placeholder in &placeholders {
            let look = paragraph.piece_at(placeholder.at.start).map_or("", |piece| &text[piece.look.clone()]);
            let properties = &text[paragraph.properties.clone()];
            let is_only = paragraph.is_only(placeholder);
            match found(document, placeholder, part)? {
                Content::Words(new) => words.push((placeholder.at.clone(), new)),
                Content::Blocks(_) | Content::Table(_) | Content::Chart(_) if !is_only => {
                    return Err(Refused::NotAlone { name: placeholder.name.clone() });
                }
                content => {
                    let room = page::room(&text, &marks, &paragraph);
                    writer.begin(properties, look, room);
                    changes.push((paragraph.at.clone(), writer.content(&content)?));
                }
            }
        }
        changes.extend(with_words(&paragraph, &words));
    }
    let new = replaced(&text, changes);
    package.put(part, new);
    Ok(())
}

/// The pieces of a paragraph that change, as elements.
fn with_words(
    paragraph: &Paragraph,
    words: &[(std::ops::Range<usize>, String)],
) -> Vec<(std::ops::Range<usize>, String)> {
    let element = |text: &str| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(text));
    let changed = paragraph.with_words(words).into_iter();
    changed.map(|(piece, text)| (piece.element.clone(), element(&text))).collect()
}
