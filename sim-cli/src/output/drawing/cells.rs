//! Text in limited room: wrapped at spaces, shortened with an ellipsis.

/// Wraps at spaces into lines of at most so many characters; a word that is longer is cut.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last_mut().expect("starts with one line");
            let used = line.chars().count();
            let space = usize::from(used > 0);
            if used + space + word.len() <= width {
                line.extend(std::iter::repeat_n(' ', space));
                line.extend(&word);
                break;
            }
            if used == 0 {
                let rest = word.split_off(width);
                line.extend(&word);
                word = rest;
            }
            lines.push(String::new());
        }
    }
    lines
}

/// At most so many lines of at most so many characters; what does not fit is replaced by an ellipsis.
pub(crate) fn shorten(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let kept: String = last.chars().take(width.saturating_sub(1)).collect();
            *last = format!("{}…", kept.trim_end());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_are_cut() {
        assert_eq!(wrap("first talk at the desk", 10), ["first talk", "at the", "desk"]);
        assert_eq!(wrap("schuldhulpverlening", 10), ["schuldhulp", "verlening"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn what_does_not_fit_becomes_an_ellipsis() {
        assert_eq!(shorten("first talk at the desk", 10, 2), ["first talk", "at the…"]);
        assert_eq!(shorten("schuldhulpverlening", 10, 1), ["schuldhul…"]);
    }
}
