//! Open networks: who arrives where once referrals and re-referrals are counted, and Jackson's theorem.
//!
//! Nodes are numbered from 0, in the order of the arguments. A share that does not go to any node leaves the network.

use super::{TheoryError, finite, mmc, not_negative, offered_load, positive, probability};

/// Shares that add up this close to 1 count as 1: three shares of a third must not leave a hair's breadth to escape.
const SHARE_TOLERANCE: f64 = 1e-12;

/// Arrival rate at each node of an open network, per day, with referrals and re-referrals included.
///
/// Solves the traffic equations `λ_j = γ_j + Σ_i λ_i·p_ij` by taking one node after another out of the network and
/// rerouting what passed through it. The method never subtracts, so the rates are accurate and never negative even
/// when residents hardly ever leave.
///
/// * `external` – `γ`, residents per day from outside, one entry per node, each at least 0
/// * `routing` – `p_ij`, share of node `i` that goes on to node `j`: one row per node, one entry per node in each row,
///   from 0 to 1; rows add up to at most 1, within 1e-12
///
/// # Errors
/// [`TheoryError::NobodyLeaves`] when from some node no route leads out of the network;
/// [`TheoryError::SharesAboveOne`], [`TheoryError::WrongLength`], or [`TheoryError::At`] for an entry outside its
/// range; [`TheoryError::NotFinite`] when a rate overflows.
///
/// # Examples
/// ```
/// // Thirty per cent come back to the same desk: 2 / (1 − 0.3) visits a day.
/// let rates = sim_core::theory::traffic(&[2.0], &[vec![0.3]])?;
/// assert!((rates[0] - 20.0 / 7.0).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// The equations: Jackson (1957), "Networks of waiting lines", *Operations Research* 5(4). The elimination: Grassmann,
/// Taksar & Heyman (1985), "Regenerative analysis and steady state distributions for Markov chains", *Operations
/// Research* 33(5).
pub fn traffic(external: &[f64], routing: &[Vec<f64>]) -> Result<Vec<f64>, TheoryError> {
    let nodes = external.len();
    for (node, &rate) in external.iter().enumerate() {
        not_negative("external arrival rate", rate).map_err(|cause| cause.at("node", node))?;
    }
    let mut leaving = shares_that_leave(nodes, routing)?;
    all_can_leave(routing, &leaving)?;

    let mut inflow = external.to_vec();
    let mut share = routing.to_vec();
    let mut moving_on = vec![0.0; nodes]; // 1 − p_nn, found by adding up where the rest goes.
    for node in (0..nodes).rev() {
        moving_on[node] = leaving[node] + share[node][..node].iter().sum::<f64>();
        if moving_on[node] <= 0.0 {
            return Err(TheoryError::NobodyLeaves { node });
        }
        let row: Vec<f64> = share[node][..node].iter().map(|p| p / moving_on[node]).collect();
        let out = leaving[node] / moving_on[node];
        for from in 0..node {
            let through = share[from][node];
            leaving[from] += through * out;
            for (to, p) in row.iter().enumerate() {
                share[from][to] += through * p;
            }
        }
        for (to, p) in row.iter().enumerate() {
            inflow[to] += inflow[node] * p;
        }
    }
    let mut rates: Vec<f64> = Vec::with_capacity(nodes);
    for node in 0..nodes {
        let referred: f64 = rates.iter().zip(&share).map(|(rate, row)| rate * row[node]).sum();
        let rate = finite("arrival rate", (inflow[node] + referred) / moving_on[node]);
        rates.push(rate.map_err(|cause| cause.at("node", node))?);
    }
    Ok(rates)
}

/// Share of each node that leaves the network; checks the routing on the way.
fn shares_that_leave(nodes: usize, routing: &[Vec<f64>]) -> Result<Vec<f64>, TheoryError> {
    let one_per_node = |what, found| {
        if found == nodes { Ok(()) } else { Err(TheoryError::WrongLength { what, expected: nodes, found }) }
    };
    one_per_node("routing", routing.len())?;
    let mut leaving = Vec::with_capacity(nodes);
    for (node, row) in routing.iter().enumerate() {
        one_per_node("row of the routing", row.len()).map_err(|cause| cause.at("node", node))?;
        for &p in row {
            probability("share", p).map_err(|cause| cause.at("node", node))?;
        }
        let sum: f64 = row.iter().sum();
        if sum > 1.0 + SHARE_TOLERANCE {
            return Err(TheoryError::SharesAboveOne { node, sum });
        }
        leaving.push(if sum >= 1.0 - SHARE_TOLERANCE { 0.0 } else { 1.0 - sum });
    }
    Ok(leaving)
}

