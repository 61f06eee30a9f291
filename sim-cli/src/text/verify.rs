//! Texts of `keten verify`.

use sim_core::lang::Lang;

use crate::verify::{CaseError, Gap, Reason, TraceRow, Verdict, Wrong};

/// A verdict in a word.
pub(crate) fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => lang.pick("pass", "goed"),
        Verdict::Fail => lang.pick("FAIL", "FOUT"),
        Verdict::CannotExpress => lang.pick("cannot express", "niet uit te drukken"),
        Verdict::Undecided => lang.pick("undecided", "onbeslist"),
    }
}

/// Why a check did not pass.
pub(crate) fn reason(lang: Lang, reason: &Reason) -> String {
    match reason {
        Reason::Gap(Gap { construct, place }) => format!("{construct} ({place})"),
        Reason::Malformed(error) => malformed(lang, error),
        Reason::Stopped(why) => why.clone(),
        Reason::Trace(row, expected, found) => {
            let (expected, found) = (trace_row(lang, expected.as_ref()), trace_row(lang, found.as_ref()));
            lang.pick(
                format!("row {row}: expected {expected}, found {found}"),
                format!("rij {row}: verwacht {expected}, gevonden {found}"),
            )
        }
        Reason::Absent => lang.pick("nothing was counted", "er is niets geteld").to_owned(),
        Reason::Soft => lang
            .pick("a miss, but the publication leaves rules open", "niet gehaald, maar de bron laat regels open")
            .to_owned(),
    }
}

fn trace_row(lang: Lang, row: Option<&TraceRow>) -> String {
    let Some(row) = row else { return lang.pick("no such row", "geen rij").to_owned() };
    let time = |time: Option<f64>| time.map_or("–".to_owned(), |time| time.to_string());
    format!("{} {} {} {}", row.arrival, time(row.start), time(row.end), row.outcome)
}

/// What is wrong with a case.
pub(crate) fn malformed(lang: Lang, error: &CaseError) -> String {
    let what = match &error.wrong {
        Wrong::Form(words) => words.clone(),
        Wrong::Expected(found, accepted) => {
            lang.pick(format!("found {found}, expected {accepted}"), format!("gevonden {found}, verwacht {accepted}"))
        }
        Wrong::Missing => lang.pick("is missing", "ontbreekt").to_owned(),
        Wrong::Unknown(name) => {
            lang.pick(format!("`{name}` is not in the case"), format!("`{name}` staat niet in de case"))
        }
    };
    if error.place.is_empty() { what } else { format!("{}: {what}", error.place) }
}

/// How many cases came out how.
pub(crate) fn summary(lang: Lang, cases: usize, [pass, fail, gap, undecided]: [usize; 4]) -> String {
    let word = if cases == 1 { "case" } else { "cases" };
    lang.pick(
        format!("{cases} {word}: {pass} passed, {fail} failed, {gap} cannot be expressed, {undecided} undecided"),
        format!("{cases} {word}: {pass} goed, {fail} fout, {gap} niet uit te drukken, {undecided} onbeslist"),
    )
}

/// No cases were found.
pub(crate) fn no_cases(lang: Lang, path: &str) -> String {
    lang.pick(format!("{path}: no cases (*.json) in this folder"), format!("{path}: geen cases (*.json) in deze map"))
}

/// A known gap that is none any more.
pub(crate) fn closed_gap(lang: Lang, id: &str) -> String {
    lang.pick(
        format!("{id} is listed as a known gap but can be expressed now; take it off the list"),
        format!("{id} staat op de lijst van bekende gaten maar is nu uit te drukken; haal het van de lijst"),
    )
}

/// A known gap that no case has the name of.
pub(crate) fn unknown_gap(lang: Lang, id: &str) -> String {
    lang.pick(
        format!("{id} is listed as a known gap but no such case was judged"),
        format!("{id} staat op de lijst van bekende gaten maar er is geen case met die naam beoordeeld"),
    )
}

/// Two cases with the same name.
pub(crate) fn case_twice(lang: Lang, file: &str, id: &str) -> String {
    lang.pick(
        format!("{file}: there is another case with the id `{id}`"),
        format!("{file}: er is nog een case met de id `{id}`"),
    )
}
