//! The tables of need: pools, signals, coming back, and attempts to reach a resident.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::fields::{DURATION, FACTOR, FLAG, NAME, SHARE, TEXT, TITLE, WORK, field};
use super::tables::{MONTHS, SURGE};
use super::{Field, Kind, Table, Value};

/// Most residents in need when the simulation begins.
const MOST_STOCK: u64 = 2_000_000;

/// A pool.
pub(super) static POOL: Table = Table {
    en: "A pool of residents in need, from which they come into the chain.",
    nl: "Inwoners in nood, die vandaaruit in de keten komen.",
    fields: &[
        TITLE,
        field(
            "counted_as",
            Kind::Choice(&["households", "persons"]),
            Default("households"),
            Never,
            "What its residents are; said beside reach.",
            "Wat de inwoners zijn; staat bij het bereik.",
        ),
        field(
            "stock",
            Kind::Count(0, MOST_STOCK),
            Default("0"),
            Never,
            "In need when the simulation begins.",
            "In nood als de simulatie begint.",
        ),
        field(
            "in_need_for",
            DURATION,
            Default("0 days"),
            ByClass,
            "How long the stock has been in need by then.",
            "Hoe lang zij dan al in nood zijn.",
        ),
        field(
            "onset",
            Kind::One(Value::Rate),
            Optional,
            ByDate,
            "How many more get into need.",
            "Hoeveel er in nood bij komen.",
        ),
        field(
            "by_month",
            Kind::Table(&MONTHS),
            Optional,
            Never,
            "Proportions of onset by month; the yearly total stays.",
            "Verhouding per maand van wie in nood komt; het jaartotaal blijft gelijk.",
        ),
        field(
            "surges",
            Kind::List(&Kind::Table(&SURGE)),
            Optional,
            Never,
            "Periods in which more or fewer get into need.",
            "Periodes waarin er meer of minder in nood komen.",
        ),
        field(
            "classes",
            Kind::EachAxis,
            Optional,
            Never,
            "Class mix of this pool where it differs.",
            "Verdeling over doelgroepen waar die hier anders is.",
        ),
        field(
            "natural_end",
            Kind::Table(&NATURAL_END),
            Optional,
            Never,
            "Need that ends without help.",
            "Nood die zonder hulp voorbijgaat.",
        ),
        field("apply", Kind::Table(&APPLY), Optional, Never, "Own application.", "Eigen aanmelding."),
        field(
            "signals",
            Kind::Named(&SIGNAL),
            Optional,
            Never,
            "Signals by type of creditor.",
            "Signalen per soort schuldeiser.",
        ),
        field(
            "batch",
            Kind::Table(&SIGNAL_BATCH),
            Optional,
            Never,
            "When signals are looked at, and which become cases.",
            "Wanneer signalen worden bekeken, en welke een melding worden.",
        ),
    ],
};

static NATURAL_END: Table = Table {
    en: "Need that ends without help.",
    nl: "Nood die zonder hulp voorbijgaat.",
    fields: &[
        field("after", DURATION, Required, ByClass, "Time since onset.", "Tijd sinds het begin van de nood."),
        field("to", NAME, Required, Never, "End that counts it.", "Einde waaronder dit telt."),
    ],
};

static APPLY: Table = Table {
    en: "Own application.",
    nl: "Eigen aanmelding.",
    fields: &[
        field(
            "after",
            DURATION,
            Required,
            ByClass,
            "Time since coming into the pool, the last time.",
            "Tijd sinds het (laatste) begin van de tijd buiten de keten.",
        ),
        field("to", NAME, Required, Never, "Stage that is joined.", "Stap waar zij binnenkomen."),
        field(
            "again",
            FACTOR,
            Default("100 %"),
            ByClass,
            "Factor of the chance to apply, for every return to the pool.",
            "Factor voor de kans op aanmelding, voor elke terugkeer.",
        ),
    ],
};

static SIGNAL: Table = Table {
    en: "Signals of one type of creditor.",
    nl: "Signalen van één soort schuldeiser.",
    fields: &[
        TITLE,
        field(
            "rate",
            Kind::One(Value::Rate),
            Required,
            ByClass,
            "So many per unit of time for one resident in the pool.",
            "Zo veel per tijdseenheid voor één inwoner buiten de keten.",
        ),
        field(
            "amount",
            Kind::One(Value::MoneyDistribution),
            Optional,
            ByClass,
            "Arrears that are reported.",
            "Achterstand die wordt gemeld.",
        ),
        field(
            "urgent",
            FLAG,
            Default("false"),
            Never,
            "Taken up at once, outside the batch, whatever the amount.",
            "Meteen opgepakt, buiten de maandelijkse ronde om, bij elk bedrag.",
        ),
        field("becomes", NAME, Optional, Never, "Class that the resident gets.", "Doelgroep die de inwoner krijgt."),
    ],
};