/// Looks for a way out from every node, walking the routes backwards from the nodes that people leave.
fn all_can_leave(routing: &[Vec<f64>], leaving: &[f64]) -> Result<(), TheoryError> {
    let mut leads_out: Vec<bool> = leaving.iter().map(|&share| share > 0.0).collect();
    let mut to_visit: Vec<usize> = (0..leaving.len()).filter(|&node| leads_out[node]).collect();
    while let Some(to) = to_visit.pop() {
        for (from, row) in routing.iter().enumerate() {
            if row[to] > 0.0 && !leads_out[from] {
                leads_out[from] = true;
                to_visit.push(from);
            }
        }
    }
    leads_out.iter().position(|&out| !out).map_or(Ok(()), |node| Err(TheoryError::NobodyLeaves { node }))
}

/// One node of a Jackson network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JacksonNode {
    /// `γ`, residents per day who enter the network here, at least 0.
    pub external_rate: f64,
    /// `c`, 1 to 10 000 000; `None` when nobody ever waits.
    pub servers: Option<u32>,
    /// Mean of the exponential service time, days, above 0.
    pub mean_service: f64,
}

/// Steady state of one node of a Jackson network.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct NodeQueue {
    /// `λ`, visits per day: from outside, referred and re-referred.
    pub arrival_rate: f64,
    /// `ρ`, from 0 to 1; `None` for unlimited servers.
    pub utilisation: Option<f64>,
    /// Share of visits that find all servers busy.
    pub probability_of_waiting: f64,
    /// Mean wait per visit, days.
    pub mean_wait: f64,
    /// Mean time per visit from joining until the end of service, days.
    pub mean_sojourn: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Mean number waiting or in service.
    pub mean_in_system: f64,
}

/// Steady state of a Jackson network, as [`jackson`] gives it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct JacksonNetwork {
    /// One entry per node.
    pub nodes: Vec<NodeQueue>,
    /// Mean number of residents in the whole network.
    pub mean_in_network: f64,
    /// Mean time from entering until leaving the network, over all visits together, days.
    pub mean_time_in_network: f64,
}

/// The open Jackson network: each node behaves as an M/M/c queue of its own, fed at the rate that [`traffic`] gives.
///
/// The time in the network follows from Little's law: the mean number in it divided by `Σ γ`. For nodes in line without
/// feedback this is Burke's theorem, that what leaves an M/M/c queue is again Poisson.
///
/// * `nodes` – entry rate, servers and mean service time of each node
/// * `routing` – as for [`traffic`]
///
/// # Errors
/// As [`traffic`]; [`TheoryError::At`] with the number of the node when that node is overloaded or an argument of it
/// is outside its range; [`TheoryError::NotPositive`] when nobody enters from outside.
///
/// # Examples
/// ```
/// use sim_core::theory::{JacksonNode, jackson};
///
/// // Triage, then treatment by two doctors.
/// let triage = JacksonNode { external_rate: 3.0, servers: Some(1), mean_service: 0.25 };
/// let treatment = JacksonNode { external_rate: 0.0, servers: Some(2), mean_service: 0.5 };
/// let clinic = jackson(&[triage, treatment], &[vec![0.0, 1.0], vec![0.0, 0.0]])?;
/// assert!((clinic.mean_time_in_network - 15.0 / 7.0).abs() < 1e-12);
/// # Ok::<(), sim_core::theory::TheoryError>(())
/// ```
///
/// # Source
/// Jackson (1957), "Networks of waiting lines", *Operations Research* 5(4); Burke (1956), "The output of a queuing
/// system", *Operations Research* 4(6).
pub fn jackson(nodes: &[JacksonNode], routing: &[Vec<f64>]) -> Result<JacksonNetwork, TheoryError> {
    let external: Vec<f64> = nodes.iter().map(|node| node.external_rate).collect();
    let rates = traffic(&external, routing)?;
    let entering = finite("total external arrival rate", external.iter().sum())?;
    positive("total external arrival rate", entering)?;
    let mut queues = Vec::with_capacity(nodes.len());
    for (index, (node, &rate)) in nodes.iter().zip(&rates).enumerate() {
        queues.push(node_queue(node, rate).map_err(|cause| cause.at("node", index))?);
    }
    let mean_in_network = finite("mean number in the network", queues.iter().map(|q| q.mean_in_system).sum())?;
    let mean_time_in_network = finite("mean time in the network", mean_in_network / entering)?;
    Ok(JacksonNetwork { nodes: queues, mean_in_network, mean_time_in_network })
}

