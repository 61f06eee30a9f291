//! What antithetic pairs bring: the spread of the mean wait of every stage, with and without them.
//!
//! ```text
//! cargo run --release -p keten-benches --bin pairs -- FILE [pairs] [seed]
//! ```
//!
//! Each pair is a replication and the same one with every unit mirrored. For the mean wait of each stage: its mean, the
//! standard deviation of a replication, the correlation within pairs, and by how much a pair beats two independent
//! replications: the variance of their mean over that of the pair's.

use keten_benches::Ready;
use rayon::prelude::*;
use sim_core::chain::Resident;
use sim_core::engine::{Limits, simulate_with};
use sim_core::observe::{Happening, Observer};
use sim_core::random::Draws;
use sim_core::time::{DAY, SimTime};

/// Total and number of the waits for each step of work, of those who start in the measured time.
struct Waits(Vec<(i128, u64)>);

impl Observer for Waits {
    #[inline]
    fn happened(&mut self, now: SimTime, _: &Resident, what: Happening) {
        if let Happening::Started { work, wait, .. } = what
            && now >= SimTime::default()
        {
            let (total, number) = &mut self.0[work as usize];
            *total += i128::from(wait.0);
            *number += 1;
        }
    }
}

fn waits(ready: &Ready, draws: Draws) -> Vec<f64> {
    let observer = Waits(vec![(0, 0); ready.model.works.len()]);
    let done = simulate_with(&ready.model, draws, Limits::default(), observer).expect("the scenario runs");
    done.0.iter().map(|&(total, number)| total as f64 / DAY as f64 / (number.max(1)) as f64).collect()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().and_then(|path| std::fs::read_to_string(path).ok());
    let mut number = |default: u32| arguments.next().map_or(Some(default), |argument| argument.parse().ok());
    let (Some(text), Some(pairs), Some(seed)) = (text, number(200), number(1)) else {
        eprintln!("pairs FILE [pairs] [seed]: a scenario, and two whole numbers");
        std::process::exit(2);
    };
    let ready = Ready::of(&text);
    let seed = u64::from(seed);
    let pair = |number: u32| (waits(&ready, Draws::new(seed, number)), waits(&ready, Draws::mirrored(seed, number)));
    let all: Vec<(Vec<f64>, Vec<f64>)> = (0..pairs).into_par_iter().map(pair).collect();
    println!("{pairs} pairs, seed {seed}\n");
    println!(
        "| stage | mean wait (days) | sd of a replication | correlation in pairs | a pair beats two replications |"
    );
    println!("|---|---|---|---|---|");
    for (work, model) in ready.model.works.iter().enumerate() {
        let (ones, others): (Vec<f64>, Vec<f64>) = all.iter().map(|(one, other)| (one[work], other[work])).unzip();
        let count = f64::from(pairs);
        let mean = ones.iter().chain(&others).sum::<f64>() / count / 2.0;
        let variance = ones.iter().chain(&others).map(|wait| (wait - mean).powi(2)).sum::<f64>() / (2.0 * count - 1.0);
        let middles = ones.iter().zip(&others).map(|(one, other)| ((one + other) / 2.0 - mean).powi(2));
        let of_pairs = middles.sum::<f64>() / (count - 1.0);
        println!(
            "| {} | {mean:.4} | {:.4} | {:.3} | {:.2} |",
            ready.scenario.stages[model.stage as usize].name,
            variance.sqrt(),
            2.0 * of_pairs / variance - 1.0,
            variance / 2.0 / of_pairs,
        );
    }
}
