//! Which traits of cases go with short throughput, short steps and good ends.
//!
//! Each value of a trait is a group that is compared with all other cases whose value is known, in every respect of [`Outcome`]: the mean
//! days until a case is over, per handover and of the steps on which most time goes, and the shares that end in some way or do
//! something again. Intervals are of 95 %; probabilities are corrected for how many comparisons there are (Holm). Where a group goes
//! together with another trait, that is named, and the difference within the values of the other stands beside the crude one.
//!
//! # Sources
//! Royston & Parmar (2013), *BMC Medical Research Methodology* 13:152 (restricted means); Welch (1947), *Biometrika* 34, 28–35;
//! Holm (1979), see `sim_core::estimate::holm`; Cramér (1946), *Mathematical Methods of Statistics*, §21.9 (association).

mod association;
mod compare;
mod levels;
mod outcomes;

use sim_core::estimate::holm;

use crate::mine::survival::Z;
use association::association;
pub(crate) use association::cramers_v;
use compare::Measured;
use levels::{Levels, levels, shown_last};
use outcomes::outcomes;
pub use outcomes::{Outcome, Respect, Scope};

/// Fewest cases of a group that is compared, whatever is asked: smaller ones tell little.
pub const FEWEST: usize = 10;
/// Most values of one trait that are compared: the most frequent.
const MOST_VALUES: usize = 30;
/// Least association (Cramér's V) at which another trait is named.
const ASSOCIATED: f64 = 0.3;
/// Fewest cases on either side within a value of the other trait.
const FEWEST_WITHIN: usize = 5;
/// Least share of cases that can be compared within the values of the other trait, to say whether a difference remains there.
const LEAST_SHARE_WITHIN: f64 = 0.2;
/// What may be claimed.
const SIGNIFICANT: f64 = 0.05;

/// The cases that have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Group {
    /// This word.
    Word(u32),
    /// Yes, against no.
    Yes,
    /// More than this, which half of the cases do not exceed.
    MoreThan(f64),
}

/// Why a trait was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It is a moment.
    Moment,
    /// It is the same for all, or known of too few.
    Same,
    /// All of its groups are too small.
    Small,
}

/// A group beside all other cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The trait, by its place in the log.
    pub attribute: usize,
    /// The value.
    pub group: Group,
    /// What is compared.
    pub outcome: Outcome,
    /// Cases of the group, and others.
    pub cases: (usize, usize),
    /// Mean days of the group, and of the others, up to `limit`; or their shares.
    pub means: (f64, f64),
    /// Days up to which is counted; none where all count whole.
    pub limit: Option<f64>,
    /// The difference: negative where the group is shorter, or a smaller share of it.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Probability of a difference this large by chance, corrected for all comparisons.
    pub corrected: f64,
    /// The trait with which the group goes together most, where it does.
    pub confounder: Option<Confounder>,
}

/// Another trait that goes together with a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Confounder {
    /// The trait, by its place in the log.
    pub attribute: usize,
    /// How closely: Cramér's V, from 0 to 1.
    pub association: f64,
    /// The difference within its values, with its 95 % interval; none where no value has enough of both.
    pub within: Option<(f64, (f64, f64))>,
    /// Share of cases in values that have enough of both.
    pub share: f64,
}

/// What was compared, and what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Traits {
    /// Every comparison: claims first, those that make out most before others.
    pub findings: Vec<Finding>,
    /// Groups that are too small to show.
    pub hidden: u64,
    /// Traits that were not compared.
    pub skipped: Vec<(usize, Skipped)>,
}

impl Finding {
    /// Whether it can be told apart from chance.
    pub fn is_sure(&self) -> bool {
        self.corrected < SIGNIFICANT
    }

    /// Whether the difference remains within the values of the trait that goes together with it; none where too few cases can be
    /// compared there to say.
    pub fn remains(&self) -> Option<bool> {
        let confounder = self.confounder.as_ref()?;
        let (within, (lower, upper)) = confounder.within.filter(|_| confounder.share >= LEAST_SHARE_WITHIN)?;
        Some(within * self.difference > 0.0 && (lower > 0.0 || upper < 0.0))
    }
}

