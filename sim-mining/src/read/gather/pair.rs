//! Pairs the steps in the life of an activity: put on the list, started, done.
//!
//! Within a case, in the order of time: what starts takes the earliest that was put on the list and has not started; what is
//! done takes the earliest that has started, before all one by the same resource; only then one that was merely put
//! on the list. Only steps of one activity belong together, and, where the log tells instances apart
//! (`concept:instance`), only those of one instance. A start without an end stays open, an end without a start stands alone.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::super::told::{Told, What};
use super::{Record, Step};
use crate::log::{Instance, Micros, Value};

/// Counts over all cases what pairing finds.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    started: u64,
    without_start: u64,
    first_without_start: Vec<u64>,
}

impl Pairing {
    /// The instances of a case.
    pub(super) fn instances<'a>(
        &mut self,
        records: impl Iterator<Item = &'a Record>,
        values: impl Fn(&Range<u32>) -> Vec<(u32, Value)>,
        told: &mut Told,
    ) -> Vec<Instance> {
        let mut instances: Vec<Instance> = Vec::new();
        let mut rows: Vec<u64> = Vec::new();
        // Per activity and instance: those that are only planned, and those that have started.
        let mut open: HashMap<(u32, Option<u32>), [VecDeque<usize>; 2]> = HashMap::new();
        for record in records {
            let of = (record.activity, record.key);
            match record.step {
                Step::Other => told.tell(What::OtherSteps, record.row, ""),
                Step::Schedule => {
                    open.entry(of).or_default()[0].push_back(instances.len());
                    let scheduled = record.end.or(record.scheduled);
                    instances.push(instance(record, scheduled, None, None, values(&record.details)));
                    rows.push(record.row);
                }
                Step::Start => {
                    let [planned, started] = open.entry(of).or_default();
                    let moment = record.end.or(record.start);
                    let at = planned.pop_front().unwrap_or(instances.len());
                    started.push_back(at);
                    if at == instances.len() {
                        instances.push(instance(record, record.scheduled, moment, None, values(&record.details)));
                        rows.push(record.row);
                    } else {
                        instances[at].start = moment;
                        complete(&mut instances[at], record, values(&record.details));
                    }
                }
                Step::Complete | Step::Stop => {
                    if record.step == Step::Stop {
                        told.tell(What::Stopped, record.row, "");
                    }
                    let found = open.get_mut(&of).filter(|_| record.start.is_none()).and_then(|[planned, started]| {
                        let same = started
                            .iter()
                            .position(|&at| record.resource.is_some() && instances[at].resource == record.resource);
                        started.remove(same.unwrap_or(0)).or_else(|| planned.pop_front())
                    });
                    match found {
                        Some(at) => {
                            instances[at].end = record.end;
                            instances[at].stopped = record.step == Step::Stop;
                            complete(&mut instances[at], record, values(&record.details));
                        }
                        None => {
                            let start = believed(record, told);
                            let details = values(&record.details);
                            instances.push(instance(record, record.scheduled, start, record.end, details));
                            rows.push(record.row);
                        }
                    }
                }
            }
        }
        for (instance, row) in instances.iter().zip(rows) {
            self.started += u64::from(instance.start.is_some());
            if instance.end.is_none() {
                told.tell(What::WithoutEnd, row, "");
            } else if instance.start.is_none() {
                self.without_start += 1;
                if self.first_without_start.len() < 3 {
                    self.first_without_start.push(row);
                }
            }
        }
        instances
    }

    /// Tells of ends without a start.
    pub(super) fn tell(&self, told: &mut Told) {
        let what = if self.started == 0 { What::OnlyEnds } else { What::WithoutStart };
        for (number, &row) in self.first_without_start.iter().enumerate() {
            let rest = self.without_start + 1 - self.first_without_start.len() as u64;
            told.tell_many(what, if number == 0 { rest } else { 1 }, row, "");
        }
    }
}

/// The start of a record that has both, where it is not after its end.
fn believed(record: &Record, told: &mut Told) -> Option<Micros> {
    let start = record.start?;
    if record.end.is_some_and(|end| start > end) {
        told.tell(What::StartAfterEnd, record.row, "");
        return None;
    }
    Some(start)
}

fn instance(
    record: &Record,
    scheduled: Option<Micros>,
    start: Option<Micros>,
    end: Option<Micros>,
    details: Vec<(u32, Value)>,
) -> Instance {
    Instance {
        activity: record.activity,
        resource: record.resource,
        group: record.group,
        scheduled,
        start,
        end,
        stopped: record.step == Step::Stop,
        offset: record.offset,
        details,
    }
}

/// Adds what a later step says: it knows better.
fn complete(instance: &mut Instance, record: &Record, details: Vec<(u32, Value)>) {
    instance.resource = record.resource.or(instance.resource);
    instance.group = record.group.or(instance.group);
    instance.offset = record.offset;
    for (attribute, value) in details {
        match instance.details.iter_mut().find(|(known, _)| *known == attribute) {
            Some((_, known)) => *known = value,
            None => instance.details.push((attribute, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(step: Step, moment: Micros, resource: u32) -> Record {
        Record {
            case: 0,
            activity: 0,
            resource: Some(resource),
            group: None,
            step,
            key: None,
            scheduled: None,
            start: None,
            end: Some(moment),
            offset: 0,
            row: moment as u64,
            details: 0..0,
        }
    }

    fn paired(records: &[Record]) -> (Vec<[Option<Micros>; 3]>, Told) {
        let mut told = Told::default();
        let mut pairing = Pairing::default();
        let found = pairing.instances(records.iter(), |_| Vec::new(), &mut told);
        pairing.tell(&mut told);
        (found.iter().map(|instance| [instance.scheduled, instance.start, instance.end]).collect(), told)
    }

    #[test]
    fn plan_start_and_end_are_one_instance() {
        use Step::{Complete, Schedule, Start};
        let (found, told) = paired(&[record(Schedule, 1, 7), record(Start, 3, 7), record(Complete, 5, 7)]);
        assert_eq!(found, [[Some(1), Some(3), Some(5)]]);
        assert_eq!(told.notes().len(), 0);
    }

    #[test]
    fn of_two_that_run_at_once_the_same_resource_ends_its_own() {
        use Step::{Complete, Start};
        let steps = [record(Start, 1, 7), record(Start, 2, 8), record(Complete, 3, 8), record(Complete, 4, 7)];
        assert_eq!(paired(&steps).0, [[None, Some(1), Some(4)], [None, Some(2), Some(3)]]);
    }

    #[test]
    fn what_misses_its_other_half_stands_alone_and_is_told() {
        use Step::{Complete, Start};
        let (found, told) = paired(&[record(Complete, 1, 7), record(Start, 2, 7)]);
        assert_eq!(found, [[None, None, Some(1)], [None, Some(2), None]]);
        assert_eq!((told.count(What::WithoutStart), told.count(What::WithoutEnd)), (1, 1));
    }

    #[test]
    fn a_start_after_its_end_is_not_believed() {
        let mut wrong = record(Step::Complete, 5, 7);
        wrong.start = Some(9);
        let (found, told) = paired(&[wrong]);
        assert_eq!((found, told.count(What::StartAfterEnd)), (vec![[None, None, Some(5)]], 1));
    }
}
