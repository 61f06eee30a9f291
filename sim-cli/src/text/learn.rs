//! Texts about a scenario that is learned from a log.

use std::path::Path;

use sim_core::lang::Lang;
use sim_mining::learn::{LearnError, LearnTold};
use sim_report::number::fixed;

use super::with_number;

/// Why nothing can be learned.
pub(crate) fn refused(lang: Lang, error: LearnError) -> String {
    match error {
        LearnError::NoCases => lang
            .pick(
                "no case of which a moment is known, so there is nothing to learn from",
                "geen zaak waarvan een tijdstip bekend is; er is dus niets om van te leren",
            )
            .to_owned(),
        LearnError::Years(year) => match lang {
            Lang::En => format!(
                "the log ends about {year}; a scenario begins between 1900 and 2499: look at the dates, or at `--dates`"
            ),
            Lang::Nl => format!(
                "het logboek eindigt omstreeks {year}; een scenario begint tussen 1900 en 2499: kijk naar de datums, of naar `--dates`"
            ),
        },
    }
}

/// What was learned cannot be run, which is a mistake of the program.
pub(crate) fn not_usable(lang: Lang) -> &'static str {
    lang.pick(
        "what was learned is no scenario that can be run; this is a mistake of the program",
        "wat is geleerd, is geen scenario dat kan worden doorgerekend; dit is een fout van het programma",
    )
}

