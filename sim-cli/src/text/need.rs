//! Words about need, reach and contact: on the screen, in drawings and in stories.

use sim_core::lang::Lang;
use sim_core::observe::SignalFate;
use sim_core::scenario::CountedAs;

texts! {
    heading: "Need", "Nood";
    need_and_reach: "need and reach", "nood en bereik";
    amount: "number", "aantal";
    share: "share", "aandeel";
    one_year: "in one real year", "in een echt jaar";
    in_need: "in need, on average", "in nood, gemiddeld";
    in_pool: "of whom outside the chain", "van wie buiten de keten";
    onset: "get into need, a year", "komen in nood, per jaar";
    natural_ends: "need ends without help, a year", "nood voorbij zonder hulp, per jaar";
    need_ended: "need ends after help, a year", "nood voorbij na hulp, per jaar";
    applications: "own applications, a year", "eigen aanmeldingen, per jaar";
    signals: "signals, a year", "signalen, per jaar";
    cases: "cases opened on signals, a year", "meldingen na signalen, per jaar";
    reach: "reach: came to help, a year, of those in need", "bereik: kwam bij hulp, per jaar, van wie in nood is";
    in_view: "in view: in the chain, of those in need", "in beeld: in de keten, van wie in nood is";
    reach_of_signalling: "reach of early signalling: contact, of cases opened", "bereik vroegsignalering: contact, van meldingen";
    contacted: "contacted, of those signalled", "gesproken, van wie gemeld is";
    lasting_outcome: "lasting outcome", "duurzame uitkomst";
    returned: "came back, of those who left with success", "kwam terug, van wie met succes vertrok";
    lasting: "success without return, of all who left", "succes zonder terugkeer, van wie vertrok";
    by_phase: "reach by phase, of those in need", "bereik per fase, van wie in nood is";
    starts: "start, a year", "begint, per jaar";
    finishes: "finish, a year", "rondt af, per jaar";
    signals_by: "signals by what came of them", "signalen naar wat ervan kwam";
    channel: "contact by channel", "contact per kanaal";
    attempts: "attempts a year", "pogingen per jaar";
    reached: "reached", "bereikt";
    accepted: "accepted help, of those reached", "accepteert hulp, van wie bereikt is";
    accepted_a_year: "accepted a year", "accepteert per jaar";
    own_application: "own application", "eigen aanmelding";
    early_signals: "early signals", "vroegsignalen";
    refuses: "refuses", "wil geen hulp";
    not_reached: "not reached", "niet bereikt";
    accepts: "accept", "accepteert";
    need_stays: "need stays: back to the pool", "de nood blijft: terug buiten de keten";
}

/// What the residents of a pool are.
pub(crate) fn counted_as(lang: Lang, counted: CountedAs) -> &'static str {
    match counted {
        CountedAs::Households => lang.pick("households", "huishoudens"),
        CountedAs::Persons => lang.pick("persons", "personen"),
    }
}

/// What came of signals.
pub(crate) fn fate(lang: Lang, fate: SignalFate) -> &'static str {
    match fate {
        SignalFate::TakenUp => lang.pick("taken up", "opgepakt"),
        SignalFate::BelowThreshold => lang.pick("below the threshold", "onder de drempel"),
        SignalFate::NoMatch => lang.pick("too few creditors", "te weinig schuldeisers"),
        SignalFate::NotTakenUp => lang.pick("left aside", "niet opgepakt"),
        SignalFate::LeftPool => lang.pick("came or recovered before", "kwam of was eruit voor die tijd"),
    }
}

/// A channel of contact; a name that is not known is shown as it is.
pub(crate) fn channel_name(lang: Lang, name: &str) -> String {
    match name {
        "letter" => lang.pick("letter", "brief").to_owned(),
        "phone" => lang.pick("phone", "telefoon").to_owned(),
        "visit" => lang.pick("visit", "huisbezoek").to_owned(),
        other => other.replace('_', " "),
    }
}

/// What reach is counted in, below its table.
pub(crate) fn note(lang: Lang, counted: &str) -> String {
    lang.pick(
        format!("residents are {counted}; in need: the average over time, those in help included; a year: distinct residents, each counted once."),
        format!("inwoners zijn hier {counted}; in nood: gemiddeld over de tijd, ook wie hulp heeft; per jaar: verschillende inwoners, elk één keer geteld."),
    )
}

