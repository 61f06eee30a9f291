//! Every text that a person reads on the screen, in English and Dutch.
//!
//! One function per text; both languages stand side by side, so a missing translation does not compile.

pub(crate) mod forecast;
pub(crate) mod theory;
pub(crate) mod verify;
pub(crate) mod waiting_list;

use sim_core::lang::Lang;
use sim_core::scenario::{End, Wording};

/// Declares texts without parameters.
macro_rules! texts {
    ($($name:ident: $en:literal, $nl:literal;)*) => {
        $(pub(crate) fn $name(lang: Lang) -> &'static str { lang.pick($en, $nl) })*
    };
}

pub(crate) mod against;
pub(crate) mod amounts;
pub(crate) mod animation;
pub(crate) mod arguments;
pub(crate) mod bottlenecks;
pub(crate) mod briefing;
pub(crate) mod briefing_file;
pub(crate) mod briefing_findings;
pub(crate) mod briefing_method;
pub(crate) mod briefing_words;
pub(crate) mod caseload;
pub(crate) mod cells;
pub(crate) mod chain_map;
pub(crate) mod changes;
pub(crate) mod chart;
pub(crate) mod charts;
pub(crate) mod compare;
pub(crate) mod distribution;
pub(crate) mod drawing;
pub(crate) mod effects;
pub(crate) mod files;
pub(crate) mod folder;
pub(crate) mod funnel;
pub(crate) mod gained;
pub(crate) mod interventions;
pub(crate) mod learn;
pub(crate) mod log;
pub(crate) mod log_peer;
pub(crate) mod log_told;
pub(crate) mod made;
pub(crate) mod measures;
pub(crate) mod mine;
pub(crate) mod mined_charts;
pub(crate) mod need;
pub(crate) mod notes;
pub(crate) mod parameters;
pub(crate) mod ranks;
pub(crate) mod reproduce;
pub(crate) mod sankey;
pub(crate) mod score;
pub(crate) mod story;
pub(crate) mod sweep;
pub(crate) mod tokens;
pub(crate) mod unknown;
pub(crate) mod values;
pub(crate) mod work;
pub(crate) mod workbook;
pub(crate) mod workload;

texts! {
    error: "error", "fout";
    warning: "warning", "waarschuwing";
    help: "help", "hulp";
    is_a_folder: "is a folder; give a scenario file", "is een map; geef een scenariobestand";
    stage: "stage", "stap";
    team: "team", "team";
    how_far: "how far residents come", "hoe ver inwoners komen";
    joined: "join", "kwam bij de stap";
    started: "start", "begonnen";
    finished_stage: "finish", "afgerond";
    arrival_to_start: "from arrival to start", "van aanmelding tot begin";
    class: "class", "doelgroep";
    period: "period", "periode";
    reach_start: "start here, of all who arrived", "begint hier, van wie zich bij de keten meldde";
    clock: "clock", "termijn";
    end: "how it ends", "hoe het afloopt";
    wait_until_work: "waiting until work starts", "wachten tot het werk begint";
    mean: "mean", "gemiddeld";
    median: "median", "mediaan";
    turned_away: "found no room", "vond geen plek";
    blocked: "blocked", "geblokkeerd";
    blocked_time: "time blocked", "tijd geblokkeerd";
    at_the_stage: "at the stage", "in deze stap";
    dropped_out: "dropped out here", "viel hier uit";
    queue: "waiting", "wachtend";
    utilisation: "utilisation", "bezettingsgraad";
    staffed: "staffed hours a year", "beschikbare uren per jaar";
    worked: "worked hours a year", "gewerkte uren per jaar";
    finished: "finish a year", "afgerond per jaar";
    leave_a_year: "leave a year", "vertrekken per jaar";
    time_in_stage: "time in stage", "doorlooptijd stap";
    kept: "kept", "gehaald";
    overrun: "overrun when breached", "overschrijding";
    undecided: "undecided", "onbeslist";
    share: "share", "aandeel";
    time_in_chain: "time from arrival", "tijd sinds aanmelding";
    completed_end: "completed", "voltooid";
    lost_end: "lost on the way", "onderweg kwijtgeraakt";
    still_inside: "still inside", "nog in de keten";
    one_year: "in one real year", "in een echt jaar";
    handover: "handover", "overdracht";
    handover_time: "handover time", "overdrachttijd";
    days: "days", "dagen";
    hours: "hours", "uur";
    minutes: "minutes", "minuten";
    done_progress: "replications", "herhalingen";
}

/// A file is too large to be a scenario.
pub(crate) fn file_too_large(lang: Lang, found: u64, most: u64) -> String {
    let (found, most) = (found >> 20, most >> 20);
    lang.pick(
        format!("the file has {found} MB; a scenario has at most {most} MB"),
        format!("het bestand is {found} MB; een scenario is hoogstens {most} MB"),
    )
}

/// A file is not text.
pub(crate) fn not_utf8(lang: Lang, line: usize) -> String {
    lang.pick(
        format!("line {line} is not UTF-8 text; save the file as UTF-8"),
        format!("regel {line} is geen UTF-8-tekst; bewaar het bestand als UTF-8"),
    )
}

/// `--set` without `=`.
pub(crate) fn set_needs_equals(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("--set {found}: expected PATH=VALUE, as in `--set teams.desk.workers=4`"),
        format!("--set {found}: verwacht PAD=WAARDE, zoals `--set teams.desk.workers=4`"),
    )
}

