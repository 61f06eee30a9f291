//! Benchmarks and long experiments of keten: the scenarios they run, made ready.
//!
//! * `cargo bench -p keten-benches` – parts of the engine and whole runs
//! * `cargo run --release -p keten-benches --bin coverage -- [experiments]` – how often intervals hold the true value
//! * `cargo run --release -p keten-benches --bin false_claims -- [comparisons]` – how often comparing a chain with itself claims
//!   a difference
//! * `cargo run --release -p keten-benches --bin crn -- BASE CHANGED` – what common random numbers bring
//! * `cargo run --release -p keten-benches --bin pairs -- FILE` – what antithetic pairs bring
//! * `cargo run --release -p keten-benches --bin figures` – every figure that speed is measured by, beside its goal
//! * `benches/peers/run.sh` – keten beside other simulators and beside programs written by hand
//! * `benches/invariants.sh` – what the engine's invariants cost
//! * `benches/observers.sh` – what telling an observer costs when nobody looks

pub mod comparison;
pub mod keten;
pub mod limit;
pub mod machine;
pub mod outcome;
pub mod process;
pub mod two_cores;
pub mod wide;

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
pub const EVERYTHING: &str = include_str!("../scenarios/everything.toml");
/// The tutorial of the repository.
pub const TUTORIAL: &str = include_str!("../../scenarios/tutorial.toml");

/// The models that speed is measured by, by name.
pub const MODELS: [(&str, &str); 4] = [
    ("mm1", include_str!("../scenarios/mm1-million.toml")),
    ("chain", include_str!("../../scenarios/textbook/chain.toml")),
    ("pending-1000", include_str!("../scenarios/pending-1000.toml")),
    ("pending-million", include_str!("../scenarios/pending-million.toml")),
];

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
        // A million pending events are part of the benchmarks, and more residents than an ordinary run may have.
        let limits = Limits { residents: 2_000_000, ..Limits::default() };
        simulate(&self.model, seed, replication, limits, observer).unwrap_or_else(|error| panic!("{error}"))
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