/// What lasting means, below its table.
pub(crate) fn lasting_note(lang: Lang, within: &str) -> String {
    lang.pick(
        format!("return within {within} of leaving; of who left at least {within} before the end."),
        format!("terugkeer binnen {within} na vertrek; van wie minstens {within} voor het eind vertrok."),
    )
}

/// A pool in one line.
pub(crate) fn pool(lang: Lang, stock: &str, counted: &str, onset: Option<&str>) -> String {
    match onset {
        Some(onset) => lang.pick(
            format!("{stock} {counted} in need at first, {onset} more"),
            format!("{stock} {counted} in nood aan het begin, {onset} erbij"),
        ),
        None => lang.pick(
            format!("{stock} {counted} in need at first, none more"),
            format!("{stock} {counted} in nood aan het begin, geen erbij"),
        ),
    }
}

/// Need that ends by itself.
pub(crate) fn natural_end(lang: Lang, after: &str, end: &str) -> String {
    lang.pick(
        format!("need ends without help after {after} ╌╌► ({end})"),
        format!("nood gaat zonder hulp voorbij na {after} ╌╌► ({end})"),
    )
}

/// Applying.
pub(crate) fn apply(lang: Lang, after: &str, again: Option<&str>) -> String {
    let again = again.map_or(String::new(), |again| {
        lang.pick(
            format!("; after each return {again} as likely"),
            format!("; na elke terugkeer {again} zo waarschijnlijk"),
        )
    });
    lang.pick(format!("after {after}{again}"), format!("na {after}{again}"))
}

/// A rate for one resident, which may be small: to two digits.
pub(crate) fn rate(lang: Lang, per_day: f64) -> String {
    let per_year = per_day * sim_core::time::DAYS_PER_YEAR;
    let decimals = if per_year > 0.0 { (1 - per_year.log10().floor() as i32).clamp(0, 6) } else { 0 };
    let scale = 10f64.powi(decimals);
    let shown = sim_core::text::shortest((per_year * scale).round() / scale);
    lang.pick(format!("{shown} a year"), format!("{} per jaar", shown.replace('.', ",")))
}

/// One type of signal.
pub(crate) fn signal(
    lang: Lang,
    name: &str,
    rate: &str,
    amount: Option<&str>,
    urgent: bool,
    becomes: Option<&str>,
) -> String {
    let amount = amount.map_or(String::new(), |amount| format!(", {amount}"));
    let urgent = if urgent { lang.pick(", urgent", ", spoed") } else { "" };
    let becomes =
        becomes.map_or(String::new(), |level| lang.pick(format!(", becomes {level}"), format!(", wordt {level}")));
    lang.pick(
        format!("{name}: {rate} for each{amount}{urgent}{becomes}"),
        format!("{name}: {rate} voor elk{amount}{urgent}{becomes}"),
    )
}

/// When signals become cases.
pub(crate) fn batch(lang: Lang, every: &str, creditors: u32, threshold: Option<&str>, taken_up: &str) -> String {
    let creditors = match (creditors, lang) {
        (1, _) => String::new(),
        (more, Lang::En) => format!(", {more} creditors or more"),
        (more, Lang::Nl) => format!(", {more} schuldeisers of meer"),
    };
    let threshold = threshold.map_or(String::new(), |threshold| {
        lang.pick(format!(", from {threshold} together"), format!(", vanaf {threshold} samen"))
    });
    lang.pick(
        format!("looked at {every}{creditors}{threshold}: {taken_up} taken up"),
        format!("{every} bekeken{creditors}{threshold}: {taken_up} opgepakt"),
    )
}

/// Coming back after an end.
pub(crate) fn comes_back(lang: Lang, share: &str, after: &str, to: Option<&str>) -> String {
    let to = to.map_or(lang.pick("in need again", "opnieuw in nood").to_owned(), str::to_owned);
    lang.pick(format!("{share} come back after {after} ╌╌► {to}"), format!("{share} komt terug na {after} ╌╌► {to}"))
}

