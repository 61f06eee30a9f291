//! The tables of interventions, which stand in a scenario or in a file of their own.

use super::Need::{Default, Optional, Required};
use super::Varies::Never;
use super::fields::{DATE_OR_ALWAYS, FACTOR, FLAG, NAME, TEXT, TIME, TITLE, WORDING, field};
use super::{Field, Kind, Table, Value};
use crate::scenario::figures::Mark;
use crate::scenario::intervention::Strength;

const ANYTHING: Kind = Kind::One(Value::Anything);
const PHASES: Kind = Kind::Choice(&["need", "prevention", "signalling", "intake", "curative", "aftercare"]);
const MONEY: Kind = Kind::One(Value::Money);

/// A file of interventions.
pub static LIBRARY: Table = Table {
    en: "Interventions that may be applied to scenarios.",
    nl: "Interventies die op scenario's kunnen worden toegepast.",
    fields: &[
        field("keten", Kind::Count(1, 1), Required, Never, "Version of the language.", "Versie van de taal.").known(),
        field("title", WORDING, Required, Never, "What the interventions are.", "Welke interventies dit zijn."),
        field("description", WORDING, Optional, Never, "More about them, for readers.", "Meer erover, voor lezers."),
        field("interventions", Kind::Named(&INTERVENTION), Required, Never, "The interventions.", "De interventies."),
    ],
};

/// One intervention.
pub static INTERVENTION: Table = Table {
    en: "An intervention: changes of a scenario, from when, at what cost, and how well its effect is known.",
    nl: "Een interventie: wijzigingen van een scenario, vanaf wanneer, voor hoeveel geld, en hoe goed het effect bekend is.",
    fields: &[
        field("title", WORDING, Required, Never, TITLE.en, TITLE.nl),
        field("description", WORDING, Optional, Never, "What is done, for readers.", "Wat er gebeurt, voor lezers."),
        field("phase", PHASES, Optional, Never, "Phase it belongs to.", "Fase waar ze bij hoort."),
        field(
            "changes",
            Kind::List(&Kind::Table(&CHANGE)),
            Optional,
            Never,
            "What becomes of parameters.",
            "Wat er met getallen gebeurt.",
        ),
        field("add", Kind::Table(&ADD), Optional, Never, "Tables that are added.", "Tabellen die erbij komen."),
        field(
            "reroute",
            Kind::List(&Kind::Table(&REROUTE)),
            Optional,
            Never,
            "Stages with another `next`.",
            "Stappen met een andere `next`.",
        ),
        field(
            "remove",
            Kind::List(&Kind::Table(&REMOVE)),
            Optional,
            Never,
            "Stages that are closed.",
            "Stappen die sluiten.",
        ),
        field(
            "from",
            DATE_OR_ALWAYS,
            Optional,
            Never,
            "First day on which it holds (default: the start of the scenario), or \"always\": in the warm-up too.",
            "Eerste dag waarop ze geldt (standaard: het begin van het scenario), of \"always\": ook tijdens de inloop.",
        ),
        field(
            "over",
            TIME,
            Optional,
            Never,
            "Time in which it grows evenly to its full effect.",
            "Tijd waarin ze gelijkmatig groeit tot haar volle effect.",
        )
        .known(),
        field("cost", Kind::Table(&SPENT), Optional, Never, "What it costs.", "Wat ze kost."),
        field("evidence", Kind::Table(&EVIDENCE), Optional, Never, "How well it is known.", "Hoe goed het bekend is."),
        field("note", TEXT, Optional, Never, "A remark.", "Een opmerking."),
    ],
};

/// One change of a parameter.
static CHANGE: Table = Table {
    en: "A change of a parameter, or of all that a path with `*` matches.",
    nl: "Een wijziging van een getal, of van alles waar een pad met `*` bij past.",
    fields: &[
        field(
            "at",
            Kind::One(Value::Paths),
            Required,
            Never,
            "Path of the parameter, or a list of paths.",
            "Pad van het getal, of een lijst paden.",
        ),
        field("to", ANYTHING, Optional, Never, "Its new value.", "De nieuwe waarde."),
        field("times", FACTOR, Optional, Never, "Its value times this.", "De waarde maal dit."),
        field("plus", ANYTHING, Optional, Never, "Its value and this.", "De waarde plus dit."),
        field("phase", PHASES, Optional, Never, "Only at stages of this phase.", "Alleen bij stappen van deze fase."),
        field("class", NAME, Optional, Never, "Only for this class.", "Alleen voor deze doelgroep."),
        field(
            "optional",
            FLAG,
            Default("false"),
            Never,
            "Passed over where a scenario has no such parameter.",
            "Overgeslagen waar een scenario zo'n getal niet heeft.",
        ),
        field("note", TEXT, Optional, Never, "A remark on its source.", "Een opmerking over de bron."),
    ],
};

/// The tables that may be added, each as at the top of a scenario.
pub(in crate::scenario) const MAY_BE_ADDED: [&str; 6] = ["amounts", "calendars", "clocks", "ends", "stages", "teams"];

const fn added(name: &'static str, en: &'static str, nl: &'static str) -> Field {
    field(name, ANYTHING, Optional, Never, en, nl)
}

static ADD: Table = Table {
    en: "Tables that are added, written as in a scenario.",
    nl: "Tabellen die erbij komen, geschreven zoals in een scenario.",
    fields: &[
        added("stages", "Stages.", "Stappen."),
        added("teams", "Teams.", "Teams."),
        added("ends", "Ways of leaving the chain.", "Manieren om de keten te verlaten."),
        added("clocks", "Terms.", "Termijnen."),
        added("calendars", "Opening calendars.", "Openingstijden."),
        added("amounts", "Amounts.", "Bedragen en aantallen."),
    ],
};

static REROUTE: Table = Table {
    en: "A stage from which residents go elsewhere.",
    nl: "Een stap waarna inwoners ergens anders heen gaan.",
    fields: &[
        field("stage", NAME, Required, Never, "The stage.", "De stap."),
        field("next", ANYTHING, Required, Never, "Where they go, as in a stage.", "Waarheen, zoals in een stap."),
    ],
};

static REMOVE: Table = Table {
    en: "A stage that nobody joins any more; who is inside finishes.",
    nl: "Een stap waar niemand meer in komt; wie er al is, maakt hem af.",
    fields: &[
        field("stage", NAME, Required, Never, "The stage.", "De stap."),
        field("instead", NAME, Required, Never, "Stage or end instead.", "Stap of einde in plaats daarvan."),
    ],
};

static SPENT: Table = Table {
    en: "What an intervention costs apart from teams and activities.",
    nl: "Wat een interventie kost, naast teams en handelingen.",
    fields: &[
        field("once", MONEY, Optional, Never, "Once, when it begins.", "Eenmalig, als ze begint."),
        field("per_year", MONEY, Optional, Never, "Each year.", "Elk jaar."),
        field("note", TEXT, Optional, Never, "A remark on its source.", "Een opmerking over de bron."),
    ],
};

static EVIDENCE: Table = Table {
    en: "How well the effect is known.",
    nl: "Hoe goed het effect bekend is.",
    fields: &[
        field("strength", Kind::Choice(Strength::WORDS), Required, Never, "What kind.", "Wat voor bewijs."),
        field("mark", Kind::Choice(Mark::WORDS), Optional, Never, "How sure the source is.", "Hoe zeker de bron is."),
        field("source", TEXT, Optional, Never, "Key of its source.", "Sleutel van de bron."),
        field("note", TEXT, Optional, Never, "What was found.", "Wat er is gevonden."),
    ],
};
