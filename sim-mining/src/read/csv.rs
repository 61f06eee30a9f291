//! Tables: a row for every event, or a row for every case with a column for every phase.

mod cases;
mod moments;

use std::io::Read;

use csv::StringRecord;

use super::Options;
use super::error::ReadError;
use super::gather::{Gather, Record, Step};
use super::input::Input;
use super::roles::{self, Shape};
use super::told::{Column, Format, How, Role, Told, What};
use crate::log::EventLog;
use moments::Moments;

/// How many rows are looked at to tell what columns are.
const SAMPLE: usize = 500;
/// What can separate columns: the first of those that do equally well.
const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];

/// Reads a table.
pub(super) fn read(input: Input<'_>, options: &Options) -> Result<(EventLog, Told), ReadError> {
    let noticed = std::rc::Rc::clone(&input.noticed);
    let head = String::from_utf8_lossy(&input.head).into_owned();
    let (skipped, named) = first_line_names_separator(&head);
    let separator = options.separator.or(named).unwrap_or_else(|| separator(&head));
    let mut text = input.into_reader();
    if skipped > 0 {
        text.by_ref().take(skipped as u64).read_to_end(&mut Vec::new())?;
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(text);
    let header: Vec<String> = reader.headers().map_err(malformed)?.iter().map(|name| name.trim().to_owned()).collect();
    let mut samples = Vec::new();
    let mut record = StringRecord::new();
    while samples.len() < SAMPLE && reader.read_record(&mut record).map_err(malformed)? {
        samples.push(record.clone());
    }
    let cells: Vec<Vec<String>> = samples.iter().map(|row| row.iter().map(str::to_owned).collect()).collect();
    let (columns, shape) = roles::columns(&header, &cells, options)?;
    drop(cells);
    let mut table = Table::new(columns, shape, options);
    table.gather.told.separator = Some(separator);
    // One row is held back: if the file was cut off, the last is not whole.
    let (mut row, mut next) = (StringRecord::new(), StringRecord::new());
    let mut rows = samples.into_iter();
    let mut any = false;
    loop {
        let more = match rows.next() {
            Some(sample) => {
                next = sample;
                true
            }
            None => reader.read_record(&mut next).map_err(malformed)?,
        };
        if any && (more || !noticed.cut.get()) {
            table.row(&row)?;
        } else if any {
            let at = row.position().map_or(0, csv::Position::line);
            table.gather.told.tell(What::Cut, at, row.get(0).unwrap_or(""));
        }
        if !more {
            break;
        }
        std::mem::swap(&mut row, &mut next);
        any = true;
    }
    table.finish()
}

fn malformed(error: csv::Error) -> ReadError {
    let at = error.position().map_or(0, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        kind => ReadError::Malformed { at, why: format!("{kind:?}") },
    }
}

/// A first line that only says what separates columns, as in `sep=;`: how long it is, and what it says.
fn first_line_names_separator(head: &str) -> (usize, Option<char>) {
    let line = head.split_inclusive('\n').next().unwrap_or("");
    let said = line.trim_end().trim_matches('"').strip_prefix("sep=").and_then(|rest| rest.chars().next());
    if said.is_some() { (line.len(), said) } else { (0, None) }
}

/// What separates columns: what splits the first line into most columns, and the next lines into as many.
fn separator(head: &str) -> char {
    let whole = head.rfind('\n').map_or(head, |end| &head[..end]);
    let mut best = (0usize, ',');
    for candidate in SEPARATORS {
        let counts: Vec<usize> = whole.lines().take(20).map(|line| outside_quotes(line, candidate)).collect();
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|&&count| count == first).count();
        let score = if first == 0 { 0 } else { alike * 1000 / counts.len() * 100 + first.min(99) };
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|&letter| {
            quoted ^= letter == '"';
            letter == separator && !quoted
        })
        .count()
}

/// A table that is being read.
struct Table {
    columns: Vec<Column>,
    shape: Shape,
    /// For each column of a trait or a detail, its attribute.
    attributes: Vec<Option<u32>>,
    /// The columns of single roles.
    at: [Option<usize>; 8],
    moments: Moments,
    phases: Vec<cases::Phase>,
    gather: Gather,
}

/// Places in [`Table::at`].
const CASE: usize = 0;
const ACTIVITY: usize = 1;
const LIFECYCLE: usize = 2;
const START: usize = 3;
const END: usize = 4;
const SCHEDULED: usize = 5;
const RESOURCE: usize = 6;
const GROUP: usize = 7;
const SINGLE: [Role; 8] =
    [Role::Case, Role::Activity, Role::Lifecycle, Role::Start, Role::End, Role::Scheduled, Role::Resource, Role::Group];

impl Table {
    fn new(columns: Vec<Column>, shape: Shape, options: &Options) -> Table {
        let mut gather = Gather::new(options);
        for (number, _) in columns.iter().enumerate().filter(|(_, column)| column.role == Role::Unused) {
            gather.told.tell(What::Nameless, 1, &(number + 1).to_string());
        }
        let attributes = columns
            .iter()
            .map(|column| match column.role {
                Role::Trait | Role::Detail if shape == Shape::Cases => Some(gather.traits.number(&column.name)),
                Role::Trait => Some(gather.details.number(trait_name(&column.name))),
                Role::Detail => Some(gather.details.number(&column.name)),
                _ => None,
            })
            .collect();
        let at = SINGLE.map(|role| columns.iter().position(|column| column.role == role));
        let phases = cases::phases(&columns);
        Table { columns, shape, attributes, at, moments: Moments::new(options), phases, gather }
    }

