//! Rework: what is done more than once for a case.

use crate::log::EventLog;
use crate::mine::{by_begin, days};

/// How often an activity is done again.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rework {
    /// The activity, by number.
    pub activity: u32,
    /// Cases in which it was done.
    pub cases: u64,
    /// Cases in which it was done more than once.
    pub again: u64,
    /// Times that it was done beyond the first of a case.
    pub times: u64,
    /// Of those, how many directly after itself: a repetition rather than a return.
    pub at_once: u64,
    /// Days worked on those, where starts are known.
    pub worked: f64,
}

/// The rework of each activity that is ever done again, and in how many cases there is any.
pub fn rework(log: &EventLog) -> (Vec<Rework>, u64) {
    let mut found: Vec<Rework> =
        (0..log.activities.len() as u32).map(|activity| Rework { activity, ..Rework::default() }).collect();
    let mut cases = 0;
    let mut times = vec![0u64; log.activities.len()];
    for case in &log.cases {
        let mut before = None;
        let mut seen: Vec<u32> = Vec::new();
        let mut any = false;
        for at in by_begin(log, case) {
            let instance = &log.instances[at as usize];
            let activity = instance.activity;
            let of = &mut found[activity as usize];
            if times[activity as usize] == 0 {
                of.cases += 1;
                seen.push(activity);
            } else {
                any = true;
                of.again += u64::from(times[activity as usize] == 1);
                of.times += 1;
                of.at_once += u64::from(before == Some(activity));
                if let (Some(start), Some(end)) = (instance.start, instance.end) {
                    of.worked += days(end - start);
                }
            }
            times[activity as usize] += 1;
            before = Some(activity);
        }
        cases += u64::from(any);
        seen.into_iter().for_each(|activity| times[activity as usize] = 0);
    }
    found.retain(|rework| rework.times > 0);
    found.sort_by_key(|rework| (std::cmp::Reverse(rework.times), rework.activity));
    (found, cases)
}
