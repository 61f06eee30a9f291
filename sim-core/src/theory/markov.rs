//! Poisson arrivals, exponential service, several servers: Erlang's formulas and the M/M/c queue.
//!
//! Everything rests on [`erlang_b`], computed by adding one server at a time. Each step only adds and divides positive
//! numbers, so nothing cancels and nothing overflows; the textbook sums of powers over factorials do both beyond some
//! 170 servers.

use super::{TheoryError, at_least_one_server, countable, finite, not_negative, not_overloaded};
use super::{offered_load, probability};

/// Share of arrivals lost when there is no room to wait, M/G/c/c (Erlang B).
///
/// `B(0) = 1`, `B(k) = a·B(k − 1) / (k + a·B(k − 1))`. The shape of the service time does not matter, only its mean.
///
/// * `servers` – places `c`, at most 10 000 000; with none, everybody is lost
/// * `offered_load` – `a = λ·E[S]`, erlang, at least 0; it may exceed `c`
///
/// # Errors
/// [`TheoryError::Negative`] and [`TheoryError::TooMany`] outside these ranges.
///
/// # Examples
/// ```
/// // Five crisis places, an offered load of four: one in five is turned away.
/// let lost = sim_core::theory::erlang_b(5, 4.0)?;
/// assert!((lost - 0.199_067).abs() < 1e-6);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Gross, Shortle, Thompson & Harris (2008), *Fundamentals of Queueing Theory*, 4th ed., chapter 2.
pub fn erlang_b(servers: u32, offered_load: f64) -> Result<f64, TheoryError> {
    countable("number of servers", servers)?;
    not_negative("offered load", offered_load)?;
    Ok(lost_and_entered(servers, offered_load).0)
}

/// Erlang B and its complement. Under heavy load the complement is too small to be found as `1 − B`.
pub(super) fn lost_and_entered(servers: u32, offered_load: f64) -> (f64, f64) {
    let (mut lost, mut entered) = (1.0, 0.0);
    for server in 1..=servers {
        let pressure = offered_load * lost;
        let total = f64::from(server) + pressure;
        lost = pressure / total;
        entered = f64::from(server) / total;
        if lost == 0.0 {
            break; // Too small for a number, and smaller still with every further server.
        }
    }
    (lost, entered)
}

/// Probability that an arriving resident must wait in an M/M/c queue (Erlang C).
///
/// `C = c·B / ((c − a) + a·B)`, with `B` from [`erlang_b`]; the same as `B / (1 − ρ(1 − B))` with `ρ = a / c`, but
/// exact near full load.
///
/// * `servers` – caseworkers `c`, 1 to 10 000 000
/// * `offered_load` – `a = λ·E[S]`, erlang, in `[0, c)`
///
/// # Errors
/// [`TheoryError::Overloaded`] when `a ≥ c`: the queue grows without bound and no steady state exists. Otherwise
/// [`TheoryError::NotPositive`], [`TheoryError::Negative`] or [`TheoryError::TooMany`] outside these ranges.
///
/// # Examples
/// ```
/// // With one caseworker, the chance of waiting equals the utilisation.
/// let p = sim_core::theory::erlang_c(1, 0.8)?;
/// assert!((p - 0.8).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Gross, Shortle, Thompson & Harris (2008), *Fundamentals of Queueing Theory*, 4th ed., §2.3.
pub fn erlang_c(servers: u32, offered_load: f64) -> Result<f64, TheoryError> {
    let c = at_least_one_server(servers)?;
    not_negative("offered load", offered_load)?;
    not_overloaded(offered_load, servers)?;
    let (lost, _) = lost_and_entered(servers, offered_load);
    Ok((c * lost / ((c - offered_load) + offered_load * lost)).min(1.0))
}

/// Steady state of an M/M/c queue, as [`mmc`] gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MarkovQueue {
    /// `ρ = a / c`, from 0 to 1.
    pub utilisation: f64,
    /// Share of residents who find all servers busy.
    pub probability_of_waiting: f64,
    /// Mean wait `W_q` over all residents, days.
    pub mean_wait: f64,
    /// Mean wait of those who wait at all, days.
    pub mean_wait_if_waiting: f64,
    /// Mean time `W` from joining until the end of service, days.
    pub mean_sojourn: f64,
    /// Mean number waiting `L_q`.
    pub mean_queue: f64,
    /// Mean number waiting or in service `L`.
    pub mean_in_system: f64,
}

