//! Texts of `keten briefing` itself: what it writes.

use std::path::Path;

use sim_core::lang::Lang;

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
