//! Shares that must add up to 1: for every class, at every date.

use jiff::civil::Date;

use crate::scenario::problem::ProblemKind;
use crate::scenario::{Axis, ClassPick, Dated, LevelRef, Param};

/// Rounding that is forgiven in a sum of shares.
const TOLERANCE: f64 = 1e-9;
/// Additions after which a list is refused: no file written by hand needs a thousandth.
const MOST_WORK: usize = 20_000_000;

/// Where shares do not add up to 1 (with a rest: add up to more): the first class and date.
pub(in crate::scenario) fn off(shares: &[&Param<f64>], rest: bool, axes: &[Axis]) -> Option<ProblemKind> {
    let mut used: Vec<usize> =
        shares.iter().flat_map(|share| &share.by_class).flat_map(|(pick, _)| &pick.0).map(|level| level.axis).collect();
    used.sort_unstable();
    used.dedup();
    if used.last().is_some_and(|&axis| axis >= axes.len()) {
        return None;
    }
    let mut work = 0;
    let mut levels = vec![0; axes.len()];
    loop {
        let values: Vec<&Dated<f64>> = shares.iter().map(|share| share.for_levels(&levels)).collect();
        for from in dates(&values) {
            let sum = sum(&values, from);
            let wrong = if rest { sum > 1.0 + TOLERANCE } else { (sum - 1.0).abs() > TOLERANCE };
            if wrong {
                let class = class(&used, &levels, axes, shares);
                return Some(ProblemKind::SharesSum { sum, class, from, rest });
            }
            work += values.len();
            if work > MOST_WORK {
                return Some(ProblemKind::TooMany { found: work, most: MOST_WORK });
            }
        }
        work += shares.iter().map(|share| share.by_class.len()).sum::<usize>();
        if work > MOST_WORK {
            return Some(ProblemKind::TooMany { found: work, most: MOST_WORK });
        }
        if !advance(&mut levels, &used, axes) {
            return None;
        }
    }
}

/// Always, and every date at which one of the values changes.
fn dates(values: &[&Dated<f64>]) -> Vec<Option<Date>> {
    let mut dates: Vec<Date> = values.iter().flat_map(|value| value.later.iter().map(|&(from, _)| from)).collect();
    dates.sort();
    dates.dedup();
    std::iter::once(None).chain(dates.into_iter().map(Some)).collect()
}

fn sum(values: &[&Dated<f64>], on: Option<Date>) -> f64 {
    values.iter().map(|value| on.map_or(value.first, |date| *value.on(date))).sum()
}

/// The next combination of levels of the used axes; `false` after the last.
fn advance(levels: &mut [usize], used: &[usize], axes: &[Axis]) -> bool {
    for &axis in used {
        levels[axis] += 1;
        if levels[axis] < axes[axis].levels.len() {
            return true;
        }
        levels[axis] = 0;
    }
    false
}

/// The name of a combination, unless nobody in it has an override.
fn class(used: &[usize], levels: &[usize], axes: &[Axis], shares: &[&Param<f64>]) -> Option<String> {
    let overridden = shares.iter().flat_map(|share| &share.by_class).filter(|(pick, _)| pick.matches(levels));
    let overridden: Vec<usize> = overridden.flat_map(|(pick, _)| &pick.0).map(|level| level.axis).collect();
    let level = |&axis: &usize| LevelRef { axis, level: levels[axis] };
    let pick: Vec<LevelRef> = used.iter().filter(|axis| overridden.contains(axis)).map(level).collect();
    (!pick.is_empty()).then(|| crate::scenario::read::combination(&ClassPick(pick), axes))
}

/// What the others leave over, at every date.
pub(in crate::scenario) fn rest(given: &[Dated<f64>]) -> Dated<f64> {
    let values: Vec<&Dated<f64>> = given.iter().collect();
    let left = |on: Option<Date>| (1.0 - sum(&values, on)).max(0.0);
    let later = dates(&values).into_iter().flatten().map(|date| (date, left(Some(date)))).collect();
    Dated { first: left(None), later }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_rest_follows_the_dates_of_the_others() {
        let one = Dated { first: 0.5, later: vec![(date(2028, 1, 1), 0.25)] };
        let other = Dated { first: 0.25, later: vec![(date(2029, 1, 1), 0.0)] };
        let expected = Dated { first: 0.25, later: vec![(date(2028, 1, 1), 0.5), (date(2029, 1, 1), 0.75)] };
        assert_eq!(rest(&[one, other]), expected);
    }
}
