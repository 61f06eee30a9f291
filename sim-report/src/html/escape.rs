//! Text and numbers as they may stand in HTML.

/// Text inside an element or between the quotes of an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Signs that HTML does not allow, and those that turn the direction of what follows.
            '\n' | '\t' => out.push(' '),
            '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Values with a space between them, to nine digits: more than anything rounds to, and a page of them stays small.
pub(crate) fn exact(values: &[f64]) -> String {
    let nine_digits = |value: &f64| format!("{value:.8e}").parse::<f64>().unwrap_or(*value).to_string();
    values.iter().map(nine_digits).collect::<Vec<_>>().join(" ")
}

/// Which figures of the results these are, with a space between them; a space within one is written as `%20`, and several
/// columns of one row as `…:value,lower,upper`.
pub(crate) fn sources(from: &[String]) -> String {
    let mut rows: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in from {
        let (row, column) = one.rsplit_once(':').unwrap_or((one, ""));
        match rows.last_mut().filter(|(last, _)| *last == row && one.contains(':') && !one.contains(".json:")) {
            Some((_, columns)) => columns.push(column),
            None => rows.push((row, vec![column])),
        }
    }
    let each = rows.iter().map(|(row, columns)| {
        let whole = if columns == &[""] { (*row).to_owned() } else { format!("{row}:{}", columns.join(",")) };
        escaped(&whole.replace('%', "%25").replace(' ', "%20"))
    });
    each.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escaped("<b a=\"1\" c='2'>R&D\u{202E}\u{7}"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;R&amp;D");
    }

    #[test]
    fn sources_are_kept_apart_by_spaces() {
        let from = ["measures.csv:wait:a b:all".to_owned(), "measures.csv:wait:50%".to_owned()];
        assert_eq!(sources(&from), "measures.csv:wait:a%20b:all measures.csv:wait:50%25");
        let columns = ["value", "lower"].map(|column| format!("measures.csv:wait:a:{column}"));
        assert_eq!(sources(&columns), "measures.csv:wait:a:value,lower", "of one row");
        assert_eq!(exact(&[12.5, 0.1, -3.0]), "12.5 0.1 -3");
    }
}
