//! The tables of a file of figures, which a run is held against.

use super::Need::{Default, Optional, Required};
use super::Varies::Never;
use super::fields::{FACTOR, NAME, TEXT, TITLE, field};
use super::{Kind, Table, Value};
use crate::scenario::figures::{Mark, Role};

const MEASURED: Kind = Kind::One(Value::Measured);
const QUANTITY: Kind = Kind::One(Value::Quantity);

/// A whole file of figures.
pub static FIGURES: Table = Table {
    en: "Figures that a run is held against.",
    nl: "Cijfers waar een doorrekening naast wordt gelegd.",
    fields: &[
        field("keten", Kind::Count(1, 1), Required, Never, "Version of the language.", "Versie van de taal.").known(),
        field("title", TEXT, Required, Never, "What the figures are.", "Welke cijfers dit zijn."),
        field("description", TEXT, Optional, Never, "More about them, for readers.", "Meer erover, voor lezers."),
        field("scenario", TEXT, Optional, Never, "The scenario they are meant for.", "Het scenario waar ze bij horen."),
        field("figures", Kind::List(&Kind::Table(&FIGURE)), Required, Never, "The figures.", "De cijfers."),
    ],
};

/// One figure.
static FIGURE: Table = Table {
    en: "A figure: one definition, one source.",
    nl: "Een cijfer: één definitie, één bron.",
    fields: &[
        field("title", TEXT, Required, Never, TITLE.en, TITLE.nl),
        field("definition", TEXT, Required, Never, "What exactly is counted.", "Wat er precies wordt geteld."),
        field("measure", MEASURED, Required, Never, "What of a run it is.", "Wat het van een doorrekening is."),
        field("of", NAME, Default("chain"), Never, "What the measure is of.", "Waar de maat van is."),
        field("class", NAME, Default("all"), Never, "Of which class.", "Van welke doelgroep."),
        field("period", TEXT, Default("all"), Never, "Of which period.", "Van welke periode."),
        field("statistic", TEXT, Optional, Never, "What is said of the measure.", "Wat van de maat wordt gezegd."),
        field("times", FACTOR, Default("1"), Never, "The simulated value times this.", "De uitkomst maal dit.").known(),
        field("unit", TEXT, Optional, Never, "Unit on screen, after `times`.", "Eenheid op het scherm, na `times`."),
        field("value", QUANTITY, Optional, Never, "Published value.", "Gepubliceerde waarde."),
        field("low", QUANTITY, Optional, Never, "Lowest published value.", "Laagste gepubliceerde waarde."),
        field("high", QUANTITY, Optional, Never, "Highest published value.", "Hoogste gepubliceerde waarde."),
        field("within", Kind::One(Value::Tolerance), Optional, Never, "How far off is accepted.", "Wat mag afwijken."),
        field("source", TEXT, Required, Never, "Key of its source.", "Sleutel van de bron."),
        field("mark", Kind::Choice(Mark::WORDS), Required, Never, "How sure the source is.", "Hoe zeker de bron is."),
        field("year", Kind::Count(1900, 2500), Optional, Never, "Year it is about.", "Jaar waar het over gaat.")
            .known(),
        field("role", Kind::Choice(Role::WORDS), Required, Never, "Whether it tests the model.", "Of het iets toetst."),
        field("note", TEXT, Optional, Never, "A remark.", "Een opmerking."),
    ],
};

/// Several rows in one.
pub static COMBINED: Table = Table {
    en: "A sum, difference or ratio of rows.",
    nl: "Een som, verschil of verhouding van regels.",
    fields: &[
        field("sum", PARTS, Optional, Never, "All of them together.", "Alles bij elkaar."),
        field("difference", PARTS, Optional, Never, "The first less the second.", "De eerste min de tweede."),
        field("ratio", PARTS, Optional, Never, "The first over the second.", "De eerste gedeeld door de tweede."),
    ],
};

const PARTS: Kind = Kind::List(&Kind::Table(&PART));

/// One of several rows.
static PART: Table = Table {
    en: "A row of the table of measures.",
    nl: "Een regel van de tabel met maten.",
    fields: &[
        field("measure", MEASURED, Required, Never, "Measure.", "Maat."),
        field("of", NAME, Default("chain"), Never, "What the measure is of.", "Waar de maat van is."),
        field("class", NAME, Default("all"), Never, "Of which class.", "Van welke doelgroep."),
        field("period", TEXT, Default("all"), Never, "Of which period.", "Van welke periode."),
        field("statistic", TEXT, Optional, Never, "What is said of the measure.", "Wat van de maat wordt gezegd."),
        field("times", FACTOR, Default("1"), Never, "The value times this.", "De waarde maal dit.").known(),
    ],
};
