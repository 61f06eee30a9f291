//! Tables that were made before, by what they were made from.
//!
//! A table takes 0.1 to 0.8 milliseconds and 40 kB. The scale of a distribution is outside it, so one will do for all
//! stages with the same spread, on all threads, and for every draw of unknown numbers that leaves the spread alone. A
//! table follows from its parameters to the last bit: whether it was kept or is made anew changes no result.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::unit_table::UnitTable;

/// Tables nobody uses any more that are kept at most: 2.5 MB.
const MOST_IDLE: usize = 64;

/// What is tabulated, apart from its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// By its shape.
    Gamma,
    /// By sigma.
    Lognormal,
    /// By one over its shape.
    Weibull,
    /// By mean, standard deviation and lowest value.
    Normal,
    /// By probability and mean of every branch.
    Hyperexponential,
}

/// Family and the bits of the parameters.
type Key = (Family, Vec<u64>);

/// All that are in use, and some that were.
struct Kept {
    /// Nothing for parameters that have no table: that takes as long to find out.
    tables: BTreeMap<Key, Option<Arc<UnitTable>>>,
    /// When there are more, those that nobody uses go.
    room: usize,
}

static KEPT: Mutex<Kept> = Mutex::new(Kept { tables: BTreeMap::new(), room: MOST_IDLE });

/// The table with these parameters: the one that was kept, or else what `make` makes.
pub(super) fn kept_or_made(
    family: Family,
    parameters: impl IntoIterator<Item = f64>,
    make: impl FnOnce() -> Option<UnitTable>,
) -> Option<Arc<UnitTable>> {
    let key = (family, parameters.into_iter().map(f64::to_bits).collect());
    if let Some(table) = kept(|all| all.tables.get(&key).cloned()) {
        return table;
    }
    // Not while others wait. Two who make the same at once make the same bits; the first is kept.
    let table = make().map(Arc::new);
    kept(|all| all.keep(key, table))
}

fn kept<T>(look: impl FnOnce(&mut Kept) -> T) -> T {
    look(&mut KEPT.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Kept {
    fn keep(&mut self, key: Key, table: Option<Arc<UnitTable>>) -> Option<Arc<UnitTable>> {
        if self.tables.len() >= self.room {
            self.tables.retain(|_, table| table.as_ref().is_some_and(|table| Arc::strong_count(table) > 1));
            // Those in use are there anyway. So much room that looking through them all stays rare.
            self.room = MOST_IDLE + 2 * self.tables.len();
        }
        self.tables.entry(key).or_insert(table).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::gamma_table::gamma_unit_table;

    /// A kept table is the one that was made, and the same as one made anew.
    #[test]
    fn a_table_is_made_once_and_shared() {
        let made = std::cell::Cell::new(0);
        let ask = || {
            kept_or_made(Family::Gamma, [1.234_567], || {
                made.set(made.get() + 1);
                gamma_unit_table(1.234_567)
            })
        };
        let (first, second) = (ask().unwrap(), ask().unwrap());
        assert!(Arc::ptr_eq(&first, &second) && made.get() == 1);
        assert_eq!(Some((*second).clone()), gamma_unit_table(1.234_567));
    }

    /// What is in use stays however many come; the others go before there are too many.
    #[test]
    fn tables_that_nobody_uses_go() {
        let mut all = Kept { tables: BTreeMap::new(), room: MOST_IDLE };
        let table = Arc::new(gamma_unit_table(2.0).unwrap());
        let key = |number: u64| (Family::Gamma, vec![number]);
        let used = all.keep(key(u64::MAX), Some(Arc::new((*table).clone())));
        for number in 0..10 * MOST_IDLE as u64 {
            let idle = if number % 2 == 0 { None } else { Some(Arc::new((*table).clone())) };
            all.keep(key(number), idle);
            assert!(all.tables.len() <= MOST_IDLE + 2, "{} tables", all.tables.len());
        }
        let found = all.tables.get(&key(u64::MAX)).cloned().flatten();
        assert!(Arc::ptr_eq(&used.unwrap(), &found.unwrap()));
    }
}
