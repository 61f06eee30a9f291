//! Texts about the folder of results and about progress.

use std::path::Path;

use sim_core::lang::Lang;

texts! {
    needs_a_name: "--out: give the folder a name", "--out: geef de map een naam";
    progress_left: "left:", "nog:";
}

/// Somebody's file is in the way.
pub(crate) fn is_a_file(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--out {path}: is a file; give the name of a folder that does not exist yet"),
        format!("--out {path}: is een bestand; geef de naam van een map die nog niet bestaat"),
    )
}

/// The folder holds something else.
pub(crate) fn holds_something_else(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--out {path}: the folder is not empty and holds no results of keten; give another name, or an empty folder"),
        format!("--out {path}: de map is niet leeg en bevat geen resultaten van keten; geef een andere naam, of een lege map"),
    )
}

/// The folder holds earlier results.
pub(crate) fn holds_results(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--out {path}: the folder holds earlier results; add --force to replace them, or give another name"),
        format!("--out {path}: de map bevat eerdere resultaten; gebruik --force om die te vervangen, of geef een andere naam"),
    )
}

/// The folder above does not exist.
pub(crate) fn no_parent(lang: Lang, path: &Path, parent: &Path) -> String {
    let (path, parent) = (path.display(), parent.display());
    lang.pick(
        format!("--out {path}: the folder {parent} does not exist; make it first"),
        format!("--out {path}: de map {parent} bestaat niet; maak die eerst"),
    )
}

/// Nothing can be written there.
pub(crate) fn cannot_write_in(lang: Lang, path: &Path, parent: &Path) -> String {
    let (path, parent) = (path.display(), parent.display());
    lang.pick(
        format!("--out {path}: cannot write in the folder {parent}"),
        format!("--out {path}: kan niet schrijven in de map {parent}"),
    )
}

/// A file could not be written.
pub(crate) fn cannot_write(lang: Lang, path: &Path, name: &str) -> String {
    let path = path.display();
    lang.pick(
        format!("--out {path}: could not write {name}; nothing was changed"),
        format!("--out {path}: kon {name} niet schrijven; er is niets veranderd"),
    )
}

/// The finished folder could not be put in its place.
pub(crate) fn cannot_put_in_place(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--out {path}: could not put the new results in place; what was there is still there"),
        format!("--out {path}: kon de nieuwe resultaten niet op hun plaats zetten; wat er was, is er nog"),
    )
}

/// The old folder could not be put back.
pub(crate) fn old_results_are_at(lang: Lang, path: &Path, at: &Path) -> String {
    let (path, at) = (path.display(), at.display());
    lang.pick(
        format!("--out {path}: could not put the new results in place; the earlier ones are kept in {at}"),
        format!("--out {path}: kon de nieuwe resultaten niet op hun plaats zetten; de eerdere staan in {at}"),
    )
}

/// The folder is written.
pub(crate) fn written(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(format!("results written to {path}"), format!("resultaten geschreven in {path}"))
}

/// How far a run is.
pub(crate) fn progress(lang: Lang, percent: u32, done: u32, expected: u32) -> String {
    lang.pick(
        format!("{percent} % ({done} of {expected} replications)"),
        format!("{percent} % ({done} van {expected} herhalingen)"),
    )
}
