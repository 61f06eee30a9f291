//! Tables with a row for every case and a column with the date of every phase, such as the DDAS case table.
//!
//! Columns such as `start intake` and `eind intake` are the two ends of one phase; a date on its own is something that happened
//! on it. What a case ended with (`uitstroomreden`) becomes part of the name of its end.

use csv::StringRecord;

use super::super::error::ReadError;
use super::super::gather::Step;
use super::super::moment::Written;
use super::super::told::{Column, Role, What};
use super::moments::Of;
use super::{CASE, Table};

/// Words of a column that are no part of the name of a phase.
const FILLERS: [&str; 5] = ["datum", "date", "van", "op", "d"];
const STARTS: [&str; 6] = ["start", "begin", "startdatum", "begindatum", "startdate", "aanvang"];
const ENDS: [&str; 6] = ["eind", "einde", "end", "einddatum", "enddate", "afronding"];

/// A phase, and the columns that date it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phase {
    name: String,
    start: Option<usize>,
    end: Option<usize>,
    /// The column that says what the case ended with, for the phase that ends it.
    reason: Option<usize>,
}

/// The phases that the columns of a table date.
pub(super) fn phases(columns: &[Column]) -> Vec<Phase> {
    let dated = || columns.iter().enumerate().filter(|(_, column)| column.role == Role::Phase);
    let sides: Vec<(usize, Option<bool>, String)> = dated()
        .map(|(at, column)| {
            let (begins, name) = side(&column.name);
            (at, begins, name)
        })
        .collect();
    let reason = columns.iter().position(|column| {
        let plain: String = words(&column.name).concat();
        column.role == Role::Trait
            && ["uitstroomreden", "redenuitstroom", "redeneinde", "redenbeeindiging"].contains(&&*plain)
    });
    let mut phases = Vec::new();
    for (at, begins, name) in &sides {
        let other = sides.iter().find(|(_, other, of)| {
            of == name && !name.is_empty() && begins.is_some() && *other == begins.map(|begins| !begins)
        });
        match (begins, other) {
            (Some(true), Some((end, ..))) => {
                phases.push(Phase { name: name.clone(), start: Some(*at), end: Some(*end), reason: None });
            }
            (Some(false), Some(_)) => {}
            _ => {
                let column = &columns[*at].name;
                let plain: String = words(column).concat();
                let ends =
                    plain.contains("uitstroom") || ["einddatum", "datumeinde", "datumeind", "einde"].contains(&&*plain);
                let reason = reason.filter(|_| ends);
                phases.push(Phase { name: column.clone(), start: None, end: Some(*at), reason });
            }
        }
    }
    phases
}

fn words(name: &str) -> Vec<String> {
    let split = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    split.map(str::to_lowercase).collect()
}

/// Whether a column is the begin or the end of a phase, and of which.
fn side(column: &str) -> (Option<bool>, String) {
    let words = words(column);
    let is = |words: &[String], of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    let begins = match (is(&words, &STARTS), is(&words, &ENDS)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let rest: Vec<String> =
        words.into_iter().filter(|word| ![&FILLERS[..], &STARTS, &ENDS].concat().contains(&word.as_str())).collect();
    (begins, rest.join(" "))
}

impl Table {
    /// Reads the row of a case.
    pub(super) fn case(&mut self, cells: &StringRecord, row: u64) -> Result<(), ReadError> {
        let id = self.cell(cells, CASE);
        if id.is_empty() {
            self.gather.told.tell(What::WithoutCase, row, "");
            return Ok(());
        }
        let before = self.gather.case_count();
        let case = self.gather.case(id);
        if (case as usize) < before {
            self.gather.told.tell(What::CaseTwice, row, id);
        }
        for (attribute, cell) in self.attributes.iter().zip(cells) {
            if let Some(attribute) = *attribute
                && !cell.trim().is_empty()
                && let Some(value) = self.gather.traits.word(attribute, cell.trim(), row)
            {
                self.gather.know(case, attribute, value);
            }
        }
        let mut any = false;
        for phase in self.phases.clone() {
            let text = |at: Option<usize>| at.and_then(|at| cells.get(at)).unwrap_or("").trim();
            let (start_text, end_text) = (text(phase.start), text(phase.end));
            let mut written = |text: &str| {
                let written = Written::parse(text);
                if written.is_none() && !text.is_empty() {
                    self.gather.told.tell(What::TimeUnreadable, row, text);
                }
                written
            };
            let (start, end) = (written(start_text), written(end_text));
            if start.is_none() && end.is_none() {
                continue;
            }
            any = true;
            self.gather.told.events += 1;
            let reason = text(phase.reason);
            let name = if reason.is_empty() { phase.name.clone() } else { format!("{}: {reason}", phase.name) };
            let number = self.gather.records.len() as u32;
            let activity = self.gather.activity(&name, row, &phase.name)?;
            let step = if end.is_some() { Step::Complete } else { Step::Start };
            self.record(case, activity, step, cells, row)?;
            self.moments.put(&mut self.gather, number, Of::Start, start, row, start_text);
            self.moments.put(&mut self.gather, number, Of::End, end, row, end_text);
        }
        if !any {
            self.gather.told.tell(What::NoEvents, row, self.cell(cells, CASE));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::told::How;

    #[test]
    fn two_columns_are_one_phase_and_one_is_a_moment() {
        let column = |name: &str, role| Column { name: name.to_owned(), role, how: How::Content };
        let columns = [
            column("zaaknummer", Role::Case),
            column("datum aanmelding", Role::Phase),
            column("start_stabilisatie", Role::Phase),
            column("eind_stabilisatie", Role::Phase),
            column("datum_uitstroom", Role::Phase),
            column("uitstroomreden", Role::Trait),
        ];
        let phase = |name: &str, start, end, reason| Phase { name: name.to_owned(), start, end, reason };
        let expected = [
            phase("datum aanmelding", None, Some(1), None),
            phase("stabilisatie", Some(2), Some(3), None),
            phase("datum_uitstroom", None, Some(4), Some(5)),
        ];
        assert_eq!(phases(&columns), expected);
    }
}
