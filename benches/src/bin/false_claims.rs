//! How often comparing a chain with itself, on other residents, claims a difference.
//!
//! ```text
//! cargo run --release -p keten-benches --bin false_claims -- [comparisons] [replications] [first seed]
//! ```
//!
//! Both arms are the same small chain with a seed of their own, so that nothing differs but by chance; everything goes the
//! ordinary way: scenario file, model, engine, table, verdict. Of every row that gets a verdict (at least 20 events) it is
//! counted how often its own 95 % interval leaves out 0, and of every table whether it holds any claim after the correction.
//! Rows of one table depend on each other, so the interval of the share of rows is over tables.

use keten_benches::Ready;
use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::estimate::{Ratio, estimate_ratio, wilson};
use sim_core::experiment::{Arm, ArmsRequest, DifferenceVerdict, compare, over_whole_horizon, replicate_arms_apart};
use sim_core::observe::{Plan, Statistic};
use sim_core::scenario::Runs;

/// A front desk and a settlement: two classes, patience, a transfer that loses and returns some, a clock, prices.
const CHAIN: &str = include_str!("../../scenarios/two-desks.toml");

/// Kinds of rows, to see whether one of them is behind too many claims.
const KINDS: [&str; 4] = ["means and averages", "numbers per year", "shares", "quantiles"];

fn kind(statistic: Statistic) -> usize {
    match statistic {
        Statistic::Quantile(_) => 3,
        Statistic::Share | Statistic::SharePositive | Statistic::Within(_) | Statistic::Over(_) => 2,
        Statistic::PerYear | Statistic::Count | Statistic::At(_) => 1,
        _ => 0,
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u32>());
    let mut next = |default| arguments.next().unwrap_or(Ok(default));
    let (Ok(comparisons), Ok(replications), Ok(first_seed)) = (next(1000), next(30), next(1)) else {
        eprintln!("false_claims [comparisons] [replications] [first seed]: all are whole numbers");
        std::process::exit(2);
    };
    let scenario = over_whole_horizon(Ready::of(CHAIN).scenario);
    let model = compile(&scenario).unwrap_or_else(|error| panic!("{error}"));
    let plan = Plan::new(&scenario, &model);
    let arm = |name: &str| Arm { name: name.to_owned(), scenario: &scenario, model: &model, plan: &plan };
    let arms = [arm("base"), arm("the same")];
    let mut by_kind = [Ratio::default(); KINDS.len()];
    let (mut tables, mut with_claim) = (Vec::new(), 0u32);
    for number in 0..comparisons {
        let seed = u64::from(first_seed) + 2 * u64::from(number);
        let request = ArmsRequest { seed, runs: Runs::Fixed(replications), limits: Limits::default() };
        let results = replicate_arms_apart(&arms, &request).unwrap_or_else(|error| panic!("{error}"));
        let comparison = compare(&arms, &results, 1);
        let mut table = Ratio::default();
        for row in &comparison.differences {
            let Some(p) = row.p else { continue };
            let one = Ratio { above: f64::from(u8::from(p <= 0.05)), below: 1.0 };
            for sum in [&mut table, &mut by_kind[kind(row.key.statistic)]] {
                *sum = Ratio { above: sum.above + one.above, below: sum.below + one.below };
            }
        }
        let claims = comparison.differences.iter().filter(|row| row.p.is_some());
        with_claim += u32::from(claims.clone().any(|row| row.verdict != DifferenceVerdict::CannotTell));
        tables.push(table);
    }
    let rows = tables.iter().map(|table| table.below).sum::<f64>() / f64::from(comparisons);
    println!(
        "{comparisons} comparisons of {replications} replications, seeds from {first_seed}, {rows:.1} rows judged each\n"
    );
    println!("| what | share | goal |\n|---|---|---|");
    let percent = |share: f64| 100.0 * share;
    if let Some(estimate) = estimate_ratio(&tables) {
        let half_width = percent(estimate.half_width.unwrap_or(f64::NAN));
        println!(
            "| rows called different, uncorrected | {:.2} ± {half_width:.2} % | 5 ± 1.5 % |",
            percent(estimate.value)
        );
    }
    for (kind, sum) in KINDS.iter().zip(by_kind).filter(|(_, sum)| sum.below > 0.0) {
        let each = sum.below / f64::from(comparisons);
        println!("| of these {kind} ({each:.0} rows) | {:.2} % | |", percent(sum.above / sum.below));
    }
    let (low, high) = wilson(f64::from(with_claim), f64::from(comparisons)).unwrap_or((0.0, 1.0));
    let share = percent(f64::from(with_claim) / f64::from(comparisons));
    println!(
        "| tables with any claim, corrected | {share:.1} % ({:.1}–{:.1}) | at most 7 % |",
        percent(low),
        percent(high)
    );
}
