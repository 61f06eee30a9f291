//! Sentences of a briefing: plain words, with `{}` where a number or a name is filled in.

use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Plan, RowKey, Statistic};
use sim_core::scenario::{Scenario, Strength};

use super::measures;
use super::values::phase;

texts! {
    title: "Briefing", "Briefing";
    answer: "The answer in short", "Het antwoord in het kort";
    today: "The chain today", "De keten nu";
    finding: "With", "Met";
    certainty: "How sure this is", "Hoe zeker dit is";
    words_used: "What the words mean", "Wat de woorden betekenen";
    parameters: "What was filled in", "Wat er is ingevuld";
    method: "How this was made", "Hoe dit is gemaakt";
    scenario: "Scenario", "Scenario";
    date: "Date", "Datum";
    version: "Version", "Versie";
    run: "Run", "Run";
    seed: "Seed", "Startgetal";
    replications: "Replications", "Herhalingen";
    period: "Measured", "Gemeten";
    changed: "Changed", "Veranderd";

    asked: "The question: {}", "De vraag: {}";
    asked_of_chain: "The question was how long residents wait in this chain, how many it reaches, and where they are lost.",
        "De vraag was hoe lang inwoners wachten in deze keten, hoeveel zij bereikt, en waar zij inwoners kwijtraakt.";
    asked_of_arms: "The question was what {} would change in this chain, for whom, and at what cost.",
        "De vraag was wat {} zou veranderen in deze keten, voor wie, en wat het kost.";
    decision: "The answer is for this decision: {}", "Het antwoord is voor dit besluit: {}";
    come: "Inflow into the chain a year, today: {}.", "Instroom in de keten per jaar, nu: {}.";
    come_and_reach: "Inflow into the chain a year, today: {}. Of all who have problematic debts, {} ask for or get help in a year.",
        "Instroom in de keten per jaar, nu: {}. Van iedereen met problematische schulden vraagt of krijgt {} in een jaar hulp.";
    come_reach_and_start: "Inflow into the chain a year, today: {}. Of all who have problematic debts, {} ask for or get help in a year; {} start debt help.",
        "Instroom in de keten per jaar, nu: {}. Van iedereen met problematische schulden vraagt of krijgt {} in een jaar hulp; {} begint aan schuldhulp.";
    succeed: "Of everyone who leaves the chain, {} leave it with success and do not come back within {}.",
        "Van iedereen die de keten verlaat, gaat {} er met succes uit zonder binnen {} terug te komen.";
    succeed_by: "The most frequent good end is “{}”: {} of all who came.", "Het goede einde dat het vaakst voorkomt is “{}”: {} van wie kwam.";
    longest_wait: "The longest wait is for {}: {} on average.", "Het langst is de wachttijd voor {}: gemiddeld {}.";
    longest_wait_of_half: "The longest wait is for {}: {} on average; half wait at most {}.",
        "Het langst is de wachttijd voor {}: gemiddeld {}; de helft wacht hooguit {}.";
    longest_queue: "Most residents wait for {}: {} at the same time, on average.",
        "De meeste inwoners wachten op {}: gemiddeld {} tegelijk.";
    most_lost: "Most are lost at {}: {} of those who come there drop out.",
        "De meesten vallen uit bij {}: {} van wie daar komt.";
    nobody_waits: "Nobody waits for work anywhere.", "Nergens wacht iemand op werk.";
    term_missed: "The term “{}” is kept in {} of the cases.", "De termijn “{}” wordt gehaald in {} van de gevallen.";
    costs_now: "Cost of the chain a year: {}.", "Kosten van de keten per jaar: {}.";

    rises: "{} rises from {} to {} (between {} more).", "{} stijgt van {} naar {} (tussen {} meer).";
    falls: "{} falls from {} to {} (between {} less).", "{} daalt van {} naar {} (tussen {} minder).";
    goes: "{} goes from {} to {}.", "{} gaat van {} naar {}.";
    may_be_nothing: "{} does not demonstrably change: it may be {} less or {} more.",
        "{} verandert niet aantoonbaar: het kan {} minder zijn of {} meer.";
    may_be_more: "{} does not demonstrably change: by itself it seems to be between {} more, but with all that was compared that may be chance.",
        "{} verandert niet aantoonbaar: op zichzelf lijkt het tussen {} meer, maar met alles wat is vergeleken kan dat toeval zijn.";
    may_be_less: "{} does not demonstrably change: by itself it seems to be between {} less, but with all that was compared that may be chance.",
        "{} verandert niet aantoonbaar: op zichzelf lijkt het tussen {} minder, maar met alles wat is vergeleken kan dat toeval zijn.";
    cannot_tell: "{} does not demonstrably change.", "{} verandert niet aantoonbaar.";
    stays: "{} stays the same.", "{} blijft gelijk.";
    too_few: "Of {} too little happens to say anything.", "Bij {} gebeurt te weinig om iets te kunnen zeggen.";
    nothing_told: "No change in waits or outcomes can be told apart from chance.",
        "Geen verandering in wachttijd of uitkomst is van toeval te onderscheiden.";
    nothing_changes: "Nothing changes at all.", "Er verandert helemaal niets.";
    hardly_rises: "{} hardly changes: it rises by {} at most.", "{} verandert nauwelijks: hooguit {} meer.";
    hardly_falls: "{} hardly changes: it falls by {} at most.", "{} verandert nauwelijks: hooguit {} minder.";
    queue_moves: "The queue moves from {} to {}: at {} it shrinks by {}, at {} it grows by {}.",
        "De wachtrij verschuift van {} naar {}: bij {} krimpt hij met {}, bij {} groeit hij met {}.";
    queue_grows: "The queue for {} grows by {}.", "De wachtrij voor {} groeit met {}.";
    queue_shrinks: "The queue for {} shrinks by {}.", "De wachtrij voor {} krimpt met {}.";
    queue_may_grow: "The queue for {} seems to grow by {}, but that is not certain after correction for all that was compared.",
        "De wachtrij voor {} lijkt te groeien met {}, maar dat is niet zeker als alles meetelt wat is vergeleken.";
    queue_may_shrink: "The queue for {} seems to shrink by {}, but that is not certain after correction for all that was compared.",
        "De wachtrij voor {} lijkt te krimpen met {}, maar dat is niet zeker als alles meetelt wat is vergeleken.";
    queue_stays: "No queue demonstrably becomes longer or shorter.", "Geen wachtrij wordt aantoonbaar langer of korter.";
    who: "Residents a year who start debt help and otherwise would not: {}; who do not and otherwise would: {}.",
        "Inwoners per jaar die aan schuldhulp beginnen en anders niet: {}; die er niet aan beginnen en anders wel: {}.";
    sooner: "Debt help starts more than a day sooner for {} a year, and more than a day later for {}.",
        "Schuldhulp begint meer dan een dag eerder voor {} per jaar, en meer dan een dag later voor {}.";
    // Beside exactly one.
    day: "day", "dag";
    hour: "hour", "uur";
    minute: "minute", "minuut";
    resident: "resident", "inwoner";
    point: "point", "procentpunt";

    costs_more: "Extra cost a year: {}.", "Extra kosten per jaar: {}.";
    costs_either_way: "Whether it costs or saves money cannot be told: between {} less a year and {} more.",
        "Of het geld kost of oplevert, is niet te zeggen: tussen {} per jaar minder en {} meer.";
    costs_less: "Saved a year: {}.", "Besparing per jaar: {}.";
    costs_nothing: "It makes no difference in cost.", "Aan kosten maakt het geen verschil.";
    cost_unknown: "The scenario does not say what it costs.", "Het scenario zegt niet wat het kost.";
    per_resident: "That is {} for each resident more who starts debt help (between {}).",
        "Dat is {} per inwoner die extra met schuldhulp begint (tussen {}).";
    per_week: "Or {} for each week by which debt help starts sooner (between {}).",
        "Of {} per week dat schuldhulp eerder begint (tussen {}).";
    no_cost_per: "What it costs for each resident more who starts debt help cannot be said: the number of residents more may be nothing.",
        "Wat het kost per inwoner die extra met schuldhulp begint, is niet te zeggen: dat aantal kan nul zijn.";
    cost_per_other_way: "There is no cost for each resident more who starts debt help: fewer start it.",
        "Kosten per inwoner die extra met schuldhulp begint zijn er niet: er beginnen er minder.";
    cost_per_later: "What it costs for each resident more who starts debt help cannot be said: it begins later than the residents came who are followed.",
        "Wat het kost per inwoner die extra met schuldhulp begint, is niet te zeggen: het begint later dan de inwoners kwamen die worden gevolgd.";
    no_evidence: "How well its effect is known is not said.", "Hoe goed het effect bekend is, staat er niet bij.";

    sure: "This rests on {} replications of {}. Chance alone makes figures differ: how much stands in brackets.",
        "Dit berust op {} herhalingen van {}. Alleen al door toeval zijn cijfers anders: hoeveel staat tussen haakjes.";
    demonstrably: "Where it says that something rises, falls, grows, shrinks or moves, chance is an unlikely explanation: at most once in twenty times is any such statement about an intervention wrong by chance. Where it says that it seems so, it may be chance.",
        "Waar staat dat iets stijgt, daalt, groeit, krimpt of verschuift, is toeval onwaarschijnlijk: hooguit in één op de twintig keer is zo’n uitspraak over een interventie door toeval onjuist. Waar staat dat het zo lijkt, kan het toeval zijn.";
    sure_once: "This rests on one single run, so it does not show how much is chance.",
        "Dit berust op één keer doorrekenen; dat laat niet zien hoeveel toeval is.";
    sure_unknown: "{} numbers are not exactly known; what that means for the results stands under “How sure this is”.",
        "{} getallen zijn niet precies bekend; wat dat betekent voor de uitkomsten staat bij “Hoe zeker dit is”.";
    sure_likely: "{} numbers are not exactly known and were taken at their likely value, so the real uncertainty is larger than shown.",
        "{} getallen zijn niet precies bekend en kregen hun waarschijnlijke waarde; de echte onzekerheid is dus groter dan hier staat.";
    one_real_year: "One real year may differ: then between {} may come.",
        "Een echt jaar kan anders zijn: dan komen er tussen {}.";
    assumed: "Of the {} numbers of the chain {} are assumptions and {} have no source beside them.",
        "Van de {} getallen van de keten zijn er {} een aanname, en bij {} staat geen bron.";
}

