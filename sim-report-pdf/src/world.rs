//! What the typesetter may see: one text, and the font of the program.

use std::sync::OnceLock;

use sim_report::typst::FONTS;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

/// One text and a font.
pub(crate) struct World {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    text: Source,
}

impl World {
    /// The world of a text.
    pub(crate) fn of(text: String) -> World {
        World {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(fonts())),
            text: Source::detached(text),
        }
    }
}

/// The fonts, read once.
fn fonts() -> &'static [Font] {
    static READ: OnceLock<Vec<Font>> = OnceLock::new();
    READ.get_or_init(|| FONTS.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect())
}

/// Whether the font has a sign. One that is missing would be an empty box, which the standards forbid.
pub(crate) fn has(sign: char) -> bool {
    fonts().iter().all(|font| font.info().coverage.contains(sign as u32))
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.text.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.text.id() {
            true => Ok(self.text.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
