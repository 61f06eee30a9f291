//! Texts about interventions.

use sim_core::lang::Lang;
use sim_core::scenario::{AppliedChange, Phase, Strength};

texts! {
    name: "intervention", "interventie";
    phase: "phase", "fase";
    evidence: "evidence", "bewijs";
    cost: "cost", "kosten";
}

/// What an intervention does not fit a scenario by.
pub(crate) fn does_not_fit(lang: Lang) -> &'static str {
    lang.pick("do not fit this scenario:", "passen niet op dit scenario:")
}

/// Nothing is at hand.
pub(crate) fn none_at_hand(lang: Lang) -> &'static str {
    lang.pick(
        "no interventions at hand: none in the scenario, and no folder `interventions` beside it; name a file with --interventions",
        "geen interventies bij de hand: geen in het scenario, en geen map `interventions` ernaast; noem een bestand met --interventions",
    )
}

/// Two files with an intervention of one name.
pub(crate) fn name_twice(lang: Lang, name: &str, files: [&String; 2]) -> String {
    let [one, other] = files;
    lang.pick(
        format!("the intervention `{name}` stands in {one} and in {other}; give one of them another name"),
        format!("de interventie `{name}` staat in {one} en in {other}; geef een van beide een andere naam"),
    )
}

/// A name that no intervention has.
pub(crate) fn unknown(lang: Lang, name: &str, known: &[&str]) -> String {
    let like = sim_core::scenario::similar_names(name, known.iter().copied());
    let row = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let found = lang.pick(format!("there is no intervention `{name}`"), format!("er is geen interventie `{name}`"));
    if !like.is_empty() {
        let like = row(&like);
        return found + &lang.pick(format!("; did you mean {like}?"), format!("; bedoelt u {like}?"));
    }
    if known.is_empty() {
        return format!("{found}; {}", none_at_hand(lang));
    }
    let all: Vec<String> = known.iter().map(|&name| name.to_owned()).collect();
    found + &lang.pick(format!("; known: {}", row(&all)), format!("; wel bekend: {}", row(&all)))
}

/// One intervention named twice.
pub(crate) fn twice(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("--with: `{name}` stands there twice; an intervention is applied once"),
        format!("--with: `{name}` staat er twee keer; een interventie wordt één keer toegepast"),
    )
}

/// A file named with `--interventions` in which there are none.
pub(crate) fn none_in_file(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("{file}: there are no interventions in this file (tables [interventions.NAME])"),
        format!("{file}: in dit bestand staan geen interventies (tabellen [interventions.NAAM])"),
    )
}

/// A file of interventions that cannot be used.
pub(crate) fn cannot_be_used(lang: Lang, file: &str, errors: usize) -> String {
    let s = if errors == 1 { "" } else { "s" };
    let fouten = if errors == 1 { "fout" } else { "fouten" };
    lang.pick(
        format!("{file}: cannot be used: {errors} error{s}"),
        format!("{file}: kan niet worden gebruikt: {errors} {fouten}"),
    )
}

/// Interventions that cannot be applied.
pub(crate) fn cannot_be_applied(lang: Lang, names: &str, problems: usize) -> String {
    let s = if problems == 1 { "" } else { "s" };
    let problemen = if problems == 1 { "probleem" } else { "problemen" };
    lang.pick(
        format!("{names} cannot be applied: {problems} problem{s}"),
        format!("{names} kan niet worden toegepast: {problems} {problemen}"),
    )
}

/// A library file that is right.
pub(crate) fn library_is_right(lang: Lang, interventions: usize) -> String {
    let s = if interventions == 1 { "" } else { "s" };
    lang.pick(format!("{interventions} intervention{s}"), format!("{interventions} interventie{s}"))
}

/// A change that was made: where, what, and from when it holds. What is added is there from the beginning on, and says
/// itself who comes to it from when.
pub(crate) fn change(lang: Lang, change: &AppliedChange) -> String {
    let when = match (change.from, change.until) {
        (None, _) if change.after.starts_with("add: ") => String::new(),
        (None, _) => lang.pick(" (always)", " (altijd)").to_owned(),
        (Some(from), None) => lang.pick(format!(" (from {from})"), format!(" (vanaf {from})")),
        (Some(from), Some(until)) => {
            lang.pick(format!(" (growing from {from} to {until})"), format!(" (groeiend van {from} tot {until})"))
        }
    };
    format!("{}: {}{when}", change.path, change.after)
}

/// Changes of several interventions that multiply or add up.
pub(crate) fn combined(lang: Lang, path: &str, by: &str) -> String {
    lang.pick(
        format!("{path}: the changes of {by} are combined"),
        format!("{path}: de wijzigingen van {by} worden gecombineerd"),
    )
}

/// A phase, in the reader's language.
pub(crate) fn phase_name(lang: Lang, phase: Phase) -> &'static str {
    match phase {
        Phase::Need => lang.pick("need", "nood"),
        Phase::Prevention => lang.pick("prevention", "preventie"),
        Phase::Signalling => lang.pick("early signalling", "vroegsignalering"),
        Phase::Intake => lang.pick("intake", "intake"),
        Phase::Curative => lang.pick("curative", "curatief"),
        Phase::Aftercare => lang.pick("aftercare", "nazorg"),
    }
}

/// What kind of evidence there is, in the reader's language.
pub(crate) fn strength(lang: Lang, strength: Strength) -> &'static str {
    match strength {
        Strength::Experiment => lang.pick("experiment", "experiment"),
        Strength::Comparison => lang.pick("comparison", "vergelijking"),
        Strength::BeforeAfter => lang.pick("before and after", "voor en na"),
        Strength::Pilot => lang.pick("pilot", "proef"),
        Strength::Case => lang.pick("case", "voorbeeld"),
        Strength::Expectation => lang.pick("expectation", "verwachting"),
        Strength::Assumption => lang.pick("assumption", "aanname"),
    }
}
