//! The words of the page itself, in both languages.

use sim_core::lang::Lang;

/// A language as HTML names it.
pub(super) fn code(lang: Lang) -> &'static str {
    lang.pick("en", "nl")
}

/// Goes past header and contents.
pub(super) fn skip(lang: Lang) -> &'static str {
    lang.pick("Skip to the text", "Naar de tekst")
}

/// Head of the contents.
pub(super) fn contents(lang: Lang) -> &'static str {
    lang.pick("Contents", "Inhoud")
}

/// A language by its own name.
pub(super) fn language(lang: Lang) -> &'static str {
    lang.pick("Read in English", "Lees in het Nederlands")
}

/// What the file is.
pub(super) fn on_its_own(lang: Lang) -> &'static str {
    lang.pick(
        "This file stands on its own: it asks nothing of the internet and can be kept and sent as it is.",
        "Dit bestand staat op zichzelf: het vraagt niets van het internet en kan zo worden bewaard en verstuurd.",
    )
}

/// Back to the top.
pub(super) fn to_top(lang: Lang) -> &'static str {
    lang.pick("Back to the top", "Terug naar boven")
}

/// What a chart is called when it gets the focus.
pub(super) fn chart(lang: Lang, title: &str) -> String {
    lang.pick(format!("Chart: {title}"), format!("Grafiek: {title}"))
}

/// How the keys walk along the marks.
pub(super) fn walk(lang: Lang) -> &'static str {
    lang.pick("The arrow keys walk along the numbers.", "De pijltjestoetsen lopen langs de getallen.")
}

/// Opens the numbers of a chart.
pub(super) fn numbers(lang: Lang) -> &'static str {
    lang.pick("The numbers of this chart", "De getallen van deze grafiek")
}

/// Caption of these numbers.
pub(super) fn numbers_of(lang: Lang, title: &str) -> String {
    lang.pick(format!("Numbers: {title}"), format!("Getallen: {title}"))
}
