//! The first sheet: what was asked, the answer, the facts, and what stands on which sheet.

use anyhow::Result;
use rust_xlsxwriter::{Url, Worksheet};

use super::style::Styles;
use super::{Sheet, text, words, write};
use crate::document::{Block, Document};

/// Widths of the columns, in letters: names, and what is said of them.
const NAMES: f64 = 32.0;
const SAID: f64 = 84.0;
/// Both columns, and how wide they are. The answer stands in larger letters.
const BOTH: (u16, f64) = (2, 104.0);

pub(super) fn put(
    sheet: &mut Worksheet,
    document: &Document,
    sheets: &[(String, Sheet<'_>)],
    styles: &Styles,
) -> Result<()> {
    sheet.set_column_width(0, NAMES)?.set_column_width(1, SAID)?.set_screen_gridlines(false);
    write::words(sheet, (0, 0), &document.title, &styles.title)?;
    let mut row = text::merged(sheet, 1, BOTH, &document.subtitle, &styles.wrapped)? + 1;
    for block in document.sections.first().map_or(&[][..], |section| &section.blocks) {
        row = match block {
            Block::Answer(texts) => {
                let texts = texts.iter();
                texts
                    .map(|text| text.plain())
                    .try_fold(row, |row, said| text::merged(sheet, row, BOTH, &said, &styles.answer))?
                    + 1
            }
            Block::List(texts) => {
                let texts = texts.iter().map(|text| format!("• {}", text.plain()));
                texts.into_iter().try_fold(row, |row, said| text::merged(sheet, row, BOTH, &said, &styles.wrapped))? + 1
            }
            Block::Paragraph(said) => text::merged(sheet, row, BOTH, &said.plain(), &styles.wrapped)? + 1,
            Block::Note(said) => text::merged(sheet, row, BOTH, &said.plain(), &styles.note)? + 1,
            Block::Heading(heading) => {
                write::words(sheet, (row, 0), heading, &styles.heading)?;
                row + 1
            }
            Block::Table(table) => {
                text::table(sheet, row, table, |column| if column == 0 { NAMES } else { SAID }, styles)? + 1
            }
            Block::Chart(_) | Block::Played(..) => row,
        };
    }
    for fact in &document.facts {
        write::words(sheet, (row, 0), &fact.name, &styles.words)?;
        let value = fact.value.plain();
        write::words(sheet, (row, 1), &value, &styles.wrapped)?;
        write::height(sheet, row, std::iter::once((value.as_str(), SAID)))?;
        row += 1;
    }
    row += 1;
    write::words(sheet, (row, 0), words::contents(document.lang), &styles.heading)?;
    for (name, of) in sheets.iter().skip(1) {
        row += 1;
        let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
        sheet.write_url_with_format(row, 0, link, &styles.link)?;
        write::words(sheet, (row, 1), of.title(), &styles.wrapped)?;
        write::height(sheet, row, std::iter::once((of.title(), SAID)))?;
    }
    Ok(())
}
