//! The tables of what a resident undergoes beside a stay: contacts, creditors' replies, stages side by side.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::fields::{DURATION, NAME, SHARE, WORK, field};
use super::{Field, Kind, Table, Value};

pub(super) const STEP_REPLIES: Field = field(
    "replies",
    Kind::Table(&REPLIES),
    Optional,
    Never,
    "Creditors who each answer after a time of their own.",
    "Schuldeisers die elk na een eigen tijd antwoorden.",
);
pub(super) const STEP_CONTACTS: Field = field(
    "contacts",
    Kind::Table(&CONTACTS),
    Optional,
    Never,
    "Work every so often during the delay or the replies.",
    "Werk om de zoveel tijd tijdens de `delay` of de `replies`.",
);
pub(super) const STEP_SIDE_BY_SIDE: Field = field(
    "side_by_side",
    Kind::List(&NAME),
    Optional,
    Never,
    "Stages that are undergone at the same time; the resident goes on when all are finished.",
    "Stappen die tegelijk lopen; de inwoner gaat verder als ze allemaal klaar zijn.",
);

static CONTACTS: Table = Table {
    en: "Contacts: work that falls due every so often during a stay.",
    nl: "Contacten: werk dat om de zoveel tijd nodig is tijdens een verblijf.",
    fields: &[
        field(
            "every",
            Kind::One(Value::Time),
            Required,
            ByClass,
            "Time until the first contact, and between two.",
            "Tijd tot het eerste contact, en tussen twee contacten.",
        ),
        field("team", NAME, Required, Never, "Team that does it.", "Team dat het doet."),
        field("work", WORK, Required, ByClass, "Time worked for one contact.", "Werk voor één contact."),
        field(
            "queue",
            Kind::One(Value::Queue),
            Default("first come"),
            Never,
            "Who is next; contacts may have a rank of their own.",
            "Wie er aan de beurt is; contacten kunnen een eigen voorrang hebben.",
        ),
    ],
};

static REPLIES: Table = Table {
    en: "Replies: creditors are asked, and enough of them must agree.",
    nl: "Antwoorden: schuldeisers worden gevraagd, en genoeg van hen moeten akkoord gaan.",
    fields: &[
        field(
            "creditors",
            Kind::One(Value::NumberDistribution),
            Required,
            ByClass,
            "How many creditors are asked; a distribution is rounded to a whole number of at least 1.",
            "Hoeveel schuldeisers worden gevraagd; een verdeling wordt afgerond op een heel getal van minstens 1.",
        ),
        field(
            "time",
            DURATION,
            Required,
            ByClass,
            "Time until one creditor answers, drawn for each.",
            "Tijd tot één schuldeiser antwoordt, voor elk apart getrokken.",
        ),
        field(
            "refuses",
            SHARE,
            Optional,
            ByClass,
            "Share of creditors who refuse, each independently.",
            "Aandeel van de schuldeisers dat weigert, elk los van de anderen.",
        ),
        field(
            "agree",
            Kind::One(Value::ShareOrCount),
            Default("100 %"),
            ByDate,
            "How many must agree: a share of those asked, rounded up, or a whole number.",
            "Hoeveel er akkoord moeten gaan: een aandeel, naar boven afgerond, of een heel getal.",
        ),
        field(
            "decides",
            Kind::Choice(&["slowest", "quorum"]),
            Default("slowest"),
            Never,
            "When the outcome is known: at the last reply, or as soon as enough agree or enough cannot agree any more.",
            "Wanneer de uitkomst bekend is: bij het laatste antwoord, of zodra genoeg akkoord zijn of dat niet meer kan.",
        ),
        field(
            "collective",
            Kind::Table(&COLLECTIVE),
            Optional,
            Never,
            "Consent given by all creditors at once.",
            "Akkoord dat alle schuldeisers in één keer geven.",
        ),
    ],
};

static COLLECTIVE: Table = Table {
    en: "Collective consent: all creditors agree at once.",
    nl: "Collectief akkoord: alle schuldeisers gaan in één keer akkoord.",
    fields: &[
        field(
            "share",
            SHARE,
            Required,
            ByClass,
            "Share of residents for whom it holds.",
            "Aandeel van de inwoners voor wie het geldt.",
        ),
        field("time", DURATION, Required, ByClass, "Time until it is given.", "Tijd tot het er is."),
    ],
};
