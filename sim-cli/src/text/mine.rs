//! Texts about what a log shows.

use sim_core::lang::Lang;
use sim_mining::mine::days;
use sim_mining::mine::ending::By;
use sim_mining::mine::handovers::Unit;
use sim_mining::mine::traits::{FEWEST, Group, Outcome, Respect, Skipped};
use sim_mining::mine::waits::Listed;
use sim_report::number::fixed;

texts! {
    activity: "activity", "activiteit";
    times: "times", "keer";
    cases: "cases", "zaken";
    of_cases: "of cases", "van de zaken";
    begins: "begins", "begint ermee";
    ends_with: "ends with", "eindigt ermee";
    median_work: "median work", "mediaan werk";
    again: "again", "opnieuw";
    from_to: "from → to", "van → naar";
    median: "median", "mediaan";
    mean: "mean", "gemiddeld";
    all: "all", "alle";
    resource: "who", "wie";
    worked: "at work", "aan het werk";
    duty: "hours a week", "uren per week";
    busy: "busy", "bezet";
    only_ends: "Only ends are known, so a wait runs from end to end and holds the work itself.",
        "Alleen eindtijden zijn bekend, dus een wachttijd loopt van eind tot eind en het werk zelf zit erin.";
    throughput_head: "How long a case takes", "Hoelang een zaak duurt";
    activities_head: "What is done", "Wat er wordt gedaan";
    steps_head: "Where cases wait, step by step; the longest in all first", "Waar zaken wachten, stap voor stap; wat in totaal het langst duurt eerst";
    causes_legend: "contention: who does it is at work on what came earlier. priority: on what came later and went first. off duty: outside the hours in which they work. batching: they wait for more of the same. outside: none of these, so something outside the team as far as the log shows.",
        "drukte: wie het doet, werkt aan wat eerder kwam. voorrang: aan wat later kwam en voorging. geen dienst: buiten de uren waarin zij werken. opsparen: zij wachten op meer van hetzelfde. buiten: niets daarvan, dus iets buiten het team, voor zover het log dat laat zien.";
    causes_ends: "contention, priority: until who does it ended other things (that came earlier, that came later). off duty: outside the hours in which they work. batching: they wait for more of the same. outside: the work itself, or something outside the team; the log has no starts to tell them apart.",
        "drukte, voorrang: tot wie het doet andere dingen afrondde (die eerder kwamen, die later kwamen). geen dienst: buiten de uren waarin zij werken. opsparen: zij wachten op meer van hetzelfde. buiten: het werk zelf, of iets buiten het team; het log heeft geen begintijden om dat te scheiden.";
    traits_head: "Which traits of cases go with short and long, and with how they end", "Welke kenmerken van zaken samengaan met kort en lang, en met hoe ze eindigen";
    no_traits: "The log says nothing of cases as a whole, so there is nothing to compare.", "Het log zegt niets van zaken als geheel, dus er is niets te vergelijken.";
    traits_legend: "Going together is not the same as causing. Open cases count for as long as they were watched; intervals are of 95 %; what is claimed holds for all comparisons together (Holm).",
        "Samengaan is nog geen oorzaak. Open zaken tellen mee voor zolang ze zijn gevolgd; de intervallen zijn van 95 %; wat wordt beweerd geldt voor alle vergelijkingen samen (Holm).";
}

/// No activity has this name.
pub(crate) fn no_activity(lang: Lang, option: &str, name: &str, known: &[&str]) -> String {
    let shown: Vec<String> = known.iter().take(12).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > shown.len() { ", …" } else { "" };
    let shown = shown.join(", ");
    lang.pick(
        format!("{option}: there is no activity `{name}`; there are {shown}{more}"),
        format!("{option}: er is geen activiteit `{name}`; er zijn {shown}{more}"),
    )
}

