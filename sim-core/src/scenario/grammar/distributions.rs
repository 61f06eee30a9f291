//! The distributions of the language with their parameters.

use super::Need::{Default, Optional, Required};
use super::Varies::Never;
use super::fields::{MANY, SHARE, field};
use super::{Field, Kind, Need, Table, Value};

/// Time, work, money or number inside a distribution: the reader knows which.
const AMOUNT: Kind = Kind::One(Value::Time);
const NUMBER: Kind = Kind::One(Value::Number);
const NUMBERS: Kind = Kind::List(&NUMBER);
const AMOUNTS: Kind = Kind::List(&AMOUNT);

const fn part(name: &'static str, kind: Kind, need: Need, en: &'static str, nl: &'static str) -> Field {
    field(name, kind, need, Never, en, nl)
}

const MEAN: Field = part("mean", AMOUNT, Optional, "Mean.", "Gemiddelde.");
const CV: Field =
    part("cv", NUMBER, Optional, "Standard deviation over mean.", "Standaardafwijking gedeeld door gemiddelde.");
const SD: Field = part("sd", AMOUNT, Optional, "Standard deviation.", "Standaardafwijking.");
const LOW: Field = part("low", AMOUNT, Required, "Lowest.", "Laagste.");
const HIGH: Field = part("high", AMOUNT, Required, "Highest.", "Hoogste.");

/// The distributions by name, each with its parameters; amounts are times, or work, money or
/// plain numbers where those are asked for.
pub static DISTRIBUTIONS: Table = Table {
    en: "A distribution.",
    nl: "Een verdeling.",
    fields: &[
        part("exponential", Kind::Table(&EXPONENTIAL), Optional, "Exponential.", "Exponentieel."),
        part("gamma", Kind::Table(&GAMMA), Optional, "Gamma.", "Gamma."),
        part("lognormal", Kind::Table(&LOGNORMAL), Optional, "Lognormal.", "Lognormaal."),
        part("weibull", Kind::Table(&WEIBULL), Optional, "Weibull.", "Weibull."),
        part("uniform", Kind::Table(&UNIFORM), Optional, "Uniform.", "Uniform."),
        part("triangular", Kind::Table(&TRIANGULAR), Optional, "Triangular.", "Driehoek."),
        part(
            "hyperexponential",
            Kind::Table(&HYPEREXPONENTIAL),
            Optional,
            "A mixture of exponentials.",
            "Een mengsel van exponentiële verdelingen.",
        ),
        part("empirical", Kind::Table(&EMPIRICAL), Optional, "One of the values seen.", "Een van de gemeten waarden."),
        part(
            "normal",
            Kind::Table(&NORMAL),
            Optional,
            "Normal, redrawn below `at_least`.",
            "Normaal, opnieuw getrokken onder `at_least`.",
        ),
        part("erlang", Kind::Table(&ERLANG), Optional, "Several equal phases.", "Een aantal gelijke fasen."),
        part(
            "sequence",
            Kind::Table(&SEQUENCE),
            Optional,
            "Values one after another, and then again.",
            "Waarden na elkaar, en dan opnieuw.",
        ),
        part(
            "residual",
            Kind::Table(&RESIDUAL),
            Optional,
            "What is left of a draw at a random moment of it.",
            "Wat er van een trekking over is op een willekeurig moment ervan.",
        ),
        part("whole", Kind::Table(&WHOLE), Optional, "A draw, rounded down.", "Een trekking, naar beneden afgerond."),
        part(
            "at_least",
            Kind::Table(&AT_LEAST),
            Optional,
            "A draw, but never less than this.",
            "Een trekking, maar nooit minder dan dit.",
        ),
    ],
};

/// The distribution inside another one: of the same kind of amount, which the reader knows.
const OF: Field = part(
    "of",
    Kind::One(Value::TimeDistribution),
    Required,
    "The distribution that is drawn from.",
    "De verdeling waaruit wordt getrokken.",
);

static ERLANG: Table = Table {
    en: "Erlang: `shape` exponential phases, with the mean of the whole.",
    nl: "Erlang: `shape` exponentiële fasen, met het gemiddelde van het geheel.",
    fields: &[
        part("shape", Kind::Count(1, MANY), Required, "Number of phases.", "Aantal fasen."),
        part("mean", AMOUNT, Required, "Mean of the whole.", "Gemiddelde van het geheel."),
    ],
};
static SEQUENCE: Table = Table {
    en: "The values one after another, in the order in which they are drawn, and then again from the first.",
    nl: "De waarden na elkaar, in de volgorde waarin ze worden getrokken, en dan weer vanaf de eerste.",
    fields: &[part("values", AMOUNTS, Required, "The values.", "De waarden.")],
};
static RESIDUAL: Table = Table {
    en: "What is left of a draw at a random moment of it: x − uniform(0, x).",
    nl: "Wat er van een trekking over is op een willekeurig moment ervan: x − uniform(0, x).",
    fields: &[OF],
};
static WHOLE: Table = Table {
    en: "A draw in whole units, rounded down.",
    nl: "Een trekking in hele eenheden, naar beneden afgerond.",
    fields: &[OF, part("unit", AMOUNT, Required, "The unit.", "De eenheid.")],
};
static AT_LEAST: Table = Table {
    en: "A draw, but never less than `least`; a normal distribution in it that gives no lowest value is not cut.",
    nl: "Een trekking, maar nooit minder dan `least`; een normale verdeling erin zonder laagste waarde wordt niet afgekapt.",
    fields: &[OF, part("least", AMOUNT, Required, "The least value.", "De laagste waarde.")],
};

