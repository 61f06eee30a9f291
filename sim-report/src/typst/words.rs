//! The words of the paper itself, in both languages.

use sim_core::lang::Lang;

/// A language as Typst names it.
pub(super) fn code(lang: Lang) -> &'static str {
    lang.pick("en", "nl")
}

/// Head of the contents.
pub(super) fn contents(lang: Lang) -> &'static str {
    lang.pick("Contents", "Inhoud")
}
