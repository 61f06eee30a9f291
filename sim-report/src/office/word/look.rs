//! The look of runs, and the styles that a template has.

use super::super::package::Package;
use super::super::refused::Refused;
use super::super::xml::{Kind, attribute, marks};

/// The order in which the parts of a look must stand.
///
/// Source: ECMA-376, part 1, §17.3.2 (type `CT_RPr`).
const ORDER: [&str; 25] = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
];
const THEN: [&str; 12] =
    ["highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"];

/// A look with some parts of it set anew, each as an element such as `<w:b/>`.
pub(super) fn with(look: &str, new: &[String]) -> Result<String, Refused> {
    let name = |element: &str| element[1..].split([' ', '/', '>']).next().unwrap_or_default().to_owned();
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for mark in marks("look", look)? {
        match mark.kind {
            Kind::Open => {
                if depth == 1 {
                    from = mark.at.start;
                }
                depth += 1;
            }
            Kind::Close => {
                depth -= 1;
                if depth == 1 {
                    parts.push((mark.name.clone(), look[from..mark.at.end].to_owned()));
                }
            }
            Kind::Empty if depth == 1 => parts.push((mark.name.clone(), look[mark.at].to_owned())),
            Kind::Empty => {}
        }
    }
    // A change that is tracked is about the look as it was.
    parts.retain(|(part, _)| part != "w:rPrChange" && !new.iter().any(|new| name(new) == *part));
    parts.extend(new.iter().map(|new| (name(new), new.clone())));
    let rank = |name: &str| {
        let own = name.strip_prefix("w:").unwrap_or(name);
        ORDER.iter().chain(&THEN).position(|&known| known == own).unwrap_or(usize::MAX)
    };
    parts.sort_by_key(|(name, _)| rank(name));
    let parts: String = parts.into_iter().map(|(_, part)| part).collect();
    Ok(if parts.is_empty() { String::new() } else { format!("<w:rPr>{parts}</w:rPr>") })
}

/// The styles of a template that are used, by their identifiers. Names of built-in styles are English in every language.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    /// Of the heads of sections, and of heads within them.
    pub(super) heads: [Option<String>; 2],
    /// Of points of a list.
    pub(super) list: Option<String>,
    /// Of what stands above a table or picture.
    pub(super) caption: Option<String>,
    /// Of tables.
    pub(super) table: Option<String>,
}

impl Styles {
    /// Of a file.
    pub(super) fn of(package: &Package) -> Result<Styles, Refused> {
        let Some(text) = package.text("word/styles.xml") else { return Ok(Styles::default()) };
        let (mut styles, mut present) = (Styles::default(), None);
        for mark in marks("word/styles.xml", text)? {
            let element = &text[mark.at.clone()];
            match (mark.kind, mark.name.as_str()) {
                (Kind::Open, "w:style") => present = attribute(element, "w:styleId").map(str::to_owned),
                (Kind::Empty, "w:name") => {
                    let place = match attribute(element, "w:val").unwrap_or_default().to_lowercase().as_str() {
                        "heading 1" => &mut styles.heads[0],
                        "heading 2" => &mut styles.heads[1],
                        "list bullet" => &mut styles.list,
                        "caption" => &mut styles.caption,
                        "keten table" => &mut styles.table,
                        "table grid" if styles.table.is_none() => &mut styles.table,
                        _ => continue,
                    };
                    *place = present.clone();
                }
                _ => {}
            }
        }
        Ok(styles)
    }
}