/// What was learned, and from what.
pub(crate) fn told(lang: Lang, told: &LearnTold, output: Option<&Path>) -> String {
    let count = |number: usize| fixed(number as f64, 0, lang);
    let numbered = |(one, more): (&str, &str), number: usize| of(number, one, more, lang);
    let waits = count(told.outside_waits);
    let mut lines = vec![format!(
        "{} {}, {}, {}: {}, {}",
        lang.pick("learned from", "geleerd van"),
        numbered(lang.pick(("case", "cases"), ("zaak", "zaken")), told.cases),
        numbered(lang.pick(("piece of work", "pieces of work"), ("keer werk", "keer werk")), told.pieces),
        numbered(lang.pick(("activity", "activities"), ("activiteit", "activiteiten")), told.activities),
        numbered(lang.pick(("stage", "stages"), ("stap", "stappen")), told.stages),
        numbered(("team", "teams"), told.teams),
    )];
    let mut say = |en: String, nl: String| lines.push(format!("  {}", lang.pick(en, nl)));
    if told.several > 0 {
        say(
            "an activity is several stages where it matters what was done before: a remark in the file says after what".to_owned(),
            "een activiteit is meer dan één stap waar het ertoe doet wat eraan voorafging: een opmerking in het bestand zegt waarna"
                .to_owned(),
        );
    }
    if told.outside_waits > 0 {
        say(
            format!(
                "before {waits} stages something is waited for that neither a queue nor a closed door explains: a `delay`"
            ),
            format!(
                "voor {waits} stappen wordt gewacht op iets wat geen rij en geen dichte deur verklaart: een `delay`"
            ),
        );
    }
    people_and_ways(lang, told).into_iter().for_each(|(en, nl)| say(en, nl));
    if let Some(since) = &told.since {
        let recent = count(told.recent_cases);
        say(
            format!(
                "where cases go and what they wait for: from the {recent} cases since {since}; before that it went otherwise, by more than chance"
            ),
            format!(
                "waar zaken heen gaan en waarop ze wachten: van de {recent} zaken sinds {since}; daarvoor ging het anders, meer dan door toeval"
            ),
        );
    }
    if let Some(half_life) = told.half_life {
        let days = fixed(half_life, 0, lang);
        say(
            format!(
                "where cases go and what they wait for: a case counts half as much when {days} days have passed since; so it tells best how the log went on"
            ),
            format!(
                "waar zaken heen gaan en waarop ze wachten: een zaak telt half zo zwaar als er {days} dagen voorbij zijn; zo zegt zij het best hoe de log verderging"
            ),
        );
    }
    for found in &told.classes {
        let name = &found.name;
        let list = |parts: [(usize, &str, &str, &str); 4], and: &str| {
            let parts: Vec<String> = parts
                .iter()
                .filter(|(number, ..)| *number > 0)
                .map(|(number, what, one, more)| {
                    format!("{what} ({} {})", count(*number), if *number == 1 { one } else { more })
                })
                .collect();
            match parts.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, others)) => format!("{} {and} {last}", others.join(", ")),
                None => String::new(),
            }
        };
        let en = list(
            [
                (found.next, "where cases go", "stage", "stages"),
                (found.work, "how long work takes", "activity", "activities"),
                (found.delay, "how long is waited outside", "stage", "stages"),
                (found.leave, "how soon cases leave", "stage", "stages"),
            ],
            "and",
        );
        let nl = list(
            [
                (found.next, "waar zaken heen gaan", "stap", "stappen"),
                (found.work, "hoelang werk duurt", "activiteit", "activiteiten"),
                (found.delay, "hoelang buiten wordt gewacht", "stap", "stappen"),
                (found.leave, "hoe snel zaken vertrekken", "stap", "stappen"),
            ],
            "en",
        );
        say(
            format!("`{name}` matters by more than chance for {en}"),
            format!("`{name}` maakt meer uit dan toeval voor {nl}"),
        );
    }
    for (one, other, much, joined) in &told.together {
        let much = fixed(*much, 2, lang);
        match joined {
            true => say(
                format!(
                    "`{one}` and `{other}` go together (Cramér's V {much}), so they are one class of their combinations"
                ),
                format!(
                    "`{one}` en `{other}` gaan samen (Cramérs V {much}); daarom zijn ze één klasse van hun combinaties"
                ),
            ),
            false => say(
                format!(
                    "`{one}` and `{other}` go together (Cramér's V {much}), but the scenario draws them apart: it has combinations that the log has not"
                ),
                format!(
                    "`{one}` en `{other}` gaan samen (Cramérs V {much}), maar het scenario trekt ze los van elkaar: het heeft combinaties die de log niet heeft"
                ),
            ),
        }
    }
    let both = |en: &str, nl: &str, number: usize| {
        [(Lang::En, en), (Lang::Nl, nl)].map(|(of, text)| with_number(of, text, number as u64))
    };
    if told.there_before > 0 {
        let [en, nl] = both(
            "{} [case was|cases were] there before the log begins; nothing was learned from [it|them], because what came first is not known",
            "{} [zaak was|zaken waren] er al voor het begin van de log; daarvan is niets geleerd, omdat niet bekend is wat eraan voorafging",
            told.there_before,
        );
        say(en, nl);
    }
    if told.open_cases > 0 {
        let [en, nl] = both(
            "{} [case was|cases were] not over when the log was made",
            "{} [zaak was|zaken waren] nog niet klaar toen de log werd gemaakt",
            told.open_cases,
        );
        let [there, er] = match told.present == told.open_cases {
            true => both(
                "[it is|all are] there when the run begins",
                "die [is er|zijn er allemaal] als de doorrekening begint",
                told.present,
            ),
            false => both(
                "{} of them [is|are] there when the run begins (the others only waited for their end, or for several things at once)",
                "{} daarvan [is|zijn] er als de doorrekening begint (de andere wachtten alleen nog op hun einde, of op meer tegelijk)",
                told.present,
            ),
        };
        say(format!("{en}; {there}"), format!("{nl}; {er}"));
    }
    if told.only_finished {
        say(
            "the log has only finished cases: of the latest those that take long are missing, and arrivals were corrected for that".to_owned(),
            "de log heeft alleen afgeronde zaken: van de laatste ontbreken die lang duren, en de instroom is daarvoor gecorrigeerd".to_owned(),
        );
    }
    if !told.has_starts {
        say(
            "the log does not say when work began: work takes no time, and all time is waiting; fill in what work takes".to_owned(),
            "de log zegt niet wanneer werk begon: werk kost geen tijd, en alle tijd is wachten; vul in wat werk kost".to_owned(),
        );
    }
    if !told.has_resources {
        say(
            "the log does not say who worked: there are as many people as are needed; fill in how many there are"
                .to_owned(),
            "de log zegt niet wie er werkte: er zijn zoveel mensen als nodig; vul in hoeveel er zijn".to_owned(),
        );
    }
    if let Some(output) = output {
        let file = output.display();
        say(format!("written to {file}: `keten run {file}`"), format!("geschreven naar {file}: `keten run {file}`"));
    }
    lines.join("\n") + "\n"
}

