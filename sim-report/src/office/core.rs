//! What the file says of itself: its title and its language, which programs read aloud.

use super::package::{Package, resolved};
use super::refused::Refused;
use super::xml::{appended, attribute, escaped, marks, plain, with_words};
use crate::document::Document;

/// Where it stands in files that have none yet, and of which kind it and its relation are.
const PART: &str = "docProps/core.xml";
const KIND: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const RELATION: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// Says title and language of a file. A file has one part for that at most, which its relations name.
pub(super) fn describe(package: &mut Package, document: &Document) -> Result<(), Refused> {
    let (_, relations) = package.relations("");
    let named = relations.map(related).transpose()?.flatten();
    let part = match &named {
        Some(part) => package.called(part).unwrap_or(part).to_owned(),
        // One that nothing names says nothing of the file.
        None => PART.to_owned(),
    };
    let is_there = named.is_some() && package.called(&part).is_some();
    let mut text = match is_there {
        true => package.needed(&part)?.to_owned(),
        false => "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
            xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
            xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
            xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title/><dc:language/></cp:coreProperties>"
            .to_owned(),
    };
    let lang = document.lang.pick("en-GB", "nl-NL");
    for (name, words) in [("title", document.title.as_str()), ("language", lang)] {
        text = match with_words(&part, &text, name, words)? {
            Some(text) => text,
            None => appended(&part, &text, "coreProperties", |_| {
                let declared = "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
                format!("<dc:{name} {declared}>{}</dc:{name}>", escaped(words))
            })?,
        };
    }
    if named.is_none() {
        package.relate("", RELATION, PART)?;
    }
    if !is_there {
        package.declare(&part, KIND)?;
    }
    package.put(&part, text);
    Ok(())
}

/// The part that the relations of a file name.
fn related(relations: &str) -> Result<Option<String>, Refused> {
    let all = marks("_rels/.rels", relations)?;
    let elements = all.iter().map(|mark| &relations[mark.at.clone()]);
    let is_asked = |one: &&str| attribute(one, "Type").is_some_and(|kind| kind.ends_with("/metadata/core-properties"));
    let target = elements.filter(is_asked).find_map(|one| attribute(one, "Target"));
    Ok(target.map(|target| resolved("", &plain(target))))
}
