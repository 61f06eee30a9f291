//! The tables beside the chain: what is reported, and the wrapper of a value.

use super::Need::{Default, Optional, Required};
use super::Varies::Never;
use super::fields::{DATE, DURATION, FACTOR, FLAG, MANY, NAME, SHARE, TEXT, TIME, TIMES, field};
use super::{Field, Kind, Table, Value};

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
            "lasting",
            TIME,
            Default("2 years"),
            Never,
            "A success without return within this time is lasting.",
            "Een succes zonder terugkeer binnen deze tijd is duurzaam.",
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
            "amounts_at",
            Kind::List(&Kind::One(Value::Moment)),
            Optional,
            Never,
            "Moments at which amounts are measured, beside the arrival.",
            "Momenten waarop bedragen worden gemeten, naast de aanmelding.",
        ),
        field(
            "occupancy_to",
            Kind::Count(0, 100_000),
            Optional,
            Never,
            "Report how often each number of residents is present, up to this number.",
            "Meld hoe vaak elk aantal inwoners aanwezig is, tot dit aantal.",
        )
        .known(),
        field(
            "occupancy_of",
            Kind::List(&TEXT),
            Optional,
            Never,
            "The same for stages together, as in \"intake+plan\".",
            "Hetzelfde voor stappen samen, zoals \"intake+plan\".",
        )
        .known(),
        field(
            "averages_by_class",
            FLAG,
            Default("false"),
            Never,
            "Queues and residents present by class as well, averaged over time.",
            "Wachtrijen en aanwezige inwoners ook per doelgroep, gemiddeld over de tijd.",
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
        field(
            "ramp",
            Kind::List(&Kind::Table(&RAMP)),
            Optional,
            Never,
            "Even changes between two dates.",
            "Gelijkmatige veranderingen tussen twee datums.",
        ),
    ],
};

const CHANGE_TIMES: Field = field(
    "times",
    FACTOR,
    Optional,
    Never,
    "Instead of `value`: so many times what would hold otherwise.",
    "In plaats van `value`: zo veel keer wat er anders zou gelden.",
);
const CHANGE_PLUS: Field = field(
    "plus",
    TEXT,
    Optional,
    Never,
    "Instead of `value`: so much more than what would hold otherwise, or less, with a minus sign.",
    "In plaats van `value`: zo veel meer dan wat er anders zou gelden, of minder, met een minteken.",
);
const CHANGE_BY: Field = field(
    "by",
    TEXT,
    Optional,
    Never,
    "Name of the intervention that it comes from: unknown numbers of one intervention share one draw.",
    "Naam van de interventie waar het bij hoort: onbekende getallen van één interventie delen één trekking.",
);

/// Another value from a date on.
pub static DATED: Table = Table {
    en: "Another value from a date on.",
    nl: "Een andere waarde vanaf een datum.",
    fields: &[
        field("from", DATE, Required, Never, "Date from which it holds.", "Datum vanaf wanneer die geldt."),
        field("value", TEXT, Optional, Never, "The value.", "De waarde."),
        CHANGE_TIMES,
        CHANGE_PLUS,
        CHANGE_BY,
    ],
};

pub(super) static PRESENT: Table = Table {
    en: "Residents who are there when the simulation begins, all doing the same.",
    nl: "Inwoners die er al zijn als de simulatie begint, allemaal bij dezelfde handeling.",
    fields: &[
        field("stage", NAME, Required, Never, "Stage they are at.", "Stap waar zij zijn."),
        field(
            "waiting",
            Kind::Count(1, MANY),
            Optional,
            Never,
            "So many wait for the step.",
            "Zo veel wachten op de handeling.",
        ),
        field("in_work", Kind::Count(1, MANY), Optional, Never, "So many are in work.", "Zo veel worden geholpen."),
        field(
            "staying",
            Kind::Count(1, MANY),
            Optional,
            Never,
            "So many are in a delay.",
            "Zo veel zitten in een tijd.",
        ),
        field(
            "step",
            Kind::Count(1, 1000),
            Optional,
            Never,
            "Step of the stage, from 1; the first that fits when absent.",
            "Handeling binnen de stap, vanaf 1; de eerste die past als er niets staat.",
        )
        .known(),
        field(
            "class",
            TEXT,
            Optional,
            Never,
            "Their class, as in \"business\" or \"business+young\"; drawn where absent.",
            "Hun doelgroep, zoals \"business\" of \"business+young\"; geloot als er niets staat.",
        ),
        field("since", DATE, Optional, Never, "Since this date.", "Sinds deze datum."),
        field("for", DURATION, Optional, Never, "For so long already.", "Al zo lang."),
    ],
};

/// An even change between two dates.
pub static RAMP: Table = Table {
    en: "An even change to another value between two dates.",
    nl: "Een gelijkmatige verandering naar een andere waarde tussen twee datums.",
    fields: &[
        field("from", DATE, Required, Never, "Date on which it begins.", "Datum waarop het begint."),
        field(
            "until",
            DATE,
            Required,
            Never,
            "Date on which the new value is reached; it stays.",
            "Datum waarop de nieuwe waarde is bereikt; die blijft.",
        ),
        field("value", TEXT, Optional, Never, "The new value.", "De nieuwe waarde."),
        CHANGE_TIMES,
        CHANGE_PLUS,
        CHANGE_BY,
    ],
};
