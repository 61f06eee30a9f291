//! Texts of `keten briefing` itself: what it reads and what it writes.

use std::path::Path;

use sim_core::lang::Lang;

texts! {
    of_run_or_compare: "these are no results of `keten run` or `keten compare`; a briefing is made of those, or of a scenario file",
        "dit zijn geen uitkomsten van `keten run` of `keten compare`; daarvan wordt een briefing gemaakt, of van een scenariobestand";
    of_figures: "these results hold a run against figures; make a briefing of the scenario itself",
        "deze uitkomsten leggen een doorrekening naast cijfers; maak een briefing van het scenario zelf";
    says_it_already: "results say themselves how they were simulated; leave out the other options, or give the scenario file",
        "uitkomsten zeggen zelf hoe ze zijn doorgerekend; laat de andere opties weg, of geef het scenariobestand";
    interrupted: "these results were interrupted, so there is no briefing of them; give the same command again, which goes on where it was",
        "deze uitkomsten zijn onderbroken, dus er is geen briefing van; geef dezelfde opdracht nog eens, die gaat verder waar ze was";
}

/// The file to write has a name from which no kind of file follows.
pub(crate) fn unknown_kind(lang: Lang, file: &Path) -> String {
    let file = file.display();
    lang.pick(
        format!("-o {file}: expected a name that ends in .html"),
        format!("-o {file}: verwacht een naam die eindigt op .html"),
    )
}

/// Results of another version.
pub(crate) fn other_version(lang: Lang, other: &str, this: &str) -> String {
    lang.pick(
        format!("these results are of version {other}, and this is {this}; a briefing is made by the version that simulated, so simulate again: the same command with --force"),
        format!("deze uitkomsten zijn van versie {other}, en dit is {this}; een briefing wordt gemaakt door de versie die heeft gerekend, dus reken opnieuw: dezelfde opdracht met --force"),
    )
}

/// A file of the folder is gone or is not the one that was written.
pub(crate) fn damaged(lang: Lang, file: &str, missing: bool) -> String {
    match missing {
        true => lang.pick(
            format!("{file} is not in the folder any more; simulate again: the same command with --force"),
            format!("{file} staat niet meer in de map; reken opnieuw: dezelfde opdracht met --force"),
        ),
        false => lang.pick(
            format!("{file} is not as it was written; put the file back, or simulate again: the same command with --force"),
            format!("{file} is niet meer zoals het is geschreven; zet het bestand terug, of reken opnieuw: dezelfde opdracht met --force"),
        ),
    }
}

/// A table comes out otherwise than it stands in the folder.
pub(crate) fn other_results(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("{file} does not come out as it stands in the folder, so these are results of another version; simulate again: the same command with --force"),
        format!("{file} komt er niet uit zoals het in de map staat, dus dit zijn uitkomsten van een andere versie; reken opnieuw: dezelfde opdracht met --force"),
    )
}

/// A briefing was written.
pub(crate) fn written(lang: Lang, file: &Path) -> String {
    lang.pick(format!("briefing written to {}", file.display()), format!("briefing geschreven naar {}", file.display()))
}
