//! Words for readers, in one language or in both.

use std::fmt;
use std::ops::Deref;

use super::{Intervention, Scenario};
use crate::lang::Lang;

/// A name or sentence of whoever made the scenario: as it is, or in English and in Dutch. It reads as the text of the
/// language last [spoken](Wording::speak), English at first.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    en: String,
    /// In Dutch, where that is another text.
    nl: Option<String>,
    lang: Lang,
}

impl Wording {
    /// In both languages.
    pub fn new(en: impl Into<String>, nl: impl Into<String>) -> Wording {
        let (en, nl) = (en.into(), nl.into());
        Wording { nl: (nl != en).then_some(nl), en, lang: Lang::En }
    }

    /// The text of a language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.en, self.nl.as_ref().unwrap_or(&self.en))
    }

    /// The text in files that programs read, whatever language is spoken: the English, or the only one.
    pub fn in_files(&self) -> &str {
        &self.en
    }

    /// From now on it reads as the text of this language.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    /// Puts a text behind that of a language.
    pub(super) fn add(&mut self, lang: Lang, text: &str) {
        let [en, nl] = [Lang::En, Lang::Nl].map(|of| format!("{}{}", self.of(of), if of == lang { text } else { "" }));
        *self = Wording { lang: self.lang, ..Wording::new(en, nl) };
    }

    /// The texts in English and Dutch, where there are two.
    pub fn both(&self) -> Option<[&str; 2]> {
        self.nl.as_deref().map(|nl| [self.en.as_str(), nl])
    }
}

impl Deref for Wording {
    type Target = str;

    fn deref(&self) -> &str {
        self.of(self.lang)
    }
}

/// The same texts, whatever language is spoken.
impl PartialEq for Wording {
    fn eq(&self, other: &Wording) -> bool {
        (&self.en, &self.nl) == (&other.en, &other.nl)
    }
}

impl Eq for Wording {}

impl fmt::Display for Wording {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self)
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Wording {
        Wording { en: text, nl: None, lang: Lang::En }
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Wording {
        text.to_owned().into()
    }
}

impl Scenario {
    /// From now on every title in it reads as the text of this language.
    pub fn speak(&mut self, lang: Lang) {
        self.title.speak(lang);
        let signals = self.pools.iter_mut().flat_map(|pool| pool.signals.iter_mut().map(|signal| &mut signal.title));
        signals.flatten().for_each(|title| title.speak(lang));
        let titles = self.pools.iter_mut().map(|one| &mut one.title);
        let titles = titles.chain(self.streams.iter_mut().map(|one| &mut one.title));
        let titles = titles.chain(self.teams.iter_mut().map(|one| &mut one.title));
        let titles = titles.chain(self.stages.iter_mut().flat_map(|one| [&mut one.title, &mut one.activity]));
        let titles = titles.chain(self.ends.iter_mut().map(|one| &mut one.title));
        let titles = titles.chain(self.clocks.iter_mut().map(|one| &mut one.title));
        let titles = titles.chain(self.amounts.iter_mut().map(|one| &mut one.title));
        let titles = titles.chain(self.spending.iter_mut().map(|one| &mut one.title));
        titles.flatten().for_each(|title| title.speak(lang));
        self.interventions.iter_mut().for_each(|one| one.speak(lang));
    }
}

impl Intervention {
    /// From now on its title and description read as the text of this language.
    pub fn speak(&mut self, lang: Lang) {
        self.title.speak(lang);
        self.description.iter_mut().for_each(|description| description.speak(lang));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_the_language_that_is_spoken() {
        let mut first_talk = Wording::new("First talk", "Eerste gesprek");
        assert_eq!(&*first_talk, "First talk");
        first_talk.speak(Lang::Nl);
        assert_eq!(format!("{first_talk}"), "Eerste gesprek");
        assert_eq!(first_talk, Wording::new("First talk", "Eerste gesprek"));
        assert_eq!(Wording::new("Intake", "Intake").both(), None);
        let mut alone = Wording::from("Intake");
        alone.speak(Lang::Nl);
        assert_eq!((&*alone, alone.both()), ("Intake", None));
    }
}
