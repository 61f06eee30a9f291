//! Routes that change from a date on, and stages that are closed from one.

use jiff::civil::date;
use sim_core::observe::Happening;
use sim_core::random::ResidentKey;
use sim_core::time::SimTime;

use crate::support::{Compiled, Journal, scenario_of};

/// Residents come twice a day; `talk` takes a day and leads on by shares.
const CHAIN: &str = r#"
    [arrivals.all]
    to = "talk"
    rate = "2 per day"
    [stages.talk]
    delay = "1 day"
    next = [ { to = "plan", share = "60 %" }, { to = "advice", share = "rest" } ]
    REROUTED
    [stages.plan]
    delay = { exponential = { mean = "20 days" } }
    CLOSED
    [stages.advice]
    delay = { exponential = { mean = "3 days" } }
"#;

fn chain(rerouted: &str, closed: &str) -> Compiled {
    Compiled::of(scenario_of("300 days", &CHAIN.replace("REROUTED", rerouted).replace("CLOSED", closed)))
}

fn june() -> SimTime {
    SimTime::of_date(date(2027, 6, 1), date(2027, 1, 4))
}

/// Joining a stage by its index: when, and by whom.
fn joins(journal: &Journal, of: u32) -> Vec<(SimTime, ResidentKey)> {
    let joined =
        journal.lines.iter().filter(|line| matches!(line.what, Happening::Joined { stage, .. } if stage == of));
    joined.map(|line| (line.at, line.who)).collect()
}

/// Until the date everything is as it was, to the last bit; from then on those who finish go by the new list, with the same
/// luck: who would have gone to `plan` with 60 % goes there with 30 % if their unit is in the first half of that.
#[test]
fn a_route_holds_from_its_date_and_draws_stay_paired() {
    let before = chain("", "");
    let list = r#"rerouted = [ { from = 2027-06-01, next = [ { to = "plan", share = "30 %" }, { to = "advice", share = "rest" } ] } ]"#;
    let after = chain(list, "");
    let plan = before.stage("plan");
    let [old, new] = [&before, &after].map(|chain| chain.journal(7, 0));
    let early = |journal: &Journal| journal.lines.iter().take_while(|line| line.at < june()).count();
    assert!(early(&old) > 500 && early(&old) == early(&new));
    for (one, other) in old.lines.iter().zip(&new.lines).take_while(|(one, _)| one.at < june()) {
        assert_eq!((one.at, one.who, one.stage), (other.at, other.who, other.stage));
    }
    let late = |journal: &Journal| joins(journal, plan).into_iter().filter(|(at, _)| *at >= june()).collect::<Vec<_>>();
    let (old, new) = (late(&old), late(&new));
    assert!(new.iter().all(|joined| old.contains(joined)), "nobody goes to `plan` who did not before");
    let share = new.len() as f64 / old.len() as f64;
    // Half of some 180, with a standard deviation of 0.037; five of them.
    assert!((share - 0.5).abs() < 0.19, "{share}");
}

/// Written with shares that change by date it is the same run.
#[test]
fn another_list_is_the_same_as_shares_by_date() {
    let list = r#"rerouted = [
        { from = 2027-04-01, next = [ { to = "plan", share = "30 %" }, { to = "advice", share = "rest" } ] },
        { from = 2027-06-01, next = [ { to = "advice", transfer = { time = "2 days", lost = "10 %" } } ] },
    ]"#;
    let rerouted = chain(list, "").journal(3, 0);
    let dated = CHAIN
        .replace(r#"share = "60 %""#, r#"share = { value = "60 %", dated = [ { from = 2027-04-01, value = "30 %" } ] }"#)
        .replace("REROUTED", r#"rerouted = [ { from = 2027-06-01, next = [ { to = "advice", transfer = { time = "2 days", lost = "10 %" } } ] } ]"#)
        .replace("CLOSED", "");
    let dated = Compiled::of(scenario_of("300 days", &dated)).journal(3, 0);
    let seen = |journal: &Journal| journal.lines.iter().map(|line| (line.at, line.who, line.stage)).collect::<Vec<_>>();
    assert!(seen(&rerouted) == seen(&dated));
    let lost = rerouted.lines.iter().filter(|line| matches!(line.what, Happening::Lost { .. })).count();
    assert!(lost > 5, "{lost}");
}

/// Referrals between the same two stages are one row, whichever list they stand in.
#[test]
fn referrals_between_the_same_two_are_one_row() {
    let list = r#"rerouted = [ { from = 2027-06-01, next = [ { to = "plan", share = "30 %", transfer = { time = "2 days" } }, { to = "advice", share = "rest" } ] } ]"#;
    let table = chain(list, "").table(1, 2);
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("transfer_time,talk>plan,")).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
}

/// From the date on nobody joins it, all go elsewhere in the same moment, and who is inside finishes.
#[test]
fn a_closed_stage_is_left_but_not_joined() {
    let open = chain("", "").journal(7, 0);
    let closed = chain("", r#"closed_from = { from = 2027-06-01, instead = "advice", by = "idea" }"#);
    let (plan, advice) = (closed.stage("plan"), closed.stage("advice"));
    let journal = closed.journal(7, 0);
    assert!(joins(&journal, plan).iter().all(|(at, _)| *at < june()));
    let late = |journal: &Journal, stage| {
        joins(journal, stage).into_iter().filter(|(at, _)| *at >= june()).collect::<Vec<_>>()
    };
    let instead: Vec<_> = late(&journal, advice);
    let mut expected = [late(&open, plan), late(&open, advice)].concat();
    expected.sort_by_key(|&(at, _)| at);
    let mut found = instead.clone();
    found.sort_by_key(|&(at, _)| at);
    assert_eq!(found, expected);
    let finished = |line: &&crate::support::Line| {
        line.at >= june() && matches!(line.what, Happening::Finished { stage, .. } if stage == plan)
    };
    assert!(journal.lines.iter().filter(finished).count() > 5);
    let ended = chain("", r#"closed_from = { from = 2027-01-04, instead = "completed" }"#).journal(7, 0);
    assert!(joins(&ended, plan).is_empty() && joins(&ended, advice).len() == joins(&open, advice).len());
}

/// Conditions of a list hold while it does.
#[test]
fn conditions_change_with_their_list() {
    let text = r#"
        classes.kind = { private = "50 %", business = "rest" }
        [arrivals.all]
        to = "talk"
        rate = "2 per day"
        [stages.talk]
        delay = "1 day"
        next = [ { to = "plan", when = "business" }, { to = "advice" } ]
        rerouted = [ { from = 2027-06-01, next = [ { to = "plan", when = "private" }, { to = "advice" } ] } ]
        [stages.plan]
        delay = "1 day"
        [stages.advice]
        delay = "1 day"
    "#;
    let chain = Compiled::of(scenario_of("300 days", text));
    let (plan, journal) = (chain.stage("plan"), chain.journal(1, 0));
    let business = chain.scenario.axes[0].levels.iter().position(|level| level.name == "business").expect("a level");
    let mut seen = [0, 0];
    for line in
        journal.lines.iter().filter(|line| matches!(line.what, Happening::Joined { stage, .. } if stage == plan))
    {
        assert_eq!(usize::from(line.class) == business, line.at < june(), "{line:?}");
        seen[usize::from(line.at < june())] += 1;
    }
    assert!(seen.iter().all(|&number| number > 50), "{seen:?}");
}
