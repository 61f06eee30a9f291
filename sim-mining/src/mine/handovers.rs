//! Handovers: a case goes from one team, or one person, to another, and waits.
//!
//! What nobody does in between, such as papers that are collected at home, belongs to the wait: it is outside.

use std::collections::BTreeMap;

use crate::log::{EventLog, Instance, Micros};
use crate::mine::ending::{Ending, Fate};
use crate::mine::nobody::done_by_nobody;
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
    /// Every handover, by case and then in the order in which the next one starts: from the last step that somebody did.
    pub each: Vec<Wait>,
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
    let by_nobody = done_by_nobody(log);
    let goes_over = |wait: &Wait| {
        let (from, to) = (who(of(wait.from)), who(of(wait.to)));
        from.is_some() && to.is_some() && (from != to || unit == Unit::Activity)
    };
    let each: Vec<Wait> = match unit {
        Unit::Activity => waits.to_vec(),
        _ => waits
            .chunk_by(|one, other| one.case == other.case)
            .flat_map(|of_case| since_somebody(of_case, |at| by_nobody[of(at).activity as usize]))
            .filter(goes_over)
            .collect(),
    };
    let mut causes = Causes::default();
    each.iter().for_each(|wait| causes.add(&wait.causes));
    let between = |wait: &Wait| (who(of(wait.from)).unwrap_or_default(), who(of(wait.to)).unwrap_or_default());
    let pairs = pairs(each.iter(), between);
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
    Handovers { unit, pairs, steps, each, causes, pending }
}

/// The waits of a case for what somebody does, each since the last step that somebody did: with what nobody did in between.
fn since_somebody(waits: &[Wait], by_nobody: impl Fn(u32) -> bool) -> Vec<Wait> {
    let before: BTreeMap<u32, &Wait> = waits.iter().map(|wait| (wait.to, wait)).collect();
    let done = waits.iter().filter(|wait| !by_nobody(wait.to));
    done.map(|wait| {
        let mut whole = *wait;
        // Each began before the one after it, so this comes to an end.
        while let Some(earlier) = before.get(&whole.from).filter(|_| by_nobody(whole.from)) {
            whole.causes.add(&earlier.causes);
            whole.causes.outside += whole.begin - earlier.end;
            (whole.from, whole.begin) = (earlier.from, earlier.begin);
        }
        whole
    })
    .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mine::{Request, mine};
    use crate::read::{Options, read};

    #[test]
    fn what_nobody_does_in_between_belongs_to_the_handover() {
        // Papers are collected from Monday 10 until Thursday 10; the plan starts on Friday at 10.
        let text = "case,activity,resource,team,start,end\n\
            x,talk,kim,desk,2024-01-01 09:00,2024-01-01 10:00\nx,papers,,,2024-01-01 10:00,2024-01-04 10:00\n\
            x,plan,jo,consultants,2024-01-05 10:00,2024-01-05 11:00\nx,closed,,,,2024-01-05 11:00\n";
        let (log, _) = read(text.as_bytes(), &Options::default()).expect("a log");
        let mined = mine(&log, &Request::default());
        let [handover] = mined.handovers.each.as_slice() else { panic!("{:?}", mined.handovers) };
        assert_eq!(days(handover.end - handover.begin), 4.0);
        assert_eq!(handover.causes.total(), handover.end - handover.begin);
        // Three days of collecting are outside, and whatever was so of the day after.
        assert!(days(handover.causes.outside) >= 3.0, "{handover:?}");
        let [pair] = mined.handovers.pairs.as_slice() else { panic!("{:?}", mined.handovers.pairs) };
        assert_eq!((log.groups.name(pair.from), log.groups.name(pair.to), pair.median), ("desk", "consultants", 4.0));
        assert_eq!((mined.rows[0].handovers, mined.rows[0].handover_days), (1, 4.0));
        // The waits between steps are as they were: what was done is no wait.
        assert_eq!(mined.waits.iter().map(|wait| days(wait.end - wait.begin)).collect::<Vec<_>>(), [0.0, 1.0, 0.0]);
    }
}
