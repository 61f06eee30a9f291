//! Wrong use of the program, as against a run that fails: it ends with exit code 2.

use std::io::{Error, ErrorKind};
use std::path::Path;
use std::process::ExitCode;

use sim_core::lang::Lang;

use crate::text::files as words;

/// An argument that cannot be meant: what was given, and what is accepted.
#[derive(Debug)]
pub(crate) struct Misuse(String);

impl std::fmt::Display for Misuse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

/// An argument that cannot be meant.
pub(crate) fn misuse(text: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Misuse(text.into()))
}

/// A file or folder that cannot be read or written, in words; one that is not there was named wrongly.
pub(crate) fn file_error(path: &Path, error: &Error, lang: Lang) -> anyhow::Error {
    let text = format!("{}: {}", path.display(), words::why(lang, error));
    match error.kind() {
        ErrorKind::NotFound => misuse(text),
        _ => anyhow::Error::msg(text),
    }
}

/// The exit code of an error: 2 for wrong use, 1 for all else.
pub(crate) fn exit(error: &anyhow::Error) -> ExitCode {
    if error.is::<Misuse>() { ExitCode::from(2) } else { ExitCode::FAILURE }
}
