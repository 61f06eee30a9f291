//! Which cases are over, and how they ended: as intended, or as a drop-out.

use crate::log::{EventLog, Micros};
use crate::mine::{by_begin, period};

/// Least share of the times that an activity is done at which it is the last of its case, to be guessed an end.
const MOSTLY_LAST: f64 = 0.5;
/// Quantile of the gaps between steps of a case: a case silent for longer is over.
const SILENCE: f64 = 0.99;

/// Parts of names by which an end is guessed to be a drop-out, in lower case: the resident, or whoever the case is about, left.
const DROP_OUT_WORDS: [&str; 24] = [
    "broken off",
    "afgebroken",
    "did not appear",
    "withdraw",
    "cancel",
    "abandon",
    "drop-out",
    "drop out",
    "dropout",
    "no show",
    "no-show",
    "intrek",
    "ingetrokken",
    "geannuleerd",
    "annuler",
    "niet verschenen",
    "nietverschenen",
    "voldoet niet",
    "uitval",
    "uitgevallen",
    "verhuisd",
    "overleden",
    "afgehaakt",
    "gave up",
];

/// What was asked about ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EndingRequest {
    /// Activities that end a case.
    pub ends: Vec<u32>,
    /// Those of them, or others, that end it as a drop-out.
    pub drop_outs: Vec<u32>,
}

/// How it is known that a case is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The ends were named.
    Asked,
    /// The ends were guessed: activities that are mostly the last of a case; and a case that has been silent for longer than nearly all
    /// cases ever are is over as well.
    Guessed {
        /// For how long it must be silent.
        silence: Micros,
        /// How many cases are over by that alone.
        silent: usize,
    },
}

/// How a case stands at the end of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is over, as intended.
    Done,
    /// It is over by dropping out.
    DroppedOut,
    /// It is still open.
    Open,
}

/// Which cases are over.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// How that is known.
    pub by: By,
    /// The activities that end a case as intended.
    pub ends: Vec<u32>,
    /// Those that end it as a drop-out.
    pub drop_outs: Vec<u32>,
    /// How each case stands, in the order of the log.
    pub fates: Vec<Fate>,
    /// When the log was made: its last moment.
    pub until: Micros,
}

/// The life of a case in the process: how long, and whether that is all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Life {
    /// When it began.
    pub begin: Micros,
    /// When it was over, or, for an open case, the last moment of the log.
    pub until: Micros,
    /// How it stands.
    pub fate: Fate,
}

/// Whether an end of this name is guessed to be a drop-out.
pub(crate) fn sounds_like_drop_out(name: &str) -> bool {
    let name = name.to_lowercase();
    DROP_OUT_WORDS.iter().any(|word| name.contains(word))
}

/// Finds which cases are over: by the ends asked for, or else by guessed ones and by silence.
pub fn ending(log: &EventLog, request: &EndingRequest) -> Ending {
    let until = period(log).map_or(0, |(_, last)| last);
    let last = last_activities(log);
    let mut drop_outs = request.drop_outs.clone();
    let asked = !request.ends.is_empty();
    let mut ends = request.ends.clone();
    ends.extend(&request.drop_outs);
    if !asked {
        ends.extend(guessed(log, &last));
    }
    if request.drop_outs.is_empty() {
        drop_outs.extend(ends.iter().filter(|end| sounds_like_drop_out(log.activities.name(**end))));
    }
    let mut is_end = vec![false; log.activities.len()];
    let mut is_drop_out = vec![false; log.activities.len()];
    ends.iter().for_each(|&activity| is_end[activity as usize] = true);
    drop_outs.iter().for_each(|&activity| is_drop_out[activity as usize] = true);
    let longest = silence(log);
    let mut silent = 0;
    let fates = log
        .each()
        .zip(&last)
        .map(|((_, instances), last)| {
            let running = instances.iter().any(|instance| instance.end.is_none() && instance.start.is_some());
            let quiet = instances.iter().filter_map(crate::log::Instance::span).map(|(_, end)| end).max();
            let Some(last) = *last else { return Fate::Open };
            if is_drop_out[last as usize] {
                return Fate::DroppedOut;
            }
            let is_silent = !asked && !running && quiet.is_some_and(|quiet| until - quiet > longest);
            if !is_end[last as usize] && is_silent {
                silent += 1;
            }
            if is_end[last as usize] || is_silent { Fate::Done } else { Fate::Open }
        })
        .collect();
    let by = if asked { By::Asked } else { By::Guessed { silence: longest, silent } };
    ends.retain(|end| !is_drop_out[*end as usize]);
    ends.sort_unstable();
    ends.dedup();
    drop_outs.sort_unstable();
    drop_outs.dedup();
    Ending { by, ends, drop_outs, fates, until }
}

