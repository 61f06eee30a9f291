//! Texts about bottlenecks.

use sim_core::experiment::{BottlenecksError, ObjectiveError, RoundsEnd, SignKind};
use sim_core::lang::Lang;
use sim_core::observe::Measure;
use sim_core::scenario::{Relief, ReliefKind, ReliefOf, Scenario};

use super::{end_name, title};

texts! {
    rank: "rank", "plaats";
    bottleneck: "bottleneck", "knelpunt";
    intervention: "intervention", "interventie";
    per_tenth: "by a tenth", "voor een tiende";
    effect: "effect", "effect";
    wait: "less waiting (days)", "minder wachten (dagen)";
    cost: "euro a year", "euro per jaar";
    at_rank: "right rank", "juiste plaats";
    points: "points", "procentpunt";
    sign: "classical sign", "klassiek teken";
    first: "first", "eerste";
    second: "second", "tweede";
    third: "third", "derde";
    helps: "among ours", "bij de onze";
    yes: "yes", "ja";
    no: "no", "nee";
    stage: "where the queue went", "waar de wachtrij bleef";
    before: "waiting before", "wachtend voor";
    after: "after", "na";
    more: "more", "meer";
    overview: "how the order changed", "hoe de volgorde veranderde";
    not_tried: "Not tried, because it does not fit:", "Niet geprobeerd, want het past niet:";
    all_done: "Every round that was asked for is done.", "Alle gevraagde rondes zijn gedaan.";
    nothing_helps: "No more rounds: nothing that is left can be told apart from nothing.", "Geen rondes meer: van wat overblijft is geen enkel effect van niets te onderscheiden.";
    nothing_left: "No more rounds: nothing is left to try.", "Geen rondes meer: er is niets meer om te proberen.";
    interrupted: "Interrupted: the rounds above are whole.", "Onderbroken: de rondes hierboven zijn af.";
    smallest: "* people and places are whole: the smallest step there is, in proportion.", "* mensen en plekken zijn heel: de kleinste stap die er is, naar verhouding.";
    money: "euro: what the whole chain costs more a year. People are priced; what it takes to shorten a time or to lose fewer is not.", "euro: wat de hele keten per jaar meer kost. Mensen hebben een prijs; wat het kost om een tijd te verkorten of minder mensen te verliezen niet.";
    interrupted_early: "interrupted before the first round was done; with --keep DIR or --out DIR the same command goes on where it was", "onderbroken voordat de eerste ronde klaar was; met --keep MAP of --out MAP gaat dezelfde opdracht verder waar die was";
    legend: "effect: how much better the objective becomes, the same residents with the same luck; ± is half of the 95 % interval. less waiting: days less that a resident waits in all, more with a minus sign. right rank: the probability that it stands at its right place among these.",
        "effect: hoeveel beter het doel wordt, dezelfde inwoners met hetzelfde toeval; ± is het halve 95 %-interval. minder wachten: dagen die een inwoner in totaal minder wacht, meer met een minteken. juiste plaats: de kans dat het hier op zijn juiste plaats staat.";
}

/// The objective in words.
///
/// * `row` – the row it is, where it is a single one
/// * `of` – the title of the stage that it is of, where it is of one
pub(crate) fn objective(lang: Lang, name: &str, row: Option<Measure>, of: Option<String>) -> String {
    match name {
        "success" => {
            lang.pick("residents a year who leave with success", "inwoners per jaar die met succes vertrekken")
        }
        "wait" => lang.pick("days that a resident waits in all", "dagen die een inwoner in totaal wacht"),
        _ if name.starts_with("reach_started:curative:") => lang.pick(
            "residents in need who start curative help in a year, of all in need",
            "inwoners in nood die in een jaar met curatieve hulp beginnen, van wie in nood is",
        ),
        _ => {
            let of = of.map_or(String::new(), |of| format!(", {of}"));
            return row.map_or_else(
                || name.to_owned(),
                |row| format!("{}{of} ({name})", super::measures::measure(lang, row)),
            );
        }
    }
    .to_owned()
}