static SIGNAL_BATCH: Table = Table {
    en: "When signals are looked at, and which become cases.",
    nl: "Wanneer signalen worden bekeken, en welke een melding worden.",
    fields: &[
        field("every", Kind::One(Value::Period), Required, Never, "How often.", "Hoe vaak."),
        field(
            "creditors",
            Kind::Count(1, 64),
            Default("1"),
            Never,
            "Signals of so many different creditors about the same household.",
            "Signalen van zo veel verschillende schuldeisers over hetzelfde huishouden.",
        ),
        field(
            "threshold",
            Kind::One(Value::Money),
            Default("0 euro"),
            ByClass,
            "Arrears together from which they count.",
            "Achterstand samen vanaf waar ze meetellen.",
        ),
        field(
            "taken_up",
            SHARE,
            Default("100 %"),
            ByClass,
            "Share of those that is taken up.",
            "Aandeel daarvan dat wordt opgepakt.",
        ),
        field("to", NAME, Required, Never, "Stage that is joined.", "Stap waar zij binnenkomen."),
    ],
};

/// What leaving through an end does to need.
pub(super) const END_NEED: Field = field(
    "need",
    Kind::Choice(&["stays", "ends"]),
    Optional,
    Never,
    "Whether need stays (back to the pool) or ends; where nothing is said it ends after success or with `returns`.",
    "Of de nood blijft (terug buiten de keten) of eindigt; staat er niets: eindigt na succes of bij `returns`.",
);
/// Coming back after an end.
pub(super) const END_RETURNS: Field = field(
    "returns",
    Kind::Table(&COMEBACK),
    Optional,
    Never,
    "Residents who come back later.",
    "Inwoners die later terugkomen.",
);

static COMEBACK: Table = Table {
    en: "Coming back after leaving the chain.",
    nl: "Terugkomen na vertrek uit de keten.",
    fields: &[
        field("share", SHARE, Required, ByClass, "Share of those who leave here.", "Aandeel van wie hier vertrekt."),
        field("after", DURATION, Required, ByClass, "How long after leaving.", "Hoe lang na vertrek."),
        field(
            "to",
            NAME,
            Default("pool"),
            Never,
            "\"pool\" (in need again), or a stage.",
            "\"pool\" (opnieuw in nood), of een stap.",
        ),
        super::amounts::AMOUNTS,
    ],
};

const ATTEMPTS: Kind = Kind::List(&Kind::Table(&ATTEMPT));
/// Attempts, as a step or in a stage of one step.
pub(super) const STEP_ATTEMPTS: Field = field(
    "attempts",
    ATTEMPTS,
    Optional,
    Never,
    "Attempts to reach the resident, in order.",
    "Pogingen om de inwoner te bereiken, op volgorde.",
);
/// Where who refuses goes.
pub(super) const STEP_REFUSED: Field = field(
    "refused",
    NAME,
    Optional,
    Never,
    "End or stage for who is reached and refuses.",
    "Einde of stap voor wie bereikt is en niet wil.",
);
/// Where who is not reached goes.
pub(super) const STEP_NOT_REACHED: Field = field(
    "not_reached",
    NAME,
    Optional,
    Never,
    "End or stage for who is never reached.",
    "Einde of stap voor wie niet wordt bereikt.",
);

static ATTEMPT: Table = Table {
    en: "One attempt to reach a resident.",
    nl: "Eén poging om een inwoner te bereiken.",
    fields: &[
        field(
            "by",
            TEXT,
            Required,
            Never,
            "Channel, such as letter, phone or visit.",
            "Kanaal, zoals letter, phone of visit.",
        ),
        field("work", WORK, Required, ByClass, "Time worked.", "Werk."),
        field(
            "wait",
            DURATION,
            Default("0 days"),
            ByClass,
            "Time that passes when nobody was reached.",
            "Tijd die verstrijkt als niemand is bereikt.",
        ),
        field("reached", SHARE, Required, ByClass, "Share reached.", "Aandeel dat wordt bereikt."),
        field(
            "accepts",
            SHARE,
            Required,
            ByClass,
            "Share of those reached who accept help.",
            "Aandeel van wie is bereikt dat hulp accepteert.",
        ),
        field(
            "cost",
            Kind::One(Value::Money),
            Optional,
            ByClass,
            "Cost of one attempt, beside the work.",
            "Kosten van één poging, naast het werk.",
        ),
    ],
};
