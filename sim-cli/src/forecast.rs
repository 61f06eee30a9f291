//! Before a run: how large it will be, and which teams get more work than they can do.

use anyhow::{Result, bail};
use sim_core::chain::{Forecast, Model, TeamForecast, forecast};
use sim_core::engine::Limits;
use sim_core::estimate::StoppingRule;
use sim_core::lang::Lang;
use sim_core::scenario::{Dated, Runs, Scenario, Staff};
use sim_core::time::SimTime;

use crate::text;
use crate::text::title;

/// Most events of a run, all replications together: some hours of computing.
const MOST_EVENTS: f64 = 1e10;
/// Events that one processor core handles in a second, measuring included. Rough: measured on one ordinary machine were
/// 9 million for a single stage, 5 million for a dozen stages, 2 million for five hundred.
const EVENTS_PER_SECOND: f64 = 4e6;
/// Utilisation at which the queue of a team stays modest.
const COMFORTABLE: f64 = 0.9;

/// Forecasts a scenario.
///
/// # Errors
/// When the run would be larger than can be simulated.
pub(crate) fn of(scenario: &Scenario, model: &Model, runs: &Runs, lang: Lang) -> Result<Forecast> {
    let forecast = forecast(scenario, model);
    let limits = Limits::default();
    let replications = match runs {
        Runs::Fixed(number) => *number,
        // How many it will be is not known; so many it is at least.
        Runs::Precision(precision) => (StoppingRule::FIRST as u32).min(precision.at_most),
    };
    let events = forecast.events * f64::from(replications);
    if events > MOST_EVENTS || forecast.events > limits.events as f64 {
        bail!(text::forecast::too_many_events(
            lang,
            forecast.events,
            replications,
            forecast.residents,
            if events > MOST_EVENTS { MOST_EVENTS } else { limits.events as f64 },
            events > MOST_EVENTS
        ));
    }
    if forecast.present > limits.residents as f64 {
        bail!(text::forecast::too_many_residents(lang, forecast.present, forecast.arrivals, limits.residents as f64));
    }
    Ok(forecast)
}

/// How large a run will be, in words.
pub(crate) fn size(forecast: &Forecast, runs: &Runs, lang: Lang) -> String {
    let seconds = |replications: u32| forecast.events * f64::from(replications) / EVENTS_PER_SECOND;
    match runs {
        Runs::Fixed(number) => text::forecast::size(lang, forecast.events, *number, seconds(*number), false),
        Runs::Precision(precision) => {
            text::forecast::size(lang, forecast.events, precision.at_most, seconds(precision.at_most), true)
        }
    }
}

/// A warning for every team that gets more work than it can do.
pub(crate) fn warnings(scenario: &Scenario, forecast: &Forecast, lang: Lang) -> Vec<String> {
    let teams = scenario.teams.iter().zip(&forecast.teams).filter(|(_, team)| team.is_overloaded());
    teams
        .map(|(team, load)| {
            let name = title(&team.title, &team.name);
            let Some(ratio) = load.load() else { return text::forecast::nobody_on_duty(lang, &name) };
            let (staff, present) = staff(scenario, &team.staff, load);
            let overload = text::forecast::Overload {
                team: &name,
                staff,
                present,
                needed: present * ratio,
                comfortable: present * ratio / COMFORTABLE,
                leave: load.may_leave,
                upper_bound: load.upper_bound,
            };
            overload.text(lang)
        })
        .collect()
}

/// In which unit a team is staffed, and how many there are on average over the horizon.
fn staff(scenario: &Scenario, staff: &Staff, load: &TeamForecast) -> (text::forecast::StaffUnit, f64) {
    use text::forecast::StaffUnit;
    match staff {
        Staff::Fte { fte, .. } => (StaffUnit::Fte, mean(scenario, fte, |&fte| fte)),
        Staff::Workers(workers) => (StaffUnit::Workers, mean(scenario, workers, |&number| f64::from(number))),
        Staff::Unlimited | Staff::Roster { .. } => (StaffUnit::OnDuty, load.on_duty.unwrap_or(0.0)),
    }
}

/// Mean of a value that changes by date, over the measured horizon.
fn mean<T>(scenario: &Scenario, dated: &Dated<T>, number: impl Fn(&T) -> f64) -> f64 {
    let (begin, end) = (SimTime::default(), SimTime::default() + scenario.horizon);
    let changes = dated.later.iter().map(|(from, value)| (SimTime::of_date(*from, scenario.start), value));
    let pieces: Vec<(SimTime, &T)> = std::iter::once((begin, &dated.first)).chain(changes).collect();
    let mut sum = 0.0;
    for (position, &(from, value)) in pieces.iter().enumerate() {
        let until = pieces.get(position + 1).map_or(end, |&(next, _)| next.clamp(begin, end));
        sum += number(value) * (until - from.clamp(begin, end)).as_days();
    }
    sum / scenario.horizon.as_days()
}

#[cfg(test)]
mod tests {
    use sim_core::chain::compile;
    use sim_core::scenario::read;

    use super::*;

    /// A desk of 10 fte with 1350 productive hours each, and 3 hours of work for every resident.
    fn forecast_of(per_year: u64) -> (Scenario, Result<Forecast>) {
        let text = format!(
            "keten = 1\ntitle = \"T\"\nstart = 2027-01-04\nhorizon = \"1461 days\"\n\
             arrivals.come = {{ to = \"talk\", rate = \"{per_year} per year\" }}\nteams.desk = {{ fte = 10 }}\n\
             [stages.talk]\nteam = \"desk\"\nwork = \"3 hours\"\n"
        );
        let scenario = read(&text).scenario.expect("a scenario");
        let model = compile(&scenario).expect("compiles");
        let forecast = of(&scenario, &model, &scenario.runs, Lang::En);
        (scenario, forecast)
    }

    /// 5,000 residents bring 15,000 hours; 10 fte do 13,500, so 11.1 are needed and 12.3 would be busy 90 %.
    #[test]
    fn overload_is_told_with_the_staffing_that_would_do() {
        let (scenario, forecast) = forecast_of(5000);
        let warnings = warnings(&scenario, &forecast.expect("small"), Lang::En);
        assert_eq!(
            warnings,
            [
                "desk: residents bring work for 11.1 fte, and the team has 10.0: the queue grows for as long as this lasts; \
              with 12.3 fte they would be busy 90 % of the time or less"
            ]
        );
        let (scenario, forecast) = forecast_of(4000);
        assert!(super::warnings(&scenario, &forecast.expect("small"), Lang::En).is_empty());
    }

    #[test]
    fn a_run_that_is_too_large_is_refused_with_its_size() {
        let (_, forecast) = forecast_of(60_000_000);
        let message = forecast.expect_err("too large").to_string();
        assert_eq!(
            message,
            "the run would have about 14,400,000,000 events (30 replications of 480,000,000, with 240,000,000 residents \
             each), and at most 10,000,000,000 can be simulated; reduce the arrivals, `horizon`, `warm_up` or `replications`"
        );
    }
}
