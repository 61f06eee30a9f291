//! Teams as people with calendars.

use sim_core::chain::productive_share;
use sim_core::scenario::{Closing, Scenario, Staff, Team};
use sim_core::time::{DAY, OpeningHours, Span};

use super::super::Outline;
use super::times::at_start;
use super::untold::{Told, What};

/// So many people stand for a team of which there are always enough.
const ENOUGH: u32 = 100;

/// A weekly calendar: weekday (Monday = 0), from and until as seconds since midnight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calendar {
    pub(super) id: String,
    pub(super) weekly: Vec<(u8, u32, u32)>,
}

/// People of a team who are there at the same hours.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resource {
    pub(super) team: usize,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) number: u32,
    /// Calendar, by index.
    pub(super) calendar: usize,
}

/// The people of all teams, and their calendars.
pub(super) fn people(scenario: &Scenario, outline: &Outline, told: &mut Told) -> (Vec<Calendar>, Vec<Resource>) {
    let (mut calendars, mut resources): (Vec<Calendar>, Vec<Resource>) = Default::default();
    for (index, team) in scenario.teams.iter().enumerate() {
        if team.closing != Closing::Resume {
            told.tell(What::Closing, &team.name);
        }
        let hours = &scenario.calendars[team.open].hours;
        let always = OpeningHours::always();
        let hours = if matches!(team.staff, Staff::Roster { .. }) { &always } else { hours };
        if hours.holidays || !hours.closed.is_empty() {
            told.tell(What::Holidays, &team.name);
        }
        let (whole, part) = number_of(team, scenario, hours, told);
        let mut add = |number: u32, share: f64, ending: &str| {
            if number == 0 {
                return;
            }
            let id = format!("team_{}{ending}", team.name);
            let weekly = week(hours, share);
            calendars.push(Calendar { id: format!("{id}_hours"), weekly });
            let (calendar, name) = (calendars.len() - 1, outline.teams[index].clone());
            resources.push(Resource { team: index, id, name: format!("{name}{ending}"), number, calendar });
        };
        add(whole, 1.0, "");
        // The last person is there during the first part of every opening.
        add(u32::from(part > 0.0), part, "_part_time");
    }
    (calendars, resources)
}

/// How many people are there at all open hours, and for which part of them one more is.
fn number_of(team: &Team, scenario: &Scenario, hours: &OpeningHours, told: &mut Told) -> (u32, f64) {
    match &team.staff {
        Staff::Workers(workers) => (*at_start(workers, &team.name, scenario, told), 0.0),
        Staff::Unlimited => {
            told.tell(What::Unlimited, &team.name);
            (ENOUGH, 0.0)
        }
        Staff::Fte { fte, productive_hours } => {
            let fte = *at_start(fte, &team.name, scenario, told);
            let productive = *at_start(productive_hours, &team.name, scenario, told);
            let until = (sim_core::time::SimTime(0) + scenario.horizon).date(scenario.start).unwrap_or(scenario.start);
            let people = fte * productive_share(hours, productive, scenario.start, until);
            (people.floor() as u32, people.fract())
        }
        Staff::Roster { every, pieces } => {
            told.tell(What::Roster, &team.name);
            let ends = pieces.iter().skip(1).map(|(from, _)| *from).chain([*every]);
            let hours = pieces
                .iter()
                .zip(ends)
                .map(|((from, number), until)| f64::from(number.unwrap_or(ENOUGH)) * (until - *from).as_days());
            ((hours.sum::<f64>() / every.as_days()).round().max(1.0) as u32, 0.0)
        }
    }
}

/// The opening hours of a week, of each opening the first part.
fn week(hours: &OpeningHours, share: f64) -> Vec<(u8, u32, u32)> {
    let seconds = |of_day: Span| (of_day.0.clamp(0, DAY) / 1_000_000) as u32;
    let openings = hours.weekly.iter().map(|&(day, from, until)| {
        let length = f64::from(seconds(until) - seconds(from)) * share;
        (day, seconds(from), seconds(from) + length.round() as u32)
    });
    openings.filter(|(_, from, until)| from < until).collect()
}
