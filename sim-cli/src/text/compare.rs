//! Texts about scenarios side by side.

use sim_core::experiment::DifferenceVerdict;
use sim_core::lang::Lang;
use sim_core::scenario::figures::Mark;
use sim_core::scenario::{HalfWidth, Scenario, Strength, Wanted};

texts! {
    base: "base", "basis";
    measure: "measure", "maat";
    difference: "difference", "verschil";
    verdict: "verdict", "oordeel";
    queue_went: "where the queue went", "waar de wachtrij bleef";
    worst_first: "waiting: on average over time, the stage whose queue grew most first; the verdict is about the queue.", "wachtend: gemiddeld over de tijd, de stap waar de wachtrij het meest groeide eerst; het oordeel gaat over de wachtrij.";
    nothing_changes: "Nothing changes: every row is the same in every replication.", "Er verandert niets: elke rij is in elke herhaling gelijk.";
    waiting: "waiting", "wachtend";
    longer: "longer by", "langer met";
    wait: "mean wait", "gemiddelde wachttijd";
    more_drop_out: "drop-out", "uitval";
    who_gains: "who gains, residents a year", "wie erop vooruitgaat, inwoners per jaar";
    number: "number", "aantal";
    sooner: "helped more than a day sooner", "meer dan een dag eerder geholpen";
    later: "helped more than a day later", "meer dan een dag later geholpen";
    same_day: "helped in both, within a day", "in beide geholpen, binnen een dag";
    gained: "helped who were not", "geholpen die dat niet waren";
    lost: "not helped who were", "niet geholpen die dat wel waren";
    by_class: "by class", "per doelgroep";
    costs: "cost", "kosten";
    extra_a_year: "more a year than the base (euro)", "meer per jaar dan de basis (euro)";
    per_reached: "for each resident more who is helped (euro)", "per inwoner die extra wordt geholpen (euro)";
    per_week: "for each week by which help comes sooner (euro)", "per week dat hulp eerder komt (euro)";
    may_be_nothing: "no estimate: the effect may be nothing", "geen schatting: het effect kan nul zijn";
    other_way: "no estimate: the effect is the other way", "geen schatting: het effect is andersom";
    nobody_followed: "nobody can be followed: the follow-up of the report leaves no residents", "niemand is te volgen: de volgtijd in het verslag laat geen inwoners over";
    begins_later: "no estimate: it begins later than the residents who are followed came", "geen schatting: het begint later dan de gevolgde inwoners kwamen";
    few_claims: "None of the waits and outcomes of everybody can be told apart from chance; what can is in the tables and in --format csv.", "Geen wachttijd of uitkomst van iedereen is van toeval te onderscheiden; wat wel, staat in de tabellen en in --format csv.";
    points: "points", "procentpunt";
    nothing_differs: "the two files differ in nothing that counts", "de twee bestanden verschillen in niets dat telt";
    same_luck: "all with the same luck", "alle met hetzelfde toeval";
    no_claims: "Nothing can be told apart from chance.", "Niets is van toeval te onderscheiden.";
}

/// A verdict in words.
pub(crate) fn verdict_name(lang: Lang, verdict: DifferenceVerdict) -> &'static str {
    match verdict {
        DifferenceVerdict::Unchanged => lang.pick("unchanged", "onveranderd"),
        DifferenceVerdict::Better => lang.pick("better", "beter"),
        DifferenceVerdict::Worse => lang.pick("worse", "slechter"),
        DifferenceVerdict::More => lang.pick("more", "meer"),
        DifferenceVerdict::Less => lang.pick("less", "minder"),
        DifferenceVerdict::CannotTell => lang.pick("cannot be told apart", "niet te onderscheiden"),
        DifferenceVerdict::TooFew => lang.pick("too few", "te weinig"),
        DifferenceVerdict::OnlyHere => lang.pick("only here", "alleen hier"),
    }
}

