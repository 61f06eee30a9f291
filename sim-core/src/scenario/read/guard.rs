//! Before anything is read: is the text small and flat enough, and is it TOML?

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use super::values::misread_date;
use crate::scenario::problem::{ProblemKind, SyntaxError};

/// Largest text that is read; scenarios written by hand are a thousandth of it. The tree takes up to ninety times as
/// much memory as the text, so this keeps it below 200 MB.
const MOST_BYTES: usize = 2 << 20;
/// Lists and tables inside each other; the language needs eight.
const MOST_DEPTH: usize = 30;
/// Texts up to this size are searched for all errors of syntax, larger ones for the first.
const MOST_FOR_RECOVERY: usize = 1 << 20;

pub(in crate::scenario) type Place = (ProblemKind, Range<usize>);

/// Refuses a text that is too large or too deep, in one pass.
pub(in crate::scenario) fn look(text: &str) -> Result<(), Place> {
    if text.len() > MOST_BYTES {
        return Err((ProblemKind::TooLarge { bytes: text.len(), most: MOST_BYTES }, 0..0));
    }
    let mut depth = 0usize;
    let mut dots = 0usize;
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    while let Some((at, byte)) = scan.next_outside_strings() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            b'\n' | b',' | b'=' => dots = 0,
            _ => {}
        }
        if depth > MOST_DEPTH || dots > MOST_DEPTH {
            return Err((ProblemKind::TooDeep { most: MOST_DEPTH }, at..at + 1));
        }
    }
    Ok(())
}

/// Walks over the bytes that are neither in a string nor in a comment.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn next_outside_strings(&mut self) -> Option<(usize, u8)> {
        loop {
            let at = self.at;
            let byte = *self.bytes.get(at)?;
            match byte {
                b'#' => self.at += self.bytes[at..].iter().take_while(|&&b| b != b'\n').count(),
                b'"' | b'\'' => self.skip_string(byte),
                _ => {
                    self.at += 1;
                    return Some((at, byte));
                }
            }
        }
    }

    /// Steps over a string; one that is not closed ends with its line.
    fn skip_string(&mut self, quote: u8) {
        let long = [quote; 3];
        let multi_line = self.bytes[self.at..].starts_with(&long);
        self.at += if multi_line { 3 } else { 1 };
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == b'\\' && quote == b'"' {
                self.at += 2;
            } else if multi_line && self.bytes[self.at..].starts_with(&long) {
                self.at += 3;
                return;
            } else if !multi_line && (byte == quote || byte == b'\n') {
                self.at += 1;
                return;
            } else {
                self.at += 1;
            }
        }
    }
}

/// Reads the TOML, with all that is wrong with it.
pub(super) fn parse(text: &str) -> (Spanned<DeTable<'_>>, Vec<Place>) {
    let (document, errors) = if text.len() <= MOST_FOR_RECOVERY {
        DeTable::parse_recoverable(text)
    } else {
        match DeTable::parse(text) {
            Ok(document) => (document, Vec::new()),
            Err(error) => (Spanned::new(0..0, DeTable::new()), vec![error]),
        }
    };
    let newlines: Vec<usize> = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at).collect();
    let mut places: Vec<Place> = Vec::new();
    let mut last_line = None;
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        let line = newlines.partition_point(|&newline| newline < at.start);
        // What follows a first error in the same line follows from it.
        if last_line != Some(line) {
            let date = text.get(at.clone()).and_then(misread_date);
            places.push((date.unwrap_or_else(|| ProblemKind::Syntax(classify(error.message()))), at));
        }
        last_line = Some(line);
    }
    (document, places)
}

fn classify(message: &str) -> SyntaxError {
    let has = |word: &str| message.contains(word);
    if has("unquoted key") || has("keys cannot be") {
        SyntaxError::BadKey
    } else if has("duplicate key") || has("cannot extend") {
        SyntaxError::DuplicateKey
    } else if has("unclosed array") || has("between array elements") {
        SyntaxError::UnclosedList
    } else if has("unclosed inline table") || has("unclosed table") || has("between key-value pairs") && has("comma") {
        SyntaxError::UnclosedTable
    } else if has("quote") || has("basic string") || has("literal string") {
        if has("must be quoted") { SyntaxError::UnknownValue } else { SyntaxError::UnclosedString }
    } else if has("missing value") || has("no value") || has("missing assignment") || has("invalid key-value") {
        SyntaxError::MissingValue
    } else if has("invalid value") || has("leading zero") || has("numeric") || has("radix") || has("sign") || has("`_`")
    {
        SyntaxError::UnknownValue
    } else if has("unexpected content") || has("unexpected key") {
        SyntaxError::TrailingText
    } else {
        SyntaxError::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_refused_before_it_is_parsed() {
        for deep in ["[".repeat(100_000), "{a=".repeat(100_000), "a.".repeat(100_000), "x=[".repeat(100_000)] {
            assert!(matches!(look(&deep), Err((ProblemKind::TooDeep { .. }, _))));
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let brackets = "[".repeat(40);
        for text in [
            format!("a = \"{brackets}\""),
            format!("a = '{brackets}'"),
            format!("a = \"\\\"{brackets}\""),
            format!("a = \"\"\"\n{brackets}\"\"\""),
            format!("# {brackets}"),
        ] {
            assert_eq!(look(&text), Ok(()), "{text}");
        }
        assert!(look(&format!("a = \"x\"\nb = {brackets}")).is_err());
    }
}