/// The M/M/c queue, first come first served.
///
/// `W_q = C·E[S] / (c − a)`, `L_q = λ·W_q`, `W = W_q + E[S]`, `L = λ·W`, with `C` from [`erlang_c`].
///
/// * `servers` – `c`, 1 to 10 000 000
/// * `arrival_rate` – `λ`, residents per day, at least 0
/// * `mean_service` – `E[S]`, days, above 0
///
/// # Errors
/// [`TheoryError::Overloaded`] when `λ·E[S] ≥ c`; otherwise an error that names the argument outside its range, or
/// [`TheoryError::NotFinite`] when a result overflows.
///
/// # Examples
/// ```
/// // Three caseworkers, six residents a day, a third of a day each.
/// let desk = sim_core::theory::mmc(3, 6.0, 1.0 / 3.0)?;
/// assert!((desk.mean_queue - 8.0 / 9.0).abs() < 1e-12);
/// // Five per cent wait more than 0.73 days.
/// assert!((desk.wait_quantile(0.95)? - 0.728_267).abs() < 1e-6);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Gross, Shortle, Thompson & Harris (2008), *Fundamentals of Queueing Theory*, 4th ed., §2.3.
pub fn mmc(servers: u32, arrival_rate: f64, mean_service: f64) -> Result<MarkovQueue, TheoryError> {
    let c = at_least_one_server(servers)?;
    let load = offered_load(arrival_rate, mean_service)?;
    let probability_of_waiting = erlang_c(servers, load)?;
    let mean_wait_if_waiting = finite("mean wait", mean_service / (c - load))?;
    let mean_wait = probability_of_waiting * mean_wait_if_waiting;
    let mean_queue = probability_of_waiting * (load / (c - load));
    Ok(MarkovQueue {
        utilisation: load / c,
        probability_of_waiting,
        mean_wait,
        mean_wait_if_waiting,
        mean_sojourn: finite("mean sojourn time", mean_wait + mean_service)?,
        mean_queue,
        mean_in_system: mean_queue + load,
    })
}

impl MarkovQueue {
    /// Share of residents who wait longer than `days`: `C·e^(−(c − a)·t / E[S])`.
    ///
    /// # Errors
    /// [`TheoryError::Negative`] when `days` is below 0 or not finite.
    ///
    /// # Examples
    /// ```
    /// let desk = sim_core::theory::mmc(1, 5.0, 1.0 / 6.0)?;
    /// assert!((desk.wait_exceeds(1.0)? - 0.306_566).abs() < 1e-6);
    /// # Ok::<(), sim_core::theory::TheoryError>(())
    /// ```
    ///
    /// # Source
    /// As [`mmc`].
    pub fn wait_exceeds(&self, days: f64) -> Result<f64, TheoryError> {
        if not_negative("time", days)? == 0.0 {
            return Ok(self.probability_of_waiting);
        }
        Ok(self.probability_of_waiting * libm::exp(-days / self.mean_wait_if_waiting))
    }

