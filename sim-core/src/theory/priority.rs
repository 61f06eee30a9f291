//! Urgency classes without interruption: whoever is in service stays, then the most urgent class goes first.
//!
//! Both functions take the classes in order of urgency, the most urgent first, and give one mean wait per class.

use super::general::squared_cv;
use super::{TheoryError, at_least_one_server, erlang_c, finite, not_overloaded, offered_load};

/// One urgency class at a single server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriorityClass {
    /// `λ`, residents of this class per day, at least 0.
    pub arrival_rate: f64,
    /// Mean service time of this class, days, above 0.
    pub mean_service: f64,
    /// Coefficient of variation of its service time, at least 0.
    pub cv_service: f64,
}

/// Mean wait per class, days, in an M/G/1 queue with non-preemptive priority.
///
/// `W_k = R / ((1 − σ_(k−1))·(1 − σ_k))`, with `R = Σ λ_i·E[S_i²] / 2` over all classes and `σ_k = ρ_1 + … + ρ_k`.
/// First come first served within a class.
///
/// * `classes` – the most urgent first; their loads must add up to less than 1
///
/// # Errors
/// [`TheoryError::Overloaded`] when the loads add up to 1 or more (then at least the last class has no steady state);
/// otherwise an error that names the argument outside its range, inside [`TheoryError::At`] with the number of the
/// class; [`TheoryError::NotFinite`] when a result overflows.
///
/// # Examples
/// ```
/// use sim_core::theory::{PriorityClass, mg1_priority};
///
/// // One doctor; few urgent, more serious, most ordinary patients, per hour.
/// let class = |arrival_rate| PriorityClass { arrival_rate, mean_service: 1.0 / 3.0, cv_service: 1.0 };
/// let waits = mg1_priority(&[class(0.2), class(0.6), class(1.2)])?;
/// assert!((waits[0] - 0.238).abs() < 0.0005);
/// assert!((waits[1] - 0.325).abs() < 0.0005);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Cobham (1954), "Priority assignment in waiting line problems", *Journal of the Operations Research Society of
/// America* 2(1).
pub fn mg1_priority(classes: &[PriorityClass]) -> Result<Vec<f64>, TheoryError> {
    let mut work_in_service = 0.0;
    let mut loads = Vec::with_capacity(classes.len());
    for (index, class) in classes.iter().enumerate() {
        let (load, residual) = load_and_residual(class).map_err(|cause| cause.at("class", index))?;
        loads.push(load);
        work_in_service += residual;
    }
    waits(1, &loads, work_in_service)
}

/// Load `ρ_k` of one class, and its part `λ_k·E[S_k²] / 2` of the work that an arrival finds in service.
fn load_and_residual(class: &PriorityClass) -> Result<(f64, f64), TheoryError> {
    let load = offered_load(class.arrival_rate, class.mean_service)?;
    let spread = 1.0 + squared_cv("coefficient of variation of the service time", class.cv_service)?;
    Ok((load, finite("work in service", load * spread / 2.0 * class.mean_service)?))
}

/// Mean wait per class, days, in an M/M/c queue with non-preemptive priority and one service rate for all classes.
///
/// `W_k = (C·E[S] / c) / ((1 − σ_(k−1))·(1 − σ_k))`, with `C` from [`erlang_c`] for all classes together and
/// `σ_k = (λ_1 + … + λ_k)·E[S] / c`. First come first served within a class.
///
/// * `servers` – `c`, 1 to 10 000 000
/// * `arrival_rates` – residents per day, one entry per class, the most urgent first, each at least 0
/// * `mean_service` – `E[S]`, days, above 0
///
/// # Errors
/// [`TheoryError::Overloaded`] when all classes together offer `c` erlang or more; otherwise an error that names the
/// argument outside its range, inside [`TheoryError::At`] for the rate of a class; [`TheoryError::NotFinite`] when a
/// result overflows.
///
/// # Examples
/// ```
/// // The same patients as for one doctor, now seen by two.
/// let waits = sim_core::theory::mmc_priority(2, &[0.2, 0.6, 1.2], 1.0 / 3.0)?;
/// assert!((waits[0] - 0.029).abs() < 0.0005);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Kella & Yechiali (1985), "Waiting times in the non-preemptive priority M/M/c queue", *Communications in
/// Statistics. Stochastic Models* 1(2); the means also in Cobham (1954).
pub fn mmc_priority(servers: u32, arrival_rates: &[f64], mean_service: f64) -> Result<Vec<f64>, TheoryError> {
    let c = at_least_one_server(servers)?;
    offered_load(0.0, mean_service)?; // Checks the service time, also when there are no classes.
    let mut loads = Vec::with_capacity(arrival_rates.len());
    for (index, &rate) in arrival_rates.iter().enumerate() {
        loads.push(offered_load(rate, mean_service).map_err(|cause| cause.at("class", index))?);
    }
    let all_busy = erlang_c(servers, finite("offered load", loads.iter().sum())?)?;
    waits(servers, &loads, all_busy * (mean_service / c))
}

