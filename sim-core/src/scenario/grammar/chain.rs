//! The tables of the chain itself: teams, stages and what is in them.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::amounts::{STEP_ADD, STEP_CHANGE, STEP_COST, STEP_GROWTH, STEP_TIMES, STEP_TO, TEAM_COST, WHEN};
use super::caseload::{self, STEP_BECOMES, STEP_GIVE_BACK, STEP_NO_SHOW, STEP_PLACE};
use super::fields::{DURATION, FLAG, NAME, SHARE, TEXT, TIME, TITLE, WORK, field};
use super::need::{STEP_ATTEMPTS, STEP_NOT_REACHED, STEP_REFUSED};
use super::rerouted::{STAGE_CLOSED_FROM, STAGE_REROUTED};
use super::room::ROOM;
use super::tokens::{STEP_CONTACTS, STEP_REPLIES, STEP_SIDE_BY_SIDE};
use super::{Field, Kind, Table, Value};

pub(super) static TEAM: Table = Table {
    en: "A team: people of one organisation who do work.",
    nl: "Een team: mensen van één organisatie die werk doen.",
    fields: &[
        TITLE,
        field(
            "organisation",
            TEXT,
            Optional,
            Never,
            "Organisation it belongs to; the team itself unless said otherwise.",
            "Organisatie waar het bij hoort; het team zelf als er niets staat.",
        ),
        field("fte", Kind::One(Value::Number), Optional, ByDate, "Full-time equivalents.", "Aantal fte."),
        field(
            "productive_hours",
            Kind::One(Value::Hours),
            Default("1350 per fte per year"),
            ByDate,
            "Hours a year that one fte works with residents.",
            "Uren per jaar die één fte met inwoners werkt.",
        ),
        field(
            "workers",
            Kind::One(Value::Workers),
            Optional,
            ByDate,
            "People who are all on duty whenever the calendar is open, or \"unlimited\".",
            "Mensen die er allemaal zijn als het open is, of \"unlimited\".",
        ),
        TEAM_COST,
        field("open", NAME, Default("office"), Never, "Opening calendar.", "Openingstijden."),
        field(
            "closing",
            Kind::Choice(&["resume", "finish", "restart", "resample"]),
            Default("resume"),
            Never,
            "Work in hand at closing time goes on at the next opening, is finished first, or begins again (as long as it was, or with a new draw).",
            "Werk dat bij sluiting bezig is gaat later verder, wordt eerst afgemaakt, of begint opnieuw (even lang, of met een nieuwe trekking).",
        ),
        caseload::TEAM_PLACES,
        caseload::TEAM_RESERVED,
    ],
};

pub(super) static STAGE: Table = Table {
    en: "A stage: one point of the chain.",
    nl: "Een stap: één punt van de keten.",
    fields: &[
        TITLE,
        field(
            "phase",
            Kind::Choice(&["need", "prevention", "signalling", "intake", "curative", "aftercare"]),
            Optional,
            Never,
            "Reporting group.",
            "Fase in de verslagen.",
        ),
        STEP_TEAM,
        STEP_WORK,
        STEP_QUEUE,
        STEP_PATIENCE,
        STEP_DELAY,
        STEP_OPEN,
        STEP_STATUTORY,
        STEP_LEAVE,
        STEP_ATTEMPTS,
        STEP_REFUSED,
        STEP_NOT_REACHED,
        STEP_CLINIC,
        STEP_COST,
        STEP_REPLIES,
        STEP_CONTACTS,
        STEP_SIDE_BY_SIDE,
        STEP_PLACE,
        STEP_BECOMES,
        STEP_NO_SHOW,
        field(
            "steps",
            Kind::List(&Kind::Table(&STEP)),
            Optional,
            Never,
            "Several steps in order, instead of the fields above.",
            "Meer handelingen na elkaar, in plaats van de velden hierboven.",
        ),
        field("room", Kind::Table(&ROOM), Optional, Never, "Limited room.", "Beperkte ruimte."),
        field(
            "next",
            Kind::List(&Kind::Table(&REFERRAL)),
            Optional,
            Never,
            "Where residents go; absent: to the end `completed`.",
            "Waar inwoners heen gaan; staat het er niet: naar het einde `completed`.",
        ),
        STAGE_REROUTED,
        STAGE_CLOSED_FROM,
    ],
};

// The fields of one step: in a stage of one step they stand in the stage itself.
const STEP_TEAM: Field = field("team", NAME, Optional, Never, "Team that does the work.", "Team dat het werk doet.");
const STEP_WORK: Field =
    field("work", WORK, Optional, ByClass, "Time worked for one resident.", "Werk voor één inwoner.");
const STEP_QUEUE: Field =
    field("queue", Kind::One(Value::Queue), Default("first come"), Never, "Who is next.", "Wie er aan de beurt is.");
const STEP_PATIENCE: Field = field(
    "patience",
    Kind::One(Value::Leaving),
    Optional,
    ByClass,
    "How long a resident is willing to wait.",
    "Hoe lang een inwoner wil wachten.",
);
const STEP_DELAY: Field =
    field("delay", DURATION, Optional, ByClass, "Elapsed time in which nobody works.", "Tijd waarin niemand werkt.");
