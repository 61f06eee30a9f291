//! The words of a workbook: names of its tables, heads of their columns, and what those mean.

use sim_core::experiment::DifferenceVerdict;
use sim_core::lang::Lang;
use sim_core::observe::Unit;

use super::compare::{verdict_name, verdict_word};

texts! {
    what: "what", "wat";
    word: "word", "woord";
    measure: "measure", "maat";
    statistic: "statistic", "statistiek";
    unit_word: "unit", "eenheid";
    in_the_model: "defined in docs/model.md, section 7", "beschreven in docs/model.md, paragraaf 7";
}

/// Name of the sheet of a table.
///
/// * `table` – the name of its file, without extension
pub(crate) fn name(lang: Lang, table: &str) -> &'static str {
    match table {
        "measures" => lang.pick("Measures", "Uitkomsten"),
        "differences" => lang.pick("Differences", "Verschillen"),
        "series" => lang.pick("By month", "Per maand"),
        "definitions" => lang.pick("Definitions", "Begrippen"),
        _ => lang.pick("Table", "Tabel"),
    }
}

/// What stands in a table.
pub(crate) fn title(lang: Lang, table: &str) -> &'static str {
    match table {
        "measures" => lang.pick(
            "Everything that was measured: a row for each number, with its 95 % interval (measures.csv)",
            "Alles wat is gemeten: een regel per getal, met het 95 %-interval (measures.csv)",
        ),
        "differences" => lang.pick(
            "Every difference with its interval and verdict (differences.csv)",
            "Elk verschil met interval en oordeel (differences.csv)",
        ),
        "series" => lang.pick(
            "Queues, residents present and people at work, month by month (series.csv)",
            "Wachtrijen, aanwezige inwoners en mensen aan het werk, maand voor maand (series.csv)",
        ),
        "definitions" => lang.pick(
            "What the words, measures and units of the tables mean",
            "Wat de woorden, maten en eenheden in de tabellen betekenen",
        ),
        _ => lang.pick(
            "Everything that was filled in, with its source and how sure that is: S in a source, D derived, A assumption",
            "Alles wat is ingevuld, met de bron en hoe zeker die is: S in een bron, D afgeleid, A aanname",
        ),
    }
}

/// Head of a column of a table of results.
pub(crate) fn head(lang: Lang, column: &str) -> &str {
    let (en, nl) = match column {
        "arm" => ("variant", "variant"),
        "measure" => ("measure", "maat"),
        "of" => ("of", "van"),
        "class" => ("class", "doelgroep"),
        "period" => ("period", "periode"),
        "statistic" => ("statistic", "statistiek"),
        "unit" => ("unit", "eenheid"),
        "value" => ("value", "waarde"),
        "lower" => ("from (95 %)", "van (95 %)"),
        "upper" => ("to (95 %)", "tot (95 %)"),
        "half_width" => ("half of the interval", "half interval"),
        "level" => ("level of the interval", "niveau van het interval"),
        "n" => ("replications or draws", "herhalingen of trekkingen"),
        "chance_half_width" => ("half interval by chance", "half interval door toeval"),
        "unknown_low" => ("from, by not knowing", "van, door niet-weten"),
        "unknown_high" => ("to, by not knowing", "tot, door niet-weten"),
        "before" => ("before", "zonder"),
        "before_lower" => ("before: from", "zonder: van"),
        "before_upper" => ("before: to", "zonder: tot"),
        "after" => ("after", "met"),
        "after_lower" => ("after: from", "met: van"),
        "after_upper" => ("after: to", "met: tot"),
        "difference" => ("difference", "verschil"),
        "p" => ("p", "p"),
        "adjusted_p" => ("corrected p", "gecorrigeerde p"),
        "verdict" => ("verdict", "oordeel"),
        "from" => ("from", "vanaf"),
        "until" => ("until", "tot"),
        "mean" => ("mean", "gemiddelde"),
        "low" => ("low (95 % of replications)", "laag (95 % van de herhalingen)"),
        "high" => ("high (95 % of replications)", "hoog (95 % van de herhalingen)"),
        other => (other, other),
    };
    lang.pick(en, nl)
}

/// People of a team at work, in the monthly series.
pub(crate) fn busy_people(lang: Lang, team: &str) -> String {
    lang.pick(format!("people at work, {team}"), format!("mensen aan het werk, {team}"))
}

