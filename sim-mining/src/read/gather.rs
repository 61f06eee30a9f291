//! Gathers records of events, in whatever order they come, and makes an [`EventLog`] of them.
//!
//! The steps in the life of an activity are paired here: see [`pair`].

mod attributes;
mod pair;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::error::ReadError;
use super::told::{Role, Told, What};
use super::{Order, Wall};
use crate::log::{Case, EventLog, Instance, Micros, Value};
pub(super) use attributes::Attributes;

/// How many different activities there may be: more are identifiers that were taken for activities.
pub(super) const MOST_ACTIVITIES: usize = 100_000;
/// How many different resources or teams there may be.
const MOST_RESOURCES: usize = 1_000_000;

/// Which step in the life of an activity a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Schedule,
    Start,
    Complete,
    /// It ended before it was done.
    Stop,
    Other,
}

impl Step {
    /// The step with this name; none: it was done.
    pub(super) fn named(name: &str) -> Step {
        let is = |names: &[&str]| names.iter().any(|other| name.trim().eq_ignore_ascii_case(other));
        match name {
            _ if is(&["", "complete", "completed", "end", "ended", "finish", "finished", "einde", "gereed"]) => {
                Step::Complete
            }
            _ if is(&["start", "started", "begin", "begonnen"]) => Step::Start,
            _ if is(&["schedule", "scheduled", "enabled", "gepland"]) => Step::Schedule,
            _ if is(&["withdraw", "withdrawn", "ate_abort", "pi_abort", "abort", "abort_activity", "abort_case"]) => {
                Step::Stop
            }
            _ => Step::Other,
        }
    }
}

/// A record of an event.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) case: u32,
    pub(super) activity: u32,
    pub(super) resource: Option<u32>,
    pub(super) group: Option<u32>,
    pub(super) step: Step,
    /// What tells instances of one activity apart, where the log says so.
    pub(super) key: Option<u32>,
    pub(super) scheduled: Option<Micros>,
    pub(super) start: Option<Micros>,
    /// The moment of the record.
    pub(super) end: Option<Micros>,
    pub(super) offset: i16,
    /// Its row or number in the file.
    pub(super) row: u64,
    pub(super) details: Range<u32>,
}

impl Record {
    /// The moment by which records of a case are ordered.
    fn moment(&self) -> Micros {
        self.end.or(self.start).or(self.scheduled).unwrap_or_default()
    }
}

/// Identifier and traits of a case.
type Known = (Box<str>, Vec<(u32, Value)>);

/// Records of events and what is known of cases.
#[derive(Debug, Default)]
pub(super) struct Gather {
    pub(super) log: EventLog,
    pub(super) told: Told,
    pub(super) records: Vec<Record>,
    /// Details of all records, those of one together.
    pub(super) values: Vec<(u32, Value)>,
    pub(super) details: Attributes,
    pub(super) traits: Attributes,
    ids: HashMap<Box<str>, u32>,
    cases: Vec<Known>,
    pub(super) drop_duplicates: bool,
    /// How words that are moments are to be read.
    pub(super) order: Order,
    pub(super) wall: Wall,
}

impl Gather {
    /// Nothing gathered yet.
    pub(super) fn new(options: &super::Options) -> Gather {
        let order = options.order.unwrap_or_default();
        let wall = options.wall.unwrap_or_default();
        Gather { order, wall, drop_duplicates: options.drop_duplicates, ..Gather::default() }
    }

    /// The number of the case with this identifier.
    pub(super) fn case(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.ids.get(id) {
            return number;
        }
        let number = self.cases.len() as u32;
        self.ids.insert(id.into(), number);
        self.cases.push((id.into(), Vec::new()));
        number
    }

    /// How many cases there are so far.
    pub(super) fn case_count(&self) -> usize {
        self.cases.len()
    }

    /// Says what is known of a case.
    pub(super) fn know(&mut self, case: u32, attribute: u32, value: Value) {
        let known = &mut self.cases[case as usize].1;
        if known.iter().all(|(other, _)| *other != attribute) {
            known.push((attribute, value));
        }
    }

    /// The number of an activity.
    pub(super) fn activity(&mut self, name: &str, row: u64, column: &str) -> Result<u32, ReadError> {
        let number = self.log.activities.number(name);
        few(number, MOST_ACTIVITIES, Role::Activity, row, column)
    }

