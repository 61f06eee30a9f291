//! What nobody does: ends that only say how a case ended, and stays, such as a term that runs or papers that are collected at home.
//!
//! Nobody is waited for there, so no wait before it is a queue or a closed door, whatever the hours of all the others are.

use crate::log::{EventLog, Instance};
use crate::mine::ending::sounds_like_drop_out;
use crate::mine::handovers::is_nobody;

/// An end is the last of a case in so many of the times that it is seen.
const ALWAYS: f64 = 0.99;
/// A log says who does what when it does so for this share of the activities that are ever done by somebody.
const SAYS_WHO: f64 = 0.5;

/// For each activity, whether nobody does it: it never has a person or a team in a log that otherwise says who does what, or it only
/// says how a case ended.
pub fn done_by_nobody(log: &EventLog) -> Vec<bool> {
    let has_starts = log.instances.iter().any(|instance| instance.start.is_some() && instance.start != instance.end);
    let (stays, ends) = (stays(log), only_ends_of_cases(log, has_starts));
    stays.into_iter().zip(ends).map(|(stay, end)| stay || end).collect()
}

/// For each activity, whether it never has a person or a team in a log that otherwise says who does what.
pub(crate) fn stays(log: &EventLog) -> Vec<bool> {
    // Of each activity how often it began, and how often it is known by whom.
    let mut seen = vec![(0_u32, 0_u32); log.activities.len()];
    for instance in log.instances.iter().filter(|instance| began(instance)) {
        let count = &mut seen[instance.activity as usize];
        count.0 += 1;
        count.1 += u32::from(by_somebody(log, instance));
    }
    let done = || seen.iter().filter(|(_, named)| *named > 0);
    let named: u32 = done().map(|(_, named)| named).sum();
    let all: u32 = done().map(|(all, _)| all).sum();
    let says_who = named > 0 && f64::from(named) >= SAYS_WHO * f64::from(all);
    seen.into_iter().map(|(all, named)| says_who && all > 0 && named == 0).collect()
}

/// Activities that only say how a case ended: always its last, taking no time, by nobody in a log that otherwise says how long things
/// took or who did them; a drop-out by its name also in others.
pub(crate) fn only_ends_of_cases(log: &EventLog, has_starts: bool) -> Vec<bool> {
    let mut seen = vec![(0_u32, 0_u32); log.activities.len()];
    let mut is_end = vec![true; log.activities.len()];
    for (_, instances) in log.each() {
        let last = instances.iter().filter_map(Instance::span).map(|(_, end)| end).max();
        for instance in instances {
            let count = &mut seen[instance.activity as usize];
            let span = instance.span();
            count.0 += 1;
            count.1 += u32::from(span.map(|(_, end)| end) == last);
            let takes_none = span.is_some_and(|(start, end)| start == end) && instance.scheduled.is_none();
            is_end[instance.activity as usize] &= takes_none && instance.resource.is_none() && instance.group.is_none();
        }
    }
    let named = |instance: &Instance| instance.resource.is_some() || instance.group.is_some();
    let tells_more = has_starts || log.instances.iter().any(named);
    for (activity, is_end) in is_end.iter_mut().enumerate() {
        let (all, last) = seen[activity];
        let drop_out = || sounds_like_drop_out(log.activities.name(activity as u32));
        *is_end &= all > 0 && f64::from(last) >= ALWAYS * f64::from(all) && (tells_more || drop_out());
    }
    is_end
}

/// Whether more was done than putting it on the list, or waiting for it in vain.
fn began(instance: &Instance) -> bool {
    let in_vain = instance.stopped && instance.start.is_none() && instance.scheduled.is_some();
    (instance.start.is_some() || instance.end.is_some()) && !in_vain
}

/// Whether it is known by whom, or by which team, it was done.
fn by_somebody(log: &EventLog, instance: &Instance) -> bool {
    let person = instance.resource.is_some_and(|resource| !is_nobody(log.resources.name(resource)));
    person || instance.group.is_some_and(|group| !is_nobody(log.groups.name(group)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, Wall, read};

    /// The names of activities that nobody does.
    fn nobody(text: &str) -> Vec<String> {
        let options = Options { wall: Some(Wall::Ahead(0)), ..Options::default() };
        let (log, _) = read(text.as_bytes(), &options).expect("a log");
        let found = done_by_nobody(&log);
        let mut names: Vec<String> =
            (0..found.len()).filter(|&at| found[at]).map(|at| log.activities.name(at as u32).to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_end_and_a_stay_are_done_by_nobody() {
        let rows = "x,talk,kim,2024-01-01 09:00,2024-01-01 10:00\nx,papers,,2024-01-01 10:00,2024-01-20 10:00\n\
            x,plan,jo,2024-01-21 09:00,2024-01-21 10:00\nx,closed,,,2024-01-21 10:00\n\
            y,talk,,2024-01-02 09:00,2024-01-02 10:00\n";
        assert_eq!(nobody(&format!("case,activity,resource,start,end\n{rows}")), ["closed", "papers"]);
    }

    #[test]
    fn a_team_without_a_person_is_somebody_and_a_log_without_either_says_nothing() {
        let rows =
            "x,talk,kim,desk,2024-01-01 09:00,2024-01-01 10:00\nx,plan,,bank,2024-01-01 11:00,2024-01-01 12:00\n";
        assert!(nobody(&format!("case,activity,resource,team,start,end\n{rows}")).is_empty());
        let rows = "x,talk,,2024-01-01 10:00\nx,plan,,2024-01-02 10:00\n";
        assert!(nobody(&format!("case,activity,resource,end\n{rows}")).is_empty());
        // Of the times that a talk was done, it is hardly ever known by whom: then it says nothing of who does the plan.
        let rows = "x,talk,kim,2024-01-01 09:00,2024-01-01 10:00\nx,plan,,2024-01-02 09:00,2024-01-02 10:00\n\
            y,talk,,2024-01-01 09:00,2024-01-01 10:00\nz,talk,,2024-01-01 09:00,2024-01-01 10:00\n";
        assert!(nobody(&format!("case,activity,resource,start,end\n{rows}")).is_empty());
    }
}
