//! Colours of the phases.

use sim_core::scenario::Phase;

/// Light fill and dark edge of a phase, from the palette of Okabe & Ito (2008), which people with any common colour
/// blindness can tell apart; the edges differ in lightness too, and the name of the phase stands in the box, so the
/// picture also reads in grey.
pub(crate) fn colours(phase: Option<Phase>) -> (&'static str, &'static str) {
    match phase {
        None => ("#f4f4f4", "#767676"),
        Some(Phase::Need) => ("#efefef", "#000000"),
        Some(Phase::Prevention) => ("#fdf9d8", "#b8a800"),
        Some(Phase::Signalling) => ("#fdf0d5", "#e69f00"),
        Some(Phase::Intake) => ("#e3f2fb", "#56b4e9"),
        Some(Phase::Curative) => ("#dceaf4", "#0072b2"),
        Some(Phase::Aftercare) => ("#dcf2ea", "#009e73"),
    }
}
