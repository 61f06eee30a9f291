//! Five residents, worked out on paper.
//!
//! ```text
//! Monday    9:00  The desk opens with two people; one of them is part-time and leaves at 13:00.
//!           9:30  A comes, work of 4 hours starts at once (until 13:30).
//!          10:00  B comes, work of 4 hours starts at once (until 14:00, if nothing comes between).
//!          11:00  C comes and waits; C is willing to wait for 5 hours.
//!          12:00  D comes, a crisis, and waits.
//!          12:30  E comes. Two already wait and there is room for two: E goes to the phone, 12:30 to 13:30.
//!          13:00  One person goes off duty. B's work began last, so it is interrupted, with 1 hour left.
//!          13:30  A's work ends. Interrupted work goes first: B goes on, until 14:30. A's file is sent, 3 hours.
//!          14:30  B's work ends. D goes before C (priority): 2 hours, until 16:30. B's file is sent, 3 hours.
//!          16:00  C's patience runs out.
//!          16:30  D's work ends, then (same moment) A's file comes back as incomplete: A's rework of 1 hour finds the
//!                 desk free and starts at once. D's file is sent, 3 hours.
//!          17:00  The desk closes in the middle of A's rework, with half an hour left.
//!          17:30  B's file comes back and waits.
//!          19:30  D's file comes back and waits; as a crisis it stands before B's.
//! Tuesday   9:00  Two on duty: A's rework goes on until 9:30, D's starts, until 10:00.
//!           9:30  A's file is sent again (and now accepted at 12:30). B's rework starts, until 10:30.
//!          10:00  D's file is sent again (accepted at 13:00).
//!          10:30  B's file is sent again (accepted at 13:30).
//! ```

use sim_core::observe::{Happening, Measure, Measures, Of, Outcome, Records, Statistic, Story};
use sim_core::time::{HOUR, SimTime, Span};

use crate::support::{Compiled, hours, ratio_of, rows, scenario_of};

/// The people of the desk: 3 fte of half the opening hours is one and a half person, so one person all day and one
/// for the first four hours. The calendar is open for 8 hours on every day of the year, 2922 hours in 365.25 days.
const CHAIN: &str = r#"
[classes.urgency]
ordinary = "rest"
crisis   = 0

[arrivals.a]
to = "talk"
moments = ["9.5 hours"]
[arrivals.b]
to = "talk"
moments = ["10 hours"]
[arrivals.c]
to = "talk"
moments = ["11 hours"]
[arrivals.d]
to = "talk"
moments = ["12 hours"]
classes.urgency = { crisis = 1, ordinary = 0 }
[arrivals.e]
to = "talk"
moments = ["12.5 hours"]

[calendars.daily]
open = ["mon-sun 09:00-17:00"]
holidays = "none"
[teams.desk]
fte = 3
productive_hours = "1461 per fte per year"
open = "daily"
[teams.line]
workers = 1
open = "always"

[stages.talk]
team = "desk"
work = "4 hours"
class.crisis.work = "2 hours"
queue = { priority = ["crisis"] }
patience = { value = "5 hours", reason = "gave_up" }
room = { waiting = 2, when_full = "phone" }
next = [ { to = "completed", transfer = { time = "3 hours", returned = { share = "100 %", rework = "1 hour", at_most = 1 } } } ]
[stages.phone]
team = "line"
work = "1 hour"

[report]
within = ["1 hour", "3 hours"]
"#;

const TUESDAY: f64 = 24.0;

fn chain() -> Compiled {
    Compiled::of(scenario_of("7 days", CHAIN))
}

#[test]
fn every_visit_begins_and_ends_as_worked_out_on_paper() {
    let chain = chain();
    let records = chain.observe(1, 0, Records::new(&chain.model)).into_records();
    let (talk, phone) = (chain.stage("talk"), chain.stage("phone"));
    let found: Vec<_> = records.iter().map(|r| (r.stream, r.stage, r.joined, r.started, r.ended, r.outcome)).collect();
    let at = |hour: f64| Some(hours(hour));
    let expected = [
        (0, talk, hours(9.5), at(9.5), at(13.5), Outcome::Served),
        (1, talk, hours(10.0), at(10.0), at(14.5), Outcome::Served),
        (2, talk, hours(11.0), None, at(16.0), Outcome::Reneged),
        (3, talk, hours(12.0), at(14.5), at(16.5), Outcome::Served),
        (4, talk, hours(12.5), None, at(12.5), Outcome::TurnedAway),
        (4, phone, hours(12.5), at(12.5), at(13.5), Outcome::Served),
    ];
    assert_eq!(found, expected);
}

