//! Ordinary, sequential randomness: xoshiro256++ and ziggurats.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};

/// A generator with the variates that the models ask for.
pub struct Luck(SmallRng);

impl Luck {
    /// The generator of one replication.
    pub fn new(seed: u64) -> Luck {
        Luck(SmallRng::seed_from_u64(seed))
    }

    /// An exponential variate.
    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        let unit: f64 = Exp1.sample(&mut self.0);
        mean * unit
    }

    /// A gamma variate of shape 2: two exponentials.
    #[inline]
    pub fn gamma2(&mut self, mean: f64) -> f64 {
        self.exponential(mean / 2.0) + self.exponential(mean / 2.0)
    }

    /// A lognormal variate, of the logarithm's mean and standard deviation.
    #[inline]
    pub fn lognormal(&mut self, mu: f64, sigma: f64) -> f64 {
        let unit: f64 = StandardNormal.sample(&mut self.0);
        (mu + sigma * unit).exp()
    }

    /// Whether something of this chance, in 2⁻³², happens.
    #[inline]
    pub fn happens(&mut self, chance: u32) -> bool {
        self.0.random::<u32>() < chance
    }
}
