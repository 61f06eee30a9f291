//! Caseload places, what is reserved, becoming another class, and missed appointments.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::fields::{DURATION, MANY, NAME, SHARE, TEXT, field};
use super::{Field, Kind, Table, Value};

pub(super) const TEAM_PLACES: Field = field(
    "places",
    Kind::One(Value::Places),
    Optional,
    ByDate,
    "Places for open cases, held while working hours are used only now and then.",
    "Plekken voor lopende dossiers (caseload); een plek blijft bezet, ook als er niet aan gewerkt wordt.",
);
pub(super) const TEAM_RESERVED: Field = field(
    "reserved",
    Kind::Table(&RESERVED),
    Optional,
    Never,
    "People and places kept free for some classes.",
    "Mensen en plekken die vrij blijven voor sommige doelgroepen.",
);
pub(super) const STEP_PLACE: Field = field(
    "place",
    Kind::OneOrTable(Value::Name, &PLACE),
    Optional,
    Never,
    "Team whose place the resident gets, and holds from then on.",
    "Team waarvan de inwoner een plek krijgt en vanaf dan bezet.",
);
pub(super) const STEP_GIVE_BACK: Field = field(
    "give_back",
    NAME,
    Optional,
    Never,
    "Team whose place the resident gives back.",
    "Team waarvan de inwoner de plek vrijmaakt.",
);
pub(super) const STEP_BECOMES: Field = field(
    "becomes",
    Kind::Table(&BECOMES),
    Optional,
    Never,
    "Becoming another class: while waiting, or during the delay.",
    "Overgaan naar een andere doelgroep: tijdens het wachten of tijdens die tijd.",
);
pub(super) const STEP_NO_SHOW: Field = field(
    "no_show",
    Kind::Table(&NO_SHOW),
    Optional,
    Never,
    "Not appearing at the appointment.",
    "Niet verschijnen op de afspraak.",
);

static RESERVED: Table = Table {
    en: "People and places kept free: others get one only while more than these are free.",
    nl: "Mensen en plekken die vrij blijven: anderen komen alleen aan de beurt als er meer dan zo veel vrij zijn.",
    fields: &[
        field("for", Kind::List(&NAME), Required, Never, "Classes they are kept for.", "Doelgroepen waarvoor."),
        field("workers", Kind::Count(1, MANY), Optional, Never, "So many people.", "Zo veel mensen."),
        field("places", Kind::Count(1, MANY), Optional, Never, "So many places.", "Zo veel plekken."),
    ],
};

/// A place that is held until the resident leaves the chain.
pub static PLACE: Table = Table {
    en: "A place, and until when it is held.",
    nl: "Een plek, en tot wanneer die bezet blijft.",
    fields: &[
        field("team", NAME, Required, Never, "Team whose place it is.", "Team waarvan de plek is."),
        field(
            "until",
            Kind::Choice(&["given back", "leaving"]),
            Default("given back"),
            Never,
            "Held until a step gives it back, or until the resident leaves the chain.",
            "Bezet tot een handeling de plek vrijmaakt, of tot de inwoner de keten verlaat.",
        ),
    ],
};

static BECOMES: Table = Table {
    en: "Becoming another class after a time, unless what was waited for comes first.",
    nl: "Na een tijd overgaan naar een andere doelgroep, als niet eerst komt waarop gewacht werd.",
    fields: &[
        field("level", NAME, Required, Never, "Class that the resident gets.", "Doelgroep die de inwoner krijgt."),
        field("after", DURATION, Required, ByClass, "Time until then.", "Tijd tot dat moment."),
        field(
            "to",
            NAME,
            Optional,
            Never,
            "Stage to go to at that moment; absent: stays where they are.",
            "Stap om dan heen te gaan; staat die er niet: blijft waar die is.",
        ),
    ],
};

static NO_SHOW: Table = Table {
    en: "Not appearing: the time of the appointment is lost, and another is made.",
    nl: "Niet verschijnen: de tijd van de afspraak gaat verloren, en er komt een nieuwe.",
    fields: &[
        field(
            "share",
            SHARE,
            Required,
            ByClass,
            "Share of appointments at which the resident does not appear.",
            "Aandeel van de afspraken waarop de inwoner niet verschijnt.",
        ),
        field(
            "rebook",
            DURATION,
            Optional,
            ByClass,
            "From the end of the missed appointment until the resident waits again; absent: no other is made.",
            "Van het einde van de gemiste afspraak tot de inwoner weer wacht; staat het er niet: geen nieuwe afspraak.",
        ),
        field(
            "at_most",
            Kind::Count(1, 200),
            Default("2"),
            Never,
            "How often another appointment is made.",
            "Hoe vaak er een nieuwe afspraak komt.",
        ),
        field(
            "reason",
            TEXT,
            Default("not_appeared"),
            Never,
            "Reason for leaving of who missed them all: the end of this name, unless `to` says where.",
            "Reden van vertrek van wie ze allemaal miste: het einde met deze naam, tenzij `to` iets anders zegt.",
        ),
        field("to", NAME, Optional, Never, "End or stage they go to.", "Einde of stap waar zij heen gaan."),
    ],
};
