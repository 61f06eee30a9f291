//! Duty: how many people of a team are on duty, from fte, productive hours and the opening calendar.
//!
//! A full-time equivalent works with residents for a number of productive hours a year (1,350 unless said otherwise),
//! not for all hours that the office is open. The hours are spread evenly: with `x` = fte × productive hours / open
//! hours, `⌊x⌋` people are on duty all the time the office is open, and one more during the first part of every
//! opening, so that each opening holds exactly its share of the productive hours. Work goes at full speed.

use jiff::civil::{Date, date};

use super::error::CompileError;
use crate::scenario::{Scenario, Staff, Team};
use crate::time::{DAYS_PER_YEAR, HOUR, Opening, OpeningHours, SimTime, Span, UNLIMITED};

/// The most changes of staffing that one run may have.
const MOST_CHANGES: f64 = 5e6;

/// The share of its opening hours that a calendar needs to hold so many productive hours.
///
/// Open hours are counted over the whole calendar years that the run touches.
pub fn productive_share(hours: &OpeningHours, productive_hours: f64, from: Date, until: Date) -> f64 {
    let (first, last) = whole_years(from, until);
    let open: i64 = hours.intervals(first, first, last).iter().map(|&(opens, closes)| (closes - opens).0).sum();
    let years = f64::from(crate::time::days_between(first, last)) / DAYS_PER_YEAR;
    productive_hours / (open as f64 / HOUR as f64 / years)
}

/// First day, and first day after the last, of the calendar years that a run touches.
pub(super) fn whole_years(from: Date, until: Date) -> (Date, Date) {
    let last = date(until.year(), 12, 31);
    (date(from.year(), 1, 1), last.tomorrow().unwrap_or(last))
}

/// The number of people of a team on duty over a whole run.
///
/// # Errors
/// [`CompileError::CalendarTooShort`] when the calendar is open for fewer hours than the productive hours of one fte;
/// [`CompileError::TooManyChanges`] for a roster with too many pieces.
pub fn duty_of(team: &Team, scenario: &Scenario) -> Result<Opening, CompileError> {
    let start = scenario.start;
    let begin = SimTime::default() - scenario.warm_up;
    let end = SimTime::default() + scenario.horizon;
    let hours = &scenario.calendars[team.open].hours;
    let dates = begin.date(start).zip((end + Span(crate::time::DAY)).date(start));
    let (from, until) = dates.ok_or(CompileError::RunTooLong)?;
    let mut duty = Duty::default();
    match &team.staff {
        Staff::Roster { every, pieces } => {
            let cycles = (end - begin).0 as f64 / every.0 as f64;
            if cycles * pieces.len() as f64 > MOST_CHANGES {
                return Err(CompileError::TooManyChanges { name: team.name.clone(), most: MOST_CHANGES });
            }
            for cycle in 0..=libm::ceil(cycles) as i64 {
                for &(offset, number) in pieces {
                    duty.change(begin + Span(cycle * every.0) + offset, number.unwrap_or(UNLIMITED));
                }
            }
        }
        Staff::Unlimited => {
            for (opens, closes) in hours.intervals(start, from, until) {
                duty.open(opens, closes, UNLIMITED, 0.0);
            }
        }
        Staff::Workers(workers) => {
            for (opens, closes) in hours.intervals(start, from, until) {
                let today = opens.date(start).ok_or(CompileError::RunTooLong)?;
                duty.open(opens, closes, *workers.on(today), 0.0);
            }
        }
        Staff::Fte { fte, productive_hours } => {
            let share_of_one_hour = productive_share(hours, 1.0, from, until);
            for (opens, closes) in hours.intervals(start, from, until) {
                let today = opens.date(start).ok_or(CompileError::RunTooLong)?;
                let productive = *productive_hours.on(today);
                let share = productive * share_of_one_hour;
                if share > 1.0 {
                    return Err(CompileError::CalendarTooShort {
                        team: team.name.clone(),
                        calendar: scenario.calendars[team.open].name.clone(),
                        open: 1.0 / share_of_one_hour,
                        productive,
                    });
                }
                let people = fte.on(today) * share;
                duty.open(opens, closes, people as u32, people - libm::floor(people));
            }
        }
    }
    // What would change after the run is nobody's concern, and a team that never closes has no last closing time.
    Ok(Opening::new(duty.changes.into_iter().filter(|&(at, _)| at < end)))
}

