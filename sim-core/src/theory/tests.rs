//! Laws that hold across the formulas, and a flood of odd numbers that none of them may stumble over.

use proptest::prelude::*;

use super::*;

/// Fails unless two numbers differ by at most `tolerance`.
#[track_caller]
pub(super) fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected} ± {tolerance}");
}

/// As [`near`], with a tolerance that grows with the numbers.
#[track_caller]
fn same(found: f64, expected: f64) {
    near(found, expected, 1e-9 * (1.0 + expected.abs()));
}

/// Every sort of number a caller might pass by accident, next to plausible ones.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..20.0,
        1 => 0.0..=1.0,
        2 => any::<f64>(),
        1 => prop::sample::select(vec![
            0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, 5e-324, f64::MAX, f64::EPSILON,
            f64::INFINITY, f64::NEG_INFINITY, f64::NAN,
        ]),
    ]
}

fn any_count() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..10_u32, 2 => 0..5_000_u32, 1 => any::<u32>(), 1 => Just(u32::MAX)]
}

/// Passes on a refusal as nothing to check, and an answer as numbers that must all be finite.
fn finite_or_refused<const N: usize>(answer: Result<[f64; N], TheoryError>) -> Result<(), TestCaseError> {
    for (index, number) in answer.into_iter().flatten().enumerate() {
        prop_assert!(number.is_finite(), "number {index} is {number}");
        prop_assert!(number >= 0.0, "number {index} is {number}");
    }
    Ok(())
}

fn of_markov(q: MarkovQueue) -> [f64; 7] {
    let shares = [q.utilisation, q.probability_of_waiting];
    assert!(shares.iter().all(|share| *share <= 1.0), "{q:?}");
    [shares[0], shares[1], q.mean_wait, q.mean_wait_if_waiting, q.mean_sojourn, q.mean_queue, q.mean_in_system]
}

fn of_loss(q: LossQueue) -> [f64; 7] {
    let shares = [q.lost, q.utilisation, q.probability_of_waiting];
    assert!(shares.iter().all(|share| *share <= 1.0), "{q:?}");
    [shares[0], shares[1], shares[2], q.throughput, q.mean_wait, q.mean_queue, q.mean_in_system]
}

fn of_impatient(q: ImpatientQueue) -> [f64; 7] {
    let shares = [q.reneged, q.utilisation, q.probability_of_waiting];
    assert!(shares.iter().all(|share| *share <= 1.0), "{q:?}");
    [shares[0], shares[1], shares[2], q.throughput, q.mean_wait, q.mean_queue, q.mean_in_system]
}

fn of_single(q: SingleServerQueue) -> [f64; 5] {
    [q.utilisation, q.mean_wait, q.mean_sojourn, q.mean_queue, q.mean_in_system]
}

