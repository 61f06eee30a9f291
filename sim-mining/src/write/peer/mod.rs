//! The chain for another simulator: a process in BPMN, and its parameters as Prosimos reads them.
//!
//! ```text
//! Scenario ──Graph──► tasks, timers, gateways, flows ──► BPMN (the picture) and JSON (times, people, shares, arrivals)
//! Measured ─────────► shares and rates that the scenario does not state as one number
//! ```
//!
//! What neither can say is not left out in silence: [`Untold`] lists it.

mod bpmn;
mod graph;
mod measured;
mod people;
mod places;
mod prosimos;
mod stage;
mod times;
mod untold;

use sim_core::scenario::Scenario;

use super::Outline;
pub use measured::Measured;
pub use untold::{Untold, What};

use graph::Graph;

/// A chain as another simulator reads it.
#[derive(Debug, Clone)]
pub struct Peer {
    graph: Graph,
    calendars: Vec<people::Calendar>,
    resources: Vec<people::Resource>,
    arrivals: times::Time,
    /// How many residents come in the measured time: so many cases are to be simulated.
    pub cases: u64,
    /// What it does not say.
    pub untold: Vec<Untold>,
}

impl Peer {
    /// Of a scenario.
    ///
    /// * `measured` – what one replication showed, for shares and rates that the scenario does not state as one number
    pub fn new(scenario: &Scenario, outline: &Outline, measured: &Measured) -> Peer {
        let mut untold = untold::Told::default();
        let (calendars, resources) = people::people(scenario, outline, &mut untold);
        let arrivals = times::arrivals(scenario, measured, &mut untold);
        let graph = stage::graph(scenario, outline, measured, &mut untold);
        Peer { graph, calendars, resources, arrivals, cases: measured.arrived(), untold: untold.list(scenario) }
    }

    /// The process as BPMN 2.0.
    ///
    /// * `title` – name of the process
    /// * `remarks` – what stands above it for readers
    pub fn bpmn(&self, title: &str, remarks: &[String]) -> String {
        bpmn::bpmn(&self.graph, title, remarks)
    }

    /// The parameters as Prosimos reads them.
    ///
    /// * `remarks` – what it says to readers
    pub fn prosimos(&self, remarks: &[String]) -> String {
        prosimos::prosimos(self, remarks)
    }
}
