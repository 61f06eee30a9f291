//! What share waited at most so long, at each stage, beside the term.

use sim_core::estimate::Histogram;
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::time::DAY;
use sim_report::chart::{Chart, CurvePanel, CurveTerm, Curves, Form, Tip};
use sim_report::document::Figure;

use super::data::{figure, row, time, value};
use super::{stage_title, worst};
use crate::number::{fixed, percentage_by_chance};
use crate::output::distribution::{PERCENTILES, days, share_that_starts};
use crate::output::screen::chain_order;
use crate::run::Run;
use crate::text;
use crate::text::charts as general;
use crate::text::distribution as words;
use crate::time_unit::TimeUnit;

/// Percentiles with a dot.
const DOTS: [u32; 7] = [10, 25, 50, 75, 90, 95, 99];
/// A term farther out than so many times the longest wait that is drawn is only told.
const FAR: f64 = 2.5;

/// The picture; `None` when nobody waits for work anywhere.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let with_work =
        chain_order(&run.scenario).into_iter().filter(|&stage| run.plan.stages[stage as usize].begins_with_work);
    let with_work = with_work.filter(|&stage| waits(run, stage).total() > 0);
    let mean = |stage| value(run, Measure::Wait, Of::Stage(stage), Statistic::Mean).unwrap_or(0.0);
    let (stages, number) = worst(with_work.collect(), mean);
    if stages.is_empty() {
        return None;
    }
    let panels: Vec<CurvePanel> = stages.iter().map(|&stage| panel(run, stage, lang)).collect();
    let mut notes = Vec::new();
    if number > stages.len() {
        notes.push(general::longest_waits_only(lang, stages.len(), number));
    }
    notes.push(words::note(lang).to_owned());
    Some(Chart {
        name: "distribution".to_owned(),
        title: words::title(lang).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Curves(Curves {
            axis: words::axis(lang).to_owned(),
            in_time: words::in_time(lang).to_owned(),
            late: words::late(lang).to_owned(),
            never: panels.iter().any(|panel| panel.end < 0.9995).then(|| words::never(lang).to_owned()),
            dot: panels.iter().any(|panel| panel.term.is_some()).then(|| words::dot(lang).to_owned()),
            quantiles: words::quantiles(lang, &DOTS.map(|percent| percent.to_string()).join(", ")),
            panels,
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

fn waits(run: &Run, stage: u32) -> &Histogram {
    &run.experiment.histograms[run.plan.waits_of(stage)]
}

fn panel(run: &Run, stage: u32, lang: Lang) -> CurvePanel {
    let (histogram, end) = (waits(run, stage), share_that_starts(run, stage));
    let title = stage_title(run, stage);
    let longest = histogram.quantile(0.99).unwrap_or(0.0) / DAY as f64;
    let term = run.plan.within.first().map(|term| term.as_days());
    let near = term.filter(|&term| term <= FAR * longest || longest == 0.0);
    let most = longest.max(near.unwrap_or(0.0) * 1.15).max(1.0 / 1440.0);
    let unit = TimeUnit::of(most, lang);
    // Who does not wait at all stands at the left edge, as high as they are many.
    let mut points = vec![(0.0, 0.0)];
    for percent in PERCENTILES {
        let time = days(histogram, percent) * unit.per_day;
        points.push((time, end * f64::from(percent) / 100.0));
    }
    // The last in a hundred are somewhere beyond.
    points.push((most * unit.per_day, beyond(histogram, most) * end));
    points.retain(|(time, _)| *time <= most * unit.per_day);
    points.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let quantiles = DOTS.iter().map(|&percent| {
        let days = days(histogram, percent);
        let at = (days * unit.per_day, end * f64::from(percent) / 100.0);
        let what = general::quantile(lang, f64::from(percent));
        (at, Tip { of: title.clone(), what, figure: quantile(run, stage, percent, days, lang) })
    });
    let share = row(run, Measure::StartedWithin, Of::Stage(stage), Statistic::Within(0));
    let term = term.zip(share).and_then(|(at, share)| {
        let name = text::span(lang, at).replace(' ', "\u{a0}");
        let shown = percentage_by_chance(Some(share), lang);
        let told = (general::started_within(lang, &name), figure(Some(share), shown, &["value"])?);
        Some(CurveTerm {
            at: at * unit.per_day,
            name: text::within(lang, &name),
            share: share.value?,
            interval: share.lower.zip(share.upper),
            told,
        })
    });
    CurvePanel {
        quantiles: quantiles.collect(),
        unit: unit.name.to_owned(),
        unit_of_one: unit.of_one.to_owned(),
        most: most * unit.per_day,
        points,
        end,
        term,
        title,
    }
}

/// The share of starters whose wait is at most so many days.
fn beyond(histogram: &Histogram, days: f64) -> f64 {
    let below = histogram.cumulative();
    below.iter().rev().find(|(edge, _)| *edge <= days * DAY as f64 * (1.0 + 1e-9)).map_or(0.99, |(_, share)| *share)
}

/// A percentile: of the measures with its interval where the report has it, else as it stands in the distribution.
fn quantile(run: &Run, stage: u32, percent: u32, days: f64, lang: Lang) -> Figure {
    let place = run.plan.quantiles.iter().position(|p| (p * 100.0 - f64::from(percent)).abs() < 1e-9);
    let reported = place.and_then(|place| {
        let row = row(run, Measure::Wait, Of::Stage(stage), Statistic::Quantile(place as u16))?;
        figure(Some(row), time(Some(row), lang), &["value", "lower", "upper"])
    });
    reported.unwrap_or_else(|| {
        let unit = TimeUnit::of(days, lang);
        let shown = days * unit.per_day;
        let shown = fixed(shown, crate::number::decimals(shown, None).min(1), lang);
        let name = Of::Stage(stage).name(&run.scenario);
        Figure {
            shown: unit.beside(&shown),
            values: vec![days],
            from: vec![format!("waits_distribution.csv:{name}:p{percent}:days")],
        }
    })
}
