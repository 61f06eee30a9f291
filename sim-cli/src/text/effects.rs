//! Words of the pictures of scenarios side by side.

use sim_core::lang::Lang;
use sim_report::chart::Verdict;

texts! {
    all_title: "What changes, compared with the base?", "Wat verandert er, vergeleken met de basis?";
    effects_description:
        "For each of the most important measures its value in the base and after, the difference with its 95 % confidence interval on a line through zero, and whether that is better, worse or cannot be told apart from chance.",
        "Voor elk van de belangrijkste maten de waarde in de basis en daarna, het verschil met het 95 %-betrouwbaarheidsinterval op een lijn door nul, en of dat beter, slechter of niet van toeval te onderscheiden is.";
    effects_axis: "difference, in % of the base", "verschil, in % van de basis";
    before_after: "base → after", "basis → daarna";
    difference: "difference", "verschil";
    verdict: "verdict", "oordeel";
    interval: "95 % confidence interval", "95 %-betrouwbaarheidsinterval";
    corrected:
        "The verdict allows for everything that is compared at once, the line for its own row alone; so a line may lie off zero while the verdict is that it cannot be told apart.",
        "Het oordeel houdt rekening met alles wat tegelijk wordt vergeleken, de lijn alleen met de eigen rij; een lijn kan dus naast nul liggen terwijl het oordeel is: niet te onderscheiden.";
    beyond: "An arrow at the edge: the difference lies beyond the axis.", "Een pijl aan de rand: het verschil valt buiten de as.";
    unknown_too: "The interval is both chance and not knowing some numbers.",
        "Het interval is zowel toeval als het niet weten van sommige getallen.";
    shift_title: "Where does the queue go?", "Waar blijft de wachtrij?";
    shift_description:
        "For each stage of the chain the residents waiting on average in the base and after, with the 95 % confidence interval of the shift, the stage whose queue grows most first, and the mean wait.",
        "Voor elke stap van de keten het gemiddelde aantal wachtenden in de basis en daarna, met het 95 %-betrouwbaarheidsinterval van de verschuiving, de stap waar de rij het meest groeit eerst, en de gemiddelde wachttijd.";
    shift_axis: "residents waiting, on average over time", "wachtende inwoners, gemiddeld over de tijd";
    shift_before: "in the base", "in de basis";
    shift_interval: "95 % confidence interval of the shift", "95 %-betrouwbaarheidsinterval van de verschuiving";
    waiting: "waiting", "wachtend";
    mean_wait: "mean wait", "gemiddelde wachttijd";
    shift_note: "The stage whose queue grows most first; the verdict is about the queue.",
        "De stap waar de rij het meest groeit eerst; het oordeel gaat over de rij.";
}

/// Title of the effects of one arm.
pub(crate) fn title(lang: Lang, arm: &str) -> String {
    lang.pick(format!("What changes? {arm}"), format!("Wat verandert er? {arm}"))
}

/// Title of where the queue goes in one arm.
pub(crate) fn shift_title_of(lang: Lang, arm: &str) -> String {
    format!("{} {arm}", shift_title(lang))
}

/// The shape of a verdict in words.
pub(crate) fn shape(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => lang.pick("better", "beter"),
        Verdict::Worse => lang.pick("worse", "slechter"),
        Verdict::Other => {
            lang.pick("more or less, neither is better by itself", "meer of minder, op zichzelf niet beter of slechter")
        }
        Verdict::CannotTell => lang.pick("cannot be told apart from chance", "niet van toeval te onderscheiden"),
        Verdict::Unchanged => lang.pick("unchanged", "onveranderd"),
    }
}

/// Not all stages are shown.
pub(crate) fn largest_shifts_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} stages whose queue changes most, of {of}."),
        format!("De {shown} stappen waarvan de rij het meest verandert, van de {of}."),
    )
}

/// Stages whose queue is the same in every replication.
pub(crate) fn unchanged_queues(lang: Lang, number: usize) -> String {
    match number {
        1 => lang
            .pick(
                "One stage has the same queue in every replication.",
                "Eén stap heeft in elke herhaling dezelfde rij.",
            )
            .to_owned(),
        more => lang.pick(
            format!("{more} stages have the same queue in every replication."),
            format!("{more} stappen hebben in elke herhaling dezelfde rij."),
        ),
    }
}
