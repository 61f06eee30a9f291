//! What is said of numbers that are not known.

use sim_core::lang::Lang;

use crate::number::fixed;

/// Draws from which the ranges hold 95 % of what may be.
const ENOUGH_DRAWS: u32 = 39;

/// So many numbers in words.
fn numbers_in_words(lang: Lang, numbers: usize) -> String {
    match (lang, numbers) {
        (Lang::En, 1) => "1 unknown number".to_owned(),
        (Lang::En, more) => format!("{more} unknown numbers"),
        (Lang::Nl, 1) => "1 onbekend getal".to_owned(),
        (Lang::Nl, more) => format!("{more} onbekende getallen"),
    }
}

/// How many there are, how often they were drawn, and how to do without.
pub(crate) fn line(lang: Lang, numbers: usize, draws: u32, each: u32) -> String {
    let numbers = numbers_in_words(lang, numbers);
    lang.pick(
        format!(
            "{numbers}: {draws} draw{} of {each} replications each; `--likely` runs the likely values.",
            if draws == 1 { "" } else { "s" },
        ),
        format!(
            "{numbers}: {draws} trekking{} van elk {each} herhalingen; `--likely` rekent met de waarschijnlijke waarden.",
            if draws == 1 { "" } else { "en" },
        ),
    )
}

/// That they were taken as if they were known.
pub(crate) fn likely(lang: Lang, numbers: usize) -> String {
    let numbers = numbers_in_words(lang, numbers);
    lang.pick(
        format!("{numbers} at their likely values (`--likely`)."),
        format!("{numbers} met de waarschijnlijke waarde (`--likely`)."),
    )
}

/// What the parts of a number mean.
pub(crate) fn both(lang: Lang) -> &'static str {
    lang.pick(
        "± is half of the 95 % confidence interval; it holds both chance and what we do not know.",
        "± is het halve 95%-betrouwbaarheidsinterval; daar zit zowel toeval in als wat we niet weten.",
    )
}

/// What a number with its half-width and range means.
pub(crate) fn legend(lang: Lang, draws: u32) -> String {
    if draws < 2 {
        return lang
            .pick(
                "one draw: what is chance and what is not knowing cannot be told apart; give more `--replications`.",
                "één trekking: wat toeval is en wat niet-weten is niet te scheiden; geef meer `--replications`.",
            )
            .to_owned();
    }
    let legend = lang.pick(
        "31 ± 1 (20–50) is: 31, ± 1 by chance (what more replications narrow), 20–50 because we do not know (what only data narrow).\n\
         The first columns of a table show such ranges; `--format csv` gives all of them.",
        "31 ± 1 (20–50) is: 31, ± 1 door toeval (wat meer herhalingen kleiner maken), 20–50 omdat we het niet weten (wat alleen gegevens kleiner maken).\n\
         De eerste kolommen van een tabel laten zulke marges zien; `--format csv` geeft ze allemaal.",
    );
    if draws >= ENOUGH_DRAWS {
        return legend.to_owned();
    }
    let inside = fixed(100.0 * f64::from(draws - 1) / f64::from(draws + 1), 0, lang);
    let needed = ENOUGH_DRAWS;
    let note = lang.pick(
        format!("With {draws} draws the ranges hold {inside} % of what may be; from {needed} draws on 95 %."),
        format!("Bij {draws} trekkingen bevatten de marges {inside} % van wat kan; vanaf {needed} trekkingen 95 %."),
    );
    format!("{legend}\n{note}")
}
