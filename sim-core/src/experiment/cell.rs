//! What is simulated, as one number: the name under which results are kept.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::engine::Limits;
use crate::scenario::{Scenario, canonical};

/// Identifies what a replication measures, but for its number: program, scenario, seed and limits.
///
/// Two texts that differ only in comments, titles, remarks or order are the same cell; so are two that differ in how many
/// replications they ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId([u8; 32]);

impl CellId {
    /// The cell of a scenario under a seed.
    ///
    /// * `text` – from which the scenario was read
    pub fn of(text: &str, scenario: &Scenario, seed: u64, limits: Limits) -> CellId {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(env!("CARGO_PKG_VERSION").as_bytes());
        part(env!("KETEN_SOURCE").as_bytes());
        part(&seed.to_le_bytes());
        part(&limits.events.to_le_bytes());
        part(&limits.events_at_once.to_le_bytes());
        part(&(limits.residents as u64).to_le_bytes());
        // Without them the likely values are simulated.
        part(&[u8::from(scenario.unknowns.is_some()), u8::from(scenario.antithetic)]);
        // What may be changed after reading: how long is simulated, and what is counted.
        let counted = (scenario.start, scenario.warm_up, scenario.horizon, &scenario.report);
        part(format!("{counted:?}").as_bytes());
        part(canonical(text).as_deref().unwrap_or(text).as_bytes());
        CellId(hash.finalize().into())
    }
}

impl CellId {
    /// The cell of the same, with more measured of every replication.
    ///
    /// * `what` – what that is
    pub(super) fn with(&self, what: &str) -> CellId {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(what.as_bytes());
        CellId(hash.finalize().into())
    }
}

/// Sixty-four hexadecimal digits.
impl fmt::Display for CellId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
