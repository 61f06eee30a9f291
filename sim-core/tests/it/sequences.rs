//! Distributions made for queueing theory: a sequence worked out on paper, and queues whose times come from another
//! distribution against the formula of Pollaczek and Khinchine.

use sim_core::estimate::estimate_ratio;
use sim_core::observe::{Group, Measure, Of, Period, Records, RowKey, Statistic};
use sim_core::scenario::{Distribution, Step};

use crate::support::{Compiled, hours, scenario_of};

/// ```text
/// 0:00  A comes, work of 3 hours (the first value), until 3:00.
/// 1:00  B comes, 2:00 C comes, 2:30 D comes: a crisis, who goes first.
/// 3:00  D starts: the second value, half an hour.       3:30  B starts: the third value, 1 hour.
/// 4:30  C starts: the first value again, until 7:30.
/// ```
#[test]
fn a_sequence_gives_its_values_in_the_order_of_starts() {
    let chain = Compiled::of(scenario_of(
        "2 days",
        r#"
[classes.urgency]
ordinary = "rest"
crisis   = 0
[arrivals.a]
to = "talk"
moments = ["0 hours", "1 hour", "2 hours"]
[arrivals.d]
to = "talk"
moments = ["2.5 hours"]
classes.urgency = { crisis = 1, ordinary = 0 }
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = { sequence = { values = ["3 hours", "30 minutes", "1 hour"] } }
queue = { priority = ["crisis"] }
"#,
    ));
    for (seed, replication) in [(1, 0), (1, 1), (2, 0)] {
        let records = chain.observe(seed, replication, Records::new(&chain.model)).into_records();
        let mut found: Vec<_> = records.iter().map(|record| (record.started, record.ended)).collect();
        found.sort();
        let paper = [(0.0, 3.0), (3.0, 3.5), (3.5, 4.5), (4.5, 7.5)];
        let expected: Vec<_> = paper.into_iter().map(|(start, end)| (Some(hours(start)), Some(hours(end)))).collect();
        assert_eq!(found, expected, "every replication begins with the first value");
    }
}

/// Intervals between arrivals in turn, 1 and 2 hours, and a delay of 10 and 20 hours in turn.
#[test]
fn arrivals_and_delays_may_come_in_turn() {
    let chain = Compiled::of(scenario_of(
        "6 hours",
        r#"
[arrivals.a]
to = "rest"
interval = { sequence = { values = ["1 hour", "2 hours"] } }
[stages.rest]
delay = { sequence = { values = ["60 minutes", "30 minutes"] } }
"#,
    ));
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let found: Vec<_> = records.iter().map(|record| (record.joined, record.ended)).collect();
    let expected = [(1.0, 2.0), (3.0, 3.5), (4.0, 5.0)].map(|(joined, ended)| (hours(joined), Some(hours(ended))));
    assert_eq!(found, expected);
}

/// M/G/1: the mean wait is `λ E[S²] / (2 (1 − λ E[S]))`, with the moments of the distribution's own.
///
/// Seed 20, 20 replications of 400 days with some 2,900 residents each; held to 3.883 standard errors (Student t, 19
/// degrees of freedom, two-sided 0.001), so a right engine fails for one seed in 250.
#[test]
fn one_worker_with_derived_times_makes_residents_wait_as_theory_says() {
    for work in [
        r#"{ whole = { of = { exponential = { mean = "2.4 hours" } }, unit = "1 hour" } }"#,
        r#"{ residual = { of = { gamma = { mean = "4 hours", cv = 0.5 } } } }"#,
        r#"{ at_least = { of = { exponential = { mean = "2 hours" } }, least = "1 hour" } }"#,
        r#"{ erlang = { shape = 3, mean = "2 hours" } }"#,
    ] {
        let chain = Compiled::of(scenario_of(
            "400 days",
            &format!(
                "warm_up = \"50 days\"\n[arrivals.a]\nto = \"talk\"\nrate = \"7.2 per day\"\n\
                 [teams.desk]\nworkers = 1\nopen = \"always\"\n[stages.talk]\nteam = \"desk\"\nwork = {work}\n"
            ),
        ));
        let [Step::Work(step)] = &chain.scenario.stages[0].steps[..] else { panic!("one step of work") };
        let of: &Distribution = &step.work.base.first;
        let (mean, second) = (of.mean(), of.variance() + of.mean() * of.mean());
        let expected = 7.2 * second / (2.0 * (1.0 - 7.2 * mean));
        let experiment = chain.experiment(20, 20);
        let (of, group, period) = (Of::Stage(0), Group::ALL, Period::All);
        let key = RowKey { measure: Measure::Wait, of, group, period, statistic: Statistic::Mean };
        let row = experiment.row_of(key).expect("is measured");
        let samples: Vec<_> = experiment.samples.iter().map(|replication| replication[row]).collect();
        let wait = estimate_ratio(&samples).expect("is counted");
        let error = wait.standard_error().expect("several replications");
        let t = (wait.value - expected) / error;
        assert!(t.abs() < 3.883, "{work}: {} days, theory {expected}, t = {t:.2}", wait.value);
        assert!(error < 0.05 * expected, "{work}: standard error {error}");
    }
}
