//! How much faster replications are done on two cores than on one.

use std::time::Instant;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use crate::comparison::median;

/// Median over the rounds of the time on one thread over that on two, by the clock, one after the other in each round.
///
/// # Panics
/// When no threads can be started.
pub fn ratio(rounds: u32, replications: u32, run: impl Fn(u32) + Sync) -> f64 {
    let pools = [1, 2].map(|threads| {
        ThreadPoolBuilder::new().num_threads(threads).build().expect("two threads can be started everywhere")
    });
    let ratios: Vec<f64> = (0..rounds)
        .map(|_| {
            let [one, two] = [&pools[0], &pools[1]].map(|pool| {
                by_the_clock(|| pool.install(|| (0..replications).into_par_iter().with_max_len(1).for_each(&run)))
            });
            one / two
        })
        .collect();
    median(&ratios).unwrap_or(f64::NAN)
}

#[allow(clippy::disallowed_methods, reason = "measuring time is what benchmarks are for")]
fn by_the_clock(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}
