//! Words of the drawings of a chain.

use sim_core::lang::Lang;

texts! {
    arrivals: "Who comes", "Wie er komt";
    no_phase: "No phase", "Zonder fase";
    teams: "Teams", "Teams";
    ends: "How it ends", "Hoe het afloopt";
    clocks: "Terms", "Termijnen";
    spending: "What else is spent", "Wat verder wordt uitgegeven";
    once: "once", "eenmalig";
    every_year: "a year", "per jaar";
    work: "work", "werk";
    delay: "takes", "duurt";
    patience: "patience", "geduld";
    order: "queue", "volgorde";
    leaves: "leaves", "vertrekt";
    room_label: "room", "ruimte";
    full: "full", "vol";
    rest: "rest", "rest";
    success: "success", "geslaagd";
    statutory: "in law", "wettelijk";
    back: "back to", "terug naar";
    times_are_means: "times are averages", "tijden zijn gemiddelden";
    steps_more: "more steps", "stappen meer";
    together: "together", "tegelijk";
    note: "with", "met";
    refused: "refused", "geweigerd";
    too_few_agree: "too few agree", "te weinig akkoord";
}

/// When a run begins and how long it lasts.
pub(crate) fn period(lang: Lang, start: &str, horizon: &str, warm_up: &str) -> String {
    lang.pick(
        format!("from {start}, {horizon}, after {warm_up} of warm-up"),
        format!("vanaf {start}, {horizon}, na {warm_up} inloop"),
    )
}

/// From when a way is taken.
pub(crate) fn from(lang: Lang, day: &str) -> String {
    lang.pick(format!("from {day}"), format!("vanaf {day}"))
}

/// Until when a way is taken.
pub(crate) fn until(lang: Lang, day: &str) -> String {
    lang.pick(format!("until {day}"), format!("tot {day}"))
}

/// From when nobody joins a stage any more, and all go this way at once.
pub(crate) fn closed(lang: Lang, day: &str) -> String {
    lang.pick(
        format!("closed from {day}: all go here at once"),
        format!("dicht vanaf {day}: iedereen gaat meteen hierheen"),
    )
}

/// How many may wait.
pub(crate) fn room(lang: Lang, waiting: u32) -> String {
    lang.pick(format!("{waiting} may wait"), format!("{waiting} mogen wachten"))
}

/// How many may be there.
pub(crate) fn room_present(lang: Lang, present: u32) -> String {
    lang.pick(format!("{present} may be there"), format!("{present} mogen er zijn"))
}

/// Who finds it full stays where they are.
pub(crate) fn blocks(lang: Lang, keeps_worker: bool) -> &'static str {
    match keeps_worker {
        false => lang.pick(
            "whoever finds it full stays where they are until there is room",
            "wie het vol treft blijft waar hij is tot er ruimte is",
        ),
        true => lang.pick(
            "whoever finds it full stays where they are, with the worker, until there is room",
            "wie het vol treft blijft waar hij is, met de medewerker, tot er ruimte is",
        ),
    }
}

/// Who finds it full takes the room of another.
pub(crate) fn displaces(lang: Lang) -> &'static str {
    lang.pick(
        "whoever finds it full takes the room of the last of the lowest class",
        "wie het vol treft neemt de ruimte van de laatste van de laagste doelgroep",
    )
}

/// Who finds it full comes again.
pub(crate) fn retries(lang: Lang, time: &str) -> String {
    lang.pick(
        format!("whoever finds it full tries again after {time}"),
        format!("wie het vol treft probeert het opnieuw na {time}"),
    )
}

/// The worker stays taken on the way.
pub(crate) fn keeps_worker(lang: Lang) -> &'static str {
    lang.pick("the worker stays taken until then", "de medewerker blijft tot dan bezet")
}

/// No room for more.
pub(crate) fn full_at(lang: Lang, waiting: u32) -> String {
    lang.pick(format!("full at {waiting}"), format!("vol bij {waiting}"))
}

/// Lost on the way.
pub(crate) fn lost(lang: Lang, share: &str) -> String {
    lang.pick(format!("{share} lost"), format!("{share} raakt kwijt"))
}

/// Sent back as incomplete.
pub(crate) fn returned(lang: Lang, share: &str) -> String {
    lang.pick(format!("{share} sent back"), format!("{share} terug"))
}

/// Sent back as incomplete, with the rework.
pub(crate) fn returned_with(lang: Lang, share: &str, rework: &str) -> String {
    lang.pick(
        format!("{share} sent back as incomplete, rework {rework}"),
        format!("{share} terug als onvolledig, herstelwerk {rework}"),
    )
}

/// Time on the way.
pub(crate) fn on_the_way(lang: Lang, time: &str) -> String {
    lang.pick(format!("on the way {time}"), format!("onderweg {time}"))
}

/// A term of a clock.
pub(crate) fn within(lang: Lang, from: &str, to: &str, term: &str) -> String {
    lang.pick(format!("from {from} to {to} within {term}"), format!("van {from} tot {to} binnen {term}"))
}

/// Open by a calendar.
pub(crate) fn open(lang: Lang, calendar: &str) -> String {
    match calendar {
        "always" => lang.pick("never closed", "altijd open").to_owned(),
        "office" => lang.pick("open in office hours", "open op kantoortijd").to_owned(),
        name => lang.pick(format!("open by `{name}`"), format!("open volgens `{name}`")),
    }
}

/// What the picture is of, for who cannot see it.
pub(crate) fn description(lang: Lang, streams: usize, stages: usize, teams: usize, ends: usize) -> String {
    let number = |number: usize, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    match lang {
        Lang::En => format!(
            "Drawing of a chain: {}, {}, {}, {}. Arrows show where residents go, with their share.",
            number(streams, "stream of arrivals", "streams of arrivals"),
            number(stages, "stage", "stages"),
            number(teams, "team", "teams"),
            number(ends, "end", "ends"),
        ),
        Lang::Nl => format!(
            "Tekening van een keten: {}, {}, {}, {}. Pijlen tonen waar inwoners heen gaan, met hun aandeel.",
            number(streams, "stroom aanmeldingen", "stromen aanmeldingen"),
            number(stages, "stap", "stappen"),
            number(teams, "team", "teams"),
            number(ends, "einde", "eindes"),
        ),
    }
}

/// A format that goes with the drawing, or with the parameters, only.
pub(crate) fn format_does_not_fit(lang: Lang, found: &str, parameters: bool) -> String {
    let (what, accepted) = if parameters {
        (lang.pick("the parameters", "de parameters"), "table, csv, json")
    } else {
        (lang.pick("the drawing", "de tekening"), "text, svg, mermaid")
    };
    lang.pick(
        format!("--format {found}: not for {what}; accepted are {accepted}"),
        format!("--format {found}: niet voor {what}; mogelijk zijn {accepted}"),
    )
}

/// Where the stages join that a stage opens side by side.
pub(crate) fn join_of(lang: Lang, stage: &str) -> String {
    lang.pick(format!("{stage}, when all are finished"), format!("{stage}, als alles klaar is"))
}

/// The time of one reply.
pub(crate) fn reply_time(lang: Lang, time: &str) -> String {
    lang.pick(format!("each reply {time}"), format!("elk antwoord {time}"))
}

/// So many replies that take so long each.
pub(crate) fn replies(lang: Lang, number: &str, time: &str) -> String {
    lang.pick(format!("{number} replies of {time}"), format!("{number} antwoorden van {time}"))
}
