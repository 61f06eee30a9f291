//! How often a 95 % interval holds the true value.
//!
//! ```text
//! cargo run --release -p keten-benches --bin coverage -- [experiments] [first seed]
//! ```
//!
//! Every experiment has a seed of its own and goes the ordinary way: scenario file, model, engine, estimate; only the
//! observer is lighter and counts the waits of one stage. Its first 30 replications give the interval with a fixed number;
//! the same replications, read in order and continued where needed, the one of the sequential rule (half-width 5 % of
//! the mean). Then the same in antithetic pairs, whose sums take the place of replications: 15 pairs, and the rule reads
//! pairs. The true means are those of Erlang C, which hold for every stage of a Jackson network (Jackson 1957,
//! *Operations Research* 5(4)).

use keten_benches::{MM1, NETWORK, Ready};
use rayon::prelude::*;
use sim_core::chain::Resident;
use sim_core::engine::{Limits, simulate_with};
use sim_core::estimate::{Estimate, Ratio, StoppingRule, estimate_ratio, wilson};
use sim_core::observe::{Happening, Observer};
use sim_core::random::Draws;
use sim_core::theory::erlang_c;
use sim_core::time::{DAY, SimTime};

const FIXED: usize = 30;
const RULE: StoppingRule = StoppingRule { relative: Some(0.05), absolute: None, at_most: 1000, counts: false };

/// Waits for a step of work, of those who start after the warm-up.
struct Waits {
    work: u32,
    total: i128,
    number: u64,
}

impl Observer for Waits {
    #[inline]
    fn happened(&mut self, now: SimTime, _: &Resident, what: Happening) {
        if let Happening::Started { work, wait, .. } = what
            && work == self.work
            && now >= SimTime::default()
        {
            self.total += i128::from(wait.0);
            self.number += 1;
        }
    }
}

/// A stage whose mean wait is known.
struct Known {
    name: &'static str,
    chain: &'static str,
    stage: &'static str,
    servers: u32,
    visits_per_day: f64,
    /// Mean time worked, days.
    work: f64,
}

impl Known {
    /// Mean wait in days: `C / (c·μ − λ)`.
    fn mean_wait(&self) -> f64 {
        let waits = erlang_c(self.servers, self.visits_per_day * self.work).expect("the stage is not overloaded");
        waits / (f64::from(self.servers) / self.work - self.visits_per_day)
    }
}

const KNOWN: [Known; 3] = [
    Known { name: "M/M/1", chain: MM1, stage: "desk", servers: 1, visits_per_day: 19.2, work: 1.0 / 24.0 },
    Known {
        name: "network, first stage",
        chain: NETWORK,
        stage: "desk",
        servers: 1,
        visits_per_day: 18.75,
        work: 1.0 / 24.0,
    },
    Known {
        name: "network, second stage",
        chain: NETWORK,
        stage: "decision",
        servers: 2,
        visits_per_day: 18.75,
        work: 2.0 / 24.0,
    },
];

/// What one experiment gives: an estimate by each rule.
struct Experiment {
    fixed: Estimate,
    sequential: Estimate,
}

/// What the waits with some draws add to the mean.
fn waits(ready: &Ready, work: u32, draws: Draws) -> Ratio {
    let waits = simulate_with(&ready.model, draws, Limits::default(), Waits { work, total: 0, number: 0 });
    let waits = waits.unwrap_or_else(|error| panic!("{error}"));
    Ratio { above: waits.total as f64 / DAY as f64, below: waits.number as f64 }
}

/// * `each` – replications in an independent part: 2 in antithetic pairs, else 1
fn experiment(ready: &Ready, work: u32, seed: u64, each: usize) -> Experiment {
    let fixed = FIXED / each;
    let rule = StoppingRule { at_most: RULE.at_most / each as u32, ..RULE };
    let mut parts: Vec<Ratio> = Vec::new();
    let mut stop = None;
    while parts.len() < fixed || stop.is_none() {
        let number = parts.len() as u32;
        let one = waits(ready, work, Draws::new(seed, number));
        parts.push(match each {
            2 => {
                let other = waits(ready, work, Draws::mirrored(seed, number));
                Ratio { above: one.above + other.above, below: one.below + other.below }
            }
            _ => one,
        });
        if parts.len() >= fixed {
            stop = rule.stops_at(&parts);
        }
    }
    let estimate = |number: usize| estimate_ratio(&parts[..number]).expect("there were residents");
    Experiment { fixed: estimate(fixed), sequential: estimate(stop.unwrap_or(parts.len())) }
}

fn covers(estimate: &Estimate, truth: f64) -> bool {
    estimate.interval.is_some_and(|(lower, upper)| lower <= truth && truth <= upper)
}

/// A share of experiments with its own 95 % interval, in per cent.
fn share(number: usize, of: usize) -> String {
    let (low, high) = wilson(number as f64, of as f64).unwrap_or((0.0, 1.0));
    format!("{:.1} % ({:.1}–{:.1})", 100.0 * number as f64 / of as f64, 100.0 * low, 100.0 * high)
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let (Ok(experiments), Ok(first_seed)) =
        (arguments.next().unwrap_or(Ok(1000)), arguments.next().unwrap_or(Ok(1_000_000)))
    else {
        eprintln!("coverage [experiments] [first seed]: both are whole numbers");
        std::process::exit(2);
    };
    println!("{experiments} experiments, seeds from {first_seed}; half-widths in per cent of the true mean\n");
    println!(
        "| stage | true mean wait (hours) | mean of estimates | {FIXED} replications cover | half-width | sequential rule covers | half-width | replications |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (known, each) in KNOWN.iter().flat_map(|known| [(known, 1), (known, 2)]) {
        let ready = Ready::of(known.chain);
        let (work, truth) = (ready.first_work(known.stage), known.mean_wait());
        let all: Vec<Experiment> = (0..experiments)
            .into_par_iter()
            .map(|number| experiment(&ready, work, first_seed + number, each))
            .collect();
        let number = all.len();
        let mean = |of: fn(&Experiment) -> f64| all.iter().map(of).sum::<f64>() / number as f64;
        let width = |estimate: &Estimate| estimate.half_width.unwrap_or(f64::NAN);
        println!(
            "| {}{} | {:.4} | {:.4} | {} | {:.1} % | {} | {:.1} % | {:.1} |",
            known.name,
            if each == 2 { ", antithetic pairs" } else { "" },
            truth * 24.0,
            mean(|one| one.fixed.value) * 24.0,
            share(all.iter().filter(|one| covers(&one.fixed, truth)).count(), number),
            mean(|one| one.fixed.half_width.unwrap_or(f64::NAN)) / truth * 100.0,
            share(all.iter().filter(|one| covers(&one.sequential, truth)).count(), number),
            all.iter().map(|one| width(&one.sequential)).sum::<f64>() / number as f64 / truth * 100.0,
            each as f64 * mean(|one| f64::from(one.sequential.replications)),
        );
    }
}
