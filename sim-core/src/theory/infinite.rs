//! Unlimited servers: nobody waits, and the number present is Poisson whatever the shape of the service time.

use super::{TheoryError, erlang_b, finite, not_negative, offered_load, positive};

/// Number of residents present in an M/G/∞ system in steady state, as [`mginf`] gives it: Poisson.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occupancy {
    mean: f64,
}

/// The M/G/∞ system: everybody is served at once, for a time of any shape.
///
/// The number present is Poisson with mean `λ·E[S]`.
///
/// * `arrival_rate` – `λ`, residents per day, at least 0
/// * `mean_service` – `E[S]`, days, above 0
///
/// # Errors
/// An error that names the argument outside its range, or [`TheoryError::NotFinite`] when the mean overflows.
///
/// # Examples
/// ```
/// // Three residents in two weeks, who stay six weeks on average: how often would ten places all be taken?
/// let support = sim_core::theory::mginf(1.5, 6.0)?;
/// assert_eq!(support.mean(), 9.0);
/// assert!((support.all_taken(10)? - 0.167_963).abs() < 1e-6);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Eick, Massey & Whitt (1993), "The physics of the Mt/G/∞ queue", *Operations Research* 41(4).
pub fn mginf(arrival_rate: f64, mean_service: f64) -> Result<Occupancy, TheoryError> {
    Ok(Occupancy { mean: offered_load(arrival_rate, mean_service)? })
}

impl Occupancy {
    /// Mean number present.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Probability that exactly `n` residents are present: `e^(−m)·mⁿ / n!`.
    ///
    /// # Examples
    /// ```
    /// let support = sim_core::theory::mginf(2.0, 1.0)?;
    /// assert!((support.probability(2) - 2.0 * (-2.0_f64).exp()).abs() < 1e-12);
    /// # Ok::<(), sim_core::theory::TheoryError>(())
    /// ```
    pub fn probability(&self, n: u32) -> f64 {
        if self.mean == 0.0 {
            return if n == 0 { 1.0 } else { 0.0 };
        }
        let n = f64::from(n);
        // Through the logarithm, because the power and the factorial overflow long before their quotient does.
        libm::exp(n * libm::log(self.mean) - self.mean - libm::lgamma(n + 1.0)).min(1.0)
    }

    /// Probability that `places` residents are present, given that no more are: `P(N = n) / P(N ≤ n)`.
    ///
    /// This is the share that [`erlang_b`] loses, so it tells how often that many places would all be taken.
    ///
    /// # Errors
    /// [`TheoryError::TooMany`] for more than 10 000 000 places.
    ///
    /// # Examples
    /// ```
    /// let support = sim_core::theory::mginf(1.5, 6.0)?;
    /// assert_eq!(support.all_taken(0)?, 1.0);
    /// # Ok::<(), sim_core::theory::TheoryError>(())
    /// ```
    pub fn all_taken(&self, places: u32) -> Result<f64, TheoryError> {
        erlang_b(places, self.mean)
    }
}

/// A period during which residents arrive at a constant rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePiece {
    /// Start of the period, days, at least 0.
    pub from: f64,
    /// End of the period, days, not before its start.
    pub until: f64,
    /// `λ`, residents per day, at least 0.
    pub rate: f64,
}