/// A bottleneck in words.
pub(crate) fn relief(lang: Lang, scenario: &Scenario, relief: &Relief) -> String {
    use ReliefKind as Kind;
    let of = of(lang, scenario, &relief.of);
    match relief.kind {
        Kind::Capacity => lang.pick(format!("people of {of}"), format!("mensen van {of}")),
        Kind::Places => lang.pick(format!("places of {of}"), format!("plekken van {of}")),
        Kind::Work => lang.pick(format!("hours of {of}"), format!("uren van {of}")),
        Kind::ContactWork => lang.pick(format!("hours of contacts: {of}"), format!("uren van contacten: {of}")),
        Kind::Rework => lang.pick(format!("hours of rework: {of}"), format!("uren van herstel: {of}")),
        Kind::Delay => lang.pick(format!("time of {of}"), format!("duur van {of}")),
        Kind::Patience => lang.pick(format!("giving up waiting: {of}"), format!("afhaken in de rij: {of}")),
        Kind::Leave => lang.pick(format!("leaving during {of}"), format!("weggaan tijdens {of}")),
        Kind::NoShow => lang.pick(format!("missed appointments: {of}"), format!("gemiste afspraken: {of}")),
        Kind::TransferTime => lang.pick(format!("time on the way: {of}"), format!("tijd onderweg: {of}")),
        Kind::TransferLoss => lang.pick(format!("lost on the way: {of}"), format!("onderweg kwijt: {of}")),
        Kind::Returns => lang.pick(format!("sent back: {of}"), format!("teruggestuurd: {of}")),
        Kind::ReplyTime => {
            lang.pick(format!("time until creditors answer: {of}"), format!("tijd tot schuldeisers antwoorden: {of}"))
        }
        Kind::Refusals => lang.pick(format!("creditors who refuse: {of}"), format!("schuldeisers die weigeren: {of}")),
        Kind::Room => lang.pick(format!("room at {of}"), format!("ruimte bij {of}")),
        Kind::AttemptWork => lang.pick(format!("hours of {of}"), format!("uren van {of}")),
        Kind::AttemptWait => lang.pick(format!("time after {of}"), format!("tijd na {of}")),
        Kind::Reached => lang.pick(format!("not reached by {of}"), format!("niet bereikt door {of}")),
        Kind::Accepts => lang.pick(format!("help not accepted at {of}"), format!("hulp niet aangenomen bij {of}")),
        Kind::Applying => lang.pick(format!("applying late: {of}"), format!("laat aanmelden: {of}")),
        Kind::TakenUp => lang.pick(format!("signals not taken up: {of}"), format!("signalen niet opgepakt: {of}")),
        Kind::Threshold => {
            lang.pick(format!("arrears needed for a signal: {of}"), format!("achterstand nodig voor een signaal: {of}"))
        }
        Kind::ComingBack => lang.pick(format!("coming back after {of}"), format!("terugkomen na {of}")),
    }
}

fn of(lang: Lang, scenario: &Scenario, of: &ReliefOf) -> String {
    let stage = |name: &str| {
        let known = scenario.stages.iter().find(|stage| stage.name == name);
        known.map_or_else(|| name.to_owned(), |stage| title(&stage.title, &stage.name))
    };
    let end = |name: &str| {
        let known = scenario.ends.iter().find(|end| end.name == name);
        known.map_or_else(|| name.to_owned(), |end| end_name(lang, end))
    };
    match of {
        ReliefOf::Team(name) => {
            let team = scenario.teams.iter().find(|team| team.name == *name);
            team.map_or_else(|| name.clone(), |team| title(&team.title, &team.name))
        }
        ReliefOf::Stage(name, None) => stage(name),
        ReliefOf::Stage(name, Some(step)) => {
            let stage = stage(name);
            lang.pick(format!("{stage}, step {step}"), format!("{stage}, handeling {step}"))
        }
        ReliefOf::Attempt(name, which) => {
            let stage = stage(name);
            lang.pick(format!("attempt {which} of {stage}"), format!("poging {which} van {stage}"))
        }
        ReliefOf::Way(from, to) => {
            let is_stage = scenario.stages.iter().any(|stage| stage.name == *to);
            format!("{} → {}", stage(from), if is_stage { stage(to) } else { end(to) })
        }
        ReliefOf::Pool(name) => {
            let pool = scenario.pools.iter().find(|pool| pool.name == *name);
            pool.map_or_else(|| name.clone(), |pool| title(&pool.title, &pool.name))
        }
        ReliefOf::End(name) => end(name),
    }
}

/// A classical sign in words.
pub(crate) fn sign_name(lang: Lang, kind: SignKind) -> &'static str {
    match kind {
        SignKind::Utilisation => lang.pick("busiest team", "drukste team"),
        SignKind::OfferedLoad => lang.pick("most work offered for its people", "meeste werk voor zijn mensen"),
        SignKind::LongestQueue => lang.pick("longest queue", "langste rij"),
        SignKind::LongestWait => lang.pick("longest wait", "langste wachttijd"),
    }
}

