//! What is spent apart from teams and activities.

use jiff::civil::Date;

use super::table::Fields;
use super::{Reader, amounts, values};
use crate::scenario::grammar::Value;
use crate::scenario::problem::ProblemKind;
use crate::scenario::{Dated, Spending};

impl<'t> Reader<'t> {
    /// All of it, in the order of names; `start` is the first measured day.
    pub(super) fn spending(&mut self, top: &Fields<'t>, start: Date) -> Vec<Spending> {
        let tables = self.named(top, "spending");
        tables.into_iter().filter_map(|(name, fields)| self.one_spending(name, &fields?, start)).collect()
    }

    fn one_spending(&mut self, name: String, fields: &Fields<'t>, start: Date) -> Option<Spending> {
        let title = self.fixed(fields, "title", values::wording);
        if !fields.has("once") && !fields.has("per_year") {
            let names = vec!["once".to_owned(), "per_year".to_owned()];
            self.problem(ProblemKind::OneOf { fields: names }, fields.at.clone(), &fields.path);
        }
        let once = match fields.has("once") {
            true => self.fixed(fields, "once", |reader, item| amounts::money(reader, item, Value::Money)),
            false => Some(0.0),
        };
        let per_year = match fields.has("per_year") {
            true => self.dated(fields, "per_year", amounts::money),
            false => Some(Dated::always(0.0)),
        };
        let given = self.fixed(fields, "from", values::date);
        let until = self.fixed(fields, "until", values::date);
        if let Some((from, item)) = given.zip(fields.get("from")) {
            self.change_outside_run(from, &item, true);
        }
        let from = given.unwrap_or(start);
        if let Some(item) = fields.get("until").filter(|_| until.is_some_and(|until| until <= from)) {
            self.wrong(ProblemKind::EndsBeforeBegin, &item);
        }
        Some(Spending { name, title, once: once?, per_year: per_year?, from, until })
    }
}
