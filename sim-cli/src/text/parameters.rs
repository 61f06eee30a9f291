//! Words of the list of parameters.

use sim_core::lang::Lang;

texts! {
    path: "parameter", "parameter";
    value: "value", "waarde";
    note: "note on the source", "toelichting op de bron";
    line: "line", "regel";
}

/// How many parameters there are, how many have no note, and how many are assumptions.
pub(crate) fn count(lang: Lang, all: usize, without: usize, assumed: usize) -> String {
    lang.pick(
        format!("{all} parameters: {without} without a note, {assumed} marked A (assumption)"),
        format!("{all} parameters: {without} zonder toelichting, {assumed} met A (aanname)"),
    )
}
