//! Texts of `keten briefing` itself: what it writes.

use std::path::Path;

use sim_core::lang::Lang;

texts! {
    takes_no_template: "--template is for -o FILE.docx and -o FILE.pptx",
        "--template hoort bij -o BESTAND.docx en -o BESTAND.pptx";
    no_pdf: "this program was built without PDF. Build it with `cargo build --release --features pdf -p sim-cli`; or write .typ and turn that into a PDF with `typst compile`; or write .html and print that from a browser",
        "dit programma is gebouwd zonder pdf. Bouw het met `cargo build --release --features pdf -p sim-cli`; of schrijf .typ en maak daar met `typst compile` een pdf van; of schrijf .html en druk die af vanuit een browser";
}

/// The file to write has a name from which no kind of file follows.
///
/// * `endings` – what is accepted
pub(crate) fn unknown_kind(lang: Lang, file: &Path, endings: &[String]) -> String {
    let file = file.display();
    let endings = super::one_of(lang, endings);
    lang.pick(
        format!("-o {file}: expected a name that ends in {endings}"),
        format!("-o {file}: verwacht een naam die eindigt op {endings}"),
    )
}

/// A briefing was written.
pub(crate) fn written(lang: Lang, file: &Path) -> String {
    lang.pick(format!("briefing written to {}", file.display()), format!("briefing geschreven naar {}", file.display()))
}
