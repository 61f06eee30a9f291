//! How long residents wait at each stage: quantiles, the mean with its interval, and the share within a term.

use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::Term;
use sim_report::chart::{Chart, Form, Spread, SpreadRow, Tip};
use sim_report::document::Text;

use super::data::{figure, row, time, value};
use super::{stage_title, worst};
use crate::number;
use crate::output::screen::chain_order;
use crate::run::Run;
use crate::text;
use crate::text::charts as words;
use crate::time_unit::TimeUnit;

/// The picture; `None` when nobody waits for work anywhere.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let with_work =
        chain_order(&run.scenario).into_iter().filter(|&stage| run.plan.stages[stage as usize].begins_with_work);
    let mean = |stage| value(run, Measure::Wait, Of::Stage(stage), Statistic::Mean).unwrap_or(0.0);
    let (stages, number) = worst(with_work.collect(), mean);
    if stages.is_empty() {
        return None;
    }
    let quantiles = Quantiles::of(&run.plan.quantiles);
    let most = stages.iter().map(|&stage| quantiles.most(run, stage)).fold(0.0, f64::max);
    let unit = TimeUnit::of(most, lang);
    let rows = stages.iter().map(|&stage| quantiles.row(run, stage, unit, lang)).collect();
    let mut notes = Vec::new();
    if number > stages.len() {
        notes.push(words::longest_waits_only(lang, stages.len(), number));
    }
    let reference = reference(run, lang).map(|(days, name)| (days * unit.per_day, name));
    let far = reference.as_ref().filter(|(at, _)| *at > 1.6 * most * unit.per_day).cloned();
    if let Some((_, name)) = &far {
        notes.push(words::beyond_axis(lang, name));
    }
    notes.push(words::waits_of_starters(lang).to_owned());
    let mut columns = vec![words::mean_of_waits(lang).to_owned()];
    let term = run.plan.within.first().map(|term| text::span(lang, term.as_days()));
    columns.extend(term.map(|term| words::started_within(lang, &together(&term))));
    let unknown = run.scenario.unknowns.is_some();
    if unknown {
        notes.push(words::range_note(lang).to_owned());
    }
    let name = |index: Option<usize>| index.map(|index| words::quantile(lang, percent(run.plan.quantiles[index])));
    Some(Chart {
        name: "waits".to_owned(),
        title: words::waits_title(lang).to_owned(),
        subtitle: String::new(),
        description: words::waits_description(lang).to_owned(),
        form: Form::Spread(Spread {
            axis: words::wait_axis(lang, unit.name),
            low_name: name(quantiles.low),
            high_name: name(quantiles.high),
            mean_name: if unknown { words::mean_name_unknown(lang) } else { words::mean_name(lang) }.to_owned(),
            reference: reference.filter(|_| far.is_none()).map(|(at, name)| (at, words::term(lang, &name))),
            columns,
            rows,
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

/// With a space that no line is broken at.
fn together(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

fn percent(p: f64) -> f64 {
    (p * 1e4).round() / 100.0
}

/// The term that waits are held against: the first of the report, else the first clock that counts calendar days.
fn reference(run: &Run, lang: Lang) -> Option<(f64, String)> {
    let days = match run.plan.within.first() {
        Some(term) => term.as_days(),
        None => run.scenario.clocks.iter().find_map(|clock| match clock.within.base.first {
            Term::Calendar(term) => Some(term.as_days()),
            Term::Working(_) => None,
        })?,
    };
    Some((days, text::span(lang, days)))
}

/// Which of the reported quantiles are drawn: the lowest and the highest.
struct Quantiles {
    low: Option<usize>,
    high: Option<usize>,
}

impl Quantiles {
    fn of(reported: &[f64]) -> Quantiles {
        let by_size = |a: &usize, b: &usize| reported[*a].total_cmp(&reported[*b]);
        let high = (0..reported.len()).max_by(by_size);
        let low = (0..reported.len()).min_by(by_size).filter(|&low| Some(low) != high);
        Quantiles { low, high }
    }

    fn value(run: &Run, stage: u32, index: Option<usize>) -> Option<f64> {
        value(run, Measure::Wait, Of::Stage(stage), Statistic::Quantile(index? as u16))
    }

    /// The right end of the row, in days.
    fn most(&self, run: &Run, stage: u32) -> f64 {
        let mean = row(run, Measure::Wait, Of::Stage(stage), Statistic::Mean);
        let mean = mean.and_then(|row| row.upper.or(row.value)).unwrap_or(0.0);
        Quantiles::value(run, stage, self.high).unwrap_or(0.0).max(mean)
    }

    fn row(&self, run: &Run, stage: u32, unit: TimeUnit, lang: Lang) -> SpreadRow {
        let of = Of::Stage(stage);
        let mean = row(run, Measure::Wait, of, Statistic::Mean);
        let label = stage_title(run, stage);
        let tip = |what: String, figure| Some(Tip { of: label.clone(), what, figure: figure? });
        let quantile = |index: Option<usize>| {
            let index = index?;
            let row = row(run, Measure::Wait, of, Statistic::Quantile(index as u16));
            let shown = time(row, lang);
            let name = words::quantile(lang, percent(run.plan.quantiles[index]));
            tip(name, figure(row, shown, &["value", "lower", "upper"]))
        };
        let shown = time(mean, lang);
        let mean_tip =
            tip(words::mean_of_waits(lang).to_owned(), figure(mean, shown.clone(), &["value", "lower", "upper"]));
        let (low_tip, high_tip) = (quantile(self.low), quantile(self.high));
        let scaled = |value: f64| value * unit.per_day;
        // The dot says the same; once is enough.
        let mut cells = vec![Text::from(shown)];
        if !run.plan.within.is_empty() {
            let share = row(run, Measure::StartedWithin, of, Statistic::Within(0));
            let shown = number::percentage_by_chance(share, lang);
            cells.push(figure(share, shown.clone(), &["value"]).map_or_else(|| shown.into(), Text::from));
        }
        SpreadRow {
            label,
            low: Quantiles::value(run, stage, self.low).map(scaled),
            high: Quantiles::value(run, stage, self.high).map(scaled),
            mean: mean.and_then(|row| row.value).map(scaled),
            interval: mean.and_then(|row| row.lower.zip(row.upper)).map(|(low, high)| (scaled(low), scaled(high))),
            cells,
            low_tip,
            high_tip,
            mean_tip,
        }
    }
}
