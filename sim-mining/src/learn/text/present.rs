//! Cases that were not over when the log was made.

use std::collections::BTreeMap;

use super::Writer;
use crate::learn::words::date;

impl Writer<'_> {
    /// Cases that were not over when the log was made, where they are believed to be: before what comes next.
    pub(super) fn present(&mut self) {
        let found = self.found;
        let mut groups: BTreeMap<(String, &str, String), usize> = BTreeMap::new();
        for (turn, &case) in found.open.iter().enumerate() {
            // Where it is not known, by turns, as often as others went there.
            let Some(&state) = found.states.paths[case].last() else { continue };
            let next = &found.states.states[state].next;
            let total: f64 = next.iter().filter(|(to, _)| to.is_some()).map(|(_, count)| count.weight).sum();
            let mut left = (turn as f64 * 0.618_033_988_749_895).fract() * total;
            let to = next.iter().filter_map(|(to, count)| Some((to.as_ref()?, count))).find(|(_, count)| {
                left -= count.weight;
                left < 0.0
            });
            let Some((&to, _)) = to else { continue };
            if found.history.symbols[found.states.states[to].symbol].len() > 1 {
                continue;
            }
            let doing = if self.begins_with_delay.contains(&to) { "staying" } else { "waiting" };
            let since = date(found.history.cases[case].end());
            *groups.entry((self.names[to].clone(), doing, since)).or_default() += 1;
        }
        for ((stage, doing, since), number) in groups {
            self.is_present += number;
            self.line("[[present]]");
            self.line(&format!("stage = \"{stage}\"\n{doing} = {number}\nsince = {since}\n"));
        }
    }
}
