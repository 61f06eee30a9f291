//! Where cases go next.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Writer;
use crate::learn::contexts::Count;
use crate::learn::words::{share, wilson};

impl Writer<'_> {
    /// Where cases go next.
    ///
    /// * `state` – from where, if not from the beginning
    pub(super) fn next(&mut self, next: &[(Option<usize>, Count)], state: Option<usize>) {
        let total: u32 = next.iter().map(|(_, count)| count.seen).sum();
        let weight: f64 = next.iter().map(|(_, count)| count.weight).sum();
        let places: BTreeMap<Option<usize>, (String, String)> =
            next.iter().map(|&(to, _)| (to, (self.destination(to), self.before_end(state, to)))).collect();
        let Some(&(most, _)) = next.iter().max_by(|a, b| a.1.weight.total_cmp(&b.1.weight).then(b.0.cmp(&a.0))) else {
            return;
        };
        if let [(only, _)] = next {
            let line = format!("next = [ {{ to = \"{}\"{} }} ]", places[only].0, places[only].1);
            self.line(&line);
            return;
        }
        let classes =
            self.found.classes.as_ref().zip(state).filter(|(classes, state)| classes.matters_at.contains(state));
        let by_level = classes.map_or(Vec::new(), |(classes, state)| {
            classes.next_by_level(&self.found.states, state, &self.found.recent.weights)
        });
        let of_levels = |to: Option<usize>| -> String {
            let each = self.levels.iter().zip(&by_level).filter(|(_, next)| !next.is_empty());
            each.map(|(level, next)| {
                let own = next.get(&to).copied().unwrap_or(0.0) / next.values().sum::<f64>();
                // Rounded down, so that all together are no more than one.
                format!(", class.{level}.share = {}", share((own * 1e6).floor() / 1e6))
            })
            .collect()
        };
        let mut lines = String::from("next = [\n");
        let n = f64::from(total);
        let others: Vec<(Option<usize>, f64, f64, f64, u32)> = next
            .iter()
            .filter(|(to, _)| *to != most)
            .map(|&(to, count)| {
                let likely = count.weight / weight;
                let (low, high) = wilson(likely * n, n);
                (to, low, likely, high, count.seen)
            })
            .collect();
        // All at their highest may leave nothing less than nothing to the rest.
        let above: f64 = others.iter().map(|(_, _, likely, high, _)| high - likely).sum();
        let room = 1.0 - others.iter().map(|(_, _, likely, _, _)| likely).sum::<f64>();
        let part = if above > 0.98 * room { 0.98 * room / above } else { 1.0 };
        for (to, low, likely, high, count) in others {
            let high = likely + (high - likely) * part;
            let [low, likely, high] = [low, likely, high].map(share);
            let note = format!("D: {count} of {total}");
            let _ = writeln!(
                lines,
                "  {{ to = \"{}\", share = {{ low = {low}, likely = {likely}, high = {high}, note = \"{note}\" }}{}{} }},",
                places[&to].0,
                of_levels(to),
                places[&to].1
            );
        }
        let _ = write!(lines, "  {{ to = \"{}\", share = \"rest\"{} }},\n]", places[&most].0, places[&most].1);
        self.line(&lines);
    }
}
