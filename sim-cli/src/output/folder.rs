//! A folder of results that is written whole or not at all.
//!
//! ```text
//! parent/.keten-x/new/…   every file is written here first
//! parent/DIR    ──► parent/.keten-x/old     what was there (--force) is moved away
//! parent/.keten-x/new ──► parent/DIR        and the new folder takes its name; if that fails, the old one moves back
//! ```
//!
//! What is done lies in `DIR/cells` (see [`crate::cells`]): until the results are whole so that the same command goes on, and then
//! with those of `run` and `compare`, so that a briefing is made of them without simulating again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sim_core::lang::Lang;
use tempfile::TempDir;

use crate::cells::CELLS;
use crate::misuse::{file_error, misuse};
use crate::text::files::why;
use crate::text::folder as words;

/// The file by which a folder of results is known.
pub(crate) const MANIFEST: &str = "manifest.json";

/// A file of the folder: its name (with `/` for folders inside it) and its bytes.
pub(crate) type File = (String, Vec<u8>);

/// Where a folder of results will be, checked before the run so that no work is lost.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    parent: PathBuf,
    force: bool,
    lang: Lang,
}

impl Folder {
    /// A folder that may be written.
    ///
    /// # Errors
    /// When something else is there, or nothing can be written there.
    pub(crate) fn new(path: &Path, force: bool, lang: Lang) -> Result<Folder> {
        // A folder that is there is known by its own name, also when given as `.` or through a link.
        let path =
            if path.is_dir() { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() };
        if path.file_name().is_none() {
            return Err(misuse(words::needs_a_name(lang)));
        }
        let parent = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !parent.is_dir() {
            return Err(misuse(words::no_parent(lang, &path, &parent)));
        }
        let folder = Folder { path, parent, force, lang };
        folder.check()?;
        // Made and removed again: better to know before the run than after it.
        folder.beside().map_err(|error| misuse(format!("{error:#}")))?;
        Ok(folder)
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What is there may be replaced.
    fn check(&self) -> Result<()> {
        let (path, lang) = (&self.path, self.lang);
        let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
        if !metadata.is_dir() {
            return Err(misuse(words::is_a_file(lang, path)));
        }
        let mut entries = fs::read_dir(path).map_err(|error| file_error(path, &error, lang))?;
        if entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == CELLS)) {
            return Ok(());
        }
        match results(path) {
            Some(Results::Whole) if !self.force => Err(misuse(words::holds_results(lang, path))),
            // The same command goes on where it was interrupted.
            Some(_) => Ok(()),
            None => Err(misuse(words::holds_something_else(lang, path))),
        }
    }

    /// A passing folder beside it, on the same disk.
    fn beside(&self) -> Result<TempDir> {
        let made = tempfile::Builder::new().prefix(".keten-").tempdir_in(&self.parent);
        made.map_err(|error| self.because(&error))
            .with_context(|| words::cannot_write_in(self.lang, &self.path, &self.parent))
    }

    /// The system's reason in words, without the name of the passing folder.
    fn because(&self, error: &std::io::Error) -> anyhow::Error {
        anyhow::Error::msg(why(self.lang, error))
    }

    /// Writes all files and puts the folder in its place.
    ///
    /// * `with_cells` – what was kept of replications stays with the results: the same command goes on with it where it was
    ///   interrupted, and a briefing is made of it
    ///
    /// # Errors
    /// When that fails; then nothing has changed.
    pub(crate) fn write(&self, files: &[File], with_cells: bool) -> Result<()> {
        let beside = self.beside()?;
        let new = beside.path().join("new");
        fs::create_dir(&new)
            .map_err(|error| self.because(&error))
            .with_context(|| words::cannot_write_in(self.lang, &self.path, &self.parent))?;
        for (name, bytes) in files {
            write_file(&new, name, bytes)
                .map_err(|error| self.because(&error))
                .with_context(|| words::cannot_write(self.lang, &self.path, name))?;
        }
        self.check()?;
        self.put_in_place(&new, beside, with_cells)
    }

    fn put_in_place(&self, new: &Path, beside: TempDir, with_cells: bool) -> Result<()> {
        let in_place = || words::cannot_put_in_place(self.lang, &self.path);
        let old = beside.path().join("old");
        let was_there = self.path.exists();
        if was_there {
            fs::rename(&self.path, &old).map_err(|error| self.because(&error)).with_context(in_place)?;
        }
        if let Err(error) = fs::rename(new, &self.path) {
            if was_there && fs::rename(&old, &self.path).is_err() {
                // The passing folder is kept: it holds the earlier results.
                let kept = beside.keep().join("old");
                return Err(self.because(&error))
                    .with_context(|| words::old_results_are_at(self.lang, &self.path, &kept));
            }
            return Err(self.because(&error)).with_context(in_place);
        }
        if with_cells && was_there {
            // Without them the same command begins again from the start; that is no reason to fail.
            let _ = fs::rename(old.join(CELLS), self.path.join(CELLS));
        }
        // What is left of the passing folder, earlier results included, goes; failing at that harms nobody.
        let _ = beside.close();
        Ok(())
    }
}

fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let path = folder.join(name);
    if let Some(inside) = path.parent() {
        fs::create_dir_all(inside)?;
    }
    fs::write(path, bytes)
}

/// What results of this program a folder holds.
enum Results {
    Whole,
    Interrupted,
}

fn results(path: &Path) -> Option<Results> {
    let text = fs::read(path.join(MANIFEST)).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&text).ok()?;
    match manifest["program"] == "keten" {
        true if manifest["stopped"] == "interrupted" => Some(Results::Interrupted),
        true => Some(Results::Whole),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(what: &str) -> Vec<File> {
        let manifest = br#"{"program": "keten"}"#.to_vec();
        vec![(MANIFEST.to_owned(), manifest), ("a/table.csv".to_owned(), what.as_bytes().to_vec())]
    }

    fn names(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn results_replace_earlier_ones_only_when_forced() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        Folder::new(&path, false, Lang::En).unwrap().write(&results("first"), false).unwrap();
        let refusal = Folder::new(&path, false, Lang::En).unwrap_err().to_string();
        assert!(refusal.contains("add --force"), "{refusal}");
        fs::write(path.join("left over"), "by hand").unwrap();
        Folder::new(&path, true, Lang::En).unwrap().write(&results("second"), false).unwrap();
        assert_eq!(fs::read_to_string(path.join("a/table.csv")).unwrap(), "second");
        assert_eq!(names(&path), ["a", MANIFEST], "the earlier folder is replaced as a whole");
        assert_eq!(names(parent.path()), ["out"], "nothing is left beside it");
    }

    #[test]
    fn an_empty_folder_is_filled() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        fs::create_dir(&path).unwrap();
        Folder::new(&path, false, Lang::En).unwrap().write(&results("first"), false).unwrap();
        assert_eq!(names(&path), ["a", MANIFEST]);
    }

    #[test]
    fn what_is_not_ours_is_never_replaced() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        fs::create_dir(&path).unwrap();
        fs::write(path.join(MANIFEST), r#"{"name": "a browser extension"}"#).unwrap();
        for force in [false, true] {
            let refusal = Folder::new(&path, force, Lang::En).unwrap_err().to_string();
            assert!(refusal.contains("holds no results of keten"), "{refusal}");
        }
        fs::write(parent.path().join("file"), "x").unwrap();
        let refusal = Folder::new(&parent.path().join("file"), true, Lang::Nl).unwrap_err().to_string();
        assert!(refusal.contains("is een bestand"), "{refusal}");
    }

    #[test]
    fn a_failure_leaves_the_earlier_results_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        Folder::new(&path, false, Lang::En).unwrap().write(&results("first"), false).unwrap();
        let folder = Folder::new(&path, true, Lang::En).unwrap();
        // A file that is to be a folder as well cannot be written.
        let broken = [("a".to_owned(), Vec::new()), ("a/b".to_owned(), Vec::new())];
        let error = folder.write(&broken, false).unwrap_err().to_string();
        assert!(error.contains("could not write a/b; nothing was changed"), "{error}");
        assert_eq!(fs::read_to_string(path.join("a/table.csv")).unwrap(), "first");
        // The new folder vanishes just before it is put in place.
        let beside = folder.beside().unwrap();
        let error = folder.put_in_place(&beside.path().join("gone"), beside, false).unwrap_err().to_string();
        assert!(error.contains("what was there is still there"), "{error}");
        assert_eq!(fs::read_to_string(path.join("a/table.csv")).unwrap(), "first");
        assert_eq!(names(parent.path()), ["out"]);
    }
}