/// The classical signs point elsewhere.
pub(crate) fn misleads(lang: Lang, sign: &str, name: &str) -> String {
    lang.pick(
        format!("{sign} points at {name}, and relieving that is not among the best here."),
        format!("{sign} wijst naar {name}, en dat verlichten hoort hier niet bij het beste."),
    )
}

/// The line below the title.
pub(crate) fn head(lang: Lang, file: &str, seed: u64, replications: u32, horizon: &str, warm_up: &str) -> String {
    lang.pick(
        format!(
            "{file}   seed {seed}   {replications} replications in all, each of {horizon} after {warm_up} of warm-up"
        ),
        format!("{file}   seed {seed}   {replications} herhalingen in totaal, elk van {horizon} na {warm_up} inloop"),
    )
}

/// What is ranked by.
pub(crate) fn ranked_by(lang: Lang, objective: &str) -> String {
    lang.pick(format!("objective: {objective}"), format!("doel: {objective}"))
}

/// The heading of a round.
pub(crate) fn round(lang: Lang, number: usize, objective: &str, wait: &str) -> String {
    lang.pick(
        format!("Round {number}: {objective}; a resident waits {wait} days in all"),
        format!("Ronde {number}: {objective}; een inwoner wacht in totaal {wait} dagen"),
    )
}

/// The heading of the column with the whole relief.
pub(crate) fn relieved(lang: Lang, degree: f64) -> String {
    let percent = sim_core::text::shortest((degree * 1e4).round() / 100.0);
    if degree >= 1.0 {
        lang.pick("relieved wholly", "helemaal verlicht").to_owned()
    } else {
        lang.pick(format!("relieved by {percent} %"), format!("{percent} % verlicht"))
    }
}

/// The heading of the column with the effect for money.
pub(crate) fn per_money(lang: Lang) -> &'static str {
    lang.pick("per 100,000 euro a year", "per 100.000 euro per jaar")
}

/// How sure the first is, and what the race promises.
///
/// * `stayed` – how many were not dropped and still are not among the first, because the race ended
pub(crate) fn certainty(lang: Lang, first: f64, whole: f64, level: f64, fresh: u32, stayed: usize) -> String {
    let percent = |share: f64| format!("{:.0}", (share * 100.0).floor());
    let (first, whole, kept) = (percent(first), percent(whole), percent(1.0 - level));
    let order = lang.pick(
        format!("The first is the best of these with {first} %, and the whole order is right with {whole} % (from {fresh} fresh replications)"),
        format!("De eerste is met {first} % de beste van deze, en de hele volgorde klopt met {whole} % (uit {fresh} verse herhalingen)"),
    );
    order
        + &match stayed {
            0 => lang.pick(
                format!("; the best of all is among these with at least {kept} %."),
                format!("; de beste van alles zit er met minstens {kept} % bij."),
            ),
            stayed => lang.pick(
                format!(
                    "; with at least {kept} % the best of all is among these and the {stayed} that were not dropped."
                ),
                format!("; met minstens {kept} % zit de beste van alles bij deze en de {stayed} die niet afvielen."),
            ),
        }
}

/// What the race had of the others.
///
/// * `dropped` – after so many replications, how many
pub(crate) fn others(lang: Lang, stayed: usize, dropped: &[(u32, usize)], unused: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    if stayed > 0 {
        parts.push(lang.pick(
            format!("{stayed} not dropped but behind these when the race ended"),
            format!("{stayed} niet afgevallen maar achter deze toen de race eindigde"),
        ));
    }
    parts.extend(dropped.iter().map(|(after, number)| {
        lang.pick(
            format!("{number} dropped after {after} replications"),
            format!("{number} afgevallen na {after} herhalingen"),
        )
    }));
    if unused > 0 {
        parts.push(
            lang.pick(format!("{unused} where nobody comes or waits"), format!("{unused} waar niemand komt of wacht")),
        );
    }
    let parts = parts.join("; ");
    lang.pick(format!("The others: {parts}."), format!("De andere: {parts}."))
}

/// What was applied and what it brought.
pub(crate) fn brought(lang: Lang, what: &str, effect: &str, wait: &str) -> String {
    lang.pick(
        format!("Applied: {what}. It brings {effect}; a resident waits {wait} in all."),
        format!("Toegepast: {what}. Dat brengt {effect}; een inwoner wacht in totaal {wait}."),
    )
}

