//! A scenario whose truth is known, simulated, and learned from its log: whether the truth is found again, and whether a change does in what was
//! learned what it does in truth.
//!
//! The log is five years of `monitor` at its likely values, seed 1: 19,872 cases. Nothing is left to chance: a test fails only when the
//! program changes. What was tried with other seeds (2 to 4) passes, too.

use std::collections::BTreeMap;

use sim_core::random::Distribution;
use sim_core::scenario::{Param, Queue, Scenario, Share, Staff, Stage, Step, Target, Work, read as read_scenario};
use sim_core::time::{DAY, Span};
use sim_mining::learn::learn;

use crate::logs;

fn monitor() -> Scenario {
    let path = format!("{}/../scenarios/monitor.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a scenario");
    read_scenario(&text).scenario.expect("without problems").at_likely()
}

fn learned(seed: u64) -> Scenario {
    let log = logs::read_back(&logs::table(&monitor(), seed));
    let text = learn(&log, "monitor").expect("there are cases").text;
    read_scenario(&text).scenario.expect("usable").at_likely()
}

/// The stages of an activity, the most usual first.
fn stages<'s>(scenario: &'s Scenario, title: &str) -> Vec<&'s Stage> {
    let mut stages: Vec<&Stage> =
        scenario.stages.iter().filter(|stage| stage.activity.as_deref() == Some(title)).collect();
    stages.sort_by_key(|stage| (stage.name.len(), stage.name.clone()));
    let all: Vec<_> = scenario.stages.iter().map(|stage| (&stage.name, &stage.activity)).collect();
    assert!(!stages.is_empty(), "no stage of {title}: {all:?}");
    stages
}

fn work(stage: &Stage) -> &Work {
    let work = stage.steps.iter().find_map(|step| if let Step::Work(work) = step { Some(work) } else { None });
    work.unwrap_or_else(|| panic!("{} has no work", stage.name))
}

/// Levels for a parameter: of the axes that have these names the level so named, of others the first.
fn levels(scenario: &Scenario, names: &[&str]) -> Vec<usize> {
    let named = |axis: &sim_core::scenario::Axis| axis.levels.iter().position(|level| names.contains(&&*level.name));
    scenario.axes.iter().map(|axis| named(axis).unwrap_or(0)).collect()
}

fn mean(scenario: &Scenario, time: &Param<Distribution>, names: &[&str]) -> f64 {
    time.for_levels(&levels(scenario, names)).first.mean()
}

/// Where residents of some classes go after a stage, by the title of what comes next, repetitions of the same left out.
fn routes(scenario: &Scenario, stage: &Stage, names: &[&str]) -> BTreeMap<String, f64> {
    let levels = levels(scenario, names);
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    let (mut given, mut rest) = (0.0, None);
    for referral in &stage.next {
        let to = match referral.to {
            Target::Stage(stage) => scenario.stages[stage].activity.as_deref().unwrap_or(&scenario.stages[stage].name),
            Target::End(end) => scenario.ends[end].title.as_deref().unwrap_or(&scenario.ends[end].name),
        };
        match &referral.share {
            Share::Given(share) => {
                let share = share.for_levels(&levels).first;
                given += share;
                *shares.entry(to.to_owned()).or_default() += share;
            }
            Share::Rest => rest = Some(to.to_owned()),
        }
    }
    rest.into_iter().for_each(|to| *shares.entry(to).or_default() += 1.0 - given);
    shares.remove(stage.activity.as_deref().unwrap_or(&stage.name));
    let all: f64 = shares.values().sum();
    shares.into_iter().map(|(to, share)| (to, share / all)).collect()
}

#[track_caller]
fn near(what: &str, found: f64, truth: f64, tolerance: f64) {
    println!("{what}: {found:.4}, in truth {truth:.4}");
    assert!((found - truth).abs() <= tolerance, "{what}: {found}, in truth {truth}");
}

