//! The tidy table of every scenario of the repository.

use std::collections::BTreeSet;

use sim_core::experiment::table;
use sim_core::observe::{Measure, Statistic};
use sim_core::time::{DAYS_PER_YEAR, Span};

use crate::fingerprints::{chains, folder, shorten};
use crate::support::{Compiled, scenario};

/// Years from which a range for one year can be given.
const YEARS: usize = 40;

/// Measure, of, class, period and statistic say which value a row holds, so no two rows have the same.
#[test]
fn no_two_rows_of_a_table_have_the_same_names() {
    let top = folder().join("../..");
    let mut ranges = BTreeSet::new();
    for place in ["scenarios", "sim-core/tests/scenarios", "sim-cli/tests"] {
        for (name, text) in chains(&top.join(place)) {
            let mut scenario = scenario(&text);
            shorten(&mut scenario);
            scenario.horizon = Span::from_days(DAYS_PER_YEAR);
            scenario.warm_up = Span::ZERO;
            let compiled = Compiled::of(scenario);
            // One year many times over: names do not depend on numbers.
            let mut experiment = compiled.experiment(1, 1);
            experiment.samples = vec![experiment.samples[0].clone(); YEARS];
            let mut seen = BTreeSet::new();
            for row in table(&compiled.scenario, &compiled.plan, &experiment) {
                if let Statistic::OneYear | Statistic::OneYearNumber | Statistic::OneYearWithin(_) = row.key.statistic {
                    ranges.insert((row.measure, row.statistic.clone()));
                }
                let key = (row.measure, row.of, row.class, row.period, row.statistic);
                assert!(!seen.contains(&key), "{name}: {key:?} stands twice");
                seen.insert(key);
            }
        }
    }
    let within = |(measure, statistic): &(&str, String)| {
        *measure == Measure::StartedWithin.name() && statistic.starts_with("one_year within ")
    };
    assert!(ranges.iter().filter(|range| within(range)).count() > 1, "{ranges:?}");
}
