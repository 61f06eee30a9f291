//! What a distance is held against: chance alone, and the past put in the place of the future.

use super::distance::{Distance, distances};
use super::rows::Rows;

/// How far a simulation is from a log, and the same distances without any model. Each by [`Distance::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Of the simulation.
    pub simulated: Vec<Summary>,
    /// Between two halves of the log: less cannot be expected of any model.
    pub noise: Vec<Summary>,
    /// Of the cases of an earlier log, played again from the first moment of this one.
    pub replay: Option<Vec<Summary>>,
}

/// What a distance is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No larger than between two halves of the log.
    AsChance,
    /// Larger, but no larger than that of the past.
    AsPast,
    /// Larger than both.
    Further,
}

impl Scores {
    /// What a distance is like; `None` where it does not exist.
    pub fn verdict(&self, position: usize) -> Option<Verdict> {
        let mean = self.simulated[position].mean?;
        if self.noise[position].upper().is_some_and(|upper| mean <= upper) {
            return Some(Verdict::AsChance);
        }
        let past = self.replay.as_ref().and_then(|replay| replay[position].upper());
        Some(if past.is_some_and(|upper| mean <= upper) { Verdict::AsPast } else { Verdict::Further })
    }

    /// Whether the past is further from the log than chance allows. Not asked of what depends on the date: the past is moved by
    /// whole weeks, and so differs in that anyhow.
    pub fn has_drifted(&self, position: usize) -> bool {
        let by_date = [Distance::AbsoluteEvent, Distance::CaseArrival, Distance::WorkInProgress];
        if by_date.contains(&Distance::ALL[position]) {
            return false;
        }
        let past = self.replay.as_ref().and_then(|replay| replay[position].mean);
        let (noise, spread) = (self.noise[position].mean, self.noise[position].sd.unwrap_or(0.0));
        past.zip(noise).is_some_and(|(past, noise)| past > noise + 2.0 * spread)
    }
}

/// Mean and standard deviation of a distance over several comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    /// Mean; `None` where there was nothing to compare.
    pub mean: Option<f64>,
    /// Standard deviation between the comparisons; `None` with fewer than two.
    pub sd: Option<f64>,
    /// Number of comparisons.
    pub runs: usize,
}

impl Summary {
    /// One standard deviation above the mean.
    fn upper(&self) -> Option<f64> {
        self.mean.map(|mean| mean + self.sd.unwrap_or(0.0))
    }
}

/// Mean and standard deviation of every distance, from the distances of each comparison.
pub fn summary(runs: &[Vec<Option<f64>>]) -> Vec<Summary> {
    let of = |position: usize| {
        let values: Vec<f64> = runs.iter().filter_map(|run| run[position]).collect();
        let n = values.len();
        let mean = (n > 0).then(|| values.iter().sum::<f64>() / n as f64);
        let sd = mean.filter(|_| n > 1).map(|mean| {
            let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
            (squares / (n - 1) as f64).sqrt()
        });
        Summary { mean, sd, runs: n }
    };
    (0..Distance::ALL.len()).map(of).collect()
}

/// The distances between two halves of a log, over several ways to divide it by lot.
///
/// Each half has half of the cases, so the distances are larger than those of two logs of full size that were made by the
/// same chain: a model may come below them.
pub fn noise_floor(rows: &Rows, times: u64) -> Vec<Summary> {
    let runs: Vec<Vec<Option<f64>>> = (0..times)
        .map(|time| {
            let mut order: Vec<usize> = (0..rows.cases.len()).collect();
            order.sort_by_key(|&case| (scramble(time, case as u64), case));
            let half = order.len() / 2;
            distances(&part(rows, &order[..half]), &part(rows, &order[half..]))
        })
        .collect();
    summary(&runs)
}

/// The distances of the cases of an earlier log, moved in time so that they begin where this one does, as many as it has:
/// the first ones, and later stretches of the same length.
///
/// The move is by whole weeks, so that weekdays stay, and as many stretches are taken as there are, up to `times`.
pub fn replay(past: &Rows, rows: &Rows, times: usize) -> Option<Vec<Summary>> {
    let first = rows.first()?;
    let wanted = rows.cases.len();
    let mut order: Vec<usize> = (0..past.cases.len()).collect();
    order.sort_by_key(|&case| (past.cases[case][0].start, case));
    let wanted = wanted.min(order.len());
    let room = order.len() - wanted;
    let starts: Vec<usize> = match times {
        0 => return None,
        1 => vec![room],
        _ => (0..times).map(|time| room * time / (times - 1)).collect(),
    };
    let mut starts = starts;
    starts.dedup();
    let runs: Vec<Vec<Option<f64>>> = starts
        .iter()
        .map(|&start| {
            let mut moved = part(past, &order[start..start + wanted]);
            let week = 7 * 24 * 3_600_000_000;
            let begins = moved.first().unwrap_or(first);
            // The nearest number of weeks: the moment of the week counts as much as the date.
            let by = ((first - begins) + week / 2).div_euclid(week) * week;
            for row in moved.cases.iter_mut().flatten() {
                row.start += by;
                row.end += by;
            }
            distances(rows, &moved)
        })
        .collect();
    Some(summary(&runs))
}

fn part(rows: &Rows, cases: &[usize]) -> Rows {
    let cases = cases.iter().map(|&case| rows.cases[case].clone()).collect();
    Rows { cases, activities: rows.activities.clone(), not_over: rows.not_over }
}

/// A number that looks drawn by lot, the same for the same two numbers (the finaliser of SplitMix64: Steele, Lea & Flood
/// 2014, "Fast splittable pseudorandom number generators", *OOPSLA*).
pub(crate) fn scramble(time: u64, case: u64) -> u64 {
    let mut z = (time.wrapping_mul(0x2545_F491_4F6C_DD1D)).wrapping_add(case.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