/// Changes of the number on duty, in the making.
#[derive(Default)]
struct Duty {
    changes: Vec<(SimTime, u32)>,
}

impl Duty {
    /// From a moment on so many; a later word about the same moment replaces an earlier one.
    fn change(&mut self, at: SimTime, number: u32) {
        if let Some(last) = self.changes.last_mut()
            && last.0 == at
        {
            last.1 = number;
            return;
        }
        self.changes.push((at, number));
    }

    /// So many during an opening, and one more during its first part.
    fn open(&mut self, opens: SimTime, closes: SimTime, number: u32, part: f64) {
        let part = Span(libm::round((closes - opens).0 as f64 * part) as i64);
        if part > Span::ZERO {
            self.change(opens, number + 1);
        }
        self.change(opens + part, number);
        self.change(closes, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fte_holds_its_productive_hours() {
        let hours = OpeningHours::office();
        let (from, until) = (date(2027, 1, 4), date(2032, 1, 4));
        let share = productive_share(&hours, 1350.0, from, until);
        let open: i64 = hours.intervals(from, from, until).iter().map(|&(a, b)| (b - a).0).sum();
        let productive = open as f64 / HOUR as f64 * share;
        let years = f64::from(crate::time::days_between(from, until)) / DAYS_PER_YEAR;
        assert!((productive / years - 1350.0).abs() < 10.0, "{} productive hours a year", productive / years);
        assert!((0.6..0.7).contains(&share), "an office week of 40 hours is staffed about two thirds: {share}");
    }

    /// Fourteen fte become eighteen in half a year: the hours on duty are those of sixteen, the mean of the line. With a
    /// calendar that never closes exactly, to a microsecond for each of 182 openings; with office hours to what the
    /// spread of working days over a month can do.
    #[test]
    fn a_ramp_of_fte_holds_the_hours_of_its_line() {
        let staffed = |calendar: &str| {
            let ramp = "{ from = 2028-01-01, until = 2028-07-01, value = 18 }";
            let text = format!(
                "keten = 1\ntitle = \"Ramp\"\nstart = 2027-01-04\nhorizon = \"3 years\"\n\
                 [arrivals.desk]\nto = \"talk\"\nrate = \"10 per week\"\n\
                 [teams.desk]\nfte = {{ value = 14, ramp = [ {ramp} ] }}\nopen = \"{calendar}\"\n\
                 [stages.talk]\nteam = \"desk\"\nwork = \"1 hour\"\n"
            );
            let scenario = crate::scenario::read(&text).scenario.expect("no problems");
            let duty = duty_of(&scenario.teams[0], &scenario).expect("open long enough");
            move |from: Date, until: Date| {
                let [begin, end] = [from, until].map(|day| SimTime::of_date(day, scenario.start));
                duty.mean_on_duty(begin, end).expect("limited") * (end - begin).as_days() * 24.0
            }
        };
        let (ramp, after) = ((date(2028, 1, 1), date(2028, 7, 1)), (date(2028, 7, 1), date(2029, 7, 1)));
        let always = staffed("always");
        let hours = 16.0 * 1350.0 * 182.0 / DAYS_PER_YEAR;
        assert!((always(ramp.0, ramp.1) / hours - 1.0).abs() < 1e-8, "{} hours, not {hours}", always(ramp.0, ramp.1));
        let hours = 18.0 * 1350.0 * 365.0 / DAYS_PER_YEAR;
        assert!((always(after.0, after.1) / hours - 1.0).abs() < 1e-8, "eighteen stay: {}", always(after.0, after.1));
        let office = staffed("office");
        let hours = 16.0 * 1350.0 * 182.0 / DAYS_PER_YEAR;
        assert!((office(ramp.0, ramp.1) / hours - 1.0).abs() < 0.02, "{} hours, not {hours}", office(ramp.0, ramp.1));
    }

    #[test]
    fn a_part_of_a_person_comes_first_in_every_opening() {
        let mut duty = Duty::default();
        duty.open(SimTime(0), SimTime(100), 2, 0.25);
        assert_eq!(duty.changes, [(SimTime(0), 3), (SimTime(25), 2), (SimTime(100), 0)]);
    }
}
