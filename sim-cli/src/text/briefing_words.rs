//! What the words of a briefing mean, in plain words; the exact definitions stand in docs/model.md and docs/glossary.md.

use sim_core::lang::Lang;
use sim_core::observe::Measure;

/// Words that every briefing uses.
///
/// * `compared` – whether anything is compared
pub(crate) fn general(lang: Lang, compared: bool) -> Vec<(String, String)> {
    let mut all = vec![
        lang.pick(
            ("mean", "all waits added up, divided by how many there are; a few long waits pull it up"),
            (
                "gemiddelde",
                "alle wachttijden opgeteld, gedeeld door hoeveel het er zijn; een paar lange trekken het omhoog",
            ),
        ),
        lang.pick(
            ("median", "the middle one: half of the residents wait shorter, half longer"),
            ("mediaan", "de middelste: de helft van de inwoners wacht korter, de helft langer"),
        ),
        lang.pick(
            ("P90", "nine in ten wait at most so long, one in ten longer"),
            ("P90", "negen op de tien wachten hooguit zo lang, één op de tien langer"),
        ),
        lang.pick(
            ("replication", "one run of the whole chain with its own luck; the figures are averages over all of them"),
            (
                "herhaling",
                "de hele keten één keer doorgerekend met eigen toeval; de cijfers zijn gemiddelden over alle",
            ),
        ),
        lang.pick(
            (
                "95 % interval",
                "if all replications were done anew, the figure would lie in such an interval in 95 of 100 times",
            ),
            (
                "95 %-interval",
                "als alle herhalingen opnieuw werden gedaan, lag het cijfer 95 van de 100 keer in zo'n interval",
            ),
        ),
    ];
    if compared {
        all.push(lang.pick(
            (
                "not demonstrably",
                "it may be chance, seen over everything that was tested together; an effect is not ruled out",
            ),
            (
                "niet aantoonbaar",
                "het kan toeval zijn, gezien over alles wat samen is getoetst; een effect is niet uitgesloten",
            ),
        ));
        all.push(lang.pick(
            ("without, with", "the same residents with the same luck, without and with the change"),
            ("zonder, met", "dezelfde inwoners met hetzelfde toeval, zonder en met de verandering"),
        ));
    }
    all.into_iter().map(|(word, meaning)| (word.to_owned(), meaning.to_owned())).collect()
}

/// What a measure means; `None` for measures that no briefing shows.
///
/// * `lasting` – after this time without return success is lasting
/// * `follow_up` – how long residents are followed
pub(crate) fn measure(lang: Lang, measure: Measure, lasting: &str, follow_up: &str) -> Option<(String, String)> {
    let meaning = match measure {
        Measure::Arrivals => {
            lang.pick("residents who come into the chain, a year", "inwoners die in de keten komen, per jaar")
        }
        Measure::Wait => lang.pick(
            "from joining a stage until somebody begins to work there, in calendar time, of those whose work began",
            "van de komst bij een stap tot iemand daar aan de slag gaat, in kalendertijd, van wie aan de beurt kwam",
        ),
        Measure::Joined => lang.pick(
            "residents who come to a stage, a year; who comes twice counts twice",
            "inwoners die bij een stap komen, per jaar; wie twee keer komt, telt twee keer",
        ),
        Measure::Queue => {
            lang.pick("residents who wait at the same time, on average", "inwoners die tegelijk wachten, gemiddeld")
        }
        Measure::DroppedOut => lang.pick(
            "who left a stage before its end, of all whose stay there ended",
            "wie een stap voor het einde verliet, van iedereen die er klaar was of vertrok",
        ),
        Measure::NeedReach => lang.pick(
            "residents who come to a stage of help in a year, intake too, of all who are in need, those in help included",
            "inwoners die per jaar bij een stap van hulp komen, ook alleen voor een intake, van iedereen in nood, ook wie al hulp heeft",
        ),
        Measure::InView => {
            lang.pick("residents in the chain, of all who are in need", "inwoners in de keten, van iedereen in nood")
        }
        Measure::ReachOfSignalling => lang.pick(
            "cases with successful contact, of all cases that were opened on signals",
            "meldingen met geslaagd contact, van alle meldingen",
        ),
        Measure::Contacted => lang.pick(
            "people who were contacted, of all people who were reported",
            "mensen met wie contact was, van alle mensen die zijn gemeld",
        ),
        Measure::ReachStarted => lang.pick(
            "residents who start a phase in a year, of all who are in need",
            "inwoners die per jaar aan een fase beginnen, van iedereen in nood",
        ),
        Measure::ReachFinished => lang.pick(
            "residents who finish a phase in a year, of all who are in need",
            "inwoners die per jaar een fase afronden, van iedereen in nood",
        ),
        Measure::Returned => {
            return Some((
                name(lang, measure),
                lang.pick(
                    format!("who comes back within {lasting}, of those who left with success"),
                    format!("wie binnen {lasting} terugkomt, van wie met succes vertrok"),
                ),
            ));
        }
        Measure::Lasting => {
            return Some((
                name(lang, measure),
                lang.pick(
                    format!("who left with success and did not come back within {lasting}, of all who left"),
                    format!("wie met succes vertrok en niet binnen {lasting} terugkwam, van iedereen die vertrok"),
                ),
            ));
        }
        Measure::Outcome => {
            return Some((
                name(lang, measure),
                lang.pick(
                    format!("who left the chain through that end within {follow_up}, of all who came"),
                    format!("wie de keten binnen {follow_up} zo verliet, van iedereen die kwam"),
                ),
            ));
        }
        Measure::ClockKept => lang.pick(
            "cases that were in time, of the cases of which it is known",
            "gevallen die op tijd waren, van de gevallen waarvan dat bekend is",
        ),
        Measure::Utilisation => lang.pick(
            "hours worked, of all hours that people are there for residents",
            "gewerkte uren, van alle uren dat mensen er voor inwoners zijn",
        ),
        Measure::Cost => lang.pick(
            "what teams, activities and other spending cost, a year",
            "wat teams, activiteiten en andere uitgaven kosten, per jaar",
        ),
        _ => return None,
    };
    Some((name(lang, measure), meaning.to_owned()))
}

fn name(lang: Lang, measure: Measure) -> String {
    super::measures::measure(lang, measure).to_owned()
}
