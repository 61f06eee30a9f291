use super::*;
use crate::scenario::read;

fn of(text: &str) -> Vec<Relief> {
    let reading = read(text);
    let scenario = reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.problems));
    reliefs(&scenario, false)
}

const CHAIN: &str = r#"
    keten = 1
    title = "a chain with every kind of loss"
    start = 2027-01-04
    horizon = "1 year"
    classes.kind = { private = "rest", business = "10 %" }
    teams.desk = { workers = 4, places = "50 per fte" }
    teams.helpers = { workers = "unlimited" }
    [need.families]
    stock = 1000
    apply = { after = { exponential = { mean = "6 years" } }, to = "talk" }
    signals.rent = { rate = "0.3 per year", amount = "900 euro" }
    batch = { every = "month", taken_up = "80 %", threshold = "75 euro", to = "visit" }
    [stages.visit]
    team = "helpers"
    attempts = [ { by = "letter", work = "10 minutes", reached = "6 %", accepts = "100 %" } ]
    refused = "declined"
    not_reached = "declined"
    next = [ { to = "talk" } ]
    [stages.talk]
    team = "desk"
    work = "1 hour"
    class.business.work = "2 hours"
    patience = { value = "6 months", reason = "withdrawn" }
    no_show = { share = "15 %", rebook = "1 week" }
    next = [ { to = "plan", transfer = { time = "1 week", lost = "0 %", returned = { share = "30 %", rework = "1 hour" } } } ]
    [stages.plan]
    room = { present = 30, when_full = "declined" }
    steps = [ { place = { team = "desk", until = "leaving" } }, { delay = "4 weeks", leave = { value = "1 year", reason = "withdrawn" } }, { delay = "28 days", statutory = true } ]
    [ends.declined]
    [ends.completed]
    returns = { share = "10 %", after = "2 years" }
"#;

#[test]
fn every_bottleneck_is_found_and_nothing_that_is_none() {
    let ids: Vec<String> = of(CHAIN).iter().map(|relief| relief.id().to_owned()).collect();
    let expected = [
        "teams.desk.workers",
        "teams.desk.places",
        "need.families.apply.after",
        "need.families.batch.taken_up",
        "need.families.batch.threshold",
        "stages.visit.attempts.1.work",
        "stages.visit.attempts.1.reached",
        "stages.talk.work",
        "stages.talk.patience",
        "stages.talk.no_show.share",
        "stages.talk.next.plan.transfer.time",
        "stages.talk.next.plan.transfer.returned.share",
        "stages.talk.next.plan.transfer.returned.rework",
        "stages.plan.room.present",
        "stages.plan.steps.2.delay",
        "stages.plan.steps.2.leave",
        "ends.completed.returns.share",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn a_degree_is_a_part_of_the_way_to_none() {
    let all = of(CHAIN);
    let eases = |id: &str, degree| {
        let relief = all.iter().find(|relief| relief.id() == id).expect("it is there");
        let eases = relief.eases(degree).into_iter().map(|(path, eases)| (path.to_owned(), eases));
        eases.collect::<Vec<_>>()
    };
    let one = |id: &str, degree| eases(id, degree).remove(0).1;
    assert_eq!(eases("stages.talk.work", 0.25).len(), 2, "for business residents too");
    assert_eq!(eases("stages.talk.work", 0.25)[1].0, "stages.talk.class.business.work");
    assert_eq!(one("stages.talk.work", 0.25), [Ease::Times(0.75)]);
    assert_eq!(one("stages.talk.patience", 0.5), [Ease::Times(2.0)]);
    assert_eq!(one("stages.talk.patience", 1.0), [Ease::Times(VERY_LONG)]);
    assert_eq!(one("stages.visit.attempts.1.reached", 0.1), [Ease::Times(0.9), Ease::Plus(0.1)]);
    assert_eq!(one("teams.desk.workers", 0.1), [Ease::Plus(1.0)], "nobody hires less than somebody");
    assert_eq!(one("teams.desk.places", 0.1), [Ease::Times(1.1)]);
    assert_eq!(one("teams.desk.workers", 1.0), [Ease::Times(PLENTY)]);
    assert_eq!(one("stages.plan.room.present", 0.1), [Ease::Plus(3.0)]);
    let relief = all.iter().find(|relief| relief.id() == "teams.desk.workers").expect("it is there");
    assert_eq!((relief.size(0.1), relief.size(1.0)), (0.25, 1.0));
    assert_eq!(Ease::Times(1.0 - 0.9).text(), "0.1");
}

#[test]
fn terms_of_the_law_are_left_alone_unless_asked() {
    let scenario = read(CHAIN).scenario.expect("right");
    let is_there = |legal| reliefs(&scenario, legal).iter().any(|relief| relief.id() == "stages.plan.steps.3.delay");
    assert!(!is_there(false) && is_there(true));
}