/// Mean number present at time `at` in an Mt/M/∞ system that starts empty, for a piecewise-constant arrival rate.
///
/// `E[N(t)] = ∫ λ(u)·P(S > t − u) du`; for exponential service a piece `[f, u)` that has ended by `t` contributes
/// `λ·E[S]·(e^(−(t − u)/E[S]) − e^(−(t − f)/E[S]))`. The number present is Poisson with this mean.
///
/// * `pieces` – periods with their rates, in any order; where none applies nobody arrives, where several overlap
///   their rates add up
/// * `mean_service` – `E[S]`, days, above 0
/// * `at` – `t`, days since the start, at least 0
///
/// # Errors
/// [`TheoryError::EndsBeforeStart`] for a period that does; otherwise an error that names the argument outside its
/// range, inside [`TheoryError::At`] with the number of the piece; [`TheoryError::NotFinite`] when the mean overflows.
///
/// # Examples
/// ```
/// use sim_core::theory::{RatePiece, mean_occupancy_at};
///
/// // Two a week for a quarter, then five a week; support lasts eight weeks on average.
/// let pieces = [RatePiece { from: 0.0, until: 13.0, rate: 2.0 }, RatePiece { from: 13.0, until: 39.0, rate: 5.0 }];
/// assert!((mean_occupancy_at(&pieces, 8.0, 13.0)? - 12.849_413).abs() < 1e-6);
/// assert!((mean_occupancy_at(&pieces, 8.0, 26.0)? - 34.653_732).abs() < 1e-6);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Eick, Massey & Whitt (1993), "The physics of the Mt/G/∞ queue", *Operations Research* 41(4).
pub fn mean_occupancy_at(pieces: &[RatePiece], mean_service: f64, at: f64) -> Result<f64, TheoryError> {
    positive("mean service time", mean_service)?;
    not_negative("time", at)?;
    let mut mean = 0.0;
    for (index, piece) in pieces.iter().enumerate() {
        let load = check_piece(piece, mean_service).map_err(|cause| cause.at("piece", index))?;
        if piece.from < at {
            let until = piece.until.min(at);
            let arrived = -libm::expm1(-(until - piece.from) / mean_service);
            mean += load * arrived * libm::exp(-(at - until) / mean_service);
        }
    }
    finite("mean number present", mean)
}

/// The mean number present if the rate of this piece lasted forever.
fn check_piece(piece: &RatePiece, mean_service: f64) -> Result<f64, TheoryError> {
    not_negative("start of the period", piece.from)?;
    not_negative("end of the period", piece.until)?;
    if piece.until < piece.from {
        return Err(TheoryError::EndsBeforeStart { from: piece.from, until: piece.until });
    }
    offered_load(piece.rate, mean_service)
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::*;

    #[test]
    fn all_taken_is_the_poisson_probability_divided_by_its_sum() {
        let support = mginf(1.5, 6.0).unwrap();
        for (places, expected) in [(10, 0.167_963_226_291_586_47), (14, 0.033_785_400_237_487_92)] {
            near(support.all_taken(places).unwrap(), expected, 1e-12);
            let at_most: f64 = (0..=places).map(|n| support.probability(n)).sum();
            near(support.probability(places) / at_most, expected, 1e-12);
        }
    }

    #[test]
    fn occupancy_probabilities_add_up_to_one_and_to_the_mean() {
        for mean in [0.0, 0.3, 9.0, 2_000.0] {
            let support = mginf(mean, 1.0).unwrap();
            let (mut total, mut weighted) = (0.0, 0.0);
            for n in 0..6_000 {
                total += support.probability(n);
                weighted += f64::from(n) * support.probability(n);
            }
            near(total, 1.0, 1e-9);
            near(weighted, mean, 1e-9 * mean);
        }
    }

    /// A new service fills up; reference values from numerical integration.
    #[test]
    fn ramp() {
        let pieces = [(0.0, 13.0, 2.0), (13.0, 39.0, 5.0), (39.0, 52.0, 3.0)];
        let pieces = pieces.map(|(from, until, rate)| RatePiece { from, until, rate });
        let expected = [(4.0, 6.295_509_444_6), (13.0, 12.849_413_196_7), (26.0, 34.653_732_469_8)];
        for (week, mean) in expected.into_iter().chain([(52.0, 26.943_289_514_9)]) {
            near(mean_occupancy_at(&pieces, 8.0, week).unwrap(), mean, 1e-9);
        }
    }

    #[test]
    fn a_constant_rate_fills_up_to_the_steady_state() {
        let endless = [RatePiece { from: 0.0, until: 1e9, rate: 1.5 }];
        near(mean_occupancy_at(&endless, 6.0, 0.0).unwrap(), 0.0, 0.0);
        near(mean_occupancy_at(&endless, 6.0, 1e6).unwrap(), mginf(1.5, 6.0).unwrap().mean(), 1e-12);
    }

    #[test]
    fn a_period_that_ends_before_it_starts_is_refused() {
        let piece = RatePiece { from: 2.0, until: 1.0, rate: 1.0 };
        let message = mean_occupancy_at(&[piece], 1.0, 1.0).unwrap_err().to_string();
        assert_eq!(message, "piece 0: a period starts at 2 days, but ends at 1 days");
    }
}