/// Shares within 0.03 of those in `scenarios/monitor.toml`; those of letter, call and visit are products of being reached, accepting, and
/// being called.
#[test]
fn where_residents_go_is_found_again() {
    let scenario = learned(1);
    let route = |title: &str, number: usize, names: &[&str], to: &str| {
        routes(&scenario, stages(&scenario, title)[number], names).get(to).copied().unwrap_or(0.0)
    };
    let (letter, call, no_help) = ("Check and letter", "Calling, then a visit", "Early signalling: no help wanted");
    near("letter, called", route(letter, 0, &["ordinary"], call), 0.94 * 0.23, 0.03);
    near("letter, urgent called", route(letter, 0, &["urgent"], call), 0.94, 0.03);
    near("letter, no help", route(letter, 0, &[], no_help), 0.06 * 0.75, 0.03);
    let first = |number: usize, names: &[&str], to: &str| {
        let stage = stages(&scenario, call)[number];
        let mut shares = routes(&scenario, stage, names);
        // Who is not reached is visited: the same activity once more.
        let again: f64 = 0.5;
        shares.values_mut().for_each(|share| *share *= if number == 0 { 1.0 - again } else { 1.0 });
        shares.get(to).copied().unwrap_or(0.0)
    };
    near("call, no help", first(0, &[], no_help), 0.5 * 0.68, 0.03);
    near("call, offer", first(0, &[], "Offer accepted, appointment made"), 0.5 * 0.32, 0.03);
    near("visit, no help", first(1, &[], no_help), 0.35 * 0.64, 0.03);
    near("visit, offer", first(1, &[], "Offer accepted, appointment made"), 0.35 * 0.36, 0.03);
    let talk = "First talk";
    near("talk, to papers", route(talk, 0, &[], "Collecting papers"), 0.86, 0.03);
    near("talk, refused", route(talk, 0, &[], "Refused (afwijzing)"), 0.03, 0.03);
    near(
        "papers, to plan",
        route("Collecting papers", 0, &["self_reliant"], "Plan and decision (beschikking)"),
        0.84,
        0.03,
    );
    let plan = "Plan and decision (beschikking)";
    near("plan, to stabilisation", route(plan, 1, &["debt_above"], "Stabilisation"), 0.72, 0.03);
    near("plan, administration", route(plan, 1, &["debt_above"], "Administration (bewind)"), 0.09, 0.03);
    let court = routes(&scenario, stages(&scenario, "After a refusal: court")[0], &[]);
    // 188 came there: the standard error of a share is 0.03.
    near("court, to repayment", court["Repayment (aflosperiode)"], 0.25, 0.06);
    near("court, Wsnp", court["Statutory route (Wsnp)"], 0.15, 0.06);
}

/// Mean work within a tenth, of entrepreneurs and others.
#[test]
fn how_long_work_takes_is_found_again() {
    let scenario = learned(1);
    let hours = |title: &str, number: usize, names: &[&str]| {
        24.0 * mean(&scenario, &work(stages(&scenario, title)[number]).work, names)
    };
    let tenth = |what: &str, found: f64, truth: f64| near(what, found, truth, truth / 10.0);
    tenth("letter", hours("Check and letter", 0, &["private"]), 0.5);
    tenth("call", hours("Calling, then a visit", 0, &["private"]), 1.0);
    tenth("visit", hours("Calling, then a visit", 1, &["private"]), 2.0);
    tenth("first talk", hours("First talk", 0, &["private"]), 1.5);
    tenth("first talk, business", hours("First talk", 0, &["business"]), 3.0);
    tenth("plan", hours("Plan and decision (beschikking)", 0, &["private"]), 2.5);
    tenth("plan, business", hours("Plan and decision (beschikking)", 0, &["business"]), 6.0);
    tenth("plan, second", hours("Plan and decision (beschikking)", 1, &["private"]), 2.0);
    tenth("stabilisation", hours("Stabilisation", 0, &["private"]), 5.0);
    tenth("stabilisation, second", hours("Stabilisation", 1, &["private"]), 5.0);
    tenth("settlement", hours("Settlement (schuldregeling)", 0, &["private"]), 8.0);
    tenth("settlement, second", hours("Settlement (schuldregeling)", 1, &["private"]), 6.0);
    tenth("court", hours("After a refusal: court", 0, &["private"]), 3.0);
    tenth("aftercare", hours("Aftercare (nazorg)", 0, &["private"]), 1.0);
}

/// Waits of the outside world within a quarter, and stays; who leaves within a third.
#[test]
fn what_is_waited_for_outside_is_found_again() {
    let scenario = learned(1);
    let delay = |title: &str, number: usize| {
        let stage = stages(&scenario, title)[number];
        let delay = stage.steps.iter().find_map(|step| if let Step::Delay(delay) = step { Some(delay) } else { None });
        delay.unwrap_or_else(|| panic!("{} has no delay", stage.name))
    };
    let days = |title: &str, number: usize, names: &[&str]| mean(&scenario, &delay(title, number).time, names);
    let quarter = |what: &str, found: f64, truth: f64| near(what, found, truth, truth / 4.0);
    quarter("letter to call", days("Calling, then a visit", 0, &[]), 14.0);
    quarter("call to visit", days("Calling, then a visit", 1, &[]), 7.0);
    quarter("application", days("Application (aanmelding)", 0, &["ordinary"]), 7.0);
    quarter("offer", days("Offer accepted, appointment made", 0, &["ordinary"]), 7.0);
    quarter("offer, urgent", days("Offer accepted, appointment made", 0, &["urgent"]), 1.0);
    quarter("papers", days("Collecting papers", 0, &["self_reliant"]), 49.0);
    quarter("papers, less reliant", days("Collecting papers", 0, &["less_reliant"]), 70.0);
    quarter("plan", days("Plan and decision (beschikking)", 1, &["private"]), 28.0);
    quarter("plan, business", days("Plan and decision (beschikking)", 1, &["business"]), 49.0);
    quarter("stabilisation", days("Stabilisation", 1, &[]), 63.0);
    quarter("aftercare", days("Aftercare (nazorg)", 1, &[]), 91.3);
    let leave = |title: &str, number: usize| {
        let leave = delay(title, number).leave.as_ref().unwrap_or_else(|| panic!("nobody leaves {title}"));
        mean(&scenario, &leave.after, &["self_reliant"])
    };
    near("leaving the plan", leave("Plan and decision (beschikking)", 1), 304.0, 304.0 / 3.0);
    near("leaving stabilisation", leave("Stabilisation", 1), 274.0, 274.0 / 3.0);
}

