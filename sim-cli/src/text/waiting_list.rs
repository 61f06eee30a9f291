//! What can be wrong with a waiting list.

use sim_core::lang::Lang;

/// Where.
pub(crate) fn at_line(lang: Lang, line: u64, problem: &str) -> String {
    lang.pick(format!("line {line}: {problem}"), format!("regel {line}: {problem}"))
}

/// More problems than are shown.
pub(crate) fn more(lang: Lang, number: usize) -> String {
    lang.pick(format!("and {number} more"), format!("en nog {number}"))
}

/// A column that means nothing.
pub(crate) fn unknown_column(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("line 1: there is no column `{found}`; known: stage, state, since, class, step"),
        format!("regel 1: kolom `{found}` is niet bekend; wel bekend: stap, toestand, sinds, doelgroep, handeling"),
    )
}

/// A column that must be there.
pub(crate) fn missing_column(lang: Lang, name: &str) -> String {
    lang.pick(format!("line 1: the column `{name}` is missing"), format!("regel 1: de kolom `{name}` ontbreekt"))
}

/// A cell that must not be empty.
pub(crate) fn empty_cell(lang: Lang, name: &str) -> String {
    lang.pick(format!("`{name}` is empty"), format!("`{name}` is leeg"))
}

/// Not a state.
pub(crate) fn unknown_state(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("the state is `{found}`; it can be waiting, in_work or staying"),
        format!("de toestand is `{found}`; het kan zijn: wachtend, in_behandeling of lopend"),
    )
}

/// Not a date.
pub(crate) fn not_a_date(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("`{found}` is no date; write 2027-01-04 or 4-1-2027"),
        format!("`{found}` is geen datum; schrijf 2027-01-04 of 4-1-2027"),
    )
}

/// Not a step.
pub(crate) fn not_a_step(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("`{found}` is no step; a step is a number from 1"),
        format!("`{found}` is geen handeling; een handeling is een nummer vanaf 1"),
    )
}

/// A stage that does not exist.
pub(crate) fn unknown_stage(lang: Lang, found: &str, known: &str) -> String {
    lang.pick(
        format!("there is no stage `{found}`; known: {known}"),
        format!("er is geen stap `{found}`; wel bekend: {known}"),
    )
}

/// A class that does not exist.
pub(crate) fn unknown_class(lang: Lang, found: &str, known: &str) -> String {
    lang.pick(
        format!("there is no class `{found}`; known: {known}"),
        format!("er is geen doelgroep `{found}`; wel bekend: {known}"),
    )
}

/// A date after the beginning.
pub(crate) fn too_late(lang: Lang, found: &str, start: &str) -> String {
    lang.pick(
        format!("{found} is after the beginning of the simulation ({start})"),
        format!("{found} is na het begin van de simulatie ({start})"),
    )
}