/// `31 days (between 29 and 33)`.
pub(crate) fn value_between(lang: Lang, value: &str, low: &str, high: &str) -> String {
    let (low, high) = (low.replace(' ', "\u{a0}"), high.replace(' ', "\u{a0}"));
    lang.pick(format!("{value} (between {low} and {high})"), format!("{value} (tussen {low} en {high})"))
}

/// `a and b`.
pub(crate) fn two(lang: Lang, one: &str, other: &str) -> String {
    lang.pick(format!("{one} and {other}"), format!("{one} en {other}"))
}

/// `a to b`.
pub(crate) fn from_to(lang: Lang, from: &str, to: &str) -> String {
    lang.pick(format!("{from} to {to}"), format!("{from} tot {to}"))
}

/// Names one after another: `a, b and c`.
pub(crate) fn list(lang: Lang, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => two(lang, &first.join(", "), last),
    }
}

/// A row in plain words, as the subject of a sentence: what rises or falls.
pub(crate) fn subject(lang: Lang, scenario: &Scenario, plan: &Plan, key: RowKey) -> String {
    let of = measures::of(lang, scenario, key.of).unwrap_or_default();
    let whose = if of.is_empty() { String::new() } else { lang.pick(format!(" for {of}"), format!(" voor {of}")) };
    match (key.measure, key.of, key.statistic) {
        (Measure::NeedReach, ..) => lang.pick("The reach of debt help", "Het bereik van de schuldhulp").to_owned(),
        (Measure::ReachStarted, Of::Phase(which), _) => {
            let which = phase(lang, which);
            lang.pick(
                format!("The share of residents in need who start “{which}” in a year"),
                format!("Het deel van de inwoners in nood dat per jaar aan “{which}” begint"),
            )
        }
        (Measure::ReachFinished, Of::Phase(which), _) => {
            let which = phase(lang, which);
            lang.pick(
                format!("The share of residents in need who finish “{which}” in a year"),
                format!("Het deel van de inwoners in nood dat per jaar “{which}” afrondt"),
            )
        }
        (Measure::Lasting, ..) => lang
            .pick("The share that succeeds and does not come back", "Het deel dat slaagt en niet terugkomt")
            .to_owned(),
        (Measure::Outcome, ..) => {
            lang.pick(format!("The share that ends with “{of}”"), format!("Het deel dat eindigt met “{of}”"))
        }
        (Measure::ClockKept, ..) => {
            lang.pick(format!("Keeping the term “{of}”"), format!("Het halen van de termijn “{of}”"))
        }
        (Measure::Wait, _, Statistic::Mean) => {
            lang.pick(format!("The mean wait{whose}"), format!("De gemiddelde wachttijd{whose}"))
        }
        (Measure::Wait, _, Statistic::Quantile(place)) if plan.quantiles.get(usize::from(place)) == Some(&0.5) => {
            lang.pick(format!("The median wait{whose}"), format!("De mediane wachttijd{whose}"))
        }
        (Measure::DroppedOut, ..) => lang.pick(format!("Drop-out at {of}"), format!("De uitval bij {of}")),
        (Measure::Queue, ..) => lang.pick(format!("The queue{whose}"), format!("De wachtrij{whose}")),
        (Measure::Cost, Of::Chain, _) => lang.pick("The cost of the chain", "De kosten van de keten").to_owned(),
        (Measure::CostPerLasting, ..) => {
            lang.pick("The cost per lasting success", "De kosten per blijvend gelukt traject").to_owned()
        }
        _ => capital(&measures::row(lang, scenario, plan, key)),
    }
}

