//! Where residents go from a date on.

use jiff::civil::Date;

use super::table::Fields;
use super::{Reader, values};
use crate::scenario::problem::ProblemKind;
use crate::scenario::{Closed, Rerouted, Step};

impl<'t> Reader<'t> {
    /// The other lists of referrals of a stage with these steps, by date.
    pub(super) fn rerouted(&mut self, fields: &Fields<'t>, steps: &[Step]) -> Vec<Rerouted> {
        let tables = self.tables(fields, "rerouted", Some("from")).unwrap_or_default();
        let mut lists: Vec<Rerouted> = Vec::new();
        for inner in tables.into_iter().flatten() {
            let (from, by) = self.date_and_by(&inner);
            let next = self.by_intervention(by, |reader| reader.next(&inner, steps));
            let Some(from) = from else { continue };
            if let Some(before) = lists.last().map(|last| last.from).filter(|before| *before >= from) {
                let kind = ProblemKind::NotAscending { before: before.to_string(), found: from.to_string() };
                self.problem(kind, inner.key("from"), &inner.child("from"));
            }
            lists.push(Rerouted { from, next });
        }
        lists
    }

    /// Whether and when a stage is closed.
    pub(super) fn closed_from(&mut self, fields: &Fields<'t>) -> Option<Closed> {
        let inner = self.inner(fields, "closed_from")?;
        let (from, _) = self.date_and_by(&inner);
        let instead = self.fixed(&inner, "instead", values::target);
        Some(Closed { from: from?, instead: instead? })
    }

    fn date_and_by(&mut self, fields: &Fields<'t>) -> (Option<Date>, Option<String>) {
        let by = fields.get("by").and_then(|by| values::text(self, &by));
        let from = self.fixed(fields, "from", values::date);
        if let Some((from, item)) = from.zip(fields.get("from")) {
            self.change_outside_run(from, &item, by.is_some());
        }
        (from, by)
    }
}
