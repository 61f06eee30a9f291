//! Handovers: a case goes from one team, or one person, to another, and waits.

use std::collections::BTreeMap;

use crate::log::{EventLog, Instance, Micros};
use crate::mine::ending::{Ending, Fate};
use crate::mine::waits::{Causes, Wait};
use crate::mine::{days, quantile};

/// Between whom handovers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Between teams.
    Group,
    /// Between people: the log names no teams, or just one.
    Resource,
    /// Neither is known: every step counts.
    Activity,
}

/// Handovers, by whom and by what.
#[derive(Debug, Clone, PartialEq)]
pub struct Handovers {
    /// Between whom.
    pub unit: Unit,
    /// From whom to whom, the longest wait in all first.
    pub pairs: Vec<Pair>,
    /// From what to what, every step of it, the longest wait in all first.
    pub steps: Vec<Pair>,
    /// Of each wait, in their order, whether it is a handover.
    pub is_handover: Vec<bool>,
    /// All handovers together.
    pub causes: Causes,
    /// Days since the last step, of open cases in which nothing is at work, sorted: what waits now.
    pub pending: Vec<f64>,
}

/// Waits of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// From whom or what, by number.
    pub from: u32,
    /// To whom or what, by number.
    pub to: u32,
    /// How many.
    pub count: u64,
    /// In how many cases.
    pub cases: u64,
    /// Median wait in days.
    pub median: f64,
    /// Wait in days that nine in ten do not exceed.
    pub p90: f64,
    /// Time waited in all, by cause.
    pub causes: Causes,
}

/// Finds the handovers among the waits of a log.
pub fn handovers(log: &EventLog, ending: &Ending, waits: &[Wait]) -> Handovers {
    let named = |names: &crate::log::Names| names.iter().filter(|name| !is_nobody(name)).count();
    let unit = match (named(&log.groups), named(&log.resources)) {
        (2.., _) => Unit::Group,
        (_, 2..) => Unit::Resource,
        _ => Unit::Activity,
    };
    let who = |instance: &Instance| match unit {
        Unit::Group => instance.group.filter(|group| !is_nobody(log.groups.name(*group))),
        Unit::Resource => instance.resource.filter(|resource| !is_nobody(log.resources.name(*resource))),
        Unit::Activity => Some(instance.activity),
    };
    let of = |at: u32| &log.instances[at as usize];
    let is_handover: Vec<bool> = waits
        .iter()
        .map(|wait| {
            let (from, to) = (who(of(wait.from)), who(of(wait.to)));
            from.is_some() && to.is_some() && (from != to || unit == Unit::Activity)
        })
        .collect();
    let chosen = || waits.iter().zip(&is_handover).filter(|(_, is)| **is).map(|(wait, _)| wait);
    let mut causes = Causes::default();
    chosen().for_each(|wait| causes.add(&wait.causes));
    let between = |wait: &Wait| (who(of(wait.from)).unwrap_or_default(), who(of(wait.to)).unwrap_or_default());
    let pairs = pairs(chosen(), between);
    let steps = self::pairs(waits.iter(), |wait| (of(wait.from).activity, of(wait.to).activity));
    let mut pending: Vec<f64> = log
        .each()
        .zip(&ending.fates)
        .filter(|((_, instances), fate)| {
            **fate == Fate::Open && instances.iter().all(|instance| instance.end.is_some())
        })
        .filter_map(|((_, instances), _)| instances.iter().filter_map(|instance| instance.end).max())
        .map(|last| days(ending.until - last))
        .collect();
    pending.sort_by(f64::total_cmp);
    Handovers { unit, pairs, steps, is_handover, causes, pending }
}

/// Names that systems write where nobody is known.
pub fn is_nobody(name: &str) -> bool {
    const NOBODY: [&str; 11] =
        ["empty", "unknown", "__invalid__", "null", "none", "nan", "n/a", "-", "onbekend", "leeg", "missing"];
    NOBODY.iter().any(|nobody| name.trim().eq_ignore_ascii_case(nobody))
}

/// Waits of one pair while they are gathered.
#[derive(Default)]
struct Waited {
    lengths: Vec<f64>,
    causes: Causes,
    cases: u64,
    /// The last case among them.
    last: Option<u32>,
}

fn pairs<'w>(waits: impl Iterator<Item = &'w Wait>, between: impl Fn(&Wait) -> (u32, u32)) -> Vec<Pair> {
    let mut found: BTreeMap<(u32, u32), Waited> = BTreeMap::new();
    for wait in waits {
        let waited = found.entry(between(wait)).or_default();
        waited.lengths.push(days(wait.end - wait.begin));
        waited.causes.add(&wait.causes);
        // Waits stand case by case.
        waited.cases += u64::from(waited.last != Some(wait.case));
        waited.last = Some(wait.case);
    }
    let mut pairs: Vec<Pair> = found
        .into_iter()
        .map(|((from, to), Waited { mut lengths, causes, cases, .. })| {
            lengths.sort_by(f64::total_cmp);
            let at = |share: f64| quantile(&lengths, share).unwrap_or_default();
            Pair { from, to, count: lengths.len() as u64, cases, median: at(0.5), p90: at(0.9), causes }
        })
        .collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.causes.total()), pair.from, pair.to));
    pairs
}

impl Pair {
    /// Mean wait in days.
    pub fn mean(&self) -> f64 {
        days(self.causes.total()) / self.count as f64
    }
}

/// Time waited in all, in days, of any waits.
pub fn total_days(waits: &[Wait]) -> f64 {
    days(waits.iter().map(|wait| wait.end - wait.begin).sum::<Micros>())
}