/// With a capital, as at the beginning of a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How well the effect of an intervention is known, in a sentence.
pub(crate) fn strength(lang: Lang, strength: Strength) -> &'static str {
    match strength {
        Strength::Experiment => lang.pick(
            "Its effect is well known: residents were assigned by chance.",
            "Het effect is goed bekend: inwoners zijn door loting ingedeeld.",
        ),
        Strength::Comparison => lang.pick(
            "Its effect is fairly well known: places or people with and without it were compared.",
            "Het effect is redelijk bekend: plaatsen of mensen met en zonder zijn vergeleken.",
        ),
        Strength::BeforeAfter => lang.pick(
            "Its effect is not well known: only before and after were compared.",
            "Het effect is niet goed bekend: alleen voor en na zijn vergeleken.",
        ),
        Strength::Pilot => lang.pick(
            "Its effect is not well known: there was only a pilot.",
            "Het effect is niet goed bekend: er was alleen een proef.",
        ),
        Strength::Case => lang.pick(
            "Its effect is not well known: one place tells of it.",
            "Het effect is niet goed bekend: één plaats vertelt erover.",
        ),
        Strength::Expectation => lang.pick(
            "Its effect is not known: it is what people expect.",
            "Het effect is niet bekend: het is een verwachting.",
        ),
        Strength::Assumption => {
            lang.pick("Its effect is not known: it is assumed.", "Het effect is niet bekend: het is een aanname.")
        }
    }
}