/// How cases come and end, who leaves early, and what of teams is out of the ordinary.
fn people_and_ways(lang: Lang, told: &LearnTold) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    if told.batches > 0 {
        lines.push((
            format!(
                "cases come many at a time at fixed moments in {}: `batches`",
                of(told.batches, "stream", "streams", lang)
            ),
            format!(
                "zaken komen met veel tegelijk op vaste momenten in {}: `batches`",
                of(told.batches, "stroom", "stromen", lang)
            ),
        ));
    }
    if told.seasons > 0 {
        lines.push((
            format!(
                "more come in some months than in others in {}: `by_month`",
                of(told.seasons, "stream", "streams", lang)
            ),
            format!(
                "in de ene maand komen er meer dan in de andere in {}: `by_month`",
                of(told.seasons, "stroom", "stromen", lang)
            ),
        ));
    }
    if !told.ends.is_empty() {
        let good: Vec<String> =
            told.ends.iter().filter(|(_, success)| *success).map(|(name, _)| format!("`{name}`")).collect();
        let number = told.ends.len();
        let (en, nl) = match good.is_empty() {
            true => ("none of them counts as a success".to_owned(), "telt geen daarvan als geslaagd".to_owned()),
            false => {
                let good = good.join(", ");
                (format!("these count as a success: {good}"), format!("tellen als geslaagd: {good}"))
            }
        };
        lines.push((
            format!("{}; by their names {en}; look at `success`", of(number, "way of ending", "ways of ending", lang)),
            format!(
                "{}; naar de naam te oordelen {nl}; kijk `success` na",
                of(number, "manier van eindigen", "manieren van eindigen", lang)
            ),
        ));
    }
    if told.leaving > 0 {
        lines.push((
            format!("some leave early, at {}: `patience` or `leave`", of(told.leaving, "stage", "stages", lang)),
            format!(
                "sommigen vertrekken voortijdig, bij {}: `patience` of `leave`",
                of(told.leaving, "stap", "stappen", lang)
            ),
        ));
    }
    if told.part_timers > 0 {
        lines.push((
            format!(
                "somebody is there only in the first part of the day in {}: `fte`",
                of(told.part_timers, "team", "teams", lang)
            ),
            format!(
                "iemand is er alleen in het eerste deel van de dag in {}: `fte`",
                of(told.part_timers, "team", "teams", lang)
            ),
        ));
    }
    if told.sessions > 0 {
        lines.push((
            format!(
                "at a few moments of the week only: {}, as `clinic`",
                of(told.sessions, "activity", "activities", lang)
            ),
            format!(
                "alleen op enkele momenten in de week: {}, als `clinic`",
                of(told.sessions, "activiteit", "activiteiten", lang)
            ),
        ));
    }
    for (level, teams) in &told.first {
        let teams = of(*teams, "team", "teams", lang);
        lines.push((format!("`{level}` goes first in {teams}"), format!("`{level}` gaat voor in {teams}")));
    }
    lines
}

/// So many of something.
fn of(number: usize, one: &str, more: &str, lang: Lang) -> String {
    format!("{} {}", fixed(number as f64, 0, lang), if number == 1 { one } else { more })
}
