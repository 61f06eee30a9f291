//! One row for every case: what a table to take away has of it.

use crate::log::{EventLog, Micros};
use crate::mine::calendar::Calendars;
use crate::mine::days;
use crate::mine::ending::{Ending, Fate};
use crate::mine::throughput::walls;
use crate::mine::waits::{Causes, Wait};

/// What is known of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    /// How it stands.
    pub fate: Fate,
    /// When it began.
    pub begin: Micros,
    /// When it was over, or the last moment of the log.
    pub until: Micros,
    /// Days between them.
    pub days: f64,
    /// Hours of working time between them, by the calendar of all.
    pub working_hours: f64,
    /// Steps.
    pub steps: usize,
    /// Steps that had been done before.
    pub again: usize,
    /// People.
    pub resources: usize,
    /// Handovers.
    pub handovers: usize,
    /// Time waited at handovers, in days.
    pub handover_days: f64,
    /// Time waited in all, by cause.
    pub waits: Causes,
    /// Hours from start to end of its steps, where both are known.
    pub worked_hours: Option<f64>,
}

/// A row for every case, in the order of the log.
pub fn rows(
    log: &EventLog,
    ending: &Ending,
    calendars: &Calendars,
    waits: &[Wait],
    handovers: &[Wait],
) -> Vec<CaseRow> {
    let mut rows: Vec<CaseRow> = log
        .each()
        .zip(ending.lives(log))
        .map(|((_, instances), life)| {
            let mut activities: Vec<u32> = instances.iter().map(|instance| instance.activity).collect();
            activities.sort_unstable();
            activities.dedup();
            let mut resources: Vec<u32> = instances.iter().filter_map(|instance| instance.resource).collect();
            resources.sort_unstable();
            resources.dedup();
            let worked = instances.iter().filter_map(|instance| Some(instance.end? - instance.start?));
            let worked: Vec<Micros> = worked.collect();
            let (from, until) = walls(instances, life.begin, life.until);
            CaseRow {
                fate: life.fate,
                begin: life.begin,
                until: life.until,
                days: days(life.until - life.begin),
                working_hours: days(calendars.all.between(from, until)) * 24.0,
                steps: instances.len(),
                again: instances.len() - activities.len(),
                resources: resources.len(),
                handovers: 0,
                handover_days: 0.0,
                waits: Causes::default(),
                worked_hours: (!worked.is_empty()).then(|| days(worked.iter().sum()) * 24.0),
            }
        })
        .collect();
    for wait in waits {
        rows[wait.case as usize].waits.add(&wait.causes);
    }
    for handover in handovers {
        let row = &mut rows[handover.case as usize];
        row.handovers += 1;
        row.handover_days += days(handover.end - handover.begin);
    }
    rows
}