/// A length of time, in the unit that suits it.
pub(crate) fn length(lang: Lang, days: f64) -> String {
    let digits = |value: f64| usize::from(value.abs() < 9.95 && value.abs() >= 0.05);
    let (value, unit) = match days.abs() {
        size if size >= 2.0 => (days, lang.pick("days", "dagen")),
        size if size >= 2.0 / 24.0 => (days * 24.0, lang.pick("h", "uur")),
        size if size > 0.0 => (days * 1440.0, "min"),
        _ => return "0".to_owned(),
    };
    format!("{}\u{a0}{unit}", fixed(value, digits(value), lang))
}

/// First and last date.
pub(crate) fn period(lang: Lang, first: &str, last: &str) -> String {
    lang.pick(format!("From {first} to {last}."), format!("Van {first} tot en met {last}."))
}

/// How cases stand: done, dropped out, open.
pub(crate) fn fates(lang: Lang, [done, dropped, open]: &[String; 3]) -> String {
    let (dropped_en, dropped_nl) = match dropped.as_str() {
        "0" => (String::new(), String::new()),
        _ => (format!(", {dropped} dropped out"), format!(", {dropped} uitgevallen")),
    };
    let (are, lopen) = if open == "1" { ("is", "loopt") } else { ("are", "lopen") };
    lang.pick(
        format!("{done} cases are done{dropped_en}, {open} {are} open."),
        format!("{done} zaken zijn klaar{dropped_nl}, {open} {lopen} nog."),
    )
}

/// How it is known which cases are over.
pub(crate) fn ends(lang: Lang, by: By, ends: &[String], drop_outs: &[String]) -> String {
    const MOST: usize = 8;
    let list = |names: &[String]| {
        let more = if names.len() > MOST { ", …" } else { "" };
        format!("{}{more}", names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", "))
    };
    let (ends_shown, drop_outs_shown) = (list(ends), list(drop_outs));
    let none = lang.pick("no activity", "geen activiteit").to_owned();
    let ends_shown = if ends.is_empty() { none } else { ends_shown };
    let dropping = |en: &str, nl: &str| {
        if drop_outs.is_empty() { String::new() } else { lang.pick(en, nl).replace("{}", &drop_outs_shown) }
    };
    match by {
        By::Asked => lang.pick(
            format!("A case is over after {ends_shown}{}.", dropping("; as a drop-out after {}", "")),
            format!("Een zaak is klaar na {ends_shown}{}.", dropping("", "; uitgevallen na {}")),
        ),
        By::Guessed { silence, silent } => {
            let (silence, silent) = (length(lang, days(silence)), fixed(silent as f64, 0, lang));
            lang.pick(
                format!(
                    "Guessed: a case is over after {ends_shown}{}, or when nothing happened for {silence}, longer than 99 % of pauses ({silent} cases). Name the ends with --ends and --drop-out.",
                    dropping("; as a drop-out after {}", "")
                ),
                format!(
                    "Geraden: een zaak is klaar na {ends_shown}{}, of als er {silence} niets gebeurde, langer dan 99 % van de pauzes ({silent} zaken). Noem de eindes met --ends en --drop-out.",
                    dropping("", "; uitgevallen na {}")
                ),
            )
        }
    }
}

/// Moments that are only dates.
pub(crate) fn dates_only(lang: Lang, share: &str) -> String {
    lang.pick(
        format!(
            "{share} of moments are dates without a time: what takes less than some days is not to be taken exactly."
        ),
        format!(
            "{share} van de tijdstippen is een datum zonder tijd: neem wat korter dan enkele dagen duurt niet precies."
        ),
    )
}

/// Length in working hours.
pub(crate) fn hours(lang: Lang, hours: f64) -> String {
    let digits = usize::from(hours < 9.95);
    format!("{}\u{a0}{}", fixed(hours, digits, lang), lang.pick("h", "uur"))
}

/// Pairs that are too few to show.
pub(crate) fn few_pairs(lang: Lang, pairs: u64, smallest: u64) -> String {
    let pairs = fixed(pairs as f64, 0, lang);
    lang.pick(
        format!("Not shown, for fewer than {smallest} cases went that way: {pairs} pairs (--smallest)."),
        format!("Niet getoond, want minder dan {smallest} zaken gingen zo: {pairs} paren (--smallest)."),
    )
}

