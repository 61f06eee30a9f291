//! Texts about how far a simulation is from a log.

use sim_core::lang::Lang;
use sim_mining::learn::Kept;
use sim_mining::score::{Distance, Verdict};

use super::with_number;

/// Declares texts without parameters.
macro_rules! texts {
    ($($name:ident: $en:literal, $nl:literal;)*) => {
        $(pub(crate) fn $name(lang: Lang) -> &'static str { lang.pick($en, $nl) })*
    };
}

texts! {
    distance: "distance to the log", "afstand tot de log";
    simulated: "simulation", "doorrekening";
    halves: "two halves of the log", "twee helften van de log";
    past: "the past again", "het verleden opnieuw";
    nothing: "no case of which a moment is known, so there is nothing to compare with",
        "geen zaak waarvan een tijdstip bekend is; er is dus niets om mee te vergelijken";
}

/// What a distance is called.
pub(crate) fn name(lang: Lang, distance: Distance) -> &'static str {
    match distance {
        Distance::ThreeGram => lang.pick("order of the work, by three", "volgorde van het werk, per drie"),
        Distance::TwoGram => lang.pick("order of the work, by two", "volgorde van het werk, per twee"),
        Distance::AbsoluteEvent => {
            lang.pick("when work is done, by date (hours)", "wanneer er wordt gewerkt, op datum (uren)")
        }
        Distance::CircadianEvent => {
            lang.pick("at which hour of the weekday (hours)", "op welk uur van de weekdag (uren)")
        }
        Distance::RelativeEvent => lang.pick("how far into a case (hours)", "hoe ver in de zaak (uren)"),
        Distance::CycleTime => lang.pick("how long cases take (hours)", "hoelang zaken duren (uren)"),
        Distance::CaseArrival => lang.pick("when cases come (hours)", "wanneer zaken komen (uren)"),
        Distance::CircadianWorkforce => lang
            .pick("people at work by hour of the weekday (hours)", "mensen aan het werk per uur van de weekdag (uren)"),
        Distance::WorkInProgress => {
            lang.pick("cases under way, over time (hours)", "lopende zaken door de tijd (uren)")
        }
    }
}

/// What was simulated and held against what.
pub(crate) fn head(lang: Lang, file: &str, log: &str, runs: u32, cases: usize, seed: u64) -> String {
    match lang {
        Lang::En => format!(
            "{file} against {log}: {runs} runs of {cases} cases from the first moment of the log on, likely values, seed {seed}"
        ),
        Lang::Nl => format!(
            "{file} naast {log}: {runs} herhalingen van {cases} zaken vanaf het eerste tijdstip van de log, waarschijnlijke waarden, toevalsgetal {seed}"
        ),
    }
}

/// Which of the simulated cases are compared, and how far they are followed.
pub(crate) fn kept(lang: Lang, kept: Kept, asked: bool) -> String {
    let (en, nl) = match kept {
        Kept::ToTheEnd => {
            ("every simulated case is followed to its end", "elke doorgerekende zaak wordt gevolgd tot het einde")
        }
        Kept::AlsoOpen => (
            "what would happen after the last moment of the log is left out of the simulated one, and cases of which nothing has been done by then do not count",
            "wat er na het laatste tijdstip van de log zou gebeuren, blijft ook uit de doorgerekende, en zaken waarvoor dan nog niets is gedaan tellen niet mee",
        ),
        Kept::OnlyFinished => (
            "only simulated cases count that are over by the last moment of the log",
            "alleen doorgerekende zaken tellen mee die klaar zijn op het laatste tijdstip van de log",
        ),
    };
    let seen = match kept {
        Kept::ToTheEnd => lang.pick(
            "Cases in the log seem to be followed to their end",
            "Zaken in de log lijken te zijn gevolgd tot het einde",
        ),
        Kept::AlsoOpen => lang.pick(
            "The log has cases that were open when it was made",
            "De log heeft zaken die nog liepen toen hij werd gemaakt",
        ),
        Kept::OnlyFinished => lang.pick(
            "The log seems to have only cases that were over when it was made",
            "De log lijkt alleen zaken te hebben die klaar waren toen hij werd gemaakt",
        ),
    };
    let what = lang.pick(en, nl);
    match asked {
        true => format!("{}: {what}.", lang.pick("As asked", "Zoals gevraagd")),
        false => format!("{seen}: {what} (`--cases`)."),
    }
}

