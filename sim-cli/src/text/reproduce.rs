//! Texts of `keten reproduce`.

use std::path::Path;

use sim_core::lang::Lang;
use sim_report::number::fixed;

texts! {
    no_manifest: "is no manifest of keten; give the manifest.json of a folder of results, or the folder",
        "is geen verantwoording van keten; geef de manifest.json van een map met uitkomsten, of die map";
    no_command: "does not say which command these results are of, so they cannot be made again; run it again with --out",
        "zegt niet van welke opdracht deze uitkomsten zijn, dus kunnen ze niet opnieuw worden gemaakt; reken opnieuw met --out";
    interrupted: "these results were interrupted; give the same command again, which goes on where it was, and then reproduce",
        "deze uitkomsten zijn onderbroken; geef dezelfde opdracht nog eens, die gaat verder waar ze was, en controleer dan";
    same: "the same", "hetzelfde";
    changed: "comes out as it was written, but the file in the folder was changed since",
        "komt uit zoals het was geschreven, maar het bestand in de map is sindsdien veranderd";
    not_made: "is not made any more", "wordt niet meer gemaakt";
    not_of_a_log: "these results are not of a log, so there is nothing to say about one; leave out --log and --hash-key",
        "deze uitkomsten zijn niet van een log, dus daar valt niets over te zeggen; laat --log en --hash-key weg";
    needs_key: "cases were hashed with a key, which is not in the folder; give its file with --hash-key KEYFILE",
        "zaken zijn versleuteld met een sleutel, die niet in de map staat; geef het bestand ervan met --hash-key SLEUTELBESTAND";
    needs_no_key: "cases were not hashed; leave out --hash-key", "zaken zijn niet versleuteld; laat --hash-key weg";
    missing: "is not in the folder any more", "staat niet meer in de map";
}

/// The bytes are others.
pub(crate) fn differs(lang: Lang, line: Option<usize>) -> String {
    match line {
        Some(line) => lang.pick(format!("differs, from line {line} on"), format!("is anders, vanaf regel {line}")),
        None => lang.pick("differs", "is anders").to_owned(),
    }
}

/// The log has other bytes.
pub(crate) fn log_changed(lang: Lang, log: &Path, before: u64, now: u64) -> String {
    let log = log.display();
    let (before, now) = (fixed(before as f64, 0, lang), fixed(now as f64, 0, lang));
    lang.pick(
        format!("{log}: the log has changed since these results were made ({before} bytes then, {now} now); say where the old one is with --log LOG, or mine the new one"),
        format!("{log}: het log is veranderd sinds deze uitkomsten zijn gemaakt (toen {before} bytes, nu {now}); zeg met --log LOG waar het oude is, of gebruik `keten mine` op het nieuwe"),
    )
}

/// The log is nowhere.
pub(crate) fn log_missing(lang: Lang, path: &str) -> String {
    lang.pick(
        format!("the log of these results is not found: neither at `{path}`, seen from their folder, nor in it or beside it; say where it is with --log LOG"),
        format!("het log van deze uitkomsten is niet gevonden: niet op `{path}`, gezien vanuit hun map, en ook niet erin of ernaast; zeg met --log LOG waar het is"),
    )
}

/// Made by another version of the program.
pub(crate) fn other_version(lang: Lang, other: &str, this: &str) -> String {
    lang.pick(
        format!("these results are of version {other}, and this is {this}; the changelog says whether results changed in between"),
        format!("deze uitkomsten zijn van versie {other}, en dit is {this}; het overzicht van wijzigingen zegt of uitkomsten intussen anders zijn"),
    )
}

/// How many files are the same.
pub(crate) fn summary(lang: Lang, files: usize, differ: usize) -> String {
    match differ {
        0 => lang.pick(
            format!("reproduced: all {files} files are the same, byte for byte"),
            format!("gereproduceerd: alle {files} bestanden zijn hetzelfde, byte voor byte"),
        ),
        _ => lang.pick(
            format!("not reproduced: {differ} of {files} files are not the same"),
            format!("niet gereproduceerd: {differ} van {files} bestanden zijn niet hetzelfde"),
        ),
    }
}
