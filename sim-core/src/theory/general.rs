//! Service times of any shape at one server: Pollaczek–Khinchine, Kingman's bound, and an approximation beyond.
//!
//! Spread is given as a coefficient of variation, the standard deviation divided by the mean: 0 for a fixed duration,
//! 1 for an exponential one.

use super::{TheoryError, finite, mmc, not_negative, not_overloaded, offered_load, positive};

/// Steady state of a queue with one server, as [`mg1`] gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SingleServerQueue {
    /// `ρ = λ·E[S]`, from 0 to 1.
    pub utilisation: f64,
    /// Mean wait `W_q` over all residents, days.
    pub mean_wait: f64,
    /// Mean time `W` from joining until the end of service, days.
    pub mean_sojourn: f64,
    /// Mean number waiting `L_q`.
    pub mean_queue: f64,
    /// Mean number waiting or in service `L`.
    pub mean_in_system: f64,
}

/// The M/G/1 queue: Poisson arrivals, one server, service times of any shape (Pollaczek–Khinchine).
///
/// `W_q = λ·E[S²] / (2(1 − ρ)) = ρ·E[S]·(1 + cv²) / (2(1 − ρ))`.
///
/// * `arrival_rate` – `λ`, residents per day, at least 0
/// * `mean_service` – `E[S]`, days, above 0
/// * `cv_service` – standard deviation of `S` divided by its mean, at least 0
///
/// # Errors
/// [`TheoryError::Overloaded`] when `λ·E[S] ≥ 1`; otherwise an error that names the argument outside its range, or
/// [`TheoryError::NotFinite`] when a result overflows.
///
/// # Examples
/// ```
/// // One worker whose cases differ a lot: the wait is two and a half times that of exponential cases.
/// let worker = sim_core::theory::mg1(0.7, 1.0, 2.0)?;
/// assert!((worker.mean_wait - 35.0 / 6.0).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Gross, Shortle, Thompson & Harris (2008), *Fundamentals of Queueing Theory*, 4th ed., chapter 5.
pub fn mg1(arrival_rate: f64, mean_service: f64, cv_service: f64) -> Result<SingleServerQueue, TheoryError> {
    let load = offered_load(arrival_rate, mean_service)?;
    let spread = 1.0 + squared_cv("coefficient of variation of the service time", cv_service)?;
    not_overloaded(load, 1)?;
    let factor = load * spread / (2.0 * (1.0 - load));
    let mean_wait = finite("mean wait", factor * mean_service)?;
    let mean_queue = finite("mean queue", factor * load)?;
    Ok(SingleServerQueue {
        utilisation: load,
        mean_wait,
        mean_sojourn: finite("mean sojourn time", mean_wait + mean_service)?,
        mean_queue,
        mean_in_system: mean_queue + load,
    })
}

/// The M/D/1 queue: [`mg1`] with every service equally long, so half the wait of the M/M/1 queue.
///
/// * `arrival_rate` – `λ`, residents per day, at least 0
/// * `service` – duration of every service, days, above 0
///
/// # Errors
/// As [`mg1`].
///
/// # Examples
/// ```
/// assert!((sim_core::theory::md1(0.8, 1.0)?.mean_wait - 2.0).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// As [`mg1`].
pub fn md1(arrival_rate: f64, service: f64) -> Result<SingleServerQueue, TheoryError> {
    mg1(arrival_rate, service, 0.0)
}

/// A mean wait, in days, that a GI/G/1 queue does not exceed (Kingman's upper bound).
///
/// `W_q ≤ λ·(σ_A² + σ_S²) / (2(1 − ρ))`, with `σ_A` and `σ_S` the standard deviations of the time between arrivals and of
/// the service time. The wait approaches the bound as `ρ` approaches 1.
///
/// * `arrival_rate` – `λ`, residents per day, above 0
/// * `cv_interval` – coefficient of variation of the time between arrivals, at least 0; 1 for Poisson arrivals
/// * `mean_service` – `E[S]`, days, above 0
/// * `cv_service` – coefficient of variation of the service time, at least 0
///
/// # Errors
/// [`TheoryError::Overloaded`] when `λ·E[S] ≥ 1`; otherwise an error that names the argument outside its range, or
/// [`TheoryError::NotFinite`] when the bound overflows.
///
/// # Examples
/// ```
/// // With Poisson arrivals the wait is known, and lies below the bound.
/// let bound = sim_core::theory::kingman_bound(0.8, 1.0, 1.0, 0.5)?;
/// assert!(sim_core::theory::mg1(0.8, 1.0, 0.5)?.mean_wait < bound);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Kingman (1962), "Some inequalities for the queue GI/G/1", *Biometrika* 49(3/4).
pub fn kingman_bound(
    arrival_rate: f64,
    cv_interval: f64,
    mean_service: f64,
    cv_service: f64,
) -> Result<f64, TheoryError> {
    let load = offered_load(positive("arrival rate", arrival_rate)?, mean_service)?;
    let from_arrivals = squared_cv("coefficient of variation of the interval", cv_interval)? / arrival_rate;
    let from_service = squared_cv("coefficient of variation of the service time", cv_service)? * load * mean_service;
    not_overloaded(load, 1)?;
    finite("bound on the mean wait", (from_arrivals + from_service) / (2.0 * (1.0 - load)))
}

