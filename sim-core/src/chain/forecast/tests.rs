//! Flows worked out by hand.

use super::super::compile;
use super::*;

/// The forecast of a chain with two years of 2 residents a day before `stages`.
fn of(rest: &str) -> (Scenario, Forecast) {
    let text = format!(
        "keten = 1\ntitle = \"T\"\nstart = 2027-01-04\nhorizon = \"730 days\"\n\
         arrivals.come = {{ to = \"talk\", rate = \"2 per day\" }}\n\
         teams.desk = {{ workers = 1, open = \"always\" }}\n{rest}"
    );
    let reading = crate::scenario::read(&text);
    let scenario = reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.problems));
    let model = compile(&scenario).expect("compiles");
    let forecast = forecast(&scenario, &model);
    (scenario, forecast)
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

fn stage(scenario: &Scenario, name: &str) -> usize {
    scenario.stages.iter().position(|stage| stage.name == name).expect("a stage of that name")
}

/// Loss 10 %, return 50 % of the others at most twice: q = 0.45, sent 1 + 0.45 + 0.2025 = 1.6525 times, returned
/// 0.6525 times, accepted 0.9 · (0.5 · 1.45 + 0.2025) = 0.83475.
#[test]
fn losses_and_returns_are_counted_each_round() {
    let (scenario, found) = of("[stages.talk]\nteam = \"desk\"\nwork = \"6 hours\"\n\
         next = [{ to = \"plan\", transfer = { time = \"3 days\", lost = \"10 %\", \
         returned = { share = \"50 %\", rework = \"2 hours\", at_most = 2 } } }]\n\
         [stages.plan]\ndelay = \"10 days\"\n");
    near(found.joins[stage(&scenario, "talk")], 2.0, 1e-9);
    near(found.joins[stage(&scenario, "plan")], 2.0 * 0.83475, 1e-9);
    let load = 2.0 * (0.25 + 0.6525 / 12.0);
    near(found.teams[0].offered_load, load, 1e-9);
    near(found.teams[0].load().expect("limited"), load, 1e-9);
    near(found.present, load + 2.0 * (1.6525 * 3.0 + 0.83475 * 10.0), 1e-9);
    // Arrival, talk, sendings and rework, delay; and the desk's opening.
    near(found.events, 1460.0 * (1.0 + 1.0 + 1.6525 + 0.6525 + 0.83475) + 1.0, 1e-6);
    assert!(!found.teams[0].upper_bound);
}

#[test]
fn feedback_adds_up_to_a_geometric_series() {
    let (scenario, found) = of("[stages.talk]\nteam = \"desk\"\nwork = \"6 hours\"\n\
         next = [{ to = \"again\", share = \"75 %\" }, { to = \"completed\", share = \"rest\" }]\n\
         [stages.again]\ndelay = \"1 day\"\nnext = [{ to = \"talk\" }]\n");
    near(found.joins[stage(&scenario, "talk")], 8.0, 1e-6);
    assert!(found.teams[0].is_overloaded(), "8 talks of a quarter of a day each, for one worker: {found:?}");
}

/// Leaving after 30 days on average, delay of 10: a quarter leaves, and the mean of the shorter is 7.5 days.
#[test]
fn leaving_during_a_delay_thins_the_flow() {
    let (scenario, found) = of("[stages.talk]\ndelay = { exponential = { mean = \"10 days\" } }\n\
         leave = { exponential = { mean = \"30 days\" }, reason = \"withdrawn\" }\n\
         next = [{ to = \"plan\" }]\n[stages.plan]\nteam = \"desk\"\nwork = \"6 hours\"\n");
    near(found.joins[stage(&scenario, "plan")], 1.5, 0.005);
    near(found.present, 2.0 * 7.5 + 1.5 * 0.25, 0.1);
}

#[test]
fn classes_weigh_by_the_mix_of_arrivals() {
    let (_, found) = of("classes.kind = { private = 0.9, business = \"rest\" }\n\
         [stages.talk]\nteam = \"desk\"\nwork = \"2 hours\"\nclass.business.work = \"10 hours\"\n");
    near(found.teams[0].offered_load, 2.0 * (0.9 * 2.0 + 0.1 * 10.0) / 24.0, 1e-9);
}

/// From day 365 on the work doubles: the mean over the horizon is one and a half times as much.
#[test]
fn a_change_by_date_counts_for_the_days_it_holds() {
    let (_, found) = of("[stages.talk]\nteam = \"desk\"\n\
         work = { value = \"2 hours\", dated = [{ from = 2028-01-04, value = \"4 hours\" }] }\n");
    near(found.teams[0].offered_load, 2.0 * 3.0 / 24.0, 1e-9);
}

/// Five hundred stages, each named before the one that refers to it.
#[test]
fn long_chains_are_followed_to_their_end() {
    let mut stages = "[stages.talk]\ndelay = \"1 day\"\nnext = [{ to = \"s500\" }]\n".to_owned();
    for number in (1..=500).rev() {
        let next = if number > 1 { format!("s{}", number - 1) } else { "completed".to_owned() };
        stages += &format!("[stages.s{number}]\nteam = \"desk\"\nwork = \"1 hour\"\nnext = [{{ to = \"{next}\" }}]\n");
    }
    let (scenario, found) = of(&stages);
    near(found.joins[stage(&scenario, "s1")], 2.0, 1e-9);
    near(found.teams[0].offered_load, 2.0 * 500.0 / 24.0, 1e-6);
}

/// A queue that residents may leave thins what comes after it, not what comes to it.
#[test]
fn a_team_behind_a_queue_that_residents_leave_has_an_upper_bound() {
    let (scenario, found) = of("teams.bank = { workers = 9 }\n[stages.talk]\nteam = \"desk\"\nwork = \"6 hours\"\n\
         patience = { exponential = { mean = \"9 days\" }, reason = \"withdrawn\" }\nnext = [{ to = \"plan\" }]\n\
         [stages.plan]\nteam = \"bank\"\nwork = \"6 hours\"\n");
    let team = |name: &str| &found.teams[scenario.teams.iter().position(|team| team.name == name).expect("a team")];
    assert!(!team("desk").upper_bound && team("desk").may_leave);
    assert!(team("bank").upper_bound && !team("bank").may_leave);
}

/// Two residents a day with half a day of work each, for one worker: exactly full, whatever the rounding.
#[test]
fn a_team_that_is_exactly_full_is_overloaded() {
    let load_of = |work: &str| of(&format!("[stages.talk]\nteam = \"desk\"\nwork = \"{work}\"\n")).1.teams[0];
    assert!(load_of("12 hours").is_overloaded());
    assert!(!load_of("11.99 hours").is_overloaded());
    let idle = TeamForecast { offered_load: 0.0, on_duty: Some(0.0), may_leave: false, upper_bound: false };
    assert!(!idle.is_overloaded(), "no work for nobody is no overload");
}
