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
    /// Paper: tagged, for who reads it and for who has it read aloud.
    Pdf,
    /// The text of which paper is set, to be changed first.
    Typst,
}

/// Which ending of a name asks for which form.
const ENDINGS: [(&str, Form); 4] =
    [("html", Form::Html), ("htm", Form::Html), ("pdf", Form::Pdf), ("typ", Form::Typst)];

impl Form {
    /// The form for which a name asks; `None` where its ending is none of [`Form::endings`].
    pub(crate) fn of(file: &Path) -> Option<Form> {
        let ending = file.extension()?.to_string_lossy().to_lowercase();
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, form)| *form)
    }

    /// Whether this program can write it: a typesetter is large, so that PDF has to be asked for when the program is built.
    pub(crate) fn is_built_in(self) -> bool {
        self != Form::Pdf || cfg!(feature = "pdf")
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
    pub(crate) fn write(self, results: &Results<'_>, lang: Lang) -> Result<Vec<u8>> {
        let documents = documents(results, lang)?;
        match self {
            Form::Html => Ok(sim_report::html::write(&documents)?.into_bytes()),
            Form::Typst => Ok(sim_report::typst::write(&documents[0], |_| true).into_bytes()),
            #[cfg(feature = "pdf")]
            Form::Pdf => sim_report_pdf::write(&documents[0]),
            #[cfg(not(feature = "pdf"))]
            Form::Pdf => Err(crate::misuse::misuse(crate::text::briefing_file::no_pdf(lang).to_owned())),
        }
    }
}