/// One node on its own, fed at `arrival_rate`.
fn node_queue(node: &JacksonNode, arrival_rate: f64) -> Result<NodeQueue, TheoryError> {
    let Some(servers) = node.servers else {
        return Ok(NodeQueue {
            arrival_rate,
            utilisation: None,
            probability_of_waiting: 0.0,
            mean_wait: 0.0,
            mean_sojourn: node.mean_service,
            mean_queue: 0.0,
            mean_in_system: offered_load(arrival_rate, node.mean_service)?,
        });
    };
    let queue = mmc(servers, arrival_rate, node.mean_service)?;
    Ok(NodeQueue {
        arrival_rate,
        utilisation: Some(queue.utilisation),
        probability_of_waiting: queue.probability_of_waiting,
        mean_wait: queue.mean_wait,
        mean_sojourn: queue.mean_sojourn,
        mean_queue: queue.mean_queue,
        mean_in_system: queue.mean_in_system,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::near;
    use super::*;

    fn node(external_rate: f64, servers: Option<u32>, mean_service: f64) -> JacksonNode {
        JacksonNode { external_rate, servers, mean_service }
    }

    /// Intake, assessment and support with re-referral, per week.
    #[test]
    fn three_stages_with_re_referral() {
        let nodes = [node(2.0, Some(3), 1.0 / 1.2), node(0.5, Some(1), 0.4), node(0.0, Some(4), 1.0)];
        let routing = [vec![0.0, 0.6, 0.3], vec![0.1, 0.0, 0.5], vec![0.0, 0.05, 0.0]];
        let network = jackson(&nodes, &routing).unwrap();
        let rates = [2.189_381_499_726_327_5, 1.893_814_997_263_273_4, 1.603_721_948_549_534_9];
        let queues = [0.566_926_637_721_258, 2.366_627_499_966_024_4, 0.061_126_636_693_861_425];
        for (queue, (rate, mean_queue)) in network.nodes.iter().zip(rates.into_iter().zip(queues)) {
            near(queue.arrival_rate, rate, 1e-12);
            near(queue.mean_queue, mean_queue, 1e-11);
        }
        near(network.mean_in_network, 7.180_413_304_941_261, 1e-10);
        near(network.mean_time_in_network, 2.872_165_321_976_504_4, 1e-10);
    }

    #[test]
    fn one_node_without_feedback_is_a_plain_queue_and_with_feedback_a_busier_one() {
        let plain = mmc(2, 1.5, 1.0).unwrap();
        let alone = jackson(&[node(1.5, Some(2), 1.0)], &[vec![0.0]]).unwrap();
        near(alone.mean_time_in_network, plain.mean_sojourn, 1e-12);
        // Thirty per cent come back: 2 / 0.7 visits a day at one desk of a quarter day.
        let feedback = jackson(&[node(2.0, Some(1), 0.25)], &[vec![0.3]]).unwrap();
        near(feedback.nodes[0].utilisation.unwrap(), 5.0 / 7.0, 1e-12);
        near(feedback.nodes[0].mean_queue, 25.0 / 14.0, 1e-12);
        near(feedback.mean_time_in_network, 1.25, 1e-12);
    }

    #[test]
    fn unlimited_servers_add_service_and_no_wait() {
        let nodes = [node(1.0, Some(1), 0.5), node(0.0, None, 7.0)];
        let network = jackson(&nodes, &[vec![0.0, 1.0], vec![0.0, 0.0]]).unwrap();
        near(network.mean_time_in_network, 1.0 + 7.0, 1e-12);
        assert_eq!(network.nodes[1].utilisation, None);
    }

    /// A circle from which one in a billion escapes at each round: plain elimination would lose half the digits.
    #[test]
    fn rates_stay_accurate_when_residents_hardly_ever_leave() {
        let escape = 2.0_f64.powi(-30);
        let rates = traffic(&[1.0, 0.0], &[vec![0.0, 1.0], vec![1.0 - escape, 0.0]]).unwrap();
        near(rates[0] * escape, 1.0, 1e-14);
        near(rates[1] * escape, 1.0, 1e-14);
    }

    #[test]
    fn routing_that_makes_no_sense_is_refused() {
        let trapped = traffic(&[1.0, 0.0, 0.0], &[vec![0.0, 0.5, 0.0], vec![0.0, 0.0, 1.0], vec![0.0, 1.0, 0.0]]);
        assert_eq!(trapped, Err(TheoryError::NobodyLeaves { node: 1 }));
        // A third three times over may add up to a little less than 1.
        let third = 1.0 / 3.0;
        let circle = vec![vec![third, third, third]; 3];
        assert_eq!(traffic(&[1.0; 3], &circle), Err(TheoryError::NobodyLeaves { node: 0 }));
        assert!(matches!(
            traffic(&[1.0, 1.0], &[vec![0.6, 0.6], vec![0.0, 0.0]]),
            Err(TheoryError::SharesAboveOne { node: 0, .. })
        ));
        let message = traffic(&[1.0], &[]).unwrap_err().to_string();
        assert_eq!(message, "the routing has 0 entries, but must have 1, one per node");
        let message = traffic(&[1.0], &[vec![-0.1]]).unwrap_err().to_string();
        assert_eq!(message, "node 0: the share is -0.1, but must be from 0 to 1");
        let overloaded = jackson(&[node(2.0, Some(1), 1.0)], &[vec![0.0]]).unwrap_err();
        assert!(overloaded.to_string().starts_with("node 0: the offered load is 2 erlang"));
        assert!(matches!(jackson(&[], &[]), Err(TheoryError::NotPositive { .. })));
    }
}
