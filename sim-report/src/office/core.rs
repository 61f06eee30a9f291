//! What the file says of itself: its title and its language, which programs read aloud.

use super::package::Package;
use super::refused::Refused;
use super::xml::escaped;
use crate::document::Document;

const PART: &str = "docProps/core.xml";

/// Says title and language of a file.
pub(super) fn describe(package: &mut Package, document: &Document) -> Result<(), Refused> {
    let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
        xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"></cp:coreProperties>";
    let is_new = package.text(PART).is_none_or(|text| !text.contains("</cp:coreProperties>"));
    let mut text = if is_new { empty } else { package.needed(PART)? }.to_owned();
    let lang = document.lang.pick("en-GB", "nl-NL");
    text = with(&text, "dc:title", &escaped(&document.title));
    text = with(&text, "dc:language", lang);
    if is_new {
        let about = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        let rels = package.needed("_rels/.rels")?;
        let one = format!("<Relationship Id=\"ketenCore\" Type=\"{about}\" Target=\"{PART}\"/></Relationships>");
        let rels = rels.replacen("</Relationships>", &one, 1);
        package.put("_rels/.rels", rels);
        package.declare(&format!(
            "<Override PartName=\"/{PART}\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
        ))?;
    }
    package.put(PART, text);
    Ok(())
}

/// The properties with this value of one.
fn with(text: &str, name: &str, value: &str) -> String {
    let new = format!("<{name}>{value}</{name}>");
    let (open, close, empty) = (format!("<{name}"), format!("</{name}>"), format!("<{name}/>"));
    match (text.find(&open), text.find(&close)) {
        (Some(from), Some(to)) => format!("{}{new}{}", &text[..from], &text[to + close.len()..]),
        _ if text.contains(&empty) => text.replacen(&empty, &new, 1),
        _ => text.replacen("</cp:coreProperties>", &format!("{new}</cp:coreProperties>"), 1),
    }
}