/// A scenario has errors.
pub(crate) fn cannot_be_used(lang: Lang, file: &str, errors: usize) -> String {
    lang.pick(
        format!("{file} cannot be simulated: {errors} {}", if errors == 1 { "error" } else { "errors" }),
        format!("{file} kan niet worden doorgerekend: {errors} {}", if errors == 1 { "fout" } else { "fouten" }),
    )
}

/// The line below the title of a run.
pub(crate) fn run_line(lang: Lang, file: &str, seed: u64, replications: u32, horizon: &str, warm_up: &str) -> String {
    lang.pick(
        match replications {
            1 => format!("{file}   seed {seed}   1 replication of {horizon} after {warm_up} of warm-up"),
            more => format!("{file}   seed {seed}   {more} replications of {horizon} after {warm_up} of warm-up"),
        },
        match replications {
            1 => format!("{file}   seed {seed}   1 herhaling van {horizon} na {warm_up} inloop"),
            more => format!("{file}   seed {seed}   {more} herhalingen van {horizon} na {warm_up} inloop"),
        },
    )
}

/// Share started within a term.
pub(crate) fn within(lang: Lang, term: &str) -> String {
    lang.pick(format!("within {term}"), format!("binnen {term}"))
}

/// What the columns of waits mean.
pub(crate) fn waits_note(lang: Lang) -> &'static str {
    lang.pick(
        "within: of all who joined, those who left included. mean, median, P90: of those who started. in one real year: 95 % of years.",
        "binnen: van wie bij de stap kwam, ook wie afhaakte. gemiddeld, mediaan, P90: van wie begon. in een echt jaar: 95 % van de jaren.",
    )
}

/// Name of an end on screen; the two that are built in have one name everywhere.
pub(crate) fn end_name(lang: Lang, end: &End) -> String {
    match (&end.title, end.name.as_str()) {
        (None, "completed") => completed_end(lang).to_owned(),
        (None, "lost") => lost_end(lang).to_owned(),
        (known, name) => title(known, name),
    }
}

/// A quantile.
pub(crate) fn quantile(lang: Lang, percent: f64) -> String {
    if percent == 50.0 { median(lang).to_owned() } else { format!("P{percent}") }
}

/// Residents followed.
pub(crate) fn followed(lang: Lang, follow_up: &str) -> String {
    lang.pick(
        format!("of residents who arrived at least {follow_up} before the end, {follow_up} after arrival"),
        format!("van wie minstens {follow_up} voor het eind kwam, {follow_up} na aanmelding"),
    )
}