/// Too few cases to say how long it took.
pub(crate) fn few_between(lang: Lang, smallest: u64) -> String {
    lang.pick(
        format!("not shown, for it is of fewer than {smallest} cases (--smallest)"),
        format!("niet getoond, want het gaat om minder dan {smallest} zaken (--smallest)"),
    )
}

/// Steps that are too few to show.
pub(crate) fn few_steps(lang: Lang, steps: usize, smallest: u64) -> String {
    let steps = fixed(steps as f64, 0, lang);
    lang.pick(
        format!("Without times, for fewer than {smallest} cases went that way: {steps} steps (--smallest)."),
        format!("Zonder tijden, want minder dan {smallest} zaken gingen zo: {steps} stappen (--smallest)."),
    )
}

/// How many steps are known by when they were put on the list; none: nothing to tell.
pub(crate) fn listed(lang: Lang, listed: Listed, waits: usize) -> Option<String> {
    if listed.known == 0 {
        return None;
    }
    let count = |number: u64| fixed(number as f64, 0, lang);
    let (known, waits) = (count(listed.known), count(waits as u64));
    let mut text = lang.pick(
        format!(
            "Of {known} of {waits} waits it is known when the step was put on the list: until then they are outside."
        ),
        format!(
            "Van {known} van de {waits} wachttijden is bekend wanneer de stap op de lijst kwam: tot dan zijn ze buiten."
        ),
    );
    if listed.early > 0 {
        let early = count(listed.early);
        text += &lang.pick(
            format!(" {early} were on it before the step before them ended (as after an appointment at which nobody came): they wait from that end."),
            format!(" {early} stonden erop voordat de stap ervoor eindigde (zoals na een afspraak waarop niemand verscheen): die wachten vanaf dat eind."),
        );
    }
    if listed.late > 0 {
        let late = count(listed.late);
        text += &lang.pick(
            format!(" {late} were put on it only after they began: that is not believed."),
            format!(" {late} kwamen er pas op nadat ze begonnen: dat wordt niet geloofd."),
        );
    }
    Some(text)
}

/// Values that are left out of the table of cases.
pub(crate) fn values_hidden(lang: Lang, values: u64, smallest: u64) -> String {
    let values = fixed(values as f64, 0, lang);
    lang.pick(
        format!("cases.csv: {values} values of traits that fewer than {smallest} cases share are left empty (--smallest 1 shows them); what it says of a case can still point at people"),
        format!("cases.csv: {values} waarden van kenmerken die minder dan {smallest} zaken delen zijn leeg gelaten (--smallest 1 toont ze); wat erin staat van een zaak kan nog steeds mensen aanwijzen"),
    )
}

/// When there is work.
pub(crate) fn calendar(lang: Lang, week: &str, hours: u32, holidays: bool) -> String {
    let kept = if holidays {
        lang.pick("; Dutch holidays are kept", "; op Nederlandse feestdagen is er geen werk")
    } else {
        ""
    };
    lang.pick(
        format!("Working time: {hours} hours a week ({week}){kept}."),
        format!("Werktijd: {hours} uur per week ({week}){kept}."),
    )
}

/// A week with its days in the language; days with the same hours together.
pub(crate) fn week(lang: Lang, week: &str) -> String {
    const NAMES: [(&str, &str); 7] =
        [("mon", "ma"), ("tue", "di"), ("wed", "wo"), ("thu", "do"), ("fri", "vr"), ("sat", "za"), ("sun", "zo")];
    let name = |day: &str| {
        let known = NAMES.iter().find(|(english, _)| *english == day);
        known.map_or(day.to_owned(), |(english, dutch)| lang.pick(*english, *dutch).to_owned())
    };
    let days: Vec<(String, &str)> =
        week.split("; ").filter_map(|day| day.split_once(' ')).map(|(day, hours)| (name(day), hours)).collect();
    let together = days.chunk_by(|one, other| one.1 == other.1).map(|same| match same {
        [(only, hours)] => format!("{only} {hours}"),
        _ => format!("{}–{} {}", same[0].0, same[same.len() - 1].0, same[0].1),
    });
    together.collect::<Vec<_>>().join("; ")
}

