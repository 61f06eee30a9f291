//! The marks of a part and where they stand, so that a part is changed at some places and stays as it is at all others.

use std::iter::successors;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::refused::Refused;

/// How deep elements of a part may stand in each other, and how many marks a part may have: far more than any program writes.
const MOST_DEEP: usize = 256;
const MOST_MARKS: usize = 2_000_000;

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
    /// The mark that opens the element around it, as a place among all marks.
    pub(super) within: Option<usize>,
}

impl Mark {
    /// Its name without its prefix.
    pub(super) fn own(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }
}

/// The marks that open the elements around a place, innermost first.
pub(super) fn around(marks: &[Mark], within: Option<usize>) -> impl Iterator<Item = usize> {
    successors(within, |&place| marks[place].within)
}

/// Every mark of a part.
pub(super) fn marks(part: &str, text: &str) -> Result<Vec<Mark>, Refused> {
    let damaged = |why: String| Refused::Damaged { part: part.to_owned(), why };
    // A mark of the order of bytes is no text.
    let skipped = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut reader = Reader::from_str(&text[skipped..]);
    let (mut marks, mut from) = (Vec::new(), skipped);
    let mut open: Vec<usize> = Vec::new();
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
        if kind == Kind::Close {
            open.pop();
        }
        if open.len() == MOST_DEEP || marks.len() == MOST_MARKS {
            return Err(Refused::Tangled { part: part.to_owned(), deep: MOST_DEEP, marks: MOST_MARKS });
        }
        marks.push(Mark { kind, name, at: from..to, within: open.last().copied() });
        if kind == Kind::Open {
            open.push(marks.len() - 1);
        }
        from = to;
    }
}

/// An attribute of a mark.
#[derive(Debug)]
pub(super) struct Attribute<'t> {
    /// Its name with its prefix.
    name: &'t str,
    /// Its value as it stands there.
    value: &'t str,
    /// Where it stands in the mark, with the space before it.
    at: Range<usize>,
}

/// The attributes of a mark, in order.
fn attributes(mark: &str) -> impl Iterator<Item = Attribute<'_>> {
    let is_space = |sign: char| sign.is_ascii_whitespace();
    let mut from = end_of_name(mark);
    std::iter::from_fn(move || {
        let rest = &mark[from..];
        let (name, said) = rest.trim_start_matches(is_space).split_once('=')?;
        let name = name.trim_end_matches(is_space);
        let said = said.trim_start_matches(is_space);
        let quote = said.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = said[1..].split_once(quote)?;
        let at = from..mark.len() - after.len();
        from = at.end;
        // What ends the mark is no name: the rest is of what stands behind it.
        (!name.contains(['<', '>', '/'])).then_some(Attribute { name, value, at })
    })
}

/// Where the name of a mark ends.
fn end_of_name(mark: &str) -> usize {
    mark.find(|sign: char| sign.is_ascii_whitespace() || matches!(sign, '/' | '>'))
        .filter(|_| !mark.starts_with("</"))
        .unwrap_or(mark.len())
}

/// The value of an attribute of a mark, as it stands there.
pub(super) fn attribute<'t>(mark: &'t str, name: &str) -> Option<&'t str> {
    attributes(mark).find(|one| one.name == name).map(|one| one.value)
}

/// A mark with an attribute set.
pub(super) fn with_attribute(mark: &str, name: &str, value: &str) -> String {
    let new = format!(" {name}=\"{value}\"");
    let old = attributes(mark).find(|one| one.name == name).map(|one| one.at);
    let end = end_of_name(mark);
    replaced(mark, vec![(old.unwrap_or(end..end), new)])
}

/// A part with one more element at the end of the outermost, which must be called so.
///
/// * `new` – the element, for the prefix of the names around it, such as `r:`, or none
pub(super) fn appended(
    part: &str,
    text: &str,
    outermost: &str,
    new: impl Fn(&str) -> String,
) -> Result<String, Refused> {
    let other = || Refused::Damaged { part: part.to_owned(), why: format!("<{outermost}>") };
    let marks = marks(part, text)?;
    let first = marks.first().filter(|mark| mark.own() == outermost).ok_or_else(other)?;
    let prefix = &first.name[..first.name.len() - outermost.len()];
    let (at, new) = match first.kind {
        Kind::Empty => {
            let start = text[first.at.clone()].trim_end_matches('>').trim_end_matches('/');
            (first.at.clone(), format!("{start}>{}</{}>", new(prefix), first.name))
        }
        _ => {
            let last = marks.last().filter(|mark| mark.kind == Kind::Close && mark.within.is_none());
            let end = last.ok_or_else(other)?.at.start;
            (end..end, new(prefix))
        }
    };
    Ok(replaced(text, vec![(at, new)]))
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

/// Sets the words of an element that stands in the outermost; `None` where there is none that is called so.
pub(super) fn with_words(part: &str, text: &str, own: &str, words: &str) -> Result<Option<String>, Refused> {
    let marks = marks(part, text)?;
    let is_asked = |mark: &Mark| mark.own() == own && mark.within == Some(0);
    let Some(first) = marks.iter().find(|mark| is_asked(mark) && mark.kind != Kind::Close) else { return Ok(None) };
    let start = text[first.at.clone()].trim_end_matches('>').trim_end_matches('/').trim_end();
    let end = match first.kind {
        Kind::Empty => first.at.end,
        _ => {
            let last = marks.iter().find(|mark| is_asked(mark) && mark.at.start > first.at.start);
            let last = last.ok_or_else(|| Refused::Damaged { part: part.to_owned(), why: format!("<{own}>") })?;
            last.at.end
        }
    };
    let new = format!("{start}>{}</{}>", escaped(words), first.name);
    Ok(Some(replaced(text, vec![(first.at.start..end, new)])))
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
