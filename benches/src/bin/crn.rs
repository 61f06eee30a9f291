//! What common random numbers bring: the spread of a difference between two chains on the same residents, beside that on
//! other residents.
//!
//! ```text
//! cargo run --release -p keten-benches --bin crn -- BASE.toml CHANGED.toml [replications] [seed] [likely]
//! ```
//!
//! Each row of both tables that is not exactly the same in every replication is compared twice: both chains with the same
//! seed, and the changed one with another. The ratio of the variances of the difference says by how many times fewer
//! replications give the same interval; below 1, common random numbers are worse. Whether one below 1 is so by more than
//! chance: F with as many degrees of freedom as there are replications less one, on both sides, at 5 % corrected (Holm) for
//! all rows (the two differences share the base, which makes their ratio vary less: F is cautious). With another seed the
//! unknown numbers differ as well, so that common draws of them are part of what is gained; `likely` takes the likely values
//! instead, and what is left is the luck of residents. Rows that differ nowhere are counted apart: of them common random
//! numbers know everything.

use std::process::ExitCode;

use keten_benches::Ready;
use sim_core::chain::compile;
use sim_core::engine::Limits;
use sim_core::estimate::holm;
use sim_core::experiment::{
    Arm, Arms, ArmsRequest, Comparison, Difference, DifferenceVerdict, compare, over_whole_horizon, replicate_arms,
    replicate_arms_apart,
};
use sim_core::observe::Plan;
use sim_core::scenario::Runs;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// A row, and what its difference varies.
struct Spread<'c> {
    row: &'c Difference,
    /// Variance of the difference with other residents over that with the same.
    ratio: f64,
    /// Probability of a ratio this far below 1 if the two were equal.
    p_worse: f64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = |place: usize| arguments.get(place).and_then(|path| std::fs::read_to_string(path).ok());
    let number = |place: usize, default: u32| arguments.get(place).map_or(Some(default), |text| text.parse().ok());
    let (Some(base), Some(changed), Some(replications), Some(seed)) = (text(0), text(1), number(2, 1000), number(3, 1))
    else {
        eprintln!("crn BASE.toml CHANGED.toml [replications] [seed] [likely]: two scenarios and two whole numbers");
        return ExitCode::from(2);
    };
    let likely = arguments.get(4).is_some_and(|word| word == "likely");
    let whole = |text: &str| {
        let scenario = over_whole_horizon(Ready::of(text).scenario);
        let scenario = if likely { scenario.at_likely() } else { scenario };
        let model = compile(&scenario).unwrap_or_else(|error| panic!("{error}"));
        let plan = Plan::new(&scenario, &model);
        Ready { scenario, model, plan }
    };
    let (base, changed) = (whole(&base), whole(&changed));
    let arms = [&base, &changed].map(|ready| Arm {
        name: ready.scenario.title.to_string(),
        scenario: &ready.scenario,
        model: &ready.model,
        plan: &ready.plan,
    });
    let request = ArmsRequest { seed: u64::from(seed), runs: Runs::Fixed(replications), limits: Limits::default() };
    let done = |results: Result<Arms, _>| compare(&arms, &results.unwrap_or_else(|error| panic!("{error:?}")), 1);
    let same = done(replicate_arms(&arms, &request, &|_, _| {}, &|| false));
    let apart = done(replicate_arms_apart(&arms, &request));
    tell(&same, &spreads(&same, &apart), replications, seed);
    ExitCode::SUCCESS
}

/// The rows that are touched and have enough events, with the ratio of their variances.
fn spreads<'c>(same: &'c Comparison, apart: &Comparison) -> Vec<Spread<'c>> {
    let rows = same.differences.iter().zip(&apart.differences).filter(|(row, _)| row.p.is_some());
    let spread = |(row, apart): (&'c Difference, &Difference)| {
        let (one, other) = (row.difference?, apart.difference?);
        let (width, without) = (one.half_width?, other.half_width?);
        let ratio = (without / width).powi(2);
        let degrees = f64::from(one.replications.min(other.replications)) - 1.0;
        let f = FisherSnedecor::new(degrees, degrees).ok()?;
        (width > 0.0 && without > 0.0).then(|| Spread { row, ratio, p_worse: f.cdf(ratio) })
    };
    rows.filter_map(spread).collect()
}

fn tell(same: &Comparison, spreads: &[Spread<'_>], replications: u32, seed: u32) {
    let unchanged = same.differences.iter().filter(|row| row.verdict == DifferenceVerdict::Unchanged).count();
    let worse = holm(&spreads.iter().map(|spread| spread.p_worse).collect::<Vec<f64>>());
    println!("{replications} replications, seed {seed}\n");
    println!("| measure | of | class | statistic | difference | half-width | times smaller variance |");
    println!("|---|---|---|---|---|---|---|");
    for (spread, worse) in spreads.iter().zip(&worse) {
        let (row, star) = (spread.row, if *worse <= 0.05 { " (worse)" } else { "" });
        let Some((value, width)) = row.difference.and_then(|found| Some((found.value, found.half_width?))) else {
            continue;
        };
        println!(
            "| {} | {} | {} | {} | {value:.5} | {width:.5} | {:.2}{star} |",
            row.measure, row.of, row.class, row.statistic, spread.ratio
        );
    }
    let mut ratios: Vec<f64> = spreads.iter().map(|spread| spread.ratio).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| ratios.get(((ratios.len().max(1) - 1) as f64 * share).round() as usize).copied();
    println!(
        "\n| touched rows | exactly unchanged | lowest | lower quarter | median | upper quarter | significantly worse |"
    );
    println!("|---|---|---|---|---|---|---|");
    let [lowest, quarter, median, upper] = [0.0, 0.25, 0.5, 0.75].map(|share| at(share).unwrap_or(f64::NAN));
    let number = worse.iter().filter(|&&p| p <= 0.05).count();
    println!("| {} | {unchanged} | {lowest:.2} | {quarter:.2} | {median:.2} | {upper:.2} | {number} |", ratios.len());
}