/// Time until any end.
pub(crate) fn any_end(lang: Lang, median: &str, interval: &str, p90: &str, watched: usize) -> String {
    let watched = fixed(watched as f64, 0, lang);
    lang.pick(
        format!("until it is over in any way: half within {median} ({interval}), 90 % within {p90}; of {watched}, open ones as not over yet"),
        format!("tot het hoe dan ook klaar is: de helft binnen {median} ({interval}), 90 % binnen {p90}; van {watched}, open zaken als nog niet klaar"),
    )
}

/// Of those that came to their end.
pub(crate) fn of_done(lang: Lang, mean: &str, median: &str, p90: &str) -> String {
    lang.pick(
        format!("of those that are done: mean {mean}, median {median}, 90 % within {p90}"),
        format!("van wat klaar is: gemiddeld {mean}, mediaan {median}, 90 % binnen {p90}"),
    )
}

/// The same in working time.
pub(crate) fn of_done_working(lang: Lang, median: &str, p90: &str) -> String {
    lang.pick(
        format!("the same in working hours: median {median}, 90 % within {p90}"),
        format!("hetzelfde in werkuren: mediaan {median}, 90 % binnen {p90}"),
    )
}

/// Shares in the end.
pub(crate) fn in_the_end(lang: Lang, done: &str, dropped: &str) -> String {
    lang.pick(
        format!(
            "in the end {done} come to it as meant and {dropped} leave otherwise, one keeping the other from happening"
        ),
        format!("uiteindelijk komt {done} er zoals bedoeld en gaat {dropped} anders weg; het een sluit het ander uit"),
    )
}

/// Head of the time between two steps.
pub(crate) fn between_head(lang: Lang, from: &str, to: &str) -> String {
    lang.pick(
        format!("From the end of `{from}` to the start of `{to}` (to its end where no start is known)"),
        format!("Van het eind van `{from}` tot het begin van `{to}` (tot het eind als er geen begin bekend is)"),
    )
}

/// More rows than are shown.
pub(crate) fn more(lang: Lang, more: usize, file: &str) -> String {
    let more = fixed(more as f64, 0, lang);
    lang.pick(
        format!("… and {more} more, in {file} with --out DIR"),
        format!("… en nog {more}, in {file} met --out MAP"),
    )
}

/// Cases with rework.
pub(crate) fn rework(lang: Lang, cases: &str, share: &str) -> String {
    lang.pick(
        format!("In {cases} cases ({share}) something is done more than once."),
        format!("In {cases} zaken ({share}) wordt iets meer dan eens gedaan."),
    )
}

/// The five causes of a wait.
pub(crate) fn causes(lang: Lang) -> [&'static str; 5] {
    lang.pick(
        ["contention", "priority", "off duty", "batching", "outside"],
        ["drukte", "voorrang", "geen dienst", "opsparen", "buiten"],
    )
}

/// Head of handovers.
pub(crate) fn handovers_head(lang: Lang, unit: Unit) -> String {
    let (en, nl) = match unit {
        Unit::Group => ("teams", "teams"),
        Unit::Resource => ("people (the log names no teams)", "mensen (het log noemt geen teams)"),
        Unit::Activity => ("activities", "activiteiten"),
    };
    lang.pick(
        format!("Handovers between {en}, and what their waits are spent on"),
        format!("Overdrachten tussen {nl}, en waar het wachten aan opgaat"),
    )
}

/// Open cases that wait now.
pub(crate) fn pending(lang: Lang, cases: &str, median: &str) -> String {
    lang.pick(
        format!("{cases} open cases wait for their next step now, half of them for {median} or more."),
        format!("{cases} open zaken wachten nu op hun volgende stap, de helft daarvan al {median} of langer."),
    )
}

