//! A folder of what replications measured, so that none is simulated twice, not after Ctrl-C either.
//!
//! ```text
//! DIR/cells/HASH/0, 1, 2, …   a file for every replication: written beside it and then moved, so whole or not at all
//! DIR/cells/HASH/used         touched when the cell is used: what was not used for longest goes first
//! ```
//!
//! A file begins with the hash of what it holds and of what it is of; one that does not fit is passed over, and what it
//! was to hold is simulated again. The folder never grows beyond [`MOST_BYTES`].

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use anyhow::Result;
use sha2::{Digest, Sha256};
use sim_core::experiment::{CellId, Store};
use sim_core::lang::Lang;

use crate::misuse::misuse;
use crate::text::cells as words;

/// The folder of cells inside the one that is given.
pub(crate) const CELLS: &str = "cells";
/// Most bytes that are kept.
const MOST_BYTES: u64 = 4 << 30;
/// Most bytes that stay with whole results.
const MOST_WITH_RESULTS: u64 = 64 << 20;
/// The file that says when a cell was used last.
const USED: &str = "used";
/// Bytes of a hash.
const HASH: usize = 32;

/// How that ended for which cells were kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All of it is done.
    Whole,
    /// Interrupted: the same command may go on.
    Interrupted,
    /// It failed, and would fail again.
    Failed,
}

/// A folder of cells.
pub(crate) struct Cells {
    folder: PathBuf,
    /// Asked for with `--keep`, so that they stay.
    stay: bool,
    most: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Bytes in the folder, once counted.
    bytes: Option<u64>,
    /// Cells in use, which stay.
    used: BTreeSet<String>,
    /// Why nothing more is kept.
    trouble: Option<Trouble>,
}

/// Why nothing more is kept.
#[derive(Debug)]
enum Trouble {
    /// The folder is full of what is in use.
    Full,
    /// It cannot be written.
    Failed(std::io::Error),
}

impl Cells {
    /// The cells inside a folder, which is made when the first is kept.
    pub(crate) fn inside(folder: &Path) -> Cells {
        Cells { folder: folder.join(CELLS), stay: false, most: MOST_BYTES, state: Mutex::default() }
    }

    /// Where `--keep` says, else, until the results are whole, in the folder of results.
    ///
    /// # Errors
    /// When the folder to keep them in is a file, or the one that it is to be in does not exist.
    pub(crate) fn of(keep: Option<&Path>, out: Option<&Path>, lang: Lang) -> Result<Option<Cells>> {
        let Some(keep) = keep else { return Ok(out.map(Cells::inside)) };
        let parent = keep.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        match (keep.is_dir(), keep.exists(), parent.is_dir()) {
            (true, ..) | (false, false, true) => Ok(Some(Cells { stay: true, ..Cells::inside(keep) })),
            (false, true, _) => Err(misuse(words::is_a_file(lang, keep))),
            (false, false, false) => Err(misuse(words::no_parent(lang, keep, parent))),
        }
    }

    /// Tells on the error stream what could not be kept, and removes what no command will go on with from a folder of
    /// results (those of whole results go with the folder that they make room for).
    pub(crate) fn settle(&self, ended: Ended, lang: Lang) {
        let trouble = self.trouble(lang);
        if let Some(trouble) = &trouble {
            anstream::eprintln!("{}: {trouble}", crate::text::warning(lang));
        }
        let goes_on = match ended {
            Ended::Interrupted => true,
            Ended::Whole => trouble.is_none(),
            Ended::Failed => false,
        };
        match self.stay {
            true => {}
            // With whole results stays what a briefing is made of; what was of earlier results goes.
            false if goes_on && ended == Ended::Whole => self.keep_only_used(),
            false if goes_on => {}
            false => self.forget(),
        }
    }

    /// Removes those that were not used, and all where they would take more room than results deserve.
    fn keep_only_used(&self) {
        let used = self.state().used.clone();
        let (used, others): (Vec<Kept>, Vec<Kept>) =
            self.cells().into_iter().partition(|cell| used.contains(&cell.name));
        if used.iter().map(|cell| cell.bytes).sum::<u64>() > MOST_WITH_RESULTS {
            return self.forget();
        }
        // What cannot be removed harms nobody.
        others.iter().for_each(|cell| _ = fs::remove_dir_all(self.folder.join(&cell.name)));
    }