/// A verdict as programs read it.
pub(crate) fn verdict_word(verdict: DifferenceVerdict) -> &'static str {
    match verdict {
        DifferenceVerdict::Unchanged => "unchanged",
        DifferenceVerdict::Better => "better",
        DifferenceVerdict::Worse => "worse",
        DifferenceVerdict::More => "more",
        DifferenceVerdict::Less => "less",
        DifferenceVerdict::CannotTell => "cannot_be_told_apart",
        DifferenceVerdict::TooFew => "too_few_events",
        DifferenceVerdict::OnlyHere => "only_one_has_it",
    }
}

/// Strength and mark of the evidence.
pub(crate) fn evidence(lang: Lang, strength: Strength, mark: Option<Mark>) -> String {
    let strength = match strength {
        Strength::Experiment => lang.pick("experiment", "experiment"),
        Strength::Comparison => lang.pick("comparison of places or people", "vergelijking van plaatsen of mensen"),
        Strength::BeforeAfter => lang.pick("before and after", "voor en na"),
        Strength::Pilot => lang.pick("pilot", "proef"),
        Strength::Case => lang.pick("one place tells", "één plaats vertelt het"),
        Strength::Expectation => lang.pick("expectation", "verwachting"),
        Strength::Assumption => lang.pick("assumption", "aanname"),
    };
    match mark {
        Some(mark) => format!("{strength} ({})", mark.word()),
        None => strength.to_owned(),
    }
}

/// The heading of an arm.
pub(crate) fn with(lang: Lang, name: &str, title: &str) -> String {
    lang.pick(format!("with {name}: {title}"), format!("met {name}: {title}"))
}

/// The scenario after interventions cannot be read, which `apply` should have seen.
pub(crate) fn cannot_be_read(lang: Lang, name: &str) -> String {
    lang.pick(format!("the scenario with {name} cannot be read"), format!("het scenario met {name} is niet te lezen"))
}

/// Two scenarios measured over other periods.
pub(crate) fn other_period(lang: Lang, file: &str, base: &Scenario, other: &Scenario) -> String {
    let period = |scenario: &Scenario| {
        let horizon = super::span(lang, scenario.horizon.as_days());
        lang.pick(format!("{horizon} from {}", scenario.start), format!("{horizon} vanaf {}", scenario.start))
    };
    let (base, other) = (period(base), period(other));
    lang.pick(
        format!("{file}: measured over {other}, the first scenario over {base}; give both the same `start` and `horizon` (--set changes it in all)"),
        format!("{file}: gemeten over {other}, het eerste scenario over {base}; geef beide dezelfde `start` en `horizon` (--set verandert het in alle)"),
    )
}

/// Two scenarios that follow their residents for different times.
pub(crate) fn other_follow_up(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("{file}: `report.follow_up` is another than that of the first scenario, so other residents would be followed; give both the same (--set report.follow_up=\"2 years\" changes it in all)"),
        format!("{file}: `report.follow_up` is anders dan in het eerste scenario, dus andere inwoners zouden worden gevolgd; geef beide dezelfde (--set report.follow_up=\"2 jaar\" verandert het in alle)"),
    )
}

/// How the figures of a comparison are to be read.
pub(crate) fn legend(lang: Lang) -> &'static str {
    lang.pick(
        "difference: the same residents with the same luck in both; ± is half of its own 95 % interval; of percentages in points.\nbetter, worse, more, less: told apart from chance, corrected for all rows of an arm that were tested together (in 95 % of arms no such word is wrong).\ncannot be told apart: may be chance alone; more replications (--precision) may tell. too few: fewer than 20 events.",
        "verschil: dezelfde inwoners met hetzelfde toeval in beide; ± is het halve eigen 95 %-interval; van percentages in procentpunten.\nbeter, slechter, meer, minder: van toeval te onderscheiden, gecorrigeerd voor alle rijen van een variant die samen zijn getoetst (in 95 % van de varianten is geen van die woorden fout).\nniet te onderscheiden: kan toeval zijn; meer herhalingen (--precision) kunnen het uitwijzen. te weinig: minder dan 20 gebeurtenissen.",
    )
}

/// Whose help is counted.
pub(crate) fn help_is(lang: Lang, stages: &str, followed: &str) -> String {
    lang.pick(
        format!("each beside themselves in the base; helped: work began at {stages}; {followed}."),
        format!("ieder naast zichzelf in de basis; geholpen: begonnen bij {stages}; {followed}."),
    )
}

