//! The words of a workbook itself, in both languages.

use sim_core::lang::Lang;

/// The language as files name it.
pub(super) fn code(lang: Lang) -> &'static str {
    lang.pick("en-GB", "nl-NL")
}

/// Name of the property that holds it.
pub(super) fn language(lang: Lang) -> &'static str {
    lang.pick("Language", "Taal")
}

/// Head of the list of sheets.
pub(super) fn contents(lang: Lang) -> &'static str {
    lang.pick("What stands on which sheet", "Wat staat op welk blad")
}

/// Back to the first sheet.
pub(super) fn back(lang: Lang) -> &'static str {
    lang.pick("Back to the first sheet", "Terug naar het eerste blad")
}

/// Head of the cells that feed a chart.
pub(super) fn numbers(lang: Lang) -> &'static str {
    lang.pick("The numbers of this chart", "De getallen van deze grafiek")
}

/// Where something comes from.
pub(super) fn source(lang: Lang, footer: &str) -> String {
    lang.pick(format!("Source: {footer}"), format!("Bron: {footer}"))
}

/// Name of the sheet of a picture. What has no name here is called as its file is.
///
/// * `name` – that of its file, such as `shift-arm-2`
pub(super) fn sheet(lang: Lang, name: &str) -> String {
    let (plain, number) = name.split_once("-arm-").map_or((name, None), |(plain, number)| (plain, Some(number)));
    let word = match plain {
        "map" => lang.pick("Map", "Kaart"),
        "waits" => lang.pick("Waits", "Wachttijden"),
        "queues" => lang.pick("Queues", "Wachtrijen"),
        "flow" => lang.pick("Flow", "Doorstroom"),
        "funnel" => lang.pick("Reach", "Bereik"),
        "effects" => lang.pick("Effects", "Effecten"),
        "shift" => lang.pick("Queue moves", "Wachtrij verschuift"),
        "distribution" => lang.pick("Spread of waits", "Spreiding wachttijden"),
        "workload" => lang.pick("Teams", "Teams"),
        "sankey" => lang.pick("Streams", "Stromen"),
        "gained" => lang.pick("Who gains", "Wie erop vooruitgaat"),
        "ranks" => lang.pick("Bottlenecks", "Knelpunten"),
        other => other,
    };
    let mut letters = word.chars();
    let word: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    number.map_or(word.clone(), |number| format!("{word} {number}"))
}

/// Heads of an interval: from, to, and how far it reaches down and up.
pub(super) fn interval(lang: Lang) -> [&'static str; 4] {
    lang.pick(
        ["from (95 %)", "to (95 %)", "down to that", "up to that"],
        ["van (95 %)", "tot (95 %)", "omlaag tot daar", "omhoog tot daar"],
    )
}

/// Head of a difference.
pub(super) fn difference(lang: Lang) -> &'static str {
    lang.pick("on the axis", "op de as")
}

/// Head of the column that names the stretches of time.
pub(super) fn from(lang: Lang) -> &'static str {
    lang.pick("from", "vanaf")
}

/// Day so many of the measured time.
pub(super) fn day(lang: Lang, day: f64) -> String {
    format!("{} {day:.0}", lang.pick("day", "dag"))
}

/// Bounds of a band, after the name of the band.
pub(super) fn bounds(lang: Lang, panel: &str) -> [String; 2] {
    [lang.pick("low", "laag"), lang.pick("high", "hoog")].map(|bound| format!("{panel}: {bound}"))
}

/// Head of the value of a row.
pub(super) fn after(lang: Lang) -> &'static str {
    lang.pick("after", "erna")
}

/// Axis of shares.
pub(super) fn share(lang: Lang) -> &'static str {
    lang.pick("share (%)", "aandeel (%)")
}

/// Axis of ranks.
pub(super) fn rank(lang: Lang) -> &'static str {
    lang.pick("rank (1 is first)", "plaats (1 is de eerste)")
}

/// Head of the rounds.
pub(super) fn round(lang: Lang) -> &'static str {
    lang.pick("round", "ronde")
}

/// A term that a picture is held against.
pub(super) fn reference(lang: Lang, term: &str) -> String {
    lang.pick(format!("The term to hold it against: {term}."), format!("De termijn om het naast te houden: {term}."))
}

/// What the lines of small charts are.
pub(super) fn lines(lang: Lang, line: &str, band: &str) -> String {
    lang.pick(format!("Line: {line}. Dashed: {band}."), format!("Lijn: {line}. Gestippeld: {band}."))
}

/// How curves are read.
pub(super) fn curves(lang: Lang) -> &'static str {
    lang.pick("Line: the share so far. Dashed: the term.", "Lijn: het aandeel tot dan. Gestippeld: de termijn.")
}
