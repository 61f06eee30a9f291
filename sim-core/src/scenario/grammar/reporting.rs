//! What a scenario says to readers of a briefing.

use super::Need::Optional;
use super::Table;
use super::Varies::Never;
use super::fields::{TEXT, field};

/// What only whoever made the scenario can say.
pub(super) static REPORTING: Table = Table {
    en: "What readers of a briefing must know, and only its maker can say; nothing of it is simulated.",
    nl: "Wat lezers van een briefing moeten weten, en alleen de maker kan zeggen; niets ervan wordt doorgerekend.",
    fields: &[
        field(
            "purpose",
            TEXT,
            Optional,
            Never,
            "The question that is to be answered.",
            "De vraag die moet worden beantwoord.",
        ),
        field(
            "decision",
            TEXT,
            Optional,
            Never,
            "The decision that the answer is for.",
            "Het besluit waarvoor het antwoord is.",
        ),
        field(
            "owner",
            TEXT,
            Optional,
            Never,
            "Who answers for the scenario.",
            "Wie verantwoordelijk is voor het scenario.",
        ),
        field("contact", TEXT, Optional, Never, "Where questions go.", "Waar vragen naartoe kunnen."),
        field(
            "data",
            TEXT,
            Optional,
            Never,
            "Where the figures come from, beyond the remarks beside them.",
            "Waar de cijfers vandaan komen, naast de opmerkingen erbij.",
        ),
        field(
            "preparation",
            TEXT,
            Optional,
            Never,
            "What was done with figures before they were filled in.",
            "Wat er met cijfers is gedaan voordat ze zijn ingevuld.",
        ),
        field(
            "checked",
            TEXT,
            Optional,
            Never,
            "Who looked whether the chain is as it really goes, and how.",
            "Wie heeft nagekeken of de keten klopt met de praktijk, en hoe.",
        ),
        field(
            "limitations",
            TEXT,
            Optional,
            Never,
            "What the scenario cannot tell.",
            "Wat het scenario niet kan zeggen.",
        ),
        field("available", TEXT, Optional, Never, "Where the scenario can be had.", "Waar het scenario te krijgen is."),
    ],
};
