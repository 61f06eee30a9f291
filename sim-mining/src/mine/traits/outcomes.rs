//! In which respects groups of cases are compared.

use std::collections::BTreeMap;

use super::FEWEST;
use super::compare::Measured;
use crate::log::{EventLog, Instance, Micros};
use crate::mine::ending::{Ending, Fate, Life};
use crate::mine::survival::{Watched, kaplan_meier};
use crate::mine::throughput::{DONE, Stretch, stretches};
use crate::mine::waits::Wait;
use crate::mine::{by_begin, days, quantile};

/// Share of cases that are over by the limit of the restricted mean.
const LIMIT: f64 = 0.9;
/// Share of handovers whose wait is below the limit of waits.
const HANDOVER_LIMIT: f64 = 0.95;
/// Share of times of a step that are below its limit.
const STEP_LIMIT: f64 = 0.99;
/// Most steps that are compared: those on which most time goes; and most kinds of work, on which people's time goes.
const MOST_STEPS: usize = 20;
const MOST_WORK: usize = 10;
/// Most ends, and most activities after which drop-out, and of which doing them again, is compared.
const MOST_ENDS: usize = 12;
const MOST_ACTIVITIES: usize = 8;
/// Days, or share of the longest time, within which all times are as good as equal.
const LEAST_SPREAD: f64 = 1e-5;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Days until a case is over, or through the stretch that was asked for.
    Throughput,
    /// Days per handover.
    Handover,
    /// Days from the end of one activity to the begin of another.
    Wait(u32, u32),
    /// Days from begin to end of an activity.
    Work(u32),
    /// The share that comes to the end of the stretch that was asked for.
    Reaches,
    /// The share that drops out.
    DropsOut,
    /// The share for which what comes after an activity is dropping out, of those that come to it.
    DropsOutAt(u32),
    /// The share that ends with an activity.
    Ends(u32),
    /// The share for which an activity is done again, of those for which it is done.
    Again(u32),
}

/// What kind of thing is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Respect {
    /// How long cases take.
    Throughput,
    /// How long handovers take.
    Handover,
    /// How long steps take.
    Step,
    /// How cases end, and what is done again.
    Share,
}

impl Outcome {
    /// What kind of thing it is.
    pub fn respect(self) -> Respect {
        match self {
            Outcome::Throughput => Respect::Throughput,
            Outcome::Handover => Respect::Handover,
            Outcome::Wait(..) | Outcome::Work(_) => Respect::Step,
            _ => Respect::Share,
        }
    }
}

/// What is known of the cases of a log.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'l> {
    /// The log.
    pub log: &'l EventLog,
    /// Which cases are over.
    pub ending: &'l Ending,
    /// Every wait, case by case.
    pub waits: &'l [Wait],
    /// Every handover, case by case.
    pub handovers: &'l [Wait],
    /// Between which two activities only.
    pub between: Option<(u32, u32)>,
    /// Fewest cases of a group that is shown; never fewer than [`FEWEST`] are.
    pub smallest: usize,
}

/// Every respect, with what is known of it.
pub(super) fn outcomes(scope: &Scope<'_>) -> Vec<(Outcome, Measured)> {
    let lives = scope.ending.lives(scope.log);
    let stretches: Vec<Option<Stretch>> = match scope.between {
        Some((from, to)) => stretches(scope.log, &lives, from, to),
        None => lives.iter().map(|life| Some(whole(life))).collect(),
    };
    let data = Data { scope, lives: &lives, stretches: &stretches };
    let mut all = vec![(Outcome::Throughput, data.throughput())];
    all.extend(data.handover().map(|measured| (Outcome::Handover, measured)));
    all.extend(data.steps());
    match scope.between {
        Some(_) => all.push((Outcome::Reaches, data.reaches())),
        None => all.extend(data.ends()),
    }
    all.extend(data.again());
    all
}

/// A case as a stretch from begin to end.
fn whole(life: &Life) -> Stretch {
    Stretch { from: life.begin, until: life.until, event: (life.fate != Fate::Open).then_some(DONE) }
}

struct Data<'d> {
    scope: &'d Scope<'d>,
    lives: &'d [Life],
    stretches: &'d [Option<Stretch>],
}

