//! Places for open cases: so many, or so many for each fte.

use super::{Parsed, clip, number_and_rest, unknown_unit};
use crate::scenario::grammar::Value;
use crate::scenario::problem::{Bound, ProblemKind, Unit};

/// Most places that are accepted, in all or per fte.
pub(in crate::scenario) const MOST_PLACES: u32 = 1_000_000;

/// How many open cases a team can have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Places {
    /// So many in all.
    Count(u32),
    /// So many for each fte.
    PerFte(f64),
}

/// Places per fte, as in `50 per fte`.
///
/// # Errors
/// What is wrong with the text.
///
/// # Examples
/// ```
/// use sim_core::scenario::{Places, units::places};
/// assert_eq!(places("37,5 per fte"), Ok(Places::PerFte(37.5)));
/// ```
pub fn places(text: &str) -> Parsed<Places> {
    let (value, digits, rest) = number_and_rest(text)?;
    if rest.is_empty() {
        return Err(ProblemKind::MissingUnit { found: digits, takes: Value::Places });
    }
    if rest != "per fte" {
        return Err(unknown_unit(&rest, Value::Places, &["per fte"]));
    }
    if value > f64::from(MOST_PLACES) {
        let [least, most] = [0.0, f64::from(MOST_PLACES)].map(|places| Bound::Of(places, Unit::PerFte));
        return Err(ProblemKind::OutOfRange { found: clip(text.trim()), least, most });
    }
    Ok(Places::PerFte(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_per_fte_are_read_and_mistakes_told() {
        assert_eq!(places("50 per FTE"), Ok(Places::PerFte(50.0)));
        assert!(matches!(places("50"), Err(ProblemKind::MissingUnit { takes: Value::Places, .. })));
        assert!(matches!(places("50 per team"), Err(ProblemKind::UnknownUnit { .. })));
        assert!(matches!(places("-1 per fte"), Err(ProblemKind::Negative { .. })));
        assert!(matches!(places("1e7 per fte"), Err(ProblemKind::OutOfRange { .. })));
    }
}