    /// Removes all of them, and the folder they were in where nothing else is in it.
    fn forget(&self) {
        // What cannot be removed harms nobody.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = self.folder.parent().map(fs::remove_dir);
    }

    /// What to tell of what could not be kept.
    fn trouble(&self, lang: Lang) -> Option<String> {
        self.state().trouble.as_ref().map(|trouble| match trouble {
            Trouble::Full => words::full(lang, &self.folder, self.most),
            Trouble::Failed(error) => words::failed(lang, &self.folder, error),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a cell is; from now on it is in use.
    fn use_cell(&self, cell: &CellId) -> (String, PathBuf) {
        let name = cell.to_string();
        let folder = self.folder.join(&name);
        if self.state().used.insert(name.clone()) {
            touch(&folder);
        }
        (name, folder)
    }

    /// Writes a file whole or not at all, where there is room.
    fn write(&self, cell: &CellId, replication: u32, bytes: &[u8]) -> Result<(), Trouble> {
        let (_, folder) = self.use_cell(cell);
        if !folder.is_dir() {
            fs::create_dir_all(&folder).map_err(Trouble::Failed)?;
            touch(&folder);
        }
        self.make_room((bytes.len() + HASH) as u64)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".new-");
        // For whoever the user's umask says, as other results are.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut beside = builder.tempfile_in(&folder).map_err(Trouble::Failed)?;
        let hash = hash(cell, replication, bytes);
        beside.write_all(&hash).and_then(|()| beside.write_all(bytes)).map_err(Trouble::Failed)?;
        beside.persist(folder.join(replication.to_string())).map_err(|error| Trouble::Failed(error.error))?;
        Ok(())
    }

    /// Room for so many bytes more: the cells that were not used for longest go.
    fn make_room(&self, more: u64) -> Result<(), Trouble> {
        let mut state = self.state();
        let mut bytes = state.bytes.unwrap_or_else(|| self.cells().iter().map(|cell| cell.bytes).sum());
        if bytes + more > self.most {
            let mut cells = self.cells();
            // Others may have written or removed in the meantime.
            bytes = cells.iter().map(|cell| cell.bytes).sum();
            cells.retain(|cell| !state.used.contains(&cell.name));
            cells.sort_by(|a, b| (a.used, &a.name).cmp(&(b.used, &b.name)));
            for cell in cells {
                // Some more than needed, so that the folder is not looked through again for every file.
                if bytes + more <= self.most - self.most / 10 {
                    break;
                }
                if fs::remove_dir_all(self.folder.join(&cell.name)).is_ok() {
                    bytes -= cell.bytes;
                }
            }
        }
        let fits = bytes + more <= self.most;
        state.bytes = Some(if fits { bytes + more } else { bytes });
        if fits { Ok(()) } else { Err(Trouble::Full) }
    }

    /// All cells in the folder.
    fn cells(&self) -> Vec<Kept> {
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        names.filter_map(|entry| kept(&entry.path(), entry.file_name().to_string_lossy().into_owned())).collect()
    }
}

/// A cell in the folder.
struct Kept {
    name: String,
    bytes: u64,
    used: Option<SystemTime>,
}

/// A folder that is a cell: its name is a hash.
fn kept(folder: &Path, name: String) -> Option<Kept> {
    let is_hash = name.len() == 2 * HASH && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let files = is_hash.then(|| fs::read_dir(folder).ok())??.flatten();
    let bytes = files.filter_map(|file| Some(file.metadata().ok()?.len())).sum();
    let used = fs::metadata(folder.join(USED)).and_then(|file| file.modified()).ok();
    Some(Kept { name, bytes, used })
}

/// Says that a cell is used now; where that fails it may go sooner, which is no harm.
fn touch(folder: &Path) {
    if folder.is_dir() {
        let _ = fs::write(folder.join(USED), []);
    }
}

fn hash(cell: &CellId, replication: u32, bytes: &[u8]) -> [u8; HASH] {
    Sha256::new()
        .chain_update(cell.to_string())
        .chain_update(replication.to_le_bytes())
        .chain_update(bytes)
        .finalize()
        .into()
}

impl Store for Cells {
    fn load(&self, cell: &CellId, replication: u32) -> Option<Vec<u8>> {
        let (_, folder) = self.use_cell(cell);
        let mut bytes = fs::read(folder.join(replication.to_string())).ok()?;
        let (is, held) = bytes.split_first_chunk::<HASH>()?;
        if *is != hash(cell, replication, held) {
            return None;
        }
        bytes.drain(..HASH);
        Some(bytes)
    }

    fn keep(&self, cell: &CellId, replication: u32, bytes: &[u8]) {
        if self.state().trouble.is_some() {
            return;
        }
        if let Err(trouble) = self.write(cell, replication, bytes) {
            self.state().trouble = Some(trouble);
        }
    }
}

#[cfg(test)]
mod tests {
    use sim_core::engine::Limits;
    use sim_core::scenario::read;

    use super::*;

    const DESK: &str = "keten = 1\ntitle = \"T\"\nstart = 2027-01-04\nhorizon = \"1 year\"\n\
        arrivals.come = { to = \"talk\", rate = \"5 per year\" }\nteams.desk = { workers = 1 }\n\
        stages.talk = { team = \"desk\", work = \"3 hours\" }\n";

    fn cell(seed: u64) -> CellId {
        CellId::of(DESK, &read(DESK).scenario.expect("a scenario"), seed, Limits::default())
    }

    #[test]
    fn what_is_kept_comes_back_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let cells = Cells::inside(folder.path());
        assert_eq!(cells.load(&cell(1), 0), None);
        assert!(!folder.path().join(CELLS).exists(), "asking makes nothing");
        cells.keep(&cell(1), 0, b"first");
        cells.keep(&cell(1), 7, b"eighth");
        let cells = Cells::inside(folder.path());
        assert_eq!(cells.load(&cell(1), 0).as_deref(), Some(&b"first"[..]));
        assert_eq!(cells.load(&cell(1), 7).as_deref(), Some(&b"eighth"[..]));
        assert_eq!((cells.load(&cell(1), 1), cells.load(&cell(2), 0)), (None, None));
        assert!(cells.trouble(Lang::En).is_none());
    }

    #[test]
    fn a_damaged_file_is_passed_over_and_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let cells = Cells::inside(folder.path());
        cells.keep(&cell(1), 0, b"first");
        let path = folder.path().join(CELLS).join(cell(1).to_string());
        let whole = fs::read(path.join("0")).unwrap();
        // Of another replication; cut off; one bit different; empty.
        fs::copy(path.join("0"), path.join("1")).unwrap();
        assert_eq!(cells.load(&cell(1), 1), None);
        let mut changed = whole.clone();
        *changed.last_mut().unwrap() ^= 1;
        for damaged in [&whole[..whole.len() - 1], &changed, &[]] {
            fs::write(path.join("0"), damaged).unwrap();
            assert_eq!(cells.load(&cell(1), 0), None);
        }
        cells.keep(&cell(1), 0, b"first");
        assert_eq!(cells.load(&cell(1), 0).as_deref(), Some(&b"first"[..]));
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first_and_what_is_in_use_stays() {
        let folder = tempfile::tempdir().unwrap();
        let room_for = |bytes: u64| Cells { most: bytes, ..Cells::inside(folder.path()) };
        for seed in [1, 2, 3] {
            room_for(10_000).keep(&cell(seed), 0, &[0; 1000]);
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        // The first is used again.
        assert!(room_for(10_000).load(&cell(1), 0).is_some());
        let cells = room_for(3_400);
        cells.keep(&cell(4), 0, &[0; 1000]);
        let left: Vec<u64> = (1..=4).filter(|&seed| room_for(9_999).load(&cell(seed), 0).is_some()).collect();
        assert_eq!(left, [1, 4]);
        // More than there is room for beside what is in use.
        cells.keep(&cell(4), 1, &[0; 3000]);
        assert!(cells.trouble(Lang::En).is_some_and(|told| told.contains("is full")));
        assert_eq!(cells.load(&cell(4), 1), None);
    }

    #[test]
    fn a_folder_that_cannot_be_is_refused_before_anything_runs() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        let refusal = |path: &Path| Cells::of(Some(path), None, Lang::En).err().unwrap().to_string();
        assert!(refusal(&file).contains("is a file"));
        assert!(refusal(&folder.path().join("a/b")).contains("does not exist"));
        assert!(Cells::of(Some(&folder.path().join("new")), None, Lang::En).unwrap().is_some());
        assert!(Cells::of(None, None, Lang::En).unwrap().is_none());
    }
}
