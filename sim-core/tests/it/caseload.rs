//! Places of a caseload, becoming another class, missed appointments, and what is kept free.
//!
//! Five residents worked out on paper, laws on random chains, and closed forms.

use proptest::prelude::*;
use sim_core::chain::Op;
use sim_core::estimate::estimate_ratio;
use sim_core::observe::{Group, Happening, Measure, Of, Period, RowKey, Statistic, WhyLeft};
use sim_core::theory;
use sim_core::time::{SimTime, Span};

use crate::support::{Compiled, Line, hours, ratio_of, scenario_of};

/// Two places, held over two stages; the desk has hours to spare. From Monday 0:00, hours:
///
/// ```text
///  0  A and B take the two places. A's talk until 1, B's until 2 (one worker); then both stay 10 hours: A until 11,
///     B until 12.
///  3  C comes and waits for a place, ordinary.
///  4  D comes and waits, ordinary; after 5 hours, at 9, D becomes a crisis and stands before C.
///  5  E comes and waits; E's patience of 6 hours ends at 11.
/// 11  A gives the place back, and only then (same moment, planned later) E would give up. D takes A's place, after 7
///     hours: talk until 12, stay until 22. E gives up.
/// 12  B gives the place back, C takes it after 9 hours: talk until 13, stay until 23.
/// ```
const CHAIN: &str = r#"
[classes.urgency]
ordinary = "rest"
crisis = 0
[classes.who]
any = "rest"
d = 0
e = 0
[arrivals.a]
to = "talk"
moments = ["0 hours"]
[arrivals.b]
to = "talk"
moments = ["0 hours"]
[arrivals.c]
to = "talk"
moments = ["3 hours"]
[arrivals.d]
to = "talk"
moments = ["4 hours"]
classes.who = { d = 1 }
[arrivals.e]
to = "talk"
moments = ["5 hours"]
classes.who = { e = 1 }
[teams.desk]
workers = 1
open = "always"
places = 2
[stages.talk]
steps = [
  { place = "desk", queue = { priority = ["crisis"] }, patience = { value = "900 hours", reason = "gave_up" }, class.e.patience = "6 hours", becomes = { level = "crisis", after = "900 hours", class.d.after = "5 hours" } },
  { team = "desk", work = "1 hour" },
]
next = [ { to = "stay" } ]
[stages.stay]
steps = [ { delay = "10 hours" }, { give_back = "desk" } ]
[clocks.first]
from = "enter:talk"
to = "start:talk"
within = "12 hours"
class.crisis.within = "1 hour"
"#;

fn of_stream(lines: &[Line], stream: u16) -> Vec<(f64, Happening)> {
    let own = lines.iter().filter(|line| line.stream == stream);
    own.map(|line| (line.at.0 as f64 / 3.6e9, line.what)).collect()
}

#[test]
fn places_are_held_over_two_stages_as_worked_out_on_paper() {
    let chain = Compiled::of(scenario_of("5 days", CHAIN));
    let lines = chain.journal(1, 0).lines;
    let took = |stream| {
        of_stream(&lines, stream).into_iter().find_map(|(at, what)| match what {
            Happening::TookPlace { wait, .. } => Some((at, wait.0 as f64 / 3.6e9)),
            _ => None,
        })
    };
    let gave = |stream| {
        let mut own = of_stream(&lines, stream).into_iter();
        own.find_map(|(at, what)| matches!(what, Happening::GaveBack { .. }).then_some(at))
    };
    assert_eq!(
        [0, 1, 2, 3, 4].map(took),
        [Some((0.0, 0.0)), Some((0.0, 0.0)), Some((12.0, 9.0)), Some((11.0, 7.0)), None]
    );
    assert_eq!([0, 1, 2, 3, 4].map(gave), [Some(11.0), Some(12.0), Some(23.0), Some(22.0), None]);
    let became: Vec<f64> = of_stream(&lines, 3)
        .iter()
        .filter(|(_, what)| matches!(what, Happening::Became { .. }))
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(became, [9.0], "D becomes a crisis while waiting");
    let left = of_stream(&lines, 4).into_iter().find_map(|(at, what)| match what {
        Happening::LeftEarly { why, time, .. } => Some((at, why, time)),
        _ => None,
    });
    assert_eq!(left, Some((11.0, WhyLeft::Patience, Span(6 * 3_600_000_000))));
}

