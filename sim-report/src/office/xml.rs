//! The marks of a part and where they stand, so that a part is changed at some places and stays as it is at all others.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::refused::Refused;

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

/// A mark.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// What it is.
    pub(super) kind: Kind,
    /// Its name with its prefix, such as `w:p`.
    pub(super) name: String,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// Every mark of a part.
pub(super) fn marks(part: &str, text: &str) -> Result<Vec<Mark>, Refused> {
    let damaged = |why: String| Refused::Damaged { part: part.to_owned(), why };
    // A mark of the order of bytes is no text.
    let skipped = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut reader = Reader::from_str(&text[skipped..]);
    let (mut marks, mut from) = (Vec::new(), skipped);
    loop {
        let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
        let to = skipped + reader.buffer_position() as usize;
        let (kind, name) = match &event {
            Event::Start(start) => (Kind::Open, start.name()),
            Event::Empty(start) => (Kind::Empty, start.name()),
            Event::End(end) => (Kind::Close, end.name()),
            Event::DocType(_) => return Err(damaged("<!DOCTYPE".to_owned())),
            Event::Eof => return Ok(marks),
            _ => {
                from = to;
                continue;
            }
        };
        let name = String::from_utf8_lossy(name.as_ref().as_bytes()).into_owned();
        marks.push(Mark { kind, name, at: from..to });
        from = to;
    }
}

/// The value of an attribute of a mark, as it stands there.
pub(super) fn attribute<'t>(mark: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = mark.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// Text as it may stand in a part or between the quotes of an attribute.
pub(super) fn escaped(text: &str) -> String {
    crate::html::escaped(text)
}

/// The text that stands in a part.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, after)) = after.split_once(';') else {
            out.push('&');
            rest = after;
            continue;
        };
        let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            name => name
                .strip_prefix("#x")
                .map_or_else(|| name.strip_prefix('#').and_then(|digits| code(digits, 10)), |digits| code(digits, 16)),
        };
        out.extend(letter);
        rest = after;
    }
    out + rest
}

/// A text with some of its ranges replaced; they do not overlap.
pub(super) fn replaced(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, new) in changes.into_iter() {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
    }
    out + &text[at..]
}
