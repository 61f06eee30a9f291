//! Words of the picture of ranks over rounds.

use sim_core::lang::Lang;
use sim_report::chart::RankLook;

texts! {
    description:
        "For each round a column with what helps most when it is relieved or done, best first, each with how much better the objective becomes; a line follows each from round to round, and a square marks what was applied before the next round.",
        "Voor elke ronde een kolom met wat het meest helpt als het wordt verlicht of gedaan, het beste eerst, elk met hoeveel beter het doel wordt; een lijn volgt elk van ronde tot ronde, en een vierkant staat bij wat voor de volgende ronde is toegepast.";
    nothing: "nothing is left that helps", "er is niets meer dat helpt";
    left: "no longer among the first", "niet meer bij de eerste";
    note: "Surely: at 5 % over all of a round together. ± is half of the 95 % confidence interval of each alone, on fresh replications of the same residents with the same luck. Each round ranks everything again, after what was applied before it.",
        "Zeker: bij 5 % over alles van een ronde samen. ± is het halve 95 %-betrouwbaarheidsinterval van elk alleen, op verse herhalingen van dezelfde inwoners met hetzelfde toeval. Elke ronde rangschikt alles opnieuw, na wat ervoor is toegepast.";
}

/// The question.
///
/// * `of_library` – interventions are ranked, not bottlenecks
pub(crate) fn title(lang: Lang, several: bool, of_library: bool) -> &'static str {
    match (several, of_library) {
        (false, false) => lang.pick("Which bottlenecks matter most?", "Welke knelpunten tellen het zwaarst?"),
        (true, false) => lang
            .pick("Which bottleneck comes first, round after round?", "Welk knelpunt staat vooraan, ronde na ronde?"),
        (false, true) => lang.pick("Which interventions help most?", "Welke interventies helpen het meest?"),
        (true, true) => lang.pick(
            "Which intervention helps most, round after round?",
            "Welke interventie helpt het meest, ronde na ronde?",
        ),
    }
}

/// Name of a round.
pub(crate) fn round(lang: Lang, number: usize) -> String {
    lang.pick(format!("Round {number}"), format!("Ronde {number}"))
}

/// What holds before anything of a round is applied.
pub(crate) fn waits(lang: Lang, wait: &str) -> String {
    lang.pick(format!("{wait} days of waiting in all"), format!("{wait} dagen wachten in totaal"))
}

/// What the numbers below the names are.
pub(crate) fn effect(lang: Lang, objective: &str) -> String {
    lang.pick(
        format!("Bold: how much better the objective becomes. Objective: {objective}."),
        format!("Vet: hoeveel beter het doel wordt. Doel: {objective}."),
    )
}

/// A look in words.
pub(crate) fn look(lang: Lang, look: RankLook) -> &'static str {
    match look {
        RankLook::Applied => lang.pick("applied before the next round", "toegepast voor de volgende ronde"),
        RankLook::Helps => lang.pick("surely helps", "helpt zeker"),
        RankLook::Unsure => lang.pick("cannot be told apart from nothing", "niet van niets te onderscheiden"),
    }
}
