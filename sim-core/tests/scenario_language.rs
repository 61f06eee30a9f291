//! The scenario language from outside: files in, scenarios or problems out.

use sim_core::scenario::read;

const ELABORATE: &str = include_str!("scenarios/elaborate.toml");

#[test]
fn an_elaborate_scenario_is_read_without_problems() {
    let reading = read(ELABORATE);
    for problem in &reading.problems {
        println!("{problem:?} in `{}`", &ELABORATE[problem.at.clone()]);
    }
    assert_eq!(reading.problems, []);
    println!("{:#?}", reading.scenario.expect("no problems"));
}
