//! Words of the language: names, quoted texts, shares, dates.

use std::collections::BTreeSet;

use super::week::DAY;

/// A share with six digits behind the point.
pub(super) fn share(share: f64) -> String {
    let text = format!("{:.6}", share.clamp(0.0, 1.0));
    let text = text.trim_end_matches('0');
    if text.ends_with('.') { format!("{text}0") } else { text.to_owned() }
}

/// A value with a remark: beside what is a table already, else in one.
pub(super) fn with_note(value: &str, note: &str) -> String {
    match value.strip_suffix(" }") {
        Some(table) => format!("{table}, note = {} }}", quoted(note)),
        None => format!("{{ value = {value}, note = {} }}", quoted(note)),
    }
}

/// A text between quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            sign if sign.is_control() => quoted.push(' '),
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

/// A name such as the language has: small letters, digits and underscores.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for sign in text.chars().flat_map(char::to_lowercase) {
        let plain = match sign {
            'a'..='z' | '0'..='9' => sign,
            'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' | 'õ' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            _ => '_',
        };
        if plain != '_' || !slug.ends_with('_') {
            slug.push(plain);
        }
    }
    let slug: String = slug.trim_matches('_').chars().take(40).collect();
    let slug = slug.trim_end_matches('_');
    match slug.chars().next() {
        None => "stage".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("s_{slug}"),
        _ => slug.to_owned(),
    }
}

/// The name, with a number when it is taken.
pub(super) fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}_{number}")));
    let free = numbered.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// A moment as a date.
pub(super) fn date(at: i64) -> String {
    let days = at.div_euclid(DAY);
    let first = jiff::civil::date(1970, 1, 1);
    first.checked_add(jiff::Span::new().days(days)).unwrap_or(first).to_string()
}
