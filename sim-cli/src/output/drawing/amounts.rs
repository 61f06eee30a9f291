//! Steps that change an amount, and conditions, as they stand in a chart.

use sim_core::lang::Lang;
use sim_core::scenario::{AmountChange, Distribution, NewValue, Param, Referral, Scenario};
use sim_core::time::DAYS_PER_YEAR;

use crate::text::values::{self, Words};
use crate::text::{amounts, title};

/// What a change does, in words: `debt × 1.05; debt grows 0 % a year`.
pub(super) fn change(scenario: &Scenario, lang: Lang, change: &AmountChange) -> Words {
    let amount = &scenario.amounts[change.amount];
    let name = title(&amount.title, &amount.name);
    let quantity = |param: &Param<Distribution>| {
        values::param(lang, scenario, param, &|of| amounts::value(lang, amount.unit, of.mean()))
    };
    let value = change.value.as_ref().map(|value| match value {
        NewValue::Times(factor) => {
            with(values::param(lang, scenario, factor, &|&factor| values::number(lang, factor)), |factor| {
                amounts::times(lang, &name, factor)
            })
        }
        NewValue::Plus(value) => with(quantity(value), |value| amounts::more(&name, value)),
        NewValue::To(value) => with(quantity(value), |value| amounts::to(&name, value)),
    });
    let growth = change.growth.as_ref().map(|growth| {
        let per_year = |per_day: &f64| values::percent(lang, (per_day * DAYS_PER_YEAR).exp_m1());
        with(values::param(lang, scenario, growth, &per_year), |growth| amounts::growth(lang, &name, growth))
    });
    let parts: Vec<Words> = value.into_iter().chain(growth).collect();
    Words {
        base: parts.iter().map(|part| part.base.as_str()).collect::<Vec<_>>().join("; "),
        others: parts.into_iter().flat_map(|part| part.others).collect(),
    }
}

fn with(words: Words, say: impl Fn(&str) -> String) -> Words {
    Words { base: say(&words.base), others: words.others }
}

/// The label of a referral of a stage where some have a condition; `None` where none has.
///
/// * `share` – the share as it would be shown without
pub(super) fn label(lang: Lang, next: &[Referral], referral: &Referral, share: Option<&str>) -> Option<String> {
    if next.iter().all(|other| other.when.is_none()) {
        return None;
    }
    Some(match &referral.when {
        Some(condition) => amounts::only_if(lang, &condition.text, share),
        None => match share {
            Some(share) => format!("{} {share}", amounts::otherwise(lang)),
            None => amounts::otherwise(lang).to_owned(),
        },
    })
}
