//! The tables of the advanced section: constructs of queueing theory.

use super::Need::{Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::fields::{DURATION, FACTOR, MANY, TIME, TIMES, WORK, field};
use super::{Kind, Table, Value};

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
        field(
            "stages",
            Kind::Named(&ADVANCED_STAGES),
            Optional,
            Never,
            "More about the work of stages.",
            "Meer over het werk van de stappen.",
        ),
    ],
};

static ADVANCED_ARRIVALS: Table = Table {
    en: "More about a stream.",
    nl: "Meer over een instroom.",
    fields: &[
        field(
            "cycle",
            Kind::Table(&CYCLE),
            Optional,
            Never,
            "A rate that repeats, instead of `rate`.",
            "Een instroom die zich herhaalt, in plaats van `rate`.",
        ),
        field(
            "batch_cycle",
            Kind::Table(&BATCH_CYCLE),
            Optional,
            Never,
            "Batches with means that repeat, instead of `batches`.",
            "Groepen met gemiddelden die zich herhalen, in plaats van `batches`.",
        ),
        field(
            "population",
            Kind::Count(1, MANY),
            Optional,
            Never,
            "So many residents, each of whom comes back some time after leaving the chain, instead of `rate`.",
            "Zo veel inwoners, die elk een tijd na het verlaten van de keten terugkomen, in plaats van `rate`.",
        ),
        field(
            "think",
            DURATION,
            Optional,
            ByDate,
            "From the beginning, or from leaving the chain, until such a resident comes (again).",
            "Vanaf het begin, of het verlaten van de keten, tot zo iemand (weer) komt.",
        ),
    ],
};

static BATCH_CYCLE: Table = Table {
    en: "Batches with means that repeat.",
    nl: "Groepen met gemiddelden die zich herhalen.",
    fields: &[
        field(
            "every",
            TIME,
            Required,
            Never,
            "Time between batches, from the beginning of the simulation.",
            "Tijd tussen de groepen, vanaf het begin van de simulatie.",
        )
        .known(),
        field(
            "means",
            Kind::List(&FACTOR),
            Required,
            Never,
            "Mean number of residents in each batch, one after another.",
            "Gemiddeld aantal inwoners in elke groep, na elkaar.",
        ),
    ],
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

static ADVANCED_STAGES: Table = Table {
    en: "More about the work of a stage.",
    nl: "Meer over het werk van een stap.",
    fields: &[
        field(
            "queue",
            Kind::Choice(&["last come first"]),
            Optional,
            Never,
            "Who is next, instead of `queue` of the stage.",
            "Wie er aan de beurt is, in plaats van `queue` van de stap.",
        ),
        field(
            "interrupts",
            Kind::Choice(&["resume", "restart"]),
            Optional,
            Never,
            "Who is more urgent interrupts work, which goes on later or begins again.",
            "Wie voorgaat onderbreekt werk, dat later verdergaat of opnieuw begint.",
        ),
        field(
            "turnaround",
            DURATION,
            Optional,
            ByClass,
            "The worker stays out of use for this time after the work.",
            "Na het werk is de medewerker zo lang niet beschikbaar.",
        ),
        field(
            "gate",
            Kind::Table(&GATE),
            Optional,
            Never,
            "Once a worker is taken, work waits until this gate is open.",
            "Als er een medewerker is, wacht het werk tot deze poort open is.",
        ),
        field(
            "prepare",
            DURATION,
            Optional,
            ByClass,
            "Preparation between taking a worker and the start of the work.",
            "Voorbereiding, tussen de beurt en het begin van het werk.",
        ),
        field(
            "work_by_next",
            Kind::Each(&WORK),
            Optional,
            Never,
            "Other work for those who go on to a stage or end, which is then chosen when the last work begins.",
            "Ander werk voor wie naar een stap of einde gaat; dat wordt dan gekozen als het laatste werk begint.",
        ),
    ],
};

static GATE: Table = Table {
    en: "A gate that is open at times that repeat.",
    nl: "Een poort die open is op tijden die zich herhalen.",
    fields: &[
        field(
            "every",
            TIME,
            Required,
            Never,
            "Length of the pattern, from the beginning of the simulation.",
            "Lengte van het patroon, vanaf het begin van de simulatie.",
        ).known(),
        field(
            "open",
            Kind::List(&Kind::Table(&GATE_OPEN)),
            Required,
            Never,
            "When it is open.",
            "Wanneer die open is.",
        ),
        field(
            "resume_at",
            TIMES,
            Optional,
            Never,
            "Who finds it closed goes on at the next of these moments; absent: when it opens.",
            "Wie de poort dicht treft gaat verder op het volgende van deze momenten; staat het er niet: als die opengaat.",
        ).known(),
    ],
};

static GATE_OPEN: Table = Table {
    en: "A time at which the gate is open.",
    nl: "Een tijd waarin de poort open is.",
    fields: &[
        field("from", TIME, Required, Never, "From this point of the pattern.", "Vanaf dit punt van het patroon.")
            .known(),
        field("until", TIME, Required, Never, "Until this point of the pattern.", "Tot dit punt van het patroon.")
            .known(),
    ],
};