/// Compares every group of every trait.
///
/// * `scope` – the log, and what is known of its cases
pub fn traits(scope: &Scope<'_>) -> Traits {
    let (log, fewest) = (scope.log, scope.smallest.max(FEWEST));
    let mut skipped = Vec::new();
    let levels: Vec<Option<Levels>> = (0..log.traits.len())
        .map(|attribute| levels(log, attribute).map_err(|why| skipped.push((attribute, why))).ok())
        .collect();
    let measured = outcomes(scope);
    let (mut findings, mut chances, mut hidden) = (Vec::new(), Vec::new(), 0);
    for (attribute, levels) in levels.iter().enumerate() {
        let Some(levels) = levels else { continue };
        let count = |level: u32| levels.of.iter().filter(|of| **of == Some(level)).count();
        let known = levels.of.iter().flatten().count();
        let mut shown: Vec<(usize, u32)> = (0..levels.groups.len() as u32)
            .map(|level| (count(level), level))
            .filter(|(count, _)| *count > 0)
            .collect();
        hidden += shown.iter().filter(|(count, _)| *count < fewest).count() as u64;
        shown.retain(|(count, _)| *count >= fewest && known - *count >= fewest);
        shown.sort_by_key(|(count, level)| (std::cmp::Reverse(*count), *level));
        if shown.is_empty() {
            skipped.push((attribute, Skipped::Small));
            continue;
        }
        // Of two values one says all; of numbers the upper half does.
        let two = (0..levels.groups.len() as u32).filter(|level| count(*level) > 0).count() == 2;
        if two {
            let keep = shown.iter().map(|(_, level)| *level).max().unwrap_or_default();
            shown.retain(|(_, level)| if levels.is_word() { *level == shown_last(&levels.of) } else { *level == keep });
        }
        shown.truncate(MOST_VALUES);
        for (_, level) in shown {
            let sides: Vec<Option<bool>> = levels.of.iter().map(|of| of.map(|of| of == level)).collect();
            for (outcome, measured) in &measured {
                let Some(compared) = measured.compare(&sides, fewest) else { continue };
                chances.push(compared.chance);
                findings.push(Finding {
                    attribute,
                    group: levels.groups[level as usize],
                    outcome: *outcome,
                    cases: compared.cases,
                    means: compared.means,
                    limit: compared.limit,
                    difference: compared.means.0 - compared.means.1,
                    interval: compared.interval,
                    corrected: 1.0,
                    confounder: None,
                });
            }
        }
    }
    for (finding, corrected) in findings.iter_mut().zip(holm(&chances)) {
        finding.corrected = corrected;
    }
    for finding in findings.iter_mut().filter(|finding| finding.is_sure()) {
        let of = measured.iter().find(|(outcome, _)| *outcome == finding.outcome);
        finding.confounder = of.and_then(|(_, measured)| confounder(measured, finding, &levels));
    }
    findings.sort_by(|one, other| {
        // Claims by what they make out in all, the rest by how sure they are.
        let weight = |finding: &Finding| match finding.is_sure() {
            true => finding.difference.abs() * finding.cases.0 as f64,
            false => finding.difference.abs() / (finding.interval.1 - finding.interval.0).max(1e-12),
        };
        (one.outcome.respect(), !one.is_sure())
            .cmp(&(other.outcome.respect(), !other.is_sure()))
            .then(weight(other).total_cmp(&weight(one)))
    });
    skipped.sort_by_key(|(attribute, _)| *attribute);
    Traits { findings, hidden, skipped }
}

