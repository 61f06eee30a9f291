//! What may stand in the place of a number that is not known.

use super::Need::{Optional, Required};
use super::Varies::Never;
use super::fields::field;
use super::{Field, Kind, Table, Value};

/// The fields of a range with a likely value.
pub const RANGE: [&str; 3] = ["low", "likely", "high"];

/// The field of a named distribution.
pub const UNKNOWN: &str = "unknown";

/// A number of the kind that is unknown: the reader knows which.
const PART: Kind = Kind::One(Value::Number);

const fn part(name: &'static str, en: &'static str, nl: &'static str) -> Field {
    field(name, PART, Required, Never, en, nl).known()
}

const fn belief(name: &'static str, table: &'static Table) -> Field {
    field(name, Kind::Table(table), Optional, Never, table.en, table.nl)
}

const LOW: Field = part("low", "Lowest.", "Laagste.");
const LIKELY: Field = part("likely", "Most likely.", "Meest waarschijnlijk.");
const HIGH: Field = part("high", "Highest.", "Hoogste.");

/// The named distributions of an unknown number.
pub static BELIEFS: Table = Table {
    en: "What is believed of a number that is not known.",
    nl: "Wat wordt gedacht van een getal dat niet bekend is.",
    fields: &[
        belief("uniform", &UNIFORM),
        belief("triangular", &TRIANGULAR),
        belief("pert", &PERT),
        belief("normal", &NORMAL),
        belief("lognormal", &LOGNORMAL),
    ],
};

static UNIFORM: Table =
    Table { en: "Anything between two bounds.", nl: "Alles tussen twee grenzen.", fields: &[LOW, HIGH] };
static TRIANGULAR: Table = Table { en: "A triangle.", nl: "Een driehoek.", fields: &[LOW, LIKELY, HIGH] };
static PERT: Table = Table {
    en: "PERT, as `low`, `likely`, `high` without a name.",
    nl: "PERT, zoals `low`, `likely`, `high` zonder naam.",
    fields: &[LOW, LIKELY, HIGH],
};
static NORMAL: Table = Table {
    en: "Normal, cut at the values that are accepted.",
    nl: "Normaal, afgekapt op de waarden die mogen.",
    fields: &[part("mean", "Mean.", "Gemiddelde."), part("sd", "Standard deviation.", "Standaardafwijking.")],
};
static LOGNORMAL: Table = Table {
    en: "Lognormal, cut at the values that are accepted.",
    nl: "Lognormaal, afgekapt op de waarden die mogen.",
    fields: &[part("median", "Median.", "Mediaan."), part("p90", "One in ten is higher.", "Eén op de tien is hoger.")],
};
