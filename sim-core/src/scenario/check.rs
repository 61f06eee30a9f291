//! What only shows when the whole scenario is known: who gets where, and whether time passes on the way.

pub(super) mod shares;

use super::Scenario;
use super::read::Reader;

/// Checks a scenario as a whole; what depends on the chain only when the chain is `whole`, without holes.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario, whole: bool) {
    let _ = (reader, scenario, whole);
}