    /// The number of a resource; none for a name that is empty.
    pub(super) fn resource(&mut self, name: &str, row: u64, column: &str) -> Result<Option<u32>, ReadError> {
        if name.is_empty() {
            return Ok(None);
        }
        let number = self.log.resources.number(name);
        few(number, MOST_RESOURCES, Role::Resource, row, column).map(Some)
    }

    /// The number of a team; none for a name that is empty.
    pub(super) fn group(&mut self, name: &str, row: u64, column: &str) -> Result<Option<u32>, ReadError> {
        if name.is_empty() {
            return Ok(None);
        }
        let number = self.log.groups.number(name);
        few(number, MOST_RESOURCES, Role::Group, row, column).map(Some)
    }

    /// Moves details that say the same of every record of a case to the case.
    ///
    /// * `surely` – names of those that are of the case by what they are called
    ///
    /// Gives the names of the others that are.
    pub(super) fn lift_traits(&mut self, surely: &[String]) -> Vec<String> {
        let mut lifted = Vec::new();
        let count = self.details.len();
        let mut of_case: Vec<bool> = vec![true; count];
        let order = self.by_case();
        let mut seen_twice = vec![false; count];
        for records in order.chunk_by(|&one, &other| self.of_one_case(one, other)) {
            let mut first: Vec<Option<Value>> = vec![None; count];
            let mut times = vec![0usize; count];
            for &record in records {
                for (attribute, value) in &self.values[span(&self.records[record as usize].details)] {
                    let attribute = *attribute as usize;
                    times[attribute] += 1;
                    match first[attribute] {
                        None => first[attribute] = Some(*value),
                        Some(known) if known != *value => of_case[attribute] = false,
                        Some(_) => seen_twice[attribute] = true,
                    }
                }
            }
            for attribute in 0..count {
                if times[attribute] != 0 && times[attribute] != records.len() {
                    of_case[attribute] = false;
                }
            }
        }
        for attribute in 0..count {
            let name = self.details.name(attribute as u32);
            let sure = surely.iter().any(|surely| surely == name);
            of_case[attribute] = sure || (of_case[attribute] && seen_twice[attribute]);
            if of_case[attribute] && !sure {
                lifted.push(name.to_owned());
                self.told.tell(What::Traits, 0, &lifted[lifted.len() - 1]);
            }
        }
        if !of_case.contains(&true) {
            return lifted;
        }
        for &record in &order {
            let (case, range) = (self.records[record as usize].case, span(&self.records[record as usize].details));
            for at in range {
                let (attribute, value) = self.values[at];
                if of_case[attribute as usize] {
                    let number = self.traits.take_over(&self.details, attribute);
                    self.know(case, number, value);
                }
            }
        }
        let (mut values, mut kept) = (Vec::with_capacity(self.values.len()), Vec::with_capacity(self.records.len()));
        for record in &self.records {
            let from = values.len() as u32;
            let own = self.values[span(&record.details)].iter();
            values.extend(own.filter(|(attribute, _)| !of_case[*attribute as usize]).copied());
            kept.push(from..values.len() as u32);
        }
        for (record, range) in self.records.iter_mut().zip(kept) {
            record.details = range;
        }
        self.values = values;
        self.details.forget(&of_case);
        lifted
    }

