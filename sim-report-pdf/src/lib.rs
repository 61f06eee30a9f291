//! Documents as tagged PDF: for paper and for the archive, and for who has it read aloud.
//!
//! ```text
//! Document ──sim-report──► Typst ──World──► pages ──typst-pdf──► PDF 1.7, PDF/UA-1 and PDF/A-2a
//! ```
//!
//! A crate of its own, because a typesetter is large: only who asks for the feature `pdf` of `keten` compiles it. It reads
//! nothing but the text it is given and the font of the program: no file, no network, no clock.

mod world;

use anyhow::{Result, anyhow};
use sim_report::document::Document;
use sim_report::typst as source;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::World;

/// Room for what stands in what stands in what, in bytes.
const STACK: usize = 16 << 20;

/// The PDF of a document; the same document gives the same bytes.
///
/// It keeps PDF/UA-1 (accessible), and PDF/A-2a (for archives) when the document has a date, without which that standard
/// cannot be kept.
///
/// # Errors
/// When the document cannot be set, or breaks a rule of these standards.
pub fn write(document: &Document) -> Result<Vec<u8>> {
    // On a thread of its own: the typesetter takes threads from rayon, and the one that asks may be of a pool that has ended.
    std::thread::scope(|scope| {
        let setting = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || set(document))?;
        setting.join().map_err(|_| anyhow!("the typesetter broke off"))?
    })
}

fn set(document: &Document) -> Result<Vec<u8>> {
    let world = World::of(source::write(document, world::has));
    let pages = typst::compile::<PagedDocument>(&world).output.map_err(|errors| failed(&errors))?;
    let standards: &[PdfStandard] = match document.date {
        Some(_) => &[PdfStandard::Ua_1, PdfStandard::A_2a],
        None => &[PdfStandard::Ua_1],
    };
    let options = PdfOptions {
        creator: Smart::Custom(Some(format!("keten {}", env!("CARGO_PKG_VERSION")))),
        standards: PdfStandards::new(standards).map_err(|error| anyhow!("{}", error.message()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|errors| failed(&errors))
}

fn failed(errors: &[SourceDiagnostic]) -> anyhow::Error {
    let each = errors.iter().map(|error| {
        let hints = error.hints.iter().map(|hint| format!(" ({})", hint.v));
        format!("{}{}", error.message, hints.collect::<String>())
    });
    anyhow!("{}", each.collect::<Vec<_>>().join("; "))
}
