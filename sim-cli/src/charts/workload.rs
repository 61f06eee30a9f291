//! How busy each team is, and how full its caseload.

use sim_core::experiment::Row;
use sim_core::lang::Lang;
use sim_core::observe::{Measure, Of, Statistic};
use sim_core::scenario::{Places, Staff, Team};
use sim_report::chart::{Chart, Form, Workload, WorkloadGroup, WorkloadRow, Zone};
use sim_report::document::{Figure, Part, Text};

use super::MOST_STAGES;
use super::data::{figure, row};
use crate::number::{ABSENT, fixed, percentage_by_chance};
use crate::run::Run;
use crate::text;
use crate::text::workload as words;

/// Up to these shares there is room, and a team is busy: a rule of thumb, told as such.
const ROOM: f64 = 0.8;
const BUSY: f64 = 0.95;

/// The picture; `None` where no team has a number of people or places.
pub(super) fn chart(run: &Run, lang: Lang) -> Option<Chart> {
    let mut notes = Vec::new();
    let groups: Vec<WorkloadGroup> = [hours(run, lang, &mut notes), cases(run, lang)].into_iter().flatten().collect();
    if groups.is_empty() {
        return None;
    }
    notes.push(words::zones_note(lang).to_owned());
    if run.scenario.unknowns.is_some() {
        notes.push(words::unknown(lang).to_owned());
    }
    Some(Chart {
        name: "workload".to_owned(),
        title: words::title(lang).to_owned(),
        subtitle: String::new(),
        description: words::description(lang).to_owned(),
        form: Form::Workload(Workload {
            axis: words::axis(lang).to_owned(),
            zones: vec![
                (ROOM, Zone::Room, words::room(lang).to_owned()),
                (BUSY, Zone::Busy, words::busy(lang).to_owned()),
                (1.0, Zone::Full, words::full(lang).to_owned()),
            ],
            interval: words::interval(lang).to_owned(),
            groups,
        }),
        notes,
        footer: String::new(),
        lang,
    })
}

/// Teams by the hours that they work, the busiest first.
fn hours(run: &Run, lang: Lang, notes: &mut Vec<String>) -> Option<WorkloadGroup> {
    let (teams, number) = busiest(run, Measure::Utilisation);
    if number > teams.len() {
        notes.push(words::busiest_only(lang, teams.len(), number));
    }
    let rows: Vec<WorkloadRow> = teams
        .into_iter()
        .filter_map(|(team, share)| {
            let hours = row(run, Measure::StaffedHours, Of::Team(team), Statistic::PerYear);
            let cells = vec![percent(share, lang), whole(hours, lang)];
            of_share(&run.scenario.teams[team as usize], share, cells)
        })
        .collect();
    (!rows.is_empty()).then(|| WorkloadGroup {
        head: words::hours(lang).to_owned(),
        columns: vec![words::worked(lang).to_owned(), words::staffed(lang).to_owned()],
        rows,
    })
}

/// Teams by the cases that they hold, the fullest first.
fn cases(run: &Run, lang: Lang) -> Option<WorkloadGroup> {
    let (teams, _) = busiest(run, Measure::CaseloadUtilisation);
    let has_norm = teams.iter().any(|(team, _)| per_fte(run, *team).is_some());
    let rows: Vec<WorkloadRow> = teams
        .into_iter()
        .filter_map(|(team, share)| {
            let of = |measure| row(run, measure, Of::Team(team), Statistic::Mean);
            let (held, places) = (of(Measure::Caseload), of(Measure::Places));
            let mut cells = vec![percent(share, lang), held_of(held, places, lang)];
            if has_norm {
                cells.push(per_worker(run, team, share.value?, lang));
            }
            of_share(&run.scenario.teams[team as usize], share, cells)
        })
        .collect();
    let mut columns = vec![words::places_used(lang), words::places_held(lang)];
    columns.extend(has_norm.then(|| words::per_fte(lang)));
    (!rows.is_empty()).then(|| WorkloadGroup {
        head: words::cases(lang).to_owned(),
        columns: columns.into_iter().map(str::to_owned).collect(),
        rows,
    })
}

/// The teams with such a share, largest first; and how many there are.
fn busiest(run: &Run, measure: Measure) -> (Vec<(u32, &Row)>, usize) {
    let teams = 0..run.scenario.teams.len() as u32;
    let of = |team| row(run, measure, Of::Team(team), Statistic::Share).filter(|row| row.value.is_some());
    let mut rows: Vec<(u32, &Row)> = teams.filter_map(|team| Some((team, of(team)?))).collect();
    let share = |row: &Row| row.value.unwrap_or(0.0);
    rows.sort_by(|one, other| share(other.1).total_cmp(&share(one.1)));
    let number = rows.len();
    rows.truncate(MOST_STAGES);
    (rows, number)
}

fn of_share(team: &Team, share: &Row, cells: Vec<Text>) -> Option<WorkloadRow> {
    let value = share.value?;
    let zone = match value {
        value if value < ROOM => Zone::Room,
        value if value < BUSY => Zone::Busy,
        _ => Zone::Full,
    };
    let label = text::title(&team.title, &team.name);
    Some(WorkloadRow { label, share: value, interval: share.lower.zip(share.upper), zone, cells })
}

fn percent(row: &Row, lang: Lang) -> Text {
    let shown = percentage_by_chance(Some(row), lang);
    figure(Some(row), shown.clone(), &["value"]).map_or_else(|| shown.into(), Text::from)
}

fn whole(row: Option<&Row>, lang: Lang) -> Text {
    let Some(value) = row.and_then(|row| row.value) else { return ABSENT.into() };
    figure(row, fixed(value, 0, lang), &["value"]).map_or_else(|| ABSENT.into(), Text::from)
}

/// Places held of all places.
fn held_of(held: Option<&Row>, places: Option<&Row>, lang: Lang) -> Text {
    let told = |row: Option<&Row>| row.and_then(|row| row.value).map(|value| fixed(value, 0, lang));
    let (Some(shown), Some(of)) = (told(held), told(places)) else { return ABSENT.into() };
    let shown = words::so_many_of(lang, &shown, &of);
    let both = figure(held, shown, &["value"]).zip(figure(places, String::new(), &["value"]));
    both.map_or_else(
        || ABSENT.into(),
        |(mut held, places)| {
            held.values.extend(places.values);
            held.from.extend(places.from);
            held.into()
        },
    )
}

/// The most cases that an fte may have, where the scenario says so.
fn per_fte(run: &Run, team: u32) -> Option<f64> {
    let team = &run.scenario.teams[team as usize];
    match (team.places.as_ref()?.on(run.scenario.start), &team.staff) {
        (Places::PerFte(norm), Staff::Fte { .. }) => Some(*norm),
        _ => None,
    }
}

/// Cases of an fte beside the most: what is held over all places, times the norm. It stands in no table as such.
fn per_worker(run: &Run, team: u32, share: f64, lang: Lang) -> Text {
    let Some(norm) = per_fte(run, team) else { return ABSENT.into() };
    let shown = words::so_many_of(lang, &fixed(share * norm, 0, lang), &text::values::number(lang, norm));
    Text(vec![Part::Figure(Figure { shown, values: vec![share * norm, norm], from: Vec::new() })])
}
