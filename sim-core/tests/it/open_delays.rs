//! Delays and times between arrivals that are counted in the open hours of a calendar.

use sim_core::observe::{Happening, Records};
use sim_core::time::{HOUR, SimTime};

use crate::support::{Compiled, hours, scenario_of};

const OFFICE: &str = r#"
[calendars.office_hours]
open = ["mon-fri 09:00-17:00"]
holidays = "none"
"#;

/// The start is Monday 4 January 2027. Ten hours in office hours from Monday 16:00: one on Monday, eight on Tuesday, one on
/// Wednesday. From Friday 16:00: one on Friday, eight on Monday, one on Tuesday. Nothing is over at once, also at night.
#[test]
fn a_delay_may_count_open_hours_only() {
    let scenario = scenario_of(
        "30 days",
        &format!(
            r#"{OFFICE}
            [arrivals.monday]
            to = "wait"
            moments = ["16 hours", "112 hours"]
            [arrivals.night]
            to = "nothing"
            moments = ["2 hours"]
            [stages.wait]
            delay = "10 hours"
            open = "office_hours"
            [stages.nothing]
            delay = "0 hours"
            open = "office_hours"
            next = [ {{ to = "completed" }} ]
            "#
        ),
    );
    let compiled = Compiled::of(scenario);
    let records = compiled.observe(1, 0, Records::new(&compiled.model)).into_records();
    let ended: Vec<Option<SimTime>> = records.iter().map(|record| record.ended).collect();
    assert_eq!(ended, [Some(hours(2.0)), Some(hours(2.0 * 24.0 + 10.0)), Some(hours(8.0 * 24.0 + 10.0))]);
}

/// Every three hours of eight a day: at 12:00, 15:00, then after one more hour that day and two the next.
#[test]
fn arrivals_one_after_another_may_keep_hours() {
    let scenario = scenario_of(
        "3 days",
        &format!(
            r#"{OFFICE}
            [arrivals.cases]
            to = "wait"
            interval = "3 hours"
            calendar = "office_hours"
            [stages.wait]
            delay = "1 minute"
            "#
        ),
    );
    let compiled = Compiled::of(scenario);
    let journal = compiled.journal(1, 0);
    let came = journal.lines.iter().filter(|line| line.what == Happening::Arrived).map(|line| line.at);
    let came: Vec<i64> = came.map(|at| at.0 / HOUR).collect();
    assert_eq!(came, [12, 15, 24 + 10, 24 + 13, 24 + 16, 48 + 11, 48 + 14, 48 + 17]);
}