/// Of 5 days: A holds a place for 11 hours, B 12, C 11, D 11; there are two. Waits for a place: 0, 0, 9 and 7 hours.
#[test]
fn the_table_counts_places_as_on_paper() {
    let chain = Compiled::of(scenario_of("5 days", CHAIN));
    let tally = chain.tally(1, 0);
    let of = |measure, of| ratio_of(&tally, &chain.plan, measure, of);
    let (held, number) = of(Measure::CaseloadUtilisation, Of::Team(0));
    assert_eq!((held * 24.0, number * 24.0), (45.0, 240.0));
    let (total, waits) = of(Measure::PlacesWait, Of::Team(0));
    assert!((total * 24.0 - 16.0).abs() < 1e-9 && waits == 4.0, "{total} {waits}");
    let talk = Of::Stage(chain.stage("talk"));
    // B waits an hour more for the worker; C and D find the desk free.
    let (wait, starters) = of(Measure::Wait, talk);
    assert!((wait * 24.0 - 17.0).abs() < 1e-9 && starters == 4.0, "{wait} {starters}");
    let (for_place, _) = of(Measure::WaitForPlace, talk);
    assert!((for_place * 24.0 - 16.0).abs() < 1e-9, "{for_place}");
    assert_eq!(of(Measure::LeftWaiting, talk), (1.0, 5.0));
    // D's term of 12 hours would have ended at 16; as a crisis since 9 it ends at 10, and work starts at 11.
    let crisis = chain.scenario.axes[0].levels.iter().position(|level| level.name == "crisis").expect("a level");
    let group = Group(1 + chain.scenario.axes[0].levels[..crisis].len() as u16);
    let rows = crate::support::rows(&tally, &chain.plan);
    let kept = rows
        .iter()
        .find(|(key, _)| key.measure == Measure::ClockKept && key.group == group && key.period == Period::All);
    assert_eq!(
        kept.map(|(_, sample)| *sample),
        Some(sim_core::observe::Sample::Ratio(sim_core::estimate::Ratio { above: 0.0, below: 1.0 }))
    );
}

/// A misses twice (rebooked once only) and leaves; the hours are lost and B waits for them.
#[test]
fn a_missed_appointment_wastes_a_full_draw_and_keeps_the_first_moment_of_joining() {
    let rest = r#"
[arrivals.a]
to = "talk"
moments = ["0 hours", "1 hour"]
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = "2 hours"
no_show = { share = "100 %", rebook = "10 hours", at_most = 1 }
"#;
    let chain = Compiled::of(scenario_of("5 days", rest));
    let lines = chain.journal(1, 0).lines;
    let at = |line: &Line| line.at.0 as f64 / 3.6e9;
    let missed: Vec<f64> = lines.iter().filter(|line| matches!(line.what, Happening::Missed { .. })).map(at).collect();
    // The first at 0 and, 10 hours after the end of that, at 12; the second waits until 2 and comes again at 14.
    assert_eq!(missed, [0.0, 2.0, 12.0, 14.0]);
    let left: Vec<(f64, Span)> = lines
        .iter()
        .filter_map(|line| match line.what {
            Happening::LeftEarly { why: WhyLeft::NotAppeared, time, .. } => Some((at(line), time)),
            _ => None,
        })
        .collect();
    assert_eq!(left, [(14.0, Span(14 * 3_600_000_000)), (16.0, Span(15 * 3_600_000_000))]);
    let tally = chain.tally(1, 0);
    let of = |measure, of| ratio_of(&tally, &chain.plan, measure, of);
    assert_eq!(of(Measure::NoShows, Of::Stage(0)), (4.0, 4.0));
    assert_eq!(of(Measure::WastedHours, Of::Team(0)).0, 8.0);
    let (worked, _) = of(Measure::Utilisation, Of::Team(0));
    assert_eq!(worked * 24.0, 8.0, "the desk was busy all the same");
    assert_eq!(of(Measure::LeftWaiting, Of::Stage(0)), (2.0, 2.0));
}