/// Cobham's formula: the mean time until a server comes free, stretched by the more urgent residents already present
/// and by those who still arrive.
fn waits(servers: u32, loads: &[f64], until_free: f64) -> Result<Vec<f64>, TheoryError> {
    let until_free = finite("mean time until a server is free", until_free)?;
    let c = f64::from(servers);
    not_overloaded(finite("offered load", loads.iter().sum())?, servers)?;
    let mut more_urgent = 0.0;
    let mut waits = Vec::with_capacity(loads.len());
    for load in loads {
        let up_to_here = more_urgent + load;
        let stretch = (c / (c - more_urgent)) * (c / (c - up_to_here));
        waits.push(finite("mean wait", until_free * stretch)?);
        more_urgent = up_to_here;
    }
    Ok(waits)
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::super::{mg1, mmc};
    use super::*;

    const RATES: [f64; 3] = [0.2, 0.6, 1.2];

    /// Hillier and Lieberman, the county hospital, per hour. The third value follows from the conservation law.
    #[test]
    fn county_hospital_with_one_doctor_and_with_two() {
        let one = mmc_priority(1, &RATES, 1.0 / 3.0).unwrap();
        for (wait, expected) in one.iter().zip([5.0 / 21.0, 0.324_675_324_675_324_6, 10.0 / 11.0]) {
            near(*wait, expected, 1e-12);
        }
        let two = mmc_priority(2, &RATES, 1.0 / 3.0).unwrap();
        for (wait, expected) in two.iter().zip([0.029, 0.033, 0.048]) {
            near(*wait, expected, 6e-4);
        }
    }

    #[test]
    fn the_two_formulas_agree_for_one_server_and_exponential_service() {
        let classes = RATES.map(|arrival_rate| PriorityClass { arrival_rate, mean_service: 0.3, cv_service: 1.0 });
        let general = mg1_priority(&classes).unwrap();
        for (a, b) in general.iter().zip(mmc_priority(1, &RATES, 0.3).unwrap()) {
            near(*a, b, 1e-12);
        }
    }

    /// Order changes who waits, not how much work waits: with equal service the average is that of the plain queue.
    #[test]
    fn priority_moves_waits_around_without_changing_their_average() {
        let waits = mmc_priority(4, &[1.0, 0.5, 2.0], 1.0).unwrap();
        let average = (waits[0] + 0.5 * waits[1] + 2.0 * waits[2]) / 3.5;
        near(average, mmc(4, 3.5, 1.0).unwrap().mean_wait, 1e-12);
    }

    /// The same for unequal service, weighted by load: `Σ ρ_k·W_k = ρ·R / (1 − ρ)`.
    #[test]
    fn the_conservation_law_holds_for_unequal_service() {
        let class = |arrival_rate, mean_service, cv_service| PriorityClass { arrival_rate, mean_service, cv_service };
        let classes = [class(0.1, 2.0, 0.5), class(0.3, 1.0, 2.0), class(0.4, 0.5, 0.0)];
        let waits = mg1_priority(&classes).unwrap();
        let weighted: f64 = classes.iter().zip(&waits).map(|(k, wait)| k.arrival_rate * k.mean_service * wait).sum();
        // E[S²] = (1 + cv²)·E[S]², so R = (0.1·5 + 0.3·5 + 0.4·0.25) / 2 = 1.05, and ρ = 0.7.
        near(weighted, 0.7 * 1.05 / 0.3, 1e-12);
    }

    #[test]
    fn one_class_is_the_plain_queue() {
        let class = PriorityClass { arrival_rate: 0.7, mean_service: 1.0, cv_service: 2.0 };
        near(mg1_priority(&[class]).unwrap()[0], mg1(0.7, 1.0, 2.0).unwrap().mean_wait, 1e-12);
        near(mmc_priority(3, &[2.5], 1.0).unwrap()[0], mmc(3, 2.5, 1.0).unwrap().mean_wait, 1e-12);
        assert_eq!(mg1_priority(&[]), Ok(Vec::new()));
    }

    #[test]
    fn what_has_no_answer_is_refused() {
        let overloaded = TheoryError::Overloaded { offered_load: 1.5, servers: 1 };
        assert_eq!(mmc_priority(1, &[0.5, 1.0], 1.0), Err(overloaded));
        let message = mmc_priority(1, &[0.5, f64::NAN], 1.0).unwrap_err().to_string();
        assert_eq!(message, "class 1: the arrival rate is NaN, but must be finite and at least 0");
    }
}
