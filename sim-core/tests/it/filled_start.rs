//! Filled start: residents who are in the chain already when the simulation begins.

use sim_core::observe::{Happening, Measure, Of};
use sim_core::time::{DAY, HOUR, SimTime};

use crate::support::{Compiled, hours, ratio_of, scenario_of};

/// One worker, open always, talks of 2 hours; nobody else comes within the run.
const DESK: &str = r#"
[arrivals.late]
to = "talk"
moments = ["900 days"]
[teams.desk]
workers = 1
open = "always"
[stages.talk]
team = "desk"
work = "2 hours"
next = [ { to = "think" } ]
[stages.think]
delay = "10 days"
[clocks.talk]
from = "enter:talk"
to = "start:talk"
within = "2 days"
"#;

fn compiled(present: &str) -> Compiled {
    Compiled::of(scenario_of("30 days", &format!("{DESK}{present}")))
}

/// Three wait since 2 January, 1 January and an unknown moment; one is in work and nothing of it is done.
///
/// The worker finishes at 2:00, then takes whoever waits longest: since 1 January (start 2:00), since 2 January (4:00), then the third
/// (6:00), who counts from the beginning.
#[test]
fn who_has_waited_longest_starts_first_and_counts_since_then() {
    let chain = compiled(
        "[[present]]\nstage = \"talk\"\nwaiting = 1\nsince = 2027-01-02\n\
         [[present]]\nstage = \"talk\"\nwaiting = 1\n\
         [[present]]\nstage = \"talk\"\nwaiting = 1\nsince = 2027-01-01\n\
         [[present]]\nstage = \"talk\"\nin_work = 1\nfor = \"0 hours\"\n",
    );
    let journal = chain.journal(1, 0);
    let started: Vec<(SimTime, i64)> = journal
        .lines
        .iter()
        .filter_map(|line| match line.what {
            Happening::Started { wait, .. } => Some((line.at, wait.0)),
            _ => None,
        })
        .collect();
    assert_eq!(started, [(hours(2.0), 3 * DAY + 2 * HOUR), (hours(4.0), 2 * DAY + 4 * HOUR), (hours(6.0), 6 * HOUR)]);
    let ended = journal.lines.iter().filter(|line| matches!(line.what, Happening::Ended { .. })).map(|line| line.at);
    assert_eq!(ended.collect::<Vec<_>>(), [2.0, 4.0, 6.0, 8.0].map(hours));
    assert_eq!(journal.unfinished, 0, "the stay of 10 days ends within 30");
    // The queue fell from 3 at 2:00 to 0 at 6:00: 2 h x 3 + 2 h x 2 + 2 h x 1 of 720 hours.
    let (area, days) = ratio_of(&chain.tally(1, 0), &chain.plan, Measure::Queue, Of::Stage(chain.stage("talk")));
    assert!((area / days - 12.0 / 720.0).abs() < 1e-12, "{area} over {days}");
}

/// A stay of 10 days: since 1 January it has 7 left; of those of whom nothing is known any part may have passed.
#[test]
fn a_stay_goes_on_with_what_is_left() {
    let chain = compiled(
        "[[present]]\nstage = \"think\"\nstaying = 1\nsince = 2027-01-01\n[[present]]\nstage = \"think\"\nstaying = 2000\n",
    );
    let left = chain.journal(1, 0).lines;
    let left: Vec<SimTime> =
        left.iter().filter(|line| matches!(line.what, Happening::Left { .. })).map(|line| line.at).collect();
    assert!(left.contains(&SimTime(7 * DAY)));
    assert_eq!(left.len(), 2001);
    let mean = left.iter().map(|at| at.as_days()).sum::<f64>() / 2001.0;
    // Uniform between 0 and 10: mean 5, standard error 2.89 / sqrt(2000) = 0.065; five of them would be passed once in two
    // million seeds.
    assert!((mean - 5.0).abs() < 0.33, "{mean}");
}

#[test]
fn the_order_of_lines_and_other_groups_change_nobody() {
    let groups = [
        "[[present]]\nstage = \"talk\"\nwaiting = 5\nsince = 2026-12-20\n",
        "[[present]]\nstage = \"talk\"\nwaiting = 4\nfor = { exponential = { mean = \"9 days\" } }\n",
        "[[present]]\nstage = \"think\"\nstaying = 7\n",
    ];
    let one = compiled(&groups.concat());
    let other = compiled(&[groups[2], groups[0], groups[1]].concat());
    assert_eq!(one.journal(3, 0), other.journal(3, 0));
    let stays = |chain: &Compiled| {
        let stage = chain.stage("think");
        let lines = chain.journal(3, 0).lines;
        let found = lines
            .iter()
            .filter(|line| matches!(line.what, Happening::Found { stage: at, waiting: false, .. } if at == stage));
        let found: Vec<_> = found.map(|line| line.who).collect();
        assert_eq!(found.len(), 7);
        let ends = lines.iter().filter(|line| found.contains(&line.who)).map(|line| (line.who, line.at));
        ends.collect::<Vec<_>>()
    };
    assert_eq!(stays(&one), stays(&compiled(groups[2])));
}

/// With the clock of who waits longest driving the queue, those who are there go by the end of their term.
#[test]
fn clocks_of_those_who_are_there_drive_the_queue() {
    let text = DESK.replace("work = \"2 hours\"", "work = \"2 hours\"\nqueue = \"earliest due\"");
    let present =
        "[[present]]\nstage = \"talk\"\nwaiting = 1\n[[present]]\nstage = \"talk\"\nwaiting = 1\nsince = 2026-11-01\n";
    let chain = Compiled::of(scenario_of("30 days", &format!("{text}{present}")));
    let waits = chain.journal(1, 0).lines;
    let waits: Vec<i64> = waits
        .iter()
        .filter_map(|line| match line.what {
            Happening::Started { wait, .. } => Some(wait.0 / DAY),
            _ => None,
        })
        .collect();
    assert_eq!(waits, [64, 0]);
}
