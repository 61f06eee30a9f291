//! Words of the pictures of a log.

use sim_core::lang::Lang;
use sim_mining::mine::traits::{Outcome, Respect};
use sim_report::chart::Verdict;
use sim_report::number::fixed;

texts! {
    begin: "begin", "begin";
    end: "last step so far", "laatste stap tot nu toe";
    times_in_cases: "{} times, in {} of cases", "{} keer, in {} van de zaken";
    waits_before: "mean wait before it {}", "wacht ervoor gemiddeld {}";
    map_title: "What follows what, and how long does it wait?", "Wat volgt op wat, en hoelang wordt ervoor gewacht?";
    map_description: "The activities of the log as boxes and arrows from top to bottom: how often each is done, in which share of cases and how long cases wait before it on average; arrows as thick as how often one directly follows the other.",
        "De activiteiten van het log als vakken en pijlen van boven naar beneden: hoe vaak elk wordt gedaan, in welk deel van de zaken en hoelang zaken ervoor gemiddeld wachten; pijlen zo dik als hoe vaak de een direct op de ander volgt.";
    arrow_name: "the thicker, the more often one follows the other", "hoe dikker, hoe vaker de een op de ander volgt";
    back_name: "back to something that usually comes earlier", "terug naar iets wat meestal eerder komt";
    folded: "{} activities of fewer cases are left out; what passes them is drawn past them.", "{} activiteiten van minder zaken zijn weggelaten; wat erdoorheen gaat, is erlangs getekend.";
    map_note: "In the order in which activities begin. What follows itself is not drawn.", "In de volgorde waarin activiteiten beginnen. Wat op zichzelf volgt, is niet getekend.";
    waits_title: "Where are cases handed over, and what do they wait for?", "Waar worden zaken overgedragen, en waarop wachten ze?";
    waits_description: "A bar for each pair between which cases are handed over: the mean wait in days, in parts by cause. The pairs at which most time is lost come first.",
        "Een balk voor elk paar waartussen zaken worden overgedragen: de gemiddelde wachttijd in dagen, in delen naar oorzaak. De paren waar de meeste tijd verloren gaat staan voorop.";
    waits_axis: "mean wait per handover (days)", "gemiddelde wachttijd per overdracht (dagen)";
    traits_title: "Which traits of cases go with short and long?", "Welke kenmerken van zaken gaan samen met kort en lang?";
    traits_description: "A row for each group of cases: the difference with all other cases in days, with its interval of 95 %.",
        "Een rij voor elke groep zaken: het verschil met alle andere zaken in dagen, met het interval van 95 %.";
    traits_axis: "difference with all other cases (days)", "verschil met alle andere zaken (dagen)";
    ends_title: "Which traits of cases go with how they end?", "Welke kenmerken van zaken gaan samen met hoe ze eindigen?";
    ends_description: "A row for each group of cases: the difference in shares with all other cases in points (hundredths), with its interval of 95 %.",
        "Een rij voor elke groep zaken: het verschil in aandelen met alle andere zaken in punten (honderdsten), met het interval van 95 %.";
    ends_axis: "difference with all other cases (points)", "verschil met alle andere zaken (punten)";
    interval: "95 % interval", "95 %-interval";
}

/// So many cases.
pub(crate) fn so_many_cases(lang: Lang, count: &str) -> String {
    lang.pick(format!("{count} cases"), format!("{count} zaken"))
}

/// How many activities are not on the map.
pub(crate) fn activities_left_out(lang: Lang, count: usize) -> String {
    lang.pick(
        format!("{count} activities that fewer cases go through are left out, with what follows them."),
        format!("{count} activiteiten waar minder zaken doorheen gaan zijn weggelaten, met wat erop volgt."),
    )
}

/// How many arrows are not on the map.
pub(crate) fn arrows_left_out(lang: Lang, count: usize) -> String {
    lang.pick(
        format!("{count} arrows that are seldom taken are not drawn."),
        format!("{count} pijlen die zelden voorkomen zijn niet getekend."),
    )
}

/// How often a handover was.
pub(crate) fn cell(lang: Lang, count: u64) -> String {
    fixed(count as f64, 0, lang)
}

/// Between whom.
pub(crate) fn handovers(lang: Lang, teams: bool) -> &'static str {
    if teams { lang.pick("between teams", "tussen teams") } else { lang.pick("between people", "tussen mensen") }
}

/// What is compared.
pub(crate) fn outcome(lang: Lang, outcome: Outcome, name: &dyn Fn(u32) -> String) -> String {
    match outcome {
        Outcome::Throughput => lang.pick("throughput", "doorlooptijd").to_owned(),
        Outcome::Handover => lang.pick("wait per handover", "wachttijd per overdracht").to_owned(),
        Outcome::Wait(from, to) => format!("{} → {}", name(from), name(to)),
        Outcome::Work(of) => lang.pick(format!("{}, begin to end", name(of)), format!("{}, begin tot eind", name(of))),
        Outcome::Reaches => lang.pick("gets there", "komt er").to_owned(),
        Outcome::DropsOut => lang.pick("drops out", "valt uit").to_owned(),
        Outcome::DropsOutAt(at) => {
            lang.pick(format!("drops out at {}", name(at)), format!("valt uit bij {}", name(at)))
        }
        Outcome::Ends(end) => lang.pick(format!("ends as {}", name(end)), format!("eindigt als {}", name(end))),
        Outcome::Again(of) => lang.pick(format!("{} again", name(of)), format!("{} opnieuw", name(of))),
    }
}

/// What may be claimed.
pub(crate) fn verdict(lang: Lang, verdict: Verdict, respect: Respect) -> &'static str {
    match (verdict, respect) {
        (Verdict::Better, Respect::Share) => lang.pick("fewer", "minder"),
        (Verdict::Worse, Respect::Share) => lang.pick("more", "meer"),
        (Verdict::Better, _) => lang.pick("shorter", "korter"),
        (Verdict::Worse, _) => lang.pick("longer", "langer"),
        _ => lang.pick("chance?", "toeval?"),
    }
}

/// Heads of the columns.
pub(crate) fn columns(lang: Lang) -> [&'static str; 3] {
    lang.pick(["difference", "cases", "claim"], ["verschil", "zaken", "oordeel"])
}
