//! Texts about amounts, conditions on them, and cost.

use sim_core::lang::Lang;
use sim_core::scenario::{AmountUnit, Moment, Scenario};

use super::{title, values};

texts! {
    amounts: "amounts", "bedragen en aantallen";
    mean: "mean", "gemiddeld";
    grown: "more than on arrival", "meer dan bij aanmelding";
    on_arrival: "on arrival", "bij aanmelding";
    changes: "changes", "wijzigt";
    otherwise: "otherwise", "anders";
    cost: "cost", "kosten";
    euro_a_year: "euro a year", "euro per jaar";
    whole_chain: "the whole chain", "de hele keten";
    per_trajectory: "per resident who comes", "per inwoner die komt";
    per_success: "per success", "per gelukt traject";
    per_lasting: "per lasting success", "per blijvend gelukt traject";
    euro_each: "euro each", "euro per stuk";
    benefit: "social benefit (weak evidence, not taken off the cost)", "maatschappelijke baat (zwak bewijs, niet van de kosten af)";
}

/// What the rows of cost are.
pub(crate) fn cost_note(lang: Lang) -> &'static str {
    lang.pick(
        "cost of a stage: its activities; the hours worked there are in the cost of the team. The chain is the sum of all.",
        "kosten van een stap: de activiteiten; de uren die er worden gewerkt zitten in de kosten van het team. De keten is alles samen.",
    )
}

/// A moment at which an amount is measured, in words.
pub(crate) fn moment(lang: Lang, scenario: &Scenario, moment: Moment) -> String {
    let stage = |at: usize| title(&scenario.stages[at].title, &scenario.stages[at].name);
    match moment {
        Moment::Arrive => on_arrival(lang).to_owned(),
        Moment::Enter(at) => lang.pick(format!("on joining {}", stage(at)), format!("bij aankomst: {}", stage(at))),
        Moment::Start(at) => lang.pick(format!("at the start of {}", stage(at)), format!("bij begin: {}", stage(at))),
        Moment::Finish(at) => lang.pick(format!("at the end of {}", stage(at)), format!("na afloop: {}", stage(at))),
        Moment::Leave(end) => {
            let end = super::end_name(lang, &scenario.ends[end]);
            lang.pick(format!("on leaving: {end}"), format!("bij vertrek: {end}"))
        }
    }
}

/// A value of an amount.
pub(crate) fn value(lang: Lang, unit: AmountUnit, value: f64) -> String {
    match unit {
        AmountUnit::Euro => values::euro(lang, value),
        AmountUnit::Number => values::number(lang, value),
    }
}

/// A condition as the label of an arrow, with the share of those who meet it.
pub(crate) fn only_if(lang: Lang, condition: &str, share: Option<&str>) -> String {
    let share = share.map_or(String::new(), |share| format!("{share} "));
    lang.pick(format!("{share}if {condition}"), format!("{share}als {condition}"))
}

/// An amount is so much at a moment.
pub(crate) fn is(name: &str, value: &str) -> String {
    format!("{name}: {value}")
}

/// An amount becomes so much.
pub(crate) fn becomes(lang: Lang, name: &str, value: &str) -> String {
    lang.pick(format!("{name} becomes {value}"), format!("{name} wordt {value}"))
}

/// A change of an amount: its parts, each said by one of these.
pub(crate) fn times(lang: Lang, name: &str, factor: &str) -> String {
    lang.pick(format!("{name} × {factor}"), format!("{name} × {factor}"))
}

/// So much more.
pub(crate) fn more(name: &str, value: &str) -> String {
    format!("{name} + {value}")
}

/// This much.
pub(crate) fn to(name: &str, value: &str) -> String {
    format!("{name} = {value}")
}

/// Another growth from now on.
pub(crate) fn growth(lang: Lang, name: &str, per_year: &str) -> String {
    lang.pick(format!("{name} grows {per_year} a year"), format!("{name} groeit {per_year} per jaar"))
}