/// Teams by name, their fte within 5 %, their hours within one; urgent residents go first where they do in truth.
#[test]
fn who_works_when_is_found_again() {
    let (truth, scenario) = (monitor(), learned(1));
    let works = |title: &str| {
        let team = scenario.teams.iter().position(|team| team.title.as_deref() == Some(title));
        team.unwrap_or_else(|| panic!("no team {title}"))
    };
    for team in &truth.teams {
        let title = team.title.as_deref().unwrap_or(&team.name);
        let found = works(title);
        let calendar = &scenario.calendars[scenario.teams[found].open];
        let fte = |staff: &Staff, hours: f64| match staff {
            Staff::Fte { fte, productive_hours } => fte.first * productive_hours.first,
            Staff::Workers(workers) => f64::from(workers.first) * hours,
            Staff::Unlimited | Staff::Roster { .. } => f64::INFINITY,
        };
        // Office hours: 40 a week without some 7 holidays.
        let hours = 40.0 * 365.25 / 7.0 - 8.0 * 7.2;
        let [found_hours, true_hours] = [&scenario.teams[found].staff, &team.staff].map(|staff| fte(staff, hours));
        near(&format!("{title}, hours a year"), found_hours, true_hours, 0.05 * true_hours);
        let true_calendar = &truth.calendars[team.open];
        let (hours, true_hours) = (&calendar.hours, &true_calendar.hours);
        assert_eq!(
            (&hours.weekly, hours.holidays),
            (&true_hours.weekly, true_hours.holidays),
            "{title}: when it is open"
        );
        let goes_first = |scenario: &Scenario, number: usize| {
            let works = scenario.stages.iter().flat_map(|stage| &stage.steps);
            let mut queues = works.filter_map(|step| match step {
                Step::Work(work) if work.team == number => Some(&work.queue),
                Step::Attempts(attempts) if attempts.team == number => Some(&attempts.queue),
                _ => None,
            });
            queues.any(|queue| matches!(queue, Queue::Priority(_)))
        };
        let number = truth.teams.iter().position(|other| other.name == team.name).expect("one of them");
        // In monitor the consultants hardly ever have somebody urgent and somebody else waiting at once.
        if title != "Debt consultants" {
            assert_eq!(goes_first(&scenario, found), goes_first(&truth, number), "{title}: who goes first");
        }
    }
    let axes: Vec<&str> = scenario.axes.iter().map(|axis| &*axis.name).collect();
    assert!(axes.contains(&"kind") && axes.contains(&"reliance"), "traits with an effect: {axes:?}");
    assert!(!axes.contains(&"stream"), "traits without one: {axes:?}");
}

/// What logs of five years show: days that a letter waits, days until the first talk once it was asked for, percent of those who
/// were written to who accept an offer.
fn shown(scenario: &Scenario) -> [f64; 3] {
    let scenario = Scenario { horizon: Span(5 * 365 * DAY), ..scenario.clone() };
    let mut sums = [(0.0, 0.0); 3];
    for seed in 11..15 {
        let log = logs::read_back(&logs::table(&scenario, seed));
        let [letter, talk, offer] = ["Check and letter", "First talk", "Offer accepted, appointment made"]
            .map(|title| log.activities.find(title).expect("it was done"));
        for (_, instances) in log.each() {
            let first = |activity: u32| instances.iter().find(|instance| instance.activity == activity);
            for (sum, activity) in sums.iter_mut().zip([letter, talk]) {
                let wait = first(activity).and_then(|instance| Some(instance.start? - instance.scheduled?));
                if let Some(wait) = wait {
                    *sum = (sum.0 + wait as f64 / DAY as f64, sum.1 + 1.0);
                }
            }
            if first(letter).is_some() {
                sums[2] = (sums[2].0 + f64::from(u8::from(first(offer).is_some())) * 100.0, sums[2].1 + 1.0);
            }
        }
    }
    sums.map(|(sum, n)| sum / n)
}