/// A unit as tables have it, in words.
pub(crate) fn unit(lang: Lang, name: &str) -> &str {
    let nl = match name {
        "days" => "dagen",
        "share" => "aandeel",
        "residents/year" => "inwoners/jaar",
        "number/year" => "aantal/jaar",
        "residents" => "inwoners",
        "contacts/year" => "contacten/jaar",
        "hours/year" => "uren/jaar",
        "per resident" => "per inwoner",
        "clocks" => "termijnen",
        "euro/year" => "euro/jaar",
        "number" => "aantal",
        "places" => "plekken",
        other => other,
    };
    lang.pick(name, nl)
}

/// What a unit means.
pub(crate) fn unit_meaning(lang: Lang, unit: Unit) -> &'static str {
    match unit {
        Unit::Days => lang.pick("calendar days of 24 hours", "kalenderdagen van 24 uur"),
        Unit::Share => lang.pick("between 0 and 1; shown as a percentage", "tussen 0 en 1; getoond als percentage"),
        Unit::ResidentsPerYear => lang.pick("residents a year of 365.25 days", "inwoners per jaar van 365,25 dagen"),
        Unit::NumberPerYear => lang.pick("times a year of 365.25 days", "keer per jaar van 365,25 dagen"),
        Unit::ContactsPerYear => lang.pick("contacts a year of 365.25 days", "contacten per jaar van 365,25 dagen"),
        Unit::HoursPerYear => lang.pick("hours a year of 365.25 days", "uren per jaar van 365,25 dagen"),
        Unit::Residents => lang.pick("residents at a time", "inwoners tegelijk"),
        Unit::PerResident => lang.pick("number for each resident", "aantal per inwoner"),
        Unit::Clocks => lang.pick("terms, per replication", "termijnen, per herhaling"),
        Unit::Euro => lang.pick("euro", "euro"),
        Unit::EuroPerYear => lang.pick("euro a year of 365.25 days", "euro per jaar van 365,25 dagen"),
        Unit::Number => lang.pick("a number of whatever is counted", "een aantal van wat wordt geteld"),
        Unit::Places => lang.pick("places of a team", "plekken van een team"),
    }
}

/// What is said of measures, as tables name it: in both languages.
pub(crate) const STATISTICS: [(&str, (&str, &str)); 9] = [
    ("mean", ("mean of residents, or average over time", "gemiddelde van inwoners, of over de tijd")),
    ("p50, p90, …", ("at most so much in 50 %, 90 % of cases", "hooguit zoveel in 50 %, 90 % van de gevallen")),
    ("share", ("share of residents", "aandeel van de inwoners")),
    ("share_positive", ("share of waits longer than nothing", "aandeel wachttijden langer dan niets")),
    ("within …", ("share within a term", "aandeel binnen een termijn")),
    ("over …", ("share over a term", "aandeel langer dan een termijn")),
    ("per_year", ("number a year", "aantal per jaar")),
    ("count", ("number per replication", "aantal per herhaling")),
    ("one_year", ("the range in which one real year will lie", "de grenzen waartussen één echt jaar zal liggen")),
];

/// A verdict as tables have it, in words.
pub(crate) fn verdict(lang: Lang, word: &str) -> &str {
    let all = [
        DifferenceVerdict::Unchanged,
        DifferenceVerdict::Better,
        DifferenceVerdict::Worse,
        DifferenceVerdict::More,
        DifferenceVerdict::Less,
        DifferenceVerdict::CannotTell,
        DifferenceVerdict::TooFew,
        DifferenceVerdict::OnlyHere,
    ];
    let known = all.into_iter().find(|verdict| verdict_word(*verdict) == word);
    known.map_or(word, |verdict| verdict_name(lang, verdict))
}

/// Heads of the table of definitions.
pub(crate) fn definition_heads(lang: Lang) -> [&'static str; 5] {
    lang.pick(
        ["sort", "name in the tables", "in words", "unit", "meaning"],
        ["soort", "naam in de tabellen", "in woorden", "eenheid", "betekenis"],
    )
}

/// Heads of the table of parameters.
pub(crate) fn parameter_heads(lang: Lang) -> [&'static str; 5] {
    lang.pick(
        ["parameter", "value", "mark", "source or remark", "line of the file"],
        ["parameter", "waarde", "merk", "bron of opmerking", "regel in het bestand"],
    )
}
