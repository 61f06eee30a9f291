//! What the models are, and what is counted: the same for every engine. Days are the unit of time of the chain, mean
//! services that of M/M/1.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};
use serde_json::{Value, json};

/// Customers of one run of M/M/1.
pub const CUSTOMERS: u64 = 1_000_000;
/// Mean time between arrivals of M/M/1; the mean service is 1.
pub const GAP: f64 = 1.0 / 0.9;

/// Length of the chain's run, from empty.
pub const DAYS: f64 = 3650.0;
/// Workers at signalling and intake, places at curative and aftercare.
pub const SERVERS: [usize; 4] = [8, 12, 1500, 400];

/// The stages by index.
pub const SIGNALLING: usize = 0;
pub const INTAKE: usize = 1;
pub const CURATIVE: usize = 2;
pub const AFTERCARE: usize = 3;
/// Where the waits of crisis residents at the curative stage are counted.
const CRISIS: usize = 4;

/// Where somebody goes after a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Stage(usize),
    /// Back to the intake, after a delay.
    Back,
    Out,
}

/// Randomness of one replication, in the order of calls.
pub struct Luck {
    rng: SmallRng,
    mu: f64,
    sigma: f64,
}

impl Luck {
    pub fn new(seed: u64) -> Luck {
        let variance = (1.0_f64 + 0.8 * 0.8).ln();
        Luck { rng: SmallRng::seed_from_u64(seed), mu: 0.35_f64.ln() - variance / 2.0, sigma: variance.sqrt() }
    }

    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        let unit: f64 = Exp1.sample(&mut self.rng);
        mean * unit
    }

    /// Time between arrivals of the chain.
    #[inline]
    pub fn gap(&mut self) -> f64 {
        self.exponential(1.0 / 20.0)
    }

    #[inline]
    pub fn is_crisis(&mut self) -> bool {
        self.rng.random::<f64>() < 0.20
    }

    #[inline]
    pub fn patience(&mut self) -> f64 {
        self.exponential(30.0)
    }

    #[inline]
    pub fn until_back(&mut self) -> f64 {
        self.exponential(180.0)
    }

    /// Time in service at a stage.
    #[inline]
    pub fn service(&mut self, stage: usize) -> f64 {
        match stage {
            SIGNALLING => {
                let unit: f64 = StandardNormal.sample(&mut self.rng);
                (self.mu + self.sigma * unit).exp()
            }
            INTAKE => self.exponential(0.8),
            CURATIVE => self.exponential(60.0) + self.exponential(60.0),
            _ => self.exponential(30.0),
        }
    }

    /// Where to after a stage.
    #[inline]
    pub fn next(&mut self, stage: usize) -> Next {
        let share = self.rng.random::<f64>();
        match stage {
            SIGNALLING if share < 0.70 => Next::Stage(INTAKE),
            INTAKE if share < 0.85 => Next::Stage(CURATIVE),
            CURATIVE if share < 0.90 => Next::Stage(AFTERCARE),
            AFTERCARE if share < 0.15 => Next::Back,
            _ => Next::Out,
        }
    }
}

/// What the chain reports.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub arrived: u64,
    pub services: u64,
    /// Left the chain, in whatever way.
    pub left: u64,
    pub reneged: u64,
    pub sent_back: u64,
    /// Ends of the delay before the intake.
    pub came_back: u64,
    waited: [f64; 5],
    started: [u64; 5],
}

impl Counts {
    #[inline]
    pub fn start(&mut self, stage: usize, crisis: bool, wait: f64) {
        self.waited[stage] += wait;
        self.started[stage] += 1;
        if stage == CURATIVE && crisis {
            self.waited[CRISIS] += wait;
            self.started[CRISIS] += 1;
        }
    }

    #[inline]
    pub fn renege(&mut self) {
        self.reneged += 1;
        self.left += 1;
    }

    /// Arrivals, ends of service, those who gave up, ends of delays.
    pub fn events(&self) -> u64 {
        self.arrived + self.services + self.reneged + self.came_back
    }

    pub fn results(&self) -> Value {
        let mean = |stage: usize| self.waited[stage] / self.started[stage].max(1) as f64;
        json!({
            "completed": self.left,
            "reneged": self.reneged,
            "returned": self.sent_back,
            "wait_signalling": mean(SIGNALLING),
            "wait_intake": mean(INTAKE),
            "wait_curative": mean(CURATIVE),
            "wait_crisis": mean(CRISIS),
            "wait_aftercare": mean(AFTERCARE),
        })
    }
}
