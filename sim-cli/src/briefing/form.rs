//! In which form a briefing is written: the ending of the file's name decides.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use sim_core::lang::Lang;
use sim_report::office::{Kind, Refused, Template};

use crate::misuse::{file_error, misuse};
use crate::text::briefing_file as words;

use super::{Results, document, documents, workbook};

/// A form of a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One page for a browser, in both languages.
    Html,
    /// A workbook with charts and tables, in one language.
    Xlsx,
    /// Paper: tagged, for who reads it and for who has it read aloud.
    Pdf,
    /// The text of which paper is set, to be changed first.
    Typst,
    /// A file of an office program, of a template.
    Office(Kind),
}

/// Which ending of a name asks for which form.
const ENDINGS: [(&str, Form); 7] = [
    ("html", Form::Html),
    ("htm", Form::Html),
    ("xlsx", Form::Xlsx),
    ("pdf", Form::Pdf),
    ("typ", Form::Typst),
    ("docx", Form::Office(Kind::Word)),
    ("pptx", Form::Office(Kind::Slides)),
];

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
    /// * `template` – what is filled in a form of an office program, instead of a plain one
    ///
    /// # Errors
    /// When drawing or writing fails, or the template asks for what the briefing does not have.
    pub(crate) fn write(self, results: &mut Results, lang: Lang, template: Option<&OwnTemplate>) -> Result<Vec<u8>> {
        match self {
            Form::Html => Ok(sim_report::html::write(&documents(results, lang)?)?.into_bytes()),
            Form::Xlsx => workbook::write(results, lang),
            Form::Typst => Ok(sim_report::typst::write(&document(results, lang)?, |_| true).into_bytes()),
            Form::Office(kind) => {
                let document = document(results, lang)?;
                match template {
                    Some(own) => own.template.fill(&document).map_err(|why| own.refused(&why, lang)),
                    None => {
                        let plain = Template::plain(kind, &document).and_then(|plain| plain.fill(&document));
                        plain.map_err(|why| anyhow!("{}", why.message(lang)))
                    }
                }
            }
            #[cfg(feature = "pdf")]
            Form::Pdf => sim_report_pdf::write(&document(results, lang)?),
            #[cfg(not(feature = "pdf"))]
            Form::Pdf => Err(misuse(words::no_pdf(lang).to_owned())),
        }
    }
}

/// An organisation's own template.
#[derive(Debug)]
pub(crate) struct OwnTemplate {
    file: PathBuf,
    template: Template,
}

impl OwnTemplate {
    /// Reads it, before anything is simulated.
    ///
    /// # Errors
    /// When it cannot be read or filled, or the form takes no template.
    pub(crate) fn read(file: &Path, form: Form, lang: Lang) -> Result<OwnTemplate> {
        let Form::Office(kind) = form else { return Err(misuse(words::takes_no_template(lang).to_owned())) };
        // One byte more than may be, so that what is too large is told as such; some files have no end.
        let mut bytes = Vec::new();
        let opened = File::open(file).map(|opened| opened.take(Template::MOST_BYTES + 1));
        opened.and_then(|mut opened| opened.read_to_end(&mut bytes)).map_err(|error| file_error(file, &error, lang))?;
        let refused = |why: Refused| misuse(format!("--template {}: {}", file.display(), why.message(lang)));
        let template = Template::read(&bytes, kind).map_err(refused)?;
        Ok(OwnTemplate { file: file.to_owned(), template })
    }

    fn refused(&self, why: &Refused, lang: Lang) -> anyhow::Error {
        misuse(format!("--template {}: {}", self.file.display(), why.message(lang)))
    }
}

/// The names that a template may use for these results, with what each stands for.
///
/// # Errors
/// When the briefing cannot be made.
pub(crate) fn placeholders(results: &mut Results, lang: Lang) -> Result<Vec<(String, String)>> {
    Ok(sim_report::office::names(&document(results, lang)?))
}
