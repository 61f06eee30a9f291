//! The tables beside the chain: what is reported, the advanced section, and the wrapper of a value.

use super::Need::{Default, Optional, Required};
use super::Varies::Never;
use super::fields::{DATE, SHARE, TEXT, TIME, TIMES, field};
use super::{Kind, Table, Value};

pub(super) static REPORT: Table = Table {
    en: "What to measure beyond the ordinary.",
    nl: "Wat extra wordt gemeten.",
    fields: &[
        field(
            "within",
            TIMES,
            Default("[\"28 days\"]"),
            Never,
            "Terms for the share that started within it.",
            "Termijnen voor het aandeel dat op tijd begon.",
        )
        .known(),
        field(
            "quantiles",
            Kind::List(&SHARE),
            Default("[\"50 %\", \"90 %\"]"),
            Never,
            "Quantiles of waits and times.",
            "Kwantielen van wachttijden en duren.",
        )
        .known(),
        field(
            "follow_up",
            TIME,
            Optional,
            Never,
            "How long residents are followed for reach and outcomes.",
            "Hoe lang inwoners worden gevolgd voor bereik en uitkomst.",
        )
        .known(),
        field(
            "periods",
            Kind::Choice(&["year", "quarter", "month", "none"]),
            Default("year"),
            Never,
            "Periods by which measures are split.",
            "Periodes waarin de maten worden opgedeeld.",
        ),
        field(
            "moments",
            TIMES,
            Optional,
            Never,
            "Moments at which queues are counted.",
            "Momenten waarop de wachtrijen worden geteld.",
        )
        .known(),
        field(
            "occupancy_to",
            Kind::Count(0, 100_000),
            Optional,
            Never,
            "Report how often each number of residents is present, up to this number.",
            "Meld hoe vaak elk aantal inwoners aanwezig is, tot dit aantal.",
        )
        .known(),
    ],
};

pub(super) static ADVANCED: Table = Table {
    en: "Constructs of queueing theory.",
    nl: "Onderdelen uit de wachtrijtheorie.",
    fields: &[
        field(
            "arrivals",
            Kind::Named(&ADVANCED_ARRIVALS),
            Optional,
            Never,
            "More about streams.",
            "Meer over de instroom.",
        ),
        field("teams", Kind::Named(&ADVANCED_TEAMS), Optional, Never, "More about teams.", "Meer over de teams."),
    ],
};

static ADVANCED_ARRIVALS: Table = Table {
    en: "More about a stream.",
    nl: "Meer over een instroom.",
    fields: &[field(
        "cycle",
        Kind::Table(&CYCLE),
        Required,
        Never,
        "A rate that repeats, instead of `rate`.",
        "Een instroom die zich herhaalt, in plaats van `rate`.",
    )],
};

static CYCLE: Table = Table {
    en: "A rate that repeats.",
    nl: "Een instroom die zich herhaalt.",
    fields: &[
        field("every", TIME, Required, Never, "Length of the cycle.", "Lengte van de herhaling.").known(),
        field(
            "pieces",
            Kind::List(&Kind::Table(&CYCLE_PIECE)),
            Required,
            Never,
            "Pieces in order, the first from 0.",
            "Stukken op volgorde, het eerste vanaf 0.",
        ),
    ],
};

static CYCLE_PIECE: Table = Table {
    en: "A piece of the cycle.",
    nl: "Een stuk van de herhaling.",
    fields: &[
        field("from", TIME, Required, Never, "From this point of the cycle.", "Vanaf dit punt.").known(),
        field(
            "rate",
            Kind::One(Value::Rate),
            Required,
            Never,
            "So many per unit of time.",
            "Zo veel per tijdseenheid.",
        ),
    ],
};

static ADVANCED_TEAMS: Table = Table {
    en: "More about a team.",
    nl: "Meer over een team.",
    fields: &[field(
        "roster",
        Kind::Table(&ROSTER),
        Required,
        Never,
        "A number of people that repeats, instead of `fte`, `workers` and `open`.",
        "Een bezetting die zich herhaalt, in plaats van `fte`, `workers` en `open`.",
    )],
};

static ROSTER: Table = Table {
    en: "A number of people that repeats.",
    nl: "Een bezetting die zich herhaalt.",
    fields: &[
        field("every", TIME, Required, Never, "Length of the cycle.", "Lengte van de herhaling.").known(),
        field(
            "pieces",
            Kind::List(&Kind::Table(&ROSTER_PIECE)),
            Required,
            Never,
            "Pieces in order, the first from 0.",
            "Stukken op volgorde, het eerste vanaf 0.",
        ),
    ],
};

static ROSTER_PIECE: Table = Table {
    en: "A piece of the cycle.",
    nl: "Een stuk van de herhaling.",
    fields: &[
        field("from", TIME, Required, Never, "From this point of the cycle.", "Vanaf dit punt.").known(),
        field(
            "workers",
            Kind::One(Value::Workers),
            Required,
            Never,
            "So many people, or \"unlimited\".",
            "Zo veel mensen, of \"unlimited\".",
        ),
    ],
};

/// A value with a remark, or with other values later on.
pub static WRAPPER: Table = Table {
    en: "A value with a remark, or with other values from some date on.",
    nl: "Een waarde met een opmerking, of met andere waarden vanaf een datum.",
    fields: &[
        field("value", TEXT, Required, Never, "The value.", "De waarde."),
        field("note", TEXT, Optional, Never, "Remark on its source.", "Opmerking over de bron."),
        field(
            "dated",
            Kind::List(&Kind::Table(&DATED)),
            Optional,
            Never,
            "Other values, each from a date on.",
            "Andere waarden, elk vanaf een datum.",
        ),
    ],
};

/// Another value from a date on.
pub static DATED: Table = Table {
    en: "Another value from a date on.",
    nl: "Een andere waarde vanaf een datum.",
    fields: &[
        field("from", DATE, Required, Never, "Date from which it holds.", "Datum vanaf wanneer die geldt."),
        field("value", TEXT, Required, Never, "The value.", "De waarde."),
    ],
};
