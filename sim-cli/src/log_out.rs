//! The file of a simulated log: which form it has by its name, packed or not, whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use sim_core::lang::Lang;
use sim_mining::write::{Csv, Form, Ocel, OcelFormat, Outline, Xes};
use tempfile::NamedTempFile;

use crate::misuse::{file_error, misuse};
use crate::output::put;
use crate::text::log as words;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A log.
    Log(LogKind),
    /// The chain.
    Chain,
}

/// A form of a log, and whether it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogKind {
    form: LogForm,
    packed: bool,
}

/// The forms of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LogForm {
    Xes,
    Csv,
    Ocel(OcelFormat),
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Kind {
    /// The kind of file that a name asks for.
    ///
    /// # Errors
    /// When it asks for none that there is.
    pub(crate) fn of(path: &Path, lang: Lang) -> Result<Kind> {
        let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().to_lowercase());
        let (inner, packed) = match name.strip_suffix(".gz") {
            Some(inner) => (inner, true),
            None => (&*name, false),
        };
        let ending = inner.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ending == "bpmn" && !packed {
            return Ok(Kind::Chain);
        }
        let form = match ending {
            "xes" => LogForm::Xes,
            "csv" => LogForm::Csv,
            "jsonocel" => LogForm::Ocel(OcelFormat::Json),
            "xmlocel" => LogForm::Ocel(OcelFormat::Xml),
            #[cfg(feature = "parquet")]
            "parquet" if !packed => LogForm::Parquet,
            #[cfg(feature = "parquet")]
            "parquet" => return Err(misuse(words::packed_already(lang, path))),
            #[cfg(not(feature = "parquet"))]
            "parquet" => return Err(misuse(words::without_parquet(lang, path))),
            _ => return Err(misuse(words::unknown_form(lang, path))),
        };
        Ok(Kind::Log(LogKind { form, packed }))
    }
}

/// A log that is being written, beside its place.
pub(crate) struct LogOut<'p> {
    path: &'p Path,
    kind: LogKind,
    beside: NamedTempFile,
    lang: Lang,
}

impl<'p> LogOut<'p> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn new(path: &'p Path, kind: LogKind, lang: Lang) -> Result<LogOut<'p>> {
        Ok(LogOut { path, kind, beside: put::beside(path, lang)?, lang })
    }

    /// Lets somebody write cases into it, and closes it.
    pub(crate) fn write<T, E: From<io::Error>>(
        &mut self,
        outline: &Outline,
        cases: impl FnOnce(&mut dyn Form) -> Result<T, E>,
    ) -> Result<T, E> {
        let folder = folder(self.path);
        let file = BufWriter::with_capacity(1 << 17, self.beside.as_file());
        if self.kind.packed {
            let mut packed = GzEncoder::new(file, Compression::default());
            let done = fill(self.kind.form, outline, &mut packed, &folder, cases)?;
            packed.finish()?.flush()?;
            return Ok(done);
        }
        let mut file = file;
        let done = fill(self.kind.form, outline, &mut file, &folder, cases)?;
        file.flush()?;
        Ok(done)
    }

    /// It is whole: puts it in its place.
    ///
    /// # Errors
    /// When it cannot be put there.
    pub(crate) fn keep(self) -> Result<()> {
        let LogOut { path, beside, lang, .. } = self;
        beside.persist(path).map_err(|error| file_error(path, &error.error, lang))?;
        Ok(())
    }

    /// Why it could not be written.
    pub(crate) fn failed(&self, error: &io::Error) -> anyhow::Error {
        file_error(self.path, error, self.lang)
    }
}

fn fill<T, E: From<io::Error>>(
    form: LogForm,
    outline: &Outline,
    to: &mut (dyn Write + Send),
    folder: &Path,
    cases: impl FnOnce(&mut dyn Form) -> Result<T, E>,
) -> Result<T, E> {
    match form {
        LogForm::Xes => cases(&mut Xes::new(outline, to)?),
        LogForm::Csv => cases(&mut Csv::new(outline, to)?),
        LogForm::Ocel(format) => {
            // It has no name, so that nothing is left of it whatever happens.
            let mut spool = Spool::new(tempfile::tempfile_in(folder)?);
            let done = cases(&mut Ocel::new(outline, format, to, &mut spool)?)?;
            Ok(done)
        }
        #[cfg(feature = "parquet")]
        LogForm::Parquet => cases(&mut sim_mining::write::Parquet::new(outline, to)?),
    }
}

/// A passing file that is written in large pieces and read afterwards.
struct Spool(BufWriter<File>);

impl Spool {
    fn new(file: File) -> Spool {
        Spool(BufWriter::with_capacity(1 << 17, file))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl io::Seek for Spool {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.flush()?;
        self.0.get_mut().seek(to)
    }
}

impl io::Read for Spool {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.get_mut().read(bytes)
    }
}

/// The folder of a file.
fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_says_its_form() {
        let kind = |name: &str| Kind::of(Path::new(name), Lang::En).ok();
        let log = |form, packed| Some(Kind::Log(LogKind { form, packed }));
        assert_eq!(kind("a/b.XES.gz"), log(LogForm::Xes, true));
        assert_eq!(kind("b.csv"), log(LogForm::Csv, false));
        assert_eq!(kind("b.jsonocel"), log(LogForm::Ocel(OcelFormat::Json), false));
        assert_eq!(kind("b.xmlocel.gz"), log(LogForm::Ocel(OcelFormat::Xml), true));
        assert_eq!(kind("b.bpmn"), Some(Kind::Chain));
        assert_eq!([kind("b.bpmn.gz"), kind("b"), kind("xes"), kind("b.txt"), kind("b.gz")], [None; 5]);
    }
}