/// The same over all rounds so far.
pub(crate) fn so_far(lang: Lang, effect: &str, wait: &str) -> String {
    lang.pick(
        format!("All rounds so far: {effect}; a resident waits {wait} in all."),
        format!("Alle rondes tot nu toe: {effect}; een inwoner wacht in totaal {wait}."),
    )
}

/// So many days less, or more.
pub(crate) fn days_less(lang: Lang, days: &str, less: bool) -> String {
    match less {
        true => lang.pick(format!("{days} days less"), format!("{days} dagen minder")),
        false => lang.pick(format!("{days} days more"), format!("{days} dagen meer")),
    }
}

/// What interventions cost so far.
pub(crate) fn spent(lang: Lang, euro: &str) -> String {
    lang.pick(
        format!("Spent so far over the horizon: {euro} euro."),
        format!("Tot nu toe over de looptijd: {euro} euro."),
    )
}

/// The heading of a round in the overview.
pub(crate) fn round_column(lang: Lang, number: usize) -> String {
    lang.pick(format!("round {number}"), format!("ronde {number}"))
}

/// Why there were no more rounds.
pub(crate) fn end(lang: Lang, end: RoundsEnd) -> &'static str {
    match end {
        RoundsEnd::AllDone => all_done(lang),
        RoundsEnd::NothingHelps => nothing_helps(lang),
        RoundsEnd::NothingLeft => nothing_left(lang),
        RoundsEnd::Interrupted => interrupted(lang),
    }
}

/// Every replication has a draw of its own of the unknown numbers.
pub(crate) fn draws(lang: Lang, numbers: usize) -> String {
    lang.pick(
        format!("{numbers} unknown numbers: every replication has a draw of its own."),
        format!("{numbers} onbekende getallen: elke herhaling heeft een eigen trekking."),
    )
}

/// An argument that is not understood.
pub(crate) fn not_a_degree(lang: Lang, option: &str, found: &str) -> String {
    lang.pick(
        format!("--{option} {found}: expected a share above 0 % and at most 100 %, as in \"25 %\""),
        format!("--{option} {found}: verwacht een aandeel boven 0 % en hoogstens 100 %, zoals \"25 %\""),
    )
}

/// A budget that is not understood.
pub(crate) fn not_a_budget(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("--budget {found}: expected an amount of money, as in \"200000 euro\""),
        format!("--budget {found}: verwacht een bedrag, zoals \"200000 euro\""),
    )
}

/// Why bottlenecks cannot be looked for, where that is wrong use.
pub(crate) fn refused(lang: Lang, error: &BottlenecksError) -> Option<String> {
    let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Some(match error {
        BottlenecksError::Objective(ObjectiveError::NoPool) => lang.pick(
            "--objective reach: the scenario has no pool of residents in need; try `success` or `wait`".to_owned(),
            "--objective reach: het scenario heeft geen inwoners in nood (need); probeer `success` of `wait`".to_owned(),
        ),
        BottlenecksError::Objective(ObjectiveError::NoSuccess) => lang.pick(
            "--objective success: the scenario has no end with `success = true`; try `wait`".to_owned(),
            "--objective success: het scenario heeft geen einde met `success = true`; probeer `wait`".to_owned(),
        ),
        BottlenecksError::Objective(ObjectiveError::Unknown { found, known }) => lang.pick(
            format!("--objective {found}: there is no such measure; known are `reach`, `success`, `wait`, and for instance {}", list(known)),
            format!("--objective {found}: die maat bestaat niet; bekend zijn `reach`, `success`, `wait`, en bijvoorbeeld {}", list(known)),
        ),
        BottlenecksError::Objective(ObjectiveError::NoDirection { found }) => lang.pick(
            format!("--objective {found}: more of it is neither better nor worse by itself; take a measure of which one can say so, such as `wait` or `reach`"),
            format!("--objective {found}: meer ervan is op zichzelf niet beter of slechter; neem een maat waarvan dat wel te zeggen is, zoals `wait` of `reach`"),
        ),
        BottlenecksError::NothingToTry => lang.pick(
            "there is nothing to try: no bottleneck to relieve, or no intervention that fits and can be paid".to_owned(),
            "er is niets te proberen: geen knelpunt om te verlichten, of geen interventie die past en betaalbaar is".to_owned(),
        ),
        _ => return None,
    })
}
