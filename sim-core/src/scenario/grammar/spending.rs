//! The table of what is spent apart from teams and activities.

use super::Need::Optional;
use super::Varies::{ByDate, Never};
use super::fields::{DATE, TITLE, field};
use super::{Kind, Table, Value};

pub(super) static SPENDING: Table = Table {
    en: "What something costs apart from teams and activities: a course, a system.",
    nl: "Wat iets kost naast teams en activiteiten: een cursus, een systeem.",
    fields: &[
        TITLE,
        field(
            "once",
            Kind::One(Value::Money),
            Optional,
            Never,
            "On the first day; nothing where that lies before `start`.",
            "Op de eerste dag; niets als die voor `start` ligt.",
        ),
        field(
            "per_year",
            Kind::One(Value::Money),
            Optional,
            ByDate,
            "Every year, evenly over its days.",
            "Elk jaar, gelijk verdeeld over de dagen.",
        ),
        field("from", DATE, Optional, Never, "First day; absent: `start`.", "Eerste dag; staat het er niet: `start`."),
        field(
            "until",
            DATE,
            Optional,
            Never,
            "First day on which nothing is spent any more; absent: for ever.",
            "Eerste dag waarop niets meer wordt uitgegeven; staat het er niet: het houdt niet op.",
        ),
    ],
};
