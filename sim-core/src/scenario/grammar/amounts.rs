//! Amounts, their changes, and what things cost.

use super::Need::{Default, Optional, Required};
use super::Varies::{ByClass, ByDate, Never};
use super::fields::{NAME, TITLE, field};
use super::{Field, Kind, Table, Value};

pub(super) static AMOUNT: Table = Table {
    en: "An amount: a number that residents carry with them, such as a debt.",
    nl: "Een bedrag of aantal dat bij een inwoner hoort, zoals een schuld.",
    fields: &[
        TITLE,
        field(
            "unit",
            Kind::Choice(&["euro", "number"]),
            Default("euro"),
            Never,
            "What it is counted in.",
            "Waarin het wordt geteld.",
        ),
        field(
            "initial",
            Kind::One(Value::AmountDistribution),
            Required,
            ByClass,
            "Value when a resident comes into need, or else into the chain.",
            "Waarde als een inwoner in nood komt, of anders bij de keten.",
        ),
        field(
            "growth",
            Kind::One(Value::Growth),
            Default("0 % per year"),
            ByClass,
            "Growth from then on, until a step changes it.",
            "Groei vanaf dan, tot een handeling die verandert.",
        ),
    ],
};

const TIMES: Field = field(
    "times",
    Kind::One(Value::Factor),
    Optional,
    ByClass,
    "The amount becomes so many times as much.",
    "Het bedrag wordt zo veel keer zo groot.",
);
const ADD: Field = field(
    "add",
    Kind::One(Value::AmountDistribution),
    Optional,
    ByClass,
    "So much comes on top of the amount.",
    "Zo veel komt er bij het bedrag.",
);
const TO: Field = field(
    "to",
    Kind::One(Value::AmountDistribution),
    Optional,
    ByClass,
    "The amount becomes this.",
    "Het bedrag wordt dit.",
);
const GROWTH: Field = field(
    "growth",
    Kind::One(Value::Growth),
    Optional,
    ByClass,
    "Growth of the amount from now on.",
    "Groei van het bedrag vanaf nu.",
);

/// The fields of a step that changes an amount.
pub(super) const STEP_CHANGE: Field = field(
    "change",
    NAME,
    Optional,
    Never,
    "Amount that changes here, in no time.",
    "Bedrag dat hier verandert, zonder dat er tijd voorbijgaat.",
);
pub(super) const STEP_TIMES: Field = TIMES;
pub(super) const STEP_ADD: Field = ADD;
pub(super) const STEP_TO: Field = TO;
pub(super) const STEP_GROWTH: Field = GROWTH;

static CHANGE: Table =
    Table { en: "How an amount changes.", nl: "Hoe een bedrag verandert.", fields: &[TIMES, ADD, TO, GROWTH] };

/// What happens to amounts at an end, or on coming back.
pub(super) const AMOUNTS: Field = field(
    "amounts",
    Kind::Named(&CHANGE),
    Optional,
    Never,
    "Changes of amounts at this moment.",
    "Veranderingen van bedragen op dit moment.",
);

pub(super) const WHEN: Field = field(
    "when",
    Kind::One(Value::Condition),
    Optional,
    Never,
    "Only for residents who meet this condition; such referrals are tried first, in order.",
    "Alleen voor inwoners die hieraan voldoen; zulke doorverwijzingen komen eerst, op volgorde.",
);

pub(super) const TEAM_COST: Field = field(
    "cost",
    Kind::One(Value::Price),
    Optional,
    ByDate,
    "What its people cost: per fte on the payroll, or per hour worked.",
    "Wat de mensen kosten: per fte in dienst, of per gewerkt uur.",
);
pub(super) const STEP_COST: Field = field(
    "cost",
    Kind::One(Value::Money),
    Optional,
    ByClass,
    "Cost each time the work or the delay begins, beside the team.",
    "Kosten per keer dat het werk of de tijd begint, naast het team.",
);
pub(super) const END_COST: Field = field(
    "cost",
    Kind::One(Value::Money),
    Optional,
    ByClass,
    "Cost for each resident who leaves through this end.",
    "Kosten per inwoner die hier de keten verlaat.",
);
pub(super) const END_BENEFIT: Field = field(
    "benefit",
    Kind::One(Value::Money),
    Optional,
    ByClass,
    "Social benefit for each resident who leaves through this end; reported apart, as weak evidence.",
    "Maatschappelijke baat per inwoner die hier de keten verlaat; apart gemeld, als zwak bewijs.",
);
