//! How closely two traits go together.

use std::collections::BTreeMap;

/// Cramér's V of being in a group or not with the values of another trait: 0 where they have nothing to do with each other, 1
/// where one says the other.
pub(super) fn association(sides: &[Option<bool>], other: &[Option<u32>]) -> Option<f64> {
    let sides: Vec<Option<u32>> = sides.iter().map(|side| side.map(u32::from)).collect();
    cramers_v(&sides, other)
}

/// Cramér's V of two traits: 0 where they have nothing to do with each other, 1 where one says the other.
///
/// Corrected for chance (Bergsma 2013, *Journal of the Korean Statistical Society* 42(3), 323–328), for a trait with many values seems to
/// go with anything.
pub(crate) fn cramers_v(one: &[Option<u32>], other: &[Option<u32>]) -> Option<f64> {
    let mut cells: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let (mut rows, mut columns): (BTreeMap<u32, f64>, BTreeMap<u32, f64>) = Default::default();
    let mut count = 0.0;
    for (one, other) in one.iter().zip(other).filter_map(|(one, other)| Some(((*one)?, (*other)?))) {
        *cells.entry((one, other)).or_default() += 1.0;
        *rows.entry(one).or_default() += 1.0;
        *columns.entry(other).or_default() += 1.0;
        count += 1.0;
    }
    let (high, wide) = (rows.len() as f64, columns.len() as f64);
    if high < 2.0 || wide < 2.0 || count < 3.0 {
        return None;
    }
    // Σ (n − e)² / e = Σ n² / e − n.
    let squares: f64 = cells.iter().map(|((row, column), found)| found * found / (rows[row] * columns[column])).sum();
    let chi = count * (squares - 1.0);
    let phi = (chi / count - (high - 1.0) * (wide - 1.0) / (count - 1.0)).max(0.0);
    let corrected = |levels: f64| levels - (levels - 1.0) * (levels - 1.0) / (count - 1.0) - 1.0;
    let fewest = corrected(high).min(corrected(wide));
    (fewest > 0.0).then(|| libm::sqrt((phi / fewest).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn association_is_1_where_one_says_the_other_and_0_where_it_says_nothing() {
        let sides: Vec<Option<bool>> = (0..100).map(|number| Some(number % 2 == 0)).collect();
        let same: Vec<Option<u32>> = (0..100).map(|number| Some(number % 2)).collect();
        let other: Vec<Option<u32>> = (0..100).map(|number| Some(number / 2 % 2)).collect();
        assert!(association(&sides, &same).is_some_and(|found| (found - 1.0).abs() < 1e-9));
        assert_eq!(association(&sides, &other), Some(0.0));
    }
}
