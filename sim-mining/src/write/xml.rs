//! Characters of XML.

/// Adds a text as it stands between quotes or tags; characters that XML knows no way to write are left out.
pub(super) fn put(to: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\t' => to.push_str("&#9;"),
            '\n' => to.push_str("&#10;"),
            '\r' => to.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => to.push(letter),
        }
    }
}

/// A text as it stands between quotes or tags.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    put(&mut escaped, text);
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn signs_of_xml_are_written_otherwise() {
        assert_eq!(super::escaped("a<b>&\"c\"\n\u{1}é"), "a&lt;b&gt;&amp;&quot;c&quot;&#10;é");
    }
}