/// The other trait with which a group goes together most, and the difference within its values.
fn confounder(measured: &Measured, finding: &Finding, levels: &[Option<Levels>]) -> Option<Confounder> {
    let own = levels[finding.attribute].as_ref()?;
    let in_group = |level: u32| match finding.group {
        Group::Word(word) => level == word,
        _ => level as usize == own.groups.len() - 1,
    };
    let sides: Vec<Option<bool>> = own.of.iter().map(|level| level.map(in_group)).collect();
    let others = levels.iter().enumerate().filter(|(attribute, _)| *attribute != finding.attribute);
    let candidates = others.filter_map(|(attribute, levels)| Some((attribute, levels.as_ref()?)));
    let mut best: Option<(f64, usize, &Levels)> = None;
    for (attribute, other) in candidates {
        let Some(found) = association(&sides, &other.of) else { continue };
        if best.is_none_or(|(known, ..)| found > known) {
            best = Some((found, attribute, other));
        }
    }
    let (association, attribute, other) = best.filter(|(found, ..)| *found >= ASSOCIATED)?;
    let (mut weights, mut sum, mut variance, mut used, mut all) = (0.0, 0.0, 0.0, 0usize, 0usize);
    let mut present: Vec<u32> = other.of.iter().flatten().copied().collect();
    present.sort_unstable();
    present.dedup();
    for level in present {
        let within: Vec<Option<bool>> =
            sides.iter().zip(&other.of).map(|(side, of)| side.filter(|_| *of == Some(level))).collect();
        all += measured.known(&within);
        let Some(compared) = measured.sides(&within, FEWEST_WITHIN) else { continue };
        let (group, others) = (compared.cases.0 as f64, compared.cases.1 as f64);
        let weight = group * others / (group + others);
        weights += weight;
        sum += weight * (compared.means.0 - compared.means.1);
        variance += weight * weight * (compared.variances.0 + compared.variances.1);
        used += compared.cases.0 + compared.cases.1;
    }
    let within = (weights > 0.0).then(|| {
        let (difference, width) = (sum / weights, Z * libm::sqrt(variance) / weights);
        // Shares differ by no more than all.
        let most = if finding.outcome.respect() == Respect::Share { 1.0 } else { f64::INFINITY };
        (difference, ((difference - width).max(-most), (difference + width).min(most)))
    });
    Some(Confounder { attribute, association, within, share: used as f64 / all.max(1) as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::EventLog;
    use crate::mine::calendar::calendars;
    use crate::mine::ending::{EndingRequest, ending};
    use crate::mine::handovers::handovers;
    use crate::mine::waits::waits;
    use crate::read::{Options, read};

    fn found(text: &str) -> (EventLog, Traits) {
        let (log, _) = read(text.as_bytes(), &Options::default()).expect("a log");
        let calendars = calendars(&log);
        let ending = ending(&log, &EndingRequest::default());
        let waits = waits(&log, &calendars);
        let handovers = handovers(&log, &ending, &waits);
        let (handovers, between, smallest) = (&handovers.each, None, FEWEST);
        let found = traits(&Scope { log: &log, ending: &ending, waits: &waits, handovers, between, smallest });
        (log, found)
    }

    /// Cases of one step to close, of which `days` depends on the number of the case.
    fn cases(count: usize, columns: &str, row: impl Fn(usize) -> (String, usize)) -> String {
        let mut text = format!("case,activity,resource,end,{columns}\n");
        for number in 0..count {
            let (values, days) = row(number);
            text += &format!("{number:03},open,jo,2024-01-{:02} 10:00,{values}\n", 1 + number % 9);
            text += &format!("{number:03},close,kim,2024-02-{:02} 10:00,{values}\n", 1 + number % 9 + days);
        }
        text
    }

    #[test]
    fn a_trait_with_an_effect_is_found_and_one_without_is_not() {
        // From 1 January to 1 February are 31 days; by post it takes 8 more. Luck adds 0 to 2.
        let text = cases(120, "channel,colour", |number| {
            let post = number % 2 == 0;
            let channel = if post { "post" } else { "web" };
            let colour = ["red", "blue", "green"][number / 2 % 3];
            (format!("{channel},{colour}"), number / 6 % 3 + if post { 8 } else { 0 })
        });
        let (log, found) = found(&text);
        let of = |name: &str| -> Vec<&Finding> {
            found.findings.iter().filter(|finding| log.traits[finding.attribute].name == name).collect()
        };
        let channel = of("channel");
        assert_eq!(channel.len(), 3, "one value of two, for throughput, for handover and for the step");
        for finding in channel {
            let sign = if finding.group == Group::Word(0) { 1.0 } else { -1.0 };
            assert!(finding.is_sure() && (finding.difference * sign - 8.0).abs() < 0.4, "{finding:?}");
            assert!(finding.interval.0 < finding.difference && finding.difference < finding.interval.1);
            assert_eq!(finding.cases, (60, 60));
        }
        assert!(of("colour").iter().all(|finding| !finding.is_sure()));
    }

    #[test]
    fn a_trait_that_only_goes_together_with_another_is_named_so() {
        // What matters is the size; the region only goes together with it.
        let text = cases(400, "size,region", |number| {
            let large = number % 2 == 0;
            let north = if large { number % 10 != 0 } else { number % 10 == 1 };
            let values = format!("{},{}", if large { "large" } else { "small" }, if north { "north" } else { "south" });
            (values, number / 7 % 3 + if large { 9 } else { 0 })
        });
        let (log, found) = found(&text);
        let finding = |name: &str| {
            let of = |finding: &&Finding| {
                log.traits[finding.attribute].name == name && finding.outcome == Outcome::Throughput
            };
            found.findings.iter().find(of).expect("compared")
        };
        let region = finding("region");
        assert!(region.is_sure() && region.difference.abs() > 4.0);
        let confounder = region.confounder.as_ref().expect("named");
        assert_eq!((&*log.traits[confounder.attribute].name, region.remains()), ("size", Some(false)));
        assert!(confounder.within.is_some_and(|(within, _)| within.abs() < 0.7), "{confounder:?}");
        assert_eq!(finding("size").remains(), Some(true));
    }

    #[test]
    fn groups_under_ten_are_hidden() {
        let text = cases(60, "kind", |number| ((if number < 9 { "rare" } else { "usual" }).to_owned(), number % 3));
        let (_, found) = found(&text);
        assert!(found.findings.is_empty() && found.hidden == 1);
    }

    /// 200 logs in which nothing matters, of 60 cases with a trait of four values: a claim is made in at most 5 % of them, and at most
    /// 12 % are seen here (probability of more by chance below 1 in 10,000). Luck is a fixed linear congruence.
    #[test]
    fn where_nothing_matters_hardly_anything_is_claimed() {
        let mut state = 20_240_131u64;
        let mut draw = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut claims = 0;
        for _ in 0..200 {
            let luck: Vec<(u64, usize)> = (0..60).map(|_| (draw(4), draw(12) as usize)).collect();
            let text = cases(60, "kind", |number| (format!("k{}", luck[number].0), luck[number].1));
            let (_, found) = found(&text);
            claims += usize::from(found.findings.iter().any(Finding::is_sure));
        }
        assert!(claims <= 24, "{claims} of 200");
    }
}