impl Data<'_> {
    /// Whether a time of a case is within what is looked at.
    fn is_in(&self, case: usize, begin: Micros, end: Micros) -> bool {
        self.stretches[case].is_some_and(|stretch| stretch.from <= begin && end <= stretch.until)
    }

    fn throughput(&self) -> Measured {
        let watch = |stretch: Stretch| Watched { time: days(stretch.until - stretch.from), event: stretch.event };
        let watched: Vec<Option<Watched>> = self.stretches.iter().map(|stretch| stretch.map(watch)).collect();
        let all = kaplan_meier(&watched.iter().flatten().copied().collect::<Vec<_>>());
        let limit = all.quantile(LIMIT).unwrap_or(all.longest);
        Measured::Until { watched, limit }
    }

    /// For every case the mean of its times, up to the quantile of all.
    fn mean_days(&self, times: impl Iterator<Item = (usize, Micros)>, share: f64) -> Option<Measured> {
        let mut sums = vec![(0.0, 0.0); self.stretches.len()];
        for (case, time) in times {
            sums[case].0 += days(time);
            sums[case].1 += 1.0;
        }
        let mean = |(sum, count): (f64, f64)| (count > 0.0).then(|| sum / count);
        let means: Vec<Option<f64>> = sums.into_iter().map(mean).collect();
        let mut sorted: Vec<f64> = means.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let limit = quantile(&sorted, share)?;
        // What takes as long every time tells nothing apart.
        if limit - sorted[0] < LEAST_SPREAD.max(LEAST_SPREAD * limit) {
            return None;
        }
        let days = means.into_iter().map(|days| days.map(|days| days.min(limit))).collect();
        (sorted.len() >= 2 * FEWEST).then_some(Measured::Days { days, limit })
    }

    /// Those that are within what is looked at.
    fn within<'w>(&'w self, waits: &'w [Wait]) -> impl Iterator<Item = &'w Wait> {
        waits.iter().filter(|wait| self.is_in(wait.case as usize, wait.begin, wait.end))
    }

    fn handover(&self) -> Option<Measured> {
        let handovers = self.within(self.scope.handovers);
        self.mean_days(handovers.map(|wait| (wait.case as usize, wait.end - wait.begin)), HANDOVER_LIMIT)
    }

    /// The steps on which most time goes, each from the end of one activity to the begin of another, or from begin to end of one.
    fn steps(&self) -> Vec<(Outcome, Measured)> {
        let log = self.scope.log;
        let mut times: BTreeMap<Outcome, Vec<(usize, Micros)>> = BTreeMap::new();
        for wait in self.within(self.scope.waits) {
            let [from, to] = [wait.from, wait.to].map(|at| log.instances[at as usize].activity);
            times.entry(Outcome::Wait(from, to)).or_default().push((wait.case as usize, wait.end - wait.begin));
        }
        for (case, (_, instances)) in log.each().enumerate() {
            for instance in instances {
                let (Some(start), Some(end)) = (instance.start, instance.end) else { continue };
                if self.is_in(case, start, end) {
                    times.entry(Outcome::Work(instance.activity)).or_default().push((case, end - start));
                }
            }
        }
        let total = |times: &[(usize, Micros)]| times.iter().map(|(_, time)| *time).sum::<Micros>();
        let mut order: Vec<(Outcome, Vec<(usize, Micros)>)> =
            times.into_iter().filter(|(_, times)| total(times) > 0).collect();
        order.sort_by_key(|(outcome, times)| (std::cmp::Reverse(total(times)), *outcome));
        // Work takes little of the time of cases, and all of the time of people.
        let mut done_by_people = vec![false; log.activities.len()];
        for instance in log.instances.iter().filter(|instance| instance.resource.is_some()) {
            done_by_people[instance.activity as usize] = true;
        }
        let is_work = |outcome: Outcome| matches!(outcome, Outcome::Work(of) if done_by_people[of as usize]);
        let (mut steps, mut work) = (Vec::new(), Vec::new());
        for (outcome, times) in order {
            let (kind, most) = if is_work(outcome) { (&mut work, MOST_WORK) } else { (&mut steps, MOST_STEPS) };
            if kind.len() < most
                && let Some(measured) = self.mean_days(times.into_iter(), STEP_LIMIT)
            {
                kind.push((outcome, measured));
            }
        }
        steps.extend(work);
        steps
    }

    /// Something that happens at the end of what is looked at, to some cases.
    ///
    /// * `from` – since when, of a case that it is about
    /// * `happens` – whether it does when a case is over
    fn happens(&self, from: impl Fn(usize) -> Option<Micros>, happens: impl Fn(usize) -> bool) -> Measured {
        let mut watched: Vec<(u32, Watched)> = (0..self.stretches.len())
            .filter_map(|case| {
                let (stretch, from) = (self.stretches[case]?, from(case)?);
                let event = stretch.event.map(|_| u8::from(!happens(case)));
                Some((case as u32, Watched { time: days((stretch.until - from).max(0)), event }))
            })
            .collect();
        watched.sort_by(|one, other| one.1.time.total_cmp(&other.1.time));
        Measured::Happens(watched)
    }

    fn reaches(&self) -> Measured {
        let from = |case: usize| self.stretches[case].map(|stretch| stretch.from);
        self.happens(from, |case| self.stretches[case].is_some_and(|stretch| stretch.event == Some(DONE)))
    }

    /// The shares that drop out, in all and at each activity, and that come to each end.
    fn ends(&self) -> Vec<(Outcome, Measured)> {
        let (log, ending) = (self.scope.log, self.scope.ending);
        let mut all = Vec::new();
        let begin = |case: usize| Some(self.lives[case].begin);
        let is_drop_out = |case: usize| self.lives[case].fate == Fate::DroppedOut;
        let drop_outs = ending.count(Fate::DroppedOut);
        if drop_outs >= FEWEST {
            all.push((Outcome::DropsOut, self.happens(begin, is_drop_out)));
        }
        let last: Vec<Option<u32>> =
            log.each().map(|(_, instances)| instances.last().map(|instance| instance.activity)).collect();
        let mut ends: Vec<(usize, u32)> = ending
            .ends
            .iter()
            .chain(&ending.drop_outs)
            .map(|&end| (last.iter().filter(|last| **last == Some(end)).count(), end))
            .filter(|(count, _)| *count >= FEWEST && *count + FEWEST <= last.len())
            .collect();
        ends.sort_by_key(|(count, end)| (std::cmp::Reverse(*count), *end));
        ends.dedup();
        // Of one kind of drop-out all is said already.
        ends.retain(|(count, end)| !(ending.drop_outs.contains(end) && *count == drop_outs));
        for (_, end) in ends.into_iter().take(MOST_ENDS) {
            all.push((Outcome::Ends(end), self.happens(begin, |case| last[case] == Some(end))));
        }
        // What comes after the first time of each activity, and how long after its begin.
        let is_end = |activity: u32| ending.ends.contains(&activity) || ending.drop_outs.contains(&activity);
        let mut after: BTreeMap<u32, Vec<(u32, Watched)>> = BTreeMap::new();
        for (at, (case, life)) in log.cases.iter().zip(self.lives).enumerate() {
            let order: Vec<&Instance> = by_begin(log, case).into_iter().map(|at| &log.instances[at as usize]).collect();
            for (place, instance) in order.iter().enumerate() {
                let is_first = !order[..place].iter().any(|before| before.activity == instance.activity);
                let (Some((start, _)), true) = (instance.span(), is_first && !is_end(instance.activity)) else {
                    continue;
                };
                let next = order.get(place + 1).and_then(|next| Some((next.span()?.0, next.activity)));
                let (until, event) = match next {
                    Some((until, next)) => (until, Some(u8::from(!ending.drop_outs.contains(&next)))),
                    None => {
                        let over = (life.fate != Fate::Open).then(|| u8::from(life.fate != Fate::DroppedOut));
                        (life.until, over)
                    }
                };
                let watched = Watched { time: days((until - start).max(0)), event };
                after.entry(instance.activity).or_default().push((at as u32, watched));
            }
        }
        let drop_outs = |watched: &[(u32, Watched)]| watched.iter().filter(|(_, one)| one.event == Some(0)).count();
        let mut order: Vec<(usize, u32)> =
            after.iter().map(|(activity, watched)| (drop_outs(watched), *activity)).collect();
        order.retain(|(count, activity)| *count >= FEWEST && after[activity].len() >= count + FEWEST);
        order.sort_by_key(|(count, activity)| (std::cmp::Reverse(*count), *activity));
        for (_, activity) in order.into_iter().take(MOST_ACTIVITIES) {
            let mut watched = after.remove(&activity).unwrap_or_default();
            watched.sort_by(|one, other| one.1.time.total_cmp(&other.1.time));
            all.push((Outcome::DropsOutAt(activity), Measured::Happens(watched)));
        }
        all
    }

    /// The share for which something is done again.
    fn again(&self) -> Vec<(Outcome, Measured)> {
        let log = self.scope.log;
        let mut times: BTreeMap<u32, BTreeMap<usize, usize>> = BTreeMap::new();
        for (case, (_, instances)) in log.each().enumerate() {
            for instance in instances {
                let Some((start, end)) = instance.span() else { continue };
                if self.is_in(case, start, end) {
                    *times.entry(instance.activity).or_default().entry(case).or_default() += 1;
                }
            }
        }
        let mut found: Vec<(usize, u32)> = times
            .iter()
            .map(|(activity, cases)| (cases.values().filter(|times| **times > 1).count(), *activity))
            .filter(|(again, activity)| *again >= FEWEST && times[activity].len() >= again + FEWEST)
            .collect();
        found.sort_by_key(|(again, activity)| (std::cmp::Reverse(*again), *activity));
        let again = |activity: u32| {
            let cases = &times[&activity];
            Measured::Is((0..self.stretches.len()).map(|case| cases.get(&case).map(|times| *times > 1)).collect())
        };
        let most = found.into_iter().take(MOST_ACTIVITIES);
        most.map(|(_, activity)| (Outcome::Again(activity), again(activity))).collect()
    }
}