/// B is interrupted, goes on, and comes back for rework behind the crisis.
#[test]
fn the_story_of_b_is_the_one_on_paper() {
    let chain = chain();
    let story = chain.observe(1, 0, Story::of(Some(1), 0));
    let stage = chain.stage("talk");
    let works = || chain.model.works.iter().enumerate().filter(|(_, work)| work.stage == stage);
    let number = |rework: bool| works().find(|(_, work)| work.rework == rework).expect("the work is there").0 as u32;
    let (work, rework) = (number(false), number(true));
    let referral = chain.model.stages[stage as usize].referrals.start;
    let end = chain.scenario.ends.iter().position(|end| end.name == "completed").expect("always there") as u32;
    let span = |hours: f64| Span((hours * HOUR as f64) as i64);
    let expected = [
        (10.0, Happening::Arrived),
        (10.0, Happening::Joined { stage, visit: 1 }),
        (10.0, Happening::Waits { work }),
        (10.0, Happening::Started { work, visit: 1, wait: Span::ZERO, closed: Span::ZERO }),
        (13.0, Happening::Interrupted { work }),
        (13.5, Happening::Resumed { work }),
        (14.5, Happening::Ended { work }),
        (14.5, Happening::Finished { stage, visit: 1 }),
        (14.5, Happening::Sent { referral }),
        (17.5, Happening::Returned { referral }),
        (17.5, Happening::Waits { work: rework }),
        (TUESDAY + 9.5, Happening::Started { work: rework, visit: 1, wait: span(16.0), closed: span(15.5) }),
        (TUESDAY + 10.5, Happening::Ended { work: rework }),
        (TUESDAY + 13.5, Happening::Transferred { referral, time: span(23.0) }),
        (TUESDAY + 13.5, Happening::Left { end }),
    ];
    let found: Vec<(SimTime, Happening)> = story.lines.iter().map(|line| (line.at, line.what)).collect();
    assert_eq!(found, expected.map(|(hour, what)| (hours(hour), what)));
}

/// An end of work comes before a file that comes back at the same moment, and the crisis before who waits longer.
#[test]
fn rework_starts_in_the_order_worked_out_on_paper() {
    let chain = chain();
    let starts = |stream: u16| {
        let lines = chain.observe(1, 0, Story::of(Some(stream), 0)).lines.into_iter();
        let starts = lines.filter(|line| matches!(line.what, Happening::Started { .. })).map(|line| line.at);
        starts.collect::<Vec<_>>()
    };
    assert_eq!(starts(0), [hours(9.5), hours(16.5)], "A");
    assert_eq!(starts(1), [hours(10.0), hours(TUESDAY + 9.5)], "B");
    assert_eq!(starts(3), [hours(14.5), hours(TUESDAY + 9.0)], "D");
}

/// The table says of these five what one counts by hand: three started, after 0, 0 and 2.5 hours; of the four who
/// joined the talk half started within 1 hour and three within 3; one left; one of five was turned away.
#[test]
fn the_table_counts_what_is_on_paper() {
    let chain = chain();
    let tally = chain.observe(1, 0, Measures::new(&chain.plan, &chain.model)).into_tally();
    let talk = Of::Stage(chain.stage("talk"));
    let of = |measure| ratio_of(&tally, &chain.plan, measure, talk);
    assert_eq!(of(Measure::Wait), (2.5 / 24.0, 3.0));
    assert_eq!(of(Measure::WaitOfLeavers), (5.0 / 24.0, 1.0));
    assert_eq!(of(Measure::LeftWaiting), (1.0, 4.0));
    assert_eq!(of(Measure::TurnedAway), (1.0, 5.0));
    let within = rows(&tally, &chain.plan).into_iter().filter(|(key, _)| {
        key.of == talk && key.period == sim_core::observe::Period::All && key.group == sim_core::observe::Group::ALL
    });
    let within = within.filter(|(key, _)| key.measure == Measure::StartedWithin);
    let within: Vec<_> = within.map(|(key, sample)| (key.statistic, sample)).collect();
    let share = |above, below| sim_core::observe::Sample::Ratio(sim_core::estimate::Ratio { above, below });
    assert_eq!(within, [(Statistic::Within(0), share(2.0, 4.0)), (Statistic::Within(1), share(3.0, 4.0))]);
    // Work of 4, 4 and 2 hours and three hours of rework, of 12 staffed hours a day for a week.
    let (worked, staffed) = ratio_of(&tally, &chain.plan, Measure::Utilisation, Of::Team(0));
    assert_eq!((worked * 24.0, staffed * 24.0), (13.0, 84.0));
}
