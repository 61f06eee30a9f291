//! Whether a chain changed: hardly ever believed of one that did not, mostly of one that did.

use sim_core::scenario::{Scenario, read as read_scenario};
use sim_core::time::{DAY, Span};
use sim_mining::learn::{LearnTold, learn};

use crate::logs;

/// The tandem for thirty days after five (2,160 cases), with treatments of so long.
fn tandem(treatment: &str, start: &str) -> Scenario {
    let path = format!("{}/../scenarios/textbook/tandem.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a scenario");
    let other = text.replace("\"30 minutes\"", &format!("\"{treatment}\"")).replace("2027-01-04", start);
    let mut scenario = read_scenario(&other).scenario.expect("without problems");
    (scenario.warm_up, scenario.horizon) = (Span(5 * DAY), Span(30 * DAY));
    scenario
}

fn told(table: &[u8]) -> LearnTold {
    learn(&logs::read_back(table), "tandem").expect("there are cases").told
}

/// Forty logs of 2,160 cases, seeds 0 to 39. If one log of twenty gave a false alarm, five or more would come in one of twenty such tests;
/// of 400 logs of 30 and 60 days (`tandem`, `jackson-three-stages`) 19 did, 4.8 %.
#[test]
fn a_chain_that_did_not_change_is_hardly_ever_said_to_have_changed() {
    let scenario = tandem("30 minutes", "2027-01-04");
    let alarms = (0..40).filter(|&seed| told(&logs::table(&scenario, seed)).since.is_some()).count();
    assert!(alarms <= 4, "{alarms} of 40");
}

/// Ten logs, seeds 0 to 9: thirty days, and then thirty with other treatments (12 minutes, not 30).
#[test]
fn a_chain_that_changed_is_mostly_said_to_have() {
    let (before, after) = (tandem("30 minutes", "2027-01-04"), tandem("12 minutes", "2027-02-03"));
    let (mut found, mut late) = (0, 0);
    for seed in 0..10 {
        let mut table = logs::table(&before, seed);
        let later = String::from_utf8(logs::table(&after, seed)).expect("words");
        let cases = later.lines().skip(1).flat_map(|line| format!("later-{line}\n").into_bytes());
        table.extend(cases);
        let told = told(&table);
        // It changed on 8 February, when half of the cases had come.
        println!("seed {seed}: {:?}", told.since);
        found += usize::from(told.since.is_some());
        late += usize::from(told.since.is_some_and(|since| since.as_str() >= "2027-02-01"));
    }
    assert!(found >= 8 && late >= 7, "{found} of 10 found, {late} of them not too early");
}
