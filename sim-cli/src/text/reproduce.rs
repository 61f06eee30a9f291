//! Texts of `keten reproduce`.

use sim_core::lang::Lang;

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
    missing: "is not in the folder any more", "staat niet meer in de map";
}

/// The bytes are others.
pub(crate) fn differs(lang: Lang, line: Option<usize>) -> String {
    match line {
        Some(line) => lang.pick(format!("differs, from line {line} on"), format!("is anders, vanaf regel {line}")),
        None => lang.pick("differs", "is anders").to_owned(),
    }
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
