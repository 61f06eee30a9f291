//! Markov queues that not everybody gets through: limited room (M/M/c/K) and limited patience (M/M/c+M).
//!
//! Both add one waiting place at a time to Erlang's loss system. When a state of relative weight `x` is added to a
//! distribution that sums to 1, its probability becomes `x / (1 + x)` and all others shrink by `1 / (1 + x)`; every
//! mean is updated as a weighted mean. No sum ever overflows, whatever the load.

use super::markov::lost_and_entered;
use super::{LIMIT, TheoryError, at_least_one_server, countable, finite, offered_load, positive};

/// Steady state of an M/M/c/K queue, as [`mmck`] gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct LossQueue {
    /// Share of arrivals who find no place and are lost.
    pub lost: f64,
    /// Residents per day who enter, and so are served.
    pub throughput: f64,
    /// Busy server time per staffed server time, from 0 to 1.
    pub utilisation: f64,
    /// Share of those who enter that find all servers busy.
    pub probability_of_waiting: f64,
    /// Mean wait of those who enter, days.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Mean number waiting or in service.
    pub mean_in_system: f64,
}

/// The M/M/c/K queue: at most `places` residents waiting or in service; who finds them taken is lost.
///
/// `p(n + 1) = p(n)·a / min(n + 1, c)` up to `n + 1 = K`; `lost = p(K)`. Who enters meets the distribution of the
/// same queue with one place less, which gives the mean wait: `E[S] / c · Σ (n − c + 1)·p'(n)` over `c ≤ n < K`.
///
/// * `servers` – `c`, 1 to 10 000 000
/// * `places` – `K`, from `c` to 10 000 000
/// * `arrival_rate` – `λ`, residents per day, at least 0; the load may exceed `c`
/// * `mean_service` – `E[S]`, days, above 0
///
/// # Errors
/// [`TheoryError::TooFewPlaces`] when `K < c`; otherwise an error that names the argument outside its range, or
/// [`TheoryError::NotFinite`] when a result overflows.
///
/// # Examples
/// ```
/// // Two desks and one chair; three residents an hour, a quarter of an hour each.
/// let desk = sim_core::theory::mmck(2, 3, 3.0, 0.25)?;
/// assert!((desk.lost - 0.049_360).abs() < 1e-6);
/// assert!((desk.throughput - 3.0 * (1.0 - desk.lost)).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Gross, Shortle, Thompson & Harris (2008), *Fundamentals of Queueing Theory*, 4th ed., chapter 2.
pub fn mmck(servers: u32, places: u32, arrival_rate: f64, mean_service: f64) -> Result<LossQueue, TheoryError> {
    let c = at_least_one_server(servers)?;
    countable("number of places", places)?;
    if places < servers {
        return Err(TheoryError::TooFewPlaces { places, servers });
    }
    let load = offered_load(arrival_rate, mean_service)?;
    let (mut lost, mut entered) = lost_and_entered(servers, load);
    let (mut mean_queue, mut all_busy) = (0.0, lost);
    let (mut met_queue, mut met_busy) = (0.0, 0.0); // What those who enter meet: one place less.
    for waiting in 1..=(places - servers) {
        (met_queue, met_busy) = (mean_queue, all_busy);
        let pressure = load / c * lost;
        lost = pressure / (1.0 + pressure);
        entered = 1.0 / (1.0 + pressure);
        mean_queue = mean_queue * entered + f64::from(waiting) * lost;
        all_busy = all_busy * entered + lost;
        if lost == 0.0 {
            break; // Places this deep are never used.
        }
    }
    let busy = (load * entered).min(c);
    Ok(LossQueue {
        lost,
        throughput: arrival_rate * entered,
        utilisation: busy / c,
        probability_of_waiting: met_busy.min(1.0),
        mean_wait: finite("mean wait", mean_service * ((met_queue + met_busy) / c))?,
        mean_queue,
        mean_in_system: mean_queue + busy,
    })
}

/// Steady state of an M/M/c+M queue, as [`erlang_a`] gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ImpatientQueue {
    /// Share of arrivals who renege.
    pub reneged: f64,
    /// Residents per day who are served.
    pub throughput: f64,
    /// Busy server time per staffed server time, from 0 to 1.
    pub utilisation: f64,
    /// Share of arrivals who find all servers busy.
    pub probability_of_waiting: f64,
    /// Mean time spent waiting over all arrivals, served or reneged, days.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Mean number waiting or in service.
    pub mean_in_system: f64,
}

