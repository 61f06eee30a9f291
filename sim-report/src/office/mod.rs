//! Fills an organisation's own template of Word or PowerPoint: `{{answer}}`, `{{chart:map}}`, `{{table:stages}}`.
//!
//! ```text
//! template ──package──► parts ──paragraph──► placeholders, also those that are cut over runs
//! Document ──names────► what each stands for ──word, slides──► paragraphs, tables, pictures
//! ```
//!
//! All that is not filled stays as it is, bit for bit, but for the title and language of the file, and what new pictures
//! need. Words take the look of the placeholder; tables and lists take the styles of the template where it has them.
//! Without a template of one's own there is a plain one ([`Template::plain`]).

mod core;
mod free;
mod names;
mod own;
mod package;
mod paragraph;
mod picture;
mod refused;
mod slides;
mod word;
mod xml;

pub use names::names;
pub use refused::Refused;

use crate::document::Document;
use package::Package;

/// Which program's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text, as of Word.
    Word,
    /// Slides, as of PowerPoint.
    Slides,
}

impl Kind {
    /// How the names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Word => "docx",
            Kind::Slides => "pptx",
        }
    }
}

/// A file with placeholders.
#[derive(Debug, Clone)]
pub struct Template {
    kind: Kind,
    package: Package,
}

impl Template {
    /// Largest size of a file that is read.
    pub const MOST_BYTES: u64 = package::MOST;

    /// Reads one, and sees to it that there is something to fill.
    ///
    /// # Errors
    /// When it is of another kind, damaged, too large, has macros, or has no placeholder.
    pub fn read(bytes: &[u8], kind: Kind) -> Result<Template, Refused> {
        let mut package = Package::read(bytes)?;
        let types = package.text("[Content_Types].xml").ok_or(Refused::NotAnOfficeFile)?;
        let main = |is_word: bool| types.contains(if is_word { "wordprocessingml" } else { "presentationml" });
        let is_word = package.text("word/document.xml").is_some() && main(true);
        let is_slides = package.text("ppt/presentation.xml").is_some() && main(false);
        if !(is_word || is_slides) {
            return Err(Refused::NotAnOfficeFile);
        }
        if is_word != (kind == Kind::Word) {
            return Err(Refused::OtherKind { wanted: kind.ending() });
        }
        if types.contains("macroEnabled") || package.names().any(|name| name.ends_with("vbaProject.bin")) {
            return Err(Refused::HasMacros);
        }
        // What is filled is a document; a program would make a new one of a template each time it is opened.
        let types = types
            .replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml")
            .replace("presentationml.template.main+xml", "presentationml.presentation.main+xml")
            .replace("presentationml.slideshow.main+xml", "presentationml.presentation.main+xml");
        package.put("[Content_Types].xml", types);
        let template = Template { kind, package };
        let mut is_empty = true;
        for part in template.parts() {
            let text = template.package.needed(&part)?;
            let marks = xml::marks(&part, text)?;
            for paragraph in paragraph::paragraphs(text, &marks, template.prefix()) {
                is_empty &= paragraph.placeholders()?.is_empty();
            }
        }
        if is_empty { Err(Refused::NoPlaceholder) } else { Ok(template) }
    }

    /// A plain template that has place for all of a document.
    ///
    /// # Errors
    /// When it cannot be made, which a test rules out.
    pub fn plain(kind: Kind, document: &Document) -> Result<Template, Refused> {
        let parts = match kind {
            Kind::Word => own::word(document),
            Kind::Slides => own::slides(document),
        };
        Ok(Template { kind, package: Package::of(&parts)? })
    }

    /// The file with a document filled in.
    ///
    /// # Errors
    /// When it asks for what the document does not have, or where that cannot be shown.
    pub fn fill(&self, document: &Document) -> Result<Vec<u8>, Refused> {
        let mut package = self.package.clone();
        let mut numbers = word::numbers(&package);
        for part in self.parts() {
            match self.kind {
                Kind::Word => word::fill(&mut package, &part, document, &mut numbers)?,
                Kind::Slides => slides::fill(&mut package, &part, document)?,
            }
        }
        core::describe(&mut package, document)?;
        package.write()
    }

    fn prefix(&self) -> &'static str {
        match self.kind {
            Kind::Word => "w",
            Kind::Slides => "a",
        }
    }

    /// The parts in which a placeholder may stand.
    fn parts(&self) -> Vec<String> {
        let folders: &[&str] = match self.kind {
            Kind::Word => &["word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes"],
            Kind::Slides => &[
                "ppt/slides/slide",
                "ppt/notesSlides/notesSlide",
                "ppt/slideLayouts/slideLayout",
                "ppt/slideMasters/slideMaster",
            ],
        };
        let is_asked = |name: &&str| {
            let stem =
                name.strip_suffix(".xml").map(|name| name.trim_end_matches(|letter: char| letter.is_ascii_digit()));
            stem.is_some_and(|stem| folders.contains(&stem))
        };
        let mut parts: Vec<String> = self.package.names().filter(is_asked).map(str::to_owned).collect();
        // In the order of their numbers, which no table of contents need have.
        parts.sort_by_key(|name| (name.len(), name.clone()));
        parts
    }
}

/// What a placeholder stands for; words that are not there are empty where they may lack.
fn found<'d>(
    document: &'d Document,
    placeholder: &paragraph::Placeholder,
    part: &str,
) -> Result<names::Content<'d>, Refused> {
    let name = &placeholder.name;
    match names::find(document, name) {
        Some(content) => Ok(content),
        None if placeholder.may_lack => Ok(names::Content::Words(String::new())),
        None => Err(Refused::Unknown { name: name.clone(), part: part.to_owned(), like: names::like(document, name) }),
    }
}
