//! The one font of all pictures, carried in the program: no font of the system is needed or looked for.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use plotters::style::{FontStyle, register_font};

/// Its name, and what a browser without it takes instead: fonts whose letters are as wide.
pub(super) const FAMILY: &str = "Liberation Sans, Arial, Helvetica, sans-serif";

/// Height of a line (from the top of the highest letter to the bottom of the lowest) over the size of the font.
pub(super) const LINE: f64 = (1854.0 + 434.0) / 2048.0;

static REGULAR: &[u8] = include_bytes!("../../fonts/LiberationSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/LiberationSans-Bold.ttf");

/// The font of pictures and of paper, regular and bold, as files of the format TrueType.
///
/// Source: Liberation Sans 2 (Red Hat), SIL Open Font License 1.1.
pub const FONTS: [&[u8]; 2] = [REGULAR, BOLD];

/// Makes the font known to plotters.
pub(super) fn register() {
    static DONE: OnceLock<bool> = OnceLock::new();
    let done = DONE.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    assert!(done, "the font in the program is a whole font");
}

/// How text looks: the height of its line and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    /// Height of a line.
    pub(super) height: i32,
    /// Bold.
    pub(super) bold: bool,
}

/// Title of a picture.
pub(super) const TITLE: Type = Type { height: 48, bold: true };
/// Title of the scenario.
pub(super) const SUBTITLE: Type = Type { height: 32, bold: false };
/// Heads.
pub(super) const HEAD: Type = Type { height: 28, bold: true };
/// Names and numbers.
pub(super) const LABEL: Type = Type { height: 28, bold: false };
/// Marks of axes, legends.
pub(super) const MARK: Type = Type { height: 26, bold: false };
/// Notes and footer.
pub(super) const SMALL: Type = Type { height: 24, bold: false };

impl Type {
    /// For plotters.
    pub(super) fn style(self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn font(self) -> FontRef<'static> {
        let bytes = if self.bold { BOLD } else { REGULAR };
        FontRef::try_from_slice(bytes).expect("the font in the program is a whole font")
    }

    /// Where each letter begins, and at the end where the next would.
    fn pen(self, text: &str, height: f32) -> Vec<f32> {
        let font = self.font();
        let font = font.as_scaled(PxScale::from(height));
        let (mut x, mut last, mut starts) = (0.0, None, Vec::new());
        for letter in text.chars() {
            let glyph = font.glyph_id(letter);
            x += last.map_or(0.0, |last| font.kern(last, glyph));
            starts.push(x);
            x += font.h_advance(glyph);
            last = Some(glyph);
        }
        starts.push(x);
        starts
    }

    /// Width of a text.
    pub(super) fn width(self, text: &str) -> i32 {
        self.pen(text, self.height as f32).last().map_or(0, |width| width.ceil() as i32)
    }

    /// Gives every point of a text and how much of it is covered, from 0 to 1; the text begins at 0 and stands on 0.
    ///
    /// plotters leaves out the free space in front of each letter, which makes words uneven; hence not its own.
    pub(super) fn points(self, text: &str, finer: i32, mut put: impl FnMut(i32, i32, f32)) {
        let (font, height) = (self.font(), (self.height * finer) as f32);
        for (letter, x) in text.chars().zip(self.pen(text, height)) {
            let glyph = font.glyph_id(letter).with_scale_and_position(height, point(x, 0.0));
            if let Some(outline) = font.outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                outline.draw(|x, y, cover| put(corner.x as i32 + x as i32, corner.y as i32 + y as i32, cover));
            }
        }
    }

    /// The text, shortened with an ellipsis where it is wider than this.
    pub(super) fn fit(self, text: &str, width: i32) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        let short = |kept: usize| {
            let start: String = letters[..kept].iter().collect();
            format!("{}…", start.trim_end())
        };
        // The longest beginning that fits, found by halving.
        let (mut fits, mut too_long) = (0, letters.len());
        while too_long - fits > 1 {
            let middle = (fits + too_long) / 2;
            if self.width(&short(middle)) <= width { fits = middle } else { too_long = middle }
        }
        short(fits)
    }

    /// The text in lines of at most this width, broken between words; at most so many lines, the last one shortened.
    pub(super) fn wrap(self, text: &str, width: i32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // Not at spaces that keep a number and its unit together.
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if lines_fit(self, line, word, width) => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > most {
            let rest = lines.split_off(most - 1).join(" ");
            lines.push(rest);
        }
        lines.into_iter().map(|line| self.fit(&line, width)).collect()
    }
}

/// Width of a text in sizes of the font, for whoever sets it in lines of their own.
pub(crate) fn ems(text: &str, bold: bool) -> f64 {
    let height = 100;
    f64::from(Type { height, bold }.width(text)) / (f64::from(height) / LINE)
}

fn lines_fit(kind: Type, line: &str, word: &str, width: i32) -> bool {
    kind.width(&format!("{line} {word}")) <= width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_shortened_to_its_width() {
        let long = "Integrated first conversation about debts, income, housing and everything else";
        let short = LABEL.fit(long, 300);
        assert!(short.ends_with('…') && long.starts_with(short.trim_end_matches('…')), "{short}");
        assert!(LABEL.width(&short) <= 300);
        assert!(LABEL.width(&short) > 240, "no more is left out than needed: {short}");
    }

    #[test]
    fn text_breaks_between_words() {
        let lines = LABEL.wrap("started within four weeks", 160, 3);
        assert_eq!(lines.join(" "), "started within four weeks");
        assert!(lines.len() > 1 && lines.iter().all(|line| LABEL.width(line) <= 160), "{lines:?}");
    }

    #[test]
    fn the_font_has_every_sign_that_is_shown() {
        for (sign, bold) in "±–…→×≤é€ë·−\u{a0}".chars().flat_map(|sign| [(sign, false), (sign, true)])
        {
            assert_ne!(Type { height: 24, bold }.font().glyph_id(sign).0, 0, "{sign}");
        }
    }
}
