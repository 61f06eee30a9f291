//! Where text goes: to the screen or, whole or not at all, to a file.

use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Result;
use sim_core::lang::Lang;
use tempfile::NamedTempFile;

use crate::misuse::{file_error, misuse};
use crate::text;

/// Writes to a file, or to the screen when there is none.
///
/// # Errors
/// When the file or the screen cannot be written.
pub(crate) fn put(to: Option<&Path>, text: &str, lang: Lang) -> Result<()> {
    match to {
        Some(file) => whole(file, text.as_bytes(), lang),
        None => screen(text),
    }
}

/// Writes to the screen. A reader who closes the pipe early (`| head`) has seen enough; that is no error.
///
/// # Errors
/// When the screen cannot be written for another reason.
pub(crate) fn screen(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Like `println!`, but a reader who closes the pipe early (`| head`) ends the program quietly instead of by a panic.
macro_rules! say {
    ($($format:tt)*) => {
        $crate::output::put::screen(&(format!($($format)*) + "\n"))?
    };
}
pub(crate) use say;

/// Writes a file beside its place first and then moves it there, so that a failure leaves what was there.
///
/// # Errors
/// When the folder or the file cannot be written.
pub(crate) fn whole(file: &Path, bytes: &[u8], lang: Lang) -> Result<()> {
    let failed = |error: std::io::Error| file_error(file, &error, lang);
    let mut beside = beside(file, lang)?;
    beside.write_all(bytes).map_err(failed)?;
    beside.persist(file).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Whether a file can be written, found out without writing it: better before a long run than after it.
///
/// # Errors
/// When it cannot.
pub(crate) fn may_be_written(file: &Path, lang: Lang) -> Result<()> {
    if file.is_dir() {
        return Err(misuse(format!("{}: {}", file.display(), text::files::is_a_folder(lang))));
    }
    beside(file, lang).map(drop)
}

/// A passing file in the folder of another.
///
/// # Errors
/// When there is no such folder, or nothing can be written there.
pub(crate) fn beside(file: &Path, lang: Lang) -> Result<NamedTempFile> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The file beside it has a name that tells the reader nothing.
    if !folder.is_dir() {
        return Err(misuse(text::files::no_folder(lang, file, folder)));
    }
    let mut builder = tempfile::Builder::new();
    // A temporary file is for its owner alone; a result is for whoever the user's umask says.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder).map_err(|error| file_error(file, &error, lang))
}