impl Ending {
    /// The life of every case, in the order of the log.
    pub fn lives(&self, log: &EventLog) -> Vec<Life> {
        log.each()
            .zip(&self.fates)
            .map(|((_, instances), &fate)| {
                let spans = || instances.iter().filter_map(crate::log::Instance::span);
                let begin = spans().map(|(start, _)| start).min().unwrap_or(self.until);
                let last = spans().map(|(_, end)| end).max().unwrap_or(self.until);
                Life { begin, until: if fate == Fate::Open { self.until } else { last }, fate }
            })
            .collect()
    }

    /// How many cases stand so.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().filter(|other| **other == fate).count()
    }
}

/// The last activity of each case: the last that ended.
fn last_activities(log: &EventLog) -> Vec<Option<u32>> {
    log.each().map(|(_, instances)| instances.last().map(|instance| instance.activity)).collect()
}

/// Activities that are mostly the last of a case, and of more than a hundredth of cases or of ten.
fn guessed(log: &EventLog, last: &[Option<u32>]) -> Vec<u32> {
    let mut done = vec![0u64; log.activities.len()];
    let mut ended = vec![0u64; log.activities.len()];
    for (case, last) in log.cases.iter().zip(last) {
        // An activity that is repeated at the end of a case counts once.
        let mut seen: Vec<u32> =
            by_begin(log, case).into_iter().map(|at| log.instances[at as usize].activity).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|activity| done[activity as usize] += 1);
        if let Some(last) = last {
            ended[*last as usize] += 1;
        }
    }
    let least = (log.cases.len() as f64 * 0.01).min(10.0);
    (0..log.activities.len() as u32)
        .filter(|&activity| {
            let (done, ended) = (done[activity as usize] as f64, ended[activity as usize] as f64);
            ended > 0.0 && ended >= least && ended >= MOSTLY_LAST * done
        })
        .collect()
}

/// The gap between steps that nearly no case exceeds.
fn silence(log: &EventLog) -> Micros {
    let mut gaps: Vec<Micros> = Vec::new();
    for (_, instances) in log.each() {
        let ends = instances.iter().filter_map(crate::log::Instance::span).map(|(_, end)| end);
        let ends: Vec<Micros> = ends.collect();
        gaps.extend(ends.windows(2).map(|pair| pair[1] - pair[0]));
    }
    gaps.sort_unstable();
    let place = (gaps.len() as f64 * SILENCE) as usize;
    gaps.get(place.min(gaps.len().saturating_sub(1))).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, read};

    fn log(rows: &str) -> EventLog {
        read(format!("case,activity,end\n{rows}").as_bytes(), &Options::default()).expect("a log").0
    }

    #[test]
    fn ends_are_guessed_and_withdrawals_among_them() {
        let log = log("1,intake,2024-01-01\n1,close,2024-01-05\n2,intake,2024-01-02\n2,Ingetrokken,2024-01-03\n\
            3,intake,2024-01-03\n3,close,2024-01-09\n4,intake,2024-01-08\n");
        let found = ending(&log, &EndingRequest::default());
        assert!(matches!(found.by, By::Guessed { .. }));
        assert_eq!(found.fates, [Fate::Done, Fate::DroppedOut, Fate::Done, Fate::Open]);
        let lives = found.lives(&log);
        assert_eq!((lives[3].until - lives[3].begin) / super::super::DAY, 1);
    }

    #[test]
    fn ends_that_are_named_are_the_ends() {
        let log = log("1,intake,2024-01-01\n1,close,2024-01-05\n2,intake,2024-01-02\n");
        let intake = log.activities.find("intake").expect("it is there");
        let close = log.activities.find("close").expect("it is there");
        let request = EndingRequest { ends: vec![close], drop_outs: vec![intake] };
        assert_eq!(ending(&log, &request).fates, [Fate::Done, Fate::DroppedOut]);
    }
}
