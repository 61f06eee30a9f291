//! Results as people read them: charts as plain data, and the back-ends that draw them.
//!
//! ```text
//! Chart (words and numbers) ──draw──► Canvas (lines, bars, words) ──svg, png──► a file
//! Document (sentences, tables, charts) ──html──► a file that is read or printed
//!                                      ──typst──► the text of which a PDF is set
//!                                      ──office─► an organisation's own Word or PowerPoint file, filled
//!                                      ──xlsx──► a workbook with charts of its own
//! ```
//!
//! Nothing here knows how results are made: whoever has results says what a picture shows ([`chart`]), in a language.

pub mod chart;
mod columns;
pub mod document;
pub mod draw;
pub mod html;
pub mod layout;
pub mod number;
pub mod office;
pub mod typst;
pub mod xlsx;