    /// The log.
    pub(super) fn finish(mut self) -> (EventLog, Told) {
        if self.told.forms.len() > 1 {
            let (all, most) =
                self.told.forms.values().fold((0, 0), |(all, most), &count| (all + count, count.max(most)));
            self.told.tell_many(What::Forms, all - most, 0, "");
        }
        let settle_details = self.details.settle(self.order, self.wall, &mut self.told);
        let settle_traits = self.traits.settle(self.order, self.wall, &mut self.told);
        let order = self.by_case();
        self.log.details = settle_details.attributes();
        self.log.traits = settle_traits.attributes();
        let mut made: Vec<Option<(Micros, Vec<Instance>)>> = vec![None; self.cases.len()];
        let mut paired = pair::Pairing::default();
        let lengths: Vec<usize> =
            order.chunk_by(|&one, &other| self.of_one_case(one, other)).map(<[u32]>::len).collect();
        let mut rest = order.as_slice();
        for length in lengths {
            let (of_case, after) = rest.split_at(length);
            rest = after;
            let mut records = of_case.to_vec();
            records.sort_by_key(|&record| self.records[record as usize].moment());
            self.duplicates(&mut records);
            let case = records.first().map(|&record| self.records[record as usize].case);
            let chosen = records.iter().map(|&record| &self.records[record as usize]);
            let values = |details: &Range<u32>| {
                self.values[span(details)].iter().filter_map(|value| settle_details.value(*value)).collect()
            };
            let mut instances = paired.instances(chosen, values, &mut self.told);
            instances.sort_by_key(Instance::order);
            let begin = instances.iter().filter_map(Instance::span).map(|(start, _)| start).min();
            if let (Some(case), Some(begin)) = (case, begin) {
                made[case as usize] = Some((begin, instances));
            }
        }
        paired.tell(&mut self.told);
        let mut log = self.log;
        let mut cases: Vec<_> = self.cases.into_iter().zip(made).collect();
        cases.retain(|(_, made)| made.is_some());
        cases.sort_by(|((one, _), of_one), ((other, _), of_other)| {
            let begin = |made: &Option<(Micros, Vec<Instance>)>| made.as_ref().map(|(begin, _)| *begin);
            begin(of_one).cmp(&begin(of_other)).then_with(|| one.cmp(other))
        });
        log.instances.reserve_exact(self.records.len().min(u32::MAX as usize));
        for ((id, known), made) in cases {
            let from = log.instances.len() as u32;
            log.instances.extend(made.into_iter().flat_map(|(_, instances)| instances));
            let mut traits = vec![None; log.traits.len()];
            for (attribute, value) in known.into_iter().filter_map(|value| settle_traits.value(value)) {
                traits[attribute as usize] = Some(value);
            }
            log.cases.push(Case { id, instances: from..log.instances.len() as u32, traits });
        }
        log.instances.shrink_to_fit();
        (log, self.told)
    }

    /// The numbers of the records, those of a case together and as they stood in the file.
    fn by_case(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.records.len() as u32).collect();
        order.sort_by_key(|&record| self.records[record as usize].case);
        order
    }

    fn of_one_case(&self, one: u32, other: u32) -> bool {
        self.records[one as usize].case == self.records[other as usize].case
    }

    /// Tells of records of a case that are the same in everything, and drops them where that was asked.
    fn duplicates(&mut self, records: &mut Vec<u32>) {
        let mut seen: HashMap<u64, Vec<u32>> = HashMap::new();
        let (mut again, before) = (Vec::new(), records.len());
        for run in records
            .chunk_by(|&one, &other| self.records[one as usize].moment() == self.records[other as usize].moment())
        {
            if run.len() < 2 {
                continue;
            }
            seen.clear();
            for &record in run {
                let same = seen.entry(self.fingerprint(record)).or_default();
                if same.iter().any(|&other| self.same(record, other)) {
                    again.push(record);
                } else {
                    same.push(record);
                }
            }
        }
        let what = if self.drop_duplicates { What::DuplicatesDropped } else { What::Duplicates };
        for &record in &again {
            let record = &self.records[record as usize];
            self.told.tell(what, record.row, self.log.activities.name(record.activity));
        }
        if self.drop_duplicates && !again.is_empty() {
            let again: std::collections::HashSet<u32> = again.into_iter().collect();
            records.retain(|record| !again.contains(record));
        }
        debug_assert!(records.len() <= before);
    }

    fn fingerprint(&self, record: u32) -> u64 {
        let record = &self.records[record as usize];
        let mut hasher = DefaultHasher::new();
        (record.activity, record.resource, record.step, record.start, record.scheduled).hash(&mut hasher);
        hasher.finish()
    }

    fn same(&self, one: u32, other: u32) -> bool {
        let (one, other) = (&self.records[one as usize], &self.records[other as usize]);
        let key = |record: &Record| {
            (record.activity, record.resource, record.group, record.step, record.start, record.end, record.scheduled)
        };
        key(one) == key(other) && self.values[span(&one.details)] == self.values[span(&other.details)]
    }
}

fn span(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

fn few(number: u32, most: usize, role: Role, row: u64, column: &str) -> Result<u32, ReadError> {
    if number as usize >= most {
        return Err(ReadError::TooMany { role, row, most, column: column.to_owned() });
    }
    Ok(number)
}
