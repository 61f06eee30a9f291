//! Texts about results of which something more is made: a briefing, a picture.

use sim_core::lang::Lang;

texts! {
    of_run_or_compare: "these are no results of `keten run` or `keten compare`; give results of one of those, or a scenario file",
        "dit zijn geen uitkomsten van `keten run` of `keten compare`; geef uitkomsten van een van die twee, of een scenariobestand";
    of_figures: "these results hold a run against figures; give the scenario itself",
        "deze uitkomsten leggen een doorrekening naast cijfers; geef het scenario zelf";
    says_it_already: "results say themselves how they were simulated; leave out the other options, or give the scenario file",
        "uitkomsten zeggen zelf hoe ze zijn doorgerekend; laat de andere opties weg, of geef het scenariobestand";
    interrupted: "these results were interrupted, so nothing was made of them; give the same command again, which goes on where it was",
        "deze uitkomsten zijn onderbroken, dus er is niets van gemaakt; geef dezelfde opdracht nog eens, die gaat verder waar ze was";
}

/// Results of another version.
pub(crate) fn other_version(lang: Lang, other: &str, this: &str) -> String {
    lang.pick(
        format!("these results are of version {other}, and this is {this}; only the version that simulated can make more of them, so simulate again: the same command with --force"),
        format!("deze uitkomsten zijn van versie {other}, en dit is {this}; alleen de versie die heeft gerekend kan er meer van maken, dus reken opnieuw: dezelfde opdracht met --force"),
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