/// A quarter more people, or more who are called, do in what was learned what they do in truth: the same direction, and a size within a quarter.
///
/// Differences on the same luck, four times five years (seeds 11 to 14). Offers are counted by letter: who is helped gets no letter any more, so in
/// truth 3 % fewer letters go out, which no log of those letters can tell beforehand.
#[test]
#[ignore = "takes half a minute: .ci/run runs it"]
fn a_change_does_what_it_does_in_truth() {
    let (truth, found) = (monitor(), learned(1));
    let more = |scenario: &Scenario, title: &str| {
        let mut scenario = scenario.clone();
        let team = scenario.teams.iter_mut().find(|team| team.title.as_deref() == Some(title)).expect("a team");
        match &mut team.staff {
            Staff::Fte { fte, .. } => fte.first *= 1.25,
            other => panic!("{title}: {other:?}, not fte"),
        }
        scenario
    };
    // 30 % of those who were not reached are called, not 23 %; urgent residents all, as before.
    let call = |scenario: &Scenario, stage: &str| {
        let mut scenario = scenario.clone();
        let to = |target: &Target| match target {
            Target::Stage(stage) => scenario.stages[*stage].activity.as_deref() == Some("Calling, then a visit"),
            Target::End(_) => false,
        };
        let from = scenario.stages.iter().position(|other| other.activity.as_deref() == Some(stage)).expect("a stage");
        let referral = scenario.stages[from].next.iter().position(|referral| to(&referral.to)).expect("a referral");
        let Share::Given(share) = &mut scenario.stages[from].next[referral].share else { panic!("the rest is called") };
        let all = std::iter::once(&mut share.base).chain(share.by_class.iter_mut().map(|(_, value)| value));
        all.filter(|value| value.first < 0.5).for_each(|value| value.first *= 0.30 / 0.23);
        scenario
    };
    let (true_base, base) = (shown(&truth), shown(&found));
    println!("as it is: {base:.2?}, in truth {true_base:.2?}");
    let changes: [(&str, usize, Scenario, Scenario); 3] = [
        ("letters wait", 0, more(&truth, "Early signalling"), more(&found, "Early signalling")),
        ("talks wait", 1, more(&truth, "Debt desk, first talks"), more(&found, "Debt desk, first talks")),
        ("offers", 2, call(&truth, "Call, or leave it at that"), call(&found, "Check and letter")),
    ];
    for (what, which, truth, found) in changes {
        let (truth, found) = (shown(&truth)[which] - true_base[which], shown(&found)[which] - base[which]);
        near(what, found, truth, truth.abs() / 4.0);
    }
}

/// Talks in groups of twelve on Tuesdays and Thursdays, among other work of the same people: found with their places, and the wait for
/// the next one is no wait outside. A year, seed 3, some 1,000 cases.
#[test]
fn sessions_are_found_again() {
    let text = r#"
keten = 1
title = "Sessions"
start = 2027-01-04
horizon = "1 year"
replications = 1
[arrivals.people]
to = "intake"
rate = "20 per week"
[teams.desk]
workers = 14
[stages.intake]
team = "desk"
work = { lognormal = { mean = "1 hour", cv = 0.5 } }
next = [ { to = "group_talk" } ]
[stages.group_talk]
team = "desk"
work = { lognormal = { mean = "2 hours", cv = 0.1 } }
clinic = { at = ["tue 09:00", "thu 13:30"], places = 12 }
next = [ { to = "report" } ]
[stages.report]
team = "desk"
work = { lognormal = { mean = "30 minutes", cv = 0.5 } }
"#;
    let truth = read_scenario(text).scenario.expect("without problems");
    // As a log that does not say since when something was waited for.
    for scheduled in [true, false] {
        let mut log = logs::read_back(&logs::table(&truth, 3));
        if !scheduled {
            log.instances.iter_mut().for_each(|instance| instance.scheduled = None);
        }
        let text = learn(&log, "sessions").expect("there are cases").text;
        let found = read_scenario(&text).scenario.unwrap_or_else(|| panic!("not usable:\n{text}")).at_likely();
        let talks = stages(&found, "group_talk");
        assert_eq!(talks.len(), 1);
        let clinic = |stage: &Stage| work(stage).clinic.clone();
        let true_clinic = truth.stages.iter().find_map(clinic);
        assert!(true_clinic.is_some() && clinic(talks[0]) == true_clinic, "{:?}", clinic(talks[0]));
        assert!(matches!(talks[0].steps[..], [Step::Work(_)]), "nothing outside is waited for before the talk");
        assert!(stages(&found, "intake").iter().all(|stage| work(stage).clinic.is_none()), "others begin at all hours");
    }
}
