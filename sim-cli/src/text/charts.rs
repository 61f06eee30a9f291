//! The words of pictures.

use sim_core::lang::Lang;

use sim_report::chart::Part;

texts! {
    waits_title: "How long do residents wait at each stage?", "Hoe lang wachten inwoners bij elke stap?";
    waits_description:
        "For each stage of the chain: bars for two quantiles of the wait, a dot for the mean with its 95 % confidence interval, and the share that started within a term.",
        "Voor elke stap van de keten: balken voor twee kwantielen van de wachttijd, een stip voor het gemiddelde met het 95 %-betrouwbaarheidsinterval, en het aandeel dat binnen een termijn begon.";
    mean_name_unknown: "mean; line: chance and not knowing", "gemiddelde; lijn: toeval en niet-weten";
    range_note: "± is by chance; in brackets what it may be because we do not know some numbers.",
        "± is door toeval; tussen haakjes wat het kan zijn omdat we sommige getallen niet weten.";
    flow_note_unknown:
        "Means per year over the measured time; ± is by chance, in brackets because we do not know. Residents still inside at the end are in no bar.",
        "Gemiddelden per jaar over de gemeten tijd; ± is door toeval, tussen haakjes omdat we het niet weten. Wie aan het eind nog in de keten is, staat in geen balk.";
    mean_name: "mean, with 95 % confidence interval", "gemiddelde, met 95 %-betrouwbaarheidsinterval";
    mean_of_waits: "mean", "gemiddelde";
    waits_of_starters:
        "Waits of residents whose help started; the share started within a term is of all who joined, so that leaving does not flatter it.",
        "Wachttijd van wie geholpen werd; het aandeel binnen de termijn is van wie bij de stap kwam, zodat afhaken het niet mooier maakt.";
    queues_title: "How many residents are waiting?", "Hoeveel inwoners wachten er?";
    queues_description:
        "For each stage of the chain the number of residents waiting over time: a line for the mean of the replications and a band in which 95 % of them lie.",
        "Voor elke stap van de keten het aantal wachtenden in de tijd: een lijn voor het gemiddelde van de herhalingen en een band waarin 95 % daarvan ligt.";
    queue_axis: "residents waiting", "wachtende inwoners";
    queue_line: "mean of the replications", "gemiddelde van de herhalingen";
    queue_band: "95 % of the replications", "95 % van de herhalingen";
    warm_up: "warm-up, not measured", "inloop, niet gemeten";
    flow_title: "Where do residents go on, and where do they drop out?", "Waar gaan inwoners verder, en waar haken zij af?";
    flow_description:
        "For each stage of the chain a bar of the residents per year who go on, get lost on the way, leave while waiting, leave during the stay or find no room; then a bar for each way of leaving the chain.",
        "Voor elke stap van de keten een balk met inwoners per jaar die verder gaan, onderweg kwijtraken, tijdens het wachten of onderweg afhaken of geen plek vinden; daaronder een balk voor elke manier waarop men de keten verlaat.";
    flow_axis: "residents per year", "inwoners per jaar";
    flow_join: "join", "komen bij de stap";
    flow_leave: "leave", "verlaten";
    per_stage: "What becomes of residents at each stage", "Wat er met inwoners gebeurt bij elke stap";
    leave_the_chain: "How residents leave the chain", "Hoe inwoners de keten verlaten";
    flow_note:
        "Means per year over the measured time; ± is half of the 95 % confidence interval. Residents still inside at the end are in no bar.",
        "Gemiddelden per jaar over de gemeten tijd; ± is het halve 95 %-betrouwbaarheidsinterval. Wie aan het eind nog in de keten is, staat in geen balk.";
}

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "jan"),
    ("Feb", "feb"),
    ("Mar", "mrt"),
    ("Apr", "apr"),
    ("May", "mei"),
    ("Jun", "jun"),
    ("Jul", "jul"),
    ("Aug", "aug"),
    ("Sep", "sep"),
    ("Oct", "okt"),
    ("Nov", "nov"),
    ("Dec", "dec"),
];

fn month_name(lang: Lang, month: i8) -> &'static str {
    let (en, nl) = MONTHS[(month - 1).clamp(0, 11) as usize];
    lang.pick(en, nl)
}