    fn row(&mut self, cells: &StringRecord) -> Result<(), ReadError> {
        let row = cells.position().map_or(0, csv::Position::line);
        if cells.len() != self.columns.len() {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                return Ok(());
            }
            self.gather.told.tell(What::RowLength, row, &cells.len().to_string());
        }
        match self.shape {
            Shape::Events => self.event(cells, row),
            Shape::Cases => self.case(cells, row),
        }
    }

    fn cell<'c>(&self, cells: &'c StringRecord, role: usize) -> &'c str {
        self.at[role].and_then(|at| cells.get(at)).unwrap_or("").trim()
    }

    /// A record by whom and of which team a row says; its moments are put to it later.
    fn record(
        &mut self,
        case: u32,
        activity: u32,
        step: Step,
        cells: &StringRecord,
        row: u64,
    ) -> Result<(), ReadError> {
        let record = Record {
            case,
            activity,
            resource: self.gather.resource(self.cell(cells, RESOURCE), row, "")?,
            group: self.gather.group(self.cell(cells, GROUP), row, "")?,
            step,
            key: None,
            scheduled: None,
            start: None,
            end: None,
            offset: 0,
            row,
            details: 0..0,
        };
        self.gather.records.push(record);
        Ok(())
    }

    fn event(&mut self, cells: &StringRecord, row: u64) -> Result<(), ReadError> {
        self.gather.told.events += 1;
        let (case, activity) = (self.cell(cells, CASE), self.cell(cells, ACTIVITY));
        if case.is_empty() || activity.is_empty() {
            let what = if case.is_empty() { What::WithoutCase } else { What::WithoutActivity };
            self.gather.told.tell(what, row, case);
            return Ok(());
        }
        let number = self.gather.records.len() as u32;
        let written = |cell: &str| (!cell.is_empty()).then(|| super::moment::Written::parse(cell));
        let cell = |role: usize| self.cell(cells, role);
        let (start, end, scheduled) = (written(cell(START)), written(cell(END)), written(cell(SCHEDULED)));
        let (start_text, end_text) = (cell(START), cell(END));
        let nothing = matches!(end, None | Some(None)) && !matches!(start, Some(Some(_)));
        if nothing {
            let unreadable = end.is_some() || start.is_some();
            let what = if unreadable { What::TimeUnreadable } else { What::WithoutTime };
            self.gather.told.tell(what, row, if end.is_some() { end_text } else { start_text });
            return Ok(());
        }
        if matches!(start, Some(None)) {
            self.gather.told.tell(What::StartUnreadable, row, start_text);
        }
        if matches!(end, Some(None)) {
            self.gather.told.tell(What::EndUnreadable, row, end_text);
        }
        let column = self.at[ACTIVITY].map_or("", |at| &*self.columns[at].name);
        let case = self.gather.case(case);
        let activity = self.gather.activity(activity, row, column)?;
        self.record(case, activity, Step::named(self.cell(cells, LIFECYCLE)), cells, row)?;
        let ends = matches!(end, Some(Some(_)));
        self.moments.put(&mut self.gather, number, moments::Of::Start, start.flatten(), row, start_text);
        self.moments.put(&mut self.gather, number, moments::Of::Scheduled, scheduled.flatten(), row, "");
        self.moments.put(&mut self.gather, number, moments::Of::End, end.flatten(), row, end_text);
        if !ends {
            // It began and is not over: a start on its own.
            if let Some(record) = self.gather.records.last_mut()
                && record.step == Step::Complete
            {
                record.step = Step::Start;
            }
        }
        let from = self.gather.values.len() as u32;
        for (attribute, cell) in self.attributes.iter().zip(cells) {
            if let Some(attribute) = *attribute
                && !cell.trim().is_empty()
                && let Some(value) = self.gather.details.word(attribute, cell.trim(), row)
            {
                self.gather.values.push((attribute, value));
                if self.gather.details.is_instance(attribute)
                    && let crate::log::Value::Word(word) = value
                    && let Some(record) = self.gather.records.last_mut()
                {
                    record.key = Some(word);
                }
            }
        }
        let until = self.gather.values.len() as u32;
        if let Some(record) = self.gather.records.last_mut() {
            record.details = from..until;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(EventLog, Told), ReadError> {
        self.moments.settle(&mut self.gather)?;
        let mut lifted = Vec::new();
        if self.shape == Shape::Events {
            let surely: Vec<String> = self
                .columns
                .iter()
                .filter(|column| column.role == Role::Trait)
                .map(|column| trait_name(&column.name).to_owned())
                .collect();
            lifted = self.gather.lift_traits(&surely);
        }
        let told = &mut self.gather.told;
        told.format = Some(if self.shape == Shape::Events { Format::Csv } else { Format::CaseTable });
        told.columns = self.columns;
        // A detail that says the same of every event of a case turned out to be of the case.
        for column in told.columns.iter_mut().filter(|column| column.role == Role::Detail) {
            if lifted.contains(&column.name) {
                (column.role, column.how) = (Role::Trait, How::Content);
            }
        }
        Ok(self.gather.finish())
    }
}

/// The name of an attribute of a case, without what only says that it is one.
fn trait_name(name: &str) -> &str {
    name.strip_prefix("case:").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_what_splits_all_lines_alike() {
        assert_eq!(separator("a;b;c\n1,5;2;3\n4;5,5;6\n"), ';');
        assert_eq!(separator("a,b,c\n\"x;y;z\",2,3\n"), ',');
        assert_eq!(separator("a\tb\n1\t2\n"), '\t');
        assert_eq!(separator("a|b\n"), '|');
        assert_eq!(first_line_names_separator("sep=;\na;b\n"), (6, Some(';')));
    }
}
