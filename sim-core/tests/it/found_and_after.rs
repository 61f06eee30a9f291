//! What follows for those who are there when the simulation begins: coming back, reach, and the places they hold.

use sim_core::observe::{Group, Happening, Measure, Of, Period, RowKey, Sample, Statistic};
use sim_core::time::{DAY, SimTime};

use crate::support::{Compiled, rows, scenario_of};

fn compiled(horizon: &str, rest: &str) -> Compiled {
    Compiled::of(scenario_of(horizon, rest))
}

fn above(chain: &Compiled, measure: Measure, of: Of, statistic: Statistic) -> Option<f64> {
    let key = RowKey { measure, of, group: Group::ALL, period: Period::All, statistic };
    let rows = rows(&chain.tally(1, 0), &chain.plan);
    rows.iter().find(|(found, _)| *found == key).map(|(_, sample)| match sample {
        Sample::Ratio(ratio) => ratio.above,
        Sample::Quantile(..) => panic!("a quantile is no ratio"),
    })
}

/// Found since the beginning at a stay of 1 day, back after 10: on days 11, 22, 33 and 44 of 50 they come into the chain.
#[test]
fn who_was_found_and_comes_back_counts_among_the_arrivals() {
    let rest = r#"
        [arrivals.late]
        to = "help"
        moments = ["900 days"]
        [arrivals.later]
        to = "help"
        moments = ["901 days"]
        [stages.help]
        delay = "1 day"
        [[present]]
        stage = "help"
        staying = 1
        for = "0 days"
        [ends.completed]
        returns = { share = "100 %", after = "10 days", to = "help" }
    "#;
    let chain = compiled("50 days", rest);
    assert_eq!(above(&chain, Measure::Arrivals, Of::Chain, Statistic::PerYear), Some(4.0));
    assert_eq!(above(&chain, Measure::Arrivals, Of::Stream(0), Statistic::PerYear), Some(0.0));
    assert_eq!(above(&chain, Measure::Arrivals, Of::Stream(1), Statistic::PerYear), Some(0.0));
}

/// The same of two pools: which of them is not known of who is found.
#[test]
fn who_was_found_beside_two_pools_may_come_back() {
    let pool = |name: &str| {
        format!(
            "[need.{name}]\nstock = 1\nonset = \"0 per year\"\n\
             [need.{name}.apply]\nto = \"help\"\nafter = \"9 years\"\n"
        )
    };
    let rest = format!(
        "{}{}[stages.help]\ndelay = \"1 day\"\n[[present]]\nstage = \"help\"\nstaying = 1\nfor = \"0 days\"\n\
         [ends.completed]\nreturns = {{ share = \"100 %\", after = \"10 days\", to = \"help\" }}\n",
        pool("some"),
        pool("others")
    );
    let chain = compiled("50 days", &rest);
    assert_eq!(above(&chain, Measure::Arrivals, Of::Chain, Statistic::PerYear), Some(4.0));
    assert_eq!(above(&chain, Measure::Arrivals, Of::Pool(1), Statistic::PerYear), Some(0.0));
}

/// A hundred in care go on to more care: none of them came to help, or began care, in the year that is measured.
#[test]
fn who_is_found_in_help_was_reached_before() {
    let chain = compiled(
        "366 days",
        r#"
        [need.p]
        stock = 900
        onset = "0 per year"
        [need.p.apply]
        to = "help"
        after = "90 years"
        [stages.help]
        phase = "curative"
        delay = "30 days"
        next = [{ to = "care", share = "100 %" }]
        [stages.care]
        phase = "curative"
        delay = "300 days"
        [[present]]
        stage = "help"
        staying = 100
        for = "0 days"
        "#,
    );
    let rows = rows(&chain.tally(1, 0), &chain.plan);
    let reach: Vec<_> = rows.iter().filter(|(key, _)| key.measure == Measure::Reach).collect();
    assert!(!reach.is_empty());
    for (key, sample) in reach {
        match sample {
            Sample::Ratio(ratio) => assert!(ratio.above == 0.0, "{key:?}: {}", ratio.above),
            Sample::Quantile(..) => panic!("a quantile is no ratio"),
        }
    }
}

/// One place, held by who has been in a stay of 50 days for 3; who comes on day 1 waits for it until day 47.
#[test]
fn who_is_found_after_a_step_that_takes_a_place_holds_it() {
    let chain = compiled(
        "100 days",
        r#"
        [arrivals.come]
        to = "help"
        moments = ["1 day"]
        [teams.t]
        workers = 1
        places = 1
        open = "always"
        [[stages.help.steps]]
        place = { team = "t", until = "leaving" }
        [[stages.help.steps]]
        delay = "50 days"
        [[present]]
        stage = "help"
        staying = 1
        for = "3 days"
        "#,
    );
    let lines = chain.journal(1, 0).lines;
    let took = lines.iter().filter_map(|line| match line.what {
        Happening::TookPlace { wait, already, .. } => Some((line.at, wait.0, already)),
        _ => None,
    });
    assert_eq!(took.collect::<Vec<_>>(), [(SimTime(47 * DAY), 46 * DAY, false)]);
    // Held by the one or the other: 47 days and then 50.
    let rows = rows(&chain.tally(1, 0), &chain.plan);
    let held = rows.iter().find(|(key, _)| key.measure == Measure::Caseload && key.period == Period::All);
    let Some((_, Sample::Ratio(ratio))) = held else { panic!("places are counted") };
    assert!((ratio.above / ratio.below - 0.97).abs() < 1e-9, "{} over {}", ratio.above, ratio.below);
}

/// Of pool a nobody is ever taken up, and pool b is as it is alone.
#[test]
fn residents_of_one_pool_are_not_looked_at_for_another() {
    let b = r#"
        [need.b]
        onset = "500 per year"
        natural_end = { after = { exponential = { mean = "1 year" } }, to = "alone" }
        [need.b.signals.rent]
        rate = "6 per year"
        [need.b.batch]
        every = "month"
        to = "help"
        [stages.help]
        delay = "1 day"
        phase = "curative"
        [ends.alone]
    "#;
    let a = r#"
        [need.a]
        onset = "2000 per year"
        natural_end = { after = { exponential = { mean = "1 month" } }, to = "alone" }
        [need.a.signals.rent]
        rate = "60 per year"
        amount = "1 euro"
        [need.a.batch]
        every = "month"
        threshold = "1000000 euro"
        to = "help"
    "#;
    let (alone, both) = (compiled("730 days", b), compiled("730 days", &format!("{b}{a}")));
    let pool = |name: &str| {
        let pool = both.scenario.pools.iter().position(|pool| pool.name == name).expect("such a pool");
        Of::Pool(pool as u32)
    };
    let cases = |chain: &Compiled, of: Of| above(chain, Measure::Cases, of, Statistic::PerYear).expect("signals");
    assert_eq!(cases(&both, pool("a")), 0.0);
    // The only pool is the whole chain.
    assert!(cases(&alone, Of::Chain) > 100.0);
    assert_eq!(cases(&both, pool("b")), cases(&alone, Of::Chain));
}