/// Two workers, one kept for crises: of three ordinary residents one is helped at a time, and a crisis starts at once.
#[test]
fn others_start_only_while_more_than_the_kept_number_are_free() {
    let rest = r#"
[classes.urgency]
ordinary = "rest"
crisis = 0
[arrivals.a]
to = "talk"
moments = ["0 hours", "1 hour", "2 hours"]
[arrivals.b]
to = "talk"
moments = ["3 hours"]
classes.urgency = { crisis = 1 }
[teams.desk]
workers = 2
open = "always"
reserved = { for = ["crisis"], workers = 1 }
[stages.talk]
team = "desk"
work = "10 hours"
"#;
    let chain = Compiled::of(scenario_of("5 days", rest));
    let lines = chain.journal(1, 0).lines;
    let starts = |stream: u16| {
        let own = lines.iter().filter(|line| line.stream == stream && matches!(line.what, Happening::Started { .. }));
        own.map(|line| line.at).collect::<Vec<SimTime>>()
    };
    // At 10 the crisis still has the other worker, so nobody ordinary may start before 13: one of two would be busy
    // and one free, which is kept.
    assert_eq!(starts(1), [hours(3.0)]);
    assert_eq!(starts(0), [hours(0.0), hours(13.0), hours(23.0)]);
}

/// When places fall nobody is put out, and nobody gets one until fewer are held than there are.
#[test]
fn when_places_fall_nobody_is_put_out() {
    let rest = r#"
[arrivals.a]
to = "stay"
moments = ["0 hours", "0 hours", "30 hours"]
[teams.beds]
places = { value = 2, dated = [ { from = 2027-01-05, value = 1 } ] }
[stages.stay]
steps = [ { place = "beds" }, { delay = "48 hours" }, { give_back = "beds" } ]
"#;
    let chain = Compiled::of(scenario_of("9 days", rest));
    let lines = chain.journal(1, 0).lines;
    let took: Vec<SimTime> =
        lines.iter().filter(|line| matches!(line.what, Happening::TookPlace { .. })).map(|line| line.at).collect();
    assert_eq!(took, [hours(0.0), hours(0.0), hours(48.0)]);
    // Held 48 + 48 + 48 hours; there were two for a day and one for eight.
    let (held, number) = ratio_of(&chain.tally(1, 0), &chain.plan, Measure::CaseloadUtilisation, Of::Team(0));
    assert_eq!((held * 24.0, number * 24.0), (144.0, 240.0));
}

/// Becoming a crisis changes nothing of the order where the queue does not look at it.
#[test]
fn first_come_first_served_does_not_look_at_a_crisis() {
    let rest = r#"
[classes.urgency]
ordinary = "rest"
crisis = 0
[arrivals.a]
to = "talk"
moments = ["0 hours", "1 hour", "2 hours"]
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = "10 hours"
becomes = { level = "crisis", after = "2 hours" }
[clocks.first]
from = "enter:talk"
to = "start:talk"
within = "9 hours"
class.crisis.within = "1 hour"
"#;
    let order = |queue: &str| {
        let chain = Compiled::of(scenario_of("5 days", &rest.replace("work =", &format!("{queue}\nwork ="))));
        let lines = chain.journal(1, 0).lines;
        let starts = lines.iter().filter(|line| matches!(line.what, Happening::Started { .. }));
        starts.map(|line| line.who).collect::<Vec<_>>()
    };
    assert_eq!(order(""), order("queue = \"earliest due\""), "the same clocks in the same order");
    assert_eq!(order(""), order("queue = { priority = [\"crisis\"] }"), "all become one, in the order of joining");
}