/// Who is followed came before the intervention began.
pub(crate) fn came_before(lang: Lang, from: &str) -> String {
    lang.pick(
        format!("beware: it begins on {from}; many of these residents came before that. A shorter `report.follow_up` follows later ones too."),
        format!("let op: het begint op {from}; veel van deze inwoners kwamen daarvoor. Met een kortere `report.follow_up` tellen ook latere mee."),
    )
}

/// A measure that changed, in a sentence.
///
/// * `up` – whether it rose
/// * `between` – the interval of the size of the change
pub(crate) fn sentence(
    lang: Lang,
    what: &str,
    up: bool,
    (before, after): (&str, &str),
    between: &str,
    verdict: &str,
) -> String {
    lang.pick(
        format!(
            "{what} {} from {before} to {after} ({between} {}): {verdict}.",
            if up { "rises" } else { "falls" },
            if up { "more" } else { "less" }
        ),
        format!(
            "{what} {} van {before} naar {after} ({between} {}): {verdict}.",
            if up { "stijgt" } else { "daalt" },
            if up { "meer" } else { "minder" }
        ),
    )
}

/// How precise a difference was wanted, and is.
///
/// * `reached` – half its interval, and the value in the base, in the unit of the measure (days for times)
pub(crate) fn precision(lang: Lang, arm: &str, wanted: &Wanted, reached: Option<(f64, f64)>) -> String {
    let in_words = |width: f64, relative: bool| match relative {
        true => super::values::percent(lang, (width * 1e4).round() / 1e4),
        false => super::values::number(lang, (width * 1e4).round() / 1e4),
    };
    let (size, relative) = match wanted.half_width {
        HalfWidth::Relative(size) => (size, true),
        HalfWidth::Absolute(size) => (size, false),
    };
    let reached = match reached {
        Some((_, base)) if relative && base == 0.0 => None,
        Some((width, base)) => Some(in_words(if relative { width / base.abs() } else { width }, relative)),
        None => None,
    };
    let reached = reached.unwrap_or_else(|| crate::number::ABSENT.to_owned());
    let (measure, size) = (&wanted.measure, in_words(size, relative));
    let of = if relative { lang.pick(" of the base", " van de basis") } else { "" };
    lang.pick(
        format!("precision of the difference, {arm}, {measure}: ± {size}{of} wanted, ± {reached} reached"),
        format!("precisie van het verschil, {arm}, {measure}: ± {size}{of} gevraagd, ± {reached} gehaald"),
    )
}

/// Rows that are the same in every replication.
pub(crate) fn unchanged(lang: Lang, names: &str) -> String {
    lang.pick(format!("unchanged in every replication: {names}"), format!("onveranderd in elke herhaling: {names}"))
}

/// How many rows there are, and how many were tested together.
pub(crate) fn all_rows(lang: Lang, rows: usize, tested: usize) -> String {
    lang.pick(
        format!("{tested} of {rows} rows were tested together; all of them, by class too: --format csv."),
        format!("{tested} van {rows} rijen zijn samen getoetst; allemaal, ook per doelgroep: --format csv."),
    )
}

/// A class that gains or loses.
pub(crate) fn more_classes(lang: Lang, more: usize) -> String {
    lang.pick(format!("and {more} more rows by class"), format!("en nog {more} rijen per doelgroep"))
}

/// No class stands out.
pub(crate) fn no_class(lang: Lang) -> &'static str {
    lang.pick(
        "by class: no difference can be told apart from chance",
        "per doelgroep: geen verschil is van toeval te onderscheiden",
    )
}

/// What differs in a parameter.
pub(crate) fn changed(lang: Lang, path: &str, before: Option<&str>, after: Option<&str>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{path}: {before} → {after}"),
        (None, Some(after)) => lang.pick(format!("{path}: new, {after}"), format!("{path}: nieuw, {after}")),
        (Some(before), None) => lang.pick(format!("{path}: gone, was {before}"), format!("{path}: weg, was {before}")),
        (None, None) => path.to_owned(),
    }
}