proptest! {
    #[test]
    fn markov_formulas_answer_with_finite_numbers_or_refuse(c in any_count(), x in any_number(), y in any_number(), t in any_number()) {
        finite_or_refused(erlang_b(c, x).map(|p| [p]))?;
        finite_or_refused(erlang_c(c, x).map(|p| [p]))?;
        finite_or_refused(mmc(c, x, y).map(of_markov))?;
        if let Ok(queue) = mmc(c, x, y) {
            finite_or_refused(queue.wait_exceeds(t).map(|p| [p]))?;
            finite_or_refused(queue.wait_quantile(t).map(|p| [p]))?;
        }
    }

    #[test]
    fn limited_formulas_answer_with_finite_numbers_or_refuse(c in any_count(), k in any_count(), x in any_number(), y in any_number(), t in any_number()) {
        finite_or_refused(mmck(c, k, x, y).map(of_loss))?;
        finite_or_refused(erlang_a(c, x, y, t).map(of_impatient))?;
    }

    #[test]
    fn general_formulas_answer_with_finite_numbers_or_refuse(c in any_count(), w in any_number(), x in any_number(), y in any_number(), z in any_number()) {
        finite_or_refused(mg1(w, x, y).map(of_single))?;
        finite_or_refused(md1(w, x).map(of_single))?;
        finite_or_refused(kingman_bound(w, x, y, z).map(|bound| [bound]))?;
        finite_or_refused(approximate_wait_allen_cunneen(c, w, x, y, z).map(|wait| [wait]))?;
        if let Ok(occupancy) = mginf(w, x) {
            finite_or_refused(occupancy.all_taken(c).map(|p| [p, occupancy.probability(c), occupancy.mean()]))?;
        }
        let pieces = [RatePiece { from: 0.0, until: w, rate: x }, RatePiece { from: w, until: z, rate: y }];
        finite_or_refused(mean_occupancy_at(&pieces, y, z).map(|mean| [mean]))?;
        finite_or_refused(mean_occupancy_at(&pieces, x, y).map(|mean| [mean]))?;
    }

    #[test]
    fn priority_formulas_answer_with_finite_numbers_or_refuse(c in any_count(), numbers in prop::array::uniform6(any_number())) {
        let [a, b, s, t, x, y] = numbers;
        let class = |arrival_rate, mean_service, cv_service| PriorityClass { arrival_rate, mean_service, cv_service };
        finite_or_refused(mg1_priority(&[class(a, s, x), class(b, t, y)]).map(|waits| [waits[0], waits[1]]))?;
        finite_or_refused(mmc_priority(c, &[a, b], s).map(|waits| [waits[0], waits[1]]))?;
    }

    #[test]
    fn network_formulas_answer_with_finite_numbers_or_refuse(
        c in any_count(),
        numbers in prop::array::uniform4(any_number()),
        shares in prop::array::uniform4(prop_oneof![4 => 0.0..0.6, 1 => any_number()]),
    ) {
        let [a, b, s, t] = numbers;
        let routing = [vec![shares[0], shares[1]], vec![shares[2], shares[3]]];
        finite_or_refused(traffic(&[a, b], &routing).map(|rates| [rates[0], rates[1]]))?;
        let node = |external_rate, servers, mean_service| JacksonNode { external_rate, servers, mean_service };
        let network = jackson(&[node(a, Some(c), s), node(b, None, t)], &routing);
        finite_or_refused(network.map(|n| [n.mean_in_network, n.mean_time_in_network, n.nodes[0].mean_wait]))?;
        let stage = |mean_service, dropout, handed_over| ReachStage { mean_service, mean_until_dropout: dropout, handed_over };
        let chain = reach(&[stage(a, Some(b), shares[0]), stage(s, None, shares[1])]);
        finite_or_refused(chain.map(|r| [r.fraction, r.by_stage[0], r.mean_time_of_reached.unwrap_or(0.0)]))?;
    }

    /// Little's law, where queue and wait are computed along different ways.
    #[test]
    fn littles_law_holds(c in 1..60_u32, room in 0..60_u32, rate in 0.1..80.0_f64, service in 0.05..2.0_f64) {
        let limited = mmck(c, c + room, rate, service).unwrap();
        same(limited.mean_queue, limited.throughput * limited.mean_wait);
        same(limited.mean_in_system, limited.throughput * (limited.mean_wait + service));
        if let Ok(queue) = mmc(c, rate, service) {
            same(queue.mean_queue, rate * queue.mean_wait);
            same(queue.mean_in_system, rate * queue.mean_sojourn);
        }
        if let Ok(queue) = mg1(rate, service, 0.7) {
            same(queue.mean_queue, rate * queue.mean_wait);
            same(queue.mean_in_system, rate * queue.mean_sojourn);
        }
    }

    /// Whoever does not renege is served, and keeps a server busy for a service time.
    #[test]
    fn everybody_is_served_or_reneges(c in 1..60_u32, rate in 0.1..80.0_f64, service in 0.05..2.0_f64, patience in 0.05..20.0_f64) {
        let queue = erlang_a(c, rate, service, patience).unwrap();
        same(queue.throughput, rate * (1.0 - queue.reneged));
        same(queue.utilisation * f64::from(c), rate * service * (1.0 - queue.reneged));
        // Patience only shortens the queue.
        if let Ok(patient) = mmc(c, rate, service) {
            prop_assert!(queue.mean_queue <= patient.mean_queue * (1.0 + 1e-9));
        }
    }

    /// The rates that come out satisfy the equations that went in.
    #[test]
    fn traffic_balances(external in prop::collection::vec(0.0..5.0_f64, 5), shares in prop::collection::vec(0.0..0.19_f64, 25)) {
        let routing: Vec<Vec<f64>> = shares.chunks(5).map(<[f64]>::to_vec).collect();
        let rates = traffic(&external, &routing).unwrap();
        for (to, rate) in rates.iter().enumerate() {
            let referred: f64 = (0..5).map(|from| rates[from] * routing[from][to]).sum();
            same(*rate, external[to] + referred);
        }
    }
}

/// One server, by the formulas anyone can check: `W_q = ρ·E[S] / (1 − ρ)`.
#[test]
fn one_server_is_the_mm1_queue() {
    for load in [0.1, 0.5, 0.95] {
        let queue = mmc(1, load, 1.0).unwrap();
        same(queue.probability_of_waiting, load);
        same(queue.mean_wait, load / (1.0 - load));
        same(queue.mean_in_system, load / (1.0 - load));
    }
}

/// Thousands of servers, where powers and factorials would overflow.
#[test]
fn large_systems_are_no_harder_than_small_ones() {
    let queue = mmc(5_000, 4_950.0, 1.0).unwrap();
    assert!(queue.probability_of_waiting > 0.3 && queue.probability_of_waiting < 0.5, "{queue:?}");
    let impatient = erlang_a(5_000, 5_500.0, 1.0, 1.0).unwrap();
    // Far above capacity the flow balances: a share 1 − c/λ reneges.
    near(impatient.reneged, 1.0 - 5_000.0 / 5_500.0, 1e-6);
    let limited = mmck(5_000, 1_000_000, 4_950.0, 1.0).unwrap();
    near(limited.mean_queue, queue.mean_queue, 1e-6);
}
