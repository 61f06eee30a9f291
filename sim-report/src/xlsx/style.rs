//! How cells look. A spreadsheet shows numbers and days in the form of its reader's language by itself.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::Kind;
use crate::draw::Colour;

/// How numbers are shown, in the notation of files, which is the same in every language.
const NUMBERS: [&str; 9] = ["0", "0.0%", "0.00%", "0.000%", "#,##0", "#,##0.0", "#,##0.00", "0.0000", "0.00E+00"];

/// Formats of cells.
pub(super) struct Styles {
    /// The title of a sheet.
    pub(super) title: Format,
    /// A head within it.
    pub(super) heading: Format,
    /// The head of a column.
    pub(super) head: Format,
    /// Words on one line.
    pub(super) words: Format,
    /// Words that go on on the next line.
    pub(super) wrapped: Format,
    /// A sentence of the answer.
    pub(super) answer: Format,
    /// A remark, and where something comes from.
    pub(super) note: Format,
    /// Words of a table that stand at the right, such as a number with its interval.
    pub(super) right: Format,
    /// A link to another sheet.
    pub(super) link: Format,
    /// A day.
    pub(super) day: Format,
    /// Numbers, in the order of [`NUMBERS`].
    numbers: [Format; 9],
}

impl Styles {
    pub(super) fn new() -> Styles {
        let top = || Format::new().set_align(FormatAlign::Top);
        let wrapped = || top().set_text_wrap();
        let faint = colour(Colour::FAINT);
        Styles {
            title: Format::new().set_bold().set_font_size(16),
            heading: Format::new().set_bold().set_font_size(13).set_font_color(colour(Colour::BLUE)),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(colour(Colour::SHADE))
                .set_border_bottom(FormatBorder::Thin),
            words: top(),
            wrapped: wrapped(),
            answer: wrapped().set_font_size(12).set_background_color(Color::RGB(0xEA_F3FA)),
            note: wrapped().set_font_color(faint).set_italic(),
            right: wrapped().set_align(FormatAlign::Right),
            link: top().set_font_color(colour(Colour::BLUE)).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            // By its number a format of days follows the language of whoever reads.
            day: Format::new().set_num_format_index(14).set_align(FormatAlign::Left),
            numbers: NUMBERS.map(|shown| top().set_num_format(shown)),
        }
    }

    /// The format of a number.
    pub(super) fn number(&self, value: f64, kind: Kind) -> &Format {
        let size = value.abs();
        &self.numbers[match kind {
            Kind::Whole => 0,
            Kind::Share if size >= 0.1 || size == 0.0 => 1,
            Kind::Share if size >= 0.01 => 2,
            Kind::Share => 3,
            Kind::Amount if size >= 1000.0 => 4,
            Kind::Amount if size >= 100.0 => 5,
            Kind::Amount if size >= 1.0 || size == 0.0 => 6,
            Kind::Amount if size >= 0.01 => 7,
            Kind::Amount => 8,
        }]
    }
}

/// A colour as the spreadsheet has it.
pub(super) fn colour(Colour(red, green, blue): Colour) -> Color {
    Color::RGB(u32::from_be_bytes([0, red, green, blue]))
}
