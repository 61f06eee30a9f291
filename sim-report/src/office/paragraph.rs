//! Placeholders in the paragraphs of a part. A program may cut a text at any place: `{{ti` in one run and `tle}}` in the
//! next, because one letter was typed later; hence they are looked for in the whole paragraph.

use std::ops::Range;

use super::refused::Refused;
use super::xml::{Kind, Mark, plain};

/// A placeholder as it stands in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placeholder {
    /// Its name.
    pub(super) name: String,
    /// Whether it may be left empty where the briefing has nothing of that name: `{{?name}}`.
    pub(super) may_lack: bool,
    /// Where it stands in the text of the paragraph.
    pub(super) at: Range<usize>,
}

/// A piece of text in a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The element, such as `<w:t>…</w:t>`.
    pub(super) element: Range<usize>,
    /// What stands in it.
    pub(super) text: String,
    /// Where that begins in the text of the paragraph.
    pub(super) from: usize,
    /// The look of its run, such as `<w:rPr>…</w:rPr>`, empty for none.
    pub(super) look: Range<usize>,
}

/// A paragraph with text.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// The element.
    pub(super) at: Range<usize>,
    /// Its properties, such as `<w:pPr>…</w:pPr>`, empty for none.
    pub(super) properties: Range<usize>,
    /// Its pieces of text.
    pub(super) pieces: Vec<Piece>,
    /// Their text; what stands between them and is no text is a line break here.
    pub(super) text: String,
    /// Whether something else stands in it that must stay: a picture, a field, the end of a section.
    pub(super) holds_more: bool,
    /// The mark that opens the element around it, as a place among all marks.
    pub(super) within: Option<usize>,
}

/// The paragraphs of a part that have text, each before those that stand in it.
///
/// * `prefix` – `w` in documents, `a` on slides
pub(super) fn paragraphs(text: &str, marks: &[Mark], prefix: &str) -> Vec<Paragraph> {
    let is =
        |mark: &Mark, name: &str| mark.name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':')) == Some(name);
    let (mut open, mut done): (Vec<Paragraph>, Vec<Paragraph>) = (Vec::new(), Vec::new());
    // Where the look of the present run stands, and where the last text ends: no text stands in another.
    let (mut look, mut told) = (0..0, 0);
    for (place, mark) in marks.iter().enumerate() {
        match mark.kind {
            Kind::Open if is(mark, "p") => {
                let empty = mark.at.end..mark.at.end;
                open.push(Paragraph {
                    at: mark.at.clone(),
                    properties: empty,
                    pieces: Vec::new(),
                    text: String::new(),
                    holds_more: false,
                    within: mark.within,
                });
            }
            Kind::Open if is(mark, "r") => look = 0..0,
            Kind::Open | Kind::Empty if is(mark, "rPr") => {
                // Those of a paragraph's own sign stand in its properties, not in a run.
                if mark.within.is_some_and(|around| is(&marks[around], "r")) {
                    look = mark.at.clone();
                }
            }
            Kind::Open | Kind::Empty if is(mark, "pPr") => {
                if let Some(paragraph) = open.last_mut() {
                    paragraph.properties = mark.at.clone();
                }
            }
            Kind::Open if is(mark, "t") && mark.at.start >= told => {
                let end = marks[place..].iter().find(|later| later.kind == Kind::Close && is(later, "t"));
                if let (Some(paragraph), Some(end)) = (open.last_mut(), end) {
                    let said = plain(&text[mark.at.end..end.at.start]);
                    let from = paragraph.text.len();
                    paragraph.text.push_str(&said);
                    let element = mark.at.start..end.at.end;
                    told = element.end;
                    paragraph.pieces.push(Piece { element, text: said, from, look: look.clone() });
                }
            }
            Kind::Close if is(mark, "rPr") && look.start > 0 && look.end < mark.at.end => {
                // The look may hold looks of before a change that is tracked; the last to close is its own.
                look.end = mark.at.end;
            }
            Kind::Close if is(mark, "pPr") => {
                if let Some(paragraph) = open.last_mut() {
                    paragraph.properties.end = mark.at.end;
                }
            }
            Kind::Close if is(mark, "p") => {
                if let Some(mut paragraph) = open.pop() {
                    paragraph.at.end = mark.at.end;
                    done.push(paragraph);
                }
            }
            Kind::Open | Kind::Empty => {
                if let Some(paragraph) = open.last_mut() {
                    match mark.own() {
                        "tab" | "br" | "cr" | "noBreakHyphen"
                            if mark.within.is_some_and(|around| is(&marks[around], "r")) =>
                        {
                            paragraph.text.push('\n');
                        }
                        "drawing" | "pict" | "object" | "fldChar" | "fldSimple" | "fld" | "sectPr"
                        | "AlternateContent" | "footnoteReference" | "commentReference" => {
                            paragraph.holds_more = true;
                            paragraph.text.push('\n');
                        }
                        _ => {}
                    }
                }
            }
            Kind::Close => {}
        }
    }
    done.retain(|paragraph| !paragraph.pieces.is_empty());
    done.sort_by_key(|paragraph| paragraph.at.start);
    done
}

impl Paragraph {
    /// The placeholders in it.
    pub(super) fn placeholders(&self) -> Result<Vec<Placeholder>, Refused> {
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(begin) = self.text[from..].find("{{").map(|at| at + from) {
            let rest = &self.text[begin + 2..];
            let end = rest.find("}}").filter(|&end| !rest[..end].contains(['{', '\n']));
            let Some(end) = end else {
                let text = self.text[begin..].chars().take(60).collect();
                return Err(Refused::NotClosed { text });
            };
            let name = rest[..end].trim();
            let (may_lack, name) = name.strip_prefix('?').map_or((false, name), |name| (true, name.trim()));
            let at = begin..begin + end + 4;
            from = at.end;
            found.push(Placeholder { name: name.to_owned(), may_lack, at });
        }
        Ok(found)
    }

    /// Whether a placeholder is all that stands in it.
    pub(super) fn is_only(&self, placeholder: &Placeholder) -> bool {
        !self.holds_more && self.text.trim() == &self.text[placeholder.at.clone()]
    }

    /// The piece in which a place of its text stands.
    pub(super) fn piece_at(&self, at: usize) -> Option<&Piece> {
        self.pieces.iter().find(|piece| (piece.from..piece.from + piece.text.len()).contains(&at))
    }

    /// Its pieces with words in place of placeholders: each piece that changes, with its new text. The words take the look
    /// of the piece in which the placeholder begins.
    pub(super) fn with_words(&self, words: &[(Range<usize>, String)]) -> Vec<(&Piece, String)> {
        let touches =
            |piece: &Piece, at: &Range<usize>| at.start < piece.from + piece.text.len() && at.end > piece.from;
        let changed = self.pieces.iter().filter(|piece| words.iter().any(|(at, _)| touches(piece, at)));
        let text = |piece: &Piece| {
            let mut text = piece.text.clone();
            for (at, new) in words.iter().rev().filter(|(at, _)| touches(piece, at)) {
                let begins_here = at.start >= piece.from;
                let from = at.start.max(piece.from) - piece.from;
                let to = (at.end - piece.from).min(piece.text.len());
                text.replace_range(from..to, if begins_here { new } else { "" });
            }
            text
        };
        changed.map(|piece| (piece, text(piece))).collect()
    }
}
