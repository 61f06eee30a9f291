//! What may be claimed of a difference.

use crate::estimate::{LEVEL, holm};
use crate::observe::Better;

/// Fewest events in either arm from which anything is claimed.
pub const FEWEST_EVENTS: f64 = 20.0;

/// What may be claimed of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceVerdict {
    /// The same in every replication, to the last bit.
    Unchanged,
    /// Better than in the base.
    Better,
    /// Worse than in the base.
    Worse,
    /// More than in the base, of a measure of which that is neither better nor worse.
    More,
    /// Less than in the base, of such a measure.
    Less,
    /// May be chance alone.
    CannotTell,
    /// Too few events in either arm to say anything.
    TooFew,
    /// Only one of the two scenarios has this row.
    OnlyHere,
}

/// A difference, before anything is claimed of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Finding {
    /// Nothing to judge, for this reason.
    Settled(DifferenceVerdict),
    /// A difference, which way is better, and its probability if in truth there is none.
    Tested { difference: f64, better: Option<Better>, p: f64 },
}

/// What may be claimed of each difference of a table, with the corrected probabilities of those that were tested.
///
/// The correction is for all tested rows together, so that a table in which nothing differs holds a false claim in at most
/// 5 % of cases.
pub(super) fn judge(findings: &[Finding]) -> Vec<(DifferenceVerdict, Option<f64>)> {
    let tested = findings.iter().filter_map(|finding| match finding {
        Finding::Tested { p, .. } => Some(*p),
        Finding::Settled(_) => None,
    });
    let mut corrected = holm(&tested.collect::<Vec<f64>>()).into_iter();
    let of_one = |finding: &Finding| match *finding {
        Finding::Settled(verdict) => (verdict, None),
        Finding::Tested { difference, better, .. } => {
            let p = corrected.next();
            (claim(difference, better, p.is_some_and(|p| p <= 1.0 - LEVEL)), p)
        }
    };
    findings.iter().map(of_one).collect()
}

/// What is said of a difference that is told apart from 0, or is not.
pub(super) fn claim(difference: f64, better: Option<Better>, told: bool) -> DifferenceVerdict {
    let up = difference > 0.0;
    match better {
        _ if !told => DifferenceVerdict::CannotTell,
        None if up => DifferenceVerdict::More,
        None => DifferenceVerdict::Less,
        Some(better) if (better == Better::More) == up => DifferenceVerdict::Better,
        Some(_) => DifferenceVerdict::Worse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of 0.01, 0.02 and 0.2 with three tested rows, 0.03 and 0.04 are claimed and 0.2 is not; rows that are
    /// settled take no part.
    #[test]
    fn claims_follow_the_corrected_probabilities_and_the_way_that_is_better() {
        let tested = |difference, better, p| Finding::Tested { difference, better, p };
        let found = judge(&[
            tested(-3.0, Some(Better::Less), 0.02),
            Finding::Settled(DifferenceVerdict::Unchanged),
            tested(0.5, None, 0.01),
            tested(9.0, Some(Better::More), 0.2),
        ]);
        let verdicts: Vec<DifferenceVerdict> = found.iter().map(|(verdict, _)| *verdict).collect();
        use DifferenceVerdict::{Better as IsBetter, CannotTell, More, Unchanged};
        assert_eq!(verdicts, [IsBetter, Unchanged, More, CannotTell]);
        let corrected: Vec<Option<f64>> = found.iter().map(|(_, p)| *p).collect();
        assert_eq!(corrected, [Some(0.04), None, Some(0.03), Some(0.2)]);
        assert_eq!(claim(1.0, Some(Better::Less), true), DifferenceVerdict::Worse);
        assert_eq!(claim(-1.0, None, true), DifferenceVerdict::Less);
    }
}
