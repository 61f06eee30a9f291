//! In which form a briefing is written: the ending of the file's name decides.

use std::path::Path;

use anyhow::Result;
use sim_core::lang::Lang;

use super::{Results, documents};

/// A form of a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One page for a browser, in both languages.
    Html,
}

/// Which ending of a name asks for which form.
const ENDINGS: [(&str, Form); 2] = [("html", Form::Html), ("htm", Form::Html)];

impl Form {
    /// The form for which a name asks; `None` where its ending is none of [`Form::endings`].
    pub(crate) fn of(file: &Path) -> Option<Form> {
        let ending = file.extension()?.to_string_lossy().to_lowercase();
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, form)| *form)
    }

    /// The endings that are accepted, one for each form.
    pub(crate) fn endings() -> Vec<String> {
        let first = |place: usize| !ENDINGS[..place].iter().any(|(_, form)| *form == ENDINGS[place].1);
        (0..ENDINGS.len()).filter(|&place| first(place)).map(|place| format!(".{}", ENDINGS[place].0)).collect()
    }

    /// The briefing of results in this form, as the bytes of a file.
    ///
    /// * `lang` – its language, or the one that comes first
    ///
    /// # Errors
    /// When drawing or writing fails.
    pub(crate) fn write(self, results: &mut Results, lang: Lang) -> Result<Vec<u8>> {
        let documents = documents(results, lang)?;
        match self {
            Form::Html => Ok(sim_report::html::write(&documents)?.into_bytes()),
        }
    }
}