    /// The wait, in days, that a share `level` of the residents does not exceed; 0 while that share need not wait.
    ///
    /// # Errors
    /// [`TheoryError::NotAProbability`] when `level` is outside 0 to 1; [`TheoryError::NotFinite`] when it is 1,
    /// because no wait is long enough for everybody.
    ///
    /// # Examples
    /// ```
    /// let desk = sim_core::theory::mmc(1, 5.0, 1.0 / 6.0)?;
    /// assert_eq!(desk.wait_quantile(0.1)?, 0.0);
    /// assert!((desk.wait_quantile(0.9)? - 2.120_264).abs() < 1e-6);
    /// # Ok::<(), sim_core::theory::TheoryError>(())
    /// ```
    ///
    /// # Source
    /// [`MarkovQueue::wait_exceeds`], solved for the time.
    pub fn wait_quantile(&self, level: f64) -> Result<f64, TheoryError> {
        let above = 1.0 - probability("level of the quantile", level)?;
        if self.probability_of_waiting <= above {
            return Ok(0.0);
        }
        // At level 1 nothing is above: the division gives infinity, which `finite` refuses.
        finite("wait quantile", libm::log(self.probability_of_waiting / above) * self.mean_wait_if_waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::*;

    #[test]
    fn erlang_b_gives_the_tabulated_loss_and_stays_exact_for_thousands_of_servers() {
        near(erlang_b(10, 5.0).unwrap(), 0.018_385, 5e-7);
        near(erlang_b(0, 3.0).unwrap(), 1.0, 0.0);
        near(erlang_b(5, 0.0).unwrap(), 0.0, 0.0);
        // At a = c the loss is close to sqrt(2 / (pi c)), with a relative error of order 1 / sqrt(c).
        let c = 5_000.0;
        let lost = erlang_b(5_000, c).unwrap();
        near(lost * (std::f64::consts::PI * c / 2.0).sqrt(), 1.0, 0.02);
    }

    /// Gross and Harris, the free eye clinic: three doctors, six patients an hour, twenty minutes each.
    #[test]
    fn eye_clinic() {
        let clinic = mmc(3, 6.0, 1.0 / 3.0).unwrap();
        near(clinic.mean_queue, 8.0 / 9.0, 1e-12);
        near(clinic.mean_wait, 4.0 / 27.0, 1e-12);
        near(clinic.mean_in_system, 26.0 / 9.0, 1e-12);
        near(clinic.probability_of_waiting, 4.0 / 9.0, 1e-12);
        near(clinic.wait_exceeds(0.5).unwrap(), 0.099_168_960_065_968_81, 1e-12);
    }

    /// Gross and Harris, the hair salon: five customers an hour, ten minutes each.
    #[test]
    fn hair_salon() {
        let salon = mmc(1, 5.0, 1.0 / 6.0).unwrap();
        near(salon.mean_in_system, 5.0, 1e-12);
        near(salon.mean_queue, 25.0 / 6.0, 1e-12);
        near(salon.mean_wait, 5.0 / 6.0, 1e-12);
    }

    /// Garnett, Mandelbaum and Reiman (2002), table 1, without abandonment: 20.8 s on average, 58.1 s at 90 %.
    #[test]
    fn patient_call_centre() {
        let centre = mmc(50, 48.0, 1.0).unwrap();
        near(centre.mean_wait * 60.0, 20.8, 0.05);
        near(centre.wait_quantile(0.9).unwrap() * 60.0, 58.1, 0.05);
    }

    #[test]
    fn the_quantile_undoes_the_tail() {
        let desk = mmc(4, 3.5, 1.0).unwrap();
        for level in [0.5, 0.9, 0.99, 0.999_999] {
            near(desk.wait_exceeds(desk.wait_quantile(level).unwrap()).unwrap(), 1.0 - level, 1e-12);
        }
    }

    #[test]
    fn what_has_no_answer_is_refused() {
        assert_eq!(mmc(2, 4.0, 0.5), Err(TheoryError::Overloaded { offered_load: 2.0, servers: 2 }));
        let message = mmc(2, 4.0, 1.0).unwrap_err().to_string();
        assert_eq!(message, "the offered load is 4 erlang, but must be below the number of servers, 2");
        assert_eq!(mmc(0, 1.0, 1.0), Err(TheoryError::NotPositive { what: "number of servers", found: 0.0 }));
        assert_eq!(mmc(1, -1.0, 1.0), Err(TheoryError::Negative { what: "arrival rate", found: -1.0 }));
        assert_eq!(mmc(1, 0.0, 0.0), Err(TheoryError::NotPositive { what: "mean service time", found: 0.0 }));
        assert!(matches!(erlang_b(u32::MAX, 1.0), Err(TheoryError::TooMany { .. })));
        let desk = mmc(1, 0.5, 1.0).unwrap();
        assert_eq!(desk.wait_quantile(1.0), Err(TheoryError::NotFinite { what: "wait quantile" }));
        assert!(matches!(desk.wait_quantile(1.5), Err(TheoryError::NotAProbability { .. })));
        assert!(matches!(desk.wait_exceeds(f64::NAN), Err(TheoryError::Negative { .. })));
    }
}
