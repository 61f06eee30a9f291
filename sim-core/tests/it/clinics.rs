//! Clinics, leaving during work, interruption and populations, worked out by hand on a calendar.

use sim_core::observe::{Happening, Measure, Of, Outcome, Record, Records, Statistic};
use sim_core::time::{HOUR, SimTime};

use crate::support::{Compiled, ratio_of, rows, scenario_of};

/// Records of one run: joined, started and ended in hours after the start, with the outcome.
fn records(chain: &Compiled) -> Vec<(f64, Option<f64>, Option<f64>, Outcome)> {
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let hours = |at: SimTime| at.0 as f64 / HOUR as f64;
    let row =
        |record: Record| (hours(record.joined), record.started.map(hours), record.ended.map(hours), record.outcome);
    records.into_iter().map(row).collect()
}

/// Tuesdays at 9:00 (hour 33) and Thursdays at 13:30 (hour 85.5), two places each; the run starts on a Monday.
const WEEKLY: &str = r#"
[arrivals.a]
to = "talk"
moments = ["1 hour", "2 hours", "33 hours", "40 hours"]
[stages.talk]
work = "30 minutes"
clinic = { at = ["thu 13:30", "di 09:00"], places = 2 }
"#;

/// M10b: nobody starts in between, and who comes at the moment itself is in time, but finds no place left.
#[test]
fn work_begins_at_the_moments_of_a_weekly_clinic() {
    let chain = Compiled::of(scenario_of("2 weeks", WEEKLY));
    let served = |joined: f64, started: f64| (joined, Some(started), Some(started + 0.5), Outcome::Served);
    assert_eq!(records(&chain), [served(1.0, 33.0), served(2.0, 33.0), served(33.0, 85.5), served(40.0, 85.5)]);
    let tally = chain.tally(1, 0);
    let (queue, days) = ratio_of(&tally, &chain.plan, Measure::Queue, Of::Stage(0));
    assert_eq!((queue * 24.0, days), (32.0 + 31.0 + 52.5 + 45.5, 14.0));
}

/// With a warm-up of five days the pattern of weekdays stays that of the calendar.
#[test]
fn a_weekly_clinic_keeps_to_the_weekdays_in_a_warm_up() {
    let text =
        WEEKLY.replace("moments = [\"1 hour\", \"2 hours\", \"33 hours\", \"40 hours\"]", "moments = [\"1 hour\"]");
    let chain = Compiled::of(scenario_of("2 weeks", &format!("warm_up = \"5 days\"\n{text}")));
    // They come on Wednesday 30 December 2026 at 1:00, for Thursday the 31st at 13:30.
    assert_eq!(records(&chain), [(-119.0, Some(-82.5), Some(-82.0), Outcome::Served)]);
}

/// M10a: two hours into work of three the resident leaves, and the worker takes the next at once. Over a night the
/// time counts on: who starts at 16:00 on Monday and rests until Tuesday 9:00 has left at 18:00.
#[test]
fn who_leaves_during_work_frees_the_worker() {
    let chain = Compiled::of(scenario_of(
        "1 week",
        r#"
[calendars.daily]
open = ["mon-sun 09:00-17:00"]
holidays = "none"
[arrivals.a]
to = "talk"
moments = ["9 hours", "10 hours", "16 hours", "16.5 hours"]
[teams.desk]
workers = 1
open = "daily"
[stages.talk]
team = "desk"
work = "3 hours"
leave = { value = "2 hours", reason = "walked_out" }
"#,
    ));
    let left = |joined: f64, started: f64| (joined, Some(started), Some(started + 2.0), Outcome::Reneged);
    assert_eq!(records(&chain), [left(9.0, 9.0), left(10.0, 11.0), left(16.0, 16.0), left(16.5, 33.0)]);
    let tally = chain.tally(1, 0);
    let (worked, staffed) = ratio_of(&tally, &chain.plan, Measure::Utilisation, Of::Team(0));
    assert_eq!((worked * 24.0, staffed * 24.0), (7.0, 56.0), "two hours of each, but one of the third");
    assert_eq!(ratio_of(&tally, &chain.plan, Measure::LeftDuring, Of::Stage(0)), (4.0, 4.0));
}

/// M9: the less urgent of two is put down, not the one that began last; whoever waits since before the opening may
/// interrupt as well; the queue by class counts whose work was put down.
#[test]
fn the_least_urgent_work_is_put_down() {
    let chain = Compiled::of(scenario_of(
        "1 day",
        r#"
[classes.urgency]
low = 0.4
middle = 0.3
high = "rest"
[arrivals.a1]
to = "talk"
moments = ["0 hours"]
classes.urgency = { low = 1, middle = 0, high = 0 }
[arrivals.a2]
to = "talk"
moments = ["1 hour"]
classes.urgency = { low = 0, middle = 1, high = 0 }
[arrivals.a3]
to = "talk"
moments = ["2 hours"]
classes.urgency = { low = 0, middle = 0, high = 1 }
[teams.desk]
workers = 2
open = "always"
[stages.talk]
team = "desk"
work = "4 hours"
queue = { priority = ["high", "middle"] }
[advanced.stages.talk]
interrupts = "resume"
[report]
averages_by_class = true
"#,
    ));
    let served = |joined: f64, ended: f64| (joined, Some(joined), Some(ended), Outcome::Served);
    assert_eq!(records(&chain), [served(0.0, 7.0), served(1.0, 5.0), served(2.0, 6.0)]);
    let rows = rows(&chain.tally(1, 0), &chain.plan);
    let queue = |class: u16| {
        let row = rows.iter().find(|(key, _)| {
            (key.measure, key.of, key.group.0, key.statistic) == (Measure::Queue, Of::Stage(0), class, Statistic::Mean)
        });
        match row.expect("is asked for").1 {
            sim_core::observe::Sample::Ratio(ratio) => ratio.above * 24.0,
            sim_core::observe::Sample::Quantile(..) => f64::NAN,
        }
    };
    assert_eq!([1, 2, 3].map(queue), [0.0, 3.0, 0.0], "of high, low and middle the low one waits from 2 to 5");
}

/// Of a population nobody is in the chain twice, and who leaves comes back after the time away.
#[test]
fn a_population_comes_back() {
    let chain = Compiled::of(scenario_of(
        "30 days",
        r#"
[arrivals.a]
to = "talk"
[advanced.arrivals.a]
population = 3
think = "2 days"
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = "12 hours"
"#,
    ));
    // Three come at day 2 and are done at 2.5, 3 and 3.5; each comes again two days later, and finds the desk free.
    let rows = records(&chain);
    let first: Vec<f64> = rows.iter().take(6).map(|row| row.0 / 24.0).collect();
    assert_eq!(first, [2.0, 2.0, 2.0, 4.5, 5.0, 5.5]);
    assert!(rows.iter().skip(3).all(|row| row.1 == Some(row.0)), "nobody waits from the second time on");
    let journal = chain.journal(1, 0);
    let mut present = 0;
    for line in &journal.lines {
        present += match line.what {
            Happening::Arrived => 1,
            Happening::Left { .. } => -1,
            _ => 0,
        };
        assert!((0..=3).contains(&present), "at {}", line.at);
    }
}
