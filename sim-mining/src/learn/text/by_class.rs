//! Values by class: that of most cases stands for everybody, and others have their own beside it, so that whoever changes a number
//! changes what is met.

use std::collections::{BTreeMap, BTreeSet};

use super::Writer;
use crate::learn::classes::Classes;
use crate::learn::evidence::Place;
use crate::learn::words::quoted;

/// Levels of axes, by number; none: whatever they are.
pub(super) type Levels = Vec<(usize, usize)>;

/// Which levels have a value of their own at a place.
pub(super) struct ByClass {
    /// Those of which the value stands for everybody.
    pub(super) most: Levels,
    /// Of the other combinations of levels, as the language names them, those of which they have the value.
    pub(super) others: Vec<(String, Levels)>,
}

impl Writer<'_> {
    /// Which levels have a value of their own at a place: of as many of its axes as are seen in enough cases.
    ///
    /// * `count` – how many cases have some levels
    pub(super) fn by_class(&self, place: Place, count: impl Fn(&[(usize, usize)]) -> usize) -> ByClass {
        let axes = self.axes_at([place].into_iter());
        // Several combinations may have the value of the same levels, and be of the same levels of the axes that matter here.
        let mut cases: BTreeMap<Levels, BTreeMap<Levels, usize>> = BTreeMap::new();
        let mut all: Vec<(String, Levels)> = Vec::new();
        for (class, of) in self.combinations(&axes) {
            let levels = self.at(place, &of);
            let own = Classes::enough(&levels, &count).to_vec();
            let number = count(&levels);
            cases.entry(own.clone()).or_default().insert(levels, number);
            all.push((class, own));
        }
        let most = most_frequent(cases.into_iter().map(|(own, of)| (own, of.into_values().sum()))).unwrap_or_default();
        let others = all.into_iter().filter(|(_, own)| *own != most).collect();
        ByClass { most, others }
    }

    /// For some axes every combination of levels, as the language names it, and of which trait it is which level.
    pub(super) fn combinations(&self, axes: &BTreeSet<usize>) -> Vec<(String, BTreeMap<usize, usize>)> {
        let mut all: Vec<(Vec<&str>, BTreeMap<usize, usize>)> = vec![(Vec::new(), BTreeMap::new())];
        for (written, levels) in self.found.classes.written.iter().zip(&self.levels) {
            if !written.iter().any(|axis| axes.contains(axis)) {
                continue;
            }
            all = all
                .iter()
                .flat_map(|(names, of)| {
                    levels.iter().map(move |level| {
                        let names: Vec<&str> = names.iter().copied().chain([&*level.name]).collect();
                        (names, of.iter().map(|(a, b)| (*a, *b)).chain(level.of.iter().copied()).collect())
                    })
                })
                .collect();
        }
        all.into_iter()
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, of)| match names[..] {
                [only] => (only.to_owned(), of),
                _ => (quoted(&names.join("+")), of),
            })
            .collect()
    }

    /// The axes that matter at a place, and for a combination their levels, in their order.
    pub(super) fn at(&self, place: Place, of: &BTreeMap<usize, usize>) -> Levels {
        let axes = self.found.classes.at.get(&place).map_or(&[][..], Vec::as_slice);
        axes.iter().filter_map(|axis| Some((*axis, *of.get(axis)?))).collect()
    }

    /// The axes that matter at some places.
    pub(super) fn axes_at(&self, places: impl Iterator<Item = Place>) -> BTreeSet<usize> {
        places.filter_map(|place| self.found.classes.at.get(&place)).flatten().copied().collect()
    }
}

/// The one of which there are most; of several the first.
pub(super) fn most_frequent<T>(counts: impl Iterator<Item = (T, usize)>) -> Option<T> {
    let mut most: Option<(T, usize)> = None;
    for (one, count) in counts {
        if most.as_ref().is_none_or(|(_, known)| count > *known) {
            most = Some((one, count));
        }
    }
    most.map(|(one, _)| one)
}