/// Head of variants.
pub(crate) fn variants_head(lang: Lang, count: &str) -> String {
    lang.pick(
        format!("{count} different routes; the most frequent"),
        format!("{count} verschillende routes; de meest voorkomende"),
    )
}

/// Head of resources.
pub(crate) fn resources_head(lang: Lang, count: usize) -> String {
    let count = fixed(count as f64, 0, lang);
    lang.pick(
        format!("Who does the work: {count}; who did most first"),
        format!("Wie het werk doet: {count}; wie het meest deed eerst"),
    )
}

/// How many comparisons, and how many can be told apart from chance.
pub(crate) fn compared(lang: Lang, groups: &str, all: &str, sure: &str) -> String {
    lang.pick(
        format!("{groups} groups were compared with all other cases, {all} comparisons; {sure} differences are more than chance."),
        format!("{groups} groepen zijn vergeleken met alle andere zaken, {all} vergelijkingen; {sure} verschillen zijn meer dan toeval."),
    )
}

/// Only a stretch was compared.
pub(crate) fn traits_between(lang: Lang, from: &str, to: &str) -> String {
    lang.pick(
        format!("Only of what happens between `{from}` and `{to}`, for cases that come to the first."),
        format!("Alleen van wat er tussen `{from}` en `{to}` gebeurt, voor zaken die bij de eerste komen."),
    )
}

/// Head of the claims of one kind.
pub(crate) fn respect(lang: Lang, respect: Respect) -> &'static str {
    match respect {
        Respect::Throughput => lang.pick("How long it takes in all:", "Hoelang het in totaal duurt:"),
        Respect::Handover => lang.pick("Wait per handover:", "Wachttijd per overdracht:"),
        Respect::Step => lang.pick("Step by step:", "Stap voor stap:"),
        Respect::Share => lang.pick("How it ends, and what is done again:", "Hoe het eindigt, en wat opnieuw gebeurt:"),
    }
}

/// A share.
pub(crate) fn percent(lang: Lang, share: f64) -> String {
    format!("{}\u{a0}%", fixed(share * 100.0, usize::from(share < 0.0995), lang))
}

/// A difference between shares.
pub(crate) fn points(lang: Lang, share: f64) -> String {
    let digits = usize::from(share < 0.0995);
    format!("{}\u{a0}{}", fixed(share * 100.0, digits, lang), lang.pick("points", "punten"))
}

/// What is compared, in words.
pub(crate) fn what(lang: Lang, outcome: Outcome, name: &dyn Fn(u32) -> String) -> String {
    match outcome {
        Outcome::Throughput => lang.pick("it all", "alles samen").to_owned(),
        Outcome::Handover => lang.pick("a handover", "een overdracht").to_owned(),
        Outcome::Wait(from, to) => format!("`{}` → `{}`", name(from), name(to)),
        Outcome::Work(of) => format!("`{}`", name(of)),
        Outcome::Reaches => lang.pick("get there", "komt er").to_owned(),
        Outcome::DropsOut => lang.pick("drop out", "valt uit").to_owned(),
        Outcome::DropsOutAt(at) => lang.pick(
            format!("drop out at `{}`, of those who come to it", name(at)),
            format!("valt uit bij `{}`, van wie er komt", name(at)),
        ),
        Outcome::Ends(end) => lang.pick(format!("end as `{}`", name(end)), format!("eindigt als `{}`", name(end))),
        Outcome::Again(of) => lang.pick(
            format!("have `{}` again, of those who have it", name(of)),
            format!("krijgt `{}` opnieuw, van wie het krijgt", name(of)),
        ),
    }
}

/// A group in words.
pub(crate) fn group(lang: Lang, trait_name: &str, group: Group, value: &str) -> String {
    match group {
        Group::Word(_) => format!("{trait_name} = {value}"),
        Group::Yes => lang.pick(format!("{trait_name}: yes"), format!("{trait_name}: ja")),
        Group::MoreThan(limit) => {
            let shown = fixed(limit, if limit.fract() == 0.0 { 0 } else { 2 }, lang);
            lang.pick(format!("{trait_name} above {shown}"), format!("{trait_name} boven {shown}"))
        }
    }
}

