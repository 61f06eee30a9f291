//! How many residents wait at each stage, month by month over the run.

use jiff::civil::Date;
use sim_core::experiment::{Series, SeriesPoint};
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of};
use sim_core::time::{DAY, SimTime, Span};
use sim_report::chart::{Chart, Form, Panel, PanelPoint, Panels, Tip};
use sim_report::document::Figure;

use super::{stage_title, worst};
use crate::number;
use crate::output::screen::chain_order;
use crate::output::series;
use crate::run::Run;
use crate::text::charts as words;

/// Distances between dates on the axis, in months; closer than a month: in days.
const MONTHS: [i32; 9] = [1, 2, 3, 6, 12, 24, 60, 120, 240];
const DAYS: [i32; 4] = [1, 2, 7, 14];

/// At most so many stretches of time say what they are, so that a page with the picture stays small.
const MOST_TIPS: usize = 400;

/// The picture; `None` when nobody waits for work anywhere.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let months = piece(run.plan.month_edges.len() - 1);
    let series = run.experiment.series_by(&run.plan, months);
    let queue = |stage: u32| series.iter().find(|one| one.measure == Measure::Queue && one.of == Of::Stage(stage));
    let with_work = chain_order(&run.scenario).into_iter().filter(|&stage| run.plan.stages[stage as usize].has_work);
    let measured = |stage| {
        let points = queue(stage).map_or(&[][..], |one| &one.points).iter();
        points.filter(|point| point.from >= SimTime::default()).map(|point| point.mean).fold(0.0, f64::max)
    };
    let (stages, number) = worst(with_work.collect(), measured);
    if stages.is_empty() {
        return None;
    }
    let spans = Spans::of(run, stages.len(), months);
    let panel = |&stage: &u32| {
        let title = stage_title(run, stage);
        let points = queue(stage)?.points.iter().map(|point| PanelPoint {
            days: (point.from.as_days(), point.until.as_days()),
            mean: point.mean,
            band: (point.low, point.high),
        });
        let spans = spans.tips(run, stage, &title, lang);
        Some(Panel { points: whole(points.collect(), months, |point| point.days), title, spans })
    };
    let mut notes = Vec::new();
    if number > stages.len() {
        notes.push(words::longest_queues_only(lang, stages.len(), number));
    }
    notes.push(words::means_per_piece(lang, months, stages.len() > 1));
    let days = (run.plan.begin.as_days(), run.plan.end.as_days());
    Some(Chart {
        name: "queues".to_owned(),
        title: words::queues_title(lang).to_owned(),
        subtitle: String::new(),
        description: words::queues_description(lang).to_owned(),
        form: Form::Panels(Panels {
            axis: words::queue_axis(lang).to_owned(),
            days,
            dates: dates(run.scenario.start, days, lang),
            warm_up: (days.0 < 0.0).then(|| (0.0, words::warm_up(lang).to_owned())),
            line_name: words::queue_line(lang).to_owned(),
            band_name: words::queue_band(lang).to_owned(),
            panels: stages.iter().filter_map(panel).collect(),
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

/// The stretches of measured time that say what they are: as long as those of the line, or longer where there are many.
struct Spans {
    series: Vec<Series>,
    months: usize,
    /// Months of a piece of the line.
    of_line: usize,
}

impl Spans {
    fn of(run: &Run, stages: usize, months: usize) -> Spans {
        let measured = run.plan.month_edges.iter().filter(|&&edge| edge > SimTime::default()).count();
        let few = |&step: &usize| step >= months && stages * measured / step <= MOST_TIPS;
        let of_line = months;
        let months = [1, 3, 12].into_iter().find(few).unwrap_or(12);
        Spans { series: run.experiment.series_by(&run.plan, months), months, of_line }
    }

    fn tips(&self, run: &Run, stage: u32, title: &str, lang: Lang) -> Vec<((f64, f64), Tip)> {
        let of = self.series.iter().find(|one| one.measure == Measure::Queue && one.of == Of::Stage(stage));
        let measured = of.into_iter().flat_map(|one| &one.points).filter(|point| point.from >= SimTime::default());
        let days = |point: &SeriesPoint| (point.from.as_days(), point.until.as_days());
        // What the line leaves out says nothing either.
        let shown = whole(measured.collect(), self.of_line, days);
        shown
            .into_iter()
            .filter_map(|point| Some((days(point), tip(run, stage, point, self.months, title, lang)?)))
            .collect()
    }
}

/// What a stretch of time says: the mean, and between which 95 % of the replications lie.
fn tip(run: &Run, stage: u32, point: &SeriesPoint, months: usize, title: &str, lang: Lang) -> Option<Tip> {
    let date = |at: SimTime| at.date(run.scenario.start);
    let (from, until) = (date(point.from)?, date(point.until + Span(DAY - 1))?);
    let last = until.yesterday().unwrap_or(until).max(from);
    let month = |date: Date| words::month(lang, date.month(), date.year());
    let of = if month(from) == month(last) { month(from) } else { format!("{} – {}", month(from), month(last)) };
    let decimals = number::decimals(point.mean, Some((point.high - point.low) / 2.0)).min(1);
    let mean = number::fixed(point.mean, decimals, lang);
    let shown = format!("{mean} ({})", number::bounds(point.low, point.high, decimals, lang));
    let name = Of::Stage(stage).name(&run.scenario);
    let file = series::file_name(months);
    let from = ["mean", "low", "high"].map(|column| format!("{file}:queue:{name}:{from}/{until}:{column}")).into();
    let figure = Figure { shown, values: vec![point.mean, point.low, point.high], from };
    Some(Tip { of, what: title.to_owned(), figure })
}

/// How many months are averaged, so that a long run is still a line: months, quarters or years.
fn piece(months: usize) -> usize {
    match months {
        0..=120 => 1,
        121..=480 => 3,
        _ => 12,
    }
}

/// The points without pieces of a few days, which say more of the weekday they fall on than of the chain.
fn whole<P: Copy>(points: Vec<P>, months: usize, days: impl Fn(P) -> (f64, f64)) -> Vec<P> {
    let short = 14.0 * months as f64;
    let is_long = |&point: &P| {
        let (from, until) = days(point);
        until - from >= short
    };
    let long: Vec<P> = points.iter().copied().filter(is_long).collect();
    if long.is_empty() { points } else { long }
}

/// Marks for the axis, the closest set first; whoever draws takes the first that fits.
fn dates(start: Date, days: (f64, f64), lang: Lang) -> Vec<Vec<(f64, String)>> {
    let at = |date: Date| SimTime::of_date(date, start).as_days();
    let inside = |date: &Date| (days.0..=days.1).contains(&at(*date));
    let Some(first) = SimTime((days.0 * sim_core::time::DAY as f64) as i64).date(start) else { return Vec::new() };
    let mut sets = Vec::new();
    if days.1 - days.0 < 62.0 {
        for step in DAYS {
            let all = (0..100).map_while(|k: i32| first.checked_add(jiff::Span::new().days(k * step)).ok());
            let all = all.take_while(|date| at(*date) <= days.1).filter(inside);
            sets.push(all.map(|date| (at(date), words::day(lang, date.day(), date.month()))).collect());
        }
    }
    for step in MONTHS {
        let whole = i32::from(first.year()) * 12 + i32::from(first.month()) - 1;
        let begin = whole - whole.rem_euclid(step);
        let all = (0..5000).map_while(|k: i32| {
            let month = begin + k * step;
            Date::new(i16::try_from(month.div_euclid(12)).ok()?, month.rem_euclid(12) as i8 + 1, 1).ok()
        });
        let label = |date: Date| match step {
            1..12 => words::month(lang, date.month(), date.year()),
            _ => date.year().to_string(),
        };
        let all = all.take_while(|date| at(*date) <= days.1).filter(inside);
        sets.push(all.map(|date| (at(date), label(date))).collect());
    }
    sets.retain(|set: &Vec<_>| !set.is_empty());
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_days_of_a_month_stand_neither_in_the_line_nor_in_what_it_says() {
        let pieces = vec![(0.0, 31.0), (31.0, 59.0), (59.0, 61.0)];
        assert_eq!(whole(pieces, 1, |piece| piece), [(0.0, 31.0), (31.0, 59.0)]);
        assert_eq!(whole(vec![(0.0, 3.0)], 1, |piece| piece), [(0.0, 3.0)], "there is nothing else");
    }
}
