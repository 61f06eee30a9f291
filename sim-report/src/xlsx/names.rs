//! Names of sheets: no longer than a spreadsheet allows, without signs that it forbids, each once.

/// Most letters of a name, in the units in which a spreadsheet counts.
const LONGEST: usize = 31;

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// A name for a sheet, as close to what is wanted as can be.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let plain: String = wanted.chars().map(|sign| if is_allowed(sign) { sign } else { ' ' }).collect();
        let plain = plain.trim_matches(|sign: char| sign == '\'' || sign.is_whitespace());
        let plain = if plain.is_empty() { "–" } else { plain };
        let mut name = shortened(plain, LONGEST);
        for number in 2.. {
            if !self.0.iter().any(|taken| taken.to_lowercase() == name.to_lowercase()) {
                break;
            }
            let ending = format!(" {number}");
            name = shortened(plain, LONGEST - ending.len()) + &ending;
        }
        self.0.push(name.clone());
        name
    }
}

fn is_allowed(sign: char) -> bool {
    !matches!(sign, '*' | '?' | ':' | '[' | ']' | '\\' | '/') && !sign.is_control()
}

/// The beginning of a text, of at most so many units; what is left out is marked.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if length(&short) + letter.len_utf16() + 1 > most {
            break;
        }
        short.push(letter);
    }
    short.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.take("Where to? [a/b]: 'x'"), "Where to   a b   'x");
        assert_eq!(names.take("Waits"), "Waits");
        assert_eq!(names.take("waits"), "waits 2", "a spreadsheet takes these for the same");
        let long = "Stabilisation of income and spending by plan";
        let both = [names.take(long), names.take(long)];
        assert_eq!(both, ["Stabilisation of income and sp…", "Stabilisation of income and… 2"]);
        assert!(both.iter().all(|name| name.chars().count() <= 31));
        assert_eq!([names.take("??"), names.take("'")], ["–", "– 2"]);
        assert_eq!(names.take(&"𝔸".repeat(20)).encode_utf16().count(), 31);
    }
}
