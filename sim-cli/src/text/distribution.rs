//! Words of the picture of the distribution of waits.

use sim_core::lang::Lang;

texts! {
    title: "Who starts in time, and how long do the others wait?", "Wie begint op tijd, en hoe lang wachten de anderen?";
    description:
        "For each stage of the chain a curve of the share of all whose first wait ended whose help has started after so long, with the term as a line, the share in time as a dot with its 95 % confidence interval, and the share who leave while waiting as what is missing at the top.",
        "Voor elke stap van de keten een lijn: van iedereen die voor het eerst wachtte en daarmee klaar is, het aandeel bij wie de hulp na zo lang is begonnen, met de termijn als streep, het aandeel op tijd als stip met het 95 %-betrouwbaarheidsinterval, en wie afhaakt tijdens het wachten als wat bovenaan ontbreekt.";
    axis: "share whose help has started, by time waited", "aandeel van wie de hulp begonnen is, naar hoe lang men wachtte";
    in_time: "started in time", "op tijd begonnen";
    late: "started later", "later begonnen";
    never: "left while waiting", "afgehaakt tijdens het wachten";
    dot: "started in time, with 95 % confidence interval", "op tijd begonnen, met 95 %-betrouwbaarheidsinterval";
    note:
        "All replications together, of all whose first wait ended, in help or in leaving; the dot is of all who joined at least the term before the end. Each stage has a time axis of its own, which ends where all but 1 in 100 of those who start have started, or just past the term where that is near.",
        "Alle herhalingen samen, van wie de eerste keer wachten eindigde, in hulp of in afhaken; de stip is van wie er minstens de termijn voor het einde bij kwam. Elke stap heeft een eigen tijdas, die eindigt waar op 1 op de 100 na iedereen begonnen is die begint, of even na de termijn als die dichtbij ligt.";
}

/// Which percentiles have a dot.
pub(crate) fn quantiles(lang: Lang, percents: &str) -> String {
    lang.pick(format!("so many % of those who start: {percents}"), format!("zoveel % van wie begint: {percents}"))
}