static EXPONENTIAL: Table = Table {
    en: "Exponential, by its mean.",
    nl: "Exponentieel, met zijn gemiddelde.",
    fields: &[part("mean", AMOUNT, Required, "Mean.", "Gemiddelde.")],
};
static GAMMA: Table = Table {
    en: "Gamma: `mean` and `cv` or `sd`; or `shape` and `scale`.",
    nl: "Gamma: `mean` met `cv` of `sd`; of `shape` met `scale`.",
    fields: &[
        MEAN,
        CV,
        SD,
        part("shape", NUMBER, Optional, "Shape.", "Vorm."),
        part("scale", AMOUNT, Optional, "Scale.", "Schaal."),
    ],
};
static LOGNORMAL: Table = Table {
    en: "Lognormal: `mean` and `cv` or `sd`; or `mu` and `sigma`; or `median` and one other quantile.",
    nl: "Lognormaal: `mean` met `cv` of `sd`; of `mu` met `sigma`; of `median` met één ander kwantiel.",
    fields: &[
        MEAN,
        CV,
        SD,
        part(
            "mu",
            Kind::One(Value::Signed),
            Optional,
            "Mean of the logarithm of the time in days.",
            "Gemiddelde van de logaritme van de tijd in dagen.",
        ),
        part(
            "sigma",
            NUMBER,
            Optional,
            "Standard deviation of that logarithm.",
            "Standaardafwijking van die logaritme.",
        ),
        part("median", AMOUNT, Optional, "Median.", "Mediaan."),
        part("p5", AMOUNT, Optional, "5 % are lower.", "5 % is lager."),
        part("p10", AMOUNT, Optional, "10 % are lower.", "10 % is lager."),
        part("p25", AMOUNT, Optional, "25 % are lower.", "25 % is lager."),
        part("p75", AMOUNT, Optional, "75 % are lower.", "75 % is lager."),
        part("p90", AMOUNT, Optional, "90 % are lower.", "90 % is lager."),
        part("p95", AMOUNT, Optional, "95 % are lower.", "95 % is lager."),
    ],
};
static WEIBULL: Table = Table {
    en: "Weibull.",
    nl: "Weibull.",
    fields: &[part("shape", NUMBER, Required, "Shape.", "Vorm."), part("scale", AMOUNT, Required, "Scale.", "Schaal.")],
};
static UNIFORM: Table = Table { en: "Uniform.", nl: "Uniform.", fields: &[LOW, HIGH] };
static TRIANGULAR: Table = Table {
    en: "Triangular.",
    nl: "Driehoek.",
    fields: &[LOW, part("likely", AMOUNT, Required, "Most likely.", "Meest waarschijnlijk."), HIGH],
};
static HYPEREXPONENTIAL: Table = Table {
    en: "A mixture of exponentials.",
    nl: "Een mengsel van exponentiële verdelingen.",
    fields: &[
        part("shares", Kind::List(&SHARE), Required, "Share of each.", "Aandeel van elk.").known(),
        part("means", AMOUNTS, Required, "Mean of each.", "Gemiddelde van elk."),
    ],
};
static EMPIRICAL: Table = Table {
    en: "One of the values seen.",
    nl: "Een van de gemeten waarden.",
    fields: &[
        part("values", AMOUNTS, Required, "The values.", "De waarden."),
        part(
            "weights",
            NUMBERS,
            Optional,
            "Weight of each; equal when absent.",
            "Gewicht van elk; gelijk als het er niet staat.",
        ),
    ],
};
static NORMAL: Table = Table {
    en: "Normal, redrawn below `at_least`.",
    nl: "Normaal, opnieuw getrokken onder `at_least`.",
    fields: &[
        part("mean", AMOUNT, Required, "Mean before the cut.", "Gemiddelde vóór het afkappen."),
        part("sd", AMOUNT, Required, "Standard deviation before the cut.", "Standaardafwijking vóór het afkappen."),
        part("at_least", AMOUNT, Default("0 days"), "Lowest value.", "Laagste waarde."),
    ],
};