/// Roughly the mean wait, in days, of a GI/G/c queue (Allen–Cunneen): an approximation, not a witness.
///
/// `W_q ≈ W_q(M/M/c)·(cv_A² + cv_S²) / 2`. Exact for M/M/c and for M/G/1, close in heavy traffic, and poor when few
/// wait or when arrivals are far from Poisson; there is no bound on its error.
///
/// * `servers` – `c`, 1 to 10 000 000
/// * `arrival_rate` – `λ`, residents per day, at least 0
/// * `cv_interval` – coefficient of variation of the time between arrivals, at least 0; 1 for Poisson arrivals
/// * `mean_service` – `E[S]`, days, above 0
/// * `cv_service` – coefficient of variation of the service time, at least 0
///
/// # Errors
/// As [`mmc`], and an error that names the coefficient of variation outside its range.
///
/// # Examples
/// ```
/// // Two caseworkers and skewed cases: about two and a half times the wait of exponential ones.
/// let skewed = sim_core::theory::approximate_wait_allen_cunneen(2, 1.6, 1.0, 1.0, 2.0)?;
/// assert!((skewed / sim_core::theory::mmc(2, 1.6, 1.0)?.mean_wait - 2.5).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Allen (1990), *Probability, Statistics, and Queueing Theory with Computer Science Applications*, 2nd ed.
pub fn approximate_wait_allen_cunneen(
    servers: u32,
    arrival_rate: f64,
    cv_interval: f64,
    mean_service: f64,
    cv_service: f64,
) -> Result<f64, TheoryError> {
    let markov = mmc(servers, arrival_rate, mean_service)?;
    let interval = squared_cv("coefficient of variation of the interval", cv_interval)?;
    let service = squared_cv("coefficient of variation of the service time", cv_service)?;
    finite("mean wait", markov.mean_wait * (interval / 2.0 + service / 2.0))
}

/// Square of a coefficient of variation, checked.
pub(super) fn squared_cv(what: &'static str, cv: f64) -> Result<f64, TheoryError> {
    let cv = not_negative(what, cv)?;
    finite("square of the coefficient of variation", cv * cv)
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::*;

    #[test]
    fn exponential_service_gives_the_mm1_queue() {
        for rate in [0.1, 0.5, 0.9, 0.999] {
            let (general, markov) = (mg1(rate, 1.0, 1.0).unwrap(), mmc(1, rate, 1.0).unwrap());
            near(general.mean_wait, markov.mean_wait, 1e-9 * markov.mean_wait);
            near(general.mean_in_system, markov.mean_in_system, 1e-9 * markov.mean_in_system);
        }
    }

    #[test]
    fn fixed_service_halves_the_wait_of_exponential_service() {
        let fixed = md1(0.8, 1.0).unwrap();
        near(fixed.mean_wait, 2.0, 1e-12);
        near(fixed.mean_queue, 1.6, 1e-12);
        near(fixed.mean_wait, mmc(1, 0.8, 1.0).unwrap().mean_wait / 2.0, 1e-12);
    }

    /// Intervals uniform on 0 to 2.5, service uniform on 0.5 to 1.5: variances 6.25/12 and 1/12.
    #[test]
    fn kingman_bounds_a_queue_with_uniform_times() {
        let (cv_interval, cv_service) = ((6.25_f64 / 12.0).sqrt() / 1.25, (1.0_f64 / 12.0).sqrt());
        near(kingman_bound(0.8, cv_interval, 1.0, cv_service).unwrap(), 1.208_333_333_333_333, 1e-12);
    }

    #[test]
    fn for_poisson_arrivals_the_wait_stays_below_the_bound_and_approaches_it() {
        let share =
            |rate: f64, cv: f64| mg1(rate, 1.0, cv).unwrap().mean_wait / kingman_bound(rate, 1.0, 1.0, cv).unwrap();
        for cv in [0.0, 0.5, 1.0, 3.0] {
            assert!(share(0.3, cv) < share(0.9, cv) && share(0.9, cv) < 1.0);
            near(share(0.999_999, cv), 1.0, 1e-5);
        }
    }

    #[test]
    fn the_approximation_is_exact_where_it_should_be() {
        let wait = approximate_wait_allen_cunneen(3, 2.5, 1.0, 1.0, 1.0).unwrap();
        near(wait, mmc(3, 2.5, 1.0).unwrap().mean_wait, 1e-12);
        let wait = approximate_wait_allen_cunneen(1, 0.6, 1.0, 1.0, 1.7).unwrap();
        near(wait, mg1(0.6, 1.0, 1.7).unwrap().mean_wait, 1e-12);
    }

    #[test]
    fn what_has_no_answer_is_refused() {
        assert_eq!(mg1(2.0, 0.5, 1.0), Err(TheoryError::Overloaded { offered_load: 1.0, servers: 1 }));
        assert!(matches!(mg1(0.5, 1.0, -1.0), Err(TheoryError::Negative { .. })));
        assert!(matches!(mg1(0.5, 1.0, 1e200), Err(TheoryError::NotFinite { .. })));
        assert!(matches!(kingman_bound(0.0, 1.0, 1.0, 1.0), Err(TheoryError::NotPositive { .. })));
    }
}
