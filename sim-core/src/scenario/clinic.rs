//! Clinic moments: the only moments at which a kind of work begins.

use crate::time::Span;

/// Moments at which up to so many residents start, and nobody in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clinic {
    /// What the pattern is counted from.
    pub from: ClinicFrom,
    /// Length of the pattern.
    pub every: Span,
    /// Moments since the beginning of the pattern, ascending, each with its places.
    pub moments: Vec<(Span, u32)>,
}

/// What a pattern of clinic moments is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClinicFrom {
    /// Monday, 00:00.
    Monday,
    /// The beginning of the simulation.
    Beginning,
}
