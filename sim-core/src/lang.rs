//! The two languages of every text that a person reads.

/// Dutch or English. Texts are chosen by an exhaustive `match`, so a missing translation does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Dutch.
    Nl,
}

impl Lang {
    /// The text of this language.
    pub fn pick<T>(self, en: T, nl: T) -> T {
        match self {
            Lang::En => en,
            Lang::Nl => nl,
        }
    }

    /// Language of a locale name such as `nl_NL.UTF-8`; English unless it starts with `nl`.
    pub fn from_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("nl") { Lang::Nl } else { Lang::En }
    }
}
