//! Limited room of a stage.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, Never};
use super::fields::{DURATION, FLAG, MANY, NAME, field};
use super::{Kind, Table, Value};

pub(super) static ROOM: Table = Table {
    en: "Limited room: for waiting, or at the stage as a whole.",
    nl: "Beperkte ruimte: om te wachten, of bij de hele stap.",
    fields: &[
        field(
            "waiting",
            Kind::Count(0, MANY),
            Optional,
            ByClass,
            "How many may wait for the first work; whoever starts at once needs no room.",
            "Hoeveel er op het eerste werk mogen wachten; wie meteen aan de beurt is heeft geen ruimte nodig.",
        ),
        field(
            "present",
            Kind::Count(1, MANY),
            Optional,
            ByClass,
            "How many may be at the stage, instead of `waiting`.",
            "Hoeveel er in de stap mogen zijn, in plaats van `waiting`.",
        ),
        field(
            "when_full",
            Kind::One(Value::WhenFull),
            Required,
            Never,
            "End or stage for who finds it full; or \"blocks\", \"displaces\", { retry = TIME }.",
            "Einde of stap voor wie het vol treft; of \"blocks\", \"displaces\", { retry = TIJD }.",
        ),
        field(
            "displaced_to",
            NAME,
            Optional,
            Never,
            "End or stage for who is displaced.",
            "Einde of stap voor wie verdrongen wordt.",
        ),
        field(
            "arrivals_when_full",
            NAME,
            Optional,
            Never,
            "End or stage for who comes from outside and cannot be blocked.",
            "Einde of stap voor wie van buiten komt en niet geblokkeerd kan worden.",
        ),
        field(
            "keeps_worker",
            FLAG,
            Default("false"),
            Never,
            "Whoever is blocked keeps the worker who finished with them.",
            "Wie geblokkeerd is houdt de medewerker bezet die met hen klaar is.",
        ),
    ],
};

/// Trying again, as `when_full` takes it.
pub static RETRY: Table = Table {
    en: "Who finds it full stays away and tries again.",
    nl: "Wie het vol treft blijft weg en probeert het opnieuw.",
    fields: &[field(
        "retry",
        DURATION,
        Required,
        ByClass,
        "Time until they try again.",
        "Tijd tot zij het opnieuw proberen.",
    )],
};
