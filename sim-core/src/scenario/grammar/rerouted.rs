//! The fields of a stage by which residents go elsewhere from a date on.

use super::Need::{Optional, Required};
use super::Varies::Never;
use super::chain::REFERRAL;
use super::fields::{DATE, NAME, TEXT, field};
use super::{Field, Kind, Table};

const BY: Field = field(
    "by",
    TEXT,
    Optional,
    Never,
    "Name of the intervention that it comes from.",
    "Naam van de interventie waar het bij hoort.",
);

pub(super) const STAGE_REROUTED: Field = field(
    "rerouted",
    Kind::List(&ENTRY),
    Optional,
    Never,
    "Other lists of where residents go, each from a date on.",
    "Andere lijsten van waar inwoners heen gaan, elk vanaf een datum.",
);

pub(super) const STAGE_CLOSED_FROM: Field = field(
    "closed_from",
    Kind::Table(&CLOSED_FROM),
    Optional,
    Never,
    "Nobody joins the stage any more from a date on; who is there finishes it.",
    "Vanaf een datum komt er niemand meer bij; wie er al is, maakt de stap af.",
);

static ENTRY: Kind = Kind::Table(&REROUTED);

static REROUTED: Table = Table {
    en: "Another list of where residents go, from a date on.",
    nl: "Een andere lijst van waar inwoners heen gaan, vanaf een datum.",
    fields: &[
        field("from", DATE, Required, Never, "Date from which it holds.", "Datum vanaf wanneer die geldt."),
        field(
            "next",
            Kind::List(&Kind::Table(&REFERRAL)),
            Required,
            Never,
            "Where residents go who finish the stage.",
            "Waar inwoners heen gaan die de stap afronden.",
        ),
        BY,
    ],
};

static CLOSED_FROM: Table = Table {
    en: "A stage that is closed from a date on.",
    nl: "Een stap die vanaf een datum dicht is.",
    fields: &[
        field("from", DATE, Required, Never, "Date from which it is closed.", "Datum vanaf wanneer die dicht is."),
        field(
            "instead",
            NAME,
            Required,
            Never,
            "Stage or end where whoever comes to it goes at once.",
            "Stap of einde waar wie er komt meteen heen gaat.",
        ),
        BY,
    ],
};
