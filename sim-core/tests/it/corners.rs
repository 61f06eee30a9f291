//! Corners where two rules meet, each left behind by a bug.

use sim_core::observe::Happening;
use sim_core::scenario::read;

use crate::support::{Compiled, scenario_of};

#[test]
fn a_loop_of_times_that_are_always_0_is_refused() {
    for time in ["{ uniform = { low = \"0 days\", high = \"0 days\" } }", "{ empirical = { values = [\"0 days\"] } }"] {
        let text = format!(
            "keten = 1\ntitle = \"Loop\"\nstart = 2027-01-04\nhorizon = \"10 days\"\narrivals.come = {{ to = \"a\", moments = [\"1 day\"] }}\n\
             stages.a = {{ next = [{{ to = \"b\", share = \"100 %\", transfer = {{ time = {time} }} }}] }}\n\
             stages.b = {{ next = [{{ to = \"a\", share = \"99 %\" }}, {{ to = \"completed\", share = \"rest\" }}] }}\n"
        );
        assert!(read(&text).scenario.is_none(), "{time}");
    }
}

#[test]
fn of_a_population_of_one_nobody_is_there_twice() {
    let chain = Compiled::of(scenario_of(
        "100 days",
        "[arrivals.come]\nto = \"help\"\n[advanced.arrivals.come]\npopulation = 1\nthink = \"1 day\"\n\
         [stages.help]\ndelay = \"1 day\"\n[ends.completed]\nreturns = { share = \"100 %\", after = \"1 day\", to = \"help\" }\n",
    ));
    let mut present = 0;
    let mut visits = 0;
    for line in &chain.journal(1, 0).lines {
        match line.what {
            Happening::Joined { .. } => (present, visits) = (present + 1, visits + 1),
            Happening::Left { .. } => present -= 1,
            _ => {}
        }
        assert!(present <= 1, "at {:?}", line.at);
    }
    assert!((45..=50).contains(&visits), "{visits} visits of a day, a day apart, in 100 days");
}