/// With the earliest due clock first, who becomes a crisis gets a shorter term and goes before who came earlier.
#[test]
fn a_crisis_overtakes_by_its_shorter_clock() {
    let rest = r#"
[classes.urgency]
ordinary = "rest"
crisis = 0
[classes.who]
calm = "rest"
tense = 0
[arrivals.a]
to = "talk"
moments = ["0 hours", "1 hour"]
[arrivals.b]
to = "talk"
moments = ["2 hours"]
classes.who = { tense = 1 }
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = "10 hours"
queue = "earliest due"
becomes = { level = "crisis", after = "900 hours", class.tense.after = "3 hours" }
[clocks.first]
from = "enter:talk"
to = "start:talk"
within = "30 hours"
class.crisis.within = "4 hours"
"#;
    let chain = Compiled::of(scenario_of("5 days", rest));
    let lines = chain.journal(1, 0).lines;
    let starts = |stream: u16| {
        let own = lines.iter().filter(|line| line.stream == stream && matches!(line.what, Happening::Started { .. }));
        own.map(|line| line.at).collect::<Vec<SimTime>>()
    };
    assert_eq!((starts(0), starts(1)), (vec![hours(0.0), hours(20.0)], vec![hours(10.0)]));
    let stopped = lines.iter().find_map(|line| match line.what {
        Happening::ClockStopped { due, .. } if line.stream == 1 => Some(due),
        _ => None,
    });
    assert_eq!(stopped, Some(hours(9.0) + Span(1)), "4 hours from becoming a crisis at 5:00, kept at its very end");
}

