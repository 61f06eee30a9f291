//! Why a file cannot be read or written, in the reader's language instead of that of the system.

use std::io::{Error, ErrorKind};
use std::path::Path;

use sim_core::lang::Lang;

/// Why a file or folder cannot be used. What has no name here keeps the number by which the system knows it.
pub(crate) fn why(lang: Lang, error: &Error) -> String {
    let (en, nl) = match error.kind() {
        ErrorKind::NotFound => ("file not found", "bestand niet gevonden"),
        ErrorKind::PermissionDenied => ("no permission", "geen toestemming"),
        ErrorKind::AlreadyExists => ("exists already", "bestaat al"),
        ErrorKind::IsADirectory => ("is a folder", "is een map"),
        ErrorKind::NotADirectory => ("part of the path is no folder", "een deel van het pad is geen map"),
        ErrorKind::DirectoryNotEmpty => ("the folder is not empty", "de map is niet leeg"),
        ErrorKind::ReadOnlyFilesystem => ("the disk can only be read", "van deze schijf kan alleen worden gelezen"),
        ErrorKind::StorageFull => ("the disk is full", "de schijf is vol"),
        ErrorKind::QuotaExceeded => ("no more room for this user", "geen ruimte meer voor deze gebruiker"),
        ErrorKind::FileTooLarge => ("the file is too large", "het bestand is te groot"),
        ErrorKind::InvalidFilename => ("this cannot be the name of a file", "zo kan een bestand niet heten"),
        ErrorKind::ResourceBusy => ("is in use", "is in gebruik"),
        ErrorKind::TimedOut => ("no answer in time", "geen antwoord op tijd"),
        _ => {
            let code = error.raw_os_error().map_or(String::new(), |code| format!(" ({code})"));
            return lang.pick(format!("the system refuses it{code}"), format!("het systeem weigert het{code}"));
        }
    };
    lang.pick(en, nl).to_owned()
}

/// The file to write is a folder.
pub(crate) fn is_a_folder(lang: Lang) -> &'static str {
    lang.pick("is a folder; give a name for the file", "is een map; geef een naam voor het bestand")
}

/// The folder of a file to write does not exist.
pub(crate) fn no_folder(lang: Lang, file: &Path, folder: &Path) -> String {
    let (file, folder) = (file.display(), folder.display());
    lang.pick(
        format!("{file}: the folder {folder} does not exist; make it first"),
        format!("{file}: de map {folder} bestaat niet; maak die eerst"),
    )
}

/// Exit codes, below the help.
pub(crate) fn exit_codes(lang: Lang) -> &'static str {
    lang.pick(
        "Exit codes: 0 done; 1 a scenario has errors, a run failed or a check did not hold; 2 wrong use of the program; 130 interrupted.",
        "Afsluitcodes: 0 gelukt; 1 een scenario heeft fouten, het doorrekenen is mislukt of een controle klopt niet; 2 verkeerd gebruik van het programma; 130 onderbroken.",
    )
}
