//! Which log some results are of: written down in their manifest, and found again.
//!
//! The log itself is not in the folder of results: it may be large, and it names people. What is kept is where it lay, as seen from
//! the folder, and the hash of its bytes. A key by which cases were hashed is never kept, only that there was one.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use anyhow::Result;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sim_core::lang::Lang;

use crate::misuse::{file_error, misuse};
use crate::text::reproduce as words;

/// The log of some results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogOrigin {
    /// Its name.
    pub(crate) name: String,
    /// Where it lay, as seen from the folder of results; its name alone where that cannot be said.
    path: String,
    /// Hash of its bytes.
    sha256: String,
    /// How many bytes.
    bytes: u64,
    /// Whether its cases were hashed with a key.
    pub(crate) is_keyed: bool,
}

impl LogOrigin {
    /// * `seen` – what was read of it
    /// * `folder` – where results will be
    pub(crate) fn new(log: &Path, seen: &Seen, folder: &Path, is_keyed: bool) -> LogOrigin {
        let name = log.file_name().unwrap_or(log.as_os_str()).to_string_lossy().into_owned();
        let path = from_folder(log, folder).unwrap_or_else(|| name.clone());
        let Sums { hash, bytes } = &*seen.0.borrow();
        let sha256 = hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        LogOrigin { name, path, sha256, bytes: *bytes, is_keyed }
    }

    /// As it stands in a manifest.
    pub(crate) fn json(&self) -> Value {
        json!({
            "file": self.name, "path": self.path, "sha256": self.sha256, "bytes": self.bytes, "hashed_with_key": self.is_keyed,
        })
    }

    /// From a manifest; none where it is not all there.
    pub(crate) fn from_json(log: &Value) -> Option<LogOrigin> {
        let text = |key: &str| log[key].as_str().map(str::to_owned);
        let (bytes, is_keyed) = (log["bytes"].as_u64()?, log["hashed_with_key"].as_bool()?);
        Some(LogOrigin { name: text("file")?, path: text("path")?, sha256: text("sha256")?, bytes, is_keyed })
    }

    /// The log, with the same bytes: where it is said to be; else where it lay, in the folder of results, beside it, or here.
    ///
    /// # Errors
    /// When it is nowhere, or has changed.
    pub(crate) fn find(&self, folder: &Path, said: Option<&Path>, lang: Lang) -> Result<PathBuf> {
        let places = match said {
            Some(path) => vec![path.to_owned()],
            None => vec![
                folder.join(&self.path),
                folder.join(&self.name),
                folder.join("..").join(&self.name),
                PathBuf::from(&self.name),
            ],
        };
        let mut changed = None;
        for path in &places {
            let file = match File::open(path) {
                Ok(file) if !path.is_dir() => file,
                Err(error) if said.is_some() || error.kind() != io::ErrorKind::NotFound => {
                    return Err(file_error(path, &error, lang));
                }
                _ => continue,
            };
            let (mut file, seen) = watched(file);
            io::copy(&mut file, &mut io::sink()).map_err(|error| file_error(path, &error, lang))?;
            let found = LogOrigin::new(path, &seen, folder, self.is_keyed);
            if found.sha256 == self.sha256 {
                return Ok(path.clone());
            }
            changed = changed.or(Some((path, found.bytes)));
        }
        Err(misuse(match changed {
            Some((path, bytes)) => words::log_changed(lang, path, self.bytes, bytes),
            None => words::log_missing(lang, &self.path),
        }))
    }
}

/// The way from a folder, which need not be there yet, to a file.
fn from_folder(file: &Path, folder: &Path) -> Option<String> {
    let file = file.canonicalize().ok()?;
    let parent = folder.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let folder = parent.canonicalize().ok()?.join(folder.file_name()?);
    let (file, folder): (Vec<Component>, Vec<Component>) = (file.components().collect(), folder.components().collect());
    let common = file.iter().zip(&folder).take_while(|(one, other)| one == other).count();
    // What has only the root in common says more of the machine than of the log.
    if common < 2 {
        return None;
    }
    let up = folder[common..].iter().map(|_| "..".to_owned());
    let down = file[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// What was read of a file so far.
#[derive(Debug, Clone)]
pub(crate) struct Seen(Rc<RefCell<Sums>>);

#[derive(Debug)]
struct Sums {
    hash: Sha256,
    bytes: u64,
}

/// A reader that adds up what it reads.
#[derive(Debug)]
pub(crate) struct Watched<R> {
    inner: R,
    seen: Seen,
}

/// A reader of which is known what was read.
pub(crate) fn watched<R: Read>(inner: R) -> (Watched<R>, Seen) {
    let seen = Seen(Rc::new(RefCell::new(Sums { hash: Sha256::new(), bytes: 0 })));
    (Watched { inner, seen: seen.clone() }, seen)
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let mut sums = self.seen.0.borrow_mut();
        sums.hash.update(&buffer[..read]);
        sums.bytes += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_log_is_told_from_the_folder_of_results() {
        let parent = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(parent.path().join("data/old")).unwrap();
        let log = parent.path().join("data/old/x.csv");
        std::fs::write(&log, "case\n").unwrap();
        let way = |folder: &str| from_folder(&log, &parent.path().join(folder));
        assert_eq!(way("out").as_deref(), Some("../data/old/x.csv"));
        assert_eq!(way("data/out").as_deref(), Some("../old/x.csv"));
        assert_eq!(way("data/old").as_deref(), Some("x.csv"));
    }

    #[test]
    fn a_log_is_known_by_its_bytes() {
        let parent = tempfile::tempdir().unwrap();
        let (log, folder) = (parent.path().join("x.csv"), parent.path().join("out"));
        std::fs::write(&log, "abc").unwrap();
        let (mut file, seen) = watched(File::open(&log).unwrap());
        io::copy(&mut file, &mut io::sink()).unwrap();
        let origin = LogOrigin::new(&log, &seen, &folder, false);
        assert_eq!(origin.json()["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(LogOrigin::from_json(&origin.json()), Some(origin.clone()));
        std::fs::create_dir(&folder).unwrap();
        assert!(origin.find(&folder, None, Lang::En).is_ok());
        std::fs::write(&log, "abd").unwrap();
        assert!(origin.find(&folder, None, Lang::En).unwrap_err().to_string().contains("has changed"));
        // The same bytes in the folder of results will do.
        std::fs::write(folder.join("x.csv"), "abc").unwrap();
        assert_eq!(origin.find(&folder, None, Lang::En).unwrap(), folder.join("x.csv"));
    }
}