/// A month of a year.
pub(crate) fn month(lang: Lang, month: i8, year: i16) -> String {
    format!("{} {year}", month_name(lang, month))
}

/// A day of a month.
pub(crate) fn day(lang: Lang, day: i8, month: i8) -> String {
    format!("{day} {}", month_name(lang, month))
}

/// Which results a picture is one of.
pub(crate) fn run(lang: Lang, id: &str) -> String {
    lang.pick(format!("run {id}"), format!("run {id}"))
}

/// Title of the axis of waits.
pub(crate) fn wait_axis(lang: Lang, unit: &str) -> String {
    lang.pick(format!("wait ({unit})"), format!("wachttijd ({unit})"))
}

/// Name of a quantile of waits.
pub(crate) fn quantile(lang: Lang, percent: f64) -> String {
    if percent == 50.0 {
        return lang.pick("half waited at most (median)", "de helft wachtte hoogstens (mediaan)").to_owned();
    }
    let shown = sim_core::text::shortest(percent);
    let shown = lang.pick(shown.clone(), shown.replace('.', ","));
    lang.pick(format!("{shown} % waited at most (P{shown})"), format!("{shown} % wachtte hoogstens (P{shown})"))
}

/// Head of the column of shares.
pub(crate) fn started_within(lang: Lang, term: &str) -> String {
    lang.pick(format!("started within {term}"), format!("begonnen binnen {term}"))
}

/// Not all stages are shown.
pub(crate) fn longest_waits_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} stages with the longest mean wait, of {of}."),
        format!("De {shown} stappen met de langste gemiddelde wachttijd, van de {of}."),
    )
}

/// Not all stages are shown.
pub(crate) fn longest_queues_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} stages with the longest queues, of {of}."),
        format!("De {shown} stappen met de langste rijen, van de {of}."),
    )
}

/// Not all stages are shown.
pub(crate) fn largest_losses_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} stages where most residents are lost, of {of}."),
        format!("De {shown} stappen waar de meeste inwoners verloren gaan, van de {of}."),
    )
}

/// Not all ends are shown.
pub(crate) fn largest_ends_only(lang: Lang, shown: usize, of: usize) -> String {
    lang.pick(
        format!("The {shown} ways of leaving used most, of {of}."),
        format!("De {shown} meest voorkomende manieren van verlaten, van de {of}."),
    )
}

/// A term that waits are held against.
pub(crate) fn term(lang: Lang, term: &str) -> String {
    lang.pick(format!("term: {term}"), format!("termijn: {term}"))
}

/// The term is not on the axis.
pub(crate) fn beyond_axis(lang: Lang, term: &str) -> String {
    lang.pick(
        format!("The term of {term} is longer than the axis."),
        format!("De termijn van {term} is langer dan de as."),
    )
}

/// How to read the queues: averages over so many months, each panel on its own scale.
pub(crate) fn means_per_piece(lang: Lang, months: usize, several: bool) -> String {
    let mut note = match months {
        1 => lang.pick("Averages per month.", "Gemiddelden per maand."),
        3 => lang.pick("Averages per quarter.", "Gemiddelden per kwartaal."),
        _ => lang.pick("Averages per year.", "Gemiddelden per jaar."),
    }
    .to_owned();
    if several {
        note.push_str(lang.pick(" Every stage has a scale of its own.", " Elke stap heeft een eigen schaal."));
    }
    note
}

/// Name of a part of a bar.
pub(crate) fn part(lang: Lang, part: Part) -> &'static str {
    match part {
        Part::GoOn => lang.pick("finish and go on", "afgerond en verder"),
        Part::LostOnTheWay => lang.pick("finish, lost on the way to the next", "afgerond, onderweg kwijtgeraakt"),
        Part::LeftDuring => lang.pick("leave during the stay", "haken onderweg af"),
        Part::LeftWaiting => lang.pick("leave while waiting", "haken af tijdens wachten"),
        Part::SentElsewhere => lang.pick("refused, not reached or stopped", "afgewezen, niet bereikt of gestopt"),
        Part::TurnedAway => lang.pick("find no room", "vinden geen plek"),
        Part::Success => lang.pick("leave as intended", "verlaten de keten zoals bedoeld"),
        Part::OtherEnd => lang.pick("leave otherwise", "verlaten de keten anders"),
    }
}
