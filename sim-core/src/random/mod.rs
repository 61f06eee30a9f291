//! Randomness: every draw has an address, and every time is drawn by inversion.
//!
//! ```text
//! seed, replication ──► Draws ──┐
//! resident, purpose, visit, draw ┴─► unit in (0, 1) ──┬─► Sampler::draw ──► microseconds
//!                                                     └─► Quantity::draw ─► euro, documents, …
//! ```
//!
//! Two kinds take more than one unit (a residual a second one, a sequence its place): see [`Luck`].
//!
//! A draw does not depend on how many others were made before it, and one unit gives one variate, so a scenario
//! that differs in one place differs in no other draw: common random numbers by construction.
//!
//! ```
//! use sim_core::random::{Distribution, Draws, Purpose, ResidentKey, Sampler, Stream};
//!
//! let draws = Draws::new(7, 0);
//! let resident = ResidentKey::new(Stream::named("arrivals.walk_in"), 12);
//! let work = Sampler::new(&Distribution::Exponential { mean: 0.5 });
//! let microseconds = work.draw(draws.unit(resident, Purpose::named("stages.intake.work"), 0, 0));
//! assert_eq!(microseconds, work.draw(draws.unit(resident, Purpose::named("stages.intake.work"), 0, 0)));
//! ```

mod address;
mod belief;
mod beta;
mod derived;
mod distribution;
mod fold;
mod gamma_table;
mod hazard;
mod hyperexponential_table;
mod kept_tables;
mod luck;
mod normal;
mod philox;
mod plain;
mod poisson;
mod quantile_table;
mod quantity;
mod sampler;
mod shape;
mod standard_tables;
mod truncated_normal;
mod unit_table;

pub use address::{AddressedRng, Draws, Purpose, ResidentKey, Stream};
pub use belief::Belief;
pub use beta::{beta_cdf, beta_quantile};
pub use distribution::Distribution;
pub use fold::folded;
pub use luck::{AtAddress, Luck};
pub use normal::{normal_cdf, normal_density, normal_quantile};
pub use philox::philox2x64;
pub use poisson::poisson;
pub use quantity::Quantity;
pub use sampler::{Sampler, SamplerTable};
pub use standard_tables::exponential;
