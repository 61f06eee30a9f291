//! Classes of cases.

use super::Writer;
use crate::learn::words::{quoted, share, slug, wilson};

impl Writer<'_> {
    /// The trait on which it depends where cases go.
    pub(super) fn classes(&mut self) {
        let Some(classes) = &self.found.classes else { return };
        let axis = slug(&classes.name);
        self.line(&format!("[classes.{axis}]"));
        let total: usize = classes.counts.iter().sum();
        let most = (0..classes.counts.len()).max_by_key(|&level| classes.counts[level]);
        for (level, &count) in classes.counts.iter().enumerate() {
            let name = self.levels[level].clone();
            match Some(level) == most {
                true => self.line(&format!("{name} = \"rest\"")),
                false => {
                    let (low, high) = wilson(count as f64, total as f64);
                    // All at their highest leave something to the rest.
                    let likely = count as f64 / total as f64;
                    let high = high.min(likely * (1.0 + 0.5 / classes.counts.len() as f64));
                    let [low, likely, high] = [low.min(likely), likely, high].map(share);
                    let note = quoted(&format!("D: {}, {count} of {total}", classes.levels[level]));
                    self.line(&format!("{name} = {{ low = {low}, likely = {likely}, high = {high}, note = {note} }}"));
                }
            }
        }
        self.line("");
    }
}
