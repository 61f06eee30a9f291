//! Benchmarks and long experiments of keten: the scenarios they run, made ready.
//!
//! * `cargo bench -p keten-benches` – parts of the engine and whole runs
//! * `cargo run --release -p keten-benches --bin coverage -- [experiments]` – how often intervals hold the true value
//! * `cargo run --release -p keten-benches --bin pairs -- FILE` – what antithetic pairs bring
//! * `benches/invariants.sh` – what the engine's invariants cost
//! * `benches/observers.sh` – what telling an observer costs when nobody looks

use sim_core::chain::{Model, compile};
use sim_core::engine::{Limits, simulate};
use sim_core::lang::Lang;
use sim_core::observe::{Measures, Observer, Plan};
use sim_core::scenario::{Scenario, read};

/// M/M/1 at a utilisation of 0.8.
pub const MM1: &str = include_str!("../scenarios/mm1.toml");
/// A network of two stages with feedback.
pub const NETWORK: &str = include_str!("../scenarios/network.toml");
/// A chain with a bit of everything.
pub const CHAIN: &str = include_str!("../scenarios/chain.toml");
/// The tutorial of the repository.
pub const TUTORIAL: &str = include_str!("../../scenarios/tutorial.toml");

/// A scenario, compiled.
pub struct Ready {
    /// As read.
    pub scenario: Scenario,
    /// As the engine takes it.
    pub model: Model,
    /// What there is to count.
    pub plan: Plan,
}

impl Ready {
    /// Reads and compiles a scenario.
    ///
    /// # Panics
    /// When the text is no scenario; the texts here are.
    pub fn of(text: &str) -> Ready {
        let reading = read(text);
        let problems: Vec<String> = reading.problems.iter().map(|problem| problem.message(Lang::En)).collect();
        let scenario = reading.scenario.unwrap_or_else(|| panic!("{}", problems.join("\n")));
        let model = compile(&scenario).unwrap_or_else(|error| panic!("{error}"));
        let plan = Plan::new(&scenario, &model);
        Ready { scenario, model, plan }
    }

    /// Runs one replication under an observer.
    ///
    /// # Panics
    /// When the run breaks off.
    pub fn run<O: Observer>(&self, seed: u64, replication: u32, observer: O) -> O {
        simulate(&self.model, seed, replication, Limits::default(), observer).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The ordinary observer.
    pub fn measures(&self) -> Measures<'_> {
        Measures::new(&self.plan, &self.model)
    }

    /// The first step of work of a stage.
    ///
    /// # Panics
    /// When there is no such stage or nobody works there.
    pub fn first_work(&self, stage: &str) -> u32 {
        let stage = self.scenario.stages.iter().position(|known| known.name == stage).expect("the stage is there");
        self.model.stages[stage].first_work.expect("somebody works there")
    }
}