/// An interval's meaning.
pub(crate) fn legend(lang: Lang) -> &'static str {
    lang.pick(
        "± is half of the 95 % confidence interval: what more replications would narrow.",
        "± is het halve 95 %-betrouwbaarheidsinterval: wat meer herhalingen kleiner maken.",
    )
}

/// A length of time in words.
pub(crate) fn span(lang: Lang, days: f64) -> String {
    let unit = |number: f64, one: &str, more: &str| {
        let shown = sim_core::text::shortest((number * 100.0).round() / 100.0);
        let shown = if lang == Lang::Nl { shown.replace('.', ",") } else { shown };
        format!("{shown} {}", if shown == "1" { one } else { more })
    };
    let whole = |number: f64| (number - number.round()).abs() < 1e-9;
    let years = days / sim_core::time::DAYS_PER_YEAR;
    let months = years * 12.0;
    if days >= 365.0 && whole(years) {
        unit(years, lang.pick("year", "jaar"), lang.pick("years", "jaar"))
    } else if days >= 28.0 && whole(months) {
        unit(months, lang.pick("month", "maand"), lang.pick("months", "maanden"))
    } else if days > 28.0 && whole(days / 7.0) {
        unit(days / 7.0, lang.pick("week", "week"), lang.pick("weeks", "weken"))
    } else if days >= 1.0 {
        unit(days, lang.pick("day", "dag"), lang.pick("days", "dagen"))
    } else if days == 0.0 {
        unit(0.0, lang.pick("day", "dag"), lang.pick("days", "dagen"))
    } else if days * 24.0 >= 1.0 - 1e-9 {
        unit(days * 24.0, lang.pick("hour", "uur"), lang.pick("hours", "uur"))
    } else {
        unit(days * 1440.0, lang.pick("minute", "minuut"), lang.pick("minutes", "minuten"))
    }
}

/// A seed that is no whole number.
pub(crate) fn not_a_seed(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("--seed {found}: expected a whole number from 0, or `random`"),
        format!("--seed {found}: verwacht een geheel getal vanaf 0, of `random`"),
    )
}

/// A number that must be at least 1.
pub(crate) fn at_least_one(lang: Lang) -> &'static str {
    lang.pick("expected a whole number, at least 1", "verwacht een geheel getal, minstens 1")
}

/// A precision that is not understood.
pub(crate) fn not_a_precision(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("--precision {found}: expected a measure and a half-width, as in \"wait:first_talk 5 %\" or \"wait:first_talk 1 day\""),
        format!("--precision {found}: verwacht een maat en een halve breedte, zoals \"wait:first_talk 5 %\" of \"wait:first_talk 1 dag\""),
    )
}

/// A file that must not be overwritten.
pub(crate) fn file_exists(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("{file} exists already; give another name, or --force to overwrite it"),
        format!("{file} bestaat al; geef een andere naam, of --force om het te overschrijven"),
    )
}

/// A scenario was written.
pub(crate) fn written(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("{file} written. Next: `keten check {file}`, `keten show {file}`, `keten run {file}`."),
        format!("{file} geschreven. Nu: `keten check {file}`, `keten show {file}`, `keten run {file}`."),
    )
}

/// A sentence with a number at `{}`; of words in brackets the first are those for one: `{} [case|cases]`.
pub(crate) fn with_number(lang: Lang, sentence: &str, number: u64) -> String {
    let sentence = sentence.replace("{}", &sim_report::number::fixed(number as f64, 0, lang));
    let mut parts = sentence.split('[');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (words, rest) = part.split_once(']').unwrap_or((part, ""));
        let (one, more) = words.split_once('|').unwrap_or((words, words));
        text.push_str(if number == 1 { one } else { more });
        text.push_str(rest);
    }
    text
}

/// Name on screen.
pub(crate) fn title(title: &Option<Wording>, name: &str) -> String {
    title.as_ref().map_or_else(|| name.replace('_', " "), |title| title.to_string())
}

/// What may be chosen, as in `.html, .xlsx or .pdf`.
pub(crate) fn one_of(lang: Lang, choices: &[String]) -> String {
    match choices {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.pick("or", "of")),
    }
}
