//! Where residents are over time: what a moving picture of a run is made of.

use sim_core::observe::{Journeys, Whereabouts};
use sim_core::time::HOUR;

use crate::support::{Compiled, scenario_of};

/// One worker, an hour of work, a day on the way, and a stage where nobody waits; the run starts on a Monday.
const CHAIN: &str = r#"
[arrivals.a]
to = "desk"
moments = ["1 hour", "1.5 hours", "2 hours"]
[teams.desk]
workers = 1
open = "always"
[stages.desk]
team = "desk"
work = "1 hour"
next = [{ to = "home", transfer = { time = "1 day" } }]
[stages.home]
delay = "2 days"
"#;

/// The first is helped at once, the second after half an hour, the third after an hour. Everybody is on the way for a day,
/// then two days at home, and leaves.
#[test]
fn a_journey_tells_where_somebody_is_from_when_on() {
    use Whereabouts::{Between, Came, Helped, Left, Waits};
    let chain = Compiled::of(scenario_of("20 days", CHAIN));
    let (desk, home) = (chain.stage("desk"), chain.stage("home"));
    let journeys = chain.observe(1, 0, Journeys::new(&chain.model, 1)).into_journeys();
    assert_eq!(journeys.len(), 3);
    for (number, (joined, started)) in [(1.0, 1.0), (1.5, 2.0), (2.0, 3.0)].into_iter().enumerate() {
        let told: Vec<(f64, Whereabouts)> =
            journeys[number].moves.iter().map(|one| (one.at.0 as f64 / HOUR as f64, one.to)).collect();
        let ended = started + 1.0;
        let end = told.last().expect("a move").1;
        assert!(matches!(end, Left(_)), "{end:?}");
        let expected = [
            (joined, Came),
            (joined, Waits(desk)),
            (started, Helped(desk)),
            (ended, Between(desk)),
            (ended + 24.0, Helped(home)),
            (ended + 72.0, Between(home)),
            (ended + 72.0, end),
        ];
        assert_eq!(told, expected, "resident {number}");
    }
}

#[test]
fn one_in_so_many_is_written_down_as_among_all() {
    let chain = Compiled::of(scenario_of("20 days", CHAIN));
    let all = chain.observe(1, 0, Journeys::new(&chain.model, 1)).into_journeys();
    let some = chain.observe(1, 0, Journeys::new(&chain.model, 2)).into_journeys();
    assert_eq!(some, [all[0].clone(), all[2].clone()]);
}
