//! Where what replications measured is kept, so that none is simulated twice.
//!
//! ```text
//! cell (scenario, seed, program) + replication ──load──► bytes ──decode──► what it measured
//!                      nothing there, or not as it should be: simulate ──encode──► bytes ──keep──►
//! ```
//!
//! This crate opens no file: whoever does, gives a [`Store`].

use super::CellId;

/// A place where bytes are kept by cell and replication. It may forget whatever it likes, but never give other bytes
/// than those it was given.
pub trait Store: Sync {
    /// What was kept of a replication.
    fn load(&self, cell: &CellId, replication: u32) -> Option<Vec<u8>>;

    /// Keeps what a replication measured.
    fn keep(&self, cell: &CellId, replication: u32, bytes: &[u8]);
}

/// Where the replications of one scenario are kept.
#[derive(Clone, Copy)]
pub struct Keep<'s> {
    /// The place.
    pub store: &'s dyn Store,
    /// What is simulated.
    pub cell: &'s CellId,
}

impl std::fmt::Debug for Keep<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keep").field("cell", &self.cell).finish_non_exhaustive()
    }
}