/// The M/M/c+M queue (Erlang A): each resident reneges when an exponential patience runs out before service starts.
///
/// `p(n + 1) = p(n)·λ / (min(n + 1, c)·μ + max(n + 1 − c, 0)·θ)`, with `μ = 1/E[S]` and `θ` one over the mean patience.
/// `L_q = Σ (n − c)·p(n)`; the share that reneges is `θ·L_q / λ`, the mean wait `L_q / λ`. The sum ends where the
/// rest is below the rounding of a floating-point number.
///
/// * `servers` – `c`, 1 to 10 000 000
/// * `arrival_rate` – `λ`, residents per day, at least 0; the load may exceed `c`
/// * `mean_service` – `E[S]`, days, above 0
/// * `mean_patience` – `1/θ`, days, above 0
///
/// # Errors
/// [`TheoryError::QueueTooLong`] when the load and the patience make queues beyond 10 000 000 likely; otherwise an
/// error that names the argument outside its range, or [`TheoryError::NotFinite`] when a result overflows.
///
/// # Examples
/// ```
/// // Fifty call takers, 48 calls a minute of one minute each, callers who would wait two minutes.
/// let centre = sim_core::theory::erlang_a(50, 48.0, 1.0, 2.0)?;
/// assert!((centre.reneged - 0.031).abs() < 0.0005);
/// assert!((centre.mean_wait * 60.0 - 3.7).abs() < 0.05);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Garnett, Mandelbaum & Reiman (2002), "Designing a call center with impatient customers",
/// *Manufacturing & Service Operations Management* 4(3).
pub fn erlang_a(
    servers: u32,
    arrival_rate: f64,
    mean_service: f64,
    mean_patience: f64,
) -> Result<ImpatientQueue, TheoryError> {
    let c = at_least_one_server(servers)?;
    let load = offered_load(arrival_rate, mean_service)?;
    let impatience = mean_service / positive("mean patience", mean_patience)?;
    finite("ratio of service to patience", impatience)?;
    let (mean_queue, all_busy, busy) = follow_queue(servers, load, impatience)?;
    let (reneged, mean_wait) =
        if load > 0.0 { ((mean_queue * impatience / load).min(1.0), mean_queue / arrival_rate) } else { (0.0, 0.0) };
    Ok(ImpatientQueue {
        reneged,
        throughput: finite("throughput", busy / mean_service)?,
        utilisation: (busy / c).min(1.0),
        probability_of_waiting: all_busy.min(1.0),
        mean_wait: finite("mean wait", mean_wait)?,
        mean_queue,
        mean_in_system: mean_queue + busy,
    })
}

