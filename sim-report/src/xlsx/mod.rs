//! Writes a document and the tables behind it as a workbook: charts that the spreadsheet draws itself of cells beside them,
//! numbers as numbers.
//!
//! ```text
//! Document ──front──► the answer with the facts, and what stands on which sheet
//!   Section ──text──► a sheet with its sentences and tables
//!   Chart ──forms──► Picture (cells, and what is drawn of them) ──chart──► a sheet; what cannot be drawn: an image
//! Tidy ──────────────► a sheet with a filter above each column
//! ```
//!
//! The same document, tables and day give the same bytes.

mod chart;
mod forms;
mod front;
mod names;
mod picture;
mod style;
mod text;
mod tidy;
mod words;
mod write;

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Url, Workbook};

use crate::chart::Chart;
use crate::document::{Block, Document, Section};
use crate::draw::Colour;
use names::{Names, shortened};
use style::{Styles, colour};
pub use tidy::{Cell, Kind, Tidy};

/// A4.
const A4: u8 = 9;
/// Most of a header or footer of a page.
const LONGEST_FOOTER: usize = 200;

/// What stands on a sheet.
enum Sheet<'d> {
    Front,
    Section(&'d Section),
    Chart(&'d Chart),
    Table(&'d Tidy),
}

/// A workbook, as the bytes of its file.
///
/// * `day` – of the results: year, month, day
///
/// # Errors
/// When a chart cannot be drawn, or a sheet has more than it can hold.
pub fn write(document: &Document, tables: &[Tidy], day: Option<(u16, u8, u8)>) -> Result<Vec<u8>> {
    let sheets = sheets(document, tables);
    let mut names = Names::default();
    let named: Vec<(String, Sheet<'_>)> =
        sheets.into_iter().map(|sheet| (names.take(&sheet.name(document)), sheet)).collect();
    let styles = Styles::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(document, day)?);
    for (name, sheet) in &named {
        let page = book.add_worksheet();
        page.set_name(name)?;
        // For paper: as wide as the page, with a number on each.
        page.set_paper_size(A4).set_print_fit_to_pages(1, 0);
        let title = shortened(&document.title, LONGEST_FOOTER).replace('&', "&&");
        page.set_footer(format!("&L{title}&R&P / &N"));
        match sheet {
            Sheet::Front => front::put(page, document, &named, &styles)?,
            Sheet::Section(section) => text::put(page.set_landscape(), section, &styles)?,
            Sheet::Chart(one) => {
                page.set_tab_color(colour(Colour::BLUE)).set_screen_gridlines(false);
                chart::put(page, name, one, &styles)?;
            }
            Sheet::Table(table) => table.put(page.set_landscape().set_tab_color(colour(Colour::GREEN)), &styles)?,
        }
        if matches!(sheet, Sheet::Section(_) | Sheet::Chart(_)) {
            let back = Url::new(format!("internal:'{}'!A1", named[0].0.replace('\'', "''")));
            let back = back.set_text(words::back(document.lang));
            page.write_url_with_format(2, 0, back, &styles.link)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// The sheets in their order: the answer, then each section with its charts, then the tables.
fn sheets<'d>(document: &'d Document, tables: &'d [Tidy]) -> Vec<Sheet<'d>> {
    let mut all = vec![Sheet::Front];
    for (place, section) in document.sections.iter().enumerate() {
        if place > 0 && text::says_anything(section) {
            all.push(Sheet::Section(section));
        }
        all.extend(section.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) | Block::Played(chart, _) => Some(Sheet::Chart(chart)),
            _ => None,
        }));
    }
    all.extend(tables.iter().map(Sheet::Table));
    all
}

impl Sheet<'_> {
    fn name(&self, document: &Document) -> String {
        match self {
            Sheet::Front => document.sections.first().map_or(String::new(), |section| section.heading.clone()),
            Sheet::Section(section) => section.heading.clone(),
            Sheet::Chart(chart) => words::sheet(document.lang, &chart.name),
            Sheet::Table(table) => table.name.clone(),
        }
    }

    /// What stands on it, in a sentence.
    fn title(&self) -> &str {
        match self {
            Sheet::Front => "",
            Sheet::Section(section) => &section.heading,
            Sheet::Chart(chart) => &chart.title,
            Sheet::Table(table) => &table.title,
        }
    }
}

fn properties(document: &Document, day: Option<(u16, u8, u8)>) -> Result<DocProperties> {
    // Without a day of the results any will do, as long as it is always the same.
    let (year, month, day) = day.unwrap_or((2000, 1, 1));
    Ok(DocProperties::new()
        .set_title(&document.title)
        .set_subject(&document.subtitle)
        .set_author("keten")
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?)
        .set_custom_property(words::language(document.lang), words::code(document.lang)))
}
