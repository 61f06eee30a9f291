//! Why a template was refused, in both languages.

use sim_core::lang::Lang;

/// Why a template was refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused {
    /// It is not a file of an office program.
    NotAnOfficeFile,
    /// It is of an older kind, or locked with a password.
    OldOrLocked,
    /// It is of another kind than what is to be written.
    OtherKind {
        /// The ending that is to be written.
        wanted: &'static str,
    },
    /// It has macros, which nobody could check in what comes out.
    HasMacros,
    /// It is larger than any template should be.
    TooLarge,
    /// A part of it cannot be read.
    Damaged {
        /// Which part, and what is wrong with it.
        part: String,
        /// What is wrong with it.
        why: String,
    },
    /// A part of it has more elements, or deeper in each other, than any program writes.
    Tangled {
        /// Which part.
        part: String,
        /// How deep they may stand in each other.
        deep: usize,
        /// How many marks there may be.
        marks: usize,
    },
    /// There is nothing in it to fill.
    NoPlaceholder,
    /// A placeholder begins and does not end.
    NotClosed {
        /// The text around it.
        text: String,
    },
    /// The briefing has nothing of this name.
    Unknown {
        /// The name.
        name: String,
        /// The part it stands in.
        part: String,
        /// The name that is most like it.
        like: Option<String>,
    },
    /// What is a paragraph or more stands amid other words.
    NotAlone {
        /// The name.
        name: String,
    },
    /// It stands where it cannot be shown, such as a table in the notes of a slide.
    NotHere {
        /// The name.
        name: String,
        /// The part it stands in.
        part: String,
    },
    /// Drawing or writing failed.
    Failed(anyhow::Error),
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Refused {
        Refused::Failed(error)
    }
}

impl Refused {
    /// What to tell.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Refused::NotAnOfficeFile => lang.pick(
                "this is not a Word or PowerPoint file; expected a .docx, .dotx, .pptx or .potx".to_owned(),
                "dit is geen bestand van Word of PowerPoint; verwacht een .docx, .dotx, .pptx of .potx".to_owned(),
            ),
            Refused::OldOrLocked => lang.pick(
                "this is a file of an older kind (.doc, .ppt), or one that is locked with a password; save it as .docx or .pptx without a password".to_owned(),
                "dit is een bestand van een oudere soort (.doc, .ppt), of een met een wachtwoord; bewaar het als .docx of .pptx zonder wachtwoord".to_owned(),
            ),
            Refused::OtherKind { wanted } => lang.pick(
                format!("a .{wanted} is made of a template of the same kind, and this is one of another"),
                format!("een .{wanted} wordt gemaakt van een sjabloon van dezelfde soort, en dit is een andere"),
            ),
            Refused::HasMacros => lang.pick(
                "this template has macros; save it without them, as .docx, .dotx, .pptx or .potx".to_owned(),
                "dit sjabloon heeft macro's; bewaar het zonder, als .docx, .dotx, .pptx of .potx".to_owned(),
            ),
            Refused::TooLarge => lang.pick(
                "this template is too large, or grows too large when it is unpacked (64 MB a part, 256 MB in all)".to_owned(),
                "dit sjabloon is te groot, of wordt te groot bij het uitpakken (64 MB per deel, 256 MB samen)".to_owned(),
            ),
            Refused::Damaged { part, why } => {
                lang.pick(format!("{part} cannot be read: {why}"), format!("{part} is niet te lezen: {why}"))
            }
            Refused::Tangled { part, deep, marks } => lang.pick(
                format!("{part} is no text as a program writes it: its elements stand more than {deep} deep in each other, or there are more than {marks} marks"),
                format!("{part} is geen tekst zoals een programma die schrijft: de elementen staan meer dan {deep} diep in elkaar, of er zijn meer dan {marks} tags"),
            ),
            Refused::NoPlaceholder => lang.pick(
                "there is no placeholder in it, such as {{title}} or {{answer}}; `--placeholders` lists them".to_owned(),
                "er staat geen invulplek in, zoals {{title}} of {{answer}}; `--placeholders` somt ze op".to_owned(),
            ),
            Refused::NotClosed { text } => lang.pick(
                format!("a placeholder begins with {{{{ and does not end with }}}} in the same paragraph: {text}"),
                format!("een invulplek begint met {{{{ en eindigt niet met }}}} in dezelfde alinea: {text}"),
            ),
            Refused::Unknown { name, part, like } => {
                let like = like.as_ref().map(|like| match lang {
                    Lang::En => format!("; did you mean {{{{{like}}}}}?"),
                    Lang::Nl => format!("; bedoelt u {{{{{like}}}}}?"),
                });
                let like = like.unwrap_or_default();
                lang.pick(
                    format!("{part}: this briefing has nothing that is called {{{{{name}}}}}{like} `--placeholders` lists what it has; {{{{?{name}}}}} is left empty where there is none"),
                    format!("{part}: deze briefing heeft niets dat {{{{{name}}}}} heet{like} `--placeholders` somt op wat er is; {{{{?{name}}}}} blijft leeg waar het er niet is"),
                )
            }
            Refused::NotAlone { name } => lang.pick(
                format!("{{{{{name}}}}} is more than a few words; give it a paragraph of its own, and on a slide a box of its own"),
                format!("{{{{{name}}}}} is meer dan een paar woorden; geef het een eigen alinea, en op een dia een eigen vak"),
            ),
            Refused::NotHere { name, part } => lang.pick(
                format!("{part}: {{{{{name}}}}} cannot be shown there"),
                format!("{part}: {{{{{name}}}}} kan daar niet worden getoond"),
            ),
            Refused::Failed(error) => format!("{error:#}"),
        }
    }
}