/// Mean queue, probability that all servers are busy, and mean number of busy servers. `impatience` is `θ/μ`.
fn follow_queue(servers: u32, load: f64, impatience: f64) -> Result<(f64, f64, f64), TheoryError> {
    const NEGLIGIBLE: f64 = f64::EPSILON / 16.0;
    let too_long = TheoryError::QueueTooLong { limit: LIMIT };
    let c = f64::from(servers);
    // The likeliest queue under overload, where arrivals and departures balance.
    if (load - c) / impatience > f64::from(LIMIT) {
        return Err(too_long);
    }
    let (mut newest, entered) = lost_and_entered(servers, load);
    let (mut queue, mut all_busy, mut busy) = (0.0, newest, load * entered);
    for length in 1..=LIMIT {
        let waiting = f64::from(length);
        let ratio = load / (c + waiting * impatience);
        let pressure = ratio * newest;
        let shrink = 1.0 / (1.0 + pressure);
        newest = pressure / (1.0 + pressure);
        queue = queue * shrink + waiting * newest;
        all_busy = all_busy * shrink + newest;
        busy = busy * shrink + c * newest;
        // All further ratios are smaller, so a geometric series bounds what is left of the mean queue.
        let rest = newest * ratio / (1.0 - ratio) * (waiting + 1.0 / (1.0 - ratio));
        if ratio < 1.0 && rest <= NEGLIGIBLE * queue {
            return Ok((queue, all_busy, busy));
        }
    }
    Err(too_long)
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::super::{erlang_b, mginf, mmc};
    use super::*;

    /// M/M/2/3 with λ = 3, μ = 4, worked out by hand: relative weights 1, 3/4, 9/32 and 27/256.
    #[test]
    fn two_desks_and_one_chair() {
        let total = 1.0 + 0.75 + 0.281_25 + 0.105_468_75;
        let desk = mmck(2, 3, 3.0, 0.25).unwrap();
        near(desk.lost, 0.105_468_75 / total, 1e-12);
        near(desk.mean_in_system, (0.75 + 2.0 * 0.281_25 + 3.0 * 0.105_468_75) / total, 1e-12);
        near(desk.mean_queue, 0.105_468_75 / total, 1e-12);
        near(desk.mean_wait, 0.017_307_692_307_692_32, 1e-12);
        near(desk.throughput, 2.851_919_561_243_144, 1e-12);
        near(desk.probability_of_waiting, 0.281_25 / (1.0 + 0.75 + 0.281_25), 1e-12);
    }

    #[test]
    fn without_a_waiting_room_it_is_erlang_b_and_with_a_large_one_erlang_c() {
        let full = mmck(5, 5, 2.0, 2.0).unwrap();
        near(full.lost, erlang_b(5, 4.0).unwrap(), 1e-15);
        near(full.mean_wait, 0.0, 0.0);
        let (large, endless) = (mmck(3, 5_000, 2.7, 1.0).unwrap(), mmc(3, 2.7, 1.0).unwrap());
        near(large.mean_wait, endless.mean_wait, 1e-10);
        near(large.mean_in_system, endless.mean_in_system, 1e-10);
        near(large.probability_of_waiting, endless.probability_of_waiting, 1e-12);
    }

    #[test]
    fn far_above_capacity_the_servers_are_always_busy() {
        let flooded = mmck(2, 4, 1e200, 1.0).unwrap();
        near(flooded.throughput, 2.0, 1e-12);
        near(flooded.mean_in_system, 4.0, 1e-12);
        // Who enters takes the last place, so two services must end before: 2 · (1/2) day.
        near(flooded.mean_wait, 1.0, 1e-12);
    }

    /// Garnett, Mandelbaum and Reiman (2002), table 1: 3.1 % abandon, 3.7 s, three in queue, 93 % busy.
    #[test]
    fn impatient_call_centre() {
        let centre = erlang_a(50, 48.0, 1.0, 2.0).unwrap();
        near(centre.reneged, 0.031, 5e-4);
        near(centre.mean_wait * 60.0, 3.7, 0.05);
        near(centre.mean_queue, 3.0, 0.05);
        near(centre.utilisation, 0.93, 5e-3);
        near(centre.probability_of_waiting, 0.467_774_068_553_784_6, 1e-10);
        near(centre.reneged, 0.030_912_249_162_192_443, 1e-12);
    }

    /// When patience and service have the same mean, everybody leaves at the same rate: an M/M/∞ queue.
    #[test]
    fn patience_as_long_as_service_gives_a_poisson_number_in_system() {
        for (servers, rate) in [(3, 5.0), (40, 38.0), (2_000, 2_010.0)] {
            let (queue, endless) = (erlang_a(servers, rate, 1.0, 1.0).unwrap(), mginf(rate, 1.0).unwrap());
            let below: f64 = (0..servers).map(|n| endless.probability(n)).sum();
            near(queue.mean_in_system, rate, 1e-9 * rate);
            near(queue.probability_of_waiting, 1.0 - below, 1e-9);
        }
    }

    #[test]
    fn endless_patience_gives_erlang_c_and_no_patience_erlang_b() {
        let (endless, patient) = (mmc(4, 3.6, 1.0).unwrap(), erlang_a(4, 3.6, 1.0, 1e12).unwrap());
        near(patient.mean_wait, endless.mean_wait, 1e-8);
        near(patient.probability_of_waiting, endless.probability_of_waiting, 1e-8);
        near(patient.reneged, 0.0, 1e-10);
        let hasty = erlang_a(4, 3.6, 1.0, 1e-12).unwrap();
        near(hasty.reneged, erlang_b(4, 3.6).unwrap(), 1e-10);
    }

    #[test]
    fn a_queue_that_cannot_be_followed_is_refused() {
        assert_eq!(erlang_a(1, 2.0, 1.0, 1e12), Err(TheoryError::QueueTooLong { limit: LIMIT }));
        assert_eq!(mmck(3, 2, 1.0, 1.0), Err(TheoryError::TooFewPlaces { places: 2, servers: 3 }));
    }
}
