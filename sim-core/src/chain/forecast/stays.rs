//! Stays on average: how long a delay or replies last, who leaves or is refused meanwhile, and how many contacts there are.

use jiff::civil::Date;

use crate::chain::outcome_of;
use crate::random::{Distribution, Draws, Purpose, Quantity, ResidentKey, Sampler, Stream};
use crate::scenario::{Agree, Decides, Delay, HowMany, MOST_CREDITORS, Replies, Step};
use crate::time::{DAY, Span};

/// Points of each distribution in the chance that one time is shorter than another.
const POINTS: usize = 200;
/// Imagined residents whose creditors are asked; a tenth of their spread remains, which is enough for a forecast.
const ASKED: u64 = 1_000;

/// What one class meets in a stay that begins on a date.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Stay {
    /// Mean time spent in it by everybody, days.
    pub(super) time: f64,
    /// Share who leave before it is over.
    pub(super) leaves: f64,
    /// Share who are refused by their creditors.
    pub(super) refused: f64,
    /// Mean number of contacts.
    pub(super) contacts: f64,
}

impl Stay {
    /// The stay of a delay or replies; nothing of other steps.
    pub(super) fn of(step: &Step, levels: &[usize], date: Date, known: &mut Known) -> Stay {
        let mut stay = match step {
            Step::Delay(delay) => {
                let (leaves, time) = delay_of(delay, levels, date, known);
                Stay { time, leaves, ..Stay::default() }
            }
            Step::Replies(replies) => known.replies(Asking::of(replies, levels, date)),
            Step::Work(_)
            | Step::Attempts(_)
            | Step::SideBySide(_)
            | Step::Place(_)
            | Step::GiveBack(_)
            | Step::Change(_) => Stay::default(),
        };
        if let Some(contacts) = step.contacts() {
            let every = contacts.every.for_levels(levels).on(date).as_days();
            // Contacts fall due at whole intervals before the end; of any stay there are half an interval too few.
            let constant = match step {
                Step::Delay(delay) => match delay.time.for_levels(levels).on(date) {
                    Distribution::Constant(days) if delay.leave.is_none() => Some((days / every).ceil() - 1.0),
                    _ => None,
                },
                _ => None,
            };
            stay.contacts = constant.unwrap_or(stay.time / every - 0.5).max(0.0);
        }
        stay
    }
}

/// The share that leaves during a delay, and the mean time spent in it by everybody.
fn delay_of(delay: &Delay, levels: &[usize], date: Date, known: &mut Known) -> (f64, f64) {
    let time = delay.time.for_levels(levels).on(date);
    match &delay.leave {
        None => (0.0, time.mean()),
        Some(leave) => known.leaving(leave.after.for_levels(levels).on(date), time),
    }
}

/// What the outcome of replies depends on.
#[derive(Debug, Clone, PartialEq)]
struct Asking {
    creditors: HowMany,
    time: Distribution,
    refuses: f64,
    agree: Agree,
    decides: Decides,
    collective: Option<(f64, Distribution)>,
    leave: Option<Distribution>,
}

impl Asking {
    fn of(replies: &Replies, levels: &[usize], date: Date) -> Asking {
        let collective = replies.collective.as_ref().map(|collective| {
            let time = collective.time.for_levels(levels).on(date).clone();
            (*collective.share.for_levels(levels).on(date), time)
        });
        Asking {
            creditors: replies.creditors.for_levels(levels).on(date).clone(),
            time: replies.time.for_levels(levels).on(date).clone(),
            refuses: *replies.refuses.for_levels(levels).on(date),
            agree: *replies.agree.on(date),
            decides: replies.decides,
            collective,
            leave: replies.leave.as_ref().map(|leave| leave.after.for_levels(levels).on(date).clone()),
        }
    }

    /// Asks the creditors of imagined residents, always the same ones.
    fn asked(&self) -> Stay {
        let draws = Draws::new(0, 0);
        let HowMany::Drawn(number) = &self.creditors;
        let (number, time) = (Quantity::new(number), Sampler::new(&self.time));
        let collective = self.collective.as_ref().map(|(share, time)| (*share, Sampler::new(time)));
        let leave = self.leave.as_ref().map(Sampler::new);
        let mut sum = Stay::default();
        for ordinal in 0..ASKED {
            let resident = ResidentKey::new(Stream::named("forecast"), ordinal);
            let unit = |at: &str, draw: u32| draws.unit(resident, Purpose::named(at), 0, draw);
            let at_once = collective.as_ref().filter(|(share, _)| unit("collective.share", 0) < *share);
            let (known_after, agreed) = match at_once {
                Some((_, time)) => (time.draw(unit("collective.time", 0)), true),
                None => {
                    let asked = number.whole(unit("creditors", 0), 1).min(u64::from(MOST_CREDITORS)) as u32;
                    let of = |draw| (time.draw(unit("time", draw)), unit("refuses", draw) < self.refuses);
                    let mut replies: Vec<(i64, bool)> = (0..asked).map(of).collect();
                    let (time, answer) = outcome_of(&mut replies, self.agree.of(asked), self.decides);
                    (time, answer.agreed)
                }
            };
            let leaves = leave.as_ref().map_or(i64::MAX, |leave| leave.draw(unit("leave", 0)));
            sum.time += Span(known_after.min(leaves)).as_days();
            match leaves < known_after {
                true => sum.leaves += 1.0,
                false if !agreed => sum.refused += 1.0,
                false => {}
            }
        }
        let mean = |sum: f64| sum / ASKED as f64;
        Stay { time: mean(sum.time), leaves: mean(sum.leaves), refused: mean(sum.refused), contacts: 0.0 }
    }
}

/// Shares who leave during delays, and outcomes of replies, each worked out once.
#[derive(Default)]
pub(super) struct Known {
    leaving: Vec<(Distribution, Distribution, (f64, f64))>,
    replies: Vec<(Asking, Stay)>,
}

impl Known {
    /// The chance that `leave` is shorter than `delay`, and the mean of the shorter of the two, days.
    ///
    /// By the midpoint rule over quantiles: 200 equally likely times of each, all pairs.
    fn leaving(&mut self, leave: &Distribution, delay: &Distribution) -> (f64, f64) {
        if let Some((_, _, result)) = self.leaving.iter().find(|(a, b, _)| a == leave && b == delay) {
            return *result;
        }
        let points = |distribution: &Distribution| {
            let sampler = Sampler::new(distribution);
            let unit = |point: usize| (point as f64 + 0.5) / POINTS as f64;
            (0..POINTS).map(|point| sampler.draw(unit(point))).collect::<Vec<i64>>()
        };
        let (leaves, delays) = (points(leave), points(delay));
        let (mut shorter, mut total) = (0_u32, 0.0);
        for &leave in &leaves {
            for &delay in &delays {
                shorter += u32::from(leave < delay);
                total += leave.min(delay) as f64;
            }
        }
        let pairs = (POINTS * POINTS) as f64;
        let result = (f64::from(shorter) / pairs, total / pairs / DAY as f64);
        self.leaving.push((leave.clone(), delay.clone(), result));
        result
    }

    fn replies(&mut self, asking: Asking) -> Stay {
        if let Some((_, stay)) = self.replies.iter().find(|(known, _)| *known == asking) {
            return *stay;
        }
        let stay = asking.asked();
        self.replies.push((asking, stay));
        stay
    }
}