/// Whether an attempt reaches, and what it leads to.
pub(crate) fn attempt(lang: Lang, by: &str, work: &str, reached: &str, accepts: &str) -> String {
    lang.pick(
        format!("{by}, {work}; {reached} reached, of whom {accepts} accept"),
        format!("{by}, {work}; {reached} bereikt, van wie {accepts} accepteert"),
    )
}

/// What passes when nobody was reached.
pub(crate) fn then_wait(lang: Lang, wait: &str) -> String {
    lang.pick(format!("not reached: then {wait} pass"), format!("niet bereikt: dan verstrijkt {wait}"))
}

/// Stories: was in need, or got into need.
pub(crate) fn began(lang: Lang, pool: &str, levels: &str, there_before: bool) -> String {
    let levels = if levels.is_empty() { String::new() } else { format!(" ({levels})") };
    match there_before {
        true => lang.pick(
            format!("is in need when the simulation begins: {pool}{levels}"),
            format!("is in nood als de simulatie begint: {pool}{levels}"),
        ),
        false => lang.pick(format!("gets into need: {pool}{levels}"), format!("komt in nood: {pool}{levels}")),
    }
}

/// Stories: a signal.
pub(crate) fn signalled(lang: Lang, creditor: &str, amount: &str) -> String {
    lang.pick(format!("a signal from {creditor}{amount}"), format!("een signaal van {creditor}{amount}"))
}

/// Stories: signals are looked at.
pub(crate) fn looked_at(lang: Lang, number: u32, what: &str) -> String {
    let signals = match (number, lang) {
        (1, Lang::En) => "1 signal is looked at".to_owned(),
        (more, Lang::En) => format!("{more} signals are looked at"),
        (1, Lang::Nl) => "1 signaal wordt bekeken".to_owned(),
        (more, Lang::Nl) => format!("{more} signalen worden bekeken"),
    };
    format!("{signals}: {what}")
}

texts! {
    applied: "applies of their own accord", "meldt zich zelf";
    case_opened: "a case is opened on the signals", "na de signalen begint een melding";
    back_in_pool: "is in need as before, outside the chain", "is in nood als voorheen, buiten de keten";
    comes_in: "comes into the chain", "komt in de keten";
}

/// Stories: need ends.
pub(crate) fn ended(lang: Lang, end: &str, naturally: bool) -> String {
    match naturally {
        true => lang.pick(format!("need ends without help: {end}"), format!("de nood gaat zonder hulp voorbij: {end}")),
        false => lang.pick("is no longer in need".to_owned(), "is niet meer in nood".to_owned()),
    }
}

/// Stories: back after so long.
pub(crate) fn came_back(lang: Lang, after: &str, in_need: bool) -> String {
    let need = if in_need { lang.pick(", in need again", ", opnieuw in nood") } else { "" };
    lang.pick(format!("is back {after} after leaving{need}"), format!("is terug, {after} na vertrek{need}"))
}

/// Stories: an attempt.
pub(crate) fn attempted(by: &str, what: &str) -> String {
    format!("{by}: {what}")
}

/// Stories: what an attempt led to.
pub(crate) fn outcome(lang: Lang, outcome: sim_core::observe::ContactOutcome) -> &'static str {
    use sim_core::observe::ContactOutcome;
    match outcome {
        ContactOutcome::NotReached => lang.pick("not reached", "niet bereikt"),
        ContactOutcome::Accepted => lang.pick("reached, and accepts help", "bereikt, en accepteert hulp"),
        ContactOutcome::Refused => lang.pick("reached, and refuses help", "bereikt, en wil geen hulp"),
        ContactOutcome::GivenUp => lang.pick("no attempt is left", "er is geen poging meer"),
    }
}

/// Stories: the class changes.
pub(crate) fn became(lang: Lang, levels: &str) -> String {
    lang.pick(format!("is now: {levels}"), format!("is nu: {levels}"))
}

/// Stories: in need when the run ends.
pub(crate) fn still_in_need(lang: Lang) -> &'static str {
    lang.pick("the run ends; still in need, outside the chain", "einde van de berekening; nog in nood, buiten de keten")
}
