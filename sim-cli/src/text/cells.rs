//! Texts about kept replications.

use std::path::Path;

use sim_core::lang::Lang;

use super::files::why;

/// Somebody's file is in the way.
pub(crate) fn is_a_file(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--keep {path}: is a file; give a folder, or the name of one that does not exist yet"),
        format!("--keep {path}: is een bestand; geef een map, of de naam van een map die nog niet bestaat"),
    )
}

/// The folder above does not exist.
pub(crate) fn no_parent(lang: Lang, path: &Path, parent: &Path) -> String {
    let (path, parent) = (path.display(), parent.display());
    lang.pick(
        format!("--keep {path}: the folder {parent} does not exist; make it first"),
        format!("--keep {path}: de map {parent} bestaat niet; maak die eerst"),
    )
}

/// There is no more room.
pub(crate) fn full(lang: Lang, path: &Path, most: u64) -> String {
    let (path, most) = (path.display(), (most as f64 / f64::from(1 << 30)).round());
    lang.pick(
        format!("{path} is full ({most} GB); what was simulated after that is not kept"),
        format!("{path} is vol ({most} GB); wat daarna is doorgerekend, is niet bewaard"),
    )
}

/// Nothing can be written there.
pub(crate) fn failed(lang: Lang, path: &Path, error: &std::io::Error) -> String {
    let (path, why) = (path.display(), why(lang, error));
    lang.pick(
        format!("{path}: {why}; what was simulated after that is not kept"),
        format!("{path}: {why}; wat daarna is doorgerekend, is niet bewaard"),
    )
}