/// A random chain with places, becoming, missed appointments and a reserve.
fn chains() -> impl Strategy<Value = (String, u64)> {
    let queue = prop::sample::select(vec!["\"first come\"", "{ priority = [\"crisis\"] }", "\"earliest due\""]);
    let places = (1u32..6, 0u32..6, 0u32..3);
    (queue, places, 1u32..4, 0u32..90, 1u32..4, any::<bool>(), any::<u64>()).prop_map(
        |(queue, (places, later, kept), workers, missed, at_most, reserve, seed)| {
            let reserved = match (reserve, kept.min(places - 1), workers - 1) {
                (false, ..) | (_, 0, 0) => String::new(),
                (true, 0, people) => format!("reserved = {{ for = [\"crisis\"], workers = {people} }}\n"),
                (true, kept, 0) => format!("reserved = {{ for = [\"crisis\"], places = {kept} }}\n"),
                (true, kept, people) => {
                    format!("reserved = {{ for = [\"crisis\"], workers = {people}, places = {kept} }}\n")
                }
            };
            let text = format!(
                r#"
[classes.urgency]
ordinary = "rest"
crisis = "10 %"
[arrivals.walk]
to = "talk"
rate = "3 per day"
[teams.desk]
workers = {workers}
places = {{ value = {places}, dated = [ {{ from = 2027-02-01, value = {later} }}, {{ from = 2027-02-20, value = {places} }} ] }}
{reserved}
[stages.talk]
steps = [
  {{ place = "desk", queue = {queue}, patience = {{ exponential = {{ mean = "6 days" }}, reason = "gone" }}, becomes = {{ level = "crisis", after = {{ exponential = {{ mean = "5 days" }} }} }} }},
  {{ team = "desk", work = {{ exponential = {{ mean = "3 hours" }} }}, queue = {queue}, patience = {{ exponential = {{ mean = "20 days" }}, reason = "gone" }}, class.crisis.patience = {{ exponential = {{ mean = "2 days" }} }}, becomes = {{ level = "crisis", after = {{ exponential = {{ mean = "3 days" }} }} }}, no_show = {{ share = "{missed} %", rebook = "2 days", at_most = {at_most} }} }},
]
next = [ {{ to = "stay" }} ]
[stages.stay]
steps = [
  {{ place = "desk", queue = {queue} }},
  {{ delay = {{ exponential = {{ mean = "1 day" }} }}, leave = {{ exponential = {{ mean = "9 days" }}, reason = "gone" }}, becomes = {{ level = "crisis", after = {{ exponential = {{ mean = "2 days" }} }}, to = "help" }} }},
  {{ give_back = "desk" }},
]
[stages.help]
team = "desk"
work = "1 hour"
queue = {queue}
[clocks.first]
from = "enter:talk"
to = "start:talk"
within = "5 days"
class.crisis.within = "1 day"
"#
            );
            (text, seed)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// No more are held than there are, unless their number fell; every place that is taken is given back, by whoever
    /// holds it and once; and when nothing else happens, nobody waits beside a place that is free for them. (The
    /// engine itself stops at an idle worker or a free place beside somebody who waits.)
    #[test]
    fn places_are_taken_and_given_back((text, seed) in chains()) {
        let chain = Compiled::of(scenario_of("90 days", &text));
        let journal = chain.journal(seed, 0);
        let number = &chain.model.caseloads[0].number;
        let mut held = std::collections::BTreeMap::new();
        for line in &journal.lines {
            let there_are = *number.at(0, line.at) as usize;
            match line.what {
                Happening::TookPlace { already: false, .. } => {
                    prop_assert!(held.insert(line.who, line.at).is_none(), "one place each");
                    prop_assert!(held.len() <= there_are, "{} of {there_are} held at {}", held.len(), line.at);
                }
                Happening::TookPlace { already: true, .. } => prop_assert!(held.contains_key(&line.who)),
                Happening::GaveBack { .. } => prop_assert!(held.remove(&line.who).is_some(), "who gives back held one"),
                Happening::Left { .. } => prop_assert!(!held.contains_key(&line.who), "who leaves has given back"),
                _ => {}
            }
        }
        prop_assert!(held.len() as u64 <= journal.unfinished);
    }

    /// Every wait for a place ends once: with a place or by leaving; and appointments are missed at most so often.
    #[test]
    fn waits_for_a_place_end_once((text, seed) in chains()) {
        let chain = Compiled::of(scenario_of("90 days", &text));
        let mut waiting = std::collections::BTreeSet::new();
        let mut missed = std::collections::BTreeMap::new();
        for line in chain.journal(seed, 0).lines {
            match line.what {
                Happening::WaitsForPlace { .. } => prop_assert!(waiting.insert(line.who)),
                Happening::TookPlace { .. } => prop_assert!(waiting.remove(&line.who)),
                Happening::LeftEarly { why: WhyLeft::Patience, .. } => prop_assert!(waiting.remove(&line.who)),
                Happening::Left { .. } => prop_assert!(!waiting.contains(&line.who)),
                Happening::Missed { work, missed: number, .. } => {
                    let before = missed.insert(line.who, number).unwrap_or(0);
                    prop_assert_eq!(number, before + 1);
                    let no_show = chain.model.works[work as usize].no_show.as_ref().expect("it may be missed");
                    prop_assert!(number <= no_show.at_most + 1);
                }
                _ => {}
            }
        }
    }

    /// Everybody who arrives is in the table once, also who becomes another class on the way.
    #[test]
    fn who_becomes_another_class_is_followed_as_the_one_they_came_as((text, seed) in chains()) {
        let chain = Compiled::of(scenario_of("90 days", &text));
        let tally = chain.tally(seed, 0);
        let rows = crate::support::rows(&tally, &chain.plan);
        for group in 0..3 {
            let share = |measure: Measure| {
                let of_group = rows.iter().filter(|(key, _)| {
                    key.measure == measure && key.group == Group(group) && key.statistic == Statistic::Share
                });
                of_group.map(|(_, sample)| match sample {
                    sim_core::observe::Sample::Ratio(ratio) => ratio.above,
                    sim_core::observe::Sample::Quantile(..) => 0.0,
                }).sum::<f64>()
            };
            let followed = rows.iter().find_map(|(key, sample)| match sample {
                sim_core::observe::Sample::Ratio(ratio) if key.measure == Measure::Inside && key.group == Group(group) => Some(ratio.below),
                _ => None,
            });
            prop_assert_eq!(Some(share(Measure::Outcome) + share(Measure::Inside)), followed);
        }
    }
}

/// Student t, 19 degrees of freedom, two-sided 0.001.
const T_CRITICAL: f64 = 3.883;

/// Fails unless a measure over 20 replications agrees with theory within 3.883 standard errors, which a correct engine
/// would fail for about one seed in a thousand.
#[track_caller]
fn agrees(chain: &Compiled, seed: u64, key: (Measure, Of, Group, Statistic), expected: f64) {
    let (measure, of, group, statistic) = key;
    let experiment = chain.experiment(seed, 20);
    let key = RowKey { measure, of, group, period: Period::All, statistic };
    let row = experiment.row_of(key).expect("is measured");
    let samples: Vec<_> = experiment.samples.iter().map(|replication| replication[row]).collect();
    let estimate = estimate_ratio(&samples).expect("is counted");
    let error = estimate.standard_error().expect("several replications");
    let t = (estimate.value - expected) / error;
    assert!(t.abs() < T_CRITICAL, "{}: simulated {}, theory {expected}, t = {t:.2}", measure.name(), estimate.value);
    assert!(error < 0.1 * expected, "{}: standard error {error} cannot test {expected}", measure.name());
}

/// Where hours are plenty, places are the servers of an M/M/c queue: 8 places, 7 residents a day who hold one for a
/// day on average. Erlang C says how long they wait for one. 20 replications of 2 years, seed 11.
#[test]
fn with_hours_to_spare_places_are_the_servers_of_erlang_c() {
    let rest = r#"
[arrivals.walk]
to = "stay"
rate = "7 per day"
[teams.beds]
places = 8
[stages.stay]
steps = [ { place = "beds" }, { delay = { exponential = { mean = "1 day" } } }, { give_back = "beds" } ]
"#;
    let mut scenario = scenario_of("2 years", rest);
    scenario.warm_up = Span::from_days(200.0);
    let chain = Compiled::of(scenario);
    let queue = theory::mmc(8, 7.0, 1.0).expect("not overloaded");
    let (all, team) = (Group::ALL, Of::Team(0));
    agrees(&chain, 11, (Measure::PlacesWait, team, all, Statistic::Mean), queue.mean_wait);
    agrees(&chain, 11, (Measure::PlacesQueue, team, all, Statistic::Mean), queue.mean_queue);
    agrees(&chain, 11, (Measure::CaseloadUtilisation, team, all, Statistic::Share), 7.0 / 8.0);
    agrees(&chain, 11, (Measure::Wait, Of::Stage(0), all, Statistic::Mean), queue.mean_wait);
    agrees(&chain, 11, (Measure::Wait, Of::Stage(0), all, Statistic::SharePositive), queue.probability_of_waiting);
}

/// A share s of appointments is missed and at most k = 3 others are made: a resident has 1 + s + s² + s³ appointments
/// on average, of which s + … + s⁴ are missed, so s of all; a fourth power leaves. Hours lost are s of all hours.
/// 20 replications of a year with 20 residents a day, seed 12.
#[test]
fn appointments_are_geometric() {
    let rest = r#"
[arrivals.walk]
to = "talk"
rate = "20 per day"
[teams.desk]
workers = "unlimited"
open = "always"
[stages.talk]
team = "desk"
work = { exponential = { mean = "1 hour" } }
no_show = { share = "40 %", rebook = "1 day", at_most = 3 }
"#;
    let mut scenario = scenario_of("1 year", rest);
    scenario.warm_up = Span::from_days(30.0);
    let chain = Compiled::of(scenario);
    let (all, stage, team, s) = (Group::ALL, Of::Stage(0), Of::Team(0), 0.4_f64);
    let missed = s + s.powi(2) + s.powi(3) + s.powi(4);
    agrees(&chain, 12, (Measure::NoShows, stage, all, Statistic::Share), s);
    agrees(&chain, 12, (Measure::LeftWaiting, stage, all, Statistic::Share), s.powi(4));
    agrees(&chain, 12, (Measure::WastedHours, team, all, Statistic::PerYear), 20.0 * 365.25 * missed);
    let worked = 20.0 * 365.25 * (missed + 1.0 - s.powi(4));
    agrees(&chain, 12, (Measure::WorkedHours, team, all, Statistic::PerYear), worked);
    // Of those who start, a share s^j / (1 + s + s² + s³) after j missed appointments, each an hour and a day.
    let start = 1.0 - s.powi(4);
    let again = (1.0 - s) * (s + 2.0 * s.powi(2) + 3.0 * s.powi(3)) / start;
    agrees(&chain, 12, (Measure::Wait, stage, all, Statistic::Mean), again * (1.0 + 1.0 / 24.0));
}

/// Patience of 10 days and becoming a crisis after 15 race one another where nobody is ever helped: of the first events
/// 2 in 5 are crises, which go elsewhere. 20 replications of 2 years with 10 residents a day, seed 13.
#[test]
fn patience_and_crisis_race_by_their_rates() {
    let rest = r#"
[classes.urgency]
ordinary = "rest"
crisis = 0
[arrivals.walk]
to = "talk"
rate = "10 per day"
[teams.desk]
workers = 0
[stages.talk]
team = "desk"
work = "1 hour"
patience = { exponential = { mean = "10 days" }, reason = "gone" }
becomes = { level = "crisis", after = { exponential = { mean = "15 days" } }, to = "help" }
[stages.help]
delay = "1 day"
"#;
    let mut scenario = scenario_of("2 years", rest);
    scenario.warm_up = Span::from_days(200.0);
    let chain = Compiled::of(scenario);
    let crisis = chain.scenario.axes[0].levels.iter().position(|level| level.name == "crisis").expect("a level");
    let crisis = Group(1 + crisis as u16);
    agrees(&chain, 13, (Measure::Became, Of::Chain, crisis, Statistic::PerYear), 10.0 * 365.25 * 0.4);
    let gone = chain.scenario.ends.iter().position(|end| end.name == "gone").expect("an end") as u32;
    agrees(&chain, 13, (Measure::Finished, Of::End(gone), Group::ALL, Statistic::PerYear), 10.0 * 365.25 * 0.6);
}

/// Patience is used up at 1 in 20 days, and after becoming a crisis at 1 in 5: who waits for ever leaves after a mean
/// of 1/(1/20 + 1/10) + (1/10)/(1/20 + 1/10) × 5 days. 20 replications of 2 years, seed 14.
#[test]
fn what_is_left_of_patience_is_used_up_at_the_new_rate() {
    let rest = r#"
[classes.urgency]
ordinary = "rest"
crisis = 0
[arrivals.walk]
to = "talk"
rate = "10 per day"
[teams.desk]
workers = 0
[stages.talk]
team = "desk"
work = "1 hour"
patience = { exponential = { mean = "20 days" }, reason = "gone" }
class.crisis.patience = { exponential = { mean = "5 days" } }
becomes = { level = "crisis", after = { exponential = { mean = "10 days" } } }
"#;
    let mut scenario = scenario_of("2 years", rest);
    scenario.warm_up = Span::from_days(400.0);
    let chain = Compiled::of(scenario);
    let rates = 1.0 / 20.0 + 1.0 / 10.0;
    let expected = 1.0 / rates + (1.0 / 10.0) / rates * 5.0;
    agrees(&chain, 14, (Measure::WaitOfLeavers, Of::Stage(0), Group::ALL, Statistic::Mean), expected);
}

/// A step that takes a place and one that gives it back stand in the program where the file has them.
#[test]
fn places_per_fte_are_rounded_down_on_every_date() {
    let rest = r#"
[arrivals.walk]
to = "talk"
rate = "1 per day"
[teams.desk]
fte = { value = 2.5, dated = [ { from = 2027-03-01, value = 0.1 } ] }
places = { value = "30 per fte", dated = [ { from = 2027-02-01, value = "31 per fte" } ] }
[stages.talk]
steps = [ { place = "desk" }, { team = "desk", work = "1 hour" }, { give_back = "desk" } ]
"#;
    let chain = Compiled::of(scenario_of("1 year", rest));
    let number = &chain.model.caseloads[0].number;
    assert_eq!([0.0, 40.0, 70.0].map(|days| *number.at(0, hours(24.0 * days))), [75, 77, 3]);
    let ops = &chain.model.ops[..4];
    assert_eq!(ops, [Op::Place(0), Op::Work(0), Op::GiveBack(0), Op::Refer]);
}
