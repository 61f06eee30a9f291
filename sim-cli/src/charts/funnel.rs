//! Who is reached, how far they come, and how it ends.

use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::Phase;
use sim_report::chart::{Chart, Form, Funnel, FunnelGroup, FunnelLook, FunnelRow};
use sim_report::document::{Part, Text};

use super::data::{figure, row, value};
use super::{MOST_STAGES, stage_title};
use crate::number::{ABSENT, estimate, fixed, percentage_by_chance};
use crate::output::screen::chain_order;
use crate::run::Run;
use crate::text;
use crate::text::funnel as words;

/// At most so many ends.
const MOST_ENDS: usize = 15;
/// A bar may be so much longer than the longest.
const ROOM: f64 = 1.08;

/// The picture; `None` where no resident is followed and none is in need.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let mut notes = Vec::new();
    let groups: Vec<FunnelGroup> =
        [in_need(run, lang), stages(run, lang, &mut notes), ends(run, lang)].into_iter().flatten().collect();
    if groups.is_empty() {
        return None;
    }
    let followed = text::followed(lang, &text::span(lang, run.plan.follow_up.as_days()));
    notes.push(words::followed(lang, &followed));
    if run.scenario.unknowns.is_some() {
        notes.push(words::unknown(lang).to_owned());
    }
    let parts = || groups.iter().flat_map(|group| &group.rows).flat_map(|row| &row.parts);
    let all = [FunnelLook::Reached, FunnelLook::LostHere, FunnelLook::Success, FunnelLook::Otherwise];
    let looks = all.into_iter().filter(|look| parts().any(|(one, size)| one == look && *size > 0.0));
    Some(Chart {
        name: "funnel".to_owned(),
        title: words::title(lang).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Funnel(Funnel {
            looks: looks.map(|look| (look, words::look(lang, look).to_owned())).collect(),
            interval: words::interval(lang).to_owned(),
            groups,
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

/// Of those in need: who comes to help, and who starts and finishes each phase, in a year.
fn in_need(run: &Run, lang: Lang) -> Option<FunnelGroup> {
    let number = value(run, Measure::InNeed, Of::Chain, Statistic::Mean)?;
    let mut rows = Vec::new();
    let mut add = |label: String, measure: Measure, of: Of| {
        let share = row(run, measure, of, Statistic::Share);
        let of_year = row(run, measure, of, Statistic::PerYear);
        rows.extend(share.and_then(|share| {
            bar(label, FunnelLook::Reached, share, vec![per_year(of_year, lang), percent(Some(share), lang)])
        }));
    };
    add(words::come(lang).to_owned(), Measure::NeedReach, Of::Chain);
    for phase in Phase::ALL {
        let name = text::values::phase(lang, phase);
        add(words::phase(lang, name, true), Measure::ReachStarted, Of::Phase(phase));
        add(words::phase(lang, name, false), Measure::ReachFinished, Of::Phase(phase));
    }
    let longest = rows.iter().map(|row: &FunnelRow| row.parts[0].1).fold(0.0, f64::max);
    (longest > 0.0).then(|| FunnelGroup {
        head: words::in_need(lang, &fixed(number, 0, lang)),
        columns: vec![words::a_year(lang).to_owned(), words::share(lang).to_owned()],
        whole: ROOM * longest,
        rows,
    })
}

/// Of those who come into the chain: who joins and who finishes each stage.
fn stages(run: &Run, lang: Lang, notes: &mut Vec<String>) -> Option<FunnelGroup> {
    let share = |of: Of| row(run, Measure::Reach, of, Statistic::Share).filter(|row| row.value.is_some());
    let joined = |stage: u32| share(Of::Enter(stage)).and_then(|row| row.value).unwrap_or(0.0);
    let reached: Vec<u32> = chain_order(&run.scenario).into_iter().filter(|&stage| joined(stage) > 0.0).collect();
    let (shown, number) = super::worst(reached, joined);
    if number > MOST_STAGES {
        notes.push(words::most_reached_only(lang, shown.len(), number));
    }
    let bar = |&stage: &u32| {
        let (enter, finish) = (share(Of::Enter(stage))?, share(Of::Finish(stage)));
        let (came, done) = (enter.value?, finish.and_then(|row| row.value).unwrap_or(0.0));
        Some(FunnelRow {
            label: stage_title(run, stage),
            parts: vec![(FunnelLook::Reached, done), (FunnelLook::LostHere, (came - done).max(0.0))],
            interval: finish.and_then(interval),
            cells: vec![percent(Some(enter), lang), percent(finish, lang)],
        })
    };
    let rows: Vec<FunnelRow> = shown.iter().filter_map(bar).collect();
    (!rows.is_empty()).then(|| FunnelGroup {
        head: words::far(lang).to_owned(),
        columns: vec![words::join(lang).to_owned(), words::finish(lang).to_owned()],
        whole: 1.0,
        rows,
    })
}

/// Of those who come into the chain: how it ends, as intended first, then by how many.
fn ends(run: &Run, lang: Lang) -> Option<FunnelGroup> {
    let mut rows: Vec<(bool, f64, FunnelRow)> = Vec::new();
    for (index, end) in run.scenario.ends.iter().enumerate() {
        let of = Of::End(index as u32);
        let Some(share) = row(run, Measure::Outcome, of, Statistic::Share) else { continue };
        let Some(size) = share.value.filter(|&size| size > 0.0) else { continue };
        let look = if end.success { FunnelLook::Success } else { FunnelLook::Otherwise };
        let leave = row(run, Measure::Finished, of, Statistic::PerYear);
        let cells = vec![per_year(leave, lang), percent(Some(share), lang)];
        rows.extend(bar(text::end_name(lang, end), look, share, cells).map(|bar| (!end.success, size, bar)));
    }
    rows.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
    rows.truncate(MOST_ENDS);
    let longest = rows.first()?.1.max(rows.iter().map(|(_, size, _)| *size).fold(0.0, f64::max));
    let mut rows: Vec<FunnelRow> = rows.into_iter().map(|(_, _, row)| row).collect();
    let inside = row(run, Measure::Inside, Of::Chain, Statistic::Share);
    if let Some(inside) = inside.filter(|row| row.value.is_some_and(|value| value > 0.0)) {
        let cells = vec![ABSENT.into(), percent(Some(inside), lang)];
        rows.extend(bar(words::inside(lang).to_owned(), FunnelLook::LostHere, inside, cells));
    }
    Some(FunnelGroup {
        head: words::ends(lang).to_owned(),
        columns: vec![words::a_year(lang).to_owned(), words::share(lang).to_owned()],
        whole: (ROOM * longest).min(1.0),
        rows,
    })
}

fn bar(label: String, look: FunnelLook, share: &Row, cells: Vec<Text>) -> Option<FunnelRow> {
    Some(FunnelRow { label, parts: vec![(look, share.value?)], interval: interval(share), cells })
}

fn interval(row: &Row) -> Option<(f64, f64)> {
    row.lower.zip(row.upper)
}

fn percent(row: Option<&Row>, lang: Lang) -> Text {
    told(row, percentage_by_chance(row, lang))
}

fn per_year(row: Option<&Row>, lang: Lang) -> Text {
    let shown = match row.and_then(|row| row.value) {
        Some(value) => fixed(value, usize::from(value < 9.95), lang),
        None => estimate(row, 1.0, lang),
    };
    told(row, shown)
}

fn told(row: Option<&Row>, shown: String) -> Text {
    match figure(row, shown.clone(), &["value"]) {
        Some(figure) => Text(vec![Part::Figure(figure)]),
        None => shown.into(),
    }
}