const STEP_OPEN: Field = field(
    "open",
    NAME,
    Optional,
    Never,
    "Calendar in whose open hours the delay is counted; absent: in all hours.",
    "Kalender in de open uren waarvan de tijd telt; staat het er niet: in alle uren.",
);
const STEP_LEAVE: Field = field(
    "leave",
    Kind::One(Value::Leaving),
    Optional,
    ByClass,
    "Leaving during the delay, the replies or the work.",
    "Weggaan tijdens die tijd of dat werk.",
);
const STEP_STATUTORY: Field = field(
    "statutory",
    FLAG,
    Default("false"),
    Never,
    "The delay is a term in law, which nobody can shorten: the search for bottlenecks leaves it alone.",
    "De tijd is een wettelijke termijn, die niemand kan bekorten: bij het zoeken naar knelpunten blijft die zoals hij is.",
);
const STEP_CLINIC: Field = field(
    "clinic",
    Kind::Table(&CLINIC),
    Optional,
    Never,
    "The only moments at which the work begins.",
    "De enige momenten waarop het werk begint.",
);

static CLINIC: Table = Table {
    en: "Clinic moments: up to so many residents start at each, and nobody in between.",
    nl: "Een spreekuur: op elk moment beginnen er hooguit zo veel inwoners, en niemand daartussen.",
    fields: &[
        field(
            "at",
            Kind::List(&TEXT),
            Required,
            Never,
            "Weekdays with a time, such as \"tue 09:00\"; with `every` times since the beginning of the pattern.",
            "Weekdagen met een tijd, zoals \"di 09:00\"; met `every` tijden vanaf het begin van het patroon.",
        ),
        field(
            "places",
            Kind::One(Value::ClinicPlaces),
            Required,
            Never,
            "How many start at a moment; a list has a number for each moment.",
            "Hoeveel er op een moment beginnen; een lijst heeft een getal per moment.",
        ),
        field(
            "every",
            TIME,
            Optional,
            Never,
            "Length of the pattern, from the beginning of the simulation; absent: a week.",
            "Lengte van het patroon, vanaf het begin van de simulatie; staat het er niet: een week.",
        )
        .known(),
    ],
};

static STEP: Table = Table {
    en: "One step of a stage: work, a delay, attempts, replies, a place of a team, or stages side by side.",
    nl: "Eén handeling: werk, een tijd, pogingen, antwoorden, een plek van een team, of stappen die tegelijk lopen.",
    fields: &[
        STEP_TEAM,
        STEP_WORK,
        STEP_QUEUE,
        STEP_PATIENCE,
        STEP_DELAY,
        STEP_OPEN,
        STEP_STATUTORY,
        STEP_LEAVE,
        STEP_ATTEMPTS,
        STEP_REFUSED,
        STEP_NOT_REACHED,
        STEP_CLINIC,
        STEP_COST,
        STEP_CHANGE,
        STEP_TIMES,
        STEP_ADD,
        STEP_TO,
        STEP_GROWTH,
        STEP_REPLIES,
        STEP_CONTACTS,
        STEP_SIDE_BY_SIDE,
        STEP_PLACE,
        STEP_GIVE_BACK,
        STEP_BECOMES,
        STEP_NO_SHOW,
    ],
};

pub(super) static REFERRAL: Table = Table {
    en: "A referral: where residents go after the stage.",
    nl: "Een doorverwijzing: waar inwoners heen gaan na de stap.",
    fields: &[
        field("to", NAME, Required, Never, "Stage or end.", "Stap of einde."),
        field(
            "share",
            Kind::One(Value::ShareOrRest),
            Optional,
            ByClass,
            "Share of the residents who finish the stage, or \"rest\".",
            "Aandeel van de inwoners die de stap afronden, of \"rest\".",
        ),
        WHEN,
        field(
            "transfer",
            Kind::Table(&TRANSFER),
            Optional,
            Never,
            "What happens on the way.",
            "Wat er onderweg gebeurt.",
        ),
    ],
};

static TRANSFER: Table = Table {
    en: "A transfer: between leaving one stage and joining the next.",
    nl: "Een doorverwijzing onderweg: tussen het verlaten van de ene stap en het begin van de volgende.",
    fields: &[
        field(
            "time",
            DURATION,
            Default("0 days"),
            ByClass,
            "Leaving one stage until joining the next.",
            "Van het verlaten van de ene stap tot het begin van de volgende.",
        ),
        field(
            "lost",
            SHARE,
            Optional,
            ByClass,
            "Share that gets lost on the way.",
            "Aandeel dat onderweg verloren gaat.",
        ),
        field(
            "lost_to",
            NAME,
            Default("lost"),
            Never,
            "End they are counted under.",
            "Einde waaronder zij worden geteld.",
        ),
        field(
            "returned",
            Kind::Table(&RETURNED),
            Optional,
            Never,
            "Return as incomplete.",
            "Terug omdat het niet compleet is.",
        ),
        field(
            "keeps_worker",
            FLAG,
            Default("false"),
            Never,
            "The worker, and the room at the stage, stay taken until the resident has joined the next.",
            "De medewerker en de ruimte in de stap blijven bezet tot de inwoner in de volgende is.",
        ),
    ],
};

static RETURNED: Table = Table {
    en: "Files that are sent back as incomplete.",
    nl: "Dossiers die terugkomen omdat ze niet compleet zijn.",
    fields: &[
        field(
            "share",
            SHARE,
            Required,
            ByClass,
            "Share that is sent back, each round.",
            "Aandeel dat terugkomt, elke ronde.",
        ),
        field(
            "rework",
            WORK,
            Required,
            ByClass,
            "Work of the sending team for each return.",
            "Werk van het verzendende team, per keer.",
        ),
        field(
            "at_most",
            Kind::Count(1, 1000),
            Default("20"),
            Never,
            "After so many returns the file is accepted as it is.",
            "Na zo veel keer wordt het dossier aangenomen zoals het is.",
        ),
    ],
};
