//! Text as it may stand in Typst: always between quotes, where nothing is markup and nothing is run.

use std::fmt::Write;

/// A text between quotes.
///
/// * `has` – whether the fonts have a sign; one that they do not have becomes a question mark
pub(super) fn literal(text: &str, has: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' | '\r' | '\t' => out.push(' '),
            // Signs that turn the direction of what follows, and those that are no text.
            '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => {}
            // Spaces that are not seen would not survive an editor.
            '\u{A0}' | '\u{200B}' | '\u{AD}' | '\u{2060}' => {
                let _ = write!(out, "\\u{{{:x}}}", letter as u32);
            }
            letter if has(letter) => out.push(letter),
            _ => out.push('?'),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_quotes() {
        let hostile = "#eval(\"1\") *a* $x$ @b `c` \\ // \n= d\u{202E}\u{A0}";
        let expected = "\"#eval(\\\"1\\\") *a* $x$ @b `c` \\\\ //  = d\\u{a0}\"";
        assert_eq!(literal(hostile, |_| true), expected);
        assert_eq!(literal("één 日", |letter| letter < '\u{3000}'), "\"één ?\"");
    }
}