/// The same for programs.
pub(crate) fn kept_name(kept: Kept) -> &'static str {
    match kept {
        Kept::ToTheEnd => "to-the-end",
        Kept::AlsoOpen => "also-open",
        Kept::OnlyFinished => "only-finished",
    }
}

/// How to read the table.
pub(crate) fn legend(lang: Lang, with_past: bool) -> &'static str {
    match (lang, with_past) {
        (Lang::En, false) => {
            "Mean ± standard deviation; 0 is no difference. Two halves of the log differ by chance alone: less cannot be asked of any model, though a half has half of the cases."
        }
        (Lang::En, true) => {
            "Mean ± standard deviation; 0 is no difference. Two halves of the log differ by chance alone: less cannot be asked of any model, though a half has half of the cases. The past again: cases of the earlier log, moved in time, without any model."
        }
        (Lang::Nl, false) => {
            "Gemiddelde ± standaardafwijking; 0 is geen verschil. Twee helften van de log verschillen alleen door toeval: minder is van geen model te vragen, al heeft een helft maar de helft van de zaken."
        }
        (Lang::Nl, true) => {
            "Gemiddelde ± standaardafwijking; 0 is geen verschil. Twee helften van de log verschillen alleen door toeval: minder is van geen model te vragen, al heeft een helft maar de helft van de zaken. Het verleden opnieuw: zaken uit de eerdere log, verschoven in de tijd, zonder enig model."
        }
    }
}

/// What the distances say.
pub(crate) fn verdicts<'n>(lang: Lang, of: impl Fn(Verdict) -> Vec<&'n str>) -> String {
    let mut lines = Vec::new();
    let mut say = |verdict: Verdict, en: &str, nl: &str| {
        let names = of(verdict);
        if !names.is_empty() {
            lines.push(format!("{} {}.", lang.pick(en, nl), names.join("; ")));
        }
    };
    say(Verdict::AsChance, "As near as chance allows:", "Zo dichtbij als het toeval toelaat:");
    say(
        Verdict::AsPast,
        "Further than chance, but no further than the past itself was:",
        "Verder dan toeval, maar niet verder dan het verleden zelf:",
    );
    say(
        Verdict::Further,
        "Further away; here the simulation does not tell how it went:",
        "Verder weg; hier zegt de doorrekening niet hoe het ging:",
    );
    lines.join("\n")
}

/// What has changed since the earlier log.
pub(crate) fn drift(lang: Lang, past: &str, names: &[&str]) -> String {
    match (lang, names.is_empty()) {
        (Lang::En, true) => format!("Since {past} nothing has changed by more than chance."),
        (Lang::Nl, true) => format!("Sinds {past} is er niets veranderd wat meer is dan toeval."),
        (Lang::En, false) => format!(
            "Since {past} there has been a change, by more than chance, in: {}. What is learned from the past cannot know that.",
            names.join("; ")
        ),
        (Lang::Nl, false) => format!(
            "Sinds {past} is er meer dan toeval veranderd in: {}. Wat uit het verleden is geleerd, kan dat niet weten.",
            names.join("; ")
        ),
    }
}

/// Some runs brought fewer cases.
pub(crate) fn too_few(lang: Lang, runs: usize, of: u32) -> String {
    lang.pick(
        format!("In {runs} of {of} runs fewer cases came than the log has."),
        format!("In {runs} van de {of} herhalingen kwamen er minder zaken dan de log heeft."),
    )
}

/// Work of the log that was not over.
pub(crate) fn not_over(lang: Lang, pieces: usize) -> String {
    let sentence = lang.pick(
        "{} [piece|pieces] of work without an end in the log [is|are] not compared.",
        "{} keer werk zonder einde in de log telt niet mee.",
    );
    with_number(lang, sentence, pieces as u64)
}

/// Some cases had not ended.
pub(crate) fn unfinished(lang: Lang, cases: usize) -> String {
    lang.pick(
        format!("{cases} simulated cases, of all runs together, had not ended long after the log did; they count as far as they came."),
        format!("{cases} doorgerekende zaken, van alle herhalingen samen, waren lang na de log nog niet klaar; ze tellen mee voor zover ze kwamen."),
    )
}