/// What was found of a group.
///
/// * `what` – what is compared, in words
/// * `group` – its name, and how many cases it has
/// * `less` – whether it is shorter, or fewer
/// * `difference` – how much, and its bounds
/// * `means` – of the group and of the others
pub(crate) fn finding(
    lang: Lang,
    outcome: Outcome,
    what: &str,
    group: (&str, &str),
    less: bool,
    difference: (&str, &str, &str),
    means: (&str, &str),
) -> String {
    let ((name, cases), (size, least, most), (own, others)) = (group, difference, means);
    if outcome.respect() == Respect::Share {
        let sign = if less { "−" } else { "+" };
        return lang.pick(
            format!("{own} of {name} {what}, against {others} ({cases} cases: {sign}{size}, {least} to {most})"),
            format!("{own} van {name} {what}, tegen {others} ({cases} zaken: {sign}{size}, {least} tot {most})"),
        );
    }
    let (en, nl) = if less { ("shorter", "korter") } else { ("longer", "langer") };
    lang.pick(
        format!("{what} takes {size} {en} for {name} ({cases} cases; {least} to {most}): {own} against {others}"),
        format!("{what} duurt {size} {nl} voor {name} ({cases} zaken; {least} tot {most}): {own} tegen {others}"),
    )
}

/// What goes together with a group, and what is left within it.
pub(crate) fn confounded(
    lang: Lang,
    other: &str,
    within: Option<(String, String, String)>,
    remains: Option<bool>,
    share: f64,
) -> String {
    let share = fixed(share * 100.0, 0, lang);
    match (within, remains) {
        (Some((within, lower, upper)), Some(true)) => lang.pick(
            format!(". It goes together with `{other}`, but remains within its values: {within} ({lower} to {upper}; {share} % of cases)"),
            format!(". Het gaat samen met `{other}`, maar blijft binnen de waarden daarvan: {within} ({lower} tot {upper}; {share} % van de zaken)"),
        ),
        (Some((within, lower, upper)), Some(false)) => lang.pick(
            format!(". It goes together with `{other}`, and within its values it cannot be told from nothing: {within} ({lower} to {upper}; {share} % of cases)"),
            format!(". Het gaat samen met `{other}`, en binnen de waarden daarvan is het niet van niets te onderscheiden: {within} ({lower} tot {upper}; {share} % van de zaken)"),
        ),
        _ => lang.pick(
            format!(". It nearly always goes together with `{other}`: which of the two it is cannot be told"),
            format!(". Het gaat bijna altijd samen met `{other}`: welk van de twee het is, valt niet te zeggen"),
        ),
    }
}

/// Traits that were not compared, and why.
pub(crate) fn skipped(lang: Lang, why: Skipped, names: &[String], smallest: u64) -> String {
    let (names, smallest) = (names.join(", "), smallest.max(FEWEST as u64));
    match why {
        Skipped::Moment => lang.pick(
            format!("Not compared, for they are moments: {names}."),
            format!("Niet vergeleken, want het zijn tijdstippen: {names}."),
        ),
        Skipped::Same => lang.pick(
            format!("Not compared, for they are the same for all: {names}."),
            format!("Niet vergeleken, want ze zijn voor alle zaken gelijk: {names}."),
        ),
        Skipped::Small => lang.pick(
            format!("Not compared, for no value has {smallest} cases on either side: {names}."),
            format!("Niet vergeleken, want geen waarde heeft aan beide kanten {smallest} zaken: {names}."),
        ),
    }
}

/// Groups that are too small to show.
pub(crate) fn hidden(lang: Lang, count: &str, smallest: u64) -> String {
    // Fewer than ten are never compared: they tell little.
    let smallest = smallest.max(FEWEST as u64);
    lang.pick(
        format!("{count} groups of fewer than {smallest} cases are not shown."),
        format!("{count} groepen van minder dan {smallest} zaken worden niet getoond."),
    )
}
