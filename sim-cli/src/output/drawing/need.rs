//! Need in drawings: pools with the ways in which their residents come into the chain, and what follows an end.

use sim_core::lang::Lang;
use sim_core::scenario::{BatchPeriod, End, Pattern, Pool, Scenario};

use super::chart::{Chart, Inflow};
use crate::text::title;
use crate::text::values::{self, Words};
use crate::text::{need as words, span};

/// The ways from pools into the chain.
pub(super) fn inflows(scenario: &Scenario, lang: Lang, place: &[usize]) -> Vec<Inflow> {
    let mut inflows = Vec::new();
    for pool in &scenario.pools {
        let name = title(&pool.title, &pool.name);
        if let Some(apply) = &pool.apply {
            let after = values::param(lang, scenario, &apply.after, &|time| values::distribution(lang, time));
            inflows.push(Inflow {
                title: format!("{name}: {}", words::own_application(lang)),
                amount: words::apply(lang, &after.base, None),
                to: place[apply.to],
            });
        }
        if let Some(batch) = &pool.batch {
            inflows.push(Inflow {
                title: format!("{name}: {}", words::early_signals(lang)),
                amount: batch_words(scenario, lang, batch),
                to: place[batch.to],
            });
        }
    }
    inflows
}

fn batch_words(scenario: &Scenario, lang: Lang, batch: &sim_core::scenario::SignalBatch) -> String {
    let every = match batch.every {
        BatchPeriod::Month => lang.pick("every month", "elke maand").to_owned(),
        BatchPeriod::Week => lang.pick("every week", "elke week").to_owned(),
        BatchPeriod::Every(length) => lang.pick("every ", "elke ").to_owned() + &span(lang, length.as_days()),
    };
    let threshold = values::param(lang, scenario, &batch.threshold, &|&euro| values::euro(lang, euro)).together();
    let threshold = batch.threshold.values().any(|&euro| euro > 0.0).then_some(threshold);
    let taken_up = values::param(lang, scenario, &batch.taken_up, &|&share| values::percent(lang, share)).together();
    words::batch(lang, &every, batch.creditors, threshold.as_deref(), &taken_up)
}

/// Every pool: its name, and what there is to say of it.
pub(super) fn pools(chart: &Chart) -> Vec<(String, Vec<String>)> {
    chart.scenario.pools.iter().map(|pool| (title(&pool.title, &pool.name), pool_lines(chart, pool))).collect()
}

fn pool_lines(chart: &Chart, pool: &Pool) -> Vec<String> {
    let (scenario, lang) = (chart.scenario, chart.lang);
    let time = |param| values::param(lang, scenario, param, &|time| values::distribution(lang, time)).together();
    let onset = match &pool.onset.pattern {
        Pattern::Rate(rate) if rate.values().any(|&rate| rate > 0.0) => {
            Some(values::pattern(lang, &pool.onset.pattern))
        }
        _ => None,
    };
    let stock = crate::number::fixed(f64::from(pool.stock), 0, lang);
    let counted = words::counted_as(lang, pool.counted_as);
    let mut lines = vec![words::pool(lang, &stock, counted, onset.as_deref())];
    if let Some(apply) = &pool.apply {
        let again = values::param(lang, scenario, &apply.again, &|&again| values::percent(lang, again));
        let willing = apply.again.values().any(|&again| again != 1.0).then(|| again.together());
        let after = words::apply(lang, &time(&apply.after), willing.as_deref());
        lines.push(format!("{}: {after}", words::own_application(lang)));
    }
    for signal in &pool.signals {
        let rate = values::param(lang, scenario, &signal.rate, &|&rate| words::rate(lang, rate)).together();
        let euro = |amount: &sim_core::scenario::Distribution| values::euro(lang, amount.mean());
        let amount: Option<Words> = signal.amount.as_ref().map(|amount| values::param(lang, scenario, amount, &euro));
        let amount = amount.map(|amount| amount.together());
        let level = signal.becomes.map(|becomes| scenario.axes[becomes.axis].levels[becomes.level].name.as_str());
        let name = title(&signal.title, &signal.name);
        lines.push(words::signal(lang, &name, &rate, amount.as_deref(), signal.urgent, level));
    }
    if let Some(batch) = &pool.batch {
        lines.push(batch_words(scenario, lang, batch));
    }
    if let Some(natural) = &pool.natural_end {
        lines.push(words::natural_end(lang, &time(&natural.after), &chart.end(natural.to)));
    }
    lines
}

/// What follows an end, where there is need or somebody comes back.
pub(super) fn after_end(chart: &Chart, end: &End) -> Vec<String> {
    let (scenario, lang) = (chart.scenario, chart.lang);
    let mut lines = Vec::new();
    let natural =
        |pool: &Pool| pool.natural_end.as_ref().is_some_and(|natural| scenario.ends[natural.to].name == end.name);
    if !scenario.pools.is_empty() && end.need_stays && !scenario.pools.iter().any(natural) {
        lines.push(words::need_stays(lang).to_owned());
    }
    if let Some(returns) = &end.returns {
        let share = values::param(lang, scenario, &returns.share, &|&share| values::percent(lang, share)).together();
        let after = values::param(lang, scenario, &returns.after, &|time| values::distribution(lang, time)).together();
        let to = returns.to.map(|stage| title(&scenario.stages[stage].title, &scenario.stages[stage].name));
        lines.push(words::comes_back(lang, &share, &after, to.as_deref()));
    }
    lines
}
